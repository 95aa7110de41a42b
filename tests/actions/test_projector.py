"""The projector as the chair sets it: modes narrow what may be shown and never widen it, a countdown closes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.http import nothing_changes
from voting.actions import projector
from voting.actions.meeting import close_review
from voting.actions.projector import Screen, seconds_left
from voting.actions.watch import look_by_name
from voting.domain.refusals import Refusal

FRESH = Screen(mode="tally", arrangement="plan", revealed=0, countdown_until=None, how_to_vote=False, wifi="")


def screen(world, review="half-year"):
    return look_by_name(world.database, review).screen


def figures(world):
    """The scores that a projector is given at this moment."""
    return [row.score for row in look_by_name(world.database, "half-year").tally.departments]


@pytest.fixture
def voted(half_year):
    """Everybody has voted: figures are there to be shown."""
    half_year.all_cast("half-year")
    found = figures(half_year.world)
    assert None not in found
    return half_year.world


# What it shows


def test_a_projector_nobody_has_set_shows_the_tally_in_the_order_of_the_plan(world):
    assert screen(world) == FRESH


@pytest.mark.parametrize("mode", projector.MODES)
def test_a_mode_is_kept_and_covers_everything_again(world, mode):
    projector.reveal_next(world.tools, "half-year")
    projector.set_mode(world.tools, "half-year", mode)
    assert screen(world) == Screen(mode, "plan", 0, None, how_to_vote=False, wifi="")


@pytest.mark.parametrize("arrangement", projector.ARRANGEMENTS)
def test_an_order_is_kept(world, arrangement):
    projector.set_arrangement(world.tools, "half-year", arrangement)
    assert screen(world).arrangement == arrangement


@pytest.mark.parametrize("word", ["", "everything", "TALLY", "score", "tally; DROP TABLE screen"])
def test_another_mode_is_refused(world, word):
    with nothing_changes(world), pytest.raises(Refusal) as refusal:
        projector.set_mode(world.tools, "half-year", word)
    assert refusal.value.code == "bad_mode"


@pytest.mark.parametrize("word", ["", "rank", "tally"])
def test_another_order_is_refused(world, word):
    with nothing_changes(world), pytest.raises(Refusal) as refusal:
        projector.set_arrangement(world.tools, "half-year", word)
    assert refusal.value.code == "bad_mode"


def test_turnout_only_withholds_figures_that_could_be_shown(voted):
    projector.set_mode(voted.tools, "half-year", "turnout")
    assert figures(voted) == [None, None, None]
    projector.set_mode(voted.tools, "half-year", "tally")
    assert None not in figures(voted)


def test_turnout_only_withholds_the_result_too(voted):
    projector.set_mode(voted.tools, "half-year", "turnout")
    close_review(voted.tools, "half-year", voted.witness)
    assert figures(voted) == [None, None, None]


def test_reveal_at_the_end_withholds_figures_until_the_closing(voted):
    projector.set_mode(voted.tools, "half-year", "reveal")
    assert figures(voted) == [None, None, None]
    close_review(voted.tools, "half-year", voted.witness)
    assert None not in figures(voted)


def test_turnout_is_shown_in_every_mode(voted):
    for mode in projector.MODES:
        projector.set_mode(voted.tools, "half-year", mode)
        turnout = look_by_name(voted.database, "half-year").tally.turnout
        assert {group: counts.returned for group, counts in turnout.items()} == {"leadership": 12, "cadres": 20}


def test_no_mode_shows_what_the_rules_hold_back(half_year):
    world = half_year.world
    for code in world.slips["half-year"]["cadres"][:9]:
        half_year.cast(code, {"alpha": 90, "beta": 80, "gamma": 70})
    for mode in projector.MODES:
        projector.set_mode(world.tools, "half-year", mode)
        assert figures(world) == [None, None, None]


def test_each_press_uncovers_one_more(world):
    for pressed in (1, 2, 3):
        projector.reveal_next(world.tools, "half-year")
        assert screen(world).revealed == pressed


# The countdown


def test_a_countdown_runs_out_and_stays_at_nothing(world):
    projector.start_countdown(world.tools, "half-year", 300)
    begun = world.tools.now()
    found = screen(world)
    assert 290 <= seconds_left(found, begun) <= 300
    assert seconds_left(found, begun + timedelta(seconds=100)) == seconds_left(found, begun) - 100
    assert seconds_left(found, begun + timedelta(hours=1)) == 0


def test_a_countdown_that_is_over_closes_nothing(half_year):
    projector.start_countdown(half_year.world.tools, "half-year", 1)
    half_year.world.tools.now()
    assert half_year.cast(half_year.world.slips["half-year"]["cadres"][0], {"alpha": 90, "beta": 80, "gamma": 70})
    assert look_by_name(half_year.world.database, "half-year").state.state == "open"


def test_nothing_takes_a_countdown_away(world):
    projector.start_countdown(world.tools, "half-year", 300)
    projector.start_countdown(world.tools, "half-year", 0)
    assert (screen(world).countdown_until, seconds_left(screen(world), world.tools.now())) == (None, None)


@pytest.mark.parametrize("seconds", [-1, -60, 4 * 3600 + 1, 10**9])
def test_a_countdown_lasts_from_nothing_to_four_hours(world, seconds):
    with nothing_changes(world), pytest.raises(Refusal) as refusal:
        projector.start_countdown(world.tools, "half-year", seconds)
    assert refusal.value.code == "bad_countdown"


# How to vote


def test_how_to_vote_is_shown_with_the_wifi_of_the_room(world):
    projector.show_help(world.tools, "half-year", on=True, wifi="  LinXi-Meeting, 12345678 ")
    assert (screen(world).how_to_vote, screen(world).wifi) == (True, "LinXi-Meeting, 12345678")
    projector.show_help(world.tools, "half-year", on=False, wifi="LinXi-Meeting, 12345678")
    assert (screen(world).how_to_vote, screen(world).wifi) == (False, "LinXi-Meeting, 12345678")


def test_the_wifi_line_is_a_line(world):
    projector.show_help(world.tools, "half-year", on=True, wifi="x" * 120)
    with nothing_changes(world), pytest.raises(Refusal) as refusal:
        projector.show_help(world.tools, "half-year", on=True, wifi="x" * 121)
    assert refusal.value.code == "long_wifi"


# All of it

ACTS = {
    "mode": lambda tools, review: projector.set_mode(tools, review, "reveal"),
    "arrangement": lambda tools, review: projector.set_arrangement(tools, review, "score"),
    "reveal": projector.reveal_next,
    "countdown": lambda tools, review: projector.start_countdown(tools, review, 60),
    "help": lambda tools, review: projector.show_help(tools, review, on=True, wifi=""),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_every_setting_raises_the_revision_of_its_own_session_and_of_no_other(world, act):
    before = {review: look_by_name(world.database, review).state.seq for review in ("half-year", "year-end")}
    act(world.tools, "half-year")
    after = {review: look_by_name(world.database, review).state.seq for review in ("half-year", "year-end")}
    assert after == {"half-year": before["half-year"] + 1, "year-end": before["year-end"]}
    assert screen(world, "year-end") == FRESH


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_session_that_is_not_there_has_no_projector(world, act):
    with nothing_changes(world), pytest.raises(Refusal) as refusal:
        act(world.tools, "third-year")
    assert refusal.value.code == "no_such_review"
