"""The tables: strict, portable, keyed by what they are about, and tied to each other."""

from __future__ import annotations

import re
import sqlite3

import pytest

from tests.support.journals import by_hand
from voting.storage.schema import BALLOTS, STEPS
from voting.storage.sqlite import TABLE_END, SqliteDatabase

STATEMENTS = [(name, statement) for name, statements in STEPS for statement in statements]
OUR_TABLES = {statement.split()[2] for _name, statement in STATEMENTS}
BALLOT_TABLES = {statement.split()[2] for statement in BALLOTS}
TYPES = {"TEXT", "INTEGER"}
BRINGS_ITS_OWN = {"_sqlite_migrations"}  # the library's account of which step ran when

YEAR = "INSERT INTO year (year, office, plan) VALUES (2026, 'office', 'plan')"
REVIEW = (
    "INSERT INTO review (key, year, id, plan_id, position, state, screen_key)"
    " VALUES ('r', 2026, 'r', 'r', 0, 'open', 'k')"
)
SLIP = "INSERT INTO slip (code, review, grp, state) VALUES ('c', 'r', 'g', 'issued')"


@pytest.fixture
def path(tmp_path):
    SqliteDatabase(tmp_path / "voting.db").close()
    return tmp_path / "voting.db"


def tables(path):
    """Of each table: whether it is strict and has no rowid, as the engine itself says it."""
    with by_hand(path) as connection:
        listed = connection.execute("PRAGMA table_list").fetchall()
    return {row[1]: (bool(row[5]), bool(row[4])) for row in listed if row[0] == "main" and row[1] != "sqlite_schema"}


def test_every_table_of_every_step_is_there_and_no_other(path):
    assert set(tables(path)) == OUR_TABLES | BRINGS_ITS_OWN


def test_the_ballot_tables_are_the_four_that_phones_write():
    assert {"slip", "spent", "counter", "paper_counter"} == BALLOT_TABLES


def test_every_table_is_strict_and_has_no_rowid(path):
    ours = {name: kind for name, kind in tables(path).items() if name in OUR_TABLES}
    assert ours == dict.fromkeys(OUR_TABLES, (True, True))


def test_only_portable_types_are_used(path):
    with by_hand(path) as connection:
        used = {
            (table, column[1]): column[2]
            for table in sorted(OUR_TABLES)
            for column in connection.execute(f"PRAGMA table_info({table})")
        }
    assert {place: kind for place, kind in used.items() if kind not in TYPES} == {}
    assert len(used) == sum(statement.count(" TEXT") + statement.count(" INTEGER") for _name, statement in STATEMENTS)


@pytest.mark.parametrize(
    ("step", "statement"), STATEMENTS, ids=[statement.split()[2] for _name, statement in STATEMENTS]
)
def test_a_statement_is_portable_and_ends_in_the_engines_way(step, statement):
    assert (
        re.findall(
            r"(?i)\b(?:autoincrement|rowid|strict|datetime|timestamp|boolean|blob|real|serial|json|collate)\b",
            statement,
        )
        == []
    )
    makes_a_table = statement.startswith("CREATE TABLE ") and statement.endswith("){end}")
    adds_a_column = re.fullmatch(r"ALTER TABLE \w+ ADD COLUMN \w+ (?:TEXT|INTEGER)( NOT NULL DEFAULT \w+)?", statement)
    assert makes_a_table or adds_a_column


def test_the_statements_of_the_steps_build_the_same_tables_by_themselves(path):
    bare = sqlite3.connect(":memory:")
    for _name, statement in STATEMENTS:
        bare.execute(statement.format(end=TABLE_END))
    listing = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
    with by_hand(path) as connection:
        built = [row for row in connection.execute(listing) if row[0] in OUR_TABLES]
    assert built == bare.execute(listing).fetchall()
    bare.close()


