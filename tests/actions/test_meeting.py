"""The run of a session as a table: what may be done in which state, by whom, and that a refusal changes nothing."""

from __future__ import annotations

import json

import pytest

from tests.support.crowd import Hall, ballots_by_department, grades, levels_of, or_refusal, points
from tests.support.journals import by_hand, journal_of, last_entry
from tests.support.world import ORGANISER_PASSWORD, SMALL_PLAN, a_world
from voting.actions.check import check
from voting.actions.counting import Counted
from voting.actions.counts import final_digest
from voting.actions.meeting import (
    annul,
    ask_to_close,
    close_departments,
    close_review,
    confirm_closing,
    open_review,
    pause,
    resume,
    set_speaking,
)
from voting.actions.paper import enter_paper
from voting.actions.results import read_result
from voting.actions.slips import cancel_slips, issue_slips
from voting.actions.staff import Witness, add_staff
from voting.actions.standing import read_standing
from voting.actions.watch import look_by_name
from voting.domain.refusals import Refusal
from voting.domain.release import PublishedDepartment

ORGANISER = "organiser"
PAPER = {
    "half-year": "alpha,beta,gamma\n70,60,50\n",
    "year-end": "alpha,beta,gamma\nE,G,F\n",
    "spring": "alpha,beta,gamma\n1,2,3\n",
}


def unused_slips(world, review):
    return world.slips.get(review, {"cadres": ["0" * 16]})["cadres"][-1:]


def review_row(world, review="half-year"):
    record = look_by_name(world.database, review).session.record
    return {"state": record.state, "speaking": record.speaking, "closing_by": record.closing_by, "by": record.closed_by}


def departments(world, review):
    return look_by_name(world.database, review).state.departments


# --- What may be done in which state

ACTIONS = {
    "open": lambda world, review: open_review(world.tools, review),
    "open gamma": lambda world, review: open_review(world.tools, review, ["gamma"]),
    "open alpha": lambda world, review: open_review(world.tools, review, ["alpha"]),
    "open beta": lambda world, review: open_review(world.tools, review, ["beta"]),
    "pause": lambda world, review: pause(world.tools, review),
    "resume": lambda world, review: resume(world.tools, review),
    "ask to close": lambda world, review: ask_to_close(world.tools, review, actor=ORGANISER),
    "close": lambda world, review: close_review(world.tools, review, world.witness),
    "confirm": lambda world, review: confirm_closing(world.tools, review, scrutineer="scrutineer"),
    "annul": lambda world, review: annul(world.tools, review, "a wrong list of voters", world.witness),
    "close alpha": lambda world, review: close_departments(world.tools, review, ["alpha"]),
    "close gamma": lambda world, review: close_departments(world.tools, review, ["gamma"]),
    "alpha speaks": lambda world, review: set_speaking(world.tools, review, "alpha"),
    "paper": lambda world, review: enter_paper(world.tools, review, "cadres", PAPER[review]),
    "more slips": lambda world, review: issue_slips(
        world.tools, review, group="cadres", count=2, witness=world.witness
    ),
    "cancel": lambda world, review: cancel_slips(world.tools, review, unused_slips(world, review)),
}
STATES = ("waiting", "open", "paused", "asked", "closed", "annulled")
DONE = None

