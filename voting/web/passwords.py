"""Choosing a password: at the first sign-in with the organiser's one-time word, and later with the present one."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, flash, redirect, render_template, request
from flask_babel import gettext as _

from voting.actions.accounts import change_password, first_password
from voting.domain.refusals import Refusal
from voting.web.desk_common import page, to_sign_in
from voting.web.language import language_of
from voting.web.navigation import home_of
from voting.web.parts import parts
from voting.web.refusals import STATUS, headers_of, sentence_of
from voting.web.staff import check_token, let_in, person, signed_in, token

bp: Final = Blueprint("passwords", __name__, url_prefix="/staff")


@bp.get("/first")
def first_page() -> str:
    """The form for name, one-time word and the password to be; its script takes the word from the address."""
    return _first("", None)


@bp.post("/first")
def first() -> Response | tuple[str, int, dict[str, str]]:
    """Sets the password and signs in, or shows the form again with one sentence."""
    check_token()
    form = request.form
    args = (form.get("name", ""), form.get("word", ""), form.get("password", ""), form.get("again", ""))
    try:
        with parts().sign_ins.trying(request.remote_addr):
            found = parts().threads.write(first_password, (parts().tools, *args))
    except Refusal as refusal:
        return _first(args[0], refusal), STATUS.get(refusal.code, 400), headers_of(refusal)
    let_in(found)
    flash(_("Your password is set. From now on you sign in with it."), "good")
    return redirect(home_of(found.role))  # type: ignore[return-value]


def _first(name: str, refusal: Refusal | None) -> str:
    failed = sentence_of(refusal, language_of(request)) if refusal else None
    return render_template("first_sign_in.html", name=name, failed=failed, token=token())


@bp.get("/password")
def password_page() -> str | Response:
    """The form to change one's own password."""
    return to_sign_in() if signed_in() is None else page("password.html", failed=None)


@bp.post("/password")
def password() -> Response | tuple[str, int, dict[str, str]]:
    """Changes one's own password; other browsers that are signed in with the account are signed out."""
    who, form = person("see_sessions"), request.form
    check_token()
    args = (form.get("old", ""), form.get("password", ""), form.get("again", ""))
    try:
        with parts().sign_ins.trying(None, who.name, "signed in"):
            found = parts().threads.write(change_password, (parts().tools, who, *args))
    except Refusal as refusal:
        failed = sentence_of(refusal, language_of(request))
        return page("password.html", failed=failed), STATUS.get(refusal.code, 400), headers_of(refusal)
    let_in(found)
    flash(_("Your password is changed."), "good")
    return redirect(home_of(who.role))  # type: ignore[return-value]
