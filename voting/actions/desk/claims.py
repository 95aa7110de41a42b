"""Claims of innovation points, the department's side: submitted with evidence, added to, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from voting.actions.desk.begin import open_year
from voting.actions.desk.evidence import CLAIM, About, Upload, attach, files_of, received
from voting.actions.find import plan_of
from voting.actions.journal import digest, record
from voting.domain.claims import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    STANDING,
    SUBMITTED,
    WITHDRAWN,
    Claim,
    achievement_of,
    plain_title,
)
from voting.domain.plan import Plan
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import Person, demand
from voting.domain.standards import Standard, find_standard
from voting.storage.desk import claims, evidence
from voting.storage.doors import ReadingDoor, WritingDoor
from voting.tools import Tools


@dataclass(frozen=True)
class NewClaim:
    """What a department writes. ``same_as`` names an earlier claim of the same achievement at another level."""

    standard: str
    title: str
    held_on: str
    text: str
    same_as: str = ""


def claims_digest(door: ReadingDoor, year: int) -> str:
    """SHA-256 over all claims of a year and their files; the journal keeps it, ``check`` recomputes it."""
    rows = sorted(list(vars(claim).values()) for claim in claims.of_year(door, year))
    files = [[each.id, each.subject, each.hash] for each in evidence.of_year(door, year) if each.about == CLAIM]
    return digest({"claims": rows, "files": files})


NO_CLAIMS: Final = digest({"claims": [], "files": []})


def submit_claim(
    tools: Tools, person: Person, new: NewClaim, uploads: Sequence[Upload] = (), *, year: int | None = None
) -> str:
    """Submits a claim of the person's own department, with its evidence. Returns the claim's id."""
    demand(person, "submit_claim")
    department = person.department or ""
    with received(tools, uploads) as files, tools.database.writing() as door:
        home = open_year(door, year)
        plan = plan_of(home.plan)
        if department not in plan.department_ids:
            raise Refusal("no_such_department", msg("There is no department %(name)s."), name=department)
        others = [claim for claim in claims.of_year(door, home.year) if claim.department == department]
        claim = _claim(tools, person, new, others, home.year)
        standard_in(plan, claim.standard)
        _check_new(claim, others)
        claims.add(door, claim)
        attach(door, files, About(home.year, CLAIM, claim.id, department), person.name)
        detail = {"standard": claim.standard, "files": [each.hash for each in files]}
        note_claim(door, tools, person, "claim", claim, **detail)
    return claim.id


def _claim(tools: Tools, person: Person, new: NewClaim, others: Sequence[Claim], year: int) -> Claim:
    own, title = tools.new_key(), " ".join(new.title.split())
    return Claim(
        id=own, year=year, department=person.department or "", standard=new.standard, title=title,
        held_on=new.held_on.strip(), text=new.text.strip(),
        achievement=achievement_of(own, title, others, new.same_as), state=SUBMITTED, submitted_by=person.name,
        at=tools.now().isoformat(timespec="seconds"),
    )  # fmt: skip


def _check_new(claim: Claim, others: Sequence[Claim]) -> None:
    if not plain_title(claim.title):
        raise Refusal("no_title", msg("Please say what was achieved."))
    if len(claim.title) > LONGEST_TITLE or len(claim.text) > LONGEST_TEXT:
        raise Refusal("too_long", msg("This text is too long."))
    check_day(claim.held_on)
    twice = [each for each in others if (each.achievement, each.standard) == (claim.achievement, claim.standard)]
    if any(each.state in STANDING for each in twice):
        raise Refusal("claimed_already", msg("This achievement has been claimed at this level already."))


def check_day(day: str) -> None:
    """Refuses what is not a day written as 2026-03-31."""
    try:
        known = date.fromisoformat(day).isoformat() == day
    except ValueError:
        known = False
    if not known:
        raise Refusal("bad_date", msg("Please give the date as year, month and day, for example 2026-03-31."))


def standard_in(plan: Plan, wanted: str) -> Standard:
    """A line of the plan's table of innovation points."""
    found = find_standard(plan.innovation, wanted)
    if found is None:
        raise Refusal("no_such_standard", msg("Please choose a line of the table of innovation points."))
    return found


def add_claim_files(
    tools: Tools, person: Person, claim_id: str, uploads: Sequence[Upload], *, year: int | None = None
) -> None:
    """Adds evidence to a claim that has not been decided."""
    with received(tools, uploads) as files, tools.database.writing() as door:
        claim = _mine(door, person, claim_id, year)
        if not files:
            raise Refusal("no_file", msg("Please choose a file."))
        attach(door, files, About(claim.year, CLAIM, claim.id, claim.department), person.name)
        note_claim(door, tools, person, "claim_files", claim, files=[each.hash for each in files])


def remove_claim_file(tools: Tools, person: Person, claim_id: str, file_id: str, *, year: int | None = None) -> None:
    """Takes back a file of a claim that has not been decided; its content is gone for good."""
    with tools.database.writing() as door:
        claim = _mine(door, person, claim_id, year)
        found = [each for each in files_of(door, claim.year, CLAIM, claim.id) if each.id == file_id]
        if not found:
            raise Refusal("not_found", msg("There is no such file, or it is not for you."))
        evidence.remove(door, file_id)
        note_claim(door, tools, person, "claim_file_removed", claim, files=[found[0].hash])
    tools.files.remove(file_id)


def withdraw_claim(tools: Tools, person: Person, claim_id: str, *, year: int | None = None) -> None:
    """Takes a claim back before it is decided. It stays in the list as withdrawn."""
    with tools.database.writing() as door:
        claim = _mine(door, person, claim_id, year)
        settle(door, replace(claim, state=WITHDRAWN), SUBMITTED)
        note_claim(door, tools, person, "claim_withdrawn", claim)


def _mine(door: WritingDoor, person: Person, claim_id: str, year: int | None) -> Claim:
    """A claim that its department may still change."""
    _plan, claim = claim_in(door, claim_id, year)
    demand(person, "submit_claim", claim.department)
    if claim.state != SUBMITTED:
        raise Refusal("wrong_state", msg("This claim has been decided or withdrawn already."))
    return claim


def claim_in(door: WritingDoor, claim_id: str, year: int | None) -> tuple[Plan, Claim]:
    """The year's plan and a claim of that year, about to be written to."""
    home = open_year(door, year)
    claim = claims.find(door, claim_id)
    if claim is None or claim.year != home.year:
        raise Refusal("not_found", msg("There is no such claim."))
    return plan_of(home.plan), claim


def settle(door: WritingDoor, claim: Claim, before: str) -> None:
    """Writes what became of a claim; refuses where somebody else was faster."""
    if not claims.settle(door, claim, before):
        raise Refusal("wrong_state", msg("This claim has been decided or withdrawn already."))


def note_claim(door: WritingDoor, tools: Tools, person: Person, action: str, claim: Claim, **more: object) -> None:
    """Writes an act about a claim into the journal, with the digest of all claims as they are now."""
    detail = {"year": claim.year, "claim": claim.id, "department": claim.department, **more}
    record(door, tools, person.name, action, detail | {"claims": claims_digest(door, claim.year)})
