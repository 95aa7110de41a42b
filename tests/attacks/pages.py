"""Reading a SQLite database as bytes: pages, cells in the order of writing, what is left of deleted rows, the log.

From the description of the file format (sqlite.org/fileformat2.html), because an attacker does not ask the library.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

INTERIOR_INDEX, INTERIOR_TABLE, LEAF_INDEX, LEAF_TABLE = 2, 5, 10, 13
LEAVES = (LEAF_INDEX, LEAF_TABLE)
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Cell:
    """One row as it lies in a page: cells are put in from the end of the page, so a higher address came first."""

    page: int
    address: int
    values: tuple[Any, ...]


class Image:
    """The pages of a database at one moment."""

    def __init__(self, pages: Mapping[int, bytes]) -> None:
        self.pages = pages

    @classmethod
    def of(cls, content: bytes) -> Image:
        size = page_size(content)
        return cls({at // size + 1: content[at : at + size] for at in range(0, len(content), size)})

    def roots(self) -> dict[str, tuple[int, str]]:
        """Where each table begins, and the statement that made it."""
        rows = [cell.values for cell in self._walk(1)]
        return {row[1]: (row[3], row[4]) for row in rows if row[0] == "table"}

    def cells(self, table: str) -> list[Cell]:
        """The rows of a table in the order of their keys."""
        return list(self._walk(self.roots()[table][0]))

    def _walk(self, number: int) -> Iterator[Cell]:
        page = self.pages.get(number, b"")
        start = 100 if number == 1 else 0
        if not page:
            return
        kind, count = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + (8 if kind in LEAVES else 12)
        addresses = [int.from_bytes(page[first + 2 * at : first + 2 * at + 2], "big") for at in range(count)]
        for address in addresses:
            if kind in (INTERIOR_INDEX, INTERIOR_TABLE):
                yield from self._walk(int.from_bytes(page[address : address + 4], "big"))
            if kind != INTERIOR_TABLE:
                yield Cell(number, address, _record(page, address, kind))
        if kind in (INTERIOR_INDEX, INTERIOR_TABLE):
            yield from self._walk(int.from_bytes(page[start + 8 : start + 12], "big"))

    def unused(self) -> Iterator[bytes]:
        """What lies in the pages outside of their cells, where deleted rows may be left."""
        for number, page in sorted(self.pages.items()):
            start = 100 if number == 1 else 0
            if page[start] not in (*LEAVES, INTERIOR_INDEX, INTERIOR_TABLE):
                yield page
                continue
            live = bytearray(page)
            kind, count = page[start], int.from_bytes(page[start + 3 : start + 5], "big")
            first = start + (8 if kind in LEAVES else 12)
            for at in range(count):
                address = int.from_bytes(page[first + 2 * at : first + 2 * at + 2], "big")
                for place in range(address, min(len(page), address + _length(page, address, kind))):
                    live[place] = 0
            yield bytes(live)


def page_size(content: bytes) -> int:
    """The size of a database's pages."""
    return int.from_bytes(content[16:18], "big") % 65535  # 1 stands for 65536


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(9):
        byte = data[at + step]
        if step == 8:
            return value << 8 | byte, at + 9
        value = value << 7 | byte & 127
        if byte < 128:
            return value, at + step + 1
    raise AssertionError("a number of nine bytes ends")


def _payload(page: bytes, address: int, kind: int) -> tuple[int, int, int | None]:
    """Where a cell's record begins, how long it is, and its row number where it has one."""
    at = address + (4 if kind == INTERIOR_INDEX else 0)
    length, at = _varint(page, at)
    number = None
    if kind == LEAF_TABLE:
        number, at = _varint(page, at)
    return at, length, number


def _length(page: bytes, address: int, kind: int) -> int:
    if kind == INTERIOR_TABLE:
        return 12
    at, length, _number = _payload(page, address, kind)
    return at + length - address


def _record(page: bytes, address: int, kind: int) -> tuple[Any, ...]:
    at, _length, number = _payload(page, address, kind)
    header, place = _varint(page, at)
    types = []
    while place < at + header:
        kind_of_value, place = _varint(page, place)
        types.append(kind_of_value)
    values: list[Any] = [] if number is None else [number]
    for serial in types:
        value, place = _value(page, place, serial)
        values.append(value)
    return tuple(values) if number is None else (*values[1:], number)


def _value(page: bytes, at: int, serial: int) -> tuple[Any, int]:
    if serial in (0, 8, 9):
        return {0: None, 8: 0, 9: 1}[serial], at
    if serial < 7:
        size = (1, 2, 3, 4, 6, 8)[serial - 1]
        return int.from_bytes(page[at : at + size], "big", signed=True), at + size
    size = (serial - 12) // 2
    content = page[at : at + size]
    return (content.decode(errors="replace") if serial % 2 else content), at + size


def commits(files: Mapping[str, bytes]) -> list[Image]:
    """The database as it was after each commit that is still in the log, frames of earlier rounds included."""
    content, log = files[""], files.get("-wal", b"")
    if not content:
        return []
    size = page_size(content)
    pages = dict(Image.of(content).pages)
    found = []
    for at in range(32, len(log) - 23 - size, 24 + size):
        number, pages_after = int.from_bytes(log[at : at + 4], "big"), int.from_bytes(log[at + 4 : at + 8], "big")
        pages = {**pages, number: log[at + 24 : at + 24 + size]}
        if pages_after:
            found.append(Image(pages))
    return found


def tables_of(files: Mapping[str, bytes]) -> dict[str, Rows]:
    """Every table as the library reads it, with the row number where there is one."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "copy.db"
        for ending, content in files.items():
            if ending in ("", "-wal"):
                path.with_name(path.name + ending).write_bytes(content)
        with closing(sqlite3.connect(path)) as connection:
            connection.row_factory = sqlite3.Row
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            return {name: _rows(connection, name) for name in names}


def _rows(connection: sqlite3.Connection, table: str) -> Rows:
    try:
        cursor = connection.execute(f"SELECT *, rowid AS rowid_ FROM {table}")
    except sqlite3.OperationalError:
        cursor = connection.execute(f"SELECT * FROM {table}")
    return [dict(row) for row in cursor]


def left_of_counters(files: Mapping[str, bytes], groups: list[str], departments: list[str]) -> Rows:
    """Rows of the counters that were deleted and not overwritten, in whatever order they lie."""
    text = b"(%s)(%s)(held|filling)(E|G|F|P|abstain)(.?)" % (
        "|".join(groups).encode(),
        "|".join(sorted(departments, key=len, reverse=True)).encode(),
    )
    places = list(Image.of(files[""]).unused()) if files[""] else []
    found = []
    for content in [*places, files.get("-wal", b"")]:
        for hit in re.finditer(text, content, re.DOTALL):
            group, department, level, mark, last = (part.decode(errors="replace") for part in hit.groups())
            serial = _serial_before(content, hit.start())
            n = 1 if serial == 9 else ord(last) if serial == 1 and last else 0
            found.append({"grp": group, "department": department, "level": level, "mark": mark, "n": n})
    return found


def _serial_before(content: bytes, at: int) -> int:
    """The type of the last column of the record whose second column begins here: the byte before the review's key."""
    start = content.rfind(b"2026/", max(0, at - 40), at)
    return content[start - 1] if start > 0 else 0
