"""Files that were handed in: what each is called, what it is, and what it belongs to. The bytes are in ``files``."""

from __future__ import annotations

from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor

_COLUMNS = "id, year, about, subject, department, name, kind, size, hash, added_by"


@dataclass(frozen=True)
class EvidenceRecord:
    """One file. ``about`` and ``subject`` say what it belongs to; ``hash`` is SHA-256 of its content as kept."""

    id: str
    year: int
    about: str
    subject: str
    department: str
    name: str
    kind: str
    size: int
    hash: str
    added_by: str


def add(door: WritingDoor, record: EvidenceRecord) -> None:
    """Adds a file."""
    door.change(
        f"INSERT INTO evidence ({_COLUMNS})"
        " VALUES (:id, :year, :about, :subject, :department, :name, :kind, :size, :hash, :added_by)",
        **vars(record),
    )


def find(door: ReadingDoor, file_id: str) -> EvidenceRecord | None:
    """The file with this id, None where there is none."""
    rows = door.rows(f"SELECT {_COLUMNS} FROM evidence WHERE id = :id", id=file_id)
    return EvidenceRecord(**rows[0]) if rows else None


def of_year(door: ReadingDoor, year: int) -> list[EvidenceRecord]:
    """All files of a year."""
    sql = f"SELECT {_COLUMNS} FROM evidence WHERE year = :year ORDER BY about, subject, name, id"
    return [EvidenceRecord(**row) for row in door.rows(sql, year=year)]


def of_subject(door: ReadingDoor, year: int, about: str, subject: str) -> list[EvidenceRecord]:
    """The files that belong to one thing."""
    sql = (
        f"SELECT {_COLUMNS} FROM evidence WHERE year = :year AND about = :about AND subject = :subject"
        " ORDER BY name, id"
    )
    return [EvidenceRecord(**row) for row in door.rows(sql, year=year, about=about, subject=subject)]


def remove(door: WritingDoor, file_id: str) -> bool:
    """Removes a file's entry; False where it was gone."""
    return door.change("DELETE FROM evidence WHERE id = :id", id=file_id) == 1


def ids(door: ReadingDoor) -> list[str]:
    """The ids of all files, whatever their year."""
    return [row["id"] for row in door.rows("SELECT id FROM evidence ORDER BY id")]
