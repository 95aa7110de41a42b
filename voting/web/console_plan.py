"""Setting a year up in the browser: a plan as a document that is checked while somebody types, then loaded.

The page holds the document; the server turns it into a plan file and lets the same reader judge it that judges files.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

import orjson
from flask import Blueprint, Response, redirect, render_template, request, url_for

from voting.actions.departments import DepartmentChange, edit_departments
from voting.actions.overview import Overview, overview
from voting.actions.years import Loaded, load_plan
from voting.domain.plan_reader import plan_warnings, read_plan
from voting.domain.plan_values import decimal_text
from voting.domain.plan_writer import write_plan
from voting.domain.refusals import Fault, PlanFaults, Refusal, bad_request, msg
from voting.exports.plan_file import Document, as_document, as_toml
from voting.exports.spreadsheet import Rows, decoded, read_rows
from voting.texts import say
from voting.web.console_common import json_answer
from voting.web.guards import no_nul
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.refusals import STATUS, answer
from voting.web.staff import acts, require_staff, signed_in, token

bp: Final = Blueprint("console_plan", __name__, url_prefix="/setup")
TEMPLATE: Final = Path(__file__).parent.parent.parent / "data" / "template.toml"
MOST_BODY = 1024 * 1024
MOST_TABLE = 6 * 1024 * 1024  # a workbook may bring its pictures along
_PLACE: Final = re.compile(r"^(?:line (\d+)(?:, )?)?(.*?)(?: \((.*)\))?$")

_NUMBER: Final = 'A number such as 40 or "0.4" with at most %(decimals)d decimals is expected here.'
_CAP: Final = 'Write a share such as "0.30", a whole number of departments, or 0 to switch the rule off.'
IN_FORMS: Final = {
    "This entry is missing.": msg("Please fill this in."),
    "This name is empty.": msg("Please fill this in."),
    "Text in quotation marks is expected here.": msg("Please fill this in."),
    "A whole number is expected here, without quotation marks and without decimals.": msg(
        "Write a whole number here, such as 12."
    ),
    _NUMBER: msg("Write a number here, such as 40 or 12.5."),
    _CAP: msg("Write a share of less than 100 percent, or a whole number of departments."),
    "At least one entry is needed here.": msg("At least one is needed here."),
    "At least %(least)d entries of this kind are needed.": msg("At least %(least)d are needed here."),
    "A scale needs either marks or a minimum and a maximum.": msg("Write the lowest and the highest points."),
    "The weights of the review sessions add up to %(sum)s. They must add up to exactly 1.": msg(
        "The weights of the review sessions add up to %(sum)s %%. They must add up to exactly 100 %%."
    ),
    "There is no scale %(value)s in this file.": msg("Choose a scale."),
    "There is no group %(value)s in this file.": msg("This plan has no group %(value)s any more."),
    "This rule compares departments on one ballot; here they are opened one by one. Leave it out.": msg(
        "This rule compares departments on one ballot; here they are opened one by one. Switch it off."
    ),
    "This share of %(departments)d departments is less than one department. Write 0 for no limit.": msg(
        "This share of %(departments)d departments is less than one department. Choose a larger one, or no limit."
    ),
}
"""What forms say instead of the sentences for people who write the file by hand: no quotation marks, no keys."""


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    """What the page's script asked for is refused in JSON; a page is refused with a page."""
    if request.method != "POST":
        return answer(refusal, request)
    faults = [_fault(fault) for fault in refusal.faults] if isinstance(refusal, PlanFaults) else []
    sentence = say(language_of(request), refusal.sentence, refusal.values)
    response = json_answer({"error": refusal.code, "message": sentence, "faults": faults})
    response.status_code = STATUS.get(refusal.code, 400)
    return response


@bp.get("")
def page() -> str | Response:
    """The page where a year is set up."""
    if signed_in() is None:
        return redirect(url_for("staff.sign_in_page", next=request.path))  # type: ignore[return-value]
    require_staff("set_up_year")
    found: Overview | None = parts().threads.read(overview, (parts().tools.database,))
    sessions = found.sessions if found else []
    setup = {
        "token": token(),
        "template": as_document(TEMPLATE.read_text(encoding="utf-8")),
        "present": as_document(write_plan(found.plan)) if found else None,
        "opened": any(line.session.record.opened for line in sessions),
        "issued": sum(line.counts.issued for line in sessions),
    }
    return render_template("console/plan.html", setup=setup, who=signed_in(), token=token())


