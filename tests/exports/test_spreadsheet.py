"""Tables as offices have them, read into rows of text."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from voting.domain.refusals import Refusal
from voting.exports import spreadsheet
from voting.exports.spreadsheet import MOST_COLUMNS, MOST_ROWS, decoded, read_rows

ROWS = [["部门", "人数", "直接分管"], ["党政办", "12", ""], ["武装部", "3", "是"]]


def workbook(*sheets, **states):
    """The bytes of a workbook whose sheets hold these rows; ``Sheet2="hidden"`` hides the second."""
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"Sheet{number}")
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = states.get(f"Sheet{number}", "visible")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def refused(content, code):
    with pytest.raises(Refusal) as refusal:
        read_rows(content)
    assert refusal.value.code == code
    return str(refusal.value)


def test_a_workbook_as_rows_of_text():
    assert read_rows(workbook([["部门", "人数", "直接分管"], ["党政办", 12, None], ["武装部", 3.0, "是"]])) == ROWS


def test_numbers_dates_and_flags_as_a_reader_would_write_them():
    assert read_rows(workbook([[1, 2.5, True, date(2026, 1, 2)]])) == [["1", "2.5", "True", "2026-01-02 00:00:00"]]


def test_the_first_sheet_that_shows_anything_is_read():
    hidden, empty = [["hidden"]], []
    assert read_rows(workbook(hidden, empty, ROWS, [["later"]], Sheet1="hidden")) == ROWS


def test_empty_rows_and_empty_columns_at_the_right_are_left_out():
    assert read_rows(workbook([[None] * 9, ["a", None, "b", None, " "], [], ["c"]])) == [["a", "", "b"], ["c", "", ""]]


def test_no_more_columns_are_read_than_a_table_of_departments_can_have():
    assert [len(row) for row in read_rows(workbook([list(range(500))]))] == [MOST_COLUMNS]
    assert [len(row) for row in read_rows((",".join("x" * 500)).encode())] == [MOST_COLUMNS]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("劳动保障\n中心", "劳动保障中心"),
        ("Labour \r\n security", "Labour security"),
        ("\u3000党政办\u200b ", "党政办"),
        ("a\n\nb", "a b"),
    ],
)
def test_a_break_inside_a_cell_is_only_there_to_fit_the_column(cell, text):
    assert read_rows(workbook([[cell]])) == [[text]]
    assert read_rows(f'"{cell}"\tx'.encode()) == [[text, "x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "，"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_csv_table_as_excel_and_wps_save_it(encoding, separator, end):
    text = end.join(separator.join(row) for row in ROWS) + end
    assert read_rows(text.encode(encoding)) == ROWS


def test_cells_with_commas_pasted_from_a_spreadsheet():
    assert read_rows("办公室, 值班室\t4\r\n".encode()) == [["办公室, 值班室", "4"]]


def test_a_single_pasted_column():
    assert read_rows("党政办\n武装部\n".encode()) == [["党政办"], ["武装部"]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b",,\n,,", workbook([])])
def test_a_table_without_anything_has_no_rows(content):
    assert read_rows(content) == []


def test_as_many_rows_as_allowed_and_not_one_more():
    assert len(read_rows(b"a\n" * MOST_ROWS)) == MOST_ROWS
    assert str(MOST_ROWS) in refused(b"a\n" * (MOST_ROWS + 1), "long_table")
    refused(workbook([["a"]] * (MOST_ROWS + 1)), "long_table")


def test_an_old_or_locked_workbook_is_refused_with_the_way_out():
    assert "save it as .xlsx" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_workbook")


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 torn", b"\x89PNG\r\n\x1a\n\0\0\0", b"\xff\xff\xff", b'a,"' + b"b" * 200_000]
)
def test_what_is_no_table_is_refused_in_one_sentence(content):
    assert refused(content, "bad_table") == "This is not a workbook or a CSV table that can be read."


def test_an_archive_that_is_no_workbook_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("hello.txt", "hello")
    refused(content.getvalue(), "bad_table")


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(spreadsheet, "MOST_UNPACKED", 1000)
    monkeypatch.setattr(spreadsheet, "load_workbook", None)  # would fail if it were reached
    refused(workbook(ROWS), "bad_table")


def test_text_is_read_as_chinese_offices_save_it():
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        assert decoded("临溪街道".encode(encoding)) == "临溪街道"
