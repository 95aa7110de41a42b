"""Founds the demonstration office: plan, points, staff, slips, and a half-year session already held."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from voting.actions.assess import assess
from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import Polls
from voting.actions.meeting import close_review, open_review
from voting.actions.slips import Sheet, issue_slips
from voting.actions.staff import Witness, add_staff
from voting.actions.years import load_plan
from voting.demo.opinions import Opinions
from voting.domain.codes import ALPHABET
from voting.domain.plan import Plan, Review
from voting.domain.roles import ORGANISER, SCRUTINEER
from voting.tools import Tools
from voting.web.offload import no_threads

DATA = Path(__file__).parent.parent.parent / "data"
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
    opinions: Opinions


def found_office(tools: Tools) -> Office:
    """Founds the office in a fresh database and holds its half-year session."""
    plan = load_plan(tools, (DATA / "demo-2026.toml").read_text(encoding="utf-8")).plan
    assess(tools, (DATA / "demo-2026-points.csv").read_text(encoding="utf-8-sig"))
    organiser, scrutineer = (_account(tools, role) for role in (ORGANISER, SCRUTINEER))
    opinions = Opinions(plan.department_ids)
    _hold_half_year(tools, plan, opinions, scrutineer)
    return Office(plan, issue_slips(tools, "year-end"), organiser, scrutineer, opinions)


def _account(tools: Tools, role: str) -> Account:
    password = "".join(letter.lower() for letter in tools.new_code()[:8] if letter in ALPHABET)
    add_staff(tools, role, role, password=password)
    return Account(role, password)


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
