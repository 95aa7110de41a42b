"""Advanced workers: five steps, at most as many names as places, and nobody who lost the eligibility."""

from __future__ import annotations

import pytest

from tests.support.crowd import or_refusal
from tests.support.http import nothing_changes
from tests.support.journals import journal_of
from tests.support.whole_year import (
    BRANCH,
    COMMITTEE,
    DISQUALIFIED,
    ORGANISATION,
    ORGANISER,
    a_complete_year,
    a_department,
    a_leader,
    choose,
    lists,
    name_all,
)
from voting.actions.assess import assess
from voting.actions.desk import names as steps
from voting.actions.desk.names import (
    consent_to_names,
    decide_names,
    examine_names,
    read_lists,
    send_names_back,
    send_numbers,
    strike_later,
    submit_names,
)


@pytest.fixture
def decided(tmp_path):
    world = a_complete_year(tmp_path)
    choose(world, "alpha")
    yield world
    world.database.close()


@pytest.fixture
def numbered(decided):
    send_numbers(decided.tools, ORGANISATION)
    return decided


def names_on(world, department):
    return [(each.name, each.struck) for each in lists(world)[department].names]


def test_the_number_comes_with_the_decision_and_not_before(tmp_path):
    world = a_complete_year(tmp_path)
    assert or_refusal(lambda: send_numbers(world.tools, ORGANISATION)) == "no_decision"
    choose(world, "alpha")
    assert send_numbers(world.tools, ORGANISATION) == {"alpha": 4, "beta": 2, "gamma": 3}
    assert or_refusal(lambda: send_numbers(world.tools, ORGANISATION)) == "nothing_new"
    world.database.close()


def test_five_steps_in_their_order(numbered):
    world, alpha = numbered, "alpha"
    submit_names(world.tools, a_department(alpha), alpha, "王一、李二\n赵 三")
    assert lists(world)[alpha].state == "submitted"
    consent_to_names(world.tools, a_leader(alpha), alpha)
    struck = {lists(world)[alpha].names[1].id: "入职不满一年"}
    examine_names(world.tools, ORGANISATION, alpha, struck)
    assert names_on(world, alpha) == [("王一", ""), ("李二", "入职不满一年"), ("赵三", "")]
    decide_names(world.tools, COMMITTEE, [alpha])
    found = lists(world)[alpha]
    assert (found.state, [each.name for each in found.standing]) == ("decided", ["王一", "赵三"])
    assert [entry[:2] for entry in journal_of(world)[-5:]] == [
        ("organisation", "send_numbers"),
        ("alpha clerk", "submit_names"),
        ("alpha leader", "consent_to_names"),
        ("organisation", "examine_names"),
        ("committee", "decide_names"),
    ]
    assert journal_of(world)[-1][2] == {"year": 2026, "names": {"alpha": ["王一", "赵三"]}}


ACTS = {
    "submitted": lambda world: submit_names(world.tools, a_department("beta"), "beta", "赵三"),
    "consented": lambda world: consent_to_names(world.tools, a_leader("beta"), "beta"),
    "examined": lambda world: examine_names(world.tools, ORGANISATION, "beta", {}),
    "decided": lambda world: decide_names(world.tools, COMMITTEE, ["beta"]),
}


@pytest.mark.parametrize("done", range(4))
def test_a_step_out_of_turn_is_refused_and_changes_nothing(numbered, done):
    for act in list(ACTS.values())[:done]:
        act(numbered)
    for act in [*list(ACTS.values())[:done], *list(ACTS.values())[done + 1 :]]:
        with nothing_changes(numbered):
            assert or_refusal(lambda act=act: act(numbered)) == "wrong_state"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("王一,李二,赵三", "too_many_names"), ("王一,王 一", "doubled_name")],
)
def test_more_names_than_places_are_refused(numbered, text, wanted):
    with nothing_changes(numbered):
        assert or_refusal(lambda: submit_names(numbered.tools, a_department("beta"), "beta", text)) == wanted


def test_a_department_may_put_nobody_forward(numbered):
    submit_names(numbered.tools, a_department("beta"), "beta", " \n")
    assert (lists(numbered)["beta"].state, names_on(numbered, "beta")) == ("submitted", [])


@pytest.mark.parametrize("person", [a_department("alpha"), a_leader("beta"), ORGANISER, ORGANISATION, COMMITTEE])
def test_a_department_names_its_own_people_and_nobody_else_does(numbered, person):
    assert or_refusal(lambda: submit_names(numbered.tools, person, "beta", "赵三")) == "not_yours"


@pytest.mark.parametrize("person", [a_leader("alpha"), a_department("beta"), ORGANISER, ORGANISATION])
def test_only_its_own_leader_consents(numbered, person):
    ACTS["submitted"](numbered)
    assert or_refusal(lambda: consent_to_names(numbered.tools, person, "beta")) == "not_yours"


