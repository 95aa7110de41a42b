"""The demonstration office's whole year, held from outside, with the server killed again and again on the way."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.outside.crowd import Crowd, Marks, Phone, grade, points
from tests.support.independent import Sum
from tests.support.outside import DEMO_PLAN, DEMO_POINTS, Office, read_slips

SEED = 20260630
ORGANISER, SCRUTINEER = "run it well", "see it all"
HALF_YEAR, YEAR_END = "half-year", "year-end"
KILL_AFTER = (0.0, 0.004, 0.009)  # seconds after the requests were sent: before, while and after they are committed
OF_ONE_MIND = "justice-office"  # all of its leadership ballots say the same: its breakdown must be hidden
HARDLY_RATED = "armed-forces"  # four of the heads rate it, fewer than may be shown
SILENT = "supervision-office"  # no leadership member rates it at all


@dataclass
class Year:
    """A year that was held: the office, what the phones were told, and what is expected of it."""

    office: Office
    crowds: dict[str, Crowd]
    phones: dict[str, list[Phone]]
    kills: int

    def expected(self) -> Sum:
        """The independent sum over the marks that were acknowledged."""
        ballots = {
            review: [(phone.group, phone.counted) for phone in phones if phone.counted]
            for review, phones in self.phones.items()
        }
        return Sum(DEMO_PLAN, DEMO_POINTS, ballots)


def found(folder: Path) -> Office:
    """Plan, points, people and all 400 slips, in a fresh folder."""
    office = Office(folder)
    office.do("load", DEMO_PLAN)
    office.do("assess", DEMO_POINTS)
    office.do("staff", "add", "organiser", "--role", "organiser", "--password-stdin", stdin=f"{ORGANISER}\n")
    office.do("staff", "add", "scrutineer", "--role", "scrutineer", "--password-stdin", stdin=f"{SCRUTINEER}\n")
    for review in (HALF_YEAR, YEAR_END):
        office.do("slips", review, "--csv", folder / f"{review}.csv")
    return office


def hold_year(folder: Path) -> Year:
    """Holds both sessions."""
    office = found(folder)
    phones = {review: draw(folder / f"{review}.csv") for review in (HALF_YEAR, YEAR_END)}
    office.do("open", HALF_YEAR)
    with office.served() as server:
        crowds = {HALF_YEAR: Crowd(server, seed=SEED), YEAR_END: Crowd(server, seed=SEED + 1)}
        hold_together(crowds[HALF_YEAR], phones[HALF_YEAR])
        close(office, HALF_YEAR)
        hold_one_by_one(office, crowds[YEAR_END], phones[YEAR_END])
        close(office, YEAR_END)
        kills = server.kills
    return Year(office, crowds, phones, kills)


def draw(slips: Path) -> list[Phone]:
    """One phone a slip, the groups mixed alike in every run, so that the same marks are cast in every run."""
    phones = sorted((Phone(*slip) for slip in read_slips(slips)), key=lambda phone: phone.group)
    Random(SEED).shuffle(phones)
    return phones


def close(office: Office, review: str) -> None:
    """Closes for good, the scrutineer's password on standard input."""
    office.do("close", review, "--scrutineer", "scrutineer", stdin=f"{SCRUTINEER}\n")


def departments() -> list[str]:
    """The ballot's departments in the plan's order."""
    return [row["id"] for row in tomllib.loads(DEMO_PLAN.read_text(encoding="utf-8"))["departments"]]


def hold_together(crowd: Crowd, phones: list[Phone]) -> None:
    """The half-year: one ballot over all departments, in four waves, the server killed within three of them."""
    chance = Random(SEED)
    ballots = [crowd.ballot(phone, points(chance, departments(), cap=6)) for phone in phones]
    quarter = len(ballots) // 4
    for wave, kill_after in enumerate((*KILL_AFTER, None)):
        part = ballots[wave * quarter :] if kill_after is None else ballots[wave * quarter : (wave + 1) * quarter]
        crowd.cast(part, kill_after)


def hold_one_by_one(office: Office, crowd: Crowd, phones: list[Phone]) -> None:
    """The year-end: departments open one after another, some two at a time, some closed before the next one opens."""
    opinions = Opinions(Random(SEED + 2), phones)
    kills = dict(zip((0, 4, 9), KILL_AFTER, strict=True))
    names, step = departments(), 0
    while names:
        opening, names = (names[:2], names[2:]) if step % 3 == 1 else (names[:1], names[1:])
        if step % 6 == 1:  # the second one opens while half of the phones have already marked the first
            first, second = opening
            office.do("open", YEAR_END, first)
            half = len(phones) // 2
            crowd.cast([crowd.ballot(phone, opinions.of(phone, [first])) for phone in phones[:half]])
            office.do("open", YEAR_END, second)
            crowd.cast([crowd.ballot(phone, opinions.of(phone, [second])) for phone in phones[:half]])
            crowd.cast([crowd.ballot(phone, opinions.of(phone, opening)) for phone in phones[half:]])
        else:
            office.do("open", YEAR_END, *opening)
            crowd.cast([crowd.ballot(phone, opinions.of(phone, opening)) for phone in phones], kills.get(step))
        if step % 2:
            office.do("close", YEAR_END, *opening)
        step += 1


class Opinions:
    """Random grades, but for the three departments whose breakdown must be hidden afterwards."""

    def __init__(self, chance: Random, phones: list[Phone]) -> None:
        self._chance = chance
        self._raters = {phone.code for phone in [phone for phone in phones if phone.group == "heads"][:4]}

    def of(self, phone: Phone, names: list[str]) -> Marks:
        """What this phone sends."""
        marks = {name: grade(self._chance) for name in names}
        if OF_ONE_MIND in marks and phone.group == "leadership":
            marks[OF_ONE_MIND] = "G"
        if HARDLY_RATED in marks and phone.group == "heads":
            marks[HARDLY_RATED] = "F" if phone.code in self._raters else None
        if SILENT in marks and phone.group == "leadership":
            marks[SILENT] = None
        return marks


def copied(year: Year, folder: Path) -> Office:
    """A copy of the office with a database of its own, to be changed by hand."""
    folder.mkdir()
    office = Office(folder)
    year.office.do("backup", office.database)
    return office
