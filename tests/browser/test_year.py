"""The whole year of the demonstration office: from items in January to the seal after the notice, each at their browser.

Nine people of nine roles do their own part in Chromium. What all departments do alike is done in the browser by one of
them and for the others as the pages would do it; ballots come from phones as in a meeting.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.support.browser import Watched
from tests.support.crowd import call
from tests.support.evidence import pdf
from tests.support.outside import ROOT, Office, Server
from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import Polls
from voting.actions.check import check
from voting.actions.desk.names import consent_to_names, examine_names, submit_names
from voting.actions.desk.targets import Draft, approve_targets, save_targets
from voting.actions.meeting import open_review
from voting.actions.slips import issue_slips
from voting.actions.staff import add_staff
from voting.actions.standing import read_standing
from voting.actions.years import load_plan
from voting.demo.opinions import Opinions
from voting.domain.plan import ONE_BY_ONE
from voting.domain.roles import Person
from voting.passwords import Argon2Passwords
from voting.storage.files import FileFolder
from voting.storage.sqlite import SqliteDatabase
from voting.tools import real_tools

pytestmark = pytest.mark.browser

DATA = ROOT / "data"
HERE, HERE_NAME = "urban-construction", "城建办"
PASSWORD = "a year at the desk"
PEOPLE = {
    "organiser": None, "scrutineer": None, "assessor": None, "supervision": None, "organisation": None, "branch": None,
    "committee": None, "department": HERE, "leader": HERE,
}  # fmt: skip


class OnceHashed(Argon2Passwords):
    """One password for all: hashing it for each would take most of a second."""

    known: str | None = None

    def hash(self, password: str) -> str:
        self.known = self.known or super().hash(password)
        return self.known


class StoryServer(Server):
    """The program as a process whose clock is a file."""

    def __init__(self, office: Office, clock: Path) -> None:
        super().__init__(office)
        self._clock = clock
        self._environment = office.environment

    def start(self) -> None:
        command = [sys.executable, "-m", "tests.support.story_server", str(self._clock)]
        started = subprocess.Popen(
            command, cwd=ROOT, env=self._environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self.wait_for(started)


class Year:
    """The office, its clock, and everybody who works for it."""

    def __init__(self, folder: Path) -> None:
        self.clock = folder / "now"
        self.at(1, 12)
        self.office = Office(folder)
        self.database = SqliteDatabase(self.office.database)
        tools = real_tools(self.database, OnceHashed(), FileFolder(folder / "voting.files"))
        self.tools = replace(tools, now=lambda: datetime.fromisoformat(self.clock.read_text()))
        self.plan = load_plan(self.tools, (DATA / "demo-2026.toml").read_text(encoding="utf-8")).plan
        for name, department in PEOPLE.items():
            add_staff(self.tools, name, name, department=department, password=PASSWORD)
        self.opinions = Opinions(self.plan.department_ids)
        self.server = StoryServer(self.office, self.clock)

    def at(self, month: int, day: int, year: int = 2026) -> None:
        """Moves the office's clock to a morning."""
        self.clock.write_text(datetime(year, month, day, 1, 30, tzinfo=UTC).isoformat())

    def others_plan_their_items(self) -> None:
        """What the browser does for one department, for all the others."""
        found: dict[tuple[str, str], list[Draft]] = {}
        for row in rows("demo-2026-targets.csv"):
            found.setdefault((row["department"], row["component"]), []).append(Draft("", row["item"], row["points"]))
        for (department, component), drafts in found.items():
            if department != HERE:
                clerk = Person(department, "department", department)
                save_targets(self.tools, clerk, department, component, drafts, submit=True)
                approve_targets(self.tools, Person("assessor", "assessor"), department, component)

    def vote(self, review_id: str) -> None:
        """Opens a session, for all departments at once, and lets every slip vote."""
        review = self.plan.review(review_id)
        polls = Polls(self.database, BallotBox(self.database, call), call)
        slips = issue_slips(self.tools, review_id).slips
        open_review(self.tools, review_id, self.plan.department_ids if review.pace == ONE_BY_ONE else ())

        marks = [self.opinions.voter(slip.group).marks(review, self.plan.department_ids) for slip in slips]
        receipts = [self.tools.new_code().lower().encode().hex() for _slip in slips]
        with ThreadPoolExecutor(16) as phones:  # together, as in a hall: their ballots share commits
            answers = list(phones.map(polls.cast, [slip.code for slip in slips], receipts, marks))
        assert len(answers) == len(slips)

    def others_name_theirs(self) -> None:
        """Names, consent and examination for all departments but one."""
        examiner = Person("organisation", "organisation")
        for department in self.plan.department_ids:
            if department != HERE:
                submit_names(self.tools, Person("clerk", "department", department), department, f"{department} 先进")
                consent_to_names(self.tools, Person("head", "leader", department), department)
                examine_names(self.tools, examiner, department, {})


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


