"""Claims as people look at them: each with its standard, its files, and what became of its achievement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from voting.actions.desk.evidence import CLAIM
from voting.actions.find import find_year, plan_of
from voting.domain.claims import STANDING, SUBMITTED, VERIFIED, WAITING, Claim, counting, honours_of
from voting.domain.plan import Department, Plan
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import OF_A_DEPARTMENT, Person, demand, is_concerned
from voting.domain.standards import Standard, find_standard
from voting.storage.desk import claims, evidence
from voting.storage.desk.evidence import EvidenceRecord
from voting.storage.doors import Database


@dataclass(frozen=True)
class ClaimLine:
    """One claim as it is shown.

    ``through`` is the claim that counts for its achievement (itself, where it does), ``same`` the others of that
    achievement, ``others`` those of the department that a verifier may find to be about the same. ``standard`` is None
    where the plan has lost it; ``concerned``: whoever looks belongs to the department.
    """

    claim: Claim
    department: Department
    standard: Standard | None
    files: list[EvidenceRecord]
    through: Claim | None
    same: list[Claim]
    others: list[Claim]
    concerned: bool

    @property
    def counts(self) -> bool:
        """Whether its points count."""
        return self.through is not None and self.through.id == self.claim.id

    @property
    def points(self) -> Fraction | None:
        """The points it was verified with, else those of the standard it is claimed by."""
        if self.claim.points:
            return Fraction(self.claim.points)
        return self.standard.points if self.standard else None

    @property
    def out_of_year(self) -> bool:
        """Whether its day lies outside the year, which a verifier should look at."""
        return not self.claim.held_on.startswith(f"{self.claim.year}-")


@dataclass(frozen=True)
class ClaimsPage:
    """The claims that a person may see, in three piles, and what the verified ones come to by department."""

    plan: Plan
    to_verify: list[ClaimLine]
    waiting: list[ClaimLine]
    done: list[ClaimLine]
    sums: list[tuple[Department, Fraction]]


def read_claims(database: Database, person: Person, year: int | None = None) -> ClaimsPage:
    """The year's claims: all of them, or those of the person's own department."""
    demand(person, "see_claims")
    plan, lines = _lines(database, person, year)
    found = honours_of(line.claim for line in lines)
    mine = [each for each in plan.departments if person.role not in OF_A_DEPARTMENT or each.id == person.department]
    return ClaimsPage(
        plan,
        [line for line in lines if line.claim.state == SUBMITTED],
        [line for line in lines if line.claim.state == WAITING],
        [line for line in reversed(lines) if line.claim.state not in (SUBMITTED, WAITING)],
        [(each, found[each.id]) for each in mine if each.id in found],
    )


def read_claim(database: Database, person: Person, claim_id: str, year: int | None = None) -> tuple[Plan, ClaimLine]:
    """One claim of the year; another department's looks like none at all."""
    demand(person, "see_claims")
    plan, lines = _lines(database, person, year)
    for line in lines:
        if line.claim.id == claim_id:
            return plan, line
    raise Refusal("not_found", msg("There is no such claim."))


def _lines(database: Database, person: Person, year: int | None) -> tuple[Plan, list[ClaimLine]]:
    with database.reading() as door:
        plan = plan_of(find_year(door, year).plan)
        every = claims.of_year(door, plan.office.year)
        files: dict[str, list[EvidenceRecord]] = defaultdict(list)
        for record in evidence.of_year(door, plan.office.year):
            if record.about == CLAIM:
                files[record.subject].append(record)
    departments = {each.id: each for each in plan.departments}
    own = person.role in OF_A_DEPARTMENT
    seen = [
        each for each in every if each.department in departments and (not own or each.department == person.department)
    ]
    through, by_id = counting(seen), {each.id: each for each in seen}
    lines = []
    for claim in seen:
        near = [each for each in seen if each.department == claim.department and each.id != claim.id]
        near = [each for each in near if each.state in STANDING]
        lines.append(
            ClaimLine(
                claim=claim,
                department=departments[claim.department],
                standard=find_standard(plan.innovation, claim.standard),
                files=files[claim.id],
                through=by_id[through[claim.id]] if claim.state == VERIFIED else None,
                same=[each for each in near if each.achievement == claim.achievement],
                others=[each for each in near if each.achievement != claim.achievement],
                concerned=is_concerned(person, claim.department),
            )
        )
    return plan, lines
