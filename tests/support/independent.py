"""The year's figures a second time, by hand as it were: from the ballots themselves, in fractions, by the paper rules.

Written from the office's rules and the rules of anonymity alone. It shares no line with the program and imports nothing
of it, so that an error would have to be made twice. It knows what the demonstration office needs: weighted groups,
nothing trimmed, quotas and shortlist with their usual settings; other settings are refused loudly.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from pathlib import Path

Ballot = tuple[str, Mapping[str, str | int | None]]
"""The voter's group, and a mark for each department that the ballot named; None abstains."""

ASSUMED = {
    "scoring": {"aggregation": "weighted_groups", "trim": "none"},
    "shortlist": {"base": "participating", "rounding": "half_up", "tie": "tiebreak"},
    "quota": {"rounding": "half_up"},
    "privacy": {"unanimous": "hide"},
}
BANDS = {"below_60": (0, 60), "60_79": (60, 80), "80_89": (80, 90), "from_90": (90, 101)}
ENTERED = ("daily", "standardisation", "district_result", "honours")


def two(value: Fraction | None, places: int = 2) -> str | None:
    """Half-up at two decimals, for figures that are not negative."""
    if value is None:
        return None
    scaled = floor(value * 10**places + Fraction(1, 2))
    return f"{scaled // 10**places}.{scaled % 10**places:0{places}d}"


def as_shown(value: Fraction | None) -> Fraction | None:
    """A score as the room reads it: beside a hidden breakdown ranks follow this (decision 21)."""
    return None if value is None else Fraction(str(two(value)))


def half_up(value: Fraction) -> int:
    return floor(value + Fraction(1, 2))


def text(value: Fraction | None) -> str | None:
    """A fraction as the documents write it: ``28453/150``, or ``93`` where it is whole."""
    return None if value is None else str(value)


@dataclass
class Department:
    """What one session says of one department, before and after hiding."""

    score: Fraction | None
    means: dict[str, Fraction]
    ballots: dict[str, int]
    marks: dict[str, int]
    hidden: bool


