"""Sockets: who may watch, what they are told, and that nothing else is accepted from them."""

from __future__ import annotations

import pytest

from tests.support.http import NOBODYS_CODE, a_refusal, nothing_changes, revision, screen_key
from tests.support.sockets import a_socket, heard, watch
from tests.web.hall import Hall, hidden, on_screen, shown, tally
from voting.actions import meeting
from voting.actions import watch as look_module
from voting.actions.slips import cancel_slips

OK = {"ok": True}
DEPARTMENTS = ("alpha", "beta", "gamma")


@pytest.fixture
def hall(world, voting):
    """Both sessions with slips, the half-year open; the pump has looked once."""
    found = Hall(world, voting)
    world.issue("year-end")
    world.open("half-year")
    voting.pump.look()
    return found


@pytest.fixture
def phone(world, voting, hall):
    """A phone that watches, and has read what it was told at once."""

    def phone(review="half-year", number=0):
        socket = a_socket(voting)
        assert watch(socket, {"code": world.slips[review]["cadres"][number]}) == OK
        heard(socket)
        return socket

    return phone


@pytest.fixture
def screen(world, voting, hall):
    """A screen that watches, and has read what it was told at once."""

    def screen(review="half-year"):
        socket = a_socket(voting)
        assert watch(socket, {"review": review, "key": screen_key(world, review)}) == OK
        heard(socket)
        return socket

    return screen


def state(seq, value, departments, *, review="half-year", speaking=None):
    """The ``state`` event of CONTRACT 6."""
    rows = [{"id": name, "state": each} for name, each in zip(DEPARTMENTS, departments.split(), strict=True)]
    document = {"seq": seq, "review": review, "state": value, "departments": rows, "speaking": speaking}
    return ("state", document)


def for_screens(event):
    """The ``state`` event as screens get it."""
    name, document = event
    return (name, on_screen(document))


def turnout(leaders=0, cadres=0):
    return {"leadership": (12, 12, leaders), "cadres": (20, 20, cadres)}


def in_any_order(events):
    """What is told at once is told in whatever order."""
    return sorted(events, key=lambda event: event[0])


# Watching


def test_a_phone_hears_the_present_state_at_once_and_no_tally(world, voting, hall):
    socket = a_socket(voting)
    with nothing_changes(world):
        assert watch(socket, {"code": hall.slips["cadres"][0]}) == OK
    assert heard(socket) == [state(2, "open", "open open open")]


def test_for_a_phone_that_begins_to_watch_no_tally_is_worked_out(world, voting, hall, monkeypatch):
    """Two thousand phones whose Wi-Fi comes back would otherwise have two thousand tallies worked out for nobody."""
    worked_out = []
    tally_of = look_module.tally_of
    monkeypatch.setattr(look_module, "tally_of", lambda *given: worked_out.append(1) or tally_of(*given))
    assert watch(a_socket(voting), {"code": world.slips["half-year"]["cadres"][0]}) == OK
    assert worked_out == []
    assert watch(a_socket(voting), {"review": "half-year", "key": screen_key(world, "half-year")}) == OK
    assert worked_out


def test_a_phone_s_code_reads_as_people_type_it(voting, hall):
    socket = a_socket(voting)
    code = hall.slips["cadres"][0]
    assert watch(socket, {"code": f"{code[:8]}-{code[8:]} ".lower()}) == OK
    assert heard(socket) == [state(2, "open", "open open open")]


def test_a_screen_hears_the_present_tally_and_state_at_once(world, voting, hall):
    hall.vote(leaders=1)
    socket = a_socket(voting)
    with nothing_changes(world):
        assert watch(socket, {"review": "half-year", "key": screen_key(world, "half-year")}) == OK
    expected = [for_screens(state(3, "open", "open open open")), ("tally", tally(3, "open", turnout(1), hidden()))]
    assert in_any_order(heard(socket)) == expected


def test_a_client_that_comes_back_hears_what_it_missed(world, voting, hall, phone, screen):
    phone(), screen()
    hall.vote(leaders=2)
    meeting.pause(world.tools, "half-year")
    again_phone, again_screen = a_socket(voting), a_socket(voting)
    watch(again_phone, {"code": hall.slips["cadres"][0]})
    watch(again_screen, {"review": "half-year", "key": screen_key(world, "half-year")})
    assert heard(again_phone) == [state(5, "paused", "open open open")]
    paused = for_screens(state(5, "paused", "open open open"))
    assert in_any_order(heard(again_screen)) == [paused, ("tally", tally(5, "paused", turnout(2), hidden()))]


def test_a_spent_slip_may_still_watch(world, voting, hall):
    hall.vote(cadres=1)
    socket = a_socket(voting)
    assert watch(socket, {"code": hall.slips["cadres"][0]}) == OK
    assert heard(socket) == [state(3, "open", "open open open")]


