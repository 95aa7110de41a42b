"""Counting on the real database: whatever races, one slip counts once for a department, or leaves no trace."""

from __future__ import annotations

from collections import Counter
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.crowd import (
    LEVELS,
    PATIENCE,
    Hall,
    a_cast,
    all_at_once,
    ballots_by_department,
    grades,
    levels_of,
    or_refusal,
    points,
    receipt_of,
    wait_until,
)
from tests.support.journals import files_of
from tests.support.levels import Arrival, Box, Dropped, OneByOne
from tests.support.world import a_world
from voting.actions.check import check
from voting.actions.counting import Counted, count_casts
from voting.actions.meeting import annul, close_departments, close_review, pause, resume
from voting.actions.slips import cancel_slips
from voting.domain.refusals import Refusal
from voting.storage import reviews, slips

ALL = ("alpha", "beta", "gamma")
MARKS = {"alpha": 75, "beta": 60, "gamma": None}
STORED = {"alpha": "75", "beta": "60", "gamma": "abstain"}
FRESH = Counted(ALL, fresh=True)
AGAIN = Counted(ALL, fresh=False)


def tally(answers):
    """How often each answer was given; a counted ballot by whether it was counted just now."""
    return Counter(("fresh" if one.fresh else "again") if isinstance(one, Counted) else one for one in answers)


def codes_of(outcomes):
    return [outcome.code if isinstance(outcome, Refusal) else outcome for outcome in outcomes]


def returned(world):
    """Slips that came back, by session and group."""
    return {(row[0], row[1]): row[4] for row in world.dump()["review_group"] if row[4]}


def content(world):
    """Every row, and every byte of the files once they are tidy."""
    assert world.database.tidy() is True
    files = files_of(world.path)
    return world.dump(), files[""], files["-wal"]


# --- One slip, one count


def test_a_ballot_becomes_counters_and_a_spent_slip_and_nothing_else(half_year):
    world, code = half_year.world, half_year.world.slips["half-year"]["cadres"][0]
    before = world.dump()
    assert half_year.cast(code, MARKS) == FRESH
    after = world.dump()
    assert {table for table in after if after[table] != before[table]} == {
        "counter", "spent", "slip", "review_group", "review",
    }  # fmt: skip
    cast = a_cast(code, {})
    assert after["spent"] == [(cast.slip, "*", "cadres", cast.receipt)]
    assert after["counter"] == [
        ("2026/half-year", "cadres", "alpha", "filling", "75", 1),
        ("2026/half-year", "cadres", "beta", "filling", "60", 1),
        ("2026/half-year", "cadres", "gamma", "filling", "abstain", 1),
    ]
    assert [row for row in after["slip"] if row not in before["slip"]] == [
        (cast.slip, "2026/half-year", "cadres", "returned")
    ]
    assert returned(world) == {("2026/half-year", "cadres"): 1}


def through_one_box(world):
    return Hall(world).cast


def through_a_box_each(world):
    return lambda *ballot: Hall(world).cast(*ballot)


BOXES = pytest.mark.parametrize("way", [through_one_box, through_a_box_each])


@BOXES
def test_the_same_slip_from_twenty_phones_at_once_counts_once(half_year, way):
    world, cast = half_year.world, way(half_year.world)
    code = world.slips["half-year"]["cadres"][0]
    answers = all_at_once(*[lambda n=n: cast(code, points(n), f"{n:032x}") for n in range(20)])
    assert tally(answers) == {"fresh": 1, "already_voted": 19}
    winner = next(n for n, answer in enumerate(answers) if answer == FRESH)
    assert levels_of(world) == {
        ("2026/half-year", "cadres", department, "filling"): {"abstain" if mark is None else str(mark): 1}
        for department, mark in points(winner).items()
    }
    assert returned(world) == {("2026/half-year", "cadres"): 1}
    assert check(world.database) == []


@BOXES
def test_the_same_receipt_from_twenty_threads_at_once_counts_once_and_is_told_so_each_time(half_year, way):
    world, cast = half_year.world, way(half_year.world)
    code = world.slips["half-year"]["cadres"][0]
    answers = all_at_once(*[lambda: cast(code, MARKS)] * 20)
    assert tally(answers) == {"fresh": 1, "again": 19}
    assert ballots_by_department(world, "2026/half-year") == dict.fromkeys(ALL, 1)
    assert len(world.dump()["spent"]) == 1
    assert returned(world) == {("2026/half-year", "cadres"): 1}


