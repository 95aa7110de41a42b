"""Loading a year: its sessions, loading it again before anything opens, and several years in one database."""

from __future__ import annotations

import pytest

from tests.support.crowd import Hall, points
from tests.support.journals import journal_of
from tests.support.world import SMALL_PLAN, a_world
from voting.actions.assess import assess
from voting.actions.check import check
from voting.actions.counting import Counted
from voting.actions.entries import entries_digest
from voting.actions.meeting import annul, close_review, open_review, pause
from voting.actions.overview import issued_slips, overview
from voting.actions.results import read_result
from voting.actions.slips import cancel_slips, issue_slips
from voting.actions.standing import read_standing
from voting.actions.watch import look_by_name
from voting.actions.years import load_plan, plan_digest
from voting.domain.plan_reader import read_plan
from voting.domain.plan_writer import write_plan
from voting.domain.refusals import PlanFaults, Refusal
from voting.storage.sqlite import SqliteDatabase

NEXT_YEAR = SMALL_PLAN.replace("year = 2026", "year = 2027").replace("slips = 12", "slips = 15")
GAMMA = '[[departments]]\nid = "gamma"\nname = "丙办"\nheadcount = 15\n'
WITHOUT_GAMMA = SMALL_PLAN.replace(GAMMA, "")
WITHOUT_LEADERSHIP = SMALL_PLAN.replace("leadership = {weight = 60, slips = 12}\n", "").replace(
    "weight = 40, slips", "weight = 100, slips"
)
WITHOUT_YEAR_END = SMALL_PLAN[: SMALL_PLAN.rindex("[[reviews]]")].replace('weight = "0.4"', "weight = 1")


def counted(code, world):
    return Hall(world).cast(code, points(1)) == Counted(("alpha", "beta", "gamma"), fresh=True)


# --- Loading


def test_loading_lays_out_the_sessions_of_the_plan(world):
    sessions = [line.session for line in overview(world.database).sessions]
    assert [(one.record.key, one.record.state, one.review.pace) for one in sessions] == [
        ("2026/half-year", "waiting", "together"), ("2026/year-end", "waiting", "one_by_one"),
    ]  # fmt: skip
    assert look_by_name(world.database, "half-year").state.departments == dict.fromkeys(
        ("alpha", "beta", "gamma"), "waiting"
    )
    turnout = look_by_name(world.database, "half-year").tally.turnout
    assert {group: (row.due, row.issued) for group, row in turnout.items()} == {
        "leadership": (12, 0),
        "cadres": (20, 0),
    }


def test_the_stored_plan_is_the_plan_and_the_journal_knows_its_digest(world):
    ((year, office, stored),) = world.dump()["year"]
    assert (year, office, read_plan(stored)) == (2026, "小街道", read_plan(SMALL_PLAN))
    with world.database.reading() as door:
        nothing_entered = entries_digest(door, 2026)
    assert journal_of(world)[0] == (
        "command line",
        "load",
        {"year": 2026, "plan": plan_digest(stored), "digest": nothing_entered, "dead_slips": 0},
    )


def test_loading_tells_what_to_think_about(world):
    loaded = load_plan(world.tools, SMALL_PLAN.replace("slips = 12", "slips = 9"))
    assert [fault.values["slips"] for fault in loaded.warnings] == [9, 9]


def test_a_plan_with_mistakes_is_refused_with_every_one_and_changes_nothing(world):
    before = world.dump()
    with pytest.raises(PlanFaults) as refused:
        load_plan(world.tools, SMALL_PLAN.replace('"0.4"', '"0.5"').replace("weight = 60", "weight = 61"))
    assert (refused.value.code, len(refused.value.faults)) == ("bad_plan", 3)
    assert world.dump() == before


# --- Loading again


