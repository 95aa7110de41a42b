"""Real threads beside the event loop: SQLite never yields, so every use of the database runs on one of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from gevent.threadpool import ThreadPool

Result = TypeVar("Result")
READERS = 4


@dataclass(frozen=True)
class Threads:
    """How the web runs actions: ``read`` for what only looks, ``write`` for what changes (one thread, so in turn)."""

    read: Callable[..., Any]
    write: Callable[..., Any]
    slow: Callable[..., Any]


def gevent_threads() -> Threads:
    """Threads for the server. Passwords and printing get a thread of their own: they take long and touch little."""
    readers, writer, slow = ThreadPool(READERS), ThreadPool(1), ThreadPool(1)
    return Threads(read=readers.apply, write=writer.apply, slow=slow.apply)


def _at_once(function: Callable[..., Result], args: tuple[Any, ...] = (), kwds: dict[str, Any] | None = None) -> Result:
    return function(*args, **(kwds or {}))


def no_threads() -> Threads:
    """For tests and commands: everything runs where it is called."""
    return Threads(read=_at_once, write=_at_once, slow=_at_once)
