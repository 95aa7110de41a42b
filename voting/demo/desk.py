"""The demonstration's year at the desk: targets in January, inspections along the year, as the tables in data/ tell."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voting.actions.desk.departments import ItemLine, read_department
from voting.actions.desk.imports import import_table
from voting.actions.desk.inspections import Seen, record_inspection
from voting.actions.desk.targets import Draft, add_note, approve_targets, save_targets
from voting.domain.plan import Plan
from voting.domain.roles import ASSESSOR, DEPARTMENT, ORGANISATION, SUPERVISION, Person
from voting.tools import Tools

DATA = Path(__file__).parent.parent.parent / "data"
ASSESSOR_HERE = Person("assessor", ASSESSOR, "supervision-office")
ASSESSOR_INSIDE = Person("assessor-2", ASSESSOR, "general-office")
SUPERVISION_HERE = Person("supervision", SUPERVISION, "supervision-office")
ORGANISATION_HERE = Person("organisation", ORGANISATION, "organisation-section")
CLERK = Person("department", DEPARTMENT, "urban-construction")
PROGRESS = (
    ("重点工程建设进度", "60", "滨河路改造完成路基，南段已通车"),
    ("违法建设巡查和拆除", "85", "上半年拆除 17 处，余 3 处在复议"),
)


@dataclass
class Story:
    """A clock for what is told of the past: each step says when it was, and time goes on from there."""

    moment: datetime

    def at(self, month: int, day: int) -> None:
        """Moves to a morning of the year."""
        self.moment = self.moment.replace(month=month, day=day, hour=1, minute=30, second=0)

    def now(self) -> datetime:
        """The moment, a few seconds after the last one."""
        self.moment += timedelta(seconds=7)
        return self.moment


def in_story(tools: Tools, year: int) -> tuple[Tools, Story]:
    """Tools whose clock follows a story that begins in January."""
    story = Story(datetime(year, 1, 12, 1, 30, tzinfo=UTC))
    return replace(tools, now=story.now), story


def keep_first_half(tools: Tools, story: Story) -> None:
    """Targets submitted and approved, the inspections of two quarters taken in."""
    lists = _targets()
    story.at(1, 19)
    for (department, component), drafts in lists.items():
        clerk = Person(department, DEPARTMENT, department)
        save_targets(tools, clerk, department, component, drafts, submit=True)
    story.at(1, 28)
    for department, component in lists:
        approve_targets(tools, _assessor_of(department), department, component)
    _take_in(tools, story, 1, 3, (4, 2))
    _take_in(tools, story, 4, 6, (7, 2))


def keep_second_half(tools: Tools, story: Story, plan: Plan) -> None:
    """The inspections until autumn, notes on progress, and a record that waits for a second person."""
    _take_in(tools, story, 7, 9, (10, 9))
    items = {line.item.text: line.item.id for line in _items(tools, str(CLERK.department))}
    for text, progress, note in PROGRESS:
        add_note(tools, CLERK, items[text], progress, note)
    _take_in(tools, story, 10, 11, (11, 16))
    own = next(line for line in _items(tools, "general-office") if line.item.text == "值班值守和应急处置到位")
    day = f"{plan.office.year}-11-12"
    record_inspection(tools, ASSESSOR_INSIDE, Seen(own.item.id, "spot", day, "-0.5", "夜间查岗，值班日志漏记一次"))


def _take_in(tools: Tools, story: Story, first: int, last: int, told_on: tuple[int, int]) -> None:
    """The inspections of some months, written down on one day afterwards."""
    story.at(*told_on)
    header, *rows = told_in("demo-2026-inspections.csv")
    rows = [row for row in rows if first <= int(row[4][5:7]) <= last]
    for person in (ASSESSOR_HERE, ASSESSOR_INSIDE):
        mine = [row for row in rows if _assessor_of(row[0]) == person]
        if mine:
            import_table(tools, person, [header, *mine])


def _assessor_of(department: str) -> Person:
    """Who assesses a department: nobody their own."""
    return ASSESSOR_INSIDE if department == ASSESSOR_HERE.department else ASSESSOR_HERE


def _items(tools: Tools, department: str) -> list[ItemLine]:
    return [line for component in read_department(tools.database, department).components for line in component.items]


def _targets() -> dict[tuple[str, str], list[Draft]]:
    found: dict[tuple[str, str], list[Draft]] = defaultdict(list)
    for department, component, text, cap in told_in("demo-2026-targets.csv")[1:]:
        found[department, component].append(Draft("", text, cap))
    return found


def told_in(name: str) -> list[list[str]]:
    """The rows of a table in data/, its header first."""
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))
