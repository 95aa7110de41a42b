"""The pump: what changed in the database is told once, by every worker alike, and a moment without it is survived."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.http import nothing_changes, revision
from tests.support.world import SMALL_PLAN, an_app
from tests.web.hall import Hall, hidden, on_screen, tally
from voting.actions import meeting
from voting.actions.ballot_box import BallotBox
from voting.actions.slips import cancel_slips
from voting.actions.watch import revisions
from voting.actions.years import load_plan
from voting.storage.doors import StorageUnavailable
from voting.storage.sqlite import SqliteDatabase
from voting.web.live import LOOK_EVERY_SECONDS, TIDY_EVERY_SECONDS, Pump, phones_of, screens_of

HALF, END = "2026/half-year", "2026/year-end"
PHONES, SCREENS = phones_of(HALF), screens_of(HALF)


class Told:
    """An ``emit`` that only listens."""

    def __init__(self):
        self._all = []

    def __call__(self, event, document, room):
        self._all.append((event, room, document))

    def all(self):
        """What was emitted since it was last asked."""
        found, self._all = self._all, []
        return found

    def events(self):
        """The same, events and rooms only."""
        return [(event, room) for event, room, _document in self.all()]


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def pump(voting, told):
    return Pump(voting.parts, voting.box, told)


@pytest.fixture
def hall(world, voting, pump, told):
    """The half-year open, and what the pump said first forgotten."""
    found = Hall(world, voting)
    world.open("half-year")
    pump.look()
    told.all()
    return found


STATE = [("state", PHONES), ("state", SCREENS)]
TALLY = [("tally", SCREENS)]


def test_the_first_look_tells_every_session_once(world, pump, told):
    pump.look()
    assert told.events() == [
        *STATE, *TALLY, ("state", phones_of(END)), ("state", screens_of(END)), ("tally", screens_of(END)),
    ]  # fmt: skip
    pump.look()
    assert told.all() == []


def test_when_nothing_changed_nothing_is_told_and_nothing_is_written(world, hall, pump, told):
    with nothing_changes(world):
        for _ in range(5):
            pump.look()
    assert told.all() == []


def test_a_ballot_changes_the_tally_and_not_the_state(world, hall, pump, told):
    hall.vote(leaders=1)
    pump.look()
    turnout = {"leadership": (12, 12, 1), "cadres": (20, 20, 0)}
    assert told.all() == [("tally", SCREENS, tally(3, "open", turnout, hidden()))]
    pump.look()
    assert told.all() == []


def test_many_changes_between_two_looks_are_told_as_one(world, hall, pump, told):
    hall.vote(leaders=10, cadres=20)
    meeting.pause(world.tools, "half-year")
    meeting.resume(world.tools, "half-year")
    pump.look()
    assert [(event, room, document["seq"]) for event, room, document in told.all()] == [("tally", SCREENS, 34)]
    pump.look()
    assert told.all() == []


def test_the_speaker_changes_the_state_and_not_the_tally(world, hall, pump, told):
    meeting.set_speaking(world.tools, "half-year", "beta")
    pump.look()
    states = told.all()
    assert [(event, room) for event, room, _document in states] == STATE
    rows = [{"id": name, "state": "open"} for name in ("alpha", "beta", "gamma")]
    expected = {"seq": 3, "review": "half-year", "state": "open", "departments": rows, "speaking": "beta"}
    assert [document for _event, _room, document in states] == [expected, on_screen(expected)]


def test_a_pause_changes_both(world, hall, pump, told):
    meeting.pause(world.tools, "half-year")
    pump.look()
    assert told.events() == STATE + TALLY


def test_a_change_that_nobody_may_see_is_not_told(world, hall, pump, told):
    meeting.set_speaking(world.tools, "half-year", None)
    assert revision(world, "half-year") == 3
    pump.look()
    assert told.all() == []


def test_a_change_and_its_contrary_between_two_looks_are_not_told(world, hall, pump, told):
    meeting.pause(world.tools, "half-year")
    meeting.resume(world.tools, "half-year")
    pump.look()
    assert told.all() == []


def test_cancelled_slips_change_the_tally(world, hall, pump, told):
    cancel_slips(world.tools, "half-year", hall.slips["cadres"][:2])
    pump.look()
    assert [document["turnout"][1]["issued"] for _event, _room, document in told.all()] == [18]


def test_a_refused_ballot_is_not_told(world, hall, pump, told):
    hall.vote(leaders=1)
    pump.look()
    told.all()
    hall.cast["leadership"] = 0
    hall.vote(leaders=1)  # the same slip and receipt once more
    pump.look()
    assert told.all() == []


def test_each_session_is_told_to_its_own_rooms(world, hall, pump, told):
    world.open("year-end", "alpha")
    pump.look()
    assert told.events() == [("state", phones_of(END)), ("state", screens_of(END)), ("tally", screens_of(END))]


def test_the_session_that_follows_an_annulled_one_is_told_too(world, hall, pump, told):
    again = meeting.annul(world.tools, "half-year", "the roster was wrong", world.witness)
    pump.look()
    key = f"2026/{again}"
    assert told.events() == [
        *STATE,
        *TALLY,
        ("state", phones_of(key)),
        ("state", screens_of(key)),
        ("tally", screens_of(key)),
    ]


# Two workers


@pytest.fixture
def another_worker(world):
    """A second process's view: the same file, connections and a memory of its own."""
    tools = replace(world.tools, database=SqliteDatabase(world.path))
    voting = an_app(replace(world, tools=tools))
    yield voting
    tools.database.close()


