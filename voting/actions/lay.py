"""Laying a session into the database: the planned ones, the repetition of an annulled one, a rehearsal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from voting.domain.plan import Plan, Review
from voting.storage import counters, reviews, slips
from voting.storage.doors import WritingDoor
from voting.storage.reviews import NewReview
from voting.tools import Tools


def lay_session(
    door: WritingDoor, tools: Tools, plan: Plan, review: Review, *, name: str | None = None,
    screen_key: str | None = None, rehearsal: bool = False,
) -> str:  # fmt: skip
    """Adds a waiting session with the settings of a planned one, under its id or another name. Returns its key."""
    new = NewReview(
        year=plan.office.year,
        id=name or review.id,
        plan_id=review.id,
        position=plan.reviews.index(review),
        screen_key=screen_key or tools.new_key(),
        departments=plan.department_ids,
        groups=tuple(review.groups),
        rehearsal=rehearsal,
    )
    return reviews.add(door, new)


def free_name(door: WritingDoor, year: int, stem: str) -> str:
    """A session id that the year does not have yet: the stem, or the stem with a number from 2 on."""
    taken = {review.id for review in reviews.of_year(door, year)}
    return next(name for name in _names(stem) if name not in taken)


def _names(stem: str) -> Iterator[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def throw_away(door: WritingDoor, key: str) -> None:
    """Removes a session that counts for nothing (never opened, or a rehearsal), with its slips and counters."""
    slips.forget_spent(door, key)
    slips.remove(door, key)
    counters.forget(door, key)
    reviews.remove(door, key)
