"""Behind a proxy of our own: who asks is what that proxy says, and only where it is one that the settings trust.

Without this every phone behind nginx has nginx's address, and the failed codes of one slow down all. With it unasked
anybody could write any address into a header, and nothing would slow down whoever tries codes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Networks = tuple[IPv4Network | IPv6Network, ...]


class TrustedProxies:
    """A WSGI app in front of all others, which sets the address and the scheme that a trusted proxy was asked with."""

    def __init__(self, behind: Wsgi, trusted: Networks) -> None:
        self._behind = behind
        self._trusted = trusted

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Passes the request on as the first machine that is not ours sent it."""
        told = environ.pop("HTTP_X_FORWARDED_FOR", ""), environ.pop("HTTP_X_FORWARDED_PROTO", "")
        environ.pop("HTTP_X_FORWARDED_HOST", None)  # the sockets' library would believe it
        if self._trusts(environ.get("REMOTE_ADDR", "")):
            addresses, scheme = told
            environ["REMOTE_ADDR"] = self._client(environ["REMOTE_ADDR"], addresses)
            if scheme.strip() in ("http", "https"):
                environ["wsgi.url_scheme"] = scheme.strip()
        return self._behind(environ, start_response)

    def _client(self, nearest: str, told: str) -> str:
        """The last address of the list that is none of our proxies: everything before it could be made up."""
        for address in reversed([each.strip() for each in told.split(",") if each.strip()]):
            if not _is_address(address):
                break
            nearest = address
            if not self._trusts(address):
                break
        return nearest

    def _trusts(self, address: str) -> bool:
        if not _is_address(address):
            return False
        read = ip_address(address)
        plain = getattr(read, "ipv4_mapped", None) or read  # a listener on :: sees ::ffff:127.0.0.1
        return any(plain in network for network in self._trusted)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
