"""A year of the small office that is complete: both sessions closed, all points entered, and people of every role.

Alpha 189.86, beta 167.6, gamma 165.3 or so: with three departments one place, which goes to alpha.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.support.crowd import Hall
from tests.support.world import SMALL_PLAN, Steps, World, a_world, test_tools
from voting.actions.assess import assess
from voting.actions.desk.names import (
    consent_to_names,
    decide_names,
    examine_names,
    lists_of,
    send_numbers,
    submit_names,
)
from voting.actions.desk.notice import give_notice
from voting.actions.desk.selection import choosing_of, decide, propose
from voting.actions.find import find_year
from voting.actions.meeting import close_review
from voting.domain.plan_reader import read_plan
from voting.domain.roles import Person
from voting.storage.sqlite import SqliteDatabase

ORGANISER = Person("organiser", "organiser")
BRANCH = Person("branch", "branch")
COMMITTEE = Person("committee", "committee")
ORGANISATION = Person("organisation", "organisation")
SUPERVISION = Person("supervision", "supervision")
POINTS = "department,component,points,note\n" + "".join(
    f"{name},{component},{points},\n"
    for name, all_points in {
        "alpha": ("66.50", "28.50", "1.50", "2.00"),
        "beta": ("65.80", "26.40", "2.00", "2.00"),
        "gamma": ("67.20", "27.90", "0.80", "1.50"),
    }.items()
    for component, points in zip(("daily", "standardisation", "district_result", "honours"), all_points, strict=True)
)
DISQUALIFIED = "department,component,points,note\n{},disqualification,,打牌\n"
MARKS: dict[str, Callable[[int], int]] = {
    "alpha": lambda n: 84 + n % 3,
    "beta": lambda n: 74 + n % 3,
    "gamma": lambda n: 64 + n % 3,
}
GRADES: dict[str, Callable[[int], str]] = {
    "alpha": lambda n: "EG"[n % 2],
    "beta": lambda n: "GF"[n % 2],
    "gamma": lambda n: "GGF"[n % 3],
}


def a_department(name: str) -> Person:
    """Somebody of a department."""
    return Person(f"{name} clerk", "department", name)


def a_leader(name: str) -> Person:
    """The leader in charge of a department."""
    return Person(f"{name} leader", "leader", name)


def a_complete_year(folder: Path) -> World:
    """Both sessions held and closed, all points entered; nothing proposed. Held once, copied for every test."""
    path = folder / "voting.db"
    path.write_bytes(_held_once())
    tools = test_tools(SqliteDatabase(path))
    tools.now.__self__.codes = 10_000  # type: ignore[attr-defined]  # no code is drawn twice
    world = World(path, tools, read_plan(SMALL_PLAN))
    at(world, 2026, 12, 20)
    return world


@cache
def _held_once() -> bytes:
    with TemporaryDirectory() as name:
        world = a_world(Path(name))
        assess(world.tools, POINTS)
        hold(world, "half-year", MARKS)
        hold(world, "year-end", GRADES)
        world.database.close()
        return world.path.read_bytes()


def hold(world: World, review: str, marks: dict[str, Callable[[int], int]] | dict[str, Callable[[int], str]]) -> None:
    """Every slip of a session votes; ``marks`` gives a mark from the number of the voter in the group."""
    issued = world.issue(review)
    world.open(review)
    hall = Hall(world)
    for codes in issued.values():
        for number, code in enumerate(codes):
            answer = hall.cast(code, {name: mark(number) for name, mark in marks.items()})
            assert not isinstance(answer, str)
    close_review(world.tools, review, world.witness)


def choose(world: World, *departments: str, reason: str = "") -> None:
    """Proposed and decided alike."""
    propose(world.tools, BRANCH, departments, reason)
    decide(world.tools, COMMITTEE, departments, reason)


NAMES = {"alpha": "王一,李二", "beta": "赵三", "gamma": ""}


def name_all(world: World, names: dict[str, str] = NAMES) -> None:
    """All five steps for every department."""
    send_numbers(world.tools, ORGANISATION)
    for department, text in names.items():
        submit_names(world.tools, a_department(department), department, text)
        consent_to_names(world.tools, a_leader(department), department)
        examine_names(world.tools, ORGANISATION, department, {})
    decide_names(world.tools, COMMITTEE, list(names))


def ready_to_seal(world: World) -> None:
    """Everything done, the notice given on Monday 21 December and over on Saturday 26."""
    choose(world, "alpha")
    name_all(world)
    at(world, 2026, 12, 21)
    give_notice(world.tools, ORGANISATION, "2026-12-21")
    at(world, 2026, 12, 26)


def at(world: World, *day: int) -> None:
    """Sets the clock to the morning of a day in the office's time."""
    steps = world.tools.now.__self__  # type: ignore[attr-defined]
    assert isinstance(steps, Steps)
    steps.now_ = datetime(*day, 1, 0, tzinfo=UTC)  # type: ignore[misc,arg-type]


def choosing(world: World):  # type: ignore[no-untyped-def]
    """Where the choice of excellent departments stands."""
    with world.database.reading() as door:
        return choosing_of(door, find_year(door))


def lists(world: World):  # type: ignore[no-untyped-def]
    """The lists of names by department."""
    with world.database.reading() as door:
        return {each.department.id: each for each in lists_of(door, find_year(door))}
