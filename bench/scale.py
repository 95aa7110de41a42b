"""What a larger place needs, reckoned from measured costs: ``python -m bench.scale`` prints the tables of the page.

Nothing here is measured: every figure is multiplication or simulation, from ``bench/costs.json`` and the assumptions
below.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path

from bench.arrivals import PATTERNS
from bench.costs import KEPT, Measured, read_measured
from bench.queueing import CAST
from bench.simulate import HEAD, line, simulated
from bench.town import ROOT

PAGE = ROOT / "docs" / "scale.md"
RECKONED, SIMULATED, END = "<!-- reckoned by bench.scale -->", "<!-- simulated by bench.scale -->", "<!-- end -->"
WORKERS = (1, 2)
FIRST_DAY, BUSY_HOUR = 0.25, 0.10  # of a week's voters come on the first day, and of these in its busiest hour
WAVE_MINUTE = 0.01  # of all who get a message open it within the same minute
STAYS = 300  # seconds that a phone watches
HALF = 0.5  # of a processor at most, so that queues stay short
FULL_COMMIT = 256  # ballots in a commit at the limit
GIGA, MEGA = 1e9, 1e6


@dataclass(frozen=True)
class Place:
    """Who votes, and how many of them come in the busiest second."""

    name: str
    voters: int
    each_second: float
    stays: float = STAYS


def of_a_week(name: str, voters: int) -> Place:
    """Links that may be used for a week."""
    return Place(f"{name}, a week of links", voters, voters * FIRST_DAY * BUSY_HOUR / 3600)


def of_a_wave(name: str, voters: int) -> Place:
    """The same, all links sent out at once."""
    return Place(f"{name}, all links sent at once", voters, voters * WAVE_MINUTE / 60)


PLACES = (
    Place("a hall of 2,000, doors open", 2000, 2000 / 60, 7200),
    Place("a hall of 5,000, doors open", 5000, 5000 / 60, 7200),
    of_a_week("district, 50,000 voters", 50_000),
    of_a_wave("district, 50,000 voters", 50_000),
    of_a_week("city, 1 million voters", 1_000_000),
    of_a_wave("city, 1 million voters", 1_000_000),
    of_a_week("province, 30 million voters", 30_000_000),
    of_a_wave("province, 30 million voters", 30_000_000),
)


def needs(place: Place, found: Measured) -> tuple[str, ...]:
    """A line of the table: what the place needs in its busiest second."""
    work = found.costs.work
    dynamic = work["read"] + work["watch"] + 3 * work["message"] + work[CAST] + each_ballot(found, FULL_COMMIT // 4)
    sockets = round(min(place.voters, place.each_second * place.stays))
    workers, behind_nginx = (ceil(place.each_second * cost / HALF) for cost in (dynamic + work["page"], dynamic))
    bits = place.each_second * (found.page + 4000) * 8
    return (
        place.name, f"{place.each_second:,.0f}", f"{workers:,}", f"{behind_nginx:,}",
        f"{place.each_second / ballots_a_second(found):.1%}", f"{bits / MEGA:,.0f}", f"{sockets:,}",
        f"{sockets * found.phone / GIGA:.1f}", f"{place.voters * found.ballot / GIGA:.1f}",
    )  # fmt: skip


def each_ballot(found: Measured, together: int) -> float:
    """Seconds of counting for a ballot in a commit of so many."""
    return found.costs.counted(together) / together


def ballots_a_second(found: Measured) -> float:
    """The most that one session can count: its commits go one after the other, on whatever worker."""
    return FULL_COMMIT / (found.costs.disk + found.costs.counted(FULL_COMMIT))


def costs_table(found: Measured) -> str:
    """The measured costs as a table."""
    work, costs = found.costs.work, found.costs
    rows = [
        ("cold ballot page, everything static with it", f"{work['page'] * 1e6:,.0f} µs of CPU, {found.page:,} bytes"),
        ("reading a ballot", f"{work['read'] * 1e6:,.0f} µs of CPU"),
        (
            "beginning to watch (socket, state)",
            f"{work['watch'] * 1e6:,.0f} µs of CPU, {found.phone:,} bytes of memory",
        ),
        ("one message to a phone", f"{work['message'] * 1e6:,.0f} µs of CPU"),
        ("casting a ballot, the event loop's part", f"{work[CAST] * 1e6:,.0f} µs of CPU"),
        *(
            (f"counting, {n} ballots in a commit", f"{taken / n * 1e6:,.0f} µs of CPU a ballot")
            for n, taken in costs.counting
        ),
        ("waiting for the disk, a commit", f"{costs.disk * 1e3:,.1f} ms"),
        ("the database for each ballot, everything in it", f"{found.ballot:,} bytes"),
    ]
    return table(("cost", "measured"), rows)


def needs_table(found: Measured) -> str:
    """What each place needs, as a table."""
    heads = (
        "place", "phones in the busiest second", "workers", "workers, static files by nginx", "of one session's limit",
        "Mbit/s", "sockets", "their memory, GB", "database, GB",
    )  # fmt: skip
    return table(heads, [needs(place, found) for place in PLACES])


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, figures to the right."""
    rule = ["---", *["--:"] * (len(heads) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (heads, rule, *rows))


def reckoned(found: Measured) -> str:
    """What follows from the costs by multiplication."""
    alone = 1 / (found.costs.work[CAST] + each_ballot(found, FULL_COMMIT // 4))
    limits = (
        f"One worker can take {alone:,.0f} ballots a second and do nothing else; one session, on however many workers,"
        f" {ballots_a_second(found):,.0f}, {FULL_COMMIT} to a commit."
    )
    return f"{RECKONED}\n{costs_table(found)}\n\n{limits}\n\n{needs_table(found)}\n{END}"


def queues(found: Measured) -> str:
    """What follows from them by simulation."""
    lines = [
        line(name, pattern.phones, workers, simulated(name, pattern.phones, workers, found.costs))
        for name, pattern in PATTERNS.items()
        for workers in WORKERS
    ]
    return f"{SIMULATED}\n{table(HEAD, lines)}\n{END}"


def put_in(text: str, part: str) -> str:
    """The page with a part in its place, which begins with the same line as the part."""
    begin = part.splitlines()[0]
    before, _begin, rest = text.partition(begin)
    _old, _end, after = rest.partition(END)
    return before + part + after


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench.scale", description="Reckons what larger places need.")
    reader.add_argument("--costs", type=Path, default=KEPT, help="what bench.costs --save has kept")
    reader.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.relative_to(ROOT)}")
    wanted = reader.parse_args()
    found = read_measured(wanted.costs)
    parts = (reckoned(found), queues(found))
    if wanted.write:
        page = PAGE.read_text(encoding="utf-8")
        for part in parts:
            page = put_in(page, part)
        PAGE.write_text(page, encoding="utf-8")
    print("\n\n".join(parts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