# Each row: the action, and what comes of it in each of STATES: done, or the code of the refusal.
TOGETHER = {
    "open": (DONE, "already_open", *["wrong_state"] * 4),
    "open alpha": ("together",) * 6,
    "pause": ("wrong_state", DONE, *["wrong_state"] * 4),
    "resume": ("wrong_state", "wrong_state", DONE, DONE, "wrong_state", "wrong_state"),
    "ask to close": ("wrong_state", DONE, DONE, DONE, "wrong_state", "wrong_state"),
    "close": ("wrong_state", DONE, DONE, DONE, "wrong_state", "wrong_state"),
    "confirm": ("not_asked", "not_asked", "not_asked", DONE, "wrong_state", "wrong_state"),
    "annul": ("wrong_state", DONE, DONE, DONE, "wrong_state", "wrong_state"),
    "close alpha": ("together",) * 6,
    "alpha speaks": ("wrong_state", DONE, DONE, DONE, "wrong_state", "wrong_state"),
    "paper": ("not_paused", "not_paused", DONE, DONE, "not_paused", "not_paused"),
    "more slips": (DONE, DONE, DONE, DONE, "ended", "ended"),
    "cancel": (DONE, DONE, DONE, DONE, "ended", "ended"),
}
# One by one: alpha is open, beta was closed, gamma waits; before the session opens, and once it has ended, all do.
ONE_BY_ONE = TOGETHER | {
    "open": (DONE, DONE, *["wrong_state"] * 4),
    "open gamma": (DONE, DONE, *["wrong_state"] * 4),
    "open alpha": (DONE, "already_open", *["wrong_state"] * 4),
    "open beta": (DONE, "department_closed", *["wrong_state"] * 4),
    "close alpha": ("wrong_state", DONE, DONE, DONE, "wrong_state", "wrong_state"),
    "close gamma": ("wrong_state", "not_open", "not_open", "not_open", "wrong_state", "wrong_state"),
}
CASES = [
    pytest.param(review, state, action, expected, id=f"{review}, {state}: {action}")
    for review, table in (("half-year", TOGETHER), ("year-end", ONE_BY_ONE))
    for action, row in table.items()
    for state, expected in zip(STATES, row, strict=True)
]


def bring_to(world, review, state):
    """A session in which somebody has voted, brought to a state."""
    world.issue(review)
    if state == "waiting":
        return
    if review == "half-year":
        world.open(review)
        assert Hall(world).cast(world.slips[review]["cadres"][0], points(1)) == Counted(
            ("alpha", "beta", "gamma"), True
        )
    else:
        world.open(review, "alpha", "beta")
        assert Hall(world).cast(world.slips[review]["cadres"][0], grades(1, "alpha", "beta")) == Counted(
            ("alpha", "beta"), True
        )
        close_departments(world.tools, review, ["beta"])
    steps = {
        "open": (),
        "paused": ("pause",),
        "asked": ("ask to close",),
        "closed": ("ask to close", "confirm"),
        "annulled": ("annul",),
    }
    for step in steps[state]:
        ACTIONS[step](world, review)


@pytest.mark.parametrize(("review", "state", "action", "expected"), CASES)
def test_what_may_be_done_in_which_state(world, review, state, action, expected):
    bring_to(world, review, state)
    before = world.dump()
    if expected is DONE:
        ACTIONS[action](world, review)
        assert len(world.dump()["journal"]) == len(before["journal"]) + 1
    else:
        with pytest.raises(Refusal) as refused:
            ACTIONS[action](world, review)
        assert refused.value.code == expected
        assert world.dump() == before


AFTERWARDS = {
    ("waiting", "open"): {"state": "open"},
    ("open", "pause"): {"state": "paused"},
    ("open", "ask to close"): {"state": "paused", "closing_by": ORGANISER},
    ("open", "close"): {"state": "closed", "by": "command line + scrutineer"},
    ("open", "annul"): {"state": "annulled"},
    ("open", "alpha speaks"): {"state": "open", "speaking": "alpha"},
    ("paused", "resume"): {"state": "open"},
    ("paused", "ask to close"): {"state": "paused", "closing_by": ORGANISER},
    ("paused", "close"): {"state": "closed", "by": "command line + scrutineer"},
    ("paused", "alpha speaks"): {"state": "paused", "speaking": "alpha"},
    ("paused", "annul"): {"state": "annulled"},
    ("asked", "resume"): {"state": "open"},
    ("asked", "confirm"): {"state": "closed", "by": "organiser + scrutineer"},
    ("asked", "close"): {"state": "closed", "by": "command line + scrutineer"},
}


@pytest.mark.parametrize(("state", "action"), AFTERWARDS)
def test_what_is_done_is_done(world, state, action):
    bring_to(world, "half-year", state)
    ACTIONS[action](world, "half-year")
    nothing = {"speaking": None, "closing_by": None, "by": None}
    assert review_row(world) == nothing | AFTERWARDS[state, action]


