"""Attacks on what is published: the result, the recorded screens, the difference of any two states that were seen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.attacks.figures import Portion, nearest, of_sum, shares_of, sums_behind
from tests.attacks.meeting import Evidence
from tests.attacks.scene import GRADES
from voting.domain.scales import ABSTAIN

Row = Mapping[str, Any]


def published_result(evidence: Evidence) -> list[Portion]:
    """Blind guessing: the closed result alone, no order, no recording, no file."""
    return [portion for row in evidence.result["departments"] for portion in _of_result(evidence, row)]


def _of_result(evidence: Evidence, row: Row) -> Iterator[Portion]:
    shares = shares_of(row["marks"])
    for group in evidence.groups:
        figure = (row["groups"] or {}).get(group) or {"mean": None}
        if figure["mean"] is not None:
            ballots = figure["ballots"]
            rated, points = next(sums_behind(figure["mean"], ballots))
            marks, sure = of_sum(rated, points, ballots - rated, shares)
            seats, mean = len(evidence.seats(group)), Fraction(points, rated)
            yield Portion(group, row["id"], 0, seats, marks, sure=sure and rated == ballots, likeliest=mean)
        else:
            yield _of_score(evidence, group, row)


def _of_score(evidence: Evidence, group: str, row: Row) -> Portion:
    marks = nearest(row["score"]) if row["score"] is not None else {"G": 1.0}
    return Portion(group, row["id"], 0, len(evidence.seats(group)), marks)


def small_groups(evidence: Evidence) -> list[Portion]:
    """The mean of a group of one or two, where the result has one."""
    return [p for p in published_result(evidence) if p.likeliest is not None and p.width <= 2]


def scores_alone(evidence: Evidence) -> list[Portion]:
    """The least of guesses: from the scores of the closed result, as if nothing else were published."""
    return [_of_score(evidence, group, row) for row in evidence.result["departments"] for group in evidence.groups]


@dataclass
class _Group:
    """What is known of a group's marks up to one published state."""

    ballots: int = 0
    rated: int = 0
    points: int = 0
    known: bool = True


@dataclass
class _Watch:
    """One department through all published states."""

    groups: dict[str, _Group] = field(default_factory=dict)
    marks: Mapping[str, int] = field(default_factory=dict)


def recorded_screens(evidence: Evidence) -> list[Portion]:
    """The difference of each two published states that follow each other, the result being the last of them."""
    found: list[Portion] = []
    for department in evidence.departments:
        watched = _Watch({group: _Group() for group in evidence.groups})
        for row in states_of(evidence, department):
            if row["groups"] is not None:
                found += _difference(evidence, department, watched, row)
    return found


def states_of(evidence: Evidence, department: str) -> list[Row]:
    """Each published state of a department once, in order, whatever device showed it."""
    rows = [
        row
        for seen in evidence.seen
        if seen.event == "tally"
        for row in seen.document["departments"]
        if row["id"] == department and row["score"] is not None
    ]
    bare = [{key: value for key, value in row.items() if key != "rank"} for row in rows]
    return [row for row, before in zip(bare, [None, *bare], strict=False) if row != before]


def _difference(evidence: Evidence, department: str, watched: _Watch, row: Row) -> Iterator[Portion]:
    pooled: Mapping[str, int] | None = row["marks"]
    movers = [g for g, f in row["groups"].items() if f["mean"] is not None and f["ballots"] > watched.groups[g].ballots]
    gone = [g for g, f in row["groups"].items() if f["ballots"] < watched.groups[g].ballots]
    single = len(movers) == 1 and pooled is not None and bool(watched.marks) and not gone
    for group in movers:
        was, figure = watched.groups[group], row["groups"][group]
        more = figure["ballots"] - was.ballots
        if single and pooled is not None:
            marks = {mark: pooled[mark] - watched.marks.get(mark, 0) for mark in pooled}
            rated = sum(marks.values())
            points = sum(GRADES[mark] * n for mark, n in marks.items())
            exact = {mark: float(n) for mark, n in marks.items() if n} | _abstained(more - rated)
            now = _Group(figure["ballots"], was.rated + rated, was.points + points, was.known)
            yield Portion(group, department, was.ballots, figure["ballots"], exact, sure=True)
        else:
            now = _sum_after(was, figure)
            if now.known:
                rated, points = now.rated - was.rated, now.points - was.points
                marks_, only = of_sum(rated, points, more - rated, shares_of(pooled))
                yield Portion(group, department, was.ballots, figure["ballots"], marks_, sure=only and more == rated)
        watched.groups[group] = now
    watched.marks = pooled or watched.marks


def _abstained(n: int) -> dict[str, float]:
    return {ABSTAIN: float(n)} if n else {}


def _sum_after(was: _Group, figure: Row) -> _Group:
    """The likeliest sum behind a mean that grew out of another one."""
    for rated, points in sums_behind(figure["mean"], figure["ballots"]):
        more, worth = rated - was.rated, points - was.points
        if 0 <= more <= figure["ballots"] - was.ballots and 40 * more <= worth <= 100 * more:
            return _Group(figure["ballots"], rated, points)
    return _Group(figure["ballots"], 0, 0, known=False)


def smallest_step(evidence: Evidence) -> int:
    """The fewest ballots of a group by which two published states of a department differ, its first figure included."""
    steps = []
    for department in evidence.departments:
        rows = [row for row in states_of(evidence, department) if row["groups"] is not None]
        empty = {"groups": {group: {"ballots": 0} for group in evidence.groups}}
        for old, new in pairwise([empty, *rows]):
            differences = [new["groups"][g]["ballots"] - old["groups"][g]["ballots"] for g in evidence.groups]
            steps += [abs(n) for n in differences if n]
        scores = states_of(evidence, department)
        steps += [abs(new["ballots"] - old["ballots"]) for old, new in pairwise([{"ballots": 0}, *scores])]
    return min([step for step in steps if step], default=0)


def score_of_groups_present(evidence: Evidence) -> list[Portion]:
    """A live score while only one group can have anything in it would be that group's own figure."""
    found = []
    batch = evidence.plan.privacy.batch
    for seen in evidence.seen:
        if seen.event != "tally" or seen.document["state"] != "open":
            continue
        returned = {row["group"]: row["returned"] for row in seen.document["turnout"]}
        present = [group for group, n in returned.items() if n >= 2 * batch]
        if len(present) != 1:
            continue
        group = present[0]
        shown = (returned[group] // batch - 1) * batch
        for row in seen.document["departments"]:
            if row["score"] is not None:
                sums = next(sums_behind(row["score"], shown), None)
                marks, only = (
                    of_sum(*sums, shown - sums[0], shares_of(None)) if sums else (nearest(row["score"]), False)
                )
                mean = Fraction(sums[1], sums[0]) if sums else None
                found.append(Portion(group, row["id"], 0, shown, marks, sure=only, likeliest=mean))
    return found
