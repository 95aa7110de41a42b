"""A year at a glance: its sessions and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass

from voting.actions.counts import Counts, counts_of, total_of
from voting.actions.find import Session, plan_of, sessions_of
from voting.domain.plan import Plan
from voting.storage import staff, years
from voting.storage.doors import Database


@dataclass(frozen=True)
class SessionLine:
    """One session in a list: the session and the counts of all its groups."""

    session: Session
    counts: Counts


@dataclass(frozen=True)
class Overview:
    """A year: its plan, its sessions, and whether a scrutineer has an account."""

    plan: Plan
    sessions: list[SessionLine]
    has_scrutineer: bool


def overview(database: Database, year: int | None = None) -> Overview | None:
    """The year at a glance, None while no plan has been loaded."""
    with database.reading() as door:
        home = next((record for record in years.every(door) if year in (None, record.year)), None)
        if home is None:
            return None
        lines = [SessionLine(found, total_of(counts_of(door, found))) for found in sessions_of(door, home)]
        return Overview(plan_of(home.plan), lines, bool(staff.with_role(door, "scrutineer")))


def issued_slips(database: Database) -> int:
    """How many slips are out in all sessions that have not ended: so many phones may come."""
    with database.reading() as door:
        alive = [
            found
            for home in years.every(door)
            for found in sessions_of(door, home)
            if found.record.state not in ("closed", "annulled")
        ]
        return sum(counts.slips for found in alive for counts in counts_of(door, found).values())
