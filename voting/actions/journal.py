"""The hash-chained journal: written by every operator action, in the transaction of what it records. No voter data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from voting.domain.refusals import Fault, Refusal, msg
from voting.storage import journal
from voting.storage.desk import seals
from voting.storage.doors import ReadingDoor, WritingDoor
from voting.storage.journal import Entry
from voting.tools import Tools

GENESIS = "0" * 64
COMMAND_LINE = "command line"


def record(door: WritingDoor, tools: Tools, actor: str, action: str, detail: Mapping[str, Any]) -> str:
    """Appends an operator action and returns the new head of the chain; refuses it where its year is sealed.

    Every action that changes a year comes through here, in its own transaction: this is the one lock of a sealed year.
    """
    year = year_of(action, detail)
    if year is not None and seals.find(door, year):
        raise Refusal("sealed", msg("The year %(year)s is sealed: nothing of it can be changed any more."), year=year)
    head = journal.last(door)
    position, previous = (head.position + 1, head.hash) if head else (1, GENESIS)
    at = tools.now().isoformat(timespec="seconds")
    entry = Entry(position, at, actor, action, canonical(detail), previous, hash="")
    entry = Entry(**vars(entry) | {"hash": _hash(entry)})
    journal.add(door, entry)
    return entry.hash


def year_of(action: str, detail: Mapping[str, Any]) -> int | None:
    """The year that an action belongs to; accounts and the end of a rehearsal, which counts for nothing, have none."""
    if "year" in detail:
        return int(detail["year"])
    if "review" in detail:
        return int(str(detail["review"]).split("/")[0])
    if action.startswith("staff") or action == "end_rehearsal":
        return None
    raise ValueError(f"the journal does not know which year {action} belongs to")


def head_of(door: ReadingDoor) -> str:
    """The head of the chain, as it is printed on a result."""
    last = journal.last(door)
    return last.hash if last else GENESIS


def length_of(door: ReadingDoor) -> int:
    """How many acts the journal holds: it rises with each of them."""
    last = journal.last(door)
    return last.position if last else 0


def broken_links(entries: Sequence[Entry]) -> list[Fault]:
    """What is wrong with a chain: entries that were changed, dropped or reordered."""
    faults: list[Fault] = []
    previous = GENESIS
    for expected, entry in enumerate(entries, 1):
        if entry.position != expected:
            return [*faults, Fault("journal", msg("entry %(number)d is missing"), number=expected)]
        if entry.previous != previous:
            sentence = msg("entry %(number)d does not follow the entry before it")
            faults.append(Fault("journal", sentence, number=entry.position))
        if entry.hash != _hash(entry):
            faults.append(Fault("journal", msg("entry %(number)d was changed"), number=entry.position))
        previous = entry.hash
    return faults


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spaces, so that equal values hash alike."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _hash(entry: Entry) -> str:
    parts = (entry.previous, str(entry.position), entry.at, entry.actor, entry.action, entry.detail)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
