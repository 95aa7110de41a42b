"""The decision table of CONTRACT 5, row above row: each request here would match two rows, and the upper one answers.

Every case is asked of workers that know more or less: one was just started, one has just looked at the database, and one
remembers the session as it was before the last thing happened. What a worker remembers must never change an answer.
"""

from __future__ import annotations

import json

import pytest

from tests.support.http import ANOTHER_RECEIPT, NOBODYS_CODE, RECEIPT, Phone, answered, nothing_changes, refused
from tests.support.world import an_app
from voting.actions import meeting
from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import Polls
from voting.actions.slips import cancel_slips
from voting.web.offload import no_threads

MINE, NEIGHBOUR = 0, 1
GOOD = {"alpha": 95, "beta": 80, "gamma": 70}
OFF_SCALE = {"alpha": 101, "beta": 80, "gamma": -1}
TOO_LONG = json.dumps({"receipt": RECEIPT, "marks": GOOD}) + " " * 64 * 1024
NO_JSON = "what?"


class Hall:
    """A session that is open, one slip that everything is about, and other phones at another worker."""

    def __init__(self, world):
        self.world = world
        self.slips = {review: world.issue(review)["cadres"] for review in ("half-year", "year-end")}
        self.review = "half-year"

    def opens(self, *departments):
        self.review = "year-end" if departments else "half-year"
        self.world.open(self.review, *departments)

    def counted(self, marks=None, receipt=RECEIPT):
        """The slip was counted before, at another worker."""
        at_once, database = no_threads(), self.world.database
        elsewhere = Polls(database, BallotBox(database, at_once.write), at_once.read)
        assert elsewhere.cast(self.slips[self.review][MINE], receipt, marks or GOOD).fresh

    def cancelled(self):
        cancel_slips(self.world.tools, self.review, [self.slips[self.review][MINE]])

    def paused(self):
        meeting.pause(self.world.tools, self.review)

    def closed(self, *departments):
        if departments:
            meeting.close_departments(self.world.tools, self.review, departments)
        else:
            meeting.close_review(self.world.tools, self.review, self.world.witness)

    def annulled(self):
        meeting.annul(self.world.tools, self.review, "the roster was wrong", self.world.witness)


@pytest.fixture
def hall(world):
    return Hall(world)


JUST_STARTED, JUST_LOOKED, REMEMBERS = "just started", "has just looked", "remembers"


def sender(hall, worker):
    """Lets something happen, then sends a ballot of the slip to a worker that does or does not know of it."""

    def send(what_happens, body, *, code=None):
        if worker == JUST_STARTED:
            what_happens()
        voting = an_app(hall.world)
        client = voting.app.test_client()
        if worker != JUST_STARTED:
            voting.pump.look()
            for number in (MINE, NEIGHBOUR):
                Phone(client, hall.slips[hall.review][number]).read()
            what_happens()
        if worker == JUST_LOOKED:
            voting.pump.look()
        phone = Phone(client, code or hall.slips[hall.review][MINE])
        with nothing_changes(hall.world):
            return phone.cast(*body) if isinstance(body, tuple) else phone.put(body)

    return send


@pytest.fixture(params=[JUST_STARTED, JUST_LOOKED, REMEMBERS])
def at_a_worker(request, hall):
    return sender(hall, request.param)


@pytest.fixture(params=[JUST_STARTED, JUST_LOOKED])
def asked_at_a_worker(request, hall):
    """For when nothing happens: what a worker remembers is then what it has just seen."""
    send = sender(hall, request.param)
    return lambda body, **more: send(lambda: None, body, **more)


def spent(hall):
    hall.opens()
    hall.counted()


# 400 and 413 before 401


@pytest.mark.parametrize(("body", "status", "code"), [(NO_JSON, 400, "bad_request"), (TOO_LONG, 413, "too_large")])
def test_a_bad_body_under_an_unknown_code_is_a_bad_body(hall, asked_at_a_worker, body, status, code):
    hall.opens()
    refused(asked_at_a_worker(body, code=NOBODYS_CODE), status, code)


