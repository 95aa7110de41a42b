"""The console's pages beside the run itself: what each shows in which state, and the slips and the projector on them."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from tests.support.http import Browser, Page, Phone, nothing_changes, refused, returned
from tests.support.journals import last_entry
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, SMALL_PLAN, a_world, an_app, test_tools
from tests.web.hall import Hall, one_by_one
from voting.actions import meeting, projector
from voting.actions.rehearsal import rehearse
from voting.actions.staff import add_staff
from voting.actions.watch import look_by_name
from voting.actions.years import load_plan
from voting.domain.codes import in_fours
from voting.factory import create_app
from voting.settings import read_settings
from voting.storage.sqlite import SqliteDatabase
from voting.web.console_slips import typed_codes

RUN, TOGETHER = "/console/year-end", "/console/half-year"
BESIDE = {"scrutineer": "scrutineer", "password": SCRUTINEER_PASSWORD}


def signed_in(app, name="organiser", password=ORGANISER_PASSWORD):
    browser = Browser(app)
    browser.sign_in(name, password)
    return browser


@pytest.fixture
def organiser(voting):
    return signed_in(voting.app)


@pytest.fixture
def scrutineer(voting):
    return signed_in(voting.app, "scrutineer", SCRUTINEER_PASSWORD)


@pytest.fixture
def viewer(world, voting):
    add_staff(world.tools, "viewer", "viewer", password=ORGANISER_PASSWORD)
    return signed_in(voting.app, "viewer")


def send(browser, path, **form):
    """Sends a form of the signed-in browser, as a page's script does."""
    data = {"token": browser.token(), **form}
    return browser.client.post(path, data=data, headers={"Accept": "application/json", "Accept-Language": "en"})


def primary(page):
    """The label of the one button in the colour of the seal; None without one."""
    found, inside = [], False
    for tag, values in page.elements:
        inside = "button-primary" in values.get("class", "").split()
        if inside:
            found.append((tag, values.get("form", values.get("href", ""))))
    assert len(found) <= 1, found
    return found[0] if found else None


# Home


def a_program_without_a_year(tmp_path, role):
    tools = test_tools(SqliteDatabase(tmp_path / "empty.db"))
    add_staff(tools, role, role, password=ORGANISER_PASSWORD)
    return create_app(read_settings({"SECRET_KEY": "a key for tests only", "LANGUAGE": "en"}), tools).app


def links(page):
    return [values.get("href", "") for tag, values in page.elements if tag == "a"]


def test_without_a_year_the_organiser_is_led_to_the_set_up(tmp_path):
    page = signed_in(a_program_without_a_year(tmp_path, "organiser"), "organiser").open("/console")
    assert page.heading() == "No year yet"
    assert links(page).count("/setup") == 2  # in the menu, and as the one thing to do


def test_without_a_year_others_are_not_led_where_they_may_not_go(tmp_path):
    page = signed_in(a_program_without_a_year(tmp_path, "viewer"), "viewer").open("/console")
    assert page.heading() == "No year yet"
    assert "/setup" not in links(page)


def test_home_lists_the_sessions_and_the_rehearsals_apart(world, organiser):
    rehearse(world.tools, "year-end")
    page = organiser.open("/console")
    headings = [text for tag, text in page.texts if tag == "h2"]
    assert headings == ["半年评议", "年终述职", "Rehearsals"]
    assert "/console/rehearsal-year-end" in links(page)
    page.form("/console/rehearsal-year-end/end-rehearsal")


def test_without_rehearsals_none_are_spoken_of(organiser):
    assert "Rehearsals" not in organiser.open("/console").text


def test_another_year_s_rehearsal_is_not_listed(world, organiser):
    load_plan(world.tools, SMALL_PLAN.replace("year = 2026", "year = 2025"))
    rehearse(world.tools, "year-end", year=2025)
    assert "Rehearsals" not in organiser.open("/console").text


