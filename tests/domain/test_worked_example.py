"""DOMAIN 6, worked out by hand, through the whole pure core: ballots, counts, scores, the year, proposal, quotas."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.plans import CITY, GENERAL, SOCIAL, WORKED_BALLOTS, WORKED_COMPONENTS, worked_count, worked_plan
from voting.domain.plan import Scoring
from voting.domain.release import PublishedDepartment, SessionScore, closed, exact_scores
from voting.domain.scoring import Cut, YearInputs, standing
from voting.domain.standing_view import publish

SESSIONS = ("half-year", "year-end")


def the_year(plan, *, disqualified=frozenset(), decided=None):
    scores = {
        session: exact_scores(plan, plan.review(session), worked_count(plan, session).counts) for session in SESSIONS
    }
    return standing(plan, YearInputs(WORKED_COMPONENTS, scores, frozenset(disqualified), decided))


def column(year, name):
    return {row.department.id: getattr(row, name) for row in year.rows}


@pytest.mark.parametrize(
    ("session", "issued", "returned", "valid", "void"),
    [
        ("half-year", 29, 28, 26, {"over_excellent_cap": ["EEE"], "all_same": ["GGG"]}),
        ("year-end", 18, 17, 16, {"all_same": ["PPP"]}),
    ],
)
def test_the_counts_of_a_session_and_why_ballots_are_void(session, issued, returned, valid, void):
    count = worked_count(worked_plan(), session)

    assert sum(slips for _weight, slips, _text in WORKED_BALLOTS[session].values()) == issued
    assert (count.returned, count.valid, count.void) == (returned, valid, void)


@pytest.mark.parametrize(
    ("session", "scores"),
    [
        ("half-year", {GENERAL: Fraction(1327, 15), SOCIAL: Fraction(250, 3), CITY: Fraction(1379, 15)}),
        ("year-end", {GENERAL: Fraction(93), SOCIAL: Fraction(491, 6), CITY: Fraction(94)}),
    ],
)
def test_the_scores_of_a_session_are_exact_and_not_for_showing(session, scores):
    plan = worked_plan()
    found = exact_scores(plan, plan.review(session), worked_count(plan, session).counts)

    assert found == {department: SessionScore(score, hidden=True) for department, score in scores.items()}


def test_the_half_year_shows_scores_but_no_breakdown_because_heads_and_deputies_are_four():
    plan = worked_plan()
    count = worked_count(plan, "half-year")

    assert {
        group: sum(marks.values()) for group, marks in count.counts[GENERAL].items() if group in ("heads", "deputies")
    } == {"heads": 4, "deputies": 4}
    assert closed(plan, plan.review("half-year"), count.counts) == [
        PublishedDepartment(GENERAL, score="88.47", ballots=26, rank=2),
        PublishedDepartment(SOCIAL, score="83.33", ballots=26, rank=3),
        PublishedDepartment(CITY, score="91.93", ballots=26, rank=1),
    ]


def test_the_year_end_breakdown_is_hidden_by_the_one_head_who_did_not_know_one_department():
    plan = worked_plan()

    assert closed(plan, plan.review("year-end"), worked_count(plan, "year-end").counts) == [
        PublishedDepartment(GENERAL, score="93.00", ballots=16, rank=2),
        PublishedDepartment(SOCIAL, score="81.83", ballots=16, rank=3),
        PublishedDepartment(CITY, score="94.00", ballots=16, rank=1),
    ]


def test_the_year_adds_up_to_exact_totals_ranks_and_quotas():
    year = the_year(worked_plan())

    assert column(year, "review") == {
        GENERAL: Fraction(2, 5) * Fraction(1327, 15) + Fraction(3, 5) * 93,
        SOCIAL: Fraction(2, 5) * Fraction(250, 3) + Fraction(3, 5) * Fraction(491, 6),
        CITY: Fraction(2, 5) * Fraction(1379, 15) + Fraction(3, 5) * 94,
    }
    assert column(year, "total") == {
        GENERAL: Fraction(28453, 150),
        SOCIAL: Fraction(1079, 6),
        CITY: Fraction(14203, 75),
    }
    assert column(year, "rank") == {GENERAL: 1, SOCIAL: 3, CITY: 2}
    assert column(year, "quota") == {GENERAL: 4, SOCIAL: 2, CITY: 5}
    assert column(year, "proposed") == {GENERAL: False, SOCIAL: False, CITY: True}
    assert year.shortlist == Cut(base=2, places=1, proposed=frozenset({CITY}))


def test_the_year_as_people_read_it_has_two_decimals_and_no_fractions():
    plan = worked_plan()
    view = publish(plan, the_year(plan), frozenset(SESSIONS))

    def read(row):
        return (row.daily, row.standardisation, row.reviews["half-year"], row.reviews["year-end"], row.review,
                row.district_result, row.honours, row.total, row.rank, row.quota, row.exact, row.notes)  # fmt: skip

    assert {row.department.id: read(row) for row in view.rows} == {
        GENERAL: ("66.50", "28.50", "88.47", "93.00", "91.19", "1.50", "2.00", "189.69", 1, 4, None,
                  ("hidden", "directly_led")),
        CITY: ("65.80", "26.40", "91.93", "94.00", "93.17", "2.00", "2.00", "189.37", 2, 5, None, ("hidden",)),
        SOCIAL: ("67.20", "27.90", "83.33", "81.83", "82.43", "0.80", "1.50", "179.83", 3, 2, None, ("hidden",)),
    }  # fmt: skip


def test_a_disqualified_city_construction_passes_its_place_on_and_keeps_score_and_rank():
    year = the_year(worked_plan(), disqualified={CITY})

    assert year.shortlist == Cut(base=2, places=1, proposed=frozenset({SOCIAL}))
    assert column(year, "quota") == {GENERAL: 4, SOCIAL: 3, CITY: 3}
    assert column(year, "rank") == {GENERAL: 1, SOCIAL: 3, CITY: 2}
    assert column(year, "total")[CITY] == Fraction(14203, 75)


def test_the_decision_replaces_the_proposal_in_the_quotas_and_only_there():
    year = the_year(worked_plan(), decided={SOCIAL: True})

    assert column(year, "proposed") == {GENERAL: False, SOCIAL: False, CITY: True}
    assert column(year, "decided") == {GENERAL: False, SOCIAL: True, CITY: False}
    assert column(year, "quota") == {GENERAL: 4, SOCIAL: 3, CITY: 3}


def test_pooled_instead_of_weighted_groups_the_order_changes():
    plan = worked_plan(scoring=Scoring(aggregation="pooled"))
    year = the_year(plan)
    view = publish(plan, year, frozenset(SESSIONS))

    assert {row.department.id: row.total for row in view.rows} == {
        GENERAL: "188.03",
        SOCIAL: "181.14",
        CITY: "189.67",
    }
    assert column(year, "rank") == {GENERAL: 2, SOCIAL: 3, CITY: 1}
