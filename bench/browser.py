"""A phone's browser: Chromium with a cold cache, as it is for counting bytes, slowed down for the first tap."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

Fetched = dict[str, int]
"""Bytes on the wire, headers of the answer included, by path."""

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PHONE = {"width": 375, "height": 667}
SLOW_4G = {"latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8, "offline": False}
SLOWER_CPU = 4
TAPS = """
addEventListener("click", (event) => {
  if (!event.isTrusted && event.target.matches("input[type=radio]")) {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const row = document.querySelector("input[type=radio]");
      if (row && row.checked && !window.tapped) {
        window.tapped = performance.now();
        console.log("tapped", window.tapped);
      }
    }));
  }
});
const tap = () => {
  const mark = document.querySelector("input[type=radio]");
  if (mark && !window.tapped) mark.click();
  if (!window.tapped) requestAnimationFrame(tap);
};
requestAnimationFrame(tap);
"""
"""Taps the first mark in every frame until a tap is drawn as counted; notes when that was, since the page was asked."""


@dataclass(frozen=True)
class Visit:
    """Seconds from asking for the page to its first paint, and to the first tap that counted."""

    paint: float
    tap: float


def path() -> str | None:
    """The Chromium of this machine, None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for found in map(shutil.which, names) if found), None)


@contextmanager
def phone(chromium: str) -> Iterator[Any]:
    """A page of a browser that has never been anywhere."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=chromium, args=list(FLAGS))
        try:
            yield started.new_page(viewport=PHONE, has_touch=True, is_mobile=True)
        finally:
            started.close()


def fetched(chromium: str, port: int, code: str) -> Fetched:
    """Everything the ballot page fetches, the socket's library included."""
    found: Fetched = {}
    paths: dict[str, str] = {}

    def asked(event: dict[str, Any]) -> None:
        paths[event["requestId"]] = event["request"]["url"].split("#")[0].partition(f":{port}")[2]

    def done(event: dict[str, Any]) -> None:
        address = paths.get(event["requestId"], "")
        if address:  # a preloaded module is announced twice and fetched once
            found[address] = found.get(address, 0) + int(event["encodedDataLength"])

    with phone(chromium) as page:
        wire = page.context.new_cdp_session(page)
        wire.on("Network.requestWillBeSent", asked)
        wire.on("Network.loadingFinished", done)
        wire.send("Network.enable")
        with page.expect_response("**/socket.io.min.js"):  # the last thing the page fetches
            page.goto(f"http://127.0.0.1:{port}/b#{code}")
        page.wait_for_load_state("networkidle")
    return found


def first_tap(chromium: str, port: int, code: str) -> Visit:
    """One cold visit over slow 4G with a slower processor."""
    with phone(chromium) as page:
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.emulateNetworkConditions", SLOW_4G)
        wire.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_CPU})
        page.add_init_script(TAPS)
        with page.expect_console_message(lambda message: message.text.startswith("tapped")) as said:
            page.goto(f"http://127.0.0.1:{port}/b#{code}", wait_until="commit")
        tap = float(said.value.text.split()[1])
        painted = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        return Visit(page.evaluate(painted) / 1000, tap / 1000)
