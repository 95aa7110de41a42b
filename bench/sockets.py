"""Phones and screens that watch: WebSocket lines of the load's process, read with a few microseconds a message.

The frames are taken apart by hand: a client library would cost more than the server that is measured.
"""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

PATIENCE = 60.0
AT_ONCE = 100
UPGRADE = (
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
    b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
)
PING, PONG = b"2", b"3"


class Line:
    """One socket that has said ``watch`` and been told that it may."""

    def __init__(self, plain: socket.socket) -> None:
        self.plain = plain
        self._rest = b""

    def fileno(self) -> int:
        return self.plain.fileno()

    def say(self, text: bytes) -> None:
        self.plain.sendall(_frame(text))

    def heard(self) -> Iterator[bytes]:
        """The messages that have come whole; pings are answered."""
        more = self.plain.recv(65536)
        if not more:
            raise RuntimeError("a socket broke")
        data, at = self._rest + more, 0
        while (found := message_at(data, at)) is not None:
            message, at = found
            if message == PING:
                self.say(PONG)
            else:
                yield message
        self._rest = data[at:]


def connect(port: int) -> socket.socket:
    """A plain connection that sends small things at once."""
    plain = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return plain


def watchers(port: int, wanted: Sequence[str]) -> list[Line]:
    """A line for each JSON of ``wanted``, which is what a phone or a screen says with ``watch``."""
    found: list[Line] = []
    for first in range(0, len(wanted), AT_ONCE):
        words = wanted[first : first + AT_ONCE]
        lines = [Line(connect(port)) for _ in words]
        for line in lines:
            line.plain.sendall(UPGRADE)
        for line in lines:
            _until(line.plain, b"pingInterval")
            line.say(b"40")
        for line, word in zip(lines, words, strict=True):
            _until(line.plain, b"40{")
            line.say(b'420["watch",' + word.encode() + b"]")
        for line in lines:
            _until(line.plain, b'"ok":true')
        found += lines
    return found


def as_phone(code: str) -> str:
    """What a phone says."""
    return f'{{"code":"{code}"}}'


@dataclass
class Held:
    """Lines that stay open between two jobs of the load's process."""

    lines: list[Line] = field(default_factory=list)

    def open(self, port: int, wanted: Sequence[str]) -> int:
        self.lines += watchers(port, wanted)
        return len(self.lines)

    def close(self) -> None:
        for line in self.lines:
            line.plain.close()
        self.lines.clear()

    def hear(self, marker: bytes) -> list[float]:
        """When each line heard a message with the marker in it, in the order they heard it."""
        poll, waiting, times = select.epoll(), {line.fileno(): line for line in self.lines}, []
        for number in waiting:
            poll.register(number, select.EPOLLIN)
        while waiting:
            ready = poll.poll(PATIENCE, 512)
            if not ready:
                raise RuntimeError(f"{len(waiting)} phones heard nothing")
            for number, _event in ready:
                line = waiting.get(number)
                if line and any(marker in message for message in list(line.heard())):
                    times.append(perf_counter())
                    poll.unregister(number)
                    del waiting[number]
        poll.close()
        return times


HELD = Held()
"""Of the load's process; everywhere else it stays empty."""


def hold(port: int, wanted: Sequence[str]) -> int:
    """Opens lines that stay open, and says how many there are now."""
    return HELD.open(port, wanted)


def let_go() -> None:
    """Closes them."""
    HELD.close()


def hear(marker: bytes) -> list[float]:
    """``Held.hear`` of the lines that are open."""
    return HELD.hear(marker)


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


def message_at(data: bytes, at: int) -> tuple[bytes, int] | None:
    """The text of the frame that begins at a place, and where the next one begins; None where it is not whole yet."""
    if len(data) < at + 2:
        return None
    length, start = data[at + 1] & 0x7F, at + 2
    if length > 125:
        wide = 2 if length == 126 else 8
        length, start = int.from_bytes(data[start : start + wide]), start + wide
    if len(data) < max(start, at + 2) or len(data) < start + length:
        return None
    return data[start : start + length], start + length
