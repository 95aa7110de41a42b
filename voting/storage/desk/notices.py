"""The public notice: its first day, the calendar it is counted by, and objections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class NoticeRecord:
    """A notice under way: its first day, the digest of what it makes public, who started it."""

    start: str
    content: str
    actor: str


@dataclass(frozen=True)
class ObjectionRecord:
    """An objection as it was noted, and what was answered; empty while nothing was."""

    id: str
    day: str
    about: str
    answer: str = ""


def save(door: WritingDoor, year: int, record: NoticeRecord) -> None:
    """Starts the notice of a year, anew where one had started."""
    door.change(
        "INSERT INTO notice (year, start, content, actor) VALUES (:year, :start, :content, :actor)"
        " ON CONFLICT (year) DO UPDATE SET start = excluded.start, content = excluded.content, actor = excluded.actor",
        year=year, **vars(record),
    )  # fmt: skip


def find(door: ReadingDoor, year: int) -> NoticeRecord | None:
    """The notice of a year, None before it has started."""
    rows = door.rows("SELECT start, content, actor FROM notice WHERE year = :year", year=year)
    return NoticeRecord(**rows[0]) if rows else None


def save_calendar(door: WritingDoor, year: int, days: Mapping[str, str]) -> None:
    """Puts these days (``off`` or ``work`` by ISO date) in place of all that were entered for a year."""
    door.change("DELETE FROM calendar_day WHERE year = :year", year=year)
    door.change_each(
        "INSERT INTO calendar_day (year, day, kind) VALUES (:year, :day, :kind)",
        [{"year": year, "day": day, "kind": kind} for day, kind in days.items()],
    )


def calendar(door: ReadingDoor, year: int) -> dict[str, str]:
    """The days entered for a year that are not as the weekday says: ``off`` or ``work`` by ISO date."""
    rows = door.rows("SELECT day, kind FROM calendar_day WHERE year = :year ORDER BY day", year=year)
    return {row["day"]: row["kind"] for row in rows}


def add_objection(door: WritingDoor, year: int, record: ObjectionRecord) -> None:
    """Notes an objection."""
    door.change(
        "INSERT INTO objection (id, year, day, about, answer) VALUES (:id, :year, :day, :about, :answer)",
        year=year, **vars(record),
    )  # fmt: skip


def answer_objection(door: WritingDoor, year: int, key: str, answer: str) -> bool:
    """Records what an objection was answered; False where there is none of this id."""
    sql = "UPDATE objection SET answer = :answer WHERE year = :year AND id = :id"
    return door.change(sql, year=year, id=key, answer=answer) == 1


def objections(door: ReadingDoor, year: int) -> list[ObjectionRecord]:
    """The objections of a year by day."""
    rows = door.rows("SELECT id, day, about, answer FROM objection WHERE year = :year ORDER BY day, id", year=year)
    return [ObjectionRecord(**row) for row in rows]
