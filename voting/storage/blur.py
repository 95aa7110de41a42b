"""Blurring which transaction raised which counter, for engines that keep such a thing with every row (DESIGN 3.2)."""

from __future__ import annotations

from collections.abc import Iterable

from voting.storage.doors import WritingDoor


def blur(door: WritingDoor, review: str, groups: Iterable[str]) -> None:
    """Touches every counter of the unfinished batches of these groups; to be called once, after they were raised.

    In PostgreSQL the spent slips and the counters of one commit carry the same transaction's number: without this a
    slip would lead to the marks that came with it. Afterwards all unfinished counters carry the newest number.
    """
    if door.stamps_rows:
        door.change_each(
            "UPDATE counter SET n = n + 0 WHERE review = :review AND grp = :grp AND level = 'filling'",
            [{"review": review, "grp": group} for group in groups],
        )
