"""The pages of total, decision, names, notice and seal: each role finds its own step, and only that one works."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.http import Browser, nothing_changes
from tests.support.journals import last_entry
from tests.support.whole_year import (
    DISQUALIFIED,
    POINTS,
    a_complete_year,
    at,
    choose,
    choosing,
    hold,
    lists,
    name_all,
    ready_to_seal,
)
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, a_world, an_app
from voting.actions.assess import assess
from voting.actions.desk.next_year import start_next_year
from voting.actions.desk.seal import seal_year
from voting.actions.staff import add_staff
from voting.domain.roles import ROLES, Person

PASSWORD = "long enough"
PEOPLE = {
    "branch": ("branch", None),
    "committee": ("committee", None),
    "organisation": ("organisation", None),
    "supervision": ("supervision", None),
    "viewer": ("viewer", None),
    "assessor": ("assessor", None),
    "alpha clerk": ("department", "alpha"),
    "beta clerk": ("department", "beta"),
    "beta leader": ("leader", "beta"),
}


def with_people(world):
    for name, (role, department) in PEOPLE.items():
        add_staff(world.tools, name, role, department=department, password=PASSWORD)
    return world


@pytest.fixture
def year(tmp_path):
    world = with_people(a_complete_year(tmp_path))
    yield world
    world.database.close()


@pytest.fixture
def office(year):
    return Office(year)


class Office:
    """People at their browsers."""

    def __init__(self, world):
        self.world = world
        self.app = an_app(world).app
        self._browsers = {}

    def __getitem__(self, name):
        if name not in self._browsers:
            browser = Browser(self.app)
            password = {"organiser": ORGANISER_PASSWORD, "scrutineer": SCRUTINEER_PASSWORD}.get(name, PASSWORD)
            browser.sign_in(name, password)
            self._browsers[name] = browser
        return self._browsers[name]

    def text(self, name, path):
        return self[name].open(path).text

    def send(self, name, path, page=None, **given):
        """Fills in the form of a page as a person would; the ticked boxes are given as lists."""
        browser = self[name]
        found = browser.open(page or path.rsplit("/", 1)[0])
        assert path in [form.action for form in found.forms], f"{name} is not offered {path}"
        token = next(form.hidden["token"] for form in found.forms if form.action == path)
        response = browser.client.post(path, data={"token": token, **given})
        assert response.status_code == 302, response.text
        return browser.open(response.location)


def test_the_whole_way_through_the_pages(office):
    world = office.world
    office.send("branch", "/desk/decision/propose", department=["alpha"])
    page = office.send("committee", "/desk/decision/decide", department=["gamma"], reason="重大贡献")
    assert "重大贡献" in page.text
    assert "Differs from the rule. Added: 丙办. Left out: 甲办." in page.text
    office.send("organisation", "/desk/names/numbers", "/desk/names")
    office.send("beta clerk", "/desk/names/beta/submit", "/desk/names", names="赵三\n孙四")
    office.send("beta leader", "/desk/names/beta/consent", "/desk/names")
    struck = lists(world)["beta"].names[1].id
    given = {"strike": struck, f"reason-{struck}": "入职不满一年"}
    office.send("organisation", "/desk/names/beta/examine", "/desk/names", **given)
    page = office.send("committee", "/desk/names/decide", "/desk/names", department=["beta"])
    assert lists(world)["beta"].state == "decided"
    assert "孙四 struck: 入职不满一年" in page.text
    assert office.text("beta clerk", "/desk/names").count("赵三") == 1


def test_the_notice_and_the_seal_through_the_pages(office):
    world = office.world
    choose(world, "alpha")
    name_all(world)
    at(world, 2026, 12, 21)
    page = office.send("organisation", "/desk/notice/start", "/desk/notice", start="2026-12-21")
    assert "Only weekends are counted as days off" in page.text
    page = office.send("organisation", "/desk/notice/calendar", "/desk/notice", off="2026-12-25", work="")
    assert "It runs until the end of 2026-12-28." in page.text
    page = office.send("supervision", "/desk/notice/objection", "/desk/notice", about="一件事")
    assert "not answered yet" in page.text
    key = page.form("/desk/notice/answer", answer="x").hidden["id"]
    office.send("supervision", "/desk/notice/answer", "/desk/notice", id=key, answer="已核实")
    at(world, 2026, 12, 29)
    given = {"scrutineer": "scrutineer", "password": SCRUTINEER_PASSWORD}
    page = office.send("organiser", "/desk/notice/seal", "/desk/notice", **given)
    assert "This year is sealed (2026-12-29, organiser + scrutineer)." in page.text
    assert last_entry(world)[1] == "seal"
    assert "This year is sealed" in office.text("viewer", "/desk")


def test_a_refusal_is_said_on_the_page_and_nothing_changes(office):
    with nothing_changes(office.world):
        page = office.send("branch", "/desk/decision/propose", department=["beta"])
    assert ("bad", "This choice differs from what the rule gives. Please write the reason.") in page.notices


def test_what_is_missing_is_listed_on_the_page_of_the_decision(tmp_path):
    world = with_people(a_world(tmp_path))
    page = Office(world)["branch"].open("/desk/decision")
    assert "8 things are missing. Nothing can be proposed or decided yet." in page.text
    assert "年终述职: the session is not closed" in page.text
    assert "/desk/decision/propose" not in page.actions()
    world.database.close()


OFFERS = {
    "/desk/decision/propose": {"branch"},
    "/desk/names/numbers": {"organisation"},
    "/desk/notice/start": {"organisation"},
    "/desk/notice/calendar": {"organiser", "organisation"},
    "/desk/next-year": {"organiser"},
}


@pytest.mark.parametrize("action", OFFERS)
def test_a_step_is_offered_to_those_whose_step_it_is(office, action):
    world = office.world
    page = "/desk/notice" if action == "/desk/next-year" else action.rsplit("/", 1)[0]
    if "names" in action or "notice" in action:
        choose(world, "alpha")
    if action == "/desk/notice/start":
        name_all(world)
    everybody = {"organiser", "scrutineer", "branch", "committee", "organisation", "supervision", "viewer", "assessor"}
    offered = {name for name in everybody if action in [form.action for form in office[name].open(page).forms]}
    assert offered == OFFERS[action]


def test_a_department_and_its_leader_see_their_own_list_and_nothing_of_the_decision(office):
    choose(office.world, "alpha")
    for name in ("beta clerk", "beta leader"):
        text = office.text(name, "/desk/names")
        assert "乙办" in text
        assert "甲办" not in text
        for path in ("/desk/decision", "/desk/notice", "/desk/trail/beta", "/desk/table", "/desk/revision"):
            assert office[name].client.get(path).status_code == 403


def test_a_sealed_year_offers_no_step_to_anybody(office):
    ready_to_seal(office.world)
    seal_year(office.world.tools, Person("organiser", "organiser"), office.world.witness)
    for name in ("organiser", "branch", "committee", "organisation", "supervision"):
        for path in ("/desk/decision", "/desk/notice"):
            offered = [form.action for form in office[name].open(path).forms if form.action.startswith("/desk")]
            assert offered == (["/desk/next-year"] if (name, path) == ("organiser", "/desk/notice") else [])


# --- The total


def test_every_figure_of_the_total_leads_to_its_trail(office):
    page = office["viewer"].open("/desk")
    links = [values["href"] for tag, values in page.elements if tag == "a" and "/trail/" in values.get("href", "")]
    anchors = [
        "",
        "#daily",
        "#standardisation",
        "#review",
        "#review",
        "#review",
        "#innovation",
        "#innovation",
        "#total",
    ]
    assert sorted(links) == sorted(f"/desk/trail/{name}{it}" for name in ("alpha", "beta", "gamma") for it in anchors)
    ids = {values.get("id") for _tag, values in office["viewer"].open("/desk/trail/alpha").elements}
    assert {anchor.removeprefix("#") for anchor in anchors if anchor} <= ids


def test_the_trail_says_how_the_total_came_about(office):
    text = office.text("viewer", "/desk/trail/alpha")
    shown = json.loads(office["viewer"].client.get("/desk/export.json").text)["departments"][0]
    formula = " + ".join(
        f"{name} {shown[key]}"
        for name, key in {
            "Daily work": "daily", "Standardisation": "standardisation", "Review": "review",
            "District result": "district_result", "Honours": "honours",
        }.items()
    )  # fmt: skip
    assert f"{formula} = {shown['total']}" in text
    assert "半年评议 · weight 40 %" in text
    assert f"Score {shown['reviews']['half-year']} × 40 % = " in text
    assert f"Exact total: {shown['exact']['total']}." in text


def test_a_figure_that_is_missing_is_said_and_is_not_zero(tmp_path):
    world = with_people(a_world(tmp_path))
    office = Office(world)
    text = office.text("viewer", "/desk/trail/alpha")
    assert "Daily work — + Standardisation — + Review —" in text
    assert "A figure that is missing is not zero." in text
    assert "The session is not closed: it has no score yet." in text
    assert "0.00 + Standardisation" not in text
    world.database.close()


def test_a_trail_of_a_session_says_what_was_released_and_no_more(tmp_path):
    """Everybody of one mind in a small group: the result hides its groups, and so does the trail."""
    world = with_people(a_world(tmp_path))
    assess(world.tools, POINTS)
    hold(world, "half-year", {"alpha": lambda _n: 90, "beta": lambda n: 70 + n % 2, "gamma": lambda n: 60 + n % 3})
    office = Office(world)
    text = office.text("viewer", "/desk/trail/beta")
    assert "Score 70.50" in text
    assert "Means by group are not shown" in text
    assert "领导成员" not in text
    assert "Exact total" not in text
    world.database.close()


def test_the_page_asks_for_one_number_and_it_rises_with_every_act(office):
    ask = lambda: office["viewer"].client.get("/desk/revision").get_json()  # noqa: E731
    page = office["viewer"].open("/desk")
    seen = next(values["data-revision"] for _tag, values in page.elements if "data-revision" in values)
    assert ask() == {"revision": int(seen)}
    assess(office.world.tools, "department,component,points,note\nalpha,honours,2.50,\n")
    assert ask() == {"revision": int(seen) + 1}
    assert "2.50" in office["viewer"].client.get("/desk/table").text


def chart(office, path="/desk"):
    html = office["viewer"].client.get(path).text
    return json.loads(re.search(r'id="chart-data">(.*?)</script>', html, re.DOTALL)[1])


def test_the_charts_draw_the_figures_of_the_table(office):
    rows = json.loads(office["viewer"].client.get("/desk/export.json").text)["departments"]
    drawn = {row["name"]: row for row in chart(office)["departments"]}
    for row in rows:
        parts = [row[key] for key in ("daily", "standardisation", "review", "district_result", "honours")]
        assert drawn[row["name"]]["parts"] == parts
        assert drawn[row["name"]]["reviews"] == list(row["reviews"].values())
    best = max(rows, key=lambda row: float(row["total"]))
    second = sorted(rows, key=lambda row: float(row["total"]))[1]
    apart = float(second["total"]) - float(best["total"])
    assert drawn[best["name"]]["distance"] == "0.00"
    assert drawn[second["name"]]["distance"] == f"{apart:.2f}".replace("-", "−")


def test_a_disqualified_department_has_no_distance_to_the_cut(office):
    assess(office.world.tools, DISQUALIFIED.format("alpha"))
    assert {row["name"]: row["distance"] for row in chart(office)["departments"]}["甲办"] is None


def test_a_superseded_decision_is_said_on_every_page_that_shows_it(office):
    choose(office.world, "alpha")
    assess(office.world.tools, DISQUALIFIED.format("alpha"))
    assert not choosing(office.world).in_force
    assert "The decision is superseded" in office.text("viewer", "/desk")
    assert "Superseded" in office.text("viewer", "/desk/decision")
    assert "superseded: figures changed since" in office.text("viewer", "/desk/notice/paper/decision-form")


# --- Several years


def test_years_stand_beside_each_other(office):
    start_next_year(office.world.tools, Person("organiser", "organiser"))
    assert "小街道 2027" in office.text("viewer", "/desk")
    assert "小街道 2026" in office.text("viewer", "/desk?year=2026")
    for kind in ("xlsx", "csv", "json"):
        answer = office["viewer"].client.get(f"/desk/export.{kind}?year=2026")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="pingyi-2026.{kind}"'
    choose_older = office["branch"].client.post(
        "/desk/decision/propose?year=2026", data={"token": office["branch"].token(), "department": "alpha"}
    )
    assert choose_older.location == "/desk/decision?year=2026"
    assert last_entry(office.world)[2]["year"] == 2026
    assert office["viewer"].client.get("/desk?year=1999").status_code == 404


def test_the_next_year_is_started_with_a_button_and_found_in_the_set_up(office):
    office.send("organiser", "/desk/next-year", "/desk/notice")
    assert last_entry(office.world)[1:][0] == "load"
    setup = office["organiser"].client.get("/setup").text
    assert "2027" in setup


# --- Papers


def test_the_papers_come_when_there_is_something_to_announce(office):
    ask = lambda kind: office["viewer"].client.get(f"/desk/notice/paper/{kind}")  # noqa: E731
    assert [ask(kind).status_code for kind in ("public-notice", "circular", "decision-form", "poem")] == [
        400, 400, 400, 404,
    ]  # fmt: skip
    choose(office.world, "alpha")
    assert ask("decision-form").status_code == 200
    name_all(office.world)
    text = ask("public-notice").text
    assert "王一, 李二" in text
    assert "this is a draft" in text
    assert ask("circular").status_code == 400


@pytest.mark.parametrize("role", [role for role in ROLES if role in PEOPLE])
def test_every_role_of_the_office_may_look(office, role):
    for path in ("/desk", "/desk/decision", "/desk/names", "/desk/notice", "/desk/trail/beta"):
        assert office[role].client.get(path).status_code == 200


def test_the_console_runs_the_sessions_of_an_older_year_too(tmp_path):
    world = with_people(a_world(tmp_path))
    start_next_year(world.tools, Person("organiser", "organiser"))
    office = Office(world)
    organiser = office["organiser"]
    assert organiser.open("/console").heading() == "小街道 2027"
    older = organiser.open("/console?year=2026")
    assert older.heading() == "小街道 2026"
    links = {values["href"] for tag, values in older.elements if tag == "a" and "half-year" in values.get("href", "")}
    assert links == {"/console/half-year@2026"}
    page = organiser.open("/console/half-year@2026")
    assert {form.action for form in page.forms if "half-year" in form.action} >= {"/console/half-year@2026/open"}
    organiser.submit(page, "/console/half-year@2026/open")
    assert last_entry(world)[1:] == ("open", {"review": "2026/half-year", "departments": "all"})
    assert organiser.client.get("/console/half-year@1999").status_code == 404
    assert organiser.client.get("/console/half-year@x").status_code == 404
    world.database.close()


def test_the_lists_that_wait_for_the_reader_come_first(office):
    choose(office.world, "alpha")
    office.send("organisation", "/desk/names/numbers", "/desk/names")
    office.send("beta clerk", "/desk/names/beta/submit", "/desk/names", names="赵三")
    office.send("beta leader", "/desk/names/beta/consent", "/desk/names")
    page = office["organisation"].open("/desk/names")
    assert [text for tag, text in page.texts if tag == "h2"] == ["乙办", "甲办", "丙办"]
