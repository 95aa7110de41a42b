"""Sockets for tests: what a client of Flask-SocketIO heard, and a socket over the wire that speaks its frames by hand."""

from __future__ import annotations

import json
import time
from typing import Any

import websocket
from flask_socketio import SocketIOTestClient

from voting.factory import Voting

PATIENCE = 10.0


def a_socket(voting: Voting) -> SocketIOTestClient:
    """A connected client inside this process."""
    return voting.socketio.test_client(voting.app)


def watch(socket: SocketIOTestClient, *wanted: Any) -> Any:
    """Emits ``watch`` and returns what it was acknowledged with."""
    return socket.emit("watch", *wanted, callback=True)


def heard(socket: SocketIOTestClient) -> list[tuple[str, Any]]:
    """The events a client has received since it was last asked, each with its document."""
    return [(event["name"], *event["args"]) for event in socket.get_received()]


class WireSocket:
    """A Socket.IO 5 client over a real WebSocket (Engine.IO 4), frame by frame."""

    def __init__(self, address: str, *, secure: bool = False, **options: Any) -> None:
        url = f"{'wss' if secure else 'ws'}://{address}/socket.io/?EIO=4&transport=websocket"
        self._line = websocket.create_connection(url, timeout=PATIENCE, **options)
        self.handshake = {name.lower(): value for name, value in self._line.getheaders().items()}
        self.events: list[tuple[str, Any]] = []
        self._acks = 0
        self.opened = json.loads(self._receive("0"))
        self._line.send("40")
        self._receive("40")

    def emit(self, event: str, *wanted: Any) -> Any:
        """Emits an event and returns what it was acknowledged with."""
        self._acks += 1
        self._line.send(f"42{self._acks}{json.dumps([event, *wanted])}")
        return json.loads(self._receive(f"43{self._acks}"))[0]

    def emit_and_forget(self, event: str, *wanted: Any) -> None:
        """Emits an event that nothing is expected of."""
        self._line.send(f"42{json.dumps([event, *wanted])}")

    def next(self, event: str) -> Any:
        """The next document of an event, waited for."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            for at, (name, document) in enumerate(self.events):
                if name == event:
                    del self.events[at]
                    return document
            self._take(self._frame())
        raise AssertionError(f"no {event} came")

    def close(self) -> None:
        self._line.close()

    def _receive(self, start: str) -> str:
        """The rest of the next frame that starts so; events in between are kept, pings answered."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            frame = self._frame()
            if frame.startswith(start):
                return frame.removeprefix(start)
            self._take(frame)
        raise AssertionError(f"no frame {start} came")

    def _frame(self) -> str:
        """The next frame; ConnectionError when there will be none."""
        try:
            frame = self._line.recv()
        except websocket.WebSocketConnectionClosedException as closed:
            raise ConnectionError("the server has closed the socket") from closed
        if not frame:  # what the library makes of a closing frame
            raise ConnectionError("the server has closed the socket")
        return str(frame)

    def _take(self, frame: str) -> None:
        if frame == "2":
            self._line.send("3")
        elif frame.startswith("42"):
            name, *documents = json.loads(frame[2:])
            self.events.append((name, documents[0] if documents else None))
