"""Every address: its headers, what its page may load, and that phones are given no cookie. A new address needs a line."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.support.http import RECEIPT, Browser, Page, Phone, screen_key
from tests.support.world import ORGANISER_PASSWORD, a_world, an_app
from tests.web.hall import Hall
from voting.actions import meeting
from voting.actions.rehearsal import rehearse

STATIC = Path(__file__).parent.parent.parent / "static"
PHONES_PAGES = ("/", "/b", "/screen/half-year")
STAFF_PAGES = (
    "/staff/sign-in",
    "/staff/first",
    "/staff/password",
    "/console",
    "/console/staff",
    "/console/half-year",
    "/console/half-year/panel",
    "/console/year-end",
    "/console/year-end/panel",
    "/console/half-year/result",
    "/console/half-year/form",
    "/console/year-end/slips",
    "/console/year-end/hand-out",
    "/console/year-end/paper",
    "/console/rehearsal-year-end",
    "/console/rehearsal-year-end/stored",
    "/setup",
    "/desk",
    "/desk/table",
    "/desk/trail/alpha",
    "/desk/departments",
    "/desk/departments/alpha",
    "/desk/inspections",
    "/desk/decision",
    "/desk/names",
    "/desk/notice",
    "/desk/claims",
    "/desk/innovation",
    "/desk/disqualifications",
    "/desk/printouts",
)
PAGES = (*PHONES_PAGES, *STAFF_PAGES)
STATIC_FILE = "/static/{version}/css/base.css"
OTHERS = (
    "/healthz",
    "/api/ballot",
    "/api/reviews/half-year/tally",
    "/api/reviews/half-year/screen",
    "/staff/language/en",
    "/console/year-end/hand-out/some-slip",
    "/desk/department",
    "/desk/inspections/new",
    "/desk/inspections/import",
    "/desk/revision",
    "/desk/claims/new",
    "/desk/claims/some-claim",
    "/desk/files/some-file",
    "/desk/printouts/0000-0000-0000",
    "/desk/notice/paper/decision-form",
    "/desk/export.xlsx",
    "/desk/export.csv",
    "/desk/export.json",
)
CSP = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self' ws://localhost wss://localhost",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """The half-year closed with a result, the year-end open for its first department."""
    found = a_world(tmp_path_factory.mktemp("pages"))
    hall = Hall(found, an_app(found))
    found.open("half-year")
    hall.vote(leaders=12, cadres=20)
    meeting.close_review(found.tools, "half-year", found.witness)
    found.issue("year-end")
    found.open("year-end", "alpha")
    rehearse(found.tools, "year-end")
    yield found
    found.database.close()


@pytest.fixture(scope="module")
def voting(world):
    return an_app(world)


@pytest.fixture(scope="module")
def organiser(voting):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    return browser.client


@pytest.fixture
def version(client):
    """The version that the pages' static addresses carry."""
    return re.search(r"/static/(\w+)/", client.get("/").text)[1]


def test_every_address_that_can_be_read_is_among_those_looked_at(voting, version):
    adapter = voting.app.url_map.bind("localhost")
    looked_at = {adapter.match(path.format(version=version), "GET")[0] for path in (*PAGES, *OTHERS, STATIC_FILE)}
    there = {rule.endpoint for rule in voting.app.url_map.iter_rules() if "GET" in rule.methods}
    assert there - looked_at == set(), "add the new address to PAGES or OTHERS"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_lets_nothing_in_from_elsewhere_and_is_not_kept(organiser, path):
    response = organiser.get(path)
    assert (response.status_code, response.content_type) == (200, "text/html; charset=utf-8")
    policy = dict(part.strip().split(" ", 1) for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy == CSP
    assert_closed(response)


def assert_closed(response):
    names = ("X-Content-Type-Options", "Referrer-Policy", "Cache-Control")
    assert [response.headers.getlist(name) for name in names] == [["nosniff"], ["no-referrer"], ["no-store"]]


@pytest.mark.parametrize("path", OTHERS)
def test_other_answers_are_not_kept_either(organiser, path):
    assert_closed(organiser.get(path))


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/console/nowhere", 404),
        ("/desk/export.exe", 404),
        ("/healthz/", 404),
        ("/static/x/none.css", 404),
    ],
)
def test_error_pages_are_as_closed_as_others(organiser, path, status):
    response = organiser.get(path)
    assert response.status_code == status
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; ")
    assert_closed(response)


