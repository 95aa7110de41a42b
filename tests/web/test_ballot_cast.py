"""``PUT /api/ballot``: what a body may be, what is counted, and that a refused ballot changes nothing."""

from __future__ import annotations

import json
from io import BytesIO

import pytest

from tests.support.http import (
    ANOTHER_RECEIPT,
    RECEIPT,
    Phone,
    answered,
    counters,
    nothing_changes,
    refused,
    returned,
    revision,
)
from tests.support.world import an_app
from voting.actions import meeting

POINTS = {"alpha": 95, "beta": 80, "gamma": 70}
ALL = {"counted": ["alpha", "beta", "gamma"]}
LIMIT = 64 * 1024


@pytest.fixture
def slips(world):
    """Half-year open, year-end open for alpha alone."""
    found = {review: world.issue(review) for review in ("half-year", "year-end")}
    world.open("half-year")
    world.open("year-end", "alpha")
    return found


@pytest.fixture
def phone(client, slips):
    def phone(number=0, group="cadres", review="half-year"):
        return Phone(client, slips[review][group][number])

    return phone


def body(marks=POINTS, receipt=RECEIPT):
    return json.dumps({"receipt": receipt, "marks": marks})


# What a ballot does


def test_a_ballot_raises_one_counter_a_department_and_the_turnout_by_one(world, phone):
    answered(phone().cast(POINTS), 201, ALL)
    assert counters(world) == {
        ("cadres", "alpha", "filling", "95"): 1,
        ("cadres", "beta", "filling", "80"): 1,
        ("cadres", "gamma", "filling", "70"): 1,
    }
    assert returned(world, "half-year") == {"leadership": 0, "cadres": 1}
    assert [(row[1], row[2]) for row in world.dump()["spent"]] == [("*", "cadres")]
    assert revision(world, "half-year") == 3


def test_null_abstains_and_a_ballot_may_abstain_everywhere(world, phone):
    answered(phone().cast({"alpha": None, "beta": 0, "gamma": None}), 201, ALL)
    answered(phone(1).cast(dict.fromkeys(POINTS)), 201, ALL)
    assert counters(world) == {
        ("cadres", "alpha", "filling", "abstain"): 2,
        ("cadres", "beta", "filling", "0"): 1,
        ("cadres", "beta", "filling", "abstain"): 1,
        ("cadres", "gamma", "filling", "abstain"): 2,
    }


def test_both_ends_of_the_scale_count(phone):
    answered(phone().cast({"alpha": 0, "beta": 100, "gamma": 50}), 201, ALL)


def test_as_many_top_marks_as_the_cap_says_count(phone):
    answered(phone().cast({"alpha": 90, "beta": 100, "gamma": 89}), 201, ALL)


def test_two_rated_departments_may_be_the_same(phone):
    answered(phone().cast({"alpha": 70, "beta": 70, "gamma": None}), 201, ALL)


def test_one_by_one_all_may_be_the_same_and_all_may_be_excellent(world, phone):
    world.open("year-end")
    answered(phone(review="year-end").cast(dict.fromkeys(POINTS, "E")), 201, ALL)


def test_the_answer_names_the_departments_whatever_the_order_of_the_body(phone):
    answer = phone().cast(dict(reversed(POINTS.items())))
    assert (answer.status_code, sorted(answer.json["counted"])) == (201, ["alpha", "beta", "gamma"])


def test_the_same_receipt_again_is_answered_alike_and_counts_once(world, phone):
    answered(phone().cast(POINTS), 201, ALL)
    with nothing_changes(world):
        answered(phone().cast(POINTS), 200, ALL)
        answered(phone().cast({"alpha": 1, "beta": 2, "gamma": 3}), 200, ALL)
        answered(phone().cast({}), 200, ALL)


def test_another_process_answers_the_same_receipt_alike(world, phone, slips):
    answered(phone().cast(POINTS), 201, ALL)
    restarted = Phone(an_app(world).app.test_client(), slips["half-year"]["cadres"][0])
    with nothing_changes(world):
        answered(restarted.cast(POINTS), 200, ALL)
        refused(restarted.cast(POINTS, ANOTHER_RECEIPT), 409, "already_voted")


