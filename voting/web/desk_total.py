"""The yearly total while things are entered, and the trail of each of its figures."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from flask import Blueprint, Response, redirect
from flask_babel import gettext

from voting.actions.desk.choosing import Desk, read_desk, read_revision
from voting.actions.desk.trail import Trail, read_trail
from voting.domain.claims import VERIFIED
from voting.domain.roles import may
from voting.domain.rounding import decimals
from voting.domain.standing_view import NOTES, PublishedStanding
from voting.exports.wording import COMPONENT_NAMES, by_rank
from voting.web.console_common import json_answer
from voting.web.desk_common import page, read, to_sign_in, year_asked
from voting.web.navigation import home_of
from voting.web.staff import person, signed_in

bp: Final = Blueprint("desk_total", __name__, url_prefix="/desk")


@bp.get("")
def standing() -> str | Response:
    """The yearly total as it stands: what is missing is said, never counted as zero."""
    who = signed_in()
    if who is None:
        return to_sign_in()
    if not may(who.role, "see_standing"):
        return redirect(home_of(who.role))  # type: ignore[return-value]
    return page("desk/standing.html", **_values())


@bp.get("/table")
def table() -> str:
    """The part of the page that changes while things are entered."""
    person("see_standing")
    return page("desk/total_table.html", **_values())


@bp.get("/revision")
def revision() -> Response:
    """A number that rises with every act: the page asks for it every few seconds, and for the table when it rose."""
    person("see_standing")
    return json_answer({"revision": read(read_revision)})


@bp.get("/trail/<department>")
def trail(department: str) -> str | Response:
    """How the total of one department came about."""
    if signed_in() is None:
        return to_sign_in()
    person("see_standing")
    found: Trail = read(read_trail, department, year_asked())
    return page(
        "desk/trail.html",
        trail=found,
        row=found.row,
        plan=found.plan,
        notes=NOTES,
        item_names={item.id: item.text for item in found.items},
        contributions=_contributions(found),
        verified=VERIFIED,
    )


def _values() -> dict[str, Any]:
    desk: Desk = read(read_desk, year_asked())
    rows = by_rank(desk.year.rows)
    return {"desk": desk, "year": desk.year, "rows": rows, "notes": NOTES, "chart": _chart(desk, rows)}


def _chart(desk: Desk, rows: list[PublishedStanding]) -> dict[str, Any]:
    """What the charts draw: figures that are on the page already, and nothing of what is hidden."""
    plan = desk.year.plan
    taking_part = desk.choosing.eligible
    return {
        "departments": [
            {
                "name": row.department.name,
                "parts": [row.daily, row.standardisation, row.review, row.district_result, row.honours],
                "reviews": [row.reviews[review.id] for review in plan.reviews],
                "total": row.total,
                "distance": distance(row, desk.edge) if row.department.id in taking_part else None,
                "proposed": bool(row.proposed),
            }
            for row in rows
        ],
        "reviews": [review.name for review in plan.reviews],
        "components": [gettext(name) for name in COMPONENT_NAMES.values()],
    }


def distance(row: PublishedStanding, edge: Fraction | None) -> str | None:
    """How far a total is from the lowest one that the rule gives a place, both as they are shown."""
    if edge is None or row.total is None:
        return None
    apart = Fraction(row.total) - edge
    places = max(len(row.total.partition(".")[2]), 2)
    return decimals(apart, places).replace("-", "−") if apart <= 0 else f"+{decimals(apart, places)}"


def _contributions(found: Trail) -> list[str | None]:
    """What each session brings to the review, where its score may be known exactly; else the shown score's share."""
    contributions = []
    for session in found.sessions:
        score = session.result.score if session.result else None
        exact = session.result.exact if session.result else None
        value = exact if exact is not None else None if score is None else Fraction(score)
        contributions.append(None if value is None else decimals(session.review.weight * value, 4))
    return contributions
