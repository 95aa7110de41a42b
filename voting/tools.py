"""What the program takes from the outside world, as values: the database, the clock, chance, and password hashing.

Made once at the front door; tests make their own.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from voting.domain.codes import LENGTH, encode
from voting.storage.doors import Database
from voting.storage.files import FileFolder


class Passwords(Protocol):
    """Hashes and checks the passwords of staff."""

    def hash(self, password: str) -> str:
        """The hash to store for a password."""
        ...

    def verify(self, stored: str, password: str) -> bool:
        """Whether the password is the one that was stored."""
        ...


@dataclass(frozen=True)
class Tools:
    """The outside world of the actions."""

    database: Database
    passwords: Passwords
    now: Callable[[], datetime]
    new_code: Callable[[], str]
    new_key: Callable[[], str]
    files: FileFolder


def real_tools(database: Database, passwords: Passwords, files: FileFolder) -> Tools:
    """Tools with the system's clock and the system's generator of random numbers."""
    return Tools(
        database=database,
        passwords=passwords,
        now=lambda: datetime.now(UTC),
        new_code=lambda: encode(secrets.randbits(5 * LENGTH)),
        new_key=lambda: secrets.token_urlsafe(16),
        files=files,
    )
