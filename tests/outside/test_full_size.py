"""The whole year of the demonstration office from outside, at full size, the server killed six times on the way.

What comes out is compared with an independent sum over the marks that the phones were told are counted. Exactly.
"""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

from tests.outside import books
from tests.outside.meeting import HALF_YEAR, HARDLY_RATED, OF_ONE_MIND, SILENT, YEAR_END, Year, copied, hold_year
from tests.support.independent import Sum
from tests.support.requirements import libreoffice_path

pytestmark = pytest.mark.slow
SESSIONS = pytest.mark.parametrize("review", [HALF_YEAR, YEAR_END])


@pytest.fixture(scope="module")
def year(tmp_path_factory) -> Year:
    return hold_year(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def expected(year) -> Sum:
    return year.expected()


@pytest.fixture(scope="module")
def workbook(year) -> Path:
    path = year.office.folder / "year.xlsx"
    year.office.do("export", path)
    return path


@pytest.fixture(scope="module")
def recomputed(workbook) -> Path:
    office = libreoffice_path()
    assert office
    return books.recomputed(workbook, workbook.parent / "recomputed", office)


def test_the_server_was_killed_with_answers_outstanding_and_the_phones_asked_again(year):
    assert year.kills == 6
    for review, crowd in year.crowds.items():
        assert len(crowd.unanswered) == 3
        assert all(crowd.unanswered), f"{review}: a kill met no open request"
        assert crowd.answers[200] >= 5  # some had been counted before: the same receipt, the same answer


def test_all_400_slips_were_acknowledged_for_all_departments(year):
    assert {review: len(phones) for review, phones in year.phones.items()} == {HALF_YEAR: 233, YEAR_END: 167}
    for phones in year.phones.values():
        assert all(len(phone.counted) == 20 for phone in phones)


@SESSIONS
def test_no_ballot_is_lost_or_doubled(year, expected, review):
    found = year.office.do("result", review, "--json").json
    counts = expected.counts(review)
    group = {"void": 0}
    assert found["groups"] == {name: group | {"issued": n, "returned": n, "valid": n} for name, n in counts.items()}
    total = sum(counts.values())
    assert [found[key] for key in ("due", "issued", "returned", "valid", "void")] == [total, total, total, total, {}]


@SESSIONS
def test_the_result_is_the_independent_sum(year, expected, review):
    found = year.office.do("result", review, "--json").json["departments"]
    wanted = expected.result(review)
    assert [{key: row[key] for key in wanted[0]} for row in found] == wanted


def test_breakdowns_are_open_but_for_the_three_departments_where_a_group_would_show_through(expected):
    assert not any(row.hidden for row in expected.figures[HALF_YEAR].values())
    hidden = {name for name, row in expected.figures[YEAR_END].items() if row.hidden}
    assert hidden == {OF_ONE_MIND, HARDLY_RATED, SILENT}


def test_the_standing_is_the_independent_sum(year, expected):
    found = year.office.do("standing", "--json").json
    rows, shortlist = expected.standing()
    places = {row["id"]: row for row in found["departments"]}
    assert len(places) == len(rows) == 20
    for row in rows:
        assert {key: places[str(row["id"])][key] for key in row} == row
    assert {key: found["shortlist"][key] for key in shortlist} == shortlist


def test_the_exported_documents_are_the_standing(year, expected):
    folder = year.office.folder
    year.office.do("export", folder / "year.json")
    assert (folder / "year.json").read_text("utf-8").strip() == year.office.do("standing", "--json").out.strip()
    year.office.do("export", folder / "year.csv")
    assert (folder / "year.csv").read_bytes().startswith(b"\xef\xbb\xbfrank,department,name,daily,")
    with (folder / "year.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {row["department"]: row for row in csv.DictReader(file)}
    for row in expected.standing()[0]:
        line = found[str(row["id"])]
        names = ("name", "daily", "standardisation", "review", "district_result", "honours", "total", "rank", "quota")
        assert {name: line[name] for name in names} == {name: str(row[name]) for name in names}
        assert (line["proposed"] == "true") == row["proposed"]


def assert_agrees(book: Path, expected: Sum) -> None:
    """Every figure that a reader of the workbook sees is the independent sum's."""
    names = {row["name"]: key for key, row in expected.departments.items()}
    titles = {row["id"]: row["name"] for row in expected.plan["groups"]}
    for review, settings in expected.reviews.items():
        groups = {group: titles[group] for group in settings["groups"]}
        found = {row["id"]: row for row in books.session_figures(book, review, names, groups)}
        for row in expected.result(review):
            marks, means = row["marks"], row["groups"]
            wanted = {key: row[key] for key in ("id", "score", "rank")}
            wanted["marks"] = list(marks.values()) if isinstance(marks, dict) else None
            wanted["groups"] = {key: one["mean"] for key, one in means.items()} if isinstance(means, dict) else None
            assert found.pop(row["id"]) == wanted
        assert not found
        counts = expected.counts(review)
        lines = {titles[group]: [n, n, n, n, 0] for group, n in counts.items()}
        assert books.counts_rows(book, review) == lines | {"All groups": [sum(counts.values())] * 4 + [0]}
    found = books.standing_rows(book)
    assert len(found) == 20
    for row in expected.standing()[0]:
        assert_standing_row(found[str(row["name"])], row, expected)


def assert_standing_row(line: books.Row, row: dict[str, object], expected: Sum) -> None:
    heads = {
        "daily": "Daily work", "standardisation": "Standardisation", "review": "Review", "total": "Total",
        "district_result": "District result", "honours": "Honours",
    }  # fmt: skip
    for key, head in heads.items():
        assert books.figure(line[head], len(str(row[key]).partition(".")[2])) == row[key], (row["id"], head)
    for review, settings in expected.reviews.items():
        assert books.figure(line[settings["name"]]) == row["reviews"][review]
    assert (int(line["Rank"]), int(line["Quota"])) == (row["rank"], row["quota"])
    assert (line["Proposed"] == "yes") == row["proposed"]


def test_the_workbook_s_stored_values_are_the_independent_sum(workbook, expected):
    assert_agrees(workbook, expected)
    assert books.formulas(workbook) > 20 * 2 * 5


@pytest.mark.needs("libreoffice")
def test_the_workbook_s_formulas_computed_by_another_program_are_the_independent_sum(recomputed, expected):
    assert_agrees(recomputed, expected)


def test_the_check_passes(year):
    done = year.office.do("check", "--json")
    assert done.json == {"ok": True, "faults": []}


def test_one_counter_raised_by_hand_is_found_and_named(year, tmp_path):
    office = copied(year, tmp_path / "copy")
    cell = raised(office.database, +1, "general-office")
    done = office.command("check")
    assert done.code == 1
    assert done.err.count("\n") == 1
    n = len([phone for phone in year.phones[YEAR_END] if phone.group == "cadres"])
    assert f"2026/{YEAR_END} {cell} general-office: the counters hold {n + 1} ballots, but {n} were counted" in done.out
    raised(office.database, -1, "general-office")
    assert office.command("check").code == 0


def test_one_counter_raised_and_another_lowered_is_found_by_the_digest(year, tmp_path):
    office = copied(year, tmp_path / "copy")
    raised(office.database, +1, "finance-office", best=True)
    raised(office.database, -1, "finance-office", best=False)
    done = office.command("check", "--json")
    assert done.code == 1
    assert done.json["ok"] is False
    assert done.json["faults"] == [f"2026/{YEAR_END}: the counters are not those that were sealed at closing"]


def raised(database: Path, more: int, department: str, *, best: bool = True) -> str:
    """Changes one counter of the cadres by hand, past the program; returns their group's id."""
    with sqlite3.connect(database) as door:
        changed = door.execute(
            "UPDATE counter SET n = n + ? WHERE review = ? AND grp = 'cadres' AND department = ? AND mark = ?",
            (more, f"2026/{YEAR_END}", department, "E" if best else "P"),
        )
    door.close()
    assert changed.rowcount == 1
    return "cadres"
