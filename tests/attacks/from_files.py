"""Attacks on the database file: what rows say, how they lie, what was deleted, what the log remembers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise
from typing import Any

from tests.attacks.figures import Portion
from tests.attacks.meeting import Evidence, Files, Meeting
from tests.attacks.pages import Cell, Image, Rows, commits, left_of_counters, tables_of
from tests.attacks.scene import KEY, MARKS

ROW_NUMBER = "rowid_"
LEVELS = ("shown", "held", "filling")
Totals = dict[tuple[str, str], Counter[str]]
"""Marks by (group, department), whatever their level."""


def kept_rows(evidence: Evidence, files: Files | None = None) -> list[Portion]:
    """Any table that holds marks, cut by any further column that it has: levels, numbers, times, row numbers."""
    found: list[Portion] = []
    for rows in tables_of(evidence.after if files is None else files).values():
        found += _cut(evidence, rows)
    return found


def _cut(evidence: Evidence, rows: Rows) -> list[Portion]:
    marks, group, department = (_column(rows, kind) for kind in (MARKS, evidence.groups, evidence.departments))
    if not (rows and marks and group and department):
        return []
    count = next((name for name in rows[0] if name == "n"), None)
    others = [name for name in rows[0] if name not in (marks, group, department, count) and _is_an_order(rows, name)]
    if count:  # the number of a row that counts says when a mark was first given, not which ballots are in it
        others = [name for name in others if name != ROW_NUMBER]
    found = []
    for column in [*others, None]:
        order = _order_of(column) if column else lambda _row: 0
        ordered = sorted(rows, key=order)
        for cell in {(row[group], row[department]) for row in rows}:
            mine = [row for row in ordered if (row[group], row[department]) == cell]
            found += _portions(*cell, _parts(mine, order, marks, count))
    return found


def _column(rows: Rows, values: Iterable[str]) -> str | None:
    """The column that holds nothing but these values."""
    known = set(values)
    names = [name for name in (rows[0] if rows else {}) if {row[name] for row in rows} <= known]
    return names[0] if names else None


def _is_an_order(rows: Rows, column: str) -> bool:
    """Numbers, times and levels can follow the order of arrival; hashes cannot, and he sees what they are."""
    texts = [str(row[column]) for row in rows]
    return all(text in LEVELS or re.fullmatch(r"[0-9T:.Z+-]+", text) for text in texts)


def _order_of(column: str) -> Callable[[Mapping[str, Any]], Any]:
    def order(row: Mapping[str, Any]) -> Any:
        value = row[column]
        return LEVELS.index(value) if value in LEVELS else value

    return order


def _parts(rows: Rows, order: Callable[[Any], Any], marks: str, count: str | None) -> list[Counter[str]]:
    """The marks of each value of a column, in the order of the values."""
    parts: dict[Any, Counter[str]] = {}
    for row in rows:
        parts.setdefault(order(row), Counter())[row[marks]] += row[count] if count else 1
    return list(parts.values())


def _portions(group: str, department: str, parts: Iterable[Mapping[str, int]]) -> list[Portion]:
    found, start = [], 0
    for part in parts:
        stop = start + sum(part.values())
        if stop > start:
            found.append(Portion(group, department, start, stop, {m: float(n) for m, n in part.items()}, sure=True))
        start = stop
    return found


def in_order_of_pages(evidence: Evidence) -> list[Portion]:
    """Rows that hold one mark each, in the order in which their pages say they were written."""
    image = Image.of(evidence.after[""])
    found: list[Portion] = []
    for table in image.roots():
        cells = image.cells(table)
        if not _written_out_of_order(image, table):
            continue
        by_writing = sorted(cells, key=lambda cell: _rank(cells, cell.page, cell.address))
        for group in evidence.groups:
            for department in evidence.departments:
                rows = [cell.values for cell in by_writing if {group, department} <= set(cell.values)]
                marks = [next((value for value in row if value in MARKS), None) for row in rows]
                if len(rows) == len(evidence.seats(group)) and all(marks):
                    found += _portions(group, department, [{str(mark): 1} for mark in marks])
    return found


def _rank(cells: list[Any], page: int, address: int) -> float:
    """How early a row was written into its page, from 0 to 1: pages are filled side by side."""
    mine = sorted((cell.address for cell in cells if cell.page == page), reverse=True)
    return (mine.index(address) + 0.5) / len(mine)


def _written_out_of_order(image: Image, table: str) -> bool:
    """Whether the order of writing is another than that of the keys; where it is not, pages say nothing."""
    by_page: dict[int, list[int]] = {}
    for cell in image.cells(table):
        by_page.setdefault(cell.page, []).append(cell.address)
    return any(addresses != sorted(addresses, reverse=True) for addresses in by_page.values())


def in_deleted_rows(evidence: Evidence) -> list[Portion]:
    """What the last batches were, from counters that were deleted at closing and not overwritten."""
    rows = left_of_counters(evidence.after, evidence.groups, evidence.departments)
    batch = evidence.plan.privacy.batch
    found: list[Portion] = []
    for group in evidence.groups:
        n = len(evidence.seats(group))
        for department in evidence.departments:
            last = n - n % batch
            for level, start, stop in (("held", max(0, last - batch), last), ("filling", last, n)):
                marks = _largest(row for row in rows if _is(row, group, department, level))
                if stop > start and sum(marks.values()) == stop - start:
                    found.append(Portion(group, department, start, stop, marks, sure=True))
    return found


def _is(row: Mapping[str, Any], group: str, department: str, level: str) -> bool:
    return (row["grp"], row["department"], row["level"]) == (group, department, level)


def _largest(rows: Iterable[Mapping[str, Any]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in rows:
        found[row["mark"]] = max(found.get(row["mark"], 0.0), float(row["n"]))
    return found


def in_the_log(evidence: Evidence, files: Files | None = None) -> list[Portion]:
    """Every commit that the write-ahead log still holds, as a state of the counters: their differences are ballots."""
    found = evidence.after if files is None else files
    return _differences([totals_of(image) for image in commits(found)])


def in_two_copies(evidence: Evidence) -> list[Portion]:
    """Copies of the files of a running session, each beside the next."""
    idle = [copy.files for copy in evidence.copied_while_running("idle")]
    return _differences([totals_of(Image.of(files[""])) for files in idle])


def in_one_copy(evidence: Evidence) -> list[Portion]:
    """The last copy of a running session, its levels and its log: a batch with few ballots in it is those ballots."""
    running = evidence.copied_while_running("in the transaction", "committed")
    return kept_rows(evidence, running[-1].files) + in_the_log(evidence, running[-1].files) if running else []


def totals_of(image: Image) -> Totals:
    """The sums of all counters at one moment."""
    found: Totals = {}
    try:
        cells = image.cells("counter")
    except KeyError:
        return found
    for cell in cells:
        review, group, department, _level, mark, n, *_number = cell.values
        if review == KEY:
            found.setdefault((group, department), Counter())[mark] += n
    return found


def _differences(states: list[Totals]) -> list[Portion]:
    found = []
    for old, new in pairwise([{}, *states]):
        for cell, marks in new.items():
            more = Counter(marks)
            more.subtract(old.get(cell, Counter()))
            start = sum(old.get(cell, Counter()).values())
            if more.total() > 0 and min(more.values()) >= 0:
                exact = {mark: float(n) for mark, n in more.items() if n}
                found.append(Portion(*cell, start, start + more.total(), exact, sure=True))
    return found


def order_of_slips(meeting: Meeting) -> tuple[int, int]:
    """Who holds which slip: how many pairs of spent slips the attacker puts in order, and how many of them rightly.

    One half would be chance. A page that was split begins with rows in the order of their keys; what was written after
    that lies behind them in the order of arrival.
    """
    image = Image.of(meeting.evidence.after[""])
    place = {code: at for at, code in enumerate(meeting.holders)}
    cells = [cell for cell in image.cells("spent") if cell.values[0] in place]
    numbered = all(isinstance(cell.values[-1], int) for cell in cells)
    pages: dict[int, list[Cell]] = {}
    for cell in cells:
        pages.setdefault(0 if numbered else cell.page, []).append(cell)
    right = pairs = 0
    for members in pages.values():
        arrived = [place[cell.values[0]] for cell in _by_writing(members, numbered=numbered)]
        known = 0 if numbered else _in_key_order(members)
        for second in range(max(known, 1), len(arrived)):
            pairs += second
            right += sum(first < arrived[second] for first in arrived[:second])
    return right, pairs


def _by_writing(cells: list[Cell], *, numbered: bool) -> list[Cell]:
    return sorted(cells, key=lambda cell: cell.values[-1] if numbered else -cell.address)


def _in_key_order(cells: list[Cell]) -> int:
    """How many rows at the beginning of a page lie as a split puts them."""
    keys = [cell.values[0] for cell in _by_writing(cells, numbered=False)]
    ordered = next((at for at in range(1, len(keys)) if keys[at] < keys[at - 1]), len(keys))
    return ordered if ordered > 2 else 0
