"""``GET /api/reviews/REVIEW/tally``: who may read it, and that it holds what the rules release and nothing else."""

from __future__ import annotations

import pytest

from tests.support.http import Browser, answered, nothing_changes, refused, returned, revision, screen_key
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, SMALL_PLAN, a_world, an_app
from tests.web.hall import PROJECTOR, Hall, bands, hidden, issue_more, one_by_one, shown, tally
from voting.actions import meeting
from voting.actions.staff import add_staff
from voting.domain.roles import ROLES

ADDRESS = "/api/reviews/half-year/tally"


@pytest.fixture
def hall(world, voting):
    """The half-year session, open, nobody has voted."""
    found = Hall(world, voting)
    world.open("half-year")
    return found


@pytest.fixture
def read(client, world):
    """Reads the tally with the screen's key."""

    def read(review="half-year"):
        headers = {"Authorization": f"Bearer {screen_key(world, review)}"}
        with nothing_changes(world):
            return client.get(f"/api/reviews/{review}/tally", headers=headers)

    return read


def turnout(leaders=0, cadres=0):
    return {"leadership": (12, 12, leaders), "cadres": (20, 20, cadres)}


# What is released, and when


def test_before_the_opening_there_is_nothing_but_turnout(world, read):
    answered(read(), 200, tally(0, "waiting", {"leadership": (12, 0, 0), "cadres": (20, 0, 0)}, hidden()))
    world.issue("half-year")
    answered(read(), 200, tally(1, "waiting", turnout(), hidden()))


def test_turnout_is_live_from_the_first_ballot_on(hall, read):
    hall.vote(leaders=1)
    answered(read(), 200, tally(3, "open", turnout(1), hidden()))
    hall.vote(cadres=2)
    answered(read(), 200, tally(5, "open", turnout(1, 2), hidden()))


def test_nothing_of_a_department_is_shown_before_every_group_has_a_shown_batch(world, hall, read):
    hall.vote(leaders=9, cadres=20)
    assert shown_in_the_database(world, "half-year") == {"cadres": 15}
    answered(read(), 200, tally(31, "open", turnout(9, 20), hidden()))


def shown_in_the_database(world, review):
    """How many ballots of each group for alpha stand at the level that may be shown."""
    found = {}
    for key, group, department, level, _mark, number in world.dump()["counter"]:
        if (key, department, level) == (f"2026/{review}", "alpha", "shown"):
            found[group] = found.get(group, 0) + number
    return found


def test_the_ballot_that_completes_the_last_group_s_second_batch_brings_the_figures(world, hall, read):
    hall.vote(leaders=10, cadres=20)
    assert shown_in_the_database(world, "half-year") == {"leadership": 5, "cadres": 15}
    departments = [
        shown("alpha", "72.00", 20, bands(10, 5, 5, 0), leadership=("82.00", 5), cadres=("57.00", 15)),
        shown("beta", "70.40", 20, bands(0, 9, 10, 1), leadership=("62.00", 5), cadres=("83.00", 15)),
        shown("gamma", "62.40", 20, bands(10, 10, 0, 0), leadership=("68.00", 5), cadres=("54.00", 15)),
    ]
    answered(read(), 200, tally(32, "open", turnout(10, 20), departments))


TEN_AND_TEN = [
    shown("alpha", "70.00", 10, None, leadership=("82.00", 5), cadres=("52.00", 5)),
    shown("beta", "72.40", 10, None, leadership=("62.00", 5), cadres=("88.00", 5)),
    shown("gamma", "58.40", 10, None, leadership=("68.00", 5), cadres=("44.00", 5)),
]


def test_a_distribution_needs_four_batches(hall, read):
    hall.vote(leaders=10, cadres=10)
    answered(read(), 200, tally(22, "open", turnout(10, 10), TEN_AND_TEN))


def test_four_more_ballots_change_the_turnout_and_nothing_else_and_the_fifth_changes_the_figures(hall, read):
    hall.vote(leaders=10, cadres=10)
    for more in range(1, 5):
        hall.vote(cadres=1)
        answered(read(), 200, tally(22 + more, "open", turnout(10, 10 + more), TEN_AND_TEN))
    hall.vote(cadres=1)
    assert read().json["departments"][0]["groups"]["cadres"] == {"mean": "54.50", "ballots": 10}


def test_a_paused_session_shows_what_it_showed(world, hall, read):
    hall.vote(leaders=10, cadres=10)
    meeting.pause(world.tools, "half-year")
    answered(read(), 200, tally(23, "paused", turnout(10, 10), TEN_AND_TEN))


def test_a_closed_session_shows_all_of_its_ballots(world, hall, read):
    hall.vote(leaders=6, cadres=8)
    meeting.close_review(world.tools, "half-year", world.witness)
    departments = [
        shown("alpha", "70.90", 14, bands(8, 0, 6, 0), rank=2, leadership=("82.50", 6), cadres=("53.50", 8)),
        shown("beta", "72.10", 14, bands(0, 6, 7, 1), rank=1, leadership=("62.50", 6), cadres=("86.50", 8)),
        shown("gamma", "59.30", 14, bands(8, 6, 0, 0), rank=3, leadership=("67.50", 6), cadres=("47.00", 8)),
    ]
    answered(read(), 200, tally(17, "closed", turnout(6, 8), departments))