@pytest.mark.parametrize("end", ["closed", "annulled"])
@pytest.mark.parametrize("review", ["half-year", "year-end"])
def test_when_a_session_ends_every_department_is_closed_and_nobody_speaks(world, review, end):
    bring_to(world, review, "open")
    ACTIONS["alpha speaks"](world, review)
    ACTIONS["close" if end == "closed" else "annul"](world, review)
    assert departments(world, review) == dict.fromkeys(("alpha", "beta", "gamma"), "closed")
    assert review_row(world, review)["speaking"] is None


SAYS = {
    "waiting": "The session has not been opened yet.",
    "open": "The session is open.",
    "paused": "The session is paused. Resume it first.",
    "closed": "The session is closed for good.",
    "annulled": "The session was annulled.",
}


@pytest.mark.parametrize(
    ("state", "action"),
    [("waiting", "pause"), ("open", "resume"), ("paused", "open"), ("closed", "resume"), ("closed", "open"),
     ("closed", "confirm"), ("annulled", "close"), ("annulled", "open")],
)  # fmt: skip
def test_a_refusal_says_what_the_state_is(world, state, action):
    bring_to(world, "half-year", state)
    with pytest.raises(Refusal) as refused:
        ACTIONS[action](world, "half-year")
    assert str(refused.value) == SAYS[state]


@pytest.mark.parametrize("action", ACTIONS)
def test_a_session_that_does_not_exist_is_refused_whatever_is_to_be_done(world, action):
    before = world.dump()
    with pytest.raises(Refusal) as refused:
        ACTIONS[action](world, "spring")
    assert (refused.value.code, world.dump()) == ("no_such_review", before)


@pytest.mark.parametrize("act", [open_review, close_departments])
def test_a_department_that_does_not_exist_is_refused(world, act):
    bring_to(world, "year-end", "open")
    before = world.dump()
    with pytest.raises(Refusal) as refused:
        act(world.tools, "year-end", ["alpha", "delta"])
    assert (refused.value.code, world.dump()) == ("no_such_department", before)


def test_nobody_speaks_for_a_department_that_does_not_exist(world):
    bring_to(world, "half-year", "open")
    before = world.dump()
    assert or_refusal(lambda: set_speaking(world.tools, "half-year", "delta")) == "no_such_department"
    assert world.dump() == before


# --- One by one


def test_one_department_that_opens_is_the_one_that_speaks(world):
    speaking = []
    for named in (["alpha"], ["beta", "gamma"]):
        open_review(world.tools, "year-end", named)
        speaking.append(review_row(world, "year-end")["speaking"])
    assert speaking == ["alpha", None]
    assert departments(world, "year-end") == dict.fromkeys(("alpha", "beta", "gamma"), "open")


def test_opening_without_names_opens_what_still_waits(world):
    bring_to(world, "year-end", "open")
    assert departments(world, "year-end") == {"alpha": "open", "beta": "closed", "gamma": "waiting"}
    open_review(world.tools, "year-end")
    assert departments(world, "year-end") == {"alpha": "open", "beta": "closed", "gamma": "open"}


def test_of_several_departments_all_close_or_none(world):
    bring_to(world, "year-end", "open")
    before = world.dump()
    assert or_refusal(lambda: close_departments(world.tools, "year-end", ["alpha", "gamma"])) == "not_open"
    assert world.dump() == before


def test_the_department_that_closes_no_longer_speaks(world):
    open_review(world.tools, "year-end", ["alpha"])
    open_review(world.tools, "year-end", ["beta"])
    close_departments(world.tools, "year-end", ["alpha"])
    assert review_row(world, "year-end")["speaking"] == "beta"
    close_departments(world.tools, "year-end", ["beta"])
    assert review_row(world, "year-end")["speaking"] is None
    assert departments(world, "year-end") == {"alpha": "closed", "beta": "closed", "gamma": "waiting"}


def test_closing_a_department_changes_nothing_that_is_shown_of_it(world):
    world.issue("year-end")
    world.open("year-end", "alpha")
    assert Hall(world).all_cast("year-end", "alpha") == 32
    before = look_by_name(world.database, "year-end").tally.departments
    assert [(row.id, row.score is None, row.ballots) for row in before] == [
        ("alpha", False, 20), ("beta", True, 0), ("gamma", True, 0),
    ]  # fmt: skip
    close_departments(world.tools, "year-end", ["alpha"])
    assert look_by_name(world.database, "year-end").tally.departments == before


