"""``GET /api/ballot``: the document in every state of a session, codes as people type them, and that reading is free."""

from __future__ import annotations

import pytest

from tests.support.http import NOBODYS_CODE, RECEIPT, Phone, answered, nothing_changes, refused, revision
from tests.support.world import SMALL_PLAN, a_world, an_app
from voting.actions import meeting
from voting.actions.slips import cancel_slips

POINTS = {"alpha": 95, "beta": 80, "gamma": 70}
NAMES = {"alpha": "甲办", "beta": "乙办", "gamma": "丙办"}
GROUPS = {"leadership": "领导成员", "cadres": "机关干部"}
HALF_YEAR = {
    "review": {"id": "half-year", "name": "半年评议", "pace": "together"},
    "scale": {"minimum": 0, "maximum": 100},
    "rules": {"excellent_cap": 2, "all_same": True},
}
YEAR_END = {
    "review": {"id": "year-end", "name": "年终述职", "pace": "one_by_one"},
    "scale": {
        "marks": [
            {"id": "E", "name": "优秀", "points": 100},
            {"id": "G", "name": "良好", "points": 80},
            {"id": "F", "name": "一般", "points": 60},
            {"id": "P", "name": "较差", "points": 40},
        ]
    },
    "rules": {"excellent_cap": None, "all_same": False},
}


def document(about, seq, state, departments, *, group="cadres", speaking=None):
    """The document of CONTRACT 5, with ``seq`` and ``speaking`` beside it for phones whose socket does not come."""
    return {
        "seq": seq,
        "office": "小街道",
        **about,
        "review": {**about["review"], "state": state},
        "group": {"id": group, "name": GROUPS[group]},
        "departments": [
            {"id": key, "name": NAMES[key], "state": each} for key, each in zip(NAMES, departments.split(), strict=True)
        ],
        "speaking": speaking,
    }


@pytest.fixture
def slips(world):
    return {review: world.issue(review) for review in ("half-year", "year-end")}


@pytest.fixture
def phone(client, slips):
    def phone(group="cadres", number=0, review="half-year"):
        return Phone(client, slips[review][group][number])

    return phone


def close(world, review="half-year"):
    meeting.close_review(world.tools, review, world.witness)


def annul(world, review="half-year"):
    meeting.annul(world.tools, review, "the roster was wrong", world.witness)


def reads(world, phone, expected):
    """Three readings say the expected document, and leave no trace."""
    with nothing_changes(world):
        for _ in range(3):
            answered(phone.read(), 200, expected)


def test_before_the_opening_all_departments_wait(world, phone):
    reads(world, phone(), document(HALF_YEAR, 1, "waiting", "waiting waiting waiting"))


def test_each_group_reads_its_own_name(world, phone):
    expected = document(HALF_YEAR, 1, "waiting", "waiting waiting waiting", group="leadership")
    reads(world, phone("leadership"), expected)


def test_an_open_session_is_open(world, phone):
    phone()
    world.open("half-year")
    reads(world, phone(), document(HALF_YEAR, 2, "open", "open open open"))


def test_a_paused_session_says_so_and_its_departments_stay_open(world, phone):
    phone()
    world.open("half-year")
    meeting.pause(world.tools, "half-year")
    reads(world, phone(), document(HALF_YEAR, 3, "paused", "open open open"))


def test_a_closed_session_is_closed(world, phone):
    phone()
    world.open("half-year")
    close(world)
    reads(world, phone(), document(HALF_YEAR, 3, "closed", "closed closed closed"))


def test_an_annulled_session_is_annulled(world, phone):
    phone()
    world.open("half-year")
    annul(world)
    reads(world, phone(), document(HALF_YEAR, 3, "annulled", "closed closed closed"))


def test_a_counted_slip_reads_counted_everywhere_and_another_slip_does_not(world, phone):
    phone()
    world.open("half-year")
    assert phone().cast(POINTS).status_code == 201
    reads(world, phone(), document(HALF_YEAR, 3, "open", "counted counted counted"))
    reads(world, phone(number=1), document(HALF_YEAR, 3, "open", "open open open"))


