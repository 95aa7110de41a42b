"""The phone in a real browser: marking, checking, submitting, and everything that can go wrong on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.http import NOBODYS_CODE

pytestmark = pytest.mark.browser

EIGHT = tuple(f"第{n}科" for n in "一二三四五六七八")
GRADE_NAMES = ("优秀", "良好", "一般", "较差", "Abstain")


def tap(page, department, grade):
    """Marks a department; grades by their place in the row, the last one abstains."""
    page.locator(f"#row-{department} .grade").nth(grade).click()


def chosen(page):
    """The marks as the page shows them, by department."""
    rows = page.locator(".mark-row").all()
    return {row.get_attribute("id")[4:]: row.locator("input:checked + span").all_inner_texts() for row in rows}


def check(page):
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="Check your ballot")).to_be_visible()


def submit(page):
    page.get_by_role("button", name="Submit ballot").click()


def says(page, heading):
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_marks_survive_a_reload_after_every_step(room, phone):
    meeting = room.meeting()
    meeting.open()
    page = phone(meeting)
    marks = {"d1": "优秀", "d2": "较差", "d3": "Abstain"}
    so_far = {name: [] for name in marks}
    for department, name in marks.items():
        tap(page, department, GRADE_NAMES.index(name))
        so_far[department] = [name]
        page.reload()
        expect(page.locator(".mark-row")).to_have_count(3)
        assert chosen(page) == so_far
    check(page)
    page.reload()
    says(page, "Mark every department")
    assert chosen(page) == so_far
    check(page)
    submit(page)
    says(page, "Your ballot has been counted")
    page.reload()
    says(page, "Your ballot has been counted")
    assert meeting.counted("d1") | meeting.counted("d2") == {"E": 1, "P": 1}
    assert meeting.counted("d3") == {"abstain": 1}


def test_a_network_cut_in_mid_ballot_waits_and_is_counted_by_itself(room, phone, watched):
    watched.forgive("ERR_INTERNET_DISCONNECTED", "WebSocket connection")
    meeting = room.meeting()
    meeting.open()
    page = phone(meeting)
    tap(page, "d1", 0)
    page.context.set_offline(True)
    tap(page, "d2", 1)
    tap(page, "d3", 2)
    check(page)
    submit(page)
    says(page, "Waiting for the network")
    expect(page.locator("#live")).to_have_text("Waiting for the network")
    assert meeting.returned() == 0
    page.context.set_offline(False)
    says(page, "Your ballot has been counted")
    assert meeting.returned() == 1


def test_a_ballot_whose_answer_is_lost_is_sent_again_and_counted_once(room, phone, watched):
    watched.forgive("net::ERR_FAILED")
    meeting = room.meeting()
    meeting.open()
    page = phone(meeting)
    answers = []

    def lose_the_first(route):
        if route.request.method != "PUT":
            route.continue_()
            return
        answers.append(route.fetch().status)
        route.abort() if len(answers) == 1 else route.continue_()

    page.route("**/api/ballot", lose_the_first)
    for department in ("d1", "d2", "d3"):
        tap(page, department, 1)
    check(page)
    submit(page)
    says(page, "Your ballot has been counted")
    assert answers[:2] == [201, 200]
    assert (meeting.returned(), meeting.counted("d1")) == (1, {"G": 1})


def test_the_same_slip_on_another_phone_says_counted_and_who_to_tell(room, phone, watched):
    watched.forgive("status of 409")
    meeting = room.meeting()
    meeting.open()
    code = meeting.code()
    first, second = phone(meeting, code), phone(meeting, code)
    for page in (first, second):
        for department in ("d1", "d2", "d3"):
            tap(page, department, 0)
        check(page)
    submit(first)
    says(first, "Your ballot has been counted")
    submit(second)
    says(second, "Your ballot has been counted")
    expect(second.get_by_text("tell a scrutineer")).to_be_visible()
    third = phone(meeting, code)
    says(third, "Your ballot has been counted")
    assert (meeting.returned(), meeting.counted("d1")) == (1, {"E": 1})


def test_the_cap_is_counted_down_while_filling_and_stops_before_the_submit(room, phone):
    meeting = room.meeting(EIGHT, cap=2)
    meeting.open()
    page = phone(meeting)
    cap = page.locator(".dock-cap")
    for n, expected in enumerate(("优秀 0/2", "优秀 1/2", "优秀 2/2")):
        expect(cap).to_have_text(expected)
        expect(cap).to_be_in_viewport(ratio=1)
        tap(page, f"d{n + 1}", 0)
    expect(cap).to_have_text("优秀 3/2")
    expect(page.locator("#row-d3").get_by_role("alert")).to_have_text(
        "Only 2 departments may get “优秀”; this would be number 3. Please change this one or another."
    )
    page.get_by_role("button", name="Check").click()
    says(page, "Mark every department")
    tap(page, "d1", 1)
    expect(page.get_by_role("alert")).to_have_count(0)
    check(page)


def test_a_ballot_of_one_mark_for_all_is_stopped_before_the_submit(room, phone):
    meeting = room.meeting(all_same=True)
    meeting.open()
    page = phone(meeting)
    for department in ("d1", "d2", "d3"):
        tap(page, department, 1)
    expect(page.get_by_role("alert").filter(has_text="same mark")).to_be_visible()
    page.get_by_role("button", name="Check").click()
    says(page, "Mark every department")
    tap(page, "d3", 2)
    expect(page.get_by_role("alert")).to_have_count(0)
    check(page)


def test_departments_without_a_mark_are_confirmed_as_abstentions(room, phone):
    meeting = room.meeting(EIGHT)
    meeting.open()
    page = phone(meeting)
    tap(page, "d2", 0)
    check(page)
    expect(page.get_by_role("button", name="Submit ballot")).to_be_disabled()
    expect(page.get_by_text("Departments without a mark: 7.")).to_be_visible()
    assert page.locator(".review-list b").all_inner_texts() == ["no mark yet", "优秀", *["no mark yet"] * 6]
    page.get_by_role("checkbox").check()
    submit(page)
    says(page, "Your ballot has been counted")
    assert (meeting.counted("d1"), meeting.counted("d2")) == ({"abstain": 1}, {"E": 1})


def test_all_twenty_marks_stand_on_one_screen_before_the_submit(room, phone):
    meeting = room.meeting([f"部门{n}" for n in range(1, 21)])
    meeting.open()
    page = phone(meeting, height=740)
    for n in range(1, 21):
        tap(page, f"d{n}", n % 5)
    check(page)
    edge = page.locator(".dock").bounding_box()["y"]
    boxes = [row.bounding_box() for row in page.locator(".review-list li").all()]
    assert len(boxes) == 20
    assert boxes[0]["y"] >= 0
    assert boxes[-1]["y"] + boxes[-1]["height"] <= edge + 1
    expect(page.get_by_text("Submitting is final")).to_be_in_viewport(ratio=1)


def test_the_counted_page_tells_nothing_of_what_was_voted(room, phone):
    meeting = room.meeting()
    meeting.open()
    page = phone(meeting)
    for department, grade in (("d1", 0), ("d2", 1), ("d3", 2)):
        tap(page, department, grade)
    check(page)
    submit(page)
    says(page, "Your ballot has been counted")

    def traces():
        shown = page.locator("body").inner_text()
        kept = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
        return [word for word in (*GRADE_NAMES, "党政办", "ballot:") if word in shown + kept]

    assert traces() == []
    page.go_back()
    assert traces() == []
    page.go_forward()
    assert traces() == []


def test_no_colour_tells_a_mark(room, phone):
    meeting = room.meeting(EIGHT)
    meeting.open()
    page = phone(meeting)
    for n in range(5):
        tap(page, f"d{n + 1}", n)
    page.locator("h1").click()

    def looks(selector):
        js = "all => all.map(e => { const s = getComputedStyle(e); return [s.color, s.backgroundColor, s.borderColor, s.fontWeight].join() })"
        return set(page.locator(selector).evaluate_all(js))

    picked, open_ = looks(".grade input:checked + span"), looks(".grade input:not(:checked) + span")
    assert (len(picked), len(open_)) == (1, 1)
    assert picked != open_


def test_a_range_ballot_takes_slider_buttons_and_typing_and_marks_the_faults(room, phone):
    meeting = room.meeting(scale="hundred", cap=1)
    meeting.open()
    page = phone(meeting)
    number = page.locator("#row-d1 .points-number")
    box = page.locator("#row-d1 input[type=range]").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(number).to_have_value("50")
    page.get_by_role("button", name="One point more for 党政办").click()
    expect(number).to_have_value("51")
    page.fill("#row-d2 .points-number", "101")
    expect(page.get_by_text("A whole number from 0 to 100, please.")).to_be_visible()
    page.fill("#row-d2 .points-number", "90")
    page.fill("#row-d3 .points-number", "95")
    expect(page.locator(".dock-cap")).to_have_text("90+ 2/1")
    page.locator("#row-d3 .points-abstain").click()
    expect(page.locator(".dock-cap")).to_have_text("90+ 1/1")
    check(page)
    assert page.locator(".review-list b").all_inner_texts() == ["51", "90", "Abstain"]


def tab_to(page, what, most=40):
    """Presses Tab until the element that is described has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"the Tab key does not lead to {what}")


