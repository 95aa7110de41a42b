"""The program's year against one that was computed independently: any settings, ties, empty groups, every rounding."""

from __future__ import annotations

import tomllib
from collections import Counter
from fractions import Fraction
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings, target
from hypothesis import strategies as st

from tests.support.independent_year import broken_rule, the_year
from tests.support.invented_offices import GROUPS, Settings, an_office
from tests.support.plans import WORKED_BALLOTS, WORKED_COMPONENTS, WORKED_DEPARTMENTS, ballots
from voting.domain.ballot import find_faults, stored_mark
from voting.domain.plan_reader import read_plan
from voting.domain.release import exact_scores
from voting.domain.scoring import TIE_AT_THE_CUT, YearInputs, standing

SHARES = ("0", "0.15", "0.2", "0.30", "0.333333", "0.5", "1")
ROUNDINGS = ("half_up", "floor", "ceil")


@st.composite
def any_settings(draw):
    """Settings of every kind; the weights of groups and sessions sum as a plan wants them to."""
    groups = draw(st.integers(1, 5))
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=groups - 1, max_size=groups - 1)))
    shares = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    weights = draw(st.sampled_from([("1",), ("0.4", "0.6"), ("0.35", "0.65"), ("0.2", "0.3", "0.5")]))
    return Settings(
        departments=draw(st.integers(2, 9)),
        groups=tuple(zip(GROUPS, shares, strict=False)),
        weights=weights,
        scales=tuple(draw(st.lists(st.sampled_from(["grades", "hundred", "ten"]), min_size=1, max_size=3))),
        paces=tuple(draw(st.lists(st.sampled_from(["together", "one_by_one"]), min_size=1, max_size=2))),
        cap=draw(st.sampled_from(['"0.30"', '"0.5"', "0", "1", "2"])),
        all_same=draw(st.booleans()),
        aggregation=draw(st.sampled_from(["weighted_groups", "pooled"])),
        trim=draw(st.sampled_from(["none", "one_each_above_5"])),
        ratio=draw(st.sampled_from(SHARES)),
        base=draw(st.sampled_from(["participating", "all", "qualified"])),
        rounding=draw(st.sampled_from(ROUNDINGS)),
        tie=draw(st.sampled_from(["tiebreak", "extend", "exclude"])),
        quota_rounding=draw(st.sampled_from(ROUNDINGS)),
        shares=draw(st.tuples(*[st.sampled_from(SHARES)] * 4)),
        min_group=draw(st.sampled_from([3, 5, 8])),
        unanimous=draw(st.sampled_from(["hide", "show"])),
    )


def programs_year(office, plan, decided=None):
    """The program's own way: each ballot judged and counted, the counters scored, the scores weighted."""
    scores = {}
    for review in plan.reviews:
        counts = {department: {} for department in plan.department_ids}
        for group, marks in office.ballots.get(review.id, []):
            if find_faults(marks, plan.department_ids, review.scale, review.rules):
                continue
            for department, mark in marks.items():
                counts[department].setdefault(group, Counter())[stored_mark(mark)] += 1
        scores[review.id] = exact_scores(plan, review, counts) if review.id in office.ballots else None
    return standing(plan, YearInputs(office.points, scores, frozenset(office.disqualified), decided))


def agrees(office, decided=None):
    plan = read_plan(office.plan)
    wanted = the_year(tomllib.loads(office.plan), office.ballots, office.points, office.disqualified, decided)
    choice = None if decided is None else {key: key in decided for key in plan.department_ids}
    found = programs_year(office, plan, choice)
    for mine, theirs in zip(wanted.rows, found.rows, strict=True):
        names = ("daily", "standardisation", "district_result", "honours")
        assert {name: getattr(theirs, name) for name in names} == mine.points, mine.id
        assert (theirs.reviews, theirs.review, theirs.total) == (mine.reviews, mine.review, mine.total), mine.id
        assert (bool(theirs.hidden_reviews), theirs.rank) == (mine.hidden, mine.rank), mine.id
        assert (theirs.proposed, theirs.quota) == (mine.proposed, mine.quota), mine.id
    cut = found.shortlist
    assert (cut.base, cut.places) == (wanted.base, wanted.places)
    assert (cut.flag, set(cut.tied)) == (TIE_AT_THE_CUT if wanted.tie else None, wanted.tied)
    return wanted


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_settings(), st.integers(0, 2**32))
def test_the_year_is_the_independent_one_under_any_settings(chosen, seed):
    office = an_office(chosen, Random(seed))
    year = agrees(office)
    target(float(year.tie) + len(year.tied), label="ties at the cut")
    agrees(office, decided={row.id for row in year.rows if not row.led and not row.disqualified})


