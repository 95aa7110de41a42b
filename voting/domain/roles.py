"""Who may do what: the one table of action and roles. Guards of the web and the actions themselves ask it.

A new thing to do needs a line here, and that line is the moment to ask whose it is. ``tests/web/test_roles.py`` walks
the whole table over all roles and every address.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from voting.domain.refusals import Refusal, msg

ORGANISER, SCRUTINEER, ASSESSOR, SUPERVISION = "organiser", "scrutineer", "assessor", "supervision"
ORGANISATION, BRANCH, COMMITTEE = "organisation", "branch", "committee"
DEPARTMENT, LEADER, VIEWER = "department", "leader", "viewer"

ROLES: Final = (
    ORGANISER, SCRUTINEER, ASSESSOR, SUPERVISION, ORGANISATION, BRANCH, COMMITTEE, DEPARTMENT, LEADER, VIEWER,
)  # fmt: skip
OF_A_DEPARTMENT: Final = (DEPARTMENT, LEADER)
"""Roles that belong to one department and see and do nothing of another's."""
OF_THE_OFFICE: Final = tuple(role for role in ROLES if role not in OF_A_DEPARTMENT)

MAY: Final[dict[str, tuple[str, ...]]] = {
    # the sessions
    "see_sessions": ROLES,
    "see_results": ROLES,
    "set_up_year": (ORGANISER,),
    "manage_accounts": (ORGANISER,),
    "run_session": (ORGANISER,),
    "issue_slips": (ORGANISER,),
    "enter_paper": (ORGANISER,),
    "set_projector": (ORGANISER,),
    "rehearse": (ORGANISER,),
    "confirm_closing": (SCRUTINEER,),
    # the year as a whole
    "see_standing": OF_THE_OFFICE,
    "export_year": OF_THE_OFFICE,
    "see_departments": OF_THE_OFFICE,
    "see_own_department": OF_A_DEPARTMENT,
    # daily work and standardisation
    "plan_targets": (DEPARTMENT,),
    "add_material": (DEPARTMENT,),
    "approve_targets": (ASSESSOR,),
    "inspect": (ASSESSOR,),
    "verify_inspection": (ASSESSOR,),
    "finish_component": (ASSESSOR,),
    "enter_points": (ASSESSOR,),
    # innovation
    "submit_claim": (DEPARTMENT,),
    "see_claims": (ORGANISER, ASSESSOR, SUPERVISION, ORGANISATION, BRANCH, COMMITTEE, DEPARTMENT, LEADER),
    "verify_claim": (SUPERVISION,),
    "confirm_claim": (ASSESSOR, SUPERVISION, ORGANISATION),  # where the first verifier was of the department concerned
    "enter_district_result": (ASSESSOR, SUPERVISION),
    # disqualification
    "see_allegations": (ORGANISER, ASSESSOR, SUPERVISION, ORGANISATION, BRANCH, COMMITTEE),
    "allege": (ASSESSOR, SUPERVISION, ORGANISATION),
    "verify_allegation": (SUPERVISION, ORGANISATION),
    "confirm_allegation": (ASSESSOR, SUPERVISION, ORGANISATION),  # the same, beside whoever recorded it
    # proposal and decision
    "see_decision": OF_THE_OFFICE,
    "propose": (BRANCH,),
    "decide": (COMMITTEE,),
    "send_numbers": (ORGANISATION,),
    "submit_names": (DEPARTMENT,),
    "consent_to_names": (LEADER,),
    "examine_names": (ORGANISATION,),
    "decide_names": (COMMITTEE,),
    "set_calendar": (ORGANISER, ORGANISATION),
    "give_notice": (ORGANISATION,),
    "note_objection": (SUPERVISION, ORGANISATION),
    "answer_objection": (SUPERVISION, ORGANISATION),
    "seal_year": (ORGANISER,),  # with a scrutineer beside
    "start_next_year": (ORGANISER,),
}  # fmt: skip
"""Every action and the roles that may do it. Of ``OF_A_DEPARTMENT`` only in their own department."""


class Person(NamedTuple):
    """Who acts: an account's name, its role now, and the department it belongs to (None: to none)."""

    name: str
    role: str
    department: str | None = None


def may(role: str, action: str) -> bool:
    """Whether a role may do an action. An action that is not in the table is a defect: ``KeyError``."""
    return role in MAY[action]


def demand(person: Person, action: str, department: str | None = None) -> None:
    """Refuses whoever may not do this, or may not do it for this department."""
    if not may(person.role, action):
        raise Refusal("not_yours", msg("Your account may not do this."))
    if person.role in OF_A_DEPARTMENT and department is not None and department != person.department:
        raise Refusal("not_yours", msg("This belongs to another department."))


def is_concerned(person: Person, department: str) -> bool:
    """Whether a person judges the department they belong to: a conflict that calls for a second person."""
    return person.department == department


def refuse_concerned(person: Person, department: str) -> None:
    """Refuses somebody who belongs to the department that is judged, where no second person can mend that."""
    if is_concerned(person, department):
        raise Refusal("concerned", msg("You belong to this department. Somebody of another department must do this."))
