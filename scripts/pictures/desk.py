"""The year's desk, once both sessions are closed and all points are there: from items to the notice."""

from __future__ import annotations

import json

from playwright.sync_api import Page

from scripts.pictures.camera import LAPTOP, PHONE, Camera
from scripts.pictures.office import PASSWORD, Office
from voting.demo.papers import board, certificate

HERE, ELSEWHERE = "城建办", "财政所"
PEOPLE = {
    "周检查": ("assessor", None),
    "钱督查": ("supervision", None),
    "陈书记": ("branch", None),
    "林委员": ("committee", None),
    "吴组织": ("organisation", None),
    "郑城建": ("department", HERE),
    "冯主任": ("leader", HERE),
}
HONOUR, GIVEN_BY = "全市城建工作先进集体", "市政府授予，文号见证书"
HAPPENED = "区效能督查通报：一名工作人员工作时间使用办公电脑网上聊天"
ITEMS = {"重点工程建设进度": "30", "违法建设巡查和拆除": "25", "基础设施维护": "15"}


class People:
    """Everybody at a browser of their own."""

    def __init__(self, office: Office, camera: Camera) -> None:
        self._office, self._camera = office, camera
        standing = json.loads(office.do("standing", "--json"))
        self.year, self.ids = standing["year"], {row["name"]: row["id"] for row in standing["departments"]}
        self.here = self.ids[HERE]
        for name, (role, department) in PEOPLE.items():
            place = ["--department", self.ids[department]] if department else []
            office.do("staff", "add", name, "--role", role, *place, "--password-stdin", stdin=PASSWORD)

    def at(self, name: str, path: str, size: tuple[int, int] = LAPTOP) -> Page:
        """A page that somebody has open."""
        page = self._camera.page(f"{self._office.address}/staff/sign-in", size)
        page.fill("input[name=name]", name)
        page.fill("input[name=password]", PASSWORD)
        page.locator("main button").last.click()
        page.wait_for_selector(".topbar .who", state="attached")
        page.goto(self._office.address + path)
        return page


def year(office: Office, camera: Camera) -> None:
    """The pages of the desk as the guide of the year shows them."""
    people = People(office, camera)
    _items(people, camera)
    _claim(people, camera)
    camera.take(people.at("陈书记", f"/desk/trail/{people.here}"), "desk-trail", height=900)
    _propose(people)
    _allegation(people, camera)
    page = _propose(people)
    page.goto(f"{page.url.split('/desk')[0]}/desk/printouts")
    camera.take(page, "desk-printouts", height=600)
    page = people.at("林委员", "/desk/decision")
    camera.take(page, "desk-decision", height=900)
    page.click("form[action='/desk/decision/decide'] button")
    page.wait_for_load_state()
    _names(people, camera)
    camera.take(people.at("吴组织", "/desk/notice"), "desk-notice", height=700)


def _propose(people: People) -> Page:
    """The branch proposes what the rule gives, and prints the form to sign."""
    page = people.at("陈书记", "/desk/decision")
    page.click("form[action='/desk/decision/propose'] button")
    page.wait_for_load_state()
    form = page.locator("a[href*='decision-form']")
    page.request.get(page.url.split("/desk")[0] + str(form.get_attribute("href")))
    return page


def _items(people: People, camera: Camera) -> None:
    here = f"/desk/departments/{people.here}"
    page = people.at("郑城建", here)
    address = f"{here}/daily"
    for at, (text, points) in enumerate(ITEMS.items()):
        page.locator(f"form[action='{address}/targets'] textarea[name=text]").nth(at).fill(text)
        page.locator(f"form[action='{address}/targets'] input[name=cap]").nth(at).fill(points)
    camera.take(page, "desk-items", height=800)
    page.click(f"form[action='{address}/targets'] button[value=submit]")
    page.wait_for_load_state()
    page = people.at("周检查", here, PHONE)
    page.click(f"form[action='{address}/approve'] button")
    page.wait_for_load_state()
    page.goto(f"{page.url.split('/desk')[0]}/desk/inspections/new?department={people.here}")
    page.locator("form label", has_text="基础设施维护").click()
    page.locator("form label:has(input[value=take])").click()
    page.fill("#amount", "0.5")
    page.fill("#reason", "路面破损两天未修")
    camera.take(page, "desk-inspect", height=1150)


def _claim(people: People, camera: Camera) -> None:
    """A claim with two files, submitted by the department and verified by the Supervision Office."""
    page = people.at("郑城建", "/desk/claims/new")
    page.fill("#title", HONOUR)
    page.select_option("#standard", "title-municipal")
    page.fill("#held_on", f"{people.year}-09-29")
    page.fill("#text", GIVEN_BY)
    papers = (
        ("荣誉证书.pdf", "application/pdf", certificate(HONOUR, (HERE, GIVEN_BY))),
        ("授牌.png", "image/png", board()),
    )
    page.set_input_files("#files", [{"name": name, "mimeType": kind, "buffer": paper} for name, kind, paper in papers])
    camera.take(page, "desk-claim-new", height=1000)
    page.click("form[action^='/desk/claims'] .button-primary")
    page.wait_for_load_state()
    page = people.at("钱督查", "/desk/claims")
    page.locator("main a", has_text=HONOUR).first.click()
    page.wait_for_selector("#verdict")
    camera.take(page, "desk-claim", height=900)
    page.click("button[name=verdict][value=verified]")
    page.wait_for_selector("#verdict ~ .facts")


def _allegation(people: People, camera: Camera) -> None:
    """Written down by one person, verified by another; what was printed before is superseded."""
    page = people.at("周检查", "/desk/disqualifications")
    page.click("#new summary")
    for name, value in (("department", people.ids[ELSEWHERE]), ("cause", "chatting"), ("source", "higher")):
        page.select_option(f"#{name}", value)
    page.fill("#found_on", f"{people.year}-11-11")
    page.fill("#new #text", HAPPENED)
    page.click("#new .button-primary")
    page.wait_for_load_state()
    page = people.at("钱督查", "/desk/disqualifications")
    camera.take(page, "desk-case", height=760)
    page.locator("textarea[name=note]").fill("通报原件已核对，部门书面确认")
    page.click("button[name=verdict][value=verified]")
    page.wait_for_load_state()


def _names(people: People, camera: Camera) -> None:
    page = people.at("吴组织", "/desk/names")
    page.click("form[action='/desk/names/numbers'] button")
    page.wait_for_load_state()
    page = people.at("郑城建", "/desk/names")
    page.fill("textarea[name=names]", "王一\n李二")
    page.click(f"form[action='/desk/names/{people.here}/submit'] button")
    page.wait_for_load_state()
    page = people.at("冯主任", "/desk/names")
    page.click(f"form[action='/desk/names/{people.here}/consent'] button")
    page.wait_for_load_state()
    page = people.at("吴组织", "/desk/names")
    page.locator(f"#list-{people.here}").scroll_into_view_if_needed()
    camera.take(page, "desk-names")
