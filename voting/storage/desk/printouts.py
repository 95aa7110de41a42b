"""Versions of printed pages: which state of the year each of them showed."""

from __future__ import annotations

from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class PrintoutRecord:
    """One version. ``state`` is the digest of what it showed, ``mark`` what is printed on it to be looked up by."""

    year: int
    kind: str
    number: int
    state: str
    mark: str
    at: str


_COLUMNS = "of_year AS year, kind, number, state, mark, at"


def of_year(door: ReadingDoor, year: int) -> list[PrintoutRecord]:
    """All versions of a year, the newest of each kind first."""
    sql = f"SELECT {_COLUMNS} FROM printout WHERE of_year = :year ORDER BY kind, number DESC"
    return [PrintoutRecord(**row) for row in door.rows(sql, year=year)]


def of_kind(door: ReadingDoor, year: int, kind: str) -> list[PrintoutRecord]:
    """The versions of one kind of page, the newest first."""
    return [record for record in of_year(door, year) if record.kind == kind]


def with_mark(door: ReadingDoor, mark: str) -> PrintoutRecord | None:
    """The version with this mark, None where there is none."""
    rows = door.rows(f"SELECT {_COLUMNS} FROM printout WHERE mark = :mark ORDER BY of_year, kind, number", mark=mark)
    return PrintoutRecord(**rows[0]) if rows else None


def take(door: WritingDoor, year: int) -> None:
    """Takes the year's row, so that two who print at once follow each other."""
    door.change("UPDATE year SET office = office WHERE year = :year", year=year)


def add(door: WritingDoor, record: PrintoutRecord) -> None:
    """Adds a version."""
    door.change(
        "INSERT INTO printout (of_year, kind, number, state, mark, at)"
        " VALUES (:year, :kind, :number, :state, :mark, :at)",
        **vars(record),
    )
