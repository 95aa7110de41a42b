"""Inspections at the desk: entered on a phone while walking, verified by a second person, imported from a table."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, flash, redirect, request
from flask_babel import gettext as _

from voting.actions.desk import inspections
from voting.actions.desk.departments import DepartmentPage, InspectionsPage, read_department, read_inspections
from voting.actions.desk.imports import Imported, import_table
from voting.actions.desk.inspections import Recorded, Seen
from voting.actions.desk.workdays import day_of
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import is_concerned
from voting.exports.spreadsheet import Rows, read_rows
from voting.exports.wording import COMPONENT_NAMES
from voting.web.desk_common import desk_url, done, page, read, refused, to_sign_in, write, year_asked
from voting.web.desk_files import large_form, uploads
from voting.web.parts import parts
from voting.web.refusals import STATUS
from voting.web.staff import acts, person, signed_in

bp: Final = Blueprint("desk_inspections", __name__, url_prefix="/desk/inspections")
HOME = "/desk/inspections"
A_PAGE = 50
MOST_TABLE = 6 * 1024 * 1024
EFFECTS = {"none": "0", "take": "-", "give": "+"}


@bp.get("")
def all_inspections() -> str | Response:
    """All records, those that wait for a second person first."""
    if signed_in() is None:
        return to_sign_in()
    person("see_departments")
    found: InspectionsPage = read(read_inspections, year_asked())
    wanted, before = request.args.get("department", ""), request.args.get("before", type=int)
    lines = [line for line in found.lines if wanted in ("", line.item.department)]
    lines = [line for line in lines if before is None or line.record.number < before]
    names = {department.id: department.name for department in found.plan.departments}
    return page(
        "desk/inspections.html",
        found=found,
        lines=lines[:A_PAGE],
        older=len(lines) > A_PAGE,
        wanted=wanted,
        names=names,
        component_names=COMPONENT_NAMES,
    )


@bp.get("/new")
def new() -> str | Response:
    """The form for one inspection: first the department, then what was seen."""
    if signed_in() is None:
        return to_sign_in()
    person("inspect")
    return _form({})


def _form(typed: dict[str, str], failed: str | None = None) -> str:
    who = person("inspect")
    found: InspectionsPage = read(read_inspections, year_asked())
    wanted = typed.get("department") or request.args.get("department", "")
    chosen: DepartmentPage | None = read(read_department, wanted, year_asked()) if wanted else None
    return page(
        "desk/inspection.html",
        found=found,
        chosen=chosen,
        concerned=is_concerned(who, wanted),
        typed={"target": request.args.get("item", ""), "held_on": _today(found), "kind": "spot"} | typed,
        failed=failed,
        component_names=COMPONENT_NAMES,
    )


def _today(found: InspectionsPage) -> str:
    """Today, as long as it is in the year that is inspected."""
    today: date = day_of(parts().tools.now())
    return today.isoformat() if today.year == found.plan.office.year else ""


@bp.post("/new")
@large_form
@acts("inspect")
def record() -> Response | tuple[str, int]:
    """Records one inspection and offers the next one at the same department."""
    form = request.form
    typed = {
        name: form.get(name, "") for name in ("department", "target", "kind", "held_on", "effect", "amount", "reason")
    }
    sign = EFFECTS.get(typed["effect"], "")
    points = sign if sign == "0" else sign + typed["amount"].strip().lstrip("+-−")
    seen = Seen(typed["target"], typed["kind"], typed["held_on"], points, typed["reason"])
    try:
        if not sign:
            raise Refusal("bad_points", msg("Choose: in order, points taken, or points given back."))
        made: Recorded = write(inspections.record_inspection, person("inspect"), seen, uploads(), beside=True)
    except Refusal as refusal:
        return _form(typed, refused(refusal)), STATUS.get(refusal.code, 400)
    flash(_said(made), "warn" if made.waits else "good")
    return redirect(desk_url(f"{HOME}/new?department={typed['department']}"))  # type: ignore[return-value]


def _said(made: Recorded) -> str:
    if made.waits:
        return str(
            _(
                "Recorded as No. %(number)s. Somebody of another department must verify it before it counts.",
                number=made.number,
            )
        )
    return str(_("Recorded as No. %(number)s.", number=made.number))


@bp.post("/<key>/reverse")
@acts("inspect")
def reverse(key: str) -> Response:
    """Corrects a record by one that reverses it."""
    args = (person("inspect"), key, request.form.get("reason", ""))
    return done(_back(), inspections.reverse_inspection, *args, said=_("Reversed. Both records stay in the list."))


@bp.post("/<key>/verify")
@acts("verify_inspection")
def verify(key: str) -> Response:
    """Lets a record act that waited for a second person."""
    args = (person("verify_inspection"), key)
    return done(_back(), inspections.judge_inspection, *args, accept=True, said=_("Verified: the record counts now."))


@bp.post("/<key>/refuse")
@acts("verify_inspection")
def refuse(key: str) -> Response:
    """Refuses a record that waited for a second person."""
    args = (person("verify_inspection"), key)
    reason = request.form.get("reason", "")
    said = _("Refused: the record never counts.")
    return done(_back(), inspections.judge_inspection, *args, accept=False, reason=reason, said=said)


def _back() -> str:
    """The page the form stood on: the list, or the department's."""
    department = request.form.get("department", "")
    known = department and all(letter.isalnum() or letter in "-_" for letter in department)
    return f"/desk/departments/{department}" if known else HOME


@bp.get("/import")
def import_page() -> str | Response:
    """Where a table of inspections or points is taken in."""
    if signed_in() is None:
        return to_sign_in()
    person("inspect")
    return _import_form()


@bp.post("/import")
@acts("inspect")
def take_in() -> Response | tuple[str, int]:
    """Takes a table in, or shows every mistake in it."""
    who, file = person("inspect"), request.files.get("table")
    try:
        content = file.stream.read(MOST_TABLE + 1) if file else b""
        if len(content) > MOST_TABLE:
            raise Refusal("too_large", msg("This file is too large."))
        rows: Rows = parts().threads.slow(read_rows, (content,))
        made: Imported = write(import_table, who, rows)
    except Refusal as refusal:
        return _import_form(refused(refusal)), STATUS.get(refusal.code, 400)
    flash(_taken_in(made), "warn" if made.waiting else "good")
    return redirect(desk_url("/desk/departments" if made.figures else HOME))  # type: ignore[return-value]


def _taken_in(made: Imported) -> str:
    if made.figures:
        return str(_("%(count)s figures entered.", count=made.figures))
    said = str(_("%(count)s inspections recorded.", count=made.inspections))
    if made.waiting:
        said += str(_(" %(count)s of them wait for somebody of another department.", count=made.waiting))
    return said


def _import_form(failed: str | None = None) -> str:
    found: Any = read(read_inspections, year_asked())
    return page("desk/import.html", plan=found.plan, failed=failed)
