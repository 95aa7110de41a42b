"""The embedded engine: SQLite through sqlite-utils, one file, no server.

Ballot tables have no rowid, deleted content is overwritten, and the write-ahead log is cut back as soon as the ballot
box falls idle, so that the file does not keep the history of its rows.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils
from sqlite_utils.migrations import Migrations

from voting.domain.refusals import Fault
from voting.storage.doors import ReadingDoor, Row, StorageUnavailable, WritingDoor
from voting.storage.schema import STEPS

BUSY_SECONDS = 10.0
OPENING_TRIES, OPENING_PAUSE_SECONDS = 5, 0.05
PATIENCE_SECONDS = 3.0  # how long a closing waits for readers to let go of the log
TABLE_END = " STRICT, WITHOUT ROWID"


class _Door:
    """Both doors of SQLite: a reading one is a connection that refuses to write."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._database = sqlite_utils.Database(connection, execute_plugins=False, recursive_triggers=False)

    def rows(self, sql: str, /, **values: Any) -> list[Row]:
        """The rows of a query, as dicts by column name."""
        cursor = self._database.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def change(self, sql: str, /, **values: Any) -> int:
        """Runs one statement and returns the number of rows it changed."""
        return self._database.execute(sql, values).rowcount

    def change_each(self, sql: str, many: Iterable[Mapping[str, Any]], /) -> int:
        """Runs one statement for each set of values and returns the number of rows changed by all of them."""
        return max(0, self._database.conn.executemany(sql, many).rowcount)

    @property
    def stamps_rows(self) -> bool:
        """No row knows its transaction."""
        return False

    @property
    def tools(self) -> sqlite_utils.Database:
        """The sqlite-utils view of the connection, for migrations."""
        return self._database


class SqliteDatabase:
    """A voting database in one SQLite file, made or brought up to date when opened.

    Each thread gets its own two connections at first use; ``BEGIN IMMEDIATE`` lines the writers up.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._threads = threading.local()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
        except OSError as error:
            raise StorageUnavailable(str(error)) from error
        self._open_patiently()

    @contextmanager
    def reading(self) -> Iterator[ReadingDoor]:
        """Opens a snapshot that cannot write."""
        with _translated():
            door = self._reader()
            door.tools.execute("BEGIN")
            try:
                yield door
            finally:
                door.tools.execute("ROLLBACK")

    @contextmanager
    def writing(self) -> Iterator[WritingDoor]:
        """Opens the writing transaction; it is on disk when this returns without an exception."""
        with _translated():
            door = self._writer()
            door.tools.execute("BEGIN IMMEDIATE")
            try:
                yield door
                door.tools.execute("COMMIT")
            except BaseException:
                if door.tools.conn.in_transaction:  # a full disk makes SQLite roll back by itself
                    door.tools.execute("ROLLBACK")
                raise

    @property
    def is_tidy(self) -> bool:
        """Whether the write-ahead log is empty."""
        log = self._path.with_name(self._path.name + "-wal")
        return not log.exists() or log.stat().st_size == 0

    def tidy(self, patience: float = 0.05) -> bool:
        """Cuts the write-ahead log, which holds the order of recent commits, to nothing. False while readers pin it."""
        with _translated():
            connection = self._writer().tools
            connection.execute(f"PRAGMA busy_timeout = {int(patience * 1000)}").fetchall()
            try:
                busy, _log, _done = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}").fetchall()
        return not busy

    def lay_anew(self) -> bool:
        """Writes every table anew in the order of its keys, and empties the log.

        Inside a page SQLite keeps rows where they were first put, so the pages of a running session tell who came
        after whom. False where somebody reads all the time: try again.
        """
        with _translated():
            self._writer().tools.execute("VACUUM")
        return self.tidy(PATIENCE_SECONDS)

    def backup(self, target: Path) -> None:
        """Writes a consistent, freshly laid out copy; what was deleted does not travel along."""
        half = target.with_name(
            target.name + ".unfinished"
        )  # if this is killed, nothing looks like a copy that is none
        try:
            if target.exists():
                raise FileExistsError(f"{target.name} is there already")
            for left in (half, half.with_name(half.name + "-journal")):  # of one that was killed
                left.unlink(missing_ok=True)
            half.touch(mode=0o600)
        except OSError as error:
            raise StorageUnavailable(str(error)) from error
        with _translated():
            door = self._connect(query_only=False)  # "VACUUM INTO" only reads, but a query-only connection refuses it
            try:
                door.tools.execute("VACUUM INTO :target", {"target": str(half)})
                half.rename(target)
            except BaseException:
                half.unlink(missing_ok=True)
                raise
            finally:
                door.tools.conn.close()

    def concerns(self) -> list[Fault]:
        """None: an embedded engine has no settings but this program's."""
        return []

    def close(self) -> None:
        """Closes the connections of the calling thread."""
        for door in vars(self._threads).values():
            door.tools.conn.close()
        vars(self._threads).clear()

    def _open_patiently(self) -> None:
        """Opens a file that many processes may be making at this moment.

        Changing the journal's mode does not wait for others by itself, and whoever waits for the lock is not served in
        turn: under a crowd of first starts some would wait longer than a writer ever should.
        """
        for left in reversed(range(OPENING_TRIES)):
            try:
                with _translated():
                    self._writer().tools.execute("PRAGMA journal_mode = WAL").fetchall()
                return self._migrate()
            except StorageUnavailable as error:
                if not left or "locked" not in str(error):
                    raise
                threading.Event().wait(OPENING_PAUSE_SECONDS)
        return None

    def _migrate(self) -> None:
        migrations = Migrations("voting")
        for name, statements in STEPS:
            migrations(name=name)(_step(statements))
        with _translated():
            if not migrations.pending(self._writer().tools):
                return  # the usual start: no command waits for the lock behind a hall that votes
        with self.writing():  # begun immediate: simultaneous first starts wait here instead of failing half-way
            migrations.apply(self._writer().tools)

    def _reader(self) -> _Door:
        if not hasattr(self._threads, "reader"):
            self._threads.reader = self._connect(query_only=True)
        return self._threads.reader  # type: ignore[no-any-return]

    def _writer(self) -> _Door:
        if not hasattr(self._threads, "writer"):
            self._threads.writer = self._connect(query_only=False)
        return self._threads.writer  # type: ignore[no-any-return]

    def _connect(self, *, query_only: bool) -> _Door:
        connection = sqlite3.connect(self._path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in ("synchronous = FULL", "secure_delete = ON", "foreign_keys = ON", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}")
        if query_only:
            connection.execute("PRAGMA query_only = ON")
        return _Door(connection)


def _step(statements: tuple[str, ...]) -> Any:
    def apply(database: sqlite_utils.Database) -> None:
        for statement in statements:
            database.execute(statement.format(end=TABLE_END))

    return apply


@contextmanager
def _translated() -> Iterator[None]:
    """Faults of the engine become ``StorageUnavailable``; a broken constraint stays what it is: a defect of ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR:
            raise  # a statement that is wrong: a defect of ours, and trying again would not help
        raise StorageUnavailable(str(error)) from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise
        raise StorageUnavailable(str(error)) from error  # "file is not a database", "disk image is malformed"
