"""The one small translation between the engines: ``:name``, as all SQL here is written, becomes ``$1``.

And where one statement is run for many sets of values, an insert takes many rows at a time: a statement costs a server
more than a row does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | --[^\n]* | /\*.*?\*/ | :: | :(?P<name>[A-Za-z_]\w*)""",
    re.VERBOSE | re.DOTALL,
)


@lru_cache(maxsize=512)
def numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with numbered parameters, and their names in the order of the numbers.

    What stands in quotes or comments stays as it is, and so does a cast (``::``).
    """
    names: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        name = found["name"]
        return f"${names.setdefault(name, len(names) + 1)}" if name else found[0]

    return _TOKEN.sub(number, sql), tuple(names)


_INSERT = re.compile(r"(?P<head>INSERT INTO \w+ \((?P<columns>[\w, ]+)\) VALUES )\((?P<row>[^()]+)\)(?P<tail>[^:]*)")
_DECIDES = re.compile(r"ON CONFLICT \(([\w, ]+)\) DO UPDATE")
_AT_ONCE = (128, 16)


def in_portions(sql: str, many: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, list[list[Any]]]]:
    """The numbered statements that do this for each set of values, each with the values of its runs, in order.

    Few different statements, so that the server may remember them: portions have one of three sizes.
    """
    left = list(many)
    for size in _AT_ONCE if _takes_many(sql, left) else ():
        whole = len(left) // size * size
        if whole:
            text, names = _for_rows(sql, size)
            runs = [left[at : at + size] for at in range(0, whole, size)]
            yield text, [[row[name] for row in run for name in names] for run in runs]
            left = left[whole:]
    if left:
        text, names = numbered(sql)
        yield text, [[row[name] for name in names] for row in left]


def _takes_many(sql: str, many: list[Mapping[str, Any]]) -> bool:
    """Whether this inserts rows of values, none of which would update another one of the same statement."""
    found = _INSERT.fullmatch(sql)
    if not found or len(many) < _AT_ONCE[-1]:
        return False
    decides = _DECIDES.search(found["tail"])
    if not decides:
        return True
    of_column = dict(zip(found["columns"].split(", "), found["row"].split(", "), strict=True))
    keys = [of_column[column][1:] for column in decides[1].split(", ") if of_column[column].startswith(":")]
    return len({tuple(row[key] for key in keys) for row in many}) == len(many)


@lru_cache(maxsize=128)
def _for_rows(sql: str, size: int) -> tuple[str, tuple[str, ...]]:
    """An insert for so many rows, and the names of one row's values in the order of their numbers."""
    found = _INSERT.fullmatch(sql)
    assert found
    row, names = numbered(found["row"])
    between = re.split(r"\$(\d+)", row)  # every other piece is a number
    rows = [
        "".join(f"${int(piece) + at * len(names)}" if odd % 2 else piece for odd, piece in enumerate(between))
        for at in range(size)
    ]
    return f"{found['head']}({'), ('.join(rows)}){found['tail']}", names
