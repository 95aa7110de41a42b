"""Pages that are the same for everybody: drawn once per language, compressed once, and kept."""

from __future__ import annotations

import gzip
from functools import cache

from flask import Response, current_app, render_template, request

from voting.web.language import language_of


def still_page(template: str) -> Response:
    """A page that says nothing of who reads it, in the reader's language."""
    plain, small = _drawn(current_app.name, str(current_app.config["ASSETS"]), template, language_of(request))
    response = Response(mimetype="text/html")
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response.set_data(small)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response.set_data(plain)
    response.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
    return response


@cache
def _drawn(_app: str, _assets: str, template: str, _language: str) -> tuple[bytes, bytes]:
    plain = render_template(template).encode()
    return plain, gzip.compress(plain, 9, mtime=0)
