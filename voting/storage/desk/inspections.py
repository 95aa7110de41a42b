"""Records of inspections: added, verified, and never changed otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class InspectionRecord:
    """One record. ``points`` is a signed exact decimal string; ``number`` is how people cite it within a year."""

    id: str
    year: int
    number: int
    target: str
    kind: str
    held_on: str
    points: str
    reason: str
    recorded_by: str
    at: str
    state: str
    verified_by: str | None = None
    reverses: str | None = None


_COLUMNS = "id, year, number, target, kind, held_on, points, reason, recorded_by, at, state, verified_by, reverses"


def add(door: WritingDoor, records: Iterable[InspectionRecord]) -> None:
    """Adds records."""
    door.change_each(
        f"INSERT INTO inspection ({_COLUMNS}) VALUES (:id, :year, :number, :target, :kind, :held_on, :points, :reason,"
        " :recorded_by, :at, :state, :verified_by, :reverses)",
        [vars(record) for record in records],
    )


def judge(door: WritingDoor, key: str, state: str, by: str) -> bool:
    """Lets a waiting record act, or refuses it; False where it does not wait."""
    sql = "UPDATE inspection SET state = :state, verified_by = :by WHERE id = :key AND state = 'waiting'"
    return door.change(sql, key=key, state=state, by=by) == 1


def next_number(door: ReadingDoor, year: int) -> int:
    """The number of the next record of a year."""
    rows = door.rows("SELECT COALESCE(MAX(number), 0) + 1 AS next FROM inspection WHERE year = :year", year=year)
    return int(rows[0]["next"])


def every(door: ReadingDoor, year: int) -> list[InspectionRecord]:
    """All records of a year, in the order they were written down."""
    sql = f"SELECT {_COLUMNS} FROM inspection WHERE year = :year ORDER BY number"
    return [InspectionRecord(**row) for row in door.rows(sql, year=year)]


def get(door: ReadingDoor, key: str) -> InspectionRecord | None:
    """One record, None where there is none."""
    rows = door.rows(f"SELECT {_COLUMNS} FROM inspection WHERE id = :key", key=key)
    return InspectionRecord(**rows[0]) if rows else None
