"""Accounts, and the second pair of eyes: who may confirm what takes two people."""

from __future__ import annotations

from dataclasses import dataclass

from voting.actions.journal import COMMAND_LINE, record
from voting.domain.refusals import Refusal, msg
from voting.storage import staff
from voting.storage.staff import StaffRecord
from voting.tools import Tools

ORGANISER, SCRUTINEER = "organiser", "scrutineer"
ROLES = (
    ORGANISER, SCRUTINEER, "assessor", "supervision", "organisation", "branch", "committee", "department", "leader",
    "viewer",
)  # fmt: skip
OF_A_DEPARTMENT = ("department", "leader")
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
    name = name.strip()
    if not name or len(name) > 60:
        raise Refusal("bad_name", msg("The name of an account must have 1 to 60 characters."))
    if role not in ROLES:
        raise Refusal("bad_role", msg("There is no role %(role)s."), role=role)
    if role in OF_A_DEPARTMENT and not department:
        raise Refusal("no_department", msg("An account with the role %(role)s needs a department."), role=role)
    if password is not None and len(password) < 8:
        raise Refusal("short_password", msg("A password must have at least 8 characters."))
    hashed = None if password is None else tools.passwords.hash(password)
    with tools.database.writing() as door:
        if not staff.add(door, StaffRecord(name, role, department, hashed)):
            raise Refusal("name_taken", msg("There is already an account named %(name)s."), name=name)
        record(door, tools, actor, "staff", {"name": name, "role": role, "department": department})


def sign_in(tools: Tools, name: str, password: str) -> StaffRecord:
    """The account that name and password open; refuses in one sentence that does not say which of them is wrong."""
    with tools.database.reading() as door:
        found = staff.find(door, name.strip())
    known = found.password if found and found.password else NO_ACCOUNT
    if not tools.passwords.verify(known, password) or found is None or not found.password:
        raise Refusal("wrong_sign_in", msg("The name or the password is not right."))
    return found


def role_of(tools: Tools, name: str) -> str | None:
    """The role an account has now, None where it is gone."""
    with tools.database.reading() as door:
        found = staff.find(door, name)
    return found.role if found else None


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