def test_the_repetition_of_an_annulled_session_says_so(world, organiser):
    world.issue("half-year")
    world.open("half-year")
    meeting.annul(world.tools, "half-year", "a wrong roster", world.witness)
    text = organiser.open("/console").text
    assert "Held anew in place of an annulled session · half-year-2" in text


# The one button of each state


def test_one_button_leads_through_a_one_by_one_session(world, organiser):
    world.issue("year-end")
    assert primary(organiser.open(RUN)) == ("button", "open-alpha")
    for opened, then in (("alpha", "open-beta"), ("beta", "open-gamma")):
        world.open("year-end", opened)
        assert primary(organiser.open(RUN)) == ("button", then)
    world.open("year-end", "gamma")
    page = organiser.open(RUN)
    assert primary(page) == ("button", "")
    assert "All departments have been opened." in page.text
    meeting.pause(world.tools, "year-end")
    assert "Phones keep their marks and wait." in organiser.open(RUN).text
    meeting.ask_to_close(world.tools, "year-end", actor="organiser")
    assert "Waiting for the scrutineer" in organiser.open(RUN).text
    meeting.close_review(world.tools, "year-end", world.witness)
    assert primary(organiser.open(RUN)) == ("a", f"{RUN}/result")


def test_the_big_button_presses_the_form_of_its_department(world, organiser):
    page = organiser.open(RUN)
    forms = {values.get("id"): values for tag, values in page.elements if tag == "form"}
    _tag, target = primary(page)
    assert forms[target]["action"] == f"{RUN}/open"
    assert page.form(f"{RUN}/open", department="alpha").hidden["department"] == "alpha"


def test_together_the_big_button_passes_the_floor_on(world, organiser):
    world.issue("half-year")
    assert primary(organiser.open(TOGETHER)) == ("button", "")
    world.open("half-year")
    assert primary(organiser.open(TOGETHER)) == ("button", "speaking-alpha")
    meeting.set_speaking(world.tools, "half-year", "alpha")
    assert primary(organiser.open(TOGETHER)) == ("button", "speaking-beta")
    meeting.set_speaking(world.tools, "half-year", "gamma")
    assert primary(organiser.open(TOGETHER)) == ("button", "")  # nobody is left: closing


def test_before_the_opening_the_page_says_what_is_not_ready(world, organiser):
    assert "Slips issued: 0" in organiser.open(RUN).text
    world.issue("year-end")
    text = organiser.open(RUN).text
    assert "Slips issued: 32" in text
    assert "A scrutineer has an account" in text


# Who sees what


def test_the_scrutineer_sees_the_confirmation_and_nothing_to_run(world, scrutineer):
    world.issue("year-end")
    world.open("year-end", "alpha")
    page = scrutineer.open(RUN)
    assert "Nothing to confirm yet." in page.text
    assert [form.action for form in page.forms] == ["/staff/sign-out"]
    meeting.ask_to_close(world.tools, "year-end", actor="organiser")
    page = scrutineer.open(RUN)
    assert [form.action for form in page.forms] == ["/staff/sign-out", f"{RUN}/confirm-closing"]
    assert primary(page) == ("button", "")
    assert "Departments" not in [text for tag, text in page.texts if tag == "h2"]


def test_others_see_the_meeting_and_no_button(world, viewer):
    world.issue("year-end")
    world.open("year-end", "alpha")
    page = viewer.open(RUN)
    assert [form.action for form in page.forms] == ["/staff/sign-out"]
    assert [text for tag, text in page.texts if tag == "h2"] == ["Turnout", "Departments"]
    assert not [link for link in links(page) if link.endswith(("/slips", "/paper", "/hand-out")) or link == "/setup"]