def test_one_department_of_one_slip_counts_once_whatever_else_is_on_the_ballots(year_end):
    """Ballots for alpha, for beta and for both, from one slip at once: one that names all that is open counts."""
    world, code = year_end.world, year_end.world.slips["year-end"]["cadres"][0]

    def count(number, departments):
        cast = a_cast(
            code, dict.fromkeys(departments, "E"), review="2026/year-end", receipt=f"{number:032x}", whole=False
        )
        return count_casts(world.database, [cast])[0]

    ballots = enumerate([("alpha",), ("beta",), ("alpha", "beta")] * 6)
    answers = all_at_once(*[lambda n=n, names=names: count(n, names) for n, names in ballots])
    counted = sorted(answer.departments for answer in answers if isinstance(answer, Counted))
    assert counted == [("alpha", "beta")]
    assert {one for one in codes_of(answers) if isinstance(one, str)} <= {"already_voted", "invalid_ballot"}
    assert ballots_by_department(world, "2026/year-end") == {"alpha": 1, "beta": 1}
    assert returned(world) == {("2026/year-end", "cadres"): 1}
    assert check(world.database) == []


def test_a_crowd_of_slips_is_counted_each_once(large_world):
    world = large_world
    codes = [code for group in world.issue("half-year").values() for code in group]
    world.open("half-year")
    hall = Hall(world)
    shares = [codes[at::16] for at in range(16)]
    answers = all_at_once(
        *[lambda own=own, at=at: [hall.cast(c, points(at)) for c in own] for at, own in enumerate(shares)]
    )
    assert answers == [[FRESH] * len(own) for own in shares]
    assert ballots_by_department(world, "2026/half-year") == dict.fromkeys(ALL, len(codes))
    assert returned(world) == {("2026/half-year", "cadres"): 40, ("2026/half-year", "leadership"): 40}
    assert check(world.database) == []


# --- Asking again


@pytest.mark.parametrize("marks", [MARKS, points(3), {}, {"alpha": 101}, {"unheard of": "E"}])
def test_the_same_receipt_is_answered_the_same_whatever_the_marks_say(half_year, marks):
    world, code = half_year.world, half_year.world.slips["half-year"]["cadres"][0]
    half_year.cast(code, MARKS)
    before = content(world)
    assert half_year.cast(code, marks) == AGAIN
    assert Hall(world).cast(code, marks) == AGAIN
    assert content(world) == before


def test_the_same_receipt_is_answered_the_same_when_voting_is_over(half_year):
    world, (first, second, *_) = half_year.world, half_year.world.slips["half-year"]["cadres"]
    half_year.cast(first, MARKS)
    answers = []
    for stop in (pause, resume, lambda tools, review: close_review(tools, review, world.witness)):
        stop(world.tools, "half-year")
        answers += [half_year.cast(first, MARKS), Hall(world).cast(first, MARKS)]
    assert answers == [AGAIN] * 6
    assert half_year.cast(second, MARKS) == "not_open"


def test_a_receipt_in_capitals_is_the_same_receipt(half_year):
    code = half_year.world.slips["half-year"]["cadres"][0]
    assert half_year.cast(code, MARKS, "ab" * 16) == FRESH
    assert half_year.cast(code, MARKS, "AB" * 16) == AGAIN


def test_another_slip_with_the_same_receipt_is_another_ballot(half_year):
    first, second, *_ = half_year.world.slips["half-year"]["cadres"]
    assert half_year.cast(first, MARKS, "0" * 32) == FRESH
    assert half_year.cast(second, MARKS, "0" * 32) == FRESH


def test_one_by_one_a_receipt_answers_for_the_departments_it_was_counted_for(year_end):
    world, code = year_end.world, year_end.world.slips["year-end"]["leadership"][0]
    first, second = "1" * 32, "2" * 32
    assert year_end.cast(code, {"alpha": "E", "beta": None}, first) == Counted(("alpha", "beta"), fresh=True)
    world.open("year-end", "gamma")
    assert year_end.cast(code, {"gamma": "G"}, second) == Counted(("gamma",), fresh=True)
    assert year_end.cast(code, {"gamma": "P"}, first) == Counted(("alpha", "beta"), fresh=False)
    assert year_end.cast(code, {"alpha": "P", "beta": "P"}, second) == Counted(("gamma",), fresh=False)
    assert year_end.cast(code, {"gamma": "P"}, "3" * 32) == "already_voted"
    assert returned(world) == {("2026/year-end", "leadership"): 1}


