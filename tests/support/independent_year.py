"""A whole year computed a second time, under any settings, from the plan as a table and the ballots one by one.

Written from DOMAIN.md alone. It shares no line with the program, imports nothing of it, and goes another way: it keeps
every ballot and every mark in lists, where the program keeps counters. An error would have to be made twice.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Mark = str | int | None
Ballot = tuple[str, Mapping[str, Mark]]
"""The voter's group, and a mark for every department; None abstains."""

Plan = Mapping[str, Any]
EMPTY_UP_TO = 2  # a group with one or two ballots counts as empty
FEW_DEPARTMENTS = 5  # below, a share of top grades is no cap


def settings(plan: Plan, section: str) -> dict[str, Any]:
    """A section of the plan over its defaults, as DOMAIN 2 gives them."""
    defaults = {
        "scoring": {"aggregation": "weighted_groups", "trim": "none"},
        "shortlist": {"ratio": "0.30", "base": "participating", "rounding": "half_up", "tie": "tiebreak"},
        "quota": {
            "excellent": "0.30", "directly_led": "0.30", "other": "0.20", "disqualified": "0.20", "rounding": "half_up",
        },
        "privacy": {"min_group": 5, "unanimous": "hide"},
    }  # fmt: skip
    return {**defaults[section], **plan.get(section, {})}


def exact(value: object) -> Fraction:
    """A number as the plan writes it: a string or a number, read as a decimal."""
    return Fraction(str(value))


def whole(value: Fraction, rounding: str) -> int:
    """A share as whole places: half up, down, or up."""
    if rounding == "floor":
        return math.floor(value)
    return math.ceil(value) if rounding == "ceil" else math.floor(value + Fraction(1, 2))


# --- One session


def worth(plan: Plan, review: Mapping[str, Any], mark: str | int) -> Fraction:
    """What a mark is worth on the session's scale."""
    scale = plan["scales"][review["scale"]]
    if "marks" in scale:
        return next(exact(grade["points"]) for grade in scale["marks"] if grade["id"] == mark)
    return Fraction(mark)


def is_top(plan: Plan, review: Mapping[str, Any], mark: str | int) -> bool:
    """The top grade; on a range of points from 90 % of the most."""
    scale = plan["scales"][review["scale"]]
    if "marks" in scale:
        return worth(plan, review, mark) == max(exact(grade["points"]) for grade in scale["marks"])
    return Fraction(mark) >= Fraction(9 * scale["maximum"], 10)


def broken_rule(plan: Plan, review: Mapping[str, Any], marks: Mapping[str, Mark]) -> str | None:
    """The first rule that a ballot breaks: too many top grades, or three and more departments all the same."""
    rules = review.get("rules", {})
    together = review["pace"] == "together"
    cap = rules.get("excellent_cap", "0.30" if together else 0)
    given = [mark for mark in marks.values() if mark is not None]
    if isinstance(cap, int):
        most: int | None = cap or None
    else:
        count = len(plan["departments"])
        most = None if count < FEW_DEPARTMENTS else math.floor(exact(cap) * count)
    if most is not None and sum(is_top(plan, review, mark) for mark in given) > most:
        return "over_excellent_cap"
    same = len(given) >= 3 and all(mark == given[0] for mark in given)
    return "all_same" if rules.get("all_same", together) and same else None


def trimmed(marks: list[Fraction], trim: str) -> list[Fraction]:
    """All marks; with the option one highest and one lowest fewer where more than five rated."""
    return sorted(marks)[1:-1] if trim == "one_each_above_5" and len(marks) > 5 else marks


@dataclass
class Score:
    """One department in one session. ``hidden``: its breakdown may not be shown, and with it no fraction."""

    value: Fraction | None
    hidden: bool = False


def session_scores(plan: Plan, review: Mapping[str, Any], ballots: Sequence[Ballot]) -> dict[str, Score]:
    """The scores of a session by department, from its valid ballots."""
    valid = [(group, marks) for group, marks in ballots if broken_rule(plan, review, marks) is None]
    scores = {row["id"]: _department(plan, review, valid, row["id"]) for row in plan["departments"]}
    if review["pace"] == "together" and any(score.hidden for score in scores.values()):
        for score in scores.values():  # on one ballot, one that is hidden hides all
            score.hidden = True
    return scores


def _department(plan: Plan, review: Mapping[str, Any], ballots: Sequence[Ballot], name: str) -> Score:
    privacy, scoring = settings(plan, "privacy"), settings(plan, "scoring")
    by_group: dict[str, list[Mark]] = {}
    for group, marks in ballots:
        by_group.setdefault(group, []).append(marks[name])
    counting = {group: marks for group, marks in by_group.items() if len(marks) > EMPTY_UP_TO}
    if sum(len(marks) for marks in counting.values()) < privacy["min_group"]:
        return Score(None)
    rated = {group: [mark for mark in marks if mark is not None] for group, marks in counting.items()}
    hidden = any(
        len(marks) < privacy["min_group"] or (len(set(marks)) == 1 and privacy["unanimous"] == "hide")
        for marks in rated.values()
    )
    kept = {
        group: trimmed([worth(plan, review, mark) for mark in marks], scoring["trim"])
        for group, marks in rated.items()
        if marks
    }
    if not kept:
        return Score(None, hidden)
    if scoring["aggregation"] == "pooled":
        every = [mark for marks in kept.values() for mark in marks]
        return Score(sum(every, Fraction(0)) / len(every), hidden)
    weights = {group: exact(spec["weight"]) for group, spec in review["groups"].items()}
    top = sum((weights[group] * sum(marks, Fraction(0)) / len(marks) for group, marks in kept.items()), Fraction(0))
    return Score(top / sum(weights[group] for group in kept), hidden)


