"""The plan: one year's regulation as frozen values (the words of the plan file, checked and exact).

Nothing here reads a file; ``plan_reader`` turns the plan file into these values and lists every fault.
All shares, weights and points are exact ``Fraction`` values, never binary floats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from voting.domain.scales import Scale
from voting.domain.standards import Standard

TOGETHER = "together"
ONE_BY_ONE = "one_by_one"


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
    """The rules a ballot must keep in one session; ``excellent_cap`` is a number of departments, None where off.

    ``excellent_share`` is the share that number was made from, None where the plan gives a number: only for whoever
    writes the plan down again or goes on editing it. What a ballot must keep is the number.
    """

    excellent_cap: int | None
    all_same: bool
    excellent_share: Fraction | None = None


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
    innovation: tuple[Standard, ...] = ()

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