class Sum:
    """The independent sum over the ballots of a plan's sessions."""

    def __init__(self, plan: Path, points: Path, ballots: Mapping[str, Sequence[Ballot]]) -> None:
        self.plan = tomllib.loads(plan.read_text(encoding="utf-8"))
        for section, settings in ASSUMED.items():
            assert settings.items() <= self.plan[section].items(), f"this sum does not know other rules of {section}"
        self.departments = {row["id"]: row for row in self.plan["departments"]}
        self.reviews = {row["id"]: row for row in self.plan["reviews"]}
        self.points: dict[str, dict[str, Fraction]] = {name: {} for name in self.departments}
        with points.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                assert row["component"] in ENTERED, "this sum knows no disqualification"
                self.points[row["department"]][row["component"]] = Fraction(row["points"])
        self.ballots = ballots
        self.figures = {review: self._session(review) for review in ballots}

    def _worth(self, review: str, mark: str | int) -> Fraction:
        scale = self.plan["scales"][self.reviews[review]["scale"]]
        if "marks" in scale:
            return next(Fraction(grade["points"]) for grade in scale["marks"] if grade["id"] == mark)
        assert isinstance(mark, int)
        assert scale["minimum"] <= mark <= scale["maximum"]
        return Fraction(mark)

    def _bucket(self, review: str, mark: str | int) -> str:
        scale = self.plan["scales"][self.reviews[review]["scale"]]
        if "marks" in scale:
            return str(mark)
        share = Fraction(mark, scale["maximum"]) * 100
        return next(name for name, (low, high) in BANDS.items() if low <= share < high)

    def _buckets(self, review: str) -> list[str]:
        scale = self.plan["scales"][self.reviews[review]["scale"]]
        return [grade["id"] for grade in scale["marks"]] if "marks" in scale else list(BANDS)

    def _session(self, review: str) -> dict[str, Department]:
        found = {name: self._department(review, name) for name in self.departments}
        if self.reviews[review]["pace"] == "together" and any(row.hidden for row in found.values()):
            for row in found.values():
                row.hidden = True
        return found

    def _department(self, review: str, name: str) -> Department:
        """One department: groups with 1 or 2 ballots are empty; small or unanimous groups hide the breakdown."""
        privacy = self.plan["privacy"]
        marks_of: dict[str, list[str | int | None]] = {}
        for group, marks in self.ballots[review]:
            if name in marks:
                marks_of.setdefault(group, []).append(marks[name])
        marks_of = {group: marks for group, marks in marks_of.items() if len(marks) > 2}
        if sum(map(len, marks_of.values())) < privacy["min_group"]:
            return Department(None, {}, {}, {}, hidden=False)
        means, hidden = {}, False
        distribution = Counter(dict.fromkeys(self._buckets(review), 0))
        for group, marks in marks_of.items():
            rated = [mark for mark in marks if mark is not None]
            hidden |= len(rated) < privacy["min_group"] or len(set(rated)) == 1
            if rated:
                means[group] = sum((self._worth(review, mark) for mark in rated), Fraction(0)) / len(rated)
            distribution.update(self._bucket(review, mark) for mark in rated)
        weights = {group: Fraction(spec["weight"]) for group, spec in self.reviews[review]["groups"].items()}
        whole = sum(weights[group] for group in means)
        score = sum((weights[group] * mean for group, mean in means.items()), Fraction(0)) / whole if means else None
        return Department(
            score, means, {group: len(marks) for group, marks in marks_of.items()}, dict(distribution), hidden
        )

    def counts(self, review: str) -> dict[str, int]:
        """Slips of each group of which at least one department was counted, one ballot one slip."""
        return dict(Counter(group for group, _marks in self.ballots[review]))

    def result(self, review: str) -> list[dict[str, object]]:
        """The ``departments`` of the result, as far as the paper rules say what stands in it."""
        figures = self.figures[review]
        some_hidden = any(row.hidden for row in figures.values())
        ranks = ranked({name: as_shown(row.score) if some_hidden else row.score for name, row in figures.items()})
        groups = self.reviews[review]["groups"]
        rows: list[dict[str, object]] = []
        for name, row in figures.items():
            open_ = not row.hidden and row.score is not None
            by_group = {
                group: {
                    "mean": two(row.means.get(group)),
                    "ballots": row.ballots.get(group, 0) if group in row.means else 0,
                }
                for group in groups
            }
            rows.append(
                {
                    "id": name,
                    "score": two(row.score),
                    "exact": text(row.score) if open_ else None,
                    "rank": ranks[name],
                    "marks": row.marks if open_ else None,
                    "groups": by_group if open_ else None,
                }
            )
        return rows

    def standing(self) -> tuple[list[dict[str, object]], dict[str, int]]:
        """The ``departments`` of the standing, and base and places of the shortlist."""
        review = {
            name: sum(
                (
                    Fraction(str(self.reviews[it]["weight"])) * (rows[name].score or Fraction(0))
                    for it, rows in self.figures.items()
                ),
                Fraction(0),
            )
            for name in self.departments
        }
        total = {name: review[name] + sum(self.points[name].values()) for name in self.departments}
        ranks = ranked(total)
        base = [name for name, row in self.departments.items() if not row.get("directly_led", False)]
        places = half_up(Fraction(self.plan["shortlist"]["ratio"]) * len(base))

        def order(name: str) -> tuple[Fraction, ...]:
            return (total[name], review[name], self.points[name]["daily"], self.points[name]["standardisation"])

        best = sorted(base, key=order, reverse=True)
        assert order(best[places - 1]) > order(best[places]), "a tie at the cut: this sum leaves it to the committee"
        proposed = set(best[:places])
        rows = [self._standing_row(name, review, total, ranks, proposed) for name in self.departments]
        return rows, {"base": len(base), "places": places}

    def _standing_row(
        self,
        name: str,
        review: Mapping[str, Fraction],
        total: Mapping[str, Fraction],
        ranks: Mapping[str, int | None],
        proposed: set[str],
    ) -> dict[str, object]:
        department = self.departments[name]
        led = bool(department.get("directly_led", False))
        hidden = any(rows[name].hidden for rows in self.figures.values())
        twins = [other for other in total if two(total[other]) == two(total[name]) and total[other] != total[name]]
        exact: dict[str, object] = {key: text(self.points[name][key]) for key in ENTERED}
        exact |= {"review": text(review[name]), "total": text(total[name])}
        exact |= {"reviews": {it: text(rows[name].score) for it, rows in self.figures.items()}}
        share = self.plan["quota"]["directly_led" if led else "excellent" if name in proposed else "other"]
        row: dict[str, object] = {key: two(self.points[name][key]) for key in ENTERED}
        return row | {
            "id": name,
            "name": department["name"],
            "headcount": department["headcount"],
            "directly_led": led,
            "disqualified": False,
            "reviews": {it: two(rows[name].score) for it, rows in self.figures.items()},
            "review": two(review[name]),
            "total": two(total[name], 4 if twins and not hidden else 2),
            "rank": ranks[name],
            "proposed": name in proposed,
            "decided": None,
            "quota": half_up(Fraction(share) * department["headcount"]),
            "exact": None if hidden else exact,
        }


def ranked(values: Mapping[str, Fraction | None]) -> dict[str, int | None]:
    """1, 2, 2, 4: one more than there are better ones."""
    return {
        name: None if value is None else 1 + sum(other is not None and other > value for other in values.values())
        for name, value in values.items()
    }
