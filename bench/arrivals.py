"""How phones arrive: the patterns that the simulation replays. Chance comes in from outside, so a seed says it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log
from random import Random

from bench.queueing import CAST, Phone, Step

ROUND_TRIP = 0.15  # seconds between an answer and the next request of the same page
SPREAD = 1.5  # seconds over which phones that heard of a change read their ballots again (ballot-watch.js)


@dataclass(frozen=True)
class Pattern:
    """A pattern: its name for people, the usual number of phones, and the phones themselves."""

    title: str
    phones: int
    arrive: Callable[[int, int, Random], Iterator[Phone]]
    """``arrive(phones, workers, chance)``"""


def doors_open(phones: int, workers: int, chance: Random) -> Iterator[Phone]:
    """Everybody scans within two minutes, most of them in the first: page, ballot, socket."""
    visit = [Step(0, "page"), Step(ROUND_TRIP, "read"), Step(ROUND_TRIP, "watch")]
    for at in range(phones):
        yield Phone(120 * chance.betavariate(2, 4), at % workers, visit)


def chair_says_now(phones: int, workers: int, chance: Random) -> Iterator[Phone]:
    """The chair opens a department: the message goes out, everybody reads, taps and submits within half a minute."""
    for at in range(phones):
        thinks = _thinks(chance, 8, 0.5)
        yield Phone(0, at % workers, [Step(0, "message"), Step(SPREAD * chance.random(), "read"), Step(thinks, CAST)])


def submit_now(phones: int, workers: int, chance: Random) -> Iterator[Phone]:
    """The chair says "submit now": ballots that lie ready are sent within three seconds."""
    for at in range(phones):
        yield Phone(3 * chance.betavariate(2, 3), at % workers, [Step(0, CAST)])


def one_second(phones: int, workers: int, chance: Random) -> Iterator[Phone]:
    """All ballots within one second, evenly: what ``bench --only burst`` does for real."""
    for at in range(phones):
        yield Phone(chance.random(), at % workers, [Step(0, CAST)])


def one_instant(phones: int, workers: int, _chance: Random) -> Iterator[Phone]:
    """All ballots at once."""
    for at in range(phones):
        yield Phone(0, at % workers, [Step(0, CAST)])


def wave_of_links(phones: int, workers: int, chance: Random) -> Iterator[Phone]:
    """Messages with links go out in ten minutes and are opened for a while after; marking takes two minutes or so."""
    for at in range(phones):
        opened = 600 * chance.random() + _thinks(chance, 120, 1.2)
        visit = [
            Step(0, "page"),
            Step(ROUND_TRIP, "read"),
            Step(ROUND_TRIP, "watch"),
            Step(_thinks(chance, 120, 0.6), CAST),
        ]
        yield Phone(opened, at % workers, visit)


def week_of_links(phones: int, workers: int, chance: Random) -> Iterator[Phone]:
    """The busiest ten minutes of a week in which so many vote: a quarter on the first day, a tenth of it in an hour."""
    for at in range(round(phones * 0.25 * 0.1 / 6)):
        visit = [
            Step(0, "page"),
            Step(ROUND_TRIP, "read"),
            Step(ROUND_TRIP, "watch"),
            Step(_thinks(chance, 120, 0.6), CAST),
        ]
        yield Phone(600 * chance.random(), at % workers, visit)


def _thinks(chance: Random, median: float, spread: float) -> float:
    """Seconds that people take: most near the median, a few far more."""
    return chance.lognormvariate(log(median), spread)


PATTERNS = {
    "doors": Pattern("doors open, everybody scans", 2000, doors_open),
    "now": Pattern("the chair opens a department", 2000, chair_says_now),
    "submit": Pattern('the chair says "submit now"', 2000, submit_now),
    "second": Pattern("all within one second", 2000, one_second),
    "instant": Pattern("all in one instant", 2000, one_instant),
    "wave": Pattern("links sent out in ten minutes", 20_000, wave_of_links),
    "week": Pattern("busiest ten minutes of a week", 1_000_000, week_of_links),
}
