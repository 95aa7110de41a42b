"""Disqualification: two people, cause and source; only what the guidance names acts, and at once; versions on paper."""

from __future__ import annotations

import pytest

from tests.support.claims import (
    CLERK,
    INSPECTOR,
    ORGANISER_OF_PEOPLE,
    SCAN,
    VERIFIER,
    alleged,
    case_of,
    disqualified,
)
from tests.support.http import nothing_changes
from tests.support.journals import by_hand, journal_text, last_entry
from tests.support.whole_year import ORGANISER, a_complete_year, ready_to_seal
from voting.actions.assess import assess
from voting.actions.check import check
from voting.actions.desk.disqualifications import (
    NewAllegation,
    allege,
    confirm_allegation,
    decide_allegation,
    read_cases,
)
from voting.actions.desk.evidence import About, attach, received
from voting.actions.desk.innovation import Entry, enter_innovation
from voting.actions.desk.printouts import CIRCULAR, FORM, NOTICE, STANDING, find_version, printed, versions
from voting.actions.desk.seal import seal_year
from voting.actions.journal import record
from voting.actions.standing import read_standing
from voting.domain.disqualifications import CAUSES, SOURCES, acts
from voting.domain.refusals import Refusal
from voting.domain.roles import MAY, ROLES, Person
from voting.storage.desk import disqualifications

CONCERNED = Person("verifier of alpha", "supervision", "alpha")
SECOND = Person("second", "assessor", "beta")


def refused(world, act, *args, **kwargs):
    """The code of a refusal that changed nothing."""
    with nothing_changes(world), pytest.raises(Refusal) as caught:
        act(world.tools, *args, **kwargs)
    return caught.value.code


def settle(world, case, person=VERIFIER, *, verified=True, note="confirmed in writing"):
    return decide_allegation(world.tools, person, case, verified=verified, note=note)


# What acts


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("cause", CAUSES)
def test_only_what_the_guidance_names_disqualifies_and_only_once_it_is_verified(world, cause, source):
    case = alleged(world, cause=cause, source=source)
    assert disqualified(world) == {}
    settle(world, case)
    assert disqualified(world) == ({"alpha": cause} if acts(cause, source) else {})


def test_what_is_dismissed_acts_on_nothing(world):
    settle(world, alleged(world), verified=False)
    assert disqualified(world) == {}


def test_a_case_is_written_down_with_cause_source_and_day(world):
    case = case_of(world, alleged(world, named=" Zhang  San "))
    assert (case.department, case.cause, case.source, case.found_on) == ("alpha", "gaming", "higher", "2026-07-14")
    assert (case.person, case.state, case.recorded_by) == ("Zhang San", "alleged", "inspector")
    assert last_entry(world)[:2] == ("inspector", "alleged")
    assert last_entry(world)[2].keys() == {"year", "case", "department", "cause", "source", "cases"}


WRONG = {
    "no department": (("", "gaming", "higher", "2026-07-14", "seen"), "no_such_department"),
    "no cause": (("alpha", "", "higher", "2026-07-14", "seen"), "bad_request"),
    "no source": (("alpha", "gaming", "", "2026-07-14", "seen"), "bad_request"),
    "no day": (("alpha", "gaming", "higher", "", "seen"), "bad_date"),
    "no text": (("alpha", "gaming", "higher", "2026-07-14", "  "), "no_text"),
    "a long text": (("alpha", "gaming", "higher", "2026-07-14", "x" * 2001), "too_long"),
    "a long name": (("alpha", "gaming", "higher", "2026-07-14", "seen", "x" * 41), "too_long"),
}


