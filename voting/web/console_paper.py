"""Paper ballots at the console: typed in twice by two tellers, compared in the browser, entered once."""

from __future__ import annotations

from typing import Any, Final

import orjson
from flask import Blueprint, Response, render_template, request

from voting.actions.paper import Entered, enter_ballots
from voting.actions.tables import Table
from voting.domain.refusals import bad_request
from voting.exports.wording import speaker, void_reason
from voting.web.console_common import answers, json_answer, page_values
from voting.web.guards import no_nul
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.refusals import too_large
from voting.web.screen import screen_document
from voting.web.staff import acts, require_staff

bp: Final = Blueprint("console_paper", __name__, url_prefix="/console")
MOST_ROWS = 2_000
MOST_BODY = 4 * 1024 * 1024  # so many ballots of sixty departments; a phone's 64 KiB would end after forty


@bp.get("/<review>/paper")
def page(review: str) -> str:
    """The page where tellers type."""
    require_staff("enter_paper")
    values = page_values(review)
    return render_template("console/paper.html", document=screen_document(values["session"]), **values)


@bp.post("/<review>/paper")
@answers
@acts("enter_paper")
def enter(review: str) -> Response:
    """Enters the ballots both tellers agree on: ``{"group", "tellers": [A, B], "rows": [{DEPARTMENT: MARK}]}``.

    Answers with the valid and the void ones, the void by reason, and the reasons in the reader's words.
    """
    document = _document(_body())
    rows, tellers = document["rows"], document["tellers"]
    table = Table(sorted(rows[0]) if rows else [], rows)
    if any(row.keys() != rows[0].keys() for row in rows):
        raise bad_request()
    wanted = {"tellers": tellers, "actor": require_staff()}
    entered: Entered = parts().threads.write(enter_ballots, (parts().tools, review, document["group"], table), wanted)
    say = speaker(language_of(request))
    reasons = {reason: void_reason(reason, say) for reason in entered.void}
    return json_answer({"valid": entered.valid, "void": entered.void, "reasons": reasons})


def _body() -> bytes:
    if (request.content_length or 0) > MOST_BODY:
        raise too_large()
    body: bytes = request.stream.read(MOST_BODY + 1)
    if len(body) > MOST_BODY:
        raise too_large()
    return body


def _document(body: bytes) -> dict[str, Any]:
    try:
        document = orjson.loads(no_nul(body))
    except orjson.JSONDecodeError:
        raise bad_request() from None
    shapes = {"group": str, "tellers": list, "rows": list}
    if not isinstance(document, dict) or document.keys() != shapes.keys():
        raise bad_request()
    if not all(isinstance(document[name], kind) for name, kind in shapes.items()):
        raise bad_request()
    rows_are_text = all(
        isinstance(row, dict) and all(isinstance(cell, str) for cell in row.values()) for row in document["rows"]
    )
    tellers = [name.strip() for name in document["tellers"] if isinstance(name, str) and 0 < len(name.strip()) <= 60]
    if not rows_are_text or len(document["rows"]) > MOST_ROWS or len(tellers) != 2:
        raise bad_request()
    return document | {"tellers": tellers}
