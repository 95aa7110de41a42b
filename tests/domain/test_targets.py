"""Items of a list: what a draft may be, what can be submitted, and the way of a list to its approval."""

from __future__ import annotations

from fractions import Fraction

import pytest

from voting.domain.refusals import Refusal
from voting.domain.targets import MOST_ITEMS, Item, draft_faults, plain, step, submit_faults, sum_of

SEVENTY = Fraction(70)


def items(*rows):
    return [Item(text, cap) for text, cap in rows]


def told(faults):
    return [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("Roads", "40"), ("Letters", "30")], []),
        ([("Roads", "40.25"), ("Letters", "29.75")], []),
        ([("a", "23.33"), ("b", "23.33"), ("c", "23.34")], []),
        ([("a", "23.33"), ("b", "23.33"), ("c", "23.33")], ["the list: the points sum to 69.99 and must sum to exactly 70: 0.01 are missing"]),
        ([("a", "70.01")], ["the list: the points sum to 70.01 and must sum to exactly 70: 0.01 are too many"]),
        ([("a", "40"), ("b", "40")], ["the list: the points sum to 80 and must sum to exactly 70: 10 are too many"]),
        ([], ["the list: the points sum to 0 and must sum to exactly 70: 70 are missing"]),
        ([("a", "70"), ("b", "")], ["item 2: its points are missing"]),
        ([("", "70")], ["item 1: write down what is to be done"]),
        ([("a", "70"), ("b", "0")], ["item 2: 0 is not a number of points above 0 with at most two decimals"]),
        ([("a", "0.00"), ("b", "-5")], [
            "item 1: 0.00 is not a number of points above 0 with at most two decimals",
            "item 2: -5 is not a number of points above 0 with at most two decimals",
        ]),
        ([("a", "69.999"), ("b", "0.001")], [
            "item 1: 69.999 is not a number of points above 0 with at most two decimals",
            "item 2: 0.001 is not a number of points above 0 with at most two decimals",
        ]),
        ([("x" * 301, "70")], ["item 1: this text is longer than 300 characters"]),
    ],
)  # fmt: skip
def test_what_is_submitted_must_sum_to_the_points_of_the_component(rows, said):
    assert told(submit_faults(items(*rows), SEVENTY)) == said


@pytest.mark.parametrize("cap", ["1e1", "٤٠", "1,5", " 5", "5.", ".5", "nan", "7/2", "1000", "+5"])
def test_a_cap_is_written_in_one_way(cap):
    assert told(draft_faults(items(("a", cap)))) == [
        f"item 1: {cap} is not a number of points above 0 with at most two decimals"
    ]


def test_a_draft_may_be_incomplete_and_off_its_sum():
    assert draft_faults(items(("a", ""), ("b", "99"))) == []
    assert draft_faults([]) == []


def test_a_list_has_an_end():
    assert told(draft_faults(items(*[("a", "1")] * (MOST_ITEMS + 1)))) == ["the list: more than 60 items"]


def test_open_caps_count_nothing_yet():
    assert sum_of(items(("a", "1.10"), ("b", ""), ("c", "2.2"))) == Fraction("3.3")


@pytest.mark.parametrize(
    ("state", "action", "inspected", "outcome"),
    [
        ("draft", "save", False, "draft"),
        ("draft", "submit", False, "submitted"),
        ("draft", "approve", False, "wrong_state"),
        ("draft", "return", False, "wrong_state"),
        ("submitted", "save", False, "wrong_state"),
        ("submitted", "submit", False, "wrong_state"),
        ("submitted", "approve", False, "approved"),
        ("submitted", "return", False, "draft"),
        ("approved", "save", False, "wrong_state"),
        ("approved", "submit", False, "wrong_state"),
        ("approved", "approve", False, "wrong_state"),
        ("approved", "return", False, "draft"),
        ("approved", "return", True, "inspected"),
    ],
)
def test_the_way_of_a_list(state, action, inspected, outcome):
    try:
        found = step(state, action, inspected=inspected)
    except Refusal as refusal:
        found = refusal.code
    assert found == outcome


@pytest.mark.parametrize(
    ("value", "text"),
    [("6", "6"), ("2.50", "2.5"), ("0.25", "0.25"), ("-0.05", "-0.05"), ("0", "0"), ("100", "100"), ("10.10", "10.1")],
)
def test_points_as_people_write_them(value, text):
    assert plain(Fraction(value)) == text
