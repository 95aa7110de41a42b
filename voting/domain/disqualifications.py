"""Disqualification: which allegations, once verified, cost a department this year's eligibility.

A verified complaint of inaction does, and so does one person found once, in an inspection by a higher authority, doing
what the guidance names. Everything else may be written down and settled, and acts on nothing.
"""

from __future__ import annotations

from typing import Final

from voting.domain.refusals import msg

ALLEGED, WAITING, VERIFIED, DISMISSED = "alleged", "waiting", "verified", "dismissed"
STATES: Final = (ALLEGED, WAITING, VERIFIED, DISMISSED)
"""``WAITING``: decided by somebody of the department concerned, until a second one from elsewhere confirms."""

INACTION = "inaction"
CAUSES: Final = {
    INACTION: msg("inaction: duties not performed"),
    "gaming": msg("gaming in working hours"),
    "trading": msg("trading shares in working hours"),
    "games": msg("chess or cards in working hours"),
    "films": msg("watching films in working hours"),
    "chatting": msg("chatting online in working hours"),
    "alcohol": msg("breaking the alcohol ban in working hours"),
}
"""What the guidance names."""

COMPLAINT, HIGHER, OWN = "complaint", "higher", "own"
SOURCES: Final = {
    COMPLAINT: msg("complaint"),
    HIGHER: msg("inspection by a higher authority"),
    OWN: msg("inspection of our own"),
}
LONGEST_PERSON, LONGEST_TEXT = 40, 2000


def acts(cause: str, source: str) -> bool:
    """Whether an allegation of this kind disqualifies once it is verified."""
    return source == COMPLAINT if cause == INACTION else source == HIGHER and cause in CAUSES