def test_a_grade_ballot_can_be_cast_with_the_keyboard_alone(room, phone):
    meeting = room.meeting(cap=2)
    meeting.open()
    page = phone(meeting)
    expect(page.locator(".mark-row")).to_have_count(3)
    for n, steps in ((1, 0), (2, 1), (3, 4)):
        tab_to(page, f"#row-d{n} input")
        page.keyboard.press("Space")
        for _ in range(steps):
            page.keyboard.press("ArrowRight")
    assert chosen(page) == {"d1": ["优秀"], "d2": ["良好"], "d3": ["Abstain"]}
    tab_to(page, ".dock .button-primary")
    page.keyboard.press("Enter")
    says(page, "Check your ballot")
    assert page.evaluate("document.activeElement.tagName") == "H1"
    tab_to(page, ".dock .button-primary")
    page.keyboard.press("Enter")
    says(page, "Your ballot has been counted")
    assert (meeting.counted("d2"), meeting.counted("d3")) == ({"G": 1}, {"abstain": 1})


def test_a_range_ballot_can_be_cast_with_the_keyboard_alone(room, phone):
    meeting = room.meeting(scale="hundred")
    meeting.open()
    page = phone(meeting)
    expect(page.locator(".mark-row")).to_have_count(3)
    tab_to(page, "#row-d1 .points-number")
    page.keyboard.type("77")
    tab_to(page, "#row-d2 input[type=range]")
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    tab_to(page, "#row-d3 .points-abstain input")
    page.keyboard.press("Space")
    tab_to(page, ".dock .button-primary")
    page.keyboard.press("Enter")
    tab_to(page, ".dock .button-primary")
    page.keyboard.press("Enter")
    says(page, "Your ballot has been counted")
    assert [meeting.counted(f"d{n}") for n in (1, 2, 3)] == [{"77": 1}, {"99": 1}, {"abstain": 1}]


