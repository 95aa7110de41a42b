"""The one table of action and roles."""

from __future__ import annotations

import pytest

from voting.domain.refusals import Refusal
from voting.domain.roles import (
    MAY,
    OF_A_DEPARTMENT,
    OF_THE_OFFICE,
    ROLES,
    Person,
    demand,
    is_concerned,
    may,
    refuse_concerned,
)

ALONE = {
    "organiser": {
        "set_up_year", "manage_accounts", "run_session", "issue_slips", "enter_paper", "set_projector", "rehearse",
        "seal_year", "start_next_year",
    },
    "scrutineer": {"confirm_closing"},
    "assessor": {"approve_targets", "inspect", "verify_inspection", "finish_component", "enter_points"},
    "supervision": {"verify_claim"},
    "organisation": {"send_numbers", "examine_names", "give_notice"},
    "branch": {"propose"},
    "committee": {"decide", "decide_names"},
    "department": {"plan_targets", "add_material", "submit_claim", "submit_names"},
    "leader": {"consent_to_names"},
    "viewer": set(),
}  # fmt: skip
"""What only one role may do: the procedure of the guidance, clause by clause (DOMAIN 1), and who runs the room."""


def test_every_action_belongs_to_known_roles_and_to_at_least_one():
    assert {action: set(roles) - set(ROLES) for action, roles in MAY.items() if set(roles) - set(ROLES)} == {}
    assert [action for action, roles in MAY.items() if not roles or len(set(roles)) != len(roles)] == []


@pytest.mark.parametrize("role", ROLES)
def test_what_only_one_role_may_do(role):
    assert {action for action, roles in MAY.items() if roles == (role,)} == ALONE[role]


def test_nobody_who_only_looks_changes_anything():
    assert {action.split("_")[0] for action in MAY if may("viewer", action)} == {"see", "export"}


@pytest.mark.parametrize("role", OF_A_DEPARTMENT)
def test_a_department_sees_its_own_and_not_the_others(role):
    assert not any(may(role, action) for action in ("see_standing", "see_departments", "see_decision", "export_year"))
    assert all(may(other, "see_departments") for other in OF_THE_OFFICE)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", MAY)
def test_whoever_is_not_in_the_table_is_refused(role, action):
    own = Person("wang", role, "alpha")
    if role in MAY[action]:
        demand(own, action)
        demand(own, action, "alpha")
    else:
        with pytest.raises(Refusal) as refused:
            demand(own, action, "alpha")
        assert refused.value.code == "not_yours"


def test_those_of_a_department_act_in_it_only_and_others_everywhere():
    with pytest.raises(Refusal) as refused:
        demand(Person("li", "department", "alpha"), "plan_targets", "beta")
    assert (refused.value.code, str(refused.value)) == ("not_yours", "This belongs to another department.")
    with pytest.raises(Refusal):
        demand(Person("li", "department", None), "plan_targets", "beta")
    demand(Person("zhao", "assessor", "alpha"), "inspect", "beta")


def test_an_action_that_nobody_thought_of_is_a_defect():
    with pytest.raises(KeyError):
        may("organiser", "edit_votes")


def test_who_belongs_to_a_department_is_concerned_by_it():
    assert [is_concerned(Person("x", "assessor", own), "alpha") for own in ("alpha", "beta", None)] == [
        True,
        False,
        False,
    ]
    refuse_concerned(Person("x", "assessor", "beta"), "alpha")
    with pytest.raises(Refusal) as refused:
        refuse_concerned(Person("x", "assessor", "alpha"), "alpha")
    assert refused.value.code == "concerned"
