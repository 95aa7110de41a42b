"""Sockets: any JSON to ``watch``, any other event, and frames that no client of ours would send, over a real server."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import websocket
from hypothesis import given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from tests.fuzz.office import Office, Report, an_office
from tests.fuzz.over_http import QUIET, texts
from tests.support.http import screen_key
from tests.support.servers import Server, a_server
from tests.support.sockets import a_socket
from tests.support.world import a_world

PATIENCE = 5.0

words = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts, st.binary(max_size=20)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(["code", "review", "key"]), st.text(max_size=5)), inner, max_size=4),
    ),
    max_leaves=8,
)
events = st.one_of(
    st.sampled_from(["watch", "state", "tally", "connect", "disconnect", "message", "join", "leave", "*", ""]),
    st.text(max_size=8),
)


def in_process(office: Office, cases: int, seed: int, report: Report) -> None:
    """Any event with any words, to the program in this process: the acknowledgement has a shape, nothing changes."""
    knows = [{"code": code} for code in office.slips[:3]] + [{"review": "half-year", "key": key} for key in office.keys]
    socket = a_socket(office.voting)

    @seeded(seed)
    @settings(QUIET, max_examples=cases)
    @given(events, st.one_of(st.lists(words, max_size=3), st.sampled_from(knows).map(lambda each: [each])))
    def one(event: str, said: list[Any]) -> None:
        place = f"{event!r} {said!r}"[:200]
        report.cases += 1
        try:
            if event == "watch":
                answer = socket.emit("watch", *said, callback=True)
                shaped = answer == {"ok": True} or (isinstance(answer, dict) and {"error", "message"} <= answer.keys())
                if not shaped or answer.get("error") == "went_wrong":
                    report.errors.append(f"{place} was answered with {answer!r}")
            elif event not in ("disconnect", "connect"):
                socket.emit(event, *said)
        except (TypeError, UnicodeError):
            report.cases -= 1  # what JSON cannot carry never reaches the program
        heard = socket.get_received()
        if event != "watch" and heard:
            report.errors.append(f"{place} was heard: {heard!r}")
        if office.defects:
            report.tracebacks += [f"{place} {line}" for line in office.defects]
            office.defects.clear()
        if office.watch.changed():
            report.changes.append(place)

    one()


FRAMES = [
    "", "4", "40", "41", "42", "43", "44", "45", "46", "49", "0", "1", "2", "3", "5", "6", "2probe", "42[", "42[]", "42{}",
    '42["watch"]', '421["watch"', '42["watch",{"code":NaN}]', "42" + "[" * 2000, '42"watch"', '42[1,{"code":"x"}]',
    '42[null]', '42[["watch"]]', '42[{"a":1}]', '451-["watch",{"_placeholder":true,"num":0}]', '459-["watch"]',
    '45999999999-["watch",{"_placeholder":true,"num":7}]', '451-["watch",{"_placeholder":true,"num":-1}]', "45x-", "45-",
    '42/admin,["watch",{}]', "40/admin,", "40{", '40{"token":"x"}', "41/admin", "420", '4299999999999999999999["watch"]',
    '43["x"]', '4399999["x"]', '42["connect"]', '42["disconnect"]', "4" * 3000, "\u0000", "4\u0000", '42["watch",{"code":"\\ud800"}]',
    '42["watch",{"review":"\\ud800","key":"\\udfff"}]', '42["watch",1e999]',
]  # fmt: skip
frames = st.one_of(
    st.sampled_from(FRAMES),
    st.tuples(st.sampled_from(["4", "42", "45", "421", "40", "43", ""]), st.text(max_size=60)).map("".join),
    st.binary(max_size=60),
)


def over_the_wire(server: Server, knows: dict[str, str], cases: int, seed: int, report: Report) -> None:
    """Frames written by hand, three on each line; a line may be closed for them, the server may not notice otherwise."""

    @seeded(seed)
    @settings(QUIET, max_examples=max(1, cases // 3))
    @given(st.lists(frames, min_size=3, max_size=3), st.booleans())
    def one(sent: list[str | bytes], greeted: bool) -> None:
        report.cases += 3
        line = websocket.create_connection(
            f"ws://{server.address}/socket.io/?EIO=4&transport=websocket", timeout=PATIENCE
        )
        with suppress(OSError, websocket.WebSocketException):
            line.recv()
            if greeted:
                line.send("40")
                line.recv()
            for frame in sent:
                line.send(
                    frame, websocket.ABNF.OPCODE_BINARY if isinstance(frame, bytes) else websocket.ABNF.OPCODE_TEXT
                )
        line.close()

    one()
    line = websocket.create_connection(f"ws://{server.address}/socket.io/?EIO=4&transport=websocket", timeout=PATIENCE)
    line.recv()
    line.send("40")
    line.recv()
    line.send(f"421{json.dumps(['watch', knows])}")
    answers = [line.recv() for _ in range(3)]
    if '431[{"ok":true}]' not in answers:
        report.errors.append(f"afterwards nobody can watch any more: {answers}")
    line.close()


def run(folder: Path, cases: int, seed: int) -> Report:
    """So many cases, three quarters in this process and a quarter over the wire."""
    report = Report()
    with an_office(folder / "sockets") as office:
        in_process(office, cases * 3 // 4, seed, report)
    report.add(wire(folder / "wire", cases // 4, seed + 1))
    return report


def wire(folder: Path, cases: int, seed: int) -> Report:
    """The part over the wire: what the server wrote is looked at when it has ended."""
    report = Report()
    folder.mkdir()
    world = a_world(folder)
    world.issue("half-year")
    knows = {"review": "half-year", "key": screen_key(world, "half-year")}
    world.database.close()
    with a_server(world.path) as server:
        before = world.dump()
        over_the_wire(server, knows, cases, seed, report)
        if world.dump() != before:
            report.changes.append("frames on a socket")
        server.stop()
        out, err = server.said()
    report.tracebacks += [*err.splitlines(), *out.splitlines()[2:]][:20]
    return report
