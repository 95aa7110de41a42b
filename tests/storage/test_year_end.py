"""What the end of the year stores, on every engine: choices, lists, names, the notice, the seal and all it covers."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.crowd import or_refusal
from tests.support.whole_year import ORGANISER, POINTS, ready_to_seal
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, SMALL_PLAN, World, test_tools
from voting.actions.assess import assess
from voting.actions.check import check
from voting.actions.desk.seal import seal_year
from voting.actions.meeting import close_review, open_review, pause
from voting.actions.paper import enter_paper
from voting.actions.staff import add_staff
from voting.actions.standing import read_standing
from voting.actions.years import load_plan
from voting.storage import years
from voting.storage.desk import name_lists, notices, seals, selections
from voting.storage.desk.name_lists import ListRecord, NomineeRecord
from voting.storage.desk.notices import NoticeRecord, ObjectionRecord
from voting.storage.desk.seals import SealRecord
from voting.storage.desk.selections import DECISION, PROPOSAL, SelectionRecord
from voting.storage.schema import STEPS
from voting.storage.years import YearRecord

CHOICE = SelectionRecord(PROPOSAL, ("b", "a"), "理由", "basis", "branch", "2026-12-18")


@pytest.fixture
def door(database):
    """Two years, so that nothing of one is taken for the other's."""
    with database.writing() as found:
        for year in (2026, 2027):
            years.save(found, YearRecord(year, "小街道", "plan"))
        yield found


def test_a_choice_replaces_the_earlier_one_of_its_kind_and_year(door):
    selections.save(door, 2026, CHOICE)
    again = SelectionRecord(PROPOSAL, (), "", "another", "branch", "2026-12-19")
    selections.save(door, 2026, again)
    selections.save(door, 2027, CHOICE)
    assert selections.find(door, 2026, PROPOSAL) == again
    assert selections.find(door, 2027, PROPOSAL) == CHOICE
    assert selections.find(door, 2026, DECISION) is None


def test_lists_and_names_by_department_in_their_order(door):
    name_lists.save_lists(door, 2026, [ListRecord("b", 2, "numbered"), ListRecord("a", 3, "numbered")])
    name_lists.save_lists(door, 2026, [ListRecord("b", 1, "submitted", "why")])
    assert name_lists.lists(door, 2026) == {
        "a": ListRecord("a", 3, "numbered"),
        "b": ListRecord("b", 1, "submitted", "why"),
    }
    first = [NomineeRecord("z", "b", 1, "王一"), NomineeRecord("y", "b", 2, "李二")]
    name_lists.replace_names(door, 2026, "b", first)
    name_lists.replace_names(door, 2027, "b", [NomineeRecord("x", "b", 1, "王一")])
    name_lists.strike(door, 2026, "b", {"y": "入职不满一年", "x": "not of this year"})
    assert name_lists.names(door, 2026) == {"b": [first[0], NomineeRecord("y", "b", 2, "李二", "入职不满一年")]}
    assert name_lists.names(door, 2027) == {"b": [NomineeRecord("x", "b", 1, "王一")]}
    name_lists.replace_names(door, 2026, "b", [])
    assert name_lists.names(door, 2026) == {}


def test_the_notice_its_calendar_and_objections(door):
    notices.save(door, 2026, NoticeRecord("2026-12-21", "x", "organisation"))
    notices.save(door, 2026, NoticeRecord("2026-12-22", "y", "organisation"))
    notices.save_calendar(door, 2026, {"2026-12-24": "off", "2026-12-26": "work"})
    notices.save_calendar(door, 2026, {"2026-12-25": "off"})
    assert notices.find(door, 2026) == NoticeRecord("2026-12-22", "y", "organisation")
    assert (notices.find(door, 2027), notices.calendar(door, 2027)) == (None, {})
    assert notices.calendar(door, 2026) == {"2026-12-25": "off"}
    notices.add_objection(door, 2026, ObjectionRecord("k", "2026-12-23", "一件事"))
    assert notices.answer_objection(door, 2027, "k", "of another year") is False
    assert notices.answer_objection(door, 2026, "k", "已核实") is True
    assert notices.objections(door, 2026) == [ObjectionRecord("k", "2026-12-23", "一件事", "已核实")]


def test_a_year_is_sealed_once(door):
    seal = SealRecord("organiser", "scrutineer", "2026-12-28", "digest", 7, "hash")
    assert seals.save(door, 2026, seal) is True
    assert seals.save(door, 2026, SealRecord("another", "x", "2026-12-29", "x", 8, "x")) is False
    assert (seals.find(door, 2026), seals.find(door, 2027)) == (seal, None)


def test_a_seal_covers_a_year_and_nothing_of_another(door):
    selections.save(door, 2026, CHOICE)
    selections.save(door, 2027, CHOICE)
    contents = seals.contents(door, 2026)
    assert contents["selection"] == [
        {
            "year": 2026, "kind": PROPOSAL, "departments": '["b","a"]', "reason": "理由", "basis": "basis",
            "actor": "branch", "day": "2026-12-18",
        }
    ]  # fmt: skip
    assert set(contents) == set(seals.covered())


NOT_COVERED = {
    "review", "review_department", "review_group", "void_ballot", "slip", "spent", "counter", "paper_counter", "screen",
    "staff", "journal", "seal", "printout",
}  # fmt: skip
"""Sessions have digests of their own, accounts belong to no year, and a page may be printed after the seal."""


def test_every_table_is_covered_by_the_seal_or_known_not_to_be():
    made = {words.split()[2] for _name, step in STEPS for words in step if words.startswith("CREATE TABLE")}
    assert made - set(seals.covered()) == NOT_COVERED


def test_a_whole_year_ends_alike_on_every_engine(engine):
    """From the points to the seal, by the acts that the pages call; paper ballots stand for the hall."""
    tools = test_tools(engine.another())
    world = World(Path("nowhere"), tools, load_plan(tools, SMALL_PLAN).plan)
    add_staff(tools, "organiser", "organiser", password=ORGANISER_PASSWORD)
    add_staff(tools, "scrutineer", "scrutineer", password=SCRUTINEER_PASSWORD)
    assess(tools, POINTS)
    for review, marks in (("half-year", ("90,80,70", "91,81,71")), ("year-end", ("E,G,F", "G,F,F"))):
        open_review(tools, review)
        pause(tools, review)
        for group in ("leadership", "cadres"):
            enter_paper(tools, review, group, "alpha,beta,gamma\n" + "\n".join(marks * 4))
        close_review(tools, review, world.witness)
    ready_to_seal(world)
    seal_year(tools, ORGANISER, world.witness)
    assert or_refusal(lambda: assess(tools, POINTS)) == "sealed"
    assert [row.decided for row in read_standing(world.database).rows] == [True, False, False]
    assert check(world.database) == []
