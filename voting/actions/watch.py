"""What phones and screens watch: a session's state, and its tally by the rules of release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voting.actions.counts import Counts, counts_of
from voting.actions.find import Session
from voting.domain import release
from voting.domain.release import PublishedDepartment
from voting.storage import counters, reviews
from voting.storage.doors import ReadingDoor


@dataclass(frozen=True)
class State:
    """A session's state as everybody may know it; ``seq`` is the revision in the database."""

    seq: int
    review: str
    state: str
    departments: dict[str, str]
    speaking: str | None


@dataclass(frozen=True)
class Tally:
    """Turnout by group, and of each department what may be shown at this moment."""

    seq: int
    review: str
    state: str
    turnout: dict[str, Counts]
    departments: list[PublishedDepartment]


def state_of(door: ReadingDoor, session: Session) -> State:
    """The state of a session, within one snapshot."""
    record = session.record
    return State(record.revision, record.id, record.state, reviews.departments(door, session.key), record.speaking)


def tally_of(door: ReadingDoor, session: Session) -> Tally:
    """The tally of a session, within one snapshot. Reads the ``shown`` level only, whoever asks."""
    turnout = counts_of(door, session)
    record = session.record
    return Tally(record.revision, record.id, record.state, turnout, published(door, session, turnout))


def published(door: ReadingDoor, session: Session, turnout: Mapping[str, Counts]) -> list[PublishedDepartment]:
    """What may be shown of each department: live figures while the session runs, the result once it is closed."""
    if session.record.state == "annulled":
        return [PublishedDepartment(department) for department in session.plan.department_ids]
    shown = counters.shown(door, session.key)
    if session.record.state == "closed":
        return release.closed(session.plan, session.review, shown)
    slips = {group: counts.slips for group, counts in turnout.items()}
    return release.live(session.plan, session.review, shown, slips)
