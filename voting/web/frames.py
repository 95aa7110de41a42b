"""WebSocket frames: a message that goes to a whole hall is framed once, and sent whole.

The library frames a message anew for every phone, which is most of what telling a phone costs, and hands it to
``send``, which may take only a part of it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from engineio.async_drivers import gevent as driver
from simple_websocket import ConnectionClosed, Server

MOST_FRAMES = 64  # the messages of a moment: one a room, and some that went to a single phone
TEXT_ALONE: Final = 0x81  # the only fragment of a text message (RFC 6455, 5.2)

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


def install(socketio: Any) -> None:
    """Lets a server of Socket.IO send with these frames."""
    engine = socketio.server.eio
    engine._async = {**engine._async, "websocket": WebSocket}  # the library has no other way in
