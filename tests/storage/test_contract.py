"""What the actions rely on, the same sentences for every engine: the two doors of ``voting.storage.doors``."""

from __future__ import annotations

import stat
from threading import Event

import pytest

from tests.support.crowd import PATIENCE, all_at_once
from voting.storage.doors import StorageUnavailable
from voting.storage.schema import STEPS

CROWD = 8
THINGS = "SELECT name, n FROM thing ORDER BY name"
ADD = "INSERT INTO thing (name, n) VALUES (:name, :n)"
RAISE = "UPDATE thing SET n = n + :more WHERE name = :name"


def things(database):
    with database.reading() as door:
        return [(row["name"], row["n"]) for row in door.rows(THINGS)]


def put(database, **numbers):
    with database.writing() as door:
        door.change_each(ADD, [{"name": name, "n": n} for name, n in numbers.items()])


# --- The reading door


def test_rows_are_dicts_by_column_name_in_the_order_asked_for(database):
    put(database, b=2, a=1)
    with database.reading() as door:
        assert door.rows("SELECT name, n AS number FROM thing ORDER BY name DESC") == [
            {"name": "b", "number": 2},
            {"name": "a", "number": 1},
        ]


def test_a_query_without_rows_answers_with_none_of_them(database):
    with database.reading() as door:
        assert door.rows("SELECT name FROM thing WHERE name = :name", name="nobody") == []


def test_a_value_stays_a_value_whatever_it_looks_like(database):
    odd = "'); DROP TABLE thing; -- :n ? %s %(n)s 评议 \U0001f5f3"
    put(database, **{odd: 7})
    with database.reading() as door:
        assert door.rows("SELECT n FROM thing WHERE name = :name", name=odd) == [{"n": 7}]
        assert door.rows("SELECT ':name' AS text, :name AS value", name="x") == [{"text": ":name", "value": "x"}]


def test_a_reader_sees_one_moment_even_while_others_write(database):
    put(database, a=1)
    with database.reading() as door:
        before = door.rows(THINGS)
        all_at_once(lambda: put(database, b=2))
        again = door.rows(THINGS)
    assert (before, again) == ([{"name": "a", "n": 1}], [{"name": "a", "n": 1}])
    assert things(database) == [("a", 1), ("b", 2)]


def test_a_reader_does_not_see_what_is_not_committed_and_is_not_held_up_by_it(database):
    with database.writing() as writer:
        writer.change(ADD, name="a", n=1)
        assert all_at_once(lambda: things(database)) == [[]]
    assert things(database) == [("a", 1)]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO thing (name, n) VALUES ('x', 1)",
        "UPDATE thing SET n = 9",
        "DELETE FROM thing",
        "CREATE TABLE other (name TEXT)",
        "DROP TABLE thing",
    ],
)
def test_the_reading_door_cannot_write(database, sql):
    put(database, a=1)
    with pytest.raises(Exception), database.reading() as door:  # noqa: B017 - a defect of ours, each engine in its words
        door.change(sql)
    assert things(database) == [("a", 1)]


def test_a_reader_that_tried_to_write_can_read_again(database):
    put(database, a=1)
    with pytest.raises(Exception), database.reading() as door:  # noqa: B017 - as above
        door.change_each("DELETE FROM thing WHERE name = :name", [{"name": "a"}])
    assert things(database) == [("a", 1)]


def test_a_reader_that_fails_leaves_the_door_as_good_as_new(database):
    put(database, a=1)

    def stumble():
        with database.reading() as door:
            raise LookupError(door.rows(THINGS))

    with pytest.raises(LookupError):
        stumble()
    put(database, b=2)
    assert things(database) == [("a", 1), ("b", 2)]


# --- The writing door


def test_what_is_written_is_there_when_the_door_closes(engine, database):
    put(database, a=1)
    assert things(engine.another()) == [("a", 1)]


def test_leaving_by_an_exception_undoes_all_of_it(database):
    put(database, a=1)

    def stumble():
        with database.writing() as door:
            door.change(RAISE, name="a", more=5)
            door.change(ADD, name="b", n=2)
            raise LookupError([tuple(row.values()) for row in door.rows(THINGS)])

    with pytest.raises(LookupError) as stumbled:
        stumble()
    assert stumbled.value.args == ([("a", 6), ("b", 2)],)
    assert things(database) == [("a", 1)]


def test_a_broken_constraint_is_a_defect_and_undoes_all_of_it(database):
    put(database, a=1)
    with pytest.raises(Exception) as broken, database.writing() as door:  # noqa: PT012 - the first change must go too
        door.change(ADD, name="b", n=2)
        door.change(ADD, name="a", n=3)
    assert not isinstance(broken.value, StorageUnavailable)
    assert things(database) == [("a", 1)]


