"""A meeting to be attacked: who votes, in which order, and what each of them marks. Nothing of the product yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from voting.domain.scales import ABSTAIN

GRADES = {"E": 100, "G": 80, "F": 60, "P": 40}
MARKS = (*GRADES, ABSTAIN)
REVIEW, KEY = "year-end", "2026/year-end"
WEIGHTS = {1: (100,), 2: (60, 40), 3: (50, 25, 25)}

Target = tuple[int, str]
"""A voter, by the place in the order in which they were seen submitting, and a department."""


@dataclass(frozen=True)
class Scene:
    """What a meeting is like. ``of_one_mind`` names a group whose members all mark the first department alike."""

    groups: Mapping[str, int]
    batch: int = 5
    seed: int = 0
    live: str = "tally"
    departments: int = 3
    of_one_mind: str = ""
    pace: str = "together"
    weights: tuple[int, ...] = ()
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", tuple(f"d{number}" for number in range(1, self.departments + 1)))

    @property
    def voters(self) -> int:
        return sum(self.groups.values())

    @property
    def shares(self) -> tuple[int, ...]:
        """The weights of the groups."""
        return self.weights or WEIGHTS[len(self.groups)]


def of_size(voters: int, batch: int, seed: int, **more: object) -> Scene:
    """The sizes of the report: a small body, the demonstration's year-end, and a hall of two thousand."""
    groups = {
        16: {"leadership": 6, "cadres": 10},
        167: {"leadership": 16, "heads": 17, "cadres": 134},
        2000: {"leadership": 100, "heads": 300, "cadres": 1600},
    }[voters]
    if (voters, batch) == (
        167,
        10,
    ):  # a group of under two batches shows turnout only: there would be nothing to attack
        groups = {"leadership": 22, "heads": 23, "cadres": 122}
    return Scene(groups, batch, seed, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Voter:
    """One person: group, and the marks nobody is to learn."""

    number: int
    group: str
    marks: Mapping[str, str]


def voters_of(scene: Scene) -> list[Voter]:
    """The voters in the order in which they will submit; groups and departments have tastes of their own."""
    chance = Random(f"{scene.seed} {scene.groups} {scene.batch} {scene.live}")
    seats = [group for group, n in scene.groups.items() for _ in range(n)]
    chance.shuffle(seats)
    tastes = {
        (group, name): [share * chance.uniform(0.3, 1.7) for share in (0.30, 0.36, 0.20, 0.09, 0.05)]
        for group in scene.groups
        for name in scene.names
    }
    found = []
    for number, group in enumerate(seats):
        marks = {name: chance.choices(MARKS, tastes[group, name])[0] for name in scene.names}
        if group == scene.of_one_mind:
            marks[scene.names[0]] = MARKS[scene.seed % 4]
        found.append(Voter(number, group, marks))
    return found


def plan_text(scene: Scene) -> str:
    """The plan file of a scene."""
    lines = [
        '[office]\nname = "小街道"\nyear = 2026',
        "[scales.grades]\nmarks = ["
        + ", ".join(f'{{id = "{mark}", name = "{mark}", points = {worth}}}' for mark, worth in GRADES.items())
        + "]",
        *(f'[[groups]]\nid = "{group}"\nname = "{group}"' for group in scene.groups),
        *(f'[[departments]]\nid = "{name}"\nname = "{name}"\nheadcount = 10' for name in scene.names),
        f'[[reviews]]\nid = "{REVIEW}"\nname = "{REVIEW}"\nweight = "1"\npace = "{scene.pace}"\nscale = "grades"',
        f'live = "{scene.live}"\n[reviews.groups]',
        *(f"{g} = {{weight = {w}, slips = {n}}}" for (g, n), w in zip(scene.groups.items(), scene.shares, strict=True)),
        "[reviews.rules]\nexcellent_cap = 0\nall_same = false",
        f"[privacy]\nbatch = {scene.batch}",
    ]
    return "\n".join(lines) + "\n"