# --- The scrutineer

NEEDS_TWO = {
    "close": lambda world, witness: close_review(world.tools, "half-year", witness),
    "annul": lambda world, witness: annul(world.tools, "half-year", "a wrong list", witness),
    "late slips": lambda world, witness: issue_slips(
        world.tools, "half-year", group="cadres", count=1, witness=witness
    ),
}


@pytest.mark.parametrize("act", NEEDS_TWO)
@pytest.mark.parametrize(
    ("witness", "code"),
    [
        (None, "scrutineer_needed"),
        (Witness("scrutineer", "see it al"), "wrong_sign_in"),
        (Witness("scrutineer", ""), "wrong_sign_in"),
        (Witness("nobody", "see it all"), "wrong_sign_in"),
        (Witness("new scrutineer", ""), "wrong_sign_in"),
        (Witness("organiser", ORGANISER_PASSWORD), "not_a_scrutineer"),
    ],
)
def test_what_takes_two_is_refused_without_the_right_second(world, act, witness, code):
    add_staff(world.tools, "new scrutineer", "scrutineer")
    bring_to(world, "half-year", "open")
    before = world.dump()
    with pytest.raises(Refusal) as refused:
        NEEDS_TWO[act](world, witness)
    assert (refused.value.code, world.dump()) == (code, before)


@pytest.mark.parametrize("act", NEEDS_TWO)
def test_what_takes_two_is_done_with_the_scrutineer(world, act):
    bring_to(world, "half-year", "open")
    NEEDS_TWO[act](world, world.witness)
    actor, _action, detail = last_entry(world)
    names = {"close": detail.get("by"), "annul": detail.get("scrutineer"), "late slips": detail.get("scrutineer")}
    assert (actor, names[act]) == ("command line", ["command line", "scrutineer"] if act == "close" else "scrutineer")


@pytest.mark.parametrize("act", NEEDS_TWO)
def test_where_no_scrutineer_has_an_account_one_person_is_enough_and_the_journal_says_so(tmp_path, act):
    world = a_world(tmp_path, people=False)
    world.open("half-year")
    NEEDS_TWO[act](world, None)
    detail = last_entry(world)[2]
    if act == "close":
        assert (detail["by"], read_result(world.database, "half-year").closed_by) == (["command line"], "command line")
    else:
        assert detail["scrutineer"] is None
    world.database.close()


def test_a_scrutineer_who_has_no_account_confirms_nothing(tmp_path):
    world = a_world(tmp_path, people=False)
    world.open("half-year")
    assert or_refusal(lambda: close_review(world.tools, "half-year", world.witness)) == "wrong_sign_in"
    world.database.close()


def test_slips_before_the_opening_need_nobody(world):
    assert len(issue_slips(world.tools, "half-year").slips) == 32
    assert last_entry(world)[2] == {
        "review": "2026/half-year", "slips": {"leadership": 12, "cadres": 20}, "after_opening": False, "scrutineer": None,
    }  # fmt: skip


def test_a_resumed_session_has_to_be_asked_to_close_again(world):
    bring_to(world, "half-year", "asked")
    resume(world.tools, "half-year")
    assert or_refusal(lambda: confirm_closing(world.tools, "half-year", scrutineer="scrutineer")) == "not_asked"
    pause(world.tools, "half-year")
    assert or_refusal(lambda: confirm_closing(world.tools, "half-year", scrutineer="scrutineer")) == "not_asked"
    assert review_row(world)["state"] == "paused"


# --- Closing


