"""The translation of parameters: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from voting.storage.parameters import in_portions, numbered


@pytest.mark.parametrize(
    ("sql", "wanted", "names"),
    [
        ("SELECT 1", "SELECT 1", ()),
        ("SELECT n FROM t WHERE a = :a", "SELECT n FROM t WHERE a = $1", ("a",)),
        ("VALUES (:b, :a, :b)", "VALUES ($1, $2, $1)", ("b", "a")),
        ("VALUES (:a,:a1,:a_1)", "VALUES ($1,$2,$3)", ("a", "a1", "a_1")),
        ("SELECT ':a' || :a", "SELECT ':a' || $1", ("a",)),
        ("SELECT 'it''s :a', :b", "SELECT 'it''s :a', $1", ("b",)),
        ("SELECT '', :b, ''", "SELECT '', $1, ''", ("b",)),
        ('SELECT ":a" FROM "t "":a" WHERE x = :x', 'SELECT ":a" FROM "t "":a" WHERE x = $1', ("x",)),
        ("SELECT :a::text, b::int", "SELECT $1::text, b::int", ("a",)),
        ("SELECT x[1:2], :a", "SELECT x[1:2], $1", ("a",)),
        ("SELECT :a -- not :b\n, :c", "SELECT $1 -- not :b\n, $2", ("a", "c")),
        ("SELECT /* :b\n :c */ :a", "SELECT /* :b\n :c */ $1", ("a",)),
        ("SELECT 100 % :a, '%(b)s', '?'", "SELECT 100 % $1, '%(b)s', '?'", ("a",)),
    ],
)
def test_names_become_numbers_and_nothing_else_changes(sql, wanted, names):
    assert numbered(sql) == (wanted, names)
    assert numbered(sql) is numbered(sql)  # translated once


ADD = "INSERT INTO thing (name, kind, n) VALUES (:name, 'odd :n', :n)"
RAISE = " ON CONFLICT (name, kind) DO UPDATE SET n = thing.n + excluded.n"


def rows(count):
    return [{"name": f"row {number}", "n": number} for number in range(count)]


def shape(sql, many):
    return [(text.count("), ("), len(runs), len(runs[0])) for text, runs in in_portions(sql, many)]


@pytest.mark.parametrize("sql", [ADD, ADD + RAISE, ADD + " ON CONFLICT (name, kind) DO NOTHING"])
def test_an_insert_takes_many_rows_at_a_time(sql):
    assert shape(sql, rows(300)) == [(127, 2, 256), (15, 2, 32), (0, 12, 2)]
    assert [value for _text, runs in in_portions(sql, rows(300)) for run in runs for value in run] == [
        value for row in rows(300) for value in row.values()
    ]


def test_each_row_has_numbers_of_its_own():
    ((text, runs),) = in_portions(ADD, rows(16))
    assert text.startswith("INSERT INTO thing (name, kind, n) VALUES ($1, 'odd :n', $2), ($3, 'odd :n', $4), (")
    assert text.endswith(", ($31, 'odd :n', $32)")
    assert len(runs[0]) == 32


def test_what_would_update_a_row_of_the_same_statement_goes_row_by_row():
    twice = rows(16)
    twice[3] = twice[9]
    assert shape(ADD + RAISE, twice) == [(0, 16, 2)]
    assert shape(ADD, twice) == [(15, 1, 32)]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE thing SET n = :n WHERE name = :name",
        "DELETE FROM thing WHERE name = :name AND n = :n",
        "INSERT INTO thing (name, n) SELECT name, :n FROM other WHERE name = :name",
        "INSERT INTO thing (name, n) VALUES (lower(:name), :n)",
        "INSERT INTO thing (name, n) VALUES (:name, 1) ON CONFLICT (name) DO UPDATE SET n = :n",
    ],
)
def test_everything_else_goes_row_by_row(sql):
    assert [(text.count("$"), len(runs)) for text, runs in in_portions(sql, rows(200))] == [(2, 200)]


def test_nothing_is_done_for_nothing():
    assert list(in_portions(ADD, [])) == []
