"""Finding what a person names: a year, a session, and the plan they belong to."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from functools import lru_cache

from voting.domain.plan import Plan, Review
from voting.domain.plan_reader import read_plan
from voting.domain.refusals import Refusal, msg
from voting.storage import reviews, years
from voting.storage.doors import ReadingDoor
from voting.storage.reviews import ReviewRecord
from voting.storage.years import YearRecord


@lru_cache(maxsize=16)
def plan_of(text: str) -> Plan:
    """The plan of a stored year. The text is canonical and was checked when it was stored."""
    return read_plan(text)


@dataclass(frozen=True)
class Session:
    """A stored session together with its settings. (``Review`` holds the plan's part, ``record`` the state)."""

    record: ReviewRecord
    plan: Plan
    review: Review

    @property
    def key(self) -> str:
        """The session's key in storage."""
        return self.record.key


def no_such_review(name: str) -> Refusal:
    """No session of this name."""
    return Refusal("no_such_review", msg("There is no review session %(name)s here, or the key is wrong."), name=name)


def find_year(door: ReadingDoor, year: int | None = None) -> YearRecord:
    """The year asked for, by default the newest; refuses where there is none."""
    every = years.every(door)
    if not every:
        raise Refusal("no_year", msg("No plan has been loaded yet."))
    found = [record for record in every if year is None or record.year == year]
    if not found:
        raise Refusal("no_such_year", msg("There is no year %(year)s here."), year=year)
    return found[0]


def find_session(door: ReadingDoor, review_id: str, year: int | None = None) -> Session:
    """The session with this id, in the newest year by default; refuses where there is none.

    Where several years stand beside each other, ``half-year@2026`` names a session together with its year.
    """
    review_id, _at, named = review_id.partition("@")
    if named and not named.isdecimal():
        raise no_such_review(review_id)
    home = find_year(door, int(named) if named else year)
    for record in reviews.of_year(door, home.year):
        if record.id == review_id:
            return _session(record, home)
    raise no_such_review(review_id)


def session_of(door: ReadingDoor, key: str) -> Session:
    """The session with this key in storage; refuses where it is gone."""
    record = reviews.get(door, key)
    if record is None:
        raise no_such_review(key)
    return _session(record, find_year(door, record.year))


def session_by_screen_key(door: ReadingDoor, review_id: str, screen_key: str) -> Session | None:
    """The session whose projector has this key, whatever its year; None where no session's key fits."""
    for record in reviews.with_id(door, review_id):
        if hmac.compare_digest(record.screen_key.encode(), screen_key.encode()):
            return _session(record, find_year(door, record.year))
    return None


def sessions_of(door: ReadingDoor, year: YearRecord) -> list[Session]:
    """The sessions of a year that count; rehearsals are not among them."""
    return [_session(record, year) for record in reviews.of_year(door, year.year) if not record.rehearsal]


def rehearsals_of(door: ReadingDoor, year: YearRecord) -> list[Session]:
    """The rehearsals of a year that have not been thrown away."""
    return [_session(record, year) for record in reviews.of_year(door, year.year) if record.rehearsal]


def _session(record: ReviewRecord, year: YearRecord) -> Session:
    plan = plan_of(year.plan)
    return Session(record, plan, plan.review(record.plan_id))
