"""The sheets of departments and of the decision: points by formula from what was entered, names that stay texts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.support.claims import PLAN_WITH_STANDARDS, verified
from tests.support.desk import INSPECTOR, Desk
from tests.support.whole_year import (
    BRANCH,
    COMMITTEE,
    GRADES,
    MARKS,
    ORGANISATION,
    ORGANISER,
    a_department,
    a_leader,
    at,
    hold,
)
from tests.support.workbooks import ReadBook, recalculated, with_wrong_values
from tests.support.world import a_world
from voting.actions.assess import assess
from voting.actions.desk.inspections import finish_component, reverse_inspection
from voting.actions.desk.names import consent_to_names, decide_names, examine_names, send_numbers, submit_names
from voting.actions.desk.notice import give_notice
from voting.actions.desk.seal import seal_year
from voting.actions.desk.selection import decide, propose
from voting.actions.year_book import read_year_book
from voting.exports.workbook import workbook_bytes

POINTS = """department,component,points,note
beta,daily,65.80,"=1+1 from the books"
beta,standardisation,26.40,
gamma,standardisation,27.90,
alpha,district_result,1.50,the district's letter
beta,honours,2.00,entered by hand
"""
REASON = '=HYPERLINK("http://example.org")'
NAMES = {"alpha": "=王一\n+李二", "beta": "赵三", "gamma": ""}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Alpha inspected, a record reversed, the rest declared finished; beta entered directly; gamma without daily work."""
    found = a_world(tmp_path_factory.mktemp("year"), PLAN_WITH_STANDARDS)
    desk = Desk(found)
    for component in ("daily", "standardisation"):
        desk.approve("alpha", component)
    desk.inspect("Roads", "-1.25", reason=REASON)
    desk.inspect("Roads", "-3.5")
    desk.inspect("Roads", "0.75", reason="made good")
    desk.inspect("Letters", "-20.5", reason="twice the whole item")
    desk.inspect("Letters", "-20.5", reason="twice the whole item")
    desk.inspect("Archive", "-2")
    reverse_inspection(found.tools, INSPECTOR, desk.last_record("Archive"), "another department's archive")
    desk.inspect("Duty roster", "-0.1")
    for component in ("daily", "standardisation"):
        finish_component(found.tools, INSPECTOR, "alpha", component, "nothing else this year")
    assess(found.tools, POINTS)
    verified(found, "district", "Prize for roads")
    verified(found, "city", "Prize for roads")
    verified(found, "province", "Another prize")
    hold(found, "half-year", MARKS)
    hold(found, "year-end", GRADES)
    yield found
    found.database.close()


def book_of(world):
    book = read_year_book(world.database)
    return workbook_bytes(
        book.standing, book.results, book.journal,
        sums=book.sums, desk=book.desk, language="en", created=datetime(2026, 12, 31, tzinfo=UTC),
    )  # fmt: skip


def rows_of(content, sheet):
    """A sheet as lists of cells, by row, from the first column on."""
    book = content if isinstance(content, ReadBook) else ReadBook(content)
    return [[book.cell(sheet, row, column) for column in range(1, 8)] for row in range(1, 60)]


def row_of(content, sheet, name, column=1):
    return next(row for row in rows_of(content, sheet) if row[column].value == name)


def test_an_item_is_what_inspections_moved_it_by_within_its_cap(world):
    content = book_of(world)
    found = {
        name: [cell.value for cell in row_of(content, "甲办", name)[2:5]] for name in ("Roads", "Letters", "Archive")
    }
    assert found == {
        "Roads": [40, -4, 36],
        "Letters": [20.5, -41, 0],
        "Archive": [9.5, 0, 9.5],  # its only record was reversed
    }
    formulas = [cell.formula is not None for cell in row_of(content, "甲办", "Roads")[2:5]]
    assert formulas == [False, True, True]


