"""Believable opinions for simulated voters: departments differ, groups differ in kindness, people differ in both."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from voting.domain.ballot import Mark
from voting.domain.plan import Review
from voting.domain.scales import GradeScale

KINDNESS = {"leadership": -2.0, "heads": 2.5, "cadres": 0.5, "deputies": 1.5, "communities": -1.0}
DONT_KNOW = 0.04


class Opinions:
    """What everybody thinks of everybody, from one seed: ``quality`` of a department is about 70 to 95."""

    def __init__(self, departments: Sequence[str], seed: int = 2026) -> None:
        self._chance = Random(seed)
        self._quality = {department: self._chance.gauss(84, 5.5) for department in departments}

    def voter(self, group: str) -> Voter:
        """One voter of a group, with a kindness of their own."""
        return Voter(
            self._quality, KINDNESS.get(group, 0.0) + self._chance.gauss(0, 3.5), Random(self._chance.random())
        )


class Voter:
    """One simulated voter."""

    def __init__(self, quality: dict[str, float], kindness: float, chance: Random) -> None:
        self._quality = quality
        self._kindness = kindness
        self._chance = chance

    def delay(self, typical: float) -> float:
        """Seconds until this voter gets round to it: most are quick, some talk first."""
        return min(self._chance.expovariate(1 / typical), 3 * typical)

    def marks(self, review: Review, departments: Sequence[str]) -> dict[str, Mark]:
        """Marks for the departments named, within the session's rules."""
        felt = {name: self._quality[name] + self._kindness + self._chance.gauss(0, 6) for name in departments}
        marks: dict[str, Mark] = {name: self._mark(review, worth) for name, worth in felt.items()}
        cap = review.rules.excellent_cap
        if cap is not None:
            excellent = [name for name in marks if marks[name] is not None and review.scale.is_excellent(marks[name])]
            for name in sorted(excellent, key=lambda name: felt[name])[: max(0, len(excellent) - cap)]:
                marks[name] = self._second_best(review)
        return marks

    def _mark(self, review: Review, worth: float) -> Mark:
        if self._chance.random() < DONT_KNOW:
            return None
        if isinstance(review.scale, GradeScale):
            steps = (88.0, 76.0, 66.0)
            place = sum(worth < step for step in steps)
            return review.scale.grades[min(place, len(review.scale.grades) - 1)].id
        return max(review.scale.minimum, min(review.scale.maximum, round(worth * review.scale.maximum / 100)))

    def _second_best(self, review: Review) -> Mark:
        if isinstance(review.scale, GradeScale):
            return review.scale.grades[1].id
        return round(review.scale.maximum * 0.8) + self._chance.randrange(0, max(1, review.scale.maximum // 10))
