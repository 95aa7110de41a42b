"""Files at the desk: taken in by one kind of form, handed out for saving only."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec
from urllib.parse import quote

from flask import Blueprint, Response, request

from voting.actions.desk.evidence import Upload, read_file
from voting.domain.evidence import MEDIA_TYPES, MEGABYTE, MOST_BYTES, MOST_BYTES_TOGETHER, MOST_FILES
from voting.domain.refusals import Refusal, msg
from voting.web.parts import parts
from voting.web.staff import require_staff, signed_in

P = ParamSpec("P")
bp: Final = Blueprint("desk_files", __name__, url_prefix="/desk/files")
MOST_FORM = MOST_BYTES_TOGETHER + MEGABYTE
MOST_PARTS = 40  # fields and files of one form


def large_form(view: Callable[P, Any]) -> Callable[P, Any]:
    """For views that take files, above ``acts``: lets a larger body in.

    ``acts`` asks for the role before the form is opened, so nothing is read of what others send.
    """

    @wraps(view)
    def roomy(*args: P.args, **kwargs: P.kwargs) -> Any:
        request.max_content_length = MOST_FORM
        request.max_form_parts = MOST_PARTS
        return view(*args, **kwargs)

    return roomy


def uploads(field: str = "files") -> list[Upload]:
    """The files of a form. Of one that is too large no more is read than tells that it is."""
    sent = [each for each in request.files.getlist(field) if each.filename]
    if len(sent) > MOST_FILES:
        raise Refusal("too_many_files", msg("At most %(most)d files can be kept here."), most=MOST_FILES)
    return [Upload(each.filename or "", each.stream.read(MOST_BYTES + 1)) for each in sent]


@bp.get("/<file>")
def one(file: str) -> Response:
    """One file, for whoever may see what it belongs to. The browser saves it and never opens it as a page of ours."""
    require_staff()
    who = signed_in()
    record, content = parts().threads.read(read_file, (parts().tools, who, file))
    response = Response(content, mimetype=MEDIA_TYPES[record.kind])
    plain = record.name.encode("ascii", "replace").decode().replace("?", "_")
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(record.name)}"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
