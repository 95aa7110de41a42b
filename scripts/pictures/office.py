"""The invented office: its program as a process, its commands, and its voters, who speak HTTP like real phones."""

from __future__ import annotations

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from random import Random

from playwright.sync_api import Page

from scripts.pictures.camera import HOME

Mark = str | int | None
DEMO = tomllib.loads((HOME / "data" / "demo-2026.toml").read_text(encoding="utf-8"))
DEPARTMENTS = DEMO["departments"]
CHAIR, SCRUTINEER = "王主持", "李监票"
PASSWORD = "for the pictures only"


class Office:
    """A folder with a database, the commands on it, and the server's address."""

    def __init__(self, folder: Path, language: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.folder = folder
        self.address = f"http://127.0.0.1:{self.port}"
        settings = {"DATABASE_URL": f"sqlite:///{folder}/voting.db", "PORT": str(self.port), "LANGUAGE": language}
        self._environment = os.environ | settings
        self._chance = Random(2026)
        self.slips: dict[str, list[str]] = {}

    def do(self, *arguments: str, stdin: str = "") -> str:
        """Runs one command of the program, as the guide says it."""
        done = subprocess.run(
            [sys.executable, str(HOME / "app.py"), *arguments], env=self._environment, cwd=HOME, input=stdin,
            capture_output=True, encoding="utf-8", check=False, timeout=60,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    @contextmanager
    def served(self) -> Iterator[None]:
        """The running server."""
        command = [sys.executable, str(HOME / "app.py"), "serve"]
        with (self.folder / "log").open("w") as log:
            server = subprocess.Popen(command, env=self._environment, cwd=HOME, stdout=log, stderr=log)
        try:
            while True:
                try:
                    self._ask("GET", "/healthz", "")
                    break
                except OSError:
                    time.sleep(0.1)
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)

    def sign_in(self, page: Page, name: str = CHAIR) -> None:
        """Fills in the sign-in and sends it."""
        page.fill("#name", name)
        page.fill("#password", PASSWORD)
        page.click("main form button")
        page.wait_for_load_state()

    def issue(self, review: str, page_to_print: Path) -> None:
        """Issues a session's slips; the codes are read from the page that would go to the printer."""
        self.do("slips", review, "--html", str(page_to_print))
        text = page_to_print.read_text(encoding="utf-8")
        self.slips = {}
        for group, code in re.findall(r'<p class="group">([^<]+)</p>.*?<p class="code">([^<]+)</p>', text, re.DOTALL):
            self.slips.setdefault(group, []).append(code)

    def ballot(self, code: str) -> str:
        """What the QR code of a slip says."""
        return f"{self.address}/b#{code.replace('-', '')}"

    def vote(self, share: float, mark: Callable[[str], Mark] | None = None) -> None:
        """A share of every group votes on what is open; the first slip of each stays unused, for a picture."""
        for codes in self.slips.values():
            for code in codes[1 : max(2, round(share * len(codes)))]:
                self.cast(code, mark or self._grade)

    def cast(self, code: str, mark: Callable[[str], Mark]) -> None:
        """One phone: reads its ballot, and sends marks for what is open."""
        ballot = json.loads(self._ask("GET", "/api/ballot", code))
        open_ones = [row["id"] for row in ballot["departments"] if row["state"] == "open"]
        if not open_ones:
            return
        document = {"receipt": secrets.token_hex(16), "marks": {name: mark(name) for name in open_ones}}
        self._ask("PUT", "/api/ballot", code, document)

    def departments(self) -> list[str]:
        """The departments' ids, in the order of the ballot."""
        code = next(iter(self.slips.values()))[0]
        return [row["id"] for row in json.loads(self._ask("GET", "/api/ballot", code))["departments"]]

    def points(self, department: str) -> int:
        """Somebody's points for a department, below the cap."""
        return max(55, min(89, round(self._chance.gauss(_quality(department) - 4, 5))))

    def _grade(self, department: str) -> Mark:
        felt = self._chance.gauss(_quality(department), 7)
        if self._chance.random() < 0.03:
            return None
        return "E" if felt >= 86 else "G" if felt >= 76 else "F" if felt >= 66 else "P"

    def _ask(self, method: str, path: str, code: str, document: Mapping[str, object] | None = None) -> str:
        line = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            body = None if document is None else json.dumps(document)
            line.request(method, path, body, {"Authorization": f"Bearer {code}"})
            answer = line.getresponse()
            text = answer.read().decode()
        finally:
            line.close()
        if answer.status >= 400:
            raise RuntimeError(text)
        return text


def _quality(department: str) -> float:
    return 73 + Random(department).random() * 15
