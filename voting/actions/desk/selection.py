"""The excellent departments: the branch proposes by the rule or with a reason, the committee decides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from voting.actions.desk.begin import open_year
from voting.actions.desk.workdays import day_of
from voting.actions.find import plan_of
from voting.actions.journal import record
from voting.actions.standing import exact_standing
from voting.domain import selection
from voting.domain.plan import Plan
from voting.domain.refusals import Fault, Refusal, msg
from voting.domain.roles import Person, demand
from voting.domain.scoring import Cut, Standing
from voting.domain.selection import Choice, basis_of, judge, missing
from voting.storage.desk import selections
from voting.storage.desk.selections import DECISION, PROPOSAL, SelectionRecord
from voting.storage.doors import ReadingDoor
from voting.storage.years import YearRecord
from voting.tools import Tools


@dataclass(frozen=True)
class Chosen:
    """A recorded choice: the record, how it differs from the rule, and whether figures changed since."""

    record: SelectionRecord
    added: tuple[str, ...]
    left_out: tuple[str, ...]
    superseded: bool

    @property
    def deviates(self) -> bool:
        """Whether the choice differs from what the rule gives now."""
        return bool(self.added or self.left_out)


@dataclass(frozen=True)
class Choosing:
    """Where the choice of excellent departments stands. ``missing`` lists what a proposal still waits for."""

    plan: Plan
    cut: Cut
    eligible: frozenset[str]
    missing: list[Fault]
    proposal: Chosen | None
    decision: Chosen | None

    @property
    def in_force(self) -> bool:
        """Whether a decision stands on the figures as they are."""
        return self.decision is not None and not self.decision.superseded


def choosing_of(door: ReadingDoor, home: YearRecord) -> Choosing:
    """Where the choice stands, within one snapshot."""
    plan = plan_of(home.plan)
    year, closed = exact_standing(door, home)
    basis = basis_of(plan, year)
    eligible = {row.department.id for row in year.rows if not row.department.directly_led and not row.disqualified}
    proposal, decision = (selections.find(door, home.year, kind) for kind in (PROPOSAL, DECISION))
    return Choosing(
        plan=plan,
        cut=year.shortlist,
        eligible=frozenset(eligible),
        missing=_missing(plan, year, closed),
        proposal=_chosen(year, proposal, basis),
        decision=_chosen(year, decision, basis),
    )


def propose(
    tools: Tools, person: Person, departments: Iterable[str], reason: str = "", *, year: int | None = None
) -> Choice:
    """The branch proposes: what the rule gives, or another choice with its reason. The year must be complete."""
    return _choose(tools, person, PROPOSAL, departments, reason, year)


def decide(
    tools: Tools, person: Person, departments: Iterable[str], reason: str = "", *, year: int | None = None
) -> Choice:
    """The committee decides on a proposal that stands; with a reason where it differs from the rule.

    With the decision quotas are final; they stay so until figures that it rests on change.
    """
    return _choose(tools, person, DECISION, departments, reason, year)


def _choose(
    tools: Tools, person: Person, kind: str, departments: Iterable[str], reason: str, wanted: int | None
) -> Choice:
    demand(person, "propose" if kind == PROPOSAL else "decide")
    with tools.database.writing() as door:
        home = open_year(door, wanted)
        plan = plan_of(home.plan)
        year, closed = exact_standing(door, home)
        faults = _missing(plan, year, closed)
        if faults:
            raise selection.incomplete(faults)
        basis = basis_of(plan, year)
        if kind == DECISION:
            _expect_proposal(door, home.year, basis)
        choice = judge(year, departments, reason, final=kind == DECISION)
        day = day_of(tools.now()).isoformat()
        kept = SelectionRecord(kind, choice.departments, choice.reason, basis, person.name, day)
        selections.save(door, home.year, kept)
        detail = {
            "year": home.year,
            "departments": list(choice.departments),
            "added": list(choice.added),
            "left_out": list(choice.left_out),
            "reason": choice.reason,
            "basis": basis,
        }
        record(door, tools, person.name, "propose" if kind == PROPOSAL else "decide", detail)
    return choice


def _missing(plan: Plan, year: Standing, closed: frozenset[str]) -> list[Fault]:
    return missing(year, [(review.id, review.name) for review in plan.reviews if review.id not in closed])


def _expect_proposal(door: ReadingDoor, year: int, basis: str) -> None:
    proposal = selections.find(door, year, PROPOSAL)
    if proposal is None:
        raise Refusal("no_proposal", msg("There is no proposal yet. The general Party branch proposes first."))
    if proposal.basis != basis:
        sentence = msg("Figures changed since the proposal. The general Party branch has to propose anew.")
        raise Refusal("superseded", sentence)


def _chosen(year: Standing, kept: SelectionRecord | None, basis: str) -> Chosen | None:
    if kept is None:
        return None
    superseded = kept.basis != basis
    added, left_out = selection.difference(year, kept.departments, final=kept.kind == DECISION)
    return Chosen(kept, added, left_out, superseded)
