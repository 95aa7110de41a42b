"""Innovation points of all departments: the district's result, and honours from claims or entered directly."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from voting.actions.desk.innovation import PARTS, Entry, Innovation, enter_innovation, read_innovation
from voting.domain.plan import Plan
from voting.domain.roles import Person, is_concerned, may
from voting.web.desk_common import done, page, read, to_sign_in, year_asked
from voting.web.staff import acts, person, signed_in

bp: Final = Blueprint("desk_innovation", __name__, url_prefix="/desk/innovation")


@bp.get("")
def table() -> str | Response:
    """The table of all departments; who may enter figures finds fields in it."""
    if signed_in() is None:
        return to_sign_in()
    who: Person = person("see_standing")
    found: tuple[Plan, dict[str, Innovation]] = read(read_innovation, year_asked())
    plan, rows = found
    enters = {each.id for each in plan.departments if may(who.role, "enter_district_result")}
    enters -= {each.id for each in plan.departments if is_concerned(who, each.id)}
    return page("desk/innovation.html", plan=plan, rows=rows, enters=enters)


@bp.post("")
@acts("enter_district_result")
def enter() -> Response:
    """Enters what was typed into the table; fields that say what stands already change nothing."""
    entries = []
    for name in filter(None, request.form):  # a part of a form may have no name
        what, _dash, department = name.partition(" ")
        if what in PARTS and department:
            note = request.form.get(f"{what}-note {department}", "")
            entries.append(Entry(department, what, request.form[name], note))
    said = _("Saved and noted in the journal.")
    return done("/desk/innovation", enter_innovation, person("enter_district_result"), entries, said=said)
