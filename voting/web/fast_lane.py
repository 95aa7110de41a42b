"""The usual ballot, answered before Flask sees it: half of a cast's time would otherwise be the framework's.

Only a ballot that is counted is answered here, with the very answer of the Flask view. Whatever else it may be (an odd
request, a refusal) goes on to the view, which decides alone what is wrong and how to say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from voting.actions.counting import Counted
from voting.domain.refusals import Refusal
from voting.web.ballot import REFUSAL, counted_body, read_body
from voting.web.guards import MOST_BODY, PRIVATE, bearer
from voting.web.parts import Parts
from voting.web.proxies import Wsgi

HEADERS = [("Content-Type", "application/json"), *PRIVATE]


class FastLane:
    """A WSGI app in front of the program's own."""

    def __init__(self, behind: Wsgi, parts: Parts) -> None:
        self._behind = behind
        self._polls = parts.polls

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answers a ballot that is counted; passes everything else on."""
        if environ["REQUEST_METHOD"] == "PUT" and environ["PATH_INFO"] == "/api/ballot" and not environ["QUERY_STRING"]:
            counted = self._cast(environ)
            if counted:
                body = counted_body(counted)
                headers = [*HEADERS, ("Content-Length", str(len(body)))]
                start_response("201 CREATED" if counted.fresh else "200 OK", headers)
                return (body,)
        return self._behind(environ, start_response)

    def _cast(self, environ: dict[str, Any]) -> Counted | None:
        length = environ.get("CONTENT_LENGTH", "")
        if not length.isascii() or not length.isdigit() or int(length) > MOST_BODY:
            return None
        try:
            body = environ["wsgi.input"].read(int(length))
        except OSError:  # the phone went away while it was sending
            body = b""
        environ["wsgi.input"] = BytesIO(body)  # the view reads it again
        try:
            return self._polls.cast_at_once(bearer(environ) or "", *read_body(body))
        except Refusal as refusal:
            environ[REFUSAL] = refusal
            return None