@pytest.mark.parametrize(("given", "code"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_refused(world, given, code):
    assert refused(world, allege, INSPECTOR, NewAllegation(*given)) == code


# Two people


def test_who_wrote_it_down_does_not_verify_it(world):
    case = alleged(world, person=VERIFIER)
    assert refused(world, decide_allegation, VERIFIER, case, verified=True, note="sure") == "same_person"
    assert refused(world, decide_allegation, VERIFIER, case, verified=False, note="no") == "same_person"
    settle(world, case, ORGANISER_OF_PEOPLE)
    assert (case_of(world, case).recorded_by, case_of(world, case).decided_by) == ("verifier", "organiser of people")


def test_each_step_belongs_to_its_roles(world):
    case = alleged(world)
    new = NewAllegation("alpha", "gaming", "higher", "2026-07-14", "seen")
    for action, act, args, kwargs in (
        ("allege", allege, (new,), {}),
        ("verify_allegation", decide_allegation, (case,), {"verified": True, "note": "sure"}),
        ("confirm_allegation", confirm_allegation, (case,), {"agrees": True}),
    ):
        others = [Person("x", role, "beta") for role in ROLES if role not in MAY[action]]
        assert len(others) >= 6
        assert {refused(world, act, person, *args, **kwargs) for person in others} == {"not_yours"}


def test_a_verdict_needs_its_reason_and_comes_once(world):
    case = alleged(world)
    assert refused(world, decide_allegation, VERIFIER, case, verified=True, note=" ") == "no_reason"
    settle(world, case)
    assert refused(world, decide_allegation, ORGANISER_OF_PEOPLE, case, verified=False, note="no") == "wrong_state"
    assert refused(world, decide_allegation, VERIFIER, "unknown", verified=True, note="sure") == "not_found"


def test_a_verdict_of_one_who_is_concerned_waits_for_one_from_another_department(world):
    case = alleged(world)
    (warning,) = settle(world, case, CONCERNED)
    assert "甲办" in str(warning)
    assert (case_of(world, case).state, disqualified(world)) == ("waiting", {})
    for second, code in (
        (CONCERNED, "same_person"),
        (INSPECTOR, "same_person"),
        (Person("other of alpha", "supervision", "alpha"), "not_from_elsewhere"),
        (Person("of nowhere", "supervision"), "not_from_elsewhere"),
    ):
        assert refused(world, confirm_allegation, second, case, agrees=True) == code
    confirm_allegation(world.tools, SECOND, case, agrees=True)
    assert (case_of(world, case).confirmed_by, disqualified(world)) == ("second", {"alpha": "gaming"})


def test_a_second_one_who_does_not_agree_sends_it_back(world):
    case = alleged(world)
    settle(world, case, CONCERNED)
    assert refused(world, confirm_allegation, SECOND, case, agrees=False) == "no_reason"
    confirm_allegation(world.tools, SECOND, case, agrees=False, note="no report there")
    assert (case_of(world, case).state, case_of(world, case).note) == ("alleged", "no report there")
    assert refused(world, confirm_allegation, SECOND, case, agrees=True) == "wrong_state"


# Names


def test_the_person_s_name_is_never_in_the_journal(world):
    case = alleged(world, named="Quillwort")
    settle(world, case)
    assert "Quillwort" not in journal_text(world)
    assert read_cases(world.database, VERIFIER).settled[0].record.person == "Quillwort"


def test_names_of_disqualified_persons_are_those_of_cases_that_act(world):
    settle(world, alleged(world, named="Zhang"))
    settle(world, alleged(world, named="Li", source="own"))
    settle(world, alleged(world, named="Wang"), verified=False)
    alleged(world, named="Zhao")
    settle(world, alleged(world, cause="inaction", source="complaint"))
    with world.database.reading() as door:
        assert disqualifications.persons(door, 2026) == [("alpha", "Zhang")]


@pytest.mark.parametrize("role", [role for role in ROLES if role not in MAY["see_allegations"]])
def test_cases_are_not_for_everybody(world, role):
    with pytest.raises(Refusal, match="may not do this"):
        read_cases(world.database, Person("x", role, "alpha"))


def test_cases_are_listed_open_ones_first_and_those_from_outside_beside_them(world):
    first, second = alleged(world), alleged(world, "beta")
    settle(world, first)
    assess(world.tools, "department,component,points,note\ngamma,disqualification,,told by the district\n")
    cases = read_cases(world.database, VERIFIER)
    assert [case.record.id for case in cases.open] == [second]
    assert [case.record.id for case in cases.settled] == [first]
    assert [(department.id, cause) for department, cause in cases.outside] == [("gamma", "told by the district")]


# Outside the program, and together


def test_what_was_verified_outside_the_program_holds_beside_what_was_verified_here(world):
    assess(world.tools, "department,component,points,note\nbeta,disqualification,,told by the district\n")
    settle(world, alleged(world))
    assert disqualified(world) == {"alpha": "gaming", "beta": "told by the district"}
    assert {row.department.id for row in read_standing(world.database).rows if row.disqualified} == {"alpha", "beta"}


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE allegation SET state = 'dismissed'",
        "UPDATE allegation SET source = 'own'",
        "UPDATE allegation SET person = 'another'",
        "DELETE FROM allegation",
    ],
)
def test_the_check_finds_what_was_changed_past_the_program(world, change):
    settle(world, alleged(world, named="Zhang"))
    assert check(world.database) == []
    with by_hand(world.path) as connection:
        connection.execute(change)
    assert [str(fault) for fault in check(world.database)] == [
        "2026: disqualifications were changed outside the program"
    ]


# Scores and ranks stay, the proposal and the quotas change at once, older printouts are superseded


@pytest.fixture
def complete(tmp_path):
    """A year with all its figures and both sessions closed."""
    found = a_complete_year(tmp_path)
    yield found
    found.database.close()


def shown(world):
    return {row.department.id: row for row in read_standing(world.database).rows}


