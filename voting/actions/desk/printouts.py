"""Versions of printed pages: a page that shows proposal or quotas is outdated as soon as they change, and must say so.

A version is a state that was printed. The same state gets the same number again; another state the next one. Which
version holds is never stored but compared with the year as it is now, so nothing can be forgotten or whitewashed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from voting.actions.find import find_session, find_year
from voting.actions.journal import digest
from voting.actions.results import result_of
from voting.actions.standing import standing_of
from voting.domain.refusals import msg
from voting.storage.desk import name_lists, printouts
from voting.storage.desk.printouts import PrintoutRecord
from voting.storage.doors import Database, ReadingDoor, WritingDoor
from voting.storage.years import YearRecord
from voting.tools import Tools

STANDING, NOTICE, CIRCULAR, FORM, RESULT = "standing", "public-notice", "circular", "decision-form", "result:"
WITH_NAMES: Final = (NOTICE, CIRCULAR)
NAMES: Final = {
    STANDING: msg("Yearly total"),
    NOTICE: msg("Public notice"),
    CIRCULAR: msg("Circular"),
    FORM: msg("Proposal and decision: form to sign"),
}
"""What kinds of pages are called; the result of a session has its kind behind ``RESULT``."""
MARK_LENGTH = 12


@dataclass(frozen=True)
class Printout:
    """One version: its kind, its number, the mark that is printed on it, and when it was first printed.

    ``holds`` says whether the year still is as it shows; otherwise it is superseded.
    """

    kind: str
    number: int
    check: str
    at: str
    holds: bool


def _state(door: ReadingDoor, home: YearRecord, kind: str) -> str:
    """The digest of everything that a page of this kind shows, as the year is now."""
    if kind.startswith(RESULT):
        result = result_of(door, find_session(door, kind.removeprefix(RESULT), home.year))
        names = [[each.id, each.name] for each in result.session.plan.departments]
        return digest([kind, names, _plain([asdict(row) for row in result.departments])])
    year = standing_of(door, home)
    rows, cut = [asdict(row) for row in year.rows], year.shortlist
    people = (
        _plain({key: [asdict(each) for each in found] for key, found in name_lists.names(door, home.year).items()})
        if kind in WITH_NAMES
        else {}
    )
    return digest([kind, _plain(rows), cut.base, cut.places, cut.flag, people])


def _plain(value: Any) -> Any:
    """Only what JSON holds: sets in order, everything else that is unknown as its text."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return value if value is None or isinstance(value, str | int | bool) else str(value)


def printed(tools: Tools, kind: str, year: int | None = None) -> Printout:
    """The version of a page that is about to be printed; writes only where this state was not printed last time.

    ``kind`` is one of ``NAMES``, any other page that shows proposal or quotas, or ``result:REVIEW``.
    Not an act on the year: it is kept apart from the journal, and goes on after the year is sealed.
    """
    with tools.database.reading() as door:
        home = find_year(door, year)
        state = _state(door, home, kind)
        record = _latest(door, home.year, kind, state)
    if record is None:
        with tools.database.writing() as door:
            record = _add(door, tools, home.year, kind, state)
    return _shown(record, holds=True)


def _latest(door: ReadingDoor, year: int, kind: str, state: str) -> PrintoutRecord | None:
    records = printouts.of_kind(door, year, kind)
    return records[0] if records and records[0].state == state else None


def _add(door: WritingDoor, tools: Tools, year: int, kind: str, state: str) -> PrintoutRecord:
    printouts.take(door, year)
    present = _latest(door, year, kind, state)
    if present:
        return present
    number = len(printouts.of_kind(door, year, kind)) + 1
    mark = digest([year, kind, number, state])[:MARK_LENGTH]
    made = PrintoutRecord(year, kind, number, state, mark, tools.now().isoformat(timespec="seconds"))
    printouts.add(door, made)
    return made


def versions(database: Database, year: int | None = None) -> list[Printout]:
    """All versions of a year, the newest of each kind first, each with whether it still holds."""
    with database.reading() as door:
        home = find_year(door, year)
        return [_judged(door, record) for record in printouts.of_year(door, home.year)]


def find_version(database: Database, check: str) -> tuple[int, Printout] | None:
    """The year and version that a mark belongs to, as somebody typed it; None where no page was printed with it."""
    mark = "".join(letter for letter in check.lower() if letter.isalnum())
    with database.reading() as door:
        record = printouts.with_mark(door, mark)
        return (record.year, _judged(door, record)) if record else None


def _judged(door: ReadingDoor, record: PrintoutRecord) -> Printout:
    """A version and whether it holds: the latest of its kind, and what the year still gives."""
    latest = printouts.of_kind(door, record.year, record.kind)[0]
    holds = record.number == latest.number
    return _shown(record, holds=holds and _state(door, find_year(door, record.year), record.kind) == record.state)


def _shown(record: PrintoutRecord, *, holds: bool) -> Printout:
    blocks = [record.mark[at : at + 4].upper() for at in range(0, MARK_LENGTH, 4)]
    return Printout(record.kind, record.number, "-".join(blocks), record.at, holds)
