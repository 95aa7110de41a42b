"""The room at the console: the projector's settings, rehearsals, and the page "What is stored"."""

from __future__ import annotations

import re
from typing import Final

from flask import Blueprint, Response, redirect, render_template, request, url_for

from voting.actions import projector
from voting.actions.rehearsal import Rehearsal, Stored, end_rehearsal, rehearse, what_is_stored
from voting.exports.addresses import ballot_address
from voting.exports.qr import qr_svg_path
from voting.web.console_common import done, page_values
from voting.web.parts import parts
from voting.web.staff import acts, require_staff, signed_in, token

bp: Final = Blueprint("console_room", __name__, url_prefix="/console")
RUN = "console.run"


@bp.post("/<review>/screen/mode")
@acts("set_projector")
def mode(review: str) -> Response:
    """Chooses what the projector shows."""
    return done(RUN, review, projector.set_mode, request.form.get("mode", ""))


@bp.post("/<review>/screen/arrangement")
@acts("set_projector")
def arrangement(review: str) -> Response:
    """Orders the projector's departments."""
    return done(RUN, review, projector.set_arrangement, request.form.get("arrangement", ""))


@bp.post("/<review>/screen/reveal")
@acts("set_projector")
def reveal(review: str) -> Response:
    """Uncovers one more department."""
    return done(RUN, review, projector.reveal_next)


@bp.post("/<review>/screen/countdown")
@acts("set_projector")
def countdown(review: str) -> Response:
    """Starts a countdown of so many minutes; 0 takes it away."""
    minutes = request.form.get("minutes", "")
    seconds = int(minutes) * 60 if re.fullmatch("[0-9]{1,3}", minutes) else -1
    return done(RUN, review, projector.start_countdown, seconds)


@bp.post("/<review>/screen/help")
@acts("set_projector")
def how_to_vote(review: str) -> Response:
    """Shows how to vote, with the room's Wi-Fi."""
    on, wifi = request.form.get("on") == "1", request.form.get("wifi", "")
    return done(RUN, review, projector.show_help, on=on, wifi=wifi)


@bp.post("/<review>/rehearse")
@acts("rehearse")
def start_rehearsal(review: str) -> str:
    """Makes a rehearsal and shows its ten slips, once."""
    _id, _at, year = review.partition("@")
    made: Rehearsal = parts().threads.write(rehearse, (parts().tools, review), {"actor": require_staff()})
    address = parts().settings.public_url
    links = [(slip, ballot_address(address, slip.code)) for slip in made.sheet.slips]
    slips = [(slip, link, qr_svg_path(link)) for slip, link in links]
    return render_template("console/rehearsal.html", slips=slips, **page_values(made.review_id + _at + year))


@bp.post("/<review>/end-rehearsal")
@acts("rehearse")
def finish_rehearsal(review: str) -> Response:
    """Throws a rehearsal away."""
    parts().threads.write(end_rehearsal, (parts().tools, review), {"actor": require_staff()})
    return redirect(url_for("console.home"))  # type: ignore[return-value]


@bp.get("/<review>/stored")
def stored(review: str) -> str:
    """The raw tables of a rehearsal, to show to the room."""
    require_staff()
    found: Stored = parts().threads.read(what_is_stored, (parts().tools.database, review))
    plan = found.session.plan
    names = {department.id: department.name for department in plan.departments}
    return render_template("console/stored.html", stored=found, names=names, who=signed_in(), token=token())
