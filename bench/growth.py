"""Growth: what a ballot costs from 100 to 100,000 voters and from 5 to 200 departments: ``python -m bench.growth``.

Each point of the curves is an office of its own, with a fresh database and a fresh server that has warmed up.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.casting import Arena
from bench.drawing import Curve, draw_curves
from bench.load import Job, Load, loading
from bench.papers import Desk
from bench.servers import free_port, product
from bench.table import Row, draw
from bench.town import GRADES, MANY, ROOT, Town, cast

WARM, WARM_BALLOTS = "warm", 300
WINDOW = 2000  # of the last ballots, the ones a cost is measured over
PORTION = 5000  # ballots that are made, read and sent at a time
CONNECTIONS = 64
PICTURE = ROOT / "docs" / "pictures" / "growth.svg"


@dataclass(frozen=True)
class Sizes:
    """Voters of the first curve, departments of the second, and the voters of each point of the second."""

    voters: Sequence[int]
    departments: Sequence[int]
    voters_each: int
    openings: int


FULL = Sizes((100, 1000, 10_000, 100_000), (5, 20, 50, 100, 200), 2000, 15)
QUICK = Sizes((20, 60), (5, 40), 60, 3)


@dataclass(frozen=True)
class Point:
    """One office: microseconds of server CPU for reading and for casting one ballot, and what else grew or not."""

    voters: int
    departments: int
    reading: float
    casting: float
    memory: float  # MB of the server after the last ballot, more than before the first
    console: float  # ms to open the console's page of the open session
    result: float  # ms to open the closed session's result

    @property
    def mark(self) -> float:
        """Microseconds for each mark that was cast."""
        return self.casting / self.departments


def measured(load: Load, voters: int, departments: int, openings: int) -> Point:
    """Holds a session of so many voters over so many departments."""
    with tempfile.TemporaryDirectory(prefix="pingyi-growth-") as name:
        town = Town(Path(name), free_port(), {GRADES: voters, WARM: WARM_BALLOTS + 30}, departments=departments)
        with product(town) as server:
            arena = Arena(town, server, server, load)
            _vote(arena, WARM, WARM_BALLOTS)
            desk = Desk(town)
            desk.opening(f"/console/{WARM}", openings)
            before = server.memory()
            costs = [_vote(arena, GRADES, portion) for portion in _portions(voters)]
            memory = (server.memory() - before) / 1e6
            console = median(desk.opening(f"/console/{GRADES}", openings))
            town.command("close", GRADES)
            result = median(desk.opening(f"/console/{GRADES}/result", openings))
        reading, casting = costs[-1]
    return Point(voters, departments, reading, casting, memory, console, result)


def _portions(voters: int) -> list[int]:
    """Ballots at a time; the last portion is the window that is measured."""
    last = min(voters, WINDOW)
    rest = voters - last
    return [PORTION] * (rest // PORTION) + [rest % PORTION] * bool(rest % PORTION) + [last]


def _vote(arena: Arena, session: str, count: int) -> tuple[float, float]:
    """Microseconds of server CPU for reading and for casting each ballot."""
    at_first = arena.product.cpu()
    codes = arena.phones(session, count, CONNECTIONS)
    read = arena.product.cpu()
    requests = [cast(code, arena.town.ballot(session)) for code in codes]
    waiting = arena.product.cpu()  # making ballots takes a while, and the server looks at its database meanwhile
    arena.cast(Job(arena.product.port, requests, CONNECTIONS))
    return (read - at_first) / count * 1e6, (arena.product.cpu() - waiting) / count * 1e6


def grow(sizes: Sizes, say: Callable[[str], None]) -> tuple[list[Point], list[Point]]:
    """The points of both curves."""
    with loading() as load:
        by_voters, by_departments = [], []
        for voters in sizes.voters:
            by_voters.append(measured(load, voters, MANY, sizes.openings))
            say(draw(as_rows(by_voters[-1:])).splitlines()[-1])
        for departments in sizes.departments:
            by_departments.append(measured(load, sizes.voters_each, departments, sizes.openings))
            say(draw(as_rows(by_departments[-1:])).splitlines()[-1])
    return by_voters, by_departments


def as_rows(points: Sequence[Point]) -> list[Row]:
    """A line of the table for each point."""
    return [
        Row(
            f"{one.voters} voters, {one.departments} departments",
            f"{one.casting:5.0f} µs a ballot, {one.mark:5.1f} µs a mark, {one.reading:5.0f} µs to read it,"
            f" {one.memory:6.1f} MB more, console {one.console:5.1f} ms, result {one.result:5.1f} ms",
        )
        for one in points
    ]


def curves(by_voters: Sequence[Point], by_departments: Sequence[Point]) -> list[Curve]:
    """What is drawn."""
    voters, departments = "voters (20 departments)", "departments (the same number of voters)"
    return [
        Curve("Server CPU a ballot, µs", voters, [(one.voters, one.casting) for one in by_voters]),
        Curve("Console (blue) and result (orange), ms", voters, [(one.voters, one.console) for one in by_voters],
              [(one.voters, one.result) for one in by_voters]),
        Curve("Server CPU a ballot, µs", departments, [(one.departments, one.casting) for one in by_departments]),
        Curve("Server CPU a mark, µs", departments, [(one.departments, one.mark) for one in by_departments]),
    ]  # fmt: skip


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench.growth", description="Measures how costs grow.")
    reader.add_argument("--quick", action="store_true", help="a smoke test of a few seconds; its figures mean nothing")
    reader.add_argument("--picture", type=Path, help=f"draw the curves, too (kept in {PICTURE.relative_to(ROOT)})")
    wanted = reader.parse_args()
    sizes = QUICK if wanted.quick else FULL
    by_voters, by_departments = grow(sizes, lambda text: print(text, file=sys.stderr, flush=True))
    print(draw(as_rows([*by_voters, *by_departments])))
    if wanted.picture:
        draw_curves(curves(by_voters, by_departments), wanted.picture)
    return 0


if __name__ == "__main__":
    started = time.monotonic()
    code = main()
    print(f"{time.monotonic() - started:.0f} s", file=sys.stderr)
    sys.exit(code)
