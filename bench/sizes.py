"""How much a run measures: the full size, and a small one that only shows that everything works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Casts of a round by connections, rounds, phones of a burst and how often, and what the other rows take."""

    casts: dict[int, int]
    rounds: int
    burst: int
    bursts: int
    commits: dict[int, int]  # ballots of a commit, and how many commits
    flow: int  # ballots while a projector looks on …
    flow_seconds: float  # … spread over so long
    phones: tuple[int, ...]  # that are told one message
    messages: int
    slips: int
    voters: int  # of the result that is opened
    openings: int
    kills: int
    killed: int  # ballots on their way when the server is killed
    browser: bool
    taps: int


FULL = Sizes(
    casts={64: 1500, 512: 2500}, rounds=5, burst=2000, bursts=3, commits={1: 300, 64: 200, 512: 40}, flow=1500,
    flow_seconds=15.0, phones=(2000, 5000), messages=10, slips=1000, voters=5000, openings=30, kills=3, killed=3000,
    browser=True, taps=5,
)  # fmt: skip
QUICK = Sizes(
    casts={8: 60, 32: 60}, rounds=1, burst=40, bursts=1, commits={1: 5, 8: 5}, flow=40, flow_seconds=2.0,
    phones=(20, 40), messages=2, slips=20, voters=60, openings=3, kills=1, killed=300, browser=False, taps=1,
)  # fmt: skip
