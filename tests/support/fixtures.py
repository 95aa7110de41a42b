"""People and places as fixtures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.support.postgres import PostgresServer, postgres_server
from tests.support.world import World, a_world, an_app
from voting.factory import Voting


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server for all tests that ask; each makes itself a database. Mark them ``needs("postgres")``."""
    with postgres_server() as found:
        yield found


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The small office: plan loaded, organiser and scrutineer have accounts, nothing issued, nothing open."""
    found = a_world(tmp_path)
    yield found
    found.database.close()


@pytest.fixture
def voting(world: World) -> Voting:
    """The wired program on the small office, in English."""
    return an_app(world)


@pytest.fixture
def client(voting: Voting) -> FlaskClient:
    """A browser without cookies."""
    return voting.app.test_client()
