"""Targets and inspections in the browser: forms, rights by department, and that bad input changes nothing."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from tests.support.desk import DAILY_ITEMS, INSIDER, Desk
from tests.support.evidence import png
from tests.support.http import Browser, Page, nothing_changes
from tests.support.world import SMALL_PLAN, an_app
from voting.actions.desk.departments import read_department
from voting.actions.desk.figures import read_figures
from voting.actions.staff import add_staff
from voting.actions.years import load_plan

PASSWORD = "long enough"
PEOPLE = {
    "clerk": ("department", "alpha"),
    "leader": ("leader", "alpha"),
    "clerk of beta": ("department", "beta"),
    "inspector": ("assessor", None),
    "insider": ("assessor", "alpha"),
    "outsider": ("assessor", "beta"),
    "viewer": ("viewer", None),
}
ALPHA = "/desk/departments/alpha"
PHOTO = png()


class Office:
    """Everybody at the desk, each in a browser of their own."""

    def __init__(self, world):
        self.world = world
        self.desk = Desk(world)
        self.app = an_app(world).app
        for name, (role, department) in PEOPLE.items():
            add_staff(world.tools, name, role, department=department, password=PASSWORD)

    def __getitem__(self, name) -> Browser:
        browser = Browser(self.app)
        browser.sign_in(name, PASSWORD)
        return browser

    def post(self, name, path, **data):
        browser = self[name]
        return browser.client.post(path, data={"token": browser.token(), **data})

    def told(self, name, path, **data):
        """What the page says after an act."""
        browser = self[name]
        answer = browser.client.post(path, data={"token": browser.token(), **data}, follow_redirects=True)
        return Page(answer.text).notices


@pytest.fixture
def office(world):
    return Office(world)


@pytest.fixture
def approved(office):
    office.desk.approve("alpha", "daily")
    office.desk.approve("alpha", "standardisation")
    return office


# Who sees what


@pytest.mark.parametrize("name", ["clerk", "leader"])
def test_those_of_a_department_see_it_first_and_no_other(office, name):
    browser = office[name]
    assert browser.open("/desk/department").heading() == "甲办"
    answer = browser.client.get("/desk/departments/beta")
    assert (answer.status_code, Page(answer.text).heading()) == (403, "This belongs to another department.")
    for path in ("/desk/departments", "/desk/inspections", "/desk/inspections/new"):
        assert browser.client.get(path).status_code == 403


def test_a_viewer_sees_every_department_and_no_form(approved):
    approved.desk.inspect("Roads", "-1")
    browser = approved["viewer"]
    for path in ("/desk/departments", ALPHA, "/desk/inspections"):
        forms = [form.action for form in browser.open(path).forms if form.method == "post"]
        assert (path, forms) == (path, ["/staff/sign-out"])


def test_a_department_that_is_not_there(office):
    assert office["viewer"].client.get("/desk/departments/nowhere").status_code == 400


def test_another_department_s_forms_are_refused_whatever_is_sent(approved):
    item = approved.desk.key("Roads")
    with nothing_changes(approved.world):
        for path, data in (
            (f"{ALPHA}/daily/targets", {"id": "", "text": "x", "cap": "1", "do": "save"}),
            (f"{ALPHA}/notes/{item}", {"progress": "50"}),
        ):
            assert approved.post("clerk of beta", path, **data).status_code == 403
    with nothing_changes(approved.world):
        told = approved.told("clerk of beta", f"/desk/departments/beta/notes/{item}", progress="50")
        assert told == [("bad", "This belongs to another department.")]


# Items


def rows(items):
    return {"id": [""] * len(items), "text": list(items), "cap": list(items.values())}


def test_a_department_writes_its_items_and_submits_them(office):
    answer = office.post("clerk", f"{ALPHA}/daily/targets", do="save", **rows({"Roads": "40", "Letters": ""}))
    assert (answer.status_code, answer.location) == (302, f"{ALPHA}#daily")
    page = office["clerk"].open(ALPHA)
    assert "Roads" in page.text
    data = rows(DAILY_ITEMS)
    assert office.post("clerk", f"{ALPHA}/daily/targets", do="submit", **data).status_code == 302
    assert office.desk.component().sheet.state == "submitted"
    assert office.told("inspector", f"{ALPHA}/daily/approve") == [("good", "Approved.")]
    assert office.desk.component().sheet.state == "approved"


def test_what_does_not_sum_is_shown_again_as_it_was_typed(office):
    with nothing_changes(office.world):
        answer = office.post(
            "clerk", f"{ALPHA}/daily/targets", do="submit", **rows({"Roads <b>": "40", "Letters": "20"})
        )
    page = Page(answer.text)
    assert answer.status_code == 400
    assert page.notices[0][1].endswith("the list: the points sum to 60 and must sum to exactly 70: 10 are missing")
    assert "Roads <b>" in page.text
    assert "60" in [values.get("value") for tag, values in page.elements if tag == "input"] or "40" in answer.text


def test_an_assessor_returns_items_with_a_reason_that_the_department_reads(office):
    office.desk.submit()
    assert office.told("inspector", f"{ALPHA}/daily/return", reason="too coarse") == [
        ("good", "Returned to the department.")
    ]
    assert "too coarse" in office["clerk"].open(ALPHA).text


def test_an_assessor_of_the_department_may_not_approve_its_items(office):
    office.desk.submit()
    with nothing_changes(office.world):
        told = office.told("insider", f"{ALPHA}/daily/approve")
    assert told == [("bad", "You belong to this department. Somebody of another department must do this.")]


def test_progress_is_noted_with_material(approved):
    item = approved.desk.key("Roads")
    browser = approved["clerk"]
    data = {"token": browser.token(), "progress": "40", "note": "half", "files": (io.BytesIO(PHOTO), "road.png")}
    assert browser.client.post(f"{ALPHA}/notes/{item}", data=data).status_code == 302
    page = browser.open(ALPHA)
    (link,) = [
        values["href"] for tag, values in page.elements if tag == "a" and "/desk/files/" in values.get("href", "")
    ]
    assert browser.client.get(link).status_code == 200
    assert approved["clerk of beta"].client.get(link).status_code == 404


# Inspections


def typed(office, item="Roads", **more):
    target = next(
        line.item.id
        for component in read_department(office.world.database, "alpha", 2026).components
        for line in component.items
        if line.item.text == item
    )
    return {
        "department": "alpha", "target": target, "kind": "spot", "held_on": "2026-03-18",
        "effect": "take", "amount": "2.5", "reason": "potholes", **more,
    }  # fmt: skip


def test_an_inspection_is_recorded_and_the_next_one_offered(approved):
    answer = approved.post("inspector", "/desk/inspections/new", **typed(approved))
    assert (answer.status_code, answer.location) == (302, "/desk/inspections/new?department=alpha")
    assert approved.desk.points("Roads") == "75/2"
    assert "potholes" in approved["viewer"].open("/desk/inspections").text


@pytest.mark.parametrize(
    ("more", "points"),
    [({"effect": "none", "amount": ""}, "0"), ({"effect": "give", "amount": "1"}, "1"), ({"amount": "-2"}, "-2")],
)
def test_what_was_found_becomes_points(approved, more, points):
    approved.post("inspector", "/desk/inspections/new", **typed(approved, **more))
    assert approved.desk.item("Roads").records[0].record.points == points


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"effect": ""}, "Choose: in order, points taken, or points given back."),
        ({"amount": ""}, "How many points? Write a number with at most two decimals."),
        ({"amount": "50"}, "-50 is more than the item's 40 points"),
        ({"reason": ""}, "Points are given or taken for a reason: write it down."),
        ({"held_on": "2027-01-01"}, "2027-01-01 is not in the year 2026."),
        ({"target": "nothing"}, "There is no such item in this year."),
    ],
)
def test_a_record_that_cannot_be_is_shown_again_as_it_was_typed(approved, more, sentence):
    with nothing_changes(approved.world):
        answer = approved.post(
            "inspector", "/desk/inspections/new", **{**typed(approved), "reason": "potholes & dust", **more}
        )
    page = Page(answer.text)
    assert (answer.status_code, page.notices[0]) == (400, ("bad", sentence))
    if "reason" not in more:
        assert "potholes & dust" in page.text


def test_a_photo_is_kept_with_the_record(approved):
    browser = approved["inspector"]
    data = {"token": browser.token(), **typed(approved), "files": (io.BytesIO(PHOTO), "pothole.png")}
    assert browser.client.post("/desk/inspections/new", data=data).status_code == 302
    (file,) = approved.desk.item("Roads").records[0].files
    assert (file.name, file.about, file.department) == ("pothole.png", "inspection", "alpha")


def test_a_file_that_is_no_picture_leaves_no_record(approved):
    browser = approved["inspector"]
    data = {"token": browser.token(), **typed(approved), "files": (io.BytesIO(b"<html>"), "pothole.png")}
    with nothing_changes(approved.world):
        assert browser.client.post("/desk/inspections/new", data=data).status_code == 400


def test_the_own_department_is_warned_of_and_the_record_waits(approved):
    page = approved["insider"].open("/desk/inspections/new?department=alpha")
    assert page.notices[0][0] == "warn"
    approved.post("insider", "/desk/inspections/new", **typed(approved))
    assert approved.desk.points("Roads") is None
    key = approved.desk.last_record("Roads")
    with nothing_changes(approved.world):
        refused = ("bad", "This takes two people: somebody else must do it.")
        assert approved.told("insider", f"/desk/inspections/{key}/verify")[0] == refused
    assert "Verify: it counts" not in approved["insider"].open("/desk/inspections").text
    assert "Verify: it counts" not in approved["inspector"].open("/desk/inspections").text  # of no department
    assert "Verify: it counts" in approved["outsider"].open("/desk/inspections").text
    assert approved.told("outsider", f"/desk/inspections/{key}/verify") == [
        ("good", "Verified: the record counts now.")
    ]
    assert approved.desk.points("Roads") == "75/2"


def test_a_waiting_record_is_refused_with_a_reason(approved):
    approved.desk.inspect("Roads", "-1", INSIDER)
    key = approved.desk.last_record("Roads")
    with nothing_changes(approved.world):
        assert approved.told("outsider", f"/desk/inspections/{key}/refuse", reason="") == [
            ("bad", "Please give a reason.")
        ]
    told = approved.told("outsider", f"/desk/inspections/{key}/refuse", reason="not so")
    assert told == [("good", "Refused: the record never counts.")]


def test_a_record_is_reversed_from_the_department_s_page(approved):
    approved.desk.inspect("Roads", "-4")
    page = approved["inspector"].open(ALPHA)
    key = approved.desk.last_record("Roads")
    form = page.form(f"/desk/inspections/{key}/reverse", department="alpha", reason="wrong street")
    browser = approved["inspector"]
    answer = browser.client.post(
        form.action, data={"token": browser.token(), "department": "alpha", "reason": "wrong street"}
    )
    assert answer.location == ALPHA
    page = browser.open(ALPHA)
    assert "reversed by No. 2" in page.text
    assert approved.desk.points("Roads") is None


def test_the_way_back_is_a_page_of_ours(approved):
    approved.desk.inspect("Roads", "-4")
    key = approved.desk.last_record("Roads")
    answer = approved.post("inspector", f"/desk/inspections/{key}/reverse", department="/../../x?y", reason="wrong")
    assert answer.location == "/desk/inspections"


def test_older_records_stand_on_further_pages(approved):
    for number in range(55):
        approved.desk.inspect("Roads", "0", reason=f"round {number}")
    page = approved["viewer"].open("/desk/inspections")
    assert ("round 54" in page.text, "round 4 " in page.text + " ") == (True, False)
    (older,) = [values["href"] for tag, values in page.elements if tag == "a" and "before=" in values.get("href", "")]
    assert "round 4" in approved["viewer"].open(older).text
    assert "round 54" not in approved["viewer"].open(older).text


# Directly, and finished


def test_a_component_is_finished_reopened_entered_and_withdrawn(approved):
    for act, data, said in (
        ("finish", {"note": "a quiet year"}, "Declared finished."),
        ("reopen", {}, None),
        ("points", {"points": "65.5", "note": "by the minutes"}, "Entered."),
        ("withdraw", {}, "Withdrawn."),
    ):
        told = approved.told("inspector", f"{ALPHA}/daily/{act}", **data)
        assert (act, told) == (act, [("good", said)] if said else [])
    assert approved.desk.figure().source == "missing"


def test_a_direct_entry_is_shown_as_such_beside_what_inspections_give(approved):
    for item in DAILY_ITEMS:
        approved.desk.inspect(item, "-1")
    approved.told("inspector", f"{ALPHA}/daily/points", points="60", note="by the minutes of March")
    text = approved["clerk"].open(ALPHA).text
    assert "Entered directly: 60.00 by the minutes of March" in text
    assert "The inspections would give 67.00." in text


@pytest.mark.parametrize(("points", "note"), [("71", "x"), ("", "x"), ("60", "")])
def test_a_direct_entry_that_cannot_be_changes_nothing(approved, points, note):
    with nothing_changes(approved.world):
        (told,) = approved.told("inspector", f"{ALPHA}/daily/points", points=points, note=note)
    assert told[0] == "bad"


# Tables


def table(browser, content, name="table.csv"):
    data = {"token": browser.token(), "table": (io.BytesIO(content), name)}
    return browser.client.post("/desk/inspections/import", data=data)


CSV = "部门,项目,条目,方式,日期,分值,原因\n甲办,日常工作,Roads,抽查,2026-03-18,{},灰尘\n甲办,日常工作,2,定期,2026/3/19,0,\n"


def test_a_csv_table_is_taken_in(approved):
    answer = table(approved["inspector"], CSV.format("-2.5").encode("gb18030"))
    assert (answer.status_code, answer.location) == (302, "/desk/inspections")
    assert approved.desk.points("Roads") == "75/2"


def test_a_workbook_is_taken_in(approved):
    book, content = Workbook(), io.BytesIO()
    for row in (
        ["department", "component", "points", "note"],
        ["alpha", "daily", 66.5, ""],
        ["beta", "daily", 60, "x"],
    ):
        book.active.append(row)
    book.save(content)
    answer = table(approved["inspector"], content.getvalue(), "points.xlsx")
    assert (answer.status_code, answer.location) == (302, "/desk/departments")
    assert str(approved.desk.figure().points) == "133/2"


def test_every_mistake_of_a_table_is_listed_and_nothing_is_changed(approved):
    with nothing_changes(approved.world):
        answer = table(approved["inspector"], (CSV.format("-99") + "丙办,日常工作,1,抽查,x,0,\n").encode())
    assert answer.status_code == 400
    assert Page(answer.text).notices[0][1].splitlines() == [
        "The table has 2 mistakes; nothing was changed.",
        "row 2: -99 is more than the item's 40 points",
        "row 4: there is no item 1",
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0old", b"x" * 6_300_000, b"a,b\n1,2\n"])
def test_what_is_no_table_is_refused(approved, content):
    with nothing_changes(approved.world):
        assert table(approved["inspector"], content).status_code in (400, 413)


# An older year


def test_in_an_older_year_every_form_and_link_stays_in_it(approved):
    load_plan(approved.world.tools, SMALL_PLAN.replace("year = 2026", "year = 2027"))
    page = approved["inspector"].open(f"{ALPHA}?year=2026")
    ours = [form.action for form in page.forms if form.action.startswith("/desk/")]
    assert ours != []
    assert [action for action in ours if not action.endswith("?year=2026")] == []
    answer = approved.post("inspector", f"{ALPHA}/daily/points?year=2026", points="60", note="by the minutes")
    assert answer.location == f"{ALPHA}?year=2026#daily"
    answer = approved.post("inspector", "/desk/inspections/new?year=2026", **typed(approved))
    assert answer.location == "/desk/inspections/new?department=alpha&year=2026"
    figures = [read_figures(approved.world.database, year)["alpha"]["daily"].source for year in (2026, 2027)]
    assert figures == ["direct", "missing"]


# The top bar


@pytest.mark.parametrize(
    ("name", "first", "others"),
    [
        ("clerk", "/desk/department", {"/console", "/desk/claims", "/desk/names"}),
        ("inspector", "/desk/inspections", {"/console", "/desk/departments", "/desk"}),
        ("viewer", "/desk", {"/console", "/desk/departments"}),
    ],
)
def test_each_role_finds_its_own_work_first_and_in_the_top_bar(office, name, first, others):
    browser = Browser(office.app)
    answer = browser.submit(browser.open("/staff/sign-in"), "/staff/sign-in", name=name, password=PASSWORD)
    assert answer.location == first
    page = browser.open(first)
    links = [values.get("href") for tag, values in page.elements if tag == "a"]
    assert {first, *others} <= set(links)
    assert [values["href"] for tag, values in page.elements if tag == "a" and values.get("aria-current") == "page"] == [
        first
    ]
    for link in links:
        if link and link.startswith(("/desk", "/console")):
            assert (link, browser.client.get(link).status_code) in ((link, 200), (link, 302))
