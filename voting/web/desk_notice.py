"""The public notice and the seal: the calendar, the five working days, objections, and the end of the year."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request
from flask_babel import gettext

from voting.actions.desk import notice
from voting.actions.desk.next_year import start_next_year, years_of
from voting.actions.desk.notice_papers import read_papers
from voting.actions.desk.seal import seal_year
from voting.actions.desk.workdays import OFF, WORK, day_of
from voting.exports.announcement import announcement_page
from voting.exports.wording import fault_line, speaker
from voting.web.assets import asset_address
from voting.web.console_common import witness_of_form
from voting.web.desk_common import done, page, read, to_sign_in, year_asked
from voting.web.desk_printouts import version_of
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.staff import acts, person, signed_in

bp: Final = Blueprint("desk_notice", __name__, url_prefix="/desk")
NOTICE = "/desk/notice"


@bp.get("/notice")
def show() -> str | Response:
    """Where the notice stands, what it still waits for, and the seal."""
    if signed_in() is None:
        return to_sign_in()
    person("see_decision")
    today = day_of(parts().tools.now())
    home, found = read(notice.read_notice, today, year_asked())
    say = speaker(language_of(request))
    return page(
        "desk/notice.html",
        home=home,
        notice=found,
        years=read(years_of),
        off="\n".join(day for day, kind in found.calendar.items() if kind == OFF),
        work="\n".join(day for day, kind in found.calendar.items() if kind == WORK),
        missing=[fault_line(fault, say) for fault in found.missing],
        waiting=[fault_line(fault, say) for fault in found.waiting],
    )


@bp.get("/notice/paper/<kind>")
def paper(kind: str) -> str:
    """The announcement to print: the public notice (公示), or the circular after it (通报)."""
    person("see_decision")
    found = read(read_papers, day_of(parts().tools.now()), year_asked())
    language, address = language_of(request), asset_address("css/print.css")
    announcement_page(found, kind, language, stylesheet=address)  # what is refused is no version of anything
    version = version_of(kind, found.standing.plan.office.year)
    return announcement_page(found, kind, language, stylesheet=address, version=version)


@bp.post("/notice/calendar")
@acts("set_calendar")
def calendar() -> Response:
    """Public holidays and made-up working days."""
    form, who = request.form, person("set_calendar")
    said = gettext("The calendar is kept.")
    return done(NOTICE, notice.set_calendar, who, form.get("off", ""), form.get("work", ""), said=said)


@bp.post("/notice/start")
@acts("give_notice")
def start() -> Response:
    """The first day of the notice."""
    who, day = person("give_notice"), request.form.get("start", "")
    return done(NOTICE, notice.give_notice, who, day, said=gettext("The public notice is recorded."))


@bp.post("/notice/objection")
@acts("note_objection")
def objection() -> Response:
    """Notes an objection."""
    who, about = person("note_objection"), request.form.get("about", "")
    return done(NOTICE, notice.note_objection, who, about, said=gettext("The objection is noted."))


@bp.post("/notice/answer")
@acts("answer_objection")
def answer() -> Response:
    """What an objection was answered."""
    who, form = person("answer_objection"), request.form
    said = gettext("The answer is recorded.")
    return done(NOTICE, notice.answer_objection, who, form.get("id", ""), form.get("answer", ""), said=said)


@bp.post("/notice/seal")
@acts("seal_year")
def seal() -> Response:
    """Seals the year, the scrutineer beside."""
    who = person("seal_year")
    return done(NOTICE, seal_year, who, witness_of_form(), said=gettext("The year is sealed."))


@bp.post("/next-year")
@acts("start_next_year")
def next_year() -> Response:
    """Starts the next year from this one's plan; the set-up page is where it is changed."""
    said = gettext("The next year is here, with this year's plan. Change what is different before it opens.")
    return done("/desk/notice", start_next_year, person("start_next_year"), said=said)