# --- Nothing, and no trace


def test_a_second_ballot_is_refused_and_leaves_no_trace(half_year):
    world, code = half_year.world, half_year.world.slips["half-year"]["cadres"][0]
    half_year.cast(code, MARKS)
    before = content(world)
    assert half_year.cast(code, points(5), "f" * 32) == "already_voted"
    assert content(world) == before


def test_two_departments_of_which_one_is_counted_already_count_not_at_all(year_end):
    world, code = year_end.world, year_end.world.slips["year-end"]["cadres"][0]
    assert year_end.cast(code, {"alpha": "E", "beta": "E"}, "1" * 32) == Counted(("alpha", "beta"), fresh=True)
    world.open("year-end", "gamma")
    before = content(world)
    assert year_end.cast(code, {"beta": "G", "gamma": "G"}, "2" * 32) == "already_voted"
    for marks in ({"beta": "G", "gamma": "G"}, {"gamma": "G", "beta": "G"}):
        late = a_cast(code, marks, review="2026/year-end", whole=False, receipt="2" * 32)
        assert codes_of(count_casts(world.database, [late])) == ["already_voted"]
    assert content(world) == before
    assert year_end.cast(code, {"gamma": "G"}, "2" * 32) == Counted(("gamma",), fresh=True)


def test_a_ballot_that_names_nothing_is_not_counted_and_its_slip_is_not_returned(year_end):
    """Between two reports no department is open; a phone that sends nothing then has not voted."""
    world, code = year_end.world, year_end.world.slips["year-end"]["cadres"][0]
    close_departments(world.tools, "year-end", ["alpha", "beta"])
    year_end.polls.read(code)
    year_end.cast(world.slips["year-end"]["cadres"][1], {"alpha": "E"})  # now the polls know that nothing is open
    before = content(world)
    assert year_end.cast(code, {}) == "not_open"
    assert content(world) == before


@pytest.mark.parametrize("known", [False, True], ids=["a phone nobody has seen", "a phone the polls remember"])
def test_a_cancelled_slip_counts_no_more(half_year, known):
    world, code = half_year.world, half_year.world.slips["half-year"]["cadres"][0]
    if known:
        half_year.cast(world.slips["half-year"]["cadres"][1], MARKS)
        half_year.polls.read(code)
    cancel_slips(world.tools, "half-year", [code])
    before = content(world)
    assert half_year.cast(code, MARKS) == "unknown_code"
    assert codes_of(count_casts(world.database, [a_cast(code, STORED)])) == ["unknown_code"]
    assert content(world) == before


def test_a_slip_that_was_never_issued_counts_no_more(half_year):
    before = content(half_year.world)
    assert half_year.cast("0" * 16, MARKS) == "unknown_code"
    assert half_year.cast("not a code", MARKS) == "unknown_code"
    assert codes_of(count_casts(half_year.world.database, [a_cast("0" * 16, STORED)])) == ["unknown_code"]
    assert content(half_year.world) == before


@pytest.mark.parametrize("known", [False, True], ids=["a phone nobody has seen", "a phone the polls remember"])
@pytest.mark.parametrize("stop", ["pause", "close", "annul"])
def test_late_ballots_lose_and_leave_no_trace(half_year, stop, known):
    world, (first, second, *_) = half_year.world, half_year.world.slips["half-year"]["cadres"]
    if known:
        half_year.polls.read(second)
    half_year.cast(first, MARKS)
    {
        "pause": lambda: pause(world.tools, "half-year"),
        "close": lambda: close_review(world.tools, "half-year", world.witness),
        "annul": lambda: annul(world.tools, "half-year", "a wrong list", world.witness),
    }[stop]()
    before = content(world)
    assert half_year.cast(second, MARKS) == "not_open"
    assert codes_of(count_casts(world.database, [a_cast(second, STORED)])) == ["not_open"]
    assert content(world) == before


def test_a_ballot_for_a_department_that_waits_or_was_closed_loses_and_leaves_no_trace(year_end):
    world, code = year_end.world, year_end.world.slips["year-end"]["cadres"][0]
    close_departments(world.tools, "year-end", ["beta"])
    before = content(world)
    for marks in ({"beta": "E"}, {"gamma": "E"}, {"alpha": "E", "beta": "E"}, {"alpha": "E", "gamma": "E"}):
        assert year_end.cast(code, marks) == "not_open"
        late = a_cast(code, marks, review="2026/year-end", whole=False)
        assert codes_of(count_casts(world.database, [late])) == ["not_open"]
    assert content(world) == before