# What they hear


def test_a_ballot_moves_the_tally_of_the_screens_and_no_phone_hears_of_it(world, voting, hall, phone, screen):
    phones, screens = [phone(), phone(number=1)], [screen(), screen()]
    hall.vote(leaders=1)
    voting.pump.look()
    assert [heard(each) for each in phones] == [[], []]
    assert [heard(each) for each in screens] == [[("tally", tally(3, "open", turnout(1), hidden()))]] * 2
    assert revision(world, "half-year") == 3


def test_figures_reach_the_screens_when_they_may_be_shown(voting, hall, phone, screen):
    a_phone, a_screen = phone(), screen()
    hall.vote(leaders=10, cadres=10)
    voting.pump.look()
    departments = [
        shown("alpha", "70.00", 10, None, leadership=("82.00", 5), cadres=("52.00", 5)),
        shown("beta", "72.40", 10, None, leadership=("62.00", 5), cadres=("88.00", 5)),
        shown("gamma", "58.40", 10, None, leadership=("68.00", 5), cadres=("44.00", 5)),
    ]
    assert heard(a_screen) == [("tally", tally(22, "open", turnout(10, 10), departments))]
    assert heard(a_phone) == []


def test_a_pause_reaches_phones_and_screens_with_the_revision_as_number(world, voting, phone, screen):
    a_phone, a_screen = phone(), screen()
    meeting.pause(world.tools, "half-year")
    voting.pump.look()
    assert heard(a_phone) == [state(3, "paused", "open open open")]
    assert heard(a_screen) == [
        for_screens(state(3, "paused", "open open open")),
        ("tally", tally(3, "paused", turnout(), hidden())),
    ]
    assert revision(world, "half-year") == 3


def test_one_by_one_phones_and_screens_follow_the_speaker(world, voting, phone, screen):
    a_phone, a_screen = phone("year-end"), screen("year-end")
    world.open("year-end", "alpha")
    voting.pump.look()
    opened = state(2, "open", "open waiting waiting", review="year-end", speaking="alpha")
    assert heard(a_phone) == [opened]
    assert heard(a_screen)[0] == for_screens(opened)
    meeting.set_speaking(world.tools, "year-end", "beta")
    voting.pump.look()
    speaks = state(3, "open", "open waiting waiting", review="year-end", speaking="beta")
    assert (heard(a_phone), heard(a_screen)) == ([speaks], [for_screens(speaks)])
    meeting.close_departments(world.tools, "year-end", ["alpha"])
    voting.pump.look()
    closed = state(4, "open", "closed waiting waiting", review="year-end", speaking="beta")
    assert (heard(a_phone), heard(a_screen)) == ([closed], [for_screens(closed)])


def test_the_closing_reaches_everybody_and_the_result_the_screens(world, voting, hall, phone, screen):
    a_phone, a_screen = phone(), screen()
    hall.vote(leaders=6, cadres=8)
    meeting.close_review(world.tools, "half-year", world.witness)
    voting.pump.look()
    closed = state(17, "closed", "closed closed closed")
    assert heard(a_phone) == [closed]
    of_screen = heard(a_screen)
    assert of_screen[0] == for_screens(closed)
    assert [name for name, _document in of_screen] == ["state", "tally"]
    assert [row["score"] for row in of_screen[1][1]["departments"]] == ["70.90", "72.10", "59.30"]


def test_annulling_takes_the_figures_off_the_screens(world, voting, hall, screen):
    hall.vote(leaders=10, cadres=10)
    a_screen = screen()
    meeting.annul(world.tools, "half-year", "the roster was wrong", world.witness)
    voting.pump.look()
    assert heard(a_screen)[-1][1]["departments"] == hidden()


def test_one_session_s_clients_never_hear_of_another_session(world, voting, hall, phone, screen):
    others = [phone("year-end"), screen("year-end")]
    hall.vote(leaders=10, cadres=10)
    meeting.pause(world.tools, "half-year")
    voting.pump.look()
    assert [heard(each) for each in others] == [[], []]
    here = [phone(), screen()]
    world.open("year-end")
    voting.pump.look()
    assert [heard(each) for each in here] == [[], []]


def test_a_client_that_has_not_asked_hears_nothing(world, voting, hall):
    socket = a_socket(voting)
    hall.vote(leaders=1)
    meeting.pause(world.tools, "half-year")
    voting.pump.look()
    assert heard(socket) == []


# What is refused

WRONG_SHAPES = [
    None, 7, True, "watch", "", [], ["code"], {}, {"code": None}, {"code": 7}, {"code": ["x"]}, {"code": {"code": "x"}},
    {"review": "half-year"}, {"key": "x"}, {"review": "half-year", "key": None}, {"review": 1, "key": 2},
    {"code": "x", "review": "half-year", "key": "x"}, {"code": "x", "more": "x"}, {"Code": "x"}, b"code", {"code": b"x"},
]  # fmt: skip