def test_a_body_that_is_too_long_and_no_json_is_too_long(hall, asked_at_a_worker):
    hall.opens()
    refused(asked_at_a_worker(NO_JSON * 20_000), 413, "too_large")


def test_a_bad_body_on_a_cancelled_slip_is_a_bad_body(hall, at_a_worker):
    hall.opens()
    refused(at_a_worker(hall.cancelled, NO_JSON), 400, "bad_request")


@pytest.mark.parametrize(("body", "status", "code"), [(NO_JSON, 400, "bad_request"), (TOO_LONG, 413, "too_large")])
def test_a_bad_body_on_a_spent_slip_of_a_closed_session_is_a_bad_body(hall, at_a_worker, body, status, code):
    spent(hall)
    refused(at_a_worker(hall.closed, body), status, code)


# 401 before 200, 409, 422


def test_a_receipt_that_was_counted_for_another_slip_does_not_make_a_code_known(hall, asked_at_a_worker):
    spent(hall)
    refused(asked_at_a_worker((GOOD, RECEIPT), code=NOBODYS_CODE), 401, "unknown_code")


@pytest.mark.parametrize("what_happens", ["paused", "closed", "annulled"])
def test_an_unknown_code_in_a_session_that_is_not_open_is_unknown(hall, at_a_worker, what_happens):
    hall.opens()
    answer = at_a_worker(getattr(hall, what_happens), (OFF_SCALE, RECEIPT), code=NOBODYS_CODE)
    refused(answer, 401, "unknown_code")


@pytest.mark.parametrize("marks", [GOOD, OFF_SCALE, {}], ids=["good", "off the scale", "empty"])
def test_a_cancelled_slip_is_unknown_whatever_its_marks(hall, at_a_worker, marks):
    hall.opens()
    refused(at_a_worker(hall.cancelled, (marks, RECEIPT)), 401, "unknown_code")


@pytest.mark.parametrize("then", ["paused", "closed", "annulled"])
def test_a_cancelled_slip_is_unknown_before_the_session_is_not_open(hall, at_a_worker, then):
    def cancelled_and_then():
        hall.cancelled()
        getattr(hall, then)()

    hall.opens()
    refused(at_a_worker(cancelled_and_then, (GOOD, RECEIPT)), 401, "unknown_code")


def test_one_by_one_a_cancelled_slip_is_unknown_too(hall, at_a_worker):
    hall.opens("alpha")
    refused(at_a_worker(hall.cancelled, ({"alpha": "E"}, RECEIPT)), 401, "unknown_code")


def test_one_by_one_a_cancelled_slip_is_unknown_before_the_department_is_closed(hall, at_a_worker):
    def cancelled_and_closed():
        hall.cancelled()
        hall.closed("alpha")

    hall.opens("alpha")
    refused(at_a_worker(cancelled_and_closed, ({"alpha": "E"}, RECEIPT)), 401, "unknown_code")


# 200 before 409 and 422

ALL = {"counted": ["alpha", "beta", "gamma"]}
ANY_MARKS = {
    "good": GOOD,
    "other": {"alpha": 1, "beta": 2, "gamma": 3},
    "off the scale": OFF_SCALE,
    "over the cap": dict.fromkeys(GOOD, 100),
    "all the same": dict.fromkeys(GOOD, 50),
    "none": {},
    "of nowhere": {"nowhere": 5},
}


@pytest.mark.parametrize("marks", ANY_MARKS.values(), ids=ANY_MARKS)
def test_a_counted_receipt_has_its_answer_whatever_the_marks_say(hall, at_a_worker, marks):
    hall.opens()
    answered(at_a_worker(hall.counted, (marks, RECEIPT)), 200, ALL)


@pytest.mark.parametrize("then", ["paused", "closed"])
@pytest.mark.parametrize("marks", [GOOD, OFF_SCALE], ids=["good", "off the scale"])
def test_a_counted_receipt_has_its_answer_when_the_session_is_not_open_any_more(hall, at_a_worker, then, marks):
    spent(hall)
    answered(at_a_worker(getattr(hall, then), (marks, RECEIPT)), 200, ALL)


