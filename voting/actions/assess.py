"""Points of the other components, and disqualifications, entered directly: one by one, or from a table."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.actions.desk.begin import department_of, open_year
from voting.actions.desk.figures import inspected_components
from voting.actions.entries import caps_of, entries_digest
from voting.actions.find import plan_of
from voting.actions.journal import COMMAND_LINE, record
from voting.actions.tables import read_table
from voting.domain.plan import Plan
from voting.domain.refusals import Fault, Place, PlanFaults, Refusal, msg
from voting.domain.roles import Person, demand, may, refuse_concerned
from voting.domain.scoring import COMPONENTS, DISTRICT_RESULT, HONOURS
from voting.domain.targets import BY_INSPECTION
from voting.storage import years
from voting.storage.desk import claims
from voting.storage.doors import ReadingDoor, WritingDoor
from voting.storage.years import PointsRecord, YearRecord
from voting.tools import Tools

COLUMNS = ["department", "component", "points", "note"]
DISQUALIFICATION = "disqualification"
MOST_NOTE = 1000
_POINTS = re.compile(r"\d{1,4}(\.\d{1,2})?", re.ASCII)

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Assessed:
    """What a table of points brought: figures entered, departments disqualified."""

    figures: int
    disqualified: int


def assess(tools: Tools, text: str, *, year: int | None = None, actor: str = COMMAND_LINE) -> Assessed:
    """Enters a table of points; all of it, or nothing with every mistake listed by row.

    Points have at most two decimals and keep the component's cap; a figure entered again replaces the earlier one.
    Above inspections a figure needs a note.
    """
    table = read_table(text)
    if sorted(table.columns) != sorted(COLUMNS):
        raise Refusal("wrong_columns", msg("The columns must be department, component, points and note."))
    with tools.database.writing() as door:
        return _enter(door, tools, open_year(door, year), table.rows, (*COMPONENTS, DISQUALIFICATION), actor)


def components_for(person: Person) -> tuple[str, ...]:
    """The components whose points a person may enter directly."""
    own = BY_INSPECTION if may(person.role, "enter_points") else ()
    return (*own, DISTRICT_RESULT) if may(person.role, "enter_district_result") else own


def enter_table(tools: Tools, person: Person, rows: Rows, *, year: int | None = None) -> Assessed:
    """Enters a table of points for somebody at the desk: of the components that are theirs, not of their department."""
    demand(person, "enter_points")
    with tools.database.writing() as door:
        home = open_year(door, year)
        return _enter(door, tools, home, rows, components_for(person), person.name, of=person.department)


def enter_points(
    tools: Tools, person: Person, department: str, component: str, points: str, note: str, *, year: int | None = None
) -> None:
    """Enters the points of one component directly, with a note; they stand above what inspections give."""
    demand(person, "enter_points")
    row = {"department": department, "component": component, "points": points.strip(), "note": note.strip()}
    if not row["note"]:
        raise Refusal("no_note", msg("Points that are entered directly need a note: where do they come from?"))
    with tools.database.writing() as door:
        home = open_year(door, year)
        fault = _fault(plan_of(home.plan), row, components_for(person), person.department)
        if fault is not None:
            raise Refusal("bad_points", fault.sentence, **fault.values)
        _enter(door, tools, home, [row], (component,), person.name)


def withdraw_points(tools: Tools, person: Person, department: str, component: str, *, year: int | None = None) -> None:
    """Takes directly entered points back, so that what inspections give stands again."""
    demand(person, "enter_points")
    refuse_concerned(person, department)
    with tools.database.writing() as door:
        home = open_year(door, year)
        department_of(plan_of(home.plan), department)
        if component not in BY_INSPECTION or not years.remove_points(door, home.year, department, component):
            raise Refusal("no_points", msg("No points were entered directly here."))
        told = {"year": home.year, "department": department, "component": component}
        record(door, tools, person.name, "points_withdraw", told | {"digest": entries_digest(door, home.year)})


def _enter(
    door: WritingDoor,
    tools: Tools,
    home: YearRecord,
    rows: Rows,
    allowed: Collection[str],
    actor: str,
    *,
    of: str | None = None,
) -> Assessed:
    plan = plan_of(home.plan)
    faults = _faults(plan, rows, allowed, of, _derived(door, home.year))
    if faults:
        sentence = msg("The table has %(count)d mistakes; nothing was changed.")
        raise PlanFaults("bad_table", sentence, faults, count=len(faults))
    at = tools.now().isoformat(timespec="seconds")
    figures = [PointsRecord(**row, entered_by=actor, at=at) for row in rows if row["component"] != DISQUALIFICATION]
    causes = {row["department"]: row["note"] for row in rows if row["component"] == DISQUALIFICATION}
    years.save_points(door, home.year, figures)
    for department, cause in causes.items():
        years.disqualify(door, home.year, department, cause)
    detail = {
        "year": home.year,
        "figures": len(figures),
        "digest": entries_digest(door, home.year),
        "disqualified": {name: f"verified outside the program: {cause}" for name, cause in causes.items()},
    }
    record(door, tools, actor, "assess", detail)
    return Assessed(len(figures), len(causes))


def _derived(door: ReadingDoor, year: int) -> dict[tuple[str, str], str]:
    """Figures that the year gives by itself, each with what is said to whoever enters another one without a note."""
    inspected = msg("this was inspected: a figure above that needs a note")
    claimed = msg("verified claims are there: a figure that stands above them needs a note")
    found = dict.fromkeys(inspected_components(door, year), inspected)
    return found | {(department, HONOURS): claimed for department in claims.honours(door, year)}


def _faults(
    plan: Plan, rows: Rows, allowed: Collection[str], of: str | None, derived: Mapping[tuple[str, str], str]
) -> list[Fault]:
    faults = []
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, 2):
        key = (row["department"], row["component"])
        fault = _fault(plan, row, allowed, of)
        if fault is None and key in seen:
            fault = Fault("", msg("this figure is given twice in the table"))
        if fault is None and key in derived and not row["note"]:
            fault = Fault("", derived[key])
        seen.add(key)
        if fault is not None:
            faults.append(Fault(Place(msg("row %(number)d"), number=number), fault.sentence, **fault.values))
    return faults


def _fault(plan: Plan, row: Mapping[str, str], allowed: Collection[str], of: str | None) -> Fault | None:
    """The first thing wrong with a row."""
    component = row["component"]
    if row["department"] not in plan.department_ids:
        return Fault("", msg("there is no department %(name)s"), name=row["department"])
    if component in (*COMPONENTS, DISQUALIFICATION) and component not in allowed:
        return Fault("", msg("you may not enter points of the component %(name)s"), name=component)
    if row["department"] == of:
        return Fault("", msg("you belong to %(name)s: somebody of another department must enter this"), name=of)
    if len(row["note"]) > MOST_NOTE:
        return Fault("", msg("the note is longer than %(most)d characters"), most=MOST_NOTE)
    if component == DISQUALIFICATION:
        return None if row["note"] else Fault("", msg("a disqualification needs its cause in the note"))
    if component not in COMPONENTS:
        return Fault("", msg("there is no component %(name)s"), name=component)
    if not _POINTS.fullmatch(row["points"]):
        return Fault("", msg("%(points)s is not a number of points with at most two decimals"), points=row["points"])
    cap = caps_of(plan).get(component)
    if cap is not None and Fraction(row["points"]) > cap:
        sentence = msg("%(points)s is more than the %(cap)s points of this component")
        return Fault("", sentence, points=row["points"], cap=str(cap))
    return None