def test_a_receipt_in_capitals_is_the_same_receipt(world, phone):
    answered(phone().cast(POINTS, RECEIPT.upper()), 201, ALL)
    with nothing_changes(world):
        answered(phone().cast(POINTS, RECEIPT), 200, ALL)
        answered(phone().cast(POINTS, RECEIPT.upper()), 200, ALL)


def test_two_phones_may_draw_the_same_receipt_and_both_count(world, phone):
    answered(phone(0).cast(POINTS), 201, ALL)
    answered(phone(1).cast(POINTS), 201, ALL)
    assert returned(world, "half-year") == {"leadership": 0, "cadres": 2}


def test_a_second_ballot_is_refused_and_leaves_no_trace(world, phone):
    phone().cast(POINTS)
    with nothing_changes(world):
        refused(phone().cast({"alpha": 1, "beta": 2, "gamma": 3}, ANOTHER_RECEIPT), 409, "already_voted")


# What a body may be

ACCEPTED = {
    "spaces around": f" \n\t{body()}\r\n ",
    "the marks before the receipt": json.dumps({"marks": POINTS, "receipt": RECEIPT}),
    "names written with escapes": body().replace("alpha", "\\u0061lpha"),
    "a name twice: the last one counts": body().replace('"alpha": 95', '"alpha": 400, "alpha": 95'),
    "the receipt twice: the last one counts": body().replace('{"receipt"', '{"receipt": 7, "receipt"', 1),
    "minus nought": body({"alpha": 95, "beta": 80, "gamma": 0}).replace(": 0", ": -0"),
}


@pytest.mark.parametrize("sent", ACCEPTED.values(), ids=ACCEPTED)
def test_json_is_read_as_json(world, phone, sent):
    answered(phone().put(sent), 201, ALL)
    assert counters(world)["cadres", "alpha", "filling", "95"] == 1


def test_what_the_phone_says_the_body_is_does_not_matter(phone):
    answered(phone().put(body(), content_type="text/plain"), 201, ALL)


NOT_UNDERSTOOD = {
    "nothing": "",
    "no json": "receipt=1&marks=2",
    "half of it": body()[:-1],
    "something behind it": body() + "{}",
    "a list": json.dumps([RECEIPT, POINTS]),
    "a word": '"ballot"',
    "null": "null",
    "a number": "7",
    "an empty object": "{}",
    "no marks": json.dumps({"receipt": RECEIPT}),
    "no receipt": json.dumps({"marks": POINTS}),
    "something more": json.dumps({"receipt": RECEIPT, "marks": POINTS, "group": "leadership"}),
    "names in capitals": json.dumps({"Receipt": RECEIPT, "Marks": POINTS}),
    "marks as a list": json.dumps({"receipt": RECEIPT, "marks": [95, 80, 70]}),
    "marks as text": json.dumps({"receipt": RECEIPT, "marks": json.dumps(POINTS)}),
    "marks null": json.dumps({"receipt": RECEIPT, "marks": None}),
    "a mark that is a list": body({**POINTS, "beta": [80]}),
    "a mark that is an empty list": body({**POINTS, "beta": []}),
    "a mark that is an object": body({**POINTS, "beta": {"mark": 80}}),
    "a mark nested a thousand deep": body().replace("95", "[" * 1000 + "]" * 1000),
    "nested deeper than a reader can follow": "[" * 30_000,
    "not a number": body().replace("95", "NaN"),
    "infinity": body().replace("95", "Infinity"),
    "a number beyond all numbers": body().replace("95", "1e999"),
    "a number with a plus": body().replace("95", "+95"),
    "a number in hexadecimal": body().replace("95", "0x5F"),
    "single quotes": body().replace('"', "'"),
    "a comment": body().replace("95", "95 /* excellent */"),
    "a comma too many": body().replace("70}", "70,}"),
    "half a letter": body().replace("alpha", "\\ud800"),
    "not utf-8": body().encode().replace(b"alpha", b"\xffalpha"),
    "utf-16": body().encode("utf-16"),
    "an overlong slash": body().encode().replace(b"alpha", b"\xc0\xaf"),
    "a mark of byte order": b"\xef\xbb\xbf" + body().encode(),
    "zero bytes": b"\0" * 100,
    "a receipt of 31": body(receipt="0" * 31),
    "a receipt of 33": body(receipt="0" * 33),
    "an empty receipt": body(receipt=""),
    "a receipt with a g": body(receipt="g" + "0" * 31),
    "a receipt with a space": body(receipt=" " + "0" * 31),
    "a receipt with a line's end": body(receipt="0" * 32 + "\n"),
    "a receipt with a dash": body(receipt="0123456789ab-def0123456789abcdef"),
    "a receipt in wide digits": body(receipt="\uff10" * 32),
    "a receipt in arabic digits": body(receipt="٠" * 32),
    "a receipt that is a number": body(receipt=10**31),
    "a receipt that is a list of 32": body(receipt=["0"] * 32),
    "a receipt that is null": body(receipt=None),
}


