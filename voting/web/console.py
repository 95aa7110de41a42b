"""The organiser's console: a session's run on one page. The scrutineer confirms here, on the same page or another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from voting.actions import meeting
from voting.actions.overview import Overview, overview
from voting.actions.staff import ORGANISER, SCRUTINEER, Witness
from voting.actions.watch import Snapshot, look_by_name
from voting.domain.refusals import Fault, Refusal
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.refusals import sentence_of
from voting.web.staff import acts, require_staff, signed_in, token

bp: Final = Blueprint("console", __name__, url_prefix="/console")


@bp.get("")
def home() -> str | Response:
    """All sessions of the newest year, each with its state."""
    who = signed_in()
    if who is None:
        return redirect(url_for("staff.sign_in_page", next=request.path))  # type: ignore[return-value]
    found: Overview | None = parts().threads.read(overview, (parts().tools.database,))
    return render_template("console/home.html", overview=found, who=who, token=token())


@bp.get("/<review>")
def run(review: str) -> str | Response:
    """The run of one session."""
    if signed_in() is None:
        return redirect(url_for("staff.sign_in_page", next=request.path))  # type: ignore[return-value]
    return render_template("console/run.html", **_run_values(review))


@bp.get("/<review>/panel")
def panel(review: str) -> str:
    """The part of the run's page that changes while the session goes on."""
    require_staff()
    return render_template("console/panel.html", **_run_values(review))


def _run_values(review: str) -> dict[str, Any]:
    snapshot: Snapshot = parts().threads.read(look_by_name, (parts().tools.database, review))
    names = {department.id: department.name for department in snapshot.session.plan.departments}
    address = f"{parts().settings.public_url}/screen/{review}#{snapshot.session.record.screen_key}"
    return {
        "session": snapshot.session,
        "state": snapshot.state,
        "tally": snapshot.tally,
        "names": names,
        "screen_address": address,
        "who": signed_in(),
        "token": token(),
    }


def _done(review: str, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Response:
    """Runs an action and goes back to the run's page; a refusal is shown there in its one sentence."""
    language = language_of(request)
    try:
        outcome = parts().threads.write(act, (parts().tools, review, *args), kwargs)
    except Refusal as refusal:
        flash(sentence_of(refusal, language), "bad")
    else:
        for warning in outcome if isinstance(outcome, list) else []:
            flash(_fault_sentence(warning, language), "warn")
    return redirect(url_for("console.run", review=review))  # type: ignore[return-value]


def _fault_sentence(fault: Fault, language: str) -> str:
    return sentence_of(Refusal("warning", f"{fault.place}: %(what)s", what=_said(fault, language)), language)


def _said(fault: Fault, language: str) -> str:
    return sentence_of(Refusal("warning", fault.sentence, **fault.values), language)


def _witness() -> Witness | None:
    """The scrutineer who signs in beside the organiser, for this one act."""
    name = request.form.get("scrutineer", "").strip()
    return Witness(name, request.form.get("password", "")) if name else None


@bp.post("/<review>/open")
@acts(ORGANISER)
def open_review(review: str) -> Response:
    """Opens the session, or one more department of a one-by-one session."""
    return _done(review, meeting.open_review, request.form.getlist("department"), actor=require_staff())


@bp.post("/<review>/speaking")
@acts(ORGANISER)
def speaking(review: str) -> Response:
    """Tells everybody who is speaking."""
    return _done(review, meeting.set_speaking, request.form.get("department") or None, actor=require_staff())


@bp.post("/<review>/pause")
@acts(ORGANISER)
def pause(review: str) -> Response:
    """Pauses the session."""
    return _done(review, meeting.pause, actor=require_staff())


@bp.post("/<review>/resume")
@acts(ORGANISER)
def resume(review: str) -> Response:
    """Goes on after a pause, or takes back a closing that was asked for."""
    return _done(review, meeting.resume, actor=require_staff())


@bp.post("/<review>/close-department")
@acts(ORGANISER)
def close_department(review: str) -> Response:
    """Closes one department of a one-by-one session."""
    return _done(review, meeting.close_departments, request.form.getlist("department"), actor=require_staff())


@bp.post("/<review>/ask-to-close")
@acts(ORGANISER)
def ask_to_close(review: str) -> Response:
    """The organiser's half of closing."""
    return _done(review, meeting.ask_to_close, actor=require_staff())


@bp.post("/<review>/close")
@acts(ORGANISER)
def close(review: str) -> Response:
    """Closes with the scrutineer's own sign-in beside the organiser's."""
    return _done(review, meeting.close_review, _witness(), actor=require_staff())


@bp.post("/<review>/confirm-closing")
@acts(SCRUTINEER)
def confirm_closing(review: str) -> Response:
    """The scrutineer's half of closing, at the scrutineer's own device."""
    return _done(review, meeting.confirm_closing, scrutineer=require_staff())


@bp.post("/<review>/annul")
@acts(ORGANISER)
def annul(review: str) -> Response:
    """Ends a session that went wrong, with the scrutineer beside."""
    return _done(review, meeting.annul, request.form.get("reason", ""), _witness(), actor=require_staff())
