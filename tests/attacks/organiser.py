"""The organiser as attacker: he runs the session, types in paper, issues slips, and wants to know what one voter marked.

Each scene is played on the product and on a build without the protection it meets. The target, X, is one voter; he
votes in leadership for the first department, and nobody abstains, which makes it as easy as it can be.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from tests.attacks.builds import NOTHING_HELD, PAPER_AT_ONCE, Build
from tests.attacks.from_scores import Shown, search
from tests.attacks.judge import Verdict
from tests.attacks.scene import GRADES, REVIEW, Scene, plan_text
from tests.support.crowd import Hall
from tests.support.world import World, a_world
from voting.actions import counting, slips
from voting.actions.meeting import annul, close_departments, close_review, pause, resume
from voting.actions.paper import enter_paper
from voting.actions.slips import issue_slips
from voting.actions.watch import look_by_name
from voting.actions.years import load_plan
from voting.domain import release
from voting.domain.plan_reader import read_plan
from voting.domain.plan_writer import write_plan
from voting.domain.refusals import Refusal
from voting.domain.release import PublishedDepartment
from voting.storage import counters, years

X_GROUP, DEPARTMENT, BATCH = "leadership", "d1", 5
PLACE = "one voter"


class Room:
    """A world with an open session, and what anyone sees of the first department."""

    def __init__(self, world: World, chance: Random, review: str = REVIEW) -> None:
        self.world, self.chance, self.review = world, chance, review
        self.hall = Hall(world)
        self.codes = {group: list(codes) for group, codes in world.issue(review).items()}

    def open(self, *departments: str) -> None:
        self.world.open(self.review, *departments)

    def vote(self, group: str, mark: str | None = None, *departments: str) -> str:
        """One more voter of a group; returns the mark given to the first department."""
        names = departments or self.world.plan.department_ids
        marks = {name: self.chance.choice("EEEGGGGFFP") for name in names} | ({names[0]: mark} if mark else {})
        assert not isinstance(self.hall.cast(self.codes[group].pop(), dict(marks)), str)
        return marks[names[0]]

    def paper(self, group: str, marks: Sequence[str]) -> None:
        """Paper ballots of these marks, for every department the same."""
        names = self.world.plan.department_ids
        rows = [",".join([mark] * len(names)) for mark in marks]
        enter_paper(self.world.tools, self.review, group, "\n".join([",".join(names), *rows]) + "\n")

    def close(self) -> None:
        close_review(self.world.tools, self.review, self.world.witness)

    @property
    def seen(self) -> PublishedDepartment:
        return look_by_name(self.world.database, self.review).tally.departments[0]

    def sum_seen(self, group: str = X_GROUP) -> tuple[int, int] | None:
        """Ballots and points of a group, as far as its mean is published."""
        figure = (self.seen.groups or {}).get(group)
        if figure is None or figure.mean is None:
            return None
        return figure.ballots, 20 * round(Fraction(figure.mean) * figure.ballots / 20)


@contextmanager
def a_room(seed: int, build: Build, groups: dict[str, int] | None = None, pace: str = "together") -> Iterator[Room]:
    """A room whose session is not open yet."""
    text = plan_text(Scene(groups or {"leadership": 40, "cadres": 40}, BATCH, seed, pace=pace))
    memory = Path("/dev/shm")
    with build.installed(), TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        world = a_world(Path(folder), text)
        try:
            yield Room(world, Random(f"room {seed}"))
        finally:
            world.database.close()


def mark_worth(points: int) -> str | None:
    return next((mark for mark, worth in GRADES.items() if worth == points), None)


@dataclass(frozen=True)
class Play:
    """One scene: ``act`` returns X's mark and what the organiser makes of it, None where he learns nothing.

    ``works`` says that it works on the product as well, which docs/anonymity.md then says too.
    """

    name: str
    act: Callable[[int, Build], tuple[str, str | None]]
    sabotaged: Sequence[Build]
    works: bool = False


def played(play: Play, build: Build, seeds: int) -> Verdict:
    """How often the organiser names X's mark, beside always guessing the most frequent one."""
    verdict = Verdict(play.name, build.name, PLACE)
    for seed in range(seeds):
        truth, named = play.act(seed, build)
        verdict.targets += 1
        if named is not None:
            verdict.reached += 1
            verdict.right += named == truth
            verdict.blind += truth == "G"
    verdict.gains = [verdict.gain]
    return verdict


# --- Slips of his own around one voter


def _surrounded(room: Room) -> tuple[str, str | None]:
    """X's ballot between fourteen of his own, each an E: the held batch, the rest of X's batch, and one behind it."""
    for _ in range(BATCH):
        room.vote(X_GROUP, "E")
    before = room.sum_seen()
    for _ in range(BATCH - 1):
        room.vote(X_GROUP, "E")
    truth = room.vote(X_GROUP)
    for _ in range(BATCH):
        room.vote(X_GROUP, "E")
    return truth, _left_over(before, room.sum_seen(), 2 * BATCH - 1)


