"""Builds of the product to attack: the real one, and sabotaged ones in which one protection each is taken away.

A sabotage replaces functions and schema steps here, in the tests; the product has no switch for any of it. An attack
that did not succeed on its sabotage would prove nothing on the real build.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from voting.actions import counting, watch
from voting.domain import release
from voting.domain.release import Placement, place
from voting.domain.tally import pooled_marks
from voting.storage import counters, sqlite
from voting.storage.schema import STEPS
from voting.storage.sqlite import SqliteDatabase

Change = tuple[object, str, Any]
"""An object, the name of one of its attributes, and what stands there instead."""


@dataclass(frozen=True)
class Build:
    """The product with some of its parts replaced."""

    name: str
    changes: Sequence[Change] = ()

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Runs the product as this build."""
        with ExitStack() as stack:
            for owner, attribute, instead in self.changes:
                stack.enter_context(patch.object(owner, attribute, instead))
            yield

    def with_(self, other: Build) -> Build:
        return Build(f"{self.name}, {other.name}", (*self.changes, *other.changes))


REAL = Build("the product")


# --- Batches


def _one_by_one(filling: int, arriving: int, _batch: int) -> Placement:
    return place(filling, arriving, 1)


def _all_shown(_filling: int, arriving: int, _batch: int) -> Placement:
    return Placement(0, arriving, 0, 0)


BATCH_OF_ONE = Build("a batch of one", [(counting, "place", _one_by_one)])
NOTHING_HELD = Build("nothing held back", [(counting, "place", _all_shown)])


# --- What is written down


def _with_table(*statements: str) -> Change:
    return (sqlite, "STEPS", (*STEPS, ("9999_sabotage", statements)))


def _also(write: Callable[[Any, str, Sequence[counting.Cast]], None]) -> Change:
    """Counts as always, and writes something down besides."""
    really = counting._raise

    def raise_and_write(door: Any, review: str, fresh: Sequence[counting.Cast]) -> None:
        write(door, review, fresh)
        really(door, review, fresh)

    return (counting, "_raise", raise_and_write)


def _number_the_batches(door: Any, review: str, fresh: Sequence[counting.Cast]) -> None:
    for cast in fresh:
        for department, mark in cast.marks.items():
            cell = {"grp": cast.group, "department": department}
            sql = (
                "SELECT COALESCE(SUM(n), 0) AS n FROM numbered WHERE grp = :grp AND department = :department ORDER BY 1"
            )
            batch = door.rows(sql, **cell)[0]["n"] // cast.batch
            door.change(
                "INSERT INTO numbered (grp, department, batch, mark, n) VALUES (:grp, :department, :batch, :mark, 1)"
                " ON CONFLICT (grp, department, batch, mark) DO UPDATE SET n = numbered.n + 1",
                **cell, batch=batch, mark=mark,
            )  # fmt: skip


BATCH_NUMBERS = Build(
    "batch numbers kept",
    [
        _with_table(
            "CREATE TABLE numbered (grp TEXT NOT NULL, department TEXT NOT NULL, batch INTEGER NOT NULL,"
            " mark TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (grp, department, batch, mark)){end}"
        ),
        _also(_number_the_batches),
    ],
)


def _answers(columns: str) -> Callable[[Any, str, Sequence[counting.Cast]], None]:
    """Each mark in a row of its own that names no slip, as many programs store "anonymous" answers."""
    names = columns.split()
    clock = iter(range(1, 1_000_000))

    def write(door: Any, _review: str, fresh: Sequence[counting.Cast]) -> None:
        for cast in fresh:
            at = next(clock)
            for department, mark in cast.marks.items():
                key = cast.receipt + department
                row = {"grp": cast.group, "department": department, "mark": mark}
                row |= {"id": _scrambled(key), "at": f"2026-12-20T14:00:00.{at:06d}"}
                listed = ", ".join(f":{name}" for name in names)
                door.change(f"INSERT INTO answer ({', '.join(names)}) VALUES ({listed})", **row)

    return write


def _scrambled(key: str) -> str:
    """A key that looks random."""
    return hashlib.sha256(key.encode()).hexdigest()[:24]


