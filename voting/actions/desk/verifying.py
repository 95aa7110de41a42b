"""Claims of innovation points, the verifiers' side: verified and scored by the standard, or rejected with a reason.

A verifier of the department concerned is warned, and a second one from another department must confirm.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from voting.actions.desk.claims import claim_in, note_claim, settle, standard_in
from voting.domain.claims import LONGEST_TEXT, REJECTED, SUBMITTED, VERIFIED, WAITING, Claim
from voting.domain.plan_values import decimal_text
from voting.domain.refusals import Fault, Refusal, msg
from voting.domain.roles import Person, demand, is_concerned
from voting.domain.second_look import check_another, check_from_elsewhere
from voting.storage.desk import claims
from voting.storage.doors import WritingDoor
from voting.tools import Tools

ALONE = "alone"
"""For ``Verdict.same_as``: an achievement of its own, whatever its title."""


@dataclass(frozen=True)
class Verdict:
    """What a verifier finds: the standard a claim is scored by, or none to reject it; and why.

    ``same_as`` names another claim of the department that turned out to be about the same achievement.
    """

    standard: str
    note: str
    same_as: str = ""


def decide_claim(
    tools: Tools, person: Person, claim_id: str, verdict: Verdict, *, year: int | None = None
) -> list[Fault]:
    """Verifies a claim and scores it by a standard, or rejects it with a reason.

    By somebody of the department concerned it stays undecided until a second verifier confirms (``confirm_claim``):
    the warning says so.
    """
    demand(person, "verify_claim")
    note = _note(verdict.note)
    with tools.database.writing() as door:
        plan, claim = claim_in(door, claim_id, year)
        if claim.state != SUBMITTED:
            raise Refusal("wrong_state", msg("This claim has been decided or withdrawn already."))
        check_another(person, (claim.submitted_by,))
        found, points = REJECTED, ""
        if verdict.standard:
            standard = standard_in(plan, verdict.standard)
            found, points = VERIFIED, decimal_text(standard.points)
            achievement = _achievement(door, tools, claim, verdict.same_as)
            claim = replace(claim, standard=standard.id, achievement=achievement)
        elif not note:
            raise Refusal("no_reason", msg("Please give the reason."))
        concerned = is_concerned(person, claim.department)
        decided = replace(
            claim, state=WAITING if concerned else found, verdict=found, points=points, note=note,
            decided_by=person.name, confirmed_by=None,
        )  # fmt: skip
        settle(door, decided, SUBMITTED)
        detail = {"verdict": found, "standard": claim.standard, "points": points, "concerned": concerned}
        note_claim(door, tools, person, "claim_decided", decided, **detail)
    return [conflict(claim.title)] if concerned else []


def conflict(about: str) -> Fault:
    """The warning to whoever judges their own department."""
    return Fault(about, msg("you belong to the department concerned: a second person from another one must confirm"))


def _note(note: str) -> str:
    if len(note.strip()) > LONGEST_TEXT:
        raise Refusal("too_long", msg("This text is too long."))
    return note.strip()


def _achievement(door: WritingDoor, tools: Tools, claim: Claim, same_as: str) -> str:
    """The achievement of a claim, once those that a verifier found to be one have become one."""
    if not same_as:
        return claim.achievement
    if same_as == ALONE:
        return tools.new_key()
    other = claims.find(door, same_as)
    if other is None or (other.year, other.department) != (claim.year, claim.department):
        raise Refusal("not_found", msg("There is no such claim."))
    claims.join_achievements(door, claim.year, claim.achievement, other.achievement)
    return other.achievement


def confirm_claim(
    tools: Tools, person: Person, claim_id: str, *, agrees: bool, note: str = "", year: int | None = None
) -> None:
    """The second verifier, from another department, confirms what the first found, or sends the claim back."""
    demand(person, "confirm_claim")
    remark = _note(note)
    with tools.database.writing() as door:
        _plan, claim = claim_in(door, claim_id, year)
        if claim.state != WAITING:
            raise Refusal("wrong_state", msg("This claim does not wait for a second verifier."))
        check_another(person, (claim.decided_by, claim.submitted_by))
        check_from_elsewhere(person, claim.department)
        if not agrees and not remark:
            raise Refusal("no_reason", msg("Please give the reason."))
        settled = replace(claim, state=claim.verdict, confirmed_by=person.name) if agrees else _again(claim, remark)
        settle(door, settled, WAITING)
        note_claim(door, tools, person, "claim_confirmed", settled, verdict=claim.verdict, agrees=agrees)


def reopen_claim(tools: Tools, person: Person, claim_id: str, reason: str, *, year: int | None = None) -> None:
    """Takes a mistaken decision back, with a reason: the claim is decided anew, and counts for nothing meanwhile."""
    demand(person, "verify_claim")
    remark = _note(reason)
    with tools.database.writing() as door:
        _plan, claim = claim_in(door, claim_id, year)
        if claim.state not in (VERIFIED, REJECTED):
            raise Refusal("wrong_state", msg("This claim has not been decided."))
        if not remark:
            raise Refusal("no_reason", msg("Please give the reason."))
        reopened = _again(claim, remark)
        settle(door, reopened, claim.state)
        note_claim(door, tools, person, "claim_reopened", reopened, verdict=claim.verdict, points=claim.points)


def _again(claim: Claim, note: str) -> Claim:
    return replace(claim, state=SUBMITTED, verdict="", points="", note=note, decided_by=None, confirmed_by=None)
