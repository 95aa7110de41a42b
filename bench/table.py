"""Rows of measurements, each with its target and whether it was reached, drawn as one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Row:
    """One measurement. ``reached`` is None where the design names no target."""

    work: str
    found: str
    target: str = "—"
    reached: bool | None = None


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median with the extremes beside it."""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many percent of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * percent // 100).__floor__() - 1))]


def draw(rows: Sequence[Row]) -> str:
    """The table as text."""
    verdicts = {True: "reached", False: "NOT REACHED", None: ""}
    cells = [("work", "this run: median (min–max)", "target", "")]
    cells += [(row.work, row.found, row.target, verdicts[row.reached]) for row in rows]
    widths = [max(len(line[at]) for line in cells) for at in range(4)]
    cells.insert(1, tuple("-" * width for width in widths))  # type: ignore[arg-type]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in cells
    )