def test_a_ballot_that_breaks_a_rule_says_which_and_leaves_no_trace(half_year):
    world, code = half_year.world, half_year.world.slips["half-year"]["cadres"][0]
    before = content(world)
    faults = []
    for marks in (
        {"alpha": 70}, MARKS | {"delta": 70}, MARKS | {"beta": 101}, MARKS | {"beta": "75"},
        {"alpha": 90, "beta": 95, "gamma": 100}, dict.fromkeys(ALL, 70),
    ):  # fmt: skip
        with pytest.raises(Refusal) as refused:
            half_year.polls.cast(code, receipt_of(code), marks)
        faults.append(
            (refused.value.code, [(one["department"], one["fault"]) for one in refused.value.fields["faults"]])
        )
    assert faults == [
        ("invalid_ballot", [("beta", "missing"), ("gamma", "missing")]),
        ("invalid_ballot", [("delta", "unknown_department")]),
        ("invalid_ballot", [("beta", "out_of_range")]),
        ("invalid_ballot", [("beta", "out_of_range")]),
        ("invalid_ballot", [(None, "over_excellent_cap")]),
        ("invalid_ballot", [(None, "all_same")]),
    ]
    assert content(world) == before


def test_a_batch_in_which_every_ballot_is_refused_leaves_the_database_as_it_was(half_year):
    world = half_year.world
    voted, cancelled, *_ = world.slips["half-year"]["cadres"]
    half_year.cast(voted, MARKS)
    cancel_slips(world.tools, "half-year", [cancelled])
    before = content(world)
    outcomes = count_casts(
        world.database,
        [
            a_cast(voted, STORED, receipt="e" * 32),
            a_cast(cancelled, STORED),
            a_cast("0" * 16, STORED),
            a_cast(voted, STORED),
        ],
    )
    assert codes_of(outcomes) == ["already_voted", "unknown_code", "unknown_code", AGAIN]
    assert content(world) == before


def test_in_a_mixed_batch_the_refused_ballots_leave_no_trace(half_year, tmp_path):
    """The same session counts the good ballots alone, and the good among bad ones: the databases are equal."""
    (tmp_path / "twin").mkdir()
    twin = a_world(tmp_path / "twin")
    assert twin.issue("half-year") == half_year.world.slips["half-year"]
    twin.open("half-year")
    codes = twin.slips["half-year"]["cadres"]
    good = [a_cast(code, {"alpha": str(60 + n), "beta": "50", "gamma": "70"}) for n, code in enumerate(codes[:8])]
    bad = [a_cast(codes[0], STORED, receipt="b" * 32), a_cast("0" * 16, STORED)]
    mixed = [good[0], bad[0], *good[1:5], bad[1], bad[0], *good[5:], good[3]]
    outcomes = codes_of(count_casts(half_year.world.database, mixed))
    assert tally(outcomes) == {"fresh": 8, "again": 1, "already_voted": 2, "unknown_code": 1}
    assert count_casts(twin.database, good) == [FRESH] * 8
    ours, theirs = half_year.world.dump(), twin.dump()
    began = "_sqlite_migrations"  # holds the time at which each of the files was made
    assert ours | {began: []} == theirs | {began: []}
    twin.database.close()


def test_a_batch_over_two_sessions_is_answered_in_its_own_order(world):
    half, end = world.issue("half-year")["cadres"], world.issue("year-end")["cadres"]
    world.open("half-year")
    world.open("year-end", "alpha")
    at_the_end = {"review": "2026/year-end", "whole": False}
    outcomes = count_casts(
        world.database,
        [
            a_cast(end[0], {"alpha": "E"}, **at_the_end),
            a_cast(half[0], STORED),
            a_cast(end[1], {"beta": "E"}, **at_the_end),
            a_cast(half[0], STORED, receipt="c" * 32),
            a_cast(end[2], {"alpha": "abstain"}, **at_the_end),
        ],
    )
    one = Counted(("alpha",), fresh=True)
    assert codes_of(outcomes) == [one, FRESH, "not_open", "already_voted", one]
    assert returned(world) == {("2026/half-year", "cadres"): 1, ("2026/year-end", "cadres"): 2}


# --- A crowd racing the closing


