"""The console as a clerk uses it: slips, the run of a meeting, the door, the tellers, a rehearsal, the result."""

from __future__ import annotations

import http.client
import json
import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.support.browser import Console, Meeting, plan_text, rest, violations
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD
from voting.actions.watch import look_by_name
from voting.actions.years import load_plan

pytestmark = pytest.mark.browser

NAMES = ("党政办", "社会事务办", "城建办")
LAPTOP = {"width": 1280, "height": 860, "touch": False}
TABLET = {"width": 1024, "height": 768}


@pytest.fixture
def console(room, watched):
    """``console(meeting, page)`` opens a page of the meeting, signed in as the organiser unless another is named."""

    def open_page(path="", *, name="organiser", password=ORGANISER_PASSWORD, size=LAPTOP, **how):
        who = Console(room, name, password)
        page = watched.open(f"{room.address}/staff/sign-in", **{**size, **how})
        page.context.add_cookies(who.cookies(room.address))
        page.goto(f"{room.address}/console{path}")
        return page

    return open_page


def not_issued(room, names=NAMES, **plan):
    """A meeting of a year of its own whose slips are still to be issued."""
    room.staff()
    year = next(room._years)
    load_plan(room.tools, plan_text(year, names, **plan))
    return Meeting(room, year, {})


def cast(room, code, marks):
    """A phone submits a ballot over HTTP."""
    line = http.client.HTTPConnection("127.0.0.1", room.office.port, timeout=30)
    try:
        body = json.dumps({"receipt": secrets.token_hex(16), "marks": marks})
        line.request("PUT", "/api/ballot", body, {"Authorization": f"Bearer {code}"})
        answer = line.getresponse()
        assert answer.status == 201, answer.read()
    finally:
        line.close()


def returned(page, group):
    return page.locator(f'[data-returned="{group}"]')


def state_of(meeting):
    return look_by_name(meeting.room.database, meeting.review, meeting.year).state


# A whole one-by-one session


