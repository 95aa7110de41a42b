"""Paper and results: slips ready to print, and how long a closed session's result takes to open."""

from __future__ import annotations

import re
import time
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from statistics import median
from urllib.parse import urlencode

from bench.casting import Arena
from bench.load import Job
from bench.sizes import Sizes
from bench.table import Row, spread
from bench.town import ORGANISER, PASSWORD, Town, cast

PRINTED, RESULT = "printed", "result"


def printing(arena: Arena, sizes: Sizes) -> list[Row]:
    """The command from its start to the page on disk: codes drawn, hashed and stored, QR codes drawn."""
    seconds = []
    for at in range(3):
        more = ("--group", "cadres", "--count", str(sizes.slips), "--html", f"slips-{at}.html")
        started = time.perf_counter()
        arena.town.command("slips", PRINTED, *more)
        seconds.append(time.perf_counter() - started)
    name = f"{sizes.slips} slips ready to print, the whole command, s"
    return [Row(name, spread(seconds), "≤ 2 s", median(seconds) <= 2)]


def result(arena: Arena, sizes: Sizes) -> list[Row]:
    """The page of a closed session's result over HTTP, for a signed-in organiser."""
    town = arena.town
    codes = arena.phones(RESULT, sizes.voters, 64)
    arena.cast(Job(arena.product.port, [cast(code, town.ballot(RESULT)) for code in codes], 64))
    town.command("close", RESULT)
    found = Desk(town).opening(f"/console/{RESULT}/result", sizes.openings)
    name = f"opening a closed session's result, {sizes.voters} voters, ms"
    return [Row(name, spread(found, 1), "≤ 50", median(found) <= 50)]


class Desk:
    """A signed-in organiser who opens pages."""

    def __init__(self, town: Town) -> None:
        self._port = town.port
        self._cookies: dict[str, str] = {}
        connection = self._connect()
        token = re.search(r'name="token" value="([^"]+)"', self._ask(connection, "/staff/sign-in"))
        if token is None:
            raise RuntimeError("the sign-in form carries no token")
        form = urlencode({"name": ORGANISER, "password": PASSWORD, "token": token[1]})
        self._ask(connection, "/staff/sign-in", form)

    def opening(self, path: str, openings: int) -> list[float]:
        """The milliseconds that each opening of a page takes, until its last byte is here."""
        connection, found = self._connect(), []
        for _ in range(openings):
            started = time.perf_counter()
            self._ask(connection, path)
            found.append((time.perf_counter() - started) * 1000)
        connection.close()
        return found

    def _connect(self) -> HTTPConnection:
        """A fresh connection: the server ends those that have been silent for a while."""
        return HTTPConnection("127.0.0.1", self._port, timeout=30)

    def _ask(self, connection: HTTPConnection, path: str, form: str | None = None) -> str:
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("GET" if form is None else "POST", path, form, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != (200 if form is None else 302):  # a page that sends elsewhere asks to sign in
            raise RuntimeError(f"{path} answered {answer.status}")
        for said in answer.headers.get_all("Set-Cookie", []):
            self._cookies.update({name: morsel.value for name, morsel in SimpleCookie(said).items()})
        return text
