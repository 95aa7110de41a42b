"""Signing in and out, the cookie, and who may send what: a table of every address that changes something."""

from __future__ import annotations

from datetime import timedelta

import pytest
from itsdangerous import TimestampSigner

from tests.support.http import Browser, Page, nothing_changes
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, a_world, an_app
from voting.actions.staff import add_staff
from voting.domain.roles import ORGANISER, ROLES, SCRUTINEER, may
from voting.web.staff import SIGNED_IN_FOR

WRONG = "The name or the password is not right."
TOO_OLD = "This page is too old. Please go back, reload it and try again."
EVERYBODY = ROLES

WHO_MAY_SEND = {
    "/staff/sign-in": EVERYBODY,
    "/staff/sign-out": EVERYBODY,
    "/staff/sign-out-everywhere": EVERYBODY,
    "/staff/first": EVERYBODY,
    "/staff/password": EVERYBODY,
    "/console/staff/add": [ORGANISER],
    "/console/staff/change": [ORGANISER],
    "/console/staff/word": [ORGANISER],
    "/console/staff/disable": [ORGANISER],
    "/console/staff/enable": [ORGANISER],
    "/console/staff/remove": [ORGANISER],
    "/desk/departments/alpha/daily/targets": ["department"],
    "/desk/departments/alpha/daily/approve": ["assessor"],
    "/desk/departments/alpha/daily/return": ["assessor"],
    "/desk/departments/alpha/daily/finish": ["assessor"],
    "/desk/departments/alpha/daily/reopen": ["assessor"],
    "/desk/departments/alpha/daily/points": ["assessor"],
    "/desk/departments/alpha/daily/withdraw": ["assessor"],
    "/desk/departments/alpha/notes/some-item": ["department"],
    "/desk/inspections/new": ["assessor"],
    "/desk/inspections/import": ["assessor"],
    "/desk/inspections/some-record/reverse": ["assessor"],
    "/desk/inspections/some-record/verify": ["assessor"],
    "/desk/inspections/some-record/refuse": ["assessor"],
    "/desk/decision/propose": ["branch"],
    "/desk/decision/decide": ["committee"],
    "/desk/names/numbers": ["organisation"],
    "/desk/names/alpha/submit": ["department"],
    "/desk/names/alpha/consent": ["leader"],
    "/desk/names/alpha/back": ["organisation", "leader"],
    "/desk/names/alpha/examine": ["organisation"],
    "/desk/names/alpha/strike": ["organisation"],
    "/desk/names/decide": ["committee"],
    "/desk/notice/calendar": [ORGANISER, "organisation"],
    "/desk/notice/start": ["organisation"],
    "/desk/notice/objection": ["supervision", "organisation"],
    "/desk/notice/answer": ["supervision", "organisation"],
    "/desk/notice/seal": [ORGANISER],
    "/desk/next-year": [ORGANISER],
    "/desk/claims": ["department"],
    "/desk/claims/some-claim/files": ["department"],
    "/desk/claims/some-claim/files/some-file/remove": ["department"],
    "/desk/claims/some-claim/withdraw": ["department"],
    "/desk/claims/some-claim/decide": ["supervision"],
    "/desk/claims/some-claim/confirm": ["assessor", "supervision", "organisation"],
    "/desk/claims/some-claim/reopen": ["supervision"],
    "/desk/innovation": ["assessor", "supervision"],
    "/desk/disqualifications": ["assessor", "supervision", "organisation"],
    "/desk/disqualifications/some-case/decide": ["supervision", "organisation"],
    "/desk/disqualifications/some-case/confirm": ["assessor", "supervision", "organisation"],
    "/console/half-year/open": [ORGANISER],
    "/console/half-year/speaking": [ORGANISER],
    "/console/half-year/pause": [ORGANISER],
    "/console/half-year/resume": [ORGANISER],
    "/console/half-year/close-department": [ORGANISER],
    "/console/half-year/ask-to-close": [ORGANISER],
    "/console/half-year/close": [ORGANISER],
    "/console/half-year/confirm-closing": [SCRUTINEER],
    "/console/half-year/annul": [ORGANISER],
    "/console/half-year/slips": [ORGANISER],
    "/console/half-year/slips/cancel": [ORGANISER],
    "/console/half-year/slips/replace": [ORGANISER],
    "/console/half-year/slips/cancel-all": [ORGANISER],
    "/console/half-year/hand-out/start": [ORGANISER],
    "/console/half-year/hand-out/next": [ORGANISER],
    "/console/half-year/hand-out/some-slip/cancel": [ORGANISER],
    "/console/half-year/paper": [ORGANISER],
    "/console/half-year/screen/mode": [ORGANISER],
    "/console/half-year/screen/arrangement": [ORGANISER],
    "/console/half-year/screen/reveal": [ORGANISER],
    "/console/half-year/screen/countdown": [ORGANISER],
    "/console/half-year/screen/help": [ORGANISER],
    "/console/half-year/rehearse": [ORGANISER],
    "/console/half-year/end-rehearsal": [ORGANISER],
    "/setup/check": [ORGANISER],
    "/setup/load": [ORGANISER],
    "/setup/file": [ORGANISER],
    "/setup/open": [ORGANISER],
    "/setup/table": [ORGANISER],
    "/setup/departments": [ORGANISER],
}
"""Every address of staff that changes something, and the roles that may. The phone's is PUT."""

