"""Years: the plan of each, and the points and disqualifications entered for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class YearRecord:
    """One year: whose, and its plan as canonical TOML."""

    year: int
    office: str
    plan: str


@dataclass(frozen=True)
class PointsRecord:
    """The points of one department in one component, as an exact decimal string, with the note given on entry.

    ``entered_by`` and ``at``: who entered them last, and when.
    """

    department: str
    component: str
    points: str
    note: str
    entered_by: str | None = None
    at: str | None = None


def save(door: WritingDoor, record: YearRecord) -> None:
    """Adds a year or replaces its plan."""
    door.change(
        "INSERT INTO year (year, office, plan) VALUES (:year, :office, :plan)"
        " ON CONFLICT (year) DO UPDATE SET office = excluded.office, plan = excluded.plan",
        year=record.year, office=record.office, plan=record.plan,
    )  # fmt: skip


def take(door: WritingDoor, year: int | None = None) -> bool:
    """Takes the row of a year (by default the newest), so that whoever else writes for it waits; False without one."""
    sql = "UPDATE year SET office = office WHERE year = COALESCE(:year, (SELECT MAX(year) FROM year))"
    return door.change(sql, year=year) == 1


def every(door: ReadingDoor) -> list[YearRecord]:
    """All years, newest first."""
    return [YearRecord(**row) for row in door.rows("SELECT year, office, plan FROM year ORDER BY year DESC")]


def save_points(door: WritingDoor, year: int, records: Iterable[PointsRecord]) -> None:
    """Enters points, replacing earlier ones of the same department and component."""
    door.change_each(
        "INSERT INTO points (year, department, component, points, note, entered_by, at)"
        " VALUES (:year, :department, :component, :points, :note, :entered_by, :at)"
        " ON CONFLICT (year, department, component) DO UPDATE SET points = excluded.points, note = excluded.note,"
        " entered_by = excluded.entered_by, at = excluded.at",
        [{"year": year} | vars(record) for record in records],
    )


def points(door: ReadingDoor, year: int) -> list[PointsRecord]:
    """All points entered for a year."""
    rows = door.rows(
        "SELECT department, component, points, note, entered_by, at FROM points WHERE year = :year"
        " ORDER BY department, component",
        year=year,
    )
    return [PointsRecord(**row) for row in rows]


def remove_points(door: WritingDoor, year: int, department: str, component: str) -> bool:
    """Takes points back that were entered directly; False where there are none."""
    sql = "DELETE FROM points WHERE year = :year AND department = :department AND component = :component"
    return door.change(sql, year=year, department=department, component=component) == 1


def disqualify(door: WritingDoor, year: int, department: str, cause: str) -> None:
    """Records that a department is disqualified this year."""
    door.change(
        "INSERT INTO disqualification (year, department, cause) VALUES (:year, :department, :cause)"
        " ON CONFLICT (year, department) DO UPDATE SET cause = excluded.cause",
        year=year, department=department, cause=cause,
    )  # fmt: skip


def disqualified(door: ReadingDoor, year: int) -> dict[str, str]:
    """The cause of each department that is disqualified this year."""
    rows = door.rows("SELECT department, cause FROM disqualification WHERE year = :year ORDER BY department", year=year)
    return {row["department"]: row["cause"] for row in rows}


def remove_entries(door: WritingDoor, year: int, known: Iterable[str]) -> None:
    """Drops points and disqualifications of departments that a new plan of the year does not have."""
    known = set(known)
    for table in ("points", "disqualification"):
        listed = f"SELECT DISTINCT department FROM {table} WHERE year = :year ORDER BY department"
        for row in door.rows(listed, year=year):
            if row["department"] not in known:
                sql = f"DELETE FROM {table} WHERE year = :year AND department = :department"
                door.change(sql, year=year, department=row["department"])
