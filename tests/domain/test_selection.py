"""What a choice of excellent departments may be, measured by the rule: ties at the cut above all."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.support.plans import a_department, a_plan, a_review
from voting.domain.plan import Shortlist
from voting.domain.refusals import Refusal
from voting.domain.release import SessionScore
from voting.domain.scoring import YearInputs, standing
from voting.domain.selection import LONGEST_REASON, basis_of, judge, missing


def a_standing(totals, *, tie="tiebreak", ratio="0.5", components=None, disqualified=frozenset()):
    """Departments a, b, c … with these review scores and the same points otherwise; half of them are places."""
    names = [chr(ord("a") + at) for at in range(len(totals))]
    plan = a_plan(
        [a_department(name) for name in names],
        reviews=[a_review("year-end")],
        shortlist=Shortlist(ratio=Fraction(ratio), tie=tie),
    )
    points = {name: {"daily": Fraction(60), "standardisation": Fraction(20)} for name in names}
    scores = {name: SessionScore(Fraction(total), hidden=False) for name, total in zip(names, totals, strict=True)}
    for name, given in (components or {}).items():
        points[name] |= given
    return plan, standing(plan, YearInputs(points, {"year-end": scores}, disqualified))


def judged(year, chosen, *, final, reason=""):
    try:
        choice = judge(year, chosen, reason, final=final)
    except Refusal as refusal:
        return refusal.code
    return choice.departments, choice.added, choice.left_out


FLAGGED = [90, 80, 80, 80, 70, 60]  # three places: a is sure, two of b, c and d
NONE = ()


@pytest.mark.parametrize(
    ("chosen", "proposal", "decision"),
    [
        ("abc", NONE, NONE),
        ("acd", NONE, NONE),
        ("abcd", NONE, "reason_needed"),  # a proposal may pass all equal ones on; the committee has to choose
        ("ab", "reason_needed", "reason_needed"),
        ("bcd", "reason_needed", "reason_needed"),
        ("abe", "reason_needed", "reason_needed"),
        ("abce", "reason_needed", "reason_needed"),
        ("", "reason_needed", "reason_needed"),
    ],
)
def test_equal_departments_at_the_cut(chosen, proposal, decision):
    _plan, year = a_standing(FLAGGED)
    assert year.shortlist.flag == "tie_at_the_cut"
    for final, wanted in ((False, proposal), (True, decision)):
        expected = (tuple(chosen), (), ()) if wanted == NONE else wanted
        assert judged(year, chosen, final=final) == expected


@pytest.mark.parametrize(
    ("chosen", "added", "left_out"),
    [("abcd", "bcd", ""), ("ab", "", "cd"), ("bcd", "bcd", "a"), ("abe", "e", "cd"), ("", "", "abcd")],
)
def test_with_a_reason_it_is_recorded_how_a_choice_differs(chosen, added, left_out):
    _plan, year = a_standing(FLAGGED)
    assert judged(year, chosen, final=True, reason="because") == (tuple(chosen), tuple(added), tuple(left_out))


@pytest.mark.parametrize(("tie", "rule"), [("extend", "abcd"), ("exclude", "a")])
def test_a_plan_that_extends_or_excludes_has_nothing_to_choose(tie, rule):
    _plan, year = a_standing(FLAGGED, tie=tie)
    assert year.shortlist.flag is None
    assert judged(year, rule, final=True) == (tuple(rule), (), ())
    assert judged(year, "abc", final=True) == "reason_needed"


def test_a_tie_that_a_component_breaks_is_no_tie():
    _plan, year = a_standing(
        [90, 80, 81, 70, 60, 50], components={"b": {"daily": Fraction(61)}}
    )  # b and c have the same total; c has the better review
    assert judged(year, "abc", final=True) == (tuple("abc"), (), ())
    _plan, year = a_standing([80, 81, 70], components={"a": {"daily": Fraction(61)}}, ratio="0.3")
    assert judged(year, "b", final=True) == (("b",), (), ())
    assert judged(year, "a", final=True) == "reason_needed"


def test_no_place_at_all_gives_nobody():
    _plan, year = a_standing([90, 80], ratio="0")
    assert judged(year, "", final=True) == ((), (), ())
    assert judged(year, "a", final=True) == "reason_needed"


def test_the_next_moves_up_for_a_disqualified_one():
    _plan, year = a_standing([90, 80, 70, 60], disqualified={"a"})
    assert judged(year, "bc", final=True) == (("b", "c"), (), ())
    assert judged(year, "ab", final=True, reason="because") == "disqualified"


def test_a_reason_has_an_end():
    _plan, year = a_standing([90, 80])
    assert judged(year, "b", final=True, reason="x" * (LONGEST_REASON + 1)) == "long_text"
    assert judged(year, "b", final=True, reason="x" * LONGEST_REASON) == (("b",), ("b",), ("a",))


def test_the_order_of_the_plan_is_kept_and_a_department_named_twice_is_one():
    _plan, year = a_standing([70, 80, 90, 60])
    assert judged(year, ["c", "b", "c"], final=True) == (("b", "c"), (), ())


def test_missing_names_what_is_missing_and_never_twice():
    plan, year = a_standing([90, 80])
    assert missing(year, []) == []
    few = standing(
        plan,
        YearInputs({"a": {"daily": Fraction(60)}}, {"year-end": {"a": SessionScore(None, hidden=False)}}),
    )
    assert [str(fault) for fault in missing(few, [])] == [
        "a: standardisation not entered",
        "a: too few ballots for a score",
        "b: daily work not entered",
        "b: standardisation not entered",
        "b: too few ballots for a score",
    ]
    assert str(missing(few, [("year-end", "年终")])[0]) == "年终: the session is not closed"
    assert "too few" not in "".join(str(fault) for fault in missing(few, [("year-end", "年终")]))


def test_the_basis_changes_with_every_figure_and_with_the_rule():
    plan, year = a_standing([90, 80, 70])
    others = [
        a_standing([90, 80, 71]),
        a_standing([90, 80, 70], disqualified={"c"}),
        a_standing([90, 80, 70], tie="extend"),
        a_standing([90, 80, 70], ratio="0.4"),
        a_standing([90, 80, 70], components={"c": {"daily": Fraction(59)}}),
    ]
    assert len({basis_of(plan, year), *(basis_of(*other) for other in others)}) == 1 + len(others)
    assert basis_of(*a_standing([90, 80, 70])) == basis_of(plan, year)