def race(world, codes, cast, end, after):
    """Eight threads cast while another ends the session; each keeps its last ballots until the end. All answers."""
    accepted, over = [], Event()

    def vote(own):
        answers = []
        for at, code in enumerate(own):
            if at == len(own) - 2:
                assert over.wait(PATIENCE)
            answers.append(cast(code))
            if isinstance(answers[-1], Counted):
                accepted.append(code)
        return answers

    def stop():
        wait_until(lambda: len(accepted) >= after)
        try:
            end()
        finally:
            over.set()
        return []

    shares = [codes[at::8] for at in range(8)]
    return [one for own in all_at_once(stop, *[lambda own=own: vote(own) for own in shares]) for one in own]


def test_racing_a_close_accepted_is_stored_is_returned(large_world):
    world = large_world
    issued = world.issue("half-year")
    codes = [code for pair in zip(*issued.values(), strict=True) for code in pair]
    world.open("half-year")
    hall = Hall(world)
    number = {code: at for at, code in enumerate(codes)}
    answers = race(
        world, codes, lambda code: hall.cast(code, points(number[code])),
        lambda: close_review(world.tools, "half-year", world.witness), after=20,
    )  # fmt: skip
    found = tally(answers)
    assert found.keys() == {"fresh", "not_open"}
    assert found.total() == 80
    assert 20 <= found["fresh"] <= 64
    assert ballots_by_department(world, "2026/half-year") == dict.fromkeys(ALL, found["fresh"])
    assert sum(returned(world).values()) == found["fresh"]
    assert len(world.dump()["spent"]) == found["fresh"]
    assert Counter(row[3] for row in world.dump()["slip"]) == {"returned": found["fresh"], "issued": found["not_open"]}
    assert check(world.database) == []


def test_racing_the_closing_of_one_department_accepted_is_stored_is_returned(large_world):
    world = large_world
    issued = world.issue("year-end")
    codes = [code for pair in zip(*issued.values(), strict=True) for code in pair]
    world.open("year-end", "alpha", "beta")
    hall = Hall(world)
    number = {code: at for at, code in enumerate(codes)}
    answers = race(
        world, codes, lambda code: hall.cast(code, grades(number[code], "alpha", "beta")),
        lambda: close_departments(world.tools, "year-end", ["alpha"]), after=20,
    )  # fmt: skip
    found = tally(answers)
    assert found.keys() == {"fresh", "not_open"}
    assert 20 <= found["fresh"] <= 64
    assert ballots_by_department(world, "2026/year-end") == dict.fromkeys(("alpha", "beta"), found["fresh"])
    assert len(world.dump()["spent"]) == 2 * found["fresh"]
    late = [code for code in codes if hall.cast(code, {"beta": "G"}) == Counted(("beta",), fresh=True)]
    assert len(late) == found["not_open"]
    assert ballots_by_department(world, "2026/year-end") == {"alpha": found["fresh"], "beta": 80}
    assert sum(returned(world).values()) == 80
    assert check(world.database) == []


def test_racing_an_annulment_nothing_is_left_of_what_was_accepted(large_world):
    world = large_world
    codes = world.issue("half-year")["cadres"]
    world.open("half-year")
    hall = Hall(world)
    answers = race(
        world, codes, lambda code: hall.cast(code, MARKS),
        lambda: annul(world.tools, "half-year", "a wrong list", world.witness), after=5,
    )  # fmt: skip
    assert tally(answers).keys() == {"fresh", "not_open"}
    assert (world.dump()["counter"], world.dump()["spent"]) == ([], [])
    assert sum(returned(world).values()) == tally(answers)["fresh"]
    assert check(world.database) == []


def test_racing_a_cancellation_a_slip_is_either_counted_or_cancelled(large_world):
    world = large_world
    codes = world.issue("half-year")["cadres"][:24]
    world.open("half-year")
    hall = Hall(world)

    def cancel(code):
        return or_refusal(lambda: sum(cancel_slips(world.tools, "half-year", [code]).values()))

    answers = all_at_once(
        *[lambda code=code: hall.cast(code, MARKS) for code in codes],
        *[lambda code=code: cancel(code) for code in codes],
    )
    votes, cancellations = answers[:24], answers[24:]
    assert {(vote, cancelled) for vote, cancelled in zip(votes, cancellations, strict=True)} <= {
        (FRESH, "used_slip"), ("unknown_code", 1),
    }  # fmt: skip
    assert ballots_by_department(world, "2026/half-year").get("alpha", 0) == votes.count(FRESH)
    assert check(world.database) == []


