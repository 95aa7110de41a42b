"""Rehearsals: a copy of a session with ten slips, to be voted, shown to the room with all it stores, thrown away."""

from __future__ import annotations

from dataclasses import dataclass

from voting.actions.find import Session, find_session
from voting.actions.journal import COMMAND_LINE, record
from voting.actions.lay import free_name, lay_session, throw_away
from voting.actions.slips import IssuedSlip, Sheet, draw_codes
from voting.domain.refusals import Refusal, msg
from voting.storage import raw
from voting.storage.doors import Database, Row
from voting.tools import Tools

SLIPS = 10


@dataclass(frozen=True)
class Rehearsal:
    """A rehearsal just made: its id, and its slips. The codes are nowhere else."""

    review_id: str
    sheet: Sheet


def rehearse(tools: Tools, review_id: str, *, year: int | None = None, actor: str = COMMAND_LINE) -> Rehearsal:
    """Makes a rehearsal of a session: the same settings, ten slips spread over the groups. Nothing of it counts."""
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        name = free_name(door, session.record.year, f"rehearsal-{session.review.id}")
        key = lay_session(door, tools, session.plan, session.review, name=name, rehearsal=True)
        fresh: list[IssuedSlip] = []
        for group, n in _spread(list(session.review.groups)).items():
            fresh += draw_codes(door, tools, session, key, group, n)
        record(door, tools, actor, "rehearse", {"review": session.key, "rehearsal": key})
    fresh.sort(key=lambda slip: slip.code)
    return Rehearsal(name, Sheet(session.plan.office.name, name, session.review.name, fresh))


def _spread(groups: list[str]) -> dict[str, int]:
    """Ten slips over the groups, as evenly as possible, in the order of precedence."""
    return {group: SLIPS // len(groups) + (at < SLIPS % len(groups)) for at, group in enumerate(groups)}


def end_rehearsal(tools: Tools, review_id: str, *, year: int | None = None, actor: str = COMMAND_LINE) -> None:
    """Throws a rehearsal away, with everything it stored. Refuses a session that counts."""
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        if not session.record.rehearsal:
            raise Refusal("not_a_rehearsal", msg("This session counts; it cannot be thrown away."))
        throw_away(door, session.key)
        record(door, tools, actor, "end_rehearsal", {"rehearsal": session.key})
    tools.database.tidy()


@dataclass(frozen=True)
class Stored:
    """Everything a rehearsal has stored: raw rows by table."""

    session: Session
    tables: dict[str, list[Row]]


def what_is_stored(database: Database, review_id: str, year: int | None = None) -> Stored:
    """The raw tables of a rehearsal. Refuses a session that counts: a copy of its rows is what must not be made."""
    with database.reading() as door:
        session = find_session(door, review_id, year)
        if not session.record.rehearsal:
            raise Refusal("not_a_rehearsal", msg("The raw tables are shown for a rehearsal only."))
        return Stored(session, raw.tables(door, session.key))
