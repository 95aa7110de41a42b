"""The three levels of a ballot box in the words of DESIGN 3.3, twice: one ballot at a time, and as commits store them.

Both keep the ballots themselves, which the product never does: a test can then say *which* ballots a figure contains.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from voting.domain.ballot import Mark, stored_mark
from voting.domain.release import place


class Dropped(NamedTuple):
    """One ballot's mark for one department, with the ballot's number in the order of arrival."""

    ballot: int
    mark: Mark


@dataclass
class OneByOne:
    """The reference: ballots fall in one after another; a full batch is held, and what was held is shown."""

    batch: int
    shown: list[Dropped] = field(default_factory=list)
    held: list[Dropped] = field(default_factory=list)
    filling: list[Dropped] = field(default_factory=list)
    seals: int = 0

    def drop(self, arriving: Iterable[Dropped]) -> None:
        for one in arriving:
            self.filling.append(one)
            if len(self.filling) == self.batch:
                self.shown += self.held
                self.held, self.filling = self.filling, []
                self.seals += 1


class InCommits(OneByOne):
    """The same levels as a commit of several ballots raises them: where each goes is what ``place`` says."""

    def drop(self, arriving: Iterable[Dropped]) -> None:
        new = list(arriving)
        where = place(len(self.filling), len(new), self.batch)
        if where.seals:  # the first seal shows what was held and holds what was filling; the second shows that too
            self.shown += self.held
            self.held, self.filling = self.filling, []
        if where.seals > 1:
            self.shown += self.held
            self.held = []
        held_from, filling_from = where.shown, where.shown + where.held
        self.shown += new[:held_from]
        self.held += new[held_from:filling_from]
        self.filling += new[filling_from:]
        self.seals += where.seals


class Arrival(NamedTuple):
    """One submission: the slip's group and its marks for the departments it covers."""

    group: str
    marks: Mapping[str, Mark]


class Box:
    """A whole session's levels, by (group, department)."""

    def __init__(self, levels: type[OneByOne], batch: int) -> None:
        self._levels = levels
        self._batch = batch
        self._by_key: dict[tuple[str, str], OneByOne] = {}
        self._ballots = 0

    def commit(self, arrivals: Iterable[Arrival]) -> None:
        """Drops ballots that are stored in one transaction, each into every department it covers."""
        together: dict[tuple[str, str], list[Dropped]] = {}
        for arrival in arrivals:
            self._ballots += 1
            for department, mark in arrival.marks.items():
                together.setdefault((arrival.group, department), []).append(Dropped(self._ballots, mark))
        for key, dropped in together.items():
            self._by_key.setdefault(key, self._levels(self._batch)).drop(dropped)

    def seals(self) -> int:
        """How often any batch was sealed so far."""
        return sum(levels.seals for levels in self._by_key.values())

    def levels(self) -> dict[tuple[str, str], tuple[list[Dropped], list[Dropped], list[Dropped]]]:
        """What lies on each level."""
        return {key: (list(box.shown), list(box.held), list(box.filling)) for key, box in self._by_key.items()}

    def shown(self) -> dict[tuple[str, str], list[Dropped]]:
        """What anyone may see while the session runs."""
        return {key: list(box.shown) for key, box in self._by_key.items()}

    def everything(self) -> dict[tuple[str, str], list[Dropped]]:
        """What closing folds into one."""
        return {key: box.shown + box.held + box.filling for key, box in self._by_key.items()}


def as_counts(dropped: Mapping[tuple[str, str], Iterable[Dropped]]) -> dict[str, dict[str, dict[str, int]]]:
    """Ballots as the counters that the product keeps: by department, group and mark."""
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for (group, department), ballots in dropped.items():
        for one in ballots:
            tally = counts.setdefault(department, {}).setdefault(group, {})
            tally[stored_mark(one.mark)] = tally.get(stored_mark(one.mark), 0) + 1
    return counts
