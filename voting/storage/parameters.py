"""The one small translation between the engines: ``:name``, as all SQL here is written, becomes ``$1``."""

from __future__ import annotations

import re
from functools import lru_cache

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