@pytest.mark.parametrize("page", ["slips", "hand-out", "paper"])
def test_working_pages_are_the_organiser_s(viewer, scrutineer, voting, page):
    for browser in (viewer, scrutineer):
        assert browser.client.get(f"{TOGETHER}/{page}").status_code == 403
    answer = voting.app.test_client().get(f"{TOGETHER}/{page}")
    assert answer.status_code == 401
    assert f"/staff/sign-in?next={TOGETHER}/{page}" in links(Page(answer.text))


# Before closing


def test_the_quorum_is_said_before_the_closing_and_as_the_chair_s_decision(world, voting, organiser):
    hall = Hall(world, voting)
    world.open("half-year")
    hall.vote(leaders=6, cadres=9)
    meeting.ask_to_close(world.tools, "half-year", actor="organiser")
    text = organiser.open(TOGETHER).text
    assert "All groups: 15 of 32, less than two thirds" in text
    assert "机关干部: 9 of 20, less than one half" in text
    assert "领导成员: 6 of 12" not in text
    assert "Closing all the same is the chair's decision to go on." in text


def test_at_the_quorum_nothing_is_warned_of(world, voting, organiser):
    hall = Hall(world, voting)
    world.open("half-year")
    hall.vote(leaders=6, cadres=16)
    meeting.ask_to_close(world.tools, "half-year", actor="organiser")
    text = organiser.open(TOGETHER).text
    assert "The quorum is reached in every group." in text
    assert "less than" not in text


def test_departments_that_never_had_their_turn_are_named_before_the_closing(world, organiser):
    world.issue("year-end")
    world.open("year-end", "alpha")
    meeting.ask_to_close(world.tools, "year-end", actor="organiser")
    text = organiser.open(RUN).text
    assert "2 departments were never opened and stay without a ballot: 乙办, 丙办." in text


def test_while_ballots_come_in_the_turnout_below_the_quorum_is_marked(world, voting, organiser):
    hall = Hall(world, voting)
    assert "below" not in organiser.open(TOGETHER).text  # nothing can have come back yet
    world.open("half-year")
    hall.vote(leaders=5, cadres=10)
    text = organiser.open(TOGETHER).text
    assert (text.count("below one half"), text.count("below two thirds")) == (1, 1)


# The projector


def test_the_projector_is_set_from_the_page(world, organiser):
    for act, form in (
        ("mode", {"mode": "reveal"}), ("arrangement", {"arrangement": "score"}), ("reveal", {}),
        ("countdown", {"minutes": "12"}), ("help", {"on": "1", "wifi": "LinXi, 12345678"}),
    ):  # fmt: skip
        answer = send(organiser, f"{TOGETHER}/screen/{act}", **form)
        assert (answer.status_code, answer.location) == (302, TOGETHER)
    found = look_by_name(world.database, "half-year").screen
    assert (found.mode, found.arrangement, found.revealed) == ("reveal", "score", 1)
    assert (found.how_to_vote, found.wifi) == (True, "LinXi, 12345678")
    left = projector.seconds_left(found, world.tools.now())
    assert 11 * 60 < left <= 12 * 60
    page = organiser.open(TOGETHER)
    clock = next(values for _tag, values in page.elements if "data-seconds" in values)
    assert 11 * 60 < int(clock["data-seconds"]) < left
    pressed = [values["value"] for _tag, values in page.elements if values.get("aria-pressed") == "true"]
    assert pressed == ["reveal", "score", "1"]


def test_a_countdown_is_taken_away_by_nothing(world, organiser):
    send(organiser, f"{TOGETHER}/screen/countdown", minutes="5")
    send(organiser, f"{TOGETHER}/screen/countdown", minutes="0")
    assert look_by_name(world.database, "half-year").screen.countdown_until is None
    assert "data-seconds" not in organiser.client.get(TOGETHER).text


def test_a_countdown_that_is_over_says_so(world, organiser):
    projector.start_countdown(world.tools, "half-year", 1)
    world.tools.now()
    assert "Time is up" in organiser.open(TOGETHER).text


