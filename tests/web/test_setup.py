"""Setting a year up: the page, the check while typing, loading, files and tables, and what stays editable."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest

from tests.support.house import text_files
from tests.support.http import Browser, nothing_changes
from tests.support.journals import last_entry
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, SMALL_PLAN, test_tools
from voting.actions.staff import add_staff
from voting.domain.plan_reader import read_plan
from voting.domain.plan_schema import PLAN
from voting.domain.plan_writer import write_plan
from voting.domain.roles import ORGANISER
from voting.exports.plan_file import as_document, as_toml
from voting.factory import create_app
from voting.settings import read_settings
from voting.storage.sqlite import SqliteDatabase
from voting.web.console_plan import IN_FORMS

ROOT = Path(__file__).parents[2]
FILLED_IN = {"name": "新街道", "year": 2027}


@pytest.fixture
def document():
    return as_document(SMALL_PLAN)


class Setup:
    """The organiser's browser on the page where a year is set up."""

    def __init__(self, app, name="organiser", password=ORGANISER_PASSWORD):
        self.browser = Browser(app)
        self.browser.sign_in(name, password)
        self.token = self.browser.token()

    def post(self, path, body, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        sent = {"X-Token": self.token, "Accept-Language": "en", **headers}
        return self.browser.client.post(f"/setup/{path}", data=content, headers=sent, content_type="application/json")

    def check(self, document):
        answer = self.post("check", document)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def page(self):
        """What the page's script starts from."""
        response = self.browser.client.get("/setup")
        assert response.status_code == 200
        return json.loads(response.text.split('id="setup">')[1].split("</script>")[0])


@pytest.fixture
def setup(voting):
    return Setup(voting.app)


def refused(answer, status, code, sentence):
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert answer.get_json() == {"error": code, "message": sentence, "faults": []}


def faults(setup, document):
    return [(fault["path"], fault["sentence"]) for fault in setup.check(document)["faults"]]


def changed(document, path, value):
    """A copy of a document with one entry set; None takes it away."""
    copy = deepcopy(document)
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    if value is None:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return copy


# ---- the page


def test_the_page_holds_the_present_plan_and_the_template(setup, document, world):
    page = setup.page()

    assert page["present"] == as_document(write_plan(world.plan))
    assert page["template"]["office"] == {"name": "", "year": 2026}
    assert (page["opened"], page["issued"], page["token"]) == (False, 0, setup.token)


def test_a_share_of_the_departments_comes_back_from_the_present_plan_as_a_share(setup, document):
    rules = ("reviews", 0, "rules", "excellent_cap")
    assert setup.post("load", changed(document, rules, "0.5")).status_code == 200

    assert setup.page()["present"]["reviews"][0]["rules"]["excellent_cap"] == "0.5"


def test_the_page_says_when_slips_are_out_and_when_a_session_has_opened(setup, world):
    world.issue("half-year")
    assert (setup.page()["opened"], setup.page()["issued"]) == (False, 32)

    world.open("half-year")
    assert setup.page()["opened"] is True


def test_the_page_asks_a_visitor_to_sign_in_and_brings_him_back(client):
    response = client.get("/setup")

    assert (response.status_code, response.location) == (302, "/staff/sign-in?next=/setup")


def test_without_any_year_there_is_only_the_template(tmp_path):
    tools = test_tools(SqliteDatabase(tmp_path / "empty.db"))
    add_staff(tools, "organiser", ORGANISER, password=ORGANISER_PASSWORD)
    app = create_app(read_settings({"SECRET_KEY": "a key for tests only", "LANGUAGE": "en"}), tools).app
    try:
        assert Setup(app).page()["present"] is None
    finally:
        tools.database.close()


def test_every_module_of_the_page_is_preloaded_and_no_other(setup):
    page = setup.browser.client.get("/setup").text
    modules = {path.name for path in (ROOT / "static/js").glob("plan*.js")} - {"plan.js"}

    assert {name for name in modules if f"/js/{name}" in page} == modules


def test_every_text_the_page_s_modules_ask_for_is_there(setup):
    page = setup.browser.client.get("/setup").text
    texts = json.loads(page.split('id="texts">')[1].split("</script>")[0])
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "static/js").glob("plan*.js"))
    asked = set(re.findall(r'\bt\("(\w+)"', source)) | set(re.findall(r'\bt\([^()"`]+ \? "(\w+)" : "\w+"', source))

    assert len(asked) > 100
    assert asked - set(texts) == set()
    named = [
        f"{part}_{key}" for part in ("scoring", "shortlist", "quota", "privacy") for key in PLAN.entries[part].entries
    ]
    assert [name for name in named if name not in texts] == []


# ---- who may


@pytest.mark.parametrize("path", ["check", "load", "file", "open", "table", "departments"])
def test_only_the_organiser_with_the_page_s_token_acts(voting, world, document, path):
    scrutineer = Setup(voting.app, "scrutineer", SCRUTINEER_PASSWORD)
    organiser = Setup(voting.app)
    with nothing_changes(world):
        refused(scrutineer.post(path, document), 403, "not_yours", "Your account may not do this.")
        answer = organiser.post(path, document, **{"X-Token": "another page's"})
        refused(answer, 400, "old_form", "This page is too old. Please go back, reload it and try again.")
        answer = voting.app.test_client().post(f"/setup/{path}", headers={"Accept-Language": "en"})
        refused(answer, 401, "sign_in_first", "Please sign in first.")