def test_a_closed_session_hides_the_breakdown_where_a_group_is_too_small(world, hall, read):
    hall.vote(leaders=4, cadres=8)
    meeting.close_review(world.tools, "half-year", world.witness)
    scores = {"alpha": ("70.30", 2), "beta": ("71.50", 1), "gamma": ("59.90", 3)}
    departments = [shown(name, score, 12, None, rank=rank) for name, (score, rank) in scores.items()]
    answered(read(), 200, tally(15, "closed", turnout(4, 8), departments))


def test_an_annulled_session_shows_no_figure_although_it_had_shown_some(world, hall, read):
    hall.vote(leaders=10, cadres=10)
    assert read().json["departments"] == TEN_AND_TEN
    meeting.annul(world.tools, "half-year", "the roster was wrong", world.witness)
    assert returned(world, "half-year") == {"leadership": 10, "cadres": 10}
    assert (read().json["state"], read().json["departments"]) == ("annulled", hidden())


def test_one_by_one_each_department_is_shown_when_its_own_ballots_suffice(world, voting, read):
    world.issue("year-end")
    world.open("year-end", "alpha")
    one_by_one(world, voting, "alpha", leaders="EEGGFEEEEE", cadres="GGGGFEE-EEEEEEE")
    world.open("year-end", "beta")
    one_by_one(world, voting, "beta", leaders="EEEEEEEEE", cadres="EEEEEEEEEEEEEEE")
    # leadership's first five: EEGGF = 420; cadres' first ten: GGGG F EE - EE = 780 over 9 rated marks
    alpha = shown("alpha", "85.07", 15, None, leadership=("84.00", 5), cadres=("86.67", 10))
    assert read("year-end").json["departments"] == [alpha, *hidden("beta", "gamma")]
    assert returned(world, "year-end") == {"leadership": 10, "cadres": 15}


def test_one_by_one_a_group_of_one_mind_hides_its_department_and_no_other(world, voting, read):
    world.issue("year-end")
    world.open("year-end")
    slips = world.slips["year-end"]
    for group, number in (("leadership", 10), ("cadres", 10)):
        for n in range(number):
            marks = {"alpha": "E" if group == "leadership" else "EG"[n % 2], "beta": "EG"[n % 2], "gamma": "FP"[n % 2]}
            voting.parts.polls.cast(slips[group][n], f"{n:032x}", marks)
    # of the first five of a group three are E or F: means 92 and 52
    assert read("year-end").json["departments"] == [
        shown("alpha", None, 0, None),
        shown("beta", "92.00", 10, None, leadership=("92.00", 5), cadres=("92.00", 5)),
        shown("gamma", "52.00", 10, None, leadership=("52.00", 5), cadres=("52.00", 5)),
    ]


def test_grades_are_pooled_by_grade(world, voting, read):
    world.issue("year-end")
    world.open("year-end", "alpha")
    one_by_one(world, voting, "alpha", leaders="EGFPEEEEEE", cadres="EEEGGGFFFPPPEEE" + "EGFPE")
    marks = read("year-end").json["departments"][0]["marks"]
    assert marks == {"E": 2 + 6, "G": 1 + 3, "F": 1 + 3, "P": 1 + 3}


def test_a_session_that_shows_turnout_only_shows_no_figure_before_it_closes(tmp_path):
    world = a_world(tmp_path, SMALL_PLAN.replace('scale = "hundred"', 'scale = "hundred"\nlive = "turnout"'))
    voting = an_app(world)
    hall = Hall(world, voting)
    world.open("half-year")
    hall.vote(leaders=10, cadres=20)
    assert shown_in_the_database(world, "half-year") == {"leadership": 5, "cadres": 15}
    headers = {"Authorization": f"Bearer {screen_key(world, 'half-year')}"}
    client = voting.app.test_client()
    answered(client.get(ADDRESS, headers=headers), 200, tally(32, "open", turnout(10, 20), hidden()))
    meeting.close_review(world.tools, "half-year", world.witness)
    assert [row["ballots"] for row in client.get(ADDRESS, headers=headers).json["departments"]] == [30, 30, 30]
    world.database.close()


def test_a_group_with_fewer_slips_than_two_batches_leaves_turnout_only(tmp_path):
    world = a_world(tmp_path, SMALL_PLAN.replace("slips = 12", "slips = 9"))
    voting = an_app(world)
    hall = Hall(world, voting)
    world.open("half-year")
    hall.vote(leaders=9, cadres=20)
    headers = {"Authorization": f"Bearer {screen_key(world, 'half-year')}"}
    expected = tally(31, "open", {"leadership": (9, 9, 9), "cadres": (20, 20, 20)}, hidden())
    answered(voting.app.test_client().get(ADDRESS, headers=headers), 200, expected)
    world.database.close()