# --- The year


@dataclass
class Row:
    """One department's year."""

    id: str
    headcount: int
    led: bool
    disqualified: bool
    points: dict[str, Fraction | None]
    reviews: dict[str, Fraction | None]
    review: Fraction | None
    total: Fraction | None
    hidden: bool
    rank: int | None = None
    proposed: bool | None = None
    quota: int | None = None


@dataclass
class Year:
    """The whole year: rows in the plan's order, and the shortlist."""

    rows: list[Row]
    base: int = 0
    places: int = 0
    tie: bool = False
    tied: set[str] = field(default_factory=set)


def the_year(
    plan: Plan,
    ballots: Mapping[str, Sequence[Ballot]],
    points: Mapping[str, Mapping[str, Fraction]],
    disqualified: set[str] = frozenset(),  # type: ignore[assignment]
    decided: set[str] | None = None,
) -> Year:
    """The year from everything that was given; a session that ``ballots`` does not have was not held."""
    scores = {
        review["id"]: session_scores(plan, review, ballots[review["id"]])
        for review in plan["reviews"]
        if review["id"] in ballots
    }
    year = Year([_row(plan, department, scores, points, disqualified) for department in plan["departments"]])
    totals = [row.total for row in year.rows]
    if None not in totals:
        for row in year.rows:
            row.rank = 1 + sum(total > row.total for total in totals)  # type: ignore[operator]
    _shortlist(plan, year)
    for row in year.rows:
        row.quota = _quota(plan, row, row.proposed if decided is None else row.id in decided)
    return year


def _row(
    plan: Plan,
    department: Mapping[str, Any],
    scores: Mapping[str, Mapping[str, Score]],
    points: Mapping[str, Mapping[str, Fraction]],
    disqualified: set[str],
) -> Row:
    name, given = department["id"], points.get(department["id"], {})
    reviews: dict[str, Fraction | None] = {}
    review: Fraction | None = Fraction(0)
    hidden = False
    for session in plan["reviews"]:
        found = scores[session["id"]][name] if session["id"] in scores else Score(None)
        reviews[session["id"]] = found.value
        hidden |= found.hidden
        review = None if review is None or found.value is None else review + exact(session["weight"]) * found.value
    parts: dict[str, Fraction | None] = {key: given.get(key) for key in ("daily", "standardisation")}
    parts |= {key: given.get(key, Fraction(0)) for key in ("district_result", "honours")}
    every = [*parts.values(), review]
    total = None if any(part is None for part in every) else sum((part for part in every if part), Fraction(0))
    led, lost = bool(department.get("directly_led", False)), name in disqualified
    return Row(name, department["headcount"], led, lost, parts, reviews, review, total, hidden)


def _shortlist(plan: Plan, year: Year) -> None:
    rule = settings(plan, "shortlist")
    taking_part = [row for row in year.rows if not row.led]
    qualified = [row for row in taking_part if not row.disqualified]
    year.base = len({"participating": taking_part, "all": year.rows, "qualified": qualified}[rule["base"]])
    year.places = whole(exact(rule["ratio"]) * year.base, rule["rounding"])
    if any(row.total is None for row in qualified):
        return
    for row in year.rows:
        row.proposed = False
    left = list(qualified)
    free = year.places
    while left and free > 0:  # place by place: who is best of those that are left?
        best = max(row.total for row in left if row.total is not None)
        equal = [row for row in left if row.total == best]
        if len(equal) > free:
            _tie(rule["tie"], year, equal, free)
            return
        for row in equal:
            row.proposed = True
            left.remove(row)
        free -= len(equal)


def _tie(rule: str, year: Year, equal: list[Row], free: int) -> None:
    """More departments with the same total than places are left."""
    if rule == "exclude":
        return
    if rule == "extend":
        for row in equal:
            row.proposed = True
        return
    order = sorted({_components(row) for row in equal}, reverse=True)
    for key in order:
        alike = [row for row in equal if _components(row) == key]
        if free <= 0:
            return
        for row in alike:
            row.proposed = True
        if len(alike) > free:
            year.tie, year.tied = True, {row.id for row in alike}
            return
        free -= len(alike)


def _components(row: Row) -> tuple[Fraction, ...]:
    """What breaks a tie of totals: the review, then daily work, then standardisation."""
    return tuple(part or Fraction(0) for part in (row.review, row.points["daily"], row.points["standardisation"]))


def _quota(plan: Plan, row: Row, excellent: bool | None) -> int | None:
    rule = settings(plan, "quota")
    if row.disqualified:
        share = rule["disqualified"]
    elif row.led:
        share = rule["directly_led"]
    elif excellent is None:
        return None
    else:
        share = rule["excellent"] if excellent else rule["other"]
    return whole(exact(share) * row.headcount, rule["rounding"])
