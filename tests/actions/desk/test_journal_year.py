"""What the end of the year writes into the journal: every act, with the keys that were judged, and no other."""

from __future__ import annotations

import pytest

from tests.support.journals import journal_of
from tests.support.whole_year import (
    BRANCH,
    COMMITTEE,
    NAMES,
    ORGANISATION,
    ORGANISER,
    SUPERVISION,
    a_complete_year,
    a_department,
    a_leader,
    at,
    lists,
)
from voting.actions.desk import names as steps
from voting.actions.desk.next_year import start_next_year
from voting.actions.desk.notice import answer_objection, give_notice, note_objection, read_notice, set_calendar
from voting.actions.desk.seal import seal_year
from voting.actions.desk.selection import decide, propose
from voting.actions.desk.workdays import day_of
from voting.actions.journal import record

KEYS = {
    "propose": {"year", "departments", "added", "left_out", "reason", "basis"},
    "decide": {"year", "departments", "added", "left_out", "reason", "basis"},
    "send_numbers": {"year", "numbers"},
    "submit_names": {"year", "department", "names"},
    "send_names_back": {"year", "department", "reason"},
    "consent_to_names": {"year", "department"},
    "examine_names": {"year", "department", "struck"},
    "strike_names": {"year", "department", "struck"},
    "decide_names": {"year", "names"},
    "set_calendar": {"year", "days"},
    "give_notice": {"year", "start", "content"},
    "note_objection": {"year", "id", "about"},
    "answer_objection": {"year", "id", "answer"},
    "seal": {"year", "by", "digest"},
    "load": {"year", "plan", "digest", "dead_slips"},
}
"""All that an entry may say: acts of offices on departments and on people put forward, nothing of any voter."""


@pytest.fixture
def year(tmp_path):
    world = a_complete_year(tmp_path)
    yield world
    world.database.close()


def names_in_all_ways(world):
    tools = world.tools
    steps.send_numbers(tools, ORGANISATION)
    steps.submit_names(tools, a_department("alpha"), "alpha", "王一,李二,赵三")
    steps.send_names_back(tools, a_leader("alpha"), "alpha", "x")
    for department, text in (NAMES | {"alpha": "王一,李二,赵三"}).items():
        steps.submit_names(tools, a_department(department), department, text)
        steps.consent_to_names(tools, a_leader(department), department)
        steps.examine_names(tools, ORGANISATION, department, {})
    steps.strike_later(tools, ORGANISATION, "alpha", {lists(world)["alpha"].names[0].id: "x"})
    steps.decide_names(tools, COMMITTEE, list(NAMES))


def test_every_act_is_in_the_journal_with_the_keys_that_were_judged(year):
    tools, before = year.tools, len(journal_of(year))
    propose(tools, BRANCH, ["alpha"])
    decide(tools, COMMITTEE, ["alpha"])
    names_in_all_ways(year)
    at(year, 2026, 12, 21)
    set_calendar(tools, ORGANISATION, "2027-01-01", "")
    give_notice(tools, ORGANISATION, "2026-12-21")
    note_objection(tools, SUPERVISION, "x")
    [objection] = read_notice(year.database, day_of(tools.now()))[1].objections
    answer_objection(tools, SUPERVISION, objection.id, "y")
    at(year, 2026, 12, 28)
    seal_year(tools, ORGANISER, year.witness)
    start_next_year(tools, ORGANISER)
    found = {}
    for _actor, action, detail in journal_of(year)[before:]:
        found.setdefault(action, set()).update(detail)
    assert found == KEYS


def test_an_entry_that_names_no_year_is_a_defect_and_not_a_way_around_the_seal(year):
    with pytest.raises(ValueError, match="which year assess belongs to"), year.database.writing() as door:
        record(door, year.tools, "organiser", "assess", {"figures": 1})
