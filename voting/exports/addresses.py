"""The addresses that stand on a slip."""

from __future__ import annotations


def ballot_address(public_url: str, code: str) -> str:
    """What the QR holds. The code stands in the fragment, so that it never reaches a server's log."""
    return f"{public_url.rstrip('/')}/b#{code}"


def typing_address(public_url: str) -> str:
    """Where a code is typed by hand, as people type an address: without ``http://``, which a browser adds."""
    return public_url.rstrip("/").removeprefix("http://")
