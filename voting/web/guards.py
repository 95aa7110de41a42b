"""What stands between the network and the actions: sizes, failed codes, headers. No address is kept or written."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from flask import Flask, Request, Response, request

from voting.domain.refusals import Refusal, slow_down, unknown_code
from voting.web.refusals import too_large

MOST_BODY = 64 * 1024
FAILED_CODES = 30  # from one address, refilled over a minute: a hall shares one address, and people mistype
REFILL_SECONDS = 60.0
MOST_ADDRESSES = 10_000
PRIVATE = (("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"))
"""The headers of every answer that does not say otherwise."""


def body_of(asked: Request) -> bytes:
    """The body of an API request; refuses more than 64 KiB before reading it, and stops reading at that size."""
    if (asked.content_length or 0) > MOST_BODY:
        raise too_large()
    body: bytes = asked.stream.read(MOST_BODY + 1)
    if len(body) > MOST_BODY:
        raise too_large()
    return body


def bearer(environ: Mapping[str, Any]) -> str | None:
    """The code or key of an ``Authorization: Bearer`` header, None without one."""
    header: str = environ.get("HTTP_AUTHORIZATION", "")
    return header[7:].strip() if header[:7].lower() == "bearer " else None


class FailedCodes:
    """Slows down whoever tries many unknown codes. Lives in memory only; a known code is never held up."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def failed(self, address: str | None) -> Refusal:
        """Counts one failure and returns what to answer: the code is unknown, or slow down."""
        key = address or ""
        now = self._clock()
        tries, since = self._left.pop(key, (float(FAILED_CODES), now))
        tries = min(float(FAILED_CODES), tries + (now - since) * FAILED_CODES / REFILL_SECONDS)
        allowed = tries >= 1
        self._left[key] = (tries - 1 if allowed else tries, now)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return unknown_code() if allowed else slow_down(max(1, int(REFILL_SECONDS / FAILED_CODES)))


def install(app: Flask) -> None:
    """Adds the headers that keep pages to themselves: nothing from elsewhere, nothing framed, nothing remembered."""

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in PRIVATE:
            if name not in response.headers:
                response.headers.add(name, value)
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = (
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                f"connect-src 'self' ws://{request.host} wss://{request.host}; manifest-src 'self'; "
                "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
            )
        return response
