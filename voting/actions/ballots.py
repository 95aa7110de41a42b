"""The phone's two requests: reading the ballot of a slip, and casting it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from voting.actions.ballot_box import BallotBox, Offload
from voting.actions.counting import Cast, Counted, counted_under
from voting.actions.find import Session, session_of
from voting.domain.ballot import Mark, find_faults, stored_marks
from voting.domain.codes import hash_code, hash_receipt, read_code
from voting.domain.invalid import invalid_ballot
from voting.domain.plan import TOGETHER
from voting.domain.refusals import already_voted, not_open, unknown_code
from voting.storage import reviews, slips
from voting.storage.doors import Database, ReadingDoor
from voting.storage.slips import CANCELLED, WHOLE_BALLOT

MOST_REMEMBERED = 300_000


@dataclass(frozen=True)
class BallotView:
    """What a phone may know of its slip's session. ``departments`` maps ids to waiting, open, counted or closed."""

    session: Session
    group: str
    departments: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Slip:
    hash: str
    review: str
    group: str


@dataclass(frozen=True)
class _Sheet:
    """A session as a ballot meets it: its settings and the state of each department."""

    session: Session
    states: Mapping[str, str]

    @cached_property  # asked for with every ballot
    def open_departments(self) -> list[str]:
        return [name for name, state in self.states.items() if state == "open"]


def read_ballot(database: Database, code: str) -> BallotView:
    """The ballot of a slip. Reading never spends anything: link previews and double scans are harmless."""
    with database.reading() as door:
        slip = _slip_of(door, code)
        session = session_of(door, slip.review)
        states = reviews.departments(door, slip.review)
        spent = slips.spent(door, slip.hash)
    counted = {name: "counted" for name in states if name in spent or WHOLE_BALLOT in spent}
    return BallotView(session, slip.group, {**states, **counted})


def is_known(database: Database, code: str) -> tuple[str, str]:
    """The key of the session a slip belongs to and the hash of its code; refuses an unknown or cancelled code."""
    with database.reading() as door:
        slip = _slip_of(door, code)
        return slip.review, slip.hash


def _slip_of(door: ReadingDoor, code: str) -> _Slip:
    canonical = read_code(code)
    found = slips.find(door, hash_code(canonical)) if canonical else None
    if found is None or found.state == CANCELLED:
        raise unknown_code()
    return _Slip(found.code, found.review, found.group)


class Polls:
    """Where ballots are cast. Remembers slips and sessions so that a usual cast needs one transaction and no read.

    A slip is remembered from its reading until its counting, so that memory holds the ballots being filled in, however
    many have been cast.
    What is remembered may be a moment old. It only ever decides that a ballot may go to the box, where the transaction
    decides again; everything else is read afresh, in the order of the contract.
    """

    def __init__(self, database: Database, box: BallotBox, offload_read: Offload) -> None:
        self._database = database
        self._box = box
        self._offload = offload_read
        self._slips: dict[str, _Slip] = {}
        self._sheets: dict[str, _Sheet] = {}

    def read(self, code: str) -> BallotView:
        """``read_ballot``, on a reader's thread."""
        view: BallotView = self._offload(read_ballot, (self._database, code))
        canonical = read_code(code)
        if canonical and "open" in view.departments.values():
            hashed = hash_code(canonical)
            self._remember(_Slip(hashed, view.session.key, view.group))
        return view

    def cast(self, code: str, receipt: str, marks: Mapping[str, Mark]) -> Counted:
        """Counts a ballot, or raises the refusal that comes first in the contract's order."""
        counted = self.cast_at_once(code, receipt, marks)
        if counted:
            return counted
        decided = self._offload(self._decide, (code, hash_receipt(receipt), marks))
        counted = decided if isinstance(decided, Counted) else self._box.cast(decided)
        self._slips.pop(hash_code(read_code(code) or ""), None)
        return counted

    def cast_at_once(self, code: str, receipt: str, marks: Mapping[str, Mark]) -> Counted | None:
        """Counts a ballot that looks countable as far as memory knows; None where it takes a closer look."""
        slip = self._slips.get(hash_code(read_code(code) or ""))
        sheet = self._sheets.get(slip.review) if slip else None
        if slip and sheet and _looks_countable(sheet, marks):
            counted = self._box.cast(_as_cast(slip, sheet, hash_receipt(receipt), marks))
            self._slips.pop(slip.hash, None)
            return counted
        return None

    def _decide(self, code: str, receipt: str, marks: Mapping[str, Mark]) -> Counted | Cast:
        """Reads afresh and decides in the contract's order; what may be counted still has to pass the transaction."""
        with self._database.reading() as door:
            slip = _slip_of(door, code)
            sheet = self._sheet(door, slip.review)
            spent = slips.spent(door, slip.hash)
        again = counted_under(spent, receipt, tuple(sheet.states))
        if again:
            return again
        if WHOLE_BALLOT in spent or any(name in spent for name in marks):
            raise already_voted()
        wanted = [name for name in sheet.open_departments if name not in spent]
        named = [name for name in marks if name in sheet.states]
        if sheet.session.record.state != "open" or not wanted or any(name not in wanted for name in named):
            raise not_open()
        faults = find_faults(marks, wanted, sheet.session.review.scale, sheet.session.review.rules)
        if faults:
            raise invalid_ballot(faults)
        return _as_cast(slip, sheet, receipt, marks)

    def _sheet(self, door: ReadingDoor, review: str) -> _Sheet:
        sheet = _Sheet(session_of(door, review), reviews.departments(door, review))
        self._sheets[review] = sheet
        return sheet

    def refresh(self, session: Session, states: Mapping[str, str]) -> None:
        """Takes note of a session's state as the pump has just read it."""
        self._sheets[session.key] = _Sheet(session, dict(states))

    def _remember(self, slip: _Slip) -> None:
        if len(self._slips) >= MOST_REMEMBERED:
            self._slips.clear()
        self._slips[slip.hash] = slip


def _looks_countable(sheet: _Sheet, marks: Mapping[str, Mark]) -> bool:
    """Whether a ballot names exactly what is open and keeps the rules, as far as memory knows."""
    review = sheet.session.review
    if not marks or sheet.session.record.state != "open":
        return False
    return not find_faults(marks, sheet.open_departments, review.scale, review.rules)


def _as_cast(slip: _Slip, sheet: _Sheet, receipt: str, marks: Mapping[str, Mark]) -> Cast:
    return Cast(
        review=slip.review,
        group=slip.group,
        slip=slip.hash,
        receipt=receipt,
        whole=sheet.session.review.pace == TOGETHER,
        batch=sheet.session.plan.privacy.batch,
        marks=stored_marks(marks),
    )
