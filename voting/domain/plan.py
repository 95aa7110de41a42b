"""The plan: one year's regulation as frozen values (the words of the plan file, checked and exact).

Nothing here reads a file; ``plan_reader`` turns the plan file into these values and lists every fault.
All shares, weights and points are exact ``Fraction`` values, never binary floats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

ABSTAIN = "abstain"  # the mark a counter carries for 不了解; refused as the id of a grade
TOGETHER = "together"
ONE_BY_ONE = "one_by_one"
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
        return next((grade.points for grade in self.grades if isinstance(mark, str) and grade.id == mark), None)

    def worth(self, stored: str) -> Fraction:
        """The worth of a mark as a counter stores it; KeyError where a counter holds what the scale never had."""
        return {grade.id: grade.points for grade in self.grades}[stored]

    @property
    def top(self) -> Fraction:
        """The most points one mark can be worth."""
        return max(grade.points for grade in self.grades)

    def is_excellent(self, mark: object) -> bool:
        """Whether the mark counts against the cap on excellent marks: the top grade does."""
        return self.points(mark) == self.top

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

    def is_excellent(self, mark: object) -> bool:
        """Whether the mark counts against the cap on excellent marks: 90 % of the maximum and more does."""
        points = self.points(mark)
        return points is not None and points >= Fraction(9, 10) * self.maximum

    def bucket(self, mark: str) -> str:
        """The column of a published distribution that a stored mark belongs to: a band of the maximum."""
        share = Fraction(int(mark), self.maximum)
        return next(name for name, low, high in BANDS if low <= share and (high is None or share < high))

    @property
    def buckets(self) -> tuple[str, ...]:
        """The columns of a published distribution, from the lowest band to the highest."""
        return tuple(name for name, _low, _high in BANDS)


Scale = GradeScale | RangeScale


@dataclass(frozen=True)
class Office:
    """Whose plan this is, and for which year."""

    name: str
    year: int


@dataclass(frozen=True)
class Points:
    """The caps of the three components of the base total."""

    daily: Fraction = Fraction(70)
    standardisation: Fraction = Fraction(30)
    review: Fraction = Fraction(100)


@dataclass(frozen=True)
class Group:
    """A body of voters (评议主体)."""

    id: str
    name: str


@dataclass(frozen=True)
class Department:
    """A department of the office: assessed as a whole, never a person in it."""

    id: str
    name: str
    headcount: int
    directly_led: bool = False


@dataclass(frozen=True)
class ReviewGroup:
    """What one group is in one review session: its weight (they sum to 100), its slips, how many are due to vote."""

    weight: Fraction
    slips: int
    due: int


@dataclass(frozen=True)
class Rules:
    """The rules a ballot must keep in one session; ``excellent_cap`` is a number of departments, None where off."""

    excellent_cap: int | None
    all_same: bool


@dataclass(frozen=True)
class Review:
    """One review session as the plan lays it down; ``groups`` keeps the plan's order of precedence."""

    id: str
    name: str
    weight: Fraction
    pace: str  # TOGETHER or ONE_BY_ONE
    scale: Scale
    live: str  # "tally" or "turnout"
    groups: dict[str, ReviewGroup]
    rules: Rules


@dataclass(frozen=True)
class Scoring:
    """How marks become a score."""

    aggregation: str = "weighted_groups"  # or "pooled"
    trim: str = "none"  # or "one_each_above_5"


@dataclass(frozen=True)
class Shortlist:
    """How the proposal of excellent departments is cut."""

    ratio: Fraction = Fraction(30, 100)
    base: str = "participating"  # or "all", "qualified"
    rounding: str = "half_up"  # or "floor", "ceil"
    tie: str = "tiebreak"  # or "extend", "exclude"


@dataclass(frozen=True)
class Quota:
    """Shares of the headcount that become places for advanced workers."""

    excellent: Fraction = Fraction(30, 100)
    directly_led: Fraction = Fraction(30, 100)
    other: Fraction = Fraction(20, 100)
    disqualified: Fraction = Fraction(20, 100)
    rounding: str = "half_up"


@dataclass(frozen=True)
class Privacy:
    """What keeps a voter in the crowd: ballots in a batch, ballots a figure needs, what a unanimous group does."""

    batch: int = 5
    min_group: int = 5
    unanimous: str = "hide"  # or "show"


@dataclass(frozen=True)
class Plan:
    """A whole year's regulation."""

    office: Office
    points: Points
    scales: dict[str, Scale]
    groups: tuple[Group, ...]
    departments: tuple[Department, ...]
    reviews: tuple[Review, ...]
    scoring: Scoring = field(default_factory=Scoring)
    shortlist: Shortlist = field(default_factory=Shortlist)
    quota: Quota = field(default_factory=Quota)
    privacy: Privacy = field(default_factory=Privacy)

    def review(self, review_id: str) -> Review:
        """The session with this id; KeyError where the plan has none."""
        for review in self.reviews:
            if review.id == review_id:
                return review
        raise KeyError(review_id)

    def group_name(self, group_id: str) -> str:
        """The name people know a group by; KeyError where the plan has none."""
        return {group.id: group.name for group in self.groups}[group_id]

    @property
    def department_ids(self) -> tuple[str, ...]:
        """The ids of all departments, in the plan's order."""
        return tuple(department.id for department in self.departments)
