"""What was entered for a year: its digest for the journal, and the caps it has to keep."""

from __future__ import annotations

from fractions import Fraction

from voting.actions.journal import digest
from voting.domain.plan import Plan
from voting.domain.refusals import Refusal, msg
from voting.domain.scoring import DAILY, STANDARDISATION
from voting.storage import years
from voting.storage.doors import ReadingDoor


def caps_of(plan: Plan) -> dict[str, Fraction]:
    """The most points a department can have in each component that is capped."""
    return {DAILY: plan.points.daily, STANDARDISATION: plan.points.standardisation}


def entries_digest(door: ReadingDoor, year: int) -> str:
    """SHA-256 over all that was entered for a year; the journal keeps it, ``check`` recomputes it."""
    points = [[row.department, row.component, row.points, row.note] for row in years.points(door, year)]
    return digest({"points": points, "disqualified": years.disqualified(door, year)})


def check_caps(door: ReadingDoor, plan: Plan) -> None:
    """Refuses a plan whose caps are below points that were entered for its year already."""
    caps = caps_of(plan)
    for row in years.points(door, plan.office.year):
        if row.component in caps and Fraction(row.points) > caps[row.component]:
            raise Refusal("over_the_cap", msg("Points already entered are above a cap of this plan."))
