"""Choosing the excellent departments: what the rule gives, how a choice differs from it, and whether it may be made.

The general Party branch proposes, the Party Working Committee decides; both may differ from the rule, with a reason.
Nobody may choose a department that takes no part (directly led) or that lost its eligibility (disqualified).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Set
from dataclasses import dataclass

from voting.domain.plan import Plan
from voting.domain.refusals import Fault, PlanFaults, Refusal, msg
from voting.domain.rounding import shown
from voting.domain.scoring import Standing, StandingRow

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Choice:
    """A choice of departments beside the rule: who was added to what the rule gives, and who was left out."""

    departments: tuple[str, ...]
    added: tuple[str, ...]
    left_out: tuple[str, ...]
    reason: str

    @property
    def deviates(self) -> bool:
        """Whether the choice differs from the rule."""
        return bool(self.added or self.left_out)


def missing(year: Standing, open_sessions: Iterable[tuple[str, str]]) -> list[Fault]:
    """What a year still lacks before anything can be proposed. ``open_sessions``: id and name of those not closed."""
    faults = [Fault(name, msg("the session is not closed")) for _key, name in open_sessions]
    waiting = {key for key, _name in open_sessions}
    for row in year.rows:
        name = row.department.name
        if row.daily is None:
            faults.append(Fault(name, msg("daily work not entered")))
        if row.standardisation is None:
            faults.append(Fault(name, msg("standardisation not entered")))
        if any(score is None and review not in waiting for review, score in row.reviews.items()):
            faults.append(Fault(name, msg("too few ballots for a score")))
    return faults


def incomplete(faults: list[Fault]) -> PlanFaults:
    """The refusal of a proposal while something is missing, which it lists."""
    sentence = msg("The year is not complete: %(count)d things are missing. Nothing can be proposed or decided yet.")
    return PlanFaults("incomplete_year", sentence, faults, count=len(faults))


def judge(year: Standing, chosen: Iterable[str], reason: str, *, final: bool) -> Choice:
    """A choice measured by the rule; refuses one that may not be made, or that differs from the rule without a reason.

    Where departments are equal at the cut (flagged), the rule gives those above it and as many of the equal ones as
    there are places left: any such choice follows it. A proposal may also pass all the equal ones on, which a
    ``final`` choice may not.
    """
    rows = {row.department.id: row for row in year.rows}
    wanted = set(chosen)
    _refuse_who_cannot(rows, wanted)
    if year.shortlist.proposed is None:
        raise Refusal("incomplete_year", msg("A total is missing: the rule gives nothing yet."))
    added, left_out = difference(year, wanted, final=final)
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise Refusal("long_text", msg("This text is too long: %(most)d characters are the most."), most=LONGEST_REASON)
    if (added or left_out) and not reason:
        sentence = msg("This choice differs from what the rule gives. Please write the reason.")
        raise Refusal("reason_needed", sentence)
    return Choice(tuple(key for key in rows if key in wanted), added, left_out, reason)


def difference(year: Standing, chosen: Iterable[str], *, final: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who a choice adds to what the rule gives and whom it leaves out, in the plan's order; nobody without a rule."""
    cut, wanted = year.shortlist, set(chosen)
    if cut.proposed is None:
        return (), ()
    sure = cut.proposed - cut.tied
    free = cut.places - len(sure)
    added, left_out, taken = wanted - cut.proposed, sure - wanted, wanted & cut.tied
    if len(taken) > free and (final or taken != cut.tied):
        added = added | taken
    if len(taken) < free:
        left_out = left_out | (cut.tied - taken)
    keys = [row.department.id for row in year.rows]
    return tuple(key for key in keys if key in added), tuple(key for key in keys if key in left_out)


def _refuse_who_cannot(rows: dict[str, StandingRow], wanted: Set[str]) -> None:
    unknown = wanted - rows.keys()
    if unknown:
        raise Refusal("no_such_department", msg("There is no department %(name)s."), name=min(unknown))
    for key in sorted(wanted):
        row = rows[key]
        if row.department.directly_led:
            sentence = msg("%(name)s is directly led and takes no part in the selection of excellent departments.")
            raise Refusal("directly_led", sentence, name=row.department.name)
        if row.disqualified:
            sentence = msg("%(name)s is disqualified this year and cannot be an excellent department.")
            raise Refusal("disqualified", sentence, name=row.department.name)


def basis_of(plan: Plan, year: Standing) -> str:
    """The digest of all that a choice rests on; where it changes, a choice that was made before is superseded.

    Made of figures as they are shown, with ranks and what the rule gives: the digest goes into the journal, and one
    over exact figures would let anybody try out which hidden ones fit.
    """
    rows = []
    for row in year.rows:
        standing = (row.department.id, row.department.headcount, row.department.directly_led, row.disqualified)
        figures = (shown(part) for part in (row.daily, row.standardisation, row.review, row.total))
        rows.append([*standing, row.rank, row.proposed, *figures])
    rules = [str(part) for part in (*vars(plan.shortlist).values(), *vars(plan.quota).values())]
    text = json.dumps([rules, rows, sorted(year.shortlist.tied)], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
