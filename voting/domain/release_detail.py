"""The sums behind a closed session's means, where the breakdown of a department may be shown, and nowhere else.

A workbook recomputes a score from them. A group that counts as empty has no sum, and a hidden breakdown has none at
all: the decision is ``release``'s, the same that shows or hides means, marks and exact scores.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from voting.domain.plan import Plan, Review
from voting.domain.release import open_tallies
from voting.domain.tally import Counts


@dataclass(frozen=True)
class PublishedSum:
    """One group's marks of one department, after trimming: the sum of their points, and how many there are."""

    points: Fraction
    kept: int

    @property
    def mean(self) -> Fraction:
        """The exact mean."""
        return self.points / self.kept


Sums = dict[str, dict[str, PublishedSum]]
"""``PublishedSum`` by department and group, in the plan's order; a department that is hidden is not in it."""


def open_sums(plan: Plan, review: Review, final_counts: Counts) -> Sums:
    """The sums of a closed session that may be shown."""
    return {
        department: {group: PublishedSum(tally.points, tally.kept) for group, tally in tallies.items() if tally.kept}
        for department, tallies in open_tallies(plan, review, final_counts).items()
    }
