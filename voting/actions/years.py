"""Setting a year up: loading its plan, and entering the points of the other components."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from voting.actions.desk.targets import fit_targets
from voting.actions.entries import check_caps, entries_digest
from voting.actions.journal import COMMAND_LINE, record
from voting.actions.lay import lay_session, throw_away
from voting.domain.plan import Plan
from voting.domain.plan_reader import plan_warnings, read_plan
from voting.domain.plan_writer import write_plan
from voting.domain.refusals import Fault, Refusal, msg
from voting.storage import reviews, slips, years
from voting.storage.doors import WritingDoor
from voting.storage.reviews import ReviewRecord
from voting.storage.years import YearRecord
from voting.tools import Tools


@dataclass(frozen=True)
class Loaded:
    """What loading a plan did: the plan, what to think about, and how many printed slips are no longer valid."""

    plan: Plan
    warnings: list[Fault]
    dead_slips: int


def load_plan(tools: Tools, text: str, *, actor: str = COMMAND_LINE) -> Loaded:
    """Creates a year from a plan file, or replaces its plan while nothing of it has opened.

    Slips that were issued stay valid where their session and group still exist. Raises ``PlanFaults`` with every
    mistake of the file, and ``Refusal`` once a session of the year has opened.
    """
    plan = read_plan(text)
    stored = write_plan(plan)
    year = plan.office.year
    with tools.database.writing() as door:
        years.save(door, YearRecord(year, plan.office.name, stored))
        old = reviews.of_year(door, year)
        if any(review.opened and not review.rehearsal for review in old):
            raise Refusal("already_opened", msg("A session of %(year)s has already been opened."), year=year)
        dead = _replace_sessions(door, tools, plan, old)
        years.remove_entries(door, year, plan.department_ids)
        check_caps(door, plan)
        fit_targets(door, tools, plan, actor)
        detail = {"year": year, "plan": plan_digest(stored), "digest": entries_digest(door, year), "dead_slips": dead}
        record(door, tools, actor, "load", detail)
    return Loaded(plan, plan_warnings(plan), dead)


def plan_digest(stored: str) -> str:
    """What the journal keeps of a plan: SHA-256 of its canonical text."""
    return hashlib.sha256(stored.encode()).hexdigest()


def _replace_sessions(door: WritingDoor, tools: Tools, plan: Plan, old: list[ReviewRecord]) -> int:
    """Lays the sessions of a year anew, keeping screen keys, and slips whose group goes on. Returns the dead slips."""
    screen_keys = {review.id: review.screen_key for review in old}
    valid = {review.id: slips.issued(door, review.key) for review in old}
    for review in old:
        throw_away(door, review.key)
    for planned in plan.reviews:
        key = lay_session(door, tools, plan, planned, screen_key=screen_keys.get(planned.id))
        kept = valid.get(planned.id, {})
        for group in planned.groups:
            code_hashes = kept.pop(group, [])
            slips.add(door, key, group, code_hashes)
            reviews.raise_slips(door, key, group, len(code_hashes))
    return sum(len(code_hashes) for groups in valid.values() for code_hashes in groups.values())
