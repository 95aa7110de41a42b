"""The pictures of the README and the guide: ``python scripts/pictures.py`` (or ``make pictures``) takes them anew.

Starts the demonstration in a temporary folder, uses it as its people do, in both languages, and saves what they see.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HOME = Path(__file__).parent.parent
PICTURES = HOME / "docs" / "pictures"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE, LAPTOP, HALL = (390, 780), (1280, 860), (1920, 1080)
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(frozen=True)
class Demo:
    """The addresses and sign-ins that the demonstration printed."""

    screen: str
    console: str
    ballot: str
    organiser: tuple[str, str]


@contextmanager
def demonstration() -> Iterator[Demo]:
    """A running demonstration, an hour of meeting squeezed into seconds being its own business."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        settings = {"PORT": str(port), "LANGUAGE": "en", "DATABASE_URL": f"sqlite:///{folder}/demo.db"}
        log = Path(folder) / "log"
        with log.open("w") as out:
            command = [sys.executable, "app.py", "demo"]
            server = subprocess.Popen(command, cwd=HOME, env=os.environ | settings, stdout=out, stderr=out)
        try:
            yield _read(log)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)


def _read(log: Path) -> Demo:
    for _ in range(200):
        text = log.read_text()
        if "Ctrl-C" in text:
            break
        time.sleep(0.2)
    name, password = re.findall(r"^Organiser: (\S+) / (\S+)$", text, re.MULTILINE)[0]
    found = {
        key: re.findall(rf"^{key}[^:\n]*: (http\S+)$", text, re.MULTILINE)[-1]
        for key in ("Projector", "Console", "Ballot")
    }
    return Demo(found["Projector"], found["Console"], found["Ballot"], (name, password))


def take(
    browser: Browser, name: str, address: str, size: tuple[int, int], use: Callable[[Page], None] | None = None
) -> None:
    """One page in both languages, as ``NAME.png`` (Chinese) and ``NAME.en.png``."""
    for language, locale in LANGUAGES.items():
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=locale)
        page = context.new_page()
        page.goto(address)
        page.wait_for_timeout(2500)
        if use:
            use(page)
            page.wait_for_timeout(1200)
        target = PICTURES / (f"{name}.png" if language == "zh" else f"{name}.en.png")
        page.screenshot(path=str(target))
        context.close()


def signed_in(demo: Demo, path: str = "") -> Callable[[Page], None]:
    """Signs in as the organiser and goes to a page."""

    def use(page: Page) -> None:
        page.fill("#name", demo.organiser[0])
        page.fill("#password", demo.organiser[1])
        page.click("main form button")
        page.wait_for_timeout(800)
        if path:
            page.goto(demo.console.split("/console")[0] + path)
            page.wait_for_timeout(1500)

    return use


def mark_some(page: Page) -> None:
    """Fills in part of a ballot, as a voter in mid-ballot has."""
    for row in page.query_selector_all('[role="radiogroup"]')[:3]:
        choices = row.query_selector_all('[role="radio"], input[type="radio"], button')
        if choices:
            choices[1].click()


def main() -> int:
    """Takes every picture."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    with demonstration() as demo, sync_playwright() as player:
        browser = player.chromium.launch(executable_path=chromium, args=FLAGS)
        time.sleep(100)  # five departments have reported by then
        take(browser, "phone", demo.ballot, PHONE, mark_some)
        take(browser, "projector", demo.screen, HALL)
        take(browser, "console", demo.console, LAPTOP, signed_in(demo))
        take(browser, "slips", demo.console, LAPTOP, signed_in(demo, "/console/year-end/slips"))
        take(browser, "setup", demo.console, LAPTOP, signed_in(demo, "/setup"))
        take(browser, "result", demo.console, LAPTOP, signed_in(demo, "/console/half-year/result"))
        take(browser, "form", demo.console, LAPTOP, signed_in(demo, "/console/half-year/form"))
        take(browser, "standing", demo.console, LAPTOP, signed_in(demo, "/desk"))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
