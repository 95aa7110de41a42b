"""The listener and the handler of gevent's own server, set up for many phones that each say little.

No access log: a line with an address and a time beside a ballot is the very thing this program must not keep.
"""

from __future__ import annotations

import socket
from typing import Any

from gevent import socket as gsocket
from gevent.pywsgi import WSGIHandler, WSGIServer

_Handler: Any = WSGIHandler  # untyped on purpose: what is overridden here is not in the published types

BACKLOG = 4096  # a hall that scans at once must not meet a full queue
IDLE_SECONDS = 75.0  # three pings of the socket layer: whoever is silent longer is gone


class QuietHandler(_Handler):  # type: ignore[misc]
    """Answers in one packet, writes no log, drops connections that fall silent, refuses compression on sockets."""

    def handle(self) -> None:
        """Serves one connection until it closes or falls silent."""
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else small answers wait 44 ms
        self.socket.settimeout(IDLE_SECONDS)
        super().handle()

    def log_request(self) -> None:
        """Writes nothing."""

    def log_error(self, msg: str, *args: Any) -> None:
        """Writes nothing: the message could carry the request."""

    def handle_error(self, *_error: Any) -> None:
        """Answers what can still be answered; nothing of the request reaches a log."""
        self._send_error_response_if_possible(500)

    def get_environ(self) -> dict[str, Any]:
        """The request, without the offer to compress socket messages: that costs 100 KB a phone and saves little."""
        environ: dict[str, Any] = super().get_environ()
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        return environ

    def _write_with_headers(self, data: bytes) -> None:
        if self.response_use_chunked or len(data) > 65536:
            super()._write_with_headers(data)
            return
        self.headers_sent = True
        self.finalize_headers()
        head = [b"HTTP/1.1 ", self.status, b"\r\n"]
        for name, value in self.response_headers:
            head += (name, b": ", value, b"\r\n")
        head += (b"\r\n", data)
        self._sendall(b"".join(head))


def make_listener(host: str, port: int) -> Any:
    """A listening socket; port 0 takes a free one. Raises OSError where the address cannot be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = gsocket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((host, port))
    listener.listen(BACKLOG)
    listener.setblocking(False)
    return listener


def make_server(app: Any, listener: Any) -> WSGIServer:
    """The server for an app on a listener."""
    return WSGIServer(
        listener, app, handler_class=QuietHandler, log=None, error_log=None, environ={"wsgi.multithread": True}
    )
