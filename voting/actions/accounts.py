"""Accounts as the organiser keeps them in the browser: whoever is added sets the password at the first sign-in.

The organiser never knows a password. A one-time word opens an account once: it is random, kept as its hash, and ends
when it is used, replaced or a week old. Until then the account lets nobody in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from voting.actions.find import plan_of
from voting.actions.journal import record
from voting.actions.staff import Confirmed, Witness, confirm, hash_of, is_somebodys, name_taken, new_account
from voting.domain.codes import hash_code, read_code
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import ORGANISER, SCRUTINEER, Person, demand
from voting.storage import journal, staff, years
from voting.storage.doors import Database, ReadingDoor, WritingDoor
from voting.storage.staff import StaffRecord
from voting.tools import Tools

WORD_LIVES = timedelta(days=7)
Second = Witness | Confirmed | None
"""The scrutineer beside the organiser, needed where the account is or becomes a scrutineer's and there is one."""


@dataclass(frozen=True)
class Invitation:
    """What the organiser hands to a person, once: the word for the first sign-in, and until when it works."""

    name: str
    word: str
    until: datetime


def read_accounts(database: Database) -> list[StaffRecord]:
    """All accounts, by name."""
    with database.reading() as door:
        return staff.every(door)


def invite(
    tools: Tools, person: Person, name: str, role: str, *, department: str | None = None, second: Second = None
) -> Invitation:
    """Adds an account without a password, and a one-time word for it."""
    demand(person, "manage_accounts")
    new = new_account(name, role, department or None)
    scrutineer = _second_pair(tools, {role}, second)
    invitation = Invitation(new.name, tools.new_code(), tools.now() + WORD_LIVES)
    with tools.database.writing() as door:
        word = {"word": hash_code(invitation.word), "word_until": _text(invitation.until)}
        account = StaffRecord(new.name, role, new.department, None, **word)  # type: ignore[arg-type]
        if not staff.add(door, account) or is_somebodys(door, new.name):
            raise name_taken(new.name)
        _know_department(door, new.department)
        told = {"name": new.name, "role": role, "department": new.department, "scrutineer": scrutineer}
        record(door, tools, person.name, "staff", told)
    return invitation


def give_new_word(tools: Tools, person: Person, name: str, *, second: Second = None) -> Invitation:
    """Takes the password of an account away and gives a new one-time word for it."""
    demand(person, "manage_accounts")
    if name == person.name:
        raise Refusal("own_account", msg("Change your own password on the page for it; nobody else can help you then."))
    scrutineer = _second_pair(tools, {_role_of(tools, name)}, second)
    invitation = Invitation(name, tools.new_code(), tools.now() + WORD_LIVES)
    word, until = hash_code(invitation.word), _text(invitation.until)
    with tools.database.writing() as door:
        _save(door, name, password=None, word=word, word_until=until)
        record(door, tools, person.name, "staff_word", {"name": name, "scrutineer": scrutineer})
    return invitation


def change_account(
    tools: Tools, person: Person, name: str, role: str, *, department: str | None = None, second: Second = None
) -> None:
    """Gives an account another role or department."""
    demand(person, "manage_accounts")
    new = new_account(name, role, department or None)
    scrutineer = _second_pair(tools, {role, _role_of(tools, name)}, second)
    with tools.database.writing() as door:
        old = _save(door, name, role=role, department=new.department)
        _know_department(door, new.department)
        told = {"name": name, "role": role, "department": new.department}
        told |= {"before": f"{old.role} {old.department or ''}".strip(), "scrutineer": scrutineer}
        record(door, tools, person.name, "staff_change", told)


def set_disabled(tools: Tools, person: Person, name: str, *, disabled: bool, second: Second = None) -> None:
    """Closes an account, or opens it again. What it did stays in the journal."""
    demand(person, "manage_accounts")
    scrutineer = _second_pair(tools, {_role_of(tools, name)}, second)
    with tools.database.writing() as door:
        _save(door, name, disabled=disabled)
        record(
            door, tools, person.name, "staff_off" if disabled else "staff_on", {"name": name, "scrutineer": scrutineer}
        )


