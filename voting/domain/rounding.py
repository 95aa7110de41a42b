"""Exact figures made readable: half-up rounding of fractions, at the very end and only there."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor


def half_up(value: Fraction) -> int:
    """The nearest whole number, halves away from zero: 4.5 → 5, -4.5 → -5."""
    whole = floor(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def decimals(value: Fraction, places: int = 2) -> str:
    """A fraction as a decimal string, rounded half-up: 82.125 → "82.13", 1.005 → "1.01"."""
    scaled = half_up(value * 10**places)
    whole, part = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole}.{part:0{places}d}"


def shown(value: Fraction | None, places: int = 2) -> str | None:
    """``decimals`` for a figure that may be missing."""
    return None if value is None else decimals(value, places)


WHOLE: dict[str, Callable[[Fraction], int]] = {"half_up": half_up, "floor": floor, "ceil": ceil}
"""The ways a plan may round shares to whole places, by the name the plan file gives them."""
