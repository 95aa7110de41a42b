"""Inspections: recorded on the spot, derived into points, verified where there is a conflict, corrected by reversing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.crowd import all_at_once, or_refusal
from tests.support.desk import ALPHA, BOSS, INSIDER, INSPECTOR, OUTSIDER, Desk, numbers
from tests.support.http import nothing_changes
from tests.support.journals import by_hand, last_entry
from voting.actions.assess import assess, enter_points, withdraw_points
from voting.actions.check import check
from voting.actions.desk.departments import read_departments, read_inspections
from voting.actions.desk.figures import read_figures
from voting.actions.desk.inspections import (
    Seen,
    finish_component,
    judge_inspection,
    record_inspection,
    reopen_component,
    reverse_inspection,
)
from voting.actions.standing import read_standing


def test_points_are_derived_from_what_was_found(approved):
    approved.inspect("Roads", "-2.5")
    approved.inspect("Roads", "+1", kind="periodic")
    assert [approved.points(item) for item in ("Roads", "Letters")] == ["77/2", None]
    assert (approved.figure().points, approved.figure().source) == (None, "missing")
    approved.inspect("Letters", "0", reason="")
    approved.inspect("Archive", "-9.5")
    assert (approved.figure().points, approved.figure().source) == (Fraction(59), "inspections")


def test_the_standing_takes_the_derived_points(approved):
    for item, points in (
        ("Roads", "-2.5"),
        ("Letters", "0"),
        ("Archive", "-1.25"),
        ("Duty roster", "-3"),
        ("Seals", "0"),
    ):
        approved.inspect(item, points)
    row = next(row for row in read_standing(approved.world.database).rows if row.department.id == "alpha")
    assert (row.daily, row.standardisation) == ("66.25", "27.00")


def test_a_record_says_everything_of_itself(approved):
    recorded = approved.inspect("Roads", "-2.5", kind="periodic", reason=" potholes ", held_on="2026-05-02")
    record = approved.item("Roads").records[0].record
    assert (recorded.number, recorded.waits) == (1, False)
    assert (record.kind, record.held_on, record.points, record.reason) == ("periodic", "2026-05-02", "-2.5", "potholes")
    assert (record.recorded_by, record.state, record.verified_by) == ("inspector", "acting", None)
    actor, action, detail = last_entry(approved.world)
    assert (actor, action, detail["records"]) == (
        "inspector",
        "inspection",
        [[1, record.target, "-2.5", "acting", None]],
    )


@pytest.mark.parametrize(
    ("points", "more", "code"),
    [
        ("-41", {}, "over_the_cap"),
        ("-1.234", {}, "bad_points"),
        ("", {}, "bad_points"),
        ("-1", {"reason": " "}, "no_reason"),
        ("-1", {"kind": "surprise"}, "bad_kind"),
        ("-1", {"held_on": "2026-02-30"}, "bad_date"),
        ("-1", {"held_on": "18.3.2026"}, "bad_date"),
        ("-1", {"held_on": "2025-12-31"}, "bad_date"),
        ("-1", {"held_on": "2026-12-22"}, "bad_date"),
        ("-1", {"held_on": ""}, "bad_date"),
    ],
)
def test_what_no_inspection_can_be_changes_nothing(approved, points, more, code):
    with nothing_changes(approved.world):
        assert or_refusal(lambda: approved.inspect("Roads", points, **more)) == code


@pytest.mark.parametrize("person", [BOSS, ALPHA])
def test_only_assessors_inspect(approved, person):
    with nothing_changes(approved.world):
        assert or_refusal(lambda: approved.inspect("Roads", "-1", person)) == "not_yours"


def test_nothing_is_inspected_before_its_items_are_approved(desk):
    desk.submit()
    with nothing_changes(desk.world):
        assert or_refusal(lambda: desk.inspect("Roads", "-1")) == "not_approved"


def test_an_item_of_nobody_cannot_be_inspected(approved):
    seen = Seen("somebody's", "spot", "2026-03-18", "-1", "why")
    with nothing_changes(approved.world):
        assert or_refusal(lambda: record_inspection(approved.world.tools, INSPECTOR, seen)) == "no_such_target"


def test_many_who_inspect_at_once_get_numbers_of_their_own(approved):
    jobs = [lambda at=at: approved.inspect("Roads", f"-{at}") for at in range(1, 9)]
    assert sorted(each.number for each in all_at_once(*jobs)) == list(range(1, 9))
    assert approved.points("Roads") == "4"
    assert check(approved.world.database) == []


# --- The own department


def test_a_record_about_the_own_department_waits_for_somebody_of_another(approved):
    assert approved.inspect("Roads", "+1", INSIDER).waits
    assert approved.points("Roads") is None
    (waiting,) = read_inspections(approved.world.database).waiting
    judge_inspection(approved.world.tools, OUTSIDER, waiting.record.id, accept=True)
    assert approved.points("Roads") == "40"
    line = approved.item("Roads").records[0]
    assert (line.record.state, line.record.verified_by, line.counts) == ("acting", "outsider", True)
    assert read_inspections(approved.world.database).waiting == []


def test_a_record_that_the_second_person_refuses_never_counts(approved):
    approved.inspect("Roads", "-1", INSIDER)
    key = approved.last_record("Roads")
    assert or_refusal(lambda: judge_inspection(approved.world.tools, OUTSIDER, key, accept=False)) == "no_reason"
    judge_inspection(approved.world.tools, OUTSIDER, key, accept=False, reason="nothing of it is so")
    assert (approved.points("Roads"), approved.item("Roads").records[0].record.state) == (None, "refused")
    with nothing_changes(approved.world):
        assert or_refusal(lambda: judge_inspection(approved.world.tools, OUTSIDER, key, accept=True)) == "not_waiting"


def test_nobody_of_the_department_and_nobody_who_recorded_it_is_the_second_person(approved):
    approved.inspect("Roads", "-1", INSIDER)
    key = approved.last_record("Roads")
    moved = INSIDER._replace(department="beta")
    another = INSIDER._replace(name="another insider")
    for person, code in (
        (INSIDER, "same_person"),
        (moved, "same_person"),
        (another, "not_from_elsewhere"),
        (INSPECTOR, "not_from_elsewhere"),  # an account of no department: it may be this one
    ):
        with nothing_changes(approved.world):
            answer = or_refusal(lambda who=person: judge_inspection(approved.world.tools, who, key, accept=True))
            assert answer == code
    with nothing_changes(approved.world):
        assert or_refusal(lambda: judge_inspection(approved.world.tools, ALPHA, key, accept=True)) == "not_yours"


def test_what_acts_already_is_not_judged_again(approved):
    approved.inspect("Roads", "-1")
    key = approved.last_record("Roads")
    with nothing_changes(approved.world):
        assert (
            or_refusal(lambda: judge_inspection(approved.world.tools, OUTSIDER, key, accept=False, reason="no"))
            == "not_waiting"
        )


# --- Corrections


def test_a_record_is_corrected_by_one_that_reverses_it_and_both_stay(approved):
    approved.inspect("Roads", "-4")
    wrong = approved.last_record("Roads")
    reverse_inspection(approved.world.tools, INSPECTOR, wrong, "it was the street next door")
    approved.inspect("Roads", "-1")
    assert approved.points("Roads") == "39"
    records = approved.item("Roads").records
    assert [(line.record.number, line.record.points, line.counts) for line in records] == [
        (3, "-1", True), (2, "4", False), (1, "-4", False),
    ]  # fmt: skip
    assert (records[1].reverses.number, records[2].reversed_by.number) == (1, 2)


def test_a_record_is_reversed_once_and_a_reversal_never(approved):
    approved.inspect("Roads", "-4")
    wrong = approved.last_record("Roads")
    reverse_inspection(approved.world.tools, INSPECTOR, wrong, "wrong street")
    undo = approved.last_record("Roads")
    for key, code in ((wrong, "reversed"), (undo, "is_reversal"), ("nobody's", "no_such_inspection")):
        with nothing_changes(approved.world):
            assert or_refusal(lambda key=key: reverse_inspection(approved.world.tools, INSPECTOR, key, "again")) == code
    assert approved.figure().open_items == tuple(approved.key(item) for item in ("Roads", "Letters", "Archive"))


def test_of_many_who_reverse_one_record_at_once_one_does(approved):
    approved.inspect("Roads", "-4")
    wrong = approved.last_record("Roads")
    jobs = [
        lambda: or_refusal(lambda: reverse_inspection(approved.world.tools, INSPECTOR, wrong, "wrong street").number)
    ] * 5
    assert sorted(map(str, all_at_once(*jobs))) == ["2", *["reversed"] * 4]


def test_reversing_what_was_found_at_the_own_department_waits_as_well(approved):
    approved.inspect("Roads", "-4")
    wrong = approved.last_record("Roads")
    assert reverse_inspection(approved.world.tools, INSIDER, wrong, "they were on leave").waits
    assert approved.points("Roads") == "36"
    judge_inspection(
        approved.world.tools, OUTSIDER, approved.last_record("Roads"), accept=False, reason="they were not"
    )
    assert approved.points("Roads") == "36"
    reverse_inspection(approved.world.tools, OUTSIDER, wrong, "they were on leave after all")
    assert approved.points("Roads") is None


def test_what_waits_or_was_refused_needs_no_reversal(approved):
    approved.inspect("Roads", "-4", INSIDER)
    key = approved.last_record("Roads")
    assert or_refusal(lambda: reverse_inspection(approved.world.tools, INSPECTOR, key, "why")) == "not_acting"


# --- Declared finished


def test_an_assessor_declares_a_component_finished_and_may_take_it_back(approved):
    approved.inspect("Roads", "-4")
    tools = approved.world.tools
    assert or_refusal(lambda: finish_component(tools, INSPECTOR, "alpha", "daily", " ")) == "no_reason"
    finish_component(tools, INSPECTOR, "alpha", "daily", "letters and archive were not due this year")
    figure = approved.figure()
    assert (figure.points, figure.source, len(figure.open_items)) == (Fraction(66), "finished", 2)
    assert or_refusal(lambda: finish_component(tools, INSPECTOR, "alpha", "daily", "again")) == "wrong_state"
    reopen_component(tools, INSPECTOR, "alpha", "daily")
    assert approved.figure().points is None
    assert or_refusal(lambda: reopen_component(tools, INSPECTOR, "alpha", "daily")) == "wrong_state"


@pytest.mark.parametrize(
    ("person", "department", "code"),
    [
        (INSIDER, "alpha", "concerned"),
        (ALPHA, "alpha", "not_yours"),
        (INSPECTOR, "beta", "not_approved"),
        (INSPECTOR, "nowhere", "no_such_department"),
    ],
)
def test_who_may_not_declare_it(approved, person, department, code):
    with nothing_changes(approved.world):
        assert (
            or_refusal(lambda: finish_component(approved.world.tools, person, department, "daily", "why not")) == code
        )


# --- Entered directly


def test_points_entered_directly_stand_above_inspections_and_both_are_told(approved):
    for item in ("Roads", "Letters", "Archive"):
        approved.inspect(item, "-1")
    enter_points(approved.world.tools, OUTSIDER, "alpha", "daily", "65.5", "by the minutes of 18 March")
    figure, page = approved.figure(), approved.component()
    assert (figure.points, figure.source, figure.derived) == (Fraction("65.5"), "direct", Fraction(67))
    assert (figure.note, page.direct.entered_by, page.direct.at[:10]) == (
        "by the minutes of 18 March",
        "outsider",
        "2026-12-20",
    )
    withdraw_points(approved.world.tools, OUTSIDER, "alpha", "daily")
    assert (approved.figure().points, approved.figure().source) == (Fraction(67), "inspections")
    assert check(approved.world.database) == []


@pytest.mark.parametrize(
    ("person", "department", "component", "points", "note", "code"),
    [
        (BOSS, "alpha", "daily", "1", "note", "not_yours"),
        (ALPHA, "alpha", "daily", "1", "note", "not_yours"),
        (INSIDER, "alpha", "daily", "1", "note", "bad_points"),
        (INSPECTOR, "alpha", "daily", "70.01", "note", "bad_points"),
        (INSPECTOR, "alpha", "daily", "1.234", "note", "bad_points"),
        (INSPECTOR, "alpha", "daily", "-1", "note", "bad_points"),
        (INSPECTOR, "alpha", "daily", "1", " ", "no_note"),
        (INSPECTOR, "alpha", "honours", "1", "note", "bad_points"),
        (INSPECTOR, "alpha", "disqualification", "", "cards", "bad_points"),
        (INSPECTOR, "alpha", "review", "1", "note", "bad_points"),
        (INSPECTOR, "nowhere", "daily", "1", "note", "bad_points"),
        (INSPECTOR, "alpha", "daily", "1", "x" * 1001, "bad_points"),
    ],
)
def test_a_direct_entry_that_cannot_be_changes_nothing(approved, person, department, component, points, note, code):
    with nothing_changes(approved.world):
        assert (
            or_refusal(lambda: enter_points(approved.world.tools, person, department, component, points, note)) == code
        )


def test_what_was_not_entered_cannot_be_withdrawn(approved):
    for person, code in ((INSPECTOR, "no_points"), (INSIDER, "concerned"), (ALPHA, "not_yours")):
        with nothing_changes(approved.world):
            assert (
                or_refusal(lambda person=person: withdraw_points(approved.world.tools, person, "alpha", "daily"))
                == code
            )


def test_a_table_above_inspections_needs_a_note(approved):
    approved.inspect("Roads", "-1")
    table = "department,component,points,note\nalpha,daily,60,{}\nbeta,daily,61,\n"
    with nothing_changes(approved.world):
        assert or_refusal(lambda: assess(approved.world.tools, table.format(""))) == "bad_table"
    assess(approved.world.tools, table.format("agreed with the office"))
    assert [approved.figure(each).points for each in ("alpha", "beta")] == [Fraction(60), Fraction(61)]


# --- At a glance


def test_all_departments_at_a_glance(approved):
    approved.submit("beta")
    approved.inspect("Seals", "0")
    page = read_departments(approved.world.database)
    assert [
        (
            line.department.id,
            [line.sheets[name].state for name in line.sheets],
            [line.items[name] for name in line.items],
        )
        for line in page.lines
    ] == [
        ("alpha", ["approved", "approved"], [3, 2]),
        ("beta", ["submitted", "draft"], [3, 0]),
        ("gamma", ["draft", "draft"], [0, 0]),
    ]
    assert [line.figures["daily"].source for line in page.lines] == ["missing"] * 3
    assert numbers(approved.component("alpha", "standardisation").items) == [1]
    assert [each.id for each in read_inspections(approved.world.database).ready] == ["alpha"]


def test_every_department_and_component_has_a_figure(desk: Desk):
    figures = read_figures(desk.world.database)
    assert {name: set(found) for name, found in figures.items()} == {
        department: {"daily", "standardisation"} for department in ("alpha", "beta", "gamma")
    }


# --- The check


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE inspection SET points = '-1' WHERE number = 1",
        "UPDATE inspection SET state = 'refused' WHERE number = 1",
        "DELETE FROM inspection WHERE number = 2",
        "UPDATE target_list SET finished_by = 'somebody' WHERE component = 'daily'",
    ],
)
def test_a_record_that_is_changed_past_the_program_shows(approved, change):
    approved.inspect("Roads", "-4")
    approved.inspect("Letters", "-4")
    with by_hand(approved.world.path) as connection:
        connection.execute(change)
    assert [str(fault) for fault in check(approved.world.database)] == [
        "2026: targets or inspections were changed outside the program"
    ]
