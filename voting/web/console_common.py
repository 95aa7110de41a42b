"""What the console's pages share: the values they draw, running an action and going back, answers for their scripts."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, ParamSpec

import orjson
from flask import Response, flash, redirect, request, url_for

from voting.actions.counts import GROUP_QUORUM, QUORUM, total_of
from voting.actions.overview import Overview, overview
from voting.actions.projector import seconds_left
from voting.actions.staff import Witness
from voting.actions.watch import Snapshot, look_by_name
from voting.domain.refusals import Fault, Refusal
from voting.domain.release import turnout_only
from voting.domain.roles import may
from voting.exports.qr import qr_svg_path
from voting.exports.wording import fault_line, speaker
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.refusals import STATUS, as_json, sentence_of
from voting.web.staff import signed_in, token

P = ParamSpec("P")
qr_of = lru_cache(maxsize=64)(qr_svg_path)  # drawn anew with every look at a page otherwise; never of a slip's code


def page_values(review: str) -> dict[str, Any]:
    """What a page about one session draws."""
    database = parts().tools.database
    snapshot: Snapshot = parts().threads.read(look_by_name, (database, review))
    session, turnout = snapshot.session, snapshot.tally.turnout
    year: Overview | None = parts().threads.read(overview, (database, session.record.year))
    total = total_of(turnout)
    who = signed_in()
    return {
        "session": session,
        "state": snapshot.state,
        "tally": snapshot.tally,
        "total": total,
        "short": total.returned < QUORUM * total.due,
        "short_groups": [name for name, row in turnout.items() if row.returned < GROUP_QUORUM * row.due],
        "only_turnout": turnout_only(
            session.review, {name: row.slips for name, row in turnout.items()}, session.plan.privacy
        ),
        "screen": snapshot.screen,
        "seconds_left": seconds_left(snapshot.screen, parts().tools.now()),
        "names": {department.id: department.name for department in session.plan.departments},
        "has_scrutineer": bool(year and year.has_scrutineer),
        "who": who,
        "organiser": bool(who and may(who.role, "run_session")),
        "scrutineer": bool(who and may(who.role, "confirm_closing")),
        "token": token(),
        **screen_values(session.record.id, session.record.screen_key),
    }


def screen_values(review: str, key: str) -> dict[str, Any]:
    """The projector's address, and its QR code."""
    address = f"{parts().settings.public_url}/screen/{review}#{key}"
    return {"screen_address": address, "screen_qr": qr_of(address)}


def done(
    page: str, review: str, act: Callable[..., Any], *args: Any, said: Callable[[Any], str] | None = None, **kwargs: Any
) -> Response:
    """Runs an action and goes back to a page; a refusal is shown there in its one sentence, warnings beside it.

    ``said`` makes a sentence of what was done, where the page itself does not show it.
    """
    language = language_of(request)
    try:
        outcome = parts().threads.write(act, (parts().tools, review, *args), kwargs)
    except Refusal as refusal:
        flash(sentence_of(refusal, language), "bad")
    else:
        if said:
            flash(said(outcome), "good")
        for warning in outcome if isinstance(outcome, list) else []:
            flash(_said(warning, language), "warn")
    return redirect(url_for(page, review=review))  # type: ignore[return-value]


def _said(fault: Fault, language: str) -> str:
    return fault_line(fault, speaker(language))


def witness_of_form() -> Witness | None:
    """The scrutineer who signs in beside the organiser, for this one act."""
    name = request.form.get("scrutineer", "").strip()
    if not name:
        return None
    who = signed_in()
    parts().sign_ins.take("second", f"{who.name if who else ''}\n{name}")  # else an organiser could guess it here
    return Witness(name, request.form.get("password", ""))


def json_answer(document: object, status: int = 200) -> Response:
    """An answer for a page's script."""
    return Response(orjson.dumps(document), status, mimetype="application/json")


def answers(view: Callable[P, Any]) -> Callable[P, Any]:
    """For views that a page's script may ask: such a one hears a refusal as JSON, a plain form gets the page."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> Any:
        try:
            return view(*args, **kwargs)
        except Refusal as refusal:
            by_script = "X-Token" in request.headers or "application/json" in request.headers.get("Accept", "")
            if not by_script:
                raise
            return json_answer(as_json(refusal, language_of(request)), STATUS.get(refusal.code, 400))

    return answered
