"""Tables of inspections and points: all of a table, or nothing and every mistake by its row."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.crowd import or_refusal
from tests.support.desk import ALPHA, BOSS, INSIDER, INSPECTOR
from tests.support.http import nothing_changes
from tests.support.journals import journal_of
from voting.actions.check import check
from voting.actions.desk.imports import Imported, import_table
from voting.domain.refusals import PlanFaults

HEADER = ["department", "component", "item", "kind", "date", "points", "reason"]
CHINESE = ["部门", "项目", "条目", "方式", "日期", "分值", "原因"]


def take_in(desk, *rows, header=HEADER, person=INSPECTOR):
    return import_table(desk.world.tools, person, [header, *rows])


def faults(desk, *rows, **more):
    with nothing_changes(desk.world), pytest.raises(PlanFaults) as refused:
        take_in(desk, *rows, **more)
    return [str(fault) for fault in refused.value.faults]


def test_a_table_of_inspections_comes_in_with_one_entry_in_the_journal(approved):
    before = len(journal_of(approved.world))
    made = take_in(
        approved,
        ["alpha", "daily", "Roads", "spot", "2026-03-18", "-2.5", "potholes"],
        ["甲办", "standardisation", "2", "periodic", "2026/4/2", "0", ""],
    )
    assert made == Imported(2, 0, 0)
    assert (approved.points("Roads"), approved.points("Seals")) == ("75/2", "12")
    assert len(journal_of(approved.world)) == before + 1
    assert check(approved.world.database) == []


def test_a_table_as_a_chinese_office_keeps_it(approved):
    rows = [
        ["2026年5月6日", "甲办", "日常工作", "1", "随机抽查", "-1", "垃圾未清"],
        ["2026-05-07 00:00:00", "甲办", "规范化建设", "Seals", "定期检查", "−0.5", "印章登记不全"],
    ]
    take_in(approved, *rows, header=["日期", "部门", "项目", "条目", "方式", "分值", "原因"])
    assert (approved.points("Roads"), approved.points("Seals")) == ("39", "23/2")
    assert [line.record.held_on for line in approved.item("Seals").records] == ["2026-05-07"]


def test_every_mistake_is_listed_by_its_row_and_nothing_comes_in(approved):
    approved.inspect("Letters", "-1", held_on="2026-03-18", reason="late")
    good = ["alpha", "daily", "Roads", "spot", "2026-03-18", "-2.5", "potholes"]
    assert faults(
        approved,
        good,
        ["delta", *good[1:]],
        [good[0], "honours", *good[2:]],
        [*good[:2], "Bridges", *good[3:]],
        [*good[:2], "4", *good[3:]],
        [*good[:3], "surprise", *good[4:]],
        [*good[:4], "18 March", *good[5:]],
        [*good[:4], "2027-03-18", *good[5:]],
        [*good[:5], "-40.5", good[6]],
        [*good[:5], "much", good[6]],
        [*good[:6], ""],
        ["beta", *good[1:]],
        ["alpha", "daily", "Letters", "spot", "2026-03-18", "-1", "late"],
    ) == [
        "row 3: there is no department delta",
        "row 4: there is no component honours",
        "row 5: there is no item Bridges",
        "row 6: there is no item 4",
        "row 7: An inspection is either periodic or a spot check.",
        "row 8: 18 March is not a date such as 2026-03-18.",
        "row 9: 2027-03-18 is not in the year 2026.",
        "row 10: -40.5 is more than the item's 40 points",
        "row 11: much is not a number of points with at most two decimals",
        "row 12: Points are given or taken for a reason: write it down.",
        "row 13: there is no item Roads",
        "row 14: this is recorded already, as No. 1",
    ]


def test_a_table_that_comes_twice_counts_once(approved):
    row = ["alpha", "daily", "Roads", "spot", "2026-03-18", "-2.50", "potholes"]
    take_in(approved, row)
    assert faults(approved, row) == ["row 2: this is recorded already, as No. 1"]
    assert faults(approved, ["alpha", "daily", "Letters", *row[3:]], ["alpha", "daily", "Letters", *row[3:]]) == [
        "row 3: this stands twice in the table"
    ]


def test_rows_about_the_own_department_wait_for_a_second_person(approved):
    approved.approve("beta")
    rows = [
        [department, "daily", "Roads", "spot", "2026-03-18", "-2.5", "potholes"] for department in ("alpha", "beta")
    ]
    assert take_in(approved, *rows, person=INSIDER) == Imported(2, 0, 1)
    assert (approved.points("Roads"), approved.points("Roads", "beta")) == (None, "75/2")


def test_a_table_of_points_comes_in_by_the_rights_of_whoever_brings_it(approved):
    made = take_in(
        approved,
        ["甲办", "日常工作", "66.5", ""],
        ["beta", "district_result", "2", ""],
        header=["部门", "项目", "分值", "备注"],
    )
    assert made == Imported(0, 2, 0)
    assert approved.figure().points == Fraction("66.5")
    assert faults(
        approved,
        ["alpha", "honours", "2", "x"],
        ["alpha", "disqualification", "", "cards"],
        ["alpha", "daily", "71", "x"],
        header=["department", "component", "points", "note"],
    ) == [
        "row 2: you may not enter points of the component honours",
        "row 3: you may not enter points of the component disqualification",
        "row 4: 71 is more than the 70 points of this component",
    ]
    assert faults(
        approved, ["alpha", "daily", "1", "x"], header=["department", "component", "points", "note"], person=INSIDER
    ) == ["row 2: you belong to alpha: somebody of another department must enter this"]


@pytest.mark.parametrize(
    ("rows", "person", "code"),
    [
        ([], INSPECTOR, "empty_table"),
        ([HEADER], INSPECTOR, "empty_table"),
        ([["name", "points"], ["alpha", "1"]], INSPECTOR, "wrong_columns"),
        ([[*HEADER, "reason"], ["a"] * 8], INSPECTOR, "wrong_columns"),
        ([CHINESE, ["a"] * 7], ALPHA, "not_yours"),
        ([CHINESE, ["a"] * 7], BOSS, "not_yours"),
    ],
)
def test_what_is_no_table_of_ours(approved, rows, person, code):
    with nothing_changes(approved.world):
        assert or_refusal(lambda: import_table(approved.world.tools, person, rows)) == code