def test_the_scrutineer_does_not_see_the_page(voting):
    response = Setup(voting.app, "scrutineer", SCRUTINEER_PASSWORD).browser.client.get("/setup")

    assert (response.status_code, response.mimetype) == (403, "text/html")


# ---- the check


def test_a_right_document_has_no_faults_and_the_check_changes_nothing(setup, document, world):
    with nothing_changes(world):
        assert setup.check(document) == {"faults": [], "warnings": []}


@pytest.mark.parametrize(
    ("path", "value", "place", "sentence"),
    [
        (("office", "name"), "", "office.name", "Please fill this in."),
        (("office", "year"), None, "office.year", "Please fill this in."),
        (("departments", 1, "headcount"), "十", "departments[2].headcount", "Write a whole number here, such as 12."),
        (("departments", 2, "name"), "甲办", "departments[3].name", "A department with the name 甲办 already stands above."),
        (("departments",), [], "departments", "At least 1 are needed here."),
        (("reviews", 1, "groups", "leadership", "weight"), 55, "reviews[2].groups",
         "The weights of the groups in this session add up to 95. They must add up to exactly 100."),
        (("reviews", 1, "groups", "leadership", "weight"), "x", "reviews[2].groups.leadership.weight",
         "Write a number here, such as 40 or 12.5."),
        (("reviews", 0, "weight"), "0.355", "reviews",
         "The weights of the review sessions add up to 95.5 %. They must add up to exactly 100 %."),
        (("reviews", 0, "scale"), "none", "reviews[1].scale", "Choose a scale."),
        (("reviews", 0, "groups"), {}, "reviews[1].groups", "At least one is needed here."),
        (("reviews", 0, "rules", "excellent_cap"), "100 %", "reviews[1].rules.excellent_cap",
         "Write a share of less than 100 percent, or a whole number of departments."),
        (("reviews", 1, "rules"), {"all_same": True}, "reviews[2].rules.all_same",
         "This rule compares departments on one ballot; here they are opened one by one. Switch it off."),
        (("scales", "hundred"), {}, "scales.hundred", "Write the lowest and the highest points."),
        (("scales", "grades", "marks", 1, "points"), 100, "scales.grades.marks[2].points",
         "A mark worth 100 points already stands above. Two marks must not be worth the same."),
    ],
)  # fmt: skip
def test_a_fault_is_told_at_its_place_in_the_words_of_forms(setup, document, path, value, place, sentence):
    assert faults(setup, changed(document, path, value)) == [(place, sentence)]


def test_a_fault_is_told_in_the_reader_s_language(setup, document):
    answer = setup.post("check", changed(document, ("office", "name"), ""), **{"Accept-Language": "zh-CN"})

    assert [fault["path"] for fault in answer.get_json()["faults"]] == ["office.name"]


def test_what_one_may_not_have_meant_is_a_warning_at_its_place(setup, document):
    found = setup.check(changed(document, ("reviews", 0, "groups", "cadres", "slips"), 9))

    assert [warning["path"] for warning in found["warnings"]] == ["reviews[1].groups.cadres"]
    assert found["faults"] == []


def test_no_sentence_for_forms_speaks_of_files(setup):
    told = [sentence for sentence in IN_FORMS.values() if "file" in sentence or "quotation" in sentence]

    assert told == []


