"""Holding a meeting on the product, and keeping everything that a real attacker could get hold of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from tests.attacks.builds import Build
from tests.attacks.scene import REVIEW, Scene, Target, Voter, plan_text, voters_of
from tests.support.crowd import receipt_of
from tests.support.http import Browser
from tests.support.journals import files_of
from tests.support.sockets import a_socket, heard, watch
from tests.support.world import ORGANISER_PASSWORD, World, a_world, an_app
from voting.actions import counting
from voting.actions.meeting import close_review
from voting.actions.results import read_result
from voting.actions.standing import read_standing
from voting.actions.watch import look_by_name
from voting.domain.ballot import Mark
from voting.domain.codes import hash_code
from voting.domain.plan import Plan
from voting.domain.scales import ABSTAIN
from voting.exports.documents import result_document, standing_document
from voting.factory import Voting
from voting.web import assets

Files = Mapping[str, bytes]
"""A database as it lies on the disk: the file, its log and its index, by the ending of the name."""


@dataclass(frozen=True)
class Seen:
    """A document a client received: after how many submissions, which event, on which device, what."""

    submitted: int
    device: str
    event: str
    document: dict[str, Any]


@dataclass(frozen=True)
class Copy:
    """The files at one moment of a running session."""

    submitted: int
    moment: str
    files: Files


@dataclass
class Evidence:
    """All that the attacker holds. ``order`` is the group of each voter in the order of submitting."""

    plan: Plan
    order: list[str]
    slips: dict[str, list[str]]
    seen: list[Seen] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    result: dict[str, Any] = field(default_factory=dict)
    standing: dict[str, Any] = field(default_factory=dict)
    before: Files = field(default_factory=dict)
    after: Files = field(default_factory=dict)
    said: str = ""

    @property
    def departments(self) -> list[str]:
        return self.plan.department_ids

    @property
    def groups(self) -> list[str]:
        return list(self.plan.review(REVIEW).groups)

    def seats(self, group: str) -> list[int]:
        """The voters of a group, first come first."""
        return [number for number, name in enumerate(self.order) if name == group]

    def copied_while_running(self, *moments: str) -> list[Copy]:
        return [copy for copy in self.copies if copy.moment in moments]


@dataclass(frozen=True)
class Meeting:
    """The evidence, and beside it the truth that only the judge of the attacks may look at."""

    scene: Scene
    evidence: Evidence
    truth: Mapping[Target, str]
    holders: tuple[str, ...]
    """The hash of each voter's code."""


def hold(scene: Scene, build: Build, *, copies: bool = True, pages: bool = False) -> Meeting:
    """Holds a session from the first slip to the closing on one build of the product."""
    with build.installed(), _room() as folder, patch.object(assets, "read_assets", _assets):
        world = a_world(folder, plan_text(scene))
        try:
            return _held(world, scene, copies=copies, pages=pages)
        finally:
            world.database.close()


_assets = cache(assets.read_assets)


@contextmanager
def _room() -> Iterator[Path]:
    """A folder in memory where there is one: thousands of commits need not wait for a disk that proves nothing here."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as name:
        yield Path(name)


def _held(world: World, scene: Scene, *, copies: bool, pages: bool) -> Meeting:
    voters = voters_of(scene)
    slips = {group: Random(scene.seed).sample(codes, len(codes)) for group, codes in world.issue(REVIEW).items()}
    hands = {group: iter(codes) for group, codes in slips.items()}
    codes = [next(hands[voter.group]) for voter in voters]
    sheet = {group: sorted(codes) for group, codes in slips.items()}
    evidence = Evidence(world.plan, [voter.group for voter in voters], sheet)
    world.open(REVIEW)
    room = _Room(world, evidence)
    evidence.before = files_of(world.path)
    copied = _moments(scene) if copies else frozenset()
    for voter, code in zip(voters, codes, strict=True):
        room.votes(voter, code, copied=voter.number in copied)
        if pages and voter.number % 20 == 0:
            room.look_at_pages()
    close_review(world.tools, REVIEW, world.witness)
    room.look(len(voters))
    evidence.after = files_of(world.path)
    evidence.result = result_document(read_result(world.database, REVIEW))
    evidence.standing = standing_document(read_standing(world.database))
    if pages:
        room.look_at_pages()
    truth = {(voter.number, name): mark for voter in voters for name, mark in voter.marks.items()}
    return Meeting(scene, evidence, truth, tuple(map(hash_code, codes)))


def _moments(scene: Scene) -> frozenset[int]:
    """The voters around whom the files are copied: two neighbours in the middle, and some others."""
    n = scene.voters
    return frozenset({n // 4, n // 2, n // 2 + 1, 3 * n // 4, n - 1})


class _Room:
    """The room of a meeting: its server, a screen and a phone that record, and whoever copies files."""

    def __init__(self, world: World, evidence: Evidence) -> None:
        self._world = world
        self._evidence = evidence
        self._voting: Voting = an_app(world)
        snapshot = look_by_name(world.database, REVIEW)
        self._key = snapshot.session.record.screen_key
        self._devices = {"screen": a_socket(self._voting), "phone": a_socket(self._voting)}
        first = next(iter(evidence.slips.values()))[0]
        watch(self._devices["screen"], {"review": REVIEW, "key": self._key})
        watch(self._devices["phone"], {"code": first})
        self.look(0)

    def votes(self, voter: Voter, code: str, *, copied: bool) -> None:
        """One ballot, as the server takes it; then the pump does what it does whenever the box is idle."""
        marks: dict[str, Mark] = {name: None if mark == ABSTAIN else mark for name, mark in voter.marks.items()}
        with ExitStack() as stack:
            if copied:
                stack.enter_context(self._watched_commit(voter.number))
            self._voting.parts.polls.cast(code, receipt_of(code), marks)
        if copied:
            self._copy(voter.number + 1, "committed")
        self.look(voter.number + 1)
        self._voting.pump.tidy()
        if copied:
            self._copy(voter.number + 1, "idle")

    def look(self, submitted: int) -> None:
        """The pump looks; what the devices then hear is written down, and what the tally's address answers."""
        self._voting.pump.look()
        for device, socket in self._devices.items():
            self._evidence.seen += [Seen(submitted, device, event, doc) for event, doc in heard(socket)]
        answer = self._voting.app.test_client().get(
            f"/api/reviews/{REVIEW}/tally", headers={"Authorization": f"Bearer {self._key}"}
        )
        self._evidence.seen.append(Seen(submitted, "address", "tally", answer.get_json()))

    def look_at_pages(self) -> None:
        """What the console shows the organiser."""
        browser = Browser(self._voting.app)
        browser.sign_in("organiser", ORGANISER_PASSWORD)
        for address in ("/console", f"/console/{REVIEW}", "/desk", f"/desk/results/{REVIEW}"):
            self._evidence.pages.append(browser.client.get(address).text)

    def _copy(self, submitted: int, moment: str) -> None:
        self._evidence.copies.append(Copy(submitted, moment, files_of(self._world.path)))

    @contextmanager
    def _watched_commit(self, number: int) -> Iterator[None]:
        """Copies the files in the middle of the transaction that counts this voter's ballot."""
        really: Callable[..., None] = counting._raise

        def watched(*arguments: Any) -> None:
            really(*arguments)
            self._copy(number, "in the transaction")

        with patch.object(counting, "_raise", watched):
            yield
