"""Where a breakdown is hidden, arithmetic does not bring it back (DESIGN 3.5).

An enumerating solver holds exactly what was published. On the real release it must find no more than from the score at
two decimals and the turnout, which stay by design; on releases sabotaged here it must find more, or it proves nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import pytest

from tests.support.plans import a_department, a_mark, a_plan, a_review, counted, counters
from tests.support.solver import Seen, determined, possibilities
from voting.domain.plan import ONE_BY_ONE, TOGETHER, Plan, Review
from voting.domain.release import PublishedDepartment, PublishedGroup, closed, exact_scores
from voting.domain.rounding import decimals
from voting.domain.scoring import YearInputs, standing
from voting.domain.standing_view import PublishedStanding, publish
from voting.domain.tally import pooled_marks, tally_group

MARKS = "EEEGGGGFFP-"  # good marks are more frequent than bad ones, as they are in offices
TRIALS = range(12)
MOST = 9
LEADERSHIP, LAST = "leadership", "cadres"

# group: weight and ballots. The four of the leadership hide the breakdown: a figure needs five.
TWO_GROUPS = {"leadership": ("60", 4), "cadres": ("40", 12)}
THREE_GROUPS = {"leadership": ("53.1", 4), "heads": ("27.6", 5), "cadres": ("19.3", 6)}
SIZES = pytest.mark.parametrize("sizes", [TWO_GROUPS, THREE_GROUPS], ids=["two groups", "three groups"])

Counted = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True)
class Session:
    """A closed session with everything that is known of it inside."""

    plan: Plan
    review: Review
    returned: Mapping[str, int]
    counts: Counted

    @property
    def release(self) -> list[PublishedDepartment]:
        return closed(self.plan, self.review, self.counts)

    @property
    def scores(self) -> dict[str, Fraction | None]:
        return {dept: found.score for dept, found in exact_scores(self.plan, self.review, self.counts).items()}

    def seen(self, departments, *year) -> Seen:
        return Seen(self.plan, self.review, self.returned, departments, *year)

    def truth(self, department):
        tallies = [tally_group(self.counts[department][group], self.review.scale) for group in self.review.groups]
        return tuple((tally.rated, int(tally.points)) for tally in tallies)


def some_marks(chance: Random, number: int) -> dict[str, int]:
    return counted(map(a_mark, chance.choices(MARKS, k=number)))


def a_session(sizes, seed, *, pace=TOGETHER) -> Session:
    chance = Random(seed)
    plan = a_plan(2, {group: (weight, 20) for group, (weight, _n) in sizes.items()}, pace=pace)
    counts = {
        department: {group: some_marks(chance, ballots) for group, (_w, ballots) in sizes.items()}
        for department in plan.department_ids
    }
    return Session(plan, plan.reviews[0], {group: ballots for group, (_w, ballots) in sizes.items()}, counts)


def score_alone(rows) -> list[PublishedDepartment]:
    return [PublishedDepartment(row.id, score=row.score) for row in rows]


def with_pooled_marks(session) -> list[PublishedDepartment]:
    return [
        replace(row, marks=pooled_marks(session.counts[row.id].values(), session.review.scale))
        for row in session.release
    ]


def with_exact_scores(session) -> list[PublishedDepartment]:
    return [replace(row, exact=session.scores[row.id]) for row in session.release]


def with_another_groups_mean(session) -> list[PublishedDepartment]:
    def groups(department):
        mean = tally_group(session.counts[department][LAST], session.review.scale).mean
        nothing = dict.fromkeys(session.review.groups, PublishedGroup(None, 0))
        return nothing | {LAST: PublishedGroup(decimals(mean), session.returned[LAST])}

    return [replace(row, groups=groups(row.id)) for row in session.release]


def of_others_than_the_last(found):
    return {(department, group) for department, group in found if group != LAST}


class TestOneSession:
    @SIZES
    @pytest.mark.parametrize("seed", TRIALS)
    def test_the_release_gives_no_more_than_the_score_at_two_decimals(self, sizes, seed):
        session = a_session(sizes, seed)
        release = session.release

        assert [row.groups for row in release] == [None, None]
        assert determined(session.seen(release)) == determined(session.seen(score_alone(release)))

    @pytest.mark.parametrize("seed", TRIALS)
    def test_an_open_department_does_not_give_away_its_hidden_neighbour(self, seed):
        session = a_session({"leadership": ("60", 7), "cadres": ("40", 12)}, seed, pace=ONE_BY_ONE)
        session.counts["d1"][LEADERSHIP] = {"G": 7}
        session.counts["d2"] = {"leadership": {"E": 3, "G": 3, "P": 1}, "cadres": {"E": 5, "G": 4, "F": 3}}
        hidden, neighbour = session.release
        found = determined(session.seen([hidden, neighbour]))

        assert (hidden.groups, neighbour.groups is not None) == (None, True)
        assert {("d2", "leadership"), ("d2", "cadres")} <= found
        assert {key for key in found if key[0] == "d1"} == determined(session.seen(score_alone([hidden])))

    @SIZES
    @pytest.mark.parametrize("seed", TRIALS)
    def test_the_solver_is_honest_the_truth_is_always_among_what_it_holds_possible(self, sizes, seed):
        session = a_session(sizes, seed)
        published = [
            score_alone(session.release),
            session.release,
            with_pooled_marks(session),
            with_exact_scores(session),
            with_another_groups_mean(session),
        ]
        for departments in published:
            for department, left in possibilities(session.seen(departments)).items():
                assert session.truth(department) in [sums.groups for sums in left]

    @SIZES
    @pytest.mark.parametrize("sabotage", [with_pooled_marks, with_another_groups_mean])
    def test_it_finds_more_beside(self, sizes, sabotage):
        sessions = [a_session(sizes, seed) for seed in TRIALS]
        more = [
            of_others_than_the_last(determined(session.seen(sabotage(session))))
            > of_others_than_the_last(determined(session.seen(session.release)))
            for session in sessions
        ]

        assert sum(more) >= MOST

    def test_it_finds_more_where_the_fraction_of_a_score_is_left(self):
        sessions = [a_session(THREE_GROUPS, seed) for seed in TRIALS]
        more = [
            determined(session.seen(with_exact_scores(session))) > determined(session.seen(session.release))
            for session in sessions
        ]

        assert sum(more) >= MOST

    def test_two_hidden_scores_can_look_equal_without_being_so(self):
        session = two_that_look_equal()

        assert score_alone(session.release) == [
            PublishedDepartment("d1", score="97.35"),
            PublishedDepartment("d2", score="97.35"),
        ]
        assert session.scores["d1"] < session.scores["d2"]
        assert determined(session.seen(score_alone(session.release))) == set()

    def test_the_order_of_two_scores_that_look_equal_gives_nothing_away(self):
        session = two_that_look_equal()

        assert determined(session.seen(session.release)) == set()


def two_that_look_equal() -> Session:
    """Once d2 is known to be the better one, only a leadership that marked it 100 to a man remains possible."""
    counts = counters(
        d1={"leadership": "EEEG", "heads": "EEEE-", "cadres": "EEEE--"},
        d2={"leadership": "EEEE", "heads": "EEEEG", "cadres": "EEEGG-"},
    )
    return replace(a_session(THREE_GROUPS, 0), counts=counts)


@dataclass(frozen=True)
class Year:
    """A hidden half-year and an open year-end, and the standing they make."""

    session: Session
    rows: tuple[PublishedStanding, ...]
    totals: Mapping[str, Fraction]
    other_scores: Mapping[str, Mapping[str, Fraction | None]]

    def seen(self, departments=None, rows=None) -> Seen:
        release = self.session.release if departments is None else departments
        return self.session.seen(release, self.rows if rows is None else rows, self.other_scores)


def a_year(seed) -> Year:
    chance = Random(seed)
    half_year = a_review("half-year", weight="0.4", groups={g: (w, 20) for g, (w, _n) in THREE_GROUPS.items()})
    year_end = a_review("year-end", weight="0.6")
    plan = a_plan([a_department("d1"), a_department("d2")], reviews=[half_year, year_end])
    hidden = {d: {g: some_marks(chance, n) for g, (_w, n) in THREE_GROUPS.items()} for d in plan.department_ids}
    crowd = {
        d: {g: counted([*chance.choices("EGF", k=9), "E", "P"]) for g in year_end.groups} for d in plan.department_ids
    }
    components = {
        d: {"daily": Fraction(chance.randint(5000, 7000), 100), "standardisation": Fraction(chance.randint(20, 30))}
        for d in plan.department_ids
    }
    scores = {"half-year": exact_scores(plan, half_year, hidden), "year-end": exact_scores(plan, year_end, crowd)}
    year = standing(plan, YearInputs(components, scores))
    session = Session(plan, half_year, {g: n for g, (_w, n) in THREE_GROUPS.items()}, hidden)
    return Year(
        session,
        publish(plan, year, frozenset(scores)).rows,
        {row.department.id: row.total for row in year.rows},
        {"year-end": {row.id: row.exact for row in closed(plan, year_end, crowd)}},
    )


def with_exact_totals(year) -> list[PublishedStanding]:
    return [replace(row, exact={"total": str(year.totals[row.department.id])}) for row in year.rows]


class TestTheYear:
    @pytest.mark.parametrize("seed", TRIALS)
    def test_the_standing_gives_no_more_than_its_figures_at_two_decimals(self, seed):
        year = a_year(seed)
        figures_alone = [replace(row, rank=None, exact=None) for row in year.rows]

        assert [row.exact for row in year.rows] == [None, None]
        assert determined(year.seen()) == determined(year.seen(score_alone(year.session.release), figures_alone))

    @pytest.mark.parametrize("seed", TRIALS)
    def test_the_solver_is_honest_in_the_year_too(self, seed):
        year = a_year(seed)
        for rows in (year.rows, with_exact_totals(year)):
            for department, left in possibilities(year.seen(rows=rows)).items():
                assert year.session.truth(department) in [sums.groups for sums in left]

    def test_it_finds_more_where_the_exact_total_is_left_in_the_standing(self):
        years = [a_year(seed) for seed in TRIALS]
        more = [determined(year.seen(rows=with_exact_totals(year))) > determined(year.seen()) for year in years]

        assert sum(more) >= MOST
