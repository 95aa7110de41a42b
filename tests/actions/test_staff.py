"""Accounts: who may be added, who may sign in, and that a refusal does not say what was wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.crowd import all_at_once, or_refusal
from tests.support.journals import journal_of, last_entry
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD
from voting.actions.meeting import open_review
from voting.actions.staff import (
    NO_ACCOUNT,
    Witness,
    add_staff,
    confirm,
    end_sign_ins,
    sign_in,
    signed_in_person,
    stamp_of,
)
from voting.domain.refusals import Refusal
from voting.domain.roles import ROLES, Person
from voting.passwords import Argon2Passwords
from voting.storage.staff import StaffRecord


@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_given(world, role):
    department = "alpha" if role in ("department", "leader") else None
    add_staff(world.tools, " 王 ", role, department=department, password="long enough")
    assert sign_in(world.tools, "王", "long enough") == StaffRecord("王", role, department, "cheap:long enough")
    found = sign_in(world.tools, "王", "long enough")
    assert signed_in_person(world.tools, "王", stamp_of(found)) == Person("王", role, department)
    assert last_entry(world) == ("command line", "staff", {"name": "王", "role": role, "department": department})


def test_a_password_is_stored_as_its_hash_and_stands_in_no_journal(world):
    texts = [str(row) for table in ("journal", "review", "year") for row in world.dump()[table]]
    assert [text for text in texts if ORGANISER_PASSWORD in text or SCRUTINEER_PASSWORD in text] == []
    assert {row[0]: row[3] for row in world.dump()["staff"]} == {
        "organiser": "cheap:" + ORGANISER_PASSWORD, "scrutineer": "cheap:" + SCRUTINEER_PASSWORD,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "role", "more", "code"),
    [
        ("", "viewer", {}, "bad_name"),
        ("   ", "viewer", {}, "bad_name"),
        ("x" * 61, "viewer", {}, "bad_name"),
        ("wang", "king", {}, "bad_role"),
        ("wang", "department", {}, "no_department"),
        ("wang", "leader", {"department": ""}, "no_department"),
        ("wang", "viewer", {"password": "7 chars"}, "short_password"),
        ("wang", "viewer", {"password": ""}, "short_password"),
        ("organiser", "viewer", {"password": "long enough"}, "name_taken"),
        (" organiser ", "viewer", {"password": "long enough"}, "name_taken"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_changes_nothing(world, name, role, more, code):
    before = world.dump()
    with pytest.raises(Refusal) as refused:
        add_staff(world.tools, name, role, **more)
    assert (refused.value.code, world.dump()) == (code, before)


def test_of_two_accounts_with_one_name_one_is_made(world):
    roles = ["viewer", "organiser", "committee", "branch"]
    answers = all_at_once(
        *[lambda role=role: or_refusal(lambda: add_staff(world.tools, "wang", role)) for role in roles]
    )
    assert sorted(map(str, answers)) == ["None", "name_taken", "name_taken", "name_taken"]
    assert {row[0]: row[1] for row in world.dump()["staff"]}["wang"] == roles[answers.index(None)]
    assert [detail["name"] for _actor, action, detail in journal_of(world) if action == "staff"].count("wang") == 1


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("organiser", SCRUTINEER_PASSWORD),
        ("organiser", ""),
        ("organiser", ORGANISER_PASSWORD + " "),
        ("Organiser", ORGANISER_PASSWORD),
        ("nobody", ORGANISER_PASSWORD),
        ("", ""),
        ("without password", ""),
        ("without password", "None"),
    ],
)
def test_a_sign_in_that_is_wrong_says_one_sentence_whatever_is_wrong(world, name, password):
    add_staff(world.tools, "without password", "viewer")
    with pytest.raises(Refusal) as refused:
        sign_in(world.tools, name, password)
    assert (refused.value.code, str(refused.value)) == ("wrong_sign_in", "The name or the password is not right.")


def test_an_unknown_name_takes_as_long_as_a_known_one(world, monkeypatch):
    asked = []
    monkeypatch.setattr(type(world.tools.passwords), "verify", lambda self, stored, _given: bool(asked.append(stored)))
    for name in ("organiser", "nobody"):
        with pytest.raises(Refusal):
            sign_in(world.tools, name, "some password")
    assert asked == ["cheap:" + ORGANISER_PASSWORD, NO_ACCOUNT]


def test_the_hash_of_nobody_is_one_that_the_real_passwords_take_their_time_over():
    passwords = Argon2Passwords()
    assert [passwords.verify(NO_ACCOUNT, given) for given in ("", "password")] == [False, False]
    assert NO_ACCOUNT.split("$")[1:4] == passwords.hash("x").split("$")[1:4]


def test_whoever_is_gone_or_has_another_password_is_not_signed_in(world):
    stamp = stamp_of(sign_in(world.tools, "organiser", ORGANISER_PASSWORD))
    assert signed_in_person(world.tools, "organiser", stamp) == Person("organiser", "organiser")
    assert signed_in_person(world.tools, "scrutineer", stamp) is None
    assert signed_in_person(world.tools, "nobody", stamp) is None
    with world.database.writing() as door:
        door.change("UPDATE staff SET password = 'cheap:another one' WHERE name = 'organiser'")
    assert signed_in_person(world.tools, "organiser", stamp) is None


def test_a_stamp_says_nothing_of_the_password_and_differs_between_accounts(world):
    stamps = [stamp_of(StaffRecord(name, "viewer", None, "cheap:the same")) for name in ("wang", "li")]
    assert len(set(stamps)) == 2
    assert all(len(stamp) == 16 and "same" not in stamp for stamp in stamps)


def test_a_name_under_which_somebody_acted_is_never_given_again(world):
    open_review(world.tools, "half-year", actor="old hand")
    for name in ("old hand", "command line"):
        with pytest.raises(Refusal) as refused:
            add_staff(world.tools, name, "viewer")
        assert refused.value.code == "name_taken"


def test_a_scrutineer_confirms_by_name_and_password(world):
    assert confirm(world.tools, world.witness) == "scrutineer"
    assert confirm(world.tools, Witness(" scrutineer ", SCRUTINEER_PASSWORD)) == "scrutineer"


def test_ending_all_sign_ins_changes_the_stamp_and_stands_in_the_journal(world):
    before = sign_in(world.tools, "organiser", ORGANISER_PASSWORD)
    other = stamp_of(sign_in(world.tools, "scrutineer", SCRUTINEER_PASSWORD))
    end_sign_ins(world.tools, Person("organiser", "organiser"))
    assert signed_in_person(world.tools, "organiser", stamp_of(before)) is None
    assert signed_in_person(world.tools, "scrutineer", other) is not None
    now = sign_in(world.tools, "organiser", ORGANISER_PASSWORD)
    assert signed_in_person(world.tools, "organiser", stamp_of(now)) == Person("organiser", "organiser")
    assert sorted(world.dump()["journal"])[-1][2:4] == ("organiser", "staff_out")


@pytest.mark.parametrize(
    "change", [{"role": "viewer"}, {"department": "alpha"}, {"password": "other"}, {"sign_ins": 1}]
)
def test_a_stamp_is_of_the_account_as_it_was(change):
    account = StaffRecord("wang", "organiser", None, "cheap:the same")
    assert stamp_of(replace(account, **change)) != stamp_of(account)
