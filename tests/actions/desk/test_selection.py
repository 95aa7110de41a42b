"""Proposal and decision: what they need, what they may be, and what supersedes them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.support.crowd import or_refusal
from tests.support.http import nothing_changes
from tests.support.journals import last_entry
from tests.support.whole_year import (
    BRANCH,
    COMMITTEE,
    DISQUALIFIED,
    GRADES,
    MARKS,
    ORGANISER,
    POINTS,
    a_complete_year,
    choose,
    choosing,
    hold,
)
from voting.actions.assess import assess
from voting.actions.departments import DepartmentChange, edit_departments
from voting.actions.desk.selection import decide, propose
from voting.actions.find import find_year, plan_of
from voting.actions.standing import exact_standing, read_standing
from voting.domain.refusals import PlanFaults
from voting.domain.selection import basis_of
from voting.exports.documents import standing_document


@pytest.fixture
def year(tmp_path):
    world = a_complete_year(tmp_path)
    yield world
    world.database.close()


def figures(world, name):
    return [getattr(row, name) for row in read_standing(world.database).rows]


def test_an_incomplete_year_is_refused_and_says_everything_that_is_missing(world):
    with nothing_changes(world), pytest.raises(PlanFaults) as refused:
        propose(world.tools, BRANCH, ["alpha"])
    assert [str(fault) for fault in refused.value.faults] == [
        "半年评议: the session is not closed",
        "年终述职: the session is not closed",
        *(
            f"{name}: {what} not entered"
            for name in ("甲办", "乙办", "丙办")
            for what in ("daily work", "standardisation")
        ),
    ]


@pytest.mark.parametrize(
    ("held", "points", "wanted"),
    [
        (["half-year", "year-end"], POINTS.replace("beta,daily,65.80,\n", ""), ["乙办: daily work not entered"]),
        (
            ["half-year", "year-end"],
            POINTS.replace("gamma,standardisation,27.90,\n", ""),
            ["丙办: standardisation not entered"],
        ),
        (["half-year"], POINTS, ["年终述职: the session is not closed"]),
    ],
)
def test_one_thing_missing_is_enough_to_refuse(world, held, points, wanted):
    assess(world.tools, points)
    for review in held:
        hold(world, review, MARKS if review == "half-year" else GRADES)
    with pytest.raises(PlanFaults) as refused:
        propose(world.tools, BRANCH, [])
    assert [str(fault) for fault in refused.value.faults] == wanted


def test_innovation_that_was_never_entered_counts_as_none_and_does_not_hold_the_year_up(world):
    assess(world.tools, "\n".join(line for line in POINTS.splitlines() if "honours" not in line))
    hold(world, "half-year", MARKS)
    hold(world, "year-end", GRADES)
    assert propose(world.tools, BRANCH, ["alpha"]).deviates is False


def test_the_branch_proposes_what_the_rule_gives(year):
    choice = propose(year.tools, BRANCH, ["alpha"])
    assert (choice.departments, choice.deviates) == (("alpha",), False)
    actor, action, detail = last_entry(year)
    assert (actor, action, detail["departments"], detail["added"], detail["left_out"]) == (
        "branch", "propose", ["alpha"], [], [],
    )  # fmt: skip
    assert figures(year, "decided") == [None] * 3


@pytest.mark.parametrize("chosen", [["beta"], ["alpha", "beta"], []])
@pytest.mark.parametrize("kind", ["proposal", "decision"])
def test_whoever_differs_from_the_rule_gives_a_reason(year, kind, chosen):
    if kind == "decision":
        propose(year.tools, BRANCH, ["alpha"])
    act, person = (propose, BRANCH) if kind == "proposal" else (decide, COMMITTEE)
    with nothing_changes(year):
        assert or_refusal(lambda: act(year.tools, person, chosen, "  \n ")) == "reason_needed"
    choice = act(year.tools, person, chosen, "  所有人\n同意 ")
    assert (choice.deviates, choice.reason) == (True, "所有人 同意")
    assert last_entry(year)[2]["added"] == [name for name in chosen if name != "alpha"]
    assert last_entry(year)[2]["left_out"] == ([] if "alpha" in chosen else ["alpha"])


def test_the_committee_decides_only_on_a_proposal(year):
    with nothing_changes(year):
        assert or_refusal(lambda: decide(year.tools, COMMITTEE, ["alpha"])) == "no_proposal"


def test_the_committee_may_decide_otherwise_than_proposed(year):
    propose(year.tools, BRANCH, ["alpha"])
    decide(year.tools, COMMITTEE, ["beta"], "重大贡献")
    assert figures(year, "proposed") == [True, False, False]
    assert figures(year, "decided") == [False, True, False]


@pytest.mark.parametrize("person", [ORGANISER, COMMITTEE])
def test_only_the_branch_proposes(year, person):
    assert or_refusal(lambda: propose(year.tools, person, ["alpha"])) == "not_yours"


@pytest.mark.parametrize("person", [ORGANISER, BRANCH])
def test_only_the_committee_decides(year, person):
    propose(year.tools, BRANCH, ["alpha"])
    assert or_refusal(lambda: decide(year.tools, person, ["alpha"])) == "not_yours"


def test_quotas_become_final_with_the_decision(year):
    propose(year.tools, BRANCH, ["alpha"])
    assert figures(year, "quota") == [4, 2, 3]  # 3.6, 1.8 and 3 by the proposal
    decide(year.tools, COMMITTEE, ["gamma"], "理由")
    assert figures(year, "quota") == [2, 2, 5]  # 2.4, 1.8 and 4.5 as decided


def test_the_document_of_the_standing_says_what_was_decided(year):
    before = standing_document(read_standing(year.database))
    choose(year, "alpha")
    after = standing_document(read_standing(year.database))
    assert [row["decided"] for row in before["departments"]] == [None] * 3
    assert [row["decided"] for row in after["departments"]] == [True, False, False]


@pytest.mark.parametrize("reason", ["", "a good reason"])
def test_a_disqualified_department_cannot_be_chosen_whatever_the_reason(year, reason):
    assess(year.tools, DISQUALIFIED.format("alpha"))
    assert or_refusal(lambda: propose(year.tools, BRANCH, ["alpha"], reason)) == "disqualified"
    assert propose(year.tools, BRANCH, ["beta"]).deviates is False


def test_a_directly_led_department_cannot_be_chosen(year):
    edit_departments(year.tools, {"alpha": DepartmentChange("甲办", 12, directly_led=True)})
    assert or_refusal(lambda: propose(year.tools, BRANCH, ["alpha"], "a reason")) == "directly_led"


def test_a_department_that_is_not_there_cannot_be_chosen(year):
    assert or_refusal(lambda: propose(year.tools, BRANCH, ["delta"], "a reason")) == "no_such_department"


def test_a_disqualification_supersedes_proposal_and_decision(year):
    choose(year, "alpha")
    assert choosing(year).in_force
    assess(year.tools, DISQUALIFIED.format("alpha"))
    now = choosing(year)
    assert (now.in_force, now.proposal.superseded, now.decision.superseded) == (False, True, True)
    assert figures(year, "decided") == [None] * 3
    assert figures(year, "quota") == [2, 3, 3]  # the place goes to beta; alpha has 20 percent
    assert or_refusal(lambda: decide(year.tools, COMMITTEE, ["beta"])) == "superseded"
    choose(year, "beta")
    assert figures(year, "decided") == [False, True, False]


@pytest.mark.parametrize(
    "change",
    [
        lambda world: assess(world.tools, "department,component,points,note\nbeta,honours,2.01,\n"),
        lambda world: assess(world.tools, "department,component,points,note\ngamma,daily,1,\n"),
    ],
)
def test_a_figure_that_changes_supersedes_them_too(year, change):
    choose(year, "alpha")
    change(year)
    assert (choosing(year).in_force, figures(year, "decided")) == (False, [None] * 3)


def test_the_same_figure_entered_again_changes_nothing(year):
    choose(year, "alpha")
    assess(year.tools, POINTS)
    assert (choosing(year).in_force, figures(year, "decided")) == (True, [True, False, False])


def test_departments_stay_editable_until_the_decision_and_again_when_it_is_superseded(year):
    change = {"beta": DepartmentChange("乙办公室", 14, directly_led=False)}
    propose(year.tools, BRANCH, ["alpha"])
    edit_departments(year.tools, change)
    assert choosing(year).proposal.superseded
    choose(year, "alpha")
    with nothing_changes(year):
        assert or_refusal(lambda: edit_departments(year.tools, change)) == "decided"
    assess(year.tools, DISQUALIFIED.format("gamma"))
    edit_departments(year.tools, change | {"alpha": DepartmentChange("甲办", 10, directly_led=True)})
    assert figures(year, "quota") == [3, 4, 3]  # 3 directly led; 4.2 proposed; 3 disqualified


def test_the_basis_in_the_journal_is_made_of_figures_that_everybody_sees(year):
    """A digest over exact figures would let a reader of the journal try out which hidden ones fit."""
    with year.database.reading() as door:
        home = find_year(door)
        standing, _closed = exact_standing(door, home)
    first = standing.rows[0]
    nudged = replace(first, total=first.total + Fraction(1, 10**9), review=first.review + Fraction(1, 10**9))
    same = replace(standing, rows=(nudged, *standing.rows[1:]))
    assert basis_of(plan_of(home.plan), same) == basis_of(plan_of(home.plan), standing)
