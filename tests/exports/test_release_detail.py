"""The sums behind a result's means: there where the breakdown is open, by the same decision as everything else."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.plans import a_plan, counters, worked_count, worked_plan
from tests.support.random_years import random_year
from voting.domain.plan import ONE_BY_ONE, TOGETHER, Scoring
from voting.domain.release_detail import PublishedSum, open_sums
from voting.domain.rounding import decimals


def sums_of(plan, counts):
    return open_sums(plan, plan.review("year-end"), counts)


def test_an_open_department_has_points_and_marks_by_group():
    plan = a_plan(1)

    assert sums_of(plan, counters(d1={"leadership": "EEGF-", "cadres": "GGGGGE--"})) == {}  # four marks are too few
    assert sums_of(plan, counters(d1={"leadership": "EEGFP-", "cadres": "GGGGGE--"})) == {
        "d1": {"leadership": PublishedSum(Fraction(380), 5), "cadres": PublishedSum(Fraction(500), 6)}
    }


def test_trimmed_marks_are_neither_in_the_points_nor_in_their_number():
    plan = a_plan(1, scoring=Scoring(trim="one_each_above_5"))
    found = sums_of(plan, counters(d1={"leadership": "EEGFPP", "cadres": "GGGGE"}))

    assert found["d1"] == {"leadership": PublishedSum(Fraction(280), 4), "cadres": PublishedSum(Fraction(420), 5)}


def test_a_group_that_counts_as_empty_has_no_sum():
    found = sums_of(a_plan(1), counters(d1={"leadership": "EEGFP", "cadres": "GE"}))

    assert list(found["d1"]) == ["leadership"]


@pytest.mark.parametrize(("pace", "open_departments"), [(TOGETHER, []), (ONE_BY_ONE, ["d2"])])
def test_one_hidden_department_hides_all_on_one_ballot_and_itself_one_by_one(pace, open_departments):
    counts = counters(d1={"leadership": "GGGGG"}, d2={"leadership": "GGGGE"})  # the first is of one mind

    assert list(sums_of(a_plan(2, pace=pace), counts)) == open_departments


def test_the_worked_example_has_no_sums_at_all():
    plan = worked_plan()

    for review in ("half-year", "year-end"):
        assert open_sums(plan, plan.review(review), worked_count(plan, review).counts) == {}


@pytest.mark.parametrize("seed", range(40))
def test_sums_are_there_exactly_where_the_exact_score_is_and_give_every_mean(seed):
    year = random_year(seed)

    for result in year.results:
        sums = year.sums[result.session.record.id]
        assert set(sums) == {row.id for row in result.departments if row.exact is not None}
        for row in result.departments:
            means = {name: group.mean for name, group in (row.groups or {}).items() if group.mean is not None}
            assert {name: decimals(found.mean) for name, found in sums.get(row.id, {}).items()} == means
