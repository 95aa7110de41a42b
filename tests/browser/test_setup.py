"""A year is set up in a real browser, from the template to the loaded plan, as a clerk would do it."""

from __future__ import annotations

import io
import sqlite3
from copy import deepcopy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openpyxl import Workbook
from playwright.sync_api import Page, expect

from tests.support.servers import a_server
from tests.support.world import ORGANISER_PASSWORD
from voting.actions.meeting import open_review
from voting.actions.staff import add_staff
from voting.actions.years import load_plan
from voting.domain.plan_places import readable_path
from voting.domain.plan_reader import read_plan
from voting.domain.plan_writer import write_plan
from voting.domain.roles import ORGANISER
from voting.exports.plan_file import as_document, as_toml
from voting.passwords import Argon2Passwords
from voting.storage.files import FileFolder
from voting.storage.sqlite import SqliteDatabase
from voting.tools import real_tools

pytestmark = pytest.mark.browser

DATA = Path(__file__).parents[2] / "data"
TEMPLATE = as_document((DATA / "template.toml").read_text(encoding="utf-8"))
DEMO = (DATA / "demo-2026.toml").read_text(encoding="utf-8")
FROM_EXCEL = "部门\t人数\t直接分管\r\n党政办\t12\t\r\n城建办\t15\t否\r\n武装部\t3\t是\r\n财政所\t8\t\r\n司法所\t5人\t\r\n合计\t43\t\r\n"
PASTED = [
    {"id": "d1", "name": "党政办", "headcount": 12, "directly_led": False},
    {"id": "d4", "name": "城建办", "headcount": 15, "directly_led": False},
    {"id": "d3", "name": "武装部", "headcount": 3, "directly_led": True},
    {"id": "d5", "name": "财政所", "headcount": 8, "directly_led": False},
    {"id": "d6", "name": "司法所", "headcount": 5, "directly_led": False},
]


def with_organiser(path):
    found = SqliteDatabase(path)
    add_staff(
        real_tools(found, Argon2Passwords(), FileFolder(path.with_suffix(".files"))),
        "organiser",
        ORGANISER,
        password=ORGANISER_PASSWORD,
    )
    found.close()
    return path


