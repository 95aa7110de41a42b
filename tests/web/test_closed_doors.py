"""Nobody in who does not belong: guessing is slowed, forms are ours, pages are closed, proxies are ours or not believed.

The walks go over the address table of the program itself, so a new address cannot be forgotten.
"""

from __future__ import annotations

import logging
from ipaddress import ip_network

import pytest

from tests.support.clocks import Clock
from tests.support.http import NOBODYS_CODE, Browser, Page, Phone, nothing_changes, screen_key
from tests.support.sockets import a_socket, watch
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, a_world, an_app
from voting.actions.staff import add_staff
from voting.commands.serve import with_secret
from voting.domain.refusals import Refusal
from voting.domain.roles import ROLES
from voting.factory import create_app
from voting.settings import BadSetting, read_settings
from voting.web import guards
from voting.web.frames import is_a_client_s
from voting.web.guards import FAILED_CODES, MOST_STRANGERS, SIGN_INS, SignIns, own_origin
from voting.web.proxies import TrustedProxies
from voting.web.quiet import quiet_logger
from voting.web.staff import KNOWN

OFFICE, ATTACKER = "192.0.2.1", "198.51.100.9"
NAMES = {
    "review": "half-year",
    "department": "alpha",
    "component": "daily",
    "kind": "json",
    "wanted": "en",
    "path": "x",
}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def voting(world, clock, monkeypatch):
    """The program, its memory of wrong passwords under our clock."""
    monkeypatch.setattr(guards, "SignIns", lambda: SignIns(clock))
    return an_app(world)


class Caller:
    """Somebody at an address who tries to sign in."""

    def __init__(self, voting, address):
        self.browser = Browser(voting.app)
        self.browser.client.environ_base["REMOTE_ADDR"] = address

    def tries(self, name="organiser", password="guessed"):
        page = self.browser.open("/staff/sign-in")
        return self.browser.submit(page, "/staff/sign-in", name=name, password=password)


@pytest.fixture
def from_address(voting):
    return lambda address: Caller(voting, address)


# Guessing passwords


def test_a_guesser_is_slowed_down_at_his_address_and_told_for_how_long(world, from_address, clock):
    guesser = from_address(ATTACKER)
    most, seconds = SIGN_INS["address"]
    with nothing_changes(world):
        assert [guesser.tries().status_code for _ in range(most)] == [401] * most
        answer = guesser.tries()
        assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(int(seconds / most)))
        assert Page(answer.text).notices == [("bad", "Too many attempts at the moment. Please wait a little.")]
        assert guesser.tries("scrutineer").status_code == 429
        assert guesser.tries("organiser", ORGANISER_PASSWORD).status_code == 429  # right or wrong, it is not looked at
    assert from_address(OFFICE).tries("organiser", ORGANISER_PASSWORD).status_code == 302
    clock.now += seconds / most
    assert [guesser.tries().status_code for _ in range(2)] == [401, 429]


def test_a_password_is_not_even_checked_while_its_guesser_waits(world, from_address, monkeypatch):
    asked = []
    guesser = from_address(ATTACKER)
    for _ in range(SIGN_INS["address"][0]):
        guesser.tries()
    monkeypatch.setattr(type(world.tools.passwords), "verify", lambda *given: asked.append(given))
    guesser.tries()
    assert asked == []


def test_guessing_from_many_addresses_is_slowed_down_at_the_account(from_address, clock):
    most, seconds = SIGN_INS["account"]
    for number in range(most):
        assert from_address(f"198.51.100.{number}").tries().status_code == 401
    assert from_address(OFFICE).tries().status_code == 429
    assert from_address(OFFICE).tries("scrutineer", SCRUTINEER_PASSWORD).status_code == 302
    clock.now += seconds / most
    assert from_address(OFFICE).tries("organiser", ORGANISER_PASSWORD).status_code == 302


def test_an_unknown_account_is_slowed_down_just_like_a_known_one(from_address):
    for name in ("organiser", "nobody"):
        statuses = [from_address(f"198.51.100.{n}").tries(name).status_code for n in range(SIGN_INS["account"][0] + 1)]
        assert statuses == [401] * SIGN_INS["account"][0] + [429], name