def test_a_whole_session_is_run_from_one_page(room, console):
    meeting = not_issued(room, pace="one_by_one")
    page = console("/session/slips")

    # slips: the file comes once, and the page knows at once that they are issued
    with page.expect_download() as download:
        page.get_by_role("button", name="Page to print").first.click()
    html = download.value.path().read_text(encoding="utf-8")
    slips = re.findall(r'<p class="group">(.*?)</p>.*?<p class="code">([\w-]+)</p>', html, re.DOTALL)
    assert len(slips) == 32
    expect(page.locator("#notices")).to_contain_text("slips-session.html is in your downloads")
    expect(page.get_by_text("All slips of the plan are issued.")).to_be_visible()
    cadres = [code for group, code in slips if group == "机关干部"]
    leaders = [code for group, code in slips if group == "领导成员"]

    # the first department, with one button; what is typed elsewhere stays
    page.get_by_role("link", name="Run of the meeting").click()
    page.get_by_label("How to vote, with the Wi-Fi of the room").fill("LinXi-Mee")
    page.get_by_role("button", name="Open the first: 党政办").click()
    expect(page.locator(".hero-big")).to_have_text("党政办")
    wifi = page.get_by_label("How to vote, with the Wi-Fi of the room")
    expect(wifi).to_have_value("LinXi-Mee")
    wifi.press("End")
    page.keyboard.type("ting")
    for number, code in enumerate(cadres[:11]):
        cast(room, code, {"d1": "EGFP"[number % 4]})
    expect(returned(page, "cadres")).to_have_text("11")  # by itself, without a reload
    expect(wifi).to_be_focused()
    page.keyboard.type(", 12345678")
    expect(wifi).to_have_value("LinXi-Meeting, 12345678")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_role("button", name="Show", exact=True)).to_have_attribute("aria-pressed", "true")

    # a double click opens one department, not two
    page.get_by_role("button", name="Open next: 社会事务办").dblclick()
    expect(page.locator(".hero-big")).to_have_text("社会事务办")
    page.wait_for_timeout(1000)
    assert list(state_of(meeting).departments.values()) == ["open", "open", "waiting"]

    # the countdown runs here too, and says when it is over
    page.get_by_label("Countdown, minutes").fill("1")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(page.locator(".run-clock")).to_have_text(re.compile(r"^0:5\d$"))
    meeting.countdown(1)
    expect(page.locator(".run-clock")).to_have_text("Time is up")

    # pause and go on, from here and from elsewhere
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".run-badge")).to_have_text("paused")
    meeting.resume()
    expect(page.locator(".run-badge")).to_have_text("open")
    meeting.open("d3")
    expect(page.locator(".hero-big")).to_have_text("城建办")
    expect(page.get_by_text("All departments have been opened.")).to_be_visible()
    rest_of_them = {"d2": "G", "d3": "E"}
    for code in cadres[:11]:
        cast(room, code, rest_of_them)
    for number, code in enumerate(leaders[:11]):
        cast(room, code, {"d1": "EGF"[number % 3], "d2": "GE"[number % 2], "d3": "EG"[number % 2]})
    expect(returned(page, "leadership")).to_have_text("11")

    # the projector is set here
    page.get_by_role("button", name="Reveal at the end").click()
    expect(page.get_by_role("button", name="Reveal at the end")).to_have_attribute("aria-pressed", "true")

    # closing: the quorum is named, the scrutineer signs in beside; a wrong password closes nothing
    page.get_by_role("button", name="Close the session…").click()
    closing = page.locator(".closing")
    expect(closing).to_contain_text("Closing is for good and takes the scrutineer.")
    expect(closing).to_contain_text("The quorum is reached in every group.")
    closing.get_by_label("Scrutineer", exact=True).fill("scrutineer")
    closing.get_by_label("Scrutineer's password").fill("guessed")
    closing.get_by_role("button", name="Close for good").click()
    expect(page.locator("#notices")).to_have_text("The name or the password is not right.")
    expect(closing.get_by_label("Scrutineer", exact=True)).to_have_value("scrutineer")
    expect(closing.get_by_label("Scrutineer's password")).to_have_value("")
    page.wait_for_timeout(1000)
    closing.get_by_label("Scrutineer's password").fill(SCRUTINEER_PASSWORD)
    closing.get_by_label("Scrutineer's password").press("Enter")
    expect(page.locator(".hero-big")).to_have_text("Closed for good")
    assert state_of(meeting).state == "closed"

    # revealing goes on from here
    page.get_by_role("button", name="Reveal next").click()
    expect(page.get_by_text("Revealed: 1 of 3.")).to_be_visible()

    # the result: figures, charts, the way to the printed form
    page.get_by_role("link", name="Show the result").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("年终评议 · Result")
    expect(page.locator(".scores tbody tr")).to_have_count(3)
    bars = page.locator("#chart-scores svg")
    for row in page.locator(".scores tbody tr").all():
        expect(bars).to_contain_text(row.locator(".score").inner_text())
    # the cadres are of one mind about two departments: of those nothing but the score is shown
    assert page.locator(".scores .is-hidden").count() == 2
    expect(page.locator("#chart-groups svg")).to_contain_text("党政办")
    expect(page.locator("#chart-groups svg")).not_to_contain_text("城建办")
    expect(page.get_by_role("link", name="Print and sign")).to_be_visible()


def test_the_scrutineer_confirms_at_another_device_without_reloading(room, console):
    meeting = room.meeting(NAMES, pace="one_by_one")
    page = console("/session", name="scrutineer", password=SCRUTINEER_PASSWORD)
    expect(page.get_by_text("Nothing to confirm yet.")).to_be_visible()
    meeting.open("d1")
    organiser = console("/session")
    organiser.get_by_role("button", name="Close the session…").click()
    expect(page.locator(".closing")).to_contain_text("2 departments were never opened")
    expect(page.locator(".closing")).to_contain_text("All groups: 0 of 32, less than two thirds")
    page.get_by_role("button", name="Confirm the closing").click()
    expect(page.get_by_text("There is nothing to confirm.")).to_be_visible()
    expect(organiser.locator(".hero-big")).to_have_text("Closed for good")
    assert state_of(meeting).state == "closed"


def test_the_run_is_worked_with_the_keyboard_alone(room, console):
    meeting = room.meeting(NAMES, pace="one_by_one")
    page = console("/session")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    for opened in ("党政办", "社会事务办", "城建办"):
        while page.evaluate("!document.activeElement.matches('.hero .button-primary')"):
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator(".hero-big")).to_have_text(opened)
        expect(page.locator("#said")).to_contain_text(opened)  # and is said aloud
        page.wait_for_timeout(1000)
    assert state_of(meeting).speaking == "d3"


