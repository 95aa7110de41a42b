"""The places of a plan file: which line an entry stands on."""

from __future__ import annotations

import tomllib

import pytest

from voting.domain.plan_places import line_of, locate, quoted, readable_path

LINES = [
    "# [not.a.section]",
    "a.b = 1",
    "\"c.d\" = '''",  # text over two lines, with two quotation marks right before its end
    "[nor] = this'''''",
    "[one]",
    'text = """',
    r'x = "\""" y" ""\""""  # = ]',
    "list = [ # [",
    "  1, '2]', [",
    '  {x = 1, y.z = "}"}],',
    "]",
    "[[two]]",
    "[two.in]",
    "x = 2026-01-01 10:00:00",
    "[[two]]",
    "in = {}",
    "[[two.three]]",
    "x = 1.5",
]
PLACES = {
    ("a",): 2,
    ("a", "b"): 2,
    ("c.d",): 3,
    ("one",): 5,
    ("one", "text"): 6,
    ("one", "list"): 8,
    ("one", "list", 0): 9,
    ("one", "list", 1): 9,
    ("one", "list", 2): 9,
    ("one", "list", 2, 0): 10,
    ("one", "list", 2, 0, "x"): 10,
    ("one", "list", 2, 0, "y"): 10,
    ("one", "list", 2, 0, "y", "z"): 10,
    ("two",): 12,
    ("two", 0): 12,
    ("two", 0, "in"): 13,
    ("two", 0, "in", "x"): 14,
    ("two", 1): 15,
    ("two", 1, "in"): 16,
    ("two", 1, "three"): 17,
    ("two", 1, "three", 0): 17,
    ("two", 1, "three", 0, "x"): 18,
}


def test_places_are_found_in_every_way_a_file_can_be_written() -> None:
    text = "\n".join(LINES)
    tomllib.loads(text)  # raises where the lines above are not what the parser of the plan takes
    assert locate(text) == locate(text.replace("\n", "\r\n")) == PLACES


def test_place_falls_back_to_what_encloses_it() -> None:
    assert line_of(("two", 1, "weight"), PLACES) == 15
    assert line_of(("three",), PLACES) == 1
    assert locate("a = 1\nb = [1, 2\nc = 3") == {("a",): 1, ("b",): 2, ("b", 0): 2, ("b", 1): 2}


def test_path_is_counted_from_one_and_names_the_nearest_id() -> None:
    document = {"reviews": [{"id": "half-year"}, {"id": "year-end", "groups": {}}], "marks": [{}, {"id": 3}]}
    assert readable_path(("reviews", 1, "groups", "heads"), document) == "reviews[2].groups.heads (year-end)"
    assert readable_path(("marks", 1, "id"), document) == "marks[2].id"
    assert readable_path(("office", "name"), document) == "office.name"


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("half-year", "half-year"),
        ("半年", "半年"),
        ("half year", "'half year'"),
        ("\x1b[2J\u202e", r"'\x1b[2J\u202e'"),
        ("a" * 61, "a" * 60 + "…"),
    ],
)
def test_words_from_the_file_are_safe_to_print(word: str, shown: str) -> None:
    assert quoted(word) == shown
