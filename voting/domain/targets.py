"""The approved targets of a department, broken down into items whose caps sum to the component's points.

A list of items goes from draft to submitted to approved, or back to draft with a reason. Drafts may be incomplete.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from voting.domain.refusals import Fault, Place, Refusal, msg
from voting.domain.scoring import DAILY, STANDARDISATION

BY_INSPECTION: Final = (DAILY, STANDARDISATION)
"""The components that are scored by inspections, in this order."""
DRAFT, SUBMITTED, APPROVED = "draft", "submitted", "approved"
MOST_ITEMS, MOST_TEXT = 60, 300
_CAP = re.compile(r"\d{1,3}(\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True)
class Item:
    """One item as a department writes it: a text, and the most points it can bring (empty while that is open)."""

    text: str
    cap: str

    @property
    def points(self) -> Fraction | None:
        """The cap as a number, None while it is open or is none."""
        return Fraction(self.cap) if _CAP.fullmatch(self.cap) else None


def draft_faults(items: Sequence[Item]) -> list[Fault]:
    """What even a draft must not have: a cap that is no number of points, an item without words, too much of it."""
    faults = []
    for number, item in enumerate(items, 1):
        place = Place(msg("item %(number)d"), number=number)
        if not item.text:
            faults.append(Fault(place, msg("write down what is to be done")))
        if len(item.text) > MOST_TEXT:
            faults.append(Fault(place, msg("this text is longer than %(most)d characters"), most=MOST_TEXT))
        if item.cap and not item.points:
            sentence = msg("%(cap)s is not a number of points above 0 with at most two decimals")
            faults.append(Fault(place, sentence, cap=item.cap))
    if len(items) > MOST_ITEMS:
        faults.append(Fault(Place(msg("the list")), msg("more than %(most)d items"), most=MOST_ITEMS))
    return faults


def sum_of(items: Sequence[Item]) -> Fraction:
    """The points of all items together; an item whose cap is open counts nothing yet."""
    return sum((item.points or Fraction(0) for item in items), Fraction(0))


def submit_faults(items: Sequence[Item], points: Fraction) -> list[Fault]:
    """Why a list cannot be submitted: an open cap, no item, or caps that do not sum to the component's points."""
    faults = draft_faults(items)
    for number, item in enumerate(items, 1):
        if not item.cap:
            faults.append(Fault(Place(msg("item %(number)d"), number=number), msg("its points are missing")))
    found = sum_of(items)
    if not faults and found != points:
        values = {"sum": plain(found), "points": plain(points), "difference": plain(abs(points - found))}
        short = msg("the points sum to %(sum)s and must sum to exactly %(points)s: %(difference)s are missing")
        over = msg("the points sum to %(sum)s and must sum to exactly %(points)s: %(difference)s are too many")
        faults.append(Fault(Place(msg("the list")), short if found < points else over, **values))
    return faults


def step(state: str, action: str, *, inspected: bool = False) -> str:
    """The state of a list after an action; refuses one that does not fit. ``inspected``: records stand on it."""
    if action == "save" and state == DRAFT:
        return DRAFT
    if action == "submit" and state == DRAFT:
        return SUBMITTED
    if action == "approve" and state == SUBMITTED:
        return APPROVED
    if action == "return" and (state == SUBMITTED or (state == APPROVED and not inspected)):
        return DRAFT
    if action == "return" and state == APPROVED:
        raise Refusal("inspected", msg("These items have been inspected already and stay as they are."))
    sentence = {
        DRAFT: msg("These items have not been submitted yet."),
        SUBMITTED: msg("These items are waiting for approval. An assessor can return them."),
        APPROVED: msg("These items are approved. An assessor can return them before the first inspection."),
    }
    raise Refusal("wrong_state", sentence[state])


def plain(value: Fraction) -> str:
    """Points as people write them: 6, 2.5, 0.25; two decimals at most ever enter."""
    whole, rest = divmod(abs(value) * 100, 100)
    digits = f"{int(whole)}.{int(rest):02d}".rstrip("0").rstrip(".")
    return f"-{digits}" if value < 0 else digits
