"""``app.py serve`` as a process on a free port, with everything it says kept, ended by its process id."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from voting.settings import SETTINGS

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 40.0


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A running server. ``said`` is what it wrote on standard output and standard error, once it has ended."""

    def __init__(self, database: Path, out: IO[bytes], err: IO[bytes]) -> None:
        self.port = free_port()
        self.address = f"127.0.0.1:{self.port}"
        self._out, self._err = out, err
        inherited = {name: value for name, value in os.environ.items() if name not in SETTINGS}
        self._process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "serve"],
            cwd=database.parent, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            env={**inherited, "DATABASE_URL": f"sqlite:///{database}", "PORT": str(self.port), "LANGUAGE": "en"},
        )  # fmt: skip

    def wait(self) -> None:
        """Returns when the server answers."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and self._process.poll() is None:
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.02)
        raise AssertionError(f"the server did not start: {self.said()}")

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        """Status and body of one request on a connection of its own."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        finally:
            line.close()

    def raw(self, request: bytes) -> bytes:
        """The first bytes of the answer to a request written by hand."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            line.sendall(request)
            return line.recv(65536)

    def stop(self) -> int:
        """Asks the process to end, makes it end if it does not, and returns its exit code."""
        self._process.terminate()
        try:
            return self._process.wait(15)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def said(self) -> tuple[str, str]:
        """Standard output and standard error so far."""
        texts = []
        for stream in (self._out, self._err):
            stream.seek(0)
            texts.append(stream.read().decode())
        return texts[0], texts[1]


@contextmanager
def a_server(database: Path) -> Iterator[Server]:
    """The program serving a database; ended when left, if it has not been before."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        server = Server(database, out, err)
        try:
            server.wait()
            yield server
        finally:
            server.stop()