def signed_in(context, address):
    """The page where a year is set up, opened by the organiser."""
    page = context.new_page()
    page.goto(f"http://{address}/setup")
    page.get_by_label("Name").fill("organiser")
    page.get_by_label("Password").fill(ORGANISER_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/setup*")
    return page


@pytest.fixture
def database(tmp_path):
    """The path of a database whose organiser has an account, and nothing else."""
    return with_organiser(tmp_path / "voting.db")


@pytest.fixture
def office(database):
    """Changes to the database that a test makes before the page is opened."""
    found = SqliteDatabase(database)
    yield real_tools(found, Argon2Passwords(), FileFolder(database.with_suffix(".files")))
    found.close()


class Clerk:
    """The organiser at the page where a year is set up."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self.forgiven = ""  # the one complaint that belongs to what a test does
        self._folder = folder

    def field(self, place):
        return self.page.locator(f'[data-place="{place}"]')

    def fill(self, **values):
        """Fills in fields of the step that is shown, by their places (``__`` for a dot)."""
        for place, value in values.items():
            self.field(place.replace("__", ".")).fill(value)

    def step(self, name):
        self.page.get_by_role("navigation", name="Steps").get_by_role("link", name=name).click()
        expect(self.page.get_by_role("heading", level=2, name=name)).to_be_visible()

    def pick(self, group, option):
        self.page.get_by_role("group", name=group).get_by_role("radio", name=option).check()

    def paste(self, place, text):
        """Cells arrive from the clipboard in the field of a place."""
        self.field(place).focus()
        self.field(place).evaluate(
            """(field, text) => {
                const clipboardData = new DataTransfer();
                clipboardData.setData("text/plain", text);
                field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            text,
        )

    def is_right(self):
        expect(self.page.get_by_text("Everything is right so far")).to_be_visible()

    def beside(self, place):
        """What the check says beside a field."""
        described = (self.field(place).get_attribute("aria-describedby") or "").split()
        return self.page.locator(f'[id="{described[0]}"]')

    def download(self):
        """The document as the downloaded file holds it."""
        with self.page.expect_download() as found:
            self.page.get_by_role("button", name="Download plan file").click()
        self.file = self._folder / found.value.suggested_filename
        found.value.save_as(self.file)
        return as_document(self.file.read_text(encoding="utf-8"))

    def open(self, file):
        self.page.get_by_role("button", name="Start anew…").click()
        self.page.locator("#plan-file").set_input_files(file)
        expect(self.page.get_by_role("dialog")).to_have_count(0)

    def load(self):
        self.step("Check and load")
        self.page.get_by_role("button", name="Load 20").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Load", exact=True).click()


@pytest.fixture
def clerk(chromium, database, office, tmp_path):
    """The page of an office without a year. Any complaint of the browser fails the test."""
    complaints: list[str] = []
    with a_server(database) as server:
        context = chromium.new_context(
            locale="en-GB", viewport={"width": 1280, "height": 860}, reduced_motion="reduce", accept_downloads=True
        )
        context.set_default_timeout(10_000)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        context.on("console", lambda said: said.type in ("error", "warning") and complaints.append(said.text))
        context.on(
            "request",
            lambda asked: (
                urlsplit(asked.url).scheme != "blob"
                and urlsplit(asked.url).netloc != server.address
                and complaints.append(f"asked {asked.url}")
            ),
        )
        clerk = Clerk(signed_in(context, server.address), tmp_path)
        yield clerk
        context.close()
    assert [said for said in complaints if not clerk.forgiven or clerk.forgiven not in said] == []


@pytest.fixture
def begun(clerk):
    """The template, with the office's name filled in."""
    clerk.page.get_by_role("button", name="Use the template").click()
    clerk.fill(office__name="青石街道", office__year="2026")
    clerk.is_right()
    return clerk


def template(**changes):
    """The template's document with the office's name and other sections."""
    document = deepcopy(TEMPLATE)
    document["office"] = {"name": "青石街道", "year": 2026}
    return {**document, **changes}


def stored(database):
    """The plans of all years as the database holds them."""
    connection = sqlite3.connect(database)
    try:
        return dict(connection.execute("SELECT year, plan FROM year"))
    finally:
        connection.close()


def test_from_the_template_to_the_loaded_plan_and_back_from_its_file(clerk, database):
    page = clerk.page
    page.get_by_role("button", name="Use the template").click()
    expect(clerk.beside("office.name")).to_have_text("Please fill this in.")
    clerk.fill(office__name="青石街道", office__year="2026")

    page.get_by_role("button", name="Next: Departments").click()
    clerk.paste("departments[1].name", FROM_EXCEL)
    expect(page.get_by_text("Departments taken over: 5. Left out: 合计.")).to_be_visible()
    expect(clerk.field("departments[5].headcount")).to_have_value("5")

    clerk.step("Review sessions")
    clerk.field("reviews[2].groups.leadership.weight").fill("45")
    group = page.get_by_role("region", name="年终述职评议")
    expect(group.get_by_text("95 of 100", exact=True)).to_be_visible()
    expect(group.get_by_text("The weights of the groups in this session add up to 95.")).to_be_visible()
    clerk.field("reviews[2].groups.leadership.weight").fill("五十")
    expect(clerk.beside("reviews[2].groups.leadership.weight")).to_have_text("Write a number here, such as 40 or 12.5.")
    found = page.get_by_role("link", name="Review sessions · 年终述职评议 · 领导成员 · Weight")
    clerk.step("Check and load")
    expect(page.get_by_role("button", name="Load 2026")).to_be_disabled()
    found.click()
    expect(clerk.field("reviews[2].groups.leadership.weight")).to_be_focused()
    page.keyboard.type("５０")  # full-width digits, as a Chinese input method makes them
    clerk.is_right()
    assert stored(database) == {}

    clerk.load()
    expect(page.get_by_role("heading", name="青石街道 2026 is loaded")).to_be_visible()
    wanted = template(departments=PASTED)
    assert stored(database) == {2026: write_plan(read_plan(as_toml(wanted)))}

    assert clerk.download() == wanted
    assert clerk.file.name == "青石街道 2026 plan.toml"
    clerk.open(clerk.file)
    clerk.is_right()
    assert clerk.download() == wanted

    page.get_by_role("button", name="Discard the draft").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan of the year 2026 loaded")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Plan of the year 2026 draft")


