"""Slips handed out one by one at the door: which are on a tablet now, and which a phone has picked up. Memory only."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

MOST_KEPT = 2_000


@dataclass
class HandOut:
    """One slip on a tablet: the hash of its code, whose session it is, and whether a phone watches with it."""

    code_hash: str
    review: str
    taken: bool = False


class HandOuts:
    """The slips this process has handed out, by a random token that means nothing outside."""

    def __init__(self) -> None:
        self._by_token: OrderedDict[str, HandOut] = OrderedDict()

    def add(self, token: str, code_hash: str, review: str) -> None:
        """Remembers a slip that is on a tablet now."""
        self._by_token[token] = HandOut(code_hash, review)
        while len(self._by_token) > MOST_KEPT:
            self._by_token.popitem(last=False)

    def find(self, token: str) -> HandOut | None:
        """The slip behind a token, None where it was forgotten."""
        return self._by_token.get(token)

    def forget(self, token: str) -> None:
        """Forgets a slip."""
        self._by_token.pop(token, None)

    def picked_up(self, code_hash: str) -> None:
        """A phone has come with this slip."""
        for hand_out in reversed(self._by_token.values()):
            if hand_out.code_hash == code_hash:
                hand_out.taken = True
                return
