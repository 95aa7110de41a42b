"""From records of inspections to points: an item starts with its cap, and nothing counts that was reversed or waits."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from voting.domain.inspection import (
    ACTING,
    REFUSED,
    WAITING,
    Derived,
    Figure,
    Finding,
    check_reason,
    derive,
    effective,
    figure,
    item_points,
    read_points,
)
from voting.domain.refusals import Refusal

SEVENTY = Fraction(70)
CAPS = {"roads": Fraction(40), "letters": Fraction(30)}


def seen(key, item, points, state=ACTING, reverses=None):
    return Finding(key, item, Fraction(points), state, reverses)


@pytest.mark.parametrize(
    ("cap", "points", "outcome"),
    [
        ("40", [], None),
        ("40", ["0"], "40"),
        ("40", ["-2.5"], "37.5"),
        ("40", ["-2.5", "-1", "+0.5"], "37"),
        ("40", ["+3"], "40"),
        ("40", ["-30", "-30"], "0"),
        ("40", ["-30", "-30", "+30"], "10"),
        ("40", ["+30", "-30"], "40"),
        ("0.01", ["-0.01"], "0"),
    ],
)
def test_an_item_starts_with_its_cap_and_stays_between_nothing_and_that(cap, points, outcome):
    found = item_points(Fraction(cap), [Fraction(each) for each in points])
    assert found == (None if outcome is None else Fraction(outcome))


def test_the_order_of_records_does_not_matter():
    points = [Fraction(each) for each in ("-30", "-30", "+25")]
    assert {
        item_points(Fraction(40), order) for order in ([*points], points[::-1], [points[2], points[0], points[1]])
    } == {Fraction(5)}


def test_what_waits_was_refused_or_was_reversed_counts_for_nothing():
    findings = [
        seen("1", "roads", "-1"),
        seen("2", "roads", "-2"),
        seen("3", "roads", "2", reverses="2"),
        seen("4", "roads", "-4", WAITING),
        seen("5", "roads", "-5", REFUSED),
        seen("6", "letters", "-6"),
        seen("7", "letters", "6", WAITING, "6"),
        seen("8", "letters", "6", REFUSED, "6"),
    ]
    assert [each.id for each in effective(findings)] == ["1", "6"]


def test_a_component_is_open_until_every_item_was_inspected():
    one = [seen("1", "roads", "-2.5")]
    assert derive(CAPS, one, most=SEVENTY, finished=False) == Derived(
        None, {"roads": Fraction("37.5"), "letters": None}, ("letters",)
    )
    both = [*one, seen("2", "letters", "0")]
    assert derive(CAPS, both, most=SEVENTY, finished=False).points == Fraction("67.5")


def test_whatever_nobody_inspected_counts_in_full_once_it_is_declared_finished():
    found = derive(CAPS, [seen("1", "roads", "-2.5")], most=SEVENTY, finished=True)
    assert (found.points, found.open_items) == (Fraction("67.5"), ("letters",))


def test_a_reversed_inspection_leaves_the_item_uninspected():
    findings = [seen("1", "roads", "-2.5"), seen("2", "roads", "2.5", reverses="1"), seen("3", "letters", "0")]
    assert derive(CAPS, findings, most=SEVENTY, finished=False).open_items == ("roads",)


def test_without_items_there_is_no_figure_whatever_is_declared():
    assert derive({}, [], most=SEVENTY, finished=True) == Derived(None, {}, ())


def test_never_more_than_the_component_has():
    assert (
        derive(CAPS, [seen("1", "roads", "0"), seen("2", "letters", "0")], most=Fraction(65), finished=False).points
        == 65
    )


findings_of_two = some.lists(
    some.tuples(
        some.sampled_from(["roads", "letters"]),
        some.decimals(-40, 40, places=2),
        some.sampled_from([ACTING, WAITING, REFUSED]),
    ),
    max_size=12,
)


@given(findings_of_two)
def test_points_stay_between_nothing_and_the_caps_and_are_exact_hundredths(rows):
    findings = [seen(str(number), item, points, state) for number, (item, points, state) in enumerate(rows)]
    found = derive(CAPS, findings, most=SEVENTY, finished=True)
    assert found.points is not None
    assert 0 <= found.points <= 70
    assert (found.points * 100).denominator == 1


@given(findings_of_two)
def test_reversing_a_record_is_as_if_it_had_never_been(rows):
    findings = [seen(str(number), item, points, state) for number, (item, points, state) in enumerate(rows)]
    wrong = seen("wrong", "roads", "-7")
    undone = [*findings, wrong, seen("undo", "roads", "7", reverses="wrong")]
    for finished in (True, False):
        assert derive(CAPS, undone, most=SEVENTY, finished=finished) == derive(
            CAPS, findings, most=SEVENTY, finished=finished
        )


DERIVED = Derived(Fraction(68), {}, ())
HALF_DONE = Derived(Fraction(69), {}, ("letters",))
OPEN = Derived(None, {}, ("letters",))


@pytest.mark.parametrize(
    ("direct", "derived", "finished", "outcome"),
    [
        (None, DERIVED, None, Figure(Fraction(68), "inspections", "", Fraction(68))),
        (None, DERIVED, "all seen", Figure(Fraction(68), "inspections", "all seen", Fraction(68))),
        (None, HALF_DONE, "quiet year", Figure(Fraction(69), "finished", "quiet year", Fraction(69), ("letters",))),
        (None, OPEN, None, Figure(None, "missing", "", None, ("letters",))),
        ((Fraction(66), "from paper"), DERIVED, None, Figure(Fraction(66), "direct", "from paper", Fraction(68))),
        ((Fraction(66), "from paper"), OPEN, None, Figure(Fraction(66), "direct", "from paper", None, ("letters",))),
        ((Fraction(0), "nothing done"), DERIVED, None, Figure(Fraction(0), "direct", "nothing done", Fraction(68))),
    ],
)
def test_a_direct_entry_stands_above_inspections_and_both_are_told(direct, derived, finished, outcome):
    assert figure(direct, derived, finished=finished) == outcome


@pytest.mark.parametrize(
    ("text", "points"),
    [("0", "0"), ("-2.5", "-2.5"), ("−2.5", "-2.5"), ("+1", "1"), (" 1.25 ", "1.25"), ("40", "40"), ("-40", "-40")],
)
def test_points_given_and_taken_are_read(text, points):
    assert read_points(text, Fraction(40)) == Fraction(points)


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "bad_points"), ("-", "bad_points"), ("1.234", "bad_points"), ("1e1", "bad_points"), ("two", "bad_points"), ("--1", "bad_points"),
     ("٢", "bad_points"), ("40.01", "over_the_cap"), ("-41", "over_the_cap")],
)  # fmt: skip
def test_what_is_no_points_or_too_many_is_refused(text, code):
    with pytest.raises(Refusal) as refused:
        read_points(text, Fraction(40))
    assert refused.value.code == code


def test_points_move_for_a_reason_and_order_needs_none():
    assert check_reason("  ", Fraction(0)) == ""
    assert check_reason(" dusty ", Fraction(-1)) == "dusty"
    for reason, points, code in (("", -1, "no_reason"), (" ", 1, "no_reason"), ("x" * 501, 0, "long_reason")):
        with pytest.raises(Refusal) as refused:
            check_reason(reason, Fraction(points))
        assert refused.value.code == code
