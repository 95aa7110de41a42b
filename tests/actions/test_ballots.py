"""What a phone reads of its slip, and in which order the reasons against a ballot are looked at."""

from __future__ import annotations

import pytest

from tests.support.crowd import Hall, or_refusal, points, receipt_of
from voting.actions import ballots
from voting.actions.ballots import is_known, read_ballot
from voting.actions.counting import Counted
from voting.actions.meeting import close_departments, close_review, pause
from voting.actions.slips import cancel_slips
from voting.domain.codes import in_fours

ALL = ("alpha", "beta", "gamma")


def states(world, code):
    return tuple(read_ballot(world.database, code).departments.values())


def test_a_ballot_shows_the_state_of_each_department_for_this_slip(world):
    code, other, *_ = world.issue("year-end")["cadres"]
    hall, seen = Hall(world), []
    seen.append(states(world, code))
    world.open("year-end", "alpha", "beta")
    seen.append(states(world, code))
    assert hall.cast(code, {"alpha": "E", "beta": None}) == Counted(("alpha", "beta"), fresh=True)
    seen += [states(world, code), states(world, other)]
    close_departments(world.tools, "year-end", ["beta"])
    seen += [states(world, code), states(world, other)]
    close_review(world.tools, "year-end", world.witness)
    seen += [states(world, code), states(world, other)]
    assert seen == [
        ("waiting", "waiting", "waiting"),
        ("open", "open", "waiting"),
        ("counted", "counted", "waiting"),
        ("open", "open", "waiting"),
        ("counted", "counted", "waiting"),
        ("open", "closed", "waiting"),
        ("counted", "counted", "closed"),
        ("closed", "closed", "closed"),
    ]


def test_one_ballot_for_all_departments_is_counted_for_all(half_year):
    code = half_year.world.slips["half-year"]["leadership"][0]
    view = half_year.polls.read(code)
    assert (view.group, view.session.key, set(view.departments.values())) == ("leadership", "2026/half-year", {"open"})
    half_year.cast(code, points(1))
    assert half_year.polls.read(code).departments == dict.fromkeys(ALL, "counted")


def test_a_slip_is_remembered_from_its_reading_until_its_counting_and_no_longer(half_year):
    """Memory holds the ballots that are being filled in, however many have been cast."""
    polls, (first, second, *_) = half_year.polls, half_year.world.slips["half-year"]["cadres"]
    polls.read(first)
    polls.read(second)
    assert len(polls._slips) == 2
    half_year.cast(first, points(1))
    assert len(polls._slips) == 1
    polls.read(first)  # the page of a counted ballot is loaded again
    assert half_year.cast(first, points(2)) == Counted(ALL, fresh=False)
    assert half_year.cast(first, points(2), receipt="0" * 32) == "already_voted"
    assert len(polls._slips) == 1


def test_a_code_is_read_however_it_is_typed(half_year):
    code = next(code for code in half_year.world.slips["half-year"]["cadres"] if "0" in code and "1" in code)
    for typed in (
        code,
        code.lower(),
        in_fours(code),
        f" {code[:7]} {code[7:]} ",
        code.replace("0", "O"),
        code.replace("1", "l"),
    ):
        assert is_known(half_year.world.database, typed)[0] == "2026/half-year"
    assert half_year.cast(in_fours(code).lower(), points(1)) == Counted(ALL, fresh=True)
    assert half_year.cast(code, points(1), "f" * 32) == "already_voted"


@pytest.mark.parametrize("kind", ["cancelled", "never issued", "too short", "no code at all", "empty"])
def test_what_is_no_valid_code_opens_nothing(half_year, kind):
    world = half_year.world
    good, cancelled, *_ = world.slips["half-year"]["cadres"]
    half_year.polls.read(cancelled)  # remembered from before
    cancel_slips(world.tools, "half-year", [cancelled])
    codes = {
        "cancelled": cancelled,
        "never issued": "0" * 16,
        "too short": good[:15],
        "no code at all": "评议",
        "empty": "",
    }
    bad = codes[kind]
    assert [
        or_refusal(lambda: half_year.polls.read(bad)),
        or_refusal(lambda: is_known(world.database, bad)[0]),
        half_year.cast(bad, points(1)),
        or_refusal(lambda: is_known(world.database, good)[0]),
    ] == ["unknown_code", "unknown_code", "unknown_code", "2026/half-year"]


# --- The order of the contract: receipt, slip, session, ballot

BROKEN = {"alpha": 101}


def test_reasons_come_in_the_order_of_the_contract(half_year):
    world = half_year.world
    voted, unused, *_ = world.slips["half-year"]["cadres"]
    half_year.cast(voted, points(1))
    answers = {}
    for state in ("open", "paused"):
        for polls in (half_year, Hall(world)):  # one that remembers, one that does not
            answers.setdefault(state, []).append(
                [polls.cast(voted, BROKEN), polls.cast(voted, BROKEN, "f" * 32), polls.cast(unused, BROKEN)]
            )
        if state == "open":
            pause(world.tools, "half-year")
    again = Counted(ALL, fresh=False)
    assert answers == {
        "open": [[again, "already_voted", "invalid_ballot"]] * 2,
        "paused": [[again, "already_voted", "not_open"]] * 2,
    }


def test_one_by_one_a_department_that_is_not_open_comes_before_a_broken_rule(year_end):
    code = year_end.world.slips["year-end"]["cadres"][0]
    assert [
        year_end.cast(code, {"alpha": "X", "beta": "E", "gamma": "E"}),
        year_end.cast(code, {"alpha": "X", "beta": "E", "delta": "E"}),
        year_end.cast(code, {"alpha": "X", "beta": "E"}),
        year_end.cast(code, {"alpha": "G", "beta": "E"}),
    ] == ["not_open", "invalid_ballot", "invalid_ballot", Counted(("alpha", "beta"), fresh=True)]


def test_one_by_one_a_ballot_names_exactly_what_is_open_and_not_yet_counted(year_end):
    world, code = year_end.world, year_end.world.slips["year-end"]["cadres"][0]
    assert year_end.cast(code, {"alpha": "E"}) == "invalid_ballot"
    assert year_end.cast(code, {"alpha": "E", "beta": "G"}, "1" * 32) == Counted(("alpha", "beta"), fresh=True)
    world.open("year-end", "gamma")
    assert year_end.cast(code, {"gamma": "F"}, "2" * 32) == Counted(("gamma",), fresh=True)


def test_polls_forget_slips_rather_than_grow_for_ever_and_count_all_the_same(half_year, monkeypatch):
    monkeypatch.setattr(ballots, "MOST_REMEMBERED", 3)
    codes = half_year.world.slips["half-year"]["cadres"]
    for number, code in enumerate(codes):
        half_year.polls.read(code)
        assert half_year.cast(code, points(number)) == Counted(ALL, fresh=True)
        assert len(half_year.polls._slips) <= 3
    assert [half_year.cast(code, {}, receipt_of(code)) for code in codes] == [Counted(ALL, fresh=False)] * len(codes)
