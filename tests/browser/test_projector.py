"""The projector in a real browser: what it shows, when, and that it neither widens nor jumps nor stays dead."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.browser import Wire, rest
from tests.support.qr_reader import read_qr
from voting.actions.watch import look_by_name

pytestmark = pytest.mark.browser

FIGURE = re.compile(r"\d+\.\d\d")
TWENTY = tuple(f"第{n}办公室" for n in range(1, 21))
LONGER = tuple(name if n % 3 else f"{name}退役军人服务站" for n, name in enumerate(TWENTY))
SIZES = ((1920, 1080), (1280, 720))


def varied(voter, place):
    """Marks that differ within any five voters of a group, and scores that differ from department to department."""
    return "E" if voter % 5 < 1 + place % 4 else "GFP"[(voter + place) % 3]


def ranked(voter, place):
    """Marks that give every department another score: the later in the plan, the better."""
    return "E" if voter < 2 * place else "GFP"[voter % 3]


def scores(page):
    """Department and score of each row that shows one, in the order of the page."""
    rows = page.locator(".entry").filter(has=page.locator(".entry-score")).all()
    return [(row.locator(".entry-name").inner_text(), row.locator(".entry-score").inner_text()) for row in rows]


def published(meeting):
    """What the server lets be shown: name, score and rank by department."""
    snapshot = look_by_name(meeting.room.database, meeting.review, meeting.year)
    names = {department.id: department.name for department in snapshot.session.plan.departments}
    return {names[row.id]: (row.score, row.rank) for row in snapshot.tally.departments}


def settle(page, selector, text):
    expect(page.locator(selector)).to_have_text(text)


def test_figures_appear_when_every_group_has_two_batches_and_the_screen_says_how_many_are_missing(room, projector):
    meeting = room.meeting()
    page = projector(meeting)
    expect(page.get_by_role("heading", name="How to take part")).to_be_visible()
    meeting.open()
    settle(page, ".foot p >> nth=0", "Not shown yet: about 20 more ballots are needed (领导成员 10; 机关干部 10), so that nobody's mark can be told.")  # fmt: skip
    meeting.everybody("d1", "d2", "d3", each=9, mark=varied)
    settle(page, ".foot p >> nth=0", "Not shown yet: about 2 more ballots are needed (领导成员 1; 机关干部 1), so that nobody's mark can be told.")  # fmt: skip
    assert FIGURE.search(page.locator("body").inner_text()) is None
    assert page.locator(".turned-count").all_inner_texts() == ["18 / 32", "9 / 12", "9 / 20"]
    for group in meeting.slips:
        meeting.votes(group, [{f"d{n}": varied(9, n) for n in (1, 2, 3)}])
    expect(page.locator(".entry-score")).to_have_count(3)
    assert scores(page) == [(name, score) for name, (score, _rank) in published(meeting).items()]
    settle(page, ".foot p >> nth=0", "New ballots join the figures in batches, so that nobody's mark can be told.")


def test_a_session_with_a_small_group_says_that_figures_come_with_the_closing(room, projector):
    meeting = room.meeting(groups={"leadership": (60, 9), "cadres": (40, 20)})
    meeting.open()
    page = projector(meeting, language="zh")
    settle(page, ".foot p >> nth=0", "评议结束后公布得分，在此之前只显示投票情况。")
    meeting.everybody("d1", "d2", "d3", each=9, mark=varied)
    settle(page, ".is-whole .turned-count", "18 / 29")
    assert FIGURE.search(page.locator("body").inner_text()) is None
    meeting.close()
    expect(page.locator(".entry-score")).to_have_count(3)
    assert sorted(scores(page)) == sorted((name, score) for name, (score, _rank) in published(meeting).items())


def test_the_speaking_department_stands_large_with_the_distribution_of_its_marks(room, projector):
    meeting = room.meeting(pace="one_by_one", groups={"leadership": (60, 20), "cadres": (40, 20)})
    meeting.open("d1")
    page = projector(meeting)
    settle(page, ".panel-name", "党政办")
    expect(page.locator(".panel-held")).to_contain_text("about 20 more ballots are needed")
    meeting.everybody("d1", each=15, mark=varied)  # marks are shown from four batches on
    panel = page.locator(".panel-large")
    expect(panel.locator(".panel-score b")).to_have_text(published(meeting)["党政办"][0])
    expect(panel.locator(".marks-chart")).to_have_attribute("aria-label", re.compile(r"优秀 \d+, 良好 \d+, 一般 \d+"))
    expect(panel.locator(".panel-groups li")).to_have_count(2)
    meeting.close_department("d1")
    meeting.open("d2")
    settle(page, ".panel-name", "社会事务办")
    # slips that came back for another department say nothing of this one
    expect(page.locator(".panel-held")).to_have_text(
        "Not shown for now: this takes about 10 ballots from every group for each department, "
        "and figures that give nobody's mark away."
    )
    meeting.close_department("d2")
    expect(panel).to_have_count(0)
    assert page.locator(".entry-state").all_inner_texts() == ["at the closing", "to come"]


@pytest.mark.parametrize(
    ("language", "row", "sentence"),
    [
        ("en", "not shown", "Not shown for now: figures appear only where they give nobody's mark away."),
        ("zh", "暂不显示", "暂不显示得分：只有无法推知任何人的评分时才显示。"),
    ],
)
def test_a_department_of_which_a_group_is_of_one_mind_is_calmly_not_shown(room, projector, language, row, sentence):
    wire = Wire()
    meeting = room.meeting(groups={"leadership": (60, 20), "cadres": (40, 20)})
    meeting.open()
    page = projector(meeting, before=wire.between, language=language)
    meeting.everybody("d1", "d2", "d3", each=11, mark=lambda voter, n: "G" if n == 2 else varied(voter, n))
    expect(page.locator(".entry-score")).to_have_count(2)
    assert page.locator(".entry-state").all_inner_texts() == [row]
    state = wire.last("state")
    wire.say("state", state | {"seq": state["seq"] + 1, "speaking": "d2"})
    settle(page, ".panel-held", sentence)


def test_an_older_message_never_turns_the_picture_back(room, projector):
    wire = Wire()
    meeting = room.meeting()
    meeting.open()
    meeting.everybody("d1", "d2", "d3", each=11, mark=varied)
    page = projector(meeting, before=wire.between)
    settle(page, ".is-whole .turned-count", "22 / 32")
    before = scores(page)
    state, tally = wire.last("state"), wire.last("tally")
    for row in tally["turnout"]:
        row["returned"] = 1
    for row in tally["departments"]:
        row["score"] = "11.11"
    wire.say("tally", tally | {"seq": tally["seq"] - 1})
    wire.say("state", state | {"seq": state["seq"] - 1, "speaking": "d1"})
    page.wait_for_timeout(400)
    assert page.locator(".is-whole .turned-count").inner_text() == "22 / 32"
    assert (scores(page), page.locator(".panel-large").count()) == (before, 0)
    # newer ones are taken, so the line does work
    wire.say("tally", tally | {"seq": tally["seq"] + 1})
    wire.say("state", state | {"seq": state["seq"] + 1, "speaking": "d1"})
    settle(page, ".is-whole .turned-count", "2 / 32")
    expect(page.locator(".panel-large")).to_be_visible()


def test_it_says_when_it_is_not_live_and_comes_back_by_itself(room, projector, watched):
    watched.forgive("ERR_CONNECTION_REFUSED", "WebSocket")
    meeting = room.meeting()
    meeting.open()
    page = projector(meeting)
    settle(page, ".live", "Live")
    room.server.kill()
    try:
        settle(page, ".live", "Not live")
        meeting.everybody("d1", "d2", "d3", each=2)
        assert page.locator(".is-whole .turned-count").inner_text() == "0 / 32"
    finally:
        room.server.start()
    settle(page, ".live", "Live")
    settle(page, ".is-whole .turned-count", "4 / 32")


def test_turnout_mode_takes_every_figure_away_and_no_key_brings_one_back(room, projector):
    wire = Wire()
    meeting = room.meeting()
    meeting.open()
    meeting.everybody("d1", "d2", "d3", each=11, mark=varied)
    page = projector(meeting, before=wire.between)
    expect(page.locator(".entry-score")).to_have_count(3)
    meeting.mode("turnout")
    expect(page.locator(".turnout.is-big")).to_be_visible()
    assert FIGURE.search(page.locator("body").inner_text()) is None
    assert {row["score"] for row in wire.last("tally")["departments"]} == {None}
    page.keyboard.press("m")
    settle(page, ".note", "The chair has set this at the console.")
    page.keyboard.press("o")
    assert FIGURE.search(page.locator("body").inner_text()) is None
    meeting.close()
    settle(page, ".state", "Closed")
    settle(page, ".foot p >> nth=0", "At this moment only turnout is shown.")
    assert FIGURE.search(page.locator("body").inner_text()) is None
    meeting.mode("tally")
    expect(page.locator(".entry-score")).to_have_count(3)


def test_the_keys_narrow_and_order_what_the_chair_has_left_open(room, projector):
    meeting = room.meeting()
    meeting.open()
    meeting.everybody("d1", "d2", "d3", each=11, mark=varied)
    page = projector(meeting)
    expect(page.locator(".entry-score")).to_have_count(3)
    page.keyboard.press("m")
    expect(page.locator(".turnout.is-big")).to_be_visible()
    meeting.speaking("d2")
    settle(page, ".panel-name", "社会事务办")
    assert FIGURE.search(page.locator("body").inner_text()) is None
    meeting.speaking(None)
    page.keyboard.press("m")
    settle(page, ".foot p >> nth=0", "The result is revealed here after the closing, from the last rank to the first.")
    page.keyboard.press("m")
    expect(page.locator(".entry-score")).to_have_count(3)
    plan = scores(page)
    page.keyboard.press("o")
    settle(page, ".foot-order", "Highest score first")
    assert scores(page) == sorted(plan, key=lambda row: -float(row[1]))
    page.keyboard.press("o")
    settle(page, ".foot-order", "In the order of the plan")
    meeting.arrange("score")
    settle(page, ".foot-order", "Highest score first")
    page.keyboard.press("o")
    expect(page.locator(".note")).to_be_visible()
    settle(page, ".foot-order", "Highest score first")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_result_is_revealed_from_the_last_rank_to_the_first_by_keys_and_by_the_console(room, projector):
    meeting = room.meeting(TWENTY[:4])
    meeting.open()
    meeting.everybody("d1", "d2", "d3", "d4", each=11, mark=ranked)
    page = projector(meeting)
    meeting.mode("reveal")
    settle(page, ".foot p >> nth=0", "The result is revealed here after the closing, from the last rank to the first.")
    assert FIGURE.search(page.locator("body").inner_text()) is None
    page.keyboard.press("Space")  # before the closing a press uncovers nothing, now or later
    meeting.close()
    expect(page.locator(".entry-name.is-covered")).to_have_count(4)
    assert FIGURE.search(page.locator("body").inner_text()) is None
    ranking = sorted(published(meeting).items(), key=lambda item: item[1][1])
    by_rank = [(name, score) for name, (score, _rank) in ranking]
    assert len({score for _name, score in by_rank}) == 4

    page.keyboard.press("PageDown")
    settle(page, ".panel-name", by_rank[3][0])
    settle(page, ".panel-caption", "Rank 4")
    assert scores(page) == by_rank[3:]
    meeting.reveal()  # one from the console: the larger of both, so still one
    meeting.reveal()
    settle(page, ".panel-name", by_rank[2][0])
    page.keyboard.press("ArrowRight")
    settle(page, ".panel-name", by_rank[1][0])
    page.keyboard.press("ArrowLeft")
    settle(page, ".panel-name", by_rank[2][0])
    page.keyboard.press("ArrowLeft")  # what the console has revealed stays
    settle(page, ".panel-name", by_rank[2][0])
    page.keyboard.press("Space")
    page.reload()
    settle(page, ".panel-name", by_rank[1][0])
    page.keyboard.press("Space")
    settle(page, ".panel-caption", "Rank 1")
    expect(page.locator(".panel-large")).to_have_class(re.compile("is-first"))
    page.keyboard.press("Space")
    expect(page.locator(".panel-large")).to_have_count(0)
    assert scores(page) == by_rank
    meeting.mode("reveal")  # chosen anew, everything is covered again
    expect(page.locator(".entry-name.is-covered")).to_have_count(4)


def test_a_countdown_of_the_chair_runs_here_and_says_when_the_time_is_up(room, projector):
    meeting = room.meeting()
    meeting.open()
    page = projector(meeting)
    expect(page.locator(".turnout.is-big")).to_be_visible()
    meeting.countdown(125)
    settle(page, ".clock-large", re.compile("02:0[345]"))
    page.keyboard.press("x")
    expect(page.locator(".note")).to_be_visible()
    meeting.countdown(2)
    settle(page, ".clock-large", re.compile("00:0[12]"))
    settle(page, ".clock-large", "Time is up")
    meeting.countdown(0)
    expect(page.get_by_role("timer")).to_have_count(0)
    page.keyboard.press("c")
    settle(page, ".clock-large", re.compile("01:00|00:5[789]"))
    page.keyboard.press("x")
    expect(page.get_by_role("timer")).to_have_count(0)


def test_how_to_vote_shows_the_steps_the_wifi_and_a_code_that_leads_to_typing(room, projector):
    meeting = room.meeting()
    meeting.open()
    page = projector(meeting)
    expect(page.locator(".turnout.is-big")).to_be_visible()
    meeting.help(on=True, wifi="Hall-5G, password 8888 6666")
    how = page.get_by_role("region", name="How to vote")
    expect(how.locator("li")).to_have_count(3)
    expect(how.get_by_text("Hall-5G, password 8888 6666")).to_be_visible()
    expect(how.get_by_text(room.address)).to_be_visible()
    assert how.locator("svg").bounding_box()["height"] > 0.35 * 720
    assert read_code(how.locator("svg")) == room.address
    page.keyboard.press("Escape")
    expect(how).to_be_visible()
    meeting.help(on=False)
    expect(how).to_have_count(0)
    page.keyboard.press("h")
    expect(how).to_be_visible()
    page.keyboard.press("Escape")
    expect(how).to_have_count(0)


def read_code(svg):
    """The text of a QR code as it is drawn: one path over all dark modules, with four modules of white around."""
    side = int(svg.get_attribute("viewBox").split()[2])
    cells = [[False] * side for _ in range(side)]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg.locator("path").get_attribute("d")):
        cells[int(y)][int(x) : int(x) + int(length)] = [True] * int(length)
    return read_qr([row[4:-4] for row in cells[4:-4]])


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_twenty_departments_fit_without_scrolling(room, projector, width, height, language):
    meeting = room.meeting(LONGER)
    meeting.open()
    meeting.everybody(*[f"d{n}" for n in range(1, 21)], each=11, mark=varied)
    page = projector(meeting, width=width, height=height, language=language)
    for speaking in (None, "d3"):
        meeting.speaking(speaking)
        expect(page.locator(".panel-large")).to_have_count(1 if speaking else 0)
        expect(page.locator(".entry-score")).to_have_count(20)
        assert misplaced(page) == []


def misplaced(page):
    """What does not fit: rows outside the picture or on each other, words that are cut, a page that could be scrolled."""
    rest(page)
    return page.evaluate(
        """() => {
            const found = [], foot = document.querySelector(".foot").getBoundingClientRect();
            const root = document.scrollingElement;
            if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) found.push("the page scrolls");
            const rows = [...document.querySelectorAll(".entry")];
            for (const row of rows) {
                const box = row.getBoundingClientRect();
                if (box.left < 0 || box.right > innerWidth || box.bottom > foot.top + 1) found.push(`outside: ${row.innerText}`);
                const next = row.nextElementSibling && row.nextElementSibling.getBoundingClientRect();
                if (next && next.left === box.left && next.top < box.bottom - 1) found.push(`on each other: ${row.innerText}`);
                for (const part of row.querySelectorAll(".entry-name, .entry-score, .entry-state")) {
                    const range = document.createRange();
                    range.selectNodeContents(part);
                    const words = range.getBoundingClientRect();
                    if (words.top < box.top - 2 || words.bottom > box.bottom + 2) found.push(`cut: ${part.innerText}`);
                    if (words.right > box.right + 1) found.push(`too wide: ${part.innerText}`);
                }
                const [name, bar] = [".entry-name", ".entry-bar"].map((part) => row.querySelector(part).getBoundingClientRect());
                if (name.right > bar.left + 1) found.push(`name on bar: ${row.innerText}`);
            }
            return found;
        }"""
    )


def test_sixty_departments_page_through_by_themselves(room, projector):
    meeting = room.meeting([f"部门{n}" for n in range(1, 61)])
    meeting.open()
    meeting.everybody(*[f"d{n}" for n in range(1, 61)], each=10, mark=varied)
    page = projector(meeting, before=lambda page: page.clock.install())
    first = page.locator(".entry-name >> nth=0")
    expect(first).to_have_text("部门1")
    expect(page.get_by_role("img", name="Page 1 of 3")).to_be_visible()
    assert (page.locator(".entry").count(), misplaced(page)) == (20, [])
    for expected in ("部门21", "部门41", "部门1"):
        page.clock.fast_forward(12_000)
        expect(first).to_have_text(expected)
    meeting.speaking("d45")
    expect(page.get_by_role("img", name="Page 3 of 3")).to_be_visible()
    expect(page.locator(".is-speaking .entry-name")).to_have_text("部门45")


def test_an_annulled_session_and_a_wrong_address_show_one_sentence(room, projector, watched):
    watched.forgive("status of 404")
    meeting = room.meeting()
    meeting.open()
    meeting.everybody("d1", "d2", "d3", each=11, mark=varied)
    page = projector(meeting)
    expect(page.locator(".entry-score")).to_have_count(3)
    meeting.annul()
    expect(page.get_by_role("heading", name="This session was annulled")).to_be_visible()
    assert FIGURE.search(page.locator("body").inner_text()) is None
    wrong = watched.open(f"{room.address}/screen/session#of-another-session", touch=False)
    expect(wrong.get_by_role("heading", name="This address is not valid")).to_be_visible()