@pytest.mark.parametrize("sent", NOT_UNDERSTOOD.values(), ids=NOT_UNDERSTOOD)
def test_a_body_that_is_no_ballot_is_not_understood(world, phone, sent):
    with nothing_changes(world):
        refused(phone().put(sent), 400, "bad_request")
    answered(phone().cast(POINTS), 201, ALL)


OFF_THE_SCALE = [True, False, 95.0, 95.5, 1e2, "95", "E", "", " ", "abstain", -1, 101, 2**63, 2**64, 10**40, -(10**40)]


@pytest.mark.parametrize("mark", OFF_THE_SCALE, ids=repr)
def test_on_a_range_a_mark_is_a_whole_number_and_nothing_like_one(world, phone, mark):
    with nothing_changes(world):
        faults = [{"department": "beta", "fault": "out_of_range"}]
        refused(phone().cast({**POINTS, "beta": mark}), 422, "invalid_ballot", faults=faults)


@pytest.mark.parametrize("mark", [True, False, 100, 80.0, "e", "Ｅ", "E ", "优秀", "", "abstain", "X" * 5000], ids=repr)
def test_on_grades_a_mark_is_the_id_of_a_grade_and_nothing_like_one(world, phone, mark):
    with nothing_changes(world):
        faults = [{"department": "alpha", "fault": "out_of_range"}]
        refused(phone(review="year-end").cast({"alpha": mark}), 422, "invalid_ballot", faults=faults)


# How long a body may be


def padded(length, text=None):
    text = text or body()
    return text + " " * (length - len(text))


def chunked(phone, sent):
    """Sends a body without saying how long it is, as a server hands it on when it came in chunks."""
    unsaid = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    return phone.put(b"", input_stream=BytesIO(sent.encode()), environ_overrides=unsaid)


def test_a_body_of_exactly_64_kib_counts(phone):
    answered(phone().put(padded(LIMIT)), 201, ALL)


def test_a_body_of_exactly_64_kib_in_chunks_counts(phone):
    answered(chunked(phone(), padded(LIMIT)), 201, ALL)


@pytest.mark.parametrize("length", [LIMIT + 1, 10 * LIMIT, 9 * 1024 * 1024])
def test_a_longer_body_is_too_large(world, phone, length):
    with nothing_changes(world):
        refused(phone().put(padded(length)), 413, "too_large")


@pytest.mark.parametrize("length", [LIMIT + 1, 10 * LIMIT, 9 * 1024 * 1024])
def test_a_longer_body_in_chunks_is_too_large(world, phone, length):
    with nothing_changes(world):
        refused(chunked(phone(), padded(length)), 413, "too_large")


def test_a_body_that_says_it_is_longer_is_refused_before_it_is_read(world, phone):
    class Unread(BytesIO):
        def read(self, *_size):
            raise AssertionError("it was read")

    with nothing_changes(world):
        answer = phone().put(b"", input_stream=Unread(), environ_overrides={"CONTENT_LENGTH": str(LIMIT + 1)})
        refused(answer, 413, "too_large")


