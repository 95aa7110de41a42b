"""The year's standing from what is stored: only closed sessions enter, and what is hidden there is hidden here."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.crowd import Hall
from tests.support.whole_year import POINTS
from tests.support.world import SMALL_PLAN, a_world
from voting.actions.assess import assess
from voting.actions.meeting import close_departments, close_review, pause
from voting.actions.standing import read_standing


def rows(world):
    return {row.department.id: row for row in read_standing(world.database).rows}


def figure(world, name):
    return [getattr(row, name) for row in read_standing(world.database).rows]


def hold_half_year(world, marks, close=True):
    """Every slip votes; ``marks`` gives a department's points from the number of the voter in the group."""
    issued = world.issue("half-year")
    world.open("half-year")
    hall = Hall(world)
    for codes in issued.values():
        for number, code in enumerate(codes):
            answer = hall.cast(code, {name: mark(number) for name, mark in marks.items()})
            assert not isinstance(answer, str)
    if close:
        close_review(world.tools, "half-year", world.witness)


def hold_year_end(world, grade_of):
    issued = world.issue("year-end")
    world.open("year-end")
    hall = Hall(world)
    for codes in issued.values():
        for number, code in enumerate(codes):
            answer = hall.cast(code, {name: grade(number) for name, grade in grade_of.items()})
            assert not isinstance(answer, str)
    close_review(world.tools, "year-end", world.witness)


EVEN_AND_ODD = {"alpha": lambda n: 80 + n % 2, "beta": lambda n: 70 + n % 2, "gamma": lambda n: 60 + n % 2}
GRADES = {"alpha": lambda n: "EG"[n % 2], "beta": lambda n: "GF"[n % 2], "gamma": lambda n: "GG"[n % 2]}


def test_before_anything_is_known_every_figure_is_missing_and_none_is_zero(world):
    found = read_standing(world.database).rows
    assert [(row.daily, row.standardisation, row.review, row.total, row.rank, row.proposed) for row in found] == [
        (None,) * 6
    ] * 3
    assert figure(world, "reviews") == [{"half-year": None, "year-end": None}] * 3
    assert figure(world, "notes") == [("no_daily", "no_standardisation", "no_review")] * 3


@pytest.mark.parametrize("stage", ["open", "paused", "closed"])
def test_live_figures_never_enter(world, stage):
    assess(world.tools, POINTS)
    before = read_standing(world.database)
    hold_half_year(world, EVEN_AND_ODD, close=False)
    if stage == "paused":
        pause(world.tools, "half-year")
    if stage == "closed":
        close_review(world.tools, "half-year", world.witness)
    expected = {"alpha": "80.50", "beta": "70.50", "gamma": "60.50"} if stage == "closed" else {}
    assert {name: row.reviews["half-year"] for name, row in rows(world).items()} == {
        name: expected.get(name) for name in ("alpha", "beta", "gamma")
    }
    assert figure(world, "total") == [None] * 3
    assert (read_standing(world.database) == before) is (stage != "closed")


def test_a_department_that_is_closed_in_an_open_session_does_not_enter_either(year_end):
    world = year_end.world
    year_end.all_cast("year-end", "alpha", "beta")
    close_departments(world.tools, "year-end", ["alpha", "beta"])
    assert figure(world, "reviews") == [{"half-year": None, "year-end": None}] * 3


def test_with_both_sessions_closed_the_year_adds_up(world):
    assess(world.tools, POINTS)
    hold_half_year(world, EVEN_AND_ODD)
    hold_year_end(world, GRADES | {"gamma": lambda n: "GE"[n % 5 == 0]})
    found = rows(world)
    assert {name: (row.reviews, row.review) for name, row in found.items()} == {
        "alpha": ({"half-year": "80.50", "year-end": "90.00"}, "86.20"),
        "beta": ({"half-year": "70.50", "year-end": "70.00"}, "70.20"),
        "gamma": ({"half-year": "60.50", "year-end": "84.60"}, "74.96"),
    }
    assert {name: (row.total, row.rank) for name, row in found.items()} == {
        "alpha": ("184.70", 1), "beta": ("166.40", 3), "gamma": ("172.36", 2),
    }  # fmt: skip
    assert Fraction(found["gamma"].exact["total"]) == Fraction("97.40") + Fraction("0.4") * Fraction("60.5") + Fraction(
        "0.6"
    ) * (Fraction(60, 100) * (80 + Fraction(3 * 20, 12)) + Fraction(40, 100) * (80 + Fraction(4 * 20, 20)))
    assert {name: (row.proposed, row.quota) for name, row in found.items()} == {
        "alpha": (True, 4), "beta": (False, 2), "gamma": (False, 3),
    }  # fmt: skip


def test_a_disqualified_department_keeps_its_figures_and_loses_its_place(world):
    assess(world.tools, POINTS + "alpha,disqualification,,playing cards\n")
    hold_half_year(world, EVEN_AND_ODD)
    hold_year_end(world, GRADES)
    found = rows(world)
    assert {name: (row.rank, row.proposed, row.disqualified) for name, row in found.items()} == {
        "alpha": (1, False, True), "beta": (3, False, False), "gamma": (2, True, False),
    }  # fmt: skip


def test_what_is_hidden_in_a_session_has_no_fraction_in_the_standing(world):
    assess(world.tools, POINTS)
    hold_half_year(world, EVEN_AND_ODD)
    hold_year_end(world, GRADES)  # gamma: all of one mind
    found = rows(world)
    assert {name: row.exact is None for name, row in found.items()} == {"alpha": False, "beta": False, "gamma": True}
    assert "hidden" in found["gamma"].notes
    assert found["gamma"].reviews == {"half-year": "60.50", "year-end": "80.00"}


def test_in_a_session_with_one_ballot_for_all_one_hidden_department_hides_every_fraction(world):
    hold_half_year(world, EVEN_AND_ODD | {"gamma": lambda n: 60})
    assert figure(world, "exact") == [None] * 3
    assert [row.reviews["half-year"] for row in rows(world).values()] == ["80.50", "70.50", "60.00"]


def test_too_few_ballots_make_no_score(world):
    codes = world.issue("half-year")["cadres"]
    world.open("half-year")
    hall = Hall(world)
    for number, code in enumerate(codes[:4]):
        hall.cast(code, {"alpha": 60 + number, "beta": 50, "gamma": 40})
    close_review(world.tools, "half-year", world.witness)
    assert [row.reviews["half-year"] for row in rows(world).values()] == [None] * 3
    assert ["too_few" in row.notes for row in rows(world).values()] == [True] * 3


def test_the_standing_stands_in_the_plans_order(tmp_path):
    world = a_world(tmp_path, SMALL_PLAN)
    assert [row.department.id for row in read_standing(world.database).rows] == ["alpha", "beta", "gamma"]
    world.database.close()