def test_closing_folds_every_level_and_the_paper_into_one(half_year):
    world = half_year.world
    half_year.all_cast("half-year")
    pause(world.tools, "half-year")
    enter_paper(world.tools, "half-year", "cadres", "alpha,beta,gamma\n70,60,\n1,2,3\n")
    before = levels_of(world)
    assert {place[3] for place in before} == {"shown", "held", "filling"}
    everything = {}
    for (_review, group, department, _level), marks in before.items():
        cell = everything.setdefault((group, department), {})
        for mark, n in marks.items():
            cell[mark] = cell.get(mark, 0) + n
    for department, marks in {"alpha": ("70", "1"), "beta": ("60", "2"), "gamma": ("abstain", "3")}.items():
        for mark in marks:
            cell = everything["cadres", department]
            cell[mark] = cell.get(mark, 0) + 1
    close_review(world.tools, "half-year", world.witness)
    assert levels_of(world) == {
        ("2026/half-year", group, department, "shown"): marks for (group, department), marks in everything.items()
    }
    assert world.dump()["paper_counter"] == []
    assert ballots_by_department(world, "2026/half-year") == dict.fromkeys(("alpha", "beta", "gamma"), 34)


def test_closing_writes_the_digest_of_the_final_figures_into_the_journal(half_year):
    world = half_year.world
    half_year.all_cast("half-year")
    ask_to_close(world.tools, "half-year", actor=ORGANISER)
    confirm_closing(world.tools, "half-year", scrutineer="scrutineer")
    with world.database.reading() as door:
        digest = final_digest(door, "2026/half-year")
    assert last_entry(world) == (
        ORGANISER, "close",
        {"review": "2026/half-year", "by": ["organiser", "scrutineer"], "digest": digest},
    )  # fmt: skip
    assert read_result(world.database, "half-year").journal_head == world.dump()["journal"][-1][-1]


def test_the_digest_depends_on_every_figure(half_year):
    world = half_year.world
    half_year.all_cast("half-year")
    close_review(world.tools, "half-year", world.witness)
    changes = [
        "UPDATE counter SET n = n + 1 WHERE mark = 'abstain'",
        "UPDATE counter SET mark = '49' WHERE mark = '50'",
        "UPDATE review_group SET slips = slips + 1",
        "UPDATE review_group SET late_slips = late_slips + 1",
        "UPDATE review_group SET returned = returned + 1",
        "UPDATE review_group SET paper = paper + 1",
        "INSERT INTO void_ballot (review, grp, reason, n) VALUES ('2026/half-year', 'cadres', 'all_same', 1)",
    ]
    digests = []
    for change in ["UPDATE counter SET n = n", *changes]:
        with world.database.writing() as door:
            assert door.change(change) > 0
            digests.append(final_digest(door, "2026/half-year"))
    assert len(set(digests)) == len(changes) + 1


def test_closing_empties_the_write_ahead_log(half_year):
    half_year.all_cast("half-year")
    log = half_year.world.path.with_name("voting.db-wal")
    assert log.stat().st_size > 0
    close_review(half_year.world.tools, "half-year", half_year.world.witness)
    assert log.stat().st_size == 0


def test_pausing_empties_the_write_ahead_log(half_year):
    half_year.all_cast("half-year")
    log = half_year.world.path.with_name("voting.db-wal")
    assert log.stat().st_size > 0
    pause(half_year.world.tools, "half-year")
    assert log.stat().st_size == 0


# --- Quorum


def turnout(world, leadership, cadres):
    """That many of each group vote, then the session closes; the warnings, as they are read out."""
    issued = world.issue("half-year")
    world.open("half-year")
    hall = Hall(world)
    voters = issued["leadership"][:leadership] + issued["cadres"][:cadres]
    assert {hall.cast(code, points(n)) for n, code in enumerate(voters)} <= {Counted(("alpha", "beta", "gamma"), True)}
    warnings = [str(fault) for fault in close_review(world.tools, "half-year", world.witness)]
    detail = last_entry(world)[2]
    assert detail.get("chair_went_on_below_quorum", []) == warnings
    assert [str(fault) for fault in read_result(world.database, "half-year").warnings] == warnings
    return warnings


ALL_BELOW = "半年评议: only {} of {} ballots are back, less than two thirds"
LEADERS_BELOW = "领导成员: only {} of 12 ballots are back, less than one half"
CADRES_BELOW = "机关干部: only {} of {} ballots are back, less than one half"


