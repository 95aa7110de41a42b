"""Comma-separated files: the standing, and slips for a mail merge. UTF-8 with BOM for Excel, lines end in CRLF."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from voting.actions.slips import Sheet
from voting.domain.refusals import msg
from voting.domain.standing_view import NOTES, PublishedStanding, PublishedYear
from voting.exports.addresses import ballot_address
from voting.exports.wording import Say, by_rank, speaker

STANDING_COLUMNS = (
    "rank", "department", "name", "daily", "standardisation", "review", "district_result", "honours", "total",
    "proposed", "quota", "note",
)  # fmt: skip
SLIP_COLUMNS = ("group", "code", "url")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # full-width ones count in Chinese Excel


def standing_csv(year: PublishedYear, language: str = "en") -> bytes:
    """The standing by rank; a figure that is missing is an empty cell, and the note says why."""
    say = speaker(language)
    return _table(STANDING_COLUMNS, (_standing_row(row, say) for row in by_rank(year.rows)))


def slips_csv(sheet: Sheet, public_url: str) -> bytes:
    """Slips as group id, code without dashes and ballot address, in the random order they come in."""
    rows = ((harmless(slip.group), slip.code, ballot_address(public_url, slip.code)) for slip in sheet.slips)
    return _table(SLIP_COLUMNS, rows)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like it gets an apostrophe in front."""
    return f"'{text}" if text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA) else text


def _standing_row(row: PublishedStanding, say: Say) -> tuple[object, ...]:
    note = say(msg("; ")).join(say(NOTES[code]) for code in row.notes)
    return (
        row.rank,
        harmless(row.department.id),
        harmless(row.department.name),
        row.daily,
        row.standardisation,
        row.review,
        row.district_result,
        row.honours,
        row.total,
        None if row.proposed is None else str(row.proposed).lower(),
        row.quota,
        harmless(note),
    )


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
