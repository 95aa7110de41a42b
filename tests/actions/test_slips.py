"""Issuing and cancelling slips: who gets how many, what is kept of a code, and how the counts follow."""

from __future__ import annotations

import pytest

from tests.support.crowd import Hall, all_at_once, or_refusal, points
from tests.support.journals import files_of, found_in, last_entry
from voting.actions.check import check
from voting.actions.counting import Counted
from voting.actions.meeting import annul, close_review
from voting.actions.slips import cancel_slips, issue_slips
from voting.actions.watch import look_by_name
from voting.domain.codes import hash_code, in_fours
from voting.domain.refusals import Refusal


def turnout(world, review="half-year"):
    """Slips issued, those of them after opening, and slips returned, by group."""
    found = look_by_name(world.database, review).tally.turnout
    return {group: (row.issued, row.late_slips, row.returned) for group, row in found.items()}


def refused(job):
    with pytest.raises(Refusal) as caught:
        job()
    return caught.value.code


# --- Issuing


def test_the_plans_slips_are_issued_with_what_is_printed_around_them(world):
    sheet = issue_slips(world.tools, "half-year")
    assert (sheet.office, sheet.review_id, sheet.review_name) == ("小街道", "half-year", "半年评议")
    assert {(slip.group, slip.group_name) for slip in sheet.slips} == {
        ("leadership", "领导成员"),
        ("cadres", "机关干部"),
    }
    assert turnout(world) == {"leadership": (12, 0, 0), "cadres": (20, 0, 0)}
    assert len({slip.code for slip in sheet.slips}) == 32


def test_slips_come_in_an_order_that_says_nothing_of_their_groups(world):
    slips = issue_slips(world.tools, "half-year").slips
    assert [slip.code for slip in slips] == sorted(slip.code for slip in slips)
    groups = [slip.group for slip in slips]
    assert groups not in (sorted(groups), sorted(groups, reverse=True))


def test_only_hashes_of_the_codes_are_kept(world):
    codes = [slip.code for slip in issue_slips(world.tools, "half-year").slips]
    assert sorted(row[0] for row in world.dump()["slip"]) == sorted(map(hash_code, codes))
    everything = b"".join(files_of(world.path).values())
    assert found_in(everything, map(hash_code, codes)) == [hash_code(code) for code in codes]
    assert found_in(everything, [*codes, *map(in_fours, codes)]) == []


def test_issuing_again_is_refused_once_all_are_issued(world):
    world.issue("half-year")
    before = world.dump()
    assert refused(lambda: issue_slips(world.tools, "half-year")) == "all_issued"
    assert refused(lambda: issue_slips(world.tools, "half-year", group="cadres")) == "all_issued"
    assert world.dump() == before


def test_one_group_may_be_issued_before_the_others(world):
    assert len(issue_slips(world.tools, "half-year", group="cadres").slips) == 20
    assert turnout(world) == {"leadership": (0, 0, 0), "cadres": (20, 0, 0)}
    assert {slip.group for slip in issue_slips(world.tools, "half-year").slips} == {"leadership"}
    assert turnout(world) == {"leadership": (12, 0, 0), "cadres": (20, 0, 0)}


def test_more_than_the_plan_may_be_issued_for_one_group(world):
    assert len(issue_slips(world.tools, "half-year", group="cadres", count=23).slips) == 23
    assert len(issue_slips(world.tools, "half-year", group="cadres", count=2).slips) == 2
    assert turnout(world)["cadres"] == (25, 0, 0)
    assert {slip.group for slip in issue_slips(world.tools, "half-year").slips} == {"leadership"}


def test_each_session_has_slips_of_its_own(world):
    half, end = world.issue("half-year"), world.issue("year-end")
    assert set(half["cadres"]) & set(end["cadres"]) == set()
    world.open("half-year")
    assert Hall(world).cast(end["cadres"][0], points(1)) == "not_open"
    assert Hall(world).cast(half["cadres"][0], points(1)) == Counted(("alpha", "beta", "gamma"), fresh=True)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"group": "deputies"}, "no_such_group"),
        ({"group": "deputies", "count": 1}, "no_such_group"),
        ({"count": 3}, "bad_count"),
        ({"group": "cadres", "count": 0}, "bad_count"),
        ({"group": "cadres", "count": -1}, "bad_count"),
        ({"group": "cadres", "count": 200_001}, "bad_count"),
        ({"year": 2027}, "no_such_year"),
    ],
)
def test_what_cannot_be_issued_is_refused_and_changes_nothing(world, wanted, code):
    before = world.dump()
    assert refused(lambda: issue_slips(world.tools, "half-year", **wanted)) == code
    assert world.dump() == before


