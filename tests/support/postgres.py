"""A PostgreSQL server of the tests' own: a fresh cluster in a folder of its own, on the loopback only, ended by its pid.

``python -m tests.support.postgres`` starts one as an office would have it, prints its DATABASE_URL, and ends it with
Ctrl-C.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

from tests.support.outside import free_port
from tests.support.requirements import postgres_bin

PATIENCE = 60.0
SUPERUSER, OWNER = "tests_superuser", "pingyi"
IN_A_HURRY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
"""A test's server may lose everything when the machine fails; it must not when only the server does."""


class PostgresServer:
    """One cluster. It refuses to run as root, so there it runs as the system's user ``postgres``."""

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self.data = folder / "data"
        self.port = free_port()
        self._password = secrets.token_hex(16)
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._numbers = count(1)
        self._log = folder / "server.log"
        self._initialise(folder)

    def _initialise(self, folder: Path) -> None:
        word = folder / "password"
        word.write_text(self._password)
        if os.getuid() == 0:
            for path in (folder, word):
                shutil.chown(path, "postgres", "postgres")
        self._run(
            "initdb", "-D", str(self.data), "-U", SUPERUSER, "--pwfile", str(word), "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync",
        )  # fmt: skip
        word.unlink()

    def start(self) -> None:
        """Starts the server and waits until it lets people in."""
        options = {
            "listen_addresses": "127.0.0.1", "port": str(self.port), "unix_socket_directories": "",
            "max_connections": "120", **self._settings,
        }  # fmt: skip
        arguments = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self._process = subprocess.Popen(
            [str(self._program("postgres")), "-D", str(self.data), *arguments],
            stdout=subprocess.DEVNULL, stderr=self._log.open("ab"), **_unprivileged(),
        )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while True:
            assert self._process.poll() is None, self.log()
            try:
                psycopg.connect(self.url("postgres", SUPERUSER), connect_timeout=5).close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, self.log()
                time.sleep(0.02)
            else:
                return

    def stop(self, sign: signal.Signals = signal.SIGINT) -> None:
        """Ends it, connections or not; SIGQUIT ends it without a goodbye, so that the next start is a recovery."""
        if self._process and self._process.poll() is None:
            os.kill(self._process.pid, sign)
            self._process.wait(PATIENCE)

    def restart(self, sign: signal.Signals = signal.SIGINT) -> None:
        """Ends it and starts it again on the same port."""
        self.stop(sign)
        self.start()

    def url(self, database: str, user: str = OWNER) -> str:
        """The address of a database."""
        return f"postgresql://{user}:{self._password}@127.0.0.1:{self.port}/{database}"

    def new_database(self, *, owner_is_superuser: bool = False) -> str:
        """Makes an empty database of a user without special rights, and returns its address."""
        name = f"voting_{next(self._numbers)}"
        with self.by_hand("postgres") as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER]).fetchone():
                connection.execute(f"CREATE ROLE {OWNER} LOGIN PASSWORD '{self._password}'")
            owner = SUPERUSER if owner_is_superuser else OWNER
            connection.execute(f"CREATE DATABASE {name} OWNER {owner}")
        return self.url(name, owner)

    def drop(self, url: str) -> None:
        """Removes a database, whoever is still connected."""
        with self.by_hand("postgres") as connection:
            connection.execute(f"DROP DATABASE {url.rsplit('/', 1)[-1]} WITH (FORCE)")

    @contextmanager
    def by_hand(self, database: str) -> Iterator[psycopg.Connection[Any]]:
        """A superuser's connection, each statement by itself; ``database`` is a name or an address."""
        name = database.rsplit("/", 1)[-1]
        with psycopg.connect(self.url(name, SUPERUSER), autocommit=True) as connection:
            yield connection

    def log(self) -> str:
        """What the server has said so far."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [str(self._program(program)), *arguments], capture_output=True, encoding="utf-8", check=False,
            **_unprivileged(),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    @staticmethod
    def _program(name: str) -> Path:
        folder = postgres_bin()
        assert folder, "no PostgreSQL server programs here"
        return folder / name


def _unprivileged() -> dict[str, Any]:
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    if os.getuid() != 0:
        return {"env": environment, "cwd": "/"}
    return {"env": environment, "cwd": "/", "user": "postgres", "group": "postgres", "extra_groups": []}


@contextmanager
def postgres_server(**settings: str) -> Iterator[PostgresServer]:
    """A running server, gone with all it kept when left. Settings are the server's own; by default it is in a hurry."""
    folder = Path(tempfile.mkdtemp(prefix="pingyi-postgres-"))  # not below pytest's folder, which is root's alone
    try:
        server = PostgresServer(folder, settings or IN_A_HURRY)
        server.start()
        try:
            yield server
        finally:
            server.stop(signal.SIGQUIT)  # what it holds is thrown away: writing it down first took half a minute
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    for stopping in (signal.SIGINT, signal.SIGTERM):  # a shell starts its background jobs deaf to the first
        signal.signal(stopping, lambda *_: sys.exit(0))
    with postgres_server(fsync="on") as running:
        print(f"DATABASE_URL={running.new_database()}", flush=True)
        while True:
            signal.pause()