def test_a_reload_after_every_step_loses_nothing(begun):
    page = begun.page
    for step, place, value in (
        ("Office and year", "points.daily", "65"),
        ("Departments", "departments[2].name", "城建办"),
        ("Voter groups", "groups[5].name", "全体干部"),
        ("Scales", "scales.grades.marks[1].name", "优"),
        ("Review sessions", "reviews[1].weight", "4"),
        ("More settings", "privacy.batch", ""),
    ):
        begun.step(step)
        begun.field(place).fill(value)
        page.reload()
        expect(page.get_by_role("heading", level=2, name=step)).to_be_visible()
        expect(begun.field(place)).to_have_value(value)
    document = begun.download()
    assert document["reviews"][0]["weight"] == "0.04"
    assert "batch" not in document["privacy"]


def test_a_workbook_is_imported_once_its_columns_are_chosen(begun):
    book = Workbook()
    for row in (["2026年部门情况"], ["序号", "科室", "编制", "实有人数"], [1, "党政办", 14, 12], [2, "新部门", 9, 8]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    begun.step("Departments")
    begun.page.get_by_role("button", name="Import a table…").click()
    dialog = begun.page.get_by_role("dialog")
    dialog.locator("#table-file").set_input_files(
        {"name": "部门.xlsx", "mimeType": "application/octet-stream", "buffer": content.getvalue()}
    )
    dialog.get_by_label("What is column 4?").select_option("Headcount")
    expect(dialog.get_by_text("2 departments, from 党政办 to 新部门.")).to_be_visible()
    dialog.get_by_role("button", name="Take over").click()

    assert begun.download()["departments"] == [
        {"id": "d1", "name": "党政办", "headcount": 12, "directly_led": False},
        {"id": "d4", "name": "新部门", "headcount": 8, "directly_led": False},
    ]
    begun.page.get_by_role("button", name="Undo").click()
    assert begun.download()["departments"] == TEMPLATE["departments"]


def test_a_file_that_is_no_table_is_refused_in_the_dialog(begun):
    begun.forgiven = "status of 400"
    begun.step("Departments")
    begun.page.get_by_role("button", name="Import a table…").click()
    with begun.page.expect_response("**/setup/table") as answer:
        begun.page.locator("#table-file").set_input_files(
            {"name": "old.xls", "mimeType": "application/octet-stream", "buffer": b"\xd0\xcf\x11\xe0" + bytes(64)}
        )
    assert answer.value.status == 400
    expect(begun.page.get_by_role("alert")).to_contain_text("save it as .xlsx")


def test_departments_with_the_keyboard_alone(begun):
    begun.step("Departments")
    keys = begun.page.keyboard
    begun.field("departments[3].name").focus()
    keys.press("Enter")
    keys.type("城建办")
    keys.press("Tab")
    keys.type("15")
    keys.press("Tab")
    keys.press("Space")
    begun.field("departments[4].headcount").focus()
    keys.press("Alt+ArrowUp")
    expect(begun.field("departments[3].headcount")).to_be_focused()
    keys.press("ArrowUp")
    keys.type("11")

    assert begun.download()["departments"] == [
        TEMPLATE["departments"][0],
        {**TEMPLATE["departments"][1], "headcount": 11},
        {"id": "d4", "name": "城建办", "headcount": 15, "directly_led": True},
        TEMPLATE["departments"][2],
    ]


def test_every_setting_of_a_plan_file_is_in_reach(begun):
    page, pick, field = begun.page, begun.pick, begun.field
    begun.fill(points__daily="60", points__standardisation="40", points__review="95.5")
    begun.step("Voter groups")
    page.get_by_role("button", name="Move 机关干部 up").click()
    page.get_by_role("button", name="Add a group").click()
    page.keyboard.type("群众代表")

    begun.step("Scales")
    page.get_by_role("button", name="Show ids").click()
    grades = page.get_by_role("region", name="Scale 1")
    grades.get_by_role("button", name="Add a mark").click()
    page.keyboard.type("差")
    field("scales.grades.marks[5].points").fill("12.5")
    field("scales.grades.marks[1].points").fill("95.5")
    field("scales.hundred.minimum").fill("50")
    field("scales.hundred.maximum").fill("90")
    page.get_by_role("region", name="Scale 2").get_by_label("Id").fill("ninety")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Add a scale").click()
    pick_kind = page.get_by_role("region", name="Scale 3")
    pick_kind.get_by_role("radio", name="Whole points").check()
    field("scales.s1.maximum").fill("10")

    begun.step("Review sessions")
    half = page.get_by_role("region", name="半年综合评议")
    half.get_by_role("radio", name="Turnout only").check()
    half.get_by_role("radio", name="A number of departments").check()
    half.get_by_label("A number of departments").last.fill("2")
    half.get_by_role("checkbox", name="Refuse the same mark for all").uncheck()
    half.get_by_role("checkbox", name="群众代表 takes part").check()
    field("reviews[1].groups.g1.weight").fill("0.5")
    field("reviews[1].groups.g1.slips").fill("30")
    field("reviews[1].groups.g1.due").fill("33")
    field("reviews[1].groups.leadership.weight").fill("39.5")
    end = page.get_by_role("region", name="年终述职评议")
    end.get_by_role("checkbox", name="机关干部 takes part").uncheck()
    field("reviews[2].groups.heads.weight").fill("50")
    page.get_by_role("button", name="Add a session").click()
    page.keyboard.type("试评")
    trial = page.get_by_role("region", name="试评")
    trial.get_by_role("radio", name="All together").check()
    trial.get_by_label("Scale").select_option("0–10 points")

    begun.step("More settings")
    pick("Score of a department", "One person, one vote")
    pick("Highest and lowest marks", "Drop one of each")
    field("shortlist.ratio").fill("25")
    pick("A share of", "All departments")
    pick("Rounding of the number", "Down")
    pick("Equal at the cut", "Propose all of them")
    for place, value in (("excellent", "35"), ("directly_led", "31"), ("other", "12.5"), ("disqualified", "0")):
        field(f"quota.{place}").fill(value)
    page.get_by_role("group", name="Rounding of the places").get_by_role("radio", name="Up", exact=True).check()
    field("privacy.batch").fill("4")
    field("privacy.min_group").fill("6")
    pick("When all of one group agree", "Show them all the same")
    expect(page.get_by_text("Worth a second look: 1")).to_be_visible()  # a scale of 10 points

    half_year, year_end = deepcopy(TEMPLATE["reviews"])
    half_year.update(scale="ninety", live="turnout", rules={"excellent_cap": 2, "all_same": False})
    half_year["groups"].update(leadership={"weight": "39.5", "slips": 16}, g1={"weight": "0.5", "slips": 30, "due": 33})
    year_end["groups"] = {"leadership": {"weight": 50, "slips": 16}, "heads": {"weight": 50, "slips": 17}}
    trial_review = {**{key: value for key, value in year_end.items() if key != "rules"}, "id": "r1", "name": "试评"}
    marks = [
        {**mark, "points": "95.5"} if mark["id"] == "E" else mark for mark in TEMPLATE["scales"]["grades"]["marks"]
    ]
    groups = {group["id"]: group for group in TEMPLATE["groups"]}
    assert begun.download() == template(
        points={"daily": 60, "standardisation": 40, "review": "95.5"},
        groups=[*(groups[key] for key in ("leadership", "heads", "deputies", "cadres", "communities")), {"id": "g1", "name": "群众代表"}],
        scales={
            "grades": {"marks": [*marks, {"id": "m1", "name": "差", "points": "12.5"}]},
            "ninety": {"minimum": 50, "maximum": 90},
            "s1": {"minimum": 0, "maximum": 10},
        },
        reviews=[half_year, year_end, {**trial_review, "weight": "0", "pace": "together", "scale": "s1"}],
        scoring={"aggregation": "pooled", "trim": "one_each_above_5"},
        shortlist={"ratio": "0.25", "base": "all", "rounding": "floor", "tie": "extend"},
        quota={"excellent": "0.35", "directly_led": "0.31", "other": "0.125", "disqualified": "0.00", "rounding": "ceil"},
        privacy={"batch": 4, "min_group": 6, "unanimous": "show"},
    )  # fmt: skip


def test_a_group_that_is_removed_leaves_the_sessions_and_comes_back_with_undo(begun):
    begun.step("Voter groups")
    begun.page.get_by_role("button", name="Remove 机关干部").click()
    assert all("cadres" not in review["groups"] for review in begun.download()["reviews"])
    begun.page.get_by_role("button", name="Undo").click()
    assert begun.download() == template()


def test_a_file_with_what_no_form_knows_is_opened_without_it_and_says_so(begun, tmp_path):
    strange = {**template(), "colour": "red", "groups": [{"id": "a", "name": ["x"]}]}
    file = tmp_path / "strange.toml"
    file.write_text(as_toml(strange), encoding="utf-8")
    begun.open(file)

    expect(begun.page.get_by_text("What the forms do not know was left out: ")).to_contain_text("groups[1].name")
    document = begun.download()
    assert (document["groups"], "colour" in document) == ([{"id": "a"}], False)


def test_once_a_session_has_opened_only_departments_are_corrected(office, clerk):
    load_plan(office, DEMO)
    open_review(office, "half-year", ())
    page = clerk.page
    page.reload()

    expect(page.get_by_text("A session of 2026 has opened")).to_be_visible()
    expect(page.get_by_role("navigation", name="Steps")).to_have_count(0)
    expect(page.get_by_role("button", name="Add a department")).to_have_count(0)
    clerk.field("departments[1].headcount").fill("")
    expect(page.get_by_role("button", name="Save changes")).to_be_disabled()
    clerk.field("departments[1].headcount").fill("13")
    clerk.paste("departments[1].name", "组织科\t7\r\n没有的科\t1\r\n")
    expect(page.get_by_text("Departments corrected: 1. Not in the plan: 没有的科.")).to_be_visible()
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved and noted in the journal. Departments changed: 2.")).to_be_visible()
    page.reload()
    expect(clerk.field("departments[1].headcount")).to_have_value("13")
    expect(clerk.field("departments[2].headcount")).to_have_value("7")

    page.get_by_role("button", name="Prepare another year…").click()
    page.get_by_role("button", name="Go on with 2027").click()
    expect(clerk.field("office.year")).to_have_value("2027")
    clerk.fill(office__year="2026")
    clerk.step("Check and load")
    expect(page.get_by_text("This draft can only be loaded for another year.")).to_be_visible()
    expect(page.get_by_role("button", name="Load 2026")).to_be_disabled()


# ---- the page's own arithmetic, asked in the browser that does it


@pytest.fixture(scope="module")
def ask(chromium, tmp_path_factory):
    """``ask(module, function, arguments)``: what a module of the page makes of them."""
    path = tmp_path_factory.mktemp("modules") / "voting.db"
    with_organiser(path)
    with a_server(path) as server:
        context = chromium.new_context(locale="en-GB")
        page = signed_in(context, server.address)

        def run(module, function, arguments):
            return page.evaluate(
                """async ([module, name, given]) => {
                    const start = document.querySelector('script[type="module"]').src;
                    const { [name]: tool } = await import(start.replace("plan.js", module));
                    return tool(...given);
                }""",
                [module, function, arguments],
            )

        yield run
        context.close()


def test_percentages_are_shares_with_the_point_moved(ask):
    pairs = {
        "40": "0.40",
        "12.5": "0.125",
        "0": "0.00",
        "5": "0.05",
        "100": "1.00",
        "0.25": "0.0025",
        "33.3333": "0.333333",
    }
    assert {percent: ask("plan-numbers.js", "shareOf", [percent]) for percent in pairs} == pairs
    assert {share: ask("plan-numbers.js", "percentOf", [share]) for share in pairs.values()} == {
        share: percent for percent, share in pairs.items()
    }
    assert ask("plan-numbers.js", "percentOf", ["0.4"]) == "40"


def test_sums_are_exact(ask):
    assert ask("plan-numbers.js", "sumOf", [["0.1", "0.2", "0.7", None, "x"]]) == "1"
    assert ask("plan-numbers.js", "restOf", ["1", ["0.333333", "0.333333", "0.333333"]]) == "0.000001"
    assert ask("plan-numbers.js", "restOf", ["100", [60, "40.5"]]) == "-0.5"


def test_digits_are_read_however_they_are_typed(ask):
    typed = {"１２．５": "12.5", "12。5": "12.5", " 40 %": "40", "12人": "12", "1,200": "1200", "十": "十"}
    assert {text: ask("plan-numbers.js", "plain", [text]) for text in typed} == typed


@pytest.mark.parametrize(
    ("rows", "columns", "head", "sure"),
    [
        ([["部门", "人数", "直接分管"], ["党政办", "12", ""]], (0, 1, 2), 1, True),
        ([["表一", "", ""], ["序号", "科室名称", "编制数"], ["1", "党政办", "12"]], (1, 2, -1), 2, True),
        ([["党政办", "12人", "是"], ["武装部", "3人", ""]], (0, 1, 2), 0, True),
        ([["1", "党政办", "12"], ["2", "武装部", "3"]], (1, 2, -1), 0, True),
        ([["党政办"], ["机构编制办"]], (0, -1, -1), 0, True),
        ([["单位名称"], ["党政办"]], (0, -1, -1), 1, True),
        ([["部门", "编制", "实有人数"], ["党政办", "14", "12"]], (0, 1, -1), 1, False),
        ([["部门", "负责人", "人数"], ["党政办", "张三", "12"]], (0, 2, -1), 1, True),
        ([["党政办", "张三", "12"], ["武装部", "李四", "3"]], (0, 2, -1), 0, False),
        ([["单位服务中心", "7"], ["部门联络办", "3"]], (0, 1, -1), 0, True),
        ([["Department", "Headcount", "Directly led"], ["Office", "12", "yes"]], (0, 1, 2), 1, True),
        ([["12"], ["3"]], (-1, 0, -1), 0, False),
    ],
)
def test_the_columns_of_a_table_are_understood_or_asked_for(ask, rows, columns, head, sure):
    keys = ("name", "headcount", "directly_led")
    assert ask("plan-paste.js", "guess", [rows]) == {
        "columns": dict(zip(keys, columns, strict=True)), "head": head, "sure": sure,
    }  # fmt: skip


def test_places_are_written_as_the_check_writes_them(ask):
    paths = {
        "reviews[2].groups.leadership.weight": ["reviews", 1, "groups", "leadership", "weight"],
        "scales.'a b'.marks[1]": ["scales", "a b", "marks", 0],
        'scales."a\'b"': ["scales", "a'b"],
        "scales.百分": ["scales", "百分"],
    }
    assert {place: ask("plan-paths.js", "placeOf", [path]) for place, path in paths.items()} == {it: it for it in paths}
    assert {place: ask("plan-paths.js", "pathOf", [place]) for place in paths} == paths
    of_server = {readable_path(tuple(path), {}) for path in paths.values() if path[-1] != 0 and path[0] == "scales"}
    assert of_server == {"scales.百分", 'scales."a\'b"'}
