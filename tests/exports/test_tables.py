"""The comma-separated files, byte by byte."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from tests.support.plans import CITY
from tests.support.results import OPEN_TO_ALL, held_year, worked_year
from voting.actions.slips import IssuedSlip, Sheet
from voting.exports.tables import harmless, slips_csv, standing_csv


def rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_standing_by_rank_for_excel():
    assert (
        standing_csv(worked_year(privacy=OPEN_TO_ALL).standing)
        == (
            "\ufeffrank,department,name,daily,standardisation,review,district_result,honours,total,proposed,quota,note\r\n"
            "1,general-office,党政办,66.50,28.50,91.19,1.50,2.00,189.69,false,4,"
            "directly led: takes no part in the selection\r\n"
            "2,city-construction,城建办,65.80,26.40,93.17,2.00,2.00,189.37,true,5,\r\n"
            "3,social-affairs,社会事务办,67.20,27.90,82.43,0.80,1.50,179.83,false,2,\r\n"
        ).encode()
    )


def test_several_notes_stand_in_one_cell():
    table = rows(standing_csv(worked_year(disqualified=frozenset({CITY})).standing))

    assert table[2][-1] == "breakdown not shown: a group is too small or of one mind; disqualified this year"


def test_what_is_missing_is_an_empty_cell_with_the_note_why():
    year = worked_year()
    table = rows(standing_csv(held_year(year.plan, {}, {}).standing))

    assert table[2] == [
        "", "social-affairs", "社会事务办", "", "", "", "0.00", "0.00", "", "", "",
        "daily work not entered; standardisation not entered; a review session is missing or still open",
    ]  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＋", "－", "＠"])
def test_a_text_that_begins_like_a_formula_gets_an_apostrophe(start):
    assert harmless(f"{start}1+1") == f"'{start}1+1"


def test_a_harmless_text_stays_as_it_is():
    assert [harmless(text) for text in ("城建办", "a=b", "'x", "", "1-2")] == ["城建办", "a=b", "'x", "", "1-2"]


def test_names_that_begin_like_formulas_are_disarmed_and_figures_are_not_touched():
    plan = worked_year().plan
    named = replace(plan, departments=(replace(plan.departments[0], id="-x", name="=HYPERLINK(1)"),))
    table = rows(standing_csv(held_year(named, {}, {"-x": {"honours": -2}}).standing))

    assert table[1][1:3] == ["'-x", "'=HYPERLINK(1)"]
    assert table[1][7] == "-2.00"


def test_slips_in_the_order_given_with_their_addresses():
    slips = [IssuedSlip("heads", "部门负责人", "Z" * 16), IssuedSlip("cadres", "机关干部", "0123456789ABCDEF")]
    sheet = Sheet("临溪街道", "year-end", "年终述职评议", slips)

    assert (
        slips_csv(sheet, "http://192.168.1.20:5000/")
        == (
            "\ufeffgroup,code,url\r\n"
            "heads,ZZZZZZZZZZZZZZZZ,http://192.168.1.20:5000/b#ZZZZZZZZZZZZZZZZ\r\n"
            "cadres,0123456789ABCDEF,http://192.168.1.20:5000/b#0123456789ABCDEF\r\n"
        ).encode()
    )
