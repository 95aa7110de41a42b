"""Small helpers of the staff's pages: names of states and roles in the reader's language, as tags."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from flask import Flask
from flask_babel import gettext
from markupsafe import Markup

from voting.actions.desk.workdays import day_of
from voting.domain.disqualifications import CAUSES
from voting.domain.refusals import msg
from voting.domain.roles import may
from voting.domain.rounding import decimals, shown
from voting.domain.targets import plain
from voting.exports.wording import people as in_words
from voting.web.desk_common import console_url, desk_url
from voting.web.navigation import home_of, place_of, places_of

STATES = {
    "waiting": (msg("not opened yet"), ""),
    "open": (msg("open"), "tag-good"),
    "paused": (msg("paused"), "tag-warn"),
    "closed": (msg("closed"), ""),
    "annulled": (msg("annulled"), "tag-bad"),
}

ROLES = {
    "organiser": msg("organiser"),
    "scrutineer": msg("scrutineer"),
    "assessor": msg("assessor"),
    "supervision": msg("Supervision Office"),
    "organisation": msg("Organisation Section"),
    "branch": msg("general Party branch"),
    "committee": msg("Party Working Committee"),
    "department": msg("department"),
    "leader": msg("leader in charge"),
    "viewer": msg("viewer"),
}


def state_tag(state: str) -> Markup:
    """A session's or department's state as a coloured word."""
    name, kind = STATES[state]
    return Markup('<span class="tag {}">{}</span>').format(kind, gettext(name))


def role_name(role: str) -> str:
    """A role as people call it."""
    return str(gettext(ROLES[role]))


def people(names: str) -> str:
    """Names as the journal has them, the command line in the reader's words."""
    return in_words(names, gettext)


def percent(share: Fraction) -> str:
    """A share as a percentage without needless zeros."""
    return decimals(share * 100).rstrip("0").rstrip(".")


def cause_name(cause: str) -> str:
    """What disqualifies, in words; what was verified outside the program is the office's own text."""
    return str(gettext(CAUSES[cause])) if cause in CAUSES else cause


def on_day(at: str) -> str:
    """The office's date of a moment that was written down."""
    return day_of(datetime.fromisoformat(at)).isoformat()


def install(app: Flask) -> None:
    """Gives templates the helpers."""
    app.jinja_env.globals.update(
        state_tag=state_tag, department_tag=state_tag, role_name=role_name, percent=percent,
        may=may, desk_url=desk_url, console_url=console_url, plain=plain, shown=shown,
        home_of=home_of, places_of=places_of, place_of=place_of, on_day=on_day, cause_name=cause_name,
        people=people,
    )  # fmt: skip
