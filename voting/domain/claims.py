"""Claims of innovation points: what counts once several of them were verified, and which name the same achievement.

The same achievement counts once, at its highest level: of the verified claims of one department that name it, the one
with the most points counts; of equal ones the earliest by date, then by id. The others are superseded. That is worked
out afresh each time, never stored: verifying a higher level moves the points by itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

SUBMITTED, WAITING, VERIFIED, REJECTED, WITHDRAWN = "submitted", "waiting", "verified", "rejected", "withdrawn"
STATES = (SUBMITTED, WAITING, VERIFIED, REJECTED, WITHDRAWN)
"""``WAITING``: decided by somebody of the department concerned, until a second verifier from elsewhere confirms."""
STANDING = (SUBMITTED, WAITING, VERIFIED)
"""States in which a claim is there to be counted or may still come to it."""
LONGEST_TITLE, LONGEST_TEXT = 120, 2000

_WORDLESS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Claim:
    """One claim. ``achievement`` is the same for claims of the same achievement.

    ``standard`` is the one claimed, then the one it was verified by, with that standard's ``points``. ``verdict`` is
    what ``decided_by`` found; while the state is ``waiting``, a second verifier has not confirmed it.
    """

    id: str
    year: int
    department: str
    standard: str
    title: str
    held_on: str
    text: str
    achievement: str
    state: str
    submitted_by: str
    at: str
    verdict: str = ""
    points: str = ""
    note: str = ""
    decided_by: str | None = None
    confirmed_by: str | None = None


def plain_title(title: str) -> str:
    """A title without what people write differently: width of letters, capitals, spaces, punctuation."""
    return _WORDLESS.sub("", unicodedata.normalize("NFKC", title).casefold())


def achievement_of(own: str, title: str, others: Iterable[Claim], same_as: str = "") -> str:
    """The achievement a new claim belongs to: the chosen one, or one with the same title, or its own (``own``).

    ``others`` are claims of the same department; withdrawn and rejected ones found no achievement of their own.
    """
    known = [claim for claim in others if claim.state in STANDING]
    chosen = next((claim for claim in known if claim.id == same_as), None)
    if chosen is None:
        chosen = next((claim for claim in known if plain_title(claim.title) == plain_title(title)), None)
    return chosen.achievement if chosen else own


def counting(claims: Iterable[Claim]) -> dict[str, str]:
    """For each verified claim the id of the one that counts for its achievement: its own, or the superseding one."""
    together: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.state == VERIFIED:
            together[claim.department, claim.achievement].append(claim)
    found = {}
    for group in together.values():
        best = min(group, key=lambda claim: (-Fraction(claim.points), claim.held_on, claim.id))
        found.update({claim.id: best.id for claim in group})
    return found


def honours_of(claims: Iterable[Claim]) -> dict[str, Fraction]:
    """The points of verified claims that count, by department; a department without any is not in it."""
    claims = list(claims)
    counted = counting(claims)
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for claim in claims:
        if counted.get(claim.id) == claim.id:
            sums[claim.department] += Fraction(claim.points)
    return dict(sums)