def remove_account(tools: Tools, person: Person, name: str, *, second: Second = None) -> None:
    """Removes an account that never did anything; one that did is disabled instead, so that its name stays its own."""
    demand(person, "manage_accounts")
    scrutineer = _second_pair(tools, {_role_of(tools, name)}, second)
    with tools.database.writing() as door:
        _save(door, name, disabled=True)
        if journal.has_acted(door, name):
            raise Refusal("has_acted", msg("This account has acted already. Disable it instead."))
        staff.remove(door, name)
        record(door, tools, person.name, "staff_remove", {"name": name, "scrutineer": scrutineer})


def first_password(tools: Tools, name: str, word: str, password: str, again: str) -> StaffRecord:
    """Spends a one-time word for a password; one sentence, whatever of name and word is wrong."""
    hashed = _chosen(tools, password, again)
    name, code = name.strip(), read_code(word)
    with tools.database.writing() as door:
        spent = code and staff.set_password(door, name, hash_code(code), _text(tools.now()), hashed)
        found = staff.find(door, name)
        if not spent or found is None:
            sentence = msg(
                "The name or the word is not right, or the word is used up. Ask the organiser for a new one."
            )
            raise Refusal("wrong_sign_in", sentence)
        record(door, tools, name, "staff_first", {"name": name})
    return found


def change_password(tools: Tools, person: Person, old: str, password: str, again: str) -> StaffRecord:
    """Lets somebody who is signed in choose another password; all other sign-ins of the account end."""
    with tools.database.reading() as door:
        found = staff.find(door, person.name)
    if found is None or not found.password or not tools.passwords.verify(found.password, old):
        raise Refusal("wrong_sign_in", msg("The present password is not right."))
    hashed = _chosen(tools, password, again)
    with tools.database.writing() as door:
        if not staff.save(door, replace(found, password=hashed, word=None, word_until=None)):
            raise no_such_account(person.name)
        record(door, tools, person.name, "staff_password", {"name": person.name})
    return replace(found, password=hashed, word=None, word_until=None)


def no_such_account(name: str) -> Refusal:
    """No account of this name."""
    return Refusal("no_such_account", msg("There is no account named %(name)s."), name=name)


def _chosen(tools: Tools, password: str, again: str) -> str:
    if password != again:
        raise Refusal("passwords_differ", msg("The two passwords are not the same."))
    return hash_of(tools, password)


def _second_pair(tools: Tools, touched: set[str], second: Second) -> str | None:
    """The scrutineer who confirms: an organiser who made scrutineers alone would be both of two people."""
    if SCRUTINEER not in touched:
        return None
    with tools.database.reading() as door:
        able = any(each.role == SCRUTINEER and each.password and not each.disabled for each in staff.every(door))
    return confirm(tools, second) if able else None


def _role_of(tools: Tools, name: str) -> str:
    with tools.database.reading() as door:
        found = staff.find(door, name)
    if found is None:
        raise no_such_account(name)
    return found.role


def _save(door: WritingDoor, name: str, **changes: str | bool | None) -> StaffRecord:
    """Changes an account and returns what it was; refuses what would leave nobody who can run the year."""
    old = staff.find(door, name)
    if old is None or not staff.save(door, replace(old, **changes)):  # type: ignore[arg-type]
        raise no_such_account(name)
    organisers = [each for each in staff.every(door) if each.role == ORGANISER and not each.disabled and each.password]
    if not organisers:
        raise Refusal("last_organiser", msg("This is the last organiser who can sign in. Add another one first."))
    return old


def _know_department(door: ReadingDoor, department: str | None) -> None:
    """Refuses a department that no year knows."""
    known = {each.id for home in years.every(door) for each in plan_of(home.plan).departments}
    if department is not None and department not in known:
        raise Refusal("no_such_department", msg("There is no department %(name)s."), name=department)


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