def test_codes_that_cannot_be_written_down_are_not_issued(world):
    class NoPaper(Exception):
        pass

    def keep(sheet):
        assert len(sheet.slips) == 32
        raise NoPaper

    before = world.dump()
    with pytest.raises(NoPaper):
        issue_slips(world.tools, "half-year", keep=keep)
    assert world.dump() == before


def test_what_is_written_down_is_what_is_issued(world):
    kept = []
    sheet = issue_slips(world.tools, "half-year", keep=kept.append)
    assert kept == [sheet]
    assert turnout(world)["cadres"] == (20, 0, 0)


def test_slips_issued_after_the_opening_are_counted_apart_and_named_in_the_journal(half_year):
    world = half_year.world
    (slip,) = issue_slips(world.tools, "half-year", group="cadres", count=1, witness=world.witness).slips
    assert turnout(world) == {"leadership": (12, 0, 0), "cadres": (21, 1, 0)}
    assert last_entry(world)[1:] == (
        "issue_slips",
        {"review": "2026/half-year", "slips": {"cadres": 1}, "after_opening": True, "scrutineer": "scrutineer"},
    )
    assert half_year.cast(slip.code, points(1)) == Counted(("alpha", "beta", "gamma"), fresh=True)
    assert check(world.database) == []


def test_two_who_issue_at_once_do_not_issue_the_plan_twice(world):
    answers = all_at_once(*[lambda: or_refusal(lambda: len(issue_slips(world.tools, "half-year").slips))] * 4)
    assert sorted(answers, key=str) == [32, "all_issued", "all_issued", "all_issued"]
    assert turnout(world) == {"leadership": (12, 0, 0), "cadres": (20, 0, 0)}


# --- Cancelling


def test_a_cancelled_slip_leaves_the_issued_count_and_can_be_replaced(half_year):
    world = half_year.world
    gone = world.slips["half-year"]["cadres"][:2]
    assert cancel_slips(world.tools, "half-year", gone) == {"cadres": 2}
    assert turnout(world)["cadres"] == (18, 0, 0)
    assert last_entry(world)[1:] == ("cancel_slips", {"review": "2026/half-year", "slips": {"cadres": 2}})
    assert len(issue_slips(world.tools, "half-year", witness=world.witness).slips) == 2
    assert turnout(world)["cadres"] == (20, 2, 0)
    assert check(world.database) == []


def test_a_code_may_be_typed_as_it_is_printed(half_year):
    world = half_year.world
    code = world.slips["half-year"]["cadres"][0]
    assert cancel_slips(world.tools, "half-year", [in_fours(code).lower().replace("0", "o")]) == {"cadres": 1}
    assert half_year.cast(code, points(1)) == "unknown_code"


def test_a_code_given_twice_is_cancelled_once(half_year):
    world = half_year.world
    code = world.slips["half-year"]["cadres"][0]
    assert cancel_slips(world.tools, "half-year", [code, in_fours(code)]) == {"cadres": 1}
    assert turnout(world)["cadres"] == (19, 0, 0)


@pytest.mark.parametrize("kind", ["used", "cancelled before", "unknown", "no code at all", "of another session"])
def test_all_codes_are_cancelled_or_none(half_year, kind):
    world = half_year.world
    good, used, cancelled, *_ = world.slips["half-year"]["cadres"]
    half_year.cast(used, points(1))
    cancel_slips(world.tools, "half-year", [cancelled])
    other = world.issue("year-end")["cadres"][0]
    bad, code = {
        "used": (used, "used_slip"),
        "cancelled before": (cancelled, "used_slip"),
        "unknown": ("0" * 16, "unknown_code"),
        "no code at all": ("评议", "unknown_code"),
        "of another session": (other, "unknown_code"),
    }[kind]
    before = world.dump()
    assert refused(lambda: cancel_slips(world.tools, "half-year", [good, bad])) == code
    assert world.dump() == before


@pytest.mark.parametrize("end", ["closed", "annulled"])
def test_an_unused_slip_of_a_session_that_has_ended_stays_what_it_is(half_year, end):
    """Unused slips are dead from then on and counted: their number is part of what the digest seals."""
    world = half_year.world
    half_year.cast(world.slips["half-year"]["cadres"][0], points(1))
    if end == "closed":
        close_review(world.tools, "half-year", world.witness)
    else:
        annul(world.tools, "half-year", "a wrong list", world.witness)
    before = world.dump()
    assert (
        or_refusal(lambda: cancel_slips(world.tools, "half-year", world.slips["half-year"]["cadres"][5:6])) == "ended"
    )
    assert (world.dump(), check(world.database)) == (before, [])
