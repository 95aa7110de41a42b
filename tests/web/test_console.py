"""A session run on the console, through the forms that are on its page, by the two people it takes."""

from __future__ import annotations

import json

import pytest

from tests.support.http import Browser, Page, Phone, nothing_changes, refused, returned, screen_key
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, a_world, an_app, test_tools
from tests.web.hall import Hall, hidden
from voting.actions.staff import add_staff
from voting.factory import create_app
from voting.settings import read_settings
from voting.storage.sqlite import SqliteDatabase

RUN = "/console/year-end"
TOGETHER = "/console/half-year"


@pytest.fixture
def slips(world):
    return {review: world.issue(review)["cadres"] for review in ("half-year", "year-end")}


@pytest.fixture
def organiser(voting, slips):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    return browser


@pytest.fixture
def scrutineer(voting, slips):
    browser = Browser(voting.app)
    browser.sign_in("scrutineer", SCRUTINEER_PASSWORD)
    return browser


@pytest.fixture
def phone(voting, slips):
    def phone(number=0, review="year-end"):
        return Phone(voting.app.test_client(), slips[review][number])

    return phone


def press(browser, act, run=RUN, **given):
    """Presses the button of a form on the session's page and returns the page that follows."""
    answer = browser.submit(browser.open(run), f"{run}/{act}", **given)
    assert (answer.status_code, answer.location) == (302, run)
    return browser.open(run)


def states(world, review="year-end"):
    """The session's state, its departments' states, who is speaking."""
    dump = world.dump()
    (session,) = [row for row in dump["review"] if row[0] == f"2026/{review}"]
    departments = sorted((row[2], row[3]) for row in dump["review_department"] if row[0] == f"2026/{review}")
    return session[5], [state for _position, state in departments], session[8]


def last_entry(world):
    """The newest line of the journal: who, what, and the detail."""
    _position, _at, actor, action, detail, *_hashes = max(world.dump()["journal"])
    return actor, action, json.loads(detail)


# A whole one-by-one session


def test_a_whole_session_from_the_first_department_to_the_result(world, organiser, scrutineer, phone):
    assert press(organiser, "open", department="alpha").notices == []
    assert states(world) == ("open", ["open", "waiting", "waiting"], "alpha")
    assert last_entry(world) == ("organiser", "open", {"review": "2026/year-end", "departments": ["alpha"]})
    for number in range(14):
        assert phone(number).cast({"alpha": "EGFP"[number % 4]}).status_code == 201
    press(organiser, "close-department", department="alpha")
    assert states(world) == ("open", ["closed", "waiting", "waiting"], None)
    refused(phone(14).cast({"alpha": "E"}), 409, "not_open")

    press(organiser, "open", department="beta")
    assert states(world) == ("open", ["closed", "open", "waiting"], "beta")
    press(organiser, "open", department="gamma")
    assert states(world) == ("open", ["closed", "open", "open"], "gamma")
    press(organiser, "speaking", department="beta")
    assert states(world) == ("open", ["closed", "open", "open"], "beta")

    press(organiser, "pause")
    assert states(world)[0] == "paused"
    refused(phone(1).cast({"beta": "E", "gamma": "E"}, "1" * 32), 409, "not_open")
    press(organiser, "resume")
    assert phone(1).cast({"beta": "E", "gamma": "E"}, "1" * 32).status_code == 201

    page = press(organiser, "ask-to-close")
    assert states(world)[0] == "paused"
    assert "organiser has asked to close this session." in page.text
    refused(phone(2).cast({"beta": "E", "gamma": "E"}, "2" * 32), 409, "not_open")

    page = press(scrutineer, "confirm-closing")
    assert states(world) == ("closed", ["closed", "closed", "closed"], None)
    assert [kind for kind, _sentence in page.notices] == ["warn", "warn"]  # below quorum, overall and leadership
    actor, action, detail = last_entry(world)
    assert (actor, action, detail["by"]) == ("organiser", "close", ["organiser", "scrutineer"])
    assert "Closed by: organiser + scrutineer" in organiser.open(f"{RUN}/result").text
    assert page.actions() == ["/staff/sign-out"]


def acts_of(page, run=RUN):
    """What a page offers to do with the session itself: neither with the projector nor with a rehearsal."""
    acts = [act.removeprefix(f"{run}/") for act in page.actions() if act.startswith(run)]
    return [act for act in acts if act.split()[0] in ACTS]


