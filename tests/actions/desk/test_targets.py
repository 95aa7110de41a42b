"""Targets at the desk: a department writes items down, an assessor of another department approves them."""

from __future__ import annotations

import pytest

from tests.support.crowd import or_refusal
from tests.support.desk import ALPHA, ALPHAS_LEADER, BETA, BOSS, DAILY_ITEMS, INSIDER, INSPECTOR, drafts
from tests.support.http import nothing_changes
from tests.support.journals import by_hand, last_entry
from tests.support.world import SMALL_PLAN
from voting.actions.check import check
from voting.actions.desk.targets import Draft, add_note, approve_targets, return_targets, save_targets
from voting.actions.years import load_plan
from voting.domain.refusals import PlanFaults


def save(desk, rows, person=ALPHA, **more):
    save_targets(desk.world.tools, person, "alpha", "daily", rows, **more)


def texts(desk, component="daily"):
    return [(line.item.text, line.item.cap) for line in desk.component("alpha", component).items]


def test_a_draft_may_be_incomplete_and_is_kept_as_it_is(desk):
    save(desk, [Draft("", " Roads ", "40"), Draft("", "Letters", ""), Draft("", " ", " ")])
    assert texts(desk) == [("Roads", "40"), ("Letters", "")]
    assert desk.component().sheet.state == "draft"
    assert last_entry(desk.world)[:2] == ("clerk of alpha", "targets")


def test_a_draft_is_mended_in_place(desk):
    save(desk, drafts(DAILY_ITEMS))
    roads, letters = desk.key("Roads"), desk.key("Letters")
    save(desk, [Draft(letters, "Letters of citizens", "30"), Draft("", "New", "1"), Draft(roads, "Roads", "39")])
    assert texts(desk) == [("Letters of citizens", "30"), ("New", "1"), ("Roads", "39")]
    assert (desk.key("Letters of citizens"), desk.key("Roads")) == (letters, roads)


def test_what_does_not_sum_to_the_points_is_not_submitted(desk):
    with nothing_changes(desk.world), pytest.raises(PlanFaults) as refused:
        save(desk, drafts({"Roads": "40", "Letters": "29"}), submit=True)
    assert [str(fault) for fault in refused.value.faults] == [
        "the list: the points sum to 69 and must sum to exactly 70: 1 are missing"
    ]


def test_submitted_items_are_approved_by_an_assessor(desk):
    desk.submit()
    assert or_refusal(lambda: save(desk, drafts(DAILY_ITEMS))) == "wrong_state"
    approve_targets(desk.world.tools, INSPECTOR, "alpha", "daily")
    sheet = desk.component().sheet
    assert (sheet.state, sheet.submitted_by, sheet.decided_by) == ("approved", "clerk of alpha", "inspector")
    assert or_refusal(lambda: save(desk, drafts(DAILY_ITEMS))) == "wrong_state"


def test_items_come_back_with_a_reason_and_are_submitted_again(desk):
    desk.submit()
    assert or_refusal(lambda: return_targets(desk.world.tools, INSPECTOR, "alpha", "daily", " ")) == "no_reason"
    return_targets(desk.world.tools, INSPECTOR, "alpha", "daily", "too coarse")
    assert (desk.component().sheet.state, desk.component().sheet.reason) == ("draft", "too coarse")
    save(desk, [Draft(line.item.id, line.item.text, line.item.cap) for line in desk.component().items], submit=True)
    approve_targets(desk.world.tools, INSPECTOR, "alpha", "daily")
    assert desk.component().sheet.reason == ""


def test_approved_items_come_back_only_before_the_first_inspection(approved):
    approved.inspect("Seals", "-1")
    with nothing_changes(approved.world):
        assert (
            or_refusal(lambda: return_targets(approved.world.tools, INSPECTOR, "alpha", "standardisation", "why"))
            == "inspected"
        )
    return_targets(approved.world.tools, INSPECTOR, "alpha", "daily", "on second thoughts")
    assert approved.component().sheet.state == "draft"


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda d: save(d, drafts(DAILY_ITEMS), BETA), "not_yours"),
        (lambda d: save(d, drafts(DAILY_ITEMS), ALPHAS_LEADER), "not_yours"),
        (lambda d: save(d, drafts(DAILY_ITEMS), INSPECTOR), "not_yours"),
        (lambda d: save_targets(d.world.tools, ALPHA, "alpha", "honours", []), "no_such_component"),
        (lambda d: save(d, [Draft("somebody's", "Roads", "70")]), "no_such_target"),
        (lambda d: approve_targets(d.world.tools, ALPHA, "alpha", "daily"), "not_yours"),
        (lambda d: approve_targets(d.world.tools, BOSS, "alpha", "daily"), "not_yours"),
        (lambda d: approve_targets(d.world.tools, INSIDER, "alpha", "daily"), "concerned"),
        (lambda d: return_targets(d.world.tools, INSIDER, "alpha", "daily", "why"), "concerned"),
        (lambda d: approve_targets(d.world.tools, INSPECTOR, "alpha", "daily"), "wrong_state"),
        (lambda d: return_targets(d.world.tools, INSPECTOR, "alpha", "daily", "why"), "wrong_state"),
        (lambda d: approve_targets(d.world.tools, INSPECTOR, "nowhere", "daily"), "no_such_department"),
    ],
)
def test_what_is_refused_changes_nothing(desk, act, code):
    save(desk, drafts({"Roads": "40"}))
    with nothing_changes(desk.world):
        assert or_refusal(lambda: act(desk)) == code


