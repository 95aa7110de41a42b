"""The year: totals, ranks, the proposal of excellent departments, quotas, and what of it people may read."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.support.plans import a_department, a_plan, a_review
from voting.domain.plan import Quota, Shortlist
from voting.domain.release import SessionScore
from voting.domain.scoring import Cut, YearInputs, standing
from voting.domain.standing_view import NOTES, publish

SESSION = "year-end"


def a_year(*departments, shortlist=None, quota=None, disqualified=(), decided=None, hidden=()):
    """A year of one session. Each department: "name total" or "name review daily standardisation honours"."""
    rows = [text.split() for text in departments]
    figures = {
        name: [Fraction(part) for part in (parts if len(parts) == 4 else [*parts, "0", "0", "0"])]
        for name, *parts in rows
    }
    plan = a_plan(
        [a_department(name.rstrip("*"), directly_led=name.endswith("*")) for name in figures],
        shortlist=shortlist,
        quota=quota,
    )
    figures = {name.rstrip("*"): parts for name, parts in figures.items()}
    inputs = YearInputs(
        {
            name: {"daily": daily, "standardisation": standardisation, "honours": honours}
            for name, (_review, daily, standardisation, honours) in figures.items()
        },
        {SESSION: {name: SessionScore(parts[0], hidden=name in hidden) for name, parts in figures.items()}},
        frozenset(disqualified),
        decided,
    )
    return plan, standing(plan, inputs)


def column(year, name):
    return {row.department.id: getattr(row, name) for row in year.rows}


def cut_of(*departments, disqualified=(), **rule):
    _plan, year = a_year(*departments, disqualified=disqualified, shortlist=Shortlist(**rule))
    return year.shortlist


TEN = tuple(f"d{place} {100 - place}" for place in range(1, 11))  # d1 99 … d10 90
LED = ("d1* 99", "d2* 98", *TEN[2:])  # the two best are directly led


class TestShortlist:
    @pytest.mark.parametrize(
        ("rule", "departments", "disqualified", "cut"),
        [
            ({}, TEN, (), Cut(10, 3, None, frozenset({"d1", "d2", "d3"}))),
            ({}, TEN[:5], (), Cut(5, 2, None, frozenset({"d1", "d2"}))),
            ({"rounding": "floor"}, TEN[:5], (), Cut(5, 1, None, frozenset({"d1"}))),
            ({"rounding": "floor"}, TEN[:3], (), Cut(3, 0, None, frozenset())),
            ({"rounding": "ceil"}, TEN[:4], (), Cut(4, 2, None, frozenset({"d1", "d2"}))),
            ({"rounding": "ceil"}, TEN, (), Cut(10, 3, None, frozenset({"d1", "d2", "d3"}))),
            ({}, TEN[:4], (), Cut(4, 1, None, frozenset({"d1"}))),
            ({}, TEN[:1], (), Cut(1, 0, None, frozenset())),
            ({"ratio": Fraction(1)}, TEN[:2], (), Cut(2, 2, None, frozenset({"d1", "d2"}))),
            ({"ratio": Fraction(0)}, TEN, (), Cut(10, 0, None, frozenset())),
            ({}, LED, (), Cut(8, 2, None, frozenset({"d3", "d4"}))),
            ({"base": "all"}, LED, (), Cut(10, 3, None, frozenset({"d3", "d4", "d5"}))),
            ({"base": "qualified"}, LED, (), Cut(8, 2, None, frozenset({"d3", "d4"}))),
            ({}, TEN, ("d2",), Cut(10, 3, None, frozenset({"d1", "d3", "d4"}))),
            ({}, TEN[:5], ("d1", "d2"), Cut(5, 2, None, frozenset({"d3", "d4"}))),
            ({"base": "qualified"}, TEN[:5], ("d1", "d2"), Cut(3, 1, None, frozenset({"d3"}))),
            ({"base": "all"}, LED, ("d3",), Cut(10, 3, None, frozenset({"d4", "d5", "d6"}))),
            ({}, LED, ("d1",), Cut(8, 2, None, frozenset({"d3", "d4"}))),
            ({"ratio": Fraction(1)}, TEN[:3], ("d2",), Cut(3, 3, None, frozenset({"d1", "d3"}))),
        ],
        ids=[
            "30 % of ten",
            "half of a place counts: 1.5",
            "rounded down: 1.5",
            "rounded down to nobody: 0.9",
            "rounded up: 1.2",
            "rounding up leaves a whole number",
            "1.2 rounds to one",
            "0.3 rounds to nobody",
            "everyone",
            "nobody",
            "directly led ones take no part",
            "directly led ones count in the base and still take no part",
            "the qualified alone are the base",
            "a disqualified one is skipped and the next moves up",
            "two disqualified stay in the base",
            "unless the plan says otherwise",
            "base of all, skipping",
            "disqualified and directly led: nothing more changes",
            "fewer left than places",
        ],
    )
    def test_who_is_proposed(self, rule, departments, disqualified, cut):
        assert cut_of(*departments, disqualified=disqualified, **rule) == cut

    # name, then review, daily, standardisation, honours: the totals of a and b are equal
    @pytest.mark.parametrize(
        ("a", "b", "first"),
        [
            ("a 80 60 25 0", "b 79 61 25 0", "a"),
            ("a 79 61 25 0", "b 80 60 25 0", "b"),
            ("a 80 60 25 0", "b 80 61 24 0", "b"),
            ("a 80 60 25 0", "b 80 59 26 0", "a"),
            ("a 80 60 25 0", "b 80 60 24 1", "a"),
            ("a 80 60 25 0", "b 79 70 16 0", "a"),
            ("a 80 60 25 0", "b 80 59 25 1", "a"),
        ],
        ids=["review", "review again", "then daily", "then daily again", "then standardisation", "review before daily",
             "daily before standardisation"],
    )  # fmt: skip
    @pytest.mark.parametrize("turned", [False, True])
    def test_equal_totals_at_the_cut_are_decided_by_review_then_daily_then_standardisation(self, a, b, first, turned):
        departments = [b, a] if turned else [a, b]

        assert cut_of(*departments, "c 10") == Cut(3, 1, None, frozenset({first}))

    def test_equal_to_the_end_all_are_shown_and_the_committee_chooses(self):
        cut = cut_of("a 90 60 25 0", "b 80 60 25 0", "c 80 60 25 0", "d 80 60 25 0", "e 10", ratio=Fraction(2, 5))

        assert cut == Cut(5, 2, "tie_at_the_cut", frozenset("abcd"), frozenset("bcd"))

    def test_equal_totals_decided_by_the_chain_may_still_leave_a_tie_behind_them(self):
        cut = cut_of("a 81 59 25 0", "b 80 60 25 0", "c 80 60 25 0", "d 79 61 25 0", "e 10", ratio=Fraction(2, 5))

        assert cut == Cut(5, 2, "tie_at_the_cut", frozenset("abc"), frozenset("bc"))

    @pytest.mark.parametrize("tie", ["tiebreak", "extend", "exclude"])
    def test_equals_that_all_have_a_place_are_no_tie(self, tie):
        cut = cut_of("a 80 60 25 0", "b 80 60 25 0", "c 10", "d 9", "e 8", ratio=Fraction(2, 5), tie=tie)

        assert cut == Cut(5, 2, None, frozenset("ab"))

    @pytest.mark.parametrize("tie", ["tiebreak", "extend", "exclude"])
    def test_equals_below_the_cut_are_no_tie(self, tie):
        cut = cut_of("a 90", "b 89", "c 80", "d 80", "e 80", ratio=Fraction(2, 5), tie=tie)

        assert cut == Cut(5, 2, None, frozenset("ab"))

    @pytest.mark.parametrize("tie", ["tiebreak", "extend", "exclude"])
    def test_without_a_place_nobody_is_tied(self, tie):
        assert cut_of("a 90", "b 90", "c 90", ratio=Fraction(1, 10), tie=tie) == Cut(3, 0, None, frozenset())

    @pytest.mark.parametrize(
        ("tie", "proposed"), [("tiebreak", "ab"), ("extend", "abcd"), ("exclude", "a")], ids=lambda value: value
    )
    def test_extend_takes_all_with_the_total_at_the_cut_and_exclude_none_of_them(self, tie, proposed):
        cut = cut_of(
            "a 90 60 25 0", "b 80 60 25 0", "c 79 61 25 0", "d 78 62 25 0", "e 10", ratio=Fraction(2, 5), tie=tie
        )

        assert cut == Cut(5, 2, None, frozenset(proposed))

    def test_totals_that_only_look_equal_are_no_tie(self):
        cut = cut_of("a 80.001", "b 80.002", "c 10")

        assert cut == Cut(3, 1, None, frozenset("b"))

    def test_a_disqualified_equal_at_the_cut_is_not_part_of_the_tie(self):
        cut = cut_of("a 80", "b 80", "c 80", "d 10", disqualified=("a",))

        assert cut == Cut(4, 1, "tie_at_the_cut", frozenset("bc"), frozenset("bc"))


class TestQuota:
    @pytest.mark.parametrize(
        ("headcount", "excellent", "other"),
        [(15, 5, 3), (14, 4, 3), (12, 4, 2), (5, 2, 1), (2, 1, 0), (1, 0, 0), (0, 0, 0)],
    )
    def test_thirty_and_twenty_percent_half_up(self, headcount, excellent, other):
        plan = a_plan([a_department("a", headcount), a_department("b", headcount), a_department("c", headcount)])
        scores = {"a": Fraction(90), "b": Fraction(80), "c": Fraction(70)}
        components = {name: {"daily": Fraction(0), "standardisation": Fraction(0)} for name in scores}
        year = standing(
            plan, YearInputs(components, {SESSION: {name: SessionScore(s, hidden=False) for name, s in scores.items()}})
        )

        assert column(year, "quota") == {"a": excellent, "b": other, "c": other}

    @pytest.mark.parametrize(
        ("directly_led", "disqualified", "decided", "quota"),
        [
            (False, False, True, 5),
            (False, False, False, 3),
            (True, False, False, 5),
            (True, False, True, 5),
            (False, True, False, 3),
            (False, True, True, 3),
            (True, True, False, 3),
            (True, True, True, 3),
        ],
    )
    def test_the_share_of_a_department_of_fifteen(self, directly_led, disqualified, decided, quota):
        plan = a_plan([a_department("a", 15, directly_led=directly_led)])
        inputs = YearInputs({}, {SESSION: None}, frozenset({"a"} if disqualified else ()), {"a": decided})

        assert column(standing(plan, inputs), "quota") == {"a": quota}

    def test_the_plan_sets_each_share_and_the_rounding(self):
        shares = Quota(Fraction(1, 2), Fraction(2, 5), Fraction(1, 4), Fraction(1, 10), "floor")
        _plan, year = a_year("a 90", "b 80", "c* 70", "d 60", quota=shares, disqualified=("d",))  # ten people each

        assert column(year, "quota") == {"a": 5, "b": 2, "c": 4, "d": 1}

    def test_before_a_proposal_only_the_directly_led_and_the_disqualified_have_a_quota(self):
        plan = a_plan([a_department("a", 15), a_department("b", 15, directly_led=True), a_department("c", 15)])

        assert column(standing(plan, YearInputs({}, {SESSION: None}, frozenset("c"))), "quota") == {
            "a": None,
            "b": 5,
            "c": 3,
        }

    def test_a_department_the_decision_does_not_name_is_decided_against(self):
        _plan, year = a_year("a 90", "b 80", "c 70", decided={"b": True})

        assert column(year, "proposed") == {"a": True, "b": False, "c": False}
        assert column(year, "decided") == {"a": False, "b": True, "c": False}
        assert column(year, "quota") == {"a": 2, "b": 3, "c": 2}


class TestMissingFigures:
    HALF = a_review("half-year", weight="0.4")
    END = a_review("year-end", weight="0.6")
    DAILY = {"daily": Fraction(60), "standardisation": Fraction(20)}  # noqa: RUF012

    def year(self, components, half_year, year_end):
        plan = a_plan(2, reviews=[self.HALF, self.END])

        def scores(texts):
            return texts and {name: SessionScore(text and Fraction(text), hidden=False) for name, text in texts.items()}

        return plan, standing(
            plan, YearInputs(components, {"half-year": scores(half_year), "year-end": scores(year_end)})
        )

    def test_a_complete_year(self):
        _plan, year = self.year(
            {"d1": self.DAILY, "d2": self.DAILY}, {"d1": "80", "d2": "90"}, {"d1": "70", "d2": "100"}
        )

        assert column(year, "review") == {"d1": Fraction(74), "d2": Fraction(96)}
        assert column(year, "total") == {"d1": Fraction(154), "d2": Fraction(176)}
        assert column(year, "rank") == {"d1": 2, "d2": 1}

    @pytest.mark.parametrize(
        ("components", "half_year", "year_end", "totals", "notes"),
        [
            ("both", {"d1": "80", "d2": "90"}, None, (None, None), (("no_review",), ("no_review",))),
            ("both", None, None, (None, None), (("no_review",), ("no_review",))),
            ("both", {"d1": "80", "d2": None}, {"d1": "70", "d2": "100"}, (154, None), ((), ("too_few",))),
            ("both", {"d1": "80"}, {"d1": "70", "d2": "100"}, (154, None), ((), ("too_few",))),
            ("both", {"d1": "80", "d2": None}, None, (None, None), (("no_review",), ("no_review", "too_few"))),
            ("daily", {"d1": "80", "d2": "90"}, {"d1": "70", "d2": "100"}, (154, None), ((), ("no_standardisation",))),
            ("standardisation", {"d1": "80", "d2": "90"}, {"d1": "70", "d2": "100"}, (154, None), ((), ("no_daily",))),
            ("none", {"d1": "80", "d2": "90"}, {"d1": "70", "d2": "100"}, (154, None), ((), ("no_daily", "no_standardisation"))),
        ],
    )  # fmt: skip
    def test_a_missing_figure_takes_its_total_and_all_ranks_and_the_proposal(
        self, components, half_year, year_end, totals, notes
    ):
        entered = {
            "both": self.DAILY,
            "daily": {"daily": Fraction(60)},
            "standardisation": {"standardisation": Fraction(20)},
            "none": {},
        }
        plan, year = self.year({"d1": self.DAILY, "d2": entered[components]}, half_year, year_end)
        closed = {"half-year": half_year, "year-end": year_end}
        view = publish(plan, year, frozenset(name for name, scores in closed.items() if scores is not None))

        assert tuple(column(year, "total").values()) == totals
        assert column(year, "rank") == {"d1": None, "d2": None}
        assert column(year, "proposed") == {"d1": None, "d2": None}
        assert column(year, "quota") == {"d1": None, "d2": None}
        assert year.shortlist == Cut(2, 1, None, None)
        assert tuple(row.notes for row in view.rows) == notes

    def test_zero_points_are_entered_points(self):
        nothing = {"daily": Fraction(0), "standardisation": Fraction(0)}
        _plan, year = self.year({"d1": nothing, "d2": nothing}, {"d1": "0", "d2": "0"}, {"d1": "0", "d2": "0"})

        assert column(year, "total") == {"d1": 0, "d2": 0}
        assert column(year, "rank") == {"d1": 1, "d2": 1}

    def test_innovation_that_was_never_entered_is_no_innovation_points(self):
        honours = self.DAILY | {"honours": Fraction("1.5")}
        both = honours | {"district_result": Fraction("0.8")}
        _plan, year = self.year({"d1": honours, "d2": both}, {"d1": "80", "d2": "80"}, {"d1": "80", "d2": "80"})

        assert column(year, "honours") == {"d1": Fraction("1.5"), "d2": Fraction("1.5")}
        assert column(year, "district_result") == {"d1": 0, "d2": Fraction("0.8")}
        assert column(year, "total") == {"d1": Fraction("161.5"), "d2": Fraction("162.3")}

    def test_missing_figures_read_as_nothing_and_never_as_zero(self):
        plan, year = self.year({}, {"d1": "80", "d2": "90"}, None)
        row = publish(plan, year, frozenset({"half-year"})).rows[0]

        assert (row.daily, row.standardisation, row.review, row.total, row.rank) == (None,) * 5
        assert row.reviews == {"half-year": "80.00", "year-end": None}
        assert (row.district_result, row.honours) == ("0.00", "0.00")
        assert row.exact == {
            "daily": None,
            "standardisation": None,
            "review": None,
            "district_result": "0",
            "honours": "0",
            "total": None,
            "reviews": {"half-year": "80", "year-end": None},
        }


class TestRanks:
    def test_competition_ranks_by_total_with_the_directly_led_and_the_disqualified_among_them(self):
        _plan, year = a_year("a* 90", "b 85", "c 85", "d 80", disqualified=("b",))

        assert column(year, "rank") == {"a": 1, "b": 2, "c": 2, "d": 4}

    def test_innovation_can_lift_a_total_above_the_base_of_200(self):
        _plan, year = a_year("a 100 70 30 3.5")

        assert column(year, "total") == {"a": Fraction("203.5")}

    def test_the_order_of_the_rows_is_the_plans(self):
        plan, year = a_year("a 70", "b 90", "c 80")

        assert [row.department.id for row in year.rows] == ["a", "b", "c"]
        assert year.rows[0].department == plan.departments[0]


class TestWhatPeopleRead:
    def read(self, *departments, closed=(SESSION,), **how):
        plan, year = a_year(*departments, **how)
        return {row.department.id: row for row in publish(plan, year, frozenset(closed)).rows}

    def totals(self, *departments, **how):
        return {name: row.total for name, row in self.read(*departments, **how).items()}

    def test_totals_that_look_equal_but_differ_have_four_decimals(self):
        assert self.totals("a 80.001", "b 80.002", "c 70.001") == {"a": "80.0010", "b": "80.0020", "c": "70.00"}

    def test_totals_that_are_equal_have_two(self):
        assert self.totals("a 80.001", "b 80.001", "c 70") == {"a": "80.00", "b": "80.00", "c": "70.00"}

    def test_totals_that_are_rounded_to_different_figures_have_two(self):
        assert self.totals("a 80.004", "b 80.006") == {"a": "80.00", "b": "80.01"}

    def test_two_equal_ones_beside_one_that_looks_the_same_have_four(self):
        assert self.totals("a 80.001", "b 80.001", "c 80.003") == {"a": "80.0010", "b": "80.0010", "c": "80.0030"}

    def test_a_hidden_one_keeps_two_decimals_beside_one_that_looks_the_same(self):
        assert self.totals("a 80.001", "b 80.002", hidden=("a",)) == {"a": "80.00", "b": "80.0020"}

    def test_exact_fractions_are_there_where_nothing_is_hidden(self):
        rows = self.read("a 250/3 60.5 25 1", "b 80 60 25 0", hidden=("b",))

        assert rows["a"].exact == {
            "daily": "121/2",
            "standardisation": "25",
            "review": "250/3",
            "district_result": "0",
            "honours": "1",
            "total": "1019/6",
            "reviews": {SESSION: "250/3"},
        }
        assert rows["b"].exact is None

    def test_a_hidden_row_is_the_open_one_without_fractions_and_with_a_note(self):
        open_row = self.read("a 250/3 60.5 25 1", "b 70")["a"]
        hidden_row = self.read("a 250/3 60.5 25 1", "b 70", hidden=("a",))["a"]

        assert hidden_row == replace(open_row, exact=None, notes=("hidden",))

    def test_one_hidden_session_hides_the_fractions_of_the_whole_row(self):
        plan = a_plan(1, reviews=[a_review("half-year", weight="0.4"), a_review("year-end", weight="0.6")])
        scores = {
            "half-year": {"d1": SessionScore(Fraction(250, 3), hidden=True)},
            "year-end": {"d1": SessionScore(Fraction(80), hidden=False)},
        }
        components = {"d1": {"daily": Fraction(60), "standardisation": Fraction(20)}}
        [row] = publish(plan, standing(plan, YearInputs(components, scores)), frozenset(scores)).rows

        assert row.exact is None
        assert (row.reviews, row.review, row.total) == (
            {"half-year": "83.33", "year-end": "80.00"},
            "81.33",
            "161.33",
        )

    def test_notes_say_why_in_a_fixed_order(self):
        rows = self.read("a* 90", "b 80", "c 80", "d 70", "e 60", disqualified=("a", "d"), hidden=("b", "d"))

        assert {name: row.notes for name, row in rows.items()} == {
            "a": ("disqualified", "directly_led"),
            "b": ("hidden", "tie"),
            "c": ("tie",),
            "d": ("hidden", "disqualified"),
            "e": (),
        }

    def test_every_note_has_a_sentence(self):
        assert list(NOTES) == [
            "no_daily",
            "no_standardisation",
            "no_review",
            "too_few",
            "hidden",
            "disqualified",
            "directly_led",
            "tie",
        ]
        assert all(NOTES.values())

    def test_the_shortlist_is_published_with_its_base_places_and_flag(self):
        plan, year = a_year("a 90", "b 90", "c 80")

        assert publish(plan, year, frozenset({SESSION})).shortlist == Cut(
            3, 1, "tie_at_the_cut", frozenset("ab"), frozenset("ab")
        )
