"""The canonical text of a plan: what the database stores, and what ``plan_reader`` reads back as the same plan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from fractions import Fraction
from typing import Any

from voting.domain.plan import Plan, Review, ReviewGroup, Rules
from voting.domain.plan_values import decimal_text
from voting.domain.scales import GradeScale, Scale

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def write_plan(plan: Plan) -> str:
    """TOML text with everything written out, defaults too; ``read_plan`` of it equals ``plan``.

    ValueError where a number of the plan has more than 6 decimals (no plan that was read has).
    """
    sections = [
        _section("[office]", asdict(plan.office)),
        _section("[points]", asdict(plan.points)),
        *(_scale(scale) for scale in plan.scales.values()),
        *(_section("[[groups]]", asdict(group)) for group in plan.groups),
        *(_section("[[departments]]", asdict(department)) for department in plan.departments),
        *(_review(review) for review in plan.reviews),
        _section("[scoring]", asdict(plan.scoring)),
        _section("[shortlist]", asdict(plan.shortlist)),
        _section("[quota]", asdict(plan.quota)),
        _section("[privacy]", asdict(plan.privacy)),
        *(_section("[[innovation]]", asdict(standard)) for standard in plan.innovation),
    ]
    return "\n".join(sections)


def _section(heading: str, entries: Mapping[str, Any]) -> str:
    return "\n".join((heading, *(f"{_key(key)} = {_value(entry)}" for key, entry in entries.items()), ""))


def _scale(scale: Scale) -> str:
    heading = f"[scales.{_key(scale.id)}]"
    if isinstance(scale, GradeScale):
        marks = (f"    {_braces(asdict(grade))}," for grade in scale.grades)
        return "\n".join((heading, "marks = [", *marks, "]", ""))
    return _section(heading, {"minimum": scale.minimum, "maximum": scale.maximum})


def _review(review: Review) -> str:
    own = {key: getattr(review, key) for key in ("id", "name", "weight", "pace")}
    groups = (f"{_key(key)} = {_braces(dict(_group(group)))}" for key, group in review.groups.items())
    rules = {"excellent_cap": _cap(review.rules), "all_same": review.rules.all_same}
    return "".join(
        (
            _section("[[reviews]]", {**own, "scale": review.scale.id, "live": review.live}),
            "\n".join(("[reviews.groups]", *groups, "")),
            _section("[reviews.rules]", rules),
        )
    )


def _cap(rules: Rules) -> Fraction | int:
    """The cap as the plan gave it: a share stays a share, so that a plan that is edited further means the same."""
    return rules.excellent_share or rules.excellent_cap or 0


def _group(group: ReviewGroup) -> Iterator[tuple[str, Fraction | int]]:
    yield "weight", group.weight
    yield "slips", group.slips
    if group.due != group.slips:
        yield "due", group.due


def _braces(entries: Mapping[str, Any]) -> str:
    return "{" + ", ".join(f"{_key(key)} = {_value(entry)}" for key, entry in entries.items()) + "}"


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _text(key)


def _value(value: str | bool | int | Fraction) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return decimal_text(value) if value == int(value) else f'"{decimal_text(value)}"'


def _text(text: str) -> str:
    """JSON's escapes are a subset of TOML's; only the delete character must be escaped in TOML alone."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