def test_the_steps_are_numbered_in_order_and_each_ran_once(path):
    names = [name for name, _statements in STEPS]
    assert [name[:4] for name in names] == [f"{number:04}" for number in range(1, len(names) + 1)]
    SqliteDatabase(path).close()
    with by_hand(path) as connection:
        assert [row[0] for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY id")] == names


@pytest.mark.parametrize(
    ("before", "statement"),
    [
        ((), REVIEW),
        ((YEAR,), "INSERT INTO slip (code, review, grp, state) VALUES ('c', 'nowhere', 'g', 'issued')"),
        ((YEAR, REVIEW), "INSERT INTO spent (slip, department, grp, receipt) VALUES ('unknown', 'd', 'g', 'r')"),
        ((), "INSERT INTO counter (review, grp, department, level, mark, n) VALUES ('nowhere','g','d','shown','E',1)"),
        ((), "INSERT INTO paper_counter (review, grp, department, mark, n) VALUES ('nowhere', 'g', 'd', 'E', 1)"),
        ((), "INSERT INTO points (year, department, component, points, note) VALUES (2026, 'd', 'daily', '1', '')"),
        ((), "INSERT INTO disqualification (year, department, cause) VALUES (2026, 'd', 'c')"),
        ((), "INSERT INTO review_group (review, grp) VALUES ('nowhere', 'g')"),
        ((), "INSERT INTO review_department (review, department, position, state) VALUES ('nowhere', 'd', 0, 'open')"),
        ((), "INSERT INTO void_ballot (review, grp, reason, n) VALUES ('nowhere', 'g', 'all_same', 1)"),
        ((YEAR, REVIEW), "DELETE FROM year"),
        ((YEAR, REVIEW, SLIP), "DELETE FROM review"),
    ],
)
def test_nothing_refers_to_what_is_not_there(path, before, statement):
    database = SqliteDatabase(path)
    with database.writing() as door:
        for earlier in before:
            door.change(earlier)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"), database.writing() as door:
        door.change(statement)
    database.close()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO slip (code, review, grp, state) VALUES ('c', 'r', 'g', 'lost')",
        "INSERT INTO counter (review, grp, department, level, mark, n) VALUES ('r', 'g', 'd', 'batch 1', 'E', 1)",
        "INSERT INTO counter (review, grp, department, level, mark, n) VALUES ('r', 'g', 'd', 'shown', 'E', -1)",
        "INSERT INTO paper_counter (review, grp, department, mark, n) VALUES ('r', 'g', 'd', 'E', -1)",
        "INSERT INTO review_group (review, grp, returned) VALUES ('r', 'g', -1)",
        "INSERT INTO review_group (review, grp, slips) VALUES ('r', 'g', -1)",
        "INSERT INTO review_group (review, grp, paper) VALUES ('r', 'g', -1)",
        "UPDATE review SET state = 'reopened'",
        "UPDATE review SET opened = 2",
        "INSERT INTO review_department (review, department, position, state) VALUES ('r', 'd', 0, 'paused')",
        "INSERT INTO points (year, department, component, points, note) VALUES (2026, 'd', 'beauty', '1', '')",
        "INSERT INTO year (year, office, plan) VALUES (26, 'office', 'plan')",
    ],
)
def test_a_row_that_cannot_be_is_not_taken(path, statement):
    database = SqliteDatabase(path)
    with database.writing() as door:
        door.change(YEAR)
        door.change(REVIEW)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"), database.writing() as door:
        door.change(statement)
    database.close()


@pytest.mark.parametrize("value", ["'many'", "1.5", "x'01'"])
def test_a_number_is_a_number(path, value):
    with by_hand(path) as connection:
        connection.execute(YEAR)
        connection.execute(REVIEW)
        with pytest.raises(sqlite3.IntegrityError, match="cannot store"):
            connection.execute(f"INSERT INTO review_group (review, grp, slips) VALUES ('r', 'g', {value})")
