"""The accounts of the people who run the year, kept by the organiser in the browser."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, request
from flask_babel import gettext as _

from voting.actions import accounts
from voting.actions.accounts import Invitation, read_accounts
from voting.actions.overview import overview
from voting.domain.codes import in_fours
from voting.domain.roles import OF_A_DEPARTMENT, ROLES, SCRUTINEER
from voting.exports.qr import qr_svg_path
from voting.web.console_common import witness_of_form
from voting.web.desk_common import done, page, read, to_sign_in
from voting.web.parts import parts
from voting.web.staff import acts, person, signed_in

bp: Final = Blueprint("accounts", __name__, url_prefix="/console/staff")
HERE = "/console/staff"


@bp.get("")
def list_accounts() -> str | Response:
    """All accounts with what each may do, and forms to add and change them."""
    if signed_in() is None:
        return to_sign_in()
    person("manage_accounts")
    return page("console/staff.html", **_values())


def _values() -> dict[str, Any]:
    found, year = read(read_accounts), read(overview)
    departments = year.plan.departments if year else ()
    return {
        "accounts": found,
        "departments": departments,
        "names": {department.id: department.name for department in departments},
        "roles": ROLES,
        "of_a_department": OF_A_DEPARTMENT,
        "has_scrutineer": any(each.role == SCRUTINEER and each.password and not each.disabled for each in found),
        "now": parts().tools.now().isoformat(timespec="seconds"),
        "missing_roles": [role for role in ROLES if not any(each.role == role for each in found)],
    }


@bp.post("/add")
@acts("manage_accounts")
def add() -> str:
    """Adds an account and shows the word for its first sign-in, once."""
    who, form = person("manage_accounts"), request.form
    wanted = {"department": form.get("department") or None, "second": witness_of_form()}
    args = (parts().tools, who, form.get("name", ""), form.get("role", ""))
    return _shown_once(parts().threads.write(accounts.invite, args, wanted))


@bp.post("/word")
@acts("manage_accounts")
def word() -> str:
    """Takes a password away and shows a new word, once."""
    args = (parts().tools, person("manage_accounts"), request.form.get("name", ""))
    return _shown_once(parts().threads.write(accounts.give_new_word, args, {"second": witness_of_form()}))


def _shown_once(invitation: Invitation) -> str:
    """The word as text, as a link and as a code to scan. It stands in the fragment, so it reaches no log."""
    fragment = urlencode({"name": invitation.name, "word": invitation.word}, quote_via=quote)
    address = f"{parts().settings.public_url}/staff/first"
    link = f"{address}#{fragment}"
    return page(
        "console/staff_word.html",
        invitation=invitation,
        word=in_fours(invitation.word),
        address=address,
        link=link,
        code=qr_svg_path(link),
    )


@bp.post("/change")
@acts("manage_accounts")
def change() -> Response:
    """Gives an account another role or department."""
    form = request.form
    return _done(
        accounts.change_account, form.get("role", ""), department=form.get("department") or None, said=_("Changed.")
    )


@bp.post("/disable")
@acts("manage_accounts")
def disable() -> Response:
    """Closes an account."""
    return _done(accounts.set_disabled, disabled=True, said=_("Nobody can sign in with this account any more."))


@bp.post("/enable")
@acts("manage_accounts")
def enable() -> Response:
    """Opens a closed account again."""
    return _done(accounts.set_disabled, disabled=False, said=_("This account can sign in again."))


@bp.post("/remove")
@acts("manage_accounts")
def remove() -> Response:
    """Removes an account that never acted."""
    return _done(accounts.remove_account, said=_("Removed."))


def _done(act: Any, *args: Any, said: str, **kwargs: Any) -> Response:
    who, name = person("manage_accounts"), request.form.get("name", "")
    return done(HERE, act, who, name, *args, said=said, of_year=False, second=witness_of_form(), **kwargs)
