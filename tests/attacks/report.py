"""The figures of one run, as a table: every attack, on the product and on the builds on which it has to succeed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.attacks.builds import REAL
from tests.attacks.catalogue import EVERY, every_verdict
from tests.attacks.judge import Verdict, summed
from tests.attacks.organiser import PLAYS, played
from tests.attacks.scene import Scene, of_size

HEAD = ("attack", "build", "meetings", "asked", "reached", "blind", "right", "gain", "19 times in 20", "sure", "fewest")
WORKING = {one.name for one in (*EVERY, *PLAYS) if one.works}


@dataclass(frozen=True)
class Extent:
    """How much is tried: meetings by size, batch and number of seeds, and how often each of the organiser's plays."""

    meetings: tuple[tuple[int, int, int], ...]
    plays: int

    @property
    def scenes(self) -> list[Scene]:
        return [of_size(voters, batch, seed) for voters, batch, n in self.meetings for seed in range(n)]


SHORT = Extent(((16, 3, 3), (167, 5, 2)), 4)
LONG = Extent(((16, 2, 5), (16, 3, 10), (167, 3, 3), (167, 5, 8), (167, 10, 3), (2000, 5, 1), (2000, 10, 1)), 40)


def run(extent: Extent, say: Callable[[str], None]) -> list[Verdict]:
    """All verdicts of one run."""
    found = list(every_verdict(extent.scenes, say))
    for play in PLAYS:
        say(play.name)
        found += [played(play, build, extent.plays) for build in (REAL, *play.sabotaged)]
    return summed(found)


def draw(verdicts: Iterable[Verdict]) -> str:
    """The table. A star marks an attack that works on the product; docs/anonymity.md says what that means."""
    rows: list[tuple[str, ...]] = []
    place = ""
    for one in sorted(verdicts, key=lambda one: _order(one.place)):
        if one.place != place:
            place = one.place
            rows += [("",) * len(HEAD), (place.upper(), *("",) * (len(HEAD) - 1))]
        rows.append(_row(one))
    widths = [max(map(len, column)) for column in zip(HEAD, *rows, strict=True)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in (HEAD, *rows)]
    return "\n".join(line.rstrip() for line in lines)


def _order(place: str) -> tuple[int, ...]:
    return tuple(int(word) for word in place.replace(",", "").split() if word.isdigit()) or (99_999,)


def _row(one: Verdict) -> tuple[str, ...]:
    low, high = one.bounds
    star = "* " if one.build == REAL.name and one.attack in WORKING and one.reached else ""
    shares = [f"{n / one.reached:.0%}" if one.reached else "-" for n in (one.blind, one.right)]
    return (
        star + one.attack, one.build, str(len(one.gains)), one.asked, f"{one.reached} of {one.targets}", *shares,
        f"{one.gain:+.0%}" if one.reached else "nothing", f"{low:+.0%} … {high:+.0%}" if one.reached else "",
        f"{one.certain_right} of {one.certain}" if one.certain else "", str(one.narrowest or ""),
    )  # fmt: skip


def faults(verdicts: Sequence[Verdict]) -> list[str]:
    """What must not be: an attack that works on the product and is not known to, or one that fails on its sabotage."""
    found = [
        f"{one.place}: {one.attack} works on the product: {one.gain:+.0%}"
        for one in verdicts
        if one.build == REAL.name and one.attack not in WORKING and one.reached and _beats_guessing(one)
    ]
    for attack, build in dict.fromkeys((one.attack, one.build) for one in verdicts if one.build != REAL.name):
        tries = [one for one in verdicts if (one.attack, one.build) == (attack, build)]
        if sum(one.right for one in tries) <= sum(one.blind for one in tries):
            found.append(f"{attack} does not succeed on: {build}")
    return found


def _beats_guessing(one: Verdict) -> bool:
    return one.bounds[0] > (0.0 if len(one.gains) > 1 else 0.05)  # one meeting alone has no bounds
