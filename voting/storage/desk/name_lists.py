"""The lists of advanced workers: one for each department, with its number of places, its step and its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class ListRecord:
    """A department's list: how many places it has and how far it has come. ``remark`` says why it was sent back."""

    department: str
    places: int
    state: str
    remark: str = ""


@dataclass(frozen=True)
class NomineeRecord:
    """One name on a list. ``struck`` is the reason it was struck for, empty while it stands."""

    id: str
    department: str
    position: int
    name: str
    struck: str = ""


def save_lists(door: WritingDoor, year: int, records: Iterable[ListRecord]) -> None:
    """Adds lists or replaces their places, step and remark."""
    door.change_each(
        "INSERT INTO name_list (year, department, places, state, remark)"
        " VALUES (:year, :department, :places, :state, :remark)"
        " ON CONFLICT (year, department) DO UPDATE SET places = excluded.places, state = excluded.state,"
        " remark = excluded.remark",
        [{"year": year} | vars(record) for record in records],
    )


def lists(door: ReadingDoor, year: int) -> dict[str, ListRecord]:
    """The lists of a year by department."""
    rows = door.rows(
        "SELECT department, places, state, remark FROM name_list WHERE year = :year ORDER BY department", year=year
    )
    return {row["department"]: ListRecord(**row) for row in rows}


def replace_names(door: WritingDoor, year: int, department: str, records: Iterable[NomineeRecord]) -> None:
    """Puts these names in place of all that a department had."""
    door.change("DELETE FROM nominee WHERE year = :year AND department = :department", year=year, department=department)
    door.change_each(
        "INSERT INTO nominee (id, year, department, position, name, struck)"
        " VALUES (:id, :year, :department, :position, :name, :struck)",
        [{"year": year} | vars(record) for record in records],
    )


def strike(door: WritingDoor, year: int, department: str, reasons: Mapping[str, str]) -> None:
    """Strikes names of a department, each with its reason."""
    door.change_each(
        "UPDATE nominee SET struck = :reason WHERE year = :year AND department = :department AND id = :id",
        [{"year": year, "department": department, "id": key, "reason": why} for key, why in reasons.items()],
    )


def names(door: ReadingDoor, year: int) -> dict[str, list[NomineeRecord]]:
    """The names of a year by department, in the order they were submitted in."""
    rows = door.rows(
        "SELECT id, department, position, name, struck FROM nominee WHERE year = :year"
        " ORDER BY department, position, id",
        year=year,
    )
    found: dict[str, list[NomineeRecord]] = {}
    for row in rows:
        found.setdefault(row["department"], []).append(NomineeRecord(**row))
    return found
