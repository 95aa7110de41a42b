"""What can be taken home: the year as a file, and the results of sessions to look at and to print."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import orjson
from flask import Blueprint, Response, render_template, request

from voting.actions.desk.printouts import RESULT
from voting.actions.results import Result, read_result
from voting.actions.year_book import YearBook, read_year_book
from voting.domain.release import PublishedDepartment
from voting.exports.documents import year_document
from voting.exports.result_form import result_page
from voting.exports.tables import standing_csv
from voting.exports.wording import by_rank, fault_line, mark_names, speaker, void_reason
from voting.exports.workbook import workbook_bytes
from voting.web.assets import asset_address
from voting.web.console_common import screen_values
from voting.web.desk_common import year_asked
from voting.web.desk_printouts import version_of
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.refusals import not_found
from voting.web.staff import require_staff, signed_in, token

bp: Final = Blueprint("desk", __name__)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/desk/export.<kind>")
def export(kind: str) -> Response:
    """The year as a workbook, a CSV table or a JSON document."""
    require_staff("export_year")
    language = language_of(request)
    book: YearBook = parts().threads.read(read_year_book, (parts().tools.database, year_asked()))
    if kind == "xlsx":
        content, mimetype = parts().threads.slow(_workbook, (book, language, parts().tools.now())), WORKBOOK
    elif kind == "csv":
        content, mimetype = standing_csv(book.standing, language), "text/csv"
    elif kind == "json":
        content, mimetype = orjson.dumps(year_document(book, language)), "application/json"
    else:
        raise not_found()
    response = Response(content, mimetype=mimetype)
    name = f"pingyi-{book.standing.plan.office.year}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _workbook(book: YearBook, language: str, created: datetime) -> bytes:
    results, journal = book.results, book.journal
    return workbook_bytes(
        book.standing, results, journal, sums=book.sums, desk=book.desk, language=language, created=created
    )


@bp.get("/console/<review>/result")
def result(review: str) -> str:
    """The result of a closed session."""
    require_staff("see_results")
    found = _result(review)
    session, say = found.session, speaker(language_of(request))
    departments = by_rank(found.departments)
    return render_template(
        "desk/result.html",
        result=found,
        departments=departments,
        names={department.id: department.name for department in session.plan.departments},
        warnings=[fault_line(each, say) for each in found.warnings],
        void=[(void_reason(reason, say), count) for reason, count in found.void.items()],
        marks=mark_names(session.review.scale),
        weighted=session.plan.scoring.aggregation == "weighted_groups",
        shows_groups=any(row.groups for row in departments),
        hides=any(row.score is not None and row.groups is None for row in departments),
        left_out=any(row.left_out for row in departments),
        chart=_chart(found, departments),
        who=signed_in(),
        token=token(),
        **screen_values(session.record.id, session.record.screen_key),
    )


def _chart(found: Result, departments: list[PublishedDepartment]) -> dict[str, Any]:
    """What the charts draw: figures that are on the page already, and nothing of what is hidden."""
    plan = found.session.plan
    names = {department.id: department.name for department in plan.departments}
    rows = [
        {
            "name": names[row.id],
            "score": row.score,
            "groups": {group: each.mean for group, each in row.groups.items()} if row.groups else None,
        }
        for row in departments
    ]
    groups = [{"id": group, "name": plan.group_name(group)} for group in found.groups]
    return {"departments": rows, "groups": groups, "most": float(found.session.review.scale.top)}


@bp.get("/console/<review>/form")
def form(review: str) -> str:
    """The result of a closed session as the form to print and sign."""
    require_staff("see_results")
    found, stylesheet = _result(review), asset_address("css/print.css")
    version = version_of(f"{RESULT}{found.session.record.id}", found.session.record.year)
    return result_page(found, language_of(request), stylesheet=stylesheet, version=version)


def _result(review: str) -> Result:
    found: Result = parts().threads.read(read_result, (parts().tools.database, review))
    return found