ACTS = ("open", "speaking", "pause", "resume", "close-department", "ask-to-close", "close", "confirm-closing", "annul")


def test_what_is_offered_follows_the_state_of_the_session(world, organiser):
    def offered():
        return acts_of(organiser.open(RUN))

    assert offered() == ["open", "open alpha", "open beta", "open gamma"]
    press(organiser, "open", department="alpha")
    expected = ["pause", "ask-to-close", "open", "close-department alpha", "open beta", "open gamma", "annul"]
    assert offered() == expected
    press(organiser, "pause")
    assert offered() == ["resume", "ask-to-close", "annul"]
    press(organiser, "ask-to-close")
    assert offered() == ["resume", "close", "annul"]
    press(organiser, "resume")
    assert offered() == expected
    press(organiser, "open")
    expected = [f"{act} {name}" for name in ("alpha", "beta", "gamma") for act in ("close-department", "speaking")]
    assert offered() == ["pause", "ask-to-close", *expected, "annul"]
    press(organiser, "ask-to-close")
    press(organiser, "close", scrutineer="scrutineer", password=SCRUTINEER_PASSWORD)
    assert offered() == []


def test_together_all_departments_open_with_one_button(world, organiser):
    page = organiser.open(TOGETHER)
    assert acts_of(page, TOGETHER) == ["open"]
    press(organiser, "open", TOGETHER)
    assert states(world, "half-year") == ("open", ["open", "open", "open"], None)
    press(organiser, "speaking", TOGETHER, department="gamma")
    assert states(world, "half-year") == ("open", ["open", "open", "open"], "gamma")


# Closing takes two


@pytest.fixture
def asked(organiser):
    """The organiser has opened the session and asked to close it."""
    press(organiser, "open")
    press(organiser, "ask-to-close")


def test_the_scrutineer_may_sign_in_beside_the_organiser(world, organiser, asked):
    press(organiser, "close", scrutineer="scrutineer", password=SCRUTINEER_PASSWORD)
    assert states(world) == ("closed", ["closed", "closed", "closed"], None)
    actor, action, detail = last_entry(world)
    assert (actor, action, detail["by"]) == ("organiser", "close", ["organiser", "scrutineer"])


BESIDE = {
    "the wrong password": ("scrutineer", "guessed", "The name or the password is not right."),
    "an unknown name": ("nobody", SCRUTINEER_PASSWORD, "The name or the password is not right."),
    "no password": ("scrutineer", "", "The name or the password is not right."),
    "nobody": ("", "", "This needs a scrutineer: give a name and the password."),
    "a password without a name": ("", SCRUTINEER_PASSWORD, "This needs a scrutineer: give a name and the password."),
    "the organiser twice": ("organiser", ORGANISER_PASSWORD, "organiser is not a scrutineer."),
}


@pytest.mark.parametrize(("name", "password", "sentence"), BESIDE.values(), ids=BESIDE)
def test_without_the_scrutineer_s_own_password_nothing_is_closed(world, organiser, asked, name, password, sentence):
    with nothing_changes(world):
        page = press(organiser, "close", scrutineer=name, password=password)
    assert page.notices == [("bad", sentence)]
    assert states(world) == ("paused", ["open", "open", "open"], None)


@pytest.mark.parametrize(("name", "password", "sentence"), BESIDE.values(), ids=BESIDE)
def test_without_the_scrutineer_s_own_password_nothing_is_annulled(world, organiser, asked, name, password, sentence):
    with nothing_changes(world):
        page = press(organiser, "annul", reason="a wrong roster", scrutineer=name, password=password)
    assert page.notices == [("bad", sentence)]


def test_the_scrutineer_confirms_nothing_that_was_not_asked_for(world, organiser, scrutineer):
    press(organiser, "open")
    token = scrutineer.token()
    with nothing_changes(world):
        scrutineer.client.post(f"{RUN}/confirm-closing", data={"token": token})
    assert scrutineer.open(RUN).notices == [("bad", "The organiser has to ask for the closing first.")]


def test_a_closing_that_was_taken_back_cannot_be_confirmed(world, organiser, scrutineer, asked, phone):
    page = scrutineer.open(RUN)
    press(organiser, "resume")
    with nothing_changes(world):
        scrutineer.submit(page, f"{RUN}/confirm-closing")
    assert scrutineer.open(RUN).notices == [("bad", "The organiser has to ask for the closing first.")]
    assert phone().cast(dict.fromkeys(("alpha", "beta", "gamma"), "E")).status_code == 201


