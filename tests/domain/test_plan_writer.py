"""The canonical text of a plan reads back as the same plan, whatever the plan."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.plan_texts import SMALL, with_rules
from voting.domain.plan import (
    ONE_BY_ONE,
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
from voting.domain.plan_checks import departments_under_cap
from voting.domain.plan_places import Path, locate
from voting.domain.plan_reader import read_plan
from voting.domain.plan_writer import write_plan
from voting.domain.scales import ABSTAIN, Grade, GradeScale, RangeScale, Scale

TWENTY_MORE = "".join(f'[[departments]]\nid = "e{at}"\nname = "E{at}"\nheadcount = 1\n' for at in range(20))
MILLIONTH = Fraction(1, 10**6)
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # tests never assert times

ids = st.from_regex(r"[\w-]{1,40}", fullmatch=True)
names = st.text(
    st.one_of(
        st.sampled_from("\"'\\#=[]{}.,% \u3000临溪街道🏛"), st.characters(codec="utf-8", exclude_categories=["C", "Z"])
    ),
    min_size=1,
    max_size=60,
).filter(str.strip)
shares = st.integers(0, 10**6).map(lambda millionths: millionths * MILLIONTH)
roundings = st.sampled_from(["half_up", "floor", "ceil"])


def points_up_to(most: Fraction) -> st.SearchStrategy[Fraction]:
    return st.integers(0, int(most / MILLIONTH)).map(lambda millionths: millionths * MILLIONTH)


@st.composite
def parts(draw: st.DrawFn, total: int, count: int, least: int) -> list[Fraction]:
    """``count`` exact decimals, none below ``least`` millionths, that add up to ``total``."""
    free = total * 10**6 - least * count
    cuts = sorted(draw(st.lists(st.integers(0, free), min_size=count - 1, max_size=count - 1)))
    return [(high - low + least) * MILLIONTH for low, high in zip([0, *cuts], [*cuts, free], strict=True)]


@st.composite
def scales(draw: st.DrawFn, scale_id: str, most: Fraction) -> Scale:
    if most >= 1 and draw(st.booleans()):
        maximum = draw(st.integers(1, min(1000, int(most))))
        return RangeScale(scale_id, draw(st.integers(0, maximum - 1)), maximum)
    mark_ids = draw(st.lists(ids.filter(lambda mark: mark != ABSTAIN), min_size=2, max_size=6, unique=True))
    worths = draw(st.lists(points_up_to(most), min_size=len(mark_ids), max_size=len(mark_ids), unique=True))
    return GradeScale(
        scale_id, tuple(Grade(key, draw(names), worth) for key, worth in zip(mark_ids, worths, strict=True))
    )


@st.composite
def rules(draw: st.DrawFn, plan_departments: int) -> Rules:
    """Rules of one ballot: no limit, a number, or a share of the departments that is at least one of them."""
    limit = draw(
        st.none() | st.integers(1, 500) | st.integers(1, 10**6 - 1).map(lambda millionths: millionths * MILLIONTH)
    )
    if not isinstance(limit, Fraction):
        return Rules(limit, draw(st.booleans()))
    number = departments_under_cap(limit, plan_departments)
    return Rules(number or None, draw(st.booleans()), limit if number != 0 else None)


@st.composite
def reviews(
    draw: st.DrawFn,
    review_id: str,
    weight: Fraction,
    plan_groups: list[str],
    plan_scales: list[Scale],
    plan_departments: int,
) -> Review:
    chosen = draw(st.sets(st.sampled_from(plan_groups), min_size=1))
    taking_part = [group for group in plan_groups if group in chosen]
    groups = {}
    for group, group_weight in zip(taking_part, draw(parts(100, len(taking_part), 1)), strict=True):
        slips = draw(st.integers(0, 200_000))
        groups[group] = ReviewGroup(group_weight, slips, draw(st.integers(slips, 200_000)))
    return Review(
        id=review_id,
        name=draw(names),
        weight=weight,
        pace=(pace := draw(st.sampled_from([TOGETHER, ONE_BY_ONE]))),
        scale=draw(st.sampled_from(plan_scales)),
        live=draw(st.sampled_from(["tally", "turnout"])),
        groups=groups,
        rules=draw(rules(plan_departments)) if pace == TOGETHER else Rules(None, False),
    )


def some_ids(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(ids, min_size=1, max_size=most, unique=True)


@st.composite
def departments(draw: st.DrawFn) -> tuple[Department, ...]:
    keys = draw(some_ids(6))
    distinct = draw(st.lists(names, min_size=len(keys), max_size=len(keys), unique_by=str.strip))
    return tuple(
        Department(key, name, draw(st.integers(1, 10**6)), draw(st.booleans()))
        for key, name in zip(keys, distinct, strict=True)
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    worth = st.integers(1, 10**9).map(lambda millionths: millionths * MILLIONTH)
    points = draw(st.builds(Points, worth, worth, worth))
    plan_scales = {key: draw(scales(key, points.review)) for key in draw(some_ids(3))}
    groups = tuple(Group(key, draw(names)) for key in draw(some_ids(4)))
    review_ids = draw(some_ids(3))
    weights = draw(parts(1, len(review_ids), 0))
    of_year = draw(departments())
    of_plan = [group.id for group in groups], list(plan_scales.values()), len(of_year)
    return Plan(
        office=Office(draw(names), draw(st.integers(2000, 2100))),
        points=points,
        scales=plan_scales,
        groups=groups,
        departments=of_year,
        reviews=tuple(draw(reviews(key, weight, *of_plan)) for key, weight in zip(review_ids, weights, strict=True)),
        scoring=Scoring(
            draw(st.sampled_from(["weighted_groups", "pooled"])), draw(st.sampled_from(["none", "one_each_above_5"]))
        ),
        shortlist=Shortlist(
            draw(shares),
            draw(st.sampled_from(["participating", "all", "qualified"])),
            draw(roundings),
            draw(st.sampled_from(["tiebreak", "extend", "exclude"])),
        ),
        quota=draw(st.builds(Quota, shares, shares, shares, shares, roundings)),
        privacy=Privacy(draw(st.integers(2, 50)), draw(st.integers(3, 50)), draw(st.sampled_from(["hide", "show"]))),
    )


def order_of(plan: Plan) -> list[list[str]]:
    """The orders that comparing plans does not see: of the scales, and of the groups of each session."""
    return [list(plan.scales), *(list(review.groups) for review in plan.reviews)]


def entries_of(value: object, path: Path = ()) -> list[Path]:
    """The way to every section, entry and list item of a parsed file."""
    inner: Mapping[Any, object] = {}
    if isinstance(value, dict):
        inner = value
    elif isinstance(value, list):
        inner = dict(enumerate(value))
    return [found for key, entry in inner.items() for found in ((*path, key), *entries_of(entry, (*path, key)))]


@unhurried
@given(plans())
def test_every_plan_reads_back_as_itself(plan: Plan) -> None:
    text = write_plan(plan)
    again = read_plan(text)
    assert again == plan
    assert order_of(again) == order_of(plan)
    assert write_plan(again) == text


@unhurried
@given(plans())
def test_every_entry_of_a_written_plan_is_found_on_a_line_that_names_it(plan: Plan) -> None:
    text = write_plan(plan)
    lines = locate(text)
    assert set(lines) == set(entries_of(tomllib.loads(text)))
    rows = text.split("\n")
    assert all(str(path[-1]) in rows[line - 1] for path, line in lines.items() if isinstance(path[-1], str))


def test_text_is_what_a_person_would_write() -> None:
    text = write_plan(read_plan(with_rules(7, 'excellent_cap = "0.3"')))
    assert text.startswith('[office]\nname = "Brook Street"\nyear = 2026\n\n[points]\ndaily = 70\n')
    assert (
        '[scales.grades]\nmarks = [\n    {id = "E", name = "excellent", points = 100},\n'
        '    {id = "G", name = "good", points = 80},\n]\n'
    ) in text
    assert (
        '[[reviews]]\nid = "half-year"\nname = "Half-year"\nweight = "0.4"\npace = "together"\nscale = "hundred"\n'
        'live = "tally"\n'
        "[reviews.groups]\nheads = {weight = 60, slips = 12}\ncadres = {weight = 40, slips = 30}\n"
        '[reviews.rules]\nexcellent_cap = "0.3"\nall_same = true\n'
    ) in text


def test_a_share_stays_a_share_so_that_a_plan_that_goes_on_growing_means_the_same() -> None:
    grown = write_plan(read_plan(with_rules(7))).replace("[[reviews]]", TWENTY_MORE + "[[reviews]]", 1)
    assert read_plan(grown).reviews[0].rules == Rules(8, True, Fraction(3, 10))


def test_strange_characters_in_a_name_cannot_break_the_text() -> None:
    plan = replace(read_plan(SMALL), office=Office('"]\n[points]\ndaily = 1 \\ \x00\x7f\x1f', 2026))
    assert tomllib.loads(write_plan(plan))["office"]["name"] == plan.office.name


def test_number_that_no_plan_file_can_hold_is_not_rounded_in_silence() -> None:
    plan = replace(read_plan(SMALL), shortlist=Shortlist(ratio=Fraction(1, 3)))
    with pytest.raises(ValueError, match="1/3 has more than 6 decimals"):
        write_plan(plan)
