"""Which departments are excellent: what was proposed and what was decided, each with the basis it was judged on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor

PROPOSAL, DECISION = "proposal", "decision"


@dataclass(frozen=True)
class SelectionRecord:
    """One choice of departments. ``basis`` is the digest of the figures it was made on; ``day`` an ISO date."""

    kind: str
    departments: tuple[str, ...]
    reason: str
    basis: str
    actor: str
    day: str


def save(door: WritingDoor, year: int, record: SelectionRecord) -> None:
    """Records a proposal or a decision in place of an earlier one; the journal keeps them all."""
    door.change(
        "INSERT INTO selection (year, kind, departments, reason, basis, actor, day)"
        " VALUES (:year, :kind, :departments, :reason, :basis, :actor, :day)"
        " ON CONFLICT (year, kind) DO UPDATE SET departments = excluded.departments, reason = excluded.reason,"
        " basis = excluded.basis, actor = excluded.actor, day = excluded.day",
        **vars(record) | {"year": year, "departments": _text(record.departments)},
    )


def find(door: ReadingDoor, year: int, kind: str) -> SelectionRecord | None:
    """The latest proposal or decision of a year, None while there is none."""
    rows = door.rows(
        "SELECT kind, departments, reason, basis, actor, day FROM selection WHERE year = :year AND kind = :kind",
        year=year, kind=kind,
    )  # fmt: skip
    if not rows:
        return None
    return SelectionRecord(**rows[0] | {"departments": tuple(json.loads(rows[0]["departments"]))})


def _text(departments: Iterable[str]) -> str:
    return json.dumps(list(departments), separators=(",", ":"))
