"""The two contestants as processes: the program's own ``serve``, and the bare echo."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.town import ROOT, Town


class Contestant:
    """A running server: its port, and the processor time it has used."""

    def __init__(self, port: int, process: subprocess.Popen[bytes]) -> None:
        self.port = port
        self._process = process

    def cpu(self) -> float:
        """Processor seconds of all its threads so far, user and system, to the nanosecond."""
        tasks = Path(f"/proc/{self._process.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def memory(self) -> int:
        """Bytes of its own that it holds in memory now."""
        lines = Path(f"/proc/{self._process.pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) * 1024

    @property
    def pid(self) -> int:
        """The process, for whoever ends it without a chance to finish anything."""
        return self._process.pid

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self._process.poll() is None:
            connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
            try:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.05)
            finally:
                connection.close()
        raise RuntimeError("a server did not start")

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            self._process.wait(30)


@contextmanager
def product(town: Town) -> Iterator[Contestant]:
    """The program, started as an office starts it."""
    with _running([str(ROOT / "app.py"), "serve"], town.port, town.folder, town.environment) as contestant:
        yield contestant


@contextmanager
def bare_echo(folder: Path) -> Iterator[Contestant]:
    """The yardstick."""
    port = free_port()
    with _running(["-m", "bench.echo", str(port)], port, folder, {"PYTHONPATH": str(ROOT)}) as contestant:
        yield contestant


@contextmanager
def _running(arguments: Sequence[str], port: int, folder: Path, environment: Mapping[str, str]) -> Iterator[Contestant]:
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=folder, env=dict(environment), stdout=subprocess.DEVNULL
    )
    contestant = Contestant(port, process)
    try:
        contestant.wait_until_it_answers()
        yield contestant
    finally:
        contestant.stop()


def free_port() -> int:
    """A port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
