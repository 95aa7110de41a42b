"""The ballots, as counters and nothing else: how often a mark was given, by group, department and level (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from voting.domain.release import FILLING, HELD, SHOWN
from voting.storage.doors import ReadingDoor, WritingDoor

Cell = tuple[str, str]
"""A group and a department."""

Key = tuple[str, str, str, str]
"""One counter of a session: group, department, level, mark."""


def filling(door: ReadingDoor, review: str, group: str) -> dict[str, int]:
    """How many ballots the unfinished batch of each department holds in one group; those with none are left out."""
    rows = door.rows(
        "SELECT department, SUM(n) AS n FROM counter"
        " WHERE review = :review AND grp = :grp AND level = 'filling' GROUP BY department ORDER BY department",
        review=review, grp=group,
    )  # fmt: skip
    return {row["department"]: int(row["n"]) for row in rows}


def seal(door: WritingDoor, review: str, group: str, departments: Sequence[str], *, again: bool) -> None:
    """Batches are full: what was held is folded into shown and the batch takes its place, or follows it at once.

    ``again``: the batch that takes its place is full as well. All departments of a group in one statement each: where
    one ballot covers all of them their batches are full at the same moment.
    """
    cells = {"review": review, "grp": group, **{f"d{at}": name for at, name in enumerate(departments)}}
    where = (
        f"review = :review AND grp = :grp AND department IN ({', '.join(f':d{at}' for at in range(len(departments)))})"
    )
    _fold(door, where, cells, HELD)
    if again:
        _fold(door, where, cells, FILLING)
    else:
        door.change(f"UPDATE counter SET level = :held WHERE {where} AND level = :filling",
                    **cells, held=HELD, filling=FILLING)  # fmt: skip


def _fold(door: WritingDoor, where: str, cells: Mapping[str, str], level: str) -> None:
    door.change(
        "INSERT INTO counter (review, grp, department, level, mark, n)"
        f" SELECT review, grp, department, :shown, mark, n FROM counter WHERE {where} AND level = :level"
        " ORDER BY department, mark"
        " ON CONFLICT (review, grp, department, level, mark) DO UPDATE SET n = counter.n + excluded.n",
        **cells, shown=SHOWN, level=level,
    )  # fmt: skip
    door.change(f"DELETE FROM counter WHERE {where} AND level = :level", **cells, level=level)


def raise_counters(door: WritingDoor, review: str, more: Mapping[Key, int]) -> None:
    """Adds to counters, one statement for each distinct (group, department, level, mark)."""
    door.change_each(
        "INSERT INTO counter (review, grp, department, level, mark, n)"
        " VALUES (:review, :grp, :department, :level, :mark, :more)"
        " ON CONFLICT (review, grp, department, level, mark) DO UPDATE SET n = counter.n + excluded.n",
        [
            {"review": review, "grp": group, "department": department, "level": level, "mark": mark, "more": n}
            for (group, department, level, mark), n in sorted(more.items())
        ],
    )


def raise_paper(door: WritingDoor, review: str, more: Mapping[tuple[str, str, str], int]) -> None:
    """Adds paper ballots to the counters that wait for the closing, by (group, department, mark)."""
    door.change_each(
        "INSERT INTO paper_counter (review, grp, department, mark, n) VALUES (:review, :grp, :department, :mark, :more)"
        " ON CONFLICT (review, grp, department, mark) DO UPDATE SET n = paper_counter.n + excluded.n",
        [
            {"review": review, "grp": group, "department": department, "mark": mark, "more": n}
            for (group, department, mark), n in sorted(more.items())
        ],
    )


def fold_everything(door: WritingDoor, review: str) -> None:
    """Closing: every level and the paper ballots become one. No trace of batches survives."""
    for level in (HELD, FILLING):
        door.change(
            "INSERT INTO counter (review, grp, department, level, mark, n)"
            " SELECT review, grp, department, 'shown', mark, n FROM counter"
            " WHERE review = :review AND level = :level ORDER BY grp, department, mark"
            " ON CONFLICT (review, grp, department, level, mark) DO UPDATE SET n = counter.n + excluded.n",
            review=review, level=level,
        )  # fmt: skip
        door.change("DELETE FROM counter WHERE review = :review AND level = :level", review=review, level=level)
    door.change(
        "INSERT INTO counter (review, grp, department, level, mark, n)"
        " SELECT review, grp, department, 'shown', mark, n FROM paper_counter"
        " WHERE review = :review ORDER BY grp, department, mark"
        " ON CONFLICT (review, grp, department, level, mark) DO UPDATE SET n = counter.n + excluded.n",
        review=review,
    )  # fmt: skip
    door.change("DELETE FROM paper_counter WHERE review = :review", review=review)


def forget(door: WritingDoor, review: str) -> None:
    """Annulment: removes every counter of a session."""
    door.change("DELETE FROM counter WHERE review = :review", review=review)
    door.change("DELETE FROM paper_counter WHERE review = :review", review=review)


def shown(door: ReadingDoor, review: str) -> dict[str, dict[str, dict[str, int]]]:
    """The ``shown`` level of a session, by department, group and mark. No reader ever asks for another level."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    sql = (
        "SELECT department, grp, mark, n FROM counter WHERE review = :review AND level = 'shown'"
        " ORDER BY department, grp, mark"
    )
    for row in door.rows(sql, review=review):
        found.setdefault(row["department"], {}).setdefault(row["grp"], {})[row["mark"]] = row["n"]
    return found


def sums(door: ReadingDoor, review: str) -> dict[Cell, int]:
    """For the check: the ballots that all counters of each cell add up to, whatever their level, paper included."""
    rows: list[dict[str, Any]] = door.rows(
        "SELECT grp, department, SUM(n) AS n FROM ("
        " SELECT grp, department, n FROM counter WHERE review = :review UNION ALL"
        " SELECT grp, department, n FROM paper_counter WHERE review = :review"
        ") AS every GROUP BY grp, department ORDER BY grp, department",
        review=review,
    )
    return {(row["grp"], row["department"]): int(row["n"]) for row in rows}
