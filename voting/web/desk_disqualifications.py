"""Disqualifications: what is alleged, by whom it was settled, and what it costs the department."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, flash, redirect, request
from flask_babel import gettext as _

from voting.actions.desk.disqualifications import (
    Cases,
    NewAllegation,
    allege,
    confirm_allegation,
    decide_allegation,
    read_cases,
)
from voting.domain.disqualifications import CAUSES, SOURCES
from voting.domain.refusals import Refusal
from voting.web.desk_common import desk_url, done, page, read, refused, to_sign_in, write, year_asked
from voting.web.staff import acts, person, signed_in

bp: Final = Blueprint("desk_disqualifications", __name__, url_prefix="/desk/disqualifications")
HOME: Final = "/desk/disqualifications"
NOTHING: Final = NewAllegation("", "", "", "", "")


@bp.get("")
def every() -> str | Response:
    """All of them, and the form to write one down."""
    if signed_in() is None:
        return to_sign_in()
    person("see_allegations")
    return _page(NOTHING)


def _page(given: NewAllegation, failed: str = "") -> str:
    cases: Cases = read(read_cases, person("see_allegations"), year=year_asked())
    return page(
        "desk/disqualifications.html",
        cases=cases,
        plan=cases.plan,
        causes=CAUSES,
        sources=SOURCES,
        given=given,
        failed=failed,
    )


@bp.post("")
@acts("allege")
def add() -> Response | tuple[str, int]:
    """Writes one down, or shows the form again with what was typed and what is wrong with it."""
    names = ("department", "cause", "source", "found_on", "text", "person")
    given = NewAllegation(**{name: request.form.get(name, "") for name in names})
    try:
        write(allege, person("allege"), given)
    except Refusal as refusal:
        return _page(given, refused(refusal)), 400
    flash(_("Written down. It acts on nothing until somebody else has verified it."), "good")
    return redirect(desk_url(HOME))  # type: ignore[return-value]


@bp.post("/<case>/decide")
@acts("verify_allegation")
def decide(case: str) -> Response:
    """Verifies or dismisses one."""
    verified = request.form.get("verdict") == "verified"
    said = _("Verified.") if verified else _("Dismissed.")
    note = request.form.get("note", "")
    who = person("verify_allegation")
    return done(HOME, decide_allegation, who, case, verified=verified, note=note, said=said)


@bp.post("/<case>/confirm")
@acts("confirm_allegation")
def confirm(case: str) -> Response:
    """The second person's word, where the first was of the department concerned."""
    agrees, note = request.form.get("agrees") == "yes", request.form.get("note", "")
    said = _("Confirmed.") if agrees else _("Sent back to be decided anew.")
    return done(HOME, confirm_allegation, person("confirm_allegation"), case, agrees=agrees, note=note, said=said)
