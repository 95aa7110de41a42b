"""The two sessions of the year, from the opening to the printed result."""

from __future__ import annotations

from playwright.sync_api import Page

from scripts.pictures.camera import HALL, PHONE, Camera
from scripts.pictures.office import DEPARTMENTS, PASSWORD, SCRUTINEER, Office

GRADES = "11231241123112132412"  # what the tellers of a picture type, one key a department
REPORTS = 6  # so many departments have reported when the pictures of the meeting are taken


def half_year(office: Office, camera: Camera, page: Page) -> None:
    """All departments on one ballot, on points: the phone, and the result."""
    office.issue("half-year", office.folder / "slips-half-year.html")
    office.do("open", "half-year")
    phone = camera.page(office.ballot(next(iter(office.slips.values()))[0]), PHONE)
    field = phone.locator(".points-number")
    for number, points in enumerate(("88", "76", "91")):
        field.nth(number).fill(points)
    phone.evaluate("scrollTo(0, 0)")
    camera.take(phone, "phone-points")
    for number in range(3, len(DEPARTMENTS) - 2):
        field.nth(number).fill(str(70 + number))
    phone.click(".dock > .button")
    phone.wait_for_selector(".review-list")
    camera.take(phone, "phone-check")
    phone.check("input[type=checkbox]")
    phone.click(".dock .button-primary")
    phone.wait_for_selector(".state-mark-good")
    camera.take(phone, "phone-counted")
    phone.context.close()
    office.vote(0.94, office.points)
    office.do("close", "half-year", "--scrutineer", SCRUTINEER, stdin=PASSWORD)
    page.goto(f"{office.address}/console/half-year/result")
    page.wait_for_timeout(1200)
    camera.take(page, "result", height=900)


def year_end(office: Office, camera: Camera, page: Page) -> None:
    """One department after another: console, projector and phone side by side."""
    console = f"{office.address}/console/year-end"
    page.goto(console)
    page.click(".hero-do .button-primary")
    page.wait_for_selector(".hero-open")
    phone = camera.page(office.ballot(next(iter(office.slips.values()))[0]), PHONE)
    phone.locator(".grade").nth(1).click()
    camera.take(phone, "phone-one")
    departments = office.departments()
    for department in departments[1 : REPORTS - 1]:
        office.vote(0.95)
        office.do("open", "year-end", department)
    phone.locator(".mark-row").nth(REPORTS - 2).wait_for()
    for row, grade in ((0, 1), (1, 0)):
        phone.locator(".mark-row").nth(row).locator(".grade").nth(grade).click()
    phone.evaluate("scrollTo(0, 0)")
    camera.take(phone, "phone-grades")
    phone.context.close()
    screen = camera.page(office.do("screen", "year-end").strip(), HALL)
    office.do("open", "year-end", departments[REPORTS - 1])
    screen.wait_for_selector(".panel-held")
    office.vote(0.2)
    camera.take(screen, "projector-held")
    office.vote(0.95)
    screen.wait_for_selector(".marks-chart")
    screen.wait_for_timeout(1500)
    camera.take(screen, "projector-speaking")
    screen.keyboard.press("m")
    camera.take(screen, "projector-turnout")
    screen.keyboard.press("m")
    screen.keyboard.press("m")
    page.goto(console)
    page.fill("#minutes", "5")
    page.locator("form[action$='/countdown'] button").first.click()
    page.wait_for_selector(".run-clock")
    camera.take(page, "run", height=1000)
    _paper(camera, page, console)
    office.do("open", "year-end")
    office.vote(0.95)
    _close(camera, page, console, screen)


def _paper(camera: Camera, page: Page, console: str) -> None:
    """Two tellers type a pile of two; they differ in one place. The pile is discarded: it was for the picture."""
    page.click("form[action$='/pause'] button")
    page.wait_for_selector(".hero-paused")
    page.goto(f"{console}/paper")
    page.locator("#group").select_option(index=2)
    page.fill("#first", "王敏")
    page.fill("#second", "李强")
    page.click("#paper .button-primary")
    page.wait_for_selector(".typing")
    for pile in ((GRADES, GRADES[::-1]), (GRADES, "3" + GRADES[-2::-1])):
        for ballot in pile:
            page.keyboard.type(ballot)
            if pile[0] is GRADES and ballot == GRADES and not page.locator(".differences").count():
                camera.take(page, "paper-typing")
            page.keyboard.press("Enter")
        page.keyboard.press("Control+Enter")
        if page.locator(".paper-calm").count():
            page.click(".paper-calm .button-primary")
    page.wait_for_selector(".differences")
    camera.take(page, "paper-compare")
    page.on("dialog", lambda dialog: dialog.accept())
    page.click(".paper-discard button")
    page.goto(console)
    page.locator(".hero-do .button-primary").click()
    page.wait_for_selector(".hero-open")


def _close(camera: Camera, page: Page, console: str, screen: Page) -> None:
    """Reveal at the end is chosen, two people close, and the projector goes from the last rank to the first."""
    page.goto(console)
    page.click("button[name=mode][value=reveal]")
    page.wait_for_selector("button[name=mode][value=reveal][aria-pressed=true]")
    page.click("form[action$='/ask-to-close'] button")
    page.wait_for_selector("#close-name")
    page.fill("#close-name", SCRUTINEER)
    page.fill("#close-password", PASSWORD)
    camera.take(page, "closing", height=800)
    page.click("form[action$='/close'] button")
    page.wait_for_selector(".hero-closed")
    camera.take(page, "run-closed", height=900)
    screen.wait_for_selector(".is-sealed")
    for _ in range(len(DEPARTMENTS) - 2):
        screen.keyboard.press("Space")
    screen.wait_for_timeout(1500)
    camera.take(screen, "projector-reveal")
    screen.keyboard.press("Space")
    screen.keyboard.press("Space")
    screen.wait_for_timeout(1500)
    camera.take(screen, "projector-first")
    screen.keyboard.press("Space")
    screen.wait_for_timeout(1500)
    camera.take(screen, "projector-result")
    form = camera.beside(page, f"{console}/form", (1000, 1000))
    camera.take(form, "form", height=920)
    form.close()


def standing(office: Office, camera: Camera, page: Page) -> None:
    """The yearly total, once points of the other components are there."""
    rows = ["department,component,points,note"]
    for number, department in enumerate(office.departments()):
        rows += [f"{department},daily,{60 + number * 7 % 10},", f"{department},standardisation,{24 + number * 5 % 6},"]
    points = office.folder / "points.csv"
    points.write_text("\n".join(rows), encoding="utf-8")
    office.do("assess", str(points))
    page.goto(f"{office.address}/desk")
    camera.take(page, "standing", height=800)
