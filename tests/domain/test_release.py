"""What may be shown, and when: tables for DESIGN 3.3 to 3.5. Whole objects are compared, so nothing extra can hide."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.plans import GRADES, HUNDRED, TWO_GROUPS, a_plan, counters, issued_by, point_counters
from voting.domain.plan import ONE_BY_ONE, TOGETHER, Privacy, Scoring
from voting.domain.release import (
    Placement,
    PublishedDepartment,
    PublishedGroup,
    SessionScore,
    closed,
    exact_scores,
    live,
    open_tallies,
    place,
    turnout_only,
)
from voting.domain.scales import RangeScale
from voting.domain.tally import GroupTally

THREE_GROUPS = {"leadership": (50, 20), "heads": (25, 20), "cadres": (25, 20)}
VARIED = "EGFPE"  # five marks, 380 points, mean 76
TEN = VARIED + VARIED


def live_of(plan, shown, issued=None):
    review = plan.reviews[0]
    return live(plan, review, shown, issued_by(review) if issued is None else issued)


def closed_of(plan, counts):
    return closed(plan, plan.reviews[0], counts)


def groups(**figures):
    return {group: PublishedGroup(mean, ballots) for group, (mean, ballots) in figures.items()}


# filling already, arriving, batch → seals, and where the arriving ones end up, in their order
PLACEMENTS = [
    (0, 0, 5, Placement(0, 0, 0, 0)),
    (3, 0, 5, Placement(0, 0, 0, 0)),
    (0, 4, 5, Placement(0, 0, 0, 4)),
    (0, 5, 5, Placement(1, 0, 5, 0)),
    (0, 6, 5, Placement(1, 0, 5, 1)),
    (4, 1, 5, Placement(1, 0, 1, 0)),
    (4, 2, 5, Placement(1, 0, 1, 1)),
    (4, 5, 5, Placement(1, 0, 1, 4)),
    (4, 6, 5, Placement(2, 1, 5, 0)),
    (0, 9, 5, Placement(1, 0, 5, 4)),
    (0, 10, 5, Placement(2, 5, 5, 0)),
    (3, 13, 5, Placement(3, 7, 5, 1)),
    (1, 1, 2, Placement(1, 0, 1, 0)),
    (1, 2, 2, Placement(1, 0, 1, 1)),
    (1, 3, 2, Placement(2, 1, 2, 0)),
    (49, 1, 50, Placement(1, 0, 1, 0)),
]


@pytest.mark.parametrize(("filling", "arriving", "batch", "placement"), PLACEMENTS)
def test_where_ballots_that_arrive_together_go(filling, arriving, batch, placement):
    assert place(filling, arriving, batch) == placement


@pytest.mark.parametrize(
    ("mode", "issued", "batch", "expected"),
    [
        ("tally", {"leadership": 10, "cadres": 134}, 5, False),
        ("tally", {"leadership": 9, "cadres": 134}, 5, True),
        ("tally", {"leadership": 9, "cadres": 134}, 4, False),
        ("tally", {"leadership": 0, "cadres": 134}, 5, False),
        ("tally", {}, 5, False),
        ("turnout", {"leadership": 100, "cadres": 134}, 5, True),
    ],
)
def test_a_session_is_turnout_only_by_its_plan_or_for_a_group_of_less_than_two_batches(mode, issued, batch, expected):
    plan = a_plan(live=mode, privacy=Privacy(batch=batch))

    assert turnout_only(plan.reviews[0], issued, plan.privacy) is expected


class TestLive:
    @pytest.mark.parametrize(
        "shown",
        [
            {},
            counters(d1={"leadership": TEN * 2}),
            counters(d1={"cadres": TEN * 2}),
            counters(d1={"leadership": TEN * 2, "cadres": "EGFP"}),
        ],
        ids=["nobody", "leadership alone", "cadres alone", "cadres one short of a batch"],
    )
    def test_nothing_shows_before_every_group_with_slips_has_a_batch(self, shown):
        assert live_of(a_plan(1), shown) == [PublishedDepartment("d1")]

    def test_the_first_batch_of_every_group_shows_score_and_groups_but_no_distribution(self):
        shown = counters(d1={"leadership": "EEGGF", "cadres": VARIED})

        assert live_of(a_plan(1), shown) == [
            PublishedDepartment(
                "d1", score="80.80", ballots=10, groups=groups(leadership=("84.00", 5), cadres=("76.00", 5))
            )
        ]

    def test_one_department_ready_does_not_show_the_others(self):
        shown = counters(d1={"leadership": VARIED, "cadres": VARIED}, d2={"leadership": VARIED})

        assert live_of(a_plan(3, pace=ONE_BY_ONE), shown) == [
            PublishedDepartment(
                "d1", score="76.00", ballots=10, groups=groups(leadership=("76.00", 5), cadres=("76.00", 5))
            ),
            PublishedDepartment("d2"),
            PublishedDepartment("d3"),
        ]

    @pytest.mark.parametrize(
        ("leadership", "cadres", "marks"),
        [
            (TEN, VARIED, None),
            (TEN, TEN[:9], None),
            (TEN, TEN, {"E": 8, "G": 4, "F": 4, "P": 4}),
            (TEN, TEN[:5] + "EEEE-", {"E": 10, "G": 3, "F": 3, "P": 3}),
        ],
        ids=["15 ballots", "19 ballots", "20 ballots", "20 ballots, an abstention among them"],
    )
    def test_the_distribution_shows_from_four_batches_on(self, leadership, cadres, marks):
        [department] = live_of(a_plan(1), counters(d1={"leadership": leadership, "cadres": cadres}))

        assert (department.ballots, department.marks) == (len(leadership + cadres), marks)

    def test_a_live_figure_has_no_fraction_and_no_rank(self):
        shown = counters(d1={"leadership": TEN, "cadres": TEN + "EEEEG"}, d2={"leadership": TEN, "cadres": TEN * 2})

        assert [(row.exact, row.rank) for row in live_of(a_plan(2), shown)] == [(None, None)] * 2

    def test_a_group_without_slips_is_not_waited_for(self):
        plan = a_plan(1, {"leadership": (60, 20), "cadres": (30, 20), "deputies": (10, 20)})
        shown = counters(d1={"leadership": "EEGGF", "cadres": VARIED})

        assert live_of(plan, shown, {"leadership": 20, "cadres": 20, "deputies": 0}) == [
            PublishedDepartment(
                "d1",
                score="81.33",
                ballots=10,
                groups=groups(leadership=("84.00", 5), cadres=("76.00", 5), deputies=(None, 0)),
                left_out=("deputies",),
            )
        ]
        assert live_of(plan, shown, {"leadership": 20, "cadres": 20, "deputies": 10}) == [PublishedDepartment("d1")]

    def test_without_any_slips_nothing_shows(self):
        assert live_of(a_plan(1), counters(d1={"leadership": TEN, "cadres": TEN}), {}) == [PublishedDepartment("d1")]

    def test_a_turnout_only_session_shows_nothing_however_many_voted(self):
        shown = counters(d1={"leadership": TEN * 4, "cadres": TEN * 4})

        assert live_of(a_plan(1, live="turnout"), shown) == [PublishedDepartment("d1")]

    def test_a_session_with_a_group_under_two_batches_shows_nothing_however_many_voted(self):
        shown = counters(d1={"leadership": VARIED, "cadres": TEN * 4})

        assert live_of(a_plan(1, {"leadership": (60, 9), "cadres": (40, 90)}), shown) == [PublishedDepartment("d1")]

    def test_no_figure_shows_below_the_least_number_of_ballots(self):
        plan = a_plan(1, privacy=Privacy(batch=3, min_group=9))

        assert live_of(plan, counters(d1={"leadership": "EGF", "cadres": "EGFPP"})) == [PublishedDepartment("d1")]
        assert [row.ballots for row in live_of(plan, counters(d1={"leadership": "EGF", "cadres": "EGFPPE"}))] == [9]

    @pytest.mark.parametrize(
        "cadres", ["EGFP-", "-----", "EGFP------"], ids=["four rated", "all abstain", "four of ten"]
    )
    def test_a_group_with_few_marks_hides_the_live_breakdown_and_distribution(self, cadres):
        plan = a_plan(1)
        leadership = TEN * 3
        [department] = live_of(plan, counters(d1={"leadership": leadership, "cadres": cadres}))

        assert department == PublishedDepartment("d1", score=department.score, ballots=30 + len(cadres))
        assert department.score is not None

    @pytest.mark.parametrize("cadres", ["GGGGG", "GGGGGGGGG-"], ids=["of one mind", "of one mind but an abstention"])
    def test_a_group_of_one_mind_that_many_scores_would_be_solved_for_hides_the_live_score_too(self, cadres):
        """One score hides it, as after closing; a dozen of them, one after the other, would determine it."""
        open_one = {"leadership": TEN * 3, "cadres": VARIED}
        shown = counters(d1={"leadership": TEN * 3, "cadres": cadres}, d2=open_one)

        [alone, other] = live_of(a_plan(2, pace=ONE_BY_ONE), shown)
        assert (alone, other.score is not None) == (PublishedDepartment("d1"), True)
        assert other.groups is not None
        [silent, beside] = live_of(a_plan(2), shown)
        assert silent == PublishedDepartment("d1")
        assert beside == PublishedDepartment("d2", score=other.score, ballots=other.ballots), "its score must show"

    def test_unanimity_that_may_be_shown_hides_nothing_while_the_session_runs(self):
        plan = a_plan(1, privacy=Privacy(unanimous="show"))
        [department] = live_of(plan, counters(d1={"leadership": TEN, "cadres": "GGGGGGGGGG"}))

        assert department.groups is not None

    @pytest.mark.parametrize(("pace", "open_breakdowns"), [(TOGETHER, [False, False]), (ONE_BY_ONE, [False, True])])
    def test_on_one_ballot_for_all_one_hidden_department_hides_all(self, pace, open_breakdowns):
        shown = counters(d1={"leadership": "GGGGG", "cadres": VARIED}, d2={"leadership": VARIED, "cadres": VARIED})

        assert [row.groups is not None for row in live_of(a_plan(2, pace=pace), shown)] == open_breakdowns

    def test_a_live_distribution_of_points_is_by_bands(self):
        shown = point_counters(
            d1={"leadership": [37, 59, 60, 79, 80, 89, 90, 100, 100, None], "cadres": [70, 71, 72, 73, 74] * 2}
        )

        assert live_of(a_plan(1, scale=HUNDRED), shown) == [
            PublishedDepartment(
                "d1",
                score="75.07",
                ballots=20,
                marks={"below_60": 2, "60_79": 12, "80_89": 2, "from_90": 3},
                groups=groups(leadership=("77.11", 10), cadres=("72.00", 10)),
            )
        ]

    def test_live_scores_follow_the_plans_aggregation_and_trim(self):
        plan = a_plan(1, scoring=Scoring("pooled", "one_each_above_5"))
        shown = counters(d1={"leadership": "EEEEGFPPPP", "cadres": VARIED})

        assert live_of(plan, shown) == [
            PublishedDepartment(
                "d1",
                score="72.31",  # (560 + 380) / 13
                ballots=15,
                groups=groups(leadership=("70.00", 10), cadres=("76.00", 5)),
            )
        ]


class TestClosed:
    def test_a_result_with_nothing_to_hide_shows_all_of_it(self):
        counts = counters(
            d1={"leadership": "EEGGF-", "heads": "GGGGF", "cadres": TEN},
            d2={"leadership": "EEEEG-", "heads": "EGFFP", "cadres": TEN},
        )

        assert closed_of(a_plan(2, THREE_GROUPS), counts) == [
            PublishedDepartment(
                "d1",
                score="80.00",
                exact=Fraction(80),
                ballots=21,
                marks={"E": 6, "G": 8, "F": 4, "P": 2},
                groups=groups(leadership=("84.00", 6), heads=("76.00", 5), cadres=("76.00", 10)),
                rank=2,
            ),
            PublishedDepartment(
                "d2",
                score="84.00",
                exact=Fraction(84),
                ballots=21,
                marks={"E": 9, "G": 4, "F": 4, "P": 3},
                groups=groups(leadership=("96.00", 6), heads=("68.00", 5), cadres=("76.00", 10)),
                rank=1,
            ),
        ]

    @pytest.mark.parametrize("few", ["E", "EP", "--", "P-"])
    def test_a_group_of_one_or_two_ballots_counts_as_empty(self, few):
        plan = a_plan(1, THREE_GROUPS)
        with_few = closed_of(plan, counters(d1={"leadership": TEN, "heads": few, "cadres": "EEGGF"}))
        with_none = closed_of(plan, counters(d1={"leadership": TEN, "cadres": "EEGGF"}))

        assert with_few == with_none
        assert with_none == [
            PublishedDepartment(
                "d1",
                score="78.67",
                exact=Fraction(236, 3),  # (50 · 76 + 25 · 84) / 75
                ballots=15,
                marks={"E": 6, "G": 4, "F": 3, "P": 2},
                groups=groups(leadership=("76.00", 10), heads=(None, 0), cadres=("84.00", 5)),
                rank=1,
                left_out=("heads",),
            )
        ]

    def test_a_group_of_three_counts_and_hides_the_breakdown(self):
        counts = counters(d1={"leadership": TEN, "heads": "EEE", "cadres": TEN})

        assert closed_of(a_plan(1, THREE_GROUPS), counts) == [
            PublishedDepartment("d1", score="82.00", ballots=23, rank=1)
        ]

    @pytest.mark.parametrize(
        ("counts", "ballots"),
        [
            ({}, 0),
            (counters(d1={"leadership": "EGFP"}), 0),
            (counters(d1={"leadership": "EG", "cadres": "FP"}), 0),
            (counters(d1={"leadership": "EGFP", "cadres": "EG"}), 0),
            (counters(d1={"leadership": "EGF", "cadres": "EG-"}), 6),
            (counters(d1={"leadership": "EGFPE"}), 5),
        ],
        ids=["nobody", "four", "two and two", "four, and two that count as empty", "three and three", "five"],
    )
    def test_a_department_below_the_least_number_of_ballots_looks_like_one_without_any(self, counts, ballots):
        [department] = closed_of(a_plan(1), counts)

        assert department.ballots == ballots
        assert (department == PublishedDepartment("d1")) is (ballots == 0)

    @pytest.mark.parametrize(
        ("heads", "why"),
        [
            ("EGFP", "four rated"),
            ("EGFP-", "four rated and an abstention"),
            ("GGGGGG", "of one mind"),
            ("GGGGGG--", "of one mind but abstentions"),
            ("-----", "all abstain"),
            ("---", "three who all abstain"),
        ],
    )
    def test_a_group_that_narrows_down_hides_everything_but_the_score(self, heads, why):
        plan = a_plan(1, THREE_GROUPS)
        counts = counters(d1={"leadership": TEN, "heads": heads, "cadres": TEN})
        [department] = closed_of(plan, counts)

        assert department == PublishedDepartment("d1", score=department.score, ballots=20 + len(heads), rank=1), why
        assert department.score is not None

    @pytest.mark.parametrize(("min_group", "is_open"), [(3, True), (6, True), (7, False)])
    def test_how_many_rated_marks_a_breakdown_needs_is_the_plans(self, min_group, is_open):
        plan = a_plan(1, privacy=Privacy(min_group=min_group))
        counts = counters(d1={"leadership": "EGFPEG--", "cadres": TEN})
        [department] = closed_of(plan, counts)

        assert [part is not None for part in (department.groups, department.marks, department.exact)] == [is_open] * 3

    def test_trimmed_marks_still_count_as_rated(self):
        plan = a_plan(1, scoring=Scoring(trim="one_each_above_5"))
        [department] = closed_of(plan, counters(d1={"leadership": "EEGGFP", "cadres": TEN}))  # of six, four are kept

        assert department.groups == groups(leadership=("80.00", 6), cadres=("77.50", 10))

    def test_of_one_mind_may_show_where_the_plan_says_so(self):
        plan = a_plan(1, privacy=Privacy(unanimous="show"))

        assert closed_of(plan, counters(d1={"leadership": "GGGGG", "cadres": "EEEEEE-"})) == [
            PublishedDepartment(
                "d1",
                score="88.00",
                exact=Fraction(88),
                ballots=12,
                marks={"E": 6, "G": 5, "F": 0, "P": 0},
                groups=groups(leadership=("80.00", 5), cadres=("100.00", 7)),
                rank=1,
            )
        ]

    def test_too_few_marks_hide_even_where_unanimity_may_show(self):
        plan = a_plan(1, privacy=Privacy(unanimous="show"))

        assert closed_of(plan, counters(d1={"leadership": "GGGG", "cadres": TEN})) == [
            PublishedDepartment("d1", score="78.40", ballots=14, rank=1)
        ]

    @pytest.mark.parametrize(("pace", "open_breakdowns"), [(TOGETHER, [False] * 3), (ONE_BY_ONE, [True, False, False])])
    def test_on_one_ballot_for_all_one_hidden_department_hides_all(self, pace, open_breakdowns):
        counts = counters(
            d1={"leadership": TEN, "cadres": TEN},
            d2={"leadership": "GGGGG", "cadres": TEN},
            d3={"leadership": TEN, "cadres": "EGFP------"},
        )
        plan = a_plan(3, pace=pace)

        result = closed_of(plan, counts)
        assert [row.groups is not None for row in result] == open_breakdowns
        assert [row.marks is not None for row in result] == open_breakdowns
        assert [row.exact is not None for row in result] == open_breakdowns
        assert [score.hidden for score in exact_scores(plan, plan.reviews[0], counts).values()] == [
            not is_open for is_open in open_breakdowns
        ]
        assert [row.score is not None for row in result] == [True] * 3

    def test_a_department_without_figures_hides_nobody(self):
        counts = counters(d1={"leadership": TEN, "cadres": TEN}, d2={"leadership": "GGGG"})

        assert [row.groups is not None for row in closed_of(a_plan(2), counts)] == [True, False]

    def test_a_hidden_result_does_not_name_the_groups_it_leaves_out(self):
        counts = counters(d1={"leadership": TEN, "heads": "EE", "cadres": "GGGGG"})

        assert closed_of(a_plan(1, THREE_GROUPS), counts) == [
            PublishedDepartment("d1", score="77.33", ballots=15, rank=1)
        ]

    def test_a_result_of_points_is_by_bands_and_exact(self):
        scale = RangeScale("fifty", 0, 50)
        counts = point_counters(d1={"leadership": [29, 30, 39, 40, 44, None], "cadres": [45, 50, 50, 7, 45]})

        assert closed_of(a_plan(1, scale=scale), counts) == [
            PublishedDepartment(
                "d1",
                score="37.60",
                exact=Fraction(188, 5),  # 0.6 · 182 / 5 + 0.4 · 197 / 5
                ballots=11,
                marks={"below_60": 2, "60_79": 2, "80_89": 2, "from_90": 4},
                groups=groups(leadership=("36.40", 6), cadres=("39.40", 5)),
                rank=1,
            )
        ]

    def test_ranks_leave_out_departments_without_a_score(self):
        counts = counters(
            d1={"leadership": VARIED, "cadres": VARIED},
            d3={"leadership": "EEEEG", "cadres": VARIED},
            d4={"leadership": VARIED, "cadres": VARIED},
        )

        assert [(row.id, row.rank) for row in closed_of(a_plan(4), counts)] == [
            ("d1", 2),
            ("d2", None),
            ("d3", 1),
            ("d4", 2),
        ]


class TestScoresForTheYear:
    def test_they_are_exact_and_say_whether_they_may_be_shown_so(self):
        counts = counters(
            d1={"leadership": "EGGGGG", "cadres": TEN},
            d2={"leadership": "GGGGGG", "cadres": TEN},
            d3={"leadership": "EG"},
        )
        plan = a_plan(3, pace=ONE_BY_ONE)

        assert exact_scores(plan, plan.reviews[0], counts) == {
            "d1": SessionScore(Fraction(60 * 250, 300) + Fraction(2, 5) * 76, hidden=False),
            "d2": SessionScore(Fraction(392, 5), hidden=True),
            "d3": SessionScore(None, hidden=False),
        }

    def test_they_equal_the_published_score(self):
        counts = counters(d1={"leadership": "EGG", "cadres": "EGF"}, d2={"leadership": "EEE", "cadres": "PPP--"})
        plan = a_plan(2, TWO_GROUPS, scale=GRADES)

        assert {dept: str(found.score) for dept, found in exact_scores(plan, plan.reviews[0], counts).items()} == {
            "d1": "84",
            "d2": "76",
        }
        assert [row.score for row in closed_of(plan, counts)] == ["84.00", "76.00"]


class TestSumsForTheWorkbook:
    COUNTS = counters(
        d1={"leadership": TEN, "cadres": "EEGGGG-"},
        d2={"leadership": "GGGGG", "cadres": TEN},
        d3={"leadership": TEN, "cadres": "EG"},
        d4={"leadership": "EG", "cadres": "FP"},
    )

    def test_one_by_one_they_are_there_for_the_departments_with_an_open_breakdown(self):
        plan = a_plan(4, pace=ONE_BY_ONE)
        ten = GroupTally(10, 10, Fraction(760), 10, False)

        assert open_tallies(plan, plan.reviews[0], self.COUNTS) == {
            "d1": {"leadership": ten, "cadres": GroupTally(7, 6, Fraction(520), 6, False)},
            "d3": {"leadership": ten},
        }

    def test_on_one_ballot_for_all_one_hidden_department_takes_them_all_away(self):
        plan = a_plan(4, pace=TOGETHER)

        assert open_tallies(plan, plan.reviews[0], self.COUNTS) == {}
