"""Paper ballots: entered while nothing can be cast, valid or void by the session's rules, joined at the closing."""

from __future__ import annotations

import pytest

from tests.support.crowd import ballots_by_department, levels_of
from tests.support.journals import last_entry
from voting.actions.check import check
from voting.actions.meeting import close_departments, close_review, pause, resume
from voting.actions.paper import Entered, enter_paper
from voting.actions.results import read_result
from voting.actions.watch import look_by_name
from voting.domain.refusals import Refusal

TABLE = """alpha,beta,gamma
70,60,50
80,,
,,
101,60,50
80,sixty,50
-1,60,50
95,90,100
70,70,70
"""
"""Three valid ballots (one of them all abstentions), then one or more broken by each rule."""

VALID, VOID = 3, {"out_of_range": 3, "over_excellent_cap": 1, "all_same": 1}


def enter(world, text, group="cadres", review="half-year"):
    return enter_paper(world.tools, review, group, text)


@pytest.fixture
def paused(half_year):
    pause(half_year.world.tools, "half-year")
    return half_year.world


def paper_marks(world):
    return [row[1:] for row in world.dump()["paper_counter"]]


# --- What counts


def test_each_row_is_a_ballot_valid_or_void_with_its_reason(paused):
    assert enter(paused, TABLE) == Entered(VALID, VOID)
    assert paper_marks(paused) == sorted(
        [
            ("cadres", "alpha", "70", 1), ("cadres", "alpha", "80", 1), ("cadres", "alpha", "abstain", 1),
            ("cadres", "beta", "60", 1), ("cadres", "beta", "abstain", 2),
            ("cadres", "gamma", "50", 1), ("cadres", "gamma", "abstain", 2),
        ]
    )  # fmt: skip
    assert sorted(paused.dump()["void_ballot"]) == [
        ("2026/half-year", "cadres", reason, n) for reason, n in sorted(VOID.items())
    ]


def test_each_row_counts_as_issued_and_returned(paused):
    enter(paused, TABLE)
    row = look_by_name(paused.database, "half-year").tally.turnout["cadres"]
    assert (row.issued, row.returned, row.valid, row.void, row.slips) == (28, 8, 3, 5, 20)


def test_what_is_entered_twice_adds_up(paused):
    enter(paused, TABLE)
    enter(paused, "beta;gamma;alpha\n60;50;70\n", "leadership")
    enter(paused, TABLE)
    assert paper_marks(paused) == sorted(
        [
            ("cadres", "alpha", "70", 2), ("cadres", "alpha", "80", 2), ("cadres", "alpha", "abstain", 2),
            ("cadres", "beta", "60", 2), ("cadres", "beta", "abstain", 4),
            ("cadres", "gamma", "50", 2), ("cadres", "gamma", "abstain", 4),
            ("leadership", "alpha", "70", 1), ("leadership", "beta", "60", 1), ("leadership", "gamma", "50", 1),
        ]
    )  # fmt: skip
    assert {row[2]: row[3] for row in paused.dump()["void_ballot"]} == {reason: 2 * n for reason, n in VOID.items()}


def test_the_journal_tells_how_many_and_nothing_of_what_they_say(paused):
    enter(paused, TABLE)
    assert last_entry(paused)[1:] == (
        "paper", {"review": "2026/half-year", "group": "cadres", "valid": VALID, "void": VOID},
    )  # fmt: skip


def test_grades_are_read_as_the_plan_spells_them(year_end):
    world = year_end.world
    pause(world.tools, "year-end")
    text = "alpha,beta,gamma\n E ,G,\ne,G,F\n优秀,G,F\nabstain,G,F\nE,E,E\n"
    assert enter(world, text, review="year-end") == Entered(2, {"out_of_range": 3})
    assert paper_marks(world) == sorted(
        [("cadres", name, "E", 2 if name == "alpha" else 1) for name in ("alpha", "beta", "gamma")]
        + [("cadres", "beta", "G", 1), ("cadres", "gamma", "abstain", 1)]
    )


# --- When it joins


