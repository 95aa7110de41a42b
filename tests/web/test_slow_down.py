"""Whoever tries many codes is slowed down, by address and in memory; whoever holds a slip is not. And the full queue."""

from __future__ import annotations

import pytest

from tests.support.clocks import Clock
from tests.support.http import NOBODYS_CODE, RECEIPT, Phone, a_refusal, answered, nothing_changes, refused
from tests.support.sockets import a_socket, watch
from tests.support.world import an_app
from voting.actions.slips import cancel_slips
from voting.web import guards
from voting.web.guards import FAILED_CODES, MOST_ADDRESSES, FailedCodes

POINTS = {"alpha": 95, "beta": 80, "gamma": 70}
ALL = {"counted": ["alpha", "beta", "gamma"]}
HERE, THERE = "192.0.2.7", "192.0.2.8"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def slips(world):
    found = world.issue("half-year")
    world.open("half-year")
    return found


@pytest.fixture
def voting(world, slips, clock, monkeypatch):
    """The program, its memory of failed codes under our clock."""
    monkeypatch.setattr(guards, "FailedCodes", lambda: FailedCodes(clock))
    return an_app(world)


@pytest.fixture
def guess(client):
    """One try with a code of nobody."""
    return lambda address=HERE: Phone(client, NOBODYS_CODE, address).read()


@pytest.fixture
def slowed(guess):
    """An address that has used up its tries."""
    for _ in range(FAILED_CODES):
        refused(guess(), 401, "unknown_code")


def slow_down(answer, seconds=2):
    refused(answer, 429, "slow_down", retry_after=seconds)
    assert answer.headers["Retry-After"] == str(seconds)


def test_many_unknown_codes_from_one_address_are_slowed_down(world, guess, slowed):
    with nothing_changes(world):
        for _ in range(3):
            slow_down(guess())


def test_another_address_is_not_slowed_down(guess, slowed):
    slow_down(guess(HERE))
    refused(guess(THERE), 401, "unknown_code")


def test_a_known_code_works_from_a_slowed_address(client, slips, guess, slowed):
    slow_down(guess())
    phone = Phone(client, slips["cadres"][0], HERE)
    assert phone.read().json["departments"][0] == {"id": "alpha", "name": "甲办", "state": "open"}
    answered(phone.cast(POINTS), 201, ALL)
    answered(phone.cast(POINTS), 200, ALL)
    refused(phone.cast(POINTS, RECEIPT[::-1]), 409, "already_voted")
    refused(Phone(client, slips["cadres"][1], HERE).cast({}), 422, "invalid_ballot", faults=missing())


def missing():
    return [{"department": name, "fault": "missing"} for name in POINTS]


def test_known_codes_use_up_no_tries(client, slips, guess):
    for code in slips["cadres"]:
        assert Phone(client, code, HERE).read().status_code == 200
        answered(Phone(client, code, HERE).cast(POINTS), 201, ALL)
    for _ in range(FAILED_CODES):
        refused(guess(), 401, "unknown_code")
    slow_down(guess())


def test_reading_and_casting_use_up_the_same_tries(client, world):
    stranger = Phone(client, NOBODYS_CODE, HERE)
    with nothing_changes(world):
        for _ in range(FAILED_CODES // 2):
            refused(stranger.read(), 401, "unknown_code")
            refused(stranger.cast(POINTS), 401, "unknown_code")
        slow_down(stranger.cast(POINTS))
        slow_down(stranger.read())


def test_cancelled_slips_use_up_tries_like_unknown_ones(world, client, slips, guess):
    cancel_slips(world.tools, "half-year", slips["cadres"][:1])
    for _ in range(FAILED_CODES):
        refused(Phone(client, slips["cadres"][0], HERE).read(), 401, "unknown_code")
    slow_down(guess())


def test_bad_bodies_use_up_no_tries_and_are_still_bad_bodies_when_slowed_down(client, guess, world):
    stranger = Phone(client, NOBODYS_CODE, HERE)
    for _ in range(2 * FAILED_CODES):
        refused(stranger.put("what?"), 400, "bad_request")
    for _ in range(FAILED_CODES):
        refused(guess(), 401, "unknown_code")
    with nothing_changes(world):
        refused(stranger.put("what?"), 400, "bad_request")
        refused(stranger.put(" " * 70_000), 413, "too_large")
        slow_down(stranger.cast(POINTS))


def test_after_the_time_it_was_told_one_more_try_is_free(clock, guess, slowed):
    slow_down(guess())
    clock.now += 1.9
    slow_down(guess())
    clock.now += 0.1
    refused(guess(), 401, "unknown_code")
    slow_down(guess())


@pytest.mark.parametrize("seconds", [60.0, 86_400.0])
def test_after_a_minute_all_tries_are_back_and_no_more_after_a_day(clock, guess, slowed, seconds):
    clock.now += seconds
    for _ in range(FAILED_CODES):
        refused(guess(), 401, "unknown_code")
    slow_down(guess())


def test_asking_while_slowed_down_makes_the_waiting_no_longer(clock, guess, slowed):
    for _ in range(20):
        slow_down(guess())
        clock.now += 0.1
    refused(guess(), 401, "unknown_code")


def test_only_so_many_addresses_are_remembered_the_latest_of_them(clock):
    codes = FailedCodes(clock)
    for _ in range(FAILED_CODES + 1):
        codes.failed(HERE)
    for number in range(MOST_ADDRESSES - 1):
        codes.failed(f"address {number}")
    assert codes.failed(HERE).code == "slow_down"
    for number in range(MOST_ADDRESSES):
        codes.failed(f"other address {number}")
    assert codes.failed(HERE).code == "unknown_code"


def test_a_restarted_program_remembers_no_address(world, guess, slowed):
    slow_down(guess())
    refused(Phone(an_app(world).app.test_client(), NOBODYS_CODE, HERE).read(), 401, "unknown_code")


def test_sockets_are_slowed_down_too_and_a_known_code_is_not(voting, slips):
    socket = a_socket(voting)
    for _ in range(FAILED_CODES):
        refusal = watch(socket, {"code": NOBODYS_CODE})
        assert refusal == a_refusal(refusal, "unknown_code")
    refusal = watch(socket, {"code": NOBODYS_CODE})
    assert refusal == a_refusal(refusal, "slow_down", retry_after=2)
    assert watch(socket, {"code": slips["cadres"][0]}) == {"ok": True}


# The full queue


def test_a_full_queue_asks_to_wait_and_keeps_nothing(world, voting, client, slips, monkeypatch):
    phone = Phone(client, slips["cadres"][0])
    monkeypatch.setattr(voting.box, "_most_waiting", 0)
    with nothing_changes(world):
        slow_down(phone.cast(POINTS))
    monkeypatch.undo()
    answered(phone.cast(POINTS), 201, ALL)


def test_what_can_be_answered_without_the_queue_is_answered_when_it_is_full(world, voting, client, slips, monkeypatch):
    Phone(client, slips["cadres"][0]).cast(POINTS)
    monkeypatch.setattr(voting.box, "_most_waiting", 0)
    with nothing_changes(world):
        assert Phone(client, slips["cadres"][1]).read().status_code == 200
        refused(Phone(client, slips["cadres"][1]).cast({}), 422, "invalid_ballot", faults=missing())
        refused(Phone(client, slips["cadres"][1]).put("what?"), 400, "bad_request")
        refused(Phone(client, NOBODYS_CODE).cast(POINTS), 401, "unknown_code")
