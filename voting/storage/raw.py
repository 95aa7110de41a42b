"""The raw rows of one session, for the page "What is stored": exactly what somebody who copies the file would find."""

from __future__ import annotations

from voting.storage.doors import ReadingDoor, Row

_TABLES = {
    "slip": "SELECT code, grp, state FROM slip WHERE review = :review ORDER BY code",
    "spent": "SELECT spent.slip, spent.department, spent.grp, spent.receipt FROM spent"
    " JOIN slip ON slip.code = spent.slip WHERE slip.review = :review ORDER BY spent.slip, spent.department",
    "counter": "SELECT grp, department, level, mark, n FROM counter WHERE review = :review"
    " ORDER BY grp, department, level, mark",
    "paper_counter": "SELECT grp, department, mark, n FROM paper_counter WHERE review = :review"
    " ORDER BY grp, department, mark",
    "review_group": "SELECT grp, slips, late_slips, returned, paper FROM review_group"
    " WHERE review = :review ORDER BY grp",
}


def tables(door: ReadingDoor, review: str) -> dict[str, list[Row]]:
    """Every row that a session's ballots leave behind, by table."""
    return {table: door.rows(sql, review=review) for table, sql in _TABLES.items()}
