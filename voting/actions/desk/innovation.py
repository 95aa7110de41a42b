"""Innovation points of a department: the district's result, and honours from claims or entered directly, never both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.actions.desk.begin import department_of, open_year
from voting.actions.entries import entries_digest
from voting.actions.find import find_year, plan_of
from voting.actions.journal import record
from voting.domain.plan import Plan
from voting.domain.refusals import Fault, PlanFaults, Refusal, msg
from voting.domain.roles import Person, demand, is_concerned
from voting.domain.scoring import DISTRICT_RESULT, HONOURS
from voting.storage import years
from voting.storage.desk import claims
from voting.storage.doors import Database, ReadingDoor
from voting.storage.years import PointsRecord
from voting.tools import Tools

DIRECT, FROM_CLAIMS, NONE = "direct", "claims", "none"
PARTS = (DISTRICT_RESULT, HONOURS)
_POINTS = re.compile(r"\d{1,4}(\.\d{1,2})?", re.ASCII)
LONGEST_NOTE = 500


@dataclass(frozen=True)
class Innovation:
    """One department's innovation points.

    ``honours`` counts; ``source`` says where it comes from: ``claims``, ``direct`` (entered with ``honours_note``,
    which stands above the claims) or ``none``. ``claimed`` is what verified claims come to, shown beside it.
    """

    district_result: Fraction | None
    district_note: str
    honours: Fraction
    honours_note: str
    source: str
    claimed: Fraction

    @property
    def total(self) -> Fraction:
        """Both parts together."""
        return (self.district_result or Fraction(0)) + self.honours


def read_innovation(database: Database, year: int | None = None) -> tuple[Plan, dict[str, Innovation]]:
    """The plan, and every department's innovation points."""
    with database.reading() as door:
        plan = plan_of(find_year(door, year).plan)
        return plan, innovation_of(door, plan)


def innovation_of(door: ReadingDoor, plan: Plan) -> dict[str, Innovation]:
    """Every department's innovation points within one snapshot."""
    year = plan.office.year
    claimed = claims.honours(door, year)
    entered = {(row.department, row.component): (Fraction(row.points), row.note) for row in years.points(door, year)}
    found = {}
    for key in plan.department_ids:
        result, direct = entered.get((key, DISTRICT_RESULT)), entered.get((key, HONOURS))
        sum_ = claimed.get(key, Fraction(0))
        source = DIRECT if direct else FROM_CLAIMS if key in claimed else NONE
        found[key] = Innovation(
            result[0] if result else None, result[1] if result else "",
            direct[0] if direct else sum_, direct[1] if direct else "", source, sum_,
        )  # fmt: skip
    return found


@dataclass(frozen=True)
class Entry:
    """One figure typed in: points as text, empty to take a direct entry back."""

    department: str
    component: str
    points: str
    note: str


def enter_innovation(tools: Tools, person: Person, entries: Sequence[Entry], *, year: int | None = None) -> None:
    """Enters district results and, beside or instead of claims, honours, each with its note; all of it or nothing."""
    demand(person, "enter_district_result")
    with tools.database.writing() as door:
        home = open_year(door, year)
        plan = plan_of(home.plan)
        before = {(row.department, row.component): row for row in years.points(door, home.year)}
        changed = [entry for entry in entries if _differs(entry, before.get((entry.department, entry.component)))]
        faults = [fault for entry in changed for fault in _faults(plan, entry, person)]
        if faults:
            sentence = msg("The table has %(count)d mistakes; nothing was changed.")
            raise PlanFaults("bad_table", sentence, faults, count=len(faults))
        if not changed:
            return
        given = [entry for entry in changed if entry.points.strip()]
        at = tools.now().isoformat(timespec="seconds")
        records = [PointsRecord(**_tidy(entry), entered_by=person.name, at=at) for entry in given]
        years.save_points(door, home.year, records)
        for entry in changed:
            if entry not in given:
                years.remove_points(door, home.year, entry.department, entry.component)
        told = [[entry.department, entry.component, entry.points.strip(), entry.note.strip()] for entry in changed]
        detail = {"year": home.year, "figures": told, "digest": entries_digest(door, home.year)}
        record(door, tools, person.name, "innovation", detail)


def _faults(plan: Plan, entry: Entry, person: Person) -> list[Fault]:
    place = department_of(plan, entry.department).name
    if is_concerned(person, entry.department):
        return [Fault(place, msg("you belong to this department: somebody of another one must enter this"))]
    if entry.component not in PARTS:
        raise Refusal("bad_request", msg("there is no component %(name)s"), name=entry.component)
    points, note = entry.points.strip(), entry.note.strip()
    if points and not _POINTS.fullmatch(points):
        sentence = msg("%(points)s is not a number of points with at most two decimals")
        return [Fault(place, sentence, points=points)]
    if points and not note:
        return [Fault(place, msg("a figure that is entered directly needs a note that says where it comes from"))]
    return [Fault(place, msg("the note is too long"))] if len(note) > LONGEST_NOTE else []


def _differs(entry: Entry, before: PointsRecord | None) -> bool:
    if before is None:
        return bool(entry.points.strip())
    return (entry.points.strip(), entry.note.strip()) != (before.points, before.note)


def _tidy(entry: Entry) -> dict[str, str]:
    return {name: value.strip() for name, value in vars(entry).items()}
