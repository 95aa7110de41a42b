"""A full queue: the phone is told to wait, waits as long as it was told, and comes again by itself with the same receipt."""

from __future__ import annotations

import json
import time
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.test_phone import check, says, submit, tap

pytestmark = pytest.mark.browser
SECONDS = 2


def test_a_phone_that_meets_a_full_queue_waits_as_told_and_is_counted_by_itself(room, phone, watched):
    watched.forgive("429")
    meeting = room.meeting()
    meeting.open()
    page = phone(meeting)
    sent = []
    full = {"error": "slow_down", "message": "Too many attempts at the moment.", "retry_after": SECONDS}

    def full_twice(route):
        if route.request.method != "PUT":
            route.continue_()
            return
        sent.append((time.monotonic(), route.request.post_data))
        if len(sent) > 2:
            route.continue_()
            return
        route.fulfill(
            status=429, headers={"Retry-After": str(SECONDS)}, content_type="application/json", body=json.dumps(full)
        )

    page.route("**/api/ballot", full_twice)
    for department in ("d1", "d2", "d3"):
        tap(page, department, 1)
    check(page)
    submit(page)
    says(page, "Many ballots are arriving")
    page.evaluate("dispatchEvent(new Event('online'))")  # what shortens other pauses does not shorten this one
    expect(page.get_by_role("heading", level=1)).to_have_text("Your ballot has been counted", timeout=20_000)
    assert len(sent) == 3
    assert min(later - earlier for (earlier, _), (later, _) in pairwise(sent)) >= SECONDS - 0.05
    assert len({body for _at, body in sent}) == 1  # the same receipt, so it counts once however often it comes
    assert (meeting.returned(), meeting.counted("d1")) == (1, {"G": 1})
