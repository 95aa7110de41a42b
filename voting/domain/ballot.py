"""What one ballot must be: the rules of DOMAIN 2, in their order, over values only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from voting.domain.plan import Rules
from voting.domain.scales import ABSTAIN, RangeScale, Scale

Mark = str | int | float | None
"""A mark as it arrives: the id of a grade, whole points, or None for an abstention."""

MISSING = "missing"
UNKNOWN_DEPARTMENT = "unknown_department"
OUT_OF_RANGE = "out_of_range"
OVER_EXCELLENT_CAP = "over_excellent_cap"
ALL_SAME = "all_same"


@dataclass(frozen=True)
class BallotFault:
    """One broken rule; ``department`` is None where the ballot as a whole breaks it."""

    department: str | None
    fault: str


def find_faults(marks: Mapping[str, Mark], wanted: Collection[str], scale: Scale, rules: Rules) -> list[BallotFault]:
    """All faults of the first rule that is broken; an empty list for a ballot that counts.

    ``wanted`` are the departments the ballot must name, exactly: those open and not yet counted for its slip.
    """
    for rule in (_wrong_rows, _off_the_scale, _too_many_excellent, _all_the_same):
        faults = rule(marks, wanted, scale, rules)
        if faults:
            return faults
    return []


def _wrong_rows(marks: Mapping[str, Mark], wanted: Collection[str], _scale: Scale, _rules: Rules) -> list[BallotFault]:
    if len(marks) == len(wanted) and all(map(marks.__contains__, wanted)):
        return []
    missing = [BallotFault(department, MISSING) for department in wanted if department not in marks]
    return missing + [BallotFault(named, UNKNOWN_DEPARTMENT) for named in marks if named not in wanted]


def _off_the_scale(marks: Mapping[str, Mark], _w: Collection[str], scale: Scale, _r: Rules) -> list[BallotFault]:
    if scale.has_all(marks.values()):
        return []
    rated = ((department, mark) for department, mark in marks.items() if mark is not None)
    return [BallotFault(department, OUT_OF_RANGE) for department, mark in rated if scale.points(mark) is None]


def _too_many_excellent(
    marks: Mapping[str, Mark], _wanted: Collection[str], scale: Scale, rules: Rules
) -> list[BallotFault]:
    if rules.excellent_cap is None:
        return []
    excellent = sum(map(scale.is_excellent, marks.values()))
    return [BallotFault(None, OVER_EXCELLENT_CAP)] if excellent > rules.excellent_cap else []


def _all_the_same(marks: Mapping[str, Mark], _w: Collection[str], _scale: Scale, rules: Rules) -> list[BallotFault]:
    rated = [mark for mark in marks.values() if mark is not None]
    return [BallotFault(None, ALL_SAME)] if rules.all_same and len(rated) >= 3 and len(set(rated)) == 1 else []


def stored_mark(mark: Mark) -> str:
    """A checked mark as the counters name it."""
    return ABSTAIN if mark is None else str(mark)


def stored_marks(marks: Mapping[str, Mark]) -> dict[str, str]:
    """A checked ballot as the counters name its marks, by department."""
    return {department: ABSTAIN if mark is None else str(mark) for department, mark in marks.items()}


def mark_of_paper(cell: str, scale: Scale) -> Mark:
    """A cell of a teller's table as a mark: empty abstains, digits are points on a range scale.

    What cannot be read stays as it is, so that the rules find it off the scale.
    """
    text = cell.strip()
    if not text:
        return None
    if isinstance(scale, RangeScale) and text.isascii() and text.isdigit() and len(text) <= 6:
        return int(text)
    return text
