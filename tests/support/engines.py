"""The small office on any engine, and everything its database holds as the program itself reads it."""

from __future__ import annotations

from pathlib import Path

from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, SMALL_PLAN, World, test_tools
from voting.actions.staff import add_staff
from voting.actions.years import load_plan
from voting.domain.roles import ORGANISER, SCRUTINEER
from voting.storage.copy import TABLES
from voting.storage.doors import Database, Row


def a_world_on(database: Database, folder: Path) -> World:
    """The small office with its people. ``dump`` is SQLite's alone: see ``rows_of``."""
    tools = test_tools(database, folder / "voting.files")
    world = World(folder / "voting.db", tools, load_plan(tools, SMALL_PLAN).plan)
    add_staff(tools, "organiser", ORGANISER, password=ORGANISER_PASSWORD)
    add_staff(tools, "scrutineer", SCRUTINEER, password=SCRUTINEER_PASSWORD)
    return world


def rows_of(database: Database) -> dict[str, list[Row]]:
    """Every row of every table, in an order that no engine can change."""
    with database.reading() as door:
        return {
            table: sorted(door.rows(f"SELECT * FROM {table}"), key=lambda row: [*map(repr, row.values())])
            for table in TABLES
        }