def test_whoever_guesses_does_not_keep_the_organiser_out(from_address):
    """At the browser that has signed in with the account before, the tries of all others count for nothing."""
    organiser = from_address(OFFICE)
    assert organiser.tries("organiser", ORGANISER_PASSWORD).status_code == 302
    organiser.browser.submit(organiser.browser.open("/console"), "/staff/sign-out")
    for number in range(100):
        from_address(f"198.51.100.{number}").tries()
    for _ in range(100):
        from_address(OFFICE).tries()  # even from behind the same address
    assert organiser.tries("organiser", ORGANISER_PASSWORD).status_code == 302


def test_the_mark_of_a_known_browser_is_signed_of_one_account_and_has_tries_of_its_own(from_address):
    organiser = from_address(OFFICE)
    organiser.tries("organiser", ORGANISER_PASSWORD)
    most = SIGN_INS["browser"][0]
    assert [organiser.tries().status_code for _ in range(most + 1)] == [401] * most + [429]
    assert organiser.tries("scrutineer").status_code == 401
    mark = organiser.browser.client.get_cookie(KNOWN, path="/staff").value
    for forged in ("", "x" + mark, mark[:-3] + "abc", '["organiser","x"]'):
        other = from_address(ATTACKER)
        other.browser.client.set_cookie(KNOWN, forged, path="/staff")
        assert other.tries().status_code == 401
    assert from_address(ATTACKER).tries("scrutineer", SCRUTINEER_PASSWORD).status_code == 302


def test_a_right_password_costs_nothing(from_address):
    for _ in range(2 * SIGN_INS["account"][0]):
        caller = from_address(OFFICE)
        assert caller.tries("organiser", ORGANISER_PASSWORD).status_code == 302


def test_only_so_many_strangers_wait_for_a_check_at_once(clock):
    limits = SignIns(clock)
    open_tries = [limits.trying(f"198.51.100.{n}", f"name {n}") for n in range(MOST_STRANGERS)]
    for each in open_tries:
        each.__enter__()
    with pytest.raises(Refusal) as refused, limits.trying(OFFICE, "organiser"):
        pass
    assert refused.value.code == "slow_down"
    with limits.trying(OFFICE, "organiser", "a known browser"):
        pass
    open_tries[0].__exit__(None, None, None)
    with limits.trying(OFFICE, "organiser"):
        pass


def test_a_fault_of_the_machine_costs_no_try(clock):
    limits = SignIns(clock)
    for _ in range(100):
        with pytest.raises(OSError, match="away"), limits.trying(OFFICE, "organiser"):
            raise OSError("away")


def test_the_scrutineer_s_password_cannot_be_guessed_beside_the_organiser(world, voting):
    world.issue("half-year")
    world.open("half-year")
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    form = {"token": browser.token(), "scrutineer": "scrutineer", "password": "guessed", "reason": "a wrong roster"}
    most = SIGN_INS["second"][0]
    for _ in range(most):
        assert browser.client.post("/console/half-year/annul", data=form).status_code == 302
    form["password"] = SCRUTINEER_PASSWORD
    with nothing_changes(world):
        assert browser.client.post("/console/half-year/annul", data=form).status_code == 429


def test_words_for_a_first_sign_in_are_slowed_down_too(voting):
    browser = Browser(voting.app)
    form = {"name": "organiser", "word": NOBODYS_CODE, "password": "long enough", "again": "long enough"}
    most = SIGN_INS["address"][0]
    pages = [browser.open("/staff/first") for _ in range(most + 1)]
    assert [browser.submit(page, "/staff/first", **form).status_code for page in pages] == [401] * most + [429]


def test_a_stolen_sign_in_cannot_guess_the_password_it_needs_to_change_it(voting):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    form = {"token": browser.token(), "old": "guessed", "password": "long enough", "again": "long enough"}
    most = SIGN_INS["browser"][0]
    statuses = [browser.client.post("/staff/password", data=form).status_code for _ in range(most + 1)]
    assert statuses == [401] * most + [429]


