"""The desk: the year's standing, and what can be taken home of it."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, render_template, request, url_for

from voting.actions.results import Result, read_result
from voting.actions.standing import read_standing
from voting.domain.standing_view import NOTES, PublishedYear
from voting.web.parts import parts
from voting.web.staff import require_staff, signed_in, token

bp: Final = Blueprint("desk", __name__)


@bp.get("/desk")
def standing() -> str | Response:
    """The yearly total as it stands: what is missing is said, never counted as zero."""
    if signed_in() is None:
        return redirect(url_for("staff.sign_in_page", next=request.path))  # type: ignore[return-value]
    year: PublishedYear = parts().threads.read(read_standing, (parts().tools.database,))
    rows = sorted(year.rows, key=lambda row: (row.rank is None, row.rank or 0))
    return render_template("desk/standing.html", year=year, rows=rows, notes=NOTES, who=signed_in(), token=token())


@bp.get("/console/<review>/result")
def result(review: str) -> str:
    """The result of a closed session."""
    require_staff()
    found: Result = parts().threads.read(read_result, (parts().tools.database, review))
    names = {department.id: department.name for department in found.session.plan.departments}
    departments = sorted(found.departments, key=lambda row: (row.rank is None, row.rank or 0))
    return render_template(
        "desk/result.html", result=found, departments=departments, names=names, who=signed_in(), token=token()
    )
