"""How everything at the desk begins: with the year it belongs to, which must not be sealed."""

from __future__ import annotations

from voting.actions.find import find_year, plan_of
from voting.domain.plan import Department, Plan
from voting.domain.refusals import Refusal, msg
from voting.storage import years
from voting.storage.doors import WritingDoor
from voting.storage.years import YearRecord


def open_year(door: WritingDoor, year: int | None = None) -> YearRecord:
    """The year that something is about to be written down for, by default the newest.

    The first statement of every act at the desk: it takes the year's row, so that acts of one year follow each other.
    """
    years.take(door, year)
    return find_year(door, year)


def open_plan(door: WritingDoor, year: int | None = None) -> Plan:
    """The plan of the year that something is about to be written down for."""
    return plan_of(open_year(door, year).plan)


def department_of(plan: Plan, department: str) -> Department:
    """A department of the plan; refuses an id that is not there."""
    for each in plan.departments:
        if each.id == department:
            return each
    raise Refusal("no_such_department", msg("There is no department %(name)s."), name=department)
