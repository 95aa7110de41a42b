"""A small queue simulation of the program: workers with an event loop and a ballot box each, and one database.

A worker is one processor. Its event loop takes requests in turn; its commit runs on a thread beside the loop, and while
both have work the commit gets ``SHARE`` of the processor: it lets go of Python's lock at every statement, and a busy
loop gives it back late. Only one commit at a time goes on in the database, whichever worker it comes from: every commit
of a session begins with a write on the session's row. While ballots come in, each worker looks at the tally five times
a second for its screens.
"""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

CAST = "cast"
LOOK, LOOK_EVERY = "look", 0.2
SHARE = 0.15
ANSWERING = 0.3  # of the loop's share of a cast comes after the commit: waking the request and sending the answer


@dataclass(frozen=True)
class Costs:
    """Seconds of a worker's processor for each kind of request, and what a commit takes.

    Counting is measured for a few sizes of commits and drawn straight between them: the first ballots of a commit cost
    more than the later ones, which mostly raise counters that are being raised anyway.
    """

    work: dict[str, float]  # by kind of request; for casts what the event loop does
    disk: float  # of each commit: waiting, while the processor is free
    counting: Sequence[tuple[int, float]]  # ballots in a commit, and the seconds of the processor it takes; ascending

    def counted(self, ballots: int) -> float:
        """Seconds of the processor for a commit with so many ballots."""
        pairs = list(self.counting)
        (low, least), (high, most) = next(
            (pair for pair in pairwise(pairs) if ballots <= pair[1][0]), (pairs[-2], pairs[-1])
        )
        return max(1e-9, least + (ballots - low) * (most - least) / (high - low))


@dataclass(frozen=True)
class Step:
    """One request of a phone: its kind, and how long after the answer before it comes (or after its arrival)."""

    after: float
    kind: str


@dataclass(frozen=True)
class Phone:
    """What one phone does, beginning at a moment; ``worker`` is where its connection leads."""

    arrives: float
    worker: int
    steps: Sequence[Step]


@dataclass
class Seen:
    """What a simulation showed: how long answers took by kind, how long queues were, how busy everything was."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    longest: int = 0
    ended: float = 0.0
    busy: list[float] = field(default_factory=list)
    locked: float = 0.0
    commits: int = 0


@dataclass
class _Request:
    kind: str
    asked: float
    left: float
    phone: Phone | None = None
    at: int = 0  # which of the phone's steps
    committed: bool = False


class _Worker:
    """One processor: what its loop has waiting, what its box has waiting, and how much of either is left to do."""

    def __init__(self) -> None:
        self.loop: deque[_Request] = deque()
        self.box: list[_Request] = []
        self.batch: list[_Request] = []
        self.commit_left = 0.0
        self.busy = 0.0
        self.since = 0.0
        self.version = 0

    def advance(self, now: float) -> None:
        """Does the work of the time since the last look."""
        span, self.since = now - self.since, now
        loops, commits = self._speeds()
        if loops or commits:
            self.busy += span
        if loops:
            self.loop[0].left -= span * loops
        if commits:
            self.commit_left = max(0.0, self.commit_left - span * commits)

    def next_end(self) -> float | None:
        """How long until something of it is finished, None where nothing is going on."""
        loops, commits = self._speeds()
        ends = [max(0.0, self.loop[0].left) / loops] if loops else []
        if commits:
            ends.append(self.commit_left / commits)
        return min(ends) if ends else None

    def _speeds(self) -> tuple[float, float]:
        """The shares of the processor that loop and commit have now."""
        if self.loop and self.commit_left > 0:
            return 1 - SHARE, SHARE
        return float(bool(self.loop)), float(self.commit_left > 0)


class Simulation:
    """Runs phones against workers; ``run`` returns what was seen when the last answer is out."""

    def __init__(self, costs: Costs, workers: int) -> None:
        self.costs = costs
        self.seen = Seen()
        self._workers = [_Worker() for _ in range(workers)]
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._number = 0
        self._now = 0.0
        self._lock_queue: deque[_Worker] = deque()
        self._locked_since: float | None = None
        self._looked = [0.0] * workers

    def run(self, phones: Sequence[Phone]) -> Seen:
        """Lets every phone do all it wants to do."""
        for phone in phones:
            self._ask(phone, 0, phone.arrives)
        while self._events:
            self._now, _number, happens = heapq.heappop(self._events)
            happens()
        self.seen.ended = self._now
        self.seen.busy = [worker.busy for worker in self._workers]
        return self.seen

    def _at(self, moment: float, happens: Callable[[], None]) -> None:
        self._number += 1
        heapq.heappush(self._events, (moment, self._number, happens))

    def _ask(self, phone: Phone, at: int, since: float) -> None:
        if at < len(phone.steps):
            self._at(since + phone.steps[at].after, lambda: self._arrive(phone, at))

    def _arrive(self, phone: Phone, at: int) -> None:
        kind = phone.steps[at].kind
        work = self.costs.work[kind] * (1 - ANSWERING if kind == CAST else 1)
        self._queue(self._workers[phone.worker], _Request(kind, self._now, work, phone, at))

    def _queue(self, worker: _Worker, request: _Request) -> None:
        worker.advance(self._now)
        worker.loop.append(request)
        waiting = sum(len(each.loop) + len(each.box) + len(each.batch) for each in self._workers)
        self.seen.longest = max(self.seen.longest, waiting)
        self._plan(worker)

    def _plan(self, worker: _Worker) -> None:
        worker.version += 1
        version, span = worker.version, worker.next_end()
        if span is not None:
            self._at(self._now + span, lambda: self._look(worker, version))

    def _look(self, worker: _Worker, version: int) -> None:
        if version != worker.version:
            return
        committing = worker.commit_left > 0
        worker.advance(self._now)
        if worker.loop and worker.loop[0].left <= 1e-12:
            self._worked(worker, worker.loop.popleft())
        if committing and worker.commit_left <= 1e-12:
            self._commit_done(worker)
        self._plan(worker)

    def _worked(self, worker: _Worker, request: _Request) -> None:
        if request.kind == CAST and not request.committed:
            worker.box.append(request)
            if not worker.batch:
                self._lead(worker)
            return
        if request.phone:
            self.seen.took[request.kind].append(self._now - request.asked)
            self._ask(request.phone, request.at + 1, self._now)

    def _lead(self, worker: _Worker) -> None:
        worker.batch, worker.box = worker.box, []
        self._lock_queue.append(worker)
        if self._locked_since is None:
            self._take_lock()

    def _take_lock(self) -> None:
        worker = self._lock_queue.popleft()
        self._locked_since = self._now
        self.seen.commits += 1
        self._at(self._now + self.costs.disk, lambda: self._commit_works(worker))

    def _commit_works(self, worker: _Worker) -> None:
        worker.advance(self._now)
        worker.commit_left = self.costs.counted(len(worker.batch))
        self._plan(worker)

    def _commit_done(self, worker: _Worker) -> None:
        done, worker.batch, worker.commit_left = worker.batch, [], 0.0
        self.seen.locked += self._now - (self._locked_since or 0.0)
        self._locked_since = None
        for request in done:
            request.committed, request.left = True, self.costs.work[CAST] * ANSWERING
            worker.loop.append(request)
        if worker.box:
            self._lead(worker)
        if self._lock_queue and self._locked_since is None:
            self._take_lock()
        for at, each in enumerate(self._workers):
            if self._now - self._looked[at] >= LOOK_EVERY:
                self._looked[at] = self._now
                self._queue(each, _Request(LOOK, self._now, self.costs.work[LOOK]))
