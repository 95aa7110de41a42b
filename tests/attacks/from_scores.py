"""Integer search over scores at two decimals: which sums of the groups agree with every score that was ever shown.

Where a breakdown is hidden, only scores are published. The attacker knows how many ballots of each group are in each of
them (he saw who submitted, and batches are whole), so every further score is one more equation. He carries all sums
that are still possible from state to state, with how likely each is, and reads the groups' sums off what is left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import comb
from typing import Any

from tests.attacks.figures import Portion, shares_of, tilted
from tests.attacks.meeting import Evidence
from tests.attacks.scene import GRADES, REVIEW
from voting.domain.rounding import decimals

Sum = tuple[int, int]
"""How many rated, and their points."""

State = tuple[Sum, ...]
MOST = 150_000
LEAST = 1e-13
TASTE = {**shares_of(None), "": 0.05}


@dataclass(frozen=True)
class Shown:
    """One published score, and the ballots of each group that are in it."""

    ballots: tuple[int, ...]
    score: float
    spread: float = 0.005


@lru_cache(maxsize=256)
def drawn(ballots: int) -> dict[Sum, float]:
    """The sums that so many ballots can have, and how likely each is."""
    if ballots == 0:
        return {(0, 0): 1.0}
    found: dict[Sum, float] = {}
    for (rated, points), chance in drawn(ballots - 1).items():
        for mark, share in TASTE.items():
            key = (rated + bool(mark), points + GRADES.get(mark, 0))
            found[key] = found.get(key, 0.0) + chance * share
    return {key: chance for key, chance in found.items() if chance > LEAST}


class TooMany(Exception):
    """More possibilities than he has patience for."""


def search(weights: Sequence[float], states: Iterable[Shown]) -> dict[State, float]:
    """All sums that agree with every state, with their likelihood."""
    left: dict[State, float] = {tuple((0, 0) for _ in weights): 1.0}
    was: tuple[int, ...] = tuple(0 for _ in weights)
    for shown in states:
        more = [new - old for new, old in zip(shown.ballots, was, strict=True)]
        steps = sorted(range(len(weights)), key=lambda at: len(drawn(more[at])))
        found: dict[State, float] = {}
        for state, chance in left.items():
            for after, factor in _followers(state, more, steps, weights, shown):
                found[after] = found.get(after, 0.0) + chance * factor
            if len(found) > MOST:
                raise TooMany
        whole = sum(found.values())
        left = {state: chance / whole for state, chance in found.items() if chance / whole > LEAST}
        was = shown.ballots
    return left


def _followers(
    state: State, more: Sequence[int], steps: Sequence[int], weights: Sequence[float], shown: Shown
) -> Iterable[tuple[State, float]]:
    """The states after ``more`` ballots whose score reads so; the group with most possibilities is looked up, not tried."""
    *tried, last = steps
    means = _means(state[last], more[last])
    for choice in product(*(drawn(more[at]).items() for at in tried)):
        sums = list(state)
        factor = 1.0
        for at, ((rated, points), chance) in zip(tried, choice, strict=True):
            sums[at] = (state[at][0] + rated, state[at][1] + points)
            factor *= chance
        if any(not sums[at][0] for at in tried):
            continue
        rest = sum(weights) * shown.score - sum(weights[at] * sums[at][1] / sums[at][0] for at in tried)
        spread = sum(weights) * shown.spread + 1e-9
        low = bisect_left(means[0], (rest - spread) / weights[last])
        high = bisect_right(means[0], (rest + spread) / weights[last])
        for found, chance in means[1][low:high]:
            sums[last] = found
            yield tuple(sums), factor * chance


@lru_cache(maxsize=20_000)
def _means(base: Sum, more: int) -> tuple[list[float], list[tuple[Sum, float]]]:
    """What a group's mean can become, in order."""
    sums = [((base[0] + rated, base[1] + points), chance) for (rated, points), chance in drawn(more).items()]
    found = sorted((points / rated, ((rated, points), chance)) for (rated, points), chance in sums if rated)
    return [mean for mean, _sum in found], [entry for _mean, entry in found]


