"""Meetings that most tests of the actions start from."""

from __future__ import annotations

import pytest

from tests.support.crowd import Hall
from tests.support.world import SMALL_PLAN, World, a_world

LARGE_PLAN = SMALL_PLAN.replace("slips = 12", "slips = 40").replace("slips = 20", "slips = 40")


@pytest.fixture
def large_world(tmp_path):
    """The small office with 40 slips in each group, so that a crowd can race."""
    found = a_world(tmp_path, LARGE_PLAN)
    yield found
    found.database.close()


@pytest.fixture
def half_year(world: World) -> Hall:
    """All slips of the half-year session are issued and it is open: all departments together, on points."""
    world.issue("half-year")
    world.open("half-year")
    return Hall(world)


@pytest.fixture
def year_end(world: World) -> Hall:
    """All slips of the year-end session are issued; alpha and beta are open, gamma waits: one by one, on grades."""
    world.issue("year-end")
    world.open("year-end", "alpha", "beta")
    return Hall(world)
