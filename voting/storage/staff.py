"""Accounts of the people who run the year."""

from __future__ import annotations

from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class StaffRecord:
    """One account; ``password`` is an argon2 hash, None before the first sign-in sets it."""

    name: str
    role: str
    department: str | None
    password: str | None


def add(door: WritingDoor, record: StaffRecord) -> bool:
    """Adds an account; False where the name is taken."""
    sql = (
        "INSERT INTO staff (name, role, department, password) VALUES (:name, :role, :department, :password)"
        " ON CONFLICT (name) DO NOTHING"
    )
    return door.change(sql, **vars(record)) == 1


def find(door: ReadingDoor, name: str) -> StaffRecord | None:
    """The account with this name, None where there is none."""
    rows = door.rows("SELECT name, role, department, password FROM staff WHERE name = :name", name=name)
    return StaffRecord(**rows[0]) if rows else None


def with_role(door: ReadingDoor, role: str) -> list[str]:
    """The names of the accounts with this role."""
    return [row["name"] for row in door.rows("SELECT name FROM staff WHERE role = :role ORDER BY name", role=role)]
