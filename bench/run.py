"""The whole run: a town is founded, each measurement holds a session of its own, and all of it is one table."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.casting import BURST, Arena, bursts, casts
from bench.engine import ENGINE, engine
from bench.engine import needed as needed_by_engine
from bench.fanout import FANOUT, PROJECTOR, fanout, projector
from bench.kill import KILLED, kill
from bench.load import loading
from bench.page import PAGE, first_tap, page
from bench.papers import PRINTED, RESULT, printing, result
from bench.servers import bare_echo, free_port, product
from bench.sizes import Sizes
from bench.table import Row
from bench.town import GRADES, POINTS, Town

Say = Callable[[str], None]


@dataclass(frozen=True)
class Measurement:
    """A part of the table: what it does, and the slips it needs by session."""

    run: Callable[[Arena, Sizes], list[Row]]
    slips: Callable[[Sizes], dict[str, int]]
    after: bool = False  # needs the server gone


def _loops(sizes: Sizes) -> dict[str, int]:
    return dict.fromkeys((GRADES, POINTS), (sizes.rounds + 1) * sum(sizes.casts.values()))


MEASUREMENTS = {
    "casts": Measurement(casts, _loops),
    "engine": Measurement(engine, lambda sizes: {ENGINE: needed_by_engine(sizes)}),
    "burst": Measurement(bursts, lambda sizes: {BURST: 2 * sizes.bursts * sizes.burst}),
    "projector": Measurement(projector, lambda sizes: {PROJECTOR: sizes.flow}),
    "fanout": Measurement(fanout, lambda sizes: {FANOUT: sizes.phones[-1]}),
    "page": Measurement(page, lambda _sizes: {PAGE: 10}),
    "tap": Measurement(first_tap, lambda _sizes: {PAGE: 10}),
    "slips": Measurement(printing, lambda _sizes: {PRINTED: 10}),
    "result": Measurement(result, lambda sizes: {RESULT: sizes.voters}),
    "kill": Measurement(kill, lambda sizes: {KILLED: sizes.kills * sizes.killed}, after=True),
}


def measure(sizes: Sizes, say: Say, only: Sequence[str] = (), url: str = "") -> list[Row]:
    """The rows of this run: those with a target first, in the order of the measurements, then what explains them."""
    wanted = {name: MEASUREMENTS[name] for name in MEASUREMENTS if name in only or not only}
    needed: dict[str, int] = {}
    for each in wanted.values():
        needed |= each.slips(sizes)
    with tempfile.TemporaryDirectory(prefix="pingyi-bench-") as name:
        say("founding the town …")
        town = Town(Path(name), free_port(), {session: count + 40 for session, count in needed.items()}, url=url)
        before = os.getloadavg()[0]
        rows = _all(town, wanted, sizes, say)
        rows.append(Row("load average of the last minute, before and after", f"{before:.1f}, {os.getloadavg()[0]:.1f}"))
    return sorted(rows, key=lambda row: row.reached is None)


def _all(town: Town, wanted: dict[str, Measurement], sizes: Sizes, say: Say) -> list[Row]:
    rows: list[Row] = []
    with bare_echo(town.folder) as bare, loading() as load:
        with product(town) as mine:
            arena = Arena(town, mine, bare, load)
            for name, measurement in wanted.items():
                if not measurement.after:
                    say(f"{name} …")
                    rows += measurement.run(arena, sizes)
        for name, measurement in wanted.items():
            if measurement.after:
                say(f"{name} …")
                rows += measurement.run(arena, sizes)
    stored = town.returned()
    found = f"{stored} ÷ {arena.acknowledged}"
    return [*rows, Row("ballots stored ÷ acknowledged, the whole run", found, "equal", stored == arena.acknowledged)]
