"""An onlooker with patience: enumerates every set of counters that agrees with what was published.

He knows the plan, the turnout of each group and the published objects, nothing else; anyone may have abstained. A hidden
sum (the points one group gave one department, by rated mark) is *determined* when all counters that remain agree on it.
Weighted groups of 3 ballots and more, a grade scale, no trimming. That a breakdown is hidden is no hint to him.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import permutations, product
from math import lcm
from operator import itemgetter

from voting.domain.plan import Plan, Review
from voting.domain.release import PublishedDepartment
from voting.domain.rounding import decimals
from voting.domain.scales import GradeScale
from voting.domain.standing_view import PublishedStanding


@dataclass(frozen=True)
class Seen:
    """Everything the onlooker holds of one session, and of the year where ``year`` is given.

    ``other_scores``: by session and department, the exact scores of the sessions whose results are open.
    """

    plan: Plan
    review: Review
    returned: Mapping[str, int]
    departments: Sequence[PublishedDepartment]
    year: Sequence[PublishedStanding] = ()
    other_scores: Mapping[str, Mapping[str, Fraction]] | None = None


@dataclass(frozen=True)
class Sums:
    """One possibility for one department: each group's rated marks and their points, and the score they make."""

    groups: tuple[tuple[int, int], ...]
    score: Fraction | None


def possibilities(seen: Seen) -> dict[str, list[Sums]]:
    """What can still be true of each department."""
    left = {row.id: [sums for sums in _scored(seen, row) if _agrees(seen, row, sums)] for row in seen.departments}
    _drop_what_ranks_forbid({row.id: row.rank for row in seen.departments}, left, _session_score)
    for row in seen.year:
        left[row.department.id] = [sums for sums in left[row.department.id] if _agrees_with_year(seen, row, sums)]
    totals = {row.department.id: _total_of(seen, row) for row in seen.year}
    _drop_what_ranks_forbid(
        {row.department.id: row.rank for row in seen.year}, left, lambda department, sums: totals[department](sums)
    )
    return left


def determined(seen: Seen) -> set[tuple[str, str]]:
    """The (department, group) whose sum has one value left."""
    return {
        (department, group)
        for department, left in possibilities(seen).items()
        for position, group in enumerate(seen.review.groups)
        if len({_sum_by_mark(*sums.groups[position]) for sums in left}) == 1
    }


def _sum_by_mark(rated: int, points: int) -> Fraction | None:
    """A sum, whatever the number of abstentions: GG and GGGG say the same of what a group thinks."""
    return Fraction(points, rated) if rated else None


def _scored(seen: Seen, row: PublishedDepartment) -> list[Sums]:
    scale = seen.review.scale
    assert isinstance(scale, GradeScale)
    assert min(seen.returned.values()) >= 3
    grades = tuple(int(grade.points) for grade in scale.grades)
    spec = tuple((seen.returned[group], spec.weight) for group, spec in seen.review.groups.items())
    return list(_sums_with_score(grades, spec, row.score))


