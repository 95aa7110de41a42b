"""The frames are those of the library: a browser must not be able to tell the difference."""

from __future__ import annotations

import pytest
from simple_websocket import ConnectionClosed
from wsproto import ConnectionType
from wsproto.connection import Connection
from wsproto.events import TextMessage

from voting.web.frames import FramingServer, frame


@pytest.mark.parametrize("text", ["", "a", "评议", *("x" * size for size in (124, 125, 126, 127, 65535, 65536, 70000))])
def test_a_frame_is_what_the_library_makes_of_the_text(text):
    assert frame(text) == Connection(ConnectionType.SERVER).send(TextMessage(data=text))


class Wire:
    def __init__(self):
        self.sent = []

    def sendall(self, data):
        self.sent.append(data)


def a_socket(*, connected):
    socket = FramingServer.__new__(FramingServer)
    socket.sock, socket.connected, socket.close_reason, socket.close_message = Wire(), connected, 1000, "bye"
    return socket


def test_a_message_is_sent_whole_and_framed_once_for_all():
    first, second = a_socket(connected=True), a_socket(connected=True)
    first.send("42[]")
    second.send("42[]")
    assert first.sock.sent == [b"\x81\x0442[]"]
    assert second.sock.sent[0] is first.sock.sent[0]


def test_nothing_is_sent_to_a_phone_that_has_gone():
    gone = a_socket(connected=False)
    with pytest.raises(ConnectionClosed):
        gone.send("42[]")
    assert gone.sock.sent == []
