"""Slips at the console: counts, printing, mail merge, cancelling and replacing, and the hand-out at the door."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from flask import Blueprint, Response, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext, ngettext

from voting.actions.find import Session
from voting.actions.slips import Sheet, cancel_all_unused, cancel_hashes, cancel_slips, issue_slips
from voting.actions.staff import Confirmed, confirm
from voting.actions.watch import Snapshot, look_by_name
from voting.domain.codes import hash_code, in_fours, read_code
from voting.domain.refusals import Refusal, msg
from voting.exports.addresses import ballot_address
from voting.exports.qr import qr_svg_path
from voting.exports.slip_sheet import slip_page
from voting.exports.tables import slips_csv
from voting.tools import Tools
from voting.web.console_common import answers, done, json_answer, page_values, witness_of_form
from voting.web.hand_outs import HandOut
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.refusals import sentence_of
from voting.web.staff import acts, require_staff

bp: Final = Blueprint("console_slips", __name__, url_prefix="/console")
SLIPS = "console_slips.slips"


@bp.get("/<review>/slips")
def slips(review: str) -> str:
    """Counts of each group's slips, and everything that can be done with them."""
    require_staff("issue_slips")
    values = page_values(review)
    groups, turnout = values["session"].review.groups, values["tally"].turnout
    missing = {name: more for name, row in groups.items() if (more := max(0, row.slips - turnout[name].slips))}
    return render_template("console/slips.html", missing=missing, **values)


@bp.post("/<review>/slips")
@answers
@acts("issue_slips")
def issue(review: str) -> Response:
    """Issues slips and answers with the file; the codes are nowhere else."""
    count, group = request.form.get("count", "").strip(), request.form.get("group") or None
    if count and not (count.isascii() and count.isdigit()):
        raise Refusal("bad_count", msg("A number of slips needs a group and must be from 1 to 200000."))
    wanted: dict[str, Any] = {"group": group, "count": int(count) if count else None, "actor": require_staff()}
    wanted["witness"] = late_witness(review)
    sheet: Sheet = parts().threads.write(issue_slips, (parts().tools, review), wanted)
    return _file(sheet)


def _file(sheet: Sheet) -> Response:
    address = parts().settings.public_url
    kind = "csv" if request.form.get("format") == "csv" else "html"
    if kind == "csv":
        response = Response(slips_csv(sheet, address), mimetype="text/csv")
    else:
        page: str = parts().threads.slow(slip_page, (sheet, address, language_of(request)))
        response = Response(page, mimetype="text/html")
    response.headers["Content-Disposition"] = f'attachment; filename="slips-{sheet.review_id}.{kind}"'
    return response


@bp.post("/<review>/slips/cancel")
@acts("issue_slips")
def cancel(review: str) -> Response:
    """Cancels slips in hand, by their codes."""
    codes = typed_codes(request.form.get("codes", ""))

    def cancel_typed(tools: Tools, name: str, *, actor: str) -> dict[str, int]:
        return cancel_slips(tools, name, some(codes), actor=actor)

    def said(groups: dict[str, int]) -> str:
        return _cancelled(sum(groups.values()))

    return done(SLIPS, review, cancel_typed, actor=require_staff(), said=said)


def _cancelled(count: int) -> str:
    return str(ngettext("%(num)d slip was cancelled.", "%(num)d slips were cancelled.", count))


@bp.post("/<review>/slips/replace")
@answers
@acts("issue_slips")
def replace(review: str) -> Response:
    """Cancels slips in hand and answers with as many new ones of the same groups."""
    codes, witness = some(typed_codes(request.form.get("codes", ""))), late_witness(review)
    tools, who = parts().tools, require_staff()
    groups: dict[str, int] = parts().threads.write(cancel_slips, (tools, review, codes), {"actor": who})
    fresh = [
        parts().threads.write(
            issue_slips, (tools, review), {"group": group, "count": n, "witness": witness, "actor": who}
        )
        for group, n in sorted(groups.items())
    ]
    every = sorted((slip for sheet in fresh for slip in sheet.slips), key=lambda slip: slip.code)
    return _file(Sheet(fresh[0].office, review, fresh[0].review_name, every))


def some(codes: list[str]) -> list[str]:
    """The codes, refused where there are none."""
    if not codes:
        raise Refusal("no_slips", msg("Type the codes of the slips in hand."))
    return codes


def typed_codes(text: str) -> list[str]:
    """Codes as people type them and scanners send them: a line each, or several in a line, or whole addresses.

    A scanner that believes it is a keyboard sends what the QR holds, the address with the code in its fragment.
    """
    found: list[str] = []
    for line in re.split(r"[\r\n,;、]+", unicodedata.normalize("NFKC", text)):
        whole = line.strip()
        found += [whole] if read_code(whole) else [word.rpartition("#")[2] for word in whole.split()]
    return [code for code in found if code]


