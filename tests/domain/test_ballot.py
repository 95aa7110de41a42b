"""What one ballot must be: the rules of DOMAIN 2 in their order, one table."""

from __future__ import annotations

import pytest

from tests.support.plans import GRADES, HUNDRED, NO_RULES
from voting.domain.ballot import BallotFault, find_faults, mark_of_paper, stored_mark
from voting.domain.plan import Rules
from voting.domain.scales import RangeScale

ONE_EXCELLENT = Rules(excellent_cap=1, all_same=False)
NONE_EXCELLENT = Rules(excellent_cap=0, all_same=False)
NOT_ALL_SAME = Rules(excellent_cap=None, all_same=True)
BOTH = Rules(excellent_cap=1, all_same=True)
CAP = [(None, "over_excellent_cap")]
SAME = [(None, "all_same")]


def off(*departments):
    return [(department, "out_of_range") for department in departments]


# what the case is: marks on a–d (or fewer) of an a–d ballot, rules, the faults expected
GRADE_BALLOTS = {
    "a varied ballot counts": ({"a": "E", "b": "G", "c": "F", "d": "P"}, BOTH, []),
    "abstaining everywhere counts": ({"a": None, "b": None, "c": None, "d": None}, BOTH, []),
    "a missing row": ({"a": "E", "b": "G", "c": "F"}, BOTH, [("d", "missing")]),
    "every missing row is named": ({"b": "G"}, BOTH, [("a", "missing"), ("c", "missing"), ("d", "missing")]),
    "an empty ballot": ({}, BOTH, [(d, "missing") for d in "abcd"]),
    "an unknown department": (
        {"a": "E", "b": "G", "c": "F", "d": "P", "x": "G"},
        BOTH,
        [("x", "unknown_department")],
    ),
    "missing and unknown rows are one rule": (
        {"a": "E", "b": "G", "c": "F", "x": "G"},
        BOTH,
        [("d", "missing"), ("x", "unknown_department")],
    ),
    "an abstention for an unknown department is unknown too": (
        {"a": "E", "b": "G", "c": "F", "d": "P", "x": None},
        BOTH,
        [("x", "unknown_department")],
    ),
    "wrong rows come before marks off the scale": ({"a": "Z", "b": "G", "c": "F"}, BOTH, [("d", "missing")]),
    "marks off the scale come before the cap": ({"a": "E", "b": "E", "c": "E", "d": "Z"}, BOTH, off("d")),
    "the cap comes before all the same": ({"a": "E", "b": "E", "c": "E", "d": "E"}, BOTH, CAP),
    "every mark off the scale is named": ({"a": "Z", "b": "G", "c": "", "d": "e"}, BOTH, off("a", "c", "d")),
    "points are off a grade scale": ({"a": 100, "b": "G", "c": 80.0, "d": True}, BOTH, off("a", "c", "d")),
    "points in words are off a grade scale": ({"a": "100", "b": "G", "c": "F", "d": "P"}, BOTH, off("a")),
    "a grade's name is not its id": ({"a": "优秀", "b": "G", "c": "F", "d": "P"}, BOTH, off("a")),
    "the stored word for an abstention is no mark": ({"a": "abstain", "b": "G", "c": "F", "d": "P"}, BOTH, off("a")),
    "as many excellent as the cap": ({"a": "E", "b": "G", "c": "F", "d": "P"}, ONE_EXCELLENT, []),
    "one excellent above the cap": ({"a": "E", "b": "E", "c": "F", "d": "P"}, ONE_EXCELLENT, CAP),
    "a cap of none is a cap": ({"a": "E", "b": "G", "c": "F", "d": "P"}, NONE_EXCELLENT, CAP),
    "a cap of none leaves the rest alone": ({"a": "G", "b": "G", "c": "G", "d": None}, NONE_EXCELLENT, []),
    "no cap, all excellent": ({"a": "E", "b": "E", "c": "E", "d": "E"}, NO_RULES, []),
    "good marks do not count against the cap": ({"a": "G", "b": "G", "c": "G", "d": "E"}, ONE_EXCELLENT, []),
    "abstentions do not count against the cap": ({"a": "E", "b": None, "c": None, "d": None}, ONE_EXCELLENT, []),
    "four the same": ({"a": "G", "b": "G", "c": "G", "d": "G"}, NOT_ALL_SAME, SAME),
    "three the same and an abstention": ({"a": "G", "b": None, "c": "G", "d": "G"}, NOT_ALL_SAME, SAME),
    "two rated, both the same": ({"a": "G", "b": "G", "c": None, "d": None}, NOT_ALL_SAME, []),
    "one rated": ({"a": "E", "b": None, "c": None, "d": None}, NOT_ALL_SAME, []),
    "three the same and one other": ({"a": "G", "b": "G", "c": "G", "d": "F"}, NOT_ALL_SAME, []),
    "all the same where the rule is off": ({"a": "P", "b": "P", "c": "P", "d": "P"}, NO_RULES, []),
}


