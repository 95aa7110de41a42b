"""The year's standing, computed afresh from what is stored each time somebody asks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from voting.actions.desk.figures import figures_of
from voting.actions.desk.innovation import FROM_CLAIMS, innovation_of
from voting.actions.find import find_year, plan_of, sessions_of
from voting.domain.plan import Plan
from voting.domain.release import SessionScore, exact_scores
from voting.domain.scoring import HONOURS, Standing, YearInputs, standing
from voting.domain.selection import basis_of
from voting.domain.standing_view import PublishedYear, publish
from voting.storage import counters, years
from voting.storage.desk import disqualifications, selections
from voting.storage.doors import Database, ReadingDoor


def read_standing(database: Database, year: int | None = None) -> PublishedYear:
    """The standing of a year as anyone may see it. Only closed sessions enter; a missing figure is None, never zero."""
    with database.reading() as door:
        return standing_of(door, find_year(door, year))


def standing_of(door: ReadingDoor, home: years.YearRecord) -> PublishedYear:
    """The standing of a year within one snapshot."""
    year, closed = exact_standing(door, home)
    return publish(plan_of(home.plan), year, closed)


def exact_standing(door: ReadingDoor, home: years.YearRecord) -> tuple[Standing, frozenset[str]]:
    """The exact standing, for judging only, and the ids of the sessions that have a result.

    A decision counts as long as the figures are those it was taken on; otherwise it is superseded and nothing is
    decided.
    """
    plan = plan_of(home.plan)
    scores = _closed_scores(door, home)
    inputs = YearInputs(
        components=_components(door, plan),
        scores=scores,
        disqualified=frozenset(disqualifications.effective(door, home.year)),
    )
    year = standing(plan, inputs)
    decision = selections.find(door, home.year, selections.DECISION)
    if decision is not None and decision.basis == basis_of(plan, year):
        decided = {key: key in decision.departments for key in plan.department_ids}
        year = standing(plan, replace(inputs, decided=decided))
    return year, frozenset(name for name, found in scores.items() if found is not None)


def _closed_scores(door: ReadingDoor, home: years.YearRecord) -> dict[str, dict[str, SessionScore] | None]:
    scores: dict[str, dict[str, SessionScore] | None] = {}
    for session in sessions_of(door, home):
        if session.record.state == "closed":
            final = counters.shown(door, session.key)
            scores[session.review.id] = exact_scores(session.plan, session.review, final)
        else:
            scores.setdefault(session.review.id, None)
    return scores


def _components(door: ReadingDoor, plan: Plan) -> dict[str, dict[str, Fraction]]:
    found: dict[str, dict[str, Fraction]] = defaultdict(dict)
    for row in years.points(door, plan.office.year):
        found[row.department][row.component] = Fraction(row.points)
    for department, figures in figures_of(door, plan).items():
        found[department] |= {name: each.points for name, each in figures.items() if each.points is not None}
    for department, innovation in innovation_of(door, plan).items():
        if innovation.source == FROM_CLAIMS:  # what was entered directly is among the points above
            found[department][HONOURS] = innovation.honours
    return found
