"""The hand-out at the door: one fresh slip at a time, in memory while it is on the tablet, known to nobody before."""

from __future__ import annotations

import json

import pytest

from tests.support.http import Browser, Page, Phone, nothing_changes, refused
from tests.support.journals import found_in, journal_of, journal_text, last_entry, voter_data
from tests.support.qr_reader import modules_of_path, read_qr
from tests.support.sockets import a_socket, watch
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, a_world, an_app
from voting.actions.rehearsal import rehearse
from voting.actions.staff import add_staff
from voting.exports.qr import QUIET_ZONE
from voting.web.hand_outs import MOST_KEPT, HandOuts

DOOR = "/console/half-year/hand-out"
POINTS = {"alpha": 95, "beta": 80, "gamma": 70}
BESIDE = {"scrutineer": "scrutineer", "password": SCRUTINEER_PASSWORD}


class Tablet:
    """The organiser's tablet at the door."""

    def __init__(self, app, door=DOOR):
        self.browser, self.door = Browser(app), door
        self.browser.sign_in("organiser", ORGANISER_PASSWORD)
        self.token = self.browser.token()

    def post(self, path, **form):
        headers = {"Accept": "application/json", "Accept-Language": "en"}
        return self.browser.client.post(f"{self.door}/{path}", data={"token": self.token, **form}, headers=headers)

    def next(self, group="cadres"):
        answer = self.post("next", group=group)
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def taken(self, slip):
        return self.browser.client.get(f"{self.door}/{slip['slip']}", headers={"Accept": "application/json"})

    def cancel(self, slip):
        return self.post(f"{slip['slip']}/cancel")


@pytest.fixture
def tablet(voting):
    return Tablet(voting.app)


def code_of(slip):
    return slip["code"].replace("-", "")


def cancelled(world):
    return [row for row in world.dump()["slip"] if "cancelled" in row]


# A slip on the tablet


def test_a_fresh_slip_comes_with_its_group_its_code_in_fours_and_its_qr_code(tablet):
    slip = tablet.next()
    assert slip.keys() == {"slip", "group", "code", "qr", "issued"}
    assert (slip["group"], slip["issued"]) == ("机关干部", 1)
    assert [len(four) for four in slip["code"].split("-")] == [4, 4, 4, 4]
    inside = slice(QUIET_ZONE, -QUIET_ZONE)
    drawn = [row[inside] for row in modules_of_path(slip["qr"]["size"], slip["qr"]["path"])[inside]]
    assert read_qr(drawn) == f"http://127.0.0.1:5000/b#{code_of(slip)}"


def test_every_slip_is_another_and_is_counted(world, tablet):
    slips = [tablet.next(), tablet.next(), tablet.next("leadership")]
    assert len({slip["code"] for slip in slips}) == len({slip["slip"] for slip in slips}) == 3
    assert [slip["issued"] for slip in slips] == [1, 2, 1]
    assert len(world.dump()["slip"]) == 3


def test_the_slip_votes(voting, world, tablet):
    slip = tablet.next()
    world.open("half-year")
    assert Phone(voting.app.test_client(), code_of(slip)).cast(POINTS).status_code == 201


def test_what_stands_for_the_slip_outside_is_not_its_code(tablet):
    slip = tablet.next()
    assert code_of(slip) not in slip["slip"]


@pytest.mark.parametrize("group", ["", "deputies", "nobody", "cadres,leadership"])
def test_a_group_without_slips_here_gets_none(world, tablet, group):
    with nothing_changes(world):
        answer = tablet.post("next", group=group)
    assert answer.status_code == 400


def test_the_codes_are_nowhere_in_the_journal(world, tablet):
    slips = [code_of(tablet.next()) for _ in range(3)]
    assert found_in(journal_text(world), voter_data(slips)) == []


# When a phone comes


