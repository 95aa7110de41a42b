"""What stands between the network and the actions: sizes, failed codes, headers. No address is kept or written."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from math import ceil
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, request

from voting.domain.refusals import Refusal, bad_request, slow_down, unknown_code
from voting.web.refusals import too_large

MOST_BODY = 64 * 1024
FAILED_CODES = 30  # from one address, refilled over a minute: a hall shares one address, and people mistype
REFILL_SECONDS = 60.0
MOST_ADDRESSES = 10_000
LONGEST_KEY = 160  # names of accounts are shorter; what is typed in their place may be anything
SIGN_INS = {
    "address": (20, 300.0),  # a whole office may sit behind one address, and people mistype
    "account": (30, 600.0),  # from whatever address: a guesser with many of them gets 4,320 guesses a day
    "browser": (10, 600.0),
    "second": (20, 300.0),  # the scrutineer's password, typed in beside a signed-in organiser
}
"""Wrong passwords, by who tries: so many, and in how many seconds they are refilled."""
MOST_STRANGERS = 8  # passwords of unknown browsers that wait for their check: each takes a core for a while
_HOST = re.compile(r"[\w.-]+(?::\d+)?|\[[0-9a-fA-F:.]+\](?::\d+)?")
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


def no_nul(body: bytes) -> bytes:
    """A JSON body; refuses one with the letter that nobody can type and no database keeps."""
    if b"\\u0000" in body:
        raise bad_request()
    return body


def bearer(environ: Mapping[str, Any]) -> str | None:
    """The code or key of an ``Authorization: Bearer`` header, None without one."""
    header: str = environ.get("HTTP_AUTHORIZATION", "")
    return header[7:].strip() if header[:7].lower() == "bearer " else None


class Tries:
    """So many tries for each key, refilled little by little. In memory only; who asked longest ago is forgotten first.

    Each worker process has its own, and a restart forgets them: writing down who tried what from where would be a
    record of addresses, and the database would be one more thing that a guesser can keep busy.
    """

    def __init__(self, tries: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._tries = float(tries)
        self._pace = tries / seconds
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> int:
        """Takes a try; 0 where there was one, else the seconds until the next, and nothing is taken."""
        left, now = self._now(key)
        taken = left >= 1 - 1e-9  # a tenth of a second ten times is not quite a second
        self._left[key[:LONGEST_KEY]] = (left - 1 if taken else left, now)
        while len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0 if taken else max(1, ceil((1 - left) / self._pace))

    def give_back(self, key: str) -> None:
        """Gives back a try that turned out to be right."""
        left, now = self._now(key)
        self._left[key[:LONGEST_KEY]] = (min(self._tries, left + 1), now)

    def _now(self, key: str) -> tuple[float, float]:
        now = self._clock()
        left, since = self._left.pop(key[:LONGEST_KEY], (self._tries, now))
        return min(self._tries, left + (now - since) * self._pace), now


class FailedCodes:
    """Slows down whoever tries many unknown codes. Lives in memory only; a known code is never held up."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._tries = Tries(FAILED_CODES, REFILL_SECONDS, clock)

    def failed(self, address: str | None) -> Refusal:
        """Counts one failure and returns what to answer: the code is unknown, or slow down."""
        wait = self._tries.take(address or "")
        return slow_down(int(REFILL_SECONDS / FAILED_CODES)) if wait else unknown_code()


class SignIns:
    """Slows down whoever guesses passwords, before any of them is checked: by address, by account, by browser.

    Nobody is locked out. A browser that has signed in with an account before carries a mark of that and has tries of
    its own, so that strangers who guess at the organiser's password do not keep the organiser out of the meeting.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._of = {kind: Tries(*most, clock) for kind, most in SIGN_INS.items()}
        self._strangers = 0

    @contextmanager
    def trying(self, address: str | None, name: str = "", browser: str | None = None) -> Iterator[None]:
        """Around the check of a password for an account: refuses to begin too often, gives back a try that was right.

        ``browser`` names one that this account has signed in with before.
        """
        kinds = [("browser", f"{browser} {name}")] if browser else [("address", address or "")]
        kinds += [("account", name.strip())] if name.strip() and not browser else []
        if not browser and self._strangers >= MOST_STRANGERS:
            raise slow_down(2)
        for kind, key in kinds:
            self.take(kind, key)
        self._strangers += not browser
        try:
            yield
        except Refusal:
            raise
        except BaseException:  # nobody learned anything
            self._give_back(kinds)
            raise
        else:
            self._give_back(kinds)
        finally:
            self._strangers -= not browser

    def take(self, kind: str, key: str) -> None:
        """Takes one try of a kind, or refuses."""
        wait = self._of[kind].take(key)
        if wait:
            raise slow_down(wait)

    def _give_back(self, kinds: list[tuple[str, str]]) -> None:
        for kind, key in kinds:
            self._of[kind].give_back(key)


def own_origin(public_url: str) -> Callable[[str | None, Mapping[str, Any]], bool]:
    """Whether a socket is opened by a page of ours: browsers send a page's origin along, and no page can change it.

    The scheme is not compared where the host is the same: a proxy in front may speak TLS for us.
    """
    ours = urlsplit(public_url)

    def allowed(origin: str | None, environ: Mapping[str, Any]) -> bool:
        try:
            asked = urlsplit(origin or "")
        except ValueError:
            return False
        same_host = asked.netloc != "" and asked.netloc == environ.get("HTTP_HOST")
        return asked.scheme in ("http", "https") and (same_host or asked[:2] == ours[:2])

    return allowed


def install(app: Flask) -> None:
    """Adds the headers that keep pages to themselves: nothing from elsewhere, nothing framed, nothing remembered."""

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in PRIVATE:
            if name not in response.headers:
                response.headers.add(name, value)
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = _policy(request.host)
            response.headers["X-Frame-Options"] = "DENY"  # for what does not know frame-ancestors
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        return response


def _policy(host: str) -> str:
    """What a page may load. Some browsers do not count sockets of the same host to 'self'."""
    sockets = f" ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self'{sockets}; manifest-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