def test_a_counted_receipt_has_its_answer_before_another_department_is_already_counted(hall, asked_at_a_worker):
    hall.opens("alpha")
    hall.counted({"alpha": "E"}, RECEIPT)
    hall.opens("beta")
    hall.counted({"beta": "G"}, ANOTHER_RECEIPT)
    answered(asked_at_a_worker(({"beta": "P"}, RECEIPT)), 200, {"counted": ["alpha"]})


@pytest.mark.parametrize("alpha_is", ["open", "closed"])
def test_one_by_one_a_counted_receipt_has_its_answer_for_a_department_that_is_open_too(
    hall, asked_at_a_worker, alpha_is
):
    hall.opens("alpha")
    hall.counted({"alpha": "E"}, RECEIPT)
    if alpha_is == "closed":
        hall.closed("alpha")
    hall.opens("beta")
    answered(asked_at_a_worker(({"beta": "G"}, RECEIPT)), 200, {"counted": ["alpha"]})


def test_one_by_one_a_counted_receipt_has_its_answer_when_the_department_is_closed(hall, at_a_worker):
    hall.opens("alpha")
    hall.counted({"alpha": "E"})
    answered(at_a_worker(lambda: hall.closed("alpha"), ({"alpha": "P"}, RECEIPT)), 200, {"counted": ["alpha"]})


# 409 already_voted before 409 not_open and 422


@pytest.mark.parametrize("then", ["paused", "closed"])
@pytest.mark.parametrize("marks", [GOOD, OFF_SCALE], ids=["good", "off the scale"])
def test_a_spent_slip_is_spent_before_the_session_is_not_open(hall, at_a_worker, then, marks):
    spent(hall)
    refused(at_a_worker(getattr(hall, then), (marks, ANOTHER_RECEIPT)), 409, "already_voted")


REFUSED_MARKS = {
    name: marks for name, marks in ANY_MARKS.items() if name not in ("good", "other", "none", "of nowhere")
}


@pytest.mark.parametrize("marks", REFUSED_MARKS.values(), ids=REFUSED_MARKS)
def test_a_spent_slip_is_spent_before_its_marks_are_looked_at(hall, at_a_worker, marks):
    hall.opens()
    refused(at_a_worker(hall.counted, (marks, ANOTHER_RECEIPT)), 409, "already_voted")


def test_one_by_one_a_counted_department_is_counted_before_another_is_not_open(hall, asked_at_a_worker):
    hall.opens("alpha")
    hall.counted({"alpha": "E"})
    refused(asked_at_a_worker(({"alpha": "E", "beta": "E"}, ANOTHER_RECEIPT)), 409, "already_voted")


def test_one_by_one_a_counted_department_is_counted_before_it_is_closed(hall, at_a_worker):
    hall.opens("alpha")
    hall.counted({"alpha": "E"})
    answer = at_a_worker(lambda: hall.closed("alpha"), ({"alpha": "G"}, ANOTHER_RECEIPT))
    refused(answer, 409, "already_voted")


def test_one_by_one_a_counted_department_is_counted_before_rows_are_missing_or_marks_are_off_the_scale(
    hall, at_a_worker
):
    def counted_and_beta_opens():
        hall.counted({"alpha": "E"})
        hall.opens("beta")

    hall.opens("alpha")
    answer = at_a_worker(counted_and_beta_opens, ({"alpha": "X", "nowhere": 1}, ANOTHER_RECEIPT))
    refused(answer, 409, "already_voted")


# 409 not_open before 422

WRONG_MARKS = {**REFUSED_MARKS, "missing rows": {"alpha": 95}, "unknown rows": {**GOOD, "nowhere": 1}}


@pytest.mark.parametrize("what_happens", ["paused", "closed", "annulled"])
@pytest.mark.parametrize(
    "marks", [GOOD, OFF_SCALE, {**GOOD, "nowhere": 1}], ids=["good", "off the scale", "unknown rows"]
)
def test_what_is_not_open_is_not_open_before_the_marks_are_looked_at(hall, at_a_worker, what_happens, marks):
    hall.opens()
    refused(at_a_worker(getattr(hall, what_happens), (marks, RECEIPT)), 409, "not_open")


