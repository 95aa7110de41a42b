"""The form to print and sign: what is announced, what may be shown, and the lines for the names."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.support.plans import a_plan, counters
from tests.support.printing import printed, sheets_of
from tests.support.results import OPEN_TO_ALL, a_result, all_returned, worked_year
from voting.actions.counts import Counts
from voting.domain.plan import ONE_BY_ONE, Scoring
from voting.domain.refusals import Fault, msg
from voting.exports.result_form import result_page

HASH = "01234567 89abcdef " * 4


class Form(HTMLParser):
    """The tables as rows of cells, and all of the text."""

    def __init__(self, html):
        super().__init__()
        self.tables, self.text, self._cell, self._body = [], "", False, False
        self.feed(html)
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag, _attrs):
        self._body = self._body or tag == "body"
        if tag == "table":
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        if tag in ("th", "td"):
            self.tables[-1][-1].append("")
            self._cell = True
        if tag == "br" and self._cell:
            self.tables[-1][-1][-1] += " "

    def handle_endtag(self, tag):
        self._cell = self._cell and tag not in ("th", "td")

    def handle_data(self, data):
        self.text += f" {data}" if self._body else ""
        if self._cell:
            self.tables[-1][-1][-1] += data


def form(result, language="en"):
    return Form(result_page(result, language))


def test_the_counts_by_group_and_in_all():
    counts = form(worked_year().result("half-year")).tables[0]

    assert counts == [
        ["Voter group", "Due", "Issued", "Returned", "Valid", "Void", "Issued after opening"],
        ["leadership", "5", "5", "5", "5", "0", "0"],
        ["heads", "5", "5", "5", "4", "1", "0"],
        ["cadres", "8", "8", "8", "7", "1", "0"],
        ["deputies", "5", "5", "4", "4", "0", "0"],
        ["communities", "6", "6", "6", "6", "0", "0"],
        ["All groups", "29", "29", "28", "26", "2", "0"],
    ]


def test_an_open_result_by_rank_with_the_groups_means():
    scores = form(worked_year(privacy=OPEN_TO_ALL).result("year-end")).tables[1]

    assert scores == [
        ["Rank", "Department", "Score", "leadership weight 50", "heads weight 25", "cadres weight 25"],
        ["1", "城建办", "94.00", "92.00", "96.00", "96.00"],
        ["2", "党政办", "93.00", "96.00", "90.00", "90.00"],
        ["3", "社会事务办", "81.83", "80.00", "84.00", "83.33"],
    ]


def test_a_hidden_breakdown_is_dashes_with_a_note_that_names_no_group():
    hidden = form(worked_year().result("year-end"))

    assert hidden.tables[1] == [
        ["Rank", "Department", "Score", "leadership weight 50", "heads weight 25", "cadres weight 25", "Note"],
        ["1", "城建办", "94.00", "—", "—", "—", "1"],
        ["2", "党政办", "93.00", "—", "—", "—", "1"],
        ["3", "社会事务办", "81.83", "—", "—", "—", "1"],
    ]
    assert "breakdown not shown: a group is too small or of one mind" in hidden.text


def test_whichever_group_is_the_reason_the_page_is_the_same():
    plan = a_plan(1, {"leadership": (50, 9), "cadres": (50, 9)}, pace=ONE_BY_ONE)
    alike, mixed, same_sum = "GGGGG", "EGGGF", {"leadership": "GGGGG", "cadres": "EGGGF"}
    one = counters(d1=same_sum)
    other = counters(d1={"leadership": mixed, "cadres": alike})
    pages = [
        result_page(a_result(plan, "year-end", counts, all_returned(plan, "year-end")), "en") for counts in (one, other)
    ]

    assert pages[0] == pages[1]


def test_one_by_one_each_department_has_its_own_note():
    plan = a_plan(4, pace=ONE_BY_ONE)
    counts = counters(
        d1={"leadership": "EEGFP", "cadres": "EEEEG"},
        d2={"leadership": "GGGGG", "cadres": "EEEEG"},
        d3={"leadership": "EEGFP", "cadres": "EE"},
        d4={"leadership": "EE"},
    )
    page = form(a_result(plan, "year-end", counts, all_returned(plan, "year-end")))

    assert page.tables[1][1:] == [
        ["1", "d2", "86.40", "—", "—", "2"],
        ["2", "d1", "84.00", "76.00", "96.00", ""],
        ["3", "d3", "76.00", "76.00", "—", "3"],
        ["—", "d4", "—", "—", "—", "1"],
    ]


def test_warnings_late_slips_and_void_ballots_are_announced():
    plan = a_plan(1, pace=ONE_BY_ONE)
    groups = all_returned(plan, "year-end") | {"cadres": Counts(20, 22, 9, 8, late_slips=2, slips=22)}
    short = Fault(
        "机关干部", msg("only %(returned)d of %(due)d ballots are back, less than one half"), returned=9, due=20
    )
    void = {"all_same": 1, "torn": 2}
    page = form(a_result(plan, "year-end", {}, groups, warnings=[short], void=void))

    assert page.tables[0][2] == ["cadres", "20", "22", "9", "8", "1", "2"]
    assert "Void ballots by reason: the same mark for all 1; torn 2" in page.text
    assert "机关干部: only 9 of 20 ballots are back, less than one half" in page.text
    assert "The chair decided to go on" in page.text


def test_without_warnings_and_void_ballots_nothing_is_said_of_them():
    plan = a_plan(1, pace=ONE_BY_ONE)
    page = form(a_result(plan, "year-end", {}, all_returned(plan, "year-end")))

    assert "Void ballots" not in page.text
    assert "The chair decided" not in page.text


@pytest.mark.parametrize(
    ("closed_by", "sentence"),
    [("李敏 + 王强", "Closed by 李敏 + 王强"), ("command line", "Closed by one person (command line)")],
)
def test_the_closing_names_two_people_or_says_that_it_was_one(closed_by, sentence):
    plan = a_plan(1, pace=ONE_BY_ONE)
    page = form(a_result(plan, "year-end", {}, all_returned(plan, "year-end"), closed_by=closed_by))

    assert sentence in page.text


def test_the_method_the_head_of_the_journal_and_the_lines_to_sign():
    page = form(worked_year().result("year-end"))

    assert HASH.strip() in page.text
    assert "Marks: 优秀 100, 良好 80, 一般 60, 较差 40." in page.text
    assert "the mean of each group by its weight" in page.text
    assert "This session's weight in the yearly review: 0.6." in page.text
    signing = page.text.partition(HASH.strip())[2]
    assert signing.split() == ["Chief", "scrutineer", "Scrutineers", "Tellers", "Chair", "Date"]


def test_one_person_one_vote_has_no_weights_on_the_page():
    year = worked_year(privacy=OPEN_TO_ALL, scoring=Scoring("pooled", "one_each_above_5"))
    page = form(year.result("year-end"))

    assert page.tables[1][0] == ["Rank", "Department", "Score", "leadership", "heads", "cadres"]
    assert "one person, one vote" in page.text
    assert "a highest and a lowest mark are dropped" in page.text


def test_names_are_text_and_never_markup():
    result = worked_year().result("half-year")
    named = replace(result.session.plan, office=replace(result.session.plan.office, name="<script>x</script>"))
    page = result_page(replace(result, session=replace(result.session, plan=named)), "en")

    assert "<script" not in page
    assert "<script>x</script>" in Form(page).text


def test_the_page_is_whole_by_itself_or_links_to_the_stylesheet_it_is_given():
    result = worked_year().result("half-year")
    whole, linked = result_page(result, "en"), result_page(result, "en", stylesheet="/static/css/print.css?v=1")

    assert re.findall(r"<link|<script|url\(|@import|src=", whole) == []
    assert '<link rel="stylesheet" href="/static/css/print.css?v=1">' in linked
    assert re.findall(r"<style|style=|<script", linked) == []


@pytest.mark.browser
def test_a_session_of_twenty_departments_and_five_groups_is_one_sheet(tmp_path):
    groups = dict.fromkeys(("领导成员", "部门负责人", "人大代表、政协委员", "社区书记、主任", "机关干部"), (20, 30))
    plan = a_plan(20, groups, pace=ONE_BY_ONE)
    counts = counters(**{name: dict.fromkeys(groups, "EEGGFP") for name in plan.department_ids})
    result = a_result(plan, "year-end", counts, all_returned(plan, "year-end"), void={"all_same": 2})

    for language in ("zh", "en"):
        with printed(result_page(result, language), tmp_path) as page:
            assert sheets_of(page) == 1
