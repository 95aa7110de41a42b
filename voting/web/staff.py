"""Signing in: a signed, expiring cookie for the people who run the year, and none at all for anybody else.

Opening Flask's signed session costs time on every request, so it is opened on the staff's addresses only.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from itertools import chain
from typing import Any, Final, ParamSpec

from flask import (
    Blueprint,
    Flask,
    Request,
    Response,
    after_this_request,
    current_app,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.sessions import NullSession, SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from voting.actions.overview import overview
from voting.actions.staff import end_sign_ins, sign_in, signed_in_person, stamp_of
from voting.domain.refusals import Refusal, bad_request, msg
from voting.domain.roles import Person, demand, may
from voting.storage.staff import StaffRecord
from voting.texts import LANGUAGES
from voting.web.language import COOKIE
from voting.web.navigation import home_of
from voting.web.parts import parts
from voting.web.refusals import STATUS, headers_of

P = ParamSpec("P")
STAFF_ADDRESSES = ("/console", "/desk", "/setup", "/staff", "/api/reviews/")
SIGNED_IN_FOR = timedelta(hours=12)
KNOWN, KNOWN_FOR = "known", timedelta(days=180)  # the mark of a browser that has signed in before, and its life

bp: Final = Blueprint("staff", __name__, url_prefix="/staff")


class StaffSessions(SecureCookieSessionInterface):
    """Opens the signed cookie where staff work, and nothing elsewhere: a phone has no session to be known by."""

    def open_session(self, app: Flask, request: Request) -> SessionMixin | None:  # type: ignore[override]
        """The session of a staff address, an empty one that cannot be written anywhere else."""
        if request.path.startswith(STAFF_ADDRESSES):
            return super().open_session(app, request)
        return NullSession()


def signed_in() -> Person | None:
    """Whoever is signed in, as the account is now; None where nobody is, or the account opens nothing any more."""
    if "person" not in g:
        name, stamp = session.get("name"), session.get("stamp")
        known = isinstance(name, str) and isinstance(stamp, str)
        g.person = parts().threads.read(signed_in_person, (parts().tools, name, stamp)) if known else None
    found: Person | None = g.person
    return found


def person(action: str, department: str | None = None) -> Person:
    """The signed-in person who may do this action (for this department, where one is named); refuses all others."""
    who = signed_in()
    if who is None:
        raise Refusal("sign_in_first", msg("Please sign in first."))
    demand(who, action, department)
    return who


def require_staff(action: str = "see_sessions") -> str:
    """The name of the signed-in person who may do this action; refuses all others."""
    return person(action).name


def token() -> str:
    """The secret of this sign-in that every form carries, so that no other page can act in its name."""
    if "token" not in session:
        session["token"] = parts().tools.new_key()
    return str(session["token"])


def check_token() -> None:
    """Refuses a form that was not made by this program for this sign-in."""
    typed = chain([request.path], *request.form.listvalues())
    if any("\0" in text for text in typed):
        raise bad_request()  # a character that nobody can type and no database keeps
    sent = request.form.get("token", "") or request.headers.get("X-Token", "")
    if not hmac.compare_digest(sent.encode(), str(session.get("token", "")).encode()) or not sent:
        raise Refusal("old_form", msg("This page is too old. Please go back, reload it and try again."))


def acts(*actions: str) -> Callable[[Callable[P, Any]], Callable[P, Any]]:
    """For views that change something: a role that may do one of the actions, and a form of our own.

    ``view.actions`` keeps them, for the test that walks the table of roles over every address.
    """

    def decorate(view: Callable[P, Any]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            who = signed_in()
            person(next((each for each in actions if who and may(who.role, each)), actions[0]))
            check_token()
            return view(*args, **kwargs)

        guarded.actions = actions  # type: ignore[attr-defined]
        return guarded

    return decorate


@bp.get("/sign-in")
def sign_in_page() -> str:
    """The form for name and password."""
    return render_template("sign_in.html", failed=None, next=_safe_next(request.args.get("next", "")), token=token())


@bp.post("/sign-in")
def sign_in_form() -> Response | tuple[str, int, dict[str, str]]:
    """Signs in, or shows the form again with one sentence."""
    check_token()
    then = _safe_next(request.form.get("next", ""))
    name = request.form.get("name", "")
    try:
        with parts().sign_ins.trying(request.remote_addr, name, known_browser(name)):
            found = parts().threads.slow(sign_in, (parts().tools, name, request.form.get("password", "")))
    except Refusal as refusal:
        page = render_template("sign_in.html", failed=refusal.sentence, next=then, token=token())
        return page, STATUS[refusal.code], headers_of(refusal)
    let_in(found)
    has_year = parts().threads.read(overview, (parts().tools.database,)) is not None
    return redirect(then or (home_of(found.role) if has_year else "/console"))  # type: ignore[return-value]


def let_in(found: StaffRecord) -> None:
    """Signs an account in at this browser, for as long as its password stays what it is."""
    session.clear()
    session["name"], session["stamp"] = found.name, stamp_of(found)
    session.permanent = True
    token()
    mark = _marks().dumps([found.name, parts().tools.new_key()])

    @after_this_request
    def remember(response: Response) -> Response:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        life = int(KNOWN_FOR.total_seconds())
        response.set_cookie(KNOWN, mark, max_age=life, path="/staff", secure=secure, httponly=True, samesite="Strict")
        return response


def known_browser(name: str) -> str | None:
    """The mark of this browser where this account has signed in with it before: strangers' guesses do not slow it."""
    try:
        marked, own = _marks().loads(request.cookies.get(KNOWN, ""), max_age=int(KNOWN_FOR.total_seconds()))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(own) if marked == name.strip() else None


def _marks() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="known browser")


@bp.post("/sign-out")
def sign_out() -> Response:
    """Forgets the sign-in."""
    check_token()
    session.clear()
    return redirect(url_for("staff.sign_in_page"))  # type: ignore[return-value]


@bp.post("/sign-out-everywhere")
def sign_out_everywhere() -> Response:
    """Ends every sign-in of the account, wherever it is open."""
    who = person("see_sessions")
    check_token()
    parts().threads.write(end_sign_ins, (parts().tools, who))
    session.clear()
    return redirect(url_for("staff.sign_in_page"))  # type: ignore[return-value]


@bp.get("/language/<wanted>")
def language(wanted: str) -> Response:
    """Switches the language of the pages for this browser."""
    response: Response = redirect(_safe_next(request.args.get("next", "")) or "/console")  # type: ignore[assignment]
    if wanted in LANGUAGES:
        response.set_cookie(COOKIE, wanted, max_age=31_536_000, samesite="Lax")
    return response


def _safe_next(wanted: str) -> str:
    """Where to go afterwards: a page of ours, never another host's; empty where nothing of the kind was asked for."""
    ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted and wanted.isprintable()
    return wanted if ours else ""


def install(app: Flask, secret_key: str) -> None:
    """Signs the cookie of staff."""
    app.secret_key = secret_key
    app.session_interface = StaffSessions()
    app.config.update(
        PERMANENT_SESSION_LIFETIME=SIGNED_IN_FOR,
        SESSION_COOKIE_NAME="staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=parts_are_https(app),
    )


def parts_are_https(app: Flask) -> bool:
    """Whether phones and staff come over TLS; then the cookie must not travel without."""
    return bool(app.config["PUBLIC_URL"].startswith("https://"))
