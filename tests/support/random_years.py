"""Years by chance (from a seed): small offices with grades, odd grades or points, empty and small groups, and ties."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tests.support.plans import GRADES, HUNDRED, a_department, a_plan, a_review
from tests.support.results import HeldYear, held_year
from voting.domain.plan import ONE_BY_ONE, TOGETHER, Privacy, Scoring
from voting.domain.scales import Grade, GradeScale, Scale
from voting.domain.tally import Counts

ODD = GradeScale(
    "odd", (Grade("A", "甲", Fraction("97.5")), Grade("B", "乙", Fraction("82.25")), Grade("C", "丙", Fraction(60)))
)
SCALES: tuple[Scale, ...] = (GRADES, HUNDRED, ODD)


def random_year(seed: int) -> HeldYear:
    """A held year: every setting that changes arithmetic or what is hidden is drawn from the seed."""
    chance = Random(seed)
    departments = [a_department(f"d{number}", chance.randint(3, 15)) for number in range(1, chance.randint(4, 9))]
    weight = Fraction(chance.choice(("0.4", "0.35", "0.5")))
    reviews = [
        a_review(
            name,
            weight=str(float(share)),
            groups={"leadership": (50, 9), "heads": ("27.5", 12), "cadres": ("22.5", 30)},
            pace=chance.choice((TOGETHER, ONE_BY_ONE)),
            scale=chance.choice(SCALES),
        )
        for name, share in (("half-year", weight), ("year-end", 1 - weight))
    ]
    scoring = Scoring(chance.choice(("weighted_groups", "pooled")), chance.choice(("none", "one_each_above_5")))
    plan = a_plan(departments, reviews=reviews, scoring=scoring, privacy=Privacy(min_group=chance.choice((3, 5))))
    counts = {review.id: _counters(chance, plan.department_ids, review.scale) for review in plan.reviews}
    if chance.random() < 0.2:
        del counts["half-year"]
    components = {department: _components(chance) for department in plan.department_ids}
    return held_year(plan, counts, components)


def _counters(chance: Random, departments: tuple[str, ...], scale: Scale) -> Counts:
    alike = _groups(chance, scale)
    return {name: alike if chance.random() < 0.3 else _groups(chance, scale) for name in departments}


def _groups(chance: Random, scale: Scale) -> dict[str, dict[str, int]]:
    sizes = {"leadership": 9, "heads": chance.choice((12, 12, 12, 12, 12, 4, 2, 0)), "cadres": chance.randint(20, 30)}
    marks = [*scale.buckets] if isinstance(scale, GradeScale) else [str(points) for points in range(60, 101)]
    groups: dict[str, dict[str, int]] = {}
    for group, size in sizes.items():
        for mark in chance.choices([*marks, "abstain"], [3] * len(marks) + [1], k=size):
            counted = groups.setdefault(group, {})
            counted[mark] = counted.get(mark, 0) + 1
    return groups


def _components(chance: Random) -> dict[str, Fraction]:
    points = {"daily": Fraction(chance.choice(("66.5", "60.25"))), "standardisation": Fraction("28.4")}
    if chance.random() < 0.05:
        del points["standardisation"]
    return points | {"honours": Fraction(chance.randint(0, 3), 2)}
