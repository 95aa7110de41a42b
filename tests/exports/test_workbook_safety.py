"""Whatever people typed stays text, every sheet has a name a spreadsheet takes, and equal input gives equal bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.results import a_journal, a_result, all_returned, worked_year
from tests.support.workbooks import ReadBook
from voting.exports.workbook import workbook_bytes, write_workbook

CREATED = datetime(2026, 12, 20, 9, 30, tzinfo=UTC)


def test_no_text_is_ever_a_formula_a_link_or_a_number():
    year = worked_year()
    nasty = ["=1+1", "+1", "-1", "@SUM(A1)", "http://example.org", "123", "{=1}", "\t=1"]
    plan = replace(
        year.plan,
        departments=tuple(replace(row, name=name) for row, name in zip(year.plan.departments, nasty, strict=False)),
    )
    named = worked_year()
    rows = tuple(
        replace(row, department=department)
        for row, department in zip(named.standing.rows, plan.departments, strict=True)
    )
    results = [replace(found, session=replace(found.session, plan=plan)) for found in named.results]
    content = workbook_bytes(
        replace(named.standing, plan=plan, rows=rows),
        results,
        a_journal(*nasty),
        sums={},
        language="en",
        created=CREATED,
    )
    book = ReadBook(content)

    assert [book.cell("journal", row, 5).value for row in range(4, 4 + len(nasty))] == nasty
    assert list(book.table("half-year")) == ["-1", "=1+1", "+1"]
    formulas = {found.formula for _sheet, _address, found in book.cells() if found.formula}
    assert formulas.isdisjoint({*nasty, "=1"})
    assert b"hyperlink" not in content


def test_a_very_long_journal_entry_is_cut_and_not_lost():
    year = worked_year()
    content = workbook_bytes(year.standing, [], a_journal("x" * 40_000), language="en", created=CREATED)

    assert ReadBook(content).cell("journal", 4, 5).value == "x" * 32_000 + "…"


@pytest.mark.parametrize(
    ("review_id", "sheet"),
    [
        ("plan", "plan"), ("History", "History-2"), ("a" * 40, "a" * 31), ("半年", "半年"), ("STANDING", "STANDING"),
    ],
)  # fmt: skip
def test_every_sheet_has_a_name_of_its_own_that_a_spreadsheet_takes(review_id, sheet):
    plan = worked_year().plan
    result = a_result(plan, "half-year", {}, all_returned(plan, "half-year"))
    named = replace(result, session=replace(result.session, record=replace(result.session.record, id=review_id)))
    content = workbook_bytes(worked_year().standing, [named], [], language="en", created=CREATED)
    sheets = ReadBook(content).sheets

    assert sheets[0] == sheet
    assert len({name.lower() for name in sheets}) == len(sheets) == 5


def test_equal_input_gives_equal_bytes_and_only_the_given_time_is_in_them(tmp_path):
    year = worked_year()
    for name, created in (("one", CREATED), ("two", CREATED), ("later", CREATED.replace(year=2031))):
        write_workbook(
            tmp_path / name, year.standing, year.results, year.journal, sums=year.sums, language="en", created=created
        )
    one, two, later = ((tmp_path / name).read_bytes() for name in ("one", "two", "later"))

    assert one == two
    assert one != later
