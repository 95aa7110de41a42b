"""Group commit with real threads: what waits is committed together, and nobody is answered before the commit."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from itertools import chain
from threading import Event, Semaphore, get_ident

import pytest

from tests.support.crowd import PATIENCE, a_cast, all_at_once, ballots_by_department, call, or_refusal, wait_until
from voting.actions import ballot_box
from voting.actions.ballot_box import BallotBox
from voting.actions.counting import Counted, count_casts
from voting.domain.refusals import Refusal, already_voted
from voting.storage.doors import StorageUnavailable

A_MOMENT = 0.1  # long enough for an answer that comes too early to show itself


class Ledger:
    """Counts ballots for a box: remembers each commit, and can be held up in the middle of one.

    A ballot is known here by the code it was cast with.
    """

    def __init__(self) -> None:
        self.commits: list[list[str]] = []
        self.leaders: list[int] = []
        self.begun = Semaphore(0)
        self.may_end = Semaphore(0)
        self.held = False
        self.faults: dict[str, BaseException] = {}

    def __call__(self, _database, casts):
        codes = [cast.marks["code"] for cast in casts]
        self.commits.append(codes)
        self.leaders.append(get_ident())
        self.begun.release()
        if self.held:
            assert self.may_end.acquire(timeout=PATIENCE)
        for code in codes:
            if code in self.faults:
                raise self.faults[code]
        return [already_voted() if code.startswith("spent") else Counted((code,), fresh=True) for code in codes]

    def wait_for_commit(self) -> None:
        assert self.begun.acquire(timeout=PATIENCE)

    def end_commit(self) -> None:
        self.may_end.release()


class PollingPlace:
    """A box with its ledger and its voters, each in a thread of its own."""

    def __init__(self, threads: ThreadPoolExecutor, box_class: type[BallotBox] = BallotBox, **options: int) -> None:
        self.ledger = Ledger()
        self.box = box_class(None, call, count=self.ledger, **options)
        self.threads = threads
        self.thread_of: dict[str, int] = {}

    def cast(self, code: str) -> Counted:
        self.thread_of[code] = get_ident()
        return self.box.cast(a_cast(code, {"code": code}))

    def ask(self, code: str) -> Counted | str:
        """Casts a ballot; answers with the code of a refusal, too."""
        return or_refusal(lambda: self.cast(code))

    def send(self, code: str) -> Future[Counted | str]:
        """Sends a ballot and goes on at once."""
        return self.threads.submit(self.ask, code)

    def queue(self, *codes: str) -> list[Future[Counted | str]]:
        """Sends ballots while a commit is held up; they stand in line in this order."""
        sent = []
        for code in codes:
            length = len(self.box._waiting)
            sent.append(self.send(code))
            wait_until(lambda length=length: len(self.box._waiting) == length + 1)
        return sent

    def hold(self, code: str) -> Future[Counted | str]:
        """Sends a ballot whose commit stops in the middle."""
        self.ledger.held = True
        sent = self.send(code)
        self.ledger.wait_for_commit()
        return sent

    def let_go(self) -> None:
        """Lets the running commit end, and every later one."""
        self.ledger.held = False
        self.ledger.end_commit()


@pytest.fixture
def threads():
    with ThreadPoolExecutor(40) as pool:
        yield pool


@pytest.fixture
def hall_of(threads):
    return lambda **options: PollingPlace(threads, **options)


def counted(code: str) -> Counted:
    return Counted((code,), fresh=True)


def answers(sent):
    return [future.result(PATIENCE) for future in sent]


def test_a_lone_ballot_is_committed_at_once_and_alone(hall_of):
    hall = hall_of()
    assert hall.cast("a") == counted("a")
    assert hall.cast("b") == counted("b")
    assert hall.ledger.commits == [["a"], ["b"]]
    assert hall.box.idle is True


def test_a_refusal_reaches_the_one_it_is_meant_for(hall_of):
    hall = hall_of()
    first = hall.hold("a")
    others = hall.queue("spent-b", "c")
    hall.let_go()
    assert answers([first, *others]) == [counted("a"), "already_voted", counted("c")]


def test_ballots_that_come_while_a_commit_runs_share_the_next_one(hall_of):
    hall = hall_of()
    first = hall.hold("a")
    others = hall.queue("b", "c", "d")
    hall.let_go()
    assert answers([first, *others]) == [counted("a"), counted("b"), counted("c"), counted("d")]
    assert hall.ledger.commits == [["a"], ["b", "c", "d"]]
    assert hall.box.idle is True


def test_nobody_is_answered_before_the_commit(hall_of):
    hall = hall_of()
    sent = [hall.hold("a"), *hall.queue("b", "c")]
    assert wait(sent, timeout=A_MOMENT).done == set()
    hall.ledger.end_commit()
    hall.ledger.wait_for_commit()
    assert answers(sent[:1]) == [counted("a")]
    assert wait(sent[1:], timeout=A_MOMENT).done == set()
    hall.let_go()
    assert answers(sent[1:]) == [counted("b"), counted("c")]


def test_the_lead_goes_to_the_one_who_waits_longest_and_whoever_is_counted_may_go(hall_of):
    hall = hall_of()
    first = hall.hold("a")
    others = hall.queue("b", "c")
    hall.ledger.end_commit()
    hall.ledger.wait_for_commit()
    assert answers([first]) == [counted("a")]  # while the others' commit still runs
    hall.let_go()
    assert answers(others) == [counted("b"), counted("c")]
    assert hall.ledger.leaders == [hall.thread_of["a"], hall.thread_of["b"]]


def test_a_long_line_is_committed_in_portions(hall_of, monkeypatch):
    monkeypatch.setattr(ballot_box, "MOST_IN_A_COMMIT", 2)
    hall = hall_of()
    sent = [hall.hold("a"), *hall.queue("b", "c", "d", "e", "f")]
    hall.let_go()
    assert answers(sent) == [counted(code) for code in "abcdef"]
    assert hall.ledger.commits == [["a"], ["b", "c"], ["d", "e"], ["f"]]
    assert hall.ledger.leaders == [hall.thread_of[code] for code in "abdf"]


# --- When something goes wrong


def test_a_commit_that_fails_fails_all_its_waiters_and_the_next_is_fine(hall_of):
    hall = hall_of()
    first = hall.hold("a")
    hall.ledger.faults["b"] = StorageUnavailable("the disk is full")
    others = hall.queue("b", "c")
    hall.let_go()
    assert answers([first, *others]) == [counted("a"), "try_again", "try_again"]
    assert hall.cast("c") == counted("c")
    assert hall.ledger.commits == [["a"], ["b", "c"], ["c"]]
    assert hall.box.idle is True


def test_a_ballot_that_is_a_defect_does_not_fail_its_neighbours(hall_of):
    hall = hall_of()
    first = hall.hold("a")
    hall.ledger.faults["bad"] = ZeroDivisionError("a defect of ours")
    others = hall.queue("b", "bad", "spent-c", "d")
    hall.let_go()
    assert answers([first, *others]) == [counted("a"), counted("b"), "try_again", "already_voted", counted("d")]
    assert hall.ledger.commits == [["a"], ["b", "bad", "spent-c", "d"], ["b"], ["bad"], ["spent-c"], ["d"]]
    assert hall.cast("e") == counted("e")


def test_a_lone_ballot_that_is_a_defect_is_tried_once(hall_of):
    hall = hall_of()
    hall.ledger.faults["bad"] = KeyError("a defect of ours")
    assert hall.ask("bad") == "try_again"
    assert hall.ledger.commits == [["bad"]]
    assert hall.cast("a") == counted("a")


def test_a_database_that_goes_away_while_ballots_are_tried_alone_fails_those_it_misses(hall_of):
    hall = hall_of()
    first = hall.hold("a")
    hall.ledger.faults |= {"bad": RuntimeError("a defect of ours"), "c": StorageUnavailable("gone")}
    others = hall.queue("bad", "b", "c")
    hall.let_go()
    assert answers([first, *others]) == [counted("a"), "try_again", counted("b"), "try_again"]


def test_a_full_queue_says_slow_down_and_keeps_those_who_wait(hall_of):
    hall = hall_of(most_waiting=2)
    sent = [hall.hold("a"), *hall.queue("b", "c")]
    with pytest.raises(Refusal) as refused:
        hall.cast("d")
    assert (refused.value.code, refused.value.fields) == ("slow_down", {"retry_after": 2})
    hall.let_go()
    assert answers(sent) == [counted("a"), counted("b"), counted("c")]
    assert hall.cast("d") == counted("d")
    assert hall.ledger.commits == [["a"], ["b", "c"], ["d"]]


# --- When patience runs out


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(ballot_box, "PATIENCE_SECONDS", 0.05)


@pytest.mark.usefixtures("hurried")
def test_who_gives_up_in_the_line_is_not_counted_and_the_box_goes_on(hall_of):
    hall = hall_of()
    first = hall.hold("a")
    assert answers([hall.send("b")]) == ["try_again"]
    hall.let_go()
    assert answers([first]) == [counted("a")]
    assert hall.box.idle is True
    assert hall.cast("c") == counted("c")
    assert hall.ledger.commits == [["a"], ["c"]]


def test_who_gives_up_while_being_counted_is_counted_and_the_box_goes_on(hall_of, monkeypatch):
    hall = hall_of()
    first = hall.hold("a")
    (leader,) = hall.queue("b")
    monkeypatch.setattr(ballot_box, "PATIENCE_SECONDS", 0.5)
    (follower,) = hall.queue("c")
    hall.ledger.end_commit()
    hall.ledger.wait_for_commit()
    assert answers([first, follower]) == [counted("a"), "try_again"]
    hall.let_go()
    assert answers([leader]) == [counted("b")]
    assert hall.ledger.commits == [["a"], ["b", "c"]]
    assert hall.cast("d") == counted("d")


class GivesUpLate(BallotBox):
    """Gives up in the very moment in which the ballot has been asked to lead."""

    def _give_up(self, ticket):
        wait_until(lambda: ticket.leads)
        super()._give_up(ticket)


@pytest.mark.usefixtures("hurried")
def test_who_gives_up_when_just_asked_to_lead_leads(hall_of):
    hall = hall_of(box_class=GivesUpLate)
    first = hall.hold("a")
    late = hall.send("b")
    wait_until(lambda: len(hall.box._waiting) == 1)
    Event().wait(A_MOMENT)  # until b's patience has run out
    hall.let_go()
    assert answers([first, late]) == [counted("a"), counted("b")]
    assert hall.box.idle is True
    assert hall.cast("c") == counted("c")
    assert hall.ledger.commits == [["a"], ["b"], ["c"]]


# --- Crowds


def test_a_crowd_is_answered_each_exactly_once_and_with_its_own_answer(hall_of):
    hall = hall_of()
    codes = [[f"{voter}-{number}" for number in range(50)] for voter in range(32)]
    answered = all_at_once(*[lambda own=own: [hall.cast(code) for code in own] for own in codes])
    assert answered == [[counted(code) for code in own] for own in codes]
    assert sorted(code for commit in hall.ledger.commits for code in commit) == sorted(chain.from_iterable(codes))
    assert hall.box.idle is True


def test_a_crowd_with_defects_and_refusals_in_it_is_answered_each_with_its_own_answer(hall_of):
    hall = hall_of()
    kinds = {0: "bad", 1: "spent", 2: "good"}
    codes = [[f"{kinds[(voter + number) % 3]}-{voter}-{number}" for number in range(10)] for voter in range(16)]
    hall.ledger.faults = {code: ValueError(code) for own in codes for code in own if code.startswith("bad")}

    def expected(code):
        return {"bad": "try_again", "spent": "already_voted", "good": counted(code)}[code.split("-")[0]]

    answered = all_at_once(*[lambda own=own: [hall.ask(code) for code in own] for own in codes])
    assert answered == [[expected(code) for code in own] for own in codes]
    assert hall.box.idle is True


# --- Tidying


class Shelf:
    """Stands for a database that can only be tidied; says what it is told to."""

    def __init__(self, *outcomes: bool | Exception) -> None:
        self.outcomes = list(outcomes)

    def tidy(self) -> bool:
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def test_the_box_is_tidied_after_ballots_and_until_it_succeeds():
    shelf = Shelf(False, StorageUnavailable("away"), True)
    box = BallotBox(shelf, call, count=Ledger())
    box.tidy()  # nothing was counted: nobody is asked
    seen = [(box.unclean, len(shelf.outcomes))]
    box.cast(a_cast("a", {"code": "a"}))
    for _ in range(4):
        seen.append((box.unclean, len(shelf.outcomes)))
        box.tidy()
    assert seen == [(False, 3), (True, 3), (True, 2), (True, 1), (False, 0)]


def test_a_commit_that_failed_is_tidied_too():
    ledger = Ledger()
    ledger.faults["a"] = StorageUnavailable("the disk is full")
    box = BallotBox(Shelf(True), call, count=ledger)
    assert or_refusal(lambda: box.cast(a_cast("a", {"code": "a"}))) == "try_again"
    assert box.unclean is True
    box.tidy()
    assert box.unclean is False


def test_a_ballot_that_comes_while_the_box_is_tidied_makes_it_unclean_again():
    class Busy(Shelf):
        def tidy(self) -> bool:
            box.cast(a_cast("b", {"code": "b"}))
            return super().tidy()

    box = BallotBox(Busy(True), call, count=Ledger())
    box.cast(a_cast("a", {"code": "a"}))
    box.tidy()
    assert box.unclean is True


# --- With a real database


def test_a_commit_that_breaks_when_half_of_it_is_stored_counts_nobody_twice(world, threads):
    """A batch over two sessions is two transactions: when the second breaks, the ballots of the first ask again."""
    codes = world.issue("half-year")["cadres"]
    world.open("half-year")
    marks = {"alpha": "70", "beta": "60", "gamma": "50"}
    broken = a_cast(codes[2], marks, review="2026/year-end")
    begun, go_on = Event(), Event()

    def count(database, casts):
        begun.set()
        assert go_on.wait(PATIENCE)
        outcomes = count_casts(database, [cast for cast in casts if cast is not broken])
        if broken in casts:
            raise LookupError
        return outcomes

    box = BallotBox(world.database, call, count=count)
    sent = [threads.submit(or_refusal, lambda: box.cast(a_cast(codes[0], marks)))]
    assert begun.wait(PATIENCE)
    for at, cast in enumerate([a_cast(codes[1], marks), broken], 1):
        sent.append(threads.submit(or_refusal, lambda cast=cast: box.cast(cast)))
        wait_until(lambda at=at: len(box._waiting) == at)
    go_on.set()
    everything = ("alpha", "beta", "gamma")
    assert answers(sent) == [Counted(everything, fresh=True), Counted(everything, fresh=False), "try_again"]
    assert ballots_by_department(world, "2026/half-year") == {"alpha": 2, "beta": 2, "gamma": 2}
    assert len(world.dump()["spent"]) == 2
