"""The engine's own limit: what the disk and SQL alone can do, without HTTP, and what counting costs on top of it."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from bench.casting import Arena
from bench.sizes import Sizes
from bench.table import Row, spread
from bench.town import Town
from voting.actions.counting import Cast, Counted, count_casts
from voting.domain.codes import hash_code, hash_receipt, read_code
from voting.storage.slips import find

ENGINE = "engine"
TABLE = "bench_row"


def engine(arena: Arena, sizes: Sizes) -> list[Row]:
    """One-row ballots in groups, and whole ballots counted in the same groups, in this process."""
    rows = []
    for together, commits in sizes.commits.items():
        rates = [_one_row(arena.town, together, commits) for _ in range(3)]
        rows.append(Row(f"the engine alone: one-row ballots a second, {together} a commit", spread(rates, 0)))
    rows += [_counted(arena, together, groups) for together, groups in sizes.commits.items()]
    return rows


def needed(sizes: Sizes) -> int:
    """Slips for the counting."""
    return sum(together * _few(commits) for together, commits in sizes.commits.items()) + 10


def _few(commits: int) -> int:
    return max(1, commits // 5)


def _one_row(town: Town, together: int, commits: int) -> float:
    """Rows a second. The commit before each is durable, as a ballot's is; the table is dropped afterwards."""
    with town.database.writing() as door:
        door.change(f"CREATE TABLE {TABLE} (code TEXT PRIMARY KEY, receipt TEXT NOT NULL)")
    groups = [
        [{"code": hash_receipt(f"{at} {number}"), "receipt": "0" * 32} for number in range(together)]
        for at in range(commits)
    ]
    started = time.perf_counter()
    for group in groups:
        with town.database.writing() as door:
            door.change_each(f"INSERT INTO {TABLE} (code, receipt) VALUES (:code, :receipt)", group)  # noqa: S608
    seconds = time.perf_counter() - started
    with town.database.writing() as door:
        door.change(f"DROP TABLE {TABLE}")
    return together * commits / seconds


def commits(town: Town, together: int, count: int) -> list[tuple[float, float]]:
    """Seconds altogether and of the processor that each of so many commits takes, each with so many whole ballots."""
    casts, found = _casts(town, together * count), []
    for first in range(0, len(casts), together):
        wall, cpu = time.perf_counter(), time.thread_time()
        count_casts(town.database, casts[first : first + together])
        found.append((time.perf_counter() - wall, time.thread_time() - cpu))
    return found


def _counted(arena: Arena, together: int, groups: int) -> Row:
    casts = _casts(arena.town, together * _few(groups))
    wall, cpu = time.perf_counter(), time.thread_time()
    for first in range(0, len(casts), together):
        outcomes = count_casts(arena.town.database, casts[first : first + together])
        if not all(isinstance(outcome, Counted) for outcome in outcomes):
            raise RuntimeError(f"not counted: {outcomes}")
    wall, cpu = time.perf_counter() - wall, time.thread_time() - cpu
    arena.acknowledged += len(casts)
    found = f"{len(casts) / wall:.0f} a second, {cpu / len(casts) * 1e6:.0f} µs of CPU each"
    return Row(f"counting alone, without HTTP: whole ballots, {together} a commit", found)


def _casts(town: Town, count: int) -> Sequence[Cast]:
    found = []
    for code in town.take(ENGINE, count):
        hashed = hash_code(read_code(code) or "")
        ballot = json.loads(town.ballot(ENGINE))
        with town.database.reading() as door:
            slip = find(door, hashed)
        if slip is None:
            raise RuntimeError("a slip is not in the database")
        marks = {name: mark or "abstain" for name, mark in ballot["marks"].items()}
        found.append(Cast(slip.review, slip.group, hashed, hash_receipt(ballot["receipt"]), True, 5, marks))
    return found
