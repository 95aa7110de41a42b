"""The result of a closed session, with everything that is announced and printed beside it."""

from __future__ import annotations

from dataclasses import dataclass

from voting.actions.counts import Counts, counts_of, quorum_warnings, total_of
from voting.actions.find import Session, find_session
from voting.actions.journal import head_of
from voting.actions.watch import published
from voting.domain.refusals import Fault, Refusal, msg
from voting.domain.release import PublishedDepartment
from voting.storage import reviews
from voting.storage.doors import Database, ReadingDoor


@dataclass(frozen=True)
class Result:
    """A closed session as it is announced: counts, void ballots by reason, departments, who closed it."""

    session: Session
    total: Counts
    groups: dict[str, Counts]
    void: dict[str, int]
    void_by_group: dict[str, dict[str, int]]
    departments: list[PublishedDepartment]
    warnings: list[Fault]
    closed_by: str
    journal_head: str


def read_result(database: Database, review_id: str, year: int | None = None) -> Result:
    """The result of a session; refuses one that is not closed or was annulled."""
    with database.reading() as door:
        return result_of(door, find_session(door, review_id, year))


def result_of(door: ReadingDoor, session: Session) -> Result:
    """The result of a session within one snapshot; refuses as ``read_result`` does."""
    if session.record.state == "annulled":
        raise Refusal("annulled", msg("The session was annulled; nothing of it is shown."))
    if session.record.state != "closed":
        raise Refusal("not_closed", msg("The session is not closed yet; its result comes with the closing."))
    groups = counts_of(door, session)
    voids = reviews.voids(door, session.key)
    by_reason: dict[str, int] = {}
    for reasons in voids.values():
        for reason, n in reasons.items():
            by_reason[reason] = by_reason.get(reason, 0) + n
    return Result(
        session=session,
        total=total_of(groups),
        groups=groups,
        void=dict(sorted(by_reason.items())),
        void_by_group=voids,
        departments=published(door, session, groups),
        warnings=quorum_warnings(door, session),
        closed_by=session.record.closed_by or "",
        journal_head=head_of(door),
    )
