"""The desk: the year's standing, results to print, and what can be taken home."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import orjson
from flask import Blueprint, Response, redirect, render_template, request, url_for

from voting.actions.results import Result, read_result
from voting.actions.standing import read_standing
from voting.actions.year_book import YearBook, read_year_book
from voting.domain.standing_view import NOTES, PublishedYear
from voting.exports.documents import standing_document
from voting.exports.result_form import result_page
from voting.exports.tables import standing_csv
from voting.exports.workbook import workbook_bytes
from voting.web.assets import asset_address
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.refusals import not_found
from voting.web.staff import require_staff, signed_in, token

bp: Final = Blueprint("desk", __name__)
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/desk")
def standing() -> str | Response:
    """The yearly total as it stands: what is missing is said, never counted as zero."""
    if signed_in() is None:
        return redirect(url_for("staff.sign_in_page", next=request.path))  # type: ignore[return-value]
    year: PublishedYear = parts().threads.read(read_standing, (parts().tools.database,))
    rows = sorted(year.rows, key=lambda row: (row.rank is None, row.rank or 0))
    return render_template("desk/standing.html", year=year, rows=rows, notes=NOTES, who=signed_in(), token=token())


@bp.get("/desk/export.<kind>")
def export(kind: str) -> Response:
    """The year as a workbook, a CSV table or a JSON document."""
    require_staff()
    language = language_of(request)
    book: YearBook = parts().threads.read(read_year_book, (parts().tools.database,))
    if kind == "xlsx":
        content, mimetype = parts().threads.slow(_workbook, (book, language, parts().tools.now())), WORKBOOK
    elif kind == "csv":
        content, mimetype = standing_csv(book.standing, language), "text/csv"
    elif kind == "json":
        content, mimetype = orjson.dumps(standing_document(book.standing, language)), "application/json"
    else:
        raise not_found()
    response = Response(content, mimetype=mimetype)
    name = f"pingyi-{book.standing.plan.office.year}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _workbook(book: YearBook, language: str, created: datetime) -> bytes:
    results, journal = book.results, book.journal
    return workbook_bytes(book.standing, results, journal, sums=book.sums, language=language, created=created)


@bp.get("/console/<review>/result")
def result(review: str) -> str:
    """The result of a closed session."""
    require_staff()
    found = _result(review)
    names = {department.id: department.name for department in found.session.plan.departments}
    departments = sorted(found.departments, key=lambda row: (row.rank is None, row.rank or 0))
    return render_template(
        "desk/result.html", result=found, departments=departments, names=names, who=signed_in(), token=token()
    )


@bp.get("/console/<review>/form")
def form(review: str) -> str:
    """The result of a closed session as the form to print and sign."""
    require_staff()
    return result_page(_result(review), language_of(request), stylesheet=asset_address("css/print.css"))


def _result(review: str) -> Result:
    found: Result = parts().threads.read(read_result, (parts().tools.database, review))
    return found
