"""What published figures say of a group's marks: the guesses of somebody who knows nothing else.

A guess is a ``Portion``: of the voters of one group from one place in the order to another, these are the marks, each
with how many are expected of it. The narrower the portion, the more it says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import exp, factorial

from tests.attacks.scene import GRADES, MARKS
from voting.domain.rounding import decimals
from voting.domain.scales import ABSTAIN

Shares = Mapping[str, float]
FEW = 12  # marks: so many are counted through one by one, more are estimated


@dataclass(frozen=True)
class Portion:
    """The voters ``start`` to ``stop`` of a group gave a department these marks. ``sure``: that is no estimate."""

    group: str
    department: str
    start: int
    stop: int
    marks: Mapping[str, float]
    sure: bool = False
    likeliest: Fraction | None = None

    @property
    def width(self) -> int:
        return self.stop - self.start

    @property
    def mean(self) -> Fraction | None:
        """The likeliest mean of their marks, None where nothing is known of it."""
        if self.likeliest is not None or not self.sure:
            return self.likeliest
        rated = {mark: round(n) for mark, n in self.marks.items() if mark in GRADES and n}
        return Fraction(sum(GRADES[m] * n for m, n in rated.items()), sum(rated.values())) if rated else None

    @property
    def guess(self) -> str:
        """The best guess for each of them."""
        return max(MARKS, key=lambda mark: self.marks.get(mark, 0))

    @property
    def certain(self) -> bool:
        """Whether nothing else is possible."""
        return self.sure and sum(n > 0 for n in self.marks.values()) == 1


def shares_of(marks: Mapping[str, int] | None) -> Shares:
    """A distribution to start from: the published one, or grades as they fall in offices."""
    if not marks or not sum(marks.values()):
        return {"E": 0.3, "G": 0.36, "F": 0.2, "P": 0.09}
    return {mark: n / sum(marks.values()) for mark, n in marks.items()}


def nearest(score: str) -> Mapping[str, float]:
    """All that a score alone suggests: the grade that lies nearest to it."""
    return {min(GRADES, key=lambda mark: abs(GRADES[mark] - Fraction(score))): 1.0}


def tilted(mean: Fraction, rated: int, shares: Shares) -> dict[str, float]:
    """The distribution nearest to ``shares`` that has this mean."""
    low, high = -1.0, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        weights = {mark: share * exp(middle * (GRADES[mark] - 80)) for mark, share in shares.items()}
        found = sum(GRADES[mark] * weight for mark, weight in weights.items()) / (sum(weights.values()) or 1)
        low, high = (middle, high) if found < mean else (low, middle)
    whole = sum(weights.values()) or 1
    return {mark: rated * weight / whole for mark, weight in weights.items()}


@lru_cache(maxsize=4096)
def ways(rated: int, points: int) -> tuple[dict[str, int], ...]:
    """Every way in which so many marks can sum to so many points."""
    return tuple(_ways(rated, points, tuple(GRADES)))


def _ways(rated: int, points: int, grades: Sequence[str]) -> Iterator[dict[str, int]]:
    first, *rest = grades
    if not rest:
        if points == rated * GRADES[first]:
            yield {first: rated}
        return
    for n in range(rated + 1):
        for others in _ways(rated - n, points - n * GRADES[first], rest):
            yield {first: n, **others}


def of_sum(rated: int, points: int, abstained: int, shares: Shares) -> tuple[dict[str, float], bool]:
    """The marks expected of so many with this sum, and whether there is only one possibility."""
    alone = {ABSTAIN: float(abstained)} if abstained else {}
    if rated > FEW:
        return tilted(Fraction(points, rated), rated, shares) | alone, False
    found = ways(rated, points)
    weights = [_weight(way, shares) for way in found]
    whole = sum(weights)
    if not whole:
        return alone, False
    expected = {mark: sum(w * way[mark] for w, way in zip(weights, found, strict=True)) / whole for mark in GRADES}
    return {mark: n for mark, n in expected.items() if n} | alone, len(found) == 1


def _weight(way: Mapping[str, int], shares: Shares) -> float:
    weight = float(factorial(sum(way.values())))
    for mark, n in way.items():
        weight *= max(shares.get(mark, 0), 0.001) ** n / factorial(n)
    return weight


def sums_behind(mean: str, ballots: int) -> Iterator[tuple[int, int]]:
    """How many rated and with how many points in all, so that the mean reads so; few abstentions first."""
    for rated in range(ballots, 0, -1):
        near = round(Fraction(mean) * rated / 20)
        for points in {20 * near, 20 * (near - 1), 20 * (near + 1)}:
            if 40 * rated <= points <= 100 * rated and decimals(Fraction(points, rated)) == mean:
                yield rated, points
