"""The desk at a glance: the standing, where the choice of excellent departments stands, and where the line runs."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from voting.actions.desk.selection import Choosing, choosing_of
from voting.actions.find import find_year
from voting.actions.journal import length_of
from voting.actions.standing import standing_of
from voting.domain.standing_view import PublishedYear
from voting.storage import years
from voting.storage.desk import seals
from voting.storage.desk.seals import SealRecord
from voting.storage.doors import Database


@dataclass(frozen=True)
class Desk:
    """A year as the desk sees it, in one snapshot. ``revision`` rises with everything that anyone does."""

    year: PublishedYear
    choosing: Choosing
    years: list[int]
    seal: SealRecord | None
    revision: int

    @property
    def edge(self) -> Fraction | None:
        """The lowest total, as it is shown, that the rule gives a place; None while it gives none."""
        totals = [Fraction(row.total) for row in self.year.rows if row.proposed and row.total is not None]
        return min(totals, default=None)


def read_desk(database: Database, year: int | None = None) -> Desk:
    """A year as the desk sees it."""
    with database.reading() as door:
        home = find_year(door, year)
        return Desk(
            year=standing_of(door, home),
            choosing=choosing_of(door, home),
            years=[record.year for record in years.every(door)],
            seal=seals.find(door, home.year),
            revision=length_of(door),
        )


def read_revision(database: Database) -> int:
    """How many acts there have been, for a page that asks whether there is anything new."""
    with database.reading() as door:
        return length_of(door)