def test_slips_issued_after_the_opening_are_counted_as_issued(world, hall, read):
    issue_more(world, "half-year", "cadres", 3)
    answered(read(), 200, tally(3, "open", {"leadership": (12, 12, 0), "cadres": (20, 23, 0)}, hidden()))


# Who may read it


@pytest.fixture
def figures(hall, read):
    """A session that shows something, and what it shows."""
    hall.vote(leaders=10, cadres=10)
    return read().json


def test_the_figures_are_the_same_for_the_screen_and_for_staff(voting, figures):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    answered(browser.client.get(ADDRESS), 200, figures)


@pytest.mark.parametrize("role", ROLES)
def test_every_signed_in_member_of_staff_may_read_it(world, voting, figures, role):
    add_staff(world.tools, "somebody", role, department="alpha", password="long enough")
    browser = Browser(voting.app)
    browser.sign_in("somebody", "long enough")
    answered(browser.client.get(ADDRESS), 200, figures)


def test_without_key_or_sign_in_there_is_nothing(client, figures):
    refused(client.get(ADDRESS), 401, "sign_in_first")


@pytest.mark.parametrize("key", ["", "wrong", "é", "key-", "x" * 5000])
def test_a_wrong_key_is_refused_as_if_there_were_no_such_session(client, figures, key):
    headers = {"Authorization": f"Bearer {key}"}
    refused(client.get(ADDRESS, headers=headers), 404, "no_such_review")
    refused(client.get(ADDRESS.replace("half", "third"), headers=headers), 404, "no_such_review")
    assert (
        client.get(ADDRESS, headers=headers).json["message"]
        == "There is no review session half-year here, or the key is wrong."
    )


def test_another_session_s_key_opens_nothing(client, world, figures):
    headers = {"Authorization": f"Bearer {screen_key(world, 'year-end')}"}
    refused(client.get(ADDRESS, headers=headers), 404, "no_such_review")


def test_a_slip_s_code_is_no_key(client, hall, figures):
    headers = {"Authorization": f"Bearer {hall.slips['cadres'][0]}"}
    refused(client.get(ADDRESS, headers=headers), 404, "no_such_review")


def test_a_key_in_the_query_is_not_read(client, world, figures):
    refused(client.get(f"{ADDRESS}?key={screen_key(world, 'half-year')}"), 401, "sign_in_first")


def test_a_wrong_key_is_not_mended_by_a_sign_in(voting, figures):
    browser = Browser(voting.app)
    browser.sign_in("scrutineer", SCRUTINEER_PASSWORD)
    refused(browser.client.get(ADDRESS, headers={"Authorization": "Bearer wrong"}), 404, "no_such_review")


@pytest.mark.parametrize("year", ["2025", "-1", "9" * 40])
def test_a_year_that_is_not_here_has_no_tally(voting, figures, year):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    refused(browser.client.get(f"{ADDRESS}?year={year}"), 404, "no_such_year")
    answered(browser.client.get(f"{ADDRESS}?year=2026"), 200, figures)


def test_a_sign_in_whose_account_is_gone_opens_nothing(voting, world, figures):
    browser = Browser(voting.app)
    browser.sign_in("organiser", ORGANISER_PASSWORD)
    with world.database.writing() as door:
        door.change("DELETE FROM staff WHERE name = 'organiser'")
    refused(browser.client.get(ADDRESS), 401, "sign_in_first")


def test_the_projector_reads_names_and_settings_beside_the_tally(client, world, figures):
    headers = {"Authorization": f"Bearer {screen_key(world, 'half-year')}"}
    with nothing_changes(world):
        document = client.get("/api/reviews/half-year/screen", headers=headers).json
    assert document == {
        "office": "小街道",
        "year": 2026,
        "review": {"id": "half-year", "name": "半年评议", "pace": "together", "live": "tally"},
        "groups": [
            {"id": "leadership", "name": "领导成员", "weight": 60},
            {"id": "cadres", "name": "机关干部", "weight": 40},
        ],
        "departments": [
            {"id": "alpha", "name": "甲办"},
            {"id": "beta", "name": "乙办"},
            {"id": "gamma", "name": "丙办"},
        ],
        "scale": {
            "minimum": 0,
            "maximum": 100,
            "bands": [
                {"id": "below_60", "name": "0–59"},
                {"id": "60_79", "name": "60–79"},
                {"id": "80_89", "name": "80–89"},
                {"id": "from_90", "name": "90–100"},
            ],
        },
        "batch": 5,
        "min_group": 5,
        "address": "http://127.0.0.1:5000",
        "now": {
            "seq": revision(world, "half-year"),
            "review": "half-year",
            "state": "open",
            "departments": [{"id": name, "state": "open"} for name in ("alpha", "beta", "gamma")],
            "speaking": None,
            "screen": PROJECTOR,
        },
        "how_to_vote_qr": document["how_to_vote_qr"],
    }
    assert document["how_to_vote_qr"].keys() == {"size", "path"}
    refused(client.get("/api/reviews/half-year/screen"), 401, "sign_in_first")
    refused(client.get("/api/reviews/half-year/screen", headers={"Authorization": "Bearer x"}), 404, "no_such_review")
