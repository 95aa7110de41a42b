"""Accounts, and the second pair of eyes: who may confirm what takes two people."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from voting.actions.journal import COMMAND_LINE, record
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import OF_A_DEPARTMENT, ROLES, SCRUTINEER, Person
from voting.storage import journal, staff
from voting.storage.doors import ReadingDoor
from voting.storage.staff import StaffRecord
from voting.tools import Tools

NO_ACCOUNT = "$argon2id$v=19$m=65536,t=3,p=4$MDEyMzQ1Njc4OWFiY2RlZg$mfe9nsz8sVXAy3y2JFmlhRPM2TeFbJFhbIcdLBV8p/Q"
"""A hash of nobody's password: checking an unknown name takes as long as checking a known one."""


@dataclass(frozen=True)
class Witness:
    """The scrutineer who confirms beside the organiser: a name and the password typed in for this one act."""

    name: str
    password: str


@dataclass(frozen=True)
class Confirmed:
    """A scrutineer whose password was checked a moment ago, for a run of acts such as handing out slips."""

    name: str


def add_staff(
    tools: Tools,
    name: str,
    role: str,
    *,
    department: str | None = None,
    password: str | None = None,
    actor: str = COMMAND_LINE,
) -> None:
    """Adds an account. Refuses a taken name, an unknown role, a missing department, and too short a password."""
    new = new_account(name, role, department)
    hashed = None if password is None else hash_of(tools, password)
    with tools.database.writing() as door:
        if not staff.add(door, StaffRecord(new.name, new.role, new.department, hashed)) or is_somebodys(door, new.name):
            raise name_taken(new.name)
        record(door, tools, actor, "staff", {"name": new.name, "role": role, "department": department})


def new_account(name: str, role: str, department: str | None) -> Person:
    """The account as it may be; refuses a name, a role or a department that it cannot have."""
    name = name.strip()
    if not name or len(name) > 60 or not name.isprintable():
        raise Refusal("bad_name", msg("The name of an account must have 1 to 60 characters."))
    if role not in ROLES:
        raise Refusal("bad_role", msg("There is no role %(role)s."), role=role)
    if role in OF_A_DEPARTMENT and not department:
        raise Refusal("no_department", msg("An account with the role %(role)s needs a department."), role=role)
    return Person(name, role, department)


def hash_of(tools: Tools, password: str) -> str:
    """The hash to store; refuses too short a password."""
    if len(password) < 8:
        raise Refusal("short_password", msg("A password must have at least 8 characters."))
    return tools.passwords.hash(password)


def is_somebodys(door: ReadingDoor, name: str) -> bool:
    """Whether the journal knows acts under this name: then it must stay that person's."""
    return name == COMMAND_LINE or journal.has_acted(door, name)


def name_taken(name: str) -> Refusal:
    """Another account has this name, or had it: what stands in the journal under it must stay one person's."""
    return Refusal("name_taken", msg("There is already an account named %(name)s."), name=name)


def sign_in(tools: Tools, name: str, password: str) -> StaffRecord:
    """The account that name and password open; refuses in one sentence that does not say which of them is wrong."""
    with tools.database.reading() as door:
        found = staff.find(door, name.strip())
    opens = found is not None and found.password is not None and not found.disabled
    known = found.password if found and opens else None
    if not tools.passwords.verify(known or NO_ACCOUNT, password) or found is None or not opens:
        raise Refusal("wrong_sign_in", msg("The name or the password is not right."))
    return found


def stamp_of(found: StaffRecord) -> str:
    """What a sign-in carries of the account it was made with: another password, role or department ends it.

    So does ``sign_ins``, which counts how often all sign-ins of the account were ended at once.
    """
    parts = (found.name, found.password, found.role, found.department, found.sign_ins)
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:16]


def end_sign_ins(tools: Tools, person: Person) -> None:
    """Ends all sign-ins of the person's own account, wherever they are."""
    with tools.database.writing() as door:
        if staff.end_sign_ins(door, person.name):
            record(door, tools, person.name, "staff_out", {"name": person.name})


def signed_in_person(tools: Tools, name: str, stamp: str) -> Person | None:
    """Whoever signed in; None where the account is gone, disabled, or has another password, role or department now."""
    with tools.database.reading() as door:
        found = staff.find(door, name)
    if found is None or found.disabled or found.password is None or stamp_of(found) != stamp:
        return None
    return Person(found.name, found.role, found.department)


def confirm(tools: Tools, witness: Witness | Confirmed | None) -> str | None:
    """The name of the scrutineer who confirms; None where no scrutineer account exists and none is needed.

    Refuses where one exists and none, or the wrong one, is named.
    """
    with tools.database.reading() as door:
        scrutineers = staff.with_role(door, SCRUTINEER)
    if isinstance(witness, Confirmed):
        return witness.name
    if witness is None:
        if scrutineers:
            raise Refusal("scrutineer_needed", msg("This needs a scrutineer: give a name and the password."))
        return None
    found = sign_in(tools, witness.name, witness.password)
    if found.role != SCRUTINEER:
        raise Refusal("not_a_scrutineer", msg("%(name)s is not a scrutineer."), name=found.name)
    return found.name
