"""The whole run: a town is founded, its sessions are held under measurement, and its papers are printed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.casting import Arena, burst, closed_loop, rows_of
from bench.load import loading
from bench.page import cold_page
from bench.papers import opening_a_result, printing_slips
from bench.servers import bare_echo, free_port, product
from bench.table import Row
from bench.town import GRADES, POINTS, Town


@dataclass(frozen=True)
class Sizes:
    """How much is measured: casts of a round by connections, rounds, phones of a burst and how often, and the rest."""

    casts: dict[int, int]
    rounds: int
    burst: int
    bursts: int
    slips: int
    openings: int
    browser: bool

    def needed(self) -> dict[str, int]:
        """Slips of each session, with a handful over."""
        loops = (self.rounds + 1) * sum(self.casts.values()) + 50
        return {GRADES: loops + 2 * self.bursts * self.burst, POINTS: loops}


FULL = Sizes({64: 1500, 512: 2500}, rounds=5, burst=2000, bursts=3, slips=1000, openings=30, browser=True)
QUICK = Sizes({8: 60, 32: 60}, rounds=1, burst=40, bursts=1, slips=20, openings=3, browser=False)


def measure(sizes: Sizes, say: Callable[[str], None]) -> list[Row]:
    """All rows of this run, ratios first."""
    with tempfile.TemporaryDirectory(prefix="pingyi-bench-") as name:
        say("founding the town …")
        town = Town(Path(name), free_port(), sizes.needed())
        printed = printing_slips(town, sizes.slips)
        with product(town) as mine, bare_echo(Path(name)) as bare, loading() as load:
            return _measure(Arena(town, mine, bare, load), sizes, say, printed)


def _measure(arena: Arena, sizes: Sizes, say: Callable[[str], None], printed: Row) -> list[Row]:
    ratios, details, rows = [], [], []
    for session in (GRADES, POINTS):
        for connections, casts in sizes.casts.items():
            say(f"casts against echoes, {session}, {connections} connections …")
            rounds = closed_loop(arena, session, connections, casts, sizes.rounds)
            ratio, more = rows_of(session, connections, rounds)
            ratios.append(ratio)
            details += more
    for within in (1.0, 0.0):
        say("a burst …")
        rows += burst(arena, sizes.burst, within, sizes.bursts)
    say("a cold phone …")
    rows += cold_page(arena.product.port, arena.town.take(GRADES, 1)[0], browser=sizes.browser)
    stored = Row(
        "ballots stored ÷ acknowledged", f"{arena.town.returned()} ÷ {arena.acknowledged}", "always equal", True
    )
    say("a result …")
    rows += [printed, *opening_a_result(arena.town, sizes.openings), stored]
    return [*ratios, *_in_kinds(details), *rows]


def _in_kinds(rows: list[Row]) -> list[Row]:
    """Rows that measure the same beside each other."""
    kinds = list(dict.fromkeys(row.work.split(",")[0] for row in rows))
    return sorted(rows, key=lambda row: kinds.index(row.work.split(",")[0]))