def test_refused_ballots_are_not_kept(client):
    assert_closed(client.get("/api/ballot"))
    assert_closed(client.put("/api/ballot", data="what?"))


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_no_script_no_style_and_no_handler_of_its_own(organiser, path):
    elements = Page(organiser.get(path).text).elements
    scripts = [values for tag, values in elements if tag == "script"]
    assert [values for values in scripts if "src" not in values and values.get("type") != "application/json"] == []
    assert [tag for tag, _values in elements if tag in ("style", "iframe", "object", "embed", "base", "frame")] == []
    names = [(tag, name) for tag, values in elements for name in values]
    assert [each for each in names if each[1] == "style" or each[1].startswith("on")] == []
    assert [values for tag, values in elements if tag == "meta" and "http-equiv" in values] == []
    assert [each for _tag, values in elements for each in values.values() if "javascript:" in each.lower()] == []


@pytest.mark.parametrize("path", PAGES)
def test_a_page_loads_from_its_own_host_only_and_everything_is_there(organiser, path):
    elements = Page(organiser.get(path).text).elements
    loaded = [
        values[name]
        for tag, values in elements
        for name in ("src", "srcset", "href", "data", "poster", "action")
        if name in values and not (tag == "a" and name == "href") and not values[name].startswith("data:")
    ]
    assert [each for each in loaded if not re.match(r"/(?!/)", each)] == []
    for each in {each for each in loaded if each.startswith("/static/")}:
        assert organiser.get(each).status_code == 200, each


@pytest.mark.parametrize("path", PAGES)
def test_a_page_links_to_no_other_host(organiser, path):
    links = [values.get("href", "") for tag, values in Page(organiser.get(path).text).elements if tag == "a"]
    assert {urlsplit(link).netloc for link in links} <= {"", "127.0.0.1:5000"}


@pytest.mark.parametrize("path", PAGES)
def test_links_within_the_program_lead_somewhere(organiser, path):
    page = Page(organiser.get(path).text)
    links = {urlsplit(values.get("href", "")).path for tag, values in page.elements if tag == "a"}
    assert {link: organiser.get(link).status_code for link in links if link not in ("", path)} == {
        link: 302 if link.startswith("/staff/language/") else 200 for link in links if link not in ("", path)
    }


OUR_SCRIPTS = sorted((STATIC / "js").glob("*.js"))


@pytest.mark.parametrize("script", OUR_SCRIPTS, ids=lambda path: path.name)
def test_our_scripts_take_modules_from_beside_them_and_call_no_other_host(script):
    text = script.read_text(encoding="utf-8")
    taken = re.findall(
        r"""^(?:import|export)\b[^;]*?\bfrom\s*["']([^"'\n]+)["']|\bimport\(\s*["']([^"']+)""", text, re.MULTILINE
    )
    assert [each for each in map("".join, taken) if not each.startswith(("./", "../"))] == []
    assert [each for each in re.findall(r"""["'`](?:https?|wss?):?//[^"'`]*""", text) if "www.w3.org" not in each] == []
    assert re.findall(r"\beval\(|new Function\(|document\.write\(", text) == []


