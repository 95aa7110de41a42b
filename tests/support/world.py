"""A small office for tests: a database in a temporary folder, a clock that steps, cheap passwords, and people."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from voting.actions.meeting import open_review
from voting.actions.slips import issue_slips
from voting.actions.staff import Witness, add_staff
from voting.actions.years import load_plan
from voting.domain.codes import encode
from voting.domain.plan import Plan
from voting.domain.roles import ORGANISER, SCRUTINEER
from voting.factory import Voting, create_app
from voting.settings import Settings, read_settings
from voting.storage.doors import Database
from voting.storage.files import FileFolder
from voting.storage.sqlite import SqliteDatabase
from voting.tools import Tools

SMALL_PLAN = """
[office]
name = "小街道"
year = 2026
[scales.grades]
marks = [ {id = "E", name = "优秀", points = 100}, {id = "G", name = "良好", points = 80},
          {id = "F", name = "一般", points = 60},  {id = "P", name = "较差", points = 40} ]
[scales.hundred]
minimum = 0
maximum = 100
[[groups]]
id = "leadership"
name = "领导成员"
[[groups]]
id = "cadres"
name = "机关干部"
[[departments]]
id = "alpha"
name = "甲办"
headcount = 12
[[departments]]
id = "beta"
name = "乙办"
headcount = 9
[[departments]]
id = "gamma"
name = "丙办"
headcount = 15
[[reviews]]
id = "half-year"
name = "半年评议"
weight = "0.4"
pace = "together"
scale = "hundred"
[reviews.groups]
leadership = {weight = 60, slips = 12}
cadres = {weight = 40, slips = 20}
[reviews.rules]
excellent_cap = 2
[[reviews]]
id = "year-end"
name = "年终述职"
weight = "0.6"
pace = "one_by_one"
scale = "grades"
[reviews.groups]
leadership = {weight = 60, slips = 12}
cadres = {weight = 40, slips = 20}
"""
"""Three departments, two groups; half-year together on points with a cap of 2, year-end one by one on grades."""

SCRUTINEER_PASSWORD = "see it all"
ORGANISER_PASSWORD = "run it well"


class CheapPasswords:
    """Passwords without the cost of a real hash."""

    def hash(self, password: str) -> str:
        return "cheap:" + password

    def verify(self, stored: str, password: str) -> bool:
        return stored == "cheap:" + password


@dataclass
class Steps:
    """A clock and a source of codes that step: the same in every run, never the same twice."""

    now_: datetime = datetime(2026, 12, 20, 14, 0, tzinfo=UTC)
    codes: int = 0

    def now(self) -> datetime:
        self.now_ += timedelta(seconds=1)
        return self.now_

    def new_code(self) -> str:
        self.codes += 1
        return encode(self.codes * 0x9E3779B97F4A7C15F39D & (1 << 80) - 1)

    def new_key(self) -> str:
        return "key-" + self.new_code()


def test_tools(database: Database, *folder: Path) -> Tools:
    """Tools whose clock and chance step; files lie in a folder, by default beside a database that is one file."""
    steps = Steps()
    files: Path = folder[0] if folder else getattr(database, "_path", Path("/nowhere/voting.db")).with_suffix(".files")
    return Tools(database, CheapPasswords(), steps.now, steps.new_code, steps.new_key, FileFolder(files))


test_tools.__test__ = False  # type: ignore[attr-defined]


@dataclass
class World:
    """A database with a loaded year, its slips by session and group, and its two people."""

    path: Path
    tools: Tools
    plan: Plan
    slips: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def database(self) -> Database:
        return self.tools.database

    @property
    def witness(self) -> Witness:
        """The scrutineer, with the right password."""
        return Witness("scrutineer", SCRUTINEER_PASSWORD)

    def issue(self, review: str) -> dict[str, list[str]]:
        """Issues all slips of a session and returns the codes by group."""
        found: dict[str, list[str]] = {}
        for slip in issue_slips(self.tools, review).slips:
            found.setdefault(slip.group, []).append(slip.code)
        self.slips[review] = found
        return found

    def open(self, review: str, *departments: str) -> None:
        open_review(self.tools, review, departments)

    def dump(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table, read past the program: equal dumps mean that nothing was changed."""
        return dump(self.path)


def dump(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a database file."""
    connection = sqlite3.connect(path)
    try:
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        return {table: sorted(connection.execute(f"SELECT * FROM {table}"), key=repr) for table in tables}
    finally:
        connection.close()


def a_world(folder: Path, plan: str = SMALL_PLAN, *, people: bool = True) -> World:
    """A world with the plan loaded; with people, an organiser and a scrutineer have accounts."""
    path = folder / "voting.db"
    tools = test_tools(SqliteDatabase(path))
    world = World(path, tools, load_plan(tools, plan).plan)
    if people:
        add_staff(tools, "organiser", ORGANISER, password=ORGANISER_PASSWORD)
        add_staff(tools, "scrutineer", SCRUTINEER, password=SCRUTINEER_PASSWORD)
    return world


def an_app(world: World, environment: Mapping[str, str] | None = None) -> Voting:
    """The wired program on a world, everything running where it is called."""
    settings: Settings = read_settings({"SECRET_KEY": "a key for tests only", "LANGUAGE": "en", **(environment or {})})
    return create_app(settings, world.tools)


def close_connections(world: World) -> Iterator[None]:
    """For fixtures: gives the world back."""
    yield
    world.database.close()
