"""Settings: read once from the environment, frozen, and loud about bad values.

The table ``SETTINGS`` is also what the README's section is checked against.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network


class BadSetting(Exception):
    """A setting that cannot be used: one plain sentence."""


@dataclass(frozen=True)
class Settings:
    """How this process runs. ``secret_key`` is None where it is to be made and kept beside the database."""

    database_url: str
    host: str
    port: int
    public_url: str
    secret_key: str | None
    language: str
    files: str
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()


@dataclass(frozen=True)
class _Setting:
    default: str
    meaning: str
    check: Callable[[str], bool]
    must: str


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text) <= 65535


def _is_address(text: str) -> bool:
    return text == "" or re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", text) is not None


def _networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(each) for each in re.split(r"[\s,]+", text) if each)


def _are_networks(text: str) -> bool:
    try:
        return all(network.prefixlen > 0 for network in _networks(text))  # everybody is nobody's own proxy
    except ValueError:
        return False


SETTINGS: dict[str, _Setting] = {
    "DATABASE_URL": _Setting(
        "sqlite:///data/voting.db",
        "where the data are kept",
        lambda text: text.startswith(("sqlite:///", "postgresql://")),
        "start with sqlite:/// or postgresql://",
    ),
    "HOST": _Setting("127.0.0.1", "the address to listen on; 0.0.0.0 lets phones in", bool, "not be empty"),
    "PORT": _Setting("5000", "the port to listen on", _is_port, "be a number from 1 to 65535"),
    "PUBLIC_URL": _Setting(
        "",
        "the address phones use; when empty, the LAN address if HOST is 0.0.0.0, else HOST and PORT",
        _is_address,
        "start with http:// or https:// and have no fragment",
    ),
    "SECRET_KEY": _Setting(
        "",
        "signs the sign-ins of staff; when empty, made on first start and kept beside the database (mode 600)",
        lambda text: text == "" or len(text) >= 16,
        "have at least 16 characters",
    ),
    "LANGUAGE": _Setting(
        "zh",
        "zh or en, where the browser does not choose",
        lambda text: text in ("zh", "en"),
        "be zh or en",
    ),
    "FILES": _Setting(
        "",
        "the folder for evidence that is handed in; when empty, beside a SQLite database, else data/files",
        lambda text: "\0" not in text,
        "be the path of a folder",
    ),
    "TRUSTED_PROXIES": _Setting(
        "",
        "addresses of proxies of ours (nginx) whose X-Forwarded-For and -Proto are believed; nobody else's are",
        _are_networks,
        "list addresses or networks, such as 127.0.0.1 or 10.0.0.0/24",
    ),
}


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Settings from the environment; raises ``BadSetting`` with the name and the reason."""
    values = {name: environment.get(name, "").strip() or setting.default for name, setting in SETTINGS.items()}
    for name, setting in SETTINGS.items():
        if not setting.check(values[name]):
            raise BadSetting(f"{name} must {setting.must}.")
    port = int(values["PORT"])
    return Settings(
        database_url=values["DATABASE_URL"],
        host=values["HOST"],
        port=port,
        public_url=(values["PUBLIC_URL"] or _own_address(values["HOST"], port)).rstrip("/"),
        secret_key=values["SECRET_KEY"] or None,
        language=values["LANGUAGE"],
        files=values["FILES"],
        trusted_proxies=_networks(values["TRUSTED_PROXIES"]),
    )


def _own_address(host: str, port: int) -> str:
    name = _lan_address() if host in ("0.0.0.0", "::") else host
    return f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"


def _lan_address() -> str:
    """This machine's address in the room's network. A datagram socket that is connected sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