NEEDS_A_SIGN_IN = {
    "/console": 302,
    "/console/half-year": 302,
    "/console/half-year/panel": 401,
    "/console/half-year/result": 401,
    "/console/half-year/form": 401,
    "/console/half-year/slips": 401,
    "/console/half-year/hand-out": 401,
    "/console/half-year/hand-out/some-slip": 401,
    "/console/half-year/paper": 401,
    "/console/half-year/stored": 401,
    "/console/staff": 302,
    "/staff/password": 302,
    "/setup": 302,
    "/desk": 302,
    "/desk/table": 401,
    "/desk/revision": 401,
    "/desk/trail/alpha": 302,
    "/desk/decision": 302,
    "/desk/names": 302,
    "/desk/notice": 302,
    "/desk/notice/paper/decision-form": 401,
    "/desk/department": 302,
    "/desk/departments": 302,
    "/desk/departments/alpha": 302,
    "/desk/inspections": 302,
    "/desk/inspections/new": 302,
    "/desk/inspections/import": 302,
    "/desk/claims": 302,
    "/desk/claims/new": 302,
    "/desk/claims/some-claim": 302,
    "/desk/innovation": 302,
    "/desk/disqualifications": 302,
    "/desk/files/some-file": 401,
    "/desk/printouts": 302,
    "/desk/printouts/0000-0000-0000": 302,
    "/desk/export.xlsx": 401,
    "/desk/export.csv": 401,
    "/desk/export.json": 401,
    "/api/reviews/half-year/tally": 401,
    "/api/reviews/half-year/screen": 401,
}
"""Every address that only staff may read, and how it answers others: 302 is the way to the sign-in."""

OF_THE_OFFICE = [role for role in ROLES if role not in ("department", "leader")]
SEE_CLAIMS = [role for role in ROLES if role not in (SCRUTINEER, "viewer")]
WHO_MAY_READ = {
    "/console/half-year/slips": [ORGANISER],
    "/console/half-year/hand-out": [ORGANISER],
    "/console/half-year/hand-out/some-slip": [ORGANISER],
    "/console/half-year/paper": [ORGANISER],
    "/console/staff": [ORGANISER],
    "/setup": [ORGANISER],
    "/desk/department": ["department", "leader"],
    "/desk/departments": OF_THE_OFFICE,
    "/desk/table": OF_THE_OFFICE,
    "/desk/revision": OF_THE_OFFICE,
    "/desk/trail/alpha": OF_THE_OFFICE,
    "/desk/decision": OF_THE_OFFICE,
    "/desk/notice": OF_THE_OFFICE,
    "/desk/notice/paper/decision-form": OF_THE_OFFICE,
    "/desk/inspections": OF_THE_OFFICE,
    "/desk/inspections/new": ["assessor"],
    "/desk/inspections/import": ["assessor"],
    "/desk/claims": SEE_CLAIMS,
    "/desk/claims/new": ["department"],
    "/desk/claims/some-claim": SEE_CLAIMS,
    "/desk/innovation": OF_THE_OFFICE,
    "/desk/disqualifications": [ORGANISER, "assessor", "supervision", "organisation", "branch", "committee"],
    "/desk/printouts": OF_THE_OFFICE,
    "/desk/printouts/0000-0000-0000": OF_THE_OFFICE,
    "/desk/export.xlsx": OF_THE_OFFICE,
    "/desk/export.csv": OF_THE_OFFICE,
    "/desk/export.json": OF_THE_OFFICE,
}
"""Of these, what not every role may read. (Who may not read /desk is led to the own department's page.)"""

