"""Small plans, ballots and counters for tests, and the worked example of DOMAIN 6 as data.

Ballots are written as the office writes them: one letter a department, ``EGE`` or ``EG-``; ``N`` (不了解) and ``-``
(left blank) both abstain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.domain.ballot import Mark, find_faults, stored_mark
from voting.domain.plan import (
    TOGETHER,
    Department,
    Group,
    Office,
    Plan,
    Points,
    Privacy,
    Quota,
    Review,
    ReviewGroup,
    Rules,
    Scoring,
    Shortlist,
)
from voting.domain.scales import Grade, GradeScale, RangeScale, Scale

GRADES = GradeScale(
    "grades",
    (
        Grade("E", "优秀", Fraction(100)),
        Grade("G", "良好", Fraction(80)),
        Grade("F", "一般", Fraction(60)),
        Grade("P", "较差", Fraction(40)),
    ),
)
HUNDRED = RangeScale("hundred", 0, 100)
NO_RULES = Rules(excellent_cap=None, all_same=False)
TWO_GROUPS: Mapping[str, tuple[int, int]] = {"leadership": (60, 20), "cadres": (40, 20)}

Ballot = dict[str, Mark]


def a_department(department_id: str, headcount: int = 10, *, directly_led: bool = False) -> Department:
    """A department whose name is its id."""
    return Department(department_id, department_id, headcount, directly_led)


def a_review(
    review_id: str = "year-end",
    *,
    weight: str = "1",
    groups: Mapping[str, tuple[int | str, int]] = TWO_GROUPS,
    pace: str = TOGETHER,
    scale: Scale = GRADES,
    live: str = "tally",
    rules: Rules = NO_RULES,
) -> Review:
    """A review session; ``groups`` gives each group's weight and number of slips."""
    spec = {group: ReviewGroup(Fraction(share), slips, slips) for group, (share, slips) in groups.items()}
    return Review(review_id, review_id, Fraction(weight), pace, scale, live, spec, rules)


def a_plan(
    departments: int | Iterable[Department] = 3,
    groups: Mapping[str, tuple[int | str, int]] = TWO_GROUPS,
    *,
    pace: str = TOGETHER,
    scale: Scale = GRADES,
    live: str = "tally",
    rules: Rules = NO_RULES,
    reviews: Iterable[Review] = (),
    scoring: Scoring | None = None,
    shortlist: Shortlist | None = None,
    quota: Quota | None = None,
    privacy: Privacy | None = None,
) -> Plan:
    """A plan of one session ``year-end``, unless ``reviews`` says otherwise; departments by number are d1, d2, …"""
    if isinstance(departments, int):
        departments = [a_department(f"d{number}") for number in range(1, departments + 1)]
    sessions = tuple(reviews) or (a_review(groups=groups, pace=pace, scale=scale, live=live, rules=rules),)
    named = dict.fromkeys(group for session in sessions for group in session.groups)
    return Plan(
        Office("临溪街道", 2026),
        Points(),
        {session.scale.id: session.scale for session in sessions},
        tuple(Group(group, group) for group in named),
        tuple(departments),
        sessions,
        scoring or Scoring(),
        shortlist or Shortlist(),
        quota or Quota(),
        privacy or Privacy(),
    )


def issued_by(review: Review) -> dict[str, int]:
    """The slips of a session whose every slip was issued."""
    return {group: spec.slips for group, spec in review.groups.items()}


def a_mark(letter: str) -> Mark:
    """One letter of a written ballot as a mark."""
    return None if letter in "N-" else letter


def ballots(text: str, departments: Iterable[str]) -> list[Ballot]:
    """Ballots written as ``EGE EG-``, one letter a department."""
    names = list(departments)
    return [dict(zip(names, map(a_mark, word), strict=True)) for word in text.split()]


def counted(marks: Iterable[Mark]) -> dict[str, int]:
    """One group's marks of one department as its counters hold them; ``counted(map(a_mark, "EEG-"))`` or points."""
    return dict(Counter(stored_mark(mark) for mark in marks))


def counters(**departments: Mapping[str, str]) -> dict[str, dict[str, dict[str, int]]]:
    """Counters as ``counters(d1={"leadership": "EEGFP", "cadres": "GG-"})``: one letter a ballot."""
    return {
        department: {group: counted(map(a_mark, letters)) for group, letters in groups.items()}
        for department, groups in departments.items()
    }