ROWS_IN_ORDER = Build(
    "a row for each mark, numbered by arrival",
    [
        _with_table("CREATE TABLE answer (grp TEXT NOT NULL, department TEXT NOT NULL, mark TEXT NOT NULL) STRICT"),
        _also(_answers("grp department mark")),
    ],
)
TIMES = Build(
    "a row for each mark with its time",
    [
        _with_table(
            "CREATE TABLE answer (id TEXT PRIMARY KEY, grp TEXT NOT NULL, department TEXT NOT NULL,"
            " mark TEXT NOT NULL, at TEXT NOT NULL){end}"
        ),
        _also(_answers("id grp department mark at")),
    ],
)
RANDOM_KEYS = Build(
    "a row for each mark under a random key",
    [
        _with_table(
            "CREATE TABLE answer (id TEXT PRIMARY KEY, grp TEXT NOT NULL, department TEXT NOT NULL,"
            " mark TEXT NOT NULL){end}"
        ),
        _also(_answers("id grp department mark")),
    ],
)


# --- The file


def _only_tidied(database: SqliteDatabase) -> bool:
    return database.tidy(sqlite.PATIENCE_SECONDS)


NOT_LAID_ANEW = Build("tables not written anew at closing", [(SqliteDatabase, "lay_anew", _only_tidied)])
NUMBERED_ROWS = Build("tables with row numbers", [(sqlite, "TABLE_END", " STRICT")])

_really_connect = SqliteDatabase._connect


def _forgetful_connect(database: SqliteDatabase, *, query_only: bool) -> Any:
    door = _really_connect(database, query_only=query_only)
    door.tools.conn.execute("PRAGMA secure_delete = OFF")
    return door


def _endless_connect(database: SqliteDatabase, *, query_only: bool) -> Any:
    door = _really_connect(database, query_only=query_only)
    door.tools.conn.execute("PRAGMA wal_autocheckpoint = 0")
    return door


def _never_tidied(_database: SqliteDatabase, _patience: float = 0) -> bool:
    return True


NOT_OVERWRITTEN = Build(
    "deleted rows not overwritten",
    [(SqliteDatabase, "_connect", _forgetful_connect), (SqliteDatabase, "lay_anew", _only_tidied)],
)
LOG_KEPT = Build(
    "the write-ahead log never cut",
    [
        (SqliteDatabase, "_connect", _endless_connect),
        (SqliteDatabase, "tidy", _never_tidied),
        (SqliteDatabase, "lay_anew", _never_tidied),
    ],
)


# --- What is published

_really_publish_one = release._publish_one


def _with_pooled_marks(review: Any, row: Any, *, hidden: bool) -> Any:
    published = _really_publish_one(review, row, hidden=hidden)
    return replace(published, marks=pooled_marks(row.by_group.values(), review.scale)) if hidden else published


def _with_other_groups(review: Any, row: Any, *, hidden: bool) -> Any:
    published = _really_publish_one(review, row, hidden=hidden)
    if not hidden:
        return published
    privacy = release.Privacy()
    groups = {
        group: release._publish_group(None if release._narrows_down(tally, privacy) else tally)
        for group, tally in row.tallies.items()
    }
    return replace(published, groups=groups, marks=pooled_marks(row.by_group.values(), review.scale))


POOLED_MARKS = Build("pooled marks beside a hidden group", [(release, "_publish_one", _with_pooled_marks)])
OTHER_GROUPS = Build("the other groups beside a hidden one", [(release, "_publish_one", _with_other_groups)])

_really_live = release.live


def _of_groups_present(plan: Any, review: Any, shown: Any, issued: Any) -> Any:
    """The live score of the groups that have something to show, as if the others did not exist."""
    enough = max(plan.privacy.batch, release.SMALL_GROUP + 1)
    found = []
    for at, department in enumerate(plan.department_ids):
        by_group = shown.get(department, {})
        present = {g: n for g, n in issued.items() if sum(by_group.get(g, {}).values()) >= enough}
        found.append(_really_live(plan, review, shown, present)[at])
    return found


def _never(*_values: Any) -> bool:
    return False


SCORES_OF_ONE_MIND = Build("live scores beside a group of one mind", [(release, "_would_be_solved", _never)])
RENORMALISED = Build("live scores of the groups present", [(watch.release, "live", _of_groups_present)])


SMALL_GROUPS = Build("small groups shown", [(release, "_narrows_down", _never), (release, "SMALL_GROUP", 0)])


def _paper_at_once(door: Any, review: str, more: Any) -> None:
    shown = {(group, department, "shown", mark): n for (group, department, mark), n in more.items()}
    counters.raise_counters(door, review, shown)


PAPER_AT_ONCE = Build("paper joins the tally at once", [(counters, "raise_paper", _paper_at_once)])
