"""The public notice and the seal: when they may come, what a sealed year refuses, and what the check finds."""

from __future__ import annotations

import json

import pytest

from tests.support.crowd import or_refusal
from tests.support.http import nothing_changes
from tests.support.journals import by_hand, last_entry
from tests.support.whole_year import (
    BRANCH,
    COMMITTEE,
    DISQUALIFIED,
    NAMES,
    ORGANISATION,
    ORGANISER,
    POINTS,
    SUPERVISION,
    a_complete_year,
    a_department,
    at,
    choose,
    lists,
    name_all,
    ready_to_seal,
)
from tests.support.world import SMALL_PLAN
from voting.actions import meeting, rehearsal
from voting.actions.assess import assess
from voting.actions.check import check
from voting.actions.departments import DepartmentChange, edit_departments
from voting.actions.desk import names as steps
from voting.actions.desk.next_year import start_next_year, years_of
from voting.actions.desk.notice import answer_objection, give_notice, note_objection, read_notice, set_calendar
from voting.actions.desk.seal import seal_year
from voting.actions.desk.selection import decide, propose
from voting.actions.desk.workdays import day_of
from voting.actions.staff import Witness, add_staff
from voting.actions.standing import read_standing
from voting.actions.year_book import read_year_book
from voting.actions.years import load_plan
from voting.domain.refusals import PlanFaults
from voting.exports.documents import year_document


@pytest.fixture
def year(tmp_path):
    world = a_complete_year(tmp_path)
    yield world
    world.database.close()


@pytest.fixture
def sealed(year):
    ready_to_seal(year)
    seal_year(year.tools, ORGANISER, year.witness)
    return year


def faults(job):
    with pytest.raises(PlanFaults) as refused:
        job()
    return [str(fault) for fault in refused.value.faults]


def waiting(world):
    today = day_of(world.tools.now())
    return [str(fault) for fault in read_notice(world.database, today)[1].waiting]


# --- The notice


def test_the_notice_waits_for_the_decision_and_for_every_name(year):
    give = lambda: give_notice(year.tools, ORGANISATION, "2026-12-21")  # noqa: E731
    assert faults(give) == ["2026: the excellent departments are not decided"]
    choose(year, "alpha")
    assert faults(give) == [f"{name}: the names are not decided" for name in ("甲办", "乙办", "丙办")]
    name_all(year)
    give()
    assert last_entry(year)[1] == "give_notice"


@pytest.mark.parametrize("start", ["", "tomorrow", "2026-12-19", "2026-13-01", "2027-06-01"])
def test_the_notice_starts_today_or_soon(year, start):
    choose(year, "alpha")
    name_all(year)
    with nothing_changes(year):
        assert or_refusal(lambda: give_notice(year.tools, ORGANISATION, start)) == "bad_date"


def test_the_notice_lasts_five_working_days_by_the_calendar(year):
    ready_to_seal(year)
    notice = read_notice(year.database, day_of(year.tools.now()))[1]
    assert [day.isoformat() for day in notice.days] == [f"2026-12-{day}" for day in (21, 22, 23, 24, 25)]
    assert (notice.is_over, notice.waiting) == (True, [])
    set_calendar(year.tools, ORGANISATION, "2026-12-25", "2026-12-27")
    assert waiting(year) == ["2026-12-27: the public notice runs until the end of this day"]
    at(year, 2026, 12, 28)
    assert waiting(year) == []


@pytest.mark.parametrize("day", [21, 25])
def test_the_last_day_belongs_to_the_notice(year, day):
    ready_to_seal(year)
    at(year, 2026, 12, day)
    with nothing_changes(year):
        assert faults(lambda: seal_year(year.tools, ORGANISER, year.witness)) == [
            "2026-12-25: the public notice runs until the end of this day"
        ]


def test_what_changes_after_the_notice_began_starts_it_anew(year):
    ready_to_seal(year)
    assess(year.tools, DISQUALIFIED.format("alpha"))
    assert waiting(year)[0] == "2026: the excellent departments are not decided"
    choose(year, "beta")
    name_all(year, {key: text for key, text in NAMES.items() if key != "gamma"})
    assert waiting(year) == ["2026: what the notice made public has changed: it has to start anew"]
    give_notice(year.tools, ORGANISATION, "2026-12-28")
    assert waiting(year) == ["2027-01-01: the public notice runs until the end of this day"]


