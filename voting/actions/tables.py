"""CSV tables as people make them: with or without a byte order mark, commas or semicolons, empty lines at the end."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from voting.domain.refusals import Refusal, msg

MOST_ROWS = 100_000


@dataclass(frozen=True)
class Table:
    """A header and rows as dicts by column; a row's number in the file is its index + 2 where no line is empty."""

    columns: list[str]
    rows: list[dict[str, str]]


def read_table(text: str) -> Table:
    """Reads CSV text. Refuses a table without a header, with a doubled column, or with a row of another length."""
    text = text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    try:
        lines = [line for line in csv.reader(io.StringIO(text), delimiter=separator, strict=True) if line]
    except csv.Error:
        raise Refusal("bad_table", msg("This is not a CSV table that can be read.")) from None
    if not lines:
        raise Refusal("empty_table", msg("The table has no rows."))
    columns = [name.strip() for name in lines[0]]
    if len(set(columns)) != len(columns):
        raise Refusal("doubled_column", msg("The table names a column twice."))
    if len(lines) > MOST_ROWS:
        raise Refusal("long_table", msg("The table has more than %(most)d rows."), most=MOST_ROWS)
    rows = []
    for number, cells in enumerate(lines[1:], 2):
        if len(cells) != len(columns):
            sentence = msg("Row %(number)d of the table has %(found)d cells; the header has %(wanted)d.")
            raise Refusal("ragged_table", sentence, number=number, found=len(cells), wanted=len(columns))
        rows.append(dict(zip(columns, (cell.strip() for cell in cells), strict=True)))
    return Table(columns, rows)
