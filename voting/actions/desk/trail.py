"""The trail of a department's total: where each of its figures comes from, within one snapshot.

Of the sessions only closed ones are in it, as their results were released; nothing else of them ever is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voting.actions.desk.figures import figures_of, findings
from voting.actions.find import find_year, plan_of, sessions_of
from voting.actions.results import result_of
from voting.actions.standing import standing_of
from voting.domain.claims import Claim, counting
from voting.domain.inspection import Figure, effective
from voting.domain.plan import Department, Plan, Review
from voting.domain.refusals import Refusal, msg
from voting.domain.release import PublishedDepartment
from voting.domain.standing_view import PublishedStanding
from voting.storage import years
from voting.storage.desk import claims, disqualifications, inspections, targets
from voting.storage.desk.inspections import InspectionRecord
from voting.storage.desk.targets import TargetRecord
from voting.storage.doors import Database, ReadingDoor
from voting.storage.years import PointsRecord, YearRecord

Record = InspectionRecord
"""A record of an inspection, as those who draw a trail know it."""


@dataclass(frozen=True)
class SessionTrail:
    """What one session gave a department: its result as it was released, None while the session is not closed."""

    review: Review
    session: str | None
    result: PublishedDepartment | None


@dataclass(frozen=True)
class Trail:
    """One department's year with everything that it was computed from.

    ``entered`` holds points that were given as a figure, ``items`` and ``records`` what was inspected, ``claims`` every
    claim; ``counted`` says for a verified claim which one counts in its place, ``acting`` names the records that count.
    """

    plan: Plan
    row: PublishedStanding
    figures: Mapping[str, Figure]
    entered: Mapping[str, PointsRecord]
    items: tuple[TargetRecord, ...]
    records: tuple[InspectionRecord, ...]
    sessions: tuple[SessionTrail, ...]
    claims: tuple[Claim, ...]
    counted: Mapping[str, str]
    acting: frozenset[str]
    cause: str | None

    @property
    def department(self) -> Department:
        """Whose trail it is."""
        return self.row.department


def read_trail(database: Database, department: str, year: int | None = None) -> Trail:
    """The trail of one department; refuses one that is not there."""
    with database.reading() as door:
        found = trails_of(door, find_year(door, year), department)
    if not found:
        raise Refusal("no_such_department", msg("There is no department %(name)s."), name=department)
    return found[0]


def trails_of(door: ReadingDoor, home: YearRecord, only: str | None = None) -> list[Trail]:
    """The trails of all departments of a year, or of the one that is named."""
    plan, rows = plan_of(home.plan), standing_of(door, home).rows
    figures, sessions = figures_of(door, plan), _sessions(door, home, plan)
    points, causes = years.points(door, home.year), disqualifications.effective(door, home.year)
    items, records = targets.targets(door, home.year), inspections.every(door, home.year)
    every_claim = claims.of_year(door, home.year)
    counted = counting(every_claim)
    acting = frozenset(each.id for each in effective(findings(records)))
    found = []
    for row in rows:
        key = row.department.id
        if only not in (None, key):
            continue
        own = tuple(item for item in items if item.department == key)
        mine = {item.id for item in own}
        found.append(
            Trail(
                plan=plan,
                row=row,
                figures=figures[key],
                entered={each.component: each for each in points if each.department == key},
                items=own,
                records=tuple(each for each in records if each.target in mine),
                sessions=tuple(SessionTrail(review, name, results.get(key)) for review, name, results in sessions),
                claims=tuple(claim for claim in every_claim if claim.department == key),
                counted=counted,
                acting=acting,
                cause=causes.get(key),
            )
        )
    return found


def _sessions(
    door: ReadingDoor, home: YearRecord, plan: Plan
) -> list[tuple[Review, str | None, dict[str, PublishedDepartment]]]:
    """For each session of the plan the one that was closed, and its released results by department."""
    closed = {found.review.id: found for found in sessions_of(door, home) if found.record.state == "closed"}
    sessions = []
    for review in plan.reviews:
        found = closed.get(review.id)
        results = {row.id: row for row in result_of(door, found).departments} if found else {}
        sessions.append((review, found.record.id if found else None, results))
    return sessions
