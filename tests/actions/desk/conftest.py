"""Desks that the tests of inspections start from."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk


@pytest.fixture
def desk(world):
    """The small office; nothing is written down yet."""
    return Desk(world)


@pytest.fixture
def approved(desk):
    """The items of alpha are approved in both components."""
    desk.approve("alpha", "daily")
    desk.approve("alpha", "standardisation")
    return desk
