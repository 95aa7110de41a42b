"""The engines that the contract is kept by. Another engine is another entry of ENGINES, and no other line changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support.crowd import PATIENCE
from voting.storage import sqlite
from voting.storage.doors import Database
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


def sqlite_engine(folder: Path) -> Engine:
    return Engine("sqlite", lambda: SqliteDatabase(folder / "voting.db"), SqliteDatabase)


ENGINES: dict[str, Callable[[Path], Engine]] = {"sqlite": sqlite_engine}


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Sixty-four that start at once stand in line, and on a machine that is busy with other things the line is slow."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", PATIENCE)


@pytest.fixture(params=ENGINES)
def engine(request, tmp_path) -> Iterator[Engine]:
    found = ENGINES[request.param](tmp_path)
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