@pytest.mark.parametrize(
    ("leadership", "cadres", "warnings"),
    [
        (12, 20, []),
        (6, 16, []),  # 22 of 32 and just one half of the leadership
        (6, 15, [ALL_BELOW.format(21, 32)]),  # 21 × 3 = 63 < 64
        (5, 20, [LEADERS_BELOW.format(5)]),
        (12, 10, []),
        (12, 9, [ALL_BELOW.format(21, 32), CADRES_BELOW.format(9, 20)]),
        (0, 0, [ALL_BELOW.format(0, 32), LEADERS_BELOW.format(0), CADRES_BELOW.format(0, 20)]),
    ],
)
def test_quorum_is_two_thirds_of_all_and_half_of_each_group(world, leadership, cadres, warnings):
    assert turnout(world, leadership, cadres) == warnings


def test_quorum_is_of_those_who_are_due_to_vote_not_of_the_slips(tmp_path):
    world = a_world(tmp_path, SMALL_PLAN.replace("slips = 20}", "slips = 20, due = 30}", 1))
    assert turnout(world, 12, 14) == [ALL_BELOW.format(26, 42), CADRES_BELOW.format(14, 30)]
    world.database.close()


@pytest.mark.parametrize(("cadres", "warnings"), [(16, []), (15, [ALL_BELOW.format(23, 36)])])
def test_two_thirds_to_a_man_are_enough(tmp_path, cadres, warnings):
    world = a_world(tmp_path, SMALL_PLAN.replace("slips = 20}", "slips = 20, due = 24}", 1))
    assert turnout(world, 8, cadres) == warnings
    world.database.close()


def test_paper_counts_towards_quorum_void_or_not(half_year):
    world = half_year.world
    pause(world.tools, "half-year")
    valid, void = "70,60,50\n" * 12, "70,70,70\n" * 10
    enter_paper(world.tools, "half-year", "cadres", "alpha,beta,gamma\n" + valid + void)
    assert [str(fault) for fault in close_review(world.tools, "half-year", world.witness)] == [LEADERS_BELOW.format(0)]


# --- Annulment and repetition


def blank():
    return [PublishedDepartment(name) for name in ("alpha", "beta", "gamma")]


def test_annulling_removes_all_that_was_cast_and_shows_nothing(half_year):
    world = half_year.world
    half_year.all_cast("half-year")
    pause(world.tools, "half-year")
    enter_paper(world.tools, "half-year", "cadres", PAPER["half-year"])
    before = look_by_name(world.database, "half-year").tally.departments
    assert [row.score is None for row in before] == [False] * 3
    assert [len(world.dump()[table]) > 0 for table in ("counter", "paper_counter", "spent")] == [True] * 3
    annul(world.tools, "half-year", "a wrong list", world.witness)
    assert [world.dump()[table] for table in ("counter", "paper_counter", "spent")] == [[], [], []]
    assert look_by_name(world.database, "half-year").tally.departments == blank()
    assert or_refusal(lambda: read_result(world.database, "half-year")) == "annulled"
    assert [row.reviews for row in read_standing(world.database).rows] == [{"half-year": None, "year-end": None}] * 3
    assert check(world.database) == []


def test_an_annulled_session_shows_nothing_even_if_something_were_left_of_it(half_year):
    world = half_year.world
    half_year.all_cast("half-year")
    counted = world.dump()["counter"]
    annul(world.tools, "half-year", "a wrong list", world.witness)
    with by_hand(world.path) as connection:
        connection.executemany("INSERT INTO counter VALUES (?, ?, ?, ?, ?, ?)", counted)
    assert look_by_name(world.database, "half-year").tally.departments == blank()


def test_annulling_leaves_the_turnout_that_everybody_saw(half_year):
    world = half_year.world
    half_year.all_cast("half-year")
    before = look_by_name(world.database, "half-year").tally.turnout
    annul(world.tools, "half-year", "a wrong list", world.witness)
    assert look_by_name(world.database, "half-year").tally.turnout == before
    assert before["cadres"].returned == 20


def test_a_slip_of_an_annulled_session_counts_in_no_session(half_year):
    world = half_year.world
    voted, unused, *_ = world.slips["half-year"]["cadres"]
    half_year.cast(voted, points(1))
    again = annul(world.tools, "half-year", "a wrong list", world.witness)
    world.issue(again)
    world.open(again)
    before = world.dump()
    fresh_hall = Hall(world)
    assert [hall.cast(code, points(2)) for hall in (half_year, fresh_hall) for code in (voted, unused)] == [
        "not_open"
    ] * 4
    assert world.dump() == before


