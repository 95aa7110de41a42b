"""What a cold phone fetches: every request of the ballot page, in bytes on the wire.

With Chromium here the browser itself counts; without, the page, its modules and what they import are followed by hand.
"""

from __future__ import annotations

import re
import shutil
from http.client import HTTPConnection
from posixpath import dirname, normpath
from typing import Any

from bench.table import Row

LIMIT_KB = 60
_IN_PAGE = re.compile(r"""<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/[^"#]+)"[^>]*>""")
_IN_MODULE = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|new URL\(\s*)["'](\.{1,2}/[^"']+)["']""")
Fetched = dict[str, int]
"""Bytes on the wire, headers of the answer included, by path."""


def cold_page(port: int, code: str, *, browser: bool) -> list[Row]:
    """The rows of the cold page."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    by_browser = browser and chromium is not None
    fetched = _by_browser(port, code, str(chromium)) if by_browser else _by_hand(port, code)
    total = sum(fetched.values())
    how = "counted by Chromium" if by_browser else "followed by hand"
    largest = sorted(fetched.items(), key=lambda one: -one[1])[:3]
    return [
        Row(f"cold ballot page, bytes on the wire ({how})", str(total), f"≤ {LIMIT_KB} KB", total <= LIMIT_KB * 1024),
        Row("cold ballot page, requests", str(len(fetched))),
        Row("cold ballot page, largest parts", ", ".join(f"{path.split('/')[-1]} {size}" for path, size in largest)),
    ]


def _by_browser(port: int, code: str, chromium: str) -> Fetched:
    from playwright.sync_api import sync_playwright

    fetched: Fetched = {}
    paths: dict[str, str] = {}
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = started.new_page(viewport={"width": 375, "height": 667})
        wire = page.context.new_cdp_session(page)

        def asked(event: dict[str, Any]) -> None:
            paths[event["requestId"]] = event["request"]["url"].split("#")[0].partition(f":{port}")[2]

        def done(event: dict[str, Any]) -> None:
            path = paths.get(event["requestId"], "")
            if path:  # a preloaded module is announced twice and fetched once
                fetched[path] = fetched.get(path, 0) + int(event["encodedDataLength"])

        wire.on("Network.requestWillBeSent", asked)
        wire.on("Network.loadingFinished", done)
        wire.send("Network.enable")
        with page.expect_response("**/socket.io.min.js"):  # the last thing the page fetches
            page.goto(f"http://127.0.0.1:{port}/b#{code}")
        page.wait_for_load_state("networkidle")
        started.close()
    return fetched


def _by_hand(port: int, code: str) -> Fetched:
    fetched: Fetched = {}
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    waiting = ["/b", "/api/ballot"]
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