def test_one_bad_row_of_many_undoes_the_others(database):
    with pytest.raises(Exception), database.writing() as door:  # noqa: B017 - each engine has its own class for this
        door.change_each(ADD, [{"name": "a", "n": 1}, {"name": "b", "n": -1}, {"name": "c", "n": 3}])
    assert things(database) == []


def test_even_new_tables_are_undone(database):
    def stumble():
        with database.writing() as door:
            raise LookupError(door.change("CREATE TABLE brief (name TEXT)"))

    with pytest.raises(LookupError):
        stumble()
    with database.writing() as door:
        door.change("CREATE TABLE brief (name TEXT)")
        assert door.rows("SELECT name FROM brief ORDER BY name") == []


def test_a_writer_that_failed_can_write_again(database):
    def stumble():
        with database.writing() as door:
            raise LookupError(door.change(ADD, name="a", n=1))

    with pytest.raises(LookupError):
        stumble()
    put(database, a=2)
    assert things(database) == [("a", 2)]


def test_a_change_says_how_many_rows_it_changed(database):
    put(database, a=1, b=1, c=2)
    insert = ADD + " ON CONFLICT (name) DO NOTHING"
    with database.writing() as door:
        assert [
            door.change(insert, name="d", n=0),
            door.change(insert, name="a", n=9),
            door.change("UPDATE thing SET n = 5 WHERE n = :n", n=1),
            door.change("UPDATE thing SET n = 5 WHERE n = :n", n=77),
            door.change(insert.replace("NOTHING", "UPDATE SET n = thing.n + excluded.n"), name="c", n=40),
            door.change("DELETE FROM thing WHERE n = :n", n=5),
            door.change("DELETE FROM thing WHERE n = :n", n=5),
        ] == [1, 0, 2, 0, 1, 2, 0]
    assert things(database) == [("c", 42), ("d", 0)]


def test_nothing_is_changed_for_each_of_nothing(database):
    put(database, a=1)
    with database.writing() as door:
        door.change_each(ADD, [])
    assert things(database) == [("a", 1)]


def test_many_rows_are_written_as_one_by_one_whatever_their_number(database):
    """Also where some of them meet rows that are there, or each other."""
    raise_or_add = ADD + " ON CONFLICT (name) DO UPDATE SET n = thing.n + excluded.n"
    for count in (1, 15, 16, 17, 150, 300):
        names = [f"{number:03}" for number in range(count)]
        with database.writing() as door:
            assert door.change_each(raise_or_add, [{"name": name, "n": 1} for name in names]) == count
            assert door.change_each(raise_or_add, [{"name": name, "n": 2} for name in names[:20] * 2]) >= count % 20
            skipped = door.change_each(ADD + " ON CONFLICT (name) DO NOTHING", [{"name": n, "n": 9} for n in names * 2])
            assert skipped == 0
            assert door.rows(THINGS) == [{"name": name, "n": 5 if at < 20 else 1} for at, name in enumerate(names)]
            assert door.change_each("DELETE FROM thing WHERE name = :name", [{"name": name} for name in names]) == count


# --- Crowds


def test_a_crowd_of_counters_loses_nothing(database):
    put(database, a=0)

    def count_up():
        for _ in range(25):
            with database.writing() as door:
                door.change(RAISE, name="a", more=3)

    all_at_once(*[count_up] * CROWD)
    assert things(database) == [("a", CROWD * 25 * 3)]


def test_writers_stand_in_line_even_where_each_reads_before_it_writes(database):
    put(database, a=0)

    def read_then_write():
        for _ in range(10):
            with database.writing() as door:
                seen = door.rows("SELECT n FROM thing WHERE name = 'a'")[0]["n"]
                door.change("UPDATE thing SET n = :n WHERE name = 'a'", n=seen + 1)

    all_at_once(*[read_then_write] * CROWD)
    assert things(database) == [("a", CROWD * 10)]


def test_the_unique_constraint_decides_a_race(database):
    def claim(number):
        with database.writing() as door:
            return door.change(ADD + " ON CONFLICT (name) DO NOTHING", name="the only one", n=number)

    changed = all_at_once(*[lambda number=number: claim(number) for number in range(CROWD)])
    assert sorted(changed) == [0] * (CROWD - 1) + [1]
    assert things(database) == [("the only one", changed.index(1))]


