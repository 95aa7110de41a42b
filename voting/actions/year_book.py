"""Everything a workbook of the year holds, read in one snapshot so that its sheets agree with each other."""

from __future__ import annotations

from dataclasses import dataclass

from voting.actions.desk.names import NameList, lists_of
from voting.actions.desk.selection import Choosing, choosing_of
from voting.actions.desk.trail import Trail, trails_of
from voting.actions.find import find_year, sessions_of
from voting.actions.results import Result, result_of
from voting.actions.standing import standing_of
from voting.domain.release_detail import Sums, open_sums
from voting.domain.standing_view import PublishedYear
from voting.storage import counters, journal
from voting.storage.desk import notices, seals
from voting.storage.desk.notices import NoticeRecord, ObjectionRecord
from voting.storage.desk.seals import SealRecord
from voting.storage.doors import Database
from voting.storage.journal import Entry


@dataclass(frozen=True)
class DeskBook:
    """What the desk adds: the trail of each department, the choice of excellent ones, names, notice and seal."""

    trails: list[Trail]
    choosing: Choosing
    lists: list[NameList]
    notice: NoticeRecord | None
    objections: list[ObjectionRecord]
    seal: SealRecord | None


@dataclass(frozen=True)
class YearBook:
    """A year's standing, its closed sessions with the sums that may be shown (by session id), and the journal."""

    standing: PublishedYear
    results: list[Result]
    sums: dict[str, Sums]
    journal: list[Entry]
    desk: DeskBook


def read_year_book(database: Database, year: int | None = None) -> YearBook:
    """The year as a workbook needs it; sessions that are not closed are not in it."""
    with database.reading() as door:
        home = find_year(door, year)
        closed = [session for session in sessions_of(door, home) if session.record.state == "closed"]
        sums = {
            session.record.id: open_sums(session.plan, session.review, counters.shown(door, session.key))
            for session in closed
        }
        results = [result_of(door, session) for session in closed]
        desk = DeskBook(
            trails=trails_of(door, home),
            choosing=choosing_of(door, home),
            lists=lists_of(door, home),
            notice=notices.find(door, home.year),
            objections=notices.objections(door, home.year),
            seal=seals.find(door, home.year),
        )
        return YearBook(standing_of(door, home), results, sums, journal.every(door), desk)
