"""Crowds: voters with a ballot box of their own, and threads that all start in the same instant."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from time import monotonic, sleep
from typing import Any, TypeVar

from tests.support.world import World
from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import Polls
from voting.actions.counting import Cast, Counted
from voting.domain.ballot import Mark
from voting.domain.codes import hash_code, hash_receipt
from voting.domain.refusals import Refusal
from voting.domain.release import FILLING, HELD, SHOWN

Answer = TypeVar("Answer")
PATIENCE = 30.0  # for what takes milliseconds: a test that hangs must end, and say so
LEVELS = (SHOWN, HELD, FILLING)
GRADES = ("E", "G", "F", "P", None)


def call(function: Callable[..., Answer], args: Sequence[Any] = ()) -> Answer:
    """An offload that just calls: the crowd's threads are real ones already."""
    return function(*args)


def all_at_once(*jobs: Callable[[], Answer]) -> list[Answer]:
    """Runs each job in a thread of its own, all released in the same instant; answers come in the jobs' order."""
    line = Barrier(len(jobs))

    def run(job: Callable[[], Answer]) -> Answer:
        line.wait(PATIENCE)
        return job()

    with ThreadPoolExecutor(len(jobs)) as threads:
        return [waiting.result(PATIENCE) for waiting in [threads.submit(run, job) for job in jobs]]


def wait_until(holds: Callable[[], bool]) -> None:
    """Waits for what another thread is about to do."""
    end = monotonic() + PATIENCE
    while not holds():
        assert monotonic() < end, "waited in vain"
        sleep(0.001)


def or_refusal(job: Callable[[], Answer]) -> Answer | str:
    """What a job answers, or the code of its refusal."""
    try:
        return job()
    except Refusal as refusal:
        return refusal.code


def receipt_of(code: str) -> str:
    """The receipt a slip's phone draws in these tests: random to look at, the same in every run."""
    return hashlib.sha256(b"receipt of " + code.encode()).hexdigest()[:32]


def points(number: int) -> dict[str, Mark]:
    """The ballot of the n-th voter of ``half-year``: differs from its neighbours' and keeps every rule."""
    gamma = None if number % 7 == 0 else 60 + number % 25
    return {"alpha": 50 + 2 * (number % 20), "beta": 51 + 2 * (number % 19), "gamma": gamma}


def grades(number: int, *departments: str) -> dict[str, Mark]:
    """The ballot of the n-th voter of ``year-end`` for the departments named."""
    return {name: GRADES[(number + at) % len(GRADES)] for at, name in enumerate(departments)}


def a_cast(
    code: str, marks: Mapping[str, str], *, review: str = "2026/half-year", group: str = "cadres",
    receipt: str | None = None, whole: bool = True, batch: int = 5,
) -> Cast:  # fmt: skip
    """A checked ballot on its way into the counters, as the phone's floor above hands it over."""
    receipt = receipt_of(code) if receipt is None else receipt
    return Cast(review, group, hash_code(code), hash_receipt(receipt), whole, batch, marks)


@dataclass
class Hall:
    """A world with its polls: what a phone asks for is done here, with real threads and a real database."""

    world: World
    box: BallotBox = field(init=False)
    polls: Polls = field(init=False)

    def __post_init__(self) -> None:
        self.box = BallotBox(self.world.database, call)
        self.polls = Polls(self.world.database, self.box, call)

    def cast(self, code: str, marks: Mapping[str, Mark], receipt: str | None = None) -> Counted | str:
        """Casts a ballot; answers with what was counted or with the code of the refusal."""
        return or_refusal(lambda: self.polls.cast(code, receipt or receipt_of(code), marks))

    def all_cast(self, review: str, *departments: str) -> int:
        """Every slip of a session votes, group after group; returns how many ballots that were."""
        numbered = enumerate(code for codes in self.world.slips[review].values() for code in codes)
        answers = [self.cast(code, grades(n, *departments) if departments else points(n)) for n, code in numbered]
        assert [answer for answer in answers if isinstance(answer, str)] == []
        return len(answers)


def levels_of(world: World) -> dict[tuple[str, str, str, str], dict[str, int]]:
    """The counters as they stand in the database: marks by (review, group, department, level)."""
    found: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for review, group, department, level, mark, n in _counters(world):
        if n:
            found.setdefault((review, group, department, level), {})[mark] = n
    return found


def ballots_by_department(world: World, review: str) -> dict[str, int]:
    """How many ballots the counters of a session hold for each department, whatever their level."""
    found: dict[str, int] = {}
    for key, _group, department, _level, _mark, n in _counters(world):
        if key == review:
            found[department] = found.get(department, 0) + n
    return found


def _counters(world: World) -> list[tuple[str, str, str, str, str, int]]:
    connection = sqlite3.connect(world.path)
    try:
        return connection.execute("SELECT review, grp, department, level, mark, n FROM counter").fetchall()
    finally:
        connection.close()
