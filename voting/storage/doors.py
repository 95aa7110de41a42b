"""The two doors of a database: what the actions rely on, whatever the engine.

SQL stands in this folder only, is written once for SQLite and PostgreSQL, and names its parameters ``:name``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

from voting.domain.refusals import Fault

Row = dict[str, Any]


class StorageUnavailable(Exception):
    """The database cannot be read or written now (locked, full, read-only, gone). Nothing of the work was kept."""


class ReadingDoor(Protocol):
    """One snapshot of the database: every read through it sees the same moment, and it cannot write."""

    def rows(self, sql: str, /, **values: Any) -> list[Row]:
        """The rows of a query, as dicts by column name."""
        ...


class WritingDoor(ReadingDoor, Protocol):
    """One transaction: all of it is durable when the door closes, or nothing of it ever happened."""

    def change(self, sql: str, /, **values: Any) -> int:
        """Runs one statement and returns the number of rows it changed."""
        ...

    def change_each(self, sql: str, many: Iterable[Mapping[str, Any]], /) -> int:
        """Runs one statement for each set of values, all of them in one round trip where the engine is elsewhere.

        Returns the number of rows changed by all of them together.
        """
        ...

    @property
    def stamps_rows(self) -> bool:
        """Whether the engine keeps with each row which transaction wrote it last: see ``storage/blur.py``."""
        ...


class Database(Protocol):
    """A database with two doors. Both are safe to use from any thread; each use belongs to one thread."""

    def reading(self) -> AbstractContextManager[ReadingDoor]:
        """Opens a snapshot; raises ``StorageUnavailable``."""
        ...

    def writing(self) -> AbstractContextManager[WritingDoor]:
        """Opens the one writing transaction; leaving it by an exception undoes all. Raises ``StorageUnavailable``."""
        ...

    @property
    def is_tidy(self) -> bool:
        """Whether nothing of recent transactions lies beside the tables."""
        ...

    def tidy(self) -> bool:
        """Removes what recent transactions left beside the tables (in SQLite the write-ahead log). False: try again."""
        ...

    def lay_anew(self) -> bool:
        """Writes the tables anew, so that nothing in or beside them keeps the order of arrival. False: try again."""
        ...

    def backup(self, target: Path) -> None:
        """Writes a consistent copy, a SQLite file, while others read and write; raises ``StorageUnavailable``."""
        ...

    def concerns(self) -> list[Fault]:
        """What about the engine's own settings could betray voters and is not in this program's hands."""
        ...

    def close(self) -> None:
        """Gives back what the calling thread holds."""
        ...
