"""Whatever goes wrong: one plain sentence in the reader's language, JSON below /api, and nothing of anybody in a log."""

from __future__ import annotations

import logging

import pytest

from tests.support.http import ANOTHER_RECEIPT, NOBODYS_CODE, RECEIPT, Browser, Page, Phone, nothing_changes
from tests.support.sockets import a_socket, watch
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, SMALL_PLAN, a_world, an_app
from voting.actions import meeting
from voting.actions.ballot_box import ThreadGate
from voting.actions.staff import Witness
from voting.factory import create_app
from voting.settings import read_settings
from voting.storage.doors import StorageUnavailable
from voting.texts import say
from voting.web.offload import Threads

POINTS = {"alpha": 95, "beta": 80, "gamma": 70}
ADDRESS = "192.0.2.77"
ENGLISH = {
    400: "The program did not understand this request. Please reload the page.",
    404: "There is no such page.",
    405: "The program did not understand this request. Please reload the page.",
    500: "Something went wrong. Please try again.",
    503: "The database is busy. Please try again in a moment.",
}
CODES = {400: "bad_request", 404: "not_found", 405: "bad_request", 500: "went_wrong", 503: "try_again"}


class Breakable:
    """Threads on which everything fails once it is broken."""

    error: Exception | None = None

    def __call__(self, function, args=(), kwds=None):
        if self.error:
            raise self.error
        return function(*args, **(kwds or {}))


@pytest.fixture
def threads():
    return Breakable()


@pytest.fixture
def voting(world, threads):
    settings = read_settings({"SECRET_KEY": "a key for tests only", "LANGUAGE": "en"})
    return create_app(settings, world.tools, threads=Threads(threads, threads, threads, ThreadGate))


@pytest.fixture
def slips(world):
    found = world.issue("half-year")
    world.open("half-year")
    return found["cadres"]


@pytest.fixture
def staff(voting):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    return browser.client


FAULTS = {
    500: RuntimeError(f"code {NOBODYS_CODE}, receipt {RECEIPT}, marks {POINTS}, from {ADDRESS}"),
    503: StorageUnavailable(f"database is locked at {ADDRESS}"),
}
ON_PAGES = {404: ("GET", "/nowhere"), 405: ("POST", "/b"), 500: ("GET", "/console"), 503: ("GET", "/console")}
BELOW_API = {
    404: ("GET", "/api/nowhere"),
    405: ("DELETE", "/api/ballot"),
    500: ("GET", "/api/ballot"),
    503: ("GET", "/api/ballot"),
}


def asked(staff, threads, where, status, language):
    """The answer that goes wrong in this way, asked for in a language."""
    threads.error = FAULTS.get(status)
    method, path = where[status]
    headers = {"Accept-Language": language, "Authorization": f"Bearer {NOBODYS_CODE}"}
    return staff.open(path, method=method, headers=headers, environ_base={"REMOTE_ADDR": ADDRESS})


