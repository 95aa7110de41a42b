"""WebSocket frames: a message that goes to a whole hall is framed once, and sent whole.

The library frames a message anew for every phone, which is most of what telling a phone costs, and hands it to
``send``, which may take only a part of it.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, Final

from engineio.async_drivers import gevent as driver
from simple_websocket import ConnectionClosed, Server

MOST_FRAMES = 64  # the messages of a moment: one a room, and some that went to a single phone
TEXT_ALONE: Final = 0x81  # the only fragment of a text message (RFC 6455, 5.2)

_CLIENTS: Final = re.compile(r"0(?:\{\})?|1|2[0-9]{0,9}(?P<event>\[.*\])", re.DOTALL)

_Server: Any = Server


@lru_cache(maxsize=MOST_FRAMES)
def frame(text: str) -> bytes:
    """A text message as a server sends it: unmasked, in one fragment."""
    payload = text.encode()
    size = len(payload)
    if size < 126:
        return bytes((TEXT_ALONE, size)) + payload
    if size < 1 << 16:
        return bytes((TEXT_ALONE, 126)) + size.to_bytes(2, "big") + payload
    return bytes((TEXT_ALONE, 127)) + size.to_bytes(8, "big") + payload


class FramingServer(_Server):  # type: ignore[misc]
    """The server's end of one WebSocket."""

    def send(self, data: str | bytes) -> None:
        """Sends a message; raises ``ConnectionClosed`` where nobody is at the other end any more."""
        if not isinstance(data, str):
            super().send(data)
        elif not self.connected:
            raise ConnectionClosed(self.close_reason, self.close_message)
        else:
            self.sock.sendall(frame(data))


class WebSocket(driver.WebSocketWSGI):  # type: ignore[misc]
    """The driver's own, with our frames."""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:  # noqa: ARG002 - WSGI
        """Serves one WebSocket until it ends."""
        self.ws = FramingServer(environ, **self.server_args)
        return self.app(self)


def is_a_client_s(data: object) -> bool:
    """Whether a message is one that our clients send: to connect, to leave, or an event with a name.

    Whatever else comes is no client of ours, and the library would raise on much of it.
    """
    found = _CLIENTS.fullmatch(data) if isinstance(data, str) else None
    if found is None or found["event"] is None:
        return found is not None
    try:
        event = json.loads(found["event"])  # as the library reads it
    except (ValueError, RecursionError):
        return False
    return bool(event) and isinstance(event[0], str)


def install(socketio: Any) -> None:
    """Lets a server of Socket.IO send with these frames."""
    engine = socketio.server.eio
    engine._async = {**engine._async, "websocket": WebSocket}  # the library has no other way in
    understood = engine.handlers["message"]

    def message(sid: str, data: object) -> None:
        if sid not in socketio.server.environ:
            return  # hung up while this message waited its turn
        if is_a_client_s(data):
            understood(sid, data)
        else:
            engine.disconnect(sid)

    engine.on("message", message)
