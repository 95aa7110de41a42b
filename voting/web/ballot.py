"""The phone: two static pages and the ballot API. No cookie, no session, no state but the slip's code."""

from __future__ import annotations

from typing import Any, Final

import orjson
from flask import Blueprint, Response, request

from voting.actions.ballots import BallotView
from voting.actions.counting import Counted
from voting.domain.refusals import Refusal, bad_request, unknown_code
from voting.domain.scales import GradeScale, Scale
from voting.web.guards import bearer, body_of
from voting.web.parts import parts
from voting.web.still_pages import still_page

bp: Final = Blueprint("ballot", __name__)
REFUSAL = "pingyi.refusal"
"""Where a refusal that the fast lane met waits for the view: asking the box again could mean waiting again."""
RECEIPT_LENGTH = 32
HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
PLAIN = frozenset((str, int, float, bool, type(None)))  # what a mark may be before anybody asks which


@bp.get("/")
def enter() -> Response:
    """The page where a code is typed by hand."""
    return still_page("enter.html")


@bp.get("/b")
def page() -> Response:
    """The ballot page, the same for all: the code stands in the fragment, which never leaves the phone."""
    return still_page("ballot.html")


@bp.get("/healthz")
def healthy() -> Response:
    """Whether the process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/api/ballot")
def read() -> Response:
    """The ballot of a slip."""
    try:
        view = parts().polls.read(bearer(request.environ) or "")
    except Refusal as refusal:
        raise _slowed(refusal) from None
    return _json(ballot_document(view))


@bp.put("/api/ballot")
def cast() -> Response:
    """Counts a ballot. Answers only when it is on disk."""
    try:
        if REFUSAL in request.environ:
            raise request.environ[REFUSAL]
        receipt, marks = read_body(body_of(request))
        counted = parts().polls.cast(bearer(request.environ) or "", receipt, marks)
    except Refusal as refusal:
        raise _slowed(refusal) from None
    return Response(counted_body(counted), 201 if counted.fresh else 200, mimetype="application/json")


def counted_body(counted: Counted) -> bytes:
    """What a phone hears whose ballot is counted."""
    return orjson.dumps({"counted": counted.departments})


def _slowed(refusal: Refusal) -> Refusal:
    """Failed codes are counted by address; every other refusal stays as it is."""
    return parts().failed_codes.failed(request.remote_addr) if refusal.code == unknown_code().code else refusal


def read_body(body: bytes) -> tuple[str, dict[str, Any]]:
    """The receipt and the marks of a ballot as it was sent; refuses what has not the shape of one."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise bad_request() from None
    if not isinstance(document, dict) or document.keys() != {"receipt", "marks"}:
        raise bad_request()
    receipt, marks = document["receipt"], document["marks"]
    if not isinstance(receipt, str) or len(receipt) != RECEIPT_LENGTH or not HEXADECIMAL.issuperset(receipt):
        raise bad_request()
    if not isinstance(marks, dict) or not PLAIN.issuperset(map(type, marks.values())):
        raise bad_request()
    return receipt, marks


def _json(document: object, status: int = 200) -> Response:
    return Response(orjson.dumps(document), status, mimetype="application/json")


def ballot_document(view: BallotView) -> dict[str, Any]:
    """What a phone gets: its session, its group, the scale, the rules, and the state of each department."""
    session = view.session
    names = {department.id: department.name for department in session.plan.departments}
    return {
        "seq": session.record.revision,
        "office": session.plan.office.name,
        "review": {
            "id": session.record.id,
            "name": session.review.name,
            "state": session.record.state,
            "pace": session.review.pace,
        },
        "group": {"id": view.group, "name": session.plan.group_name(view.group)},
        "scale": scale_document(session.review.scale),
        "rules": {"excellent_cap": session.review.rules.excellent_cap, "all_same": session.review.rules.all_same},
        "departments": [{"id": key, "name": names[key], "state": state} for key, state in view.departments.items()],
        "speaking": session.record.speaking,
    }


def scale_document(scale: Scale) -> dict[str, Any]:
    """A scale as phones and screens draw it."""
    if isinstance(scale, GradeScale):
        return {
            "marks": [{"id": grade.id, "name": grade.name, "points": float(grade.points)} for grade in scale.grades]
        }
    return {"minimum": scale.minimum, "maximum": scale.maximum}