WRONG = {
    "no mode": ("mode", {"mode": "everything"}, "The projector has no such mode."),
    "no order": ("arrangement", {}, "The projector has no such mode."),
    "no minutes": ("countdown", {"minutes": ""}, "A countdown lasts at most four hours."),
    "minutes that are no number": ("countdown", {"minutes": "5.5"}, "A countdown lasts at most four hours."),
    "minutes below nothing": ("countdown", {"minutes": "-5"}, "A countdown lasts at most four hours."),
    "too many minutes": ("countdown", {"minutes": "241"}, "A countdown lasts at most four hours."),
    "a Wi-Fi line without end": ("help", {"wifi": "x" * 121}, "The Wi-Fi line has at most 120 characters."),
}


@pytest.mark.parametrize(("act", "form", "sentence"), WRONG.values(), ids=WRONG)
def test_what_the_projector_cannot_do_is_said_and_changes_nothing(world, organiser, act, form, sentence):
    with nothing_changes(world):
        send(organiser, f"{TOGETHER}/screen/{act}", **form)
    assert organiser.open(TOGETHER).notices == [("bad", sentence)]


def test_revealing_is_offered_once_the_session_is_closed(world, organiser):
    world.issue("half-year")
    world.open("half-year")
    projector.set_mode(world.tools, "half-year", "reveal")
    action = f"{TOGETHER}/screen/reveal"
    assert action not in [form.action for form in organiser.open(TOGETHER).forms]
    meeting.close_review(world.tools, "half-year", world.witness)
    page = organiser.open(TOGETHER)
    assert action in [form.action for form in page.forms]
    assert "Revealed: 0 of 3." in page.text


# Slips


def rows(response):
    """The slips of a CSV file: (group, code)."""
    text = response.data.decode("utf-8-sig")
    return [(row["group"], row["code"]) for row in csv.DictReader(io.StringIO(text))]


def numbers(browser, review="half-year"):
    """The table of slips: plan, issued, after opening, returned, unused, by group and in all."""
    html = browser.client.get(f"/console/{review}/slips").text
    body = html.split("<tbody>")[1].split("</table>")[0]
    return [[int(cell) for cell in re.findall(r">(\d+)<", row)] for row in body.split("<tr>")[1:]]


def test_the_numbers_of_slips_by_group(world, voting, organiser):
    assert numbers(organiser) == [[12, 0, 0, 0, 0], [20, 0, 0, 0, 0], [32, 0, 0, 0, 0]]
    hall = Hall(world, voting)
    world.open("half-year")
    hall.vote(leaders=5, cadres=2)
    send(organiser, f"{TOGETHER}/slips", group="leadership", count="3", format="csv", **BESIDE)
    assert numbers(organiser) == [[12, 15, 3, 5, 10], [20, 20, 0, 2, 18], [32, 35, 3, 7, 28]]


