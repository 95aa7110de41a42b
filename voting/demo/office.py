"""Founds the demonstration office: plan, staff, a year at the desk, slips, and a half-year session already held."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from pathlib import Path

from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import Polls
from voting.actions.meeting import close_review, open_review
from voting.actions.slips import Sheet, issue_slips
from voting.actions.staff import Witness, add_staff
from voting.actions.years import load_plan
from voting.demo.desk import (
    ASSESSOR_HERE,
    ASSESSOR_INSIDE,
    CLERK,
    ORGANISATION_HERE,
    SUPERVISION_HERE,
    in_story,
    keep_first_half,
    keep_second_half,
)
from voting.demo.honours import keep_innovation
from voting.demo.opinions import Opinions
from voting.domain.codes import ALPHABET
from voting.domain.plan import Plan, Review
from voting.domain.roles import (
    BRANCH,
    COMMITTEE,
    DEPARTMENT,
    LEADER,
    ORGANISER,
    SCRUTINEER,
    VIEWER,
)
from voting.tools import Passwords, Tools
from voting.web.offload import no_threads

DATA = Path(__file__).parent.parent.parent / "data"
YEAR = 2026
DESK_ACCOUNTS = {
    **{
        person.name: (person.role, person.department)
        for person in (ASSESSOR_HERE, ASSESSOR_INSIDE, SUPERVISION_HERE, ORGANISATION_HERE)
    },
    **{role: (role, None) for role in (BRANCH, COMMITTEE, VIEWER)},
    **{role: (role, CLERK.department) for role in (DEPARTMENT, LEADER)},
}
STAY_AWAY_EACH = 17  # one of so many slips is never used


@dataclass(frozen=True)
class Account:
    """A sign-in of the demonstration."""

    name: str
    password: str


@dataclass(frozen=True)
class Office:
    """The demonstration office, ready for its year-end session."""

    plan: Plan
    slips: Sheet
    organiser: Account
    scrutineer: Account
    others: list[Account]
    opinions: Opinions


def found_office(tools: Tools) -> Office:
    """Founds the office in a fresh database, tells its year so far, and holds its half-year session."""
    past, story = in_story(tools, YEAR)
    plan = load_plan(past, (DATA / "demo-2026.toml").read_text(encoding="utf-8")).plan
    organiser, scrutineer = (_account(past, role) for role in (ORGANISER, SCRUTINEER))
    others = _others(past)
    opinions = Opinions(plan.department_ids)
    keep_first_half(past, story)
    _hold_half_year(past, plan, opinions, scrutineer)
    keep_second_half(past, story, plan)
    keep_innovation(past, story, plan)
    return Office(plan, issue_slips(tools, "year-end"), organiser, scrutineer, others, opinions)


def _account(tools: Tools, role: str) -> Account:
    password = _password(tools)
    add_staff(tools, role, role, password=password)
    return Account(role, password)


def _password(tools: Tools) -> str:
    return "".join(letter.lower() for letter in tools.new_code()[:8] if letter in ALPHABET)


class _HashedOnce:
    """One password for all the demonstration's other people: hashing it for each would take most of the start."""

    def __init__(self, passwords: Passwords) -> None:
        self._hash = cache(passwords.hash)
        self.verify = passwords.verify

    def hash(self, password: str) -> str:
        return self._hash(password)


def _others(tools: Tools) -> list[Account]:
    """An account for every other role; department and leader are of one department, a second assessor of another."""
    password, once = _password(tools), replace(tools, passwords=_HashedOnce(tools.passwords))
    for name, (role, department) in DESK_ACCOUNTS.items():
        add_staff(once, name, role, department=department, password=password)
    return [Account(name, password) for name in DESK_ACCOUNTS]


def _hold_half_year(tools: Tools, plan: Plan, opinions: Opinions, scrutineer: Account) -> None:
    review: Review = plan.review("half-year")
    sheet = issue_slips(tools, review.id)
    open_review(tools, review.id)
    polls = Polls(tools.database, BallotBox(tools.database, no_threads().write), no_threads().read)
    for number, slip in enumerate(sheet.slips):
        if number % STAY_AWAY_EACH:
            marks = opinions.voter(slip.group).marks(review, plan.department_ids)
            polls.cast(slip.code, tools.new_code().lower().encode().hex(), marks)
    close_review(tools, review.id, Witness(scrutineer.name, scrutineer.password))


def one_unused_per_group(sheet: Sheet) -> dict[str, str]:
    """A code for each group that no simulated phone will use."""
    first: dict[str, str] = {}
    for slip in sheet.slips:
        first.setdefault(slip.group, slip.code)
    return first


def codes_for_phones(sheet: Sheet, voters: int | None) -> list[tuple[str, str]]:
    """Group and code of each simulated phone: all slips but the unused ones, or as many as asked for."""
    unused = set(one_unused_per_group(sheet).values())
    rest = ((slip.group, slip.code) for slip in sheet.slips if slip.code not in unused)
    return list(islice(rest, voters))
