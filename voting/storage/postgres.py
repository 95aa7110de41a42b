"""The engine for more than one machine: PostgreSQL through psycopg, shared by any number of workers.

Writers stand in line, as in SQLite: a writing door begins with one lock for the whole database. A session's ballots
would wait for each other anyway (each commit raises the session's revision), and so nobody ever meets a deadlock, a
serialisation failure or a half-written journal.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors, pq, waiting
from psycopg.rows import dict_row

from voting.domain.refusals import Fault
from voting.storage import postgres_tables as tables
from voting.storage.copy import copy_into_new_file
from voting.storage.doors import ReadingDoor, Row, StorageUnavailable, WritingDoor
from voting.storage.parameters import in_portions, numbered
from voting.storage.schema import STEPS

BUSY_SECONDS = 10.0
PATIENCE_SECONDS = 0.25  # how long tidying lets everybody else wait behind it
MOST_IDLE = 8

_READ = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;" + tables.ENTER
_WRITE = b"BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;" + tables.STAND_IN_LINE
_SESSION: dict[str, Any] = {
    # a server or a network that is gone is noticed within seconds, on both sides; so is a worker that died with a lock
    "connect_timeout": 5, "keepalives": 1, "keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3,
    "tcp_user_timeout": 15_000, "client_encoding": "UTF8", "application_name": "pingyi",
}  # fmt: skip
_OPTIONS = (
    "-c synchronous_commit=on -c idle_in_transaction_session_timeout=30s -c log_parameter_max_length_on_error=0"
    " -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3 -c lock_timeout={busy}"
)
_AWAY = (errors.DataCorrupted, errors.IndexCorrupted, psycopg.OperationalError, psycopg.InterfaceError)


class _Connection(psycopg.Connection[Row]):
    """A connection that really waits. Every use of the database runs on a real thread, also under gevent's patches.

    Left to itself psycopg sees the patches and gives each of those threads an event loop of its own to wait with.
    """

    def wait(self, gen: Any, interval: float = 0.0, timeout: float | None = None) -> Any:  # noqa: ARG002
        return waiting.wait_c(gen, self.pgconn.socket, timeout=timeout)


class _Door:
    """Both doors of PostgreSQL: what a transaction may do, it said when it began."""

    stamps_rows = True

    def __init__(self, connection: psycopg.Connection[Row]) -> None:
        self._cursor: psycopg.RawCursor[Row] = psycopg.RawCursor(connection, row_factory=dict_row)

    def rows(self, sql: str, /, **values: Any) -> list[Row]:
        """The rows of a query, as dicts by column name."""
        return self._run(sql, values).fetchall()

    def change(self, sql: str, /, **values: Any) -> int:
        """Runs one statement and returns the number of rows it changed."""
        return self._run(sql, values).rowcount

    def change_each(self, sql: str, many: Iterable[Mapping[str, Any]], /) -> int:
        """Runs one statement for each set of values, in few round trips, and returns the rows changed by all."""
        changed = 0
        for text, runs in in_portions(sql, many):
            self._cursor.executemany(text, runs)
            changed += max(0, self._cursor.rowcount)
        return changed

    def _run(self, sql: str, values: Mapping[str, Any]) -> psycopg.RawCursor[Row]:
        text, names = numbered(sql)
        return self._cursor.execute(text, [values[name] for name in names] if names else None)


class PostgresDatabase:
    """A voting database on a PostgreSQL server, made or brought up to date when opened.

    Connections that nobody uses lie in a pile: whoever needs one takes the topmost or makes a new one. There are never
    more than threads that ask at once, and no thread or timer of the pile's own that could die.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._idle: deque[_Connection] = deque()
        self._unclean = True  # a worker that was killed could not tidy up
        self._owes_new_tables = False
        self._migrate()

    @contextmanager
    def reading(self) -> Iterator[ReadingDoor]:
        """Opens a snapshot that cannot write."""
        with _translated(), self._lent(_READ) as connection:
            yield _Door(connection)

    @contextmanager
    def writing(self) -> Iterator[WritingDoor]:
        """Opens the writing transaction; it is on disk when this returns without an exception.

        A connection lost while it commits leaves open whether it did: that is ``StorageUnavailable`` too, and whoever
        asks again must ask in a way that can be asked twice.
        """
        with _translated(), self._lent(_WRITE) as connection:
            yield _Door(connection)
            _execute(connection, b"COMMIT")
            self._unclean = True

    @property
    def is_tidy(self) -> bool:
        """Whether this process has tidied up since it last wrote; what others left they tidy themselves."""
        return not self._unclean

    def tidy(self) -> bool:
        """Lays the unfinished counters anew, and lets the server forget the earlier versions of all other rows.

        Every commit leaves behind what the counters were before it. False while readers pin them.
        """
        if self._owes_new_tables:
            return self.lay_anew()
        if self._unclean:
            self._unclean = False  # before the work: a commit that lands meanwhile makes it unclean again
            if not self._lay([tables.UNFINISHED]):
                self._unclean = True
                return False
            self._alone(tables.VACUUM)
        return True

    def lay_anew(self) -> bool:
        """Writes the ballot tables anew, each in the order of its keys and in a transaction of its own.

        Afterwards no row tells which transaction wrote it first, where it lay, or what it was before. False where
        somebody reads all the time: try again.
        """
        self._owes_new_tables = True
        attempts = max(1, int(BUSY_SECONDS / PATIENCE_SECONDS))  # many short ones: in between others get through
        for together in tables.TOGETHER:
            if not any(self._lay(together) for _ in range(attempts)):
                return False
        self._owes_new_tables = self._unclean = False
        self._alone(tables.VACUUM)
        with suppress(errors.InsufficientPrivilege):  # the server's owner's to allow
            self._alone(tables.FORGET_LOG)
        return True

    def backup(self, target: Path) -> None:
        """Writes a consistent copy as a SQLite file, which ``copy`` brings back."""
        with self.reading() as door:
            copy_into_new_file(door, target)

    def concerns(self) -> list[Fault]:
        """Settings of the server that keep what nobody may keep."""
        with self.reading() as door:
            return tables.concerns(door)

    def close(self) -> None:
        """Closes all connections that are not in use."""
        while self._idle:
            with suppress(IndexError):
                self._idle.pop().close()

    def _lay(self, together: Sequence[str]) -> bool:
        """Lays tables anew in one transaction; False where somebody was in the way for too long."""
        try:
            with _translated(), self._lent(_WRITE) as connection:
                tables.lay(_Door(connection), together, PATIENCE_SECONDS)
                _execute(connection, b"COMMIT")
        except StorageUnavailable as error:
            if isinstance(error.__cause__, errors.LockNotAvailable):
                return False
            raise
        return True

    def _alone(self, statements: Iterable[bytes]) -> None:
        with _translated(), self._lent(b"") as connection:
            for statement in statements:
                _execute(connection, statement)

    @contextmanager
    def _lent(self, begin: bytes) -> Iterator[_Connection]:
        connection = self._begun(begin)
        try:
            yield connection
        finally:
            self._take_back(connection)

    def _begun(self, begin: bytes) -> _Connection:
        """A connection with a begun transaction. One that died while it lay idle costs nothing but the next one."""
        while True:
            try:
                connection, fresh = self._idle.pop(), False
            except IndexError:
                connection, fresh = self._connect(), True
            try:
                _execute(connection, begin)
            except BaseException:
                dead = connection.pgconn.status != pq.ConnStatus.OK
                connection.close()
                if fresh or not dead or not isinstance(sys.exception(), psycopg.Error):
                    raise
            else:
                return connection

    def _take_back(self, connection: _Connection) -> None:
        """Undoes what was not committed; a connection in the middle of something is not used again."""
        status = connection.pgconn.transaction_status
        if status in (pq.TransactionStatus.INTRANS, pq.TransactionStatus.INERROR):
            with suppress(psycopg.Error):
                _execute(connection, b"ROLLBACK")
        if connection.pgconn.transaction_status == pq.TransactionStatus.IDLE and len(self._idle) < MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def _connect(self) -> _Connection:
        options = _OPTIONS.format(busy=int(BUSY_SECONDS * 1000))
        connection = _Connection.connect(self._url, autocommit=True, options=options, **_SESSION)
        if connection.info.parameter_status("server_encoding") != "UTF8":
            connection.close()
            raise StorageUnavailable("the PostgreSQL database is not in UTF8")
        _execute(connection, tables.KEEP_QUIET)
        return connection

    def _migrate(self) -> None:
        with _translated(), self._lent(b"BEGIN READ ONLY") as connection:
            if tables.steps_done(_Door(connection)) >= {name for name, _statements in STEPS}:
                return  # the usual start: nobody waits behind a hall that votes
        with self.writing() as door:  # simultaneous first starts wait in line here
            tables.apply_steps(door, STEPS)


def _execute(connection: _Connection, statements: bytes) -> None:
    """Runs statements without values, in one round trip; a commit that did not commit is a defect of ours."""
    if not statements:
        return
    result = connection.pgconn.exec_(statements)
    if result.status not in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK):
        if connection.pgconn.status != pq.ConnStatus.OK:
            raise psycopg.OperationalError(result.get_error_message())
        raise errors.error_from_result(result)
    if statements == b"COMMIT" and result.command_status != b"COMMIT":
        raise RuntimeError("a statement of this transaction failed, and somebody went on")


@contextmanager
def _translated() -> Iterator[None]:
    """Faults of the engine become ``StorageUnavailable``; a broken constraint stays what it is: a defect of ours."""
    try:
        yield
    except _AWAY as error:
        raise StorageUnavailable(" ".join(str(error).split())) from error
