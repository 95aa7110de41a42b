"""Counting ballots: a batch of casts of one session becomes spent slips and raised counters, in one transaction.

The order inside the transaction is the point. First a write on the session's row: a ballot that comes after the closing
loses. Then each slip is spent, where the primary key decides. Then the counters are raised. No ballot is ever stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain

from voting.domain.ballot import MISSING, BallotFault
from voting.domain.invalid import invalid_ballot
from voting.domain.refusals import Refusal, already_voted, not_open, unknown_code
from voting.domain.release import FILLING, HELD, SHOWN, Placement, place
from voting.storage import counters, reviews, slips
from voting.storage.blur import blur
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


class _NotAllFresh(Exception):
    """Leaves the transaction without a trace: one of the ballots needs a closer look."""


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
    if all(cast.whole for cast in casts):
        with suppress(_NotAllFresh):
            return _count_all_fresh(database, review, casts)
    return _count_one_by_one(database, review, casts)


def _count_all_fresh(database: Database, review: str, casts: Sequence[Cast]) -> list[Outcome]:
    """The usual case in few statements: every ballot covers all departments, and no slip was used before."""
    with database.writing() as door:
        if not reviews.touch_open(door, review):
            raise _NotAllFresh
        if not slips.spend_all(door, [(cast.slip, cast.group, cast.receipt) for cast in casts]):
            raise _NotAllFresh
        for group, returned in sorted(Counter(cast.group for cast in casts).items()):
            reviews.raise_returned(door, review, group, returned)
        _raise(door, review, casts)
    return [Counted(tuple(cast.marks), fresh=True) for cast in casts]


def _count_one_by_one(database: Database, review: str, casts: Sequence[Cast]) -> list[Outcome]:
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
    by_group: dict[str, list[Cast]] = defaultdict(list)
    for cast in fresh:
        by_group[cast.group].append(cast)
    more: Counter[counters.Key] = Counter()
    for group, casts in sorted(by_group.items()):
        filling = counters.filling(door, review, group)
        sealed: dict[bool, list[str]] = defaultdict(list)
        for departments, ballots in _alike(casts, filling):
            placement = place(filling.get(departments[0], 0), len(ballots), casts[0].batch)
            if placement.seals:
                sealed[placement.seals > 1] += departments
            for level, part in _by_level(ballots, placement):
                rated = chain.from_iterable(ballot.items() for ballot in part)
                more.update((group, department, level, mark) for department, mark in rated)
        for again, departments in sorted(sealed.items()):
            counters.seal(door, review, group, sorted(departments), again=again)
    counters.raise_counters(door, review, more)
    blur(door, review, sorted(by_group))


def _alike(casts: Sequence[Cast], filling: Mapping[str, int]) -> Iterator[tuple[list[str], list[Mapping[str, str]]]]:
    """Departments whose batches fill in step, with the ballots that arrive for them, in order.

    Where every ballot covers all departments these are all of them, and 20 batches cost no more than one.
    """
    ballots = [cast.marks for cast in casts]
    departments = list(ballots[0])
    in_step = len({filling.get(department, 0) for department in departments}) == 1
    if in_step and all(ballot.keys() == ballots[0].keys() for ballot in ballots):
        yield departments, ballots
        return
    apart: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for ballot in ballots:
        for department, mark in ballot.items():
            apart[department].append({department: mark})
    for department, marks in sorted(apart.items()):
        yield [department], marks


def _by_level(ballots: list[Mapping[str, str]], placement: Placement) -> list[tuple[str, list[Mapping[str, str]]]]:
    first, second = placement.shown, placement.shown + placement.held
    return [(SHOWN, ballots[:first]), (HELD, ballots[first:second]), (FILLING, ballots[second:])]
