"""The table of innovation points in the plan file: read exactly, written back, and refused with every fault."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.world import SMALL_PLAN
from voting.domain.plan_reader import read_plan
from voting.domain.plan_writer import write_plan
from voting.domain.refusals import PlanFaults
from voting.domain.standards import HONOURS, Standard, find_standard

DATA = Path(__file__).parents[2] / "data"
LINE = '[[innovation]]\nid = "{id}"\nname = "{name}"\nlevel = "{level}"\npoints = {points}\n'


def line(id_="prize-district", name="表彰奖励", level="区级", points="1"):
    return LINE.format(id=id_, name=name, level=level, points=points)


def faults(text):
    with pytest.raises(PlanFaults) as caught:
        read_plan(SMALL_PLAN + text)
    return [str(fault).split(", ", 1)[1] for fault in caught.value.faults]


def test_a_plan_without_a_table_has_none_and_is_written_as_before():
    plan = read_plan(SMALL_PLAN)
    assert plan.innovation == ()
    assert "innovation" not in write_plan(plan)


def test_points_are_read_exactly_and_the_kind_may_be_left_out():
    plan = read_plan(SMALL_PLAN + line(points='"0.15"') + 'kind = "honours"\n' + line("b", level="市级", points="2.5"))
    assert plan.innovation == (
        Standard("prize-district", HONOURS, "区级", "表彰奖励", Fraction(15, 100)),
        Standard("b", HONOURS, "市级", "表彰奖励", Fraction(5, 2)),
    )
    assert find_standard(plan.innovation, "b") == plan.innovation[1]
    assert find_standard(plan.innovation, "c") is None


def test_a_written_plan_is_read_as_the_same():
    plan = read_plan(SMALL_PLAN + line() + line("b", level="市级", points='"2.75"'))
    assert read_plan(write_plan(plan)) == plan


@pytest.mark.parametrize("name", ["template.toml", "demo-2026.toml"])
def test_the_plans_that_come_along_have_a_table_whose_higher_levels_bring_more(name):
    text = (DATA / name).read_text(encoding="utf-8").replace('name = ""', 'name = "街道"')
    by_name = {}
    for standard in read_plan(text).innovation:
        by_name.setdefault(standard.name, []).append((standard.level, standard.points))
    assert len(by_name) == 4
    for levels in by_name.values():
        assert [level for level, _points in levels] == ["国家级", "省级", "市级", "区级"]
        assert [points for _level, points in levels] == sorted({points for _level, points in levels}, reverse=True)


AT_MOST_TWO = "Points have at most two decimals."
BROKEN = {
    "no points": (line(points="0"), ["innovation[1].points ({id}): The number must be more than 0."]),
    "negative": (line(points="-1"), ["innovation[1].points ({id}): The number must be more than 0."]),
    "three decimals": (line(points='"0.125"'), ["innovation[1].points ({id}): " + AT_MOST_TWO]),
    "a thousand": (line(points="1000"), ["innovation[1].points ({id}): The number must be from 0 to 999."]),
    "no level": (line(level=" "), ["innovation[1].level ({id}): This name is empty."]),
    "another kind": (
        line() + 'kind = "sports"\n',
        ["innovation[1].kind ({id}): Write one of these words here, in quotation marks: honours."],
    ),
    "an unknown key": (
        line() + 'worth = 1\n',
        ["innovation[1].worth ({id}): This entry is not known here. Known are: id, kind, level, name, points."],
    ),
    "a doubled id": (
        line() + line(level="市级"),
        ["innovation[2].id ({id}): The id prize-district is already taken above."],
    ),
    "the same twice": (
        line() + line("b", name=" 表彰奖励"),
        ["innovation[2].level (b): The same achievement at the same level already stands above."],
    ),
    "single brackets": (
        "[innovation]\nid = 1\n",
        ["innovation: Write the heading of this section in double brackets, [[innovation]], once for each entry."],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN)
def test_a_fault_is_named_with_its_place(text, expected):
    assert faults(text) == [each.replace("{id}", "prize-district") for each in expected]


def test_everything_wrong_is_listed_at_once():
    assert len(faults(line(points="0") + line(level="", points='"0.001"'))) == 4
