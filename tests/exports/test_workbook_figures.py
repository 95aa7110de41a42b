"""When a formula may stand for a figure: only where a spreadsheet's floats, rounded twice, come to the program's."""

from __future__ import annotations

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voting.domain.rounding import decimals
from voting.domain.tally import competition_ranks
from voting.exports.workbook_figures import ranks_alike, rounded, shows

THIRD = Fraction(1, 3)


@pytest.mark.parametrize("figure", ["82.125", "1.005", "0.005", "189.685", "91.18666666666666666", "0", "-2.5"])
def test_an_ordinary_figure_may_be_a_formula(figure):
    assert shows(Fraction(figure), decimals(Fraction(figure)))


@pytest.mark.parametrize("figure", ["82.1249999995", "82.12499999951", "82.1249999999", "0.0049999999999"])
def test_a_figure_a_hair_below_the_half_is_the_programs_value(figure):
    exact = Fraction(figure)

    assert decimals(exact) == f"{floor(exact * 100) / 100:.2f}"  # the program rounds down
    assert not shows(exact, decimals(exact))  # and two roundings would round up


def test_a_figure_that_is_not_what_its_cells_add_up_to_is_the_programs_value():
    assert not shows(Fraction("189.69"), "189.70")


def test_four_decimals_are_rounded_to_four():
    assert rounded("B2", 4) == "ROUND(ROUND(B2,9),4)"
    assert shows(Fraction("166.66665"), "166.6667")


@given(st.fractions(min_value=0, max_value=300, max_denominator=10**7))
def test_whatever_may_be_a_formula_shows_the_programs_figure_in_floats(exact):
    shown = decimals(exact)
    nine = Fraction(decimals(Fraction(float(exact)), 9))

    assert decimals(nine) == shown or not shows(exact, shown)


@pytest.mark.parametrize(
    ("figures", "alike"),
    [
        ([Fraction(90), 80 + THIRD, 80 + THIRD], True),
        ([Fraction(90), 80 + THIRD, 80 + THIRD + Fraction(1, 10**10)], False),  # different, and alike at nine decimals
        ([Fraction(90), Fraction("80.0000000005"), Fraction("80.0000000005")], False),  # noise may part the equal
    ],
)
def test_ranks_by_formula_are_the_programs_or_there_is_no_formula(figures, alike):
    ranks = competition_ranks(dict(zip("abc", figures, strict=True)))

    assert ranks_alike(figures, list(ranks.values())) is alike
