"""The demonstration: an invented office whose year-end session is going on, for a newcomer to look at."""

from __future__ import annotations

from voting.demo.show import show

__all__ = ["show"]
