"""A rehearsal from the console: its slips once, its name in capitals, all it stores on a page, and gone again."""

from __future__ import annotations

import re

import pytest

from tests.support.http import RECEIPT, Browser, Page, Phone, nothing_changes
from tests.support.journals import found_in
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD
from voting.actions.rehearsal import rehearse
from voting.domain.codes import hash_code, hash_receipt

NAME = "rehearsal-half-year"
HERE = f"/console/{NAME}"
POINTS = {"alpha": 95, "beta": 80, "gamma": 70}


@pytest.fixture
def organiser(voting):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    return browser


def send(browser, path, **form):
    return browser.client.post(path, data={"token": browser.token(), **form}, headers={"Accept-Language": "en"})


@pytest.fixture
def slips(organiser):
    """The codes as the page that shows them once has them."""
    answer = send(organiser, "/console/half-year/rehearse")
    assert answer.status_code == 200
    return codes_on(answer.text)


def codes_on(html):
    return re.findall(r'href="http://127\.0\.0\.1:5000/b#(\w{16})"', html)


@pytest.fixture
def voted(voting, organiser, slips):
    """The rehearsal is open and one of its slips has voted."""
    send(organiser, f"{HERE}/open")
    assert Phone(voting.app.test_client(), slips[0]).cast(POINTS).status_code == 201
    return slips


def test_it_begins_on_the_page_of_the_session(organiser):
    organiser.open("/console/half-year").form("/console/half-year/rehearse")


def test_its_ten_slips_are_shown_once_as_codes_and_links(organiser):
    html = send(organiser, "/console/half-year/rehearse").text
    assert len(set(codes_on(html))) == 10
    assert html.count('class="qr"') == 10
    assert "They are shown this once." in Page(html).text
    assert codes_on(organiser.client.get(HERE).text) == []
    assert codes_on(organiser.client.get(f"{HERE}/slips").text) == []


def test_every_slip_of_the_page_votes(voting, organiser, slips):
    send(organiser, f"{HERE}/open")
    for number, code in enumerate(slips):
        assert Phone(voting.app.test_client(), code).cast(POINTS, f"{number:032x}").status_code == 201


@pytest.mark.parametrize("page", ["", "/slips", "/hand-out", "/paper", "/stored"])
def test_every_page_of_it_says_loudly_what_it_is(organiser, slips, page):
    found = organiser.open(HERE + page)
    assert "REHEARSAL" in [text for tag, text in found.texts if tag == "strong"]
    assert "REHEARSAL" not in organiser.open("/console/half-year").text


def test_it_is_run_and_closed_by_one_person(organiser, voted):
    send(organiser, f"{HERE}/ask-to-close")
    page = organiser.open(HERE)
    assert "A rehearsal is closed by one person; a session that counts takes two." in page.text
    organiser.submit(page, f"{HERE}/close")
    page = organiser.open(f"{HERE}/result")
    assert "REHEARSAL" in page.text


def test_no_rehearsal_of_a_rehearsal_and_nothing_to_annul_is_offered(organiser, voted):
    actions = [form.action for form in organiser.open(HERE).forms]
    assert [act for act in (f"{HERE}/rehearse", f"{HERE}/annul") if act in actions] == []
    assert f"{HERE}/end-rehearsal" in actions


# What is stored


def stored(browser):
    return browser.client.get(f"{HERE}/stored").text


def test_the_raw_tables_are_on_the_page(organiser, voted):
    page = Page(stored(organiser))
    names = [text for tag, text in page.texts if tag == "code" and "…" not in text]
    assert names == ["counter", "slip", "spent", "review_group"]
    shown = [text for tag, text in page.texts if tag == "code" and "…" in text]
    assert sorted(shown) == sorted(
        [f"{hash_code(code)[:8]}…" for code in [*voted, voted[0]]] + [f"{hash_receipt(RECEIPT)[:8]}…"]
    )
    for name, mark in (("甲办", "95"), ("乙办", "80"), ("丙办", "70")):
        assert re.search(rf"{name} being filled {mark} 1\b", page.text)


def test_no_code_and_no_receipt_is_on_it(organiser, voted):
    assert found_in(stored(organiser), [*voted, RECEIPT]) == []


def test_it_says_what_is_never_stored_and_where_the_limit_is(organiser, voted):
    text = Page(stored(organiser)).text
    assert "Nothing joins a slip to a mark." in text
    assert "Whoever copies these tables while a batch holds one ballot reads that ballot" in text
    assert "Who keeps the machine must be trusted." in text
    words = text[text.index("Of every slip a fingerprint") : text.index("must be trusted.")].split()
    assert len(words) <= 120  # to be read aloud to a room


def test_anybody_who_is_signed_in_may_show_it_and_only_the_organiser_throws_it_away(voting, organiser, voted):
    scrutineer = Browser(voting.app)
    scrutineer.sign_in("scrutineer", SCRUTINEER_PASSWORD)
    page = scrutineer.open(f"{HERE}/stored")
    assert [form.action for form in page.forms] == ["/staff/sign-out"]
    assert send(scrutineer, f"{HERE}/end-rehearsal").status_code == 403
    assert voting.app.test_client().get(f"{HERE}/stored").status_code == 401


@pytest.mark.parametrize("review", ["half-year", "year-end"])
def test_of_a_session_that_counts_it_is_never_shown(world, organiser, review):
    world.issue(review)
    answer = organiser.client.get(f"/console/{review}/stored")
    assert answer.status_code == 400
    assert Page(answer.text).heading() == "The raw tables are shown for a rehearsal only."


# Throwing it away


def test_thrown_away_it_leads_home_and_is_gone(world, organiser, voted):
    answer = send(organiser, f"{HERE}/end-rehearsal")
    assert (answer.status_code, answer.location) == (302, "/console")
    assert organiser.client.get(HERE).status_code == 404
    assert "Rehearsals" not in organiser.open("/console").text
    assert (world.dump()["slip"], world.dump()["spent"]) == ([], [])


def test_a_session_that_counts_is_not_thrown_away(world, organiser):
    world.issue("half-year")
    with nothing_changes(world):
        answer = send(organiser, "/console/half-year/end-rehearsal")
    assert (answer.status_code, Page(answer.text).heading()) == (
        400, "This session counts; it cannot be thrown away.",
    )  # fmt: skip


def test_two_rehearsals_stand_beside_each_other(world, organiser, voted):
    assert rehearse(world.tools, "half-year").review_id == f"{NAME}-2"
    send(organiser, f"{HERE}/end-rehearsal")
    assert organiser.client.get(f"{HERE}-2").status_code == 200
