"""What the year's standing says to people: strings at two decimals, and exact fractions where nothing is hidden.

A department with a hidden session breakdown (DESIGN 3.5) keeps its figures at two decimals and loses every fraction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from voting.domain.plan import Department, Plan
from voting.domain.refusals import msg
from voting.domain.rounding import decimals, shown
from voting.domain.scoring import Cut, Standing, StandingRow

NOTES = {
    "no_daily": msg("daily work not entered"),
    "no_standardisation": msg("standardisation not entered"),
    "no_review": msg("a review session is missing or still open"),
    "too_few": msg("too few ballots for a score"),
    "hidden": msg("breakdown not shown: a group is too small or of one mind"),
    "disqualified": msg("disqualified this year"),
    "directly_led": msg("directly led: takes no part in the selection"),
    "tie": msg("equal at the cut: the committee chooses"),
}


@dataclass(frozen=True)
class PublishedStanding:
    """One department's year as anyone may see it. ``exact`` is None where a breakdown is hidden."""

    department: Department
    disqualified: bool
    daily: str | None
    standardisation: str | None
    reviews: dict[str, str | None]
    review: str | None
    district_result: str
    honours: str
    total: str | None
    rank: int | None
    proposed: bool | None
    decided: bool | None
    quota: int | None
    exact: dict[str, object] | None
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PublishedYear:
    """The standing of a year as anyone may see it, in the plan's order."""

    plan: Plan
    rows: tuple[PublishedStanding, ...]
    shortlist: Cut


def publish(plan: Plan, year: Standing, closed_reviews: frozenset[str]) -> PublishedYear:
    """The standing without what may not be shown. ``closed_reviews``: ids of the sessions that have a result."""
    places = _places_of_totals(year.rows)
    rows = [_publish_row(row, year.shortlist, places.get(row.department.id, 2), closed_reviews) for row in year.rows]
    return PublishedYear(plan, tuple(rows), year.shortlist)


def _places_of_totals(rows: Iterable[StandingRow]) -> dict[str, int]:
    """Totals that look equal at two decimals but differ are shown with four, unless a hidden breakdown forbids it."""
    same_looking: dict[str, list[StandingRow]] = defaultdict(list)
    for row in rows:
        if row.total is not None:
            same_looking[decimals(row.total)].append(row)
    four = [group for group in same_looking.values() if len({row.total for row in group}) > 1]
    return {row.department.id: 4 for group in four for row in group if not row.hidden_reviews}


def _publish_row(row: StandingRow, cut: Cut, places: int, closed_reviews: frozenset[str]) -> PublishedStanding:
    return PublishedStanding(
        department=row.department,
        disqualified=row.disqualified,
        daily=shown(row.daily),
        standardisation=shown(row.standardisation),
        reviews={review: shown(score) for review, score in row.reviews.items()},
        review=shown(row.review),
        district_result=decimals(row.district_result),
        honours=decimals(row.honours),
        total=shown(row.total, places),
        rank=row.rank,
        proposed=row.proposed,
        decided=row.decided,
        quota=row.quota,
        exact=None if row.hidden_reviews else _exact(row),
        notes=_notes(row, cut, closed_reviews),
    )


def _exact(row: StandingRow) -> dict[str, object]:
    names = ("daily", "standardisation", "review", "district_result", "honours", "total")
    exact: dict[str, object] = {name: _fraction(getattr(row, name)) for name in names}
    return exact | {"reviews": {review: _fraction(score) for review, score in row.reviews.items()}}


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _notes(row: StandingRow, cut: Cut, closed_reviews: frozenset[str]) -> tuple[str, ...]:
    missing = [review for review, score in row.reviews.items() if score is None]
    applies = {
        "no_daily": row.daily is None,
        "no_standardisation": row.standardisation is None,
        "no_review": any(review not in closed_reviews for review in missing),
        "too_few": any(review in closed_reviews for review in missing),
        "hidden": bool(row.hidden_reviews),
        "disqualified": row.disqualified,
        "directly_led": row.department.directly_led,
        "tie": row.department.id in cut.tied,
    }
    return tuple(note for note, holds in applies.items() if holds)
