"""Copying a whole database through the doors, from any engine to any other: every row of every table, in key order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from voting.storage.doors import ReadingDoor, Row, StorageUnavailable, WritingDoor
from voting.storage.schema import STEPS
from voting.storage.sqlite import SqliteDatabase


class CopyDiffers(Exception):
    """What was read back from the copy is not what was written. The copy must not be kept."""


def is_empty(door: ReadingDoor) -> bool:
    """Whether no table holds a row."""
    return not any(door.rows(f"SELECT 1 AS one FROM {table} LIMIT 1") for table in TABLES)


def copy_rows(source: ReadingDoor, target: WritingDoor) -> int:
    """Copies every row into empty tables, reads them back and compares; returns how many there are."""
    copied = 0
    for table in TABLES:
        rows = _in_order(source, table)
        if rows:
            names = list(rows[0])
            sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
            for generation in _parents_first(table, rows):
                target.change_each(sql, generation)
        if _in_order(target, table) != rows:
            raise CopyDiffers(table)
        copied += len(rows)
    return copied


def copy_into_new_file(source: ReadingDoor, path: Path) -> None:
    """Makes a SQLite file that nobody but its owner may read, with everything in it; takes it back where that fails."""
    try:
        path.touch(mode=0o600, exist_ok=False)
    except OSError as error:
        raise StorageUnavailable(str(error)) from error
    try:
        database = SqliteDatabase(path)
        try:
            with database.writing() as target:
                copy_rows(source, target)
            database.lay_anew()
        finally:
            database.close()
    except BaseException:
        for name in ("", "-wal", "-shm"):
            path.with_name(path.name + name).unlink(missing_ok=True)
        raise


def _in_order(door: ReadingDoor, table: str) -> list[Row]:
    """A table's rows, ordered by all columns from the first, so that equal tables read alike on every engine."""
    rows = door.rows(f"SELECT * FROM {table}")
    return sorted(rows, key=lambda row: [(value is not None, value) for value in row.values()])


def _parents_first(table: str, rows: list[Row]) -> Iterator[list[Row]]:
    """The rows in portions, each after those that its rows refer to within the same table."""
    left = rows
    while left:
        missing = {row["id"] for row in left} if table in _ABOUT_THEMSELVES else set()
        ready = [row for row in left if not missing & {row[name] for name in _ABOUT_THEMSELVES.get(table, ())}]
        if not ready:
            raise CopyDiffers(table)
        yield ready
        left = [row for row in left if row not in ready] if len(ready) < len(left) else []


def _self_references() -> dict[str, list[str]]:
    found = {table: re.findall(rf"(\w+) TEXT REFERENCES {table} \(id\)", text) for table, text in _made().items()}
    return {table: names for table, names in found.items() if names}


def _made() -> dict[str, str]:
    statements = [statement for _name, statements in STEPS for statement in statements]
    return {text.split()[2]: text for text in statements if text.startswith("CREATE TABLE")}


TABLES = tuple(_made())
"""Every table, each after those it refers to."""
_ABOUT_THEMSELVES = _self_references()
