"""Every page in both languages and both themes: axe-core finds nothing, nothing is cut off, nothing is too small."""

from __future__ import annotations

import hashlib
import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import VENDOR, Console, rest, violations
from tests.support.http import NOBODYS_CODE
from tests.support.world import ORGANISER_PASSWORD

pytestmark = pytest.mark.browser

EIGHT = (
    "党政办",
    "人大工作处办公室",
    "社会事务办",
    "退役军人服务站和党群服务中心",
    "城建办",
    "财政所",
    "司法所",
    "安监办",
)
LANGUAGES = ("zh", "en")
COLOURS = ("color-contrast", "link-in-text-block")
PHONES = {"upright": (320, 640, ""), "upright, larger type": (320, 640, "large"), "across": (740, 360, "")}

CROWDED = """
([smallest, least]) => {
    const found = [], seen = (e) => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest(".sr-only");
    if (document.scrollingElement.scrollWidth > innerWidth) found.push("scrolls sideways");
    for (const e of document.querySelectorAll("button, a.button, .grade, .choice, input[type=text]")) {
        const box = e.getBoundingClientRect();
        if (seen(e) && (box.width < least - .5 || box.height < least - .5)) found.push(`small target: ${e.outerHTML.slice(0, 80)}`);
        if (seen(e) && (box.left < -1 || box.right > innerWidth + 1)) found.push(`cut off: ${e.outerHTML.slice(0, 80)}`);
    }
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const e = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !seen(e) || e.closest("script, noscript")) continue;
        if (parseFloat(getComputedStyle(e).fontSize) < smallest) found.push(`small type: ${walk.currentNode.data.slice(0, 40)}`);
        const range = document.createRange();
        range.selectNodeContents(walk.currentNode);
        const box = range.getBoundingClientRect();
        if (box.width && (box.left < -1 || box.right > innerWidth + 1)) found.push(`text cut off: ${walk.currentNode.data.slice(0, 40)}`);
    }
    return [...new Set(found)];
}
"""


class Eye:
    """Looks at a page state after state, and keeps what is wrong with it."""

    def __init__(self):
        self.faults = []
        self.seen = 0

    def axe(self, page, name):
        """Both themes, as the switch sets them; the second can only break what has to do with colours."""
        before = page.locator("html").get_attribute("data-theme")
        for theme, rules in (("light", ()), ("dark", COLOURS)):
            page.evaluate(
                "theme => { document.documentElement.dataset.theme = theme; dispatchEvent(new Event('looks')) }", theme
            )
            rest(page)
            self.faults += [f"{name}, {theme}: {found}" for found in violations(page, *rules)]
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", before)
        self.seen += 1

    def phone(self, page, name):
        """Axe, and the narrowest screens, with larger type, and lying on the side."""
        self.axe(page, name)
        size = page.viewport_size
        for how, (width, height, kind) in PHONES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.evaluate("kind => { document.documentElement.dataset.type = kind }", kind)
            rest(page)
            self.faults += [f"{name}, {how}: {found}" for found in page.evaluate(CROWDED, [18, 48])]
        page.set_viewport_size(size)

    def screen(self, page, name):
        """Axe, and nothing that would have to be scrolled, at both sizes of projectors."""
        self.axe(page, name)
        for width, height in ((1920, 1080), (1280, 720)):
            page.set_viewport_size({"width": width, "height": height})
            rest(page)
            rem = height * 0.022222
            self.faults += [f"{name}, {width}: {found}" for found in page.evaluate(CROWDED, [0.94 * rem, 0])]
            if page.evaluate(
                "[...document.querySelectorAll('#screen, .stage, .panel-large, .foot')].some(e => e.scrollHeight > e.clientHeight + 1)"
            ):
                self.faults.append(f"{name}, {width}: something does not fit")


@pytest.fixture
def eye():
    found = Eye()
    yield found
    assert found.seen
    assert "\n".join(found.faults) == ""


def ranked(voter, place):
    """Marks that give every department another score."""
    return "E" if voter < place + 2 else "GFP"[voter % 3]


