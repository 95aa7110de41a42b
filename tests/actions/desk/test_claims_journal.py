"""What the journal says of claims, figures and cases: every act, with keys that were judged, and no person's name."""

from __future__ import annotations

import pytest

from tests.support.claims import (
    ANOTHER,
    CLERK,
    CONCERNED,
    INSPECTOR,
    PLAN_WITH_STANDARDS,
    SCAN,
    VERIFIER,
    alleged,
    claimed,
    verified,
)
from tests.support.journals import journal_of, journal_text
from tests.support.world import a_world
from voting.actions.check import check
from voting.actions.desk.claims import add_claim_files, remove_claim_file, withdraw_claim
from voting.actions.desk.claims_view import read_claim
from voting.actions.desk.disqualifications import confirm_allegation, decide_allegation
from voting.actions.desk.innovation import Entry, enter_innovation
from voting.actions.desk.verifying import Verdict, confirm_claim, decide_claim, reopen_claim
from voting.domain.roles import Person

CLAIM = {"year", "claim", "department", "claims"}
CASE = {"year", "case", "department", "cause", "source", "cases"}
KEYS = {
    "claim": CLAIM | {"standard", "files"},
    "claim_files": CLAIM | {"files"},
    "claim_file_removed": CLAIM | {"files"},
    "claim_withdrawn": CLAIM,
    "claim_decided": CLAIM | {"verdict", "standard", "points", "concerned"},
    "claim_confirmed": CLAIM | {"verdict", "agrees"},
    "claim_reopened": CLAIM | {"verdict", "points"},
    "innovation": {"year", "figures", "digest"},
    "alleged": CASE,
    "allegation_decided": CASE | {"verdict", "concerned"},
    "allegation_confirmed": CASE | {"verdict", "agrees"},
}
"""All that an entry may say; none of it is of a voter, and none of it names a person who was found."""


@pytest.fixture
def world(tmp_path):
    """An office in which everything of claims and cases was done once."""
    found = a_world(tmp_path, PLAN_WITH_STANDARDS)
    tools = found.tools
    first = claimed(found)
    add_claim_files(tools, CLERK, first, [SCAN])
    remove_claim_file(tools, CLERK, first, read_claim(found.database, CLERK, first)[1].files[0].id)
    withdraw_claim(tools, CLERK, first)
    second = claimed(found, title="Medal")
    decide_claim(tools, CONCERNED, second, Verdict("city", "seen"))
    confirm_claim(tools, ANOTHER, second, agrees=True)
    reopen_claim(tools, VERIFIER, second, "a mistake")
    verified(found, title="Cup")
    enter_innovation(tools, VERIFIER, [Entry("alpha", "district_result", "1", "list")])
    case = alleged(found, named="Quillwort")
    decide_allegation(tools, CONCERNED, case, verified=True, note="in writing")
    confirm_allegation(tools, Person("second", INSPECTOR.role, "beta"), case, agrees=True)
    yield found
    found.database.close()


def test_every_act_is_in_the_journal_with_the_keys_that_were_judged(world):
    found = {}
    for _actor, action, detail in journal_of(world):
        found.setdefault(action, set()).update(detail)
    assert {action: keys for action, keys in found.items() if action not in ("load", "staff")} == KEYS


def test_no_person_and_no_text_is_in_the_journal(world):
    said = journal_text(world)
    assert [
        word for word in ("Quillwort", "in writing", "seen by the commission", "see the papers") if word in said
    ] == []


def test_everything_agrees_afterwards(world):
    assert check(world.database) == []
