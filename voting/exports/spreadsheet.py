"""Tables as people have them (a workbook, a CSV file, cells pasted from either) read into rows of plain text."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable
from typing import Final

from openpyxl import load_workbook

from voting.domain.refusals import Refusal, msg

MOST_ROWS = 2_000
MOST_COLUMNS = 50
MOST_UNPACKED = 32 * 1024 * 1024  # a workbook is a zip archive, and a small one can unpack to any size
NEW_WORKBOOK, OLD_WORKBOOK = b"PK", b"\xd0\xcf\x11\xe0"

Rows = list[list[str]]

_LINE_BREAK: Final = re.compile(r"[ \t]*[\r\n\v\f\u2028\u2029]+\s*")
_UNSEEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")


def bad_table() -> Refusal:
    """A file that is no table."""
    return Refusal("bad_table", msg("This is not a workbook or a CSV table that can be read."))


def old_workbook() -> Refusal:
    """A workbook that only the program it was made with can open."""
    sentence = msg(
        "This workbook is of the old kind (.xls) or locked with a password. Please save it as .xlsx without "
        "a password, or copy its cells and paste them here."
    )
    return Refusal("old_workbook", sentence)


def read_rows(content: bytes) -> Rows:
    """The rows of a workbook's first sheet with anything on it, or of a CSV table or pasted cells, as trimmed text.

    Empty rows are left out, and so are empty columns at the right.
    """
    if content.startswith(OLD_WORKBOOK):
        raise old_workbook()
    rows = _workbook_rows(content) if content.startswith(NEW_WORKBOOK) else _text_rows(decoded(content))
    if len(rows) > MOST_ROWS:
        raise Refusal("long_table", msg("The table has more than %(most)d rows."), most=MOST_ROWS)
    filled = [row for row in rows if any(row)]
    width = max((len(row) - _empty_at_the_end(row) for row in filled), default=0)
    return [[*row, *[""] * width][:width] for row in filled]


def decoded(content: bytes) -> str:
    """The text of a file as Chinese offices save it: UTF-8, UTF-16 with its mark, or GB 18030."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise bad_table()


def _workbook_rows(content: bytes) -> Rows:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED:
                raise bad_table()
        for sheet in load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets:
            cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True)
            rows = [[_text(value) for value in row] for row in cells]
            if sheet.sheet_state == "visible" and any(map(any, rows)):
                return rows
    except Refusal:
        raise
    except Exception:  # noqa: BLE001 - whatever a broken workbook makes the library raise, it is a broken workbook
        raise bad_table() from None
    return []


def _text_rows(text: str) -> Rows:
    separator = "\t" if "\t" in text else max(",;，", key=text.count)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [[_text(cell) for cell in line[:MOST_COLUMNS]] for line in lines]
    except csv.Error:
        raise bad_table() from None


def _text(value: object) -> str:
    """A cell on one line; a break inside a cell is only there to fit the column."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    first, *more = _LINE_BREAK.split(_UNSEEN.sub("", str(value)).strip())
    return first + "".join(f" {part}" if part[:1].isascii() else part for part in more)


def _empty_at_the_end(row: Iterable[str]) -> int:
    return next((number for number, cell in enumerate(reversed(list(row))) if cell), 0)
