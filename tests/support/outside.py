"""The program from outside: its command line as processes, its server as a process, phones that speak HTTP to it.

Nothing here looks into the program: a folder, an environment, an address, and the front door's ``main``.
"""

from __future__ import annotations

import csv
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from voting.commands import main

ROOT = Path(__file__).parent.parent.parent
DEMO_PLAN = ROOT / "data" / "demo-2026.toml"
DEMO_POINTS = ROOT / "data" / "demo-2026-points.csv"
PATIENCE = 30.0  # seconds after which a phone or a start has failed


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output; fails where there is anything beside it."""
        return json.loads(self.out)


class Office:
    """A folder with a database, the settings, and the commands."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.database = folder / "voting.db"
        self.port = free_port()
        self.environment = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(folder),
            "DATABASE_URL": f"sqlite:///{self.database}",
            "PORT": str(self.port),
            "LANGUAGE": "en",
            **settings,
        }

    def command(self, *arguments: str | Path, stdin: str = "") -> Done:
        """Runs one command in a process of its own, as the office does."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "app.py"), *map(str, arguments)],
            cwd=self.folder, env=self.environment, input=stdin, capture_output=True, encoding="utf-8", timeout=60,
            check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def do(self, *arguments: str | Path, stdin: str = "") -> Done:
        """Runs one command that must succeed."""
        done = self.command(*arguments, stdin=stdin)
        assert done.code == 0, f"{' '.join(map(str, arguments))}: {done.err}"
        return done

    def inside(self, *arguments: str | Path, stdin: str = "", **settings: str) -> Done:
        """Runs one command in this process, where starting one is not the point."""
        with CliRunner().isolation(input=stdin) as (out, err, _both):
            code = main([*map(str, arguments)], {**self.environment, **settings})
            texts = [stream.getvalue().decode() for stream in (out, err)]
        return Done(code, *texts)

    @contextmanager
    def served(self) -> Iterator[Server]:
        """The running server; ended when left."""
        server = Server(self)
        server.start()
        try:
            yield server
        finally:
            server.stop()


class Server:
    """``serve`` as a process that can be killed and started again."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ("127.0.0.1", office.port)
        self.kills = 0

    def start(self) -> None:
        """Starts the server and waits until it answers."""
        self.wait_for(
            subprocess.Popen(
                [sys.executable, str(ROOT / "app.py"), "serve"],
                cwd=self._office.folder, env=self._office.environment,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
        )  # fmt: skip

    def wait_for(self, process: subprocess.Popen[bytes]) -> None:
        """Takes a process that was just started for the server, and waits until it answers."""
        self._process = process
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            assert self._process.poll() is None, "the server ended by itself"
            try:
                if Line(self.address).ask("GET", "/healthz")[0] == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.02)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        """``kill -9``: no goodbye, nothing flushed."""
        assert self._process
        os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)
        self.kills += 1

    def kill_and_start(self) -> None:
        """What a phone takes for a bad moment."""
        self.kill()
        self.start()

    def stop(self) -> int:
        """Asks the server to stop and returns its exit code."""
        assert self._process
        if self._process.poll() is None:
            self._process.terminate()
        return self._process.wait(PATIENCE)


class Line:
    """One kept-alive connection, as a phone has one. It is opened at the first question and after every fault."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self._connection: HTTPConnection | None = None

    def ask(
        self,
        method: str,
        path: str,
        *,
        bearer: str = "",
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        sent: Callable[[], object] | None = None,
    ) -> tuple[int, bytes]:
        """Status and body of the answer. ``sent`` is called when the request has left and no answer was read yet."""
        if self._connection is None:
            self._connection = HTTPConnection(*self._address, timeout=PATIENCE)
        every = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        try:
            self._connection.request(method, path, body, {**every, **(headers or {})})
            if sent:
                sent()
            answer = self._connection.getresponse()
            return answer.status, answer.read()
        except BaseException:
            self.hang_up()
            raise

    def go_to(self, address: tuple[str, int]) -> None:
        """Asks somebody else from now on."""
        self.hang_up()
        self._address = address

    def hang_up(self) -> None:
        """Closes the connection."""
        if self._connection:
            self._connection.close()
            self._connection = None


def read_slips(path: Path) -> list[tuple[str, str]]:
    """Group and code of each slip in the file that ``slips --csv`` wrote."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [(row["group"], row["code"]) for row in csv.DictReader(file)]


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
