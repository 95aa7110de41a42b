"""The translation of parameters: what is one, and what only looks like one."""

from __future__ import annotations

import pytest

from voting.storage.parameters import numbered


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