def test_the_items_of_another_list_cannot_be_taken_over(desk):
    desk.submit("beta")
    theirs = desk.key("Roads", "beta")
    with nothing_changes(desk.world):
        assert or_refusal(lambda: save(desk, [Draft(theirs, "mine now", "70")])) == "no_such_target"


def test_one_item_cannot_stand_twice_in_a_list(desk):
    save(desk, drafts({"Roads": "40"}))
    twice = [Draft(desk.key("Roads"), "Roads", "35")] * 2
    with nothing_changes(desk.world):
        assert or_refusal(lambda: save(desk, twice)) == "no_such_target"


# --- Progress and material


def test_progress_is_noted_along_the_year(approved):
    item = approved.key("Roads")
    add_note(approved.world.tools, ALPHA, item, "40", " first half paved ")
    add_note(approved.world.tools, ALPHA, item, "100", "")
    line = approved.item("Roads")
    assert (line.progress, [(each.note.progress, each.note.note) for each in line.notes]) == (
        100,
        [(100, ""), (40, "first half paved")],
    )
    assert last_entry(approved.world)[1] == "progress"


@pytest.mark.parametrize(
    ("person", "progress", "note", "code"),
    [
        (BETA, "40", "", "not_yours"),
        (ALPHAS_LEADER, "40", "", "not_yours"),
        (INSPECTOR, "40", "", "not_yours"),
        (ALPHA, "101", "", "bad_progress"),
        (ALPHA, "-1", "", "bad_progress"),
        (ALPHA, "a lot", "", "bad_progress"),
        (ALPHA, "", "", "bad_progress"),
        (ALPHA, "٤٠", "", "bad_progress"),
        (ALPHA, "40", "x" * 1001, "long_note"),
    ],
)
def test_a_note_that_cannot_be_changes_nothing(approved, person, progress, note, code):
    item = approved.key("Roads")
    with nothing_changes(approved.world):
        assert or_refusal(lambda: add_note(approved.world.tools, person, item, progress, note)) == code


def test_an_item_with_notes_is_not_removed(approved):
    add_note(approved.world.tools, ALPHA, approved.key("Roads"), "40", "begun")
    return_targets(approved.world.tools, INSPECTOR, "alpha", "daily", "again please")
    rest = [Draft(line.item.id, line.item.text, line.item.cap) for line in approved.component().items[1:]]
    with nothing_changes(approved.world):
        assert or_refusal(lambda: save(approved, rest)) == "has_notes"


# --- A plan that is loaded again


def test_a_plan_with_other_points_is_refused_while_items_are_approved_for_the_old_ones(approved):
    with nothing_changes(approved.world):
        assert (
            or_refusal(lambda: load_plan(approved.world.tools, SMALL_PLAN + "[points]\ndaily = 60\n"))
            == "targets_differ"
        )


def test_with_a_department_go_its_items_unless_they_were_inspected(approved):
    approved.submit("gamma")
    without_gamma = SMALL_PLAN.replace('[[departments]]\nid = "gamma"\nname = "丙办"\nheadcount = 15\n', "")
    load_plan(approved.world.tools, without_gamma)
    assert [row for row in approved.world.dump()["target"] if "gamma" in row] == []
    assert check(approved.world.database) == []
    approved.inspect("Roads", "-1")
    without_alpha = without_gamma.replace('[[departments]]\nid = "alpha"\nname = "甲办"\nheadcount = 12\n', "")
    assert without_alpha != without_gamma
    with nothing_changes(approved.world):
        assert or_refusal(lambda: load_plan(approved.world.tools, without_alpha)) == "inspected"


# --- The check


def test_what_is_changed_past_the_program_shows(approved):
    assert check(approved.world.database) == []
    with by_hand(approved.world.path) as connection:
        connection.execute("UPDATE target SET cap = '41' WHERE text = 'Roads'")
    assert [str(fault) for fault in check(approved.world.database)] == [
        "2026: targets or inspections were changed outside the program"
    ]
