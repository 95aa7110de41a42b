"""What a plan allows but its author may not have meant."""

from __future__ import annotations

from tests.domain.plan_texts import SMALL, changed
from voting.domain.plan_reader import plan_warnings, read_plan


def test_warnings_name_groups_that_hide_the_tally_and_scales_that_cannot_reach_the_points() -> None:
    text = changed(("maximum = 100", "maximum = 10"), ("{weight = 60, slips = 12}", "{weight = 60, slips = 9}"))
    assert [str(fault) for fault in plan_warnings(read_plan(text))] == [
        (
            "reviews[1].scale (half-year): "
            "The best mark of this scale is worth 10 points; 100 points can never be reached."
        ),
        (
            "reviews[1].groups.heads (half-year): "
            "Heads has 9 slips in Half-year, fewer than 10: before closing only turnout shows."
        ),
    ]


def test_no_warning_where_nothing_is_unusual_or_only_turnout_is_wanted() -> None:
    turnout_only = ('scale = "hundred"', 'scale = "hundred"\nlive = "turnout"')
    assert plan_warnings(read_plan(SMALL)) == []
    assert (
        plan_warnings(read_plan(changed(turnout_only, ("{weight = 60, slips = 12}", "{weight = 60, slips = 9}")))) == []
    )


def test_group_without_slips_is_told_apart_from_a_small_one() -> None:
    text = changed(("{weight = 60, slips = 12}", "{weight = 60, slips = 0}"))
    assert [str(fault) for fault in plan_warnings(read_plan(text))] == [
        "reviews[1].groups.heads (half-year): Heads has no slips in Half-year; its weight goes to the other groups."
    ]
