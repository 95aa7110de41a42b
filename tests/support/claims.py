"""Offices that have a table of innovation points, and people for tests of claims and disqualifications."""

from __future__ import annotations

from tests.support.evidence import jpeg, pdf
from tests.support.world import SMALL_PLAN, World
from voting.actions.desk.claims import NewClaim, submit_claim
from voting.actions.desk.disqualifications import NewAllegation, allege
from voting.actions.desk.evidence import Upload
from voting.actions.desk.verifying import Verdict, decide_claim
from voting.domain.claims import Claim
from voting.domain.roles import ASSESSOR, DEPARTMENT, ORGANISATION, SUPERVISION, Person
from voting.storage.desk import claims, disqualifications
from voting.storage.desk.disqualifications import AllegationRecord

PLAN_WITH_STANDARDS = (
    SMALL_PLAN
    + """
[[innovation]]
id = "district"
name = "表彰奖励"
level = "区级"
points = 1
[[innovation]]
id = "city"
name = "表彰奖励"
level = "市级"
points = "2.5"
[[innovation]]
id = "province"
name = "表彰奖励"
level = "省级"
points = 4
"""
)
CLERK = Person("clerk of alpha", DEPARTMENT, "alpha")
BETAS_CLERK = Person("clerk of beta", DEPARTMENT, "beta")
VERIFIER = Person("verifier", SUPERVISION, "gamma")
ANOTHER = Person("another verifier", SUPERVISION, "beta")
CONCERNED = Person("verifier of alpha", SUPERVISION, "alpha")
ORGANISER_OF_PEOPLE = Person("organiser of people", ORGANISATION, "beta")
INSPECTOR = Person("inspector", ASSESSOR, "gamma")
SCAN, PHOTO = Upload("决定.pdf", pdf()), Upload("证书.jpg", jpeg())


def claimed(world: World, standard: str = "district", title: str = "Prize", person: Person = CLERK, **more: str) -> str:
    """A claim that was submitted: its id."""
    new = NewClaim(standard, title, more.pop("held_on", "2026-03-12"), more.pop("text", "see the papers"), **more)
    return submit_claim(world.tools, person, new)


def verified(
    world: World, standard: str = "district", title: str = "Prize", person: Person = CLERK, **more: str
) -> str:
    """A claim that was verified by the standard it was claimed by: its id."""
    found = claimed(world, standard, title, person, **more)
    decide_claim(world.tools, VERIFIER, found, Verdict(standard, "papers seen"))
    return found


def claim_of(world: World, claim_id: str) -> Claim:
    """A claim as it is stored."""
    with world.database.reading() as door:
        found = claims.find(door, claim_id)
    assert found is not None
    return found


def honours(world: World) -> dict[str, str]:
    """What verified claims come to, by department."""
    with world.database.reading() as door:
        return {department: str(points) for department, points in claims.honours(door, 2026).items()}


def alleged(
    world: World, department: str = "alpha", cause: str = "gaming", source: str = "higher", person: Person = INSPECTOR,
    named: str = "",
) -> str:  # fmt: skip
    """An allegation that was written down: its id."""
    new = NewAllegation(department, cause, source, "2026-07-14", "seen by the commission", named)
    return allege(world.tools, person, new)


def case_of(world: World, case: str) -> AllegationRecord:
    """An allegation as it is stored."""
    with world.database.reading() as door:
        found = disqualifications.find(door, case)
    assert found is not None
    return found


def disqualified(world: World) -> dict[str, str]:
    """Every disqualified department with its cause."""
    with world.database.reading() as door:
        return disqualifications.effective(door, 2026)