def test_a_body_of_64_kib_full_of_strange_departments_is_answered_with_all_of_them(world, phone):
    strange = {f"nowhere-{number}": 1 for number in range(2500)}
    sent = body({**POINTS, **strange})
    assert len(sent) < LIMIT
    with nothing_changes(world):
        faults = [{"department": name, "fault": "unknown_department"} for name in strange]
        refused(phone().put(sent), 422, "invalid_ballot", faults=faults)


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
def test_there_is_no_other_way_to_change_a_ballot(world, phone, client, slips, method):
    phone().cast(POINTS)
    with nothing_changes(world):
        code = slips["half-year"]["cadres"][0]
        answer = client.open("/api/ballot", method=method, headers={"Authorization": f"Bearer {code}"}, data=body())
        assert answer.status_code == 405


# One by one: exactly the departments that are open and not yet counted


def faults(response, *expected):
    found = [{"department": department, "fault": fault} for department, fault in expected]
    refused(response, 422, "invalid_ballot", faults=found)


def test_one_by_one_each_department_is_counted_once_and_the_slip_returns_once(world, phone):
    answered(phone(review="year-end").cast({"alpha": "E"}), 201, {"counted": ["alpha"]})
    world.open("year-end", "beta")
    answered(phone(review="year-end").cast({"beta": "G"}, ANOTHER_RECEIPT), 201, {"counted": ["beta"]})
    assert returned(world, "year-end") == {"leadership": 0, "cadres": 1}
    assert counters(world) == {("cadres", "alpha", "filling", "E"): 1, ("cadres", "beta", "filling", "G"): 1}


def test_one_by_one_two_open_departments_are_answered_together(world, phone):
    world.open("year-end", "beta")
    with nothing_changes(world):
        faults(phone(review="year-end").cast({"alpha": "E"}), ("beta", "missing"))
    answered(phone(review="year-end").cast({"alpha": "E", "beta": "F"}), 201, {"counted": ["alpha", "beta"]})


def test_one_by_one_a_counted_department_is_not_asked_for_again(world, phone):
    phone(review="year-end").cast({"alpha": "E"})
    world.open("year-end", "beta")
    with nothing_changes(world):
        both = phone(review="year-end").cast({"alpha": "E", "beta": "G"}, ANOTHER_RECEIPT)
        refused(both, 409, "already_voted")
    answered(phone(review="year-end").cast({"beta": "G"}, ANOTHER_RECEIPT), 201, {"counted": ["beta"]})


@pytest.mark.parametrize("marks", [{"alpha": "E", "beta": "E"}, {"beta": "E"}, {"alpha": "E", "gamma": None}])
def test_one_by_one_a_department_that_waits_is_not_open(world, phone, marks):
    with nothing_changes(world):
        refused(phone(review="year-end").cast(marks), 409, "not_open")


def test_one_by_one_a_department_that_was_closed_is_not_open_any_more(world, phone):
    meeting.close_departments(world.tools, "year-end", ["alpha"])
    world.open("year-end", "beta")
    with nothing_changes(world):
        refused(phone(review="year-end").cast({"alpha": "E", "beta": "E"}), 409, "not_open")
        refused(phone(review="year-end").cast({"alpha": "E"}), 409, "not_open")
    answered(phone(review="year-end").cast({"beta": "E"}), 201, {"counted": ["beta"]})


def test_one_by_one_an_empty_ballot_lacks_what_is_open(world, phone):
    with nothing_changes(world):
        faults(phone(review="year-end").cast({}), ("alpha", "missing"))


def test_one_by_one_an_empty_ballot_does_not_return_a_slip(world, phone):
    meeting.close_departments(world.tools, "year-end", ["alpha"])
    with nothing_changes(world):
        refused(phone(review="year-end").cast({}), 409, "not_open")


def test_one_by_one_each_receipt_keeps_its_own_answer(world, phone):
    answered(phone(review="year-end").cast({"alpha": "E"}), 201, {"counted": ["alpha"]})
    world.open("year-end", "beta")
    answered(phone(review="year-end").cast({"beta": "G"}, ANOTHER_RECEIPT), 201, {"counted": ["beta"]})
    world.open("year-end", "gamma")
    with nothing_changes(world):
        answered(phone(review="year-end").cast({"gamma": "P"}), 200, {"counted": ["alpha"]})
        answered(phone(review="year-end").cast({"gamma": "P"}, ANOTHER_RECEIPT), 200, {"counted": ["beta"]})
