"""Claims of departments for innovation points."""

from __future__ import annotations

from fractions import Fraction

from voting.domain.claims import Claim, honours_of
from voting.storage.doors import ReadingDoor, WritingDoor

_FIELDS = (
    "id", "year", "department", "standard", "title", "held_on", "text", "achievement", "state", "submitted_by", "at",
    "verdict", "points", "note", "decided_by", "confirmed_by",
)  # fmt: skip
_COLUMNS = ", ".join(_FIELDS)


def add(door: WritingDoor, record: Claim) -> None:
    """Adds a claim."""
    values = ", ".join(f":{field}" for field in _FIELDS)
    door.change(f"INSERT INTO claim ({_COLUMNS}) VALUES ({values})", **vars(record))


def find(door: ReadingDoor, claim_id: str) -> Claim | None:
    """The claim with this id, None where there is none."""
    rows = door.rows(f"SELECT {_COLUMNS} FROM claim WHERE id = :id", id=claim_id)
    return Claim(**rows[0]) if rows else None


def of_year(door: ReadingDoor, year: int) -> list[Claim]:
    """All claims of a year, the earliest first."""
    rows = door.rows(f"SELECT {_COLUMNS} FROM claim WHERE year = :year ORDER BY at, id", year=year)
    return [Claim(**row) for row in rows]


def settle(door: WritingDoor, record: Claim, before: str) -> bool:
    """Writes a claim's new state and verdict; False where its state is no longer ``before``."""
    sql = (
        "UPDATE claim SET state = :state, standard = :standard, achievement = :achievement, verdict = :verdict,"
        " points = :points, note = :note, decided_by = :decided_by, confirmed_by = :confirmed_by"
        " WHERE id = :id AND state = :before"
    )
    names = ("id", "state", "standard", "achievement", "verdict", "points", "note", "decided_by", "confirmed_by")
    return door.change(sql, before=before, **{name: getattr(record, name) for name in names}) == 1


def join_achievements(door: WritingDoor, year: int, old: str, new: str) -> None:
    """Two achievements turned out to be one: every claim of the old one belongs to the new one."""
    door.change(
        "UPDATE claim SET achievement = :new WHERE year = :year AND achievement = :old", year=year, old=old, new=new
    )


def honours(door: ReadingDoor, year: int) -> dict[str, Fraction]:
    """The points of verified claims that count, by department; a department without any is not in it."""
    return honours_of(of_year(door, year))
