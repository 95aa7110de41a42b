"""What the chair has set for a session's projector. Nothing here can widen what the plan lets be shown."""

from __future__ import annotations

from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor


@dataclass(frozen=True)
class ScreenRecord:
    """A projector's settings.

    ``mode``: turnout, tally or reveal. ``arrangement``: plan or score. ``revealed``: departments revealed so far, from
    the last rank up. ``countdown_until``: an ISO time, None without one. ``wifi``: name and password, free text.
    """

    mode: str = "tally"
    arrangement: str = "plan"
    revealed: int = 0
    countdown_until: str | None = None
    how_to_vote: int = 0
    wifi: str = ""


def get(door: ReadingDoor, review: str) -> ScreenRecord:
    """The settings of a session's projector, the defaults where none were made."""
    rows = door.rows(
        "SELECT mode, arrangement, revealed, countdown_until, how_to_vote, wifi FROM screen WHERE review = :review",
        review=review,
    )
    return ScreenRecord(**rows[0]) if rows else ScreenRecord()


def save(door: WritingDoor, review: str, record: ScreenRecord) -> None:
    """Keeps the settings of a session's projector."""
    door.change(
        "INSERT INTO screen (review, mode, arrangement, revealed, countdown_until, how_to_vote, wifi)"
        " VALUES (:review, :mode, :arrangement, :revealed, :countdown_until, :how_to_vote, :wifi)"
        " ON CONFLICT (review) DO UPDATE SET mode = excluded.mode, arrangement = excluded.arrangement,"
        " revealed = excluded.revealed, countdown_until = excluded.countdown_until,"
        " how_to_vote = excluded.how_to_vote, wifi = excluded.wifi",
        review=review, **vars(record),
    )  # fmt: skip
