"""What a cold phone fetches: every request of the ballot page, in bytes on the wire.

With Chromium here the browser itself counts; without, the page, its modules and what they import are followed by hand.
"""

from __future__ import annotations

import re
from http.client import HTTPConnection
from posixpath import dirname, normpath
from statistics import median

from bench import browser
from bench.browser import Fetched
from bench.casting import Arena
from bench.sizes import Sizes
from bench.table import Row, spread

PAGE = "page"
LIMIT_KB = 60
_IN_PAGE = re.compile(r"""<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/[^"#]+)"[^>]*>""")
_IN_MODULE = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|new URL\(\s*)["'](\.{1,2}/[^"']+)["']""")


def page(arena: Arena, sizes: Sizes) -> list[Row]:
    """What the ballot page weighs."""
    code = arena.town.take(PAGE, 1)[0]
    chromium = browser.path() if sizes.browser else None
    fetched = browser.fetched(chromium, arena.product.port, code) if chromium else _by_hand(arena.product.port, code)
    total = sum(fetched.values())
    how = "counted by Chromium" if chromium else "followed by hand"
    largest = sorted(fetched.items(), key=lambda one: -one[1])[:3]
    return [
        Row(f"cold ballot page, KB on the wire ({how})", f"{total / 1024:.1f}", f"≤ {LIMIT_KB}",
            total <= LIMIT_KB * 1024),
        Row("cold ballot page, requests", str(len(fetched))),
        Row("cold ballot page, largest parts", ", ".join(f"{path.split('/')[-1]} {size}" for path, size in largest)),
    ]  # fmt: skip


def first_tap(arena: Arena, sizes: Sizes) -> list[Row]:
    """How long until a tap on a mark counts, on a slow phone in a slow network; in a browser, or not at all."""
    name = "first tap counts, slow 4G and a 4 times slower CPU, s"
    chromium = browser.path() if sizes.browser else None
    if chromium is None:
        return [Row(name, "not measured: no Chromium, or a quick run", "< 2")]
    code = arena.town.take(PAGE, 1)[0]
    visits = [browser.first_tap(chromium, arena.product.port, code) for _ in range(sizes.taps)]
    taps, paints = [visit.tap for visit in visits], [visit.paint for visit in visits]
    return [
        Row(name, spread(taps), "< 2", median(taps) < 2),
        Row("first contentful paint, the same phone, s", spread(paints)),
    ]


def files_of_page(port: int) -> Fetched:
    """Everything static that the ballot page fetches, itself first, with its bytes on the wire."""
    return _by_hand(port, "")


def _by_hand(port: int, code: str) -> Fetched:
    fetched: Fetched = {}
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    waiting = ["/b", "/api/ballot"] if code else ["/b"]
    while waiting:
        path = waiting.pop()
        if path in fetched:
            continue
        fetched[path], text = _fetch(connection, path, code)
        if path == "/b":
            waiting += [found[1] for found in _IN_PAGE.finditer(text) if " nomodule" not in found[0]]
        elif path.endswith(".js"):
            waiting += [normpath(f"{dirname(path)}/{found}") for found in _IN_MODULE.findall(text)]
    connection.close()
    return fetched


def _fetch(connection: HTTPConnection, path: str, code: str) -> tuple[int, str]:
    """Bytes on the wire and the text; asked for twice, since only a plain answer can be read."""
    headers = {"Authorization": f"Bearer {code}"} if path.startswith("/api/") else {}
    sizes = []
    for coding in ("gzip", "identity"):
        connection.request("GET", path, headers={**headers, "Accept-Encoding": coding})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders()) + len("HTTP/1.1 200 OK\r\n\r\n")
        sizes.append(head + len(content))
    return sizes[0], content.decode(errors="replace")