def test_a_waiting_ballot_opens_by_itself_and_pausing_and_closing_are_followed(room, phone):
    meeting = room.meeting()
    page, idle = phone(meeting), phone(meeting)
    says(page, "The session has not opened yet")
    meeting.open()
    says(page, "Mark every department")
    for department in ("d1", "d2", "d3"):
        tap(page, department, 1)
    meeting.pause()
    expect(page.get_by_text("The session is paused")).to_be_visible()
    check(page)
    expect(page.get_by_role("button", name="Submit ballot")).to_be_disabled()
    meeting.resume()
    expect(page.get_by_role("button", name="Submit ballot")).to_be_enabled()
    submit(page)
    says(page, "Your ballot has been counted")
    tap(idle, "d1", 0)
    meeting.close()
    says(idle, "The session is closed")
    expect(idle.get_by_text("not submitted before the closing")).to_be_visible()
    late = phone(meeting)
    says(late, "The session is closed")
    expect(late.get_by_text("This slip was not used")).to_be_visible()


def test_an_annulled_session_says_so_on_every_phone(room, phone):
    meeting = room.meeting()
    meeting.open()
    page = phone(meeting)
    tap(page, "d1", 0)
    meeting.annul()
    says(page, "The session was annulled")
    expect(page.get_by_text("Wait for word from the chair")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('ballot:'))") == []


def test_an_unknown_code_and_no_code_lead_to_typing_it(room, watched):
    watched.forgive("status of 401")
    unknown = watched.open(f"{room.address}/b#{NOBODYS_CODE}")
    says(unknown, "This ballot slip is not known or was cancelled")
    unknown.get_by_role("link", name="Type the code").click()
    says(unknown, "Enter the code on your ballot slip")
    says(watched.open(f"{room.address}/b"), "No ballot code in this address")


def test_a_code_typed_by_hand_may_look_as_people_write_it(room, watched):
    meeting = room.meeting()
    meeting.open()
    code = meeting.code()
    page = watched.open(f"{room.address}/")
    field = page.get_by_label("Ballot code")
    field.fill("abcu")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_have_text("“U” does not occur in a code. Compare it with your slip.")
    field.fill("")
    field.press_sequentially(code[:15].lower())
    expect(field).to_have_value(re.compile(r"^(\w{4}-){3}\w{3}$"))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert")).to_contain_text("15 are there")
    field.press_sequentially(code[15].lower())
    page.keyboard.press("Enter")
    says(page, "Mark every department")


def test_a_late_comer_of_a_one_by_one_session_sees_what_is_open_and_nothing_else(room, phone):
    meeting = room.meeting(EIGHT, pace="one_by_one")
    meeting.open("d1")
    meeting.close_department("d1")
    meeting.open("d2")
    meeting.open("d3")
    page = phone(meeting)
    expect(page.locator(".mark-row")).to_have_count(2)
    assert list(chosen(page)) == ["d2", "d3"]
    expect(page.get_by_text("Speaking now: 第三科")).to_be_visible()
    tap(page, "d2", 0)
    tap(page, "d3", 1)
    check(page)
    submit(page)
    says(page, "Counted")
    expect(page.get_by_text("Counted 2 of 8")).to_be_visible()
    meeting.open("d4")
    says(page, "Mark 第四科")
    submit(page)
    expect(page.get_by_role("alert")).to_have_text("Please choose a mark, or “Abstain”.")


def test_the_phone_speaks_the_readers_language_and_remembers_larger_type(room, phone):
    meeting = room.meeting()
    meeting.open()
    page = phone(meeting, language="zh")
    says(page, "请为每个部门评分")
    assert page.locator("html").get_attribute("lang") == "zh"
    assert page.locator("#row-d1 .grade").all_inner_texts() == ["优秀", "良好", "一般", "较差", "不了解"]
    body = page.locator("body")
    expect(body).to_have_css("font-size", "18px")
    page.get_by_role("button", name="大字").click()
    expect(body).to_have_css("font-size", "22px")
    page.reload()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    expect(body).to_have_css("font-size", "22px")