def test_the_missing_slips_of_the_plan_come_as_a_page_or_as_a_table(world, organiser):
    answer = send(organiser, f"{TOGETHER}/slips", format="csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="slips-half-year.csv"'
    assert [group for group, _code in rows(answer)].count("cadres") == 20
    assert "All slips of the plan are issued." in organiser.open(f"{TOGETHER}/slips").text
    answer = send(organiser, f"{RUN}/slips", format="html")
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.text.count('<article class="slip') == 32


def test_a_file_is_made_once(world, organiser):
    send(organiser, f"{TOGETHER}/slips", format="csv")
    with nothing_changes(world):
        answer = send(organiser, f"{TOGETHER}/slips", format="csv")
    refused(answer, 400, "all_issued")


def test_after_opening_more_slips_take_the_scrutineer_and_are_noted(world, organiser):
    world.issue("half-year")
    world.open("half-year")
    for wrong in ({}, {"scrutineer": "scrutineer", "password": "guessed"}):
        with nothing_changes(world):
            answer = send(organiser, f"{TOGETHER}/slips", group="cadres", count="2", format="csv", **wrong)
        assert answer.json["error"] in ("scrutineer_needed", "wrong_sign_in")
    answer = send(organiser, f"{TOGETHER}/slips", group="cadres", count="2", format="csv", **BESIDE)
    assert [group for group, _code in rows(answer)] == ["cadres", "cadres"]
    _actor, _action, detail = last_entry(world)
    assert (detail["after_opening"], detail["scrutineer"]) == (True, "scrutineer")


@pytest.mark.parametrize("count", ["0", "-1", "1.5", "many", "200001", "٣"])
def test_a_number_of_slips_that_is_none_is_refused(world, organiser, count):
    with nothing_changes(world):
        refused(send(organiser, f"{TOGETHER}/slips", group="cadres", count=count), 400, "bad_count")


def test_a_plain_form_is_refused_on_a_page(world, organiser):
    world.issue("half-year")
    answer = organiser.client.post(f"{TOGETHER}/slips", data={"token": organiser.token()})
    assert (answer.status_code, answer.mimetype) == (400, "text/html")
    assert Page(answer.text).heading() == "All slips of the plan are issued already."


def test_slips_in_hand_are_cancelled_however_their_codes_come(world, voting, organiser):
    slips = world.issue("half-year")["cadres"]
    typed = f"http://127.0.0.1:5000/b#{slips[0]}\n{in_fours(slips[1]).lower()}\n\n{slips[2]} {slips[3]}"
    answer = send(organiser, f"{TOGETHER}/slips/cancel", codes=typed)
    assert (answer.status_code, answer.location) == (302, f"{TOGETHER}/slips")
    assert organiser.open(f"{TOGETHER}/slips").notices == [("good", "4 slips were cancelled.")]
    assert numbers(organiser)[1] == [20, 16, 0, 0, 16]
    for code in slips[:4]:
        assert Phone(voting.app.test_client(), code).read().status_code == 401


@pytest.mark.parametrize("codes", ["", " \n ", "ZZZZZZZZZZZZZZZZ", "not a code"])
def test_codes_that_are_none_cancel_nothing(world, organiser, codes):
    world.issue("half-year")
    with nothing_changes(world):
        send(organiser, f"{TOGETHER}/slips/cancel", codes=codes)
    ((kind, _sentence),) = organiser.open(f"{TOGETHER}/slips").notices
    assert kind == "bad"


def test_one_wrong_code_among_right_ones_cancels_none(world, organiser):
    slips = world.issue("half-year")["cadres"]
    with nothing_changes(world):
        send(organiser, f"{TOGETHER}/slips/cancel", codes=f"{slips[0]}\nZZZZZZZZZZZZZZZZ")


def test_a_slip_in_hand_is_replaced_by_one_of_its_group(world, voting, organiser):
    slips = world.issue("half-year")
    old = [slips["cadres"][0], slips["leadership"][0]]
    answer = send(organiser, f"{TOGETHER}/slips/replace", codes="\n".join(old), format="csv")
    fresh = rows(answer)
    assert sorted(group for group, _code in fresh) == ["cadres", "leadership"]
    assert {code for _group, code in fresh} & set(old) == set()
    assert numbers(organiser)[2] == [32, 32, 0, 0, 32]
    world.open("half-year")
    assert Phone(voting.app.test_client(), fresh[0][1]).read().status_code == 200


def test_replacing_after_opening_without_the_scrutineer_cancels_nothing(world, organiser):
    code = world.issue("half-year")["cadres"][0]
    world.open("half-year")
    with nothing_changes(world):
        refused(send(organiser, f"{TOGETHER}/slips/replace", codes=code), 400, "scrutineer_needed")
    assert send(organiser, f"{TOGETHER}/slips/replace", codes=code, format="csv", **BESIDE).status_code == 200
    assert numbers(organiser)[1] == [20, 20, 1, 0, 20]


def test_a_lost_print_run_is_cancelled_and_issued_anew(world, voting, organiser):
    slips = world.issue("half-year")
    send(organiser, f"{TOGETHER}/slips/cancel-all", group="cadres")
    page = organiser.open(f"{TOGETHER}/slips")
    assert page.notices == [("good", "20 slips were cancelled. Now issue the slips of this group anew.")]
    assert "Issue the 20 slips of the plan that are missing" in page.text
    assert len(rows(send(organiser, f"{TOGETHER}/slips", format="csv"))) == 20
    for code, status in ((slips["cadres"][0], 401), (slips["leadership"][0], 200)):
        assert Phone(voting.app.test_client(), code).read().status_code == status


def test_once_open_no_whole_group_is_cancelled(world, organiser):
    world.issue("half-year")
    world.open("half-year")
    with nothing_changes(world):
        send(organiser, f"{TOGETHER}/slips/cancel-all", group="cadres")
    ((kind, sentence),) = organiser.open(f"{TOGETHER}/slips").notices
    assert (kind, sentence.startswith("After opening")) == ("bad", True)


def test_an_ended_session_offers_no_slips(world, organiser):
    world.issue("half-year")
    world.open("half-year")
    meeting.close_review(world.tools, "half-year", world.witness)
    page = organiser.open(f"{TOGETHER}/slips")
    assert [form.action for form in page.forms] == ["/staff/sign-out"]
    assert "Unused slips are dead." in page.text


CODE, OTHER = "0123456789ABCDEF", "GHJKMNPQRSTVWXYZ"
TYPED = {
    "a line each": (f"{CODE}\r\n{OTHER}", [CODE, OTHER]),
    "printed with dashes": ("0123-4567-89AB-CDEF", ["0123-4567-89AB-CDEF"]),
    "with spaces between the fours": ("0123 4567 89AB CDEF", ["0123 4567 89AB CDEF"]),
    "two in a line": (f"{CODE} {OTHER}", [CODE, OTHER]),
    "commas of both kinds": (f"{CODE},{OTHER},{CODE}", [CODE, OTHER, CODE]),
    "scanned": (f"http://10.0.0.2:5000/b#{CODE}\nhttps://vote.example/b#{OTHER}\n", [CODE, OTHER]),
    "scanned without a line end": (f"http://10.0.0.2/b#{CODE} http://10.0.0.2/b#{OTHER}", [CODE, OTHER]),
    "in the wide letters of an input method": ("\uff10\uff11\uff12\uff13456789ABCDEF", [CODE]),
    "nothing": ("\n \t\n", []),
    "an address without a code": ("http://10.0.0.2/b#", []),
}


@pytest.mark.parametrize(("text", "codes"), TYPED.values(), ids=TYPED)
def test_codes_are_read_as_they_are_typed_and_scanned(text, codes):
    assert typed_codes(text) == codes


# The result


@pytest.fixture
def result(world, voting, organiser):
    """``result(letters …)`` closes the year-end session after these ballots and opens its result."""

    def close(leaders, cadres, others="EGFE"):
        world.issue("year-end")
        for name, letters in (("alpha", (leaders, cadres)), ("beta", (others * 2,) * 2), ("gamma", (others * 2,) * 2)):
            world.open("year-end", name)
            voting.pump.look()
            one_by_one(world, voting, name, *letters)
            meeting.close_departments(world.tools, "year-end", [name])
        meeting.close_review(world.tools, "year-end", world.witness)
        return organiser.client.get(f"{RUN}/result").text

    return close


def chart(html):
    return json.loads(html.split('id="chart-data">')[1].split("</script>")[0])


def test_the_result_shows_scores_means_and_marks(result):
    html = result("EGFPE", "EEGGG")
    page = Page(html)
    assert ("76.00" in page.text, "88.00" in page.text) == (True, True)
    (alpha,) = [row for row in chart(html)["departments"] if row["name"] == "甲办"]
    assert alpha == {"name": "甲办", "score": "80.80", "groups": {"leadership": "76.00", "cadres": "88.00"}}
    assert "are not shown" not in page.text


def test_a_hidden_breakdown_is_said_in_one_sentence_and_is_nowhere_on_the_page(result):
    html = result("EEEEE", "EGGGG")  # the leadership is of one mind
    (alpha,) = [row for row in chart(html)["departments"] if row["name"] == "甲办"]
    assert alpha == {"name": "甲办", "score": "93.60", "groups": None}
    assert "84.00" not in html  # the mean of the cadres, from which the other would follow
    text = Page(html).text
    assert text.count("Means by group are not shown where a group is too small or of one mind") == 1
    assert all(row["groups"] for row in chart(html)["departments"] if row["name"] != "甲办")


def test_where_everything_is_hidden_no_column_of_groups_is_left(result):
    html = result("EEEEE", "EGGGG", others="E")
    assert 'id="chart-groups"' not in html
    headings = re.findall(r"<th scope=\"col\"[^>]*>([^<]*)", html.split('id="scores"')[1].split("</thead>")[0])
    assert headings == ["Rank", "Department", "Score"]


def test_too_few_ballots_have_no_score(result):
    html = result("EG", "GE")
    (alpha,) = [row for row in chart(html)["departments"] if row["name"] == "甲办"]
    assert alpha == {"name": "甲办", "score": None, "groups": None}
    assert "too few ballots for a score" in Page(html).text


def test_below_the_quorum_the_result_says_what_the_chair_decided(result):
    text = Page(result("EGFPE", "EEGGG")).text
    assert "年终述职: only 16 of 32 ballots are back, less than two thirds" in text
    assert "The chair decided to go on; the decision is in the journal." in text


def test_the_result_leads_to_form_workbook_and_projector(world, result):
    found = links(Page(result("EGFPE", "EEGGG")))
    key = look_by_name(world.database, "year-end").session.record.screen_key
    assert {f"{RUN}/form", "/desk/export.xlsx", f"http://127.0.0.1:5000/screen/year-end#{key}"} <= set(found)


# The desk


def test_the_yearly_table_says_what_is_missing(organiser):
    page = organiser.open("/desk")
    assert "3 departments have no total yet" in page.text
    assert page.text.count("daily work not entered") == 3
    assert {"/desk/export.xlsx", "/desk/export.csv", "/desk/export.json"} <= set(links(page))


# Refusals


def test_whoever_is_signed_out_is_offered_the_sign_in_and_comes_back(voting):
    answer = voting.app.test_client().get(f"{TOGETHER}/result")
    assert answer.status_code == 401
    assert links(Page(answer.text)) == [f"/staff/sign-in?next={TOGETHER}/result"]


def test_a_refusal_on_the_console_leads_back_to_the_sessions(organiser):
    answer = organiser.client.get(f"{TOGETHER}/result")
    assert answer.status_code == 400
    assert links(Page(answer.text)) == ["/console"]


def test_a_form_that_is_too_old_is_refused_as_the_page_s_script_reads_it(world, organiser):
    with nothing_changes(world):
        answer = organiser.client.post(
            f"{TOGETHER}/slips", data={"token": "old"}, headers={"Accept": "application/json", "Accept-Language": "en"}
        )
    refused(answer, 400, "old_form")
    assert returned(world, "half-year") == {"leadership": 0, "cadres": 0}


def test_an_office_without_a_scrutineer_hands_out_slips_alone(tmp_path):
    world = a_world(tmp_path, people=False)
    add_staff(world.tools, "organiser", "organiser", password=ORGANISER_PASSWORD)
    browser = signed_in(an_app(world).app)
    world.issue("half-year")
    world.open("half-year")
    assert send(browser, f"{TOGETHER}/slips", group="cadres", count="1", format="csv").status_code == 200
    assert last_entry(world)[2]["scrutineer"] is None
    world.database.close()
