"""Rehearsals: ten slips, everything as in earnest, nothing of it counts, all of it can be looked at and thrown away."""

from __future__ import annotations

import json

import pytest

from tests.support.crowd import Hall
from tests.support.http import nothing_changes
from tests.support.journals import found_in, last_entry, voter_data
from voting.actions.check import check
from voting.actions.meeting import annul, close_review, open_review
from voting.actions.overview import overview
from voting.actions.rehearsal import end_rehearsal, rehearse, what_is_stored
from voting.actions.results import read_result
from voting.actions.slips import issue_slips
from voting.actions.standing import read_standing
from voting.actions.watch import look_by_name, revisions
from voting.domain.codes import hash_code
from voting.domain.refusals import Refusal

NAME = "rehearsal-half-year"
MARKS = {"alpha": 95, "beta": 80, "gamma": 70}


@pytest.fixture
def made(world):
    return rehearse(world.tools, "half-year", actor="organiser")


@pytest.fixture
def codes(made):
    return [slip.code for slip in made.sheet.slips]


@pytest.fixture
def voted(world, codes):
    """All ten have voted in a rehearsal that is open."""
    open_review(world.tools, NAME)
    hall = Hall(world)
    for code in codes:
        assert not isinstance(hall.cast(code, MARKS), str)
    return world


def rows_of(world, review=NAME):
    """The rows of every table that belong to a session, whatever the table."""
    key = f"2026/{review}"
    return {table: [row for row in rows if key in row] for table, rows in world.dump().items() if table != "journal"}


# Making one


def test_a_rehearsal_has_ten_slips_spread_over_the_groups(made):
    groups = [slip.group for slip in made.sheet.slips]
    assert (made.review_id, groups.count("leadership"), groups.count("cadres")) == (NAME, 5, 5)
    assert made.sheet.review_name == "半年评议"


def test_slips_come_in_the_order_of_their_codes_which_is_no_order_at_all(codes):
    assert codes == sorted(codes)
    assert len(set(codes)) == 10


def test_it_waits_like_the_session_it_copies(world, made):
    found = look_by_name(world.database, NAME)
    original = look_by_name(world.database, "half-year")
    assert found.state.state == "waiting"
    assert (found.session.review, found.session.plan) == (original.session.review, original.session.plan)
    assert found.session.record.screen_key != original.session.record.screen_key


def test_the_session_it_copies_is_not_touched(world):
    before = rows_of(world, "half-year")
    rehearse(world.tools, "half-year")
    assert rows_of(world, "half-year") == before


def test_another_rehearsal_has_a_name_of_its_own(world, made):
    assert rehearse(world.tools, "half-year").review_id == f"{NAME}-2"
    assert rehearse(world.tools, "year-end").review_id == "rehearsal-year-end"


def test_it_is_journalled_and_the_codes_are_not(world, made, codes):
    actor, action, detail = last_entry(world)
    assert (actor, action) == ("organiser", "rehearse")
    assert detail == {"review": "2026/half-year", "rehearsal": f"2026/{NAME}"}
    assert found_in(json.dumps(world.dump()["journal"]), voter_data(codes)) == []


def test_a_session_that_is_going_on_can_be_rehearsed_too(half_year):
    made = rehearse(half_year.world.tools, "half-year")
    assert look_by_name(half_year.world.database, made.review_id).state.state == "waiting"


# Nothing of it counts


def test_its_turnout_and_result_are_its_own(voted):
    close_review(voted.tools, NAME, None, actor="organiser")
    result = read_result(voted.database, NAME)
    assert (result.total.due, result.total.issued, result.total.returned) == (10, 10, 10)
    assert result.closed_by == "organiser"
    other = look_by_name(voted.database, "half-year")
    assert [row.returned for row in other.tally.turnout.values()] == [0, 0]


def test_a_closed_rehearsal_enters_no_total(voted):
    before = read_standing(voted.database)
    close_review(voted.tools, NAME, None)
    assert read_standing(voted.database) == before
    assert {row.reviews["half-year"] for row in read_standing(voted.database).rows} == {None}


def test_it_is_not_among_the_sessions_of_the_year(voted):
    found = overview(voted.database)
    assert [line.session.record.id for line in found.sessions] == ["half-year", "year-end"]
    assert f"2026/{NAME}" in revisions(voted.database)


