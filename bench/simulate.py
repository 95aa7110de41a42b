"""Replays arrivals against measured costs: ``python -m bench.simulate``. The same seed gives the same table.

What it leaves out: the network, the phones, and everything else that runs on the machine. ``--validate`` says how far
that is from a real burst here.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random

from bench.arrivals import PATTERNS
from bench.casting import BURST, Arena
from bench.costs import KEPT, measure, read_costs
from bench.costs import QUICK as FEW_BALLOTS
from bench.load import Job, loading
from bench.queueing import CAST, Costs, Seen, Simulation
from bench.servers import free_port, product
from bench.table import percentile
from bench.town import Town, cast

SEED = 2026
WORKERS = (1, 2, 4)
HEAD = ("arrivals", "phones", "workers", "longest queue", "busiest", "commits", "database",
        "page p50 / p99, ms", "read p50 / p99, ms", "cast p50 / p99, ms")  # fmt: skip


def simulated(name: str, phones: int, workers: int, costs: Costs, seed: int = SEED) -> Seen:
    """One pattern with so many phones and workers."""
    arrivals = PATTERNS[name].arrive(phones, workers, Random(seed))
    return Simulation(costs, workers).run(sorted(arrivals, key=lambda phone: phone.arrives))


def line(name: str, phones: int, workers: int, seen: Seen) -> tuple[str, ...]:
    """A line of the table. Busy shares are of the time until the last answer."""
    busiest, locked = max(seen.busy) / seen.ended, seen.locked / seen.ended
    shares = (f"{busiest:.0%}", str(seen.commits), f"{locked:.0%}")
    times = tuple(_times(seen, kind) for kind in ("page", "read", CAST))
    return (PATTERNS[name].title, str(phones), str(workers), str(seen.longest), *shares, *times)


def _times(seen: Seen, kind: str) -> str:
    took = seen.took.get(kind)
    return f"{percentile(took, 50) * 1000:.0f} / {percentile(took, 99) * 1000:.0f}" if took else "—"


def draw(lines: Sequence[Sequence[str]]) -> str:
    """Lines as a table."""
    widths = [max(len(each[at]) for each in (HEAD, *lines)) for at in range(len(HEAD))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(each, widths, strict=True)).rstrip()
        for each in (HEAD, rule, *lines)
    )


def validate(phones: int, size: int) -> list[str]:
    """A real burst on this machine beside the simulated one, with costs measured a moment before."""
    costs, found = measure(size).costs, []
    with tempfile.TemporaryDirectory(prefix="pingyi-simulate-") as folder, loading() as load:
        town = Town(Path(folder), free_port(), {BURST: 3 * phones + 40})
        with product(town) as server:
            arena = Arena(town, server, server, load)
            for name in ("instant", "second", "instant"):  # the first one only warms the server up
                real = _real(arena, name, phones)
                seen = simulated(name, phones, 1, costs).took[CAST]
                pairs = [(percentile(real, at) * 1000, percentile(seen, at) * 1000) for at in (50, 99)]
                words = [f"p{at} {is_:.0f} ms real, {said:.0f} simulated ({said / is_ - 1:+.0%})"
                         for at, (is_, said) in zip((50, 99), pairs, strict=True)]  # fmt: skip
                found.append(f"{phones} ballots, {PATTERNS[name].title}: {'; '.join(words)}")
    return found[1:]


def _real(arena: Arena, name: str, phones: int) -> list[float]:
    codes = arena.phones(BURST, phones, 64)
    requests = [cast(code, arena.town.ballot(BURST)) for code in codes]
    arrivals = sorted(phone.arrives for phone in PATTERNS[name].arrive(phones, 1, Random(SEED)))
    return arena.cast(Job(arena.product.port, requests, phones, arrivals)).latencies


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench.simulate", description="Replays arrivals against costs.")
    reader.add_argument("--costs", type=Path, default=KEPT, help="what bench.costs --save has kept")
    reader.add_argument("--only", action="append", choices=PATTERNS, metavar="NAME", help=", ".join(PATTERNS))
    reader.add_argument("--phones", type=int, help="so many, instead of each pattern's own number")
    reader.add_argument("--workers", type=int, nargs="+", default=WORKERS)
    reader.add_argument("--seed", type=int, default=SEED)
    reader.add_argument("--validate", action="store_true", help="hold the simulation against a real burst here")
    reader.add_argument("--quick", action="store_true", help="validate with a handful of ballots")
    wanted = reader.parse_args()
    if wanted.validate:
        phones, size = (60, FEW_BALLOTS) if wanted.quick else (wanted.phones or 1000, 1000)
        print("\n".join(validate(phones, size)))
        return 0
    costs = read_costs(wanted.costs)
    lines = []
    for name in wanted.only or PATTERNS:
        for workers in wanted.workers:
            phones = wanted.phones or PATTERNS[name].phones
            lines.append(line(name, phones, workers, simulated(name, phones, workers, costs, wanted.seed)))
    print(draw(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