def _left_over(before: tuple[int, int] | None, after: tuple[int, int] | None, own: int) -> str | None:
    """The one mark between two published sums that is not among his own."""
    if before is None or after is None or after[0] != before[0] + own + 1:
        return None
    return mark_worth(after[1] - before[1] - 100 * own)


def _crowd(room: Room) -> None:
    """Enough of both groups for a figure."""
    for _ in range(20):
        room.vote("cadres")
    for _ in range(2 * BATCH):
        room.vote(X_GROUP)


def slips_kept_back(seed: int, build: Build) -> tuple[str, str | None]:
    """He keeps slips back before the opening, when issuing them needs nobody else."""
    with a_room(seed, build) as room:
        room.open()
        _crowd(room)
        return _surrounded(room)


def slips_after_opening(seed: int, build: Build) -> tuple[str, str | None]:
    """All slips are in the voters' hands; he issues more for himself, without the scrutineer."""
    with a_room(seed, build) as room:
        room.open()
        _crowd(room)
        x = room.codes[X_GROUP].pop()
        try:
            more = issue_slips(room.world.tools, REVIEW, group=X_GROUP, count=3 * BATCH - 1)
        except Refusal:
            room.codes[X_GROUP].append(x)
            return room.vote(X_GROUP), None
        own = [slip.code for slip in more.slips]
        room.codes[X_GROUP] = [*own[:BATCH], x, *own[BATCH:]]  # taken from the end
        return _surrounded(room)


def _unconfirmed(_tools: Any, _witness: Any) -> None:
    return None


NO_SCRUTINEER = Build("late slips without the scrutineer", [(slips, "confirm", _unconfirmed)])


# --- Paper around one voter


def paper_around(seed: int, build: Build) -> tuple[str, str | None]:
    """He pauses, types ballots in, lets X vote, pauses again and types in a batch: does the next figure hold X?"""
    with a_room(seed, build) as room:
        room.open()
        _crowd(room)
        _on_paper(room, "E" * BATCH)
        before = room.sum_seen()
        _on_paper(room, "E" * (BATCH - 1))
        truth = room.vote(X_GROUP)
        _on_paper(room, "E" * BATCH)
        return truth, _left_over(before, room.sum_seen(), 2 * BATCH - 1)


def _on_paper(room: Room, marks: Sequence[str]) -> None:
    pause(room.world.tools, REVIEW)
    room.paper(X_GROUP, marks)
    resume(room.world.tools, REVIEW)


def _paper_in_batches(door: Any, review: str, more: Any) -> None:
    """Paper falls into the batches like every other ballot."""
    piles: dict[str, dict[str, list[str]]] = {}
    for (group, department, mark), n in more.items():
        piles.setdefault(group, {}).setdefault(department, []).extend([mark] * n)
    for group, by_department in piles.items():
        ballots = [dict(zip(by_department, row, strict=True)) for row in zip(*by_department.values(), strict=True)]
        casts = [counting.Cast(review, group, "", "", True, BATCH, ballot) for ballot in ballots]
        counting._raise(door, review, casts)


PAPER_IN_BATCHES = Build("paper falls into the batches", [(counters, "raise_paper", _paper_in_batches)])


def late_paper(seed: int, build: Build) -> tuple[str, str | None]:
    """X votes on paper, late and alone: does the figure change when the teller types it in? The room looks on."""
    with a_room(seed, build) as room:
        room.open()
        _crowd(room)
        before = room.sum_seen()
        truth = room.chance.choice("EGFP")
        _on_paper(room, truth)
        return truth, _left_over(before, room.sum_seen(), 0)


def one_phone_among_paper(seed: int, build: Build) -> tuple[str, str | None]:
    """A whole group votes on paper, which he types in and so has read; X alone votes by phone. The result tells."""
    with a_room(seed, build) as room:
        room.open()
        for _ in range(20):
            room.vote("cadres")
        truth = room.vote(X_GROUP)
        pause(room.world.tools, REVIEW)
        read = [room.chance.choice("EEGGGFFP") for _ in range(9)]
        room.paper(X_GROUP, read)
        room.close()
        after = room.sum_seen()
        return truth, None if after is None else mark_worth(after[1] - sum(GRADES[mark] for mark in read))


# --- A department closed after one ballot


def closed_after_one(seed: int, build: Build) -> tuple[str, str | None]:
    """He opens a department, lets X vote, and closes it."""
    with a_room(seed, build, pace="one_by_one") as room:
        room.open(DEPARTMENT)
        truth = room.vote(X_GROUP, None, DEPARTMENT)
        close_departments(room.world.tools, REVIEW, [DEPARTMENT])
        room.close()
        score = room.seen.score
        return truth, None if score is None else mark_worth(round(Fraction(score)))


def closed_after_one_with_paper(seed: int, build: Build) -> tuple[str, str | None]:
    """The same, and then ballots of his own on paper, until there are enough for a figure."""
    with a_room(seed, build, pace="one_by_one") as room:
        room.open(DEPARTMENT)
        truth = room.vote(X_GROUP, None, DEPARTMENT)
        close_departments(room.world.tools, REVIEW, [DEPARTMENT])
        pause(room.world.tools, REVIEW)
        room.paper(X_GROUP, "EEGGFF")
        room.close()
        after = room.sum_seen()
        return truth, None if after is None else mark_worth(after[1] - 480)


