"""Points from inspections: an item starts with its cap; what inspections take or give back moves it between 0 and that.

Records are never changed. A correction is a record that reverses another one; both then count for nothing. A record
about the inspector's own department acts only once somebody of another department has verified it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from voting.domain.refusals import Refusal, msg

PERIODIC, SPOT = "periodic", "spot"
KINDS = (PERIODIC, SPOT)
WAITING, ACTING, REFUSED = "waiting", "acting", "refused"
MOST_REASON = 500
_POINTS = re.compile(r"[-+−]?\d{1,3}(\.\d{1,2})?", re.ASCII)

DIRECT, INSPECTIONS, FINISHED, MISSING = "direct", "inspections", "finished", "missing"


@dataclass(frozen=True)
class Finding:
    """What one record of an inspection says for the points: its item, points given (+) or taken (−), and its state."""

    id: str
    item: str
    points: Fraction
    state: str
    reverses: str | None = None


@dataclass(frozen=True)
class Derived:
    """A component's points from its items: None while ``open_items`` are neither inspected nor declared done."""

    points: Fraction | None
    items: Mapping[str, Fraction | None]
    open_items: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """A component's points of one department, and where they come from.

    ``source``: ``direct`` (entered with a note, which stands above inspections), ``inspections`` (every item was
    inspected), ``finished`` (an assessor declared it done) or ``missing``. ``derived`` is what the inspections give,
    shown beside a figure that was entered directly.
    """

    points: Fraction | None
    source: str
    note: str
    derived: Fraction | None
    open_items: tuple[str, ...] = ()


def effective(findings: Iterable[Finding]) -> list[Finding]:
    """The records that count: those that act and were not reversed, reversals themselves aside."""
    found = list(findings)
    reversed_ = {each.reverses for each in found if each.reverses and each.state == ACTING}
    return [each for each in found if each.state == ACTING and not each.reverses and each.id not in reversed_]


def item_points(cap: Fraction, points: Sequence[Fraction]) -> Fraction | None:
    """An item's points: its cap with what was given and taken, from 0 to the cap; None before any inspection."""
    return min(cap, max(Fraction(0), cap + sum(points, Fraction(0)))) if points else None


def derive(caps: Mapping[str, Fraction], findings: Iterable[Finding], *, most: Fraction, finished: bool) -> Derived:
    """A component's points from the caps of its approved items and the records about them.

    Items that nobody inspected keep the component open, or, where an assessor declared it finished, count their cap.
    """
    by_item: dict[str, list[Fraction]] = {item: [] for item in caps}
    for each in effective(findings):
        by_item[each.item].append(each.points)
    items = {item: item_points(cap, by_item[item]) for item, cap in caps.items()}
    open_items = tuple(item for item, found in items.items() if found is None)
    if not caps or (open_items and not finished):
        return Derived(None, items, open_items)
    total = sum((caps[item] if found is None else found for item, found in items.items()), Fraction(0))
    return Derived(min(most, total), items, open_items)


def figure(direct: tuple[Fraction, str] | None, derived: Derived, *, finished: str | None) -> Figure:
    """Which figure stands. One that was entered directly, with its note, stands above what inspections give."""
    if direct is not None:
        return Figure(direct[0], DIRECT, direct[1], derived.points, derived.open_items)
    if derived.points is None:
        return Figure(None, MISSING, "", None, derived.open_items)
    source = FINISHED if derived.open_items else INSPECTIONS
    return Figure(derived.points, source, finished or "", derived.points, derived.open_items)


def read_points(text: str, cap: Fraction) -> Fraction:
    """Points given or taken as somebody typed them; refuses what is no number, or more than the item's cap."""
    text = text.strip()
    if text in ("", "-", "+"):
        raise Refusal("bad_points", msg("How many points? Write a number with at most two decimals."))
    if not _POINTS.fullmatch(text):
        raise Refusal("bad_points", msg("%(points)s is not a number of points with at most two decimals"), points=text)
    points = Fraction(text.replace("−", "-"))
    if abs(points) > cap:
        raise Refusal("over_the_cap", msg("%(points)s is more than the item's %(cap)s points"), points=text, cap=cap)
    return points


def check_reason(reason: str, points: Fraction) -> str:
    """The reason as it is kept; whoever gives or takes points says why."""
    reason = reason.strip()
    if points and not reason:
        raise Refusal("no_reason", msg("Points are given or taken for a reason: write it down."))
    if len(reason) > MOST_REASON:
        raise Refusal("long_reason", msg("The reason is longer than %(most)d characters."), most=MOST_REASON)
    return reason