@pytest.mark.parametrize("marks", [GOOD, *WRONG_MARKS.values()], ids=["good", *WRONG_MARKS])
def test_before_the_opening_nothing_is_open_whatever_the_marks(hall, asked_at_a_worker, marks):
    refused(asked_at_a_worker((marks, RECEIPT)), 409, "not_open")


@pytest.mark.parametrize(
    "marks",
    [{"beta": "E"}, {"beta": "X"}, {"alpha": "E", "beta": "E"}, {"nowhere": "E", "beta": "E"}],
    ids=["missing", "off the scale", "one too many", "nowhere"],
)
def test_one_by_one_a_department_that_is_not_open_is_refused_before_any_rule(hall, asked_at_a_worker, marks):
    hall.opens("alpha")
    refused(asked_at_a_worker((marks, RECEIPT)), 409, "not_open")


def test_one_by_one_a_department_that_has_closed_meanwhile_is_refused_before_any_rule(hall, at_a_worker):
    def alpha_closes_and_beta_opens():
        hall.closed("alpha")
        hall.opens("beta")

    hall.opens("alpha")
    refused(at_a_worker(alpha_closes_and_beta_opens, ({"alpha": "X"}, RECEIPT)), 409, "not_open")


def test_after_annulling_a_receipt_that_had_been_counted_is_not_open_any_more(hall, at_a_worker):
    spent(hall)
    refused(at_a_worker(hall.annulled, (GOOD, RECEIPT)), 409, "not_open")


# 422: the first rule that is broken, and all its faults

FAULTS = {
    "rows before the scale": (
        {"alpha": 101, "nowhere": -1},
        [("beta", "missing"), ("gamma", "missing"), ("nowhere", "unknown_department")],
    ),
    "unknown rows before the scale": (
        {**OFF_SCALE, "nowhere": "?", "elsewhere": None},
        [("nowhere", "unknown_department"), ("elsewhere", "unknown_department")],
    ),
    "rows before the cap": ({"alpha": 100, "beta": 100, "nowhere": 100}, [("gamma", "missing"), ("nowhere", "unknown_department")]),
    "all rows missing": ({}, [("alpha", "missing"), ("beta", "missing"), ("gamma", "missing")]),
    "the scale before the cap": ({"alpha": 100, "beta": 100, "gamma": 1000}, [("gamma", "out_of_range")]),
    "the scale before all the same": (dict.fromkeys(GOOD, "E"), [(name, "out_of_range") for name in GOOD]),
    "every mark off the scale": ({"alpha": -1, "beta": 80, "gamma": 50.5}, [("alpha", "out_of_range"), ("gamma", "out_of_range")]),
    "the cap before all the same": (dict.fromkeys(GOOD, 100), [(None, "over_excellent_cap")]),
    "the cap, one fault for the whole ballot": ({"alpha": 90, "beta": 91, "gamma": 92}, [(None, "over_excellent_cap")]),
    "all the same": (dict.fromkeys(GOOD, 89), [(None, "all_same")]),
}  # fmt: skip


@pytest.mark.parametrize(("marks", "faults"), FAULTS.values(), ids=FAULTS)
def test_of_the_rules_the_first_that_is_broken_answers_with_all_its_faults(hall, asked_at_a_worker, marks, faults):
    hall.opens()
    expected = [{"department": department, "fault": fault} for department, fault in faults]
    refused(asked_at_a_worker((marks, RECEIPT)), 422, "invalid_ballot", faults=expected)


def test_one_by_one_what_has_opened_meanwhile_is_missing(hall, at_a_worker):
    hall.opens("alpha")
    expected = [{"department": "beta", "fault": "missing"}]
    answer = at_a_worker(lambda: hall.opens("beta"), ({"alpha": "E"}, RECEIPT))
    refused(answer, 422, "invalid_ballot", faults=expected)