def test_a_counted_slip_still_reads_counted_after_pausing_and_closing(world, phone):
    phone()
    world.open("half-year")
    phone().cast(POINTS)
    meeting.pause(world.tools, "half-year")
    reads(world, phone(), document(HALF_YEAR, 4, "paused", "counted counted counted"))
    close(world)
    reads(world, phone(), document(HALF_YEAR, 5, "closed", "counted counted counted"))
    reads(world, phone(number=1), document(HALF_YEAR, 5, "closed", "closed closed closed"))


def test_after_annulling_nobody_can_read_that_a_slip_was_counted(world, phone):
    phone()
    world.open("half-year")
    phone().cast(POINTS)
    annul(world)
    reads(world, phone(), document(HALF_YEAR, 4, "annulled", "closed closed closed"))


def test_one_by_one_each_department_has_its_own_state(world, phone):
    phone()
    world.open("year-end", "alpha")
    expected = document(YEAR_END, 2, "open", "open waiting waiting", speaking="alpha")
    reads(world, phone(review="year-end"), expected)
    meeting.close_departments(world.tools, "year-end", ["alpha"])
    world.open("year-end", "beta")
    expected = document(YEAR_END, 4, "open", "closed open waiting", speaking="beta")
    reads(world, phone(review="year-end"), expected)


def test_one_by_one_a_department_is_counted_alone_and_stays_counted_when_it_closes(world, phone):
    phone()
    world.open("year-end", "alpha")
    world.open("year-end", "beta")
    assert phone(review="year-end").cast({"alpha": "E", "beta": None}).status_code == 201
    expected = document(YEAR_END, 4, "open", "counted counted waiting", speaking="beta")
    reads(world, phone(review="year-end"), expected)
    meeting.close_departments(world.tools, "year-end", ["alpha"])
    expected = document(YEAR_END, 5, "open", "counted counted waiting", speaking="beta")
    reads(world, phone(review="year-end"), expected)
    reads(
        world, phone(review="year-end", number=1), document(YEAR_END, 5, "open", "closed open waiting", speaking="beta")
    )


def test_one_by_one_a_paused_session_keeps_the_states_of_its_departments(world, phone):
    phone()
    world.open("year-end", "alpha")
    meeting.pause(world.tools, "year-end")
    expected = document(YEAR_END, 3, "paused", "open waiting waiting", speaking="alpha")
    reads(world, phone(review="year-end"), expected)


def test_one_by_one_the_closing_closes_what_never_opened(world, phone):
    phone()
    world.open("year-end", "alpha")
    phone(review="year-end").cast({"alpha": "G"})
    close(world, "year-end")
    seq = revision(world, "year-end")
    reads(world, phone(review="year-end"), document(YEAR_END, seq, "closed", "counted closed closed"))


def test_the_sequence_number_is_the_revision_in_the_database(world, phone):
    phone()
    world.open("half-year")
    seen = []
    for number in range(3):
        phone(number=number).cast(POINTS)
        seen.append((phone().read().json["seq"], revision(world, "half-year")))
    assert seen == [(3, 3), (4, 4), (5, 5)]


def test_a_preview_that_asks_for_the_headers_only_gets_no_body_and_spends_nothing(world, phone):
    phone()
    world.open("half-year")
    with nothing_changes(world):
        answer = phone().read("HEAD")
    assert (answer.status_code, answer.data) == (200, b"")


def test_the_plan_s_share_is_read_as_a_whole_number_of_departments(tmp_path):
    twenty = "".join(f'[[departments]]\nid = "d{n}"\nname = "d{n}"\nheadcount = 5\n' for n in range(17))
    plan = a_plan_with(twenty).replace("excellent_cap = 2\n", 'excellent_cap = "0.30"\n')
    world = a_world(tmp_path, plan)
    code = world.issue("half-year")["cadres"][0]
    answer = Phone(an_app(world).app.test_client(), code).read().json
    assert (len(answer["departments"]), answer["rules"]) == (20, {"excellent_cap": 6, "all_same": True})
    world.database.close()


def a_plan_with(more):
    """The small plan with more departments."""
    return SMALL_PLAN.replace("[[reviews]]\n", more + "[[reviews]]\n", 1)


