"""Reading the exported workbook as its reader sees it, and having its formulas computed again by another program."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.support.independent import two

Row = dict[str, Any]
_CACHED = re.compile(r"(<f>[^<]*</f>)<v>[^<]*</v>")
NOT_SHOWN = "—"


def session_rows(book: Path, review: str) -> dict[str, Row]:
    """The departments of a session's sheet by name; a group's columns are named ``group/column``."""
    lines = list(load_workbook(book, data_only=True)[review].iter_rows(values_only=True))
    heads_at = next(at for at, line in enumerate(lines) if line[0] == "Rank")
    block, heads = "", []
    for above, head in zip(lines[heads_at - 2], lines[heads_at], strict=True):
        block = str(above) if above else block
        heads.append(str(head) if block in ("Session", "Marks of all groups", "") else f"{block}/{head}")
    return _by_name(lines[heads_at:], heads)


def counts_rows(book: Path, review: str) -> dict[str, list[int]]:
    """Due, issued, returned, valid and void of each group by name, and of all."""
    lines = list(load_workbook(book, data_only=True)[review].iter_rows(values_only=True))
    at = next(at for at, line in enumerate(lines) if line[1] == "Voter group")
    found: dict[str, list[int]] = {}
    for line in lines[at + 1 :]:
        found[str(line[1])] = [int(str(value).removesuffix(".0")) for value in line[2:7]]
        if line[1] == "All groups":
            break
    return found


def standing_rows(book: Path) -> dict[str, Row]:
    """The departments of the standing by name."""
    lines = list(load_workbook(book, data_only=True)["standing"].iter_rows(values_only=True))
    heads_at = next(at for at, line in enumerate(lines) if line[0] == "Rank")
    return _by_name(lines[heads_at:], [str(head) for head in lines[heads_at]])


def _by_name(lines: list[tuple[Any, ...]], heads: list[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for line in lines[1:]:
        if not line[0] or not line[1]:
            break
        found[str(line[1])] = dict(zip(heads, line, strict=True))
    return found


def figure(value: object, places: int = 2) -> str | None:
    """A cell's number as people read it, None where nothing is shown; a number that is not round is a fault."""
    if value in (None, "", NOT_SHOWN):
        return None
    assert isinstance(value, int | float), value
    shown = two(Fraction(value), places)
    assert abs(float(str(shown)) - value) < 1e-9, f"{value} is shown as {shown}"
    return shown


def formulas(book: Path) -> int:
    """How many formulas a workbook holds."""
    sheets = load_workbook(book).worksheets
    return sum(cell.data_type == "f" for sheet in sheets for line in sheet.iter_rows() for cell in line)


def recomputed(book: Path, folder: Path, office: Path) -> Path:
    """The workbook with every formula computed by LibreOffice.

    The cached values are taken out before, so that whatever stands there afterwards was computed and not copied.
    """
    folder.mkdir()
    bare, results = folder / "bare.xlsx", folder / "recomputed"
    taken = _without_cached_values(book, bare)
    assert taken == formulas(book)
    subprocess.run(
        [str(office), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(results), str(bare)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return results / "bare.xlsx"


def _without_cached_values(book: Path, bare: Path) -> int:
    taken = 0
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(bare, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name.startswith("xl/worksheets/"):
                text, n = _CACHED.subn(r"\1", content.decode())
                content, taken = text.encode(), taken + n
            target.writestr(name, content)
    return taken


def session_figures(book: Path, review: str, names: Mapping[str, str], groups: Mapping[str, str]) -> list[Row]:
    """A session's sheet in the shape of the result document's ``departments``, as far as the sheet has it."""
    found = []
    for name, row in session_rows(book, review).items():
        marks = list(row)[list(row).index("Ballots") + 1 : list(row).index("All marks")]
        means = {group: figure(row[f"{title}/Mean"]) for group, title in groups.items()}
        found.append(
            {
                "id": names[name],
                "score": figure(row["Score"]),
                "rank": int(row["Rank"]),
                "marks": None if row[marks[0]] == NOT_SHOWN else [int(row[mark]) for mark in marks],
                "groups": None if row[marks[0]] == NOT_SHOWN else means,
            }
        )
    return found