def test_the_offices_drawn_hold_everything_that_is_hard():
    """Ties at the cut of every kind, hidden and missing scores, broken ballots: else the test above says little."""
    seen = Counter()
    for seed in range(360):
        chance = Random(seed)
        tie = ("tiebreak", "extend", "exclude")[seed % 3]
        chosen = Settings(
            departments=7, ratio="0.5", tie=tie, scales=("ten", "grades"), min_group=3, weights=("0.5", "0.5")
        )
        office = an_office(chosen, chance)
        plan = tomllib.loads(office.plan)
        year = the_year(plan, office.ballots, office.points, office.disqualified)
        proposed = sum(bool(row.proposed) for row in year.rows)
        complete = all(row.total is not None for row in year.rows)
        seen["flagged"] += year.tie
        seen["extended"] += complete and proposed > year.places and tie == "extend"
        seen["excluded"] += complete and 0 < proposed < year.places and tie == "exclude"
        seen["equal totals"] += complete and len({row.total for row in year.rows}) < 7
        seen["hidden"] += any(row.hidden for row in year.rows)
        seen["open"] += complete and not all(row.hidden for row in year.rows)
        seen["missing"] += not complete
        seen["disqualified"] += bool(office.disqualified)
        seen["broken"] += any(broken_rule(plan, plan["reviews"][0], marks) for _group, marks in office.ballots["r0"])
    few = {what: n for what, n in seen.items() if n < 5}
    assert few == {}, seen


@pytest.mark.parametrize("missing", ["r0", "r1", "daily", "standardisation"])
def test_what_is_missing_is_missing_in_both(missing):
    office = an_office(Settings(), Random(4), sizes=(9, 20))
    office.ballots.pop(missing, None)
    for points in office.points.values():
        points.pop(missing, None)
    year = agrees(office)
    assert {row.total for row in year.rows} == {None}


def test_the_worked_example_of_the_rules():
    """DOMAIN 6, by the independent computation alone: it must not agree with the program in an error of both."""
    names = [department.id for department in WORKED_DEPARTMENTS]
    weights = {"half-year": "0.4", "year-end": "0.6"}
    plan = {
        "departments": [dict(vars(department)) for department in WORKED_DEPARTMENTS],
        "scales": {"grades": {"marks": [dict(zip(("id", "points"), it, strict=True)) for it in zip("EGFP", (100, 80, 60, 40), strict=True)]}},
        "privacy": {"min_group": 3},
        "reviews": [
            {
                "id": key, "weight": weights[key], "pace": "together", "scale": "grades",
                "rules": {"excellent_cap": 2, "all_same": True},
                "groups": {group: {"weight": weight} for group, (weight, _issued, _text) in groups.items()},
            }
            for key, groups in WORKED_BALLOTS.items()
        ],
    }  # fmt: skip
    cast = {
        key: [(group, marks) for group, (_w, _i, text) in groups.items() for marks in ballots(text, names)]
        for key, groups in WORKED_BALLOTS.items()
    }
    year = the_year(plan, cast, WORKED_COMPONENTS)
    assert [row.reviews["half-year"] for row in year.rows] == [Fraction(1327, 15), Fraction(250, 3), Fraction(1379, 15)]
    assert [row.total for row in year.rows] == [Fraction(28453, 150), Fraction(1079, 6), Fraction(14203, 75)]
    assert [(row.rank, row.quota) for row in year.rows] == [(1, 4), (3, 2), (2, 5)]
    assert (year.base, year.places, [row.proposed for row in year.rows]) == (2, 1, [False, False, True])
