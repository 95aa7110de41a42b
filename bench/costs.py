"""What a request costs here: ``python -m bench.costs`` measures it; ``bench.simulate`` and docs/scale.md use it.

Costs of the processor are stable under load; the disk's share of a commit is not, so measure on a calm machine.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from bench.casting import Arena
from bench.engine import ENGINE, commits
from bench.load import Job, loading
from bench.page import files_of_page
from bench.queueing import CAST, LOOK, Costs
from bench.servers import free_port, product
from bench.sockets import as_phone, hear, hold, let_go
from bench.town import GRADES, ROOT, Town, cast
from voting.actions.watch import look_by_name

KEPT = ROOT / "bench" / "costs.json"
CONNECTIONS = 64
TOGETHER = (1, 4, 16, 64, 256)  # ballots in a commit
FULL, QUICK = 2000, 60  # ballots, phones


def read_costs(file: Path = KEPT) -> Costs:
    """The seconds as they were kept."""
    return read_measured(file).costs


def read_measured(file: Path = KEPT) -> Measured:
    """Everything as it was kept."""
    kept = json.loads(file.read_text(encoding="utf-8"))
    seconds = kept["seconds"]
    counting = [(ballots, taken) for ballots, taken in seconds["counting"]]
    return Measured(Costs(seconds["work"], seconds["disk"], counting), **kept["bytes"])


@dataclass(frozen=True)
class Measured:
    """Everything that was measured: seconds as the simulation wants them, and bytes."""

    costs: Costs
    page: int  # bytes on the wire for a cold ballot page, with everything it fetches
    phone: int  # bytes of the server's memory for a phone that watches
    ballot: int  # bytes of the database for each ballot counted, everything else in it included


def measure(size: int, url: str = "") -> Measured:
    """Measures all of them on a server of its own, over ``size`` ballots and phones."""
    with tempfile.TemporaryDirectory(prefix="pingyi-costs-") as name, loading() as load:
        slips = {GRADES: 4 * size + 40, ENGINE: sum(map(_ballots, TOGETHER)) + 40}
        town = Town(Path(name), free_port(), slips, url=url)
        with product(town) as server:
            arena = Arena(town, server, server, load)
            _vote(arena, size)  # warms everything up
            revision = town.revision(GRADES)
            reading, casting = _vote(arena, size)
            usual = size / (town.revision(GRADES) - revision)  # ballots in a commit, just now
            (page, weight), looking = _page(arena, size), _look(town)
            watching, told, phone = _watch(arena, size)
        ballot = town.size() // town.returned()
        taken = {together: commits(town, together, _ballots(together) // together) for together in TOGETHER}
    counting = [(together, round(median(cpu for _wall, cpu in each), 6)) for together, each in taken.items()]
    disk = median(wall - cpu for wall, cpu in taken[TOGETHER[0]])
    work = {"page": page, "read": reading, "watch": watching, "message": told, LOOK: looking}
    costs = Costs({kind: round(seconds, 7) for kind, seconds in work.items()}, round(disk, 6), counting)
    costs.work[CAST] = round(max(0.0, casting - costs.counted(round(usual)) / usual), 7)
    return Measured(costs, weight, phone, ballot)


def _ballots(together: int) -> int:
    """Ballots for the commits of one size: at least five commits, and a good number of the small ones."""
    return max(5 * together, 60)


def _vote(arena: Arena, count: int) -> tuple[float, float]:
    """Seconds of server CPU for reading a ballot and for casting it."""
    cpu = arena.product.cpu
    at_first = cpu()
    codes = arena.phones(GRADES, count, CONNECTIONS)
    reading = cpu() - at_first
    job = Job(arena.product.port, [cast(code, arena.town.ballot(GRADES)) for code in codes], CONNECTIONS)
    before = cpu()
    arena.cast(job)
    return reading / count, (cpu() - before) / count


def _page(arena: Arena, size: int) -> tuple[float, int]:
    """Seconds of server CPU, and bytes, for everything static that a cold phone fetches."""
    paths = files_of_page(arena.product.port)
    head = "GET {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n"
    visits = max(2, size // 20)
    before = arena.product.cpu()
    arena.load.run(Job(arena.product.port, [head.format(path).encode() for path in paths] * visits, 6))
    return (arena.product.cpu() - before) / visits, sum(paths.values())


def _look(town: Town) -> float:
    """Seconds of the processor for working out what a screen may show."""
    found = []
    for _ in range(20):
        before = time.thread_time()
        look_by_name(town.database, GRADES)
        found.append(time.thread_time() - before)
    return median(found)


def _watch(arena: Arena, count: int) -> tuple[float, float, int]:
    """Seconds of server CPU for a phone that begins to watch and for one message to it, and its bytes of memory."""
    empty = arena.product.memory()
    codes = arena.town.take(GRADES, count)
    before = arena.product.cpu()
    arena.load.begin(hold, arena.product.port, [as_phone(code) for code in codes]).result()
    watching = (arena.product.cpu() - before) / count
    told = []
    for change, marker in ((arena.town.pause, b'"paused"'), (arena.town.resume, b'"open"')) * 3:
        listening = arena.load.begin(hear, marker)
        time.sleep(0.2)
        before = arena.product.cpu()
        change(GRADES)
        listening.result()
        told.append((arena.product.cpu() - before) / count)
    memory = (arena.product.memory() - empty) // count
    arena.load.begin(let_go).result()
    return watching, median(told), memory


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench.costs", description="Measures what a request costs here.")
    reader.add_argument("--quick", action="store_true", help="a smoke test; its figures mean nothing")
    reader.add_argument("--save", type=Path, help=f"keep them (bench.simulate reads {KEPT.relative_to(ROOT)})")
    reader.add_argument("--database-url", default="", metavar="URL", help="an empty database, instead of a SQLite file")
    wanted = reader.parse_args()
    found = measure(QUICK if wanted.quick else FULL, wanted.database_url)
    sizes = {name: getattr(found, name) for name in ("page", "phone", "ballot")}
    engine = (wanted.database_url or "sqlite").partition(":")[0]
    kept = {"engine": engine, "cores": os.cpu_count(), "seconds": asdict(found.costs), "bytes": sizes}
    text = json.dumps(kept, indent=2) + "\n"
    print(text, end="")
    if wanted.save:
        wanted.save.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
