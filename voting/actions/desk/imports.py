"""Tables of inspections and of points, as offices keep them: all of a table comes in, or nothing with every fault."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from voting.actions.assess import enter_table
from voting.actions.desk.begin import open_plan
from voting.actions.desk.inspections import Seen, add_records, checked
from voting.actions.find import find_year, plan_of
from voting.domain.inspection import KINDS, REFUSED
from voting.domain.plan import Plan
from voting.domain.refusals import Fault, Place, PlanFaults, Refusal, msg
from voting.domain.roles import Person, demand
from voting.domain.scoring import COMPONENTS, DISTRICT_RESULT, HONOURS
from voting.domain.targets import BY_INSPECTION
from voting.storage.desk import inspections, targets
from voting.storage.desk.inspections import InspectionRecord
from voting.storage.desk.targets import TargetRecord
from voting.storage.doors import ReadingDoor
from voting.tools import Tools

Rows = Sequence[Sequence[str]]
Row = dict[str, str]

HEADINGS = {
    "department": ("department", "部门"),
    "component": ("component", "项目", "考核项目"),
    "item": ("item", "条目", "工作条目", "序号"),
    "kind": ("kind", "方式", "检查方式"),
    "date": ("date", "日期", "检查日期"),
    "points": ("points", "分值", "加减分", "得分"),
    "reason": ("reason", "原因", "情况", "事由"),
    "note": ("note", "备注", "说明"),
}
"""What each column may be called."""
INSPECTIONS = ("department", "component", "item", "kind", "date", "points", "reason")
POINTS = ("department", "component", "points", "note")
WORDS = {
    **{name: name for name in (*COMPONENTS, *KINDS)},
    "日常工作": BY_INSPECTION[0],
    "规范化建设": BY_INSPECTION[1],
    "全区年终考核成绩": DISTRICT_RESULT,
    "荣誉奖励": HONOURS,
    "定期": KINDS[0],
    "定期检查": KINDS[0],
    "抽查": KINDS[1],
    "随机抽查": KINDS[1],
}
"""What the words for components and kinds mean."""
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0{1,2}:00(?::00)?)?", re.ASCII)
_Key = tuple[str, str, str, str, str]


@dataclass(frozen=True)
class Imported:
    """What a table brought: how many records or figures, and how many of the records wait for a second person."""

    inspections: int
    figures: int
    waiting: int


def import_table(tools: Tools, person: Person, rows: Rows, *, year: int | None = None) -> Imported:
    """Takes a table in: of inspections or of points, told apart by its columns."""
    demand(person, "inspect")
    if len(rows) < 2:
        raise Refusal("empty_table", msg("The table has no rows."))
    columns = [_column(name) for name in rows[0]]
    table = [dict(zip(columns, (cell.strip() for cell in row), strict=False)) for row in rows[1:]]
    if sorted(columns) == sorted(INSPECTIONS):
        made = _import_inspections(tools, person, table, year)
        return Imported(len(made), 0, sum(each.state == "waiting" for each in made))
    if sorted(columns) == sorted(POINTS):
        named = _named(tools, table, year)
        return Imported(0, enter_table(tools, person, named, year=year).figures, 0)
    sentence = msg("The columns must be %(inspections)s for inspections, or %(points)s for points.")
    raise Refusal("wrong_columns", sentence, inspections=", ".join(INSPECTIONS), points=", ".join(POINTS))


def _column(heading: str) -> str:
    name = heading.strip().lower()
    return next((column for column, names in HEADINGS.items() if name in names), name)


def _named(tools: Tools, table: list[Row], year: int | None) -> list[Row]:
    """Rows of points with ids where people wrote names."""
    with tools.database.reading() as door:
        plan = plan_of(find_year(door, year).plan)
    return [row | {"department": _id(plan, row["department"]), "component": _word(row["component"])} for row in table]


def _import_inspections(tools: Tools, person: Person, table: list[Row], year: int | None) -> list[InspectionRecord]:
    with tools.database.writing() as door:
        plan = open_plan(door, year)
        items = _items(door, plan)
        known = {
            _key(each): each.number
            for each in inspections.every(door, plan.office.year)
            if each.state != REFUSED and not each.reverses
        }
        made: list[InspectionRecord] = []
        faults: list[Fault] = []
        for number, row in enumerate(table, 2):
            try:
                found = checked(door, tools, plan, person, _seen(plan, items, row))
                if _key(found) in known:
                    sentence = msg("this is recorded already, as No. %(number)d")
                    raise Refusal("recorded", sentence, number=known[_key(found)])
                if _key(found) in map(_key, made):
                    raise Refusal("recorded", msg("this stands twice in the table"))
            except Refusal as refusal:
                place = Place(msg("row %(number)d"), number=number)
                faults.append(Fault(place, refusal.sentence, **refusal.values))
            else:
                made.append(found)
        if faults:
            sentence = msg("The table has %(count)d mistakes; nothing was changed.")
            raise PlanFaults("bad_table", sentence, faults, count=len(faults))
        add_records(door, tools, person, made)
    return made


def _items(door: ReadingDoor, plan: Plan) -> dict[tuple[str, str], list[TargetRecord]]:
    found: dict[tuple[str, str], list[TargetRecord]] = defaultdict(list)
    for each in targets.targets(door, plan.office.year):
        found[each.department, each.component].append(each)
    return found


def _seen(plan: Plan, items: dict[tuple[str, str], list[TargetRecord]], row: Row) -> Seen:
    """A row as an inspector would have typed it; refuses what names nothing."""
    department, component, wanted = _id(plan, row["department"]), _word(row["component"]), row["item"]
    if department not in plan.department_ids:
        raise Refusal("no_such_department", msg("there is no department %(name)s"), name=row["department"])
    if component not in BY_INSPECTION:
        raise Refusal("no_such_component", msg("there is no component %(name)s"), name=row["component"])
    listed = items[department, component]
    by_number = [each for number, each in enumerate(listed, 1) if wanted == str(number)]
    found = [each for each in listed if each.text == wanted] or by_number
    if len(found) != 1:
        raise Refusal("no_such_target", msg("there is no item %(name)s"), name=wanted)
    kind, day = _word(row["kind"]), _DAY.fullmatch(row["date"])
    held_on = f"{int(day[1]):04d}-{int(day[2]):02d}-{int(day[3]):02d}" if day else row["date"]
    return Seen(found[0].id, kind, held_on, row["points"], row["reason"])


def _id(plan: Plan, name: str) -> str:
    """The department that a table means, by id or by name."""
    return next((each.id for each in plan.departments if name in (each.id, each.name)), name)


def _word(text: str) -> str:
    return WORDS.get(text, text)


def _key(record: InspectionRecord) -> _Key:
    """What makes two records the same: a table that is imported twice must not take the points twice."""
    return (record.target, record.kind, record.held_on, record.points, record.reason)