def test_the_phone_that_comes_is_noticed_and_no_other(voting, tablet):
    mine, other = tablet.next(), tablet.next()
    assert [tablet.taken(slip).get_json() for slip in (mine, other)] == [{"taken": False}] * 2
    assert watch(a_socket(voting), {"code": mine["code"]}) == {"ok": True}
    assert [tablet.taken(slip).get_json() for slip in (mine, other)] == [{"taken": True}, {"taken": False}]


def test_reading_the_ballot_without_watching_is_not_coming(voting, tablet):
    slip = tablet.next()
    assert Phone(voting.app.test_client(), code_of(slip)).read().status_code == 200
    assert tablet.taken(slip).get_json() == {"taken": False}


def test_that_a_phone_has_come_is_stored_nowhere(voting, world, tablet):
    slip = tablet.next()
    with nothing_changes(world):
        watch(a_socket(voting), {"code": slip["code"]})
        tablet.taken(slip)


def test_after_a_restart_it_is_said_that_nobody_knows(world, tablet):
    slip = tablet.next()
    refused(Tablet(an_app(world).app).taken(slip), 400, "no_slips")


def test_the_token_of_another_session_s_tablet_says_nothing(voting, tablet):
    slip = tablet.next()
    other = Tablet(voting.app, "/console/year-end/hand-out")
    refused(other.taken(slip), 400, "no_slips")
    refused(other.cancel(slip), 400, "no_slips")


def test_memory_does_not_grow_for_ever():
    kept = HandOuts()
    for number in range(MOST_KEPT + 10):
        kept.add(f"token {number}", f"hash {number}", "half-year")
    assert (kept.find("token 9"), kept.find("token 10") is not None) == (None, True)


# When nobody comes


def test_nobody_took_it_so_it_is_cancelled(voting, world, tablet):
    slip = tablet.next()
    assert tablet.cancel(slip).get_json() == {"ok": True}
    assert len(cancelled(world)) == 1
    assert Phone(voting.app.test_client(), code_of(slip)).read().status_code == 401
    assert last_entry(world) == ("organiser", "cancel_slips", {"review": "2026/half-year", "slips": {"cadres": 1}})
    assert tablet.next()["issued"] == 1


def test_it_is_cancelled_once(world, tablet):
    slip = tablet.next()
    tablet.cancel(slip)
    with nothing_changes(world):
        refused(tablet.cancel(slip), 400, "no_slips")


def test_a_slip_that_a_phone_has_come_with_is_not_cancelled_from_the_tablet(voting, world, tablet):
    slip = tablet.next()
    watch(a_socket(voting), {"code": slip["code"]})
    with nothing_changes(world):
        refused(tablet.cancel(slip), 400, "taken")
    assert Phone(voting.app.test_client(), code_of(slip)).read().status_code == 200


def test_a_slip_that_has_voted_is_not_cancelled(voting, world, tablet):
    slip = tablet.next()
    world.open("half-year")
    Phone(voting.app.test_client(), code_of(slip)).cast(POINTS)
    with nothing_changes(world):
        refused(tablet.cancel(slip), 400, "used_slip")


# After the opening


@pytest.fixture
def opened(world):
    world.issue("half-year")
    world.open("half-year")


def locked(tablet):
    forms = Page(tablet.browser.client.get(DOOR).text).forms
    return f"{DOOR}/start" in [form.action for form in forms]


def test_after_opening_the_tablet_waits_for_the_scrutineer(world, opened, tablet):
    assert locked(tablet)
    with nothing_changes(world):
        refused(tablet.post("next", group="cadres"), 400, "scrutineer_needed")


WRONG = {
    "the wrong password": ({**BESIDE, "password": "guessed"}, "The name or the password is not right."),
    "nobody": ({}, "This needs a scrutineer: give a name and the password."),
    "the organiser": (
        {"scrutineer": "organiser", "password": ORGANISER_PASSWORD},
        "organiser is not a scrutineer.",
    ),
}


