"""The organiser's console: a session's run on one page. The scrutineer confirms here, on the same page or another."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, redirect, render_template, request, url_for

from voting.actions import meeting
from voting.actions.desk.next_year import years_of
from voting.actions.overview import Overview, overview
from voting.actions.watch import Snapshot, look, revisions
from voting.web.console_common import done, page_values, witness_of_form
from voting.web.desk_common import page, read, year_asked
from voting.web.parts import parts
from voting.web.staff import acts, require_staff, signed_in

bp: Final = Blueprint("console", __name__, url_prefix="/console")
RUN = "console.run"


@bp.get("")
def home() -> str | Response:
    """All sessions of a year (the newest, unless another is asked for), each with its state."""
    who = signed_in()
    if who is None:
        return redirect(url_for("staff.sign_in_page", next=request.path))  # type: ignore[return-value]
    found: Overview | None = parts().threads.read(overview, (parts().tools.database, year_asked()))
    values = {"rehearsals": _rehearsals(found) if found else [], "years": read(years_of)}
    return page("console/home.html", overview=found, **values)


def _rehearsals(year: Overview) -> list[Snapshot]:
    """The rehearsals that have not been thrown away: the year's sessions that are not among those that count."""
    read, database = parts().threads.read, parts().tools.database
    counting = {line.session.key for line in year.sessions}
    others = [key for key in read(revisions, (database,)) if key not in counting]
    found: list[Snapshot] = [
        read(look, (database, key)) for key in others if key.startswith(f"{year.plan.office.year}/")
    ]
    return found


@bp.get("/<review>")
def run(review: str) -> str | Response:
    """The run of one session."""
    if signed_in() is None:
        return redirect(url_for("staff.sign_in_page", next=request.path))  # type: ignore[return-value]
    return render_template("console/run.html", **page_values(review))


@bp.get("/<review>/panel")
def panel(review: str) -> str:
    """The part of the run's page that changes while the session goes on."""
    require_staff()
    return render_template("console/panel.html", **page_values(review))


@bp.post("/<review>/open")
@acts("run_session")
def open_review(review: str) -> Response:
    """Opens the session, or one more department of a one-by-one session."""
    return done(RUN, review, meeting.open_review, request.form.getlist("department"), actor=require_staff())


@bp.post("/<review>/speaking")
@acts("run_session")
def speaking(review: str) -> Response:
    """Tells everybody who is speaking."""
    return done(
        "console.run", review, meeting.set_speaking, request.form.get("department") or None, actor=require_staff()
    )


@bp.post("/<review>/pause")
@acts("run_session")
def pause(review: str) -> Response:
    """Pauses the session."""
    return done(RUN, review, meeting.pause, actor=require_staff())


@bp.post("/<review>/resume")
@acts("run_session")
def resume(review: str) -> Response:
    """Goes on after a pause, or takes back a closing that was asked for."""
    return done(RUN, review, meeting.resume, actor=require_staff())


@bp.post("/<review>/close-department")
@acts("run_session")
def close_department(review: str) -> Response:
    """Closes one department of a one-by-one session."""
    return done(
        "console.run", review, meeting.close_departments, request.form.getlist("department"), actor=require_staff()
    )


@bp.post("/<review>/ask-to-close")
@acts("run_session")
def ask_to_close(review: str) -> Response:
    """The organiser's half of closing."""
    return done(RUN, review, meeting.ask_to_close, actor=require_staff())


@bp.post("/<review>/close")
@acts("run_session")
def close(review: str) -> Response:
    """Closes with the scrutineer's own sign-in beside the organiser's."""
    return done(RUN, review, meeting.close_review, witness_of_form(), actor=require_staff())


@bp.post("/<review>/confirm-closing")
@acts("confirm_closing")
def confirm_closing(review: str) -> Response:
    """The scrutineer's half of closing, at the scrutineer's own device."""
    return done(RUN, review, meeting.confirm_closing, scrutineer=require_staff())


@bp.post("/<review>/annul")
@acts("run_session")
def annul(review: str) -> Response:
    """Ends a session that went wrong, with the scrutineer beside."""
    return done(
        "console.run", review, meeting.annul, request.form.get("reason", ""), witness_of_form(), actor=require_staff()
    )
