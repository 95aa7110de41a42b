"""What the desk shows of daily work and standardisation: all departments at a glance, one with its whole trail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from voting.actions.desk.begin import department_of
from voting.actions.desk.evidence import INSPECTION, TARGET
from voting.actions.desk.figures import figures_of, findings, points_of
from voting.actions.find import find_year, plan_of
from voting.domain.inspection import REFUSED, WAITING, Figure, effective, item_points
from voting.domain.plan import Department, Plan
from voting.domain.targets import APPROVED, BY_INSPECTION, Item, sum_of
from voting.storage import years
from voting.storage.desk import evidence, inspections, targets
from voting.storage.desk.evidence import EvidenceRecord
from voting.storage.desk.inspections import InspectionRecord
from voting.storage.desk.targets import ListRecord, NoteRecord, TargetRecord
from voting.storage.doors import Database, ReadingDoor
from voting.storage.years import PointsRecord


@dataclass(frozen=True)
class RecordLine:
    """One record of an inspection with what belongs to it: its item, its files, and the record that reverses it."""

    record: InspectionRecord
    item: TargetRecord
    files: list[EvidenceRecord]
    counts: bool
    reverses: InspectionRecord | None
    reversed_by: InspectionRecord | None


@dataclass(frozen=True)
class NoteLine:
    """One note on an item's progress, with its files."""

    note: NoteRecord
    files: list[EvidenceRecord]


@dataclass(frozen=True)
class ItemLine:
    """One item: its points so far (None: not inspected yet), its records, newest first, and its notes, newest first."""

    item: TargetRecord
    points: Fraction | None
    records: list[RecordLine]
    notes: list[NoteLine]

    @property
    def progress(self) -> int | None:
        """How far the item is by its newest note, None without one."""
        return self.notes[0].note.progress if self.notes else None


@dataclass(frozen=True)
class ComponentPage:
    """One component of one department: its figure, the list of its items, and everything the figure comes from."""

    component: str
    points: Fraction
    figure: Figure
    direct: PointsRecord | None
    sheet: ListRecord
    items: list[ItemLine]
    sum: Fraction

    @property
    def is_approved(self) -> bool:
        """Whether the items may be inspected."""
        return self.sheet.state == APPROVED


@dataclass(frozen=True)
class DepartmentPage:
    """One department's daily work and standardisation with their trail."""

    plan: Plan
    department: Department
    components: list[ComponentPage]


@dataclass(frozen=True)
class DepartmentLine:
    """One department at a glance, by component: its list, its figure, how many items there are and were inspected."""

    department: Department
    sheets: dict[str, ListRecord]
    figures: dict[str, Figure]
    items: dict[str, int]


@dataclass(frozen=True)
class DepartmentsPage:
    """All departments of a year at a glance."""

    plan: Plan
    lines: list[DepartmentLine]


@dataclass(frozen=True)
class InspectionsPage:
    """All records of a year, newest first, and of these the ones that wait for a second person."""

    plan: Plan
    lines: list[RecordLine]
    waiting: list[RecordLine]
    ready: list[Department]


def read_departments(database: Database, year: int | None = None) -> DepartmentsPage:
    """All departments of a year at a glance."""
    with database.reading() as door:
        plan = plan_of(find_year(door, year).plan)
        figures = figures_of(door, plan)
        lists = {(each.department, each.component): each for each in targets.lists(door, plan.office.year)}
        counts: dict[tuple[str, str], int] = defaultdict(int)
        for item in targets.targets(door, plan.office.year):
            counts[item.department, item.component] += 1
        return DepartmentsPage(plan, [_line(plan, each, figures[each.id], lists, counts) for each in plan.departments])


def _line(
    plan: Plan,
    department: Department,
    figures: dict[str, Figure],
    lists: dict[tuple[str, str], ListRecord],
    counts: dict[tuple[str, str], int],
) -> DepartmentLine:
    empty = {name: ListRecord(plan.office.year, department.id, name) for name in BY_INSPECTION}
    return DepartmentLine(
        department,
        {name: lists.get((department.id, name), empty[name]) for name in BY_INSPECTION},
        figures,
        {name: counts[department.id, name] for name in BY_INSPECTION},
    )


def read_department(database: Database, department: str, year: int | None = None) -> DepartmentPage:
    """One department with its items, records, notes and figures."""
    with database.reading() as door:
        plan = plan_of(find_year(door, year).plan)
        found = department_of(plan, department)
        figures = figures_of(door, plan)[department]
        lines = _item_lines(door, plan, department)
        direct = {
            each.component: each for each in years.points(door, plan.office.year) if each.department == department
        }
        components = []
        for name in BY_INSPECTION:
            sheet = targets.list_of(door, plan.office.year, department, name)
            mine = [line for line in lines if line.item.component == name]
            total = sum_of([Item(line.item.text, line.item.cap) for line in mine])
            points = points_of(plan, name)
            components.append(ComponentPage(name, points, figures[name], direct.get(name), sheet, mine, total))
        return DepartmentPage(plan, found, components)


def read_inspections(database: Database, year: int | None = None) -> InspectionsPage:
    """All records of a year, newest first, what waits for a second person, and where there is something to inspect."""
    with database.reading() as door:
        plan = plan_of(find_year(door, year).plan)
        items = [each for each in targets.targets(door, plan.office.year) if each.department in plan.department_ids]
        lines = _record_lines(door, plan.office.year, items)
        approved = {each.department for each in targets.lists(door, plan.office.year) if each.state == APPROVED}
        ready = [each for each in plan.departments if each.id in approved]
        return InspectionsPage(plan, lines, [line for line in lines if line.record.state == WAITING], ready)


def _item_lines(door: ReadingDoor, plan: Plan, department: str) -> list[ItemLine]:
    year = plan.office.year
    items = [each for each in targets.targets(door, year) if each.department == department]
    records: dict[str, list[RecordLine]] = defaultdict(list)
    for line in _record_lines(door, year, items):
        records[line.item.id].append(line)
    notes: dict[str, list[NoteLine]] = defaultdict(list)
    files = _files(door, year, TARGET)
    for note in targets.notes(door, year, department):
        notes[note.target].append(NoteLine(note, files[note.id]))
    return [_item_line(each, records[each.id], notes[each.id]) for each in items]


def _item_line(item: TargetRecord, records: list[RecordLine], notes: list[NoteLine]) -> ItemLine:
    counting = [Fraction(line.record.points) for line in records if line.counts]
    return ItemLine(item, item_points(Fraction(item.cap or 0), counting), records, notes)


def _record_lines(door: ReadingDoor, year: int, items: Iterable[TargetRecord]) -> list[RecordLine]:
    """The records about some items, newest first, each with its files and with what reverses it."""
    of_item = {each.id: each for each in items}
    records = [each for each in inspections.every(door, year) if each.target in of_item]
    by_id = {each.id: each for each in records}
    reversals = {each.reverses: each for each in records if each.reverses and each.state != REFUSED}
    counting = {each.id for each in effective(findings(records))}
    files = _files(door, year, INSPECTION)
    return [
        RecordLine(
            each, of_item[each.target], files[each.id], each.id in counting,
            by_id.get(each.reverses or ""), reversals.get(each.id),
        )
        for each in reversed(records)
    ]  # fmt: skip


def _files(door: ReadingDoor, year: int, about: str) -> dict[str, list[EvidenceRecord]]:
    found: dict[str, list[EvidenceRecord]] = defaultdict(list)
    for each in evidence.of_year(door, year):
        if each.about == about:
            found[each.subject].append(each)
    return found