IN_FULL = {
    "group": "cadres",
    "count": "1",
    "on": "1",
    "minutes": "5",
    "mode": "reveal",
    "arrangement": "score",
    "scrutineer": SCRUTINEER_PASSWORD,
    "password": SCRUTINEER_PASSWORD,
    "reason": "a wrong roster",
    "name": ORGANISER,
}
"""A form that would do what it asks for, were it let."""


@pytest.fixture
def browser(voting):
    return Browser(voting.app)


# Signing in


def attempt(browser, name, password):
    return browser.submit(browser.open("/staff/sign-in"), "/staff/sign-in", name=name, password=password)


def test_name_and_password_open_the_console(browser):
    page = browser.sign_in("organiser", ORGANISER_PASSWORD)
    assert page.heading() == "小街道 2026"
    assert "organiser · organiser" in page.text


def test_signing_in_is_no_change_of_the_database(world, browser):
    with nothing_changes(world):
        browser.sign_in("organiser", ORGANISER_PASSWORD)


FAILING = {
    "an unknown name": ("nobody", ORGANISER_PASSWORD),
    "a wrong password": ("organiser", "guessed"),
    "another's password": ("organiser", SCRUTINEER_PASSWORD),
    "no password": ("organiser", ""),
    "no name": ("", ORGANISER_PASSWORD),
    "nothing": ("", ""),
    "a name in capitals": ("ORGANISER", ORGANISER_PASSWORD),
    "a password with a space behind it": ("organiser", ORGANISER_PASSWORD + " "),
    "an account without a password": ("paper", ""),
    "its hash as the password": ("organiser", f"cheap:{ORGANISER_PASSWORD}"),
}


@pytest.fixture
def paper(world):
    """An account that nobody can sign in with."""
    add_staff(world.tools, "paper", "viewer")


@pytest.mark.parametrize(("name", "password"), FAILING.values(), ids=FAILING)
def test_whatever_is_wrong_the_same_is_said(world, browser, paper, name, password):
    with nothing_changes(world):
        answer = attempt(browser, name, password)
    page = Page(answer.text)
    assert (answer.status_code, page.notices) == (401, [("bad", WRONG)])
    assert browser.client.get("/console").status_code == 302


def test_a_failed_sign_in_looks_the_same_for_a_name_that_exists_and_one_that_does_not(browser):
    known, unknown = attempt(browser, "organiser", "guessed"), attempt(browser, "nobody", "guessed")
    assert known.text == unknown.text
    assert list(known.headers.keys()) == list(unknown.headers.keys())


def test_an_unknown_name_costs_as_much_as_a_known_one(world, browser, paper, monkeypatch):
    asked = []
    monkeypatch.setattr(type(world.tools.passwords), "verify", lambda _self, stored, password: asked.append(stored))
    for name in ("organiser", "nobody", "paper", ""):
        attempt(browser, name, "guessed")
    assert [bool(stored) for stored in asked] == [True] * 4
    assert asked[1:] == [asked[1]] * 3


def test_the_sentence_is_in_the_reader_s_language(browser):
    browser.client.get("/staff/language/zh")
    sentence = Page(attempt(browser, "nobody", "guessed").text).notices[0][1]
    assert (sentence == WRONG, sentence[-1]) == (False, "。")