def test_a_lost_line_is_said_and_comes_back(room, console, watched):
    meeting = room.meeting(NAMES, pace="one_by_one")
    watched.forgive("net::ERR_INTERNET_DISCONNECTED", "WebSocket connection")
    page = console("/session")
    page.context.set_offline(True)
    expect(page.locator("#line")).to_contain_text("Not live", timeout=20_000)
    page.get_by_role("button", name="Open the first: 党政办").click()
    expect(page.locator("#notices")).to_contain_text("The server did not answer.")
    meeting.open("d1")
    page.context.set_offline(False)
    expect(page.locator(".hero-big")).to_have_text("党政办", timeout=20_000)
    expect(page.locator("#line")).to_be_hidden()


def test_a_slip_in_hand_is_scanned_and_replaced(room, console):
    meeting = room.meeting(NAMES)
    page = console("/session/slips")
    field = page.get_by_label("Codes, a line each")
    field.click()
    for code in (meeting.code(), meeting.code("leadership")):  # a scanner types the address and presses Enter
        page.keyboard.type(meeting.ballot(code))
        page.keyboard.press("Enter")
    expect(page.locator("#codes-read")).to_have_text("Codes read: 2.")
    page.keyboard.type("half a code")
    expect(page.locator("#codes-read")).to_contain_text("Not a code: half, a, code")
    for _ in "half a code":
        page.keyboard.press("Backspace")
    with page.expect_download() as download:
        page.get_by_role("button", name="Cancel and print new ones").click()
    assert download.value.path().read_text(encoding="utf-8").count('<article class="slip') == 2
    expect(field).to_have_value("")
    expect(page.locator("tfoot td").nth(1)).to_have_text("32")


# The door


def test_slips_are_handed_out_at_the_door(room, console, watched):
    meeting = not_issued(room)
    tablet = console("/session/hand-out", size=TABLET)
    tablet.get_by_role("button", name="机关干部").click()
    code = tablet.locator(".hand-out-code")
    expect(code).to_be_visible()
    first = code.inner_text().replace(" ", "").replace("\n", "")
    expect(tablet.locator(".hand-out-group")).to_have_text("机关干部")
    expect(tablet.get_by_role("img", name="QR code of a slip for 机关干部")).to_be_visible()

    # the phone comes: a calm check mark, then the next slip by itself
    phone = watched.open(meeting.ballot(first))
    expect(phone.get_by_role("heading", level=1)).to_have_text("The session has not opened yet")
    expect(tablet.locator(".hand-out-check")).to_be_visible()
    expect(tablet.locator(".hand-out-calm")).to_contain_text("The phone has come")
    expect(code).to_be_visible()
    second = code.inner_text().replace(" ", "").replace("\n", "")
    assert second != first
    expect(tablet.get_by_role("button", name="机关干部")).to_contain_text("issued 2 of 20")

    # nobody took the second: it is dead
    tablet.get_by_role("button", name="Nobody took it: cancel").click()
    expect(tablet.get_by_text("The slip was cancelled.")).to_be_visible()
    watched.forgive("status of 401")
    dead = watched.open(meeting.ballot(second))
    expect(dead.get_by_role("heading", level=1)).to_have_text("This ballot slip is not known or was cancelled")

    # another group is at the door while a slip is shown: it is asked what became of it
    tablet.get_by_role("button", name="机关干部").click()
    expect(code).to_be_visible()
    tablet.get_by_role("button", name="领导成员").click()
    tablet.get_by_role("button", name="No, cancel it").click()
    expect(tablet.locator(".hand-out-group")).to_have_text("领导成员")
    expect(tablet.get_by_role("button", name="机关干部")).to_contain_text("issued 1 of 20")

    # whoever leaves the page leaves no slip behind that nobody has
    expect(code).to_be_visible()
    third = code.inner_text().replace(" ", "").replace("\n", "")
    tablet.goto(f"{room.address}/console/session")
    expect(tablet.locator('[data-issued="leadership"]')).to_have_text("0")
    dead.goto("about:blank")
    dead.goto(meeting.ballot(third))
    expect(dead.get_by_role("heading", level=1)).to_have_text("This ballot slip is not known or was cancelled")


def test_after_the_opening_the_scrutineer_allows_the_tablet(room, console):
    meeting = room.meeting(NAMES)
    meeting.open()
    tablet = console("/session/hand-out", size=TABLET)
    tablet.get_by_label("Scrutineer", exact=True).fill("scrutineer")
    tablet.get_by_label("Scrutineer's password").fill(SCRUTINEER_PASSWORD)
    tablet.get_by_role("button", name="Allow this tablet").click()
    tablet.get_by_role("button", name="机关干部").click()
    expect(tablet.locator(".hand-out-code")).to_be_visible()
    expect(tablet.get_by_text("All slips of the plan are issued for this group.")).to_be_visible()


