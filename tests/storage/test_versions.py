"""Upgrades: each version of the tables that offices may have is kept as a small database, and comes forward whole."""

from __future__ import annotations

import sqlite3

import pytest

from tests.soak.versions import VERSIONS, build, names_of
from tests.support.http import Phone, answered
from tests.support.world import World, an_app, test_tools
from voting.actions.check import check
from voting.actions.find import find_year, plan_of
from voting.actions.meeting import close_review
from voting.actions.results import read_result
from voting.actions.staff import Witness, confirm, sign_in
from voting.actions.standing import read_standing
from voting.exports.documents import result_document, standing_document
from voting.passwords import Argon2Passwords
from voting.storage.schema import STEPS
from voting.storage.sqlite import SqliteDatabase
from voting.tools import Tools

NEWEST = STEPS[-1][0]


@pytest.fixture(params=VERSIONS)
def old(request, tmp_path):
    """A kept database, opened by the program of today: its world, an unused slip, and the rows it had."""
    path = tmp_path / "voting.db"
    code = build(request.param, path)
    before = names_of(path)
    database = SqliteDatabase(path)
    made = test_tools(database, tmp_path / "files")
    tools = Tools(database, Argon2Passwords(), made.now, made.new_code, made.new_key, made.files)
    with database.reading() as door:
        plan = plan_of(find_year(door, None).plan)
    yield World(path, tools, plan), code, before
    database.close()


def test_the_newest_version_is_kept():
    """Whoever adds a step runs ``python -m tests.soak.versions``: from then on offices may have that version."""
    assert VERSIONS[-1] == NEWEST


def test_every_kept_version_is_one_of_the_steps():
    assert set(VERSIONS) <= {name for name, _statements in STEPS}
    assert "0003_assessment_and_staff" in VERSIONS  # the first that could hold a year


def test_a_kept_version_is_what_it_says(tmp_path):
    for name in VERSIONS:
        build(name, tmp_path / name)
        with sqlite3.connect(tmp_path / name) as line:
            steps = [row[0] for row in line.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
        line.close()
        assert steps == [step for step, _statements in STEPS][: len(steps)]
        assert steps[-1] == name


def test_it_comes_forward_with_every_row(old):
    world, _code, before = old
    assert len(before) > 80
    assert before - names_of(world.path) == set()
    with sqlite3.connect(world.path) as line:
        assert line.execute("SELECT name FROM _sqlite_migrations ORDER BY id DESC").fetchone() == (NEWEST,)
        assert line.execute("PRAGMA foreign_key_check").fetchall() == []
        assert line.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    line.close()


def test_its_tables_are_those_of_a_new_database(old, tmp_path):
    world, _code, _before = old
    new = tmp_path / "new.db"
    SqliteDatabase(new).close()
    assert columns_of(world.path) == columns_of(new)


def columns_of(path):
    with sqlite3.connect(path) as line:
        names = [row[0] for row in line.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        found = {name: line.execute(f"PRAGMA table_info({name})").fetchall() for name in names}
    line.close()
    return found


def test_everything_agrees_afterwards(old):
    world, _code, _before = old
    assert check(world.database) == []


def test_its_result_is_the_one_it_had(old):
    """Fourteen ballots of phones, two of paper; all versions were given the same.

    By hand: alpha is 0.6 × 63 + 0.4 × 586 ÷ 9, beta 0.6 × 88 + 0.4 × 668 ÷ 8, gamma 70 everywhere.
    """
    world, _code, _before = old
    found = result_document(read_result(world.database, "half-year"), "en")
    assert [found[name] for name in ("due", "issued", "returned", "valid", "void")] == [16, 18, 16, 16, {}]
    assert [(row["id"], row["score"]) for row in found["departments"]] == [
        ("alpha", "63.84"), ("beta", "86.20"), ("gamma", "70.00"),
    ]  # fmt: skip
    rows = {row["id"]: row for row in standing_document(read_standing(world.database, None), "en")["departments"]}
    assert [rows[name]["daily"] for name in ("alpha", "beta", "gamma")] == ["66.50", "60.00", "70.00"]
    assert [rows[name]["disqualified"] for name in ("alpha", "beta", "gamma")] == [False, False, True]


def test_its_session_goes_on_and_closes(old):
    world, code, _before = old
    phone = Phone(an_app(world).app.test_client(), code)
    answered(phone.cast({"beta": "E"}), 201, {"counted": ["beta"]})
    close_review(world.tools, "year-end", Witness("scrutineer", "long enough"))
    assert check(world.database) == []
    found = result_document(read_result(world.database, "year-end"), "en")
    assert (found["returned"], found["issued"]) == (13, 16)


def test_its_people_sign_in_as_before(old):
    world, _code, _before = old
    assert sign_in(world.tools, "organiser", "long enough").role == "organiser"
    assert confirm(world.tools, Witness("scrutineer", "long enough")) == "scrutineer"
