"""Three invented offices of 5, 20 and 106 departments through the whole product, fraction for fraction.

Plan file, paper ballots, closing by two people, points and disqualifications from a table, proposal and decision: the
document of the standing equals what was computed independently, ballot by ballot.
"""

from __future__ import annotations

import tomllib
from fractions import Fraction
from random import Random

import pytest

from tests.support.independent_year import Row, the_year
from tests.support.invented_offices import Settings, an_office
from tests.support.whole_year import BRANCH, COMMITTEE
from tests.support.world import a_world
from voting.actions.assess import assess
from voting.actions.check import check
from voting.actions.desk.selection import decide, propose
from voting.actions.meeting import close_review, open_review, pause
from voting.actions.paper import enter_paper
from voting.actions.standing import read_standing
from voting.exports.documents import standing_document

FIVE_GROUPS = (("leadership", 40), ("heads", 20), ("cadres", 20), ("deputies", 10), ("communities", 10))
OFFICES = {
    "5, pooled and trimmed, extended": Settings(
        departments=5, aggregation="pooled", trim="one_each_above_5", tie="extend", rounding="ceil", ratio="0.3",
        quota_rounding="floor", scales=("ten", "grades"),
    ),
    "5, excluded, in thirds": Settings(
        departments=5, tie="exclude", base="all", rounding="floor", ratio="0.5", weights=("0.35", "0.65"),
        scales=("grades", "ten"), shares=("0.333333", "0.3", "0.15", "0"), quota_rounding="ceil", unanimous="show",
    ),
    "20, as the guidance has it": Settings(departments=20, groups=FIVE_GROUPS),
    "20, qualified ones only": Settings(
        departments=20, groups=FIVE_GROUPS, base="qualified", ratio="0.5", trim="one_each_above_5", min_group=3,
        scales=("ten", "ten"), unanimous="show",
    ),
    "106, three sessions": Settings(
        departments=106, weights=("0.2", "0.3", "0.5"), scales=("ten", "grades", "hundred"), tie="tiebreak",
        rounding="floor",
    ),
}  # fmt: skip


SEEDS = {name: f"{name} {number}" for name, number in zip(OFFICES, (104, 24, 8, 0, 14), strict=True)}
"""Drawn so that every total is there, fractions may be shown, somebody is disqualified, and totals are equal."""
SIZES = {5: (6, 9, 12), 20: (6, 9, 12, 2), 106: (16, 25, 2)}


@pytest.fixture(params=OFFICES)
def held(request, tmp_path):
    """An office whose year is over: its world, everything that was given, and its plan as a table."""
    chosen = OFFICES[request.param]
    office = an_office(chosen, Random(SEEDS[request.param]), sizes=SIZES[chosen.departments])
    office.ballots["r0"] += [("leadership", marks) for _group, marks in office.ballots["r0"][:7]]
    world = a_world(tmp_path, office.plan)
    for review, ballots in office.ballots.items():
        open_review(world.tools, review)
        pause(world.tools, review)
        for group in dict.fromkeys(group for group, _marks in ballots):
            enter_paper(world.tools, review, group, table([marks for it, marks in ballots if it == group]))
        close_review(world.tools, review, world.witness)
    assess(world.tools, points_table(office))
    yield world, office, tomllib.loads(office.plan)
    world.database.close()


def table(ballots):
    rows = [",".join("" if mark is None else str(mark) for mark in marks.values()) for marks in ballots]
    return "\n".join([",".join(ballots[0]), *rows]) + "\n"


def points_table(office):
    rows = [
        f"{name},{component},{float(points):.2f},"
        for name, given in office.points.items()
        for component, points in given.items()
    ]
    rows += [f"{name},disqualification,,上级检查" for name in sorted(office.disqualified)]
    return "\n".join(["department,component,points,note", *rows]) + "\n"


def text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def exact_of(row: Row):
    if row.hidden:
        return None
    reviews = {"reviews": {key: text(score) for key, score in row.reviews.items()}}
    return {key: text(points) for key, points in row.points.items()} | reviews | {
        "review": text(row.review), "total": text(row.total),
    }  # fmt: skip


def agrees(world, wanted, decided=None):
    document = standing_document(read_standing(world.database))
    assert len(document["departments"]) == len(wanted.rows)
    for row, found in zip(wanted.rows, document["departments"], strict=True):
        assert found["exact"] == exact_of(row), row.id
        facts = [found[key] for key in ("id", "disqualified", "directly_led", "rank", "proposed", "quota", "decided")]
        choice = None if decided is None else row.id in decided
        assert facts == [row.id, row.disqualified, row.led, row.rank, row.proposed, row.quota, choice], row.id
    cut = document["shortlist"]
    assert cut == {"base": wanted.base, "places": wanted.places, "flag": "tie_at_the_cut" if wanted.tie else None}


def test_the_whole_product_says_what_was_computed_independently(held):
    world, office, plan = held
    given = (plan, office.ballots, office.points, office.disqualified)
    wanted = the_year(*given)
    agrees(world, wanted)
    assert check(world.database) == []
    rows = wanted.rows
    assert None not in [row.total for row in rows]
    assert (any(row.disqualified for row in rows), any(row.led for row in rows)) == (True, True)
    assert len({row.total for row in rows}) < len(rows)
    assert sum(not row.hidden for row in rows) > len(rows) / 2
    if len(rows) < 106:  # with a tie at the cut, or the line drawn elsewhere because of one
        assert wanted.tie or sum(bool(row.proposed) for row in rows) != wanted.places
    chosen = [row.id for row in wanted.rows if not row.led and not row.disqualified][:3]
    propose(world.tools, BRANCH, chosen, "a reason")
    decide(world.tools, COMMITTEE, chosen, "a reason")
    agrees(world, the_year(*given, decided=set(chosen)), set(chosen))