def late_witness(review: str) -> Confirmed | None:
    """The scrutineer of the form where the session has opened (every new slip then takes one), None before.

    The password is checked on its own thread, so that no ballot waits for it. A rehearsal needs nobody.
    """
    session = session_of_form(review)
    if not session.record.opened:
        return None
    if session.record.rehearsal:
        return Confirmed("")
    name: str | None = parts().threads.slow(confirm, (parts().tools, witness_of_form()))
    return Confirmed(name) if name else None


def session_of_form(review: str) -> Session:
    """The session a form is about, as it is now."""
    snapshot: Snapshot = parts().threads.read(look_by_name, (parts().tools.database, review))
    return snapshot.session


@bp.post("/<review>/slips/cancel-all")
@acts("issue_slips")
def cancel_all(review: str) -> Response:
    """Cancels a group's slips before opening: a print run was lost."""

    def said(count: int) -> str:
        again = gettext("Now issue the slips of this group anew.")
        return f"{_cancelled(count)} {again}"

    return done(SLIPS, review, cancel_all_unused, request.form.get("group", ""), actor=require_staff(), said=said)


@bp.get("/<review>/hand-out")
def hand_out(review: str) -> str:
    """The tablet at the door."""
    require_staff("issue_slips")
    values = page_values(review)
    record = values["session"].record
    opened = record.opened and not record.rehearsal
    locked = opened and values["has_scrutineer"] and not session.get(_permission(review))
    return render_template("console/hand_out.html", locked=locked, **values)


def _permission(review: str) -> str:
    return f"hand-out {review}"


@bp.post("/<review>/hand-out/start")
@acts("issue_slips")
def start_hand_out(review: str) -> Response:
    """After opening: the scrutineer allows this tablet to hand out slips until the sign-in ends."""
    try:
        witness = late_witness(review)
    except Refusal as refusal:
        flash(sentence_of(refusal, language_of(request)), "bad")
    else:
        session[_permission(review)] = witness.name if witness else ""
    return redirect(url_for("console_slips.hand_out", review=review))  # type: ignore[return-value]


@bp.post("/<review>/hand-out/next")
@answers
@acts("issue_slips")
def next_slip(review: str) -> Response:
    """Makes one fresh slip for a group and answers with its QR code."""
    wanted: dict[str, Any] = {"group": request.form.get("group", ""), "count": 1, "actor": require_staff()}
    wanted["witness"] = _permitted_by(review)
    sheet: Sheet = parts().threads.write(issue_slips, (parts().tools, review), wanted)
    slip = sheet.slips[0]
    token = parts().tools.new_key()
    parts().hand_outs.add(token, hash_code(slip.code), review)
    size, path = qr_svg_path(ballot_address(parts().settings.public_url, slip.code))
    snapshot: Snapshot = parts().threads.read(look_by_name, (parts().tools.database, review))
    answer = {"slip": token, "group": slip.group_name, "code": in_fours(slip.code), "qr": {"size": size, "path": path}}
    return json_answer(answer | {"issued": snapshot.tally.turnout[slip.group].slips})


def _permitted_by(review: str) -> Confirmed | None:
    """The scrutineer who has allowed this sign-in to hand out slips after opening. A rehearsal needs nobody."""
    if session_of_form(review).record.rehearsal:
        return Confirmed("")
    name = session.get(_permission(review))
    return Confirmed(str(name)) if name else None


@bp.get("/<review>/hand-out/<token>")
@answers
def taken(review: str, token: str) -> Response:
    """Whether a phone has come with the slip that is on the tablet."""
    require_staff("issue_slips")
    return json_answer({"taken": _on_tablet(review, token).taken})


@bp.post("/<review>/hand-out/<token>/cancel")
@answers
@acts("issue_slips")
def take_back(review: str, token: str) -> Response:
    """Cancels the slip that is on the tablet and that nobody took; one that a phone has come with stays."""
    found = _on_tablet(review, token)
    if found.taken:
        raise Refusal("taken", msg("A phone has come with this slip. It stays valid."))
    parts().threads.write(cancel_hashes, (parts().tools, review, [found.code_hash]), {"actor": require_staff()})
    parts().hand_outs.forget(token)
    return json_answer({"ok": True})


def _on_tablet(review: str, token: str) -> HandOut:
    found: HandOut | None = parts().hand_outs.find(token)
    if found is None or found.review != review:
        raise Refusal("no_slips", msg("This slip is no longer on the tablet."))
    return found
