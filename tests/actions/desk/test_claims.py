"""Claims: submitted with evidence, verified by the standard, rejected with a reason, confirmed by a second verifier."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.claims import (
    ANOTHER,
    BETAS_CLERK,
    CLERK,
    CONCERNED,
    INSPECTOR,
    ORGANISER_OF_PEOPLE,
    PHOTO,
    PLAN_WITH_STANDARDS,
    SCAN,
    VERIFIER,
    claim_of,
    claimed,
    honours,
    verified,
)
from tests.support.http import nothing_changes
from tests.support.journals import by_hand, last_entry
from tests.support.world import a_world
from voting.actions.assess import assess
from voting.actions.check import check
from voting.actions.desk.claims import (
    NewClaim,
    add_claim_files,
    claims_digest,
    remove_claim_file,
    submit_claim,
    withdraw_claim,
)
from voting.actions.desk.claims_view import read_claim, read_claims
from voting.actions.desk.evidence import Upload
from voting.actions.desk.innovation import Entry, enter_innovation, read_innovation
from voting.actions.desk.verifying import ALONE, Verdict, confirm_claim, decide_claim, reopen_claim
from voting.actions.standing import read_standing
from voting.domain.refusals import PlanFaults, Refusal
from voting.domain.roles import LEADER, MAY, ROLES, Person


@pytest.fixture
def world(tmp_path):
    found = a_world(tmp_path, PLAN_WITH_STANDARDS)
    yield found
    found.database.close()


def refused(world, act, *args, **kwargs):
    """The code of a refusal that left no trace, neither in the database nor in the folder of files."""
    before = sorted(world.tools.files.path.glob("*"))
    with nothing_changes(world), pytest.raises(Refusal) as caught:
        act(world.tools, *args, **kwargs)
    assert sorted(world.tools.files.path.glob("*")) == before
    return caught.value.code


NEW = NewClaim("district", "Prize", "2026-03-12", "see the papers")


# Submitting


def test_a_claim_is_submitted_with_its_evidence_and_journalled(world):
    key = submit_claim(world.tools, CLERK, replace(NEW, title="  Prize   of the district "), [SCAN, PHOTO])
    claim = claim_of(world, key)
    said = (claim.title, claim.department, claim.standard, claim.held_on, claim.state, claim.points, claim.submitted_by)
    assert said == ("Prize of the district", "alpha", "district", "2026-03-12", "submitted", "", "clerk of alpha")
    _plan, line = read_claim(world.database, VERIFIER, key)
    assert [(each.name, each.kind) for each in line.files] == [("决定.pdf", "pdf"), ("证书.jpg", "jpeg")]
    with world.database.reading() as door:
        now = claims_digest(door, 2026)
    actor, action, detail = last_entry(world)
    assert (actor, action, sorted(detail.pop("files"))) == (
        CLERK.name,
        "claim",
        sorted(each.hash for each in line.files),
    )
    assert detail == {"year": 2026, "claim": key, "department": "alpha", "standard": "district", "claims": now}
    assert honours(world) == {}


WRONG = {
    "no title": (replace(NEW, title=" ... "), "no_title"),
    "a title beyond the limit": (replace(NEW, title="x" * 121), "too_long"),
    "a text beyond the limit": (replace(NEW, text="x" * 2001), "too_long"),
    "no date": (replace(NEW, held_on=""), "bad_date"),
    "an impossible date": (replace(NEW, held_on="2026-02-30"), "bad_date"),
    "a date written another way": (replace(NEW, held_on="20260312"), "bad_date"),
    "no standard": (replace(NEW, standard=""), "no_such_standard"),
    "an unknown standard": (replace(NEW, standard="world"), "no_such_standard"),
}


@pytest.mark.parametrize(("new", "code"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_claim_is_refused_and_its_files_are_gone(world, new, code):
    assert refused(world, submit_claim, CLERK, new, [SCAN]) == code


@pytest.mark.parametrize(
    ("uploads", "code"),
    [
        ([SCAN, Upload("a.pdf", b"<html>")], "bad_file"),
        ([SCAN] * 9, "too_many_files"),
        ([Upload("a.pdf", b"")], "bad_file"),
        ([Upload("a.pdf", b"%PDF-1.7 " + bytes(10 * 1024 * 1024))], "too_large"),
    ],
)
def test_one_bad_file_refuses_the_claim_and_none_of_its_files_stays(world, uploads, code):
    assert refused(world, submit_claim, CLERK, NEW, uploads) == code


def test_only_departments_submit_and_only_for_themselves(world):
    others = [Person("x", role, "alpha") for role in ROLES if role not in MAY["submit_claim"]]
    assert len(others) == 9
    assert {refused(world, submit_claim, person, NEW) for person in others} == {"not_yours"}
    assert refused(world, submit_claim, CLERK._replace(department="nowhere"), NEW) == "no_such_department"


def test_the_same_achievement_is_not_claimed_twice_at_one_level(world):
    first = claimed(world)
    assert refused(world, submit_claim, CLERK, replace(NEW, title="“PRIZE”")) == "claimed_already"
    higher = submit_claim(world.tools, CLERK, replace(NEW, standard="city"))
    another = submit_claim(world.tools, BETAS_CLERK, NEW)
    assert (claim_of(world, higher).achievement, claim_of(world, another).achievement) == (first, another)


def test_what_was_withdrawn_or_rejected_can_be_claimed_anew(world):
    withdraw_claim(world.tools, CLERK, claimed(world))
    decide_claim(world.tools, VERIFIER, claimed(world), Verdict("", "no papers"))
    assert claim_of(world, claimed(world)).state == "submitted"


# Before the decision


def test_files_are_added_and_taken_back_until_it_is_decided(world):
    key = claimed(world)
    add_claim_files(world.tools, CLERK, key, [SCAN, PHOTO])
    _plan, line = read_claim(world.database, CLERK, key)
    remove_claim_file(world.tools, CLERK, key, line.files[0].id)
    left = read_claim(world.database, CLERK, key)[1].files
    assert [each.id for each in left] == [line.files[1].id]
    assert [path.name for path in world.tools.files.path.iterdir()] == [line.files[1].id]
    assert refused(world, remove_claim_file, CLERK, key, line.files[0].id) == "not_found"
    assert refused(world, add_claim_files, CLERK, key, []) == "no_file"
    assert refused(world, add_claim_files, CLERK, key, [SCAN] * 8) == "too_many_files"
    assert refused(world, add_claim_files, BETAS_CLERK, key, [SCAN]) == "not_yours"
    assert refused(world, remove_claim_file, BETAS_CLERK, key, left[0].id) == "not_yours"
    decide_claim(world.tools, VERIFIER, key, Verdict("district", ""))
    assert refused(world, add_claim_files, CLERK, key, [SCAN]) == "wrong_state"
    assert refused(world, remove_claim_file, CLERK, key, left[0].id) == "wrong_state"


def test_a_file_of_another_claim_is_not_taken_back_through_this_one(world):
    one, other = claimed(world), submit_claim(world.tools, CLERK, replace(NEW, title="Medal"), [SCAN])
    file = read_claim(world.database, CLERK, other)[1].files[0].id
    assert refused(world, remove_claim_file, CLERK, one, file) == "not_found"


def test_a_claim_is_withdrawn_before_the_decision_only_and_stays_listed(world):
    key = claimed(world)
    assert refused(world, withdraw_claim, BETAS_CLERK, key) == "not_yours"
    withdraw_claim(world.tools, CLERK, key)
    assert [line.claim.state for line in read_claims(world.database, CLERK).done] == ["withdrawn"]
    assert refused(world, withdraw_claim, CLERK, key) == "wrong_state"
    assert refused(world, decide_claim, VERIFIER, key, Verdict("district", "")) == "wrong_state"
    assert refused(world, withdraw_claim, CLERK, verified(world)) == "wrong_state"


# Deciding


def test_verified_claims_are_scored_by_the_standard_and_count_in_the_standing(world):
    verified(world)
    verified(world, "city", "Medal")
    verified(world, "province", person=BETAS_CLERK)
    assert honours(world) == {"alpha": "7/2", "beta": "4"}
    assert {row.department.id: row.honours for row in read_standing(world.database).rows} == {
        "alpha": "3.50", "beta": "4.00", "gamma": "0.00",
    }  # fmt: skip


def test_a_verifier_may_find_another_level(world):
    key = claimed(world, "province")
    decide_claim(world.tools, VERIFIER, key, Verdict("district", "the certificate is the district's"))
    claim = claim_of(world, key)
    assert (claim.state, claim.standard, claim.points, claim.decided_by) == ("verified", "district", "1", "verifier")
    assert last_entry(world)[1:2] == ("claim_decided",)
    assert {k: v for k, v in last_entry(world)[2].items() if k != "claims"} == {
        "year": 2026, "claim": key, "department": "alpha", "verdict": "verified", "standard": "district", "points": "1",
        "concerned": False,
    }  # fmt: skip


def test_a_claim_is_rejected_with_a_reason_only(world):
    key = claimed(world)
    assert refused(world, decide_claim, VERIFIER, key, Verdict("", "  ")) == "no_reason"
    decide_claim(world.tools, VERIFIER, key, Verdict("", "not of this year"))
    claim = claim_of(world, key)
    assert (claim.state, claim.points, claim.note, honours(world)) == ("rejected", "", "not of this year", {})


def test_who_decides_is_supervision_and_nobody_else(world):
    key = claimed(world)
    others = [Person("x", role, "beta") for role in ROLES if role not in MAY["verify_claim"]]
    assert len(others) == 9
    assert {refused(world, decide_claim, person, key, Verdict("district", "")) for person in others} == {"not_yours"}


def test_who_submitted_a_claim_does_not_decide_it_in_another_office_either(world):
    moved = Person(CLERK.name, "supervision", "beta")
    assert refused(world, decide_claim, moved, claimed(world), Verdict("district", "")) == "same_person"


@pytest.mark.parametrize(
    ("key", "verdict", "code"),
    [
        ("unknown", Verdict("district", ""), "not_found"),
        (None, Verdict("world", ""), "no_such_standard"),
        (None, Verdict("district", "x" * 2001), "too_long"),
        (None, Verdict("district", "", same_as="unknown"), "not_found"),
    ],
)
def test_a_verdict_that_makes_no_sense_changes_nothing(world, key, verdict, code):
    assert refused(world, decide_claim, VERIFIER, key or claimed(world), verdict) == code


def test_nothing_is_decided_twice(world):
    key = verified(world)
    assert refused(world, decide_claim, ANOTHER, key, Verdict("city", "")) == "wrong_state"


# The same achievement once, at its highest level


def test_verifying_a_higher_level_supersedes_the_lower(world):
    low = verified(world)
    high = claimed(world, "province", "Prize of the province", same_as=low)
    assert honours(world) == {"alpha": "1"}
    decide_claim(world.tools, VERIFIER, high, Verdict("province", ""))
    assert honours(world) == {"alpha": "4"}
    _plan, line = read_claim(world.database, CLERK, low)
    assert (line.counts, line.through.id, [each.id for each in line.same]) == (False, high, [high])


def test_a_lower_level_verified_later_adds_nothing(world):
    verified(world, "province")
    low = verified(world, "district")
    assert honours(world) == {"alpha": "4"}
    assert read_claim(world.database, CLERK, low)[1].counts is False


def test_a_verifier_may_find_two_claims_to_be_one_achievement_and_their_relatives_follow(world):
    first, second = verified(world, "district", "Prize"), claimed(world, "city", "Award")
    third = verified(world, "province", "Award of the province", same_as=second)
    assert honours(world) == {"alpha": "5"}
    decide_claim(world.tools, VERIFIER, second, Verdict("city", "", same_as=first))
    assert honours(world) == {"alpha": "4"}
    assert len({claim_of(world, key).achievement for key in (first, second, third)}) == 1


def test_a_verifier_may_find_a_claim_to_be_an_achievement_of_its_own(world):
    verified(world, "district", "Prize")
    other = claimed(world, "city", "Prize")
    decide_claim(world.tools, VERIFIER, other, Verdict("city", "of another office", same_as=ALONE))
    assert honours(world) == {"alpha": "7/2"}


def test_claims_of_two_departments_are_never_one_achievement(world):
    foreign = verified(world, person=BETAS_CLERK)
    key = claimed(world)
    assert claim_of(world, key).achievement == key
    assert refused(world, decide_claim, VERIFIER, key, Verdict("district", "", same_as=foreign)) == "not_found"
    other = claimed(world, "city", "Medal", same_as=foreign)
    assert claim_of(world, other).achievement == other


# Conflict of interest


def test_a_verifier_of_the_department_concerned_is_warned_and_nothing_counts_before_a_second_one_confirms(world):
    key = claimed(world)
    assert read_claim(world.database, CONCERNED, key)[1].concerned
    (warning,) = decide_claim(world.tools, CONCERNED, key, Verdict("city", "seen"))
    assert "a second person from another one must confirm" in str(warning)
    assert (claim_of(world, key).state, honours(world)) == ("waiting", {})
    confirm_claim(world.tools, ANOTHER, key, agrees=True)
    claim = claim_of(world, key)
    assert (claim.state, claim.decided_by, claim.confirmed_by) == ("verified", "verifier of alpha", "another verifier")
    assert honours(world) == {"alpha": "5/2"}


def test_a_verifier_of_another_department_is_not_warned(world):
    key = claimed(world)
    assert decide_claim(world.tools, VERIFIER, key, Verdict("district", "")) == []
    assert not read_claim(world.database, VERIFIER, key)[1].concerned


def test_a_rejection_by_one_who_is_concerned_waits_as_well(world):
    key = claimed(world)
    decide_claim(world.tools, CONCERNED, key, Verdict("", "no papers"))
    assert claim_of(world, key).state == "waiting"
    confirm_claim(world.tools, INSPECTOR, key, agrees=True)
    assert claim_of(world, key).state == "rejected"


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (CONCERNED, "same_person"),
        (CONCERNED._replace(name="another of alpha"), "not_from_elsewhere"),
        (VERIFIER._replace(department=None), "not_from_elsewhere"),
        (CONCERNED._replace(department="beta"), "same_person"),
        (Person("clerk of alpha", "supervision", "beta"), "same_person"),
        (Person("chair", "committee", "beta"), "not_yours"),
        (BETAS_CLERK, "not_yours"),
    ],
)
def test_who_may_not_be_the_second_verifier(world, second, code):
    key = claimed(world)
    decide_claim(world.tools, CONCERNED, key, Verdict("district", ""))
    assert refused(world, confirm_claim, second, key, agrees=True) == code


@pytest.mark.parametrize("second", [ANOTHER, INSPECTOR, ORGANISER_OF_PEOPLE])
def test_who_may_be_the_second_verifier(world, second):
    key = claimed(world)
    decide_claim(world.tools, CONCERNED, key, Verdict("district", ""))
    confirm_claim(world.tools, second, key, agrees=True)
    assert claim_of(world, key).confirmed_by == second.name


def test_a_second_verifier_who_does_not_agree_sends_it_back_with_a_reason(world):
    key = claimed(world)
    decide_claim(world.tools, CONCERNED, key, Verdict("province", ""))
    assert refused(world, confirm_claim, ANOTHER, key, agrees=False) == "no_reason"
    confirm_claim(world.tools, ANOTHER, key, agrees=False, note="the seal is missing")
    claim = claim_of(world, key)
    assert (claim.state, claim.verdict, claim.points, claim.note) == ("submitted", "", "", "the seal is missing")
    assert honours(world) == {}
    decide_claim(world.tools, VERIFIER, key, Verdict("district", ""))
    assert honours(world) == {"alpha": "1"}


def test_what_does_not_wait_cannot_be_confirmed(world):
    assert refused(world, confirm_claim, ANOTHER, claimed(world), agrees=True) == "wrong_state"
    assert refused(world, confirm_claim, ANOTHER, verified(world, title="Medal"), agrees=True) == "wrong_state"


# Mistakes are taken back


def test_a_mistaken_decision_is_taken_back_with_a_reason_and_counts_no_more(world):
    key = verified(world, "province")
    assert refused(world, reopen_claim, VERIFIER, key, " ") == "no_reason"
    assert refused(world, reopen_claim, CLERK, key, "please") == "not_yours"
    reopen_claim(world.tools, VERIFIER, key, "the wrong level")
    assert (claim_of(world, key).state, honours(world)) == ("submitted", {})
    assert refused(world, reopen_claim, VERIFIER, key, "again") == "wrong_state"
    assert last_entry(world)[2]["points"] == "4"


def test_taking_back_the_higher_level_lets_the_lower_one_count_again(world):
    verified(world)
    high = verified(world, "province")
    reopen_claim(world.tools, VERIFIER, high, "forged")
    assert honours(world) == {"alpha": "1"}


# Who sees what


def test_a_department_and_its_leader_see_their_own_claims_only(world):
    mine, theirs = claimed(world), claimed(world, person=BETAS_CLERK)
    for person in (CLERK, Person("leader", LEADER, "alpha")):
        assert [line.claim.id for line in read_claims(world.database, person).to_verify] == [mine]
        with pytest.raises(Refusal, match="There is no such claim"):
            read_claim(world.database, person, theirs)
    assert [line.claim.id for line in read_claims(world.database, VERIFIER).to_verify] == [mine, theirs]


@pytest.mark.parametrize("role", ["viewer", "scrutineer"])
def test_claims_are_not_for_everybody(world, role):
    with pytest.raises(Refusal, match="may not do this"):
        read_claims(world.database, Person("x", role))


def test_a_claim_tells_whether_its_day_is_of_this_year(world):
    assert read_claim(world.database, CLERK, claimed(world))[1].out_of_year is False
    late = claimed(world, title="Late", held_on="2027-01-10")
    assert read_claim(world.database, CLERK, late)[1].out_of_year is True


# Never both


def rows(world):
    return {
        key: (str(row.honours), row.source, str(row.claimed)) for key, row in read_innovation(world.database)[1].items()
    }


def test_a_figure_entered_directly_stands_above_claims_and_they_are_not_added(world):
    verified(world, "province")
    enter_innovation(world.tools, VERIFIER, [Entry("alpha", "honours", "2.5", "by the committee's minutes")])
    assert rows(world)["alpha"] == ("5/2", "direct", "4")
    assert read_standing(world.database).rows[0].honours == "2.50"
    enter_innovation(world.tools, VERIFIER, [Entry("alpha", "honours", "", "")])
    assert rows(world)["alpha"] == ("4", "claims", "4")
    assert read_standing(world.database).rows[0].honours == "4.00"


def test_a_table_of_points_does_not_silently_replace_verified_claims(world):
    verified(world, "province")
    with pytest.raises(PlanFaults) as caught:
        assess(world.tools, "department,component,points,note\nalpha,honours,1,\nbeta,honours,1,\n")
    assert [str(fault) for fault in caught.value.faults] == [
        "row 2: verified claims are there: a figure that stands above them needs a note"
    ]
    assess(world.tools, "department,component,points,note\nalpha,honours,1,as decided\nbeta,honours,1,\n")
    assert rows(world) == {
        "alpha": ("1", "direct", "4"), "beta": ("1", "direct", "0"), "gamma": ("0", "none", "0"),
    }  # fmt: skip


def test_the_district_result_is_entered_with_a_note_and_adds_to_honours(world):
    verified(world, "province")
    enter_innovation(world.tools, INSPECTOR, [Entry("alpha", "district_result", "1.25", "district's list")])
    row = read_standing(world.database).rows[0]
    assert (row.district_result, row.honours) == ("1.25", "4.00")
    actor, action, detail = last_entry(world)
    assert (actor, action) == ("inspector", "innovation")
    assert detail["figures"] == [["alpha", "district_result", "1.25", "district's list"]]
    assert detail.keys() == {"year", "figures", "digest"}


ENTRIES = {
    "without a note": (Entry("alpha", "district_result", "1", " "), "bad_table"),
    "no number": (Entry("alpha", "district_result", "much", "note"), "bad_table"),
    "three decimals": (Entry("alpha", "honours", "1.125", "note"), "bad_table"),
    "negative": (Entry("alpha", "honours", "-1", "note"), "bad_table"),
    "a long note": (Entry("alpha", "honours", "1", "x" * 501), "bad_table"),
    "one's own department": (Entry("gamma", "honours", "1", "note"), "bad_table"),
    "another component": (Entry("alpha", "daily", "1", "note"), "bad_request"),
    "an unknown department": (Entry("delta", "honours", "1", "note"), "no_such_department"),
}


@pytest.mark.parametrize(("entry", "code"), ENTRIES.values(), ids=ENTRIES)
def test_a_wrong_entry_refuses_all(world, entry, code):
    right = Entry("beta", "district_result", "1", "list")
    assert refused(world, enter_innovation, VERIFIER, [right, entry]) == code


def test_what_stands_already_is_not_entered_again(world):
    entry = Entry("alpha", "district_result", "1", "list")
    enter_innovation(world.tools, VERIFIER, [entry])
    with nothing_changes(world):
        enter_innovation(world.tools, VERIFIER, [entry, Entry("beta", "honours", "", "")])


def test_who_enters_figures(world):
    others = [Person("x", role, "beta") for role in ROLES if role not in MAY["enter_district_result"]]
    assert len(others) == 8
    entries = [Entry("alpha", "honours", "1", "note")]
    assert {refused(world, enter_innovation, person, entries) for person in others} == {"not_yours"}


# Tampering shows


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE claim SET points = '9'",
        "UPDATE claim SET state = 'verified', points = '1'",
        "UPDATE claim SET department = 'beta'",
        "UPDATE evidence SET hash = 'x'",
        "DELETE FROM evidence",
        "DELETE FROM claim",
    ],
)
def test_the_check_finds_what_was_changed_past_the_program(world, change):
    verified(world)
    submit_claim(world.tools, CLERK, replace(NEW, title="Medal"), [SCAN])
    assert check(world.database) == []
    with by_hand(world.path) as connection:
        connection.execute(change)
    assert [str(fault) for fault in check(world.database)] == [
        "2026: claims or their files were changed outside the program"
    ]


def test_the_check_finds_a_claim_where_the_journal_knows_none(world):
    claim = replace(claim_of(world, claimed(world)), id="smuggled")
    with by_hand(world.path) as connection:
        connection.execute("DELETE FROM claim")
        connection.execute("DELETE FROM journal WHERE action = 'claim'")
        connection.execute(f"INSERT INTO claim VALUES ({', '.join('?' * 16)})", list(vars(claim).values()))
    assert "2026: claims or their files were changed outside the program" in map(str, check(world.database))
