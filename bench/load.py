"""The load: requests made beforehand, as bytes, sent from one process over plain sockets, answers hardly read.

Runs in a process of its own and takes a few microseconds a request, so that the server is what is measured.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import select
import socket
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from time import perf_counter, sleep
from typing import ParamSpec, TypeVar

from bench.sockets import PATIENCE, Line, as_phone, connect, watchers

SETTLE = 0.5  # seconds until connections that were just opened are connections indeed, on the server too
P, R = ParamSpec("P"), TypeVar("R")


@dataclass(frozen=True)
class Job:
    """Requests over kept-alive connections, where each answer brings the next request.

    With ``arrivals`` each request is sent at its own moment over its own connection, whatever became of the others.
    ``watching``: codes of phones that hold a socket besides. ``screen``: what a projector says that looks on.
    """

    port: int
    requests: Sequence[bytes]
    connections: int
    arrivals: Sequence[float] = ()
    watching: Sequence[str] = ()
    screen: str = ""


@dataclass
class Outcome:
    """How long it took altogether, each answer's latency, the answers by status, and the load's own processor time.

    With a screen: when each answer came, and when the screen showed how many ballots, both from the same clock.
    """

    seconds: float = 0.0
    cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    answered: list[float] = field(default_factory=list)
    shown: list[tuple[float, int]] = field(default_factory=list)


class Load:
    """The process that sends."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def run(self, job: Job) -> Outcome:
        return self._pool.submit(run, job).result()

    def begin(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Any other work of that process, such as listening; the result is there when it is."""
        return self._pool.submit(work, *args, **kwargs)


@contextmanager
def loading() -> Iterator[Load]:
    """Starts the process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=raise_descriptors) as pool:
        yield Load(pool)


def raise_descriptors() -> None:
    """Allows as many connections as the system permits."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def run(job: Job) -> Outcome:
    """Sends everything and returns when all is answered; raises where a connection breaks or nobody answers."""
    phones = watchers(job.port, [as_phone(code) for code in job.watching])
    screens = watchers(job.port, [job.screen]) if job.screen else []
    lines = [connect(job.port) for _ in range(min(job.connections, len(job.requests)))]
    gc.collect()
    gc.disable()
    try:
        started = os.times()
        outcome = _open_loop(lines, job, screens) if job.arrivals else _closed_loop(lines, job.requests)
        ended = os.times()
        outcome.cpu = ended.user + ended.system - started.user - started.system
        return outcome
    finally:
        gc.enable()
        for line in (*lines, *(watcher.plain for watcher in (*phones, *screens))):
            line.close()


def _closed_loop(lines: Sequence[socket.socket], requests: Sequence[bytes]) -> Outcome:
    outcome, poll, waiting = Outcome(), select.epoll(), deque(requests)
    by_number = {line.fileno(): line for line in lines}
    since: dict[int, float] = {}
    started = perf_counter()
    for number, line in by_number.items():
        poll.register(number, select.EPOLLIN)
        since[number] = perf_counter()
        line.sendall(waiting.popleft())
    parts: dict[int, bytes] = {}
    while len(outcome.latencies) < len(requests):
        for number in _ready(poll, PATIENCE):
            line = by_number[number]
            if _is_answered(line, number, parts, outcome):
                now = perf_counter()
                outcome.latencies.append(now - since[number])
                if waiting:
                    since[number] = now
                    line.sendall(waiting.popleft())
    outcome.seconds = perf_counter() - started
    return outcome


def _open_loop(lines: Sequence[socket.socket], job: Job, screens: Sequence[Line]) -> Outcome:
    outcome, poll = Outcome(), select.epoll()
    due = deque(zip(job.arrivals, lines, job.requests, strict=True))
    by_number = {line.fileno(): line for line in lines}
    planned: dict[int, float] = {}
    parts: dict[int, bytes] = {}
    by_screen = {screen.fileno(): screen for screen in screens}
    for number in (*by_number, *by_screen):
        poll.register(number, select.EPOLLIN)
    sleep(SETTLE)
    started = perf_counter()
    while len(outcome.latencies) < len(lines) or (screens and _on_screen(outcome) < len(lines)):
        now = perf_counter() - started
        while due and due[0][0] <= now:
            arrival, line, request = due.popleft()
            planned[line.fileno()] = arrival
            line.sendall(request)
        for number in _ready(poll, max(0.0, due[0][0] - now) if due else PATIENCE, may_be_none=bool(due)):
            if number in by_screen:
                _look_on(by_screen[number], outcome)
            elif _is_answered(by_number[number], number, parts, outcome):
                outcome.answered.append(perf_counter())
                outcome.latencies.append(outcome.answered[-1] - started - planned[number])
    outcome.seconds = perf_counter() - started
    return outcome


def _look_on(screen: Line, outcome: Outcome) -> None:
    for message in screen.heard():
        if message.startswith(b'42["tally",'):
            turnout = json.loads(message[2:])[1]["turnout"]
            outcome.shown.append((perf_counter(), sum(group["returned"] for group in turnout)))


def _on_screen(outcome: Outcome) -> int:
    return outcome.shown[-1][1] if outcome.shown else 0


def _ready(poll: select.epoll, seconds: float, *, may_be_none: bool = False) -> list[int]:
    found = [number for number, _event in poll.poll(seconds, 256)]
    if not found and not may_be_none:
        raise RuntimeError("nobody answered")
    return found


def _is_answered(line: socket.socket, number: int, parts: dict[int, bytes], outcome: Outcome) -> bool:
    """Reads what has come, and says whether it is the whole answer."""
    more = line.recv(65536)
    if not more:
        raise RuntimeError("a connection broke")
    data = parts.pop(number, b"") + more
    end = data.find(b"\r\n\r\n")
    at = data.find(b"Content-Length: ")
    if end < 0 or len(data) < end + 4 + int(data[at + 16 : data.find(b"\r\n", at)]):
        parts[number] = data
        return False
    outcome.statuses[int(data[9:12])] += 1
    return True