def test_a_name_is_read_with_spaces_around_it(browser):
    assert attempt(browser, "  organiser ", ORGANISER_PASSWORD).status_code == 302


def test_a_failed_sign_in_does_not_end_another_that_succeeded(browser):
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    attempt(browser, "nobody", "guessed")
    assert browser.client.get("/console").status_code == 200


def test_signing_in_as_somebody_else_replaces_the_first(browser):
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    assert "scrutineer · scrutineer" in browser.sign_in("scrutineer", SCRUTINEER_PASSWORD).text


def test_the_token_changes_with_the_sign_in(browser):
    before = browser.open("/staff/sign-in").form("/staff/sign-in").hidden["token"]
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    assert browser.token() != before


def test_signing_out_forgets_the_sign_in(browser):
    page = browser.sign_in("organiser", ORGANISER_PASSWORD)
    answer = browser.submit(page, "/staff/sign-out")
    assert (answer.status_code, answer.location) == (302, "/staff/sign-in")
    assert browser.client.get("/console").location == "/staff/sign-in?next=/console"
    assert browser.client.get("/console/half-year/panel").status_code == 401


def test_an_account_that_is_gone_is_signed_out_at_once(world, browser):
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    with world.database.writing() as door:
        door.change("DELETE FROM staff WHERE name = 'organiser'")
    assert browser.client.get("/console").status_code == 302


@pytest.mark.parametrize(
    "changed", ["role = 'viewer'", "department = 'alpha'", "password = 'cheap:new'", "disabled = 1"]
)
def test_an_account_that_was_changed_is_signed_out_at_once(world, browser, changed):
    token = browser.sign_in("organiser", ORGANISER_PASSWORD).form("/staff/sign-out").hidden["token"]
    with world.database.writing() as door:
        assert door.change(f"UPDATE staff SET {changed} WHERE name = 'organiser'") == 1
    with nothing_changes(world):
        assert browser.client.post("/console/half-year/open", data={"token": token}).status_code == 401
    assert browser.client.get("/console").status_code == 302


def test_signing_out_everywhere_ends_every_sign_in_of_the_account_and_no_other(voting, browser):
    elsewhere, scrutineer = Browser(voting.app), Browser(voting.app)
    elsewhere.sign_in("organiser", ORGANISER_PASSWORD)
    scrutineer.sign_in("scrutineer", SCRUTINEER_PASSWORD)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    answer = browser.submit(browser.open("/staff/password"), "/staff/sign-out-everywhere")
    assert answer.location == "/staff/sign-in"
    assert [each.client.get("/console").status_code for each in (browser, elsewhere, scrutineer)] == [302, 302, 200]
    assert browser.sign_in("organiser", ORGANISER_PASSWORD).heading() == "小街道 2026"


# The cookie


def cookie(answer):
    """The staff cookie that an answer sets: its value and its attributes."""
    (line,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("staff=")]
    value, *attributes = line.removeprefix("staff=").split("; ")
    return value, {name.lower(): rest for name, _, rest in (attribute.partition("=") for attribute in attributes)}


def test_the_cookie_is_for_this_host_over_http_only_and_for_twelve_hours(browser):
    _value, attributes = cookie(attempt(browser, "organiser", ORGANISER_PASSWORD))
    assert attributes.keys() == {"expires", "httponly", "path", "samesite"}
    assert (attributes["path"], attributes["samesite"]) == ("/", "Lax")


def test_over_tls_the_cookie_travels_over_tls_only(world):
    browser = Browser(an_app(world, {"PUBLIC_URL": "https://vote.example"}).app)
    _value, attributes = cookie(browser.client.get("/staff/sign-in"))
    assert attributes.keys() == {"httponly", "path", "samesite", "secure"}


def at(monkeypatch, later):
    """Lets so much time pass for the cookie's signature."""
    now = TimestampSigner.get_timestamp
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: now(self) + int(later.total_seconds()))


