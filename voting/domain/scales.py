"""The scales of a ballot: what a mark may be, what it is worth, and in which column it is published."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

ABSTAIN = "abstain"  # the mark a counter carries for 不了解; refused as the id of a grade
BANDS = (  # of a range scale, as shares of the maximum: an odd value like 37 would be a receipt for whoever ordered it
    ("below_60", Fraction(0), Fraction(60, 100)),
    ("60_79", Fraction(60, 100), Fraction(80, 100)),
    ("80_89", Fraction(80, 100), Fraction(90, 100)),
    ("from_90", Fraction(90, 100), None),
)


@dataclass(frozen=True)
class Grade:
    """One mark of a grade scale: its id on the wire, its name for people, its worth in points."""

    id: str
    name: str
    points: Fraction


@dataclass(frozen=True)
class GradeScale:
    """A scale that is a list of named grades, one tap each on a phone."""

    id: str
    grades: tuple[Grade, ...]

    def points(self, mark: object) -> Fraction | None:
        """The worth of a mark, or None where the mark is not on this scale."""
        return self._worths.get(mark) if isinstance(mark, str) else None

    def worth(self, stored: str) -> Fraction:
        """The worth of a mark as a counter stores it; KeyError where a counter holds what the scale never had."""
        return self._worths[stored]

    @cached_property
    def top(self) -> Fraction:
        """The most points one mark can be worth."""
        return max(grade.points for grade in self.grades)

    def has_all(self, marks: Iterable[object]) -> bool:
        """Whether every mark is on this scale or an abstention (None)."""
        return self._marks.issuperset(marks)

    def is_excellent(self, mark: object) -> bool:
        """Whether the mark counts against the cap on excellent marks: the top grade does."""
        return mark in self._excellent

    # Looked up for every mark of every ballot: comparing fractions there took a third of a cast.
    @cached_property
    def _worths(self) -> dict[str, Fraction]:
        return {grade.id: grade.points for grade in self.grades}

    @cached_property
    def _marks(self) -> frozenset[object]:
        return frozenset((*self._worths, None))

    @cached_property
    def _excellent(self) -> frozenset[str]:
        return frozenset(grade.id for grade in self.grades if grade.points == self.top)

    def bucket(self, mark: str) -> str:
        """The column of a published distribution that a stored mark belongs to: the grade itself."""
        return mark

    @property
    def buckets(self) -> tuple[str, ...]:
        """The columns of a published distribution, best first as the plan lists them."""
        return tuple(grade.id for grade in self.grades)


@dataclass(frozen=True)
class RangeScale:
    """A scale of whole points from ``minimum`` to ``maximum``, both included."""

    id: str
    minimum: int
    maximum: int

    def points(self, mark: object) -> Fraction | None:
        """The worth of a mark (an int), or None where it is off the scale."""
        if isinstance(mark, bool) or not isinstance(mark, int) or not self.minimum <= mark <= self.maximum:
            return None
        return Fraction(mark)

    def worth(self, stored: str) -> Fraction:
        """The worth of a mark as a counter stores it, in digits."""
        return Fraction(int(stored))

    @property
    def top(self) -> Fraction:
        """The most points one mark can be worth."""
        return Fraction(self.maximum)

    def has_all(self, marks: Iterable[object]) -> bool:
        """Whether every mark is on this scale or an abstention (None)."""
        return all(mark is None or (type(mark) is int and self.minimum <= mark <= self.maximum) for mark in marks)

    def is_excellent(self, mark: object) -> bool:
        """Whether the mark counts against the cap on excellent marks: 90 % of the maximum and more does."""
        return isinstance(mark, int) and self.points(mark) is not None and 10 * mark >= 9 * self.maximum

    def bucket(self, mark: str) -> str:
        """The column of a published distribution that a stored mark belongs to: a band of the maximum."""
        share = Fraction(int(mark), self.maximum)
        return next(name for name, low, high in BANDS if low <= share and (high is None or share < high))

    @property
    def buckets(self) -> tuple[str, ...]:
        """The columns of a published distribution, from the lowest band to the highest."""
        return tuple(name for name, _low, _high in BANDS)


Scale = GradeScale | RangeScale