@pytest.mark.parametrize("reason", ["", "   \n", "x" * 501])
def test_annulling_needs_a_reason(half_year, reason):
    before = half_year.world.dump()
    with pytest.raises(Refusal) as refused:
        annul(half_year.world.tools, "half-year", reason, half_year.world.witness)
    assert (refused.value.code, half_year.world.dump()) == ("no_reason", before)


def test_the_journal_says_why_and_by_whom_a_session_was_annulled(half_year):
    world = half_year.world
    annul(world.tools, "half-year", "  a wrong list of voters ", world.witness, actor=ORGANISER)
    assert last_entry(world) == (
        ORGANISER, "annul",
        {"review": "2026/half-year", "reason": "a wrong list of voters", "scrutineer": "scrutineer",
         "held_anew_as": "half-year-2"},
    )  # fmt: skip


def test_an_annulled_session_is_held_anew_with_the_same_settings_and_takes_its_place(half_year):
    world = half_year.world
    half_year.all_cast("half-year")
    old_key = look_by_name(world.database, "half-year").session.record.screen_key
    again = annul(world.tools, "half-year", "a wrong list", world.witness)
    assert again == "half-year-2"
    session = look_by_name(world.database, again).session
    assert (session.review, session.record.state) == (world.plan.review("half-year"), "waiting")
    assert session.record.screen_key != old_key
    issued = world.issue(again)
    assert {group: len(codes) for group, codes in issued.items()} == {"leadership": 12, "cadres": 20}
    world.open(again)
    hall = Hall(world)
    for n, code in enumerate(issued["leadership"] + issued["cadres"]):
        assert hall.cast(code, {"alpha": 80 + n % 2, "beta": 70 + n % 2, "gamma": 60 + n % 2}) == Counted(
            ("alpha", "beta", "gamma"), fresh=True
        )
    ask_to_close(world.tools, again, actor=ORGANISER)
    confirm_closing(world.tools, again, scrutineer="scrutineer")
    result = read_result(world.database, again)
    assert [row.score for row in result.departments] == ["80.50", "70.50", "60.50"]
    assert {row.department.id: row.reviews for row in read_standing(world.database).rows} == {
        "alpha": {"half-year": "80.50", "year-end": None},
        "beta": {"half-year": "70.50", "year-end": None},
        "gamma": {"half-year": "60.50", "year-end": None},
    }
    assert check(world.database) == []


def test_a_repetition_can_be_annulled_and_repeated_in_its_turn(world):
    named = []
    for review in ("half-year", "half-year-2", "half-year-3"):
        world.open(review)
        named.append(annul(world.tools, review, "again", world.witness))
    assert named == ["half-year-2", "half-year-3", "half-year-4"]
    assert [row[2] for row in world.dump()["review"] if row[4] != 1] == [
        "half-year", "half-year-2", "half-year-3", "half-year-4",
    ]  # fmt: skip


def test_a_repetition_does_not_take_the_name_of_another_session(tmp_path):
    world = a_world(tmp_path, SMALL_PLAN.replace('id = "year-end"', 'id = "half-year-2"'))
    world.open("half-year")
    assert annul(world.tools, "half-year", "again", world.witness) == "half-year-3"
    world.database.close()


def test_every_step_of_a_session_is_in_the_journal_in_its_order(world):
    bring_to(world, "half-year", "open")
    for action in ("alpha speaks", "pause", "more slips", "paper", "cancel", "resume", "ask to close", "confirm"):
        ACTIONS[action](world, "half-year")
    listed = [(action, json.dumps(detail, sort_keys=True)) for _actor, action, detail in journal_of(world)]
    assert [action for action, _detail in listed] == [
        "load", "staff", "staff", "issue_slips", "open", "speaking", "pause", "issue_slips", "paper", "cancel_slips",
        "resume", "ask_to_close", "close",
    ]  # fmt: skip
    assert [action for action, detail in listed if "2026/half-year" not in detail] == ["load", "staff", "staff"]