# --- Levels


GROUPS = ("leadership", "cadres")
MOST = 60  # ballots of one example


@pytest.fixture(scope="module")
def levels_world(tmp_path_factory):
    """One database for all examples; each example adds a session of its own."""
    world = a_world(tmp_path_factory.mktemp("levels"))
    yield world
    world.database.close()


def new_session(world, number):
    """A session that is open, with more slips than an example needs; returns its key."""
    with world.database.writing() as door:
        new = reviews.NewReview(2026, f"example-{number}", "year-end", 9, "k", ALL, GROUPS)
        key = reviews.add(door, new)
        reviews.change_state(door, key, to="open", came_from=("waiting",))
        for name in ALL:
            reviews.change_department(door, key, name, to="open", came_from=("waiting",))
        for group in GROUPS:
            slips.add(door, key, group, [a_cast(f"{key} {group} {n}", {}).slip for n in range(MOST)])
    return key


ballot_of_anyone = st.tuples(
    st.sampled_from(GROUPS),
    st.fixed_dictionaries({}, optional=dict.fromkeys(ALL, st.sampled_from(["E", "G", "F", "P", None]))).filter(bool),
    st.sampled_from(["counted", "counted", "counted", "counted", "refused"]),
)
meetings = st.lists(st.lists(ballot_of_anyone, min_size=1, max_size=13), min_size=1, max_size=9).filter(
    lambda commits: sum(map(len, commits)) <= MOST
)
numbers = iter(range(1_000_000))


@settings(max_examples=60, deadline=None)
@given(commits=meetings, batch=st.integers(2, 6))
def test_levels_are_those_of_one_ballot_at_a_time_however_ballots_arrive(levels_world, commits, batch):
    world, key = levels_world, new_session(levels_world, next(numbers))
    model, seen, at = Box(OneByOne, batch), [], 0
    for commit in commits:
        casts, expected = [], []
        for group, marks, kind in commit:
            slip_group = group if kind == "counted" else "nobody"
            stored = {name: "abstain" if mark is None else mark for name, mark in marks.items()}
            casts.append(a_cast(f"{key} {slip_group} {at}", stored, review=key, group=group, whole=True, batch=batch))
            expected.append("unknown_code" if kind == "refused" else Counted(tuple(stored), fresh=True))
            at += 1
        model.commit(Arrival(group, marks) for group, marks, kind in commit if kind == "counted")
        assert codes_of(count_casts(world.database, casts)) == expected
        assert session_levels(world, key) == model_levels(model)
        seen.append(shown_of(world, key))
    sizes = [{cell: sum(marks.values()) for cell, marks in shown.items()} for shown in seen]
    for earlier, later in zip([{}, *sizes], sizes, strict=False):
        grown = {cell: later.get(cell, 0) - earlier.get(cell, 0) for cell in later.keys() | earlier.keys()}
        assert {cell: more for cell, more in grown.items() if more < 0 or more % batch} == {}


def session_levels(world, key):
    return {place[1:]: marks for place, marks in levels_of(world).items() if place[0] == key}


def shown_of(world, key):
    return {place[:2]: marks for place, marks in session_levels(world, key).items() if place[2] == "shown"}


def model_levels(model):
    """The reference's levels, in the words of the database."""
    found = {}
    for (group, department), levels in model.levels().items():
        for level, dropped in zip(LEVELS, levels, strict=True):
            marks = Counter("abstain" if one.mark is None else one.mark for one in dropped)
            if marks:
                found[group, department, level] = dict(marks)
    return found


def test_the_reference_itself_fills_holds_and_shows():
    model = Box(OneByOne, 2)
    model.commit(Arrival("g", {"d": mark}) for mark in "EGFPE")
    assert model.levels() == {
        ("g", "d"): ([Dropped(1, "E"), Dropped(2, "G")], [Dropped(3, "F"), Dropped(4, "P")], [Dropped(5, "E")])
    }


def test_with_three_batches_in_every_group_figures_are_there(half_year):
    assert half_year.all_cast("half-year") == 32
    shown = {
        place[1:3]: sum(marks.values()) for place, marks in levels_of(half_year.world).items() if place[3] == "shown"
    }
    assert shown == {(group, name): n for group, n in (("leadership", 5), ("cadres", 15)) for name in ALL}
