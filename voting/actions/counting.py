"""Counting ballots: a batch of casts of one session becomes spent slips and raised counters, in one transaction.

The order inside the transaction is the point. First a write on the session's row: a ballot that comes after the closing
loses. Then each slip is spent, where the primary key decides. Then the counters are raised. No ballot is ever stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voting.domain.ballot import MISSING, BallotFault
from voting.domain.invalid import invalid_ballot
from voting.domain.refusals import Refusal, already_voted, not_open, unknown_code
from voting.domain.release import FILLING, HELD, SHOWN, Placement, place
from voting.storage import counters, reviews, slips
from voting.storage.doors import Database, WritingDoor
from voting.storage.slips import WHOLE_BALLOT


@dataclass(frozen=True, slots=True)
class Cast:
    """One checked ballot on its way into the counters. It exists in memory only, for the length of one request.

    ``whole``: one ballot covers all departments. ``marks`` are stored marks by department.
    """

    review: str
    group: str
    slip: str
    receipt: str
    whole: bool
    batch: int
    marks: Mapping[str, str]

    @property
    def scopes(self) -> Sequence[str]:
        """The departments of the spent records."""
        return (WHOLE_BALLOT,) if self.whole else tuple(self.marks)


@dataclass(frozen=True, slots=True)
class Counted:
    """The answer to a ballot that is counted: the departments, and whether it was counted just now or before."""

    departments: tuple[str, ...]
    fresh: bool


Outcome = Counted | Refusal


class _NothingCounted(Exception):
    """Leaves the transaction without a trace: a refused ballot changes nothing, not even the revision."""


def count_casts(database: Database, casts: Sequence[Cast]) -> list[Outcome]:
    """Counts what can be counted, durably, and says for each cast what became of it, in the same order."""
    by_review: dict[str, list[int]] = defaultdict(list)
    for at, cast in enumerate(casts):
        by_review[cast.review].append(at)
    outcomes: dict[int, Outcome] = {}
    for review, places in by_review.items():
        found = _count_one_review(database, review, [casts[at] for at in places])
        outcomes.update(zip(places, found, strict=True))
    return [outcomes[at] for at in range(len(casts))]


def _count_one_review(database: Database, review: str, casts: Sequence[Cast]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    try:
        with database.writing() as door:
            is_open = reviews.touch_open(door, review)
            states = reviews.departments(door, review)
            outcomes = [_spend(door, cast, states, is_open=is_open) for cast in casts]
            fresh = [cast for cast, out in zip(casts, outcomes, strict=True) if isinstance(out, Counted) and out.fresh]
            if not fresh:
                raise _NothingCounted
            _raise(door, review, fresh)
    except _NothingCounted:
        pass
    return outcomes


def _spend(door: WritingDoor, cast: Cast, states: Mapping[str, str], *, is_open: bool) -> Outcome:
    """Spends the slip for everything the ballot names, or for nothing of it, in the order of the contract.

    Where one ballot covers all departments the primary key alone decides in the usual case, and nothing is read.
    """
    usual = cast.whole and is_open
    spent = {} if usual else slips.spent(door, cast.slip)
    refusal = None if usual else _why_not(cast, spent, states, is_open=is_open)
    if refusal is None and counted_under(spent, cast.receipt, ()) is None:
        refusal = _take(door, cast)
        if refusal is None:
            return Counted(tuple(cast.marks), fresh=True)
    again = counted_under(slips.spent(door, cast.slip), cast.receipt, tuple(states))
    return again or (unknown_code() if _is_cancelled(door, cast.slip) else refusal or not_open())


def _why_not(cast: Cast, spent: Mapping[str, str], states: Mapping[str, str], *, is_open: bool) -> Refusal | None:
    """What stands against a ballot now: the slip is spent, something is closed, or something else has opened."""
    if WHOLE_BALLOT in spent or any(name in spent for name in cast.marks):
        return already_voted()
    wanted = [name for name, state in states.items() if state == "open" and name not in spent]
    if not is_open or not cast.marks or any(name not in wanted for name in cast.marks):
        return not_open()
    missing = [BallotFault(name, MISSING) for name in wanted if name not in cast.marks]
    return invalid_ballot(missing) if missing else None


def _take(door: WritingDoor, cast: Cast) -> Refusal | None:
    """Spends every scope of a ballot; takes back what was spent where one of them cannot be."""
    done = []
    refusal = None
    for scope in cast.scopes:
        if not slips.spend(door, cast.slip, scope, cast.group, cast.receipt):
            refusal = already_voted()
            break
        done.append(scope)
    if refusal is None:
        if slips.mark_returned(door, cast.slip):
            reviews.raise_returned(door, cast.review, cast.group, 1)
        elif cast.whole or _is_cancelled(door, cast.slip):
            refusal = unknown_code()
    if refusal is not None:
        for scope in done:
            slips.unspend(door, cast.slip, scope)
    return refusal


def _is_cancelled(door: WritingDoor, slip: str) -> bool:
    found = slips.find(door, slip)
    return found is None or found.state == slips.CANCELLED


def counted_under(spent: Mapping[str, str], receipt: str, every_department: Sequence[str]) -> Counted | None:
    """The departments a receipt was counted for, None where it was not: the answer a phone gets when it asks again."""
    scopes = {scope for scope, stored in spent.items() if stored == receipt}
    if not scopes:
        return None
    whole = WHOLE_BALLOT in scopes
    return Counted(tuple(name for name in every_department if whole or name in scopes), fresh=False)


def _raise(door: WritingDoor, review: str, fresh: Sequence[Cast]) -> None:
    """Raises the counters, ballot by ballot in effect, counter by counter in statements."""
    batch = fresh[0].batch
    arriving: dict[counters.Cell, list[str]] = defaultdict(list)
    for cast in fresh:
        for department, mark in cast.marks.items():
            arriving[cast.group, department].append(mark)
    filling = counters.filling(door, review, sorted({cast.group for cast in fresh}))
    more: Counter[tuple[str, str, str, str]] = Counter()
    for (group, department), marks in sorted(arriving.items()):
        placement = place(filling.get((group, department), 0), len(marks), batch)
        if placement.seals:
            counters.seal(door, review, group, department, placement.seals)
        for level, part in _by_level(marks, placement):
            for mark, n in Counter(part).items():
                more[group, department, level, mark] += n
    counters.raise_counters(door, review, more)


def _by_level(marks: list[str], placement: Placement) -> list[tuple[str, list[str]]]:
    first, second = placement.shown, placement.shown + placement.held
    return [(SHOWN, marks[:first]), (HELD, marks[first:second]), (FILLING, marks[second:])]
