"""Everybody at the same moment: phones against a closing, one slip from many phones, two consoles, two tellers.

On real threads over one database file, each phone through a ballot box as its worker would have it.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Barrier, Thread
from typing import Any

from tests.support.crowd import Hall
from tests.support.world import SMALL_PLAN, World, a_world, dump
from voting.actions.check import check
from voting.actions.counting import Counted
from voting.actions.meeting import close_review, open_review, pause, resume
from voting.actions.paper import enter_paper
from voting.actions.years import load_plan
from voting.domain.refusals import Refusal

REVIEW, ALL = "half-year", ("alpha", "beta", "gamma")
MARKS = {"alpha": 95, "beta": 80, "gamma": 70}
PATIENCE = 120.0


@dataclass
class Race:
    """What came of one kind of race, over all its rounds."""

    name: str
    rounds: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether every round ended as it must."""
        return not self.faults

    def __str__(self) -> str:
        answers = ", ".join(f"{number} {answer}" for answer, number in sorted(self.answers.items()))
        return f"race, {self.name}: {self.rounds} rounds, {answers}; {self.faults or 'clean'}; {self.seconds:.0f} s"

    def must(self, holds: bool, otherwise: object) -> None:
        """Notes what should not be."""
        if not holds:
            self.faults.append(str(otherwise))


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """All acts on threads of their own, begun together; what each returned, or the code of its refusal."""
    gate, found = Barrier(len(acts)), [None] * len(acts)

    def run(at: int, act: Callable[[], Any]) -> None:
        gate.wait(PATIENCE)
        try:
            found[at] = act()
        except Refusal as refusal:
            found[at] = refusal.code  # type: ignore[call-overload]

    threads = [Thread(target=run, args=(at, act)) for at, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return found


def _world(folder: Path, slips: int) -> World:
    plan = SMALL_PLAN.replace("slips = 12", f"slips = {slips}").replace("slips = 20", f"slips = {slips}")
    folder.mkdir()
    return a_world(folder, plan)


def _said(answer: object) -> str:
    return ("counted" if answer.fresh else "counted before") if isinstance(answer, Counted) else str(answer)


def against_a_close(folder: Path, phones: int, chance: Random, race: Race) -> None:
    """All phones against one closing: accepted is stored is returned."""
    world = _world(folder, phones // 2)
    codes = [code for codes in world.issue(REVIEW).values() for code in codes]
    chance.shuffle(codes)
    world.open(REVIEW)
    hall = Hall(world)
    begun = time.monotonic() + chance.random() * 0.2

    def close() -> str:
        time.sleep(max(0.0, begun - time.monotonic()))
        close_review(world.tools, REVIEW, world.witness)
        return "closed"

    answers = at_once(close, *[lambda code=code: hall.cast(code, MARKS) for code in codes])
    said = Counter(map(_said, answers))
    race.answers += said
    counted = said["counted"]
    found = dump(world.path)
    race.must(said.keys() <= {"closed", "counted", "not_open"} and said["closed"] == 1, said)
    race.must(sum(row[4] for row in found["review_group"] if row[0].endswith(REVIEW)) == counted, "returned")
    sums = Counter(department for _r, _g, department, _l, _m, n in found["counter"] for _ in range(n))
    race.must(all(sums[name] == counted for name in ALL), f"{counted} counted, {sums} stored")
    race.must(len(found["spent"]) == counted, "spent slips")
    race.must(check(world.database) == [], check(world.database))
    world.database.close()


def one_slip(folder: Path, phones: int, chance: Random, race: Race) -> None:
    """The same slip from many phones, each with a receipt of its own: one counts."""
    world = _world(folder, 12)
    codes = world.issue(REVIEW)["cadres"]
    world.open(REVIEW)
    hall = Hall(world)
    code = chance.choice(codes)
    answers = at_once(*[lambda at=at: hall.cast(code, MARKS, receipt=f"{at:032x}") for at in range(phones)])
    said = Counter(map(_said, answers))
    race.answers += said
    race.must(said == {"counted": 1, "already_voted": phones - 1}, said)
    race.must(check(world.database) == [], check(world.database))
    world.database.close()


def two_consoles(folder: Path, acts: int, chance: Random, race: Race) -> None:
    """Opening, pausing, resuming and closing from two consoles while phones vote: each act is done once or refused."""
    world = _world(folder, 20)
    codes = [code for codes in world.issue(REVIEW).values() for code in codes]
    hall = Hall(world)
    possible: dict[str, Callable[[], object]] = {
        "open": lambda: open_review(world.tools, REVIEW),
        "pause": lambda: pause(world.tools, REVIEW),
        "resume": lambda: resume(world.tools, REVIEW),
    }

    def console(seed: int) -> list[str]:
        mine, done = Random(seed), []
        for _ in range(acts):
            name = mine.choice(list(possible))
            with suppress(Refusal):
                possible[name]()
                done.append(name)
        return done

    seeds = [chance.getrandbits(32) for _ in range(2)]
    found = at_once(*[lambda seed=seed: console(seed) for seed in seeds], *[
        lambda code=code: hall.cast(code, MARKS) for code in codes
    ])  # fmt: skip
    done = Counter(name for each in found[:2] for name in each)
    race.answers += Counter(map(_said, found[2:])) + done
    journal = Counter(row[3] for row in dump(world.path)["journal"])
    race.must(all(journal[name] == number for name, number in done.items()), f"{done} done, {journal} in the journal")
    race.must(done["open"] == 1 or not done, done)
    race.must(abs(done["pause"] - done["resume"]) <= 1, done)
    with suppress(Refusal):
        open_review(world.tools, REVIEW)
    both = at_once(*[lambda: close_review(world.tools, REVIEW, world.witness)] * 2)
    race.must(sum(isinstance(each, list) for each in both) == 1, f"closed by both: {both}")
    race.must(check(world.database) == [], check(world.database))
    world.database.close()


def two_tellers(folder: Path, tables: int, _chance: Random, race: Race) -> None:
    """Two tellers type in paper at once: every table counts whole and once."""
    world = _world(folder, 20)
    world.open(REVIEW)
    pause(world.tools, REVIEW)
    table = "alpha,beta,gamma\n90,80,70\n60,,50\n"

    def teller() -> int:
        return sum(enter_paper(world.tools, REVIEW, "cadres", table).valid for _ in range(tables))

    found = at_once(teller, teller)
    race.answers["paper ballots"] += sum(found)
    race.must(found == [2 * tables] * 2, found)
    close_review(world.tools, REVIEW, world.witness)
    paper = next(row[5] for row in dump(world.path)["review_group"] if row[:2] == (f"2026/{REVIEW}", "cadres"))
    race.must(paper == sum(found), f"{paper} stored")
    race.must(check(world.database) == [], check(world.database))
    world.database.close()


def two_plans(folder: Path, loads: int, _chance: Random, race: Race) -> None:
    """A plan is loaded while another is: one of them stands, whole."""
    world = _world(folder, 12)
    plans = [SMALL_PLAN.replace("小街道", name) for name in ("东街道", "西街道")]
    found = at_once(*[lambda text=text: [load_plan(world.tools, text) for _ in range(loads)] for text in plans])
    race.answers["loads"] += sum(len(each) for each in found)
    office = dump(world.path)["year"][0][1]
    sessions = [row[2] for row in dump(world.path)["review"]]
    race.must(office in ("东街道", "西街道") and sorted(sessions) == ["half-year", "year-end"], (office, sessions))
    race.must(check(world.database) == [], check(world.database))
    world.database.close()


RACES: Sequence[tuple[str, Callable[[Path, int, Random, Race], None], int, int, int]] = (
    ("500 phones against one close", against_a_close, 500, 10, 1),
    ("one slip from 20 phones", one_slip, 20, 20, 2),
    ("open, pause, close from two consoles", two_consoles, 12, 20, 2),
    ("two tellers", two_tellers, 10, 10, 1),
    ("a plan loaded while another is", two_plans, 5, 10, 1),
)
"""Name, race, its size, and how many rounds in the long and in the short form."""


def run(folder: Path, race: Race, hold: Callable[[Path, int, Random, Race], None], size: int, rounds: int) -> Race:
    """So many rounds of one race."""
    begun = time.monotonic()
    for number in range(rounds):
        hold(folder / f"round-{number}", size, Random(number), race)
        race.rounds += 1
    race.seconds = time.monotonic() - begun
    return race


def long() -> list[Race]:
    """The long form of every race."""
    found = []
    for name, hold, size, rounds, _short in RACES:
        with tempfile.TemporaryDirectory(prefix="pingyi-races-") as folder:
            found.append(run(Path(folder), Race(name), hold, size, rounds))
    return found
