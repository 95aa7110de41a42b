"""Departments stay editable after opening: names, headcounts and who leads them, each change in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from voting.actions.find import find_year, plan_of
from voting.actions.journal import COMMAND_LINE, record
from voting.actions.standing import exact_standing
from voting.actions.years import plan_digest
from voting.domain.plan import Department
from voting.domain.plan_reader import read_plan
from voting.domain.plan_writer import write_plan
from voting.domain.refusals import Refusal, msg
from voting.storage import reviews, years
from voting.storage.years import YearRecord
from voting.tools import Tools


@dataclass(frozen=True)
class DepartmentChange:
    """What a department is to become; the id stays."""

    name: str
    headcount: int
    directly_led: bool


def edit_departments(
    tools: Tools, changes: Mapping[str, DepartmentChange], *, year: int | None = None, actor: str = COMMAND_LINE
) -> None:
    """Changes names, headcounts and direct leadership; the plan's rules are checked as on loading."""
    with tools.database.writing() as door:
        home = find_year(door, year)
        plan = plan_of(home.plan)
        unknown = set(changes) - set(plan.department_ids)
        if unknown:
            raise Refusal("no_such_department", msg("There is no department %(name)s."), name=min(unknown))
        departments = tuple(_changed(department, changes.get(department.id)) for department in plan.departments)
        if any(row.decided is not None for row in exact_standing(door, home)[0].rows):
            raise Refusal("decided", msg("The decision is recorded: departments stay as they are until a new one."))
        stored = write_plan(replace(plan, departments=departments))
        read_plan(stored)  # refuses what loading would refuse
        years.save(door, YearRecord(home.year, home.office, stored))
        for session in reviews.of_year(door, home.year):
            reviews.touch(door, session.key)
        before = {department.id: department for department in plan.departments}
        told = {
            department.id: {"from": _told(before[department.id]), "to": _told(department)}
            for department in departments
            if department != before[department.id]
        }
        detail = {"year": home.year, "plan": plan_digest(stored), "departments": told}
        record(door, tools, actor, "edit_departments", detail)


def _changed(department: Department, change: DepartmentChange | None) -> Department:
    return department if change is None else replace(department, **vars(change))


def _told(department: Department) -> list[object]:
    return [department.name, department.headcount, department.directly_led]
