"""Accounts of the people who run the year."""

from __future__ import annotations

from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor

_COLUMNS = "name, role, department, password, disabled, word, word_until, sign_ins"


@dataclass(frozen=True)
class StaffRecord:
    """One account.

    ``password`` is an argon2 hash, None before the first sign-in sets it. ``word`` is the hash of the one-time word
    that lets its holder set the password until ``word_until``. A disabled account opens nothing. ``sign_ins`` counts
    how often all sign-ins of the account were ended.
    """

    name: str
    role: str
    department: str | None
    password: str | None
    disabled: bool = False
    word: str | None = None
    word_until: str | None = None
    sign_ins: int = 0


def add(door: WritingDoor, record: StaffRecord) -> bool:
    """Adds an account; False where the name is taken."""
    sql = (
        f"INSERT INTO staff ({_COLUMNS})"
        " VALUES (:name, :role, :department, :password, :disabled, :word, :word_until, :sign_ins)"
        " ON CONFLICT (name) DO NOTHING"
    )
    return door.change(sql, **vars(record) | {"disabled": int(record.disabled)}) == 1


def save(door: WritingDoor, record: StaffRecord) -> bool:
    """Replaces everything of an account but its name; False where it is gone."""
    sql = (
        "UPDATE staff SET role = :role, department = :department, password = :password, disabled = :disabled,"
        " word = :word, word_until = :word_until, sign_ins = :sign_ins WHERE name = :name"
    )
    return door.change(sql, **vars(record) | {"disabled": int(record.disabled)}) == 1


def set_password(door: WritingDoor, name: str, word: str, now: str, password: str) -> bool:
    """Spends a one-time word for a password; False where the word is not this account's, is used or has expired."""
    sql = (
        "UPDATE staff SET password = :password, word = NULL, word_until = NULL"
        " WHERE name = :name AND word = :word AND word_until > :now AND disabled = 0"
    )
    return door.change(sql, name=name, word=word, now=now, password=password) == 1


def end_sign_ins(door: WritingDoor, name: str) -> bool:
    """Ends all sign-ins of an account; False where it is gone."""
    return door.change("UPDATE staff SET sign_ins = sign_ins + 1 WHERE name = :name", name=name) == 1


def remove(door: WritingDoor, name: str) -> bool:
    """Removes an account; False where it is gone."""
    return door.change("DELETE FROM staff WHERE name = :name", name=name) == 1


def find(door: ReadingDoor, name: str) -> StaffRecord | None:
    """The account with this name, None where there is none."""
    rows = door.rows(f"SELECT {_COLUMNS} FROM staff WHERE name = :name", name=name)
    return _record(rows[0]) if rows else None


def every(door: ReadingDoor) -> list[StaffRecord]:
    """All accounts, by name."""
    return [_record(row) for row in door.rows(f"SELECT {_COLUMNS} FROM staff ORDER BY name")]


def with_role(door: ReadingDoor, role: str) -> list[str]:
    """The names of the accounts with this role that are not disabled."""
    sql = "SELECT name FROM staff WHERE role = :role AND disabled = 0 ORDER BY name"
    return [row["name"] for row in door.rows(sql, role=role)]


def _record(row: dict[str, object]) -> StaffRecord:
    return StaffRecord(**row | {"disabled": bool(row["disabled"])})  # type: ignore[arg-type]