@bp.post("/check")
@acts("set_up_year")
def check() -> Response:
    """Judges a document: every fault with its place, or what to think about. Changes nothing."""
    faults, warnings = parts().threads.slow(_judged, (as_toml(_sent()),))
    return json_answer({"faults": [_fault(it) for it in faults], "warnings": [_fault(it) for it in warnings]})


@bp.post("/load")
@acts("set_up_year")
def load() -> Response:
    """Loads a document as the year's plan; refused once a session of the year has opened."""
    loaded: Loaded = parts().threads.write(load_plan, (parts().tools, as_toml(_sent())), {"actor": require_staff()})
    warnings = [_fault(fault) for fault in loaded.warnings]
    return json_answer({"year": loaded.plan.office.year, "dead_slips": loaded.dead_slips, "warnings": warnings})


@bp.post("/file")
@acts("set_up_year")
def file() -> Response:
    """A document as a plan file to keep, finished or not: loaded or opened again, it is the same document."""
    response = Response(as_toml(_sent()), mimetype="application/toml")
    response.headers["Content-Disposition"] = 'attachment; filename="plan.toml"'
    return response


@bp.post("/open")
@acts("set_up_year")
def open_file() -> Response:
    """A plan file as a document for the forms."""
    return json_answer(as_document(decoded(_upload(MOST_BODY))))


@bp.post("/table")
@acts("set_up_year")
def table() -> Response:
    """The rows of a workbook, a CSV file or pasted cells, as text, for the page to pick departments from."""
    rows: Rows = parts().threads.slow(read_rows, (_upload(MOST_TABLE),))
    return json_answer({"rows": rows})


@bp.post("/departments")
@acts("set_up_year")
def departments() -> Response:
    """Changes departments after opening: ``{ID: {"name", "headcount", "directly_led"}}`` of ``?year=``."""
    changes = {key: _change(value) for key, value in _sent().items()}
    wanted = {"actor": require_staff(), "year": request.args.get("year", type=int)}
    parts().threads.write(edit_departments, (parts().tools, changes), wanted)
    return json_answer({"ok": True})


def _judged(text: str) -> tuple[list[Fault], list[Fault]]:
    """Faults and warnings of a plan's text. On a thread beside the event loop: a large plan takes a while."""
    try:
        return [], plan_warnings(read_plan(text))
    except PlanFaults as refusal:
        return refusal.faults, []


def _change(value: Any) -> DepartmentChange:
    shapes = {"name": str, "headcount": int, "directly_led": bool}
    if not isinstance(value, dict) or value.keys() != shapes.keys():
        raise bad_request()
    if not all(type(value[name]) is kind for name, kind in shapes.items()):
        raise bad_request()
    return DepartmentChange(**value)


def _sent() -> Document:
    try:
        document = orjson.loads(no_nul(_upload(MOST_BODY)))
    except orjson.JSONDecodeError:
        raise bad_request() from None
    if not isinstance(document, dict):
        raise bad_request()
    return document


def _upload(most: int) -> bytes:
    content: bytes = request.get_data()  # not the stream: whoever checked the form may have read it already
    if len(content) > most:
        raise Refusal("too_large", msg("This file is too large."))
    return content


def _fault(fault: Fault) -> dict[str, str]:
    """A fault for the forms: the key path of its entry (``reviews[2].weight``), and the sentence to show beside it."""
    match = _PLACE.match(str(fault.place))
    path, values = match.group(2) if match else "", dict(fault.values)
    said = _CAP if fault.sentence == _NUMBER and path.endswith(".excellent_cap") else fault.sentence
    if path == "reviews" and "sum" in values:
        values["sum"] = decimal_text(
            Fraction(str(values["sum"])) * 100
        )  # forms hold weights of sessions as percentages
    return {"path": path, "sentence": say(language_of(request), IN_FORMS.get(said, said), values)}