def test_an_objection_is_noted_and_answered_before_the_seal(year):
    assert or_refusal(lambda: note_objection(year.tools, SUPERVISION, "x")) == "no_notice"
    ready_to_seal(year)
    assert or_refusal(lambda: note_objection(year.tools, SUPERVISION, " \n")) == "no_text"
    note_objection(year.tools, SUPERVISION, "甲办 迟到\n两次")
    assert waiting(year) == ["2026-12-26: an objection is not answered yet"]
    [objection] = read_notice(year.database, day_of(year.tools.now()))[1].objections
    assert or_refusal(lambda: answer_objection(year.tools, SUPERVISION, "another", "x")) == "no_such_objection"
    answer_objection(year.tools, SUPERVISION, objection.id, "查无此事")
    assert waiting(year) == []
    assert last_entry(year)[2] == {"year": 2026, "id": objection.id, "answer": "查无此事"}


def test_a_person_disqualified_during_the_notice_stops_the_seal(year, monkeypatch):
    ready_to_seal(year)
    monkeypatch.setattr(steps.disqualifications, "persons", lambda _door, _year: [("beta", "赵三")])
    assert waiting(year)[0] == "乙办: 赵三 lost this year's eligibility: strike the name and decide again"


# --- The seal


def test_a_year_is_sealed_by_two_people(year):
    ready_to_seal(year)
    for witness, wanted in (
        (None, "scrutineer_needed"),
        (Witness("scrutineer", "guessed"), "wrong_sign_in"),
        (Witness("organiser", "run it well"), "not_a_scrutineer"),
    ):
        with nothing_changes(year):
            assert or_refusal(lambda witness=witness: seal_year(year.tools, ORGANISER, witness)) == wanted
    head = seal_year(year.tools, ORGANISER, year.witness)
    actor, action, detail = last_entry(year)
    assert (actor, action, detail["by"]) == ("organiser", "seal", ["organiser", "scrutineer"])
    assert read_notice(year.database, day_of(year.tools.now()))[1].seal.hash == head


def test_where_there_is_no_scrutineer_a_year_cannot_be_sealed(year):
    ready_to_seal(year)
    with by_hand(year.path) as connection:
        connection.execute("DELETE FROM staff WHERE role = 'scrutineer'")
    assert or_refusal(lambda: seal_year(year.tools, ORGANISER, None)) == "scrutineer_needed"


@pytest.mark.parametrize("person", [BRANCH, COMMITTEE, ORGANISATION, a_department("alpha")])
def test_only_an_organiser_seals(year, person):
    ready_to_seal(year)
    assert or_refusal(lambda: seal_year(year.tools, person, year.witness)) == "not_yours"


def test_an_unfinished_year_is_not_sealed(year):
    assert faults(lambda: seal_year(year.tools, ORGANISER, year.witness)) == [
        "2026: the excellent departments are not decided",
        "2026: the public notice has not started",
    ]


EVERYTHING = {
    "assess": lambda world: assess(world.tools, POINTS),
    "load": lambda world: load_plan(world.tools, SMALL_PLAN),
    "edit_departments": lambda world: edit_departments(
        world.tools, {"beta": DepartmentChange("乙", 3, directly_led=False)}
    ),
    "rehearse": lambda world: rehearsal.rehearse(world.tools, "year-end"),
    "open": lambda world: meeting.open_review(world.tools, "year-end"),
    "annul": lambda world: meeting.annul(world.tools, "year-end", "x", world.witness),
    "propose": lambda world: propose(world.tools, BRANCH, ["alpha"]),
    "decide": lambda world: decide(world.tools, COMMITTEE, ["alpha"]),
    "strike": lambda world: steps.strike_later(
        world.tools, ORGANISATION, "beta", {lists(world)["beta"].names[0].id: "x"}
    ),
    "calendar": lambda world: set_calendar(world.tools, ORGANISATION, "", ""),
    "notice": lambda world: give_notice(world.tools, ORGANISATION, "2026-12-28"),
    "objection": lambda world: note_objection(world.tools, SUPERVISION, "x"),
    "seal": lambda world: seal_year(world.tools, ORGANISER, world.witness),
}


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_sealed_year_refuses_whatever_would_change_it(sealed, name):
    with nothing_changes(sealed):
        assert or_refusal(lambda: EVERYTHING[name](sealed)) in ("sealed", "wrong_state", "decided", "already_opened")


