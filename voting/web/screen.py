"""The projector: its page, and the objects it draws. Whoever has the screen's key sees what the room sees."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any, Final

import orjson
from flask import Blueprint, Response, request

from voting.actions.find import Session
from voting.actions.projector import seconds_left
from voting.actions.watch import Snapshot, State, Tally, look_by_name, look_by_screen_key
from voting.domain.release import PublishedDepartment
from voting.domain.scales import BANDS, GradeScale
from voting.exports.qr import qr_svg_path
from voting.web.ballot import scale_document
from voting.web.guards import bearer
from voting.web.parts import parts
from voting.web.staff import require_staff
from voting.web.still_pages import still_page

bp: Final = Blueprint("screen", __name__)


@bp.get("/screen/<review>")
def page(review: str) -> Response:  # noqa: ARG001 - the page reads its session from the address
    """The projector's page; its key stands in the fragment."""
    return still_page("screen.html")


@bp.get("/api/reviews/<review>/tally")
def tally(review: str) -> Response:
    """The tally, read fresh, for a screen's key or a signed-in member of staff."""
    return _json(tally_document(_snapshot(review).tally))


@bp.get("/api/reviews/<review>/screen")
def screen(review: str) -> Response:
    """The names and settings a projector needs beside the tally, and the present state."""
    snapshot = _snapshot(review)
    return _json(screen_document(snapshot.session) | {"now": screen_state_document(snapshot, parts().tools.now())})


def _snapshot(review: str) -> Snapshot:
    key = bearer(request.environ)
    threads, database = parts().threads, parts().tools.database
    if key is not None:
        snapshot: Snapshot = threads.read(look_by_screen_key, (database, review, key))
        return snapshot
    require_staff()
    return threads.read(look_by_name, (database, review, request.args.get("year", type=int)))  # type: ignore[no-any-return]


def _json(document: object) -> Response:
    return Response(orjson.dumps(document), mimetype="application/json")


def state_document(state: State) -> dict[str, Any]:
    """The ``state`` object of the contract."""
    return {
        "seq": state.seq,
        "review": state.review,
        "state": state.state,
        "departments": [{"id": key, "state": value} for key, value in state.departments.items()],
        "speaking": state.speaking,
    }


def screen_state_document(snapshot: Snapshot, now: datetime) -> dict[str, Any]:
    """The ``state`` object as projectors get it: with what the chair has set for them."""
    screen = snapshot.screen
    settings = {
        "mode": screen.mode,
        "arrangement": screen.arrangement,
        "revealed": screen.revealed,
        "seconds_left": seconds_left(screen, now),
        "how_to_vote": screen.how_to_vote,
        "wifi": screen.wifi,
    }
    return state_document(snapshot.state) | {"screen": settings}


def tally_document(tally: Tally) -> dict[str, Any]:
    """The ``tally`` object of the contract."""
    return {
        "seq": tally.seq,
        "review": tally.review,
        "state": tally.state,
        "turnout": [
            {"group": group, "due": counts.due, "issued": counts.issued, "returned": counts.returned}
            for group, counts in tally.turnout.items()
        ],
        "departments": [_department_document(row) for row in tally.departments],
    }


def _department_document(row: PublishedDepartment) -> dict[str, Any]:
    groups = None
    if row.groups is not None:
        groups = {key: {"mean": group.mean, "ballots": group.ballots} for key, group in row.groups.items()}
    document = {"id": row.id, "score": row.score, "ballots": row.ballots, "marks": row.marks, "groups": groups}
    return document | ({"rank": row.rank} if row.rank is not None else {})


def screen_document(session: Session) -> dict[str, Any]:
    """Names and settings of a session, for whoever draws its tally."""
    plan, review = session.plan, session.review
    scale = scale_document(review.scale)
    if not isinstance(review.scale, GradeScale):
        scale["bands"] = [
            {"id": band, "name": _band_name(low, high, review.scale.maximum)} for band, low, high in BANDS
        ]
    return {
        "office": plan.office.name,
        "year": plan.office.year,
        "review": {"id": session.record.id, "name": review.name, "pace": review.pace, "live": review.live},
        "groups": [
            {"id": group, "name": plan.group_name(group), "weight": float(spec.weight)}
            for group, spec in review.groups.items()
        ],
        "departments": [{"id": department.id, "name": department.name} for department in plan.departments],
        "scale": scale,
        "batch": plan.privacy.batch,
        "min_group": plan.privacy.min_group,
        "address": parts().settings.public_url,
        "how_to_vote_qr": _qr(parts().settings.public_url),
    }


@lru_cache(maxsize=4)
def _qr(text: str) -> dict[str, Any]:
    """A QR code as pages draw it. Always the same address, so it is made once."""
    size, path = qr_svg_path(text)
    return {"size": size, "path": path}


def _band_name(low: Any, high: Any, maximum: int) -> str:
    """A band in whole points: 0–59, 60–79, 80–89, 90–100."""
    first = -(-low.numerator * maximum // low.denominator)
    last = maximum if high is None else -(-high.numerator * maximum // high.denominator) - 1
    return f"{first}–{last}"
