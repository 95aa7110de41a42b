"""The seal of a year, and everything that it covers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from voting.storage.doors import ReadingDoor, WritingDoor
from voting.storage.schema import STEPS

_TABLE = re.compile(r"CREATE TABLE (\w+) \((.*)", re.DOTALL)
_YEAR = re.compile(r"^\s*year INTEGER", re.MULTILINE)
_BY_PARENT = {"target_note": "target IN (SELECT id FROM target WHERE year = :year)"}  # what has no year of its own
_NOT_COVERED = {"review", "seal", "printout"}  # sessions have digests of their own; a print may come after the seal


@dataclass(frozen=True)
class SealRecord:
    """The seal: by whom, the digest of all it covers, and the journal's entry that says so."""

    actor: str
    scrutineer: str
    day: str
    digest: str
    entry: int
    hash: str


def save(door: WritingDoor, year: int, record: SealRecord) -> bool:
    """Seals a year; False where it is sealed already."""
    sql = (
        "INSERT INTO seal (year, actor, scrutineer, day, digest, entry, hash)"
        " VALUES (:year, :actor, :scrutineer, :day, :digest, :entry, :hash) ON CONFLICT (year) DO NOTHING"
    )
    return door.change(sql, year=year, **vars(record)) == 1


def find(door: ReadingDoor, year: int) -> SealRecord | None:
    """The seal of a year, None while it is not sealed."""
    rows = door.rows("SELECT actor, scrutineer, day, digest, entry, hash FROM seal WHERE year = :year", year=year)
    return SealRecord(**rows[0]) if rows else None


def covered() -> list[str]:
    """The tables that a seal covers: all that are kept by year, those of later steps too."""
    statements = [statement for _name, step in STEPS for statement in step]
    made = [match for statement in statements if (match := _TABLE.match(statement))]
    by_year = {match[1] for match in made if _YEAR.search(match[2])} - _NOT_COVERED
    return sorted(by_year | _BY_PARENT.keys())


def contents(door: ReadingDoor, year: int) -> dict[str, list[dict[str, Any]]]:
    """Every row of a year in the tables that a seal covers, in no order that matters."""
    return {
        table: door.rows(f"SELECT * FROM {table} WHERE {_BY_PARENT.get(table, 'year = :year')} ORDER BY 1", year=year)
        for table in covered()
    }