def point_counters(**departments: Mapping[str, Iterable[int | None]]) -> dict[str, dict[str, dict[str, int]]]:
    """The same for a range scale: ``point_counters(d1={"leadership": [90, 85, None]})``."""
    return {
        department: {group: counted(points) for group, points in groups.items()}
        for department, groups in departments.items()
    }


def count_up(ballots_by_group: Mapping[str, Iterable[Ballot]]) -> dict[str, dict[str, dict[str, int]]]:
    """Whole ballots as counters by department, group and mark."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for group, cast in ballots_by_group.items():
        for ballot in cast:
            for department, mark in ballot.items():
                tally = counts.setdefault(department, {}).setdefault(group, {})
                tally[stored_mark(mark)] = tally.get(stored_mark(mark), 0) + 1
    return counts


# DOMAIN 6: by session and group the weight, the slips issued, and the ballots returned.
WORKED_BALLOTS: dict[str, dict[str, tuple[int, int, str]]] = {
    "half-year": {
        "leadership": (40, 5, "EGE EGG GGE EEG GFE"),
        "heads": (20, 5, "EGE GGE EGF EEE GEE"),
        "cadres": (20, 8, "EGE GEG GGG EFE NGE GGE EGN FGE"),
        "deputies": (10, 5, "GGE EGG NNE GEG"),
        "communities": (10, 6, "EEG GEE GGE FEG PEG EE-"),
    },
    "year-end": {
        "leadership": (50, 5, "EGE EGE GGE EFG EEG"),
        "heads": (25, 5, "EGE GGE EGG GEE NGE"),
        "cadres": (25, 8, "EGE GFE EEG PPP GGE EG- GEE"),
    },
}
GENERAL, SOCIAL, CITY = "general-office", "social-affairs", "city-construction"
WORKED_DEPARTMENTS = (
    Department(GENERAL, "党政办", 12, directly_led=True),
    Department(SOCIAL, "社会事务办", 9),
    Department(CITY, "城建办", 15),
)
WORKED_COMPONENTS: dict[str, dict[str, Fraction]] = {
    department: dict(
        zip(("daily", "standardisation", "district_result", "honours"), map(Fraction, points.split()), strict=True)
    )
    for department, points in {
        GENERAL: "66.50 28.50 1.50 2.00",
        CITY: "65.80 26.40 2.00 2.00",
        SOCIAL: "67.20 27.90 0.80 1.50",
    }.items()
}


def worked_plan(*, scoring: Scoring | None = None) -> Plan:
    """The plan of the worked example: excellent cap 2 of 3 departments, session weights 0.4 and 0.6."""
    rules = Rules(excellent_cap=2, all_same=True)
    sessions = [
        a_review(
            review_id,
            weight={"half-year": "0.4", "year-end": "0.6"}[review_id],
            groups={group: (weight, issued) for group, (weight, issued, _text) in groups.items()},
            rules=rules,
        )
        for review_id, groups in WORKED_BALLOTS.items()
    ]
    return a_plan(WORKED_DEPARTMENTS, reviews=sessions, scoring=scoring)


@dataclass(frozen=True)
class PaperCount:
    """A session of paper ballots after the teller's count: the counters of the valid ones and why others are void."""

    counts: dict[str, dict[str, dict[str, int]]]
    returned: int
    valid: int
    void: dict[str, list[str]]


def worked_count(plan: Plan, review_id: str) -> PaperCount:
    """The worked example's ballots of one session, each checked by the session's rules."""
    review = plan.review(review_id)
    valid: dict[str, list[Ballot]] = {}
    void: dict[str, list[str]] = {}
    for group, (_weight, _issued, text) in WORKED_BALLOTS[review_id].items():
        for word, ballot in zip(text.split(), ballots(text, plan.department_ids), strict=True):
            faults = find_faults(ballot, plan.department_ids, review.scale, review.rules)
            if faults:
                void.setdefault(faults[0].fault, []).append(word)
            else:
                valid.setdefault(group, []).append(ballot)
    number = sum(map(len, valid.values()))
    return PaperCount(count_up(valid), number + sum(map(len, void.values())), number, void)
