"""Targets and inspections over the doors of each engine: the same acts, the same answers, the same figures."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.crowd import all_at_once, or_refusal
from tests.support.desk import ALPHA, BOSS, DAILY_ITEMS, INSIDER, INSPECTOR, OUTSIDER, STANDARD_ITEMS, Desk
from tests.support.world import SMALL_PLAN, World, test_tools
from voting.actions.accounts import first_password, invite, read_accounts, remove_account, set_disabled
from voting.actions.check import check
from voting.actions.desk.departments import read_departments, read_inspections
from voting.actions.desk.figures import read_figures
from voting.actions.desk.imports import import_table
from voting.actions.desk.inspections import finish_component, judge_inspection, reverse_inspection
from voting.actions.desk.targets import add_note, return_targets
from voting.actions.staff import add_staff
from voting.actions.years import load_plan


@pytest.fixture
def desk(engine) -> Desk:
    tools = test_tools(engine.another())
    plan = load_plan(tools, SMALL_PLAN).plan
    add_staff(tools, "organiser", "organiser", password="run it well")
    return Desk(World(Path("nowhere"), tools, plan))


def test_a_year_of_inspections(desk):
    tools, database = desk.world.tools, desk.world.database
    desk.submit()
    return_targets(tools, INSPECTOR, "alpha", "daily", "too coarse")
    assert desk.component().sheet.reason == "too coarse"
    for item in desk.component().items:
        assert item.item.cap == DAILY_ITEMS[item.item.text]
    desk.approve("alpha", "standardisation")
    add_note(tools, ALPHA, desk.key("Seals"), "40", "half of it")
    desk.inspect("Seals", "-1.25")
    desk.inspect("Duty roster", "-0.5", INSIDER)
    (waiting,) = read_inspections(database).waiting
    judge_inspection(tools, OUTSIDER, waiting.record.id, accept=True)
    reverse_inspection(tools, INSPECTOR, desk.last_record("Seals"), "wrong door")
    rows = [["department", "component", "item", "kind", "date", "points", "reason"]]
    rows += [["alpha", "standardisation", "Seals", "spot", "2026-05-01", "-0.75", "no register"]]
    assert import_table(tools, INSPECTOR, rows).inspections == 1
    assert or_refusal(lambda: import_table(tools, INSPECTOR, rows)) == "bad_table"
    assert read_figures(database)["alpha"]["standardisation"].points == Fraction("28.75")
    assert [line.figures["daily"].source for line in read_departments(database).lines] == ["missing"] * 3
    finish_component(tools, INSPECTOR, "alpha", "standardisation", "all seen")
    assert desk.component("alpha", "standardisation").sheet.finished_note == "all seen"
    assert STANDARD_ITEMS.keys() == {line.item.text for line in desk.component("alpha", "standardisation").items}
    assert check(database) == []


def test_many_at_once_get_numbers_of_their_own_and_one_reversal(desk):
    desk.approve()
    jobs = [lambda at=at: desk.inspect("Roads", f"-{at}").number for at in range(1, 7)]
    assert sorted(all_at_once(*jobs)) == list(range(1, 7))
    key = desk.last_record("Roads")
    undo = [lambda: or_refusal(lambda: reverse_inspection(desk.world.tools, INSPECTOR, key, "wrong").number)] * 4
    assert sorted(map(str, all_at_once(*undo))) == ["7", "reversed", "reversed", "reversed"]
    assert check(desk.world.database) == []


def test_accounts_and_their_words(desk):
    tools = desk.world.tools
    given = invite(tools, BOSS, "wang", "assessor", department="alpha")
    password = "long enough"
    jobs = [lambda: or_refusal(lambda: first_password(tools, "wang", given.word, password, password).name)] * 4
    assert sorted(all_at_once(*jobs)) == ["wang", *["wrong_sign_in"] * 3]
    set_disabled(tools, BOSS, "wang", disabled=True)
    assert [(each.name, each.disabled) for each in read_accounts(tools.database)] == [
        ("organiser", False),
        ("wang", True),
    ]
    assert or_refusal(lambda: remove_account(tools, BOSS, "wang")) == "has_acted"
    invite(tools, BOSS, "li", "viewer")
    remove_account(tools, BOSS, "li")
    assert [each.name for each in read_accounts(tools.database)] == ["organiser", "wang"]
