"""The demonstration's year at the desk: its inspections give the very points of the sample table."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import pytest

from tests.support.world import World, a_world
from voting.actions.check import check
from voting.actions.desk.departments import read_inspections
from voting.actions.desk.figures import read_figures
from voting.demo.desk import in_story, keep_first_half, keep_second_half

DATA = Path(__file__).parent.parent.parent.parent / "data"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> World:
    world = a_world(tmp_path_factory.mktemp("demo"), (DATA / "demo-2026.toml").read_text(encoding="utf-8"))
    tools, story = in_story(world.tools, 2026)
    keep_first_half(tools, story)
    keep_second_half(tools, story, world.plan)
    yield world
    world.database.close()


def test_inspections_give_the_points_of_the_sample_table(demo):
    with (DATA / "demo-2026-points.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {(row["department"], row["component"]): Fraction(row["points"]) for row in csv.DictReader(file)}
    found = {
        (department, component): figure
        for department, figures in read_figures(demo.database).items()
        for component, figure in figures.items()
    }
    assert len(found) == 40
    assert {key: figure.points for key, figure in found.items()} == {key: table[key] for key in found}
    assert {figure.source for figure in found.values()} == {"inspections"}


def test_something_is_going_on(demo):
    page = read_inspections(demo.database)
    assert ([line.item.department for line in page.waiting], len(page.lines)) == (["general-office"], 175)
    assert {line.record.kind for line in page.lines} == {"periodic", "spot"}
    assert any(line.record.points.startswith("-") for line in page.lines)
    assert any(Fraction(line.record.points) > 0 for line in page.lines)
    assert check(demo.database) == []
