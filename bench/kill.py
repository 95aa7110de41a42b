"""The server is killed with ballots on their way: what was acknowledged must be stored, and nothing twice."""

from __future__ import annotations

import os
import select
import signal
import socket
import time
from collections import deque
from collections.abc import Sequence
from contextlib import suppress

from bench.casting import Arena
from bench.load import Job
from bench.servers import product
from bench.sizes import Sizes
from bench.sockets import connect
from bench.table import Row
from bench.town import cast, read

KILLED = "killed"
CONNECTIONS = 64


def kill(arena: Arena, sizes: Sizes) -> list[Row]:
    """``kill -9`` in mid-crowd, a start, and every phone sends its ballot again with the same receipt."""
    told = stored = 0
    for _ in range(sizes.kills):
        acknowledged, kept = _once(arena, sizes.killed)
        told, stored = told + acknowledged, stored + kept
    arena.town.command("check")
    name = f"acknowledged = stored after kill -9, {sizes.kills} times"
    return [Row(name, f"{told} acknowledged, {stored} of them stored", "always", told == stored)]


def _once(arena: Arena, ballots: int) -> tuple[int, int]:
    town = arena.town
    codes = town.take(KILLED, ballots)
    requests = [cast(code, town.ballot(KILLED)) for code in codes]
    with product(town) as victim:
        arena.load.run(Job(victim.port, [read(code) for code in codes], CONNECTIONS))
        acknowledged = arena.load.begin(until_killed, victim.port, requests, victim.pid).result()
    with product(town) as heir:
        again = arena.load.begin(statuses, heir.port, requests).result()
    if set(again) - {200, 201} or not 0 < len(acknowledged) < len(requests):
        raise RuntimeError(f"{len(acknowledged)} of {len(requests)} before the kill, then answers {set(again)}")
    arena.acknowledged += len(requests)
    if town.returned() != arena.acknowledged:
        raise RuntimeError(f"{arena.acknowledged} sent in all, {town.returned()} stored")
    return len(acknowledged), sum(again[at] == 200 for at in acknowledged)  # 200: it was stored before


def until_killed(port: int, requests: Sequence[bytes], victim: int) -> list[int]:
    """Kills the server when a third is answered, and says which requests were answered with 201 all the same."""
    return [at for at, status in _answers(port, requests, victim) if status == 201]


def statuses(port: int, requests: Sequence[bytes]) -> list[int]:
    """The status of each request, in their order."""
    return [status for _at, status in sorted(_answers(port, requests))]


def _answers(port: int, requests: Sequence[bytes], victim: int = 0) -> list[tuple[int, int]]:
    poll, waiting, found = select.epoll(), deque(enumerate(requests)), []
    lines = {line.fileno(): line for line in (connect(port) for _ in range(min(CONNECTIONS, len(requests))))}
    asked: dict[int, int] = {}
    for number, line in lines.items():
        poll.register(number, select.EPOLLIN)
        asked[number] = _send(line, waiting)
    deadline = time.monotonic() + 60
    while asked and time.monotonic() < deadline:
        if victim and len(found) > len(requests) // 3:
            os.kill(victim, signal.SIGKILL)
            victim = 0
        for number, _event in poll.poll(1, 256):
            status = _status(lines[number])
            at = asked.pop(number)
            if status is None:
                poll.unregister(number)
                continue
            found.append((at, status))
            if waiting:
                asked[number] = _send(lines[number], waiting)
    for line in lines.values():
        line.close()
    return found


def _send(line: socket.socket, waiting: deque[tuple[int, bytes]]) -> int:
    at, request = waiting.popleft()
    with suppress(OSError):  # the server is gone; reading says so
        line.sendall(request)
    return at


def _status(line: socket.socket) -> int | None:
    """The status of an answer, which fits one packet; None where the line broke."""
    try:
        data = line.recv(65536)
    except OSError:
        return None
    return int(data[9:12]) if data else None