@pytest.mark.parametrize("sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name)
def test_our_style_sheets_load_nothing_from_elsewhere(sheet):
    text = sheet.read_text(encoding="utf-8")
    addresses = re.findall(r"""url\(\s*["']?([^"')]+)""", text)
    assert [each for each in addresses if re.match(r"[a-z]+:|//", each) and not each.startswith("data:")] == []
    assert "@import" not in text


# Static files


STATIC_FILES = sorted(
    path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file() and path.suffix != ".md"
)


@pytest.mark.parametrize("path", STATIC_FILES)
def test_a_static_file_is_kept_for_ever_and_compressed_where_that_helps(client, version, path):
    plain = client.get(f"/static/{version}/{path}")
    small = client.get(f"/static/{version}/{path}", headers={"Accept-Encoding": "gzip, deflate, br"})
    content = (STATIC / path).read_bytes()
    assert (plain.status_code, plain.data, plain.headers.get("Content-Encoding")) == (200, content, None)
    if path.endswith((".js", ".css", ".svg")):
        assert small.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(small.data) == content
    for response in (plain, small):
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["Vary"] == "Accept-Encoding"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize(
    ("path", "kind"),
    [("css/base.css", "text/css"), ("js/ballot.js", "text/javascript"), ("css/mark.svg", "image/svg+xml")],
)
def test_a_static_file_says_what_it_is(client, version, path, kind):
    assert client.get(f"/static/{version}/{path}").mimetype == kind


def test_a_static_file_under_an_old_address_is_not_kept_for_ever(client):
    response = client.get("/static/older/css/base.css")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize(
    "path",
    [
        "vendor/README.md", "css/none.css", "", "css", "css/", "../app.py", "css/../../app.py", "%2e%2e/app.py",
        "..%2fapp.py", "/etc/passwd", "//etc/passwd", "css/base.css%00", ".", "~", "css\\base.css",
    ],
)  # fmt: skip
def test_there_is_no_way_to_other_files(client, version, path):
    assert client.get(f"/static/{version}/{path}").status_code in (308, 404)
    assert client.get(f"/static/{version}/{path}", follow_redirects=True).status_code == 404


# Cookies


def phone_requests(world, client):
    """Everything a phone or a projector asks for, with each kind of answer."""
    slips = world.slips["year-end"]["cadres"]
    phone = Phone(client, slips[0])
    yield from (client.get(path) for path in (*PHONES_PAGES, "/healthz", "/nowhere", "/api/nowhere"))
    yield phone.read()
    yield phone.cast({"alpha": "E"})
    yield phone.cast({"alpha": "E"})
    yield phone.cast({"alpha": "G"}, RECEIPT[::-1])
    yield phone.put("what?")
    yield phone.put(" " * 70_000)
    yield Phone(client, slips[1]).cast({})
    yield Phone(client, "nobody").read()
    yield client.delete("/api/ballot")
    key = {"Authorization": f"Bearer {screen_key(world, 'half-year')}"}
    yield client.get("/api/reviews/half-year/tally", headers=key)
    yield client.get("/api/reviews/half-year/screen", headers=key)
    yield client.get("/api/reviews/half-year/tally", headers={"Authorization": "Bearer wrong"})


def test_phones_and_projectors_are_never_given_a_cookie(world, voting):
    answers = list(phone_requests(world, voting.app.test_client()))
    assert [response.headers.getlist("Set-Cookie") for response in answers] == [[]] * len(answers)
    assert {response.status_code for response in answers} >= {200, 201, 400, 401, 404, 405, 409, 413, 422}


@pytest.mark.parametrize("path", ["/", "/b", "/screen/half-year", "/healthz", "/api/ballot", "/nowhere"])
def test_not_even_a_browser_that_staff_are_signed_in_with(organiser, path):
    assert "Set-Cookie" not in organiser.get(path).headers


def test_the_sign_in_page_gives_a_cookie_that_phones_requests_do_not_even_open(client):
    client.get("/console", follow_redirects=True)
    assert client.get_cookie("staff") is not None
    assert "Vary" not in client.get("/api/ballot").headers
