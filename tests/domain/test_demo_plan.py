"""The demonstration office has the figures of the office it stands for, and can be loaded as it is."""

from __future__ import annotations

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from voting.domain.plan import ONE_BY_ONE, TOGETHER, Plan, Points, Privacy, Quota, Rules, Scoring, Shortlist
from voting.domain.plan_reader import plan_warnings, read_plan

DATA = Path(__file__).parents[2] / "data"
HEADCOUNTS = {
    "党政办": 12,
    "组织科": 6,
    "宣传科": 5,
    "督查室": 4,
    "纪检监察室": 4,
    "人大工作处办公室": 3,
    "武装部": 3,
    "社会事务办": 10,
    "经管办": 8,
    "经济发展办": 9,
    "财政所": 8,
    "城建办": 15,
    "城市管理办": 11,
    "综治办": 9,
    "司法所": 5,
    "安监办": 7,
    "计生办": 10,
    "劳动保障中心": 9,
    "文教中心": 6,
    "农业服务中心": 7,
}
RANGES = {
    "daily": ("58", "69"),
    "standardisation": ("24", "29.5"),
    "district_result": ("0", "3"),
    "honours": ("0", "4"),
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan((DATA / "demo-2026.toml").read_text(encoding="utf-8"))


def test_departments_are_those_of_the_office(plan: Plan) -> None:
    assert (plan.office.name, plan.office.year) == ("临溪街道", 2026)
    assert {department.name: department.headcount for department in plan.departments} == HEADCOUNTS
    directly_led = {department.name for department in plan.departments if department.directly_led}
    assert directly_led == {"纪检监察室", "人大工作处办公室", "武装部"}


def test_groups_stand_in_order_of_precedence(plan: Plan) -> None:
    assert [group.id for group in plan.groups] == ["leadership", "heads", "deputies", "communities", "cadres"]


def test_half_year_review(plan: Plan) -> None:
    review = plan.review("half-year")
    assert (review.weight, review.pace, review.scale.id) == (Fraction(2, 5), TOGETHER, "hundred")
    assert {key: (group.weight, group.slips, group.due) for key, group in review.groups.items()} == {
        "leadership": (40, 16, 16),
        "heads": (20, 17, 17),
        "deputies": (10, 34, 34),
        "communities": (10, 32, 32),
        "cadres": (20, 134, 134),
    }
    assert review.rules == Rules(excellent_cap=6, all_same=True, excellent_share=Fraction(3, 10))


def test_year_end_review(plan: Plan) -> None:
    review = plan.review("year-end")
    assert (review.weight, review.pace, review.scale.id) == (Fraction(3, 5), ONE_BY_ONE, "grades")
    assert {key: (group.weight, group.slips, group.due) for key, group in review.groups.items()} == {
        "leadership": (50, 16, 16),
        "heads": (25, 17, 17),
        "cadres": (25, 134, 134),
    }
    assert review.rules == Rules(excellent_cap=None, all_same=False)


def test_settings_written_out_are_the_defaults_they_claim_to_be(plan: Plan) -> None:
    settings = (plan.points, plan.scoring, plan.shortlist, plan.quota, plan.privacy)
    assert settings == (Points(), Scoring(), Shortlist(), Quota(), Privacy())


def test_nothing_about_it_needs_a_warning(plan: Plan) -> None:
    assert plan_warnings(plan) == []


def test_every_department_has_believable_points_for_every_component(plan: Plan) -> None:
    with (DATA / "demo-2026-points.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["department", "component", "points", "note"]
    pairs = [(row["department"], row["component"]) for row in rows]
    assert Counter(pairs) == Counter((key, component) for key in plan.department_ids for component in RANGES)
    for row in rows:
        low, high = RANGES[row["component"]]
        assert Fraction(low) <= Fraction(row["points"]) <= Fraction(high), row
        assert (Fraction(row["points"]) * 100).denominator == 1, row
    assert any(row["note"] for row in rows)


def test_points_open_in_a_spreadsheet_with_their_chinese_notes() -> None:
    assert (DATA / "demo-2026-points.csv").read_bytes().startswith(b"\xef\xbb\xbf")
