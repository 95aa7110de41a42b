"""The journal of operator actions: a chain in which each entry carries the hash of the one before."""

from __future__ import annotations

from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class Entry:
    """One operator action. ``detail`` is canonical JSON; ``hash`` covers all the rest, ``previous`` included."""

    position: int
    at: str
    actor: str
    action: str
    detail: str
    previous: str
    hash: str


def add(door: WritingDoor, entry: Entry) -> None:
    """Appends an entry."""
    door.change(
        "INSERT INTO journal (position, at, actor, action, detail, previous, hash)"
        " VALUES (:position, :at, :actor, :action, :detail, :previous, :hash)",
        **vars(entry),
    )


def last(door: ReadingDoor) -> Entry | None:
    """The head of the chain, None while it is empty."""
    rows = door.rows(
        "SELECT position, at, actor, action, detail, previous, hash FROM journal ORDER BY position DESC LIMIT 1"
    )
    return Entry(**rows[0]) if rows else None


def every(door: ReadingDoor) -> list[Entry]:
    """The whole chain, oldest first."""
    rows = door.rows("SELECT position, at, actor, action, detail, previous, hash FROM journal ORDER BY position")
    return [Entry(**row) for row in rows]


def has_acted(door: ReadingDoor, actor: str) -> bool:
    """Whether anything was done in this name."""
    return bool(door.rows("SELECT 1 AS found FROM journal WHERE actor = :actor ORDER BY position LIMIT 1", actor=actor))
