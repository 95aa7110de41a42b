"""Paper and results: slips ready to print, and how long a closed session's result takes to open."""

from __future__ import annotations

import re
import time
from http.client import HTTPConnection
from urllib.parse import urlencode

from bench.table import Row, spread
from bench.town import GRADES, ORGANISER, PASSWORD, Town


def printing_slips(town: Town, count: int) -> Row:
    """The command from its start to the page on disk: codes drawn, hashed and stored, QR codes drawn."""
    seconds = []
    for at in range(3):
        started = time.perf_counter()
        town.command("slips", GRADES, "--group", "cadres", "--count", str(count), "--html", f"slips-{at}.html")
        seconds.append(time.perf_counter() - started)
    return Row(f"{count} slips ready to print, the whole command, s", spread(seconds), "≤ 2 s", min(seconds) <= 2)


def opening_a_result(town: Town, openings: int) -> list[Row]:
    """The result's page over HTTP, for a signed-in organiser."""
    voters = town.returned()
    town.command("close", GRADES)
    connection = HTTPConnection("127.0.0.1", town.port, timeout=30)
    cookie = _sign_in(connection)
    found = []
    for _ in range(openings):
        started = time.perf_counter()
        _ask(connection, "GET", f"/console/{GRADES}/result", cookie)
        found.append((time.perf_counter() - started) * 1000)
    connection.close()
    name = f"opening a closed session's result ({voters} ballots stored), ms"
    return [Row(name, spread(found, 1), "≤ 50 ms", sorted(found)[len(found) // 2] <= 50)]


def _sign_in(connection: HTTPConnection) -> str:
    page, cookie = _ask(connection, "GET", "/staff/sign-in", "")
    token = re.search(r'name="token" value="([^"]+)"', page)
    if token is None:
        raise RuntimeError("the sign-in form carries no token")
    form = urlencode({"name": ORGANISER, "password": PASSWORD, "token": token[1]})
    return _ask(connection, "POST", "/staff/sign-in", cookie, form)[1]


def _ask(connection: HTTPConnection, method: str, path: str, cookie: str, form: str | None = None) -> tuple[str, str]:
    headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
    connection.request(method, path, form, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status not in (200, 302):
        raise RuntimeError(f"{path} answered {answer.status}")
    return text, (answer.getheader("Set-Cookie") or cookie).split(";")[0]