@pytest.mark.parametrize(("later", "status"), [(-timedelta(minutes=1), 200), (timedelta(seconds=2), 302)])
def test_a_sign_in_ends_after_twelve_hours_without_a_page(browser, monkeypatch, later, status):
    assert timedelta(hours=12) == SIGNED_IN_FOR
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    kept = browser.client.get_cookie("staff").value
    at(monkeypatch, SIGNED_IN_FOR + later)
    fresh = Browser(browser.client.application)
    fresh.client.set_cookie("staff", kept)
    assert fresh.client.get("/console").status_code == status


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value[:-9] + ("A" if value[-9] != "A" else "B") + value[-8:],
        lambda value: "x" + value,
        lambda _value: "{}",
    ],
)
def test_a_cookie_that_was_changed_opens_nothing(browser, change):
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    browser.client.set_cookie("staff", change(browser.client.get_cookie("staff").value))
    assert browser.client.get("/console").status_code == 302


def test_a_cookie_of_another_key_opens_nothing(world, browser):
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    other = Browser(an_app(world, {"SECRET_KEY": "another key for tests"}).app)
    other.client.set_cookie("staff", browser.client.get_cookie("staff").value)
    assert other.client.get("/console").status_code == 302


# Where a sign-in leads

ELSEWHERE = [
    "https://elsewhere.example", "//elsewhere.example", "///elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example",
    "/\t/elsewhere.example", "/\n/elsewhere.example", "/\r/elsewhere.example", "\t//elsewhere.example", " //elsewhere.example",
    "/%09/elsewhere.example", "javascript:alert(1)", "elsewhere.example", "", "/\x00/elsewhere.example", "http:elsewhere.example",
]  # fmt: skip


def as_a_browser_reads(location):
    """Browsers drop tabs and line ends from addresses and take a backslash for a slash."""
    return location.translate({9: None, 10: None, 13: None}).strip().replace("\\", "/")


def leads_home(answer):
    location = as_a_browser_reads(answer.headers["Location"])
    return answer.status_code == 302 and location.startswith("/") and not location.startswith("//")


@pytest.mark.parametrize("then", [then for then in ELSEWHERE if "\x00" not in then], ids=repr)
def test_a_sign_in_never_leads_to_another_host(browser, then):
    page = Page(browser.client.get("/staff/sign-in", query_string={"next": then}).text)
    form = page.form("/staff/sign-in")
    data = {"token": form.hidden["token"], "name": "organiser", "password": ORGANISER_PASSWORD}
    assert leads_home(browser.client.post("/staff/sign-in", data={**data, "next": then}))
    again = Browser(browser.client.application)
    again.client.set_cookie("staff", browser.client.get_cookie("staff").value)
    data["token"] = again.token()
    assert leads_home(again.client.post("/staff/sign-in", data={**data, "next": form.hidden["next"]}))


@pytest.mark.parametrize("field", ["name", "password", "next", "token"])
def test_a_letter_that_no_database_keeps_is_refused_before_it_gets_there(world, browser, field):
    data = {"token": browser.token(), "name": "organiser", "password": ORGANISER_PASSWORD, "next": "/console"}
    with nothing_changes(world):
        answer = browser.client.post("/staff/sign-in", data={**data, field: data[field] + "\x00"})
    assert (answer.status_code, "Location" in answer.headers) == (400, False)


@pytest.mark.parametrize("then", ELSEWHERE, ids=repr)
def test_the_switch_of_language_never_leads_to_another_host(client, then):
    assert leads_home(client.get("/staff/language/en", query_string={"next": then}))


