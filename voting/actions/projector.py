"""The projector as the chair sets it: mode, order, countdown, help. It narrows what may be shown, never widens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from voting.actions.find import Session, find_session
from voting.domain.refusals import Refusal, msg
from voting.domain.release import PublishedDepartment
from voting.storage import reviews, screens
from voting.storage.doors import ReadingDoor
from voting.storage.screens import ScreenRecord
from voting.tools import Tools

MODES = ("turnout", "tally", "reveal")
ARRANGEMENTS = ("plan", "score")
LONGEST_COUNTDOWN_SECONDS = 4 * 3600


@dataclass(frozen=True)
class Screen:
    """What a projector is set to. ``countdown_until`` is an ISO time in UTC, None without a countdown."""

    mode: str
    arrangement: str
    revealed: int
    countdown_until: str | None
    how_to_vote: bool
    wifi: str


def screen_of(door: ReadingDoor, session: Session) -> Screen:
    """The settings of a session's projector."""
    record = screens.get(door, session.key)
    return Screen(**vars(record) | {"how_to_vote": bool(record.how_to_vote)})


def narrowed(screen: Screen, state: str, departments: list[PublishedDepartment]) -> list[PublishedDepartment]:
    """What a projector in this mode gets of what may be shown.

    Turnout shows no figures at all. Reveal shows none before closing, and then all of them: the page uncovers them one
    by one, and its order of uncovering is decided on figures that are already public.
    """
    if screen.mode == "turnout" or (screen.mode == "reveal" and state != "closed"):
        return [PublishedDepartment(row.id) for row in departments]
    return departments


def set_mode(tools: Tools, review_id: str, mode: str, *, year: int | None = None) -> None:
    """Chooses what the projector shows; choosing ``reveal`` covers everything again."""
    if mode not in MODES:
        raise Refusal("bad_mode", msg("The projector has no such mode."))
    _change(tools, review_id, year, lambda record: replace(record, mode=mode, revealed=0))


def set_arrangement(tools: Tools, review_id: str, arrangement: str, *, year: int | None = None) -> None:
    """Orders the departments by the plan or by score."""
    if arrangement not in ARRANGEMENTS:
        raise Refusal("bad_mode", msg("The projector has no such mode."))
    _change(tools, review_id, year, lambda record: replace(record, arrangement=arrangement))


def reveal_next(tools: Tools, review_id: str, *, year: int | None = None) -> None:
    """Uncovers one more department, from the last rank up."""
    _change(tools, review_id, year, lambda record: replace(record, revealed=record.revealed + 1))


def start_countdown(tools: Tools, review_id: str, seconds: int, *, year: int | None = None) -> None:
    """Counts down on the projector; 0 takes the countdown away. It closes nothing by itself."""
    if not 0 <= seconds <= LONGEST_COUNTDOWN_SECONDS:
        raise Refusal("bad_countdown", msg("A countdown lasts at most four hours."))
    until = (tools.now() + timedelta(seconds=seconds)).isoformat(timespec="seconds") if seconds else None
    _change(tools, review_id, year, lambda record: replace(record, countdown_until=until))


def show_help(tools: Tools, review_id: str, *, on: bool, wifi: str, year: int | None = None) -> None:
    """Shows how to vote, with the room's Wi-Fi where it is set."""
    if len(wifi) > 120:
        raise Refusal("long_wifi", msg("The Wi-Fi line has at most 120 characters."))
    _change(tools, review_id, year, lambda record: replace(record, how_to_vote=int(on), wifi=wifi.strip()))


def seconds_left(screen: Screen, now: datetime) -> int | None:
    """Whole seconds until a countdown ends, 0 when it is over, None without one."""
    if screen.countdown_until is None:
        return None
    return max(0, round((datetime.fromisoformat(screen.countdown_until) - now).total_seconds()))


def _change(tools: Tools, review_id: str, year: int | None, change: Callable[[ScreenRecord], ScreenRecord]) -> None:
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        screens.save(door, session.key, change(screens.get(door, session.key)))
        reviews.touch(door, session.key)