def test_what_takes_two_in_earnest_takes_one(voted):
    issue_slips(voted.tools, "year-end")
    open_review(voted.tools, "year-end")
    with pytest.raises(Refusal) as refusal:
        close_review(voted.tools, "year-end", None)
    assert refusal.value.code == "scrutineer_needed"
    close_review(voted.tools, NAME, None)
    assert look_by_name(voted.database, NAME).state.state == "closed"


def test_a_rehearsal_s_slip_votes_in_no_other_session(world, codes):
    world.open("half-year")
    assert Hall(world).cast(codes[0], MARKS) == "not_open"
    assert world.dump()["counter"] == []


def test_an_annulled_rehearsal_is_held_anew_as_a_rehearsal(voted):
    again = annul(voted.tools, NAME, "to try it", voted.witness)
    assert look_by_name(voted.database, again).session.record.rehearsal == 1
    assert [line.session.record.id for line in overview(voted.database).sessions] == ["half-year", "year-end"]


# Throwing it away


def test_thrown_away_it_leaves_nothing_behind(voted):
    close_review(voted.tools, NAME, None)
    end_rehearsal(voted.tools, NAME, actor="organiser")
    assert {table: rows for table, rows in rows_of(voted).items() if rows} == {}
    dump = voted.dump()
    assert (dump["spent"], dump["counter"]) == ([], [])
    assert last_entry(voted) == ("organiser", "end_rehearsal", {"rehearsal": f"2026/{NAME}"})
    assert check(voted.database) == []


def test_only_the_own_rows_go(voted):
    other = rehearse(voted.tools, "year-end")
    before = rows_of(voted, other.review_id)
    end_rehearsal(voted.tools, NAME)
    assert rows_of(voted, other.review_id) == before


def test_its_name_is_free_again_and_its_old_slips_stay_dead(voted, codes):
    end_rehearsal(voted.tools, NAME)
    assert rehearse(voted.tools, "half-year").review_id == NAME
    open_review(voted.tools, NAME)
    assert Hall(voted).cast(codes[0], MARKS, "f" * 32) == "unknown_code"


@pytest.mark.parametrize("review", ["half-year", "year-end"])
def test_a_session_that_counts_is_never_thrown_away(world, review):
    world.issue(review)
    with nothing_changes(world), pytest.raises(Refusal) as refusal:
        end_rehearsal(world.tools, review)
    assert refusal.value.code == "not_a_rehearsal"


# What is stored


def test_what_is_stored_is_every_row_and_no_row_of_another_session(voted, codes):
    world = voted
    world.issue("half-year")
    tables = what_is_stored(world.database, NAME).tables
    dump = world.dump()
    mine = {hash_code(code) for code in codes}
    assert {row["code"] for row in tables["slip"]} == mine
    assert {row["slip"] for row in tables["spent"]} == mine == {row[0] for row in dump["spent"]}
    assert sorted(row["n"] for row in tables["counter"]) == sorted(row[5] for row in dump["counter"])
    assert [(row["grp"], row["slips"], row["returned"]) for row in tables["review_group"]] == [
        ("cadres", 5, 5),
        ("leadership", 5, 5),
    ]


def test_it_shows_neither_codes_nor_receipts_nor_any_time_or_order(voted, codes):
    tables = what_is_stored(voted.database, NAME).tables
    shown = json.dumps(tables)
    assert found_in(shown, codes) == []
    columns = {table: set(rows[0]) for table, rows in tables.items() if rows}
    assert columns == {
        "slip": {"code", "grp", "state"},
        "spent": {"slip", "department", "grp", "receipt"},
        "counter": {"grp", "department", "level", "mark", "n"},
        "review_group": {"grp", "slips", "late_slips", "returned", "paper"},
    }
    order = [row["slip"] for row in tables["spent"]]
    assert order == sorted(order)


@pytest.mark.parametrize("review", ["half-year", "year-end"])
def test_the_rows_of_a_session_that_counts_are_never_shown(half_year, review):
    half_year.all_cast("half-year")
    with pytest.raises(Refusal) as refusal:
        what_is_stored(half_year.world.database, review)
    assert refusal.value.code == "not_a_rehearsal"
