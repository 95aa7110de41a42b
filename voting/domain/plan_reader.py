"""The plan file (TOML) read into the frozen values of ``plan``, or refused with every fault and its place.

Four steps: parse the text, read each entry by ``plan_schema``, look for contradictions with ``plan_checks``, build.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from voting.domain.plan import (
    TOGETHER,
    Department,
    Group,
    Office,
    Plan,
    Points,
    Privacy,
    Quota,
    Review,
    ReviewGroup,
    Rules,
    Scoring,
    Shortlist,
)
from voting.domain.plan_checks import contradictions, departments_under_cap
from voting.domain.plan_nodes import Clean, Finding
from voting.domain.plan_places import line_of, locate, readable_path
from voting.domain.plan_schema import PLAN
from voting.domain.plan_values import Written
from voting.domain.plan_warnings import plan_warnings
from voting.domain.refusals import Fault, Place, PlanFaults, msg
from voting.domain.scales import Grade, GradeScale, RangeScale, Scale
from voting.domain.standards import HONOURS, Standard

__all__ = ["plan_warnings", "read_plan"]

DEFAULT_EXCELLENT_CAP = Fraction(30, 100)

_LINE_IN_ERROR = re.compile(r"\(at line (\d+),")


def read_plan(text: str) -> Plan:
    """The plan a TOML text lays down.

    Raises ``PlanFaults`` ("bad_plan") with every fault in the order of the file; a text that is not TOML has one fault.
    """
    text = text.removeprefix("\ufeff")  # some editors put a byte order mark in front
    document = _parsed(text)
    findings: list[Finding] = []
    clean = PLAN.read(document, (), findings)
    findings.extend(contradictions(clean))
    if findings:
        raise _refusal(_in_file_order(findings, text, document))
    return _built(clean)


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Written)
    except tomllib.TOMLDecodeError as error:
        raise _refusal([_syntax_fault(text, str(error))]) from None
    except (ValueError, RecursionError):  # a number of thousands of digits; brackets hundreds deep
        sentence = msg("This is not a plan: a number in it is far too long, or its brackets are nested far too deep.")
        raise _refusal([Fault(_line(1), sentence)]) from None


def _syntax_fault(text: str, error: str) -> Fault:
    found = _LINE_IN_ERROR.search(error)
    line = int(found.group(1)) if found else len(text.rstrip().splitlines()) or 1
    if re.search("overwrite|twice|redefine|mutate|Duplicate", error):
        return Fault(_line(line), msg("This entry or section already stands above. It may stand there only once."))
    sentence = msg(
        "The file cannot be read from here on. Please check the quotation marks, brackets, commas and the sign = "
        "on this line and the one before: they must be the plain English ones."
    )
    return Fault(_line(line), sentence)


def _line(line: int) -> Place:
    return Place(msg("line %(line)d"), line=line)


def _in_file_order(findings: Sequence[Finding], text: str, document: dict[str, Any]) -> list[Fault]:
    lines = locate(text)
    placed = sorted(((line_of(finding.path, lines), finding) for finding in findings), key=lambda pair: pair[0])
    return [
        Fault(_entry(line, readable_path(found.path, document)), found.sentence, **found.values)
        for line, found in placed
    ]


def _entry(line: int, path: str) -> Place:
    return Place(msg("line %(line)d, %(entry)s"), line=line, entry=path)


def _refusal(faults: list[Fault]) -> PlanFaults:
    sentence = msg("The plan file has %(count)d mistakes; nothing was changed.")
    return PlanFaults("bad_plan", sentence, faults, count=len(faults))


def _built(clean: Clean) -> Plan:
    groups = tuple(Group(**group) for group in clean["groups"])
    scales = {key: _scale(key, scale) for key, scale in clean["scales"].items()}
    departments = tuple(Department(**department) for department in clean["departments"])
    return Plan(
        office=Office(**clean["office"]),
        points=Points(**clean.get("points", {})),
        scales=scales,
        groups=groups,
        departments=departments,
        reviews=tuple(_review(review, scales, groups, len(departments)) for review in clean["reviews"]),
        scoring=Scoring(**clean.get("scoring", {})),
        shortlist=Shortlist(**clean.get("shortlist", {})),
        quota=Quota(**clean.get("quota", {})),
        privacy=Privacy(**clean.get("privacy", {})),
        innovation=tuple(Standard(**{"kind": HONOURS, **standard}) for standard in clean.get("innovation", [])),
    )


def _scale(key: str, scale: Clean) -> Scale:
    if "marks" in scale:
        return GradeScale(key, tuple(Grade(**mark) for mark in scale["marks"]))
    return RangeScale(key, scale["minimum"], scale["maximum"])


def _review(review: Clean, scales: dict[str, Scale], groups: Sequence[Group], departments: int) -> Review:
    taking_part = review["groups"]
    return Review(
        id=review["id"],
        name=review["name"],
        weight=review["weight"],
        pace=review["pace"],
        scale=scales[review["scale"]],
        live=review.get("live", "tally"),
        groups={group.id: _review_group(taking_part[group.id]) for group in groups if group.id in taking_part},
        rules=_rules(review.get("rules", {}), review["pace"] == TOGETHER, departments),
    )


def _review_group(group: Clean) -> ReviewGroup:
    return ReviewGroup(**{"due": group["slips"], **group})


def _rules(rules: Clean, together: bool, departments: int) -> Rules:
    """Rules over several departments hold by default where all stand on one ballot, and mean nothing one by one."""
    cap = rules.get("excellent_cap", DEFAULT_EXCELLENT_CAP if together else Fraction(0))
    share = cap if 0 < cap < 1 else None
    return Rules(departments_under_cap(cap, departments), rules.get("all_same", together), share)