@pytest.mark.parametrize(("form", "sentence"), WRONG.values(), ids=WRONG)
def test_who_is_not_the_scrutineer_opens_nothing(world, opened, tablet, form, sentence):
    with nothing_changes(world):
        assert tablet.post("start", **form).location == DOOR
    assert tablet.browser.open(DOOR).notices == [("bad", sentence)]
    assert locked(tablet)


def test_the_scrutineer_allows_it_once_and_every_slip_is_noted(world, opened, tablet):
    tablet.post("start", **BESIDE)
    assert not locked(tablet)
    assert [tablet.next()["issued"], tablet.next()["issued"]] == [21, 22]
    late = [detail for _actor, action, detail in journal_of(world) if action == "issue_slips"][-2:]
    assert [(detail["after_opening"], detail["scrutineer"]) for detail in late] == [(True, "scrutineer")] * 2
    assert {row[1]: row[3] for row in world.dump()["review_group"] if row[0] == "2026/half-year"}["cadres"] == 2


def test_the_permission_is_this_tablet_s_and_this_session_s(voting, world, opened, tablet):
    tablet.post("start", **BESIDE)
    refused(Tablet(voting.app).post("next", group="cadres"), 400, "scrutineer_needed")
    world.open("year-end", "alpha")
    tablet.door = "/console/year-end/hand-out"
    refused(tablet.post("next", group="cadres"), 400, "scrutineer_needed")


def test_what_was_allowed_before_the_opening_does_not_reach_beyond_it(world, tablet):
    tablet.post("start")
    tablet.next()
    world.open("half-year")
    with nothing_changes(world):
        refused(tablet.post("next", group="cadres"), 400, "scrutineer_needed")


def test_signing_out_takes_the_permission_back(opened, tablet):
    tablet.post("start", **BESIDE)
    tablet.browser.client.post("/staff/sign-out", data={"token": tablet.token})
    tablet.browser.sign_in("organiser", ORGANISER_PASSWORD)
    assert locked(tablet)


def test_a_rehearsal_that_is_open_needs_nobody(world, voting):
    rehearse(world.tools, "half-year")
    world.open("rehearsal-half-year")
    tablet = Tablet(voting.app, "/console/rehearsal-half-year/hand-out")
    assert f"{tablet.door}/start" not in [form.action for form in tablet.browser.open(tablet.door).forms]
    assert tablet.next()["issued"] == 6


def test_where_no_scrutineer_has_an_account_the_organiser_goes_on_alone(tmp_path):
    world = a_world(tmp_path, people=False)
    add_staff(world.tools, "organiser", "organiser", password=ORGANISER_PASSWORD)
    world.issue("half-year")
    world.open("half-year")
    tablet = Tablet(an_app(world).app)
    assert not locked(tablet)
    assert tablet.next()["issued"] == 21
    world.database.close()


# Whose tablet it is


def test_only_the_organiser_hands_out(world, voting, tablet):
    slip = tablet.next()
    browser = Browser(voting.app)
    browser.sign_in("scrutineer", SCRUTINEER_PASSWORD)
    data = {"token": browser.token(), "group": "cadres"}
    with nothing_changes(world):
        for path in ("next", "start", f"{slip['slip']}/cancel"):
            assert browser.client.post(f"{DOOR}/{path}", data=data).status_code == 403
        assert browser.client.get(f"{DOOR}/{slip['slip']}").status_code == 403


def test_a_page_that_is_not_ours_takes_no_slip(world, tablet):
    with nothing_changes(world):
        refused(tablet.post("next", group="cadres", token="guessed"), 400, "old_form")


def test_the_page_holds_the_groups_and_no_slip(world, tablet):
    slip = tablet.next()
    html = tablet.browser.client.get(DOOR).text
    groups = json.loads(html.split('id="hand-out-groups">')[1].split("</script>")[0])
    assert groups == [
        {"id": "leadership", "name": "领导成员", "plan": 12, "issued": 0},
        {"id": "cadres", "name": "机关干部", "plan": 20, "issued": 1},
    ]
    assert found_in(html, [slip["code"], code_of(slip), slip["slip"]]) == []
