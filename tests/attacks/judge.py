"""The judge: how often an attack is right, beside blind guessing, with bounds that hold 19 times in 20.

Two questions. *Marks*: what did this voter give that department? *Sums*: what is the mean of this group's marks?
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import sqrt

from tests.attacks.figures import Portion
from tests.attacks.meeting import Evidence, Meeting
from tests.attacks.scene import GRADES, Target

Attack = Callable[[Evidence], list[Portion]]
SIGMAS = 1.96
T_OF_FEW = {2: 12.71, 3: 4.30, 4: 3.18, 5: 2.78, 6: 2.57, 7: 2.45, 8: 2.36, 9: 2.31, 10: 2.26}


@dataclass
class Verdict:
    """What came of one attack on one build, summed over meetings.

    ``targets`` is what there was to name; ``reached`` where the attack knew more than what is published, and of these
    ``right`` and ``blind``: named rightly by the attack, and by guessing from the published result. ``certain`` are
    those it was sure of, ``narrowest`` the fewest voters it held apart from the rest of their group.
    """

    attack: str
    build: str
    place: str
    asked: str = "marks"
    targets: int = 0
    reached: int = 0
    right: int = 0
    blind: int = 0
    certain: int = 0
    certain_right: int = 0
    narrowest: int = 0
    gains: list[float] = field(default_factory=list)

    def add(self, other: Verdict) -> None:
        for name in ("targets", "reached", "right", "blind", "certain", "certain_right"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.narrowest = min(filter(None, (self.narrowest, other.narrowest)), default=0)
        self.gains += other.gains

    @property
    def gain(self) -> float:
        """How much more often the attack is right than blind guessing, where it knows more."""
        return (self.right - self.blind) / self.reached if self.reached else 0.0

    @property
    def bounds(self) -> tuple[float, float]:
        """Around the mean gain of the meetings; one meeting alone has no bounds but its own."""
        n = len(self.gains)
        mean = sum(self.gains) / n if n else 0.0
        if n < 2:
            return mean, mean
        spread = sqrt(sum((gain - mean) ** 2 for gain in self.gains) / (n - 1) / n) * T_OF_FEW.get(n, SIGMAS)
        return mean - spread, mean + spread


def wilson(right: int, targets: int) -> tuple[float, float]:
    """The bounds of a share."""
    if not targets:
        return 0.0, 1.0
    share, z = right / targets, SIGMAS
    middle = share + z * z / (2 * targets)
    spread = z * sqrt(share * (1 - share) / targets + z * z / (4 * targets * targets))
    return (middle - spread) / (1 + z * z / targets), (middle + spread) / (1 + z * z / targets)


def narrowest_of(evidence: Evidence, portions: Iterable[Portion]) -> dict[Target, Portion]:
    """For each target the narrowest portion that holds it."""
    found: dict[Target, Portion] = {}
    seats = {group: evidence.seats(group) for group in evidence.groups}
    for portion in sorted(portions, key=_width, reverse=True):
        for number in seats[portion.group][portion.start : portion.stop]:
            found[number, portion.department] = portion
    return found


def _width(portion: Portion) -> int:
    return portion.width


def judge_marks(verdict: Verdict, meeting: Meeting, portions: Sequence[Portion], blind: Sequence[Portion]) -> Verdict:
    """Voter by voter and department by department."""
    named, blindly = (narrowest_of(meeting.evidence, found) for found in (portions, blind))
    verdict.narrowest = min(map(_width, portions), default=0)
    for target, mark in meeting.truth.items():
        verdict.targets += 1
        portion, other = named.get(target), blindly[target]
        if portion is not None and (portion.width < other.width or portion.marks != other.marks):
            verdict.reached += 1
            verdict.right += portion.guess == mark
            verdict.blind += other.guess == mark
            verdict.certain += portion.certain
            verdict.certain_right += portion.certain and portion.guess == mark
    verdict.gains = [verdict.gain]
    return verdict


def judge_sums(verdict: Verdict, meeting: Meeting, portions: Sequence[Portion], blind: Sequence[Portion]) -> Verdict:
    """Group by group and department by department: is the likeliest mean the true one?"""
    by_cell = {(portion.group, portion.department): portion for portion in sorted(blind, key=_width, reverse=True)}
    mine = {(portion.group, portion.department): portion for portion in sorted(portions, key=_width, reverse=True)}
    verdict.narrowest = min(map(_width, portions), default=0)
    for group in meeting.evidence.groups:
        for department in meeting.evidence.departments:
            verdict.targets += 1
            portion, other = mine.get((group, department)), by_cell.get((group, department))
            if portion is not None and portion != other:
                truth = true_mean(meeting, portion)
                verdict.reached += 1
                verdict.right += portion.mean == truth
                verdict.blind += other is not None and other.mean == truth
                verdict.certain += portion.sure
                verdict.certain_right += portion.sure and portion.mean == truth
    verdict.gains = [verdict.gain]
    return verdict


def true_mean(meeting: Meeting, portion: Portion) -> Fraction | None:
    """What a portion's voters gave, on average."""
    seats = meeting.evidence.seats(portion.group)[portion.start : portion.stop]
    rated = [GRADES[mark] for number in seats if (mark := meeting.truth[number, portion.department]) in GRADES]
    return Fraction(sum(rated), len(rated)) if rated else None


def summed(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Verdicts of the same attack on the same build at the same place, added up."""
    found: dict[tuple[str, str, str], Verdict] = {}
    for one in verdicts:
        key = (one.attack, one.build, one.place)
        if key in found:
            found[key].add(one)
        else:
            found[key] = one
    return list(found.values())
