"""The table of innovation points: the standards by which verified achievements are scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

HONOURS = "honours"  # the part of the innovation points that has standards; the district result comes as a figure


@dataclass(frozen=True)
class Standard:
    """One line of the table: what kind of achievement, at which level, brings how many points."""

    id: str
    kind: str  # HONOURS
    level: str
    name: str
    points: Fraction


def find_standard(standards: Iterable[Standard], wanted: str) -> Standard | None:
    """The standard with this id, None where the table has none."""
    return next((standard for standard in standards if standard.id == wanted), None)