def test_a_closed_session_stays_closed_whatever_is_sent(world, organiser, scrutineer, asked):
    press(scrutineer, "confirm-closing")
    tokens = {"token": organiser.token(), "scrutineer": "scrutineer", "password": SCRUTINEER_PASSWORD, "reason": "x"}
    acts = ("open", "speaking", "pause", "resume", "close-department", "ask-to-close", "close", "annul")
    for act in acts:
        with nothing_changes(world):
            answer = organiser.client.post(f"{RUN}/{act}", data={**tokens, "department": "alpha"})
        assert answer.status_code == 302
        (notice,) = organiser.open(RUN).notices
        assert (act, notice[0]) == (act, "bad")
    with nothing_changes(world):
        scrutineer.client.post(f"{RUN}/confirm-closing", data={"token": scrutineer.token()})
    assert scrutineer.open(RUN).notices[0][0] == "bad"


def test_without_any_scrutineer_s_account_one_person_closes_and_the_result_says_so(tmp_path):
    world = a_world(tmp_path, people=False)
    add_staff(world.tools, "organiser", "organiser", password=ORGANISER_PASSWORD)
    world.issue("year-end")
    organiser = Browser(an_app(world).app)
    page = organiser.sign_in("organiser", ORGANISER_PASSWORD)
    assert "No scrutineer has an account yet." in page.text
    press(organiser, "open")
    press(organiser, "ask-to-close")
    press(organiser, "close")
    assert states(world)[0] == "closed"
    assert "Closed by: organiser — closed by one person" in organiser.open(f"{RUN}/result").text
    world.database.close()


def test_turnout_below_quorum_is_said_and_does_not_stop_the_closing(world, voting, organiser, scrutineer):
    hall = Hall(world, voting)
    press(organiser, "open", TOGETHER)
    hall.vote(leaders=6, cadres=9)
    press(organiser, "ask-to-close", TOGETHER)
    page = press(scrutineer, "confirm-closing", TOGETHER)
    assert page.notices == [
        ("warn", "半年评议: only 15 of 32 ballots are back, less than two thirds"),
        ("warn", "机关干部: only 9 of 20 ballots are back, less than one half"),
    ]
    assert states(world, "half-year")[0] == "closed"


def test_with_everybody_there_nothing_is_said_at_the_closing(world, voting, organiser, scrutineer):
    hall = Hall(world, voting)
    press(organiser, "open", TOGETHER)
    hall.vote(leaders=12, cadres=20)
    press(organiser, "ask-to-close", TOGETHER)
    assert press(scrutineer, "confirm-closing", TOGETHER).notices == []


# Annulling


def test_annulling_ends_the_session_forgets_its_ballots_and_holds_it_anew(world, voting, organiser):
    hall = Hall(world, voting)
    press(organiser, "open", TOGETHER)
    hall.vote(leaders=10, cadres=10)
    given = {"reason": "the roster was wrong", "scrutineer": "scrutineer", "password": SCRUTINEER_PASSWORD}
    assert press(organiser, "annul", TOGETHER, **given).notices == []
    assert states(world, "half-year") == ("annulled", ["closed", "closed", "closed"], None)
    assert (world.dump()["counter"], world.dump()["spent"]) == ([], [])
    expected = {"review": "2026/half-year", "reason": "the roster was wrong", "scrutineer": "scrutineer"}
    assert last_entry(world) == ("organiser", "annul", {**expected, "held_anew_as": "half-year-2"})
    assert states(world, "half-year-2") == ("waiting", ["waiting", "waiting", "waiting"], None)
    assert "/console/half-year-2" in organiser.client.get("/console").text
    headers = {"Authorization": f"Bearer {screen_key(world, 'half-year')}"}
    assert organiser.client.get("/api/reviews/half-year/tally", headers=headers).json["departments"] == hidden()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 501])
def test_annulling_needs_a_reason(world, organiser, asked, reason):
    given = {"reason": reason, "scrutineer": "scrutineer", "password": SCRUTINEER_PASSWORD}
    with nothing_changes(world):
        page = press(organiser, "annul", **given)
    assert page.notices == [("bad", "Annulling needs a reason of at most 500 characters.")]


