"""Claims: the same achievement once, at its highest level, by tables; what disqualifies, by a table of all there is."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest

from voting.domain.claims import (
    REJECTED,
    SUBMITTED,
    VERIFIED,
    WAITING,
    WITHDRAWN,
    Claim,
    achievement_of,
    counting,
    honours_of,
)
from voting.domain.disqualifications import CAUSES, SOURCES, acts
from voting.domain.refusals import Refusal
from voting.domain.roles import ASSESSOR, SUPERVISION, Person
from voting.domain.second_look import check_another, check_from_elsewhere


def claim(key, points="1", *, achievement=None, department="alpha", state=VERIFIED, day="2026-03-01", title="Prize"):
    return Claim(
        key, 2026, department, "s", title, day, "", achievement or key, state, "clerk", "2026-04-01", points=points
    )


def points(*claims):
    return {department: str(found) for department, found in honours_of(claims).items()}


COUNTED = {
    "nothing": ([], {}),
    "one": ([claim("a", "1.5")], {"alpha": "3/2"}),
    "two achievements": ([claim("a", "1.5"), claim("b", "2")], {"alpha": "7/2"}),
    "one achievement at two levels": ([claim("a", "1"), claim("b", "3", achievement="a")], {"alpha": "3"}),
    "three levels": ([claim("a", "1"), claim("b", "3", achievement="a"), claim("c", "2", achievement="a")], {"alpha": "3"}),
    "equal points count once": ([claim("a", "2"), claim("b", "2.00", achievement="a")], {"alpha": "2"}),
    "a higher level that is only submitted": (
        [claim("a", "1"), claim("b", "3", achievement="a", state=SUBMITTED)], {"alpha": "1"},
    ),
    "a higher level that waits for a second verifier": (
        [claim("a", "1"), claim("b", "3", achievement="a", state=WAITING)], {"alpha": "1"},
    ),
    "a higher level that was rejected": ([claim("a", "1"), claim("b", "3", achievement="a", state=REJECTED)], {"alpha": "1"}),
    "a higher level that was withdrawn": ([claim("a", "1"), claim("b", "3", achievement="a", state=WITHDRAWN)], {"alpha": "1"}),
    "nothing verified": ([claim("a", state=SUBMITTED), claim("b", state=REJECTED)], {}),
    "two departments that name the same": (
        [claim("a", "1", achievement="x"), claim("b", "2", achievement="x", department="beta")], {"alpha": "1", "beta": "2"},
    ),
    "a hundredth": ([claim("a", "0.01"), claim("b", "0.1")], {"alpha": "11/100"}),
}  # fmt: skip


@pytest.mark.parametrize(("claims", "expected"), COUNTED.values(), ids=COUNTED)
def test_the_same_achievement_counts_once_at_its_highest_level(claims, expected):
    assert points(*claims) == expected
    for order in permutations(claims):
        assert points(*order) == expected


def test_each_verified_claim_knows_the_one_that_counts_for_it():
    claims = [claim("a", "1"), claim("b", "3", achievement="a"), claim("c", "9", state=SUBMITTED), claim("d", "2")]
    assert counting(claims) == {"a": "b", "b": "b", "d": "d"}


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [("2026-03-01", "2026-05-01", "a"), ("2026-05-01", "2026-03-01", "b"), ("2026-05-01", "2026-05-01", "a")],
)
def test_of_equal_levels_the_earlier_counts_then_the_smaller_id(first, second, counts):
    claims = [claim("a", "2", day=first), claim("b", "2", achievement="a", day=second)]
    assert set(counting(claims).values()) == {counts}


def test_points_are_exact():
    assert honours_of([claim("a", "0.1"), claim("b", "0.2")])["alpha"] == Fraction(3, 10)


SAME = ["Prize", " prize ", "ＰＲＩＺＥ", "Pri-ze", "“Prize”", "P r i z e!"]


@pytest.mark.parametrize("title", SAME)
def test_one_title_however_it_is_written_is_one_achievement(title):
    assert achievement_of("new", title, [claim("a", achievement="x")]) == "x"


def test_another_title_is_an_achievement_of_its_own():
    assert achievement_of("new", "Another prize", [claim("a")]) == "new"


def test_a_title_means_what_it_says_in_chinese():
    others = [claim("a", title="区级“先进集体”（信息工作）", achievement="x")]
    assert achievement_of("new", "区级先进集体 信息工作", others) == "x"
    assert achievement_of("new", "市级先进集体 信息工作", others) == "new"


def test_an_earlier_claim_can_be_chosen_under_another_title():
    others = [claim("a", achievement="x"), claim("b", title="Medal", achievement="y")]
    assert achievement_of("new", "Prize of the province", others, same_as="b") == "y"
    assert achievement_of("new", "Prize", others, same_as="b") == "y"


@pytest.mark.parametrize("state", [REJECTED, WITHDRAWN])
def test_what_was_rejected_or_withdrawn_is_no_achievement_any_more(state):
    others = [claim("a", state=state)]
    assert achievement_of("new", "Prize", others) == "new"
    assert achievement_of("new", "Prize", others, same_as="a") == "new"


# Disqualification: DOMAIN 1, the whole table

ACTING = {("inaction", "complaint")} | {
    (cause, "higher") for cause in ("gaming", "trading", "games", "films", "chatting", "alcohol")
}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("cause", CAUSES)
def test_only_a_complaint_of_inaction_or_a_finding_of_a_higher_authority_acts(cause, source):
    assert acts(cause, source) == ((cause, source) in ACTING)


@pytest.mark.parametrize(("cause", "source"), [("sleeping", "higher"), ("inaction", "rumour"), ("", "")])
def test_what_the_guidance_does_not_name_never_acts(cause, source):
    assert not acts(cause, source)


# Two people


@pytest.mark.parametrize(
    ("before", "fits"), [(("first",), True), (("first", "second"), False), ((None,), True), ((), True)]
)
def test_two_people_are_two(before, fits):
    person = Person("second", SUPERVISION)
    assert (refused(check_another, person, before) is None) == fits


@pytest.mark.parametrize(
    ("department", "code"), [("beta", None), ("alpha", "not_from_elsewhere"), (None, "not_from_elsewhere")]
)
def test_the_second_one_comes_from_another_department_that_is_known(department, code):
    assert refused(check_from_elsewhere, Person("second", ASSESSOR, department), "alpha") == code


def refused(act, *args):
    try:
        act(*args)
    except Refusal as refusal:
        return refusal.code
    return None
