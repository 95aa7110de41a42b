"""The workbook of a year: totals are formulas over inputs, each with the program's own figure as its cached value.

Where a breakdown may not be shown, its figures are not in the workbook at all, neither seen nor hidden.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from voting.actions.results import Result
from voting.actions.year_book import DeskBook
from voting.domain.refusals import msg
from voting.domain.release_detail import Sums
from voting.domain.standing_view import PublishedYear
from voting.exports.wording import speaker
from voting.exports.workbook_components import ComponentSheet
from voting.exports.workbook_decision import write_decision
from voting.exports.workbook_journal import JournalEntry, write_journal
from voting.exports.workbook_page import Book
from voting.exports.workbook_plan import PlanSheet
from voting.exports.workbook_session import SessionSheet
from voting.exports.workbook_standing import StandingSheet
from voting.exports.workbook_trail import TrailSheet

NOTHING_GUESSED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def write_workbook(
    file: Path,
    year: PublishedYear,
    results: Sequence[Result],
    journal: Sequence[JournalEntry],
    *,
    sums: Mapping[str, Sums] | None = None,
    desk: DeskBook | None = None,
    language: str,
    created: datetime,
) -> None:
    """Writes the year's workbook: sheets for the closed sessions, ``components``, ``standing``, ``plan``, ``journal``.

    ``sums`` holds ``release_detail.open_sums`` of each closed session by its id; a session without shows its scores as
    values. With ``desk`` there are also a sheet ``decision`` and one for each department with its trail, and points
    are formulas over it. Equal input gives equal bytes: the only time in the file is ``created``.
    """
    file.write_bytes(workbook_bytes(year, results, journal, sums=sums, desk=desk, language=language, created=created))


def workbook_bytes(
    year: PublishedYear,
    results: Sequence[Result],
    journal: Sequence[JournalEntry],
    *,
    sums: Mapping[str, Sums] | None = None,
    desk: DeskBook | None = None,
    language: str,
    created: datetime,
) -> bytes:
    """The workbook that ``write_workbook`` writes."""
    say = speaker(language)
    office = year.plan.office
    buffer = io.BytesIO()
    workbook = Workbook(buffer, {"in_memory": True, **NOTHING_GUESSED})
    subject = say(msg("Yearly assessment"))
    title = f"{office.name} {office.year} · {subject}"
    workbook.set_properties({"title": title, "created": created.replace(tzinfo=None, microsecond=0)})
    workbook.set_size(2400, 1500)
    book = Book(workbook)
    details = sums or {}
    sessions = [SessionSheet(book, result, details.get(result.session.record.id, {}), say) for result in results]
    components = ComponentSheet(book, year, say)
    scores = {result.session.review.id: sheet.scores for result, sheet in zip(results, sessions, strict=True)}
    standing = StandingSheet(book, year, scores, say)
    plan = PlanSheet(book, year.plan, say)
    if desk:
        write_decision(book, year, desk, say)
    trails = {trail.department.id: TrailSheet(book, trail, say) for trail in desk.trails} if desk else {}
    plan.write()
    for sheet in sessions:
        sheet.write(plan)
    for trail in trails.values():
        trail.write(plan, standing)
    components.write(plan, trails)
    standing.write(plan, components)
    write_journal(book, journal, say)
    workbook.close()
    return buffer.getvalue()