@pytest.mark.parametrize("person", [a_department("beta"), BRANCH, ORGANISER, COMMITTEE])
def test_only_the_organisation_section_examines(numbered, person):
    ACTS["submitted"](numbered)
    ACTS["consented"](numbered)
    assert or_refusal(lambda: examine_names(numbered.tools, person, "beta", {})) == "not_yours"


@pytest.mark.parametrize("by", ["leader", "organisation"])
def test_a_list_that_is_sent_back_says_why_and_is_submitted_again(numbered, by):
    ACTS["submitted"](numbered)
    person = a_leader("beta")
    if by == "organisation":
        ACTS["consented"](numbered)
        person = ORGANISATION
    assert or_refusal(lambda: send_names_back(numbered.tools, person, "beta", " ")) == "reason_needed"
    send_names_back(numbered.tools, person, "beta", "名单  有误")
    assert (lists(numbered)["beta"].state, lists(numbered)["beta"].remark) == ("numbered", "名单 有误")
    submit_names(numbered.tools, a_department("beta"), "beta", "孙四")
    assert (names_on(numbered, "beta"), lists(numbered)["beta"].remark) == ([("孙四", "")], "")


def test_a_name_is_struck_with_a_reason_or_not_at_all(numbered):
    ACTS["submitted"](numbered)
    ACTS["consented"](numbered)
    [name] = lists(numbered)["beta"].names
    with nothing_changes(numbered):
        for strikes, wanted in (({name.id: " "}, "reason_needed"), ({"another": "x"}, "no_such_name")):
            act = lambda strikes=strikes: examine_names(numbered.tools, ORGANISATION, "beta", strikes)  # noqa: E731
            assert or_refusal(act) == wanted


def test_nobody_of_another_department_sees_a_list(numbered):
    own = read_lists(numbered.database, a_department("beta"))[1]
    assert [each.department.id for each in own] == ["beta"]
    assert len(read_lists(numbered.database, ORGANISATION)[1]) == 3


def lost(monkeypatch, *persons):
    monkeypatch.setattr(steps.disqualifications, "persons", lambda _door, _year: list(persons))


def test_a_disqualified_person_is_refused(numbered, monkeypatch):
    lost(monkeypatch, ("beta", "赵 三"), ("gamma", "孙四"))
    with nothing_changes(numbered):
        assert or_refusal(lambda: ACTS["submitted"](numbered)) == "disqualified_person"
    submit_names(numbered.tools, a_department("beta"), "beta", "孙四")  # a namesake in another department


@pytest.mark.parametrize("step", ["consented", "examined", "decided"])
def test_a_person_who_is_disqualified_later_is_stopped_at_the_next_step(numbered, monkeypatch, step):
    acts = list(ACTS)
    for name in acts[: acts.index(step)]:
        ACTS[name](numbered)
    lost(monkeypatch, ("beta", "赵三"))
    assert lists(numbered)["beta"].refused == {"赵三"}
    with nothing_changes(numbered):
        assert or_refusal(lambda: ACTS[step](numbered)) == "disqualified_person"


def test_a_name_is_struck_even_after_the_decision_and_decided_again(numbered, monkeypatch):
    for act in ACTS.values():
        act(numbered)
    [name] = lists(numbered)["beta"].names
    assert or_refusal(lambda: strike_later(numbered.tools, ORGANISATION, "beta", {})) == "nothing_chosen"
    lost(monkeypatch, ("beta", "赵三"))
    strike_later(numbered.tools, ORGANISATION, "beta", {name.id: "违反工作纪律"})
    assert lists(numbered)["beta"].state == "examined"
    ACTS["decided"](numbered)
    assert (lists(numbered)["beta"].refused, names_on(numbered, "beta")) == (frozenset(), [("赵三", "违反工作纪律")])


def test_a_superseded_decision_stops_every_step_until_there_is_a_new_one(numbered):
    ACTS["submitted"](numbered)
    assess(numbered.tools, DISQUALIFIED.format("alpha"))
    for step in ("consented", "examined"):
        assert or_refusal(lambda step=step: ACTS[step](numbered)) == "no_decision"
    assert all(each.stale for each in lists(numbered).values())


def test_a_new_decision_starts_the_lists_anew_whose_number_changed_and_keeps_the_others(decided):
    name_all(decided)
    assess(decided.tools, DISQUALIFIED.format("alpha"))  # alpha 4 → 2, beta 2 → 3, gamma stays at 3
    choose(decided, "beta")
    assert {key: (each.state, each.stale) for key, each in lists(decided).items()} == {
        "alpha": ("decided", True), "beta": ("decided", True), "gamma": ("decided", False),
    }  # fmt: skip
    send_numbers(decided.tools, ORGANISATION)
    assert {key: (each.state, each.places) for key, each in lists(decided).items()} == {
        "alpha": ("numbered", 2), "beta": ("numbered", 3), "gamma": ("decided", 3),
    }  # fmt: skip
