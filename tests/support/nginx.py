"""nginx with the configuration that is shipped in ``deploy/``, on free ports of the loopback, ended by its pid.

Only what an office has to change is changed: ports, workers, certificate files, folders.
"""

from __future__ import annotations

import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.outside import ROOT, free_port
from tests.support.requirements import nginx_path

SHIPPED = ROOT / "deploy" / "nginx" / "pingyi.conf"
PATIENCE = 20.0
MAIN = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log emerg;
events {{ worker_connections 2048; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log {folder}/access.log;
    include {folder}/pingyi.conf;
}}
"""


class Nginx:
    """A running nginx in front of workers."""

    def __init__(self, folder: Path, workers: Sequence[int]) -> None:
        self.folder = folder
        self.plain_port, self.port = free_port(), free_port()
        _certificate(folder)
        (folder / "pingyi.conf").write_text(self._changed(SHIPPED.read_text(), workers))
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
        program = str(nginx_path())
        arguments = [program, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        self._process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._wait()

    def _changed(self, text: str, workers: Sequence[int]) -> str:
        for shipped, port in zip(("127.0.0.1:5001", "127.0.0.1:5002"), workers, strict=True):
            assert text.count(shipped) == 2, f"{SHIPPED} names {shipped} for both upstreams"
            text = text.replace(shipped, f"127.0.0.1:{port}")
        for shipped, mine in (
            ("listen 80 default_server;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"),
            ("/etc/ssl/pingyi/", f"{self.folder}/"),
            ("/var/cache/nginx/pingyi", f"{self.folder}/cache"),
            ("/dev/shm/pingyi-nginx", f"{self.folder}/held"),
        ):
            assert shipped in text, f"{SHIPPED} has no longer {shipped}"
            text = text.replace(shipped, mine)
        return re.sub(r"server_name [\w.]+;", "server_name 127.0.0.1;", text)

    def _wait(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise AssertionError(self._process.stderr.read().decode() if self._process.stderr else "")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE).close()
            except OSError:
                time.sleep(0.02)
            else:
                return
        raise AssertionError("nginx did not start")

    def said(self) -> str:
        """Everything that nginx wrote into logs."""
        return "".join(path.read_text() for path in sorted(self.folder.glob("*.log")))

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)
        if self._process.stderr:
            self._process.stderr.close()


def _certificate(folder: Path) -> None:
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
         "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", str(folder / "key.pem"), "-out", str(folder / "fullchain.pem")],
        check=True, capture_output=True,
    )  # fmt: skip


def trusting(nginx: Nginx) -> ssl.SSLContext:
    """A client's side of TLS that knows this nginx's certificate and no other."""
    return ssl.create_default_context(cafile=str(nginx.folder / "fullchain.pem"))


@contextmanager
def nginx_before(*workers: int) -> Iterator[Nginx]:
    """nginx in front of workers on these ports, gone with all it kept when left."""
    folder = Path(tempfile.mkdtemp(prefix="pingyi-nginx-"))
    folder.chmod(0o755)  # its children are another user's where it is started by root
    try:
        running = Nginx(folder, workers)
        try:
            yield running
        finally:
            running.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