# Scanning codes


def test_a_scan_of_codes_is_slowed_and_learns_nothing_while_it_is(world, voting):
    """A scan that stumbles on nothing cannot tell a slowed answer from an unknown code's, whatever the code."""
    codes = world.issue("half-year")["cadres"]
    client = voting.app.test_client()
    answers = [Phone(client, f"{number:016d}", ATTACKER).read() for number in range(FAILED_CODES + 20)]
    assert [answer.status_code for answer in answers] == [401] * FAILED_CODES + [429] * 20
    assert len({answer.data for answer in answers[FAILED_CODES:]}) == 1
    assert [answer.headers.get("Retry-After") for answer in answers[FAILED_CODES:]] == ["2"] * 20
    assert Phone(client, codes[0], ATTACKER).read().status_code == 200  # the voter behind the same address votes on


# Forms


def filled(rule, **given):
    """An address of a rule, its parts filled in."""
    values = {name: given.get(name) or NAMES.get(name, "some-thing") for name in rule.arguments}
    path = rule.rule
    for name, value in values.items():
        for kind in ("", "path:"):
            path = path.replace(f"<{kind}{name}>", value)
    assert "<" not in path, path
    return path


def rules_of(voting, *methods):
    return sorted((rule for rule in voting.app.url_map.iter_rules() if set(methods) & rule.methods), key=str)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office in which every role has an account, and a browser signed in for each."""
    world = a_world(tmp_path_factory.mktemp("office"), people=False)
    for role in ROLES:
        department = "alpha" if role in ("department", "leader") else None
        add_staff(world.tools, role, role, department=department, password=ORGANISER_PASSWORD)
    world.issue("half-year")
    world.open("half-year")
    found = an_app(world)
    browsers = {role: Browser(found.app) for role in ROLES}
    for role, browser in browsers.items():
        browser.sign_in(role, ORGANISER_PASSWORD)
    yield world, found, browsers
    world.database.close()


FORGED = {
    "no token": {},
    "an empty token": {"token": ""},
    "another's token": {"token": "key-0000000000000000"},
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_no_form_of_anybody_else_changes_anything(office, forged):
    """Every address that takes a form, under every role: without the token of this sign-in it is refused."""
    world, found, browsers = office
    posts = rules_of(found, "POST")
    assert len(posts) > 40
    with nothing_changes(world):
        for rule in posts:
            path = filled(rule)
            answers = {role: browser.client.post(path, data=forged) for role, browser in browsers.items()}
            statuses = {role: answer.status_code for role, answer in answers.items()}
            assert set(statuses.values()) <= {400, 403}, (path, statuses)
            assert 400 in statuses.values(), (path, "every role is refused before the token is looked at")


def test_a_token_in_the_address_is_no_token(office):
    world, found, browsers = office
    browser = browsers["organiser"]
    with nothing_changes(world):
        for rule in rules_of(found, "POST"):
            answer = browser.client.post(f"{filled(rule)}?token={browser.token()}")
            assert answer.status_code in (400, 403), rule


def test_nothing_is_changed_by_reading(office):
    """Whatever answers GET (a link in a mail, a preview) changes nothing, under every role."""
    world, found, browsers = office
    with nothing_changes(world):
        for rule in rules_of(found, "GET"):
            for browser in browsers.values():
                assert browser.client.get(filled(rule)).status_code < 500, rule


def test_the_one_other_method_is_the_ballot_s(voting):
    others = {(rule.rule, method) for rule in voting.app.url_map.iter_rules() for method in rule.methods}
    known = {"GET", "HEAD", "OPTIONS", "POST"}
    assert {pair for pair in others if pair[1] not in known} == {("/api/ballot", "PUT")}


# Headers

KEPT = ("static_file",)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


@pytest.mark.parametrize("role", [None, "organiser", "department", "viewer"])
def test_no_answer_of_any_address_is_kept_framed_or_told_to_others(office, role):
    _world, found, browsers = office
    client = browsers[role].client if role else found.app.test_client()
    for rule in found.app.url_map.iter_rules():
        for method in METHODS if rule.endpoint not in KEPT else ():
            answer = client.open(filled(rule), method=method)
            place = (method, filled(rule), answer.status_code)
            assert answer.status_code < 500, place
            assert answer.headers.getlist("Cache-Control") == ["no-store"], place
            assert answer.headers.getlist("Referrer-Policy") == ["no-referrer"], place
            assert answer.headers.getlist("X-Content-Type-Options") == ["nosniff"], place
            assert "Access-Control-Allow-Origin" not in answer.headers, place
            if answer.mimetype == "text/html":
                policy = answer.headers["Content-Security-Policy"]
                assert "unsafe" not in policy, place
                assert "frame-ancestors 'none'" in policy, place
                assert answer.headers["X-Frame-Options"] == "DENY", place
                assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", place


@pytest.mark.parametrize("host", ["evil.example; script-src *", "a b", "x,y", "[::1", "", "x" * 300 + ";"])
def test_a_made_up_host_does_not_reach_the_policy(client, host):
    policy = client.get("/b", headers={"Host": host}).headers["Content-Security-Policy"]
    directives = [part.split()[0] for part in policy.split(";")]
    assert len(directives) == len(set(directives)) == 10
    assert "*" not in policy
    assert "," not in policy


# Proxies


def asked_through(trusted, peer, headers):
    """The address and the scheme that the program sees."""
    seen = {}

    def app(environ, _start):
        seen.update(environ)
        return []

    networks = tuple(ip_network(each) for each in trusted)
    made = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    TrustedProxies(app, networks)({"REMOTE_ADDR": peer, "wsgi.url_scheme": "http", **made}, None)
    assert not [name for name in seen if name.startswith("HTTP_X_FORWARDED")]
    return seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]


PROXIED = [
    (
        ["127.0.0.1"],
        "127.0.0.1",
        {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"},
        ("192.0.2.7", "https"),
    ),
    (
        ["127.0.0.1"],
        "127.0.0.1",
        {"X-Forwarded-For": "1.1.1.1, 192.0.2.7"},
        ("192.0.2.7", "http"),
    ),  # the first is made up
    (["127.0.0.1", "10.0.0.0/24"], "127.0.0.1", {"X-Forwarded-For": "192.0.2.7, 10.0.0.5"}, ("192.0.2.7", "http")),
    (
        ["127.0.0.1"],
        "198.51.100.9",
        {"X-Forwarded-For": "192.0.2.7", "X-Forwarded-Proto": "https"},
        ("198.51.100.9", "http"),
    ),
    (["127.0.0.1"], "127.0.0.1", {}, ("127.0.0.1", "http")),
    (["127.0.0.1"], "127.0.0.1", {"X-Forwarded-For": "what, ever"}, ("127.0.0.1", "http")),
    (["127.0.0.1"], "127.0.0.1", {"X-Forwarded-For": "192.0.2.7, ever"}, ("127.0.0.1", "http")),
    (["127.0.0.1"], "127.0.0.1", {"X-Forwarded-Proto": "gopher", "X-Forwarded-Host": "evil"}, ("127.0.0.1", "http")),
    (["127.0.0.1"], "::ffff:127.0.0.1", {"X-Forwarded-For": "192.0.2.7"}, ("192.0.2.7", "http")),
    (["::1"], "::1", {"X-Forwarded-For": "2001:db8::7"}, ("2001:db8::7", "http")),
    (["127.0.0.1"], "", {"X-Forwarded-For": "192.0.2.7"}, ("", "http")),
]


@pytest.mark.parametrize(("trusted", "peer", "headers", "seen"), PROXIED)
def test_only_a_proxy_of_ours_says_who_asks(trusted, peer, headers, seen):
    assert asked_through(trusted, peer, headers) == seen


def failing(voting, told, peer):
    """How a failed code is answered that comes from somewhere, with a header that says otherwise."""
    client = voting.app.test_client()
    headers = {"Authorization": f"Bearer {NOBODYS_CODE}", "X-Forwarded-For": told}
    return client.get("/api/ballot", headers=headers, environ_base={"REMOTE_ADDR": peer}).status_code


def test_behind_a_trusted_proxy_failed_codes_are_counted_by_phone(world):
    voting = an_app(world, {"TRUSTED_PROXIES": "10.0.0.1"})
    assert [failing(voting, ATTACKER, "10.0.0.1") for _ in range(FAILED_CODES + 1)] == [401] * FAILED_CODES + [429]
    assert failing(voting, OFFICE, "10.0.0.1") == 401


@pytest.mark.parametrize("environment", [{}, {"TRUSTED_PROXIES": "10.0.0.1"}])
def test_nobody_else_gets_fresh_tries_by_making_up_addresses(world, environment):
    voting = an_app(world, environment)
    statuses = [failing(voting, f"192.0.2.{number}", ATTACKER) for number in range(FAILED_CODES + 1)]
    assert statuses == [401] * FAILED_CODES + [429]


# Sockets

ORIGINS = {
    "http://vote.example": True,
    "https://vote.example": True,  # TLS may end in front of us
    "https://public.example:8443": True,
    "http://public.example:8443": False,
    "https://public.example": False,
    "https://vote.example.evil.example": False,
    "https://evil.example": False,
    "https://vote.example:444": False,
    "null": False,
    "": False,
    "file://vote.example": False,
    "http://[": False,
}


@pytest.mark.parametrize(("origin", "allowed"), ORIGINS.items())
def test_a_socket_is_opened_by_a_page_of_ours_only(origin, allowed):
    assert own_origin("https://public.example:8443/vote")(origin, {"HTTP_HOST": "vote.example"}) is allowed


def handshake(voting, **headers):
    query = {"EIO": "4", "transport": "websocket"}
    return voting.app.test_client().get("/socket.io/", query_string=query, headers={"Upgrade": "websocket", **headers})


def test_a_page_of_another_host_gets_no_socket_and_no_line_in_a_log(voting, caplog, capfd):
    answer = handshake(voting, Origin="https://evil.example")
    assert (answer.status_code, answer.text) == (400, '"Not an accepted origin."')
    assert "Access-Control-Allow-Origin" not in answer.headers
    out, err = capfd.readouterr()
    assert (caplog.records, out + err) == ([], "")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_opens_nothing_at_a_socket(office, role):
    """Sockets know slips and screen keys; a sign-in, whatever its role, is worth nothing there."""
    world, found, browsers = office
    socket = found.socketio.test_client(found.app, flask_test_client=browsers[role].client)
    with nothing_changes(world):
        for wanted in (
            {"review": "half-year"},
            {"review": "half-year", "key": ""},
            {"review": "half-year", "key": role},
        ):
            assert watch(socket, wanted)["error"] in ("bad_request", "no_such_review")
        for event in ("tally", "state", "open", "close", "message", "json", "join", "connect", "disconnect", "*"):
            socket.emit(event, {"review": "half-year", "key": screen_key(world, "half-year")})
    assert socket.get_received() == []
    assert watch(socket, {"review": "half-year", "key": screen_key(world, "half-year")}) == {"ok": True}


FRAMES = {
    "0": True,
    "0{}": True,
    "1": True,
    '2["watch",{"code":"x"}]': True,
    '2123["watch"]': True,
    '2["watch",{"code":"\\ud800"}]': True,
    "": False,
    "2": False,
    "2[]": False,
    '2[["watch"]]': False,
    "2[1]": False,
    '2{"watch":1}': False,
    '2["watch"': False,
    "2" + "[" * 2000 + "]" * 2000: False,
    '3["x"]': False,
    '31["x"]': False,
    '51-["watch",{"_placeholder":true,"num":0}]': False,
    "0/admin,": False,
    '2/admin,["watch"]': False,
    '0{"token":"x"}': False,
    "4": False,
    '2١["watch"]': False,
    b"0": False,
    None: False,
}


@pytest.mark.parametrize(("message", "ours"), FRAMES.items(), ids=lambda value: str(value)[:20])
def test_a_message_that_no_client_of_ours_sends_ends_its_socket(message, ours):
    assert is_a_client_s(message) is ours


def test_of_what_the_sockets_library_writes_only_our_defects_are_told(caplog):
    told = logging.getLogger("told here")
    logger = quiet_logger(told)
    logger.error("code ZZZZZZZZZZZZZZZZ from 192.0.2.7")
    assert caplog.records == []
    try:
        raise KeyError("ZZZZZZZZZZZZZZZZ")
    except KeyError:
        logger.exception("handler error with ZZZZZZZZZZZZZZZZ")
    (line,) = [record.getMessage() for record in caplog.records]
    assert line.startswith(f"unexpected KeyError at {__file__}:")


@pytest.mark.parametrize("namespace", ["/admin", "/console", "/half-year", "//"])
def test_there_is_one_namespace(voting, namespace):
    socket = voting.socketio.test_client(voting.app, namespace=namespace)
    assert not socket.is_connected(namespace)
    assert a_socket(voting).is_connected()


# The key


def test_without_a_key_there_is_no_program(world):
    with pytest.raises(BadSetting, match="SECRET_KEY"):
        create_app(read_settings({}), world.tools)


@pytest.fixture
def settings(tmp_path):
    return read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/voting.db"})


def test_the_key_is_made_once_at_random_and_readable_by_its_owner_only(settings, tmp_path):
    first, second = with_secret(settings).secret_key, with_secret(settings).secret_key
    assert first == second
    assert len(first) == 64
    assert (tmp_path / "voting.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["voting.key"]
    (tmp_path / "voting.key").unlink()
    assert with_secret(settings).secret_key != first


@pytest.mark.parametrize("content", ["", "\n", "short"])
def test_half_a_key_signs_nothing(settings, tmp_path, content):
    (tmp_path / "voting.key").write_text(content)
    with pytest.raises(Refusal) as refused:
        with_secret(settings)
    assert refused.value.code == "bad_key"


def test_a_key_that_is_given_is_used_and_none_is_made(tmp_path):
    given = read_settings({"DATABASE_URL": f"sqlite:///{tmp_path}/voting.db", "SECRET_KEY": "sixteen letters!"})
    assert with_secret(given).secret_key == "sixteen letters!"
    assert list(tmp_path.iterdir()) == []


def test_guessing_writes_nothing(from_address, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    for _ in range(SIGN_INS["address"][0] + 2):
        from_address(ATTACKER).tries()
    out, err = capfd.readouterr()
    assert ([record.getMessage() for record in caplog.records], out + err) == ([], "")


# Addresses


@pytest.mark.parametrize("made_up", ["a%0Ab", "a%0D%0ASet-Cookie:%20x=1", "a%00b", "%22%3E", "张"])
def test_what_stands_in_an_address_does_not_break_out_of_the_way_back(office, made_up):
    """A form that is refused leads back to its page, whose address repeats a part of the one that was asked for."""
    _world, found, browsers = office
    for role in ("assessor", "department", "supervision", "organisation"):
        token = browsers[role].token()
        for rule in rules_of(found, "POST"):
            if not rule.arguments:
                continue
            path = filled(rule, **dict.fromkeys(rule.arguments - {"component"}, made_up))
            answer = browsers[role].client.post(path, data={"token": token})
            assert answer.status_code < 500, (role, path)
            assert not [value for _name, value in answer.headers if "\n" in value or "\r" in value]
            assert "x=1" not in "".join(answer.headers.getlist("Set-Cookie"))


def test_a_form_whose_parts_have_no_name_is_a_form(office):
    _world, found, browsers = office
    body = b"--x\r\nContent-Disposition: form-data\r\n\r\nvalue\r\n--x--\r\n"
    for role in ROLES:
        token = browsers[role].token()
        for rule in rules_of(found, "POST"):
            headers = {"X-Token": token, "Content-Type": "multipart/form-data; boundary=x"}
            if "/staff/" not in rule.rule:  # these would end the sign-ins of other tests
                assert browsers[role].client.post(filled(rule), data=body, headers=headers).status_code < 500, (
                    role,
                    rule,
                )