def test_before_anything_opens_a_plan_may_be_replaced_and_its_slips_stay_valid(world):
    codes = world.issue("half-year")["cadres"]
    key = look_by_name(world.database, "half-year").session.record.screen_key
    loaded = load_plan(world.tools, SMALL_PLAN.replace("slips = 20", "slips = 25"))
    assert loaded.dead_slips == 0
    assert look_by_name(world.database, "half-year").session.record.screen_key == key
    assert look_by_name(world.database, "half-year").tally.turnout["cadres"].issued == 20
    assert {slip.group for slip in issue_slips(world.tools, "half-year").slips} == {"cadres"}
    assert look_by_name(world.database, "half-year").tally.turnout["cadres"].issued == 25
    world.open("half-year")
    assert [counted(code, world) for code in codes[:3]] == [True] * 3
    assert check(world.database) == []


def test_loading_the_same_plan_again_changes_nothing_but_the_journal(world):
    world.issue("half-year")
    before = world.dump()
    load_plan(world.tools, SMALL_PLAN)
    after = world.dump()
    assert [table for table in after if after[table] != before[table]] == ["journal", "review"]
    revision = 6
    assert [row[:revision] + row[revision + 2 :] for row in after["review"]] == [
        row[:revision] + row[revision + 2 :] for row in before["review"]
    ]


def test_slips_of_a_group_that_no_longer_votes_die_and_are_counted(world):
    leadership = world.issue("half-year")["leadership"]
    world.issue("year-end")
    loaded = load_plan(world.tools, WITHOUT_LEADERSHIP)
    assert loaded.dead_slips == 24
    assert journal_of(world)[-1][2]["dead_slips"] == 24
    assert sorted({row[2] for row in world.dump()["slip"]}) == ["cadres"]
    world.open("half-year")
    assert Hall(world).cast(leadership[0], points(1)) == "unknown_code"
    assert check(world.database) == []


def test_slips_of_a_session_that_is_no_longer_planned_die_and_are_counted(world):
    world.issue("half-year")
    world.issue("year-end")
    assert load_plan(world.tools, WITHOUT_YEAR_END).dead_slips == 32
    assert {row[1] for row in world.dump()["slip"]} == {"2026/half-year"}
    assert [line.session.record.id for line in overview(world.database).sessions] == ["half-year"]
    assert check(world.database) == []


def test_a_cancelled_slip_does_not_come_back_with_a_new_plan(world):
    code, other, *_ = world.issue("half-year")["cadres"]
    cancel_slips(world.tools, "half-year", [code])
    load_plan(world.tools, SMALL_PLAN)
    world.open("half-year")
    assert [Hall(world).cast(code, points(1)), counted(other, world)] == ["unknown_code", True]
    assert look_by_name(world.database, "half-year").tally.turnout["cadres"].issued == 19


def test_a_new_plan_drops_the_points_of_departments_it_does_not_have(world):
    text = "department,component,points,note\nalpha,daily,60,\ngamma,daily,50,\ngamma,disqualification,,cards\n"
    assess(world.tools, text)
    load_plan(world.tools, WITHOUT_GAMMA)
    assert [row[1:4] for row in world.dump()["points"]] == [("alpha", "daily", "60")]
    assert world.dump()["disqualification"] == []


def test_a_new_plan_that_drops_points_leaves_nothing_for_the_check_to_find(world):
    """Both loading and entering points are done by the program: no one has changed anything outside it."""
    assess(world.tools, "department,component,points,note\nalpha,daily,60,\ngamma,daily,50,\n")
    load_plan(world.tools, WITHOUT_GAMMA)
    assert [str(fault) for fault in check(world.database)] == []


@pytest.mark.parametrize("state", ["open", "paused", "closed", "annulled"])
def test_once_a_session_has_opened_the_plan_stays_as_it_is(world, state):
    world.issue("year-end")
    world.open("year-end", "alpha")
    {
        "open": lambda: None,
        "paused": lambda: pause(world.tools, "year-end"),
        "closed": lambda: close_review(world.tools, "year-end", world.witness),
        "annulled": lambda: annul(world.tools, "year-end", "a wrong list", world.witness),
    }[state]()
    before = world.dump()
    for plan in (
        SMALL_PLAN,
        SMALL_PLAN.replace("小街道", "大街道"),
        SMALL_PLAN.replace("headcount = 12", "headcount = 13"),
    ):
        with pytest.raises(Refusal) as refused:
            load_plan(world.tools, plan)
        assert refused.value.code == "already_opened"
    assert world.dump() == before


