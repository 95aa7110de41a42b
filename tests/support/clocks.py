"""Clocks for tests of rates and waits."""

from __future__ import annotations


class Clock:
    """A clock that stands still until it is moved: seconds, from an arbitrary moment on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now
