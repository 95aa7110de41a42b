"""A hall of phones: each has a slip, an opinion, and the patience to send the same ballot again until it is counted."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from itertools import count, cycle
from random import Random

from tests.support.outside import PATIENCE, Line, Server

Marks = Mapping[str, str | int | None]
LINES = 32


@dataclass
class Phone:
    """One voter. ``counted`` holds the marks that the server has acknowledged, and no other."""

    group: str
    code: str
    counted: dict[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Ballot:
    """What a phone is about to send; ``asks_again``: it will miss the first answer and send once more."""

    phone: Phone
    marks: Marks
    receipt: str
    asks_again: bool

    @property
    def body(self) -> bytes:
        return json.dumps({"receipt": self.receipt, "marks": self.marks}).encode()


class Crowd:
    """Phones that cast at the same time over kept-alive connections, while the server may be killed under them.

    With several servers, which share a database, a phone that is not answered turns to the next one. ``patient``
    phones also take "try again in a moment" for an answer, and do.
    """

    def __init__(self, *servers: Server, seed: int, patient: bool = False) -> None:
        self._server = servers[0]
        self._addresses = cycle(server.address for server in servers)
        self._moving = threading.Lock()
        self._patient = patient
        self._chance = Random(seed)
        self._lines = [Line(next(self._addresses)) for _ in range(LINES)]
        self.answers: Counter[int] = Counter()
        self.unanswered: list[int] = []

    def ballot(self, phone: Phone, marks: Marks) -> Ballot:
        """A ballot with a receipt of its own."""
        return Ballot(phone, marks, f"{self._chance.getrandbits(128):032x}", self._chance.random() < 0.05)

    def cast(
        self, ballots: Sequence[Ballot], kill_after: float | None = None, strike: Callable[[], object] | None = None
    ) -> None:
        """Casts them all and returns when all are acknowledged.

        With ``kill_after`` the first ballot of every line is sent, none is answered to yet as far as the phones have
        read, and so many seconds later the server is killed, and started again; or what ``strike`` does instead.
        """
        shares = [list(ballots[at::LINES]) for at in range(LINES)]
        gate = threading.Barrier(1 + sum(map(bool, shares))) if kill_after is not None else None
        lost: list[bool] = []
        with ThreadPoolExecutor(LINES) as threads:
            work = [
                threads.submit(self._vote, line, share, gate, lost)
                for line, share in zip(self._lines, shares, strict=True)
                if share
            ]
            if gate and kill_after is not None:
                gate.wait(PATIENCE)
                time.sleep(kill_after)
                (strike or self._server.kill_and_start)()
            for done in work:
                done.result()
        if gate:
            self.unanswered.append(sum(lost))
            for line in self._lines:
                line.hang_up()

    def _vote(self, line: Line, ballots: Sequence[Ballot], gate: threading.Barrier | None, lost: list[bool]) -> None:
        for number, ballot in enumerate(ballots):
            held = gate if number == 0 else None
            tries, _status = self._until_acknowledged(line, ballot, held)
            if held:
                lost.append(tries > 1)
            if ballot.asks_again:
                assert self._until_acknowledged(line, ballot, None)[1] == 200

    def _until_acknowledged(self, line: Line, ballot: Ballot, gate: threading.Barrier | None) -> tuple[int, int]:
        """Sends the same ballot until it is acknowledged; returns how often, and how it was answered."""
        deadline = time.monotonic() + PATIENCE
        sent: Callable[[], object] | None = partial(gate.wait, PATIENCE) if gate else None
        for tries in count(1):
            try:
                status, answer = line.ask("PUT", "/api/ballot", bearer=ballot.phone.code, body=ballot.body, sent=sent)
            except (OSError, HTTPException):
                assert time.monotonic() < deadline, "nobody answered"
                sent = None  # whoever was held at the gate has passed it
                with self._moving:
                    line.go_to(next(self._addresses))
                time.sleep(0.02)
                continue
            if self._patient and status == 503:
                assert time.monotonic() < deadline, "nobody counted"
                self.answers[status] += 1
                sent = None
                time.sleep(0.05)
                continue
            assert status in (200, 201), f"{status} {answer!r}"
            assert json.loads(answer) == {"counted": list(ballot.marks)}
            ballot.phone.counted.update(ballot.marks)
            self.answers[status] += 1
            return tries, status
        raise AssertionError("counting ended")


def points(chance: Random, departments: Sequence[str], cap: int) -> Marks:
    """A valid ballot on the scale of 0 to 100: now and then an abstention, at most ``cap`` marks of 90 and more."""
    marks: dict[str, str | int | None] = {
        name: None if chance.random() < 0.07 else chance.randint(35, 100) for name in departments
    }
    top = [name for name, mark in marks.items() if isinstance(mark, int) and mark >= 90]
    for name in chance.sample(top, max(0, len(top) - cap)):
        marks[name] = chance.randint(35, 89)
    rated = [mark for mark in marks.values() if mark is not None]
    return marks if len(set(rated)) > 1 else points(chance, departments, cap)


def grade(chance: Random) -> str | None:
    """One grade, now and then an abstention."""
    return chance.choices(["E", "G", "F", "P", None], [40, 35, 15, 5, 5])[0]