# --- Several years


@pytest.fixture
def two_years(world):
    load_plan(world.tools, NEXT_YEAR)
    return world


def test_the_newest_year_is_meant_unless_another_is_named(two_years):
    world = two_years
    found = [look_by_name(world.database, "half-year", year).session.key for year in (None, 2027, 2026)]
    assert found == ["2027/half-year", "2027/half-year", "2026/half-year"]
    assert [overview(world.database, year).plan.office.year for year in (None, 2026)] == [2027, 2026]
    assert [read_standing(world.database, year).plan.office.year for year in (None, 2026)] == [2027, 2026]


def test_an_older_year_that_is_loaded_later_is_not_the_newest(world):
    load_plan(world.tools, SMALL_PLAN.replace("year = 2026", "year = 2025"))
    assert look_by_name(world.database, "half-year").session.key == "2026/half-year"


def test_a_year_that_is_not_there_is_refused(two_years):
    world = two_years
    for job in (
        lambda: look_by_name(world.database, "half-year", 2028),
        lambda: open_review(world.tools, "half-year", year=2028),
        lambda: assess(world.tools, "department,component,points,note\nalpha,daily,1,\n", year=2028),
        lambda: read_standing(world.database, 2028),
    ):
        with pytest.raises(Refusal) as refused:
            job()
        assert refused.value.code == "no_such_year"
    assert overview(world.database, 2028) is None


def test_where_no_plan_is_loaded_everything_says_so(tmp_path):
    database = SqliteDatabase(tmp_path / "empty.db")
    with pytest.raises(Refusal) as refused:
        read_standing(database)
    assert (refused.value.code, overview(database), issued_slips(database), check(database)) == ("no_year", None, 0, [])
    database.close()


def test_two_years_go_their_own_ways(two_years):
    world = two_years
    old = {}
    for slip in issue_slips(world.tools, "half-year", year=2026).slips:
        old.setdefault(slip.group, []).append(slip.code)
    new = world.issue("half-year")
    assert {group: len(codes) for group, codes in new.items()} == {"leadership": 15, "cadres": 20}
    assert issued_slips(world.database) == 32 + 35
    open_review(world.tools, "half-year", year=2026)
    assert [Hall(world).cast(new["cadres"][0], points(1)), counted(old["cadres"][0], world)] == ["not_open", True]
    open_review(world.tools, "half-year")
    assert counted(new["cadres"][0], world) is True
    for code in old["cadres"][1:8]:
        assert counted(code, world) is True
    assess(world.tools, "department,component,points,note\nalpha,daily,1.5,\n", year=2026)
    close_review(world.tools, "half-year", world.witness, year=2026)
    assert read_result(world.database, "half-year", 2026).total.returned == 8
    with pytest.raises(Refusal) as refused:
        read_result(world.database, "half-year")
    assert refused.value.code == "not_closed"
    assert [row.daily for row in read_standing(world.database, 2026).rows] == ["1.50", None, None]
    assert [row.daily for row in read_standing(world.database).rows] == [None, None, None]
    assert issued_slips(world.database) == 35
    assert check(world.database) == []


def test_a_year_may_be_loaded_while_another_is_open(world):
    world.open("half-year")
    assert load_plan(world.tools, NEXT_YEAR).plan == read_plan(NEXT_YEAR)
    with pytest.raises(Refusal):
        load_plan(world.tools, SMALL_PLAN)
    assert write_plan(read_plan(SMALL_PLAN)) == world.dump()["year"][0][2]


def test_a_fresh_world_is_healthy(tmp_path):
    world = a_world(tmp_path, people=False)
    assert check(world.database) == []
    world.database.close()
