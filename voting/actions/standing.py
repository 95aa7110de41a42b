"""The year's standing, computed afresh from what is stored each time somebody asks."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

from voting.actions.find import find_year, plan_of, sessions_of
from voting.domain.release import SessionScore, exact_scores
from voting.domain.scoring import YearInputs, standing
from voting.domain.standing_view import PublishedYear, publish
from voting.storage import counters, years
from voting.storage.doors import Database, ReadingDoor


def read_standing(database: Database, year: int | None = None) -> PublishedYear:
    """The standing of a year as anyone may see it. Only closed sessions enter; a missing figure is None, never zero."""
    with database.reading() as door:
        return standing_of(door, find_year(door, year))


def standing_of(door: ReadingDoor, home: years.YearRecord) -> PublishedYear:
    """The standing of a year within one snapshot."""
    plan = plan_of(home.plan)
    scores = _closed_scores(door, home)
    inputs = YearInputs(
        components=_components(door, home.year),
        scores=scores,
        disqualified=frozenset(years.disqualified(door, home.year)),
    )
    closed = frozenset(name for name, found in scores.items() if found is not None)
    return publish(plan, standing(plan, inputs), closed)


def _closed_scores(door: ReadingDoor, home: years.YearRecord) -> dict[str, dict[str, SessionScore] | None]:
    scores: dict[str, dict[str, SessionScore] | None] = {}
    for session in sessions_of(door, home):
        if session.record.state == "closed":
            final = counters.shown(door, session.key)
            scores[session.review.id] = exact_scores(session.plan, session.review, final)
        else:
            scores.setdefault(session.review.id, None)
    return scores


def _components(door: ReadingDoor, year: int) -> dict[str, dict[str, Fraction]]:
    found: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in years.points(door, year):
        found[row.department][row.component] = Fraction(row.points)
    return found