TYPED = {
    "small letters": str.lower,
    "dashes": lambda code: "-".join(code[at : at + 4] for at in range(0, 16, 4)),
    "spaces": lambda code: f"  {code[:4]} {code[4:8]} {code[8:12]}   {code[12:]} ",
    "dashes in odd places and small letters": lambda code: f"-{code[:1]}--{code[1:].lower()}-",
    "O for 0": lambda code: code.replace("0", "O"),
    "o for 0": lambda code: code.replace("0", "o"),
    "I for 1": lambda code: code.replace("1", "I"),
    "i for 1": lambda code: code.replace("1", "i"),
    "L for 1": lambda code: code.replace("1", "L"),
    "l for 1": lambda code: code.replace("1", "l"),
}


@pytest.fixture
def code_with_0_and_1(slips):
    return next(code for codes in slips["half-year"].values() for code in codes if {"0", "1"} <= set(code))


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_a_code_reads_as_people_type_it(world, client, code_with_0_and_1, typed):
    with nothing_changes(world):
        exact = Phone(client, code_with_0_and_1).read()
        answered(Phone(client, typed(code_with_0_and_1)).read(), 200, exact.json)


def test_a_code_counts_as_people_type_it(world, client, code_with_0_and_1):
    world.open("half-year")
    typed = code_with_0_and_1.lower().replace("0", "o").replace("1", "l")
    answered(Phone(client, typed).cast(POINTS), 201, {"counted": ["alpha", "beta", "gamma"]})
    answered(Phone(client, code_with_0_and_1).cast(POINTS), 200, {"counted": ["alpha", "beta", "gamma"]})
    refused(Phone(client, f" {typed}-").cast(POINTS, RECEIPT[::-1]), 409, "already_voted")


@pytest.mark.parametrize(
    "code",
    [
        NOBODYS_CODE,
        "",
        "U" * 16,
        "0" * 15,
        "0" * 17,
        "*" * 16,
        "0000000000000000é",
        "½" * 16,
        "' OR 1=1 --",
        "a" * 5000,
    ],
)
def test_a_code_of_nobody_is_unknown(world, client, slips, code):
    with nothing_changes(world):
        refused(Phone(client, code).read(), 401, "unknown_code")


@pytest.mark.parametrize("extra", ["0", "U"])
def test_a_code_with_a_letter_more_is_unknown(world, client, slips, extra):
    refused(Phone(client, slips["half-year"]["cadres"][0] + extra).read(), 401, "unknown_code")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic {code}"},
        {"Authorization": "{code}"},
    ],
)
def test_without_a_bearer_s_code_there_is_no_ballot(world, client, slips, headers):
    code = slips["half-year"]["cadres"][0]
    with nothing_changes(world):
        answer = client.get("/api/ballot", headers={name: value.format(code=code) for name, value in headers.items()})
    refused(answer, 401, "unknown_code")


def test_a_code_in_the_query_or_in_a_cookie_is_not_read(world, client, slips):
    code = slips["half-year"]["cadres"][0]
    client.set_cookie("code", code)
    refused(client.get(f"/api/ballot?code={code}"), 401, "unknown_code")


def test_the_word_bearer_may_be_written_small(world, client, slips):
    answer = client.get("/api/ballot", headers={"Authorization": f"bearer {slips['half-year']['cadres'][0]}"})
    answered(answer, 200, document(HALF_YEAR, 1, "waiting", "waiting waiting waiting"))


def test_a_cancelled_slip_is_unknown_and_its_neighbour_is_not(world, phone, slips):
    cancel_slips(world.tools, "half-year", [slips["half-year"]["cadres"][0]])
    with nothing_changes(world):
        refused(phone().read(), 401, "unknown_code")
    reads(world, phone(number=1), document(HALF_YEAR, 2, "waiting", "waiting waiting waiting"))


def test_a_slip_belongs_to_one_session_only(world, phone):
    phone()
    world.open("half-year")
    reads(world, phone(review="year-end"), document(YEAR_END, 1, "waiting", "waiting waiting waiting"))
