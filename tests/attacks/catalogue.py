"""Every attack by name, with the builds on which it has to succeed, and the meetings it is tried on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from tests.attacks import builds
from tests.attacks.builds import REAL, Build
from tests.attacks.from_files import (
    in_deleted_rows,
    in_one_copy,
    in_order_of_pages,
    in_the_log,
    in_two_copies,
    kept_rows,
    order_of_slips,
)
from tests.attacks.from_scores import (
    complement,
    result_alone,
    series_of_one_mind,
    series_of_the_others,
    that_it_is_hidden,
)
from tests.attacks.from_screens import (
    published_result,
    recorded_screens,
    score_of_groups_present,
    scores_alone,
    small_groups,
)
from tests.attacks.judge import Attack, Verdict, judge_marks, judge_sums
from tests.attacks.meeting import Meeting, hold
from tests.attacks.scene import Scene


@dataclass(frozen=True)
class Tried:
    """One attack: ``blind`` is the guessing it has to beat, ``sabotaged`` the builds on which it must.

    ``scene`` names what the meeting must offer, ``voters`` the sizes at which the sabotage is worth trying.
    ``works``: on the product too; docs/anonymity.md says so.
    """

    name: str
    attack: Attack
    blind: Attack
    sabotaged: Sequence[Build] = ()
    scene: str = "any"
    asked: str = "marks"
    works: bool = False
    copies: bool = False
    voters: tuple[int, int] = (0, 10_000)

    def on(self, scene: Scene) -> Scene:
        if self.scene.startswith("of one mind"):
            pace = "one_by_one" if "one by one" in self.scene else "together"
            return replace(scene, groups=_two_groups(scene), of_one_mind="leadership", pace=pace)
        if self.scene == "turnout":
            return replace(scene, live="turnout")
        if self.scene == "tiny group":
            return replace(scene, groups={**scene.groups, next(iter(scene.groups)): 2}, live="turnout")
        return scene


def _two_groups(scene: Scene) -> dict[str, int]:
    n = scene.voters
    first = max(scene.groups["leadership"], n // 10)
    return {"leadership": first, "cadres": min(n - first, 60)}


OF_WHAT_IS_PUBLISHED = (
    Tried("difference of recorded screens", recorded_screens, published_result,
          (builds.BATCH_OF_ONE, builds.NOTHING_HELD), works=True),
    Tried("series of scores, of one mind", series_of_one_mind, result_alone, (builds.SCORES_OF_ONE_MIND,),
          "of one mind", "sums", voters=(100, 200)),
    Tried("score of the groups present", score_of_groups_present, published_result, (builds.RENORMALISED,), asked="sums"),
    Tried("complement of a hidden group", complement, result_alone,
          (builds.POOLED_MARKS, builds.OTHER_GROUPS),
          "of one mind", "sums", voters=(0, 200)),
    Tried("small groups", small_groups, scores_alone, (builds.SMALL_GROUPS,), "tiny group", "sums"),
)  # fmt: skip
OF_THE_CLOSED_FILE = (
    Tried("what rows say", kept_rows, published_result,
          (builds.BATCH_NUMBERS, builds.ROWS_IN_ORDER, builds.TIMES), "turnout", works=True),
    Tried("position in pages", in_order_of_pages, published_result,
          (builds.RANDOM_KEYS.with_(builds.NOT_LAID_ANEW),), "turnout", voters=(0, 30)),
    Tried("deleted rows", in_deleted_rows, published_result, (builds.NOT_OVERWRITTEN,), "turnout"),
    Tried("the write-ahead log", in_the_log, published_result, (builds.LOG_KEPT,), "turnout"),
)  # fmt: skip
THAT_WORK = (
    Tried("that a breakdown is hidden", that_it_is_hidden, result_alone, (),
          "of one mind, one by one", "sums", works=True, voters=(0, 200)),
    Tried("a blank row beside live scores", that_it_is_hidden, result_alone, (),
          "of one mind", "sums", works=True, voters=(0, 200)),
    Tried("series of scores, of others", series_of_the_others, result_alone, (),
          "of one mind", "sums", works=True, voters=(0, 200)),
    Tried("hidden sums in the closed file", kept_rows, result_alone, (), "of one mind", "sums", works=True, voters=(0, 200)),
    Tried("one copy of the running files", in_one_copy, published_result, (), "turnout", works=True, copies=True),
    Tried("copies of the running files", in_two_copies, published_result, (), "turnout", works=True, copies=True),
)  # fmt: skip
EVERY = (*OF_WHAT_IS_PUBLISHED, *OF_THE_CLOSED_FILE, *THAT_WORK)
ORDER_OF_SLIPS = (builds.NOT_LAID_ANEW, builds.NUMBERED_ROWS)


def tried(one: Tried, build: Build, scene: Scene) -> tuple[Verdict, Meeting]:
    """Holds a meeting and attacks it."""
    meeting = hold(one.on(scene), build, copies=one.copies)
    return verdict_of(one, build, scene, meeting), meeting


def verdict_of(one: Tried, build: Build, scene: Scene, meeting: Meeting) -> Verdict:
    evidence = meeting.evidence
    place = f"{scene.voters} voters, batch {scene.batch}"
    verdict = Verdict(one.name, build.name, place, one.asked)
    judged = judge_marks if one.asked == "marks" else judge_sums
    return judged(verdict, meeting, one.attack(evidence), one.blind(evidence))


def slips_in_order(build: Build, scene: Scene, meeting: Meeting) -> Verdict:
    """Pairs of slips put into the order of submitting; blind guessing gets one half."""
    right, pairs = order_of_slips(meeting)
    verdict = Verdict("slips put in order", build.name, f"{scene.voters} voters, batch {scene.batch}", "pairs")
    verdict.targets, verdict.reached, verdict.right, verdict.blind = pairs, pairs, right, pairs // 2
    verdict.gains = [verdict.gain]
    return verdict


def every_verdict(scenes: Sequence[Scene], say: Callable[[str], None]) -> Iterator[Verdict]:
    """All attacks on all builds they are for, on these meetings."""
    for scene in scenes:
        say(f"{scene.voters} voters, batch {scene.batch}, meeting {scene.seed + 1}")
        for one in EVERY:
            least, most = one.voters
            fits = least <= scene.voters <= most
            if one.scene.startswith("of one mind") and scene.voters > most:
                continue  # its meetings have two groups of at most 60, whatever the size
            for build in (REAL, *(one.sabotaged if fits else ())):
                yield tried(one, build, scene)[0]
        for build in (REAL, *ORDER_OF_SLIPS):
            yield slips_in_order(build, scene, hold(scene, build, copies=False))
