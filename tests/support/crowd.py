"""Crowds: voters with a ballot box of their own, and threads that all start in the same instant."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from time import monotonic, sleep
from typing import Any, TypeVar

from tests.support.world import World
from voting.actions.assess import assess
from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import Polls
from voting.actions.counting import Cast, Counted
from voting.actions.meeting import annul, ask_to_close, close_departments, close_review, confirm_closing, pause, resume
from voting.actions.paper import enter_paper
from voting.actions.slips import cancel_slips, issue_slips
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


def a_whole_year(world: World) -> Iterator[str]:
    """Two sessions from the first slip to the closing, with everything in them that may happen; yields after each step."""
    tools = world.tools
    half = world.issue("half-year")
    yield "issued"
    world.open("half-year")
    yield "open"
    hall = Hall(world)
    for number, code in enumerate(half["leadership"] + half["cadres"][:17]):
        assert not isinstance(hall.cast(code, points(number)), str)
        if number in (0, 4, 9):
            yield f"{number + 1} ballots"
    cancel_slips(tools, "half-year", half["cadres"][-1:])
    yield "a slip cancelled"
    issue_slips(tools, "half-year", group="cadres", count=2, witness=world.witness)
    yield "late slips"
    pause(tools, "half-year")
    yield "paused"
    enter_paper(tools, "half-year", "cadres", "alpha,beta,gamma\n70,60,50\n70,70,70\n,,\n")
    yield "paper"
    resume(tools, "half-year")
    yield "resumed"
    ask_to_close(tools, "half-year", actor="organiser")
    yield "asked to close"
    confirm_closing(tools, "half-year", scrutineer="scrutineer")
    yield "closed"
    assess(tools, "department,component,points,note\nalpha,daily,66.5,\nbeta,disqualification,,cards\n")
    yield "assessed"
    end = world.issue("year-end")
    world.open("year-end", "alpha")
    assert not isinstance(hall.cast(end["cadres"][0], {"alpha": "E"}), str)
    close_departments(tools, "year-end", ["alpha"])
    world.open("year-end", "beta", "gamma")
    for code in end["cadres"][:9]:
        assert not isinstance(hall.cast(code, {"beta": "G", "gamma": None}), str)
    yield "one by one"
    again = annul(tools, "year-end", "a wrong list", world.witness)
    yield "annulled"
    world.issue(again)
    world.open(again)
    Hall(world).all_cast(again, "alpha", "beta", "gamma")
    close_review(tools, again, world.witness)
    yield "held anew and closed"
