"""An attacker with everything PostgreSQL keeps: which transaction wrote a row, where it lies, what it was before.

He wants to know which slip gave which marks. Each way of looking answers with the slips whose marks it claims to know.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.support.postgres import PostgresServer

Claims = dict[str, dict[str, str]]
"""Marks by department, by the hash of a slip."""
PAGE = 8192
_LEVEL = re.compile(rb"\x0dshown|\x0bheld|\x11filling")  # a short text begins with twice its length and one


class Spent(NamedTuple):
    """A spent slip and the transaction that wrote it."""

    transaction: int
    slip: str
    group: str


class Count(NamedTuple):
    """A counter, as it is or once was, and the transaction that wrote it."""

    transaction: int
    group: str
    department: str
    level: str
    mark: str
    n: int


@dataclass
class Attacker:
    """Reads one session's ballot tables with a superuser's rights, and the server's files."""

    server: PostgresServer
    url: str
    departments: tuple[str, ...]
    _names: str = field(default="review, grp, department, level, mark, n", init=False)

    def spent(self) -> list[Spent]:
        """The spent slips, as they lie."""
        with self.server.by_hand(self.url) as connection:
            found = connection.execute("SELECT xmin::text::bigint, slip, grp FROM spent ORDER BY ctid").fetchall()
        return [Spent(*row) for row in found]

    def counts(self) -> list[Count]:
        """The counters, as they lie."""
        with self.server.by_hand(self.url) as connection:
            found = connection.execute(
                "SELECT xmin::text::bigint, grp, department, level, mark, n FROM counter ORDER BY tableoid, ctid"
            ).fetchall()
        return [Count(*row) for row in found]

    def by_transaction(self) -> Claims:
        """Who came with which counters in one transaction."""
        counts = self.counts()
        claims = {}
        for spent in self.spent():
            same = [row for row in counts if (row.transaction, row.group) == (spent.transaction, spent.group)]
            claims |= self._claim(spent.slip, [(row.department, row.mark) for row in same])
        return claims

    def by_position(self) -> Claims:
        """The last who came, and the counters of the unfinished batch, each in the order in which they lie."""
        claims: Claims = {}
        spent = self.spent()
        filling = [row for row in self.counts() if row.level == "filling"]
        for group in {row.group for row in spent}:
            columns = [
                [row.mark for row in filling if (row.group, row.department) == (group, name)]
                for name in self.departments
            ]
            if len({len(marks) for marks in columns}) == 1 and columns[0]:
                last = [row.slip for row in spent if row.group == group][-len(columns[0]) :]
                for slip, *marks in zip(last, *columns, strict=True):
                    claims |= self._claim(slip, zip(self.departments, marks, strict=True))
        return claims

    def by_earlier_versions(self) -> Claims:
        """What the counters were before each commit, from rows that are dead and from bytes that nobody cleared."""
        by_key: dict[tuple[str, str, str], dict[int, int]] = {}
        for row in self.versions():
            by_key.setdefault((row.group, row.department, row.mark), {})[row.transaction] = row.n
        risen: dict[tuple[int, str], list[tuple[str, str]]] = {}
        for (group, department, mark), versions in by_key.items():
            before = 0
            for transaction, n in sorted(versions.items()):
                if n == before + 1:
                    risen.setdefault((transaction, group), []).append((department, mark))
                before = n
        claims: Claims = {}
        for spent in self.spent():
            claims |= self._claim(spent.slip, risen.get((spent.transaction, spent.group), []))
        return claims

    def versions(self) -> set[Count]:
        """Every counter of an unfinished batch that the files hold, as it is or as it was."""
        return {row for row in counts_in(self._files()) if row.level == "filling"}

    def _claim(self, slip: str, marks: Iterable[tuple[str, str]]) -> Claims:
        """A claim where there is exactly one mark for each department, none where there is doubt."""
        marks = list(marks)
        known = dict(marks)
        return {slip: known} if len(marks) == len(known) == len(self.departments) else {}

    def _files(self) -> bytes:
        """Every byte of the database's own files."""
        with self.server.by_hand(self.url) as connection:
            connection.execute("CHECKPOINT")
            (oid,) = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
        folder = self.server.data / "base" / str(oid)
        return b"".join(path.read_bytes() for path in sorted(folder.iterdir()) if re.fullmatch(r"[\d.]+", path.name))


def counts_in(content: bytes) -> Iterator[Count]:
    """Everything in raw pages that is shaped like a row of the counters, whether a pointer still leads to it or not.

    A row begins at a multiple of 8: the transactions that wrote and removed it, 10 bytes of other things, how many
    columns it has, flags, where its columns begin. (PostgreSQL manual, "Database Page Layout".)
    """
    for found in _LEVEL.finditer(content):
        for at in range(found.start() // 8 * 8, max(0, found.start() - 256), -8):
            columns, _flags, begins = struct.unpack_from("<HHB", content, at + 18)
            if columns & 0x07FF == 6 and begins == 24:
                texts, number = _columns(content[at + 24 : at + 24 + 400], at % PAGE + 24)
                if number is not None and texts[3] in ("shown", "held", "filling"):
                    yield Count(struct.unpack_from("<I", content, at)[0], *texts[1:], number)


def _columns(content: bytes, place: int) -> tuple[list[str], int | None]:
    """Five short texts, each with its length before it, and a number at a multiple of 4."""
    texts, at = [], 0
    for _ in range(5):
        if at >= len(content) or not content[at] & 1 or content[at] == 1:
            return texts, None
        length = content[at] >> 1
        try:
            texts.append(content[at + 1 : at + length].decode())
        except UnicodeDecodeError:
            return texts, None
        at += length
    at += -(place + at) % 4
    return texts, struct.unpack_from("<i", content, at)[0] if at + 4 <= len(content) else None


def right(claims: Claims, truth: Mapping[str, Mapping[str, str]]) -> list[str]:
    """The slips whose marks were told rightly and completely."""
    return sorted(slip for slip, marks in claims.items() if truth.get(slip) == marks)