# The tellers


def type_pile(page, *ballots):
    for ballot in ballots:
        page.keyboard.type(ballot)
        page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")


def begin(page, group="机关干部"):
    page.get_by_label("Voter group of this pile").select_option(group)
    page.get_by_label("First teller").fill("王敏")
    page.get_by_label("Second teller").fill("李强")
    page.get_by_role("button", name="Start typing").click()


def kept(page):
    return page.evaluate("Object.keys(sessionStorage).filter((name) => name.startsWith('paper:'))")


def test_two_tellers_type_a_pile_and_the_paper_decides_where_they_differ(room, console):
    meeting = room.meeting(NAMES, pace="one_by_one")
    meeting.open()
    meeting.pause()
    page = console("/session/paper")
    begin(page)
    expect(page.locator(".typing")).to_be_focused()
    page.keyboard.type("12")
    expect(page.locator(".typing-now strong")).to_have_text("城建办")

    page.reload()  # nothing that was typed is lost
    expect(page.locator(".typing-now strong")).to_have_text("城建办")
    type_pile(page, "0", "gfe", "x11")  # by number and by letter; the third has an unreadable mark
    expect(page.get_by_role("heading", level=2)).to_have_text("Ballots typed: 3. Now 李强 types the same pile.")
    expect(page.locator("#paper")).not_to_contain_text("优秀")  # what was typed first is not to be seen
    page.get_by_role("button", name="I am 李强: start").click()
    type_pile(page, "120", "213", "x11")  # the second ballot differs in two places

    rows = page.locator(".differences tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("Ballot 2社会事务办")
    expect(rows.nth(1)).to_contain_text("Ballot 2城建办")
    enter = page.get_by_role("button", name="Enter the pile: 3")
    expect(enter).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("Still to decide: 2")).to_be_visible()
    page.keyboard.press("1")  # the first difference has the focus: the first teller was right
    expect(rows.nth(1).get_by_role("button").first).to_be_focused()
    page.keyboard.press("2")  # here the second
    expect(enter).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=2)).to_have_text("Entered: 3 · 机关干部")
    expect(page.locator("#paper")).to_contain_text("a mark off the scale: 1")
    assert kept(page) == []
    snapshot = look_by_name(room.database, "session", meeting.year)
    assert (snapshot.tally.turnout["cadres"].valid, snapshot.tally.turnout["cadres"].void) == (2, 1)
    paper = [row for row in paper_counters(room) if row[0] == f"{meeting.year}/session"]
    assert sorted((row[2], row[3], row[4]) for row in paper if row[4]) == [
        ("d1", "E", 1), ("d1", "G", 1), ("d2", "F", 1), ("d2", "G", 1), ("d3", "F", 1), ("d3", "abstain", 1),
    ]  # fmt: skip


def paper_counters(room):
    with room.database.reading() as door:
        return [tuple(row.values()) for row in door.rows("SELECT review, grp, department, mark, n FROM paper_counter")]


def test_piles_of_different_length_lead_back_to_the_typing(room, console):
    meeting = room.meeting(NAMES, pace="one_by_one")
    meeting.open()
    meeting.pause()
    page = console("/session/paper")
    begin(page)
    type_pile(page, "111", "222")
    page.get_by_role("button", name="I am 李强: start").click()
    type_pile(page, "111")
    expect(page.get_by_text("王敏 typed 2, 李强 typed 1 ballots.")).to_be_visible()
    page.get_by_role("button", name="Back to 李强's typing").click()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    page.keyboard.press("Enter")  # to the next ballot
    type_pile(page, "222")
    expect(page.get_by_text("Both piles agree.")).to_be_visible()


def test_points_are_typed_with_enter_and_paper_waits_for_the_pause(room, console, watched):
    meeting = room.meeting(NAMES, scale="hundred", cap=1)
    meeting.open()
    page = console("/session/paper")
    expect(page.get_by_text("Paper ballots are entered while the session is paused.")).to_be_visible()

    def type_points():
        for points in ("95", "8", "100"):
            page.keyboard.type(points)
            page.keyboard.press("Enter")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowRight")
        page.keyboard.type("80")  # mended: typing anew replaces what stands there
        page.keyboard.press("Control+Enter")

    begin(page, "领导成员")
    type_points()
    page.get_by_role("button", name="I am 李强: start").click()
    type_points()
    watched.forgive("status of 400")
    page.get_by_role("button", name="Enter the pile: 1").click()
    expect(page.get_by_role("alert")).to_have_text("Paper ballots are entered while the session is paused.")
    meeting.pause()
    page.get_by_role("button", name="Enter the pile: 1").click()
    expect(page.locator("#paper")).to_contain_text("too many top marks: 1")  # 95 and 100, and only one is allowed


