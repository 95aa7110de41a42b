"""Ballot slips: the hash of each code, and the record that it is spent. No time, no order, no address (DESIGN 3.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter

from voting.storage.counters import Cell
from voting.storage.doors import ReadingDoor, WritingDoor

WHOLE_BALLOT = "*"  # the department of a spent record where one ballot covers all departments
ISSUED, RETURNED, CANCELLED = "issued", "returned", "cancelled"


@dataclass(frozen=True)
class SlipRecord:
    """One slip: whose session and group it belongs to, and whether it is issued, returned or cancelled."""

    code: str
    review: str
    group: str
    state: str


def add(door: WritingDoor, review: str, group: str, code_hashes: Iterable[str]) -> None:
    """Adds issued slips."""
    door.change_each(
        "INSERT INTO slip (code, review, grp, state) VALUES (:code, :review, :grp, 'issued')",
        [{"code": code, "review": review, "grp": group} for code in sorted(code_hashes)],
    )


def find(door: ReadingDoor, code_hash: str) -> SlipRecord | None:
    """The slip with this hash, None where there is none."""
    rows = door.rows('SELECT code, review, grp AS "group", state FROM slip WHERE code = :code', code=code_hash)
    return SlipRecord(**rows[0]) if rows else None


def spend(door: WritingDoor, slip: str, department: str, group: str, receipt: str) -> bool:
    """Spends a slip for a department; False where it is spent already or unknown: the primary key decides races."""
    changed = door.change(
        "INSERT INTO spent (slip, department, grp, receipt) SELECT code, :department, :grp, :receipt"
        " FROM slip WHERE code = :slip ON CONFLICT (slip, department) DO NOTHING",
        slip=slip, department=department, grp=group, receipt=receipt,
    )  # fmt: skip
    return changed == 1


def spend_all(door: WritingDoor, whole: Iterable[tuple[str, str, str]]) -> bool:
    """Spends unused slips (slip, group, hash of the receipt) for all departments at once and marks them returned.

    False where one of them is spent, cancelled or unknown: the caller then leaves the transaction, for the others are
    spent already.
    """
    values = [{"slip": slip, "all": WHOLE_BALLOT, "grp": group, "receipt": receipt} for slip, group, receipt in whole]
    values.sort(key=itemgetter("slip"))  # into the pages in their order, and so that nothing keeps the order of arrival
    return _take(door, [row["slip"] for row in values]) == len(values) == door.change_each(
        "INSERT INTO spent (slip, department, grp, receipt) VALUES (:slip, :all, :grp, :receipt)"
        " ON CONFLICT (slip, department) DO NOTHING",
        values,
    )  # fmt: skip


def _take(door: WritingDoor, codes: list[str]) -> int:
    """Marks issued slips returned, in one statement, and says how many were.

    The list is filled up to a power of two with its last code, so that an engine has few statements to remember.
    """
    padded = codes + codes[-1:] * ((1 << (len(codes) - 1).bit_length()) - len(codes))
    named = {f"s{at}": code for at, code in enumerate(padded)}
    every = ", ".join(f":{name}" for name in named)
    return door.change(f"UPDATE slip SET state = 'returned' WHERE state = 'issued' AND code IN ({every})", **named)


def unspend(door: WritingDoor, slip: str, department: str) -> None:
    """Takes back a spending of the same transaction, when another department of the same ballot was refused."""
    door.change("DELETE FROM spent WHERE slip = :slip AND department = :department", slip=slip, department=department)


def spent(door: ReadingDoor, slip: str) -> dict[str, str]:
    """The receipt's hash of each department a slip is spent for (``WHOLE_BALLOT`` for all at once)."""
    rows = door.rows("SELECT department, receipt FROM spent WHERE slip = :slip ORDER BY department", slip=slip)
    return {row["department"]: row["receipt"] for row in rows}


def mark_returned(door: WritingDoor, slip: str) -> bool:
    """Marks an issued slip returned; False where it was returned before or is cancelled."""
    return door.change("UPDATE slip SET state = 'returned' WHERE code = :slip AND state = 'issued'", slip=slip) == 1


def cancel(door: WritingDoor, slip: str) -> bool:
    """Cancels an unused slip; False where it was used or cancelled before."""
    return door.change("UPDATE slip SET state = 'cancelled' WHERE code = :slip AND state = 'issued'", slip=slip) == 1


def counts(door: ReadingDoor, review: str) -> dict[tuple[str, str], int]:
    """For the check: how many slips of each (group, state) there are."""
    rows = door.rows(
        "SELECT grp, state, COUNT(*) AS n FROM slip WHERE review = :review GROUP BY grp, state ORDER BY grp, state",
        review=review,
    )
    return {(row["grp"], row["state"]): row["n"] for row in rows}


def spent_counts(door: ReadingDoor, review: str) -> dict[Cell, int]:
    """For the check: how many slips of each group are spent for each department (or ``WHOLE_BALLOT``)."""
    rows = door.rows(
        "SELECT spent.grp AS grp, spent.department AS department, COUNT(*) AS n FROM spent"
        " JOIN slip ON slip.code = spent.slip AND slip.grp = spent.grp"
        " WHERE slip.review = :review AND slip.state = 'returned'"
        " GROUP BY spent.grp, spent.department ORDER BY spent.grp, spent.department",
        review=review,
    )
    return {(row["grp"], row["department"]): row["n"] for row in rows}


def issued(door: ReadingDoor, review: str) -> dict[str, list[str]]:
    """The hashes of the slips of a session that are issued and unused, by group."""
    found: dict[str, list[str]] = {}
    sql = "SELECT grp, code FROM slip WHERE review = :review AND state = 'issued' ORDER BY grp, code"
    for row in door.rows(sql, review=review):
        found.setdefault(row["grp"], []).append(row["code"])
    return found


def remove(door: WritingDoor, review: str) -> None:
    """Removes all slips of a session that never opened."""
    door.change("DELETE FROM slip WHERE review = :review", review=review)


def forget_spent(door: WritingDoor, review: str) -> None:
    """Annulment: removes which slips were spent; that they were returned stays in the counts."""
    door.change("DELETE FROM spent WHERE slip IN (SELECT code FROM slip WHERE review = :review)", review=review)
