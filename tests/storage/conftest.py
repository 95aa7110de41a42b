"""The engines that the contract is kept by. Another engine is another entry of ENGINES, and no other line changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.crowd import PATIENCE
from voting.storage import postgres, sqlite
from voting.storage.doors import Database
from voting.storage.postgres import PostgresDatabase
from voting.storage.sqlite import SqliteDatabase


@dataclass
class Engine:
    """One place where data are kept: ``open`` opens it anew, as another process would; ``open_copy`` opens a backup."""

    name: str
    open: Callable[[], Database]
    open_copy: Callable[[Path], Database]
    opened: list[Database] = field(default_factory=list)

    def another(self) -> Database:
        """One more handle on the same data; given back when the test is over."""
        self.opened.append(self.open())
        return self.opened[-1]

    def copy(self, path: Path) -> Database:
        """A handle on a backup."""
        self.opened.append(self.open_copy(path))
        return self.opened[-1]


def sqlite_engine(request: pytest.FixtureRequest) -> Engine:
    folder = request.getfixturevalue("tmp_path")
    return Engine("sqlite", lambda: SqliteDatabase(folder / "voting.db"), SqliteDatabase)


def postgres_engine(request: pytest.FixtureRequest) -> Engine:
    url = request.getfixturevalue("postgres").new_database()
    return Engine("postgres", lambda: PostgresDatabase(url), SqliteDatabase)


ENGINES: dict[str, Callable[[pytest.FixtureRequest], Engine]] = {"sqlite": sqlite_engine, "postgres": postgres_engine}
NEEDS = {"postgres": [pytest.mark.needs("postgres")]}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Sixty-four that start at once stand in line, and on a machine that is busy with other things the line is slow."""
    for engine in (sqlite, postgres):
        monkeypatch.setattr(engine, "BUSY_SECONDS", PATIENCE)


@pytest.fixture(params=[pytest.param(name, marks=NEEDS.get(name, [])) for name in ENGINES])
def engine(request) -> Iterator[Engine]:
    found = ENGINES[request.param](request)
    yield found
    for database in found.opened:
        database.close()


@pytest.fixture
def database(engine: Engine) -> Database:
    """A database with all the product's tables, and one more to play with: a name and a number."""
    found = engine.another()
    with found.writing() as door:
        door.change("CREATE TABLE thing (name TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n >= 0))")
    return found
