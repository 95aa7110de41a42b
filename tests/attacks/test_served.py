"""The same evidence from a server that really serves: its own pump and threads, sockets over the wire, all it ever says."""

from __future__ import annotations

import json
import re
import time
from random import Random

import pytest

from tests.attacks.from_files import in_deleted_rows, in_order_of_pages, in_the_log, kept_rows
from tests.attacks.from_screens import recorded_screens, smallest_step
from tests.attacks.meeting import Evidence, Seen
from tests.attacks.scene import KEY, REVIEW, Scene, plan_text, voters_of
from tests.support import servers
from tests.support.crowd import receipt_of
from tests.support.journals import files_of, found_in, voter_data
from tests.support.servers import ROOT, a_server
from tests.support.sockets import WireSocket
from tests.support.world import a_world
from voting.actions.meeting import close_review
from voting.actions.watch import look_by_name
from voting.domain.scales import ABSTAIN

SCENE = Scene({"leadership": 12, "cadres": 24}, 3, 7)
TALKATIVE = """
import sys
sys.path.insert(0, {root!r})
from gevent import monkey
monkey.patch_all()
import os
from voting.actions.ballots import Polls
from voting.commands import main
really = Polls.cast
def cast(polls, code, receipt, marks):
    print(code, marks, file=sys.stderr, flush=True)
    return really(polls, code, receipt, marks)
Polls.cast = cast
sys.exit(main(sys.argv[1:], os.environ))
"""
PATIENCE = 20.0


def held(folder, server_of=a_server):
    """A session held over the wire; the evidence, the codes in the order of submitting, and what the server said."""
    world = a_world(folder, plan_text(SCENE))
    voters = voters_of(SCENE)
    piles = {group: Random(1).sample(codes, len(codes)) for group, codes in world.issue(REVIEW).items()}
    codes = [piles[voter.group].pop() for voter in voters]
    slips = {group: [c for c, v in zip(codes, voters, strict=True) if v.group == group] for group in SCENE.groups}
    evidence = Evidence(world.plan, [voter.group for voter in voters], slips)
    world.open(REVIEW)
    key = look_by_name(world.database, REVIEW).session.record.screen_key
    with server_of(world.path) as server:
        screen, phone = WireSocket(server.address), WireSocket(server.address)
        assert screen.emit("watch", {"review": REVIEW, "key": key}) == {"ok": True}
        assert phone.emit("watch", {"code": codes[0]}) == {"ok": True}
        for voter, code in zip(voters, codes, strict=True):
            marks = {name: None if mark == ABSTAIN else mark for name, mark in voter.marks.items()}
            body = json.dumps({"receipt": receipt_of(code), "marks": marks}).encode()
            status, _answer = server.ask("PUT", "/api/ballot", body, Authorization=f"Bearer {code}")
            assert status == 201
            tally = server.ask("GET", f"/api/reviews/{REVIEW}/tally", None, Authorization=f"Bearer {key}")[1]
            evidence.seen.append(Seen(voter.number + 1, "address", "tally", json.loads(tally)))
        close_review(world.tools, REVIEW, world.witness)
        hear(evidence, screen, phone)
        quiet(world.path)
        evidence.after = files_of(world.path)
        server.stop()
        evidence.said = "\n".join(server.said())
    world.database.close()
    return evidence, codes


def hear(evidence, screen, phone):
    """Everything both sockets received until the screen showed the result."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        tally = screen.next("tally")
        evidence.seen.append(Seen(len(evidence.order), "screen", "tally", tally))
        if tally["state"] == "closed":
            break
    while phone.next("state")["state"] != "closed":
        assert time.monotonic() < deadline
    evidence.seen += [Seen(0, "phone", name, document) for name, document in phone.events]
    for socket in (screen, phone):
        socket.close()


def quiet(path):
    """Waits until the server has emptied the log, which it does whenever it is idle."""
    deadline = time.monotonic() + PATIENCE
    while files_of(path).get("-wal"):
        assert time.monotonic() < deadline, "the log was never emptied"
        time.sleep(0.05)


def told(said, codes):
    """Whatever in a log names a slip or a mark, or says when somebody submitted."""
    marks = re.findall(r"\{[^{}]*'d1'[^{}]*\}|PUT /api/ballot|\d\d:\d\d:\d\d", said)
    return found_in(said, voter_data(codes)) + marks


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    return held(tmp_path_factory.mktemp("served"))


def test_the_server_says_nothing_of_a_ballot(served):
    evidence, codes = served
    assert "Serving" in evidence.said
    assert told(evidence.said, codes) == []


def test_a_server_that_talks_is_heard(tmp_path, monkeypatch):
    (tmp_path / "app.py").write_text(TALKATIVE.format(root=str(ROOT)))
    monkeypatch.setattr(servers, "ROOT", tmp_path)
    evidence, codes = held(tmp_path)
    found = told(evidence.said, codes)
    assert set(codes) <= set(found)
    assert sum("'d1'" in text for text in found) == SCENE.voters


def test_sockets_over_the_wire_separate_no_fewer_than_a_batch(served):
    evidence, _codes = served
    assert {"screen", "address"} <= {seen.device for seen in evidence.seen}
    assert smallest_step(evidence) >= SCENE.batch
    assert all(portion.width >= SCENE.batch for portion in recorded_screens(evidence))
    assert [seen.event for seen in evidence.seen if seen.device == "phone" and seen.event != "state"] == []


@pytest.mark.parametrize("attack", [kept_rows, in_order_of_pages, in_deleted_rows, in_the_log])
def test_the_files_beside_a_running_server_hold_no_voter_apart_once_the_session_is_closed(served, attack):
    evidence, _codes = served
    assert KEY.encode() in evidence.after[""]
    assert {(p.start, p.stop) == (0, len(evidence.seats(p.group))) for p in attack(evidence)} <= {True}
