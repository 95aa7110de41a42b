"""From counters to scores and ranks: exact tables, rounded only when shown."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.plans import GRADES, HUNDRED, a_mark, counted
from voting.domain.plan import Scoring
from voting.domain.rounding import WHOLE, decimals, half_up, shown
from voting.domain.scales import RangeScale
from voting.domain.tally import GroupTally, competition_ranks, pooled_marks, score, tally_group

WEIGHTS = {"leadership": Fraction(50), "heads": Fraction(30), "cadres": Fraction(20)}


def grades(letters):
    return counted(map(a_mark, letters))


def session_score(trim="none", aggregation="weighted_groups", **letters):
    groups = {group: tally_group(grades(written), GRADES, trim) for group, written in letters.items()}
    return score(groups, WEIGHTS, Scoring(aggregation, trim))


# ballots, trim, the tally: ballots, rated, points, kept, unanimous
GROUP_TALLIES = {
    "nobody came": ("", "none", GroupTally(0, 0, Fraction(0), 0, False)),
    "all abstained": ("-N-", "none", GroupTally(3, 0, Fraction(0), 0, False)),
    "one mark": ("E", "none", GroupTally(1, 1, Fraction(100), 1, True)),
    "abstentions leave numerator and denominator": ("EG-N", "none", GroupTally(4, 2, Fraction(180), 2, False)),
    "of one mind but for an abstention": ("GGG-", "none", GroupTally(4, 3, Fraction(240), 3, True)),
    "every grade once": ("EGFP", "none", GroupTally(4, 4, Fraction(280), 4, False)),
    "five rated are not trimmed": ("EGFPP", "one_each_above_5", GroupTally(5, 5, Fraction(320), 5, False)),
    "six rated lose one of each": ("EEGFPP", "one_each_above_5", GroupTally(6, 6, Fraction(280), 4, False)),
    "abstentions do not make six": ("EGFPP-", "one_each_above_5", GroupTally(6, 5, Fraction(320), 5, False)),
    "six the same lose two": ("GGGGGG", "one_each_above_5", GroupTally(6, 6, Fraction(320), 4, True)),
    "only one of several highest goes": ("EEEEEEP", "one_each_above_5", GroupTally(7, 7, Fraction(500), 5, False)),
    "highest and lowest are kept by default": ("EEEEEEP", "none", GroupTally(7, 7, Fraction(640), 7, False)),
}


@pytest.mark.parametrize(("letters", "trim", "tally"), GROUP_TALLIES.values(), ids=GROUP_TALLIES)
def test_what_one_group_says_of_one_department(letters, trim, tally):
    assert tally_group(grades(letters), GRADES, trim) == tally


def test_the_highest_and_lowest_points_are_trimmed_as_numbers_and_not_as_words():
    marks = counted([9, 10, 85, 85, 85, 100])

    assert tally_group(marks, HUNDRED, "one_each_above_5") == GroupTally(6, 6, Fraction(265), 4, False)


def test_a_counter_at_zero_is_no_mark():
    marks = {"E": 0, "G": 3, "abstain": 0}

    assert tally_group(marks, GRADES) == GroupTally(3, 3, Fraction(240), 3, True)


def test_a_mark_the_scale_never_had_is_an_error_and_not_a_zero():
    with pytest.raises(KeyError):
        tally_group({"Z": 1}, GRADES)


def test_the_mean_of_a_group_is_exact():
    assert tally_group(grades("EGG"), GRADES).mean == Fraction(260, 3)
    assert tally_group(grades("---"), GRADES).mean is None


SCORES = {
    "weighted groups": ({"leadership": "EG", "heads": "G", "cadres": "FP"}, {}, Fraction(79)),
    "thirds stay thirds": ({"leadership": "EGG", "heads": "GGF", "cadres": "E"}, {}, Fraction(256, 3)),
    "an absent group is renormalised": ({"leadership": "E", "cadres": "F"}, {}, Fraction(5000 + 1200, 70)),
    "a group that abstained is renormalised": (
        {"leadership": "E", "heads": "--", "cadres": "F"},
        {},
        Fraction(5000 + 1200, 70),
    ),
    "one group alone": ({"cadres": "GF"}, {}, Fraction(70)),
    "nobody rated": ({"leadership": "-", "heads": "", "cadres": "NN"}, {}, None),
    "nobody came": ({}, {}, None),
    "pooled: one person, one vote": (
        {"leadership": "EG", "heads": "G", "cadres": "FP-"},
        {"aggregation": "pooled"},
        Fraction(360, 5),
    ),
    "pooled: nobody rated": ({"leadership": "-"}, {"aggregation": "pooled"}, None),
    "trimmed per group": (
        {"leadership": "EEEEEP", "heads": "GGGGF", "cadres": "FFFFFE"},
        {"trim": "one_each_above_5"},
        (50 * Fraction(100) + 30 * Fraction(76) + 20 * Fraction(60)) / 100,
    ),
    "trimmed per group first, also when pooled": (
        {"leadership": "EEEEEP", "heads": "GGGGF", "cadres": "FFFFFE"},
        {"aggregation": "pooled", "trim": "one_each_above_5"},
        Fraction(400 + 380 + 240, 4 + 5 + 4),
    ),
    "pooled and trimmed: small groups keep all": (
        {"leadership": "EP", "heads": "EP", "cadres": "EP"},
        {"aggregation": "pooled", "trim": "one_each_above_5"},
        Fraction(70),
    ),
}


@pytest.mark.parametrize(("letters", "how", "expected"), SCORES.values(), ids=SCORES)
def test_the_score_of_a_department(letters, how, expected):
    assert session_score(**how, **letters) == expected


def test_weights_need_not_be_whole_numbers():
    groups = {"a": GroupTally(1, 1, Fraction(90), 1, True), "b": GroupTally(3, 3, Fraction(250), 3, False)}

    assert (
        score(groups, {"a": Fraction("33.3"), "b": Fraction("66.7")}, Scoring())
        == (Fraction("33.3") * 90 + Fraction("66.7") * Fraction(250, 3)) / 100
    )


RANKINGS = {
    "one, two, three": ({"a": 3, "b": 1, "c": 2}, {"a": 1, "b": 3, "c": 2}),
    "one, two, two, four": ({"a": 9, "b": 7, "c": 7, "d": 5}, {"a": 1, "b": 2, "c": 2, "d": 4}),
    "two firsts": ({"a": 9, "b": 9, "c": 7}, {"a": 1, "b": 1, "c": 3}),
    "no value, no rank": ({"a": None, "b": 7, "c": 0}, {"a": None, "b": 1, "c": 2}),
    "nobody": ({}, {}),
}


@pytest.mark.parametrize(("values", "ranks"), RANKINGS.values(), ids=RANKINGS)
def test_competition_ranks(values, ranks):
    exact = {name: None if value is None else Fraction(value) for name, value in values.items()}

    assert competition_ranks(exact) == ranks


def test_ranks_see_differences_that_two_decimals_do_not():
    values = {"a": Fraction("88.471"), "b": Fraction("88.472"), "c": Fraction("88.471")}

    assert competition_ranks(values) == {"a": 2, "b": 1, "c": 2}


@pytest.mark.parametrize(
    ("exact", "places", "text"),
    [
        ("82.125", 2, "82.13"),
        ("1.005", 2, "1.01"),
        ("1.004999999999999999999", 2, "1.00"),
        ("2.675", 2, "2.68"),
        ("0.005", 2, "0.01"),
        ("0.0049", 2, "0.00"),
        ("0", 2, "0.00"),
        ("100", 2, "100.00"),
        ("99.995", 2, "100.00"),
        ("9.05", 2, "9.05"),
        ("250/3", 2, "83.33"),
        ("250/3", 4, "83.3333"),
        ("1327/15", 2, "88.47"),
        ("0.00005", 4, "0.0001"),
        ("-0.005", 2, "-0.01"),
        ("-0.004", 2, "0.00"),
        ("-1.005", 2, "-1.01"),
        ("-12.345", 2, "-12.35"),
    ],
)
def test_figures_are_rounded_half_up_when_shown(exact, places, text):
    assert decimals(Fraction(exact), places) == text
    assert shown(Fraction(exact), places) == text


def test_a_figure_that_is_missing_stays_missing_when_shown():
    assert shown(None) is None


@pytest.mark.parametrize(
    ("value", "half_up_to", "floor_to", "ceil_to"),
    [
        ("4.5", 5, 4, 5),
        ("4.499", 4, 4, 5),
        ("0.6", 1, 0, 1),
        ("5", 5, 5, 5),
        ("0", 0, 0, 0),
        ("-4.5", -5, -5, -4),
        ("-0.4", 0, -1, 0),
    ],
)
def test_shares_become_whole_places(value, half_up_to, floor_to, ceil_to):
    exact = Fraction(value)

    assert half_up(exact) == half_up_to
    assert {name: round_it(exact) for name, round_it in WHOLE.items()} == {
        "half_up": half_up_to,
        "floor": floor_to,
        "ceil": ceil_to,
    }


BAND_EDGES = {
    100: {0: "below_60", 37: "below_60", 59: "below_60", 60: "60_79", 79: "60_79", 80: "80_89", 89: "80_89",
          90: "from_90", 100: "from_90"},
    10: {0: "below_60", 5: "below_60", 6: "60_79", 7: "60_79", 8: "80_89", 9: "from_90", 10: "from_90"},
    70: {41: "below_60", 42: "60_79", 55: "60_79", 56: "80_89", 62: "80_89", 63: "from_90", 70: "from_90"},
    7: {4: "below_60", 5: "60_79", 6: "80_89", 7: "from_90"},  # 57 %, 71 %, 86 %
}  # fmt: skip


@pytest.mark.parametrize("maximum", BAND_EDGES)
def test_the_bands_of_a_range_scale_are_shares_of_its_maximum(maximum):
    scale = RangeScale("points", 0, maximum)

    assert {mark: scale.bucket(str(mark)) for mark in BAND_EDGES[maximum]} == BAND_EDGES[maximum]


def test_a_distribution_pools_the_groups_and_leaves_abstentions_out():
    pooled = pooled_marks([grades("EEG--"), grades("GFN"), grades("")], GRADES)

    assert pooled == {"E": 2, "G": 2, "F": 1, "P": 0}


def test_a_distribution_of_points_is_by_bands_only():
    pooled = pooled_marks([counted([37, 60, 79, None]), counted([80, 89, 90, 100, 0])], HUNDRED)

    assert pooled == {"below_60": 2, "60_79": 2, "80_89": 2, "from_90": 2}