def test_every_sentence_that_forms_say_otherwise_is_still_said_by_the_reader():
    sources = "".join(source for path, source in text_files(ROOT).items() if path.startswith("voting/domain/plan"))
    spoken = sources.replace('"\n        "', "").replace('\\"', '"')

    assert [sentence for sentence in IN_FORMS if sentence not in spoken] == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"text"', b"\xff", b'{"a": ' * 2000])
def test_what_is_no_document_is_refused(setup, body):
    sentence = "The program did not understand this request. Please reload the page."
    refused(setup.post("check", body), 400, "bad_request", sentence)


def test_a_document_without_end_is_refused(setup):
    refused(setup.post("check", b" " * 1_100_000), 413, "too_large", "This file is too large.")


# ---- loading


def test_loading_lays_down_exactly_this_plan(setup, document, world):
    document["office"] = FILLED_IN

    answer = setup.post("load", document)

    assert answer.get_json() == {"year": 2027, "dead_slips": 0, "warnings": []}
    stored = {row[0]: row[2] for row in world.dump()["year"]}
    assert stored[2027] == write_plan(read_plan(as_toml(document)))
    actor, action, detail = last_entry(world)
    assert (actor, action, detail["year"]) == ("organiser", "load", 2027)


def test_loading_again_tells_how_many_slips_are_dead_and_what_to_think_about(setup, document, world):
    world.issue("half-year")
    without = changed(document, ("reviews", 0, "groups"), {"leadership": {"weight": 100, "slips": 9}})

    answer = setup.post("load", without).get_json()

    assert (answer["dead_slips"], [warning["path"] for warning in answer["warnings"]]) == (
        20,
        ["reviews[1].groups.leadership"],
    )


def test_a_plan_with_faults_is_not_loaded_and_every_fault_is_told(setup, document, world):
    wrong = changed(changed(document, ("office", "name"), ""), ("reviews", 0, "weight"), "0.3")
    with nothing_changes(world):
        answer = setup.post("load", wrong)

    assert (answer.status_code, answer.get_json()["error"]) == (400, "bad_plan")
    assert [fault["path"] for fault in answer.get_json()["faults"]] == ["office.name", "reviews"]


def test_once_a_session_has_opened_the_year_is_not_loaded_but_another_is(setup, document, world):
    world.issue("half-year")
    world.open("half-year")

    refused(setup.post("load", document), 400, "already_opened", "A session of 2026 has already been opened.")
    assert setup.post("load", {**document, "office": FILLED_IN}).get_json()["year"] == 2027


# ---- files and tables


def test_a_downloaded_plan_is_the_same_document_when_it_is_opened(setup, document):
    sent = setup.post("file", document)

    assert sent.mimetype == "application/toml"
    assert "attachment" in sent.headers["Content-Disposition"]
    assert setup.post("open", sent.data).get_json() == document


def test_an_unfinished_plan_can_be_kept_and_gone_on_with(setup, document):
    unfinished = changed(changed(document, ("office", "name"), ""), ("departments", 0, "headcount"), None)

    assert setup.post("open", setup.post("file", unfinished).data).get_json() == unfinished


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_plan_file_saved_by_an_editor_of_the_house_is_read(setup, document, encoding):
    assert setup.post("open", SMALL_PLAN.encode(encoding)).get_json() == document


@pytest.mark.parametrize("content", [b"hello", b"\x89PNG\r\n\x1a\n\xff\xff"])
def test_what_is_no_plan_file_is_refused(setup, content):
    answer = setup.post("open", content)

    assert answer.status_code == 400
    assert "that can be read" in answer.get_json()["message"]


def test_pasted_cells_come_back_as_rows(setup):
    assert setup.post("table", "部门\t人数\n党政办\t12\n".encode()).get_json() == {
        "rows": [["部门", "人数"], ["党政办", "12"]]
    }


def test_a_table_that_cannot_be_read_is_refused(setup):
    sentence = "This is not a workbook or a CSV table that can be read."
    refused(setup.post("table", b"PK torn"), 400, "bad_table", sentence)


# ---- after opening


def test_departments_are_corrected_after_opening_and_the_journal_knows(setup, world):
    world.issue("half-year")
    world.open("half-year")
    change = {"alpha": {"name": "甲办公室", "headcount": 13, "directly_led": True}}

    assert setup.post("departments?year=2026", change).get_json() == {"ok": True}
    assert setup.page()["present"]["departments"][0] == {"id": "alpha", **change["alpha"]}
    assert last_entry(world)[:2] == ("organiser", "edit_departments")
    assert last_entry(world)[2]["departments"] == {"alpha": {"from": ["甲办", 12, False], "to": ["甲办公室", 13, True]}}


def test_departments_of_the_year_the_page_shows_are_corrected_whatever_was_loaded_meanwhile(setup, document, world):
    setup.post("load", {**document, "office": FILLED_IN})
    setup.post("departments?year=2026", {"alpha": {"name": "甲办公室", "headcount": 13, "directly_led": False}})

    plans = {row[0]: read_plan(row[2]) for row in world.dump()["year"]}
    assert {year: plan.departments[0].name for year, plan in plans.items()} == {2026: "甲办公室", 2027: "甲办"}


def test_a_correction_that_breaks_a_rule_is_refused_with_its_place(setup, world):
    with nothing_changes(world):
        answer = setup.post("departments", {"alpha": {"name": "乙办", "headcount": 0, "directly_led": False}})

    found = [fault["path"] for fault in answer.get_json()["faults"]]
    assert (answer.status_code, found) == (400, ["departments[1].headcount", "departments[2].name"])


@pytest.mark.parametrize(
    "change",
    [
        {"alpha": {"name": "甲", "headcount": 1}},
        {"alpha": {"name": "甲", "headcount": "1", "directly_led": False}},
        {"alpha": {"name": "甲", "headcount": True, "directly_led": False}},
        {"alpha": {"name": "甲", "headcount": 1, "directly_led": False, "id": "b"}},
        {"alpha": None},
    ],
)
def test_a_correction_of_another_shape_is_refused(setup, world, change):
    with nothing_changes(world):
        assert setup.post("departments", change).get_json()["error"] == "bad_request"


def test_a_correction_of_an_unknown_department_is_refused(setup, world):
    with nothing_changes(world):
        answer = setup.post("departments", {"delta": {"name": "丁", "headcount": 1, "directly_led": False}})
    assert answer.get_json()["error"] == "no_such_department"
