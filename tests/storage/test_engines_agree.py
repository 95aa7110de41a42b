"""The same meetings on both engines: equal rows after every step, and copies from each to the other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.support.crowd import Hall, a_whole_year, all_at_once, points, wait_until
from tests.support.engines import a_world_on, rows_of
from voting.actions.check import check
from voting.actions.copy import copy_database
from voting.actions.counting import Counted
from voting.actions.meeting import close_review
from voting.domain.refusals import Refusal
from voting.storage import copy
from voting.storage.postgres import PostgresDatabase
from voting.storage.sqlite import SqliteDatabase

needs_postgres = pytest.mark.needs("postgres")


@pytest.fixture
def pair(postgres, tmp_path):
    """An empty database on each engine."""
    found = [SqliteDatabase(tmp_path / "one.db"), PostgresDatabase(postgres.new_database())]
    yield found
    for database in found:
        database.close()


@needs_postgres
def test_a_year_leaves_the_same_rows_on_both_after_every_step(pair, tmp_path):
    years = [a_whole_year(a_world_on(database, tmp_path)) for database in pair]
    steps = 0
    for step, other in zip(*years, strict=True):
        assert step == other
        one, two = map(rows_of, pair)
        assert one == two, step
        steps += 1
    assert steps >= 16
    assert [check(database) for database in pair] == [[], []]


# --- Copies


@pytest.fixture
def held(pair, tmp_path):
    """The pair with a year on the first: a closed session, an annulled one, and its repetition."""
    for _step in a_whole_year(a_world_on(pair[0], tmp_path)):
        pass
    return pair


@needs_postgres
def test_a_year_that_is_copied_there_and_back_is_the_same_year(held, postgres, tmp_path):
    first, second = held
    back = SqliteDatabase(tmp_path / "back.db")
    rows = rows_of(first)
    count = sum(map(len, rows.values()))
    assert (copy_database(first, second), copy_database(second, back)) == (count, count)
    assert [rows_of(second), rows_of(back)] == [rows, rows]
    assert [check(second), check(back)] == [[], []]
    back.close()


@needs_postgres
def test_a_backup_from_the_server_can_be_copied_back(held, postgres, tmp_path):
    first, second = held
    copy_database(first, second)
    second.backup(tmp_path / "backup.db")
    backup, again = SqliteDatabase(tmp_path / "backup.db"), PostgresDatabase(postgres.new_database())
    copy_database(backup, again)
    assert rows_of(again) == rows_of(first)
    for database in (backup, again):
        database.close()


def refusal(source, target):
    with pytest.raises(Refusal) as refused:
        copy_database(source, target)
    return refused.value.code


def test_what_holds_anything_is_not_copied_over(tmp_path):
    one, two = (SqliteDatabase(tmp_path / name) for name in ("one.db", "two.db"))
    a_world_on(one, tmp_path)
    with two.writing() as door:
        door.change("INSERT INTO staff (name, role) VALUES ('a', 'viewer')")
    before = rows_of(two)
    assert (refusal(one, two), rows_of(two)) == ("not_empty", before)
    assert refusal(SqliteDatabase(tmp_path / "three.db"), SqliteDatabase(tmp_path / "four.db")) == "nothing_there"


def test_a_copy_that_does_not_pass_the_check_is_not_kept(tmp_path):
    one, two = (SqliteDatabase(tmp_path / name) for name in ("one.db", "two.db"))
    a_world_on(one, tmp_path)
    with one.writing() as door:
        door.change("UPDATE review_group SET slips = 1")
    assert refusal(one, two) == "check_failed"
    assert not any(rows_of(two).values())


def test_a_copy_that_reads_differently_is_not_kept(tmp_path, monkeypatch):
    one, two = (SqliteDatabase(tmp_path / name) for name in ("one.db", "two.db"))
    a_world_on(one, tmp_path)
    monkeypatch.setattr(copy, "_parents_first", lambda table, rows: [rows[1:]])  # loses a row of each table
    assert refusal(one, two) == "copy_differs"
    assert not any(rows_of(two).values())


def test_rows_that_refer_to_rows_of_their_own_table_come_after_them():
    rows = [{"id": "a", "reverses": "c"}, {"id": "b", "reverses": None}, {"id": "c", "reverses": "b"}]
    portions = [[row["id"] for row in portion] for portion in copy._parents_first("inspection", rows)]
    assert portions == [["b"], ["c"], ["a"]]


# --- A crowd


@pytest.mark.parametrize("wait_for", [0, 7, 20])
def test_a_crowd_on_two_workers_that_races_a_close_is_counted_or_told(engine, tmp_path, wait_for):
    """Accepted = stored = returned, whoever wins; nobody is told anything but counted or not open."""
    world = a_world_on(engine.another(), tmp_path)
    codes = [code for group in world.issue("half-year").values() for code in group]
    world.open("half-year")
    halls = [Hall(world), Hall(a_second_worker(world, engine.another()))]
    answers = []

    def vote(hall, share):
        for number, code in share:
            answers.append(hall.cast(code, points(number)))

    def close():
        wait_until(lambda: len(answers) >= wait_for)
        close_review(world.tools, "half-year", world.witness)

    shares = [list(enumerate(codes))[at::4] for at in range(4)]
    all_at_once(close, *[lambda at=at: vote(halls[at % 2], shares[at]) for at in range(4)])
    accepted = answers.count(Counted(("alpha", "beta", "gamma"), fresh=True))
    assert accepted + answers.count("not_open") == len(codes)
    assert accepted >= wait_for
    rows = rows_of(world.database)
    assert len(rows["spent"]) == sum(row["returned"] for row in rows["review_group"]) == accepted
    assert sum(row["n"] for row in rows["counter"]) == 3 * accepted
    assert check(world.database) == []


def a_second_worker(world, database):
    """The same office, seen by another process: another handle on the same data."""
    return replace(world, tools=replace(world.tools, database=database))
