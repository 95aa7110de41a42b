"""The workbook read back: formulas where everything is open, values where it is not, and nothing that is hidden."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction

import pytest

from tests.support.plans import CITY, a_plan
from tests.support.random_years import random_year
from tests.support.results import OPEN_TO_ALL, held_year, worked_year
from tests.support.workbooks import ReadBook
from voting.domain.plan import ONE_BY_ONE, Scoring
from voting.domain.rounding import decimals
from voting.exports.workbook import workbook_bytes

CREATED = datetime(2026, 12, 20, 9, 30, tzinfo=UTC)
SEEDS = range(24)


def book_of(year, *, language="en"):
    content = workbook_bytes(
        year.standing, year.results, year.journal, sums=year.sums, language=language, created=CREATED
    )
    return ReadBook(content)


def shown(found):
    return None if found.value == "—" else found.two


def test_the_sheets_are_the_contracts():
    assert book_of(worked_year()).sheets == ["half-year", "year-end", "components", "standing", "plan", "journal"]


def test_an_open_session_is_computed_from_sums_and_weights():
    general = book_of(worked_year(privacy=OPEN_TO_ALL)).table("year-end")["党政办"]

    assert {head: cell.value for head, cell in general.items()} == {
        "Rank": 2, "Department": "党政办", "Score": 93, "Unrounded": 93, "Ballots": 16,
        "优秀": 9, "良好": 6, "一般": 0, "较差": 0, "All marks": 15,
        "leadership: Sum of points": 480, "leadership: Marks counted": 5, "leadership: Mean": 96,
        "leadership: Ballots": 5,
        "heads: Sum of points": 360, "heads: Marks counted": 4, "heads: Mean": 90, "heads: Ballots": 5,
        "cadres: Sum of points": 540, "cadres: Marks counted": 6, "cadres: Mean": 90, "cadres: Ballots": 6,
        "Note": None,
    }  # fmt: skip
    assert general["Score"].formula == "=ROUND(ROUND(D8,9),2)"
    assert general["Unrounded"].formula == "=(K$5*K8/L8+O$5*O8/P8+S$5*S8/T8)/(K$5+O$5+S$5)"
    assert general["heads: Mean"].formula == "=ROUND(ROUND(O8/P8,9),2)"


def test_pooled_marks_are_computed_without_weights():
    year = worked_year(privacy=OPEN_TO_ALL, scoring=Scoring(aggregation="pooled"))
    general = book_of(year).table("year-end")["党政办"]

    assert general["Unrounded"].formula == "=(K8+O8+S8)/(L8+P8+T8)"
    assert general["Score"].two == "92.00"


def test_the_open_standing_is_computed_from_points_and_unrounded_scores():
    city = book_of(worked_year(privacy=OPEN_TO_ALL)).table("standing")["城建办"]

    assert city["Daily work"].formula == "='components'!$F$7"
    assert city["half-year"].formula == "='half-year'!$C$7"
    assert city["Review, unrounded"].formula == "=E$3*'half-year'!$D$7+F$3*'year-end'!$D$7"
    assert city["Total, unrounded"].formula == "=C6+D6+N6+H6+I6"
    assert city["Total"].formula == "=ROUND(ROUND(O6,9),2)"
    assert city["Rank"].formula == "=1+SUMPRODUCT(--(ROUND(O$5:O$7,9)>ROUND(O6,9)))"
    assert (city["Rank"].value, city["Review"].two, city["Total"].two) == (2, "93.17", "189.37")
    assert city["Total, unrounded"].value == pytest.approx(14203 / 75, abs=1e-12)


def test_over_hidden_breakdowns_scores_and_reviews_are_values_and_the_total_adds_up_what_is_shown():
    book = book_of(worked_year())

    city = book.table("half-year")["城建办"]
    assert (city["Score"].value, city["Score"].formula) == (91.93, None)
    assert {head: cell.value for head, cell in city.items() if ":" in head or head in ("Unrounded", "优秀")} == {
        head: "—" for head in city if ":" in head or head in ("Unrounded", "优秀")
    }
    row = book.table("standing")["城建办"]
    assert (row["Review"].value, row["Review"].formula) == (93.17, None)
    assert (row["Total"].two, row["Total"].formula) == ("189.37", "=ROUND(ROUND(C6+D6+G6+H6+I6,9),2)")
    assert (row["Rank"].value, row["Rank"].formula) == (2, None)
    assert (row["Review, unrounded"].value, row["Total, unrounded"].value) == ("—", "—")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_cached_figure_is_the_programs(seed):
    year = random_year(seed)
    book = book_of(year)
    standing = book.table("standing")

    for row in year.standing.rows:
        found = standing[row.department.name]
        figures = [row.daily, row.standardisation, row.review, row.district_result, row.honours]
        heads = ("Daily work", "Standardisation", "Review", "District result", "Honours")
        assert [shown(found[head]) for head in heads] == figures
        assert {name: shown(found[name]) for name in row.reviews} == row.reviews
        places = len((row.total or "0.00").partition(".")[2])
        total = None if found["Total"].value == "—" else f"{found['Total'].value:.{places}f}"
        assert total == row.total
        assert found["Rank"].value == (row.rank or "—")
        assert found["Quota"].value == ("—" if row.quota is None else row.quota)
    for result in year.results:
        table = book.table(result.session.record.id)
        for department in result.departments:
            found = table[department.id]
            assert shown(found["Score"]) == department.score
            assert found["Rank"].value == (department.rank or "—")
            for group in result.session.review.groups:
                published = (department.groups or {}).get(group)
                assert shown(found[f"{group}: Mean"]) == (published and published.mean)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_may_not_be_shown_is_nowhere_in_the_workbook(seed):
    """In a hidden department's rows there is no figure finer than two decimals, no sum, no mean and no mark."""
    year = random_year(seed)
    book = book_of(year)
    standing = book.table("standing")

    for row in year.standing.rows:
        if row.exact is None:
            assert standing[row.department.name]["Review"].formula is None
            assert [standing[row.department.name][f"{name}, unrounded"].value for name in ("Review", "Total")] == [
                "—"
            ] * 2
    for result in year.results:
        table = book.table(result.session.record.id)
        for department in result.departments:
            if department.exact is None:
                found = table[department.id]
                kept = {"Rank", "Department", "Score", "Ballots", "Note"}
                assert {head: cell.value for head, cell in found.items() if head not in kept} == {
                    head: "—" for head in found if head not in kept
                }
                assert found["Score"].formula is None
                assert found["Score"].value == "—" or found["Score"].two


