"""Paper ballots at the console: what the page gives the tellers, and what may be entered, once and as a whole."""

from __future__ import annotations

import json

import pytest

from tests.support.http import Browser, nothing_changes, refused
from tests.support.journals import last_entry
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD
from voting.actions import meeting
from voting.actions.results import read_result
from voting.web.console_paper import MOST_BODY, MOST_ROWS

PAPER = "/console/half-year/paper"
TELLERS = ["王敏", "李强"]
GOOD = {"alpha": "95", "beta": "80", "gamma": ""}


class Desk:
    """The organiser's browser at which two tellers have typed."""

    def __init__(self, app, name="organiser", password=ORGANISER_PASSWORD):
        self.browser = Browser(app)
        self.browser.sign_in(name, password)
        self.token = self.browser.token()

    def post(self, body, path=PAPER, **headers):
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"X-Token": self.token, "Accept-Language": "en", **headers}
        return self.browser.client.post(path, data=content, headers=sent, content_type="application/json")

    def enter(self, *rows, group="cadres", tellers=TELLERS, path=PAPER):
        return self.post({"group": group, "tellers": tellers, "rows": list(rows)}, path)


@pytest.fixture
def desk(voting):
    return Desk(voting.app)


@pytest.fixture
def paused(world):
    world.issue("half-year")
    world.open("half-year")
    meeting.pause(world.tools, "half-year")
    return world


# Entering


def test_a_pile_is_entered_with_both_tellers_names(paused, desk):
    answer = desk.enter(GOOD, {"alpha": "70", "beta": "60", "gamma": "50"})
    assert (answer.status_code, answer.get_json()) == (200, {"valid": 2, "void": {}, "reasons": {}})
    detail = {"review": "2026/half-year", "group": "cadres", "valid": 2, "void": {}, "tellers": TELLERS}
    assert last_entry(paused) == ("organiser", "paper", detail)


def test_void_ballots_are_explained_in_the_reader_s_words(paused, desk):
    same, over = dict.fromkeys(GOOD, "70"), dict.fromkeys(GOOD, "95")
    unreadable = GOOD | {"alpha": "?"}
    answer = desk.enter(GOOD, same, over, unreadable, GOOD | {"beta": "101"})
    assert answer.get_json() == {
        "valid": 1,
        "void": {"all_same": 1, "over_excellent_cap": 1, "out_of_range": 2},
        "reasons": {
            "all_same": "the same mark for all",
            "over_excellent_cap": "too many top marks",
            "out_of_range": "a mark off the scale",
        },
    }


def test_the_pile_joins_at_the_closing(paused, desk):
    desk.enter(*[GOOD] * 6)
    meeting.close_review(paused.tools, "half-year", paused.witness)
    result = read_result(paused.database, "half-year")
    assert (result.total.returned, result.total.valid) == (6, 6)
    assert [row.score for row in result.departments] == ["95.00", "80.00", None]


def test_one_by_one_paper_comes_when_every_department_is_closed(world, desk):
    path, row = "/console/year-end/paper", {"alpha": "E", "beta": "G", "gamma": ""}
    world.issue("year-end")
    world.open("year-end")
    meeting.close_departments(world.tools, "year-end", ["alpha", "beta"])
    with nothing_changes(world):
        refused(desk.enter(row, path=path), 400, "not_paused")
    meeting.close_departments(world.tools, "year-end", ["gamma"])
    assert desk.enter(row, path=path).get_json()["valid"] == 1


def test_a_pile_of_many_departments_is_larger_than_any_phone_s_ballot(paused, desk):
    answer = desk.enter(*[GOOD] * MOST_ROWS)
    assert answer.status_code == 200
    assert MOST_ROWS * len(json.dumps(GOOD)) > 64 * 1024


# Refusing: nothing of a pile is entered where something of it cannot be


@pytest.mark.parametrize("state", ["waiting", "open", "closed", "annulled"])
def test_only_while_nothing_can_be_cast(world, desk, state):
    world.issue("half-year")
    if state != "waiting":
        world.open("half-year")
    if state == "closed":
        meeting.close_review(world.tools, "half-year", world.witness)
    if state == "annulled":
        meeting.annul(world.tools, "half-year", "a wrong roster", world.witness)
    with nothing_changes(world):
        refused(desk.enter(GOOD), 400, "not_paused")


