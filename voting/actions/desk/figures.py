"""The points of daily work and standardisation as they stand: entered directly, or derived from inspections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from voting.actions.find import find_year, plan_of
from voting.actions.journal import digest
from voting.domain.inspection import Figure, Finding, derive, effective, figure
from voting.domain.plan import Plan
from voting.domain.scoring import DAILY, STANDARDISATION
from voting.domain.targets import APPROVED, BY_INSPECTION
from voting.storage import years
from voting.storage.desk import inspections, targets
from voting.storage.desk.inspections import InspectionRecord
from voting.storage.desk.targets import ListRecord
from voting.storage.doors import Database, ReadingDoor

Figures = dict[str, dict[str, Figure]]
"""Figures by department and component."""
TOLD_BY_INSPECTIONS = (
    "targets", "targets_submit", "targets_approve", "targets_return", "targets_fit", "inspection", "inspection_reverse",
    "inspection_verify", "inspection_refuse", "component_finish", "component_reopen",
)  # fmt: skip
"""The entries of the journal that carry ``inspections_digest``."""
NOTHING_INSPECTED = digest({"items": [], "lists": [], "records": []})
"""The digest of a year in which no target was written down yet."""


def read_figures(database: Database, year: int | None = None) -> Figures:
    """The figures of a year by department and component, each with its source."""
    with database.reading() as door:
        home = find_year(door, year)
        return figures_of(door, plan_of(home.plan))


def figures_of(door: ReadingDoor, plan: Plan) -> Figures:
    """The figures of a year within one snapshot."""
    year = plan.office.year
    direct = {(row.department, row.component): (Fraction(row.points), row.note) for row in years.points(door, year)}
    lists = {(each.department, each.component): each for each in targets.lists(door, year)}
    caps: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    of_item = {}
    for item in targets.targets(door, year):
        if lists[item.department, item.component].state == APPROVED:
            caps[item.department, item.component][item.id] = Fraction(item.cap)
            of_item[item.id] = (item.department, item.component)
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for each in findings(inspections.every(door, year)):
        if each.item in of_item:
            found[of_item[each.item]].append(each)
    figures: Figures = {}
    for department in plan.department_ids:
        figures[department] = {}
        for component in BY_INSPECTION:
            key = (department, component)
            done = _finished(lists.get(key))
            derived = derive(caps[key], found[key], most=points_of(plan, component), finished=done is not None)
            figures[department][component] = figure(direct.get(key), derived, finished=done)
    return figures


def _finished(record: ListRecord | None) -> str | None:
    """The note with which an assessor declared a component finished, None where nobody did."""
    return record.finished_note if record and record.finished_by else None


def findings(records: Iterable[InspectionRecord]) -> list[Finding]:
    """Records as the rules see them."""
    return [Finding(each.id, each.target, Fraction(each.points), each.state, each.reverses) for each in records]


def points_of(plan: Plan, component: str) -> Fraction:
    """The points of a component that is scored by inspections."""
    return {DAILY: plan.points.daily, STANDARDISATION: plan.points.standardisation}[component]


def inspections_digest(door: ReadingDoor, year: int) -> str:
    """SHA-256 over the items and all records of a year; the journal keeps it, ``check`` recomputes it."""
    items = [[each.id, each.department, each.component, each.text, each.cap] for each in targets.targets(door, year)]
    done = [[each.department, each.component, each.state, each.finished_by] for each in targets.lists(door, year)]
    records = [
        [each.id, each.target, each.held_on, each.points, each.reason, each.recorded_by, each.state, each.reverses]
        for each in inspections.every(door, year)
    ]
    return digest({"items": items, "lists": done, "records": records})


def inspected_components(door: ReadingDoor, year: int) -> set[tuple[str, str]]:
    """The departments and components about which something was recorded that counts."""
    counting = {each.item for each in effective(findings(inspections.every(door, year)))}
    return {(each.department, each.component) for each in targets.targets(door, year) if each.id in counting}