@pytest.mark.parametrize("name", ["assess", "propose", "decide", "strike", "calendar", "notice", "objection", "seal"])
def test_what_only_the_seal_forbids_is_refused_in_its_sentence(sealed, name):
    assert or_refusal(lambda: EVERYTHING[name](sealed)) == "sealed"


def test_accounts_and_other_years_go_on(sealed):
    add_staff(sealed.tools, "somebody", "viewer", password="long enough")
    assert start_next_year(sealed.tools, ORGANISER, year=2026) == 2027
    assess(sealed.tools, POINTS, year=2027)
    assert years_of(sealed.database) == [2027, 2026]


# --- The check


def test_a_sealed_year_agrees(sealed):
    assert [str(fault) for fault in check(sealed.database)] == []


TAMPERING = {
    "a name": "UPDATE nominee SET name = '钱七' WHERE name = '王一'",
    "a struck name": "UPDATE nominee SET struck = 'x' WHERE name = '王一'",
    "the decision": "UPDATE selection SET departments = '[\"beta\"]' WHERE kind = 'decision'",
    "a reason": "UPDATE selection SET reason = 'x' WHERE kind = 'proposal'",
    "the notice": "UPDATE notice SET start = '2026-12-01'",
    "the calendar": "INSERT INTO calendar_day VALUES (2026, '2026-12-24', 'off')",
    "an objection": "INSERT INTO objection VALUES ('x', 2026, '2026-12-24', 'x', 'x')",
    "the seal's own digest": "UPDATE seal SET digest = 'x'",
}


@pytest.mark.parametrize("what", TAMPERING)
def test_a_change_behind_the_program_s_back_is_found(sealed, what):
    with by_hand(sealed.path) as connection:
        connection.execute(TAMPERING[what])
    assert [str(fault) for fault in check(sealed.database)] == ["2026: the year was changed after it was sealed"]


def test_a_seal_that_was_taken_away_is_missed(sealed):
    with by_hand(sealed.path) as connection:
        connection.execute("DELETE FROM seal")
    assert [str(fault) for fault in check(sealed.database)] == ["2026: the journal says sealed, the year is not"]


def test_a_seal_that_nobody_wrote_down_is_found(year):
    with by_hand(year.path) as connection:
        connection.execute("INSERT INTO seal VALUES (2026, 'a', 'b', '2026-12-26', 'x', 1, 'y')")
    assert [str(fault) for fault in check(year.database)] == [
        "2026: the year is sealed without an entry in the journal"
    ]


# --- The next year


def test_the_next_year_has_last_year_s_plan_and_nothing_of_its_figures(year):
    assert start_next_year(year.tools, ORGANISER) == 2027
    now, then = read_standing(year.database), read_standing(year.database, 2026)
    assert now.plan.departments == then.plan.departments
    assert [row.total for row in now.rows] == [None] * 3
    assert None not in [row.total for row in then.rows]
    assert json.loads(json.dumps(now.plan.office.year)) == 2027
    assert or_refusal(lambda: start_next_year(year.tools, ORGANISER, year=2026)) == "year_exists"
    assert or_refusal(lambda: start_next_year(year.tools, COMMITTEE)) == "not_yours"


def test_what_is_decided_in_one_year_says_nothing_of_the_other(year):
    choose(year, "alpha")
    start_next_year(year.tools, ORGANISER)
    assert [row.decided for row in read_standing(year.database, 2026).rows] == [True, False, False]
    assert [row.decided for row in read_standing(year.database, 2027).rows] == [None] * 3


def test_an_export_carries_the_journal_s_head_and_the_seal_s(year):
    before = year_document(read_year_book(year.database))
    assert before.keys().isdisjoint({"journal_head", "sealed"}), "until then it is the standing and nothing else"
    ready_to_seal(year)
    head = seal_year(year.tools, ORGANISER, year.witness)
    add_staff(year.tools, "somebody", "viewer", password="long enough")
    after = year_document(read_year_book(year.database))
    assert after["sealed"] == {"day": "2026-12-26", "by": ["organiser", "scrutineer"], "journal_head": head}
    assert after["journal_head"] != head