@lru_cache(maxsize=512)
def _sums_with_score(
    grades: tuple[int, ...], spec: tuple[tuple[int, Fraction], ...], score: str | None
) -> tuple[Sums, ...]:
    """All sums of the groups whose score reads ``score`` at two decimals; in whole numbers, because there are many."""
    unit = lcm(*range(1, 1 + max(ballots for ballots, _w in spec)), *(weight.denominator for _b, weight in spec))
    *others, last = (_weighed(grades, ballots, int(weight * unit), unit) for ballots, weight in spec)
    found = []
    for choice in product(*others):
        pairs = tuple(pair for pair, _v, _w in choice)
        value, weight = sum(v for _p, v, _w in choice), sum(w for _p, _v, w in choice)
        for ending_weight in {w for _p, _v, w in last}:
            below = (weight + ending_weight) * unit
            endings = [ending for ending in last if ending[2] == ending_weight]
            if score is None or not below:
                found += [Sums((*pairs, pair), None) for pair, _v, _w in endings if score is None and not below]
                continue
            hundredths = int(score.replace(".", ""))  # half-up: from half a hundredth below it up to half above
            least = -(-(2 * hundredths - 1) * below // 200) - value
            above = -(-(2 * hundredths + 1) * below // 200) - value
            start, stop = (bisect_left(endings, bound, key=itemgetter(1)) for bound in (least, above))
            found += [Sums((*pairs, pair), Fraction(value + v, below)) for pair, v, _w in endings[start:stop]]
    return tuple(found)


def _weighed(grades: tuple[int, ...], ballots: int, weight: int, unit: int) -> list[tuple[tuple[int, int], int, int]]:
    """One group's possible (rated, points), by what each adds above and below the line of the score."""
    pairs = _pairs(grades, ballots)
    weighed = [((n, points), weight * (unit * points // n), weight) for n, points in pairs if n]
    return [((0, 0), 0, 0), *sorted(weighed, key=itemgetter(1))]


@lru_cache(maxsize=64)
def _pairs(grades: tuple[int, ...], ballots: int) -> frozenset[tuple[int, int]]:
    return frozenset(_pair_of(grades, marks) for marks in _counters(len(grades), ballots))


@lru_cache(maxsize=64)
def _marks_of_pair(grades: tuple[int, ...], ballots: int, pair: tuple[int, int]) -> tuple[tuple[int, ...], ...]:
    return tuple(marks for marks in _counters(len(grades), ballots) if _pair_of(grades, marks) == pair)


def _pair_of(grades: tuple[int, ...], marks: tuple[int, ...]) -> tuple[int, int]:
    return sum(marks), sum(n * points for n, points in zip(marks, grades, strict=True))


def _counters(grades: int, ballots: int) -> Iterator[tuple[int, ...]]:
    """Every way up to ``ballots`` marks fall on the grades; the rest abstained."""
    if grades == 0:
        yield ()
        return
    for first in range(ballots + 1):
        for rest in _counters(grades - 1, ballots - first):
            yield (first, *rest)


def _agrees(seen: Seen, row: PublishedDepartment, sums: Sums) -> bool:
    if row.exact is not None and row.exact != sums.score:
        return False
    for group, (rated, points) in zip(seen.review.groups, sums.groups, strict=True):
        figure = None if row.groups is None else row.groups[group]
        if figure is None or figure.mean is None:
            continue
        if not rated or decimals(Fraction(points, rated)) != figure.mean:
            return False
    return row.marks is None or _marks_can_be(seen, row.marks, sums)


def _marks_can_be(seen: Seen, pooled: Mapping[str, int], sums: Sums) -> bool:
    scale = seen.review.scale
    assert isinstance(scale, GradeScale)
    grades = tuple(int(grade.points) for grade in scale.grades)
    wanted = tuple(pooled[grade.id] for grade in scale.grades)
    if (sum(rated for rated, _p in sums.groups), sum(p for _r, p in sums.groups)) != _pair_of(grades, wanted):
        return False
    by_group = [
        _marks_of_pair(grades, seen.returned[group], pair)
        for group, pair in zip(seen.review.groups, sums.groups, strict=True)
    ]
    return any(tuple(map(sum, zip(*choice, strict=True))) == wanted for choice in product(*by_group))


def _session_score(_department: str, sums: Sums) -> Fraction | None:
    return sums.score


def _review_of(seen: Seen, row: PublishedStanding) -> Callable[[Sums], Fraction | None]:
    others = sum(
        (
            seen.plan.review(review).weight * scores[row.department.id]
            for review, scores in (seen.other_scores or {}).items()
        ),
        Fraction(0),
    )
    return lambda sums: None if sums.score is None else others + seen.review.weight * sums.score


def _total_of(seen: Seen, row: PublishedStanding) -> Callable[[Sums], Fraction | None]:
    parts = (row.daily, row.standardisation, row.district_result, row.honours)
    entered = sum((Fraction(part) for part in parts if part is not None), Fraction(0))
    review_of = _review_of(seen, row)

    def total(sums: Sums) -> Fraction | None:
        review = review_of(sums)
        return None if review is None else entered + review

    return total


def _agrees_with_year(seen: Seen, row: PublishedStanding, sums: Sums) -> bool:
    figures = {"review": (row.review, _review_of(seen, row)(sums)), "total": (row.total, _total_of(seen, row)(sums))}
    for name, (published, value) in figures.items():
        if published is not None and (value is None or decimals(value, len(published.split(".")[1])) != published):
            return False
        exact = (row.exact or {}).get(name)
        if exact is not None and (value is None or str(value) != exact):
            return False
    return True


def _drop_what_ranks_forbid(
    ranks: Mapping[str, int | None], left: dict[str, list[Sums]], value: Callable[[str, Sums], Fraction | None]
) -> None:
    """Keeps what some possibility of every other department agrees with, until nothing more falls away."""
    ranked = {department: rank for department, rank in ranks.items() if rank is not None}
    sizes = None
    while sizes != (sizes := {department: len(left[department]) for department in ranked}):
        for one, other in permutations(ranked, 2):
            values = {value(other, sums) for sums in left[other]} - {None}
            if ranked[one] == ranked[other]:
                left[one] = [sums for sums in left[one] if value(one, sums) in values]
            elif ranked[one] < ranked[other]:
                left[one] = [sums for sums in left[one] if value(one, sums) > min(values)]
            else:
                left[one] = [sums for sums in left[one] if value(one, sums) < max(values)]
