"""The fast lane answers what the view behind it would have answered, word for word, and only what is counted."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from tests.support.http import ANOTHER_RECEIPT, RECEIPT, nothing_changes
from voting.actions.ballot_box import BallotBox
from voting.domain.refusals import slow_down
from voting.web.fast_lane import FastLane

POINTS = {"alpha": 95, "beta": 80, "gamma": 70}
LANE, VIEW = "/api/ballot", "/api/ballot?"  # an address with a query is none of the lane's business


@pytest.fixture
def slips(world):
    found = world.issue("half-year")["cadres"]
    world.open("half-year")
    return found


def put(client, address, code, body, **more):
    sent = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {code}", "Content-Type": "application/json", **more}
    environ = {"QUERY_STRING": "x=1"} if address == VIEW else {}
    answer = client.put(LANE, data=sent, headers=headers, environ_overrides=environ)
    return answer.status, dict(answer.headers), answer.get_data()


def ballot(receipt=RECEIPT, marks=POINTS):
    return {"receipt": receipt, "marks": marks}


@pytest.fixture
def passed_on(monkeypatch, voting):
    """How many requests the lane has left to the view."""
    seen = []
    lane = voting.app.wsgi_app
    assert isinstance(lane, FastLane)
    behind = lane._behind
    monkeypatch.setattr(lane, "_behind", lambda environ, start: seen.append(1) or behind(environ, start))
    return seen


def read_first(client, code):
    assert client.get("/api/ballot", headers={"Authorization": f"Bearer {code}"}).status_code == 200


def test_a_counted_ballot_is_answered_alike_by_both(client, slips, passed_on):
    for code in slips[:3]:
        read_first(client, code)
    put(client, VIEW, slips[2], ballot())  # now the session is known; in a server the pump makes it so
    passed_on.clear()
    by_lane = put(client, LANE, slips[0], ballot())
    assert passed_on == []
    by_view = put(client, VIEW, slips[1], ballot())
    assert passed_on == [1]
    assert by_lane == by_view
    assert by_lane[0] == "201 CREATED"


def test_the_same_receipt_again_is_answered_as_counted_whichever_way_it_takes(client, slips):
    read_first(client, slips[0])
    put(client, VIEW, slips[0], ballot())
    again = put(client, LANE, slips[0], ballot())
    assert again == put(client, VIEW, slips[0], ballot())
    assert again[0] == "200 OK"


REFUSED = {
    "another receipt": ballot(ANOTHER_RECEIPT),
    "a missing row": ballot(ANOTHER_RECEIPT, {"alpha": 1, "beta": 2}),
    "a mark off the scale": ballot(ANOTHER_RECEIPT, {**POINTS, "alpha": 101}),
    "a truth for a mark": ballot(ANOTHER_RECEIPT, {**POINTS, "alpha": True}),
    "a fraction for a mark": ballot(ANOTHER_RECEIPT, {**POINTS, "alpha": 70.0}),
    "all the same": ballot(ANOTHER_RECEIPT, dict.fromkeys(POINTS, 70)),
    "not JSON": b"{",
    "not a ballot": [],
    "a list for a mark": ballot(marks={**POINTS, "alpha": [1]}),
    "no receipt": {"marks": POINTS},
    "too large": b" " * (64 * 1024 + 1),
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_a_refused_ballot_is_answered_by_the_view_alike_on_both_ways(client, slips, passed_on, body):
    read_first(client, slips[0])
    assert put(client, LANE, slips[0], ballot())[0] == "201 CREATED"
    passed_on.clear()
    by_lane, by_view = put(client, LANE, slips[0], body), put(client, VIEW, slips[0], body)
    assert passed_on == [1, 1]
    assert by_lane == by_view
    assert by_lane[0][0] == "4"


def test_a_refusal_of_the_box_is_not_asked_for_twice(client, slips, monkeypatch):
    asked = []

    def full(_box, cast):
        asked.append(cast)
        raise slow_down(2)

    read_first(client, slips[0])
    monkeypatch.setattr(BallotBox, "cast", full)
    status, headers, body = put(client, LANE, slips[0], ballot())
    assert (status, headers["Retry-After"], json.loads(body)["error"]) == ("429 TOO MANY REQUESTS", "2", "slow_down")
    assert len(asked) == 1


@pytest.mark.parametrize("code", ["", "0000000000000000"])
def test_an_unknown_code_is_left_to_the_view(client, slips, passed_on, code):
    status, _headers, body = put(client, LANE, code, ballot())
    assert (status, json.loads(body)["error"], passed_on) == ("401 UNAUTHORIZED", "unknown_code", [1])


def test_a_body_of_unknown_length_is_left_to_the_view(client, slips, passed_on):
    read_first(client, slips[0])
    passed_on.clear()
    environ = {"wsgi.input": BytesIO(json.dumps(ballot()).encode()), "wsgi.input_terminated": True}
    answer = client.put(LANE, headers={"Authorization": f"Bearer {slips[0]}"}, environ_overrides=environ)
    assert passed_on == [1]
    assert answer.status_code == 201


def test_a_phone_that_goes_away_while_sending_changes_nothing(world, client, slips):
    class Broken(BytesIO):
        def read(self, *_size):
            raise OSError

    read_first(client, slips[0])
    headers = {"Authorization": f"Bearer {slips[0]}", "Content-Length": "100"}
    with nothing_changes(world):
        answer = client.put(LANE, headers=headers, environ_overrides={"wsgi.input": Broken(), "CONTENT_LENGTH": "100"})
    assert (answer.status_code, answer.get_json()["error"]) == (400, "bad_request")