PILES = {
    "no rows": ((), "empty_table"),
    "a department too few": (({"alpha": "95", "beta": "80"},), "wrong_columns"),
    "a department too many": ((GOOD | {"delta": "1"},), "wrong_columns"),
    "rows of different shape": ((GOOD, {"alpha": "95"}), "bad_request"),
    "no department at all": (({},), "wrong_columns"),
}


@pytest.mark.parametrize(("rows", "code"), PILES.values(), ids=PILES)
def test_a_pile_that_does_not_fit_the_ballot_is_refused(paused, desk, rows, code):
    with nothing_changes(paused):
        refused(desk.enter(*rows), 400, code)


def test_a_group_that_has_no_slips_here_has_no_paper_either(paused, desk):
    with nothing_changes(paused):
        refused(desk.enter(GOOD, group="deputies"), 400, "no_such_group")


WHOLE = {"group": "cadres", "tellers": TELLERS, "rows": [GOOD]}
SHAPES = {
    "no JSON": b"what?",
    "half a letter": b'{"group": "\xff"}',
    "a list": [],
    "nothing": {},
    "a key too many": WHOLE | {"force": True},
    "no tellers": {key: value for key, value in WHOLE.items() if key != "tellers"},
    "one teller": WHOLE | {"tellers": ["王敏"]},
    "three tellers": WHOLE | {"tellers": ["a", "b", "c"]},
    "a teller without a name": WHOLE | {"tellers": ["王敏", "  "]},
    "a name without end": WHOLE | {"tellers": ["王敏", "x" * 61]},
    "a number for a name": WHOLE | {"tellers": ["王敏", 7]},
    "rows that are none": WHOLE | {"rows": "GOOD"},
    "a row that is a list": WHOLE | {"rows": [["95", "80", ""]]},
    "a mark that is a number": WHOLE | {"rows": [GOOD | {"alpha": 95}]},
    "a mark that is nothing": WHOLE | {"rows": [GOOD | {"alpha": None}]},
    "more rows than anybody types": WHOLE | {"rows": [GOOD] * (MOST_ROWS + 1)},
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
def test_another_shape_is_refused(paused, desk, body):
    with nothing_changes(paused):
        refused(desk.post(body), 400, "bad_request")


def test_a_body_without_end_is_refused_unread(paused, desk):
    with nothing_changes(paused):
        refused(desk.post(b" " * (MOST_BODY + 1)), 413, "too_large")


def test_a_page_that_is_not_ours_enters_nothing(paused, desk):
    with nothing_changes(paused):
        refused(desk.post(WHOLE, **{"X-Token": "guessed"}), 400, "old_form")
        refused(desk.post(WHOLE, **{"X-Token": ""}), 400, "old_form")


def test_only_the_organiser_enters_paper(paused, voting):
    other = Desk(voting.app, "scrutineer", SCRUTINEER_PASSWORD)
    with nothing_changes(paused):
        refused(other.enter(GOOD), 403, "not_yours")


# The page


def given(browser, path=PAPER):
    """What the page's script starts from."""
    html = browser.client.get(path).text
    return json.loads(html.split('id="document">')[1].split("</script>")[0])


def test_the_page_knows_departments_groups_and_the_scale(desk):
    document = given(desk.browser)
    assert [row["id"] for row in document["departments"]] == ["alpha", "beta", "gamma"]
    assert [row["id"] for row in document["groups"]] == ["leadership", "cadres"]
    assert (document["scale"]["minimum"], document["scale"]["maximum"]) == (0, 100)
    grades = given(desk.browser, "/console/year-end/paper")["scale"]["marks"]
    assert [(mark["id"], mark["name"]) for mark in grades] == [
        ("E", "优秀"),
        ("G", "良好"),
        ("F", "一般"),
        ("P", "较差"),
    ]


@pytest.mark.parametrize(("state", "said"), [("open", True), ("paused", False)])
def test_the_page_says_when_paper_can_be_entered(world, desk, state, said):
    world.issue("half-year")
    world.open("half-year")
    if state == "paused":
        meeting.pause(world.tools, "half-year")
    text = desk.browser.open(PAPER).text
    assert ("Paper ballots are entered while the session is paused." in text) == said


def test_a_session_that_has_ended_gives_nothing_to_type(paused, desk):
    meeting.close_review(paused.tools, "half-year", paused.witness)
    html = desk.browser.client.get(PAPER).text
    assert ('id="paper"' in html, "No paper ballot is entered any more." in html) == (False, True)