@pytest.mark.parametrize("status", ON_PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_a_page_it_is_one_sentence_and_a_way_back(staff, threads, status, language):
    answer = asked(staff, threads, ON_PAGES, status, language)
    page = Page(answer.text)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
    assert page.elements[0] == ("html", {"lang": language, "data-surface": "desk"})
    sentence = page.heading()
    assert page.text == f"{sentence} {say(language, 'Go to the start page')}"
    assert (sentence == ENGLISH[status], sentence[-1]) == ((True, ".") if language == "en" else (False, "。"))


@pytest.mark.parametrize("status", BELOW_API)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_below_api_it_is_a_refusal_in_json(staff, threads, status, language):
    answer = asked(staff, threads, BELOW_API, status, language)
    message = answer.json["message"]
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert answer.json == {"error": CODES[status], "message": message}
    assert (message == ENGLISH[status], message[-1]) == ((True, ".") if language == "en" else (False, "。"))


def test_a_defect_while_a_ballot_is_counted_keeps_nothing_and_the_phone_may_ask_again(
    world, voting, threads, client, slips
):
    phone = Phone(client, slips[0])
    voting.pump.look()
    phone.read()
    threads.error = FAULTS[500]
    with nothing_changes(world):
        answer = phone.cast(POINTS)
        assert (answer.status_code, answer.json["error"]) == (503, "try_again")
    threads.error = None
    assert phone.cast(POINTS).status_code == 201


def test_storage_that_is_away_while_a_ballot_is_counted_keeps_nothing(world, voting, threads, client, slips):
    phone = Phone(client, slips[0])
    voting.pump.look()
    phone.read()
    threads.error = FAULTS[503]
    with nothing_changes(world):
        answer = phone.cast(POINTS)
        assert (answer.status_code, answer.json["error"]) == (503, "try_again")
    threads.error = None
    assert phone.cast(POINTS).status_code == 201


@pytest.mark.parametrize("path", ["/", "/b", "/healthz", "/screen/half-year"])
def test_what_needs_no_storage_answers_without_it(client, threads, path):
    threads.error = FAULTS[503]
    assert client.get(path).status_code == 200


def test_a_socket_hears_one_sentence_too_when_storage_is_away(voting, threads, slips):
    threads.error = FAULTS[503]
    refusal = watch(a_socket(voting), {"code": slips[0]})
    assert refusal == {"error": refusal["error"], "message": ENGLISH[500]}


def test_a_socket_hears_one_sentence_of_a_defect(voting, threads, slips):
    threads.error = FAULTS[500]
    refusal = watch(a_socket(voting), {"code": slips[0]})
    assert refusal == {"error": "went_wrong", "message": ENGLISH[500]}


# Languages

LANGUAGES = {
    "zh-CN,zh;q=0.9,en;q=0.8": "zh",
    "zh-TW": "zh",
    "ZH": "zh",
    "en-GB,en;q=0.9": "en",
    "en;q=0.5,zh;q=0.9": "zh",
    "fr, zh;q=0.3": "zh",
    "fr": "en",
    "*": "en",
    "": "en",
    "x" * 3000: "en",
    "zh\xff, ;;q=,": "en",
}


@pytest.mark.parametrize(("wanted", "language"), LANGUAGES.items(), ids=lambda value: value[:30])
def test_the_browser_chooses_the_language_and_else_the_setting(client, wanted, language):
    answer = client.get("/nowhere", headers={"Accept-Language": wanted})
    assert Page(answer.text).elements[0][1]["lang"] == language


def test_without_a_choice_the_setting_decides(world):
    client = an_app(world, {"LANGUAGE": "zh"}).app.test_client()
    assert client.get("/api/nowhere").json["message"][-1] == "。"
    assert client.get("/api/nowhere", headers={"Accept-Language": "en"}).json["message"] == ENGLISH[404]


def test_the_reader_s_switch_wins_over_the_browser(client):
    client.get("/staff/language/zh")
    assert client.get("/api/nowhere", headers={"Accept-Language": "en"}).json["message"][-1] == "。"
    client.get("/staff/language/xx")
    assert client.get("/api/nowhere", headers={"Accept-Language": "en"}).json["message"][-1] == "。"
    client.get("/staff/language/en")
    assert client.get("/api/nowhere", headers={"Accept-Language": "zh"}).json["message"] == ENGLISH[404]


def test_a_switch_to_a_language_there_is_none_of_changes_nothing(client):
    assert "Set-Cookie" not in client.get("/staff/language/xx").headers
    client.set_cookie("language", "../../etc")
    assert client.get("/api/nowhere").json["message"] == ENGLISH[404]


# What is written


@pytest.fixture
def written(caplog, capfd):
    """Everything that was logged or printed, at whatever level."""
    caplog.set_level(logging.DEBUG)
    capfd.readouterr()

    def written():
        out, err = capfd.readouterr()
        return [record.getMessage() for record in caplog.records], out + err

    return written


def everything_a_phone_does(voting, slips):
    client = voting.app.test_client()
    phone = Phone(client, slips[0], ADDRESS)
    codes = [phone.read(), phone.cast(POINTS), phone.cast(POINTS), phone.cast(POINTS, ANOTHER_RECEIPT)]
    codes += [phone.put("what?"), phone.put(" " * 70_000), Phone(client, NOBODYS_CODE, ADDRESS).cast(POINTS)]
    codes += [Phone(client, slips[1], ADDRESS).cast({"alpha": 100}), client.get(f"/{slips[0]}")]
    socket = a_socket(voting)
    watch(socket, {"code": slips[0]})
    watch(socket, {"code": NOBODYS_CODE})
    voting.pump.look()
    return [code.status_code for code in codes]


def test_a_ballot_and_everything_that_can_be_refused_of_it_write_nothing(voting, slips, written):
    assert everything_a_phone_does(voting, slips) == [200, 201, 200, 409, 400, 413, 401, 422, 404]
    assert written() == ([], "")


def test_a_defect_writes_its_kind_and_its_place_and_nothing_else(voting, threads, slips, written):
    threads.error = FAULTS[500]
    client = voting.app.test_client()
    assert Phone(client, slips[0], ADDRESS).read().status_code == 500
    assert Phone(client, slips[0], ADDRESS).cast(POINTS).status_code == 500
    logged, printed = written()
    assert len(logged) == 2
    for line in logged:
        assert line.startswith("unexpected RuntimeError at ")
    for secret in (slips[0], NOBODYS_CODE, RECEIPT, ADDRESS, "95", "alpha"):
        assert secret not in "".join(logged).replace(__file__, "") + printed


def test_storage_that_is_away_writes_nothing_of_the_request(voting, threads, slips, written):
    threads.error = FAULTS[503]
    client = voting.app.test_client()
    assert Phone(client, slips[0], ADDRESS).cast(POINTS).status_code == 503
    assert written() == ([], "")


def test_signing_in_writes_nothing(voting, written):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    browser.submit(Browser(voting.app).open("/staff/sign-in"), "/staff/sign-in", name="organiser", password="guessed")
    assert written() == ([], "")


# Names that look like markup or like a format

STRANGE = '<b onclick="x">&amp;{{ 7 * 7 }}</b> 100 %s %(name)s'


@pytest.fixture
def strange_voting(tmp_path):
    """A plan all of whose names look like something else."""
    quoted = STRANGE.replace('"', '\\"')
    plan = SMALL_PLAN
    for name in ("小街道", "领导成员", "机关干部", "甲办", "半年评议", "年终述职", "优秀"):
        plan = plan.replace(f'"{name}"', f'"{quoted}"')
    world = a_world(tmp_path, plan)
    world.issue("half-year")
    world.open("half-year")
    yield an_app(world)
    world.database.close()


STRANGE_PAGES = ("/console", "/console/half-year", "/console/half-year/panel", "/console/year-end", "/desk")


@pytest.mark.parametrize("path", STRANGE_PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_names_are_shown_as_they_are_written(strange_voting, path, language):
    browser = Browser(strange_voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    page = Page(browser.client.get(path, headers={"Accept-Language": language}).text)
    assert STRANGE in page.text
    assert [tag for tag, _values in page.elements if tag == "b"] == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_session_and_groups_with_such_names_can_be_closed_below_quorum(strange_voting, language):
    browser = Browser(strange_voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    answer = browser.client.post(
        "/console/half-year/close",
        data={"token": browser.token(), "scrutineer": "scrutineer", "password": SCRUTINEER_PASSWORD},
        headers={"Accept-Language": language},
    )
    assert answer.status_code == 302
    page = Page(browser.client.get(answer.location, headers={"Accept-Language": language}).text)
    assert [kind for kind, sentence in page.notices if STRANGE in sentence] == ["warn"] * 3


@pytest.mark.parametrize("path", ["/console/half-year/result", "/console/half-year/form", "/desk"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_such_names_are_shown_in_the_result_as_they_are_written(strange_voting, path, language):
    meeting.close_review(strange_voting.parts.tools, "half-year", Witness("scrutineer", SCRUTINEER_PASSWORD))
    browser = Browser(strange_voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    page = Page(browser.client.get(path, headers={"Accept-Language": language}).text)
    assert STRANGE in page.text
    assert [tag for tag, _values in page.elements if tag == "b"] == []


@pytest.mark.parametrize("kind", ["xlsx", "csv", "json"])
def test_such_names_can_be_exported(strange_voting, kind):
    browser = Browser(strange_voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    assert browser.client.get(f"/desk/export.{kind}").status_code == 200


def test_an_address_that_looks_like_markup_is_not_repeated(client):
    answer = client.get("/<script>alert(1)</script>?next=<script>")
    assert (answer.status_code, "<script>alert" in answer.text) == (404, False)