def test_a_component_is_a_formula_where_it_is_derived_and_a_value_where_it_was_entered(world):
    content = book_of(world)
    derived, entered = row_of(content, "甲办", "Daily work"), row_of(content, "乙办", "Daily work")
    assert (derived[4].value, derived[4].formula is not None) == (45.5, True)
    assert derived[6].value == "declared finished by an assessor: nothing else this year"
    assert (entered[4].value, entered[4].formula) == (65.8, None)
    assert entered[6].value == "entered directly: =1+1 from the books"
    assert row_of(content, "丙办", "Daily work")[4].value == "—"


def test_claims_count_once_at_their_highest_level_and_not_beside_a_figure_that_was_entered(world):
    content = book_of(world)
    claims = [
        (row[1].value, row[4].value, row[5].value)
        for row in rows_of(content, "甲办")
        if row[1].value and "rize" in str(row[1].value)
    ]
    assert claims == [("Prize for roads", 1, 0), ("Prize for roads", 2.5, 1), ("Another prize", 4, 1)]
    assert row_of(content, "甲办", "Honours")[4].value == 6.5
    assert row_of(content, "乙办", "Honours")[4].formula is None


def test_the_components_of_the_year_are_formulas_over_the_sheets_of_departments(world):
    book = ReadBook(book_of(world))
    table = book.table("components")
    assert table["甲办"]["Daily work"].formula.startswith("='甲办'!")
    assert table["甲办"]["Honours"].value == 6.5
    standing = book.table("standing")
    assert (
        standing["甲办"]["Daily work"].formula.startswith("=components!")
        or "components" in standing["甲办"]["Daily work"].formula
    )
    assert row_of(book, "甲办", "Total")[4].value == pytest.approx(standing["甲办"]["Total"].value)


@pytest.mark.needs("libreoffice")
@pytest.mark.slow
def test_every_formula_computed_anew_gives_the_programs_figure(world, tmp_path):
    content = book_of(world)
    ours = ReadBook(content)
    theirs = {
        (sheet, at): found.value
        for sheet, at, found in recalculated(tmp_path, year=with_wrong_values(content))["year"].cells()
    }
    formulas = {(sheet, at): found.value for sheet, at, found in ours.cells() if found.formula}
    assert len([place for place in formulas if place[0] == "甲办"]) > 12
    assert {
        place: (value, theirs[place]) for place, value in formulas.items() if abs(theirs[place] - value) > 1e-9
    } == {}


def test_the_decision_and_the_names_are_texts_whatever_they_begin_with(world, tmp_path):
    assess(world.tools, "department,component,points,note\ngamma,daily,60,x\n")
    at(world, 2026, 12, 20)
    propose(world.tools, BRANCH, ["beta"], REASON)
    decide(world.tools, COMMITTEE, ["beta"], REASON)
    send_numbers(world.tools, ORGANISATION)
    for department, names in NAMES.items():
        submit_names(world.tools, a_department(department), department, names)
        consent_to_names(world.tools, a_leader(department), department)
        examine_names(world.tools, ORGANISATION, department, {})
    decide_names(world.tools, COMMITTEE, list(NAMES))
    at(world, 2026, 12, 21)
    give_notice(world.tools, ORGANISATION, "2026-12-21")
    at(world, 2026, 12, 28)
    head = seal_year(world.tools, ORGANISER, world.witness)
    book = ReadBook(book_of(world))
    decision = rows_of(book, "decision")
    assert [row[1].value for row in decision if row[0].value == "Reason"] == [REASON, REASON]
    assert row_of(book, "decision", "甲办", 0)[3].value == "=王一, +李二"
    assert [found for sheet, _at, found in book.cells() if sheet == "decision" and found.formula] == []
    assert row_of(book, "decision", "Head of the journal", 0)[1].value == head
    assert [row["Decided"].value for row in book.table("standing").values()].count("yes") == 1


def test_the_workbook_has_a_sheet_for_each_department_and_for_the_decision(world):
    sheets = ReadBook(book_of(world)).sheets
    assert sheets == [
        "half-year", "year-end", "components", "standing", "plan", "decision", "甲办", "乙办", "丙办", "journal",
    ]  # fmt: skip
