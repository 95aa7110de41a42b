"""Proposal, decision and the lists of names: each office finds its own step here, with what it waits for."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request
from flask_babel import gettext

from voting.actions.desk import names, selection
from voting.actions.desk.choosing import Desk, read_desk
from voting.domain.name_lists import steps_of
from voting.domain.roles import OF_A_DEPARTMENT
from voting.exports.wording import by_rank, fault_line, speaker
from voting.web.desk_common import done, page, read, to_sign_in, year_asked
from voting.web.desk_total import distance
from voting.web.language import language_of
from voting.web.staff import acts, person, signed_in

bp: Final = Blueprint("desk_decision", __name__, url_prefix="/desk")
DECISION, NAMES = "/desk/decision", "/desk/names"


@bp.get("/decision")
def decision() -> str | Response:
    """What the rule gives, what was proposed, what was decided; the branch and the committee act here."""
    if signed_in() is None:
        return to_sign_in()
    person("see_decision")
    desk: Desk = read(read_desk, year_asked())
    say = speaker(language_of(request))
    return page(
        "desk/decision.html",
        desk=desk,
        choosing=desk.choosing,
        rows=by_rank(desk.year.rows),
        missing=[fault_line(fault, say) for fault in desk.choosing.missing],
        names={department.id: department.name for department in desk.year.plan.departments},
        edge=desk.edge,
        distance=distance,
    )


@bp.post("/decision/propose")
@acts("propose")
def propose() -> Response:
    """The branch proposes."""
    return _choose(selection.propose, "propose", gettext("The proposal is recorded."))


@bp.post("/decision/decide")
@acts("decide")
def decide() -> Response:
    """The committee decides."""
    return _choose(selection.decide, "decide", gettext("The decision is recorded. The quotas are final now."))


def _choose(act: Any, action: str, said: str) -> Response:
    chosen, reason = request.form.getlist("department"), request.form.get("reason", "")
    return done(DECISION, act, person(action), chosen, reason, said=said)


@bp.get("/names")
def lists() -> str | Response:
    """The five steps of every department, those that wait for the reader first; a department sees its own."""
    who = signed_in()
    if who is None:
        return to_sign_in()
    person("see_own_department" if who.role in OF_A_DEPARTMENT else "see_decision")
    home, found = read(names.read_lists, who, year_asked())
    found = sorted(
        found, key=lambda each: who.role not in [role for word, role, _n in steps_of(each.state) if word == "now"]
    )
    return page("desk/names.html", home=home, lists=found, steps_of=steps_of)


@bp.post("/names/numbers")
@acts("send_numbers")
def numbers() -> Response:
    """组织科 sets the numbers."""
    return done(NAMES, names.send_numbers, person("send_numbers"), said=gettext("Every department has its number now."))


@bp.post("/names/<department>/submit")
@acts("submit_names")
def submit(department: str) -> Response:
    """The department submits its names."""
    who = person("submit_names", department)
    said = gettext("The names are submitted.")
    return done(NAMES, names.submit_names, who, department, request.form.get("names", ""), said=said)


@bp.post("/names/<department>/consent")
@acts("consent_to_names")
def consent(department: str) -> Response:
    """The leader in charge consents."""
    who = person("consent_to_names", department)
    return done(NAMES, names.consent_to_names, who, department, said=gettext("The consent is recorded."))


@bp.post("/names/<department>/back")
@acts("consent_to_names", "examine_names")
def back(department: str) -> Response:
    """The leader in charge or 组织科 sends a list back."""
    who = signed_in()
    assert who is not None
    said = gettext("The list went back to the department.")
    return done(NAMES, names.send_names_back, who, department, request.form.get("reason", ""), said=said)


@bp.post("/names/<department>/examine")
@acts("examine_names")
def examine(department: str) -> Response:
    """组织科 examines a list, and may strike names."""
    who = person("examine_names", department)
    return done(NAMES, names.examine_names, who, department, _strikes(), said=gettext("The list is examined."))


@bp.post("/names/<department>/strike")
@acts("examine_names")
def strike(department: str) -> Response:
    """组织科 strikes a name that lost the eligibility after the list was examined."""
    who = person("examine_names", department)
    return done(NAMES, names.strike_later, who, department, _strikes(), said=gettext("The name is struck."))


@bp.post("/names/decide")
@acts("decide_names")
def decide_names() -> Response:
    """党工委 decides the lists that are ticked."""
    chosen, who = request.form.getlist("department"), person("decide_names")
    return done(NAMES, names.decide_names, who, chosen, said=gettext("The names are decided."))


def _strikes() -> dict[str, str]:
    """The names that are ticked to be struck, each with the reason beside it."""
    return {key: request.form.get(f"reason-{key}", "") for key in request.form.getlist("strike")}