def scores_shown(evidence: Evidence, department: str, *, live: bool) -> list[Shown]:
    """The published scores of a department with the ballots that must be in them; only the result where not ``live``."""
    batch, found = evidence.plan.privacy.batch, []
    for seen in evidence.seen:
        if seen.event != "tally" or (seen.document["state"] != "closed" and not live):
            continue
        row = next(row for row in seen.document["departments"] if row["id"] == department)
        returned = {row["group"]: row["returned"] for row in seen.document["turnout"]}
        ended = seen.document["state"] == "closed"
        ballots = tuple(returned[g] if ended else max(0, returned[g] // batch - 1) * batch for g in evidence.groups)
        if row["score"] is not None and (not found or found[-1].ballots != ballots):
            decimals = len(row["score"].partition(".")[2])
            found.append(Shown(ballots, float(row["score"]), 0.5 / 10**decimals))
    return found


def series_of_scores(evidence: Evidence, *, live: bool = True) -> list[Portion]:
    """The groups' sums at closing, from every score that the screen ever showed."""
    weights = [float(spec.weight) for spec in evidence.plan.review(REVIEW).groups.values()]
    found: list[Portion] = []
    for department in evidence.departments:
        states = scores_shown(evidence, department, live=live)
        if states:
            try:
                found += _portions(evidence, department, search(weights, states), states[-1])
            except TooMany:
                continue
    return found


def series_of_one_mind(evidence: Evidence) -> list[Portion]:
    """The same of the first department, about which a group is of one mind."""
    return [portion for portion in series_of_scores(evidence) if portion.department == evidence.departments[0]]


def series_of_the_others(evidence: Evidence) -> list[Portion]:
    """The same of the departments whose breakdown is hidden for the first one's sake only."""
    return [portion for portion in series_of_scores(evidence) if portion.department != evidence.departments[0]]


def result_alone(evidence: Evidence) -> list[Portion]:
    """The same search with the closed result's score as the only equation."""
    return series_of_scores(evidence, live=False)


def complement(evidence: Evidence) -> list[Portion]:
    """A hidden group from the closed result: its score, and whatever stands beside it of all groups or of the others."""
    weights = [float(spec.weight) for spec in evidence.plan.review(REVIEW).groups.values()]
    found: list[Portion] = []
    for row in evidence.result["departments"]:
        states = scores_shown(evidence, row["id"], live=False)
        if not states:
            continue
        try:
            left = search(weights, states)
        except TooMany:
            continue
        left = {state: chance for state, chance in left.items() if _agrees(evidence, row, state)}
        whole = sum(left.values())
        if whole:
            left = {state: chance / whole for state, chance in left.items()}
            found += _portions(evidence, row["id"], left, states[-1])
    return found


def that_it_is_hidden(evidence: Evidence) -> list[Portion]:
    """A breakdown that is hidden although every group is large enough: then a group is of one mind. Which, and of which?

    One by one the closed result points at the department. With one ballot for all, where one hides all, its row on the
    live screen does: it is the one that stayed blank while others had a score.
    """
    weights = [float(spec.weight) for spec in evidence.plan.review(REVIEW).groups.values()]
    found: list[Portion] = []
    for row in evidence.result["departments"]:
        states = scores_shown(evidence, row["id"], live=False)
        if row["groups"] is not None or not states or not _points_at_itself(evidence, row["id"]):
            continue
        left = {
            state: chance * sum(map(_of_one_mind, states[-1].ballots, state))
            for state, chance in search(weights, states).items()
        }
        whole = sum(left.values())
        if whole:
            left = {state: chance / whole for state, chance in left.items() if chance}
            found += _portions(evidence, row["id"], left, states[-1])
    return found


def _points_at_itself(evidence: Evidence, department: str) -> bool:
    """Whether it is this department that hides something, as far as anyone can see."""
    if any(row["groups"] is not None for row in evidence.result["departments"]):
        return True  # one by one
    running = [seen.document for seen in evidence.seen if seen.event == "tally" and seen.document["state"] != "closed"]
    last = {row["id"]: row["score"] for row in running[-1]["departments"]}
    return last[department] is None and any(last.values())


def _of_one_mind(ballots: int, found: Sum) -> float:
    """How likely it is that so many with this sum all gave the same mark."""
    rated, points = found
    mark = next((mark for mark, worth in GRADES.items() if rated and points == rated * worth), None)
    if mark is None:
        return 0.0
    return comb(ballots, rated) * TASTE[mark] ** rated * TASTE[""] ** (ballots - rated) / drawn(ballots)[found]


def _agrees(evidence: Evidence, row: Mapping[str, Any], state: State) -> bool:
    """Whether sums agree with the pooled marks and with the groups' means, as far as they are published."""
    if row["marks"] is not None:
        pooled = (sum(row["marks"].values()), sum(GRADES[mark] * n for mark, n in row["marks"].items()))
        if (sum(rated for rated, _p in state), sum(points for _r, points in state)) != pooled:
            return False
    for group, (rated, points) in zip(evidence.groups, state, strict=True):
        mean = ((row["groups"] or {}).get(group) or {"mean": None})["mean"]
        if mean is not None and (not rated or decimals(Fraction(points, rated)) != mean):
            return False
    return True


def _portions(evidence: Evidence, department: str, left: Mapping[State, float], last: Shown) -> list[Portion]:
    found = []
    for at, group in enumerate(evidence.groups):
        marks: dict[str, float] = {}
        for state, chance in left.items():
            rated, points = state[at]
            for mark, n in _expected(rated, points).items():
                marks[mark] = marks.get(mark, 0.0) + n * chance
        means: dict[Fraction, float] = {}
        for state, chance in left.items():
            if state[at][0]:
                mean = Fraction(state[at][1], state[at][0])
                means[mean] = means.get(mean, 0.0) + chance
        if marks and means:
            likeliest = max(means, key=lambda mean: means[mean])
            found.append(Portion(group, department, 0, last.ballots[at], marks, len(means) == 1, likeliest))
    return found


@lru_cache(maxsize=100_000)
def _expected(rated: int, points: int) -> Mapping[str, float]:
    """The marks behind a sum; a mean of 100 or 40 has only one kind."""
    only: Any = next((mark for mark in ("E", "P") if points == rated * GRADES[mark]), None)
    return {only: float(rated)} if only else tilted(Fraction(points, rated), rated, shares_of(None)) if rated else {}