class Someone:
    """One person at one browser."""

    def __init__(self, watched: Watched, address: str, name: str, **how: object) -> None:
        self.page = watched.open(f"{address}/staff/sign-in", **how)
        self._address = address
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.locator("main button").last.click()
        expect(self.page.locator(".topbar .who")).to_contain_text(name)

    def go(self, path: str) -> None:
        self.page.goto(self._address + path)

    def form(self, action: str):
        found = self.page.locator(f'form[action="{action}"]')
        expect(found).to_have_count(1)
        return found

    def send(self, path: str, action: str, button: str | None = None, **fields: str) -> None:
        """Fills in the form of a page and sends it; what follows must say no refusal."""
        self.go(path)
        form = self.form(action)
        for name, value in fields.items():
            form.locator(f"[name={name}]").fill(value)
        (form.get_by_role("button", name=button) if button else form.locator("button").last).click()
        expect(self.page.locator(".notice-bad[role=status]")).to_have_count(0)

    def sees(self, text: str) -> None:
        expect(self.page.locator("main")).to_contain_text(text)


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    found = Year(tmp_path_factory.mktemp("year"))
    found.server.start()
    yield found
    found.server.stop()
    found.database.close()


@pytest.fixture
def people(chromium, year):
    pages = Watched(chromium, f"http://127.0.0.1:{year.office.port}")
    phone = {"width": 390, "height": 780}
    desk = {"width": 1280, "height": 900, "touch": False}
    address = f"http://127.0.0.1:{year.office.port}"
    pages.forgive("400 (BAD REQUEST)")  # a form that is refused, as it must be once the year is sealed
    yield {name: Someone(pages, address, name, **(phone if name == "assessor" else desk)) for name in PEOPLE}
    pages.close()
    assert pages.complaints() == []


def test_the_whole_year_from_the_first_item_to_the_seal(year, people):
    plan_and_inspect(year, people)
    honours_and_a_disqualification(year, people)
    two_sessions(year, people)
    proposal_and_decision(year, people)
    names(year, people)
    notice_and_seal(year, people)
    afterwards(year, people)


def plan_and_inspect(year: Year, people: dict[str, Someone]) -> None:
    clerk, assessor = people["department"], people["assessor"]
    own = [row for row in rows("demo-2026-targets.csv") if row["department"] == HERE]
    for component in ("daily", "standardisation"):
        clerk.go(f"/desk/departments/{HERE}")
        form = clerk.form(f"/desk/departments/{HERE}/{component}/targets")
        for at, row in enumerate(row for row in own if row["component"] == component):
            if form.locator("textarea[name=text]").count() <= at:
                form.locator("[data-add]").click()
            form.locator("textarea[name=text]").nth(at).fill(row["item"])
            form.locator("input[name=cap]").nth(at).fill(row["points"])
        form.get_by_role("button", name="Submit for approval").click()
        clerk.sees("waits for approval")
    for component in ("daily", "standardisation"):
        assessor.send(f"/desk/departments/{HERE}", f"/desk/departments/{HERE}/{component}/approve")
    year.others_plan_their_items()

    year.at(2, 16)
    assessor.go(f"/desk/inspections/new?department={HERE}")
    form = assessor.form("/desk/inspections/new")
    form.locator("label", has_text="基础设施维护").click()
    form.locator("label", has_text="take points").click()
    form.locator("#amount").fill("0.5")
    form.locator("#reason").fill("路面破损两天未修")
    form.locator("button", has_text="Record").click()
    assessor.go(f"/desk/departments/{HERE}")
    assessor.sees("路面破损两天未修")

    year.at(11, 20)  # the year's other inspections come in as a table
    assessor.go("/desk/inspections/import")
    form = assessor.form("/desk/inspections/import")
    form.locator("input[type=file]").set_input_files(DATA / "demo-2026-inspections.csv")
    form.locator("button").last.click()
    assessor.sees("174")


