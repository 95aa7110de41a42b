"""From counters to a score: exact fractions from the first mark to the last; rounding is left to whoever shows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from voting.domain.plan import Scoring
from voting.domain.scales import ABSTAIN, Scale

Marks = Mapping[str, int]
"""How many ballots of one group gave a department each mark, by the mark's stored name, abstentions included."""

ByGroup = Mapping[str, Marks]
"""``Marks`` of one department, by group."""

Counts = Mapping[str, ByGroup]
"""``ByGroup``, by department."""


@dataclass(frozen=True)
class GroupTally:
    """What one group says of one department: ballots (abstentions included), rated marks, and the marks that count.

    ``points`` and ``kept`` are the sum and the number of marks after trimming.
    """

    ballots: int
    rated: int
    points: Fraction
    kept: int
    unanimous: bool

    @property
    def mean(self) -> Fraction | None:
        """The mean of the marks that count, None without any."""
        return self.points / self.kept if self.kept else None


def tally_group(marks: Marks, scale: Scale, trim: str = "none") -> GroupTally:
    """Sums one group's marks of one department; ``one_each_above_5`` drops a highest and a lowest of more than 5."""
    rated = {mark: n for mark, n in marks.items() if mark != ABSTAIN and n}
    count = sum(rated.values())
    points = sum((scale.worth(mark) * n for mark, n in rated.items()), Fraction(0))
    kept = count
    if trim == "one_each_above_5" and count > 5:
        worths = [scale.worth(mark) for mark in rated]
        points, kept = points - min(worths) - max(worths), count - 2
    return GroupTally(sum(marks.values()), count, points, kept, unanimous=len(rated) == 1)


def score(groups: Mapping[str, GroupTally], weights: Mapping[str, Fraction], scoring: Scoring) -> Fraction | None:
    """The score of one department in one session, None where nobody rated it.

    Weighted groups: Σ weight · mean / Σ weight over the groups with at least one mark. Pooled: one person, one vote.
    """
    rated = {group: figures for group, figures in groups.items() if figures.kept}
    if not rated:
        return None
    if scoring.aggregation == "pooled":
        return sum((figures.points for figures in rated.values()), Fraction(0)) / sum(f.kept for f in rated.values())
    weighted = sum((weights[group] * figures.points / figures.kept for group, figures in rated.items()), Fraction(0))
    return weighted / sum(weights[group] for group in rated)


def pooled_marks(groups: Iterable[Marks], scale: Scale) -> dict[str, int]:
    """The distribution over all groups, by the scale's published buckets, abstentions left out."""
    pooled: Counter[str] = Counter()
    for marks in groups:
        for mark, n in marks.items():
            if mark != ABSTAIN:
                pooled[scale.bucket(mark)] += n
    return {bucket: pooled[bucket] for bucket in scale.buckets}


def competition_ranks(values: Mapping[str, Fraction | None]) -> dict[str, int | None]:
    """Ranks 1, 2, 2, 4 by exact value, highest first; None where there is no value."""
    present = [value for value in values.values() if value is not None]
    return {
        name: None if value is None else 1 + sum(other > value for other in present) for name, value in values.items()
    }