@pytest.mark.parametrize(("marks", "rules", "faults"), GRADE_BALLOTS.values(), ids=GRADE_BALLOTS)
def test_a_ballot_of_grades(marks, rules, faults):
    assert find_faults(marks, ("a", "b", "c", "d"), GRADES, rules) == [BallotFault(*fault) for fault in faults]


POINT_BALLOTS = {
    "both ends of the scale count": ({"a": 0, "b": 100, "c": 50}, BOTH, []),
    "below the least": ({"a": -1, "b": 100, "c": 50}, BOTH, off("a")),
    "above the most": ({"a": 101, "b": 100, "c": 50}, BOTH, off("a")),
    "a huge mark": ({"a": 10**400, "b": -(10**400), "c": 50}, BOTH, off("a", "b")),
    "half a point": ({"a": 88.5, "b": 70, "c": 50}, BOTH, off("a")),
    "a whole number written as a float": ({"a": 88.0, "b": 70, "c": 50}, BOTH, off("a")),
    "not a number at all": ({"a": float("nan"), "b": float("inf"), "c": 50}, BOTH, off("a", "b")),
    "true and false are no points": ({"a": True, "b": False, "c": 50}, BOTH, off("a", "b")),
    "digits in quotes are no points": ({"a": "88", "b": 70, "c": 50}, BOTH, off("a")),
    "a grade is no points": ({"a": "E", "b": 70, "c": 50}, BOTH, off("a")),
    "89 of 100 is not excellent": ({"a": 89, "b": 89, "c": 90}, ONE_EXCELLENT, []),
    "90 of 100 is": ({"a": 90, "b": 70, "c": 91}, ONE_EXCELLENT, CAP),
    "three the same": ({"a": 70, "b": 70, "c": 70}, NOT_ALL_SAME, SAME),
    "three zeros are three marks": ({"a": 0, "b": 0, "c": 0}, NOT_ALL_SAME, SAME),
    "two zeros and an abstention": ({"a": 0, "b": 0, "c": None}, NOT_ALL_SAME, []),
    "the same band is not the same mark": ({"a": 70, "b": 71, "c": 72}, NOT_ALL_SAME, []),
}


@pytest.mark.parametrize(("marks", "rules", "faults"), POINT_BALLOTS.values(), ids=POINT_BALLOTS)
def test_a_ballot_of_points(marks, rules, faults):
    assert find_faults(marks, ("a", "b", "c"), HUNDRED, rules) == [BallotFault(*fault) for fault in faults]


def test_excellent_means_ninety_percent_of_any_maximum():
    scale = RangeScale("seventy", 10, 70)  # 90 % is 63

    assert [scale.is_excellent(mark) for mark in (62, 63, 70, 71, 9, "63", True, 63.0)] == [
        False,
        True,
        True,
        False,
        False,
        False,
        False,
        False,
    ]


def test_excellent_means_the_top_grade_wherever_it_stands_in_the_list():
    assert [GRADES.is_excellent(mark) for mark in ("E", "G", "P", 100, None)] == [True, False, False, False, False]


def test_a_slip_that_has_some_departments_counted_already_names_only_the_others():
    assert find_faults({"b": "E"}, ("b",), GRADES, BOTH) == []
    assert find_faults({"a": "G", "b": "E"}, ("b",), GRADES, BOTH) == [BallotFault("a", "unknown_department")]


@pytest.mark.parametrize(("mark", "stored"), [("E", "E"), (None, "abstain"), (0, "0"), (100, "100")])
def test_counters_name_a_mark_in_words(mark, stored):
    assert stored_mark(mark) == stored


@pytest.mark.parametrize(
    ("cell", "scale", "mark"),
    [
        ("E", GRADES, "E"),
        (" E ", GRADES, "E"),
        ("", GRADES, None),
        ("  ", HUNDRED, None),
        ("85", HUNDRED, 85),
        (" 085 ", HUNDRED, 85),
        ("100", GRADES, "100"),
        ("-5", HUNDRED, "-5"),
        ("88.5", HUNDRED, "88.5"),
        ("\uff18\uff15", HUNDRED, "\uff18\uff15"),
        ("²", HUNDRED, "²"),
        ("9" * 5000, HUNDRED, "9" * 5000),
        ("abstain", GRADES, "abstain"),
    ],
)
def test_a_cell_of_the_tellers_table_as_a_mark(cell, scale, mark):
    assert mark_of_paper(cell, scale) == mark
    assert type(mark_of_paper(cell, scale)) is type(mark)
