"""Allegations that would cost a department its eligibility, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

from voting.domain.disqualifications import VERIFIED, acts
from voting.storage import years
from voting.storage.doors import ReadingDoor, WritingDoor

_FIELDS = (
    "id", "year", "department", "person", "cause", "source", "found_on", "text", "state", "recorded_by", "at",
    "verdict", "note", "decided_by", "confirmed_by",
)  # fmt: skip
_COLUMNS = ", ".join(_FIELDS)


@dataclass(frozen=True)
class AllegationRecord:
    """One allegation. ``person`` is empty where none is named; ``verdict`` is what ``decided_by`` found."""

    id: str
    year: int
    department: str
    person: str
    cause: str
    source: str
    found_on: str
    text: str
    state: str
    recorded_by: str
    at: str
    verdict: str = ""
    note: str = ""
    decided_by: str | None = None
    confirmed_by: str | None = None

    @property
    def disqualifies(self) -> bool:
        """Whether the department has lost this year's eligibility by it."""
        return self.state == VERIFIED and acts(self.cause, self.source)


def add(door: WritingDoor, record: AllegationRecord) -> None:
    """Adds an allegation."""
    values = ", ".join(f":{field}" for field in _FIELDS)
    door.change(f"INSERT INTO allegation ({_COLUMNS}) VALUES ({values})", **vars(record))


def find(door: ReadingDoor, allegation_id: str) -> AllegationRecord | None:
    """The allegation with this id, None where there is none."""
    rows = door.rows(f"SELECT {_COLUMNS} FROM allegation WHERE id = :id", id=allegation_id)
    return AllegationRecord(**rows[0]) if rows else None


def of_year(door: ReadingDoor, year: int) -> list[AllegationRecord]:
    """All allegations of a year, the earliest first."""
    rows = door.rows(f"SELECT {_COLUMNS} FROM allegation WHERE year = :year ORDER BY at, id", year=year)
    return [AllegationRecord(**row) for row in rows]


def settle(door: WritingDoor, record: AllegationRecord, before: str) -> bool:
    """Writes an allegation's new state and verdict; False where its state is no longer ``before``."""
    sql = (
        "UPDATE allegation SET state = :state, verdict = :verdict, note = :note, decided_by = :decided_by,"
        " confirmed_by = :confirmed_by WHERE id = :id AND state = :before"
    )
    names = ("id", "state", "verdict", "note", "decided_by", "confirmed_by")
    return door.change(sql, before=before, **{name: getattr(record, name) for name in names}) == 1


def effective(door: ReadingDoor, year: int) -> dict[str, str]:
    """Every department that is disqualified this year, with its cause: verified here, or outside the program."""
    found = {record.department: record.cause for record in of_year(door, year) if record.disqualifies}
    return found | years.disqualified(door, year)


def persons(door: ReadingDoor, year: int) -> list[tuple[str, str]]:
    """Departments and names of the people who lost this year's eligibility, for whoever may see names."""
    records = [record for record in of_year(door, year) if record.disqualifies and record.person]
    return sorted({(record.department, record.person) for record in records})
