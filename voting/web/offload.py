"""Real threads beside the event loop: SQLite never yields, so every use of the database runs on one of these."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from gevent.hub import Waiter, get_hub
from gevent.threadpool import ThreadPool

from voting.actions.ballot_box import Gate, ThreadGate

Result = TypeVar("Result")
READERS = 4


@dataclass(frozen=True)
class Threads:
    """How the web runs actions: ``read`` for what only looks, ``write`` for what changes (one thread, so in turn)."""

    read: Callable[..., Any]
    write: Callable[..., Any]
    slow: Callable[..., Any]
    new_gate: Callable[[], Gate]


class GreenGate:
    """A gate for one greenlet: a third of what a lock with a time-out costs, and every ballot waits at one."""

    __slots__ = ("_hub", "_waiter")

    def __init__(self) -> None:
        self._hub = get_hub()
        self._waiter: Any = Waiter(self._hub)

    def wait(self, seconds: float) -> bool:
        """Waits until the gate opens; False where it has not in time."""
        timer = self._hub.loop.timer(seconds)
        timer.start(self._waiter.switch, False)
        try:
            return bool(self._waiter.get())
        finally:
            timer.close()

    def open(self) -> None:
        """Lets the waiting greenlet go on, in the hub's next turn."""
        self._hub.loop.run_callback(self._waiter.switch, True)


def gevent_threads() -> Threads:
    """Threads for the server. Passwords and printing get a thread of their own: they take long and touch little."""
    return Threads(read=_on(ThreadPool(READERS)), write=_on(ThreadPool(1)), slow=_on(ThreadPool(1)), new_gate=GreenGate)


def _on(pool: ThreadPool) -> Callable[..., Any]:
    """Runs functions on a pool and raises here what they raised there.

    Left to itself the pool prints every exception with its traceback, and a refusal is an everyday answer.
    """

    def run(function: Callable[..., Any], args: tuple[Any, ...] = (), kwds: dict[str, Any] | None = None) -> Any:
        outcome, error = pool.apply(_caught, (function, args, kwds or {}))
        if error is not None:
            raise error
        return outcome

    return run


def _caught(function: Callable[..., Any], args: tuple[Any, ...], kwds: dict[str, Any]) -> tuple[Any, Exception | None]:
    try:
        return function(*args, **kwds), None
    except Exception as error:  # noqa: BLE001 - carried to the caller, who knows what it means
        return None, error


def _at_once(function: Callable[..., Result], args: tuple[Any, ...] = (), kwds: dict[str, Any] | None = None) -> Result:
    return function(*args, **(kwds or {}))


def no_threads() -> Threads:
    """For tests and commands: everything runs where it is called."""
    return Threads(read=_at_once, write=_at_once, slow=_at_once, new_gate=ThreadGate)