def _final_of_any_size(plan: Any, review: Any, department: str, counts: Any) -> Any:
    figures = release._figures(plan, review, department, counts.get(department, {}))
    return figures if figures.ballots else None


NO_LEAST_NUMBER = Build("figures of one ballot", [(release, "_final_figures", _final_of_any_size)])


# --- The same session twice


def annulled_and_held_again(seed: int, build: Build) -> tuple[str, str | None]:
    """Sixteen leaders vote, he annuls, all of them but X vote again and alike: the last screen against the new result."""
    with a_room(seed, build, {"leadership": 16, "cadres": 20}) as room:
        return _twice(room, come_again=15)


def held_again_before_the_few(seed: int, build: Build) -> tuple[str, str | None]:
    """The same, and to the second holding only those come who stood on the screen of the first, X excepted."""
    with a_room(seed, build, {"leadership": 16, "cadres": 20}) as room:
        return _twice(room, come_again=9)


def two_sessions(seed: int, build: Build) -> tuple[str, str | None]:
    """Half-year and year-end: the same fifteen leaders with the same opinions, and X as the sixteenth of the second."""
    sums, marks = [], Random(f"opinions {seed}").choices("EEEGGGGFFP", k=16)
    for voters in (15, 16):
        with a_room(seed, build, {"leadership": voters, "cadres": 20}) as room:
            room.open()
            for _ in range(20):
                room.vote("cadres")
            for mark in marks[:voters]:
                room.vote(X_GROUP, mark)
            room.close()
            sums.append(room.sum_seen())
    return marks[15], _left_over(sums[0], sums[1], 0)


def _twice(room: Room, *, come_again: int) -> tuple[str, str | None]:
    room.open()
    for _ in range(20):
        room.vote("cadres")
    marks = [room.vote(X_GROUP) for _ in range(16)]
    last = room.sum_seen()
    if last is None:
        return marks[0], None
    again = Room(room.world, room.chance, annul(room.world.tools, REVIEW, "a wrong list", room.world.witness))
    again.open()
    for _ in range(20):
        again.vote("cadres")
    for mark in marks[1 : 1 + come_again]:
        again.vote(X_GROUP, mark)
    again.close()
    result = again.sum_seen()
    if result is None or abs(result[0] - last[0]) != 1:
        return marks[0], None
    return marks[0], mark_worth(abs(last[1] - result[1]))


# --- Two plans that differ in their weights


def two_plans(seed: int, build: Build) -> tuple[str, str | None]:
    """A closed result hides a leadership of one mind; he loads the plan again with other weights and looks anew."""
    with a_room(seed, build, {"leadership": 16, "cadres": 24}) as room:
        room.open()
        for _ in range(24):
            room.vote("cadres")
        truth = "EGF"[seed % 3]
        for _ in range(16):
            room.vote(X_GROUP, truth)
        room.close()
        first = room.seen.score
        try:
            load_plan(
                room.world.tools, plan_text(Scene({"leadership": 16, "cadres": 24}, BATCH, seed, weights=(37, 63)))
            )
        except Refusal:
            return truth, None
        second = room.seen.score
        assert first
        assert second
        left = search([60, 40], [Shown((16, 24), float(first))])
        means = {
            Fraction(a[1], a[0]) for a, b in left
            if abs(37 * a[1] / a[0] + 63 * b[1] / b[0] - 100 * float(second)) <= 0.5001
        }  # fmt: skip
        chance = {mean: sum(p for (a, _b), p in left.items() if Fraction(a[1], a[0]) == mean) for mean in means}
        best = max(chance, key=lambda mean: chance[mean])
        return truth, mark_worth(int(best)) if best.denominator == 1 else "?"


def _replanned(tools: Any, text: str, **_more: Any) -> None:
    with tools.database.writing() as door:
        years.save(door, years.YearRecord(2026, "小街道", write_plan(read_plan(text))))


WEIGHTS_NOT_FROZEN = Build("weights that are not frozen", [(sys.modules[__name__], "load_plan", _replanned)])

PLAYS = (
    Play("slips of his own, issued late", slips_after_opening, (NO_SCRUTINEER,)),
    Play("slips of his own, kept back", slips_kept_back, (), works=True),
    Play("paper around one voter", paper_around, (PAPER_IN_BATCHES,)),
    Play("a late paper ballot", late_paper, (PAPER_AT_ONCE,)),
    Play("one phone among paper", one_phone_among_paper, (), works=True),
    Play("a department closed after one ballot", closed_after_one, (NO_LEAST_NUMBER,)),
    Play("the same, with paper of his own", closed_after_one_with_paper, (), works=True),
    Play("annulled and held again", annulled_and_held_again, (NOTHING_HELD,)),
    Play("held again before chosen few", held_again_before_the_few, (), works=True),
    Play("two sessions, one newcomer", two_sessions, (), works=True),
    Play("two plans, other weights", two_plans, (WEIGHTS_NOT_FROZEN,)),
)
