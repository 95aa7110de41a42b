"""The journal: a chain of what operators did, with nothing in it of any voter."""

from __future__ import annotations

import hashlib
import json

import pytest

from tests.support.crowd import Hall, a_whole_year, or_refusal
from tests.support.journals import found_in, journal_of, journal_text, voter_data
from tests.support.world import SMALL_PLAN, a_world
from voting.actions.journal import GENESIS, canonical, digest, head_of
from voting.actions.meeting import close_review, open_review, pause, set_speaking
from voting.actions.paper import enter_paper
from voting.actions.years import load_plan
from voting.domain.codes import hash_code
from voting.storage import journal
from voting.storage.sqlite import SqliteDatabase

ODD_GRADES = {"E": "quillwort", "G": "zorilla", "F": "vamplate", "P": "jacinth"}
ODD_PLAN = SMALL_PLAN
for plain, odd in ODD_GRADES.items():
    ODD_PLAN = ODD_PLAN.replace(f'id = "{plain}"', f'id = "{odd}"')

KEYS = {
    "load": {"year", "plan", "digest", "dead_slips"},
    "staff": {"name", "role", "department"},
    "issue_slips": {"review", "slips", "after_opening", "scrutineer"},
    "cancel_slips": {"review", "slips"},
    "open": {"review", "departments"},
    "speaking": {"review", "department"},
    "pause": {"review"},
    "resume": {"review"},
    "paper": {"review", "group", "valid", "void"},
    "ask_to_close": {"review"},
    "close_departments": {"review", "departments"},
    "close": {"review", "by", "digest", "chair_went_on_below_quorum"},
    "annul": {"review", "reason", "scrutineer", "held_anew_as"},
    "assess": {"year", "figures", "digest", "disqualified"},
}
"""All that an entry may say. A new one fails the test below: decide whether it can say anything of a voter."""


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    """A whole year, held with everything that may happen in it, and the next one, in which nobody comes."""
    world = a_world(tmp_path_factory.mktemp("year"))
    for state in a_whole_year(world):
        if state == "open":
            set_speaking(world.tools, "half-year", "alpha")
    load_plan(world.tools, SMALL_PLAN.replace("year = 2026", "year = 2027"))
    open_review(world.tools, "half-year")
    close_review(world.tools, "half-year", world.witness)
    yield world
    world.database.close()


def test_every_action_of_an_operator_is_in_the_journal_with_the_keys_that_were_judged(year):
    found = {}
    for _actor, action, detail in journal_of(year):
        found.setdefault(action, set()).update(detail)
    assert found == KEYS


def test_no_code_receipt_or_hash_of_them_is_in_the_journal(year):
    codes = [code for groups in year.slips.values() for group in groups.values() for code in group]
    assert len(codes) == 96
    stored = {row[0] for row in year.dump()["slip"]}
    assert [code for code in codes if hash_code(code) not in stored] == []
    assert found_in(journal_text(year), voter_data(codes)) == []


def test_the_search_would_find_a_code_that_was_written_down(year):
    code = year.slips["half-year"]["cadres"][3]
    assert found_in(journal_text(year) + json.dumps({"slip": hash_code(code)}), voter_data([code])) == [hash_code(code)]


def test_no_mark_is_in_the_journal(tmp_path):
    """Grades with odd names: they stand in the counters and in the plan, and the journal does not know them."""
    world = a_world(tmp_path, ODD_PLAN)
    codes = world.issue("year-end")["cadres"]
    world.open("year-end")
    hall, odd = Hall(world), list(ODD_GRADES.values())
    for number, code in enumerate(codes):
        answer = hall.cast(code, {name: odd[(number + at) % 4] for at, name in enumerate(("alpha", "beta", "gamma"))})
        assert not isinstance(answer, str)
    pause(world.tools, "year-end")
    enter_paper(world.tools, "year-end", "cadres", "alpha,beta,gamma\nquillwort,zorilla,jacinth\nquillworts,,\n")
    close_review(world.tools, "year-end", world.witness)
    assert {row[4] for row in world.dump()["counter"]} == set(odd)
    assert found_in(journal_text(world), odd) == []
    world.database.close()


def test_entries_that_say_a_group_say_no_mark_and_no_department(year):
    """What a group did is told in whole counts only: slips issued, ballots valid and void."""
    groups = {"leadership", "cadres"}
    telling = [
        (action, detail) for _actor, action, detail in journal_of(year) if groups & set(json.dumps(detail).split('"'))
    ]
    assert {action for action, _detail in telling} == {"issue_slips", "cancel_slips", "paper"}
    assert [detail for action, detail in telling if action == "paper"] == [
        {"review": "2026/half-year", "group": "cadres", "valid": 2, "void": {"all_same": 1}}
    ]


def test_casting_writes_nothing_into_the_journal(half_year):
    before = half_year.world.dump()["journal"]
    half_year.all_cast("half-year")
    assert half_year.world.dump()["journal"] == before


# --- The chain


def entries_of(world):
    with world.database.reading() as door:
        return journal.every(door)


def test_each_entry_carries_the_hash_of_the_one_before_and_covers_all_it_says(year):
    previous = GENESIS
    for number, entry in enumerate(entries_of(year), 1):
        said = "\n".join((previous, str(number), entry.at, entry.actor, entry.action, entry.detail))
        assert (entry.position, entry.previous) == (number, previous)
        assert entry.hash == hashlib.sha256(said.encode()).hexdigest()
        previous = entry.hash
    with year.database.reading() as door:
        assert head_of(door) == previous


def test_the_head_of_an_empty_journal_is_the_beginning(tmp_path):
    database = SqliteDatabase(tmp_path / "empty.db")
    with database.reading() as door:
        assert (head_of(door), journal.every(door)) == ("0" * 64, [])
    database.close()


def test_an_entry_tells_the_time_and_the_actor(world):
    open_review(world.tools, "half-year", actor="organiser")
    entry = entries_of(world)[-1]
    assert (entry.at, entry.actor) == ("2026-12-20T14:00:04+00:00", "organiser")


def test_a_refused_action_leaves_no_entry_and_no_gap(half_year):
    world = half_year.world
    before = len(entries_of(world))
    assert [or_refusal(lambda: open_review(world.tools, "half-year")) for _ in range(2)] == ["already_open"] * 2
    pause(world.tools, "half-year")
    assert [entry.position for entry in entries_of(world)][before:] == [before + 1]


def test_equal_details_hash_alike():
    assert canonical({"b": 1, "a": ["评议", None, True]}) == '{"a":["评议",null,true],"b":1}'
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": "1"})
