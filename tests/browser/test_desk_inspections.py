"""Accounts, items and inspections in a real browser: a word that opens an account, a phone that inspects, every width."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.support.browser import rest, violations
from tests.support.desk import ALPHA, DAILY_ITEMS, INSIDER, INSPECTOR, STANDARD_ITEMS, drafts
from tests.support.evidence import png
from tests.support.world import SMALL_PLAN
from voting.actions.desk.departments import read_department, read_inspections
from voting.actions.desk.inspections import Seen, record_inspection
from voting.actions.desk.targets import add_note, approve_targets, return_targets, save_targets
from voting.actions.staff import add_staff
from voting.actions.years import load_plan
from voting.domain.roles import DEPARTMENT, ORGANISER, Person

PASSWORD = "long enough"
YEAR = (datetime.now(UTC) + timedelta(hours=8)).year  # inspections are written down on the day, in the office's time
BETAS_CLERK = Person("clerk of beta", DEPARTMENT, "beta")
WIDTHS = (320, 390, 768, 1280, 1920)


@pytest.fixture(scope="module")
def office(room):
    """The small office in the present year; the items of alpha are approved, those of gamma were returned."""
    tools = room.tools
    load_plan(tools, SMALL_PLAN.replace("year = 2026", f"year = {YEAR}"))
    add_staff(tools, "desk organiser", ORGANISER, password=PASSWORD)
    for person in (ALPHA, BETAS_CLERK, INSPECTOR, INSIDER):
        add_staff(tools, person.name, person.role, department=person.department, password=PASSWORD)
    for component, items in (("daily", DAILY_ITEMS), ("standardisation", STANDARD_ITEMS)):
        save_targets(tools, ALPHA, "alpha", component, drafts(items), submit=True, year=YEAR)
        approve_targets(tools, INSPECTOR, "alpha", component, year=YEAR)
    return room


@pytest.fixture
def desk(watched, office):
    """``desk(name, path)`` signs somebody in and opens a page of this year."""

    def sign_in(name, path, **how):
        of_the_year = f"{path}{'&' if '?' in path else '?'}year={YEAR}"
        return watched.sign_in(office.address, name, PASSWORD, of_the_year, **how)

    return sign_in


def test_the_organiser_hands_over_a_word_and_the_person_sets_a_password_on_the_phone(office, desk, watched):
    page = desk("desk organiser", "/console/staff")
    page.get_by_text("Add an account").click()
    page.locator("#new-name").fill("王 & 李")
    page.locator("#new-role").select_option("assessor")
    page.locator("#new-department").select_option("beta")
    page.get_by_role("button", name="Add and show the word").click()
    expect(page.get_by_role("heading", name="The word for 王 & 李")).to_be_visible()
    link = page.get_by_role("link", name="The link to send").get_attribute("href")
    phone = watched.open(office.address + link[link.index("/staff/first") :], width=360)
    expect(phone.get_by_label("Name")).to_have_value("王 & 李")
    assert "#" not in phone.url
    phone.locator("#password").fill(PASSWORD)
    phone.locator("#again").fill(PASSWORD)
    phone.get_by_role("button", name="Set the password and sign in").click()
    expect(phone.get_by_text("Your password is set.")).to_be_visible()
    assert phone.url.endswith("/desk/inspections")


def test_a_department_sees_the_sum_while_it_writes_its_items(office, desk, watched):
    watched.forgive("400 (BAD REQUEST)")  # what does not sum is refused, and shown again
    page = desk(BETAS_CLERK.name, "/desk/departments/beta", width=360)
    form = page.locator("#daily form.targets")
    for number, (text, cap) in enumerate(DAILY_ITEMS.items()):
        form.locator("[name=text]").nth(number).fill(text)
        form.locator("[name=cap]").nth(number).fill(cap if number else "40.5")
    expect(form.locator("output")).to_have_text("Sum: 70.5 / 70 · too many: 0.5")
    form.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("alert")).to_contain_text("0.5 are too many")
    expect(form.locator("[name=text]").first).to_have_value("Roads")
    form.locator("[name=cap]").first.fill("39")
    expect(form.locator("output")).to_have_text("Sum: 69 / 70 · still missing: 1")
    form.get_by_role("button", name="One more item").click()
    page.keyboard.type("Bridges")
    form.locator("[name=cap]").last.fill("1")
    expect(form.locator("output")).to_have_text("Sum: 70 / 70 ✓")
    form.get_by_role("button", name="Submit for approval").click()
    expect(page.locator("#daily").get_by_text("waits for approval")).to_be_visible()
    daily = read_department(office.database, "beta", YEAR).components[0]
    assert [(line.item.text, line.item.cap) for line in daily.items][-1] == ("Bridges", "1")


def test_an_inspector_records_on_a_phone_with_a_photo(office, desk):
    page = desk(INSPECTOR.name, "/desk/inspections/new", width=360)
    page.get_by_role("link", name="甲办").click()
    expect(page.get_by_label("How many points")).to_be_hidden()
    page.get_by_text("Letters").click()
    page.get_by_text("take points").click()
    page.get_by_label("How many points").fill("1.25")
    page.get_by_label("Reason, evidence").fill("two letters late")
    assert page.get_by_label("Photo").get_attribute("capture") == "environment"
    page.get_by_label("Photo").set_input_files([{"name": "desk.png", "mimeType": "image/png", "buffer": png()}])
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("Recorded as No. ")).to_be_visible()
    expect(page.get_by_text("19.25 of 20.5 points now")).to_be_visible()
    (line,) = [
        each for each in read_inspections(office.database, YEAR).lines if each.record.reason == "two letters late"
    ]
    assert (line.record.points, line.counts, [file.name for file in line.files]) == ("-1.25", True, ["desk.png"])


def test_what_can_be_tapped_while_walking_is_large_enough(office, desk):
    page = desk(INSPECTOR.name, "/desk/inspections/new?department=alpha", width=320)
    sizes = page.evaluate(
        "[...document.querySelectorAll('form.inspect .option, form.inspect .button')].map(e => e.getBoundingClientRect().height)"
    )
    assert len(sizes) == 5 + 3 + 2 + 1
    assert min(sizes) >= 48


@pytest.fixture(scope="module")
def busy(office):
    """Records in every state, notes with material, and a list that was returned."""
    tools = office.tools
    clerk = Person("clerk of gamma", DEPARTMENT, "gamma")
    save_targets(tools, clerk, "gamma", "daily", drafts({"一项很长的工作" * 30: "70"}), submit=True, year=YEAR)
    return_targets(tools, INSPECTOR, "gamma", "daily", "太粗，请细分" * 20, year=YEAR)
    item = read_department(office.database, "alpha", YEAR).components[1].items[0].item.id
    add_note(tools, ALPHA, item, "60", "已完成一半" * 40, year=YEAR)
    today = (datetime.now(UTC) + timedelta(hours=8)).date().isoformat()
    for person in (INSPECTOR, INSIDER):
        record_inspection(tools, person, Seen(item, "periodic", today, "-0.25", "台账不全" * 30), year=YEAR)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_page_runs_over_its_edge_and_axe_finds_nothing(office, busy, desk, language):
    found = []
    for person, paths in (
        (ALPHA.name, ("/desk/departments/alpha",)),
        ("desk organiser", ("/console/staff", "/staff/password", "/staff/first")),
        (
            INSPECTOR.name,
            (
                "/desk/departments", "/desk/departments/alpha", "/desk/departments/gamma", "/desk/inspections",
                "/desk/inspections/new", "/desk/inspections/new?department=alpha", "/desk/inspections/import",
            ),
        ),
        (INSIDER.name, ("/desk/inspections/new?department=alpha",)),
    ):  # fmt: skip
        page = desk(person, "/console", language=language)
        for path in paths:
            page.goto(f"{office.address}{path}{'&' if '?' in path else '?'}year={YEAR}")
            for fold in page.locator("details").all():
                fold.evaluate("fold => { fold.open = true }")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                if page.evaluate("document.scrollingElement.scrollWidth > innerWidth"):
                    found.append(f"{path} is wider than {width}")
            for theme in ("light", "dark"):
                page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
                rest(page)
                found += [f"{path}, {theme}: {each}" for each in violations(page)]
    assert "\n".join(found) == ""
