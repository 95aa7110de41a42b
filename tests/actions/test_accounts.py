"""Accounts by the organiser: a word that works once sets the password, and nobody makes a second pair of eyes alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.support.crowd import all_at_once, or_refusal
from tests.support.journals import journal_text, last_entry
from tests.support.world import ORGANISER_PASSWORD, a_world
from voting.actions import accounts
from voting.actions.accounts import (
    WORD_LIVES,
    change_account,
    change_password,
    first_password,
    give_new_word,
    invite,
    remove_account,
    set_disabled,
)
from voting.actions.staff import Witness, add_staff, sign_in, signed_in_person, stamp_of
from voting.domain.codes import in_fours
from voting.domain.refusals import Refusal
from voting.domain.roles import ROLES, Person

BOSS = Person("organiser", "organiser")
SECRET = "my own secret"


def account(world, name):
    return next((row for row in world.dump()["staff"] if row[0] == name), None)


def code_of(job):
    with pytest.raises(Refusal) as refused:
        job()
    return refused.value.code


def test_whoever_is_added_sets_the_password_with_the_word_and_is_let_in(world):
    given = invite(world.tools, BOSS, " wang ", "assessor", department="alpha")
    assert (given.name, len(given.word)) == ("wang", 16)
    assert code_of(lambda: sign_in(world.tools, "wang", "")) == "wrong_sign_in"
    assert code_of(lambda: sign_in(world.tools, "wang", given.word)) == "wrong_sign_in"
    found = first_password(world.tools, "wang", in_fours(given.word).lower(), SECRET, SECRET)
    assert (found.name, found.role, found.department, found.word) == ("wang", "assessor", "alpha", None)
    assert sign_in(world.tools, "wang", SECRET) == found
    assert last_entry(world) == ("wang", "staff_first", {"name": "wang"})


def test_the_word_is_nowhere_in_the_database(world):
    given = invite(world.tools, BOSS, "wang", "viewer")
    everything = repr(world.dump())
    assert given.word not in everything
    assert given.word.lower() not in everything
    assert in_fours(given.word) not in everything
    first_password(world.tools, "wang", given.word, SECRET, SECRET)
    assert given.word not in journal_text(world)
    assert SECRET not in journal_text(world)


def test_a_word_works_once(world):
    given = invite(world.tools, BOSS, "wang", "viewer")
    first_password(world.tools, "wang", given.word, SECRET, SECRET)
    before = world.dump()
    assert (
        code_of(lambda: first_password(world.tools, "wang", given.word, "another one", "another one"))
        == "wrong_sign_in"
    )
    assert world.dump() == before


def test_of_many_at_once_one_sets_the_password(world):
    given = invite(world.tools, BOSS, "wang", "viewer")

    def attempt(number):
        password = f"secret number {number}"
        return or_refusal(lambda: first_password(world.tools, "wang", given.word, password, password).password)

    answers = all_at_once(*[lambda number=number: attempt(number) for number in range(6)])
    (winner,) = [answer for answer in answers if answer != "wrong_sign_in"]
    assert account(world, "wang")[3] == winner


def test_a_word_ends_after_a_week(world):
    given = invite(world.tools, BOSS, "wang", "viewer")
    steps = world.tools.now.__self__
    steps.now_ = given.until
    assert code_of(lambda: first_password(world.tools, "wang", given.word, SECRET, SECRET)) == "wrong_sign_in"
    again = give_new_word(world.tools, BOSS, "wang")
    steps.now_ += WORD_LIVES - timedelta(minutes=1)
    assert first_password(world.tools, "wang", again.word, SECRET, SECRET).name == "wang"


@pytest.mark.parametrize(
    ("name", "word"),
    [("wang", "0000-0000-0000-0000"), ("wang", ""), ("wang", "x"), ("li", None), ("", None), ("organiser", None)],
)
def test_a_word_opens_its_own_account_only_and_one_sentence_says_no(world, name, word):
    given = invite(world.tools, BOSS, "wang", "viewer")
    before = world.dump()
    with pytest.raises(Refusal) as refused:
        first_password(world.tools, name, given.word if word is None else word, SECRET, SECRET)
    assert (refused.value.code, world.dump()) == ("wrong_sign_in", before)
    assert str(refused.value).startswith("The name or the word is not right")


@pytest.mark.parametrize(
    ("password", "again", "code"), [("short", "short", "short_password"), (SECRET, SECRET + "!", "passwords_differ")]
)
def test_a_password_that_cannot_be_leaves_the_word_good(world, password, again, code):
    given = invite(world.tools, BOSS, "wang", "viewer")
    assert code_of(lambda: first_password(world.tools, "wang", given.word, password, again)) == code
    assert first_password(world.tools, "wang", given.word, SECRET, SECRET).name == "wang"


def test_a_disabled_account_is_not_opened_by_its_word(world):
    given = invite(world.tools, BOSS, "wang", "viewer")
    set_disabled(world.tools, BOSS, "wang", disabled=True)
    assert code_of(lambda: first_password(world.tools, "wang", given.word, SECRET, SECRET)) == "wrong_sign_in"


def test_a_reset_takes_the_password_away_and_ends_what_was_signed_in(world):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    stamp = stamp_of(sign_in(world.tools, "wang", SECRET))
    given = give_new_word(world.tools, BOSS, "wang")
    assert code_of(lambda: sign_in(world.tools, "wang", SECRET)) == "wrong_sign_in"
    assert signed_in_person(world.tools, "wang", stamp) is None
    first_password(world.tools, "wang", given.word, "another one", "another one")
    assert signed_in_person(world.tools, "wang", stamp) is None


def test_an_account_that_is_disabled_is_signed_out_and_can_be_opened_again(world):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    stamp = stamp_of(sign_in(world.tools, "wang", SECRET))
    set_disabled(world.tools, BOSS, "wang", disabled=True)
    assert signed_in_person(world.tools, "wang", stamp) is None
    assert code_of(lambda: sign_in(world.tools, "wang", SECRET)) == "wrong_sign_in"
    assert last_entry(world)[1] == "staff_off"
    set_disabled(world.tools, BOSS, "wang", disabled=False)
    assert signed_in_person(world.tools, "wang", stamp) == Person("wang", "viewer")
    assert last_entry(world)[1] == "staff_on"


def test_a_role_and_a_department_can_be_changed(world):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    change_account(world.tools, BOSS, "wang", "leader", department="beta")
    assert account(world, "wang")[1:4] == ("leader", "beta", f"cheap:{SECRET}")
    assert last_entry(world)[2]["before"] == "viewer"


@pytest.mark.parametrize("act", ["invite", "change_account", "give_new_word", "set_disabled", "remove_account"])
@pytest.mark.parametrize("role", [role for role in ROLES if role != "organiser"])
def test_nobody_but_the_organiser_keeps_accounts(world, act, role):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    more = {"invite": ("viewer",), "change_account": ("viewer",)}.get(act, ())
    extra = {"disabled": True} if act == "set_disabled" else {}
    before = world.dump()
    name = "new" if act == "invite" else "wang"
    assert (
        code_of(lambda: getattr(accounts, act)(world.tools, Person("x", role, "alpha"), name, *more, **extra))
        == "not_yours"
    )
    assert world.dump() == before


@pytest.mark.parametrize(
    ("name", "role", "department", "code"),
    [
        ("", "viewer", None, "bad_name"),
        ("two\nlines", "viewer", None, "bad_name"),
        ("wang", "king", None, "bad_role"),
        ("wang", "department", "", "no_department"),
        ("wang", "leader", "nowhere", "no_such_department"),
        ("wang", "assessor", "nowhere", "no_such_department"),
        ("organiser", "viewer", None, "name_taken"),
        ("command line", "viewer", None, "name_taken"),
    ],
)
def test_an_account_that_cannot_be_is_refused_and_changes_nothing(world, name, role, department, code):
    before = world.dump()
    assert code_of(lambda: invite(world.tools, BOSS, name, role, department=department)) == code
    assert world.dump() == before


# --- The second pair of eyes


SCRUTINEER_ACTS = {
    "another scrutineer": lambda world, second: invite(world.tools, BOSS, "wang", "scrutineer", second=second),
    "a viewer made one": lambda world, second: change_account(world.tools, BOSS, "li", "scrutineer", second=second),
    "one unmade": lambda world, second: change_account(world.tools, BOSS, "scrutineer", "viewer", second=second),
    "a new word for one": lambda world, second: give_new_word(world.tools, BOSS, "scrutineer", second=second),
    "one disabled": lambda world, second: set_disabled(world.tools, BOSS, "scrutineer", disabled=True, second=second),
    "one removed": lambda world, second: remove_account(world.tools, BOSS, "scrutineer", second=second),
}


@pytest.mark.parametrize("act", SCRUTINEER_ACTS.values(), ids=SCRUTINEER_ACTS)
def test_where_there_is_a_scrutineer_the_organiser_cannot_make_or_unmake_one_alone(world, act):
    add_staff(world.tools, "li", "viewer", password=SECRET)
    before = world.dump()
    assert code_of(lambda: act(world, None)) == "scrutineer_needed"
    assert code_of(lambda: act(world, Witness("scrutineer", "guessed"))) == "wrong_sign_in"
    assert code_of(lambda: act(world, Witness("organiser", ORGANISER_PASSWORD))) == "not_a_scrutineer"
    assert world.dump() == before
    act(world, world.witness)
    assert last_entry(world)[2]["scrutineer"] == "scrutineer"


def test_the_first_scrutineer_needs_no_other_and_neither_does_one_who_never_signed_in(tmp_path):
    world = a_world(tmp_path, people=False)
    add_staff(world.tools, "organiser", "organiser", password=ORGANISER_PASSWORD)
    invite(world.tools, BOSS, "wang", "scrutineer")
    invite(world.tools, BOSS, "li", "scrutineer")
    given = give_new_word(world.tools, BOSS, "wang")
    first_password(world.tools, "wang", given.word, SECRET, SECRET)
    assert code_of(lambda: invite(world.tools, BOSS, "zhao", "scrutineer")) == "scrutineer_needed"
    world.database.close()


# --- What must stay


@pytest.mark.parametrize(
    "act",
    [
        lambda world: set_disabled(world.tools, BOSS, "organiser", disabled=True),
        lambda world: change_account(world.tools, BOSS, "organiser", "viewer"),
        lambda world: remove_account(world.tools, BOSS, "organiser"),
    ],
)
def test_the_last_organiser_who_can_sign_in_stays(world, act):
    invite(world.tools, BOSS, "not yet", "organiser")
    before = world.dump()
    assert code_of(lambda: act(world)) == "last_organiser"
    assert world.dump() == before


def test_nobody_locks_themselves_out_with_a_new_word(world):
    add_staff(world.tools, "li", "organiser", password=SECRET)
    assert code_of(lambda: give_new_word(world.tools, BOSS, "organiser")) == "own_account"


def test_an_account_that_never_acted_is_removed_and_one_that_did_is_kept(world):
    given = invite(world.tools, BOSS, "wang", "viewer")
    invite(world.tools, BOSS, "li", "viewer")
    remove_account(world.tools, BOSS, "li")
    assert account(world, "li") is None
    first_password(world.tools, "wang", given.word, SECRET, SECRET)
    before = world.dump()
    assert code_of(lambda: remove_account(world.tools, BOSS, "wang")) == "has_acted"
    assert world.dump() == before


@pytest.mark.parametrize(
    "act",
    [lambda w: give_new_word(w.tools, BOSS, "nobody"), lambda w: change_account(w.tools, BOSS, "nobody", "viewer")],
)
def test_an_account_that_is_not_there(world, act):
    assert code_of(lambda: act(world)) == "no_such_account"


# --- One's own password


def test_one_s_own_password_can_be_changed_and_other_sign_ins_end(world):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    stamp = stamp_of(sign_in(world.tools, "wang", SECRET))
    found = change_password(world.tools, Person("wang", "viewer"), SECRET, "another one", "another one")
    assert sign_in(world.tools, "wang", "another one") == found
    assert signed_in_person(world.tools, "wang", stamp) is None
    assert last_entry(world) == ("wang", "staff_password", {"name": "wang"})


@pytest.mark.parametrize(
    ("old", "new", "again", "code"),
    [
        ("guessed", "another one", "another one", "wrong_sign_in"),
        (SECRET, "short", "short", "short_password"),
        (SECRET, "another one", "another", "passwords_differ"),
    ],
)
def test_a_change_that_cannot_be_changes_nothing(world, old, new, again, code):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    before = world.dump()
    assert code_of(lambda: change_password(world.tools, Person("wang", "viewer"), old, new, again)) == code
    assert world.dump() == before
