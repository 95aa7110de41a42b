"""Claims of innovation points: the department's list and form, the verifiers' list, one claim with all about it."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, flash, redirect, request
from flask_babel import gettext as _

from voting.actions.desk.claims import NewClaim, add_claim_files, remove_claim_file, submit_claim, withdraw_claim
from voting.actions.desk.claims_view import ClaimLine, ClaimsPage, read_claim, read_claims
from voting.actions.desk.verifying import Verdict, confirm_claim, decide_claim, reopen_claim
from voting.domain.claims import STANDING, Claim
from voting.domain.plan import Plan
from voting.domain.refusals import Refusal
from voting.domain.roles import Person
from voting.web.desk_common import desk_url, done, page, read, refused, to_sign_in, write, year_asked
from voting.web.desk_files import large_form, uploads
from voting.web.staff import acts, person, signed_in

bp: Final = Blueprint("desk_claims", __name__, url_prefix="/desk/claims")
HOME: Final = "/desk/claims"


def _typed(*names: str) -> dict[str, str]:
    return {name: request.form.get(name, "") for name in names}


@bp.get("")
def every() -> str | Response:
    """The claims that whoever is signed in may see."""
    if signed_in() is None:
        return to_sign_in()
    found: ClaimsPage = read(read_claims, person("see_claims"), year=year_asked())
    return page("desk/claims.html", claims=found, plan=found.plan)


@bp.get("/new")
def new() -> str | Response:
    """The form for a claim; ``?like=`` fills in what an earlier one said."""
    if signed_in() is None:
        return to_sign_in()
    who = person("submit_claim")
    plan, mine = _mine(who)
    like = next((claim for claim in mine if claim.id == request.args.get("like")), None)
    return _form(plan, mine, _like(like) if like else NewClaim("", "", "", ""))


def _mine(who: Person) -> tuple[Plan, list[Claim]]:
    found: ClaimsPage = read(read_claims, who, year=year_asked())
    return found.plan, [line.claim for line in (*found.to_verify, *found.waiting, *found.done)]


def _form(plan: Plan, mine: list[Claim], given: NewClaim, failed: str = "") -> str:
    earlier = [claim for claim in mine if claim.state in STANDING]
    return page("desk/claim_new.html", plan=plan, given=given, earlier=earlier, failed=failed)


def _like(claim: Claim) -> NewClaim:
    """What a claim said, for another one; where it still stands, the new one is about the same achievement."""
    same = claim.id if claim.state in STANDING else ""
    return NewClaim(claim.standard, claim.title, claim.held_on, claim.text, same)


@bp.post("")
@large_form
@acts("submit_claim")
def submit() -> Response | tuple[str, int]:
    """Submits a claim, or shows the form again with what was typed and what is wrong with it."""
    given = NewClaim(**_typed("standard", "title", "held_on", "text", "same_as"))
    who = person("submit_claim")
    try:
        write(submit_claim, who, given, uploads(), beside=True)
    except Refusal as refusal:
        return _form(*_mine(who), given, refused(refusal)), 400
    flash(_("Submitted. The Supervision Office verifies it."), "good")
    return redirect(desk_url(HOME))  # type: ignore[return-value]


@bp.get("/<claim>")
def one(claim: str) -> str | Response:
    """One claim: what it says, its files, and what may be done with it now."""
    if signed_in() is None:
        return to_sign_in()
    found: tuple[Plan, ClaimLine] = read(read_claim, person("see_claims"), claim, year=year_asked())
    return page("desk/claim.html", plan=found[0], line=found[1])


def _back(claim: str, act: Any, *args: Any, said: str, **kwargs: Any) -> Response:
    return done(f"{HOME}/{claim}", act, *args, said=said, **kwargs)


@bp.post("/<claim>/files")
@large_form
@acts("submit_claim")
def add_files(claim: str) -> Response:
    """Adds evidence."""
    who = person("submit_claim")
    return _back(claim, add_claim_files, who, claim, uploads(), said=_("The files were added."), beside=True)


@bp.post("/<claim>/files/<file>/remove")
@acts("submit_claim")
def remove_file(claim: str, file: str) -> Response:
    """Takes a file back."""
    return _back(claim, remove_claim_file, person("submit_claim"), claim, file, said=_("The file was removed."))


@bp.post("/<claim>/withdraw")
@acts("submit_claim")
def withdraw(claim: str) -> Response:
    """Takes a claim back."""
    return _back(claim, withdraw_claim, person("submit_claim"), claim, said=_("The claim was withdrawn."))


@bp.post("/<claim>/decide")
@acts("verify_claim")
def decide(claim: str) -> Response:
    """Verifies a claim by a standard, or rejects it."""
    verified = request.form.get("verdict") == "verified"
    given = Verdict(
        standard=request.form.get("standard", "") if verified else "", **_typed("note"),
        same_as=request.form.get("same_as", "") if verified else "",
    )  # fmt: skip
    said = _("Verified.") if verified else _("Rejected.")
    return _back(claim, decide_claim, person("verify_claim"), claim, given, said=said)


@bp.post("/<claim>/confirm")
@acts("confirm_claim")
def confirm(claim: str) -> Response:
    """The second verifier's word."""
    agrees = request.form.get("agrees") == "yes"
    said = _("Confirmed.") if agrees else _("Sent back to be decided anew.")
    who = person("confirm_claim")
    return _back(claim, confirm_claim, who, claim, agrees=agrees, **_typed("note"), said=said)


@bp.post("/<claim>/reopen")
@acts("verify_claim")
def reopen(claim: str) -> Response:
    """Takes a mistaken decision back."""
    said = _("The decision was taken back; the claim is to be decided anew.")
    return _back(claim, reopen_claim, person("verify_claim"), claim, request.form.get("note", ""), said=said)