def test_paper_joins_the_tally_at_the_closing_and_not_before(half_year):
    world = half_year.world
    half_year.all_cast("half-year")
    before = (levels_of(world), look_by_name(world.database, "half-year").tally.departments)
    assert [row.score is not None for row in before[1]] == [True] * 3
    pause(world.tools, "half-year")
    enter(world, "alpha,beta,gamma\n" + "0,1,2\n" * 8)
    assert (levels_of(world), look_by_name(world.database, "half-year").tally.departments) == before
    resume(world.tools, "half-year")
    assert (levels_of(world), look_by_name(world.database, "half-year").tally.departments) == before
    close_review(world.tools, "half-year", world.witness)
    assert ballots_by_department(world, "2026/half-year") == dict.fromkeys(("alpha", "beta", "gamma"), 40)
    assert world.dump()["paper_counter"] == []
    result = read_result(world.database, "half-year")
    assert [row.ballots for row in result.departments] == [40, 40, 40]
    assert (result.total.issued, result.total.returned, result.total.valid, result.total.void) == (40, 40, 40, 0)
    assert check(world.database) == []


def test_void_ballots_are_announced_by_reason_and_are_in_no_score(paused):
    enter(paused, "alpha,beta,gamma\n" + "90,40,20\n" * 5 + "70,30,10\n" + "100,100,100\n" * 7)
    close_review(paused.tools, "half-year", paused.witness)
    result = read_result(paused.database, "half-year")
    assert result.void == {"over_excellent_cap": 7}
    assert result.void_by_group == {"cadres": {"over_excellent_cap": 7}}
    assert [row.score for row in result.departments] == ["86.67", "38.33", "18.33"]
    assert check(paused.database) == []


# --- When it may be entered


def test_one_by_one_paper_may_be_entered_when_every_department_is_closed(year_end):
    world = year_end.world
    text = "alpha,beta,gamma\nE,G,F\n"
    world.open("year-end", "gamma")
    codes = []
    for closing in (["alpha"], ["beta", "gamma"]):
        with pytest.raises(Refusal) as refused:
            enter(world, text, review="year-end")
        codes.append(refused.value.code)
        close_departments(world.tools, "year-end", closing)
    assert codes == ["not_paused", "not_paused"]
    assert enter(world, text, review="year-end") == Entered(1, {})


# --- What is refused

CROWDED = "The columns must be exactly the departments' ids; look at {}."


@pytest.mark.parametrize(
    ("text", "code", "sentence"),
    [
        ("alpha,beta\n70,60\n", "wrong_columns", CROWDED.format("gamma")),
        ("alpha,beta,gamma,delta\n70,60,50,40\n", "wrong_columns", CROWDED.format("delta")),
        ("alpha,beta,delta\n70,60,50\n", "wrong_columns", CROWDED.format("delta, gamma")),
        ("Alpha,beta,gamma\n70,60,50\n", "wrong_columns", CROWDED.format("Alpha, alpha")),
        ("alpha,beta,gamma,beta\n70,60,50,60\n", "doubled_column", "The table names a column twice."),
        ("alpha,beta,gamma\n", "empty_table", "The table has no rows."),
        ("", "empty_table", "The table has no rows."),
        ("alpha,beta,gamma\n70,60,50\n70,60\n", "ragged_table",
         "Row 3 of the table has 2 cells; the header has 3."),
        ('alpha,beta,gamma\n70,60,"50\n', "bad_table", "This is not a CSV table that can be read."),
    ],
)  # fmt: skip
def test_a_table_that_is_not_right_is_refused_as_a_whole(paused, text, code, sentence):
    before = paused.dump()
    with pytest.raises(Refusal) as refused:
        enter(paused, text)
    assert (refused.value.code, str(refused.value), paused.dump()) == (code, sentence, before)


def test_a_group_that_has_no_slips_here_has_no_paper_either(paused):
    before = paused.dump()
    with pytest.raises(Refusal) as refused:
        enter(paused, TABLE, "deputies")
    assert (refused.value.code, paused.dump()) == ("no_such_group", before)


@pytest.mark.parametrize(
    "text", ["\ufeff" + TABLE, TABLE.replace("\n", "\r\n"), TABLE.replace(",", "\t"), TABLE + "\n\n"]
)
def test_a_table_may_be_saved_as_office_programs_save_it(paused, text):
    assert enter(paused, text) == Entered(VALID, VOID)