def honours_and_a_disqualification(year: Year, people: dict[str, Someone]) -> None:
    clerk, supervision, organisation = people["department"], people["supervision"], people["organisation"]
    clerk.go("/desk/claims/new")
    clerk.page.fill("#title", "全市重点工程建设先进单位")
    clerk.page.select_option("#standard", "commendation-municipal")
    clerk.page.fill("#held_on", "2026-10-09")
    proof = {"name": "表彰决定.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    clerk.page.locator("main input[type=file]").first.set_input_files(proof)
    clerk.page.get_by_role("button", name="Submit", exact=True).click()
    clerk.sees("1 file")
    supervision.go("/desk/claims")
    supervision.page.get_by_role("link", name="全市重点工程建设先进单位").first.click()
    supervision.page.get_by_role("button", name="Verify", exact=True).click()
    supervision.sees("erified")

    organisation.go("/desk/disqualifications")
    organisation.page.locator("details:has(#department) > summary").click()
    organisation.page.select_option("#department", "culture-education")
    organisation.page.fill("#found_on", "2026-09-08")
    organisation.page.select_option("#cause", "gaming")
    organisation.page.select_option("#source", "higher")
    organisation.page.fill("#person", "钱七")
    organisation.page.fill("#text", "区纪委检查时发现上班时间玩游戏")
    organisation.page.get_by_role("button", name="Write down").click()
    supervision.go("/desk/disqualifications")
    supervision.page.locator("textarea[name=note]").first.fill("区纪委通报属实")
    supervision.page.get_by_role("button", name="Verify", exact=True).first.click()
    supervision.sees("钱七")


def two_sessions(year: Year, people: dict[str, Someone]) -> None:
    organiser, scrutineer, branch = people["organiser"], people["scrutineer"], people["branch"]
    branch.go("/desk/decision")
    branch.sees("Nothing can be proposed or decided yet.")
    expect(branch.page.locator('form[action="/desk/decision/propose"]')).to_have_count(0)
    branch.go("/desk")
    for review in ("half-year", "year-end"):
        year.vote(review)
        organiser.go(f"/console/{review}")
        organiser.page.get_by_role("button", name="Close the session…").first.click()
        scrutineer.go(f"/console/{review}")
        scrutineer.page.get_by_role("button", name="Confirm the closing").click()
        expect(scrutineer.page.locator("main")).to_contain_text("losed", timeout=20_000)
    scores = read_standing(year.database).rows[0].reviews
    assert None not in scores.values()
    expect(branch.page.locator("#row-general-office")).to_contain_text(scores["year-end"], timeout=20_000)  # by itself


def proposal_and_decision(year: Year, people: dict[str, Someone]) -> None:
    branch, committee = people["branch"], people["committee"]
    year.at(12, 18)
    given = {row.department.id for row in read_standing(year.database).rows if row.proposed}
    branch.send("/desk/decision", "/desk/decision/propose")
    branch.sees("As the rule gives it.")
    committee.go("/desk/decision")
    ticked = committee.page.locator("input[name=department]:checked")
    assert {box.get_attribute("value") for box in ticked.all()} == given
    last = next(row.department.id for row in read_standing(year.database).rows if row.department.id in given)
    committee.page.locator(f'input[name=department][value="{last}"]').uncheck()
    committee.form("/desk/decision/decide").locator("button").click()
    committee.sees("This choice differs from what the rule gives. Please write the reason.")
    committee.send("/desk/decision", "/desk/decision/decide")
    committee.sees("The quotas are final.")
    decided = {row.department.id for row in read_standing(year.database).rows if row.decided}
    assert decided == given


def names(year: Year, people: dict[str, Someone]) -> None:
    clerk, leader, organisation, committee = (
        people[it] for it in ("department", "leader", "organisation", "committee")
    )
    organisation.send("/desk/names", "/desk/names/numbers")
    places = next(row.quota for row in read_standing(year.database).rows if row.department.id == HERE)
    clerk.go("/desk/names")
    form = clerk.form(f"/desk/names/{HERE}/submit")
    form.locator("textarea").fill("\n".join(f"王{at}" for at in range(places + 1)))
    form.locator("button").click()
    clerk.sees(f"{places + 1} names are more than the {places} places of this department.")
    clerk.send("/desk/names", f"/desk/names/{HERE}/submit", names="王一\n李二")
    leader.send("/desk/names", f"/desk/names/{HERE}/consent")
    organisation.go("/desk/names")
    form = organisation.form(f"/desk/names/{HERE}/examine")
    form.locator("input[name=strike]").nth(1).check()
    form.locator("input[type=text]").nth(1).fill("入职不满一年")
    form.locator("button").last.click()
    year.others_name_theirs()
    committee.send("/desk/names", "/desk/names/decide")
    clerk.go("/desk/names")
    clerk.sees("李二 struck: 入职不满一年")


def notice_and_seal(year: Year, people: dict[str, Someone]) -> None:
    organisation, organiser, supervision = (people[name] for name in ("organisation", "organiser", "supervision"))
    year.at(12, 29)
    organisation.go("/desk/notice")
    organisation.page.locator("summary").first.click()
    organisation.form("/desk/notice/calendar").locator("[name=off]").fill("2027-01-01")
    organisation.form("/desk/notice/calendar").locator("button").click()
    organisation.send("/desk/notice", "/desk/notice/start", start="2026-12-29")
    organisation.sees("It runs until the end of 2027-01-05.")  # New Year's Day is off
    supervision.send("/desk/notice", "/desk/notice/objection", about="名单顺序有误")
    supervision.send("/desk/notice", "/desk/notice/answer", answer="已核实，排列不分先后")
    organiser.go("/desk/notice")
    expect(organiser.page.locator('form[action="/desk/notice/seal"]')).to_have_count(0)
    year.at(1, 6, 2027)
    organiser.send("/desk/notice", "/desk/notice/seal", scrutineer="scrutineer", password=PASSWORD)
    organiser.sees("This year is sealed")


def afterwards(year: Year, people: dict[str, Someone]) -> None:
    organisation, organiser, committee = people["organisation"], people["organiser"], people["committee"]
    organisation.go("/desk/notice/paper/circular")
    expect(organisation.page.locator("body")).to_contain_text("王一")
    expect(organisation.page.locator("body")).not_to_contain_text("李二")
    committee.go("/desk/decision")
    expect(committee.page.locator("main form")).to_have_count(0)
    people["assessor"].go(f"/desk/inspections/new?department={HERE}")
    form = people["assessor"].form("/desk/inspections/new")
    form.locator("label", has_text="基础设施维护").click()
    form.locator("label", has_text="in order").click()
    form.locator("#held_on").fill("2026-12-01")
    form.locator("button", has_text="Record").click()
    people["assessor"].sees("The year 2026 is sealed: nothing of it can be changed any more.")
    organiser.send("/desk/notice", "/desk/next-year")
    organiser.go("/desk")
    organiser.sees("2027")
    assert [str(fault) for fault in check(year.database)] == []