def test_a_sign_in_leads_back_to_the_page_that_was_asked_for(browser):
    page = browser.open("/console/half-year")
    answer = browser.submit(page, "/staff/sign-in", name="organiser", password=ORGANISER_PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/console/half-year")


# Who may send and read what: nobody's refusal changes anything, so one office serves all


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office in which every role has an account."""
    world = a_world(tmp_path_factory.mktemp("roles"), people=False)
    for role in ROLES:
        password = SCRUTINEER_PASSWORD if role == SCRUTINEER else ORGANISER_PASSWORD
        add_staff(world.tools, role, role, department="alpha", password=password)
    world.issue("half-year")
    world.open("half-year")
    yield world
    world.database.close()


@pytest.fixture(scope="module")
def signed_in(office):
    """A browser of each role, and the token of its sign-in."""
    app = an_app(office).app
    found = {}
    for role in ROLES:
        browser = Browser(app)
        browser.sign_in(role, SCRUTINEER_PASSWORD if role == SCRUTINEER else ORGANISER_PASSWORD)
        found[role] = (browser.client, browser.token())
    return found


def rules(app, method):
    return [rule for rule in app.url_map.iter_rules() if method in rule.methods]


def test_the_table_names_every_address_that_changes_something(office):
    app = an_app(office).app
    match = app.url_map.bind("localhost").match
    named = {match(path, "POST")[0] for path in WHO_MAY_SEND}
    there = {rule.endpoint for rule in rules(app, "POST")}
    assert there - named == set(), "add the new address to WHO_MAY_SEND"
    changing = {rule.endpoint for method in ("PUT", "PATCH", "DELETE") for rule in rules(app, method)}
    assert changing == {"ballot.cast"}


def test_the_table_names_every_address_that_only_staff_may_read(office):
    app = an_app(office).app
    match = app.url_map.bind("localhost").match
    named = {match(path, "GET")[0] for path in NEEDS_A_SIGN_IN}
    for_all = {"ballot.enter", "ballot.page", "ballot.healthy", "ballot.read", "screen.page", "static_file"}
    for_all |= {"staff.sign_in_page", "staff.language", "passwords.first_page"}
    there = {rule.endpoint for rule in rules(app, "GET")} - for_all
    assert there - named == set(), "add the new address to NEEDS_A_SIGN_IN"


@pytest.mark.parametrize(("path", "status"), NEEDS_A_SIGN_IN.items())
def test_without_a_sign_in_nothing_of_staff_can_be_read(office, path, status):
    answer = an_app(office).app.test_client().get(path)
    assert answer.status_code == status
    if status == 302:
        assert answer.location == f"/staff/sign-in?next={path}"
    assert "小街道" not in answer.text


def said(answer):
    """The sentence of a refusal: a page's heading, or a script's message."""
    return answer.json["message"] if answer.is_json else Page(answer.text).heading()


@pytest.mark.parametrize("path", WHO_MAY_READ)
def test_nobody_but_the_roles_named_may_read_it(signed_in, path):
    for role in set(ROLES) - set(WHO_MAY_READ[path]):
        answer = signed_in[role][0].get(path)
        assert (role, answer.status_code, said(answer)) == (role, 403, "Your account may not do this.")
    for role in WHO_MAY_READ[path]:
        assert (role, signed_in[role][0].get(path).status_code != 403) == (role, True)


@pytest.mark.parametrize("path", sorted(NEEDS_A_SIGN_IN.keys() - WHO_MAY_READ.keys()))
def test_whatever_is_not_in_that_table_every_role_may_read(signed_in, path):
    for role in ROLES:
        assert (role, signed_in[role][0].get(path).status_code == 403) == (role, False)


OF_A_ROLE = [path for path, roles in WHO_MAY_SEND.items() if roles is not EVERYBODY]


@pytest.mark.parametrize("path", OF_A_ROLE)
def test_an_address_asks_the_one_table_of_roles(office, path):
    """What this file expects of an address is what the table in domain/roles.py says of the actions it names."""
    app = an_app(office).app
    endpoint = app.url_map.bind("localhost").match(path, "POST")[0]
    actions = app.view_functions[endpoint].actions
    assert {role for role in ROLES if any(may(role, action) for action in actions)} == set(WHO_MAY_SEND[path])


@pytest.mark.parametrize("path", OF_A_ROLE)
def test_nobody_but_the_role_may_send_it(office, signed_in, path):
    for role in set(ROLES) - set(WHO_MAY_SEND[path]):
        client, token = signed_in[role]
        with nothing_changes(office):
            answer = client.post(path, data={**IN_FULL, "token": token})
        assert (role, answer.status_code, said(answer)) == (role, 403, "Your account may not do this.")


@pytest.mark.parametrize("path", OF_A_ROLE)
def test_nobody_who_is_not_signed_in_may_send_it(office, path):
    browser = Browser(an_app(office).app)
    token = browser.open("/staff/sign-in").form("/staff/sign-in").hidden["token"]
    with nothing_changes(office):
        answer = browser.client.post(path, data={**IN_FULL, "token": token})
    assert (answer.status_code, said(answer)) == (401, "Please sign in first.")


@pytest.mark.parametrize("path", WHO_MAY_SEND)
def test_without_the_token_of_this_sign_in_nothing_is_done(office, signed_in, path):
    for role in WHO_MAY_SEND[path][:2]:
        client, token = signed_in[role]
        others = [other for name, (_client, other) in signed_in.items() if name != role]
        for wrong in (
            {},
            {"token": ""},
            {"token": token[:-1]},
            {"token": token + "x"},
            {"token": others[0]},
            {"token": "é"},
        ):
            with nothing_changes(office):
                answer = client.post(path, data={**IN_FULL, **wrong})
            assert (wrong, answer.status_code, said(answer)) == (wrong, 400, TOO_OLD)
        with nothing_changes(office):
            assert client.post(path, data=IN_FULL, query_string={"token": token}).status_code == 400
            assert client.post(path, json={**IN_FULL, "token": token}).status_code == 400
        assert client.get("/console").status_code == 200  # still signed in


READ_AND_SENT = {
    "/desk/inspections/new": 200,
    "/desk/inspections/import": 200,
    "/desk/claims": 200,
    "/desk/innovation": 200,
    "/desk/disqualifications": 200,
    "/console/half-year/slips": 200,
    "/console/half-year/paper": 200,
    "/console/half-year/hand-out/start": 400,
    "/console/half-year/hand-out/next": 400,
}
"""Where a page, or a slip on the tablet, would have the same address."""


@pytest.mark.parametrize("path", OF_A_ROLE)
def test_reading_such_an_address_does_nothing(office, signed_in, path):
    for role in WHO_MAY_SEND[path]:
        client, token = signed_in[role]
        for method in ("GET", "HEAD", "PUT", "DELETE"):
            with nothing_changes(office):
                answer = client.open(path, method=method, query_string={**IN_FULL, "token": token})
            is_a_page_too = method in ("GET", "HEAD") and path in READ_AND_SENT
            assert (method, answer.status_code) == (method, READ_AND_SENT[path] if is_a_page_too else 405)


@pytest.mark.parametrize("role", ROLES)
def test_every_role_may_look_and_is_offered_only_what_it_may_do(signed_in, role):
    client, _token = signed_in[role]
    for path in ("/console", "/console/half-year"):
        assert client.get(path).status_code == 200
    desk = client.get("/desk")
    own = role in ("department", "leader")
    assert (desk.status_code, desk.location) == ((302, "/desk/department") if own else (200, None))
    offered = {form.action for form in Page(client.get("/console/half-year").text).forms}
    assert {path for path in offered if role not in WHO_MAY_SEND[path]} == set()
    assert ("/console/half-year/pause" in offered) == (role == ORGANISER)


@pytest.mark.parametrize(
    "path",
    ["/console/third-year", "/console/third-year/panel", "/console/third-year/result", "/console/third-year/form"],
)
def test_a_session_that_is_not_there(signed_in, path):
    client, _token = signed_in[ORGANISER]
    answer = client.get(path)
    assert answer.status_code == 404
    assert Page(answer.text).heading() == "There is no review session third-year here, or the key is wrong."


def test_a_session_that_is_not_there_cannot_be_run(office, signed_in):
    client, token = signed_in[ORGANISER]
    with nothing_changes(office):
        answer = client.post("/console/third-year/pause", data={"token": token}, follow_redirects=True)
    assert answer.status_code == 404
