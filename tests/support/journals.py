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
