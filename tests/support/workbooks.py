"""Reading a workbook back: cached values beside formulas, found by department and by the words above the column."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.support.requirements import libreoffice_path

# 0: every formula is computed anew on loading. Left to itself LibreOffice trusts the values of a file that says it
# comes from Excel, which is what xlsxwriter's files say.
_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>"""


@dataclass(frozen=True)
class Found:
    """One cell: what it shows, and the formula behind it, None for a plain value."""

    value: Any
    formula: str | None

    @property
    def two(self) -> str:
        """The value as it is shown at two decimals; the stored value must be that and no finer one."""
        shown = f"{self.value:.2f}"
        assert abs(self.value - float(shown)) < 1e-9, f"{self.value} is finer than {shown}"
        return shown


class ReadBook:
    """A workbook read twice: with its values, and with its formulas."""

    def __init__(self, content: bytes) -> None:
        self._values = load_workbook(io.BytesIO(content), data_only=True)
        self._formulas = load_workbook(io.BytesIO(content))

    @property
    def sheets(self) -> list[str]:
        return self._values.sheetnames

    def cell(self, sheet: str, row: int, column: int) -> Found:
        written = self._formulas[sheet].cell(row, column)
        formula = written.value if written.data_type == "f" else None
        return Found(self._values[sheet].cell(row, column).value, formula)

    def cells(self) -> Iterator[tuple[str, str, Found]]:
        """Every cell with its sheet and address."""
        for sheet in self.sheets:
            for row in self._formulas[sheet].iter_rows():
                for cell in row:
                    yield sheet, cell.coordinate, self.cell(sheet, cell.row, cell.column)

    def table(self, sheet: str) -> dict[str, dict[str, Found]]:
        """The table under the row of heads that names departments: by department and by head.

        A head under a voter group's name is called "group: head".
        """
        page = self._values[sheet]
        heads = next(row for row in page.iter_rows() if any(cell.value == "Department" for cell in row))
        top, names = heads[0].row, {}
        group = None
        for cell in heads:
            above = page.cell(top - 2, cell.column).value if top > 5 else None
            group = above or group
            inside = group not in (None, "Session", "Marks of all groups") and cell.value != "Note"
            names[cell.column] = f"{group}: {cell.value}" if inside else str(cell.value)
        named = next(column for column, head in names.items() if head == "Department")
        table = {}
        row = top + 1
        while page.cell(row, named).value is not None:
            table[page.cell(row, named).value] = {
                head: self.cell(sheet, row, column) for column, head in names.items() if head != "None"
            }
            row += 1
        return table


def with_wrong_values(content: bytes) -> bytes:
    """The same workbook with 999 cached in every formula: whoever shows another figure has computed it."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename.startswith("xl/worksheets/"):
                part = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>999\g<2>", part)
            new.writestr(entry, part)
    return changed.getvalue()


def recalculated(folder: Path, **books: bytes) -> dict[str, ReadBook]:
    """The workbooks after LibreOffice has computed every formula anew; one start of the program for all."""
    office = libreoffice_path()
    assert office is not None
    profile, inbox, outbox = folder / "profile", folder / "in", folder / "out"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE)
    inbox.mkdir()
    files = [inbox / f"{name}.xlsx" for name in books]
    for file, content in zip(files, books.values(), strict=True):
        file.write_bytes(content)
    subprocess.run(
        [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--convert-to",
         "xlsx:Calc MS Excel 2007 XML", "--outdir", outbox, *files],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {file.stem: ReadBook((outbox / file.name).read_bytes()) for file in files}
