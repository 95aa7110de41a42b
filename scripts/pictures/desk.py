"""The year's desk, once both sessions are closed and all points are there: from items to the notice."""

from __future__ import annotations

from playwright.sync_api import Page

from scripts.pictures.camera import LAPTOP, PHONE, Camera
from scripts.pictures.office import PASSWORD, Office

HERE = "urban-construction"
PEOPLE = {
    "周检查": ("assessor", None),
    "陈书记": ("branch", None),
    "林委员": ("committee", None),
    "吴组织": ("organisation", None),
    "郑城建": ("department", HERE),
    "冯主任": ("leader", HERE),
}
ITEMS = {"重点工程建设进度": "30", "违法建设巡查和拆除": "25", "基础设施维护": "15"}


class People:
    """Everybody at a browser of their own."""

    def __init__(self, office: Office, camera: Camera) -> None:
        self._office, self._camera = office, camera
        for name, (role, department) in PEOPLE.items():
            place = ["--department", department] if department else []
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
    camera.take(people.at("陈书记", f"/desk/trail/{HERE}"), "desk-trail", height=900)
    page = people.at("陈书记", "/desk/decision")
    page.click("form[action='/desk/decision/propose'] button")
    page.wait_for_load_state()
    page = people.at("林委员", "/desk/decision")
    camera.take(page, "desk-decision", height=900)
    page.click("form[action='/desk/decision/decide'] button")
    page.wait_for_load_state()
    _names(people, camera)
    camera.take(people.at("吴组织", "/desk/notice"), "desk-notice", height=700)


def _items(people: People, camera: Camera) -> None:
    page = people.at("郑城建", f"/desk/departments/{HERE}")
    address = f"/desk/departments/{HERE}/daily"
    for at, (text, points) in enumerate(ITEMS.items()):
        page.locator(f"form[action='{address}/targets'] textarea[name=text]").nth(at).fill(text)
        page.locator(f"form[action='{address}/targets'] input[name=cap]").nth(at).fill(points)
    camera.take(page, "desk-items", height=800)
    page.click(f"form[action='{address}/targets'] button[value=submit]")
    page.wait_for_load_state()
    page = people.at("周检查", f"/desk/departments/{HERE}", PHONE)
    page.click(f"form[action='{address}/approve'] button")
    page.wait_for_load_state()
    page.goto(f"{page.url.split('/desk')[0]}/desk/inspections/new?department={HERE}")
    page.locator("form label", has_text="基础设施维护").click()
    page.locator("form label:has(input[value=take])").click()
    page.fill("#amount", "0.5")
    page.fill("#reason", "路面破损两天未修")
    camera.take(page, "desk-inspect", height=1150)


def _names(people: People, camera: Camera) -> None:
    page = people.at("吴组织", "/desk/names")
    page.click("form[action='/desk/names/numbers'] button")
    page.wait_for_load_state()
    page = people.at("郑城建", "/desk/names")
    page.fill("textarea[name=names]", "王一\n李二")
    page.click(f"form[action='/desk/names/{HERE}/submit'] button")
    page.wait_for_load_state()
    page = people.at("冯主任", "/desk/names")
    page.click(f"form[action='/desk/names/{HERE}/consent'] button")
    page.wait_for_load_state()
    page = people.at("吴组织", "/desk/names")
    page.locator(f"#list-{HERE}").scroll_into_view_if_needed()
    camera.take(page, "desk-names")
