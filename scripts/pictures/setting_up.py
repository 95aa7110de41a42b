"""From nothing to slips: the pictures of the chapters before the meeting."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from scripts.pictures.camera import HALL, LAPTOP, PHONE, TABLET, Camera
from scripts.pictures.office import CHAIR, DEMO, DEPARTMENTS, PASSWORD, SCRUTINEER, Office

PASTE = """
(field, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}
"""


def set_up(office: Office, camera: Camera) -> Page:
    """Accounts, and the year set up in the browser; returns the organiser's page."""
    for name, role in ((CHAIR, "organiser"), (SCRUTINEER, "scrutineer")):
        office.do("staff", "add", name, "--role", role, "--password-stdin", stdin=PASSWORD)
    page = camera.page(f"{office.address}/console")
    camera.take(page, "sign-in", height=600)
    office.sign_in(page)
    page.goto(f"{office.address}/console/staff")
    camera.take(page, "accounts", height=720)
    page.goto(f"{office.address}/setup")
    page.wait_for_selector("#from-template")
    camera.take(page, "setup-start", height=520)
    page.click("#from-template")
    _fill_in(page, camera)
    page.goto(f"{office.address}/console")
    camera.take(page, "sessions", height=440)
    return page


def _fill_in(page: Page, camera: Camera) -> None:
    """The template with the office's own departments, loaded."""
    page.fill('[data-place="office.name"]', DEMO["office"]["name"])
    step = page.locator(".steps a")
    step.nth(1).click()
    cells = [f"{one['name']}\t{one['headcount']}\t{'是' if one.get('directly_led') else ''}" for one in DEPARTMENTS]
    first = page.locator('[data-place="departments[1].name"]')
    first.focus()
    first.evaluate(PASTE, "\n".join(cells))
    camera.take(page, "setup-departments", height=800)
    step.nth(4).click()
    page.set_viewport_size({"width": LAPTOP[0], "height": 2000})  # so that nothing sticks in the middle of the picture
    camera.take(page, "setup-sessions", of=page.locator(".review").first)
    page.set_viewport_size({"width": LAPTOP[0], "height": LAPTOP[1]})
    step.nth(6).click()
    page.wait_for_selector("#load:not([disabled])")
    page.evaluate("scrollTo(0, 0)")
    camera.take(page, "setup-check")
    page.click("#load")
    page.click("#load-now")
    page.wait_for_selector(".loaded")
    camera.take(page, "setup-loaded", of=page.locator(".loaded"))


def slips(office: Office, camera: Camera, page: Page, review: str) -> None:
    """Slips on the screen, on a tablet at the door, and on paper."""
    base = f"{office.address}/console/{review}"
    page.goto(f"{base}/slips")
    camera.take(page, "slips", height=900)
    tablet = camera.beside(page, f"{base}/hand-out", TABLET)
    tablet.locator(".hand-out-groups button").last.click()
    tablet.wait_for_selector(".hand-out-qr")
    camera.take(tablet, "hand-out")
    tablet.locator(".hand-out-acts .button-danger").click()
    tablet.wait_for_selector(".hand-out-qr", state="detached")
    tablet.close()
    paper = office.folder / f"slips-{review}.html"
    office.issue(review, paper)
    _sheet(camera, paper)


def _sheet(camera: Camera, paper: Path) -> None:
    page = camera.page(f"file://{paper}", (860, 700))
    camera.take(page, "slips-sheet")
    page.context.close()


def rehearsal(office: Office, camera: Camera, page: Page, review: str) -> None:
    """A rehearsal from its ten slips to the page of what is stored, thrown away in the end."""
    page.goto(f"{office.address}/console/{review}")
    page.click("form[action$='/rehearse'] button")
    page.wait_for_selector(".once")
    camera.take(page, "rehearsal")
    codes = [str(each).split("#")[1] for each in page.locator(".once a").evaluate_all("all => all.map((a) => a.href)")]
    page.click("main a.button-primary")
    page.click(".hero-do .button-primary")
    page.wait_for_selector(".hero-open")
    for number, code in enumerate(codes[:7]):
        office.cast(code, lambda _department, mark="EGGFEGE"[number]: mark)
    page.goto(page.url.split("?")[0] + "/stored")
    camera.take(page, "stored", height=960)
    page.click("form[action$='/end-rehearsal'] button")
    page.wait_for_url("**/console")


def before_the_opening(office: Office, camera: Camera, page: Page, review: str) -> None:
    """What phone, projector and console show until the chair opens."""
    page.goto(f"{office.address}/console/{review}")
    page.fill("#wifi", "Hall · 88886666")
    page.click("button[name=on][value='0']")
    camera.take(page, "run-waiting", height=640)
    screen = camera.page(office.do("screen", review).strip(), HALL)
    screen.wait_for_selector(".how")
    camera.take(screen, "projector-welcome")
    screen.context.close()
    phone = camera.page(office.ballot(next(iter(office.slips.values()))[0]), PHONE)
    phone.wait_for_selector(".state-mark")
    camera.take(phone, "phone-waiting")
    phone.context.close()