def test_a_reason_is_written_as_it_was_typed(world, organiser, asked):
    reason = '<script>alert("1")</script> 100 %s'
    press(organiser, "annul", reason=reason, scrutineer="scrutineer", password=SCRUTINEER_PASSWORD)
    assert last_entry(world)[2]["reason"] == reason


# What the page says no to

REFUSED = {
    "a department that is not there": ("open", {"department": "nowhere"}, "There is no department nowhere."),
    "one that is open already": ("open", {"department": "alpha"}, "This is already open."),
    "one that was closed": ("open", {"department": "beta"}, "A department that was closed cannot be opened again."),
    "closing one that waits": ("close-department", {"department": "gamma"}, "This department is not open."),
    "closing one twice": ("close-department", {"department": "beta"}, "This department is not open."),
    "closing one that is not there": ("close-department", {"department": "nowhere"}, "There is no department nowhere."),
    "a speaker that is not there": ("speaking", {"department": "nowhere"}, "There is no department nowhere."),
    "going on without a pause": ("resume", {}, "The session is open."),
    "markup": ("open", {"department": "<b>x</b>"}, "There is no department <b>x</b>."),
    "a format": ("open", {"department": "100 %s"}, "There is no department 100 %s."),
}


@pytest.mark.parametrize(("act", "form", "sentence"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_said_in_one_sentence_and_changes_nothing(world, organiser, act, form, sentence):
    press(organiser, "open", department="beta")
    press(organiser, "close-department", department="beta")
    press(organiser, "open", department="alpha")
    with nothing_changes(world):
        answer = organiser.client.post(f"{RUN}/{act}", data={"token": organiser.token(), **form})
    assert (answer.status_code, answer.location) == (302, RUN)
    assert organiser.open(RUN).notices == [("bad", sentence)]
    assert organiser.open(RUN).notices == []


def test_together_no_single_department_is_opened_or_closed(world, organiser):
    press(organiser, "open", TOGETHER)
    for act in ("open", "close-department"):
        with nothing_changes(world):
            organiser.client.post(f"{TOGETHER}/{act}", data={"token": organiser.token(), "department": "alpha"})
        assert organiser.open(TOGETHER).notices[0][0] == "bad"


def test_a_paused_session_opens_no_department(world, organiser):
    press(organiser, "open", department="alpha")
    press(organiser, "pause")
    with nothing_changes(world):
        organiser.client.post(f"{RUN}/open", data={"token": organiser.token(), "department": "beta"})
    assert organiser.open(RUN).notices == [("bad", "The session is paused. Resume it first.")]


def test_two_organisers_who_press_the_same_button_do_it_once(world, voting, organiser):
    add_another(world)
    second = Browser(voting.app)
    second.sign_in("second", ORGANISER_PASSWORD)
    page = second.open(RUN)
    press(organiser, "open", department="alpha")
    with nothing_changes(world):
        second.submit(page, f"{RUN}/open", department="alpha")
    assert second.open(RUN).notices == [("bad", "This is already open.")]


def add_another(world):
    add_staff(world.tools, "second", "organiser", password=ORGANISER_PASSWORD)


# The projector

SET_WRONG = {
    "no such mode": ("mode", {"mode": "everything"}),
    "no mode": ("mode", {}),
    "no such order": ("arrangement", {"arrangement": "random"}),
    "no minutes": ("countdown", {"minutes": ""}),
    "minutes in words": ("countdown", {"minutes": "five"}),
    "minutes that are a power": ("countdown", {"minutes": "²"}),
    "half a minute": ("countdown", {"minutes": "0.5"}),
    "minutes before now": ("countdown", {"minutes": "-1"}),
    "minutes for a day": ("countdown", {"minutes": "999"}),
    "minutes for ever": ("countdown", {"minutes": "9" * 5000}),
    "a long line": ("help", {"on": "1", "wifi": "x" * 121}),
}


@pytest.mark.parametrize(("setting", "form"), SET_WRONG.values(), ids=SET_WRONG)
def test_the_projector_is_set_to_nothing_it_has_not(world, organiser, setting, form):
    with nothing_changes(world):
        answer = organiser.client.post(f"{RUN}/screen/{setting}", data={"token": organiser.token(), **form})
    assert (answer.status_code, answer.location) == (302, RUN)
    ((kind, _sentence),) = organiser.open(RUN).notices
    assert kind == "bad"


@pytest.mark.parametrize("mode", ["turnout", "reveal"])
def test_the_projector_s_mode_narrows_what_is_shown_and_the_tally_brings_it_back(world, voting, organiser, mode):
    hall = Hall(world, voting)
    press(organiser, "open", TOGETHER)
    hall.vote(leaders=10, cadres=20)
    headers = {"Authorization": f"Bearer {screen_key(world, 'half-year')}"}

    def scores():
        document = organiser.client.get("/api/reviews/half-year/tally", headers=headers).json
        return [row["score"] for row in document["departments"]]

    assert scores() == ["72.00", "70.40", "62.40"]
    organiser.client.post(f"{TOGETHER}/screen/mode", data={"token": organiser.token(), "mode": mode})
    assert scores() == [None] * 3
    organiser.client.post(f"{TOGETHER}/screen/mode", data={"token": organiser.token(), "mode": "tally"})
    assert scores() == ["72.00", "70.40", "62.40"]


@pytest.mark.parametrize("mode", ["tally", "reveal"])
def test_no_mode_of_the_projector_shows_what_may_not_be_shown(world, voting, organiser, mode):
    hall = Hall(world, voting)
    press(organiser, "open", TOGETHER)
    hall.vote(leaders=9, cadres=20)
    organiser.client.post(f"{TOGETHER}/screen/mode", data={"token": organiser.token(), "mode": mode})
    organiser.client.post(f"{TOGETHER}/screen/reveal", data={"token": organiser.token()})
    headers = {"Authorization": f"Bearer {screen_key(world, 'half-year')}"}
    assert organiser.client.get("/api/reviews/half-year/tally", headers=headers).json["departments"] == hidden()


def test_the_raw_tables_of_a_session_that_counts_are_shown_to_nobody(world, organiser, scrutineer):
    for browser in (organiser, scrutineer):
        answer = browser.client.get(f"{RUN}/stored")
        assert answer.status_code == 400
        assert Page(answer.text).heading() == "The raw tables are shown for a rehearsal only."


def test_a_session_that_counts_cannot_be_thrown_away(world, organiser):
    with nothing_changes(world):
        answer = organiser.client.post(f"{RUN}/end-rehearsal", data={"token": organiser.token()})
    assert answer.status_code == 400


# What the page shows


def test_the_page_shows_turnout_and_nothing_of_any_ballot(world, voting, organiser):
    hall = Hall(world, voting)
    press(organiser, "open", TOGETHER)
    hall.vote(leaders=10, cadres=20)
    page = organiser.open(TOGETHER)
    numbers = [values for tag, values in page.elements if "data-returned" in values or "data-issued" in values]
    assert len(numbers) == 4
    assert returned(world, "half-year") == {"leadership": 10, "cadres": 20}
    for figure in ("72.00", "70.40", "62.40", "82.00", "57.00"):
        assert figure not in page.text


def test_the_panel_is_the_part_of_the_page_that_changes(organiser):
    press(organiser, "open", department="alpha")
    panel = Page(organiser.client.get(f"{RUN}/panel").text)
    whole = organiser.open(RUN)
    assert panel.actions() == [act for act in whole.actions() if act.startswith(RUN)]
    assert panel.text in whole.text
    assert [tag for tag, _values in panel.elements if tag in ("html", "script", "link")] == []


def test_the_projector_s_address_carries_its_key_in_the_fragment(world, organiser):
    links = [values.get("href", "") for tag, values in organiser.open(RUN).elements if tag == "a"]
    assert f"http://127.0.0.1:5000/screen/year-end#{screen_key(world, 'year-end')}" in links


def test_without_a_year_the_console_says_how_to_begin(tmp_path):
    database = SqliteDatabase(tmp_path / "voting.db")
    tools = test_tools(database)
    add_staff(tools, "organiser", "organiser", password=ORGANISER_PASSWORD)
    app = create_app(read_settings({"SECRET_KEY": "a key for tests only", "LANGUAGE": "en"}), tools).app
    browser = Browser(app)
    assert browser.sign_in("organiser", ORGANISER_PASSWORD).heading() == "No year yet"
    for path in ("/desk", "/console/half-year", "/desk/export.xlsx"):
        assert browser.client.get(path).status_code == 404
    database.close()
