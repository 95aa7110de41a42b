"""Another program computes every formula of the workbook anew and comes to the program's figures."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache, partial

import pytest

from tests.support.random_years import random_year
from tests.support.results import OPEN_TO_ALL, worked_year
from tests.support.workbooks import ReadBook, recalculated, with_wrong_values
from voting.domain.plan import Scoring
from voting.exports.workbook import workbook_bytes

YEARS = {
    "hidden": worked_year,
    "open": partial(worked_year, privacy=OPEN_TO_ALL),
    "pooled": partial(worked_year, privacy=OPEN_TO_ALL, scoring=Scoring(aggregation="pooled")),
    "trimmed": partial(worked_year, privacy=OPEN_TO_ALL, scoring=Scoring(trim="one_each_above_5")),
    **{f"random{seed}": partial(random_year, seed) for seed in range(100, 112)},
}


@cache
def written(name):
    year = YEARS[name]()
    created = datetime(2026, 12, 20, tzinfo=UTC)
    return workbook_bytes(year.standing, year.results, year.journal, sums=year.sums, language="en", created=created)


@pytest.fixture(scope="module")
def computed(tmp_path_factory):
    """The workbooks computed anew from copies in which every formula's cached value was made 999."""
    copies = {name: with_wrong_values(written(name)) for name in YEARS}
    return recalculated(tmp_path_factory.mktemp("office"), **copies)


def test_a_wrong_cached_value_is_what_a_reader_sees_until_something_computes_it():
    city = ReadBook(with_wrong_values(written("open"))).table("standing")["城建办"]

    assert (city["Total"].value, city["Rank"].value, city["Quota"].value) == (999, 999, 5)


@pytest.mark.needs("libreoffice")
@pytest.mark.slow
@pytest.mark.parametrize("name", YEARS)
def test_every_formula_computed_anew_gives_the_programs_figure(name, computed):
    ours = ReadBook(written(name))
    formulas = {(sheet, address): found for sheet, address, found in ours.cells() if found.formula}
    theirs = {(sheet, address): found.value for sheet, address, found in computed[name].cells()}

    assert formulas
    wrong = {
        place: (found.formula, found.value, theirs[place])
        for place, found in formulas.items()
        if not isinstance(theirs[place], int | float) or abs(theirs[place] - found.value) > 1e-9
    }
    assert wrong == {}


@pytest.mark.needs("libreoffice")
@pytest.mark.slow
def test_the_worked_example_computed_anew_is_domain_6(computed):
    standing = computed["open"].table("standing")

    assert {
        name: (row["Rank"].value, row["Review"].two, row["Total"].two, row["Quota"].value)
        for name, row in standing.items()
    } == {
        "党政办": (1, "91.19", "189.69", 4),
        "城建办": (2, "93.17", "189.37", 5),
        "社会事务办": (3, "82.43", "179.83", 2),
    }
