"""Looking into a database past the program: its journal, its files, and hands that change what they should not."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.crowd import receipt_of
from tests.support.world import World
from voting.domain.codes import hash_code, hash_receipt, in_fours
from voting.storage import journal


def journal_of(world: World) -> list[tuple[str, str, dict[str, Any]]]:
    """The journal as (actor, action, detail), oldest first."""
    with world.database.reading() as door:
        return [(entry.actor, entry.action, json.loads(entry.detail)) for entry in journal.every(door)]


def last_entry(world: World) -> tuple[str, str, dict[str, Any]]:
    """Who did what last."""
    return journal_of(world)[-1]


def journal_text(world: World) -> str:
    """Everything the journal says, as one text."""
    return "\n".join("\t".join(map(str, row)) for row in world.dump()["journal"])


@contextmanager
def by_hand(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection for whoever changes the file without the program; what was done is kept."""
    connection = sqlite3.connect(path)
    try:
        with connection:
            yield connection
    finally:
        connection.close()


def files_of(path: Path) -> dict[str, bytes]:
    """The database's file and everything that lies beside it, by the name's ending."""
    beside = sorted(path.parent.glob(path.name + "*"))
    return {found.name.removeprefix(path.name): found.read_bytes() for found in beside}


def voter_data(codes: Iterable[str]) -> list[str]:
    """All that could name a voter: each code as typed and as printed, its receipt, and the hashes of both."""
    return [
        text
        for code in codes
        for text in (code, in_fours(code), hash_code(code), receipt_of(code), hash_receipt(receipt_of(code)))
    ]


def found_in(content: str | bytes, needles: Iterable[str]) -> list[str]:
    """Those of the needles that occur in a text or in raw bytes, in any mixture of small letters and capitals."""
    haystack = (content.encode() if isinstance(content, str) else content).lower()
    return [needle for needle in needles if needle.lower().encode() in haystack]


def cells(path: Path, table: str) -> list[tuple[list[int], list[int]]]:
    """How the rows of a table without rowid lie in each page of a SQLite file: addresses by key, addresses by writing.

    A page keeps its cells' addresses in the order of the keys, and places a new cell below those it has: read from
    the highest address down, cells come in the order in which they were written. (File format, sections 1.6, 2.1.)
    """
    content = path.read_bytes()
    size = int.from_bytes(content[16:18], "big") % 65535  # 1 stands for 65536
    with by_hand(path) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()
    found, pages = [], [root]
    while pages:
        page = content[(pages[-1] - 1) * size : pages.pop() * size]
        interior, count = page[0] == 2, int.from_bytes(page[3:5], "big")
        first = 12 if interior else 8
        by_key = [int.from_bytes(page[first + 2 * at : first + 2 * at + 2], "big") for at in range(count)]
        found.append((by_key, sorted(by_key, reverse=True)))
        if interior:
            children = [page[address : address + 4] for address in by_key] + [page[8:12]]
            pages += [int.from_bytes(child, "big") for child in children]
    return found
