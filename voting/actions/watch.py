"""What phones and screens watch: a session's state, and its tally by the rules of release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from voting.actions.counts import Counts, counts_of
from voting.actions.find import Session, find_session, no_such_review, session_by_screen_key, session_of
from voting.actions.projector import Screen, narrowed, screen_of
from voting.domain import release
from voting.domain.release import PublishedDepartment
from voting.storage import counters, reviews
from voting.storage.doors import Database, ReadingDoor


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


@dataclass(frozen=True)
class Snapshot:
    """A session, its state, its tally as its projector may draw it, and the projector's settings, all of one moment."""

    session: Session
    state: State
    tally: Tally
    screen: Screen


def revisions(database: Database) -> dict[str, int]:
    """The revision of every session, by key: asked for a few times a second, so it is one small query."""
    with database.reading() as door:
        return reviews.revisions(door)


def look(database: Database, key: str) -> Snapshot:
    """The session with this key in storage, as it is now."""
    with database.reading() as door:
        return _snapshot(door, session_of(door, key))


def look_at_state(database: Database, key: str) -> State:
    """Only the state, for a phone: working out a tally costs forty times as much, and no phone ever gets one."""
    with database.reading() as door:
        return state_of(door, session_of(door, key))


def look_by_name(database: Database, review_id: str, year: int | None = None) -> Snapshot:
    """The session with this id, in the newest year by default."""
    with database.reading() as door:
        return _snapshot(door, find_session(door, review_id, year))


def look_by_screen_key(database: Database, review_id: str, screen_key: str) -> Snapshot:
    """The session whose projector has this key; a wrong key is refused as if there were no such session."""
    with database.reading() as door:
        known = "\0" not in review_id  # not a letter, and not one of the databases would take it for an answer
        session = session_by_screen_key(door, review_id, screen_key) if known else None
        if session is None:
            raise no_such_review(review_id)
        return _snapshot(door, session)


def _snapshot(door: ReadingDoor, session: Session) -> Snapshot:
    screen = screen_of(door, session)
    tally = tally_of(door, session)
    tally = replace(tally, departments=narrowed(screen, tally.state, tally.departments))
    return Snapshot(session, state_of(door, session), tally, screen)


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
