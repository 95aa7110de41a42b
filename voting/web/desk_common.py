"""What the desk's pages share: the year asked for, drawing a page, running an act and going back to a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from urllib.parse import quote

from flask import Response, flash, redirect, render_template, request, url_for

from voting.domain.refusals import Refusal
from voting.exports.wording import fault_line, speaker
from voting.storage.reviews import ReviewRecord
from voting.web.language import language_of
from voting.web.parts import parts
from voting.web.refusals import sentence_of
from voting.web.staff import signed_in, token

IN_ADDRESSES: Final = "/?&=%#+;:@!$'()*,~"


def year_asked() -> int | None:
    """The year of ``?year=``, None for the newest."""
    return request.args.get("year", type=int)


def to_sign_in() -> Response:
    """Off to the sign-in, and back here afterwards."""
    return redirect(url_for("staff.sign_in_page", next=request.full_path.rstrip("?")))  # type: ignore[return-value]


def read(action: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Runs an action that only looks, with the database."""
    return parts().threads.read(action, (parts().tools.database, *args), kwargs)


def page(template: str, **values: Any) -> str:
    """A page of the desk, with whoever is signed in and the token of its forms."""
    return render_template(template, who=signed_in(), token=token(), **values)


def desk_url(address: str) -> str:
    """An address of the desk in the year that is being looked at."""
    year = year_asked()
    address = quote(address, safe=IN_ADDRESSES)  # what stood in the address that was asked for may hold a line break
    if year is None:
        return address
    page_, mark, place = address.partition("#")
    return f"{page_}{'&' if '?' in page_ else '?'}year={year}{mark}{place}"


def write(act: Callable[..., Any], *args: Any, beside: bool = False, **kwargs: Any) -> Any:
    """Runs an act for the year that is being looked at, and returns what it returned; refusals go on to the caller.

    ``beside``: an act that takes files in, which must not stand in the way of ballots on the writers' thread.
    """
    run = parts().threads.slow if beside else parts().threads.write
    return run(act, (parts().tools, *args), {"year": year_asked(), **kwargs})


def refused(refusal: Refusal) -> str:
    """The refusal's sentence with its faults, for a page that is shown again with what was typed."""
    return sentence_of(refusal, language_of(request))


def console_url(record: ReviewRecord) -> str:
    """The address of a session at the console; with its year while a page of an older year is looked at."""
    older = year_asked() is not None or "@" in (request.view_args or {}).get("review", "")
    return f"/console/{record.id}@{record.year}" if older else f"/console/{record.id}"


def done(
    address: str,
    act: Callable[..., Any],
    *args: Any,
    said: str = "",
    of_year: bool = True,
    beside: bool = False,
    **kwargs: Any,
) -> Response:
    """Runs an act (``act(tools, *args, year=…, **kwargs)``; without a year where it is of none), goes to an address.

    A refusal is shown there in its sentence, ``said`` where the act was done; warnings that it returned beside it.
    ``beside`` as in ``write``.
    """
    language = language_of(request)
    run = parts().threads.slow if beside else parts().threads.write
    try:
        outcome = run(act, (parts().tools, *args), kwargs | ({"year": year_asked()} if of_year else {}))
    except Refusal as refusal:
        flash(sentence_of(refusal, language), "bad")
    else:
        if said:
            flash(said, "good")
        for warning in outcome if isinstance(outcome, list) else []:
            flash(fault_line(warning, speaker(language)), "warn")
    return redirect(desk_url(address))  # type: ignore[return-value]
