"""The ballots, as counters and nothing else: how often a mark was given, by group, department and level (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from voting.domain.release import FILLING, HELD, SHOWN
from voting.storage.doors import ReadingDoor, WritingDoor

Cell = tuple[str, str]
"""A group and a department."""

_CELL = "review = :review AND grp = :grp AND department = :department"


def filling(door: ReadingDoor, review: str, groups: Iterable[str]) -> dict[Cell, int]:
    """How many ballots the unfinished batch of each cell holds, for the groups named; cells with none are left out."""
    found: dict[Cell, int] = {}
    for group in groups:
        rows = door.rows(
            "SELECT department, SUM(n) AS n FROM counter"
            " WHERE review = :review AND grp = :grp AND level = 'filling' GROUP BY department ORDER BY department",
            review=review, grp=group,
        )  # fmt: skip
        found.update({(group, row["department"]): int(row["n"]) for row in rows})
    return found


def seal(door: WritingDoor, review: str, group: str, department: str, seals: int) -> None:
    """A batch is full: what was held is folded into shown and the batch takes its place, or follows it at once."""
    cell = {"review": review, "grp": group, "department": department}
    _fold(door, cell, HELD)
    if seals > 1:
        _fold(door, cell, FILLING)
    else:
        door.change(f"UPDATE counter SET level = :held WHERE {_CELL} AND level = :filling",
                    **cell, held=HELD, filling=FILLING)  # fmt: skip


def _fold(door: WritingDoor, cell: Mapping[str, str], level: str) -> None:
    door.change(
        "INSERT INTO counter (review, grp, department, level, mark, n)"
        f" SELECT review, grp, department, :shown, mark, n FROM counter WHERE {_CELL} AND level = :level ORDER BY mark"
        " ON CONFLICT (review, grp, department, level, mark) DO UPDATE SET n = counter.n + excluded.n",
        **cell, shown=SHOWN, level=level,
    )  # fmt: skip
    door.change(f"DELETE FROM counter WHERE {_CELL} AND level = :level", **cell, level=level)


def raise_counters(door: WritingDoor, review: str, more: Mapping[tuple[str, str, str, str], int]) -> None:
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
