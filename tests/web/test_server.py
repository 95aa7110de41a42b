"""The real thing: ``app.py serve`` as a process, phones and a projector over the wire, and what it writes about them."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import websocket

from tests.support.http import ANOTHER_RECEIPT, NOBODYS_CODE, RECEIPT, a_refusal, screen_key
from tests.support.servers import a_server
from tests.support.sockets import WireSocket
from tests.support.world import a_world
from voting.actions import meeting

POINTS = {"alpha": 95, "beta": 80, "gamma": 70}
ALL = {"counted": ["alpha", "beta", "gamma"]}


def ballot(marks=POINTS, receipt=RECEIPT):
    return json.dumps({"receipt": receipt, "marks": marks}).encode()


def cast(server, code, body=None):
    status, answer = server.ask("PUT", "/api/ballot", body or ballot(), Authorization=f"Bearer {code}")
    return status, json.loads(answer)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The small office, the half-year session open."""
    found = a_world(tmp_path_factory.mktemp("served"))
    found.issue("half-year")
    found.issue("year-end")
    found.open("half-year")
    yield found
    found.database.close()


@pytest.fixture(scope="module")
def server(world):
    with a_server(world.path) as found:
        yield found


@pytest.fixture(scope="module")
def codes(world):
    """Slips nobody has used, one after another."""
    return iter(world.slips["half-year"]["cadres"])


def test_the_projector_moves_within_a_second_of_a_ballot(world, server, codes):
    screen = WireSocket(server.address)
    assert screen.emit("watch", {"review": "half-year", "key": screen_key(world, "half-year")}) == {"ok": True}
    before = screen.next("tally")
    assert screen.next("state")["state"] == "open"
    phone = WireSocket(server.address)
    code = next(codes)
    assert phone.emit("watch", {"code": code}) == {"ok": True}
    assert phone.next("state") == {
        "seq": before["seq"],
        "review": "half-year",
        "state": "open",
        "departments": [{"id": name, "state": "open"} for name in POINTS],
        "speaking": None,
    }
    after, waited = moved(server, screen, code)
    changed = {group["group"]: group["returned"] for group in after["turnout"]}
    assert changed == {group["group"]: group["returned"] + (group["group"] == "cadres") for group in before["turnout"]}
    assert after["seq"] == before["seq"] + 1
    while min(waited) >= 1.0 and len(waited) < 5:  # a busy machine may hold up one answer, not every one of five
        after, again = moved(server, screen, next(codes))
        waited += again
    assert min(waited) < 1.0
    meeting.pause(world.tools, "half-year")  # from another process than the server
    assert (phone.next("state")["state"], screen.next("state")["state"]) == ("paused", "paused")
    assert cast(server, next(codes))[0] == 409
    meeting.resume(world.tools, "half-year")
    assert phone.next("state")["seq"] == after["seq"] + 2
    assert [name for name, _document in phone.events] == []
    phone.close()
    screen.close()


def moved(server, screen, code):
    """Casts a ballot and returns the tally that follows it, and how long it was waited for."""
    assert cast(server, code) == (201, ALL)
    counted = time.monotonic()
    return screen.next("tally"), [time.monotonic() - counted]


def test_compression_is_not_granted_to_a_browser_that_offers_it(server):
    offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"
    socket = WireSocket(server.address, header=[offer])
    assert "sec-websocket-extensions" not in socket.handshake
    assert (socket.opened["upgrades"], socket.opened["pingInterval"]) == ([], 25000)
    socket.close()


