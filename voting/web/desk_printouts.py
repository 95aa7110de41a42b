"""Printed pages: which versions there are, which of them still hold, and the address that stands on the paper."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, request

from voting.actions.desk.printouts import NAMES, Printout, find_version, printed, versions
from voting.actions.overview import overview
from voting.domain.refusals import Refusal, msg
from voting.exports.wording import speaker, version_line
from voting.web.desk_common import desk_url, page, read, to_sign_in, year_asked
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.staff import person, signed_in

bp: Final = Blueprint("desk_printouts", __name__, url_prefix="/desk/printouts")


def version_of(kind: str, year: int | None = None) -> str:
    """The line for a page that is about to be printed; the first print of a state is written down."""
    found: Printout = parts().threads.write(printed, (parts().tools, kind, year))
    address = f"{parts().settings.public_url}/desk/printouts"
    return version_line(found.number, found.check, address, speaker(language_of(request)))


@bp.get("")
def every() -> str | Response:
    """All versions of the year; ``?check=`` looks one up."""
    if signed_in() is None:
        return to_sign_in()
    person("see_standing")
    asked = "".join(letter for letter in request.args.get("check", "") if letter.isalnum())[:40]
    if asked:
        return redirect(desk_url(f"/desk/printouts/{asked}"))  # type: ignore[return-value]
    found = read(versions, year=year_asked())
    year = read(overview, year_asked())
    return page("desk/printouts.html", versions=found, plan=year.plan if year else None, names=NAMES)


@bp.get("/<check>")
def one(check: str) -> str | Response:
    """Whether the printed page with this mark still holds."""
    if signed_in() is None:
        return to_sign_in()
    person("see_standing")
    found = read(find_version, check)
    if found is None:
        sentence = msg("No page was printed with this check number. Please compare it letter by letter.")
        raise Refusal("not_found", sentence)
    return page("desk/printout.html", year=found[0], version=found[1], names=NAMES)