def tap(page, department, grade):
    page.locator(f"#row-{department} .grade").nth(grade).click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phone_together(room, phone, watched, eye, language):
    watched.forgive("ERR_INTERNET_DISCONNECTED", "WebSocket connection")
    meeting = room.meeting(EIGHT, cap=2, all_same=True)
    page = phone(meeting, language=language)
    expect(page.locator(".state-mark")).to_be_visible()
    eye.phone(page, "waiting")
    meeting.open()
    expect(page.locator(".mark-row")).to_have_count(8)
    eye.phone(page, "fill")
    for n in (1, 2, 3):
        tap(page, f"d{n}", 0)
    eye.phone(page, "over the cap")
    tap(page, "d3", 4)
    page.locator(".dock > .button").click()
    expect(page.locator(".review-list")).to_be_visible()
    eye.phone(page, "review")
    page.get_by_role("checkbox").check()
    page.context.set_offline(True)
    page.locator(".dock .button-primary").click()
    expect(page.locator(".state-mark-warn")).to_be_visible()
    eye.phone(page, "no network")
    page.context.set_offline(False)
    expect(page.locator(".state-mark-good")).to_be_visible()
    eye.phone(page, "counted")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phone_on_points(room, phone, eye, language):
    meeting = room.meeting(EIGHT, scale="hundred", cap=1)
    meeting.open()
    page = phone(meeting, language=language)
    page.fill("#row-d1 .points-number", "95")
    page.fill("#row-d2 .points-number", "96")
    page.fill("#row-d3 .points-number", "101")
    eye.phone(page, "points")
    meeting.pause()
    expect(page.locator(".notice-warn strong")).to_be_visible()
    eye.phone(page, "paused")
    meeting.close()
    expect(page.locator(".state-mark")).to_be_visible()
    eye.phone(page, "closed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phone_one_by_one(room, phone, eye, language):
    meeting = room.meeting(EIGHT, pace="one_by_one")
    meeting.open("d4")
    page = phone(meeting, language=language)
    expect(page.locator(".mark-row")).to_have_count(1)
    eye.phone(page, "one")
    page.locator(".dock > .button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    eye.phone(page, "one without a mark")
    tap(page, "d4", 1)
    page.locator(".dock > .button").click()
    expect(page.locator(".state-mark-good")).to_be_visible()
    eye.phone(page, "next")
    meeting.open("d1")
    meeting.open("d2")
    expect(page.locator(".mark-row")).to_have_count(2)
    eye.phone(page, "two are open")
    meeting.annul()
    expect(page.locator(".state-mark-bad")).to_be_visible()
    eye.phone(page, "annulled")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_phone_without_a_ballot(room, watched, eye, language):
    watched.forgive("status of 401")
    page = watched.open(f"{room.address}/", language=language)
    eye.phone(page, "enter")
    page.locator("#code").fill("ABCU")
    page.locator("button[type=submit]").click()
    expect(page.get_by_role("alert")).not_to_be_empty()
    eye.phone(page, "enter, a wrong letter")
    for name, address in (("no code", "/b"), ("unknown code", f"/b#{NOBODYS_CODE}")):
        page = watched.open(room.address + address, language=language)
        expect(page.locator(".state-mark")).to_be_visible()
        eye.phone(page, name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_projector(room, projector, eye, language):
    meeting = room.meeting(
        EIGHT, groups={"leadership": (40, 20), "heads": (30, 20), "deputies": (10, 20), "cadres": (20, 20)}
    )
    meeting.help(on=False, wifi="Linxi-Hall · 88886666")
    page = projector(meeting, language=language)
    expect(page.locator(".how-code")).to_be_visible()
    eye.screen(page, "welcome")
    meeting.open()
    meeting.everybody(*[f"d{n}" for n in range(1, 9)], each=9, mark=ranked)
    meeting.countdown(600)
    expect(page.locator(".clock-large")).to_be_visible()
    eye.screen(page, "turnout")
    meeting.speaking("d4")
    expect(page.locator(".panel-held")).to_be_visible()
    eye.screen(page, "speaking, held back")
    for group in meeting.slips:
        meeting.votes(group, [{f"d{n}": ranked(voter, n) for n in range(1, 9)} for voter in range(9, 20)])
    expect(page.locator(".marks-chart")).to_be_visible()
    eye.screen(page, "speaking")
    meeting.speaking(None)
    meeting.arrange("score")
    expect(page.locator(".panel-large")).to_have_count(0)
    eye.screen(page, "tally by score")
    meeting.help(on=True, wifi="Linxi-Hall · 88886666")
    expect(page.locator(".overlay .how-code")).to_be_visible()
    eye.axe(page, "how to vote")
    meeting.help(on=False)
    page.keyboard.press("?")
    eye.axe(page, "keys")
    page.keyboard.press("Escape")
    meeting.mode("reveal")
    expect(page.locator(".turnout.is-big")).to_be_visible()
    eye.screen(page, "before the reveal")
    meeting.close()
    expect(page.locator(".is-sealed")).to_be_visible()
    eye.screen(page, "sealed")
    page.keyboard.press("Space")
    expect(page.locator(".is-reveal")).to_be_visible()
    eye.screen(page, "revealing")
    for _ in range(7):
        page.keyboard.press("Space")
    expect(page.locator(".panel-large")).to_have_class(re.compile("is-first"))
    eye.screen(page, "the first")
    page.keyboard.press("Space")
    expect(page.locator(".panel-large")).to_have_count(0)
    eye.screen(page, "result")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_projector_without_a_session(room, projector, watched, eye, language):
    watched.forgive("status of 404")
    meeting = room.meeting()
    meeting.open()
    meeting.annul()
    page = projector(meeting, language=language)
    expect(page.locator(".sentence")).to_be_visible()
    eye.screen(page, "annulled")
    page = watched.open(
        f"{room.address}/screen/session#another", width=1280, height=720, touch=False, language=language
    )
    expect(page.locator(".sentence p")).to_be_visible()
    eye.screen(page, "refused")


@pytest.mark.parametrize("language", LANGUAGES)
def test_signing_in_the_run_of_a_session_and_its_result(room, watched, eye, language):
    organiser = Console(room, "organiser", ORGANISER_PASSWORD)
    eye.axe(watched.open(f"{room.address}/staff/sign-in", width=1280, touch=False, language=language), "sign-in")
    meeting = room.meeting()
    page = watched.open(f"{room.address}/staff/sign-in", width=1280, height=900, touch=False, language=language)
    page.context.add_cookies(organiser.cookies(room.address))
    run = f"{room.address}/console/session"
    page.goto(run)
    eye.axe(page, "run, not open yet")
    meeting.open()
    meeting.everybody("d1", "d2", "d3", each=11, mark=ranked)
    page.goto(run)
    eye.axe(page, "run, open")
    meeting.close()
    page.goto(run)
    eye.axe(page, "run, closed")
    page.goto(f"{run}/result")
    eye.axe(page, "result")


def test_axe_is_the_file_that_was_checked_in():
    row = re.search(r"\| axe\.min\.js \| (\w{64}) \|", (VENDOR / "README.md").read_text())
    assert row
    assert hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest() == row[1]
