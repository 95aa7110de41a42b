"""The organiser's page of accounts, the first sign-in, and one's own password."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.support.http import Browser, Page, nothing_changes
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD
from voting.actions.staff import add_staff

SECRET = "my own secret"
ADD = "/console/staff/add"


@pytest.fixture
def organiser(voting):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    return browser


def invited(organiser, name="wang", role="assessor", **more):
    """Adds an account on the page and returns the word and the link that are shown."""
    organiser.open("/console/staff").form(ADD, name=name, role=role)
    answer = organiser.client.post(ADD, data={"token": organiser.token(), "name": name, "role": role, **more})
    assert answer.status_code == 200
    return shown(Page(answer.text))


def shown(page):
    (link,) = [
        values["href"] for tag, values in page.elements if tag == "a" and "/staff/first#" in values.get("href", "")
    ]
    return parse_qs(urlsplit(link).fragment)["word"][0], link


def first(voting, name, word, password=SECRET, again=SECRET):
    browser = Browser(voting.app)
    page = browser.open("/staff/first")
    return browser, browser.submit(page, "/staff/first", name=name, word=word, password=password, again=again)


def change(organiser, act, name, **more):
    data = {"token": organiser.token(), "name": name, **more}
    return Page(organiser.client.post(f"/console/staff/{act}", data=data, follow_redirects=True).text)


def test_an_account_is_added_and_its_owner_sets_the_password_and_is_signed_in(voting, organiser):
    word, link = invited(organiser, department="alpha")
    assert urlsplit(link).path == "/staff/first"
    browser, answer = first(voting, "wang", word)
    assert (answer.status_code, answer.location) == (302, "/desk/inspections")
    page = browser.open(answer.location)
    assert page.notices == [("good", "Your password is set. From now on you sign in with it.")]
    assert Browser(voting.app).sign_in("wang", SECRET).heading() == "Inspections 2026"


def test_the_word_is_shown_once_and_reaches_the_server_in_no_address(voting, organiser):
    word, link = invited(organiser)
    assert word not in organiser.client.get("/console/staff").text
    assert word not in urlsplit(link).path + urlsplit(link).query


def test_until_then_the_account_lets_nobody_in(voting, organiser):
    word, _link = invited(organiser)
    for password in ("", word, "wang"):
        browser = Browser(voting.app)
        answer = browser.submit(browser.open("/staff/sign-in"), "/staff/sign-in", name="wang", password=password)
        assert answer.status_code == 401


@pytest.mark.parametrize(
    ("given", "status", "sentence"),
    [
        ({"word": "0000-0000-0000-0000"}, 401, "The name or the word is not right, or the word is used up."),
        ({"name": "li"}, 401, "The name or the word is not right, or the word is used up."),
        ({"password": "short", "again": "short"}, 400, "A password must have at least 8 characters."),
        ({"again": "another secret"}, 400, "The two passwords are not the same."),
    ],
)
def test_a_first_sign_in_that_fails_says_so_and_changes_nothing(world, voting, organiser, given, status, sentence):
    word, _link = invited(organiser)
    with nothing_changes(world):
        _browser, answer = first(voting, **{"name": "wang", "word": word, **given})
    page = Page(answer.text)
    assert (answer.status_code, page.notices[0][0]) == (status, "bad")
    assert page.notices[0][1].startswith(sentence)
    assert word not in answer.text
    assert SECRET not in answer.text


def test_a_first_sign_in_without_the_form_of_ours_is_refused(world, voting, organiser):
    word, _link = invited(organiser)
    with nothing_changes(world):
        data = {"name": "wang", "word": word, "password": SECRET, "again": SECRET}
        assert voting.app.test_client().post("/staff/first", data=data).status_code == 400


def test_a_reset_signs_the_person_out_and_shows_a_new_word(voting, organiser, world):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    browser = Browser(voting.app)
    browser.sign_in("wang", SECRET)
    answer = organiser.client.post("/console/staff/word", data={"token": organiser.token(), "name": "wang"})
    word, _link = shown(Page(answer.text))
    assert browser.client.get("/desk").status_code == 302
    assert first(voting, "wang", word, "another one", "another one")[1].status_code == 302
    assert browser.client.get("/desk").status_code == 302


def test_disabling_signs_out_at_once_and_enabling_lets_in_again(voting, organiser, world):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    browser = Browser(voting.app)
    browser.sign_in("wang", SECRET)
    assert change(organiser, "disable", "wang").notices == [("good", "Nobody can sign in with this account any more.")]
    assert browser.client.get("/desk").status_code == 302
    assert change(organiser, "enable", "wang").notices == [("good", "This account can sign in again.")]
    assert browser.client.get("/desk").status_code == 200


def test_with_another_role_one_signs_in_again_and_is_led_to_the_new_work(voting, organiser, world):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    browser = Browser(voting.app)
    browser.sign_in("wang", SECRET)
    change(organiser, "change", "wang", role="department", department="beta")
    assert browser.client.get("/desk").location == "/staff/sign-in?next=/desk"
    assert Browser(voting.app).sign_in("wang", SECRET).heading() == "乙办"


@pytest.mark.parametrize(
    ("act", "name", "more", "sentence"),
    [
        ("disable", "organiser", {}, "This is the last organiser who can sign in. Add another one first."),
        ("remove", "nobody", {}, "There is no account named nobody."),
        ("disable", "scrutineer", {}, "This needs a scrutineer: give a name and the password."),
        ("change", "scrutineer", {"role": "viewer"}, "This needs a scrutineer: give a name and the password."),
        ("change", "organiser", {"role": "king"}, "There is no role king."),
    ],
)
def test_what_is_refused_is_said_on_the_page_and_changes_nothing(world, organiser, act, name, more, sentence):
    with nothing_changes(world):
        assert change(organiser, act, name, **more).notices == [("bad", sentence)]


def test_a_scrutineer_beside_the_organiser_confirms_another_one(organiser, world):
    word, _link = invited(organiser, "zhao", "scrutineer", scrutineer="scrutineer", password=SCRUTINEER_PASSWORD)
    assert len(word) == 16
    assert "zhao" in [row[0] for row in world.dump()["staff"]]


def test_a_refused_addition_is_a_plain_page(world, organiser):
    with nothing_changes(world):
        answer = organiser.client.post(ADD, data={"token": organiser.token(), "name": "zhao", "role": "scrutineer"})
    assert (answer.status_code, Page(answer.text).heading()) == (
        400,
        "This needs a scrutineer: give a name and the password.",
    )


def test_a_never_used_account_is_removed(organiser, world):
    invited(organiser)
    assert change(organiser, "remove", "wang").notices == [("good", "Removed.")]
    assert "wang" not in [row[0] for row in world.dump()["staff"]]


def test_one_changes_one_s_own_password_and_stays_signed_in_here_only(voting, world):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    here, elsewhere = Browser(voting.app), Browser(voting.app)
    for browser in (here, elsewhere):
        browser.sign_in("wang", SECRET)
    page = here.open("/staff/password")
    answer = here.submit(page, "/staff/password", old=SECRET, password="another one", again="another one")
    assert (answer.status_code, here.client.get("/desk").status_code, elsewhere.client.get("/desk").status_code) == (
        302,
        200,
        302,
    )


def test_a_wrong_present_password_changes_nothing(world, voting):
    add_staff(world.tools, "wang", "viewer", password=SECRET)
    browser = Browser(voting.app)
    browser.sign_in("wang", SECRET)
    with nothing_changes(world):
        answer = browser.submit(
            browser.open("/staff/password"),
            "/staff/password",
            old="guessed",
            password="another one",
            again="another one",
        )
    assert (answer.status_code, Page(answer.text).notices) == (401, [("bad", "The present password is not right.")])
