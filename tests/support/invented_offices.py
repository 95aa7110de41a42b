"""Offices by chance: a plan file under drawn settings, ballots one by one, points, ties and disqualifications."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from tests.support.independent_year import Ballot, Mark

GROUPS = ("leadership", "heads", "cadres", "deputies", "communities")
GRADES = {"E": "100", "G": "82.5", "F": "60", "P": "37.25"}
RANGES = {"hundred": (0, 100), "ten": (0, 10)}


@dataclass(frozen=True)
class Settings:
    """Everything of a plan that changes a figure."""

    departments: int = 5
    groups: tuple[tuple[str, int], ...] = (("leadership", 50), ("heads", 25), ("cadres", 25))
    weights: tuple[str, ...] = ("0.4", "0.6")
    scales: tuple[str, ...] = ("grades", "hundred")
    paces: tuple[str, ...] = ("together", "one_by_one")
    cap: str = '"0.30"'
    all_same: bool = True
    aggregation: str = "weighted_groups"
    trim: str = "none"
    ratio: str = "0.30"
    base: str = "participating"
    rounding: str = "half_up"
    tie: str = "tiebreak"
    quota_rounding: str = "half_up"
    shares: tuple[str, str, str, str] = ("0.30", "0.30", "0.20", "0.20")
    min_group: int = 5
    unanimous: str = "hide"


@dataclass
class Office:
    """An invented office: its plan file, and all that was given in its year."""

    plan: str
    ballots: dict[str, list[Ballot]]
    points: dict[str, dict[str, Fraction]]
    disqualified: set[str] = field(default_factory=set)


def plan_text(settings: Settings, chance: Random) -> str:
    """The plan file of an office."""
    lines = ["[office]", 'name = "试街道"', "year = 2026", "[scales.grades]", "marks = ["]
    lines += [f'  {{id = "{key}", name = "{key}", points = "{points}"}},' for key, points in GRADES.items()]
    lines += ["]"]
    for name, (low, high) in RANGES.items():
        lines += [f"[scales.{name}]", f"minimum = {low}", f"maximum = {high}"]
    for group, _weight in settings.groups:
        lines += ["[[groups]]", f'id = "{group}"', f'name = "{group}"']
    for at in range(settings.departments):
        lines += ["[[departments]]", f'id = "d{at}"', f'name = "部门{at}"', f"headcount = {chance.randint(1, 25)}"]
        lines += ["directly_led = true"] * (at > 0 and chance.random() < 0.2)
    for at, weight in enumerate(settings.weights):
        pace = settings.paces[at % len(settings.paces)]
        lines += ["[[reviews]]", f'id = "r{at}"', f'name = "r{at}"', f'weight = "{weight}"', f'pace = "{pace}"']
        lines += [f'scale = "{settings.scales[at % len(settings.scales)]}"', "[reviews.groups]"]
        lines += [f"{group} = {{weight = {share}, slips = 400}}" for group, share in settings.groups]
        if pace == "together":
            cap = settings.cap if settings.departments >= 5 or '"' not in settings.cap else "0"
            lines += ["[reviews.rules]", f"excellent_cap = {cap}", f"all_same = {str(settings.all_same).lower()}"]
    lines += ["[scoring]", f'aggregation = "{settings.aggregation}"', f'trim = "{settings.trim}"']
    lines += ["[shortlist]", f'ratio = "{settings.ratio}"', f'base = "{settings.base}"']
    lines += [f'rounding = "{settings.rounding}"', f'tie = "{settings.tie}"', "[quota]"]
    names = ("excellent", "directly_led", "other", "disqualified")
    lines += [f'{name} = "{share}"' for name, share in zip(names, settings.shares, strict=True)]
    lines += [f'rounding = "{settings.quota_rounding}"', "[privacy]"]
    lines += [f"min_group = {settings.min_group}", f'unanimous = "{settings.unanimous}"']
    return "\n".join(lines) + "\n"


def an_office(settings: Settings, chance: Random, *, sizes: Sequence[int] = (0, 1, 2, 3, 6, 9, 20)) -> Office:
    """An office under these settings: groups of any size, some departments that are exactly alike, some disqualified."""
    names = [f"d{at}" for at in range(settings.departments)]
    twins = {name: chance.choice(names) if chance.random() < 0.5 else name for name in names}
    ballots = {
        f"r{at}": _ballots(settings, settings.scales[at % len(settings.scales)], chance, names, twins, sizes)
        for at in range(len(settings.weights))
    }
    points = {name: _points(chance) for name in names}
    points = {name: points[twins[name]] if chance.random() < 0.9 else points[name] for name in names}
    disqualified = {name for name in names if chance.random() < 0.12}
    return Office(plan_text(settings, chance), ballots, points, disqualified)


def _ballots(
    settings: Settings, scale: str, chance: Random, names: Sequence[str], twins: dict[str, str], sizes: Sequence[int]
) -> list[Ballot]:
    marks: list[Mark]
    marks = [*GRADES] if scale == "grades" else list(range(RANGES[scale][1] // 2, RANGES[scale][1] + 1))
    ballots: list[Ballot] = []
    for group, _weight in settings.groups:
        mood = chance.choice(["mixed"] * 6 + ["of one mind", "abstains"])
        for _voter in range(chance.choice(sizes)):
            ballot: dict[str, Any] = {}
            for name in names:
                drawn = chance.choice(marks[1:] if chance.random() < 0.7 else marks)
                drawn = marks[1] if mood == "of one mind" else drawn
                ballot[name] = None if mood == "abstains" or chance.random() < 0.08 else drawn
            ballots.append((group, {name: ballot[twins[name]] for name in names}))
    return ballots


def _points(chance: Random) -> dict[str, Fraction]:
    points = {"daily": Fraction(chance.randint(5000, 7000), 100), "standardisation": Fraction(chance.randint(20, 30))}
    if chance.random() < 0.7:
        points["district_result"] = Fraction(chance.randint(0, 200), 100)
    if chance.random() < 0.7:
        points["honours"] = Fraction(chance.choice(("0", "0.5", "2.25")))
    return points
