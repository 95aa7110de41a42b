"""Points of the other components from a table: every mistake listed by its row, and nothing half done."""

from __future__ import annotations

import pytest

from tests.support.journals import last_entry
from voting.actions.assess import Assessed, assess, entries_digest
from voting.actions.check import check
from voting.domain.refusals import PlanFaults, Refusal

HEADER = "department,component,points,note\n"
GOOD = HEADER + (
    "alpha,daily,66.50,inspections\n"
    "alpha,standardisation,28.5,\n"
    "alpha,district_result,1.5,\n"
    "alpha,honours,2,commended\n"
    "beta,daily,70,\n"
    "beta,disqualification,,playing cards in working hours\n"
)
ENTERED = [
    (2026, "alpha", "daily", "66.50", "inspections"),
    (2026, "alpha", "district_result", "1.5", ""),
    (2026, "alpha", "honours", "2", "commended"),
    (2026, "alpha", "standardisation", "28.5", ""),
    (2026, "beta", "daily", "70", ""),
]


def entered(world):
    return sorted(row[:5] for row in world.dump()["points"]), world.dump()["disqualification"]


def test_a_table_is_entered_and_journalled(world):
    assert assess(world.tools, GOOD) == Assessed(5, 1)
    assert entered(world) == (ENTERED, [(2026, "beta", "playing cards in working hours")])
    with world.database.reading() as door:
        digest = entries_digest(door, 2026)
    assert last_entry(world) == (
        "command line", "assess",
        {"year": 2026, "figures": 5, "digest": digest,
         "disqualified": {"beta": "verified outside the program: playing cards in working hours"}},
    )  # fmt: skip
    assert check(world.database) == []


def test_a_figure_entered_again_replaces_the_earlier_one_and_leaves_the_others(world):
    assess(world.tools, GOOD)
    assess(world.tools, HEADER + "alpha,daily,60,found wanting\nbeta,disqualification,,sharing a drink\n")
    points, disqualified = entered(world)
    assert points == [(2026, "alpha", "daily", "60", "found wanting"), *ENTERED[1:]]
    assert disqualified == [(2026, "beta", "sharing a drink")]
    assert check(world.database) == []


@pytest.mark.parametrize("points", ["0", "70", "70.0", "69.99", "0.5", "07"])
def test_points_within_the_cap_are_taken_as_they_are_written(world, points):
    assess(world.tools, HEADER + f"alpha,daily,{points},\n")
    assert [row[3] for row in world.dump()["points"]] == [points]


def test_innovation_has_no_cap(world):
    assess(world.tools, HEADER + "alpha,honours,9999.99,\n")
    assert [row[3] for row in world.dump()["points"]] == ["9999.99"]


BAD = HEADER + (
    "alpha,daily,66.50,a good row among bad ones\n"  # 2
    "delta,daily,50,\n"
    "alpha,beauty,50,\n"
    "alpha,standardisation,fifty,\n"  # 5
    "beta,daily,1.234,\n"
    "gamma,daily,-1,\n"
    "beta,standardisation,30.01,\n"
    "gamma,standardisation,,\n"
    "alpha,daily,66.5,\n"  # 10
    "gamma,disqualification,3,\n"
    "beta,disqualification,,cards\n"
    "beta,disqualification,,films\n"
    "gamma,honours,1e2,\n"
    "gamma,district_result,１２,\n"  # 15
    "beta,daily,70.01,\n"
)
FAULTS = [
    "row 3: there is no department delta",
    "row 4: there is no component beauty",
    "row 5: fifty is not a number of points with at most two decimals",
    "row 6: 1.234 is not a number of points with at most two decimals",
    "row 7: -1 is not a number of points with at most two decimals",
    "row 8: 30.01 is more than the 30 points of this component",
    "row 9:  is not a number of points with at most two decimals",
    "row 10: this figure is given twice in the table",
    "row 11: a disqualification needs its cause in the note",
    "row 13: this figure is given twice in the table",
    "row 14: 1e2 is not a number of points with at most two decimals",
    "row 15: １２ is not a number of points with at most two decimals",
    "row 16: 70.01 is more than the 70 points of this component",
]


def test_every_mistake_is_listed_by_its_row_and_nothing_is_half_done(world):
    assess(world.tools, GOOD)
    before = world.dump()
    with pytest.raises(PlanFaults) as refused:
        assess(world.tools, BAD)
    assert refused.value.code == "bad_table"
    assert str(refused.value) == "The table has 13 mistakes; nothing was changed."
    assert [str(fault) for fault in refused.value.faults] == FAULTS
    assert world.dump() == before


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("department,component,points\nalpha,daily,60\n", "wrong_columns"),
        ("department,component,points,note,by\nalpha,daily,60,,me\n", "wrong_columns"),
        ("department,component,points,points\nalpha,daily,60,60\n", "doubled_column"),
        (HEADER + "alpha,daily,60\n", "ragged_table"),
        ("", "empty_table"),
    ],
)
def test_a_table_of_another_shape_is_refused(world, text, code):
    before = world.dump()
    with pytest.raises(Refusal) as refused:
        assess(world.tools, text)
    assert (refused.value.code, world.dump()) == (code, before)


def test_columns_may_stand_in_any_order(world):
    assess(world.tools, "note;points;component;department\n评语;66.5;daily;alpha\n")
    (row,) = world.dump()["points"]
    assert row == (2026, "alpha", "daily", "66.5", "评语", "command line", "2026-12-20T14:00:04+00:00")
