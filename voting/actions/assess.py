"""Points of the other components, and disqualifications, from a table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from voting.actions.entries import caps_of, entries_digest
from voting.actions.find import find_year, plan_of
from voting.actions.journal import COMMAND_LINE, record
from voting.actions.tables import read_table
from voting.domain.plan import Plan
from voting.domain.refusals import Fault, PlanFaults, Refusal, msg
from voting.domain.scoring import COMPONENTS
from voting.storage import years
from voting.storage.years import PointsRecord
from voting.tools import Tools

COLUMNS = ["department", "component", "points", "note"]
DISQUALIFICATION = "disqualification"
_POINTS = re.compile(r"\d{1,4}(\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Assessed:
    """What a table of points brought: figures entered, departments disqualified."""

    figures: int
    disqualified: int


def assess(tools: Tools, text: str, *, year: int | None = None, actor: str = COMMAND_LINE) -> Assessed:
    """Enters a table of points; all of it, or nothing with every mistake listed by row.

    Points have at most two decimals and keep the component's cap; a figure entered again replaces the earlier one.
    """
    table = read_table(text)
    if sorted(table.columns) != sorted(COLUMNS):
        raise Refusal("wrong_columns", msg("The columns must be department, component, points and note."))
    with tools.database.writing() as door:
        home = find_year(door, year)
        plan = plan_of(home.plan)
        faults = _faults(plan, table.rows)
        if faults:
            sentence = msg("The table has %(count)d mistakes; nothing was changed.")
            raise PlanFaults("bad_table", sentence, faults, count=len(faults))
        figures = [PointsRecord(**row) for row in table.rows if row["component"] != DISQUALIFICATION]
        causes = {row["department"]: row["note"] for row in table.rows if row["component"] == DISQUALIFICATION}
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


def _faults(plan: Plan, rows: list[dict[str, str]]) -> list[Fault]:
    faults = []
    seen: set[tuple[str, str]] = set()
    for number, row in enumerate(rows, 2):
        fault = _fault(plan, row)
        if fault is None and (row["department"], row["component"]) in seen:
            fault = Fault("", msg("this figure is given twice in the table"))
        seen.add((row["department"], row["component"]))
        if fault is not None:
            faults.append(Fault(f"row {number}", fault.sentence, **fault.values))
    return faults


def _fault(plan: Plan, row: dict[str, str]) -> Fault | None:
    """The first thing wrong with a row."""
    component = row["component"]
    if row["department"] not in plan.department_ids:
        return Fault("", msg("there is no department %(name)s"), name=row["department"])
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
