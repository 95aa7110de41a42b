"""Lists of targets, their items, and the notes on an item's progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class ListRecord:
    """The list of one department's items in one component, and how far it is."""

    year: int
    department: str
    component: str
    state: str = "draft"
    reason: str = ""
    submitted_by: str | None = None
    decided_by: str | None = None
    finished_by: str | None = None
    finished_note: str = ""


@dataclass(frozen=True)
class TargetRecord:
    """One item: its words, and the most points it can bring as an exact decimal string (empty while open)."""

    id: str
    year: int
    department: str
    component: str
    position: int
    text: str
    cap: str


@dataclass(frozen=True)
class NoteRecord:
    """How far an item is, in percent, with what the department says of it."""

    id: str
    target: str
    at: str
    author: str
    progress: int
    note: str


_LIST = "year, department, component, state, reason, submitted_by, decided_by, finished_by, finished_note"
_TARGET = "id, year, department, component, position, text, cap"


def save_list(door: WritingDoor, record: ListRecord) -> None:
    """Adds a list or replaces what is known of it."""
    door.change(
        f"INSERT INTO target_list ({_LIST}) VALUES (:year, :department, :component, :state, :reason, :submitted_by,"
        " :decided_by, :finished_by, :finished_note)"
        " ON CONFLICT (year, department, component) DO UPDATE SET state = excluded.state, reason = excluded.reason,"
        " submitted_by = excluded.submitted_by, decided_by = excluded.decided_by,"
        " finished_by = excluded.finished_by, finished_note = excluded.finished_note",
        **vars(record),
    )


def lists(door: ReadingDoor, year: int) -> list[ListRecord]:
    """All lists of a year."""
    sql = f"SELECT {_LIST} FROM target_list WHERE year = :year ORDER BY department, component"
    return [ListRecord(**row) for row in door.rows(sql, year=year)]


def list_of(door: ReadingDoor, year: int, department: str, component: str) -> ListRecord:
    """The list of a department in a component: an empty draft where nothing was written yet."""
    sql = f"SELECT {_LIST} FROM target_list WHERE year = :year AND department = :department AND component = :component"
    rows = door.rows(sql, year=year, department=department, component=component)
    return ListRecord(**rows[0]) if rows else ListRecord(year, department, component)


def save_targets(door: WritingDoor, records: Iterable[TargetRecord]) -> None:
    """Adds items or replaces their place, words and cap."""
    door.change_each(
        f"INSERT INTO target ({_TARGET}) VALUES (:id, :year, :department, :component, :position, :text, :cap)"
        " ON CONFLICT (id) DO UPDATE SET position = excluded.position, text = excluded.text, cap = excluded.cap",
        [vars(record) for record in records],
    )


def remove_target(door: WritingDoor, target: str) -> None:
    """Removes an item that nothing stands on."""
    door.change("DELETE FROM target WHERE id = :target", target=target)


def remove_list(door: WritingDoor, year: int, department: str) -> None:
    """Removes all lists, items and notes of a department that the year does not have any more."""
    of_items = "SELECT id FROM target WHERE year = :year AND department = :department"
    door.change(f"DELETE FROM target_note WHERE target IN ({of_items})", year=year, department=department)
    for table in ("target", "target_list"):
        door.change(
            f"DELETE FROM {table} WHERE year = :year AND department = :department", year=year, department=department
        )


def targets(door: ReadingDoor, year: int) -> list[TargetRecord]:
    """All items of a year, in the order of their lists."""
    sql = f"SELECT {_TARGET} FROM target WHERE year = :year ORDER BY department, component, position, id"
    return [TargetRecord(**row) for row in door.rows(sql, year=year)]


def target(door: ReadingDoor, key: str) -> TargetRecord | None:
    """One item, None where there is none."""
    rows = door.rows(f"SELECT {_TARGET} FROM target WHERE id = :key", key=key)
    return TargetRecord(**rows[0]) if rows else None


def add_note(door: WritingDoor, record: NoteRecord) -> None:
    """Adds a note on an item."""
    door.change(
        "INSERT INTO target_note (id, target, at, author, progress, note)"
        " VALUES (:id, :target, :at, :author, :progress, :note)",
        **vars(record),
    )


def notes(door: ReadingDoor, year: int, department: str) -> list[NoteRecord]:
    """All notes on a department's items, newest first."""
    sql = (
        "SELECT target_note.id, target, at, author, progress, note FROM target_note"
        " JOIN target ON target.id = target_note.target"
        " WHERE target.year = :year AND target.department = :department ORDER BY at DESC, target_note.id"
    )
    return [NoteRecord(**row) for row in door.rows(sql, year=year, department=department)]
