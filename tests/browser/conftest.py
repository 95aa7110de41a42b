"""What all browser tests share: one Chromium, one served room for each module, and pages that are watched."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.support.browser import PATIENCE, Watched, a_browser, a_room


@pytest.fixture(scope="package")
def chromium():
    """The one browser; every page gets a context of its own."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = a_browser(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    """The program on a free port of this machine, with any number of meetings in it."""
    with a_room(tmp_path_factory.mktemp("room")) as found:
        yield found


@pytest.fixture
def watched(chromium, room):
    """Opens pages, and fails the test where one complained or asked another host."""
    pages = Watched(chromium, room.address)
    yield pages
    pages.close()
    assert pages.complaints() == []


@pytest.fixture
def phone(watched):
    """``phone(meeting)`` scans a slip of the meeting, the next of the cadres unless a code is given."""

    def scan(meeting, code=None, **how):
        return watched.open(meeting.ballot(code or meeting.code()), **how)

    return scan


@pytest.fixture
def projector(watched):
    """``projector(meeting)`` opens the meeting's screen."""

    def show(meeting, *, width=1280, height=720, theme="dark", **how):
        return watched.open(meeting.screen, width=width, height=height, theme=theme, touch=False, **how)

    return show