@pytest.mark.parametrize("path", ["/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=4"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_polling_is_refused(server, method, path):
    status, body = server.ask(method, path, b"40" if method == "POST" else None)
    assert (status, b"sid" in body) == (400, False)


def test_a_page_from_another_host_may_not_watch(server):
    with pytest.raises(websocket.WebSocketBadStatusException, match="400"):
        WireSocket(server.address, origin="http://elsewhere.example")


def test_a_frame_that_is_too_long_ends_the_connection_and_not_the_server(server, codes):
    socket = WireSocket(server.address)
    socket.emit_and_forget("watch", {"code": "x" * 100_000})
    with pytest.raises(ConnectionError):
        socket.emit("watch", {"code": "x"})
    socket.close()
    assert server.ask("GET", "/healthz") == (200, b"ok\n")


def chunks(*parts):
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def head(code, *lines):
    return f"PUT /api/ballot HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {code}\r\n".encode() + b"".join(
        line + b"\r\n" for line in (*lines, b"")
    )


def test_a_ballot_in_chunks_counts(server, codes):
    body = ballot()
    request = head(next(codes), b"Transfer-Encoding: chunked") + chunks(body[:10], body[10:11], body[11:])
    assert server.raw(request).startswith(b"HTTP/1.1 201 ")


def test_a_ballot_that_arrives_in_two_pieces_counts(server, codes):
    body = ballot() + b" " * 60_000
    assert server.raw(head(next(codes), b"Content-Length: %d" % len(body)) + body).startswith(b"HTTP/1.1 201 ")


def test_a_long_body_in_chunks_is_too_large(server, codes):
    sent = head(next(codes), b"Transfer-Encoding: chunked") + chunks(b"{" + b" " * 70_000)
    assert server.raw(sent).startswith(b"HTTP/1.1 413 ")


def test_a_body_that_says_it_is_long_is_refused_before_it_comes(server, codes):
    assert server.raw(head(next(codes), b"Content-Length: 65537")).startswith(b"HTTP/1.1 413 ")


def test_the_same_ballot_from_eight_phones_at_once_is_counted_once(server, codes):
    code = next(codes)
    with ThreadPoolExecutor(8) as phones:
        answers = list(phones.map(lambda _number: cast(server, code), range(8)))
    assert sorted(status for status, _answer in answers) == [200] * 7 + [201]
    assert [answer for _status, answer in answers] == [ALL] * 8


def test_eight_receipts_for_one_slip_at_once_are_counted_once(server, codes):
    code = next(codes)
    with ThreadPoolExecutor(8) as phones:
        bodies = [ballot(receipt=f"{number:032x}") for number in range(8)]
        answers = list(phones.map(lambda body: cast(server, code, body)[0], bodies))
    assert sorted(answers) == [201] + [409] * 7


@pytest.fixture
def quiet(tmp_path):
    """A small office and a server of its own; when it has stopped, all it has ever said is where it was."""
    world = a_world(tmp_path)
    world.issue("half-year")
    world.open("half-year")
    with a_server(world.path) as server:
        yield world, server
        assert server.stop() == 0
        address = f"http://{server.address}"
        assert server.said() == (f"Serving {address}. Stop with Ctrl-C.\nConsole: {address}/console\n", "")
    world.database.close()


def test_nothing_is_written_about_anybody_who_votes(quiet):
    world, server = quiet
    code = world.slips["half-year"]["cadres"][0]
    assert cast(server, code) == (201, ALL)
    assert cast(server, code) == (200, ALL)
    socket = WireSocket(server.address)
    assert socket.emit("watch", {"code": code}) == {"ok": True}
    socket.close()


def test_nothing_is_written_about_what_is_refused(quiet):
    world, server = quiet
    slips = world.slips["half-year"]["cadres"]
    cast(server, slips[0])
    assert cast(server, slips[0], ballot(receipt=ANOTHER_RECEIPT))[0] == 409
    assert cast(server, slips[1], ballot({"alpha": 1}))[0] == 422
    assert cast(server, slips[1], b"what?")[0] == 400
    assert cast(server, NOBODYS_CODE)[0] == 401
    assert server.ask("GET", "/api/ballot", Authorization=f"Bearer {NOBODYS_CODE}")[0] == 401
    assert server.ask("GET", "/api/reviews/half-year/tally", Authorization="Bearer wrong")[0] == 404
    assert server.ask("GET", "/nowhere")[0] == 404
    assert server.ask("POST", "/staff/sign-in", b"name=organiser&password=guessed")[0] == 400
    assert server.raw(b"GET / HTTP/9.9\r\n\r\n").startswith(b"HTTP/1.1 ")
    assert server.raw(b"no request at all\r\n\r\n").startswith(b"HTTP/1.1 ")
    socket = WireSocket(server.address)
    refusal = socket.emit("watch", {"code": NOBODYS_CODE})
    assert refusal == a_refusal(refusal, "unknown_code")
    socket.close()
    meeting.pause(world.tools, "half-year")
    assert cast(server, slips[2])[0] == 409


def test_nothing_is_written_about_a_socket_that_says_too_much(quiet):
    world, server = quiet
    code = world.slips["half-year"]["cadres"][0]
    socket = WireSocket(server.address)
    socket.emit_and_forget("watch", {"code": code}, "and something else")
    socket.emit_and_forget("watch", {"review": "\ud800", "key": code})
    socket.emit_and_forget("nothing", {"code": code})
    assert socket.emit("watch", {"code": code}) == {"ok": True}
    socket.close()