def test_scores_and_ranks_stay_while_proposal_and_quota_change_at_once(complete):
    before = shown(complete)
    first = next(key for key, row in before.items() if row.proposed)
    settle(
        complete, alleged(complete, first, person=SECOND._replace(department=None)), VERIFIER._replace(department=None)
    )
    after = shown(complete)
    assert [(row.total, row.rank, row.reviews) for row in after.values()] == [
        (row.total, row.rank, row.reviews) for row in before.values()
    ]
    assert (after[first].proposed, after[first].disqualified) == (False, True)
    assert after[first].quota < before[first].quota
    assert [key for key, row in after.items() if row.proposed] != [key for key, row in before.items() if row.proposed]


def disqualify_one(world):
    key = next(key for key, row in shown(world).items() if row.proposed)
    settle(world, alleged(world, key, person=SECOND._replace(department=None)), VERIFIER._replace(department=None))


def test_the_same_state_is_the_same_version_however_often_it_is_printed(complete):
    first = printed(complete.tools, STANDING)
    with nothing_changes(complete):
        assert printed(complete.tools, STANDING) == first
    assert (first.number, first.holds, len(first.check)) == (1, True, 14)


def test_a_disqualification_supersedes_what_was_printed_before(complete):
    papers = [printed(complete.tools, kind) for kind in (STANDING, NOTICE, FORM)]
    assert [find_version(complete.database, paper.check)[1].holds for paper in papers] == [True] * 3
    disqualify_one(complete)
    assert [find_version(complete.database, paper.check)[1].holds for paper in papers] == [False] * 3
    again = printed(complete.tools, STANDING)
    assert (again.number, again.check == papers[0].check) == (2, False)
    assert [(each.kind, each.number, each.holds) for each in versions(complete.database)] == [
        (FORM, 1, False), (NOTICE, 1, False), (STANDING, 2, True), (STANDING, 1, False),
    ]  # fmt: skip


def test_the_result_of_a_session_is_not_superseded_by_a_disqualification(complete):
    paper = printed(complete.tools, "result:half-year")
    disqualify_one(complete)
    assert find_version(complete.database, paper.check)[1].holds is True


def test_a_state_that_comes_back_is_a_new_version_and_the_old_paper_stays_superseded(complete):
    first = printed(complete.tools, STANDING)
    table = "department,component,points,note\nalpha,honours,{},n\n"
    honours = shown(complete)["alpha"].honours
    assess(complete.tools, table.format("9.99"))
    printed(complete.tools, STANDING)
    assess(complete.tools, table.format(honours))
    assert printed(complete.tools, STANDING).number == 3
    assert find_version(complete.database, first.check)[1].holds is False


def test_a_check_number_is_read_however_it_is_typed(complete):
    paper = printed(complete.tools, STANDING)
    for typed in (paper.check, paper.check.lower(), paper.check.replace("-", " "), f" {paper.check.replace('-', '')} "):
        assert find_version(complete.database, typed)[1].number == 1
    for typed in ("", "0000-0000-0000", paper.check[:-1], "' OR 1=1"):
        assert find_version(complete.database, typed) is None


def test_printing_is_no_act_on_the_year(complete):
    before = journal_text(complete)
    printed(complete.tools, STANDING)
    assert journal_text(complete) == before


def test_a_clerk_is_no_judge(world):
    assert refused(world, decide_allegation, CLERK, alleged(world), verified=True, note="n") == "not_yours"


# Once the year is sealed


@pytest.fixture
def sealed(complete):
    """The same year, decided, made public and sealed."""
    ready_to_seal(complete)
    seal_year(complete.tools, ORGANISER, complete.witness)
    return complete


def test_a_sealed_year_takes_no_allegation_and_no_claim_and_keeps_no_file(sealed):
    new = NewAllegation("alpha", "gaming", "higher", "2026-07-14", "seen")
    assert refused(sealed, allege, INSPECTOR, new) == "sealed"
    entry = [Entry("alpha", "district_result", "9", "list")]
    assert refused(sealed, enter_innovation, VERIFIER, entry) == "sealed"

    def hand_in(tools):
        with received(tools, [SCAN]) as files, tools.database.writing() as door:
            attach(door, files, About(2026, "claim", "none", "alpha"), CLERK.name)
            record(door, tools, CLERK.name, "claim", {"year": 2026})

    assert refused(sealed, hand_in) == "sealed"
    assert list(sealed.tools.files.path.glob("*")) == []


def test_a_sealed_year_can_still_be_printed_and_the_seal_stays_whole(sealed):
    paper = printed(sealed.tools, CIRCULAR)
    assert (paper.number, find_version(sealed.database, paper.check)[1].holds) == (1, True)
    assert check(sealed.database) == []