def test_the_random_years_hold_both_kinds():
    rows = [row for seed in SEEDS for row in random_year(seed).standing.rows]

    assert sum(row.exact is None for row in rows) > 20
    assert sum(row.exact is not None for row in rows) > 20
    assert any(row.total is None for row in rows)
    assert len({row.rank for row in rows if row.rank}) < sum(row.rank is not None for row in rows)


def test_no_number_over_hidden_breakdowns_is_finer_than_two_decimals():
    values = [found.value for _sheet, _address, found in book_of(worked_year()).cells()]
    numbers = [value for value in values if isinstance(value, int | float)]

    assert len(numbers) > 100
    assert [value for value in numbers if abs(round(value, 2) - value) > 1e-9] == []


def test_a_session_without_sums_shows_its_scores_as_values():
    year = worked_year(privacy=OPEN_TO_ALL)
    content = workbook_bytes(year.standing, year.results, [], language="en", created=CREATED)
    book = ReadBook(content)

    assert (book.table("half-year")["城建办"]["Score"].formula, book.table("half-year")["城建办"]["Score"].value) == (
        None,
        91.93,
    )
    assert book.table("standing")["城建办"]["Review"] == replace(
        book.table("standing")["城建办"]["Review"], formula=None
    )
    assert book.table("standing")["城建办"]["Total"].two == "189.37"


def test_totals_that_only_look_equal_have_four_decimals():
    plan = a_plan(2, {"leadership": (100, 20)}, pace=ONE_BY_ONE)
    counts = {"d1": {"leadership": {"E": 100, "G": 200}}, "d2": {"leadership": {"E": 1001, "G": 2001}}}
    points = {name: {"daily": Fraction(60), "standardisation": Fraction(20)} for name in plan.department_ids}
    table = book_of(held_year(plan, {"year-end": counts}, points)).table("standing")

    assert [f"{table[name]['Total'].value:.6f}" for name in ("d1", "d2")] == ["166.666700", "166.668900"]
    assert table["d1"]["Total"].formula.endswith(",9),4)")


def test_the_counts_and_the_reasons_stand_below_the_scores():
    book = book_of(worked_year())
    cells = [[book.cell("half-year", row, column).value for column in range(2, 9)] for row in range(11, 22)]

    assert cells[0] == ["Voter group", "Due", "Issued", "Returned", "Valid", "Void", "Issued after opening"]
    assert cells[1] == ["leadership", 5, 5, 5, 5, 0, 0]
    assert cells[6] == ["All groups", 29, 29, 28, 26, 2, 0]
    assert book.cell("half-year", 17, 3).formula == "=SUM(C$12:C$16)"
    assert [(row[0], row[5]) for row in cells[8:10]] == [
        ("Void: the same mark for all", 1), ("Void: too many top marks", 1),
    ]  # fmt: skip


def test_a_disqualified_department_and_a_decision_are_said_in_words():
    year = worked_year(disqualified=frozenset({CITY}), decided={"social-affairs": True})
    table = book_of(year).table("standing")

    assert [table[name]["Proposed"].value for name in ("城建办", "社会事务办")] == ["no", "yes"]
    assert [table[name]["Decided"].value for name in ("城建办", "社会事务办")] == ["no", "yes"]
    assert "disqualified this year" in table["城建办"]["Note"].value
    assert book_of(year).table("components")["城建办"]["Disqualified"].value == "yes"
    assert decimals(Fraction(str(table["城建办"]["Total"].value))) == "189.37"
