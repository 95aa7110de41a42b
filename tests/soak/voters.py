"""A half-year session of thousands of voters from outside, on either engine, the workers killed on the way.

What comes out is compared with an independent sum over the marks that the phones were told are counted. Exactly.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.outside.crowd import Crowd, points
from tests.outside.meeting import HALF_YEAR, SEED, departments, draw
from tests.support.independent import Sum
from tests.support.outside import DEMO_PLAN, DEMO_POINTS, Office
from tests.support.postgres import postgres_server

IN_THE_PLAN = 233  # slips of the demonstration office's half-year session
WAVES = 5
ENGINES = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Report:
    """What one run sent, and what became of it."""

    engine: str
    voters: int
    kills: int
    unanswered: int
    acknowledged: int
    returned: int
    wrong_figures: int
    faults: list[object]
    seconds: float

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, nothing doubled, and every figure is right."""
        every = self.voters == self.acknowledged == self.returned
        return every and not self.wrong_figures and not self.faults and self.unanswered > 0

    def __str__(self) -> str:
        return (
            f"{self.engine}: {self.voters} voters over 20 departments, workers killed {self.kills} times with"
            f" {self.unanswered} ballots unanswered; acknowledged {self.acknowledged}, stored {self.returned}, lost"
            f" {max(0, self.acknowledged - self.returned)}, doubled {max(0, self.returned - self.acknowledged)}, wrong"
            f" figures {self.wrong_figures}, check {'clean' if not self.faults else self.faults};"
            f" {self.seconds:.0f} s"
        )


def many(voters: int, folder: Path) -> Path:
    """The demonstration office's plan with so many times its slips that at least so many may vote."""
    times = -(-voters // IN_THE_PLAN)
    text = DEMO_PLAN.read_text(encoding="utf-8")
    path = folder / "plan.toml"
    path.write_text(re.sub(r"slips = (\d+)", lambda found: f"slips = {int(found[1]) * times}", text), encoding="utf-8")
    return path


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """The address of an empty database, durable as an office's would be."""
    if engine == "sqlite":
        yield f"sqlite:///{folder / 'voting.db'}"
        return
    with postgres_server(fsync="on") as server:
        yield server.new_database()


def hold(engine: str, voters: int) -> Report:
    """Holds the session with two workers on PostgreSQL, with one on SQLite."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="pingyi-soak-") as name, database(engine, Path(name)) as url:
        folder = Path(name)
        plan = many(voters, folder)
        office = Office(folder, DATABASE_URL=url)
        office.do("load", plan)
        office.do("slips", HALF_YEAR, "--csv", folder / "slips.csv")
        office.do("open", HALF_YEAR)
        phones = draw(folder / "slips.csv")
        with office.served() as one, Office(folder, DATABASE_URL=url).served() as two:
            workers = (one, two) if engine == "postgresql" else (one,)
            crowd = Crowd(*workers, seed=SEED, patient=True)
            chance = Random(SEED)
            share = -(-len(phones) // WAVES)
            for wave in range(WAVES):
                part = phones[wave * share : (wave + 1) * share]
                ballots = [crowd.ballot(phone, points(chance, departments(), cap=6)) for phone in part]
                lost = workers[wave % len(workers)]
                crowd.cast(ballots, 0.003 * wave, lost.kill_and_start) if wave else crowd.cast(ballots)
        office.do("close", HALF_YEAR)
        counted = [(phone.group, phone.counted) for phone in phones if phone.counted]
        wanted = Sum(plan, DEMO_POINTS, {HALF_YEAR: counted}).result(HALF_YEAR)
        result = office.do("result", HALF_YEAR, "--json").json
        rows = [{key: row[key] for key in wanted[0]} for row in result["departments"]]
        return Report(
            engine=engine,
            voters=len(phones),
            kills=sum(worker.kills for worker in workers),
            unanswered=sum(crowd.unanswered),
            acknowledged=len(counted),
            returned=result["returned"],
            wrong_figures=sum(row != right for row, right in zip(rows, wanted, strict=True)),
            faults=office.command("check", "--json").json["faults"],
            seconds=time.monotonic() - started,
        )
