"""The load: requests made beforehand, as bytes, sent from one process over plain sockets, answers hardly read.

Runs in a process of its own and takes a few microseconds a request, so that the server is what is measured.
"""

from __future__ import annotations

import gc
import os
import resource
import select
import socket
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context
from time import perf_counter

PATIENCE = 60.0


@dataclass(frozen=True)
class Job:
    """Requests over kept-alive connections, where each answer brings the next request.

    With ``arrivals`` each request is sent at its own moment over its own connection, whatever became of the others.
    ``watching``: codes of phones that hold a socket besides.
    """

    port: int
    requests: Sequence[bytes]
    connections: int
    arrivals: Sequence[float] = ()
    watching: Sequence[str] = ()


@dataclass
class Outcome:
    """How long it took altogether, each answer's latency, the answers by status, and the load's own processor time."""

    seconds: float = 0.0
    cpu: float = 0.0
    latencies: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)


class Load:
    """The process that sends."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def run(self, job: Job) -> Outcome:
        return self._pool.submit(run, job).result()


@contextmanager
def loading() -> Iterator[Load]:
    """Starts the process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        yield Load(pool)


def run(job: Job) -> Outcome:
    """Sends everything and returns when all is answered; raises where a connection breaks or nobody answers."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    watchers = _watch(job)
    lines = [_connect(job.port) for _ in range(min(job.connections, len(job.requests)))]
    gc.collect()
    gc.disable()
    try:
        started = os.times()
        outcome = _open_loop(lines, job) if job.arrivals else _closed_loop(lines, job.requests)
        ended = os.times()
        outcome.cpu = ended.user + ended.system - started.user - started.system
        return outcome
    finally:
        gc.enable()
        for line in (*lines, *watchers):
            line.close()


def _connect(port: int) -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


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


def _open_loop(lines: Sequence[socket.socket], job: Job) -> Outcome:
    outcome, poll = Outcome(), select.epoll()
    due = deque(zip(job.arrivals, lines, job.requests, strict=True))
    by_number = {line.fileno(): line for line in lines}
    planned: dict[int, float] = {}
    parts: dict[int, bytes] = {}
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    started = perf_counter()
    while len(outcome.latencies) < len(lines):
        now = perf_counter() - started
        while due and due[0][0] <= now:
            arrival, line, request = due.popleft()
            planned[line.fileno()] = arrival
            line.sendall(request)
        for number in _ready(poll, max(0.0, due[0][0] - now) if due else PATIENCE, may_be_none=bool(due)):
            if _is_answered(by_number[number], number, parts, outcome):
                outcome.latencies.append(perf_counter() - started - planned[number])
    outcome.seconds = perf_counter() - started
    return outcome


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


UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
)
AT_ONCE = 100


def _watch(job: Job) -> list[socket.socket]:
    """Opens a socket for each code, as a phone does that follows the meeting, and waits until it is told the state."""
    found: list[socket.socket] = []
    for first in range(0, len(job.watching), AT_ONCE):
        codes = job.watching[first : first + AT_ONCE]
        lines = [_connect(job.port) for _ in codes]
        for line in lines:
            line.sendall(UPGRADE)
        for line in lines:
            _until(line, b"pingInterval")
            line.sendall(_frame(b"40"))
        for line, code in zip(lines, codes, strict=True):
            _until(line, b"40{")
            line.sendall(_frame(b'420["watch",{"code":"' + code.encode() + b'"}]'))
        for line in lines:
            _until(line, b'"ok":true')
        found += lines
    return found


def _until(line: socket.socket, wanted: bytes) -> None:
    data = b""
    while wanted not in data:
        more = line.recv(65536)
        if not more:
            raise RuntimeError("a socket was refused")
        data += more


def _frame(text: bytes) -> bytes:
    """A masked text frame; a mask of zeros leaves the text as it is."""
    if len(text) > 125:
        raise ValueError("too long for one small frame")
    return bytes([0x81, 0x80 | len(text), 0, 0, 0, 0]) + text