# A rehearsal


def test_a_rehearsal_shows_the_room_all_that_is_stored(room, console):
    room.meeting(NAMES, pace="one_by_one")
    page = console("/session")
    page.get_by_role("button", name="Start a rehearsal").click()
    expect(page.locator(".rehearsal-band")).to_contain_text("REHEARSAL")
    links = page.locator(".once a")
    expect(links).to_have_count(10)
    codes = [link.split("#")[1] for link in links.evaluate_all("all => all.map((each) => each.href)")]
    page.get_by_role("link", name="On to the run of the rehearsal").click()
    page.get_by_role("button", name="Open the first: 党政办").click()
    expect(page.locator(".hero-big")).to_have_text("党政办")

    page.get_by_role("link", name="What is stored", exact=True).click()
    counters = page.locator(".stored-tables table").first
    expect(counters).to_contain_text("Nothing yet.")
    cast(room, codes[0], {"d1": "E"})
    expect(counters.locator("tbody tr")).to_have_count(1)  # by itself
    expect(counters).to_contain_text("being filled")
    expect(page.locator(".stored-tables")).not_to_contain_text(codes[0])
    shown = page.locator(".stored-tables td code").all_inner_texts()
    assert len(shown) == 12  # ten slips, one submission with its receipt
    assert all(re.fullmatch(r"[0-9a-f]{8}…", each) for each in shown)

    page.get_by_role("button", name="Throw the rehearsal away").click()
    expect(page).to_have_url(f"{room.address}/console")
    expect(page.get_by_text("Rehearsals")).to_have_count(0)


# How it looks


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [1280, 768])
def test_with_sixty_departments_nothing_runs_out_of_the_page(room, console, language, width):
    names = [f"第{number}综合行政执法和应急管理中心" for number in range(1, 61)]
    meeting = room.meeting(names, pace="one_by_one")
    meeting.open("d1")
    page = console("/session", size={**LAPTOP, "width": width}, language=language)
    expect(page.locator(".department")).to_have_count(60)
    for path in ("", "/slips", "/hand-out", "/paper"):
        page.goto(f"{room.address}/console/session{path}")
        assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth"), path


def test_axe_finds_nothing_on_any_page_in_either_theme(room, console):
    meeting = room.meeting(NAMES, pace="one_by_one")
    page = console()
    found = []

    def look(name, path=None, ready="main"):
        if path is not None:
            page.goto(f"{room.address}{path}")
        expect(page.locator(ready).first).to_be_visible()
        for fold in page.locator("details").all():
            fold.evaluate("fold => { fold.open = true }")
        for theme in ("light", "dark"):
            page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
            page.evaluate("dispatchEvent(new Event('looks'))")
            rest(page)
            found.extend(f"{name}, {theme}: {each}" for each in violations(page))

    look("home", "/console")
    look("waiting", "/console/session")
    look("slips", "/console/session/slips")
    look("desk", "/desk")
    meeting.open("d1", "d2")
    meeting.countdown(600)
    look("open", "/console/session")
    look("hand-out, locked", "/console/session/hand-out")
    meeting.pause()
    look("paper", "/console/session/paper", "#paper form")
    begin(page)
    page.keyboard.type("1x")
    look("typing", ready=".typing")
    page.keyboard.type("0")
    page.keyboard.press("Control+Enter")
    look("handing over", ready=".paper-calm")
    page.get_by_role("button", name="I am 李强: start").click()
    page.keyboard.type("2x0")
    page.keyboard.press("Control+Enter")
    look("comparing", ready=".differences")
    Console(room, "organiser", ORGANISER_PASSWORD).do("session", "ask-to-close")
    look("closing", "/console/session", ".closing")
    page.goto(f"{room.address}/console/session")
    page.get_by_role("button", name="Start a rehearsal").click()
    look("slips of a rehearsal", ready=".once")
    look("a rehearsal", "/console/rehearsal-session")
    look("what is stored", "/console/rehearsal-session/stored")
    look("the door", "/console/rehearsal-session/hand-out", ".hand-out-groups")
    page.get_by_role("button", name="机关干部").click()
    look("a slip at the door", ready=".hand-out-qr")
    meeting.close()
    look("closed", "/console/session")
    look("result", "/console/session/result")
    assert found == []