def test_two_workers_say_the_same_with_the_same_numbers(world, hall, pump, told, another_worker):
    other_told = Told()
    other = Pump(another_worker.parts, another_worker.box, other_told)
    other.look()
    other_told.all()
    steps = [
        lambda: hall.vote(leaders=1),
        lambda: hall.vote(leaders=9, cadres=10),
        lambda: meeting.set_speaking(world.tools, "half-year", "alpha"),
        lambda: meeting.pause(world.tools, "half-year"),
        lambda: meeting.close_review(world.tools, "half-year", world.witness),
    ]
    said = []
    for step in steps:
        step()
        pump.look()
        other.look()
        said.append(told.all())
        assert other_told.all() == said[-1]
    numbers = [[document["seq"] for _event, _room, document in each] for each in said]
    assert numbers == [[3], [22], [23, 23], [24, 24, 24], [25, 25, 25]]


def test_a_worker_that_looked_less_often_ends_with_the_same_words(world, hall, pump, told, another_worker):
    other_told = Told()
    other = Pump(another_worker.parts, another_worker.box, other_told)
    for leaders, cadres in ((1, 0), (4, 3), (5, 7)):
        hall.vote(leaders, cadres)
        pump.look()
    other.look()
    latest = {(event, room): document for event, room, document in told.all()}
    of_other = {(event, room): document for event, room, document in other_told.all()}
    assert of_other["tally", SCREENS] == latest["tally", SCREENS]


def test_a_ballot_counted_by_one_worker_is_told_by_the_other(world, hall, pump, told, another_worker):
    Hall(world, another_worker).vote(leaders=1)
    pump.look()
    assert told.events() == TALLY


# Storage that is away, and tidying


class Stop(Exception):
    """Ends ``Pump.run`` from within its sleep."""


def run(pump, rounds):
    """Lets the pump run for so many rounds and returns how long it wanted to sleep after each."""
    slept = []

    def sleep(seconds):
        slept.append(seconds)
        if len(slept) == rounds:
            raise Stop

    with pytest.raises(Stop):
        pump.run(sleep)
    return slept


def breaking(threads, error, at):
    """Threads whose reads fail at the given calls, counted from 0."""
    calls = iter(range(1000))

    def read(function, args=(), kwds=None):
        if next(calls) in at:
            raise error
        return threads.read(function, args, kwds)

    return replace(threads, read=read)


def test_storage_that_is_away_is_asked_again(world, hall, voting, told):
    threads = breaking(voting.parts.threads, StorageUnavailable("locked"), at={0, 1})
    pump = Pump(replace(voting.parts, threads=threads), voting.box, told)
    assert len(run(pump, 4)) == 4
    assert told.events()[:3] == STATE + TALLY


def test_storage_that_goes_away_between_two_readings_loses_no_change(world, hall, voting, told):
    threads = breaking(voting.parts.threads, StorageUnavailable("locked"), at={1})
    pump = Pump(replace(voting.parts, threads=threads), voting.box, told)
    run(pump, 2)
    assert told.events()[:3] == STATE + TALLY


def test_a_session_that_goes_away_between_two_readings_does_not_end_the_pump(world, voting, told):
    """The plan is loaded anew without the half-year, after the pump has seen its revision and before it looks at it."""
    without = SMALL_PLAN.replace('weight = "0.6"', 'weight = "1"')
    first, _half, rest = without.split("[[reviews]]")
    threads = voting.parts.threads

    def read(function, args=(), kwds=None):
        found = threads.read(function, args, kwds)
        if function is revisions and HALF in found:
            load_plan(world.tools, f"{first}[[reviews]]{rest}")
        return found

    pump = Pump(replace(voting.parts, threads=replace(threads, read=read)), voting.box, told)
    assert len(run(pump, 3)) == 3
    assert told.events() == [("state", phones_of(END)), ("state", screens_of(END)), ("tally", screens_of(END))]


def test_it_looks_five_times_a_second(world, hall, voting, told):
    now = iter(range(1000))
    pump = Pump(voting.parts, voting.box, told, clock=lambda: next(now) / 1000)
    assert run(pump, 3) == pytest.approx([LOOK_EVERY_SECONDS] * 3, abs=0.01)
    assert 1 / LOOK_EVERY_SECONDS <= 5


def test_a_look_that_took_long_leaves_a_breath_before_the_next(world, hall, voting, told):
    now = iter(range(1000))
    pump = Pump(voting.parts, voting.box, told, clock=lambda: next(now))
    assert run(pump, 2) == [0.02, 0.02]


class Box(BallotBox):
    """A ballot box that says what it is told to, and counts how often it was tidied."""

    idle = True
    tidied = 0

    def __init__(self):
        self.unclean = True

    def tidy(self):
        self.tidied += 1


@pytest.fixture
def a_box(voting, told):
    box = Box()
    time = [0.0]
    return box, Pump(voting.parts, box, told, clock=lambda: time[0]), time


def test_what_commits_left_is_cut_back_at_once_when_nothing_is_being_counted(a_box):
    box, pump, _time = a_box
    pump.tidy()
    assert box.tidied == 1


def test_a_clean_box_is_left_alone(a_box):
    box, pump, time = a_box
    box.unclean = False
    time[0] += 100
    pump.tidy()
    assert box.tidied == 0


def test_under_load_it_is_cut_back_once_a_second_at_most(a_box):
    box, pump, time = a_box
    box.idle = False
    for _ in range(5):
        pump.tidy()
    assert box.tidied == 0
    for _ in range(10):
        time[0] += TIDY_EVERY_SECONDS / 2
        pump.tidy()
    assert box.tidied == 5
