"""The ballot box: collects ballots while the previous commit runs and commits all of them at once (group commit).

There is no timer: whoever finds no commit running leads one, and hands the lead to a waiting ballot when its own is
done. A lone ballot is committed at once; a crowd shares commits. Nobody is answered before the commit is durable.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from voting.actions.counting import Cast, Counted, Outcome, count_casts
from voting.domain.refusals import Refusal, msg, slow_down
from voting.storage.doors import Database, StorageUnavailable

Offload = Callable[..., Any]
"""``offload(function, args)`` runs a function on a real thread and waits for it without holding up the event loop."""

MOST_WAITING = 20_000
MOST_IN_A_COMMIT = 2_000
PATIENCE_SECONDS = 20.0


def not_stored() -> Refusal:
    """The database did not take the ballot; the phone keeps it and tries again with the same receipt."""
    return Refusal("try_again", msg("The ballot could not be stored just now. It will be sent again."))


class Gate(Protocol):
    """Where one ballot waits."""

    def wait(self, seconds: float) -> bool:
        """Waits until the gate opens; False where it has not in time."""
        ...

    def open(self) -> None:
        """Lets whoever waits go on, now or as soon as he comes."""
        ...


class ThreadGate:
    """A gate for a thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._lock.acquire()

    def wait(self, seconds: float) -> bool:
        """Waits until the gate opens; False where it has not in time."""
        return self._lock.acquire(timeout=seconds)

    def open(self) -> None:
        """Lets the waiting thread go on."""
        self._lock.release()


class _Ticket:
    """One waiting ballot. ``gate`` opens when its outcome is known, or when it is asked to lead."""

    __slots__ = ("cast", "gate", "leads", "outcome")

    def __init__(self, cast: Cast, gate: Gate) -> None:
        self.cast = cast
        self.gate = gate
        self.leads = False
        self.outcome: Outcome | None = None


class BallotBox:
    """Takes checked ballots and answers when they are on disk. One per process and database."""

    def __init__(
        self,
        database: Database,
        offload: Offload,
        *,
        count: Callable[[Database, Sequence[Cast]], list[Outcome]] = count_casts,
        most_waiting: int = MOST_WAITING,
        new_gate: Callable[[], Gate] = ThreadGate,
    ) -> None:
        self._database = database
        self._offload = offload
        self._count = count
        self._most_waiting = most_waiting
        self._new_gate = new_gate
        self._waiting: deque[_Ticket] = deque()
        self._lock = threading.Lock()
        self._led = False
        self.unclean = False

    @property
    def idle(self) -> bool:
        """Whether no commit runs and none is wanted."""
        return not self._led

    def cast(self, cast: Cast) -> Counted:
        """Counts one ballot durably; raises the refusal that it met instead."""
        ticket = _Ticket(cast, self._new_gate())
        with self._lock:
            if len(self._waiting) >= self._most_waiting:
                raise slow_down(2)
            self._waiting.append(ticket)
            ticket.leads, self._led = not self._led, True
        if not ticket.leads and not ticket.gate.wait(PATIENCE_SECONDS):
            self._give_up(ticket)
        if ticket.leads:
            self._lead(ticket)
        if isinstance(ticket.outcome, Counted):
            return ticket.outcome
        raise ticket.outcome or not_stored()

    def _give_up(self, ticket: _Ticket) -> None:
        """Stops waiting, unless this ballot has just been asked to lead: then nobody else would.

        The ballot may still be in a running commit; the same receipt is then answered as counted.
        """
        with self._lock:
            if ticket.leads:
                return
            if ticket in self._waiting:
                self._waiting.remove(ticket)
        raise not_stored()

    def _lead(self, own: _Ticket) -> None:
        """Commits what is waiting until the own ballot is decided, then hands the lead on."""
        try:
            while own.outcome is None:
                with self._lock:
                    batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_IN_A_COMMIT))]
                self._decide(batch)
        finally:  # also when this request is being killed: a box without a leader would never count again
            self._hand_over()

    def _hand_over(self) -> None:
        with self._lock:
            successor = self._waiting[0] if self._waiting else None
            self._led = successor is not None
            if successor:
                successor.leads = True
                successor.gate.open()

    def _decide(self, batch: list[_Ticket]) -> None:
        outcomes: list[Outcome]
        try:
            outcomes = self._offload(self._count, (self._database, [ticket.cast for ticket in batch]))
        except StorageUnavailable:
            outcomes = [not_stored() for _ in batch]
        except Exception:  # noqa: BLE001 - a defect in one ballot must not fail its neighbours: each is tried alone
            outcomes = [self._alone(ticket.cast) for ticket in batch] if len(batch) > 1 else [not_stored()]
        self.unclean = True
        for ticket, outcome in zip(batch, outcomes, strict=True):
            ticket.outcome = outcome
            if not ticket.leads:
                ticket.gate.open()

    def _alone(self, cast: Cast) -> Outcome:
        try:
            return self._offload(self._count, (self._database, [cast]))[0]  # type: ignore[no-any-return]
        except Exception:  # noqa: BLE001 - this very ballot is the defect; its phone keeps it and asks again
            return not_stored()

    def tidy(self) -> None:
        """Cuts back what recent commits left beside the tables; the caller sees to it that this is not too often."""
        if not self.unclean:
            return
        self.unclean = False  # before the work: a commit that lands meanwhile makes the box unclean again
        try:
            if not self._offload(self._database.tidy):
                self.unclean = True
        except StorageUnavailable:
            self.unclean = True