@pytest.mark.parametrize("wanted", WRONG_SHAPES, ids=repr)
def test_a_wrong_shape_is_refused(world, voting, hall, wanted):
    socket = a_socket(voting)
    with nothing_changes(world):
        refusal = watch(socket, wanted)
    assert refusal == a_refusal(refusal, "bad_request")
    assert hears_nothing_later(voting, hall, socket)


@pytest.mark.parametrize(
    "words", [(), ({"code": "x"}, 1), ({"code": "x"}, {"code": "x"}, None)], ids=["no", "two", "three"]
)
def test_too_few_or_too_many_words_are_refused(voting, hall, words):
    refusal = watch(a_socket(voting), *words)
    assert refusal == a_refusal(refusal, "bad_request")


def hears_nothing_later(voting, hall, socket):
    hall.vote(leaders=1)
    voting.pump.look()
    return heard(socket) == []


@pytest.mark.parametrize("code", [NOBODYS_CODE, "", "x" * 3000, "\0", "\ud800", "é" * 16])
def test_a_code_of_nobody_watches_nothing(world, voting, hall, code):
    socket = a_socket(voting)
    with nothing_changes(world):
        refusal = watch(socket, {"code": code})
    assert refusal == a_refusal(refusal, "unknown_code")
    assert hears_nothing_later(voting, hall, socket)


def test_a_cancelled_slip_watches_nothing(world, voting, hall):
    cancel_slips(world.tools, "half-year", [hall.slips["cadres"][0]])
    socket = a_socket(voting)
    refusal = watch(socket, {"code": hall.slips["cadres"][0]})
    assert refusal == a_refusal(refusal, "unknown_code")
    assert hears_nothing_later(voting, hall, socket)


@pytest.mark.parametrize("key", ["", "wrong", "é", "\0"])
@pytest.mark.parametrize("review", ["half-year", "third-year", "", "\0"])
def test_a_wrong_key_or_session_watches_nothing(world, voting, hall, review, key):
    socket = a_socket(voting)
    with nothing_changes(world):
        refusal = watch(socket, {"review": review, "key": key})
    assert refusal == a_refusal(refusal, "no_such_review")
    assert hears_nothing_later(voting, hall, socket)


@pytest.mark.parametrize(("review", "key"), [("half-year", "\ud800"), ("\ud800", "wrong")])
def test_half_a_letter_is_refused_and_is_no_defect(voting, hall, review, key):
    refusal = watch(a_socket(voting), {"review": review, "key": key})
    assert refusal == a_refusal(refusal, refusal["error"])


def test_another_session_s_key_and_a_slip_s_code_are_no_key(world, voting, hall):
    socket = a_socket(voting)
    for key in (screen_key(world, "year-end"), hall.slips["cadres"][0]):
        refusal = watch(socket, {"review": "half-year", "key": key})
        assert refusal == a_refusal(refusal, "no_such_review")
    refusal = watch(socket, {"code": screen_key(world, "half-year")})
    assert refusal == a_refusal(refusal, "unknown_code")
    assert hears_nothing_later(voting, hall, socket)


def test_a_refused_phone_may_try_again(voting, hall):
    socket = a_socket(voting)
    watch(socket, {"code": NOBODYS_CODE})
    assert watch(socket, {"code": hall.slips["cadres"][0]}) == OK


@pytest.mark.parametrize("event", ["state", "tally", "cast", "join", "leave", "message", "json", "open", "close_room"])
def test_other_events_are_neither_answered_nor_passed_on(world, voting, hall, phone, screen, event):
    sender, others = a_socket(voting), [phone(), screen()]
    with nothing_changes(world):
        answer = sender.emit(event, {"seq": 999, "review": "half-year", "state": "closed"}, callback=True)
    assert answer is None
    assert [heard(each) for each in (sender, *others)] == [[], [], []]


def test_rooms_cannot_be_joined_by_name(voting, hall):
    socket = a_socket(voting)
    for event in ("join", "join_room", "enter_room", "subscribe"):
        socket.emit(event, "screens 2026/half-year")
        socket.emit(event, {"room": "screens 2026/half-year"})
    assert hears_nothing_later(voting, hall, socket)


def test_a_refusal_is_in_the_language_of_the_browser(voting, hall):
    socket = voting.socketio.test_client(voting.app, headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    refusal = watch(socket, {"code": NOBODYS_CODE})
    assert refusal == a_refusal(refusal, "unknown_code")
    assert refusal["message"][-1] == "。"


def test_a_client_that_left_is_forgotten(world, voting, hall, screen):
    stays, leaves = screen(), screen()
    leaves.disconnect()
    hall.vote(leaders=1)
    voting.pump.look()
    assert heard(stays) == [("tally", tally(3, "open", turnout(1), hidden()))]