def test_readers_among_writers_never_see_half_a_change(database):
    put(database, left=100, right=0)
    over = Event()

    def move():
        for _ in range(20):
            with database.writing() as door:
                door.change("UPDATE thing SET n = n - 1 WHERE name = 'left'")
                door.change("UPDATE thing SET n = n + 1 WHERE name = 'right'")
        over.set()
        return {100}

    def watch():
        seen = set()
        while not over.is_set():
            seen.add(sum(n for _name, n in things(database)))
        return seen | {sum(n for _name, n in things(database))}

    assert all_at_once(move, watch, watch, watch) == [{100}] * 4


# --- Opening, reopening


def table_names():
    return [statement.split()[2] for _name, statements in STEPS for statement in statements]


def rows_of_all_tables(database):
    with database.reading() as door:
        return {name: door.rows(f"SELECT * FROM {name}") for name in table_names()}


def test_a_new_database_has_every_table_and_nothing_in_it(engine):
    assert rows_of_all_tables(engine.another()) == {name: [] for name in table_names()}


def test_a_crowd_that_opens_one_new_database_all_at_once_gets_in(engine):
    databases = all_at_once(*[engine.another] * 64)
    assert [rows_of_all_tables(database) for database in databases] == [{name: [] for name in table_names()}] * 64


def test_reopening_keeps_what_was_stored(engine, database):
    put(database, a=1)
    database.close()
    assert things(engine.another()) == [("a", 1)]
    assert things(engine.another()) == [("a", 1)]


def test_a_closed_handle_opens_again_when_it_is_asked(database):
    put(database, a=1)
    database.close()
    assert things(database) == [("a", 1)]


def test_two_handles_are_two_processes_of_one_house(engine, database):
    other = engine.another()
    put(database, a=1)
    with other.writing() as door:
        assert door.change(RAISE, name="a", more=1) == 1
    assert things(database) == [("a", 2)]


def test_tidying_says_whether_it_is_done_and_loses_nothing(database):
    put(database, a=1)
    assert database.tidy() is True
    assert things(database) == [("a", 1)]


# --- Copies: a SQLite file, whatever the engine


MOVE = "UPDATE review SET revision = revision + :more WHERE key = :key"


def put_figures(database, **figures):
    """Figures in a table of the product's: those are what a copy holds."""
    with database.writing() as door:
        door.change("INSERT INTO year (year, office, plan) VALUES (2026, 'office', 'plan') ON CONFLICT DO NOTHING")
        door.change_each(
            "INSERT INTO review (key, year, id, plan_id, position, state, screen_key, revision)"
            " VALUES (:key, 2026, :key, 'r', 0, 'open', 'k', :figure)",
            [{"key": key, "figure": figure} for key, figure in figures.items()],
        )


def figures(database):
    with database.reading() as door:
        return {row["key"]: row["revision"] for row in door.rows("SELECT key, revision FROM review ORDER BY key")}


def test_a_copy_made_while_somebody_writes_is_of_one_moment(engine, database, tmp_path):
    put_figures(database, left=1_000_000, right=0)
    copies = [tmp_path / f"copy-{number}.db" for number in range(4)]
    running, over = Event(), Event()

    def move():
        moved = 0
        while not over.is_set():
            with database.writing() as door:
                door.change(MOVE, key="left", more=-1)
                door.change(MOVE, key="right", more=1)
            moved += 1
            if moved == 3:
                running.set()
        return moved

    def copy():
        try:
            assert running.wait(PATIENCE)
            for path in copies:
                database.backup(path)
        finally:
            over.set()

    moved, _ = all_at_once(move, copy)
    assert figures(database) == {"left": 1_000_000 - moved, "right": moved}
    assert [sum(figures(engine.copy(path)).values()) for path in copies] == [1_000_000] * len(copies)


def test_a_copy_is_a_whole_database_that_goes_its_own_way(engine, database, tmp_path):
    put_figures(database, a=1)
    database.backup(tmp_path / "copy.db")
    put_figures(database, b=2)
    copy = engine.copy(tmp_path / "copy.db")
    assert figures(copy) == {"a": 1}
    put_figures(copy, c=3)
    assert (figures(copy), figures(database)) == ({"a": 1, "c": 3}, {"a": 1, "b": 2})
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_copy_does_not_overwrite_what_is_there(database, tmp_path):
    target = tmp_path / "dear.txt"
    target.write_text("dear to somebody")
    with pytest.raises(StorageUnavailable):
        database.backup(target)
    assert target.read_text() == "dear to somebody"


def test_a_copy_that_has_nowhere_to_go_is_refused(database, tmp_path):
    with pytest.raises(StorageUnavailable):
        database.backup(tmp_path / "no such folder" / "copy.db")
