"""One sheet of a workbook: texts that stay texts, numbers, and formulas that carry the program's own figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

A4 = 9
DASH = "—"  # not there and not shown look the same
_LONGEST = 32_000  # characters; a cell holds 32,767 and drops a longer text altogether
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))

_FONT = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "vcenter", "font_color": "#1C1F24"}
_RULED = {"border": 1, "border_color": "#CFC9BC"}
_INPUT = {"font_color": "#1F4FA3"}
_SOFT = {"font_color": "#7A766D"}
_RIGHT = {"align": "right"}
_LEFT = {"align": "left", "indent": 1}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_size": 15, "bold": True, "font_color": "#8C1318"},
    "line": _SOFT,
    "section": {"bold": True, "font_color": "#8C1318", "bottom": 1, "bottom_color": "#8C1318"},
    "head": {"bold": True, "bg_color": "#EBE7DF", "align": "center", "text_wrap": True, **_RULED},
    "text": {**_RULED, **_LEFT},
    "wrapped": {"text_wrap": True, **_RULED, **_LEFT},
    "centre": {"align": "center", **_RULED},
    "dash": {"align": "center", **_RULED, **_SOFT},
    "code": {**_RULED, **_SOFT, **_LEFT, "font_name": "Consolas", "font_size": 9},
    "whole": {"num_format": "0_)", **_RULED, **_RIGHT},
    "two": {"num_format": "0.00_)", **_RULED, **_RIGHT},
    "four": {"num_format": "0.0000_)", **_RULED, **_RIGHT},
    "strong": {"num_format": "0.00_)", "bold": True, **_RULED, **_RIGHT},
    "strong_four": {"num_format": "0.0000_)", "bold": True, **_RULED, **_RIGHT},
    "exact": {"num_format": "0.000000000_)", **_RULED, **_RIGHT, **_SOFT},
    "setting": {**_RULED, **_INPUT, **_LEFT},
    "weight": {"align": "center", **_RULED, "bg_color": "#F5F3EE"},
    "name": {"bold": True, **_RULED, **_LEFT, "bg_color": "#EBE7DF"},
    "in_whole": {"num_format": "0_)", **_RULED, **_RIGHT, **_INPUT},
    "in_two": {"num_format": "0.00_)", **_RULED, **_RIGHT, **_INPUT},
    "in_strong": {"num_format": "0.00_)", "bold": True, **_RULED, **_RIGHT, **_INPUT},
    "in_strong_four": {"num_format": "0.0000_)", "bold": True, **_RULED, **_RIGHT, **_INPUT},
    "in_points": {"num_format": "General_)", **_RULED, **_RIGHT, **_INPUT},
}


def cell(row: int, column: int, *, fixed: bool = False) -> str:
    """A cell's address for formulas of its own sheet; a fixed one stays when the formula is copied down."""
    return str(xl_rowcol_to_cell(row, column, row_abs=fixed))


def cells(first: int, last: int, column: int) -> str:
    """The address of the cells of one column from one row to another, for formulas of their own sheet."""
    return f"{cell(first, column, fixed=True)}:{cell(last, column, fixed=True)}"


class Book:
    """A workbook under way: its looks, and names for its sheets that every spreadsheet takes."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._formats = {name: workbook.add_format({**_FONT, **look}) for name, look in LOOKS.items()}
        self._taken = {"history"}  # Excel keeps that name to itself

    def page(self, wanted: str) -> Page:
        """A new sheet, called as wanted or as near to it as a spreadsheet allows."""
        name = self._free(wanted.translate(_FORBIDDEN).strip("' ") or "sheet")
        return Page(name, self._workbook.add_worksheet(name), self._formats)

    def _free(self, wanted: str) -> str:
        name, number = wanted[:31], 1
        while name.lower() in self._taken:
            number += 1
            name = f"{wanted[: 31 - len(f'-{number}')]}-{number}"
        self._taken.add(name.lower())
        return name


class Page:
    """One sheet. Rows and columns count from 0; every text is written as a text, whatever it begins with."""

    def __init__(self, name: str, sheet: Any, formats: Mapping[str, Any]) -> None:
        self.name = name
        self.sheet = sheet
        self._formats = formats

    def address(self, row: int, column: int) -> str:
        """A cell's address for formulas of any sheet."""
        return f"{self._quoted}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}"

    def text(self, row: int, column: int, text: str, look: str = "text") -> None:
        """Writes a text; an empty one leaves the cell blank."""
        short = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
        if short:
            self.sheet.write_string(row, column, short, self._formats[look])
        else:
            self.sheet.write_blank(row, column, None, self._formats[look])

    def texts(self, row: int, first: int, texts: Iterable[str], look: str = "text") -> None:
        """Writes texts side by side."""
        for column, text in enumerate(texts, first):
            self.text(row, column, text, look)

    def span(self, row: int, first: int, last: int, text: str, look: str) -> None:
        """Writes a text over several columns."""
        for column in range(first, last + 1):
            self.sheet.write_blank(row, column, None, self._formats[look])
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", self._formats[look])
        self.text(row, first, text, look)

    def number(self, row: int, column: int, value: Fraction | int | str | None, look: str) -> None:
        """Writes a number, given exactly or as it is shown; a dash where there is none."""
        if value is None:
            self.text(row, column, DASH, "dash")
        else:
            self.sheet.write_number(row, column, float(Fraction(value)), self._formats[look])

    def formula(self, row: int, column: int, formula: str, value: Fraction | int | str, look: str) -> None:
        """Writes a formula (without its ``=``) and the value that the program has for it."""
        self.sheet.write_formula(row, column, f"={formula}", self._formats[look], float(Fraction(value)))

    def long_text(self, row: int, column: int, text: str, width: float) -> None:
        """Writes a text that may take several lines in a column of this width, and makes the row as high."""
        self.text(row, column, text, "wrapped")
        places = sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
        lines = int(1.1 * places / width) + 1
        if lines > 1:
            self.sheet.set_row(row, min(400, 5 + 15 * lines))

    def widths(self, *widths: float) -> None:
        """Sets the widths of the columns from the first one on."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    def finish(self, title: str, frozen: tuple[int, int], heads: tuple[int, int]) -> None:
        """Freezes rows and columns, and prepares for print: A4 landscape, one page wide, heads on every page."""
        self.sheet.set_default_row(20)
        self.sheet.set_row(0, 30)
        self.sheet.set_row(heads[1], 34)
        self.sheet.freeze_panes(*frozen)
        self.sheet.hide_gridlines(2)
        self.sheet.set_landscape()
        self.sheet.set_paper(A4)
        self.sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(*heads)
        self.sheet.set_footer(f"&L{title.replace('&', '&&')}&R&P / &N")

    @property
    def _quoted(self) -> str:
        return "'" + self.name.replace("'", "''") + "'"
