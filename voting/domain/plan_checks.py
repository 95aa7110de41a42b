"""Rules of the plan that hold between entries: sums, doubled ids, references, and what a session's pace allows.

A check works with what could be read. Where a value it needs could not be, it is silent: that fault is noted already.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import floor
from typing import Any

from voting.domain.plan import ONE_BY_ONE, Points
from voting.domain.plan_nodes import MISSING, Clean, Finding
from voting.domain.plan_places import Path, quoted
from voting.domain.plan_values import decimal_text
from voting.domain.refusals import msg

LEAST_FOR_A_SHARE = 5  # departments on the ballot: below, a share of them says nothing


def contradictions(plan: Clean) -> Iterator[Finding]:
    """Everything in the plan that contradicts something else in it."""
    yield from _scale_faults(plan)
    for key in ("groups", "departments", "reviews"):
        yield from _doubled(plan.get(key, []), (key,), "id", msg("The id %(value)s is already taken above."))
    taken = msg("A department with the name %(value)s already stands above.")
    yield from _doubled(plan.get("departments", []), ("departments",), "name", taken)
    yield from _standard_faults(plan.get("innovation", []))
    reviews = plan.get("reviews", [])
    too_much_or_little = msg("The weights of the review sessions add up to %(sum)s. They must add up to exactly 1.")
    yield from _sum(reviews, Fraction(1), ("reviews",), too_much_or_little)
    for position, review in enumerate(reviews):
        yield from _review_faults(review, ("reviews", position), plan)


def departments_under_cap(cap: Fraction, departments: int) -> int | None:
    """How many top grades one ballot may hold, None for no limit.

    ``cap`` is a share of the departments on the ballot (below 1), a whole number that holds as it is, or 0 for off.
    """
    if cap == 0:
        return None
    if cap >= 1:
        return int(cap)
    return floor(cap * departments) if departments >= LEAST_FOR_A_SHARE else None


def _standard_faults(standards: list[Clean]) -> Iterator[Finding]:
    yield from _doubled(standards, ("innovation",), "id", msg("The id %(value)s is already taken above."))
    seen: set[tuple[str, str]] = set()
    for position, standard in enumerate(standards):
        name, level = standard.get("name"), standard.get("level")
        if name is None or level is None:
            continue
        key = (name.strip(), level.strip())
        if all(key) and key in seen:
            sentence = msg("The same achievement at the same level already stands above.")
            yield Finding(("innovation", position, "level"), sentence)
        seen.add(key)


def _scale_faults(plan: Clean) -> Iterator[Finding]:
    most = plan.get("points", {}).get("review", Points.review)
    for key, scale in plan.get("scales", {}).items():
        path: Path = ("scales", key)
        marks = scale.get("marks") or []
        yield from _scale_kind_faults(scale, path)
        yield from _doubled(marks, (*path, "marks"), "id", msg("The id %(value)s is already taken above."))
        same_worth = msg("A mark worth %(value)s points already stands above. Two marks must not be worth the same.")
        yield from _doubled(marks, (*path, "marks"), "points", same_worth)
        yield from _above_cap_faults(scale, marks, path, most)


def _scale_kind_faults(scale: Clean, path: Path) -> Iterator[Finding]:
    ends = [key for key in ("minimum", "maximum") if key in scale]
    if "marks" in scale and ends:
        yield Finding(path, msg("A scale has either marks or a minimum and a maximum, not both."))
    elif not ends and "marks" not in scale:
        yield Finding(path, msg("A scale needs either marks or a minimum and a maximum."))
    elif len(ends) == 1:
        yield Finding((*path, "minimum" if ends == ["maximum"] else "maximum"), MISSING)
    minimum, maximum = scale.get("minimum"), scale.get("maximum")
    if minimum is not None and maximum is not None and minimum >= maximum:
        yield Finding((*path, "maximum"), msg("The maximum must be more than the minimum."))


def _above_cap_faults(scale: Clean, marks: list[Clean], path: Path, most: Fraction | None) -> Iterator[Finding]:
    worths = [((*path, "marks", position, "points"), mark.get("points")) for position, mark in enumerate(marks)]
    worths.append(((*path, "maximum"), scale.get("maximum")))
    for place, worth in worths:
        if most is not None and worth is not None and worth > most:
            sentence = msg("This is more than the %(most)s points a review can bring.")
            yield Finding(place, sentence, {"most": decimal_text(most)})


def _doubled(entries: list[Clean], path: Path, key: str, sentence: str) -> Iterator[Finding]:
    seen: set[Any] = set()
    for position, entry in enumerate(entries):
        value: Any = entry.get(key)
        if isinstance(value, str):
            value = value.strip()
        if value in seen:
            shown = quoted(value) if isinstance(value, str) else decimal_text(value)
            yield Finding((*path, position, key), sentence, {"value": shown})
        elif value is not None and value != "":
            seen.add(value)


def _sum(entries: list[Clean], whole: Fraction, path: Path, sentence: str) -> Iterator[Finding]:
    weights = [entry["weight"] for entry in entries if entry.get("weight") is not None]
    total = sum(weights, Fraction(0))
    if entries and len(weights) == len(entries) and total != whole:
        yield Finding(path, sentence, {"sum": decimal_text(total)})


def _review_faults(review: Clean, path: Path, plan: Clean) -> Iterator[Finding]:
    scale = review.get("scale")
    if scale is not None and plan.get("scales") and scale not in plan["scales"]:
        yield Finding((*path, "scale"), msg("There is no scale %(value)s in this file."), {"value": quoted(scale)})
    yield from _group_faults(review.get("groups", {}), (*path, "groups"), plan)
    yield from _rule_faults(review, (*path, "rules"), len(plan.get("departments", [])))


def _group_faults(groups: Clean, path: Path, plan: Clean) -> Iterator[Finding]:
    known = {group.get("id") for group in plan.get("groups", [])}
    for key, group in groups.items():
        if known and key not in known:
            yield Finding((*path, key), msg("There is no group %(value)s in this file."), {"value": quoted(key)})
        slips, due = group.get("slips"), group.get("due")
        if slips is not None and due is not None and due < slips:
            sentence = msg("Fewer are due to vote (%(due)d) than there are slips (%(slips)d).")
            yield Finding((*path, key, "due"), sentence, {"due": due, "slips": slips})
    sentence = msg("The weights of the groups in this session add up to %(sum)s. They must add up to exactly 100.")
    yield from _sum(list(groups.values()), Fraction(100), path, sentence)


def _rule_faults(review: Clean, path: Path, departments: int) -> Iterator[Finding]:
    rules = review.get("rules", {})
    cap = rules.get("excellent_cap")
    if review.get("pace") == ONE_BY_ONE:
        sentence = msg("This rule compares departments on one ballot; here they are opened one by one. Leave it out.")
        yield from (Finding((*path, key), sentence) for key in ("excellent_cap", "all_same") if rules.get(key))
    elif cap is not None and 0 < cap < 1 and departments_under_cap(cap, departments) == 0:
        sentence = msg("This share of %(departments)d departments is less than one department. Write 0 for no limit.")
        yield Finding((*path, "excellent_cap"), sentence, {"departments": departments})
