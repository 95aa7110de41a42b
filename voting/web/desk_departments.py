"""Departments at the desk: targets broken down into items, progress and material, and where their points stand."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext as _

from voting.actions import assess
from voting.actions.desk import inspections, targets
from voting.actions.desk.departments import DepartmentPage, read_department, read_departments
from voting.actions.desk.targets import Draft
from voting.domain.refusals import Refusal
from voting.domain.roles import may
from voting.exports.wording import COMPONENT_NAMES
from voting.web.desk_common import desk_url, done, page, read, refused, to_sign_in, write, year_asked
from voting.web.desk_files import large_form, uploads
from voting.web.refusals import STATUS
from voting.web.staff import acts, person, signed_in

bp: Final = Blueprint("desk_departments", __name__, url_prefix="/desk")
BLANK_ROWS = 3  # for those whose browser runs no script


@bp.get("/departments")
def all_departments() -> str | Response:
    """All departments with their lists and figures."""
    if signed_in() is None:
        return to_sign_in()
    person("see_departments")
    found = read(read_departments, year_asked())
    return page("desk/departments.html", found=found, component_names=COMPONENT_NAMES)


@bp.get("/department")
def own_department() -> Response:
    """Off to the page of the own department."""
    who = signed_in()
    if who is None:
        return to_sign_in()
    person("see_own_department")
    return redirect(desk_url(f"/desk/departments/{who.department}"))  # type: ignore[return-value]


@bp.get("/departments/<department>")
def one_department(department: str) -> str | Response:
    """One department: its items, what was found, where its points stand."""
    if signed_in() is None:
        return to_sign_in()
    return _page(department)


def _page(department: str, **values: Any) -> str:
    who = signed_in()
    own = who is not None and not may(who.role, "see_departments")
    person("see_own_department" if own else "see_departments", department)
    found: DepartmentPage = read(read_department, department, year_asked())
    given = {"typed": {}, "failed": {}, **values}
    return page("desk/department.html", found=found, component_names=COMPONENT_NAMES, blank_rows=BLANK_ROWS, **given)


def _here(department: str, anchor: str) -> str:
    return f"/desk/departments/{department}#{anchor}"


@bp.post("/departments/<department>/<component>/targets")
@acts("plan_targets")
def save_targets(department: str, component: str) -> Response | tuple[str, int]:
    """Keeps the items of a component, or submits them; what was typed stays on the page where that is refused."""
    who, form = person("plan_targets", department), request.form
    columns = (form.getlist("id"), form.getlist("text"), form.getlist("cap"))
    drafts = [Draft(*each) for each in zip(*columns, strict=False)]
    submit = form.get("do") == "submit"
    try:
        write(targets.save_targets, who, department, component, drafts, submit=submit)
    except Refusal as refusal:
        shown = _page(department, typed={component: drafts}, failed={component: refused(refusal)})
        return shown, STATUS.get(refusal.code, 400)
    return redirect(desk_url(_here(department, component)))  # type: ignore[return-value]


@bp.post("/departments/<department>/<component>/approve")
@acts("approve_targets")
def approve_targets(department: str, component: str) -> Response:
    """Approves the items of a component."""
    who = person("approve_targets")
    return done(_here(department, component), targets.approve_targets, who, department, component, said=_("Approved."))


@bp.post("/departments/<department>/<component>/return")
@acts("approve_targets")
def return_targets(department: str, component: str) -> Response:
    """Returns the items of a component with a reason."""
    args = (person("approve_targets"), department, component, request.form.get("reason", ""))
    return done(_here(department, component), targets.return_targets, *args, said=_("Returned to the department."))


@bp.post("/departments/<department>/<component>/finish")
@acts("finish_component")
def finish(department: str, component: str) -> Response:
    """Declares a component finished, with a note."""
    args = (person("finish_component"), department, component, request.form.get("note", ""))
    return done(_here(department, component), inspections.finish_component, *args, said=_("Declared finished."))


@bp.post("/departments/<department>/<component>/reopen")
@acts("finish_component")
def reopen(department: str, component: str) -> Response:
    """Takes the declaration back."""
    args = (person("finish_component"), department, component)
    return done(_here(department, component), inspections.reopen_component, *args)


@bp.post("/departments/<department>/<component>/points")
@acts("enter_points")
def enter_points(department: str, component: str) -> Response:
    """Enters the points of a component directly, with a note."""
    form = request.form
    args = (person("enter_points"), department, component, form.get("points", ""), form.get("note", ""))
    return done(_here(department, component), assess.enter_points, *args, said=_("Entered."))


@bp.post("/departments/<department>/<component>/withdraw")
@acts("enter_points")
def withdraw_points(department: str, component: str) -> Response:
    """Takes directly entered points back."""
    args = (person("enter_points"), department, component)
    return done(_here(department, component), assess.withdraw_points, *args, said=_("Withdrawn."))


@bp.post("/departments/<department>/notes/<target>")
@large_form
@acts("add_material")
def add_note(department: str, target: str) -> Response:
    """Notes the progress of an item, with material."""
    who, form = person("add_material", department), request.form
    args = (who, target, form.get("progress", ""), form.get("note", ""), uploads())
    return done(_here(department, f"item-{target}"), targets.add_note, *args, said=_("Noted."), beside=True)
