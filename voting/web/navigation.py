"""The pages of staff in the order of the top bar, and the one that each role sees first after signing in.

A new page of the desk needs a line here; whoever may do one of its actions finds it in the top bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from voting.domain import roles
from voting.domain.refusals import msg
from voting.domain.roles import may


@dataclass(frozen=True)
class Place:
    """One page of the top bar: its address, its name, and the actions of which one opens it.

    ``also`` is where it leads on to; whatever lies below is this place too.
    """

    address: str
    name: str
    actions: tuple[str, ...]
    whole: bool = True  # False: only this very address is the page, what lies below it belongs to others
    also: str | None = None

    def is_here(self, path: str) -> bool:
        """Whether a path belongs to this place."""
        below = path.startswith((self.address + "/", *([self.also + "/"] if self.also else [])))
        return path == self.address or (self.whole and below)


PLACES: Final = (
    Place("/desk/department", msg("Our department"), ("see_own_department",), also="/desk/departments"),
    Place("/console", msg("Sessions"), ("see_sessions",)),
    Place("/desk/inspections", msg("Inspections"), ("inspect",)),
    Place("/desk/departments", msg("Departments"), ("see_departments",)),
    Place("/desk/claims", msg("Claims"), ("see_claims",)),
    Place("/desk/disqualifications", msg("Disqualification"), ("see_allegations",)),
    Place("/desk", msg("Yearly total"), ("see_standing",), whole=False),
    Place("/desk/decision", msg("Decision"), ("see_decision",)),
    Place("/desk/names", msg("Names of advanced workers"), ("see_decision", "submit_names", "consent_to_names")),
    Place("/desk/notice", msg("Notice"), ("see_decision",)),
    Place("/console/staff", msg("Accounts"), ("manage_accounts",)),
    Place("/setup", msg("Set up the year"), ("set_up_year",)),
)

HOME: Final = {
    roles.ORGANISER: "/console",
    roles.SCRUTINEER: "/console",
    roles.ASSESSOR: "/desk/inspections",
    roles.SUPERVISION: "/desk/claims",
    roles.ORGANISATION: "/desk/names",
    roles.BRANCH: "/desk/decision",
    roles.COMMITTEE: "/desk/decision",
    roles.DEPARTMENT: "/desk/department",
    roles.LEADER: "/desk/department",
    roles.VIEWER: "/desk",
}
"""Where each role's own work is: the page that opens after signing in."""


def home_of(role: str) -> str:
    """The page a role sees first."""
    return HOME[role]


def places_of(role: str) -> list[Place]:
    """The pages a role finds in the top bar."""
    return [place for place in PLACES if any(may(role, action) for action in place.actions)]


def place_of(path: str, role: str) -> Place | None:
    """The place of a role that a path belongs to: the one with the longest address that covers it."""
    covering = [place for place in places_of(role) if place.is_here(path)]
    return max(covering, key=lambda place: len(place.address), default=None)
