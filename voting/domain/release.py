"""What may be shown, and when: the rules of anonymity as pure functions (DESIGN 3.3 to 3.5).

Ballots of one (session, group, department) pass through three levels of counters: ``filling`` collects them, a full
batch is ``held``, and only what was held before is ``shown``. What leaves this module are the ``Published…`` values:
they do not contain what may not be shown, so nothing downstream can leak it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from voting.domain.plan import TOGETHER, Plan, Privacy, Review
from voting.domain.rounding import decimals, shown
from voting.domain.tally import ByGroup, Counts, GroupTally, competition_ranks, pooled_marks, score, tally_group

SHOWN, HELD, FILLING = "shown", "held", "filling"
SMALL_GROUP = 2  # a group with so few ballots counts as empty at closing: its mean would be its voters' marks
BATCHES_FOR_MARKS = 4  # a live distribution is pooled over groups and needs so many batches


@dataclass(frozen=True)
class Placement:
    """Where ballots that arrive together go: how often the batch seals, and how many reach each level, in order."""

    seals: int
    shown: int
    held: int
    filling: int


def place(filling: int, arriving: int, batch: int) -> Placement:
    """The effect of ``arriving`` ballots, one after another, on a batch that already holds ``filling`` of ``batch``.

    Each seal folds what was held into shown and makes the full batch the held one, so after k seals the last full
    batch is held and every batch before it is shown.
    """
    total = filling + arriving
    seals = total // batch
    if seals == 0:
        return Placement(0, 0, 0, arriving)
    to_shown = max(0, (seals - 1) * batch - filling)
    to_filling = total - seals * batch
    return Placement(seals, to_shown, arriving - to_shown - to_filling, to_filling)


@dataclass(frozen=True)
class PublishedGroup:
    """One group's part of a department's result: mean at two decimals (None: nothing to show) and ballots."""

    mean: str | None
    ballots: int


@dataclass(frozen=True)
class PublishedDepartment:
    """Everything anyone may know of a department in one session. None is "not shown" and looks like "nothing there".

    ``score`` is a string at two decimals, ``exact`` its fraction (closed sessions with an open breakdown only),
    ``ballots`` counts ballots, abstentions included; ``left_out`` names groups without a figure.
    """

    id: str
    score: str | None = None
    exact: Fraction | None = None
    ballots: int = 0
    marks: dict[str, int] | None = None
    groups: dict[str, PublishedGroup] | None = None
    rank: int | None = None
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Figures:
    """One department before release: what it scored and whether its breakdown may be known. Never leaves the floor."""

    id: str
    by_group: ByGroup
    tallies: Mapping[str, GroupTally]
    score: Fraction | None
    hidden: bool

    @property
    def ballots(self) -> int:
        return sum(tally.ballots for tally in self.tallies.values())


def turnout_only(review: Review, issued: Mapping[str, int], privacy: Privacy) -> bool:
    """Whether a session shows nothing but turnout until it closes: by its plan, or because a group is too small."""
    return review.live != "tally" or any(0 < slips < 2 * privacy.batch for slips in issued.values())


def live(plan: Plan, review: Review, shown_counts: Counts, issued: Mapping[str, int]) -> list[PublishedDepartment]:
    """What the room may see while the session runs, from the ``shown`` level alone.

    ``issued`` counts the slips of each group; only groups that have slips are waited for.
    """
    voters = [group for group in review.groups if issued.get(group, 0) > 0]
    blank = [PublishedDepartment(department) for department in plan.department_ids]
    if turnout_only(review, issued, plan.privacy) or not voters:
        return blank
    enough = max(plan.privacy.batch, SMALL_GROUP + 1)
    figures: dict[str, _Figures] = {}
    for department in plan.department_ids:
        by_group = shown_counts.get(department, {})
        ballots = [sum(by_group.get(group, {}).values()) for group in voters]
        if min(ballots) >= enough and sum(ballots) >= plan.privacy.min_group:
            figures[department] = _figures(plan, review, department, by_group)
    # Department by department, on one ballot too: in a hall of 20 departments some group is nearly always of one mind
    # about somebody, and the others' figures must be there (DESIGN 3.3). A blank row then says that much, and no mark.
    silent = {name for name, row in figures.items() if _would_be_solved(row, plan.privacy)}
    published = _publish(review, [figures.get(row.id) for row in blank], blank)
    published = [empty if row.id in silent else row for row, empty in zip(published, blank, strict=True)]
    marks_from = BATCHES_FOR_MARKS * plan.privacy.batch
    enough_marks = [row.marks if row.ballots >= marks_from else None for row in published]
    return [replace(row, exact=None, marks=marks) for row, marks in zip(published, enough_marks, strict=True)]


def closed(plan: Plan, review: Review, final_counts: Counts) -> list[PublishedDepartment]:
    """The result of a closed session, with the rules for small and unanimous groups applied, ranks included."""
    blank = [PublishedDepartment(department) for department in plan.department_ids]
    figures = [_final_figures(plan, review, department, final_counts) for department in plan.department_ids]
    ranks = _ranks(row for row in figures if row is not None)
    published = _publish(review, figures, blank)
    return [replace(row, rank=ranks.get(row.id)) for row in published]


def _ranks(figures: Iterable[_Figures]) -> dict[str, int | None]:
    """Ranks by exact score; by the shown scores once a breakdown is hidden.

    The order of two scores that look equal would narrow a hidden one down, in small sessions to one possibility.
    """
    rows = list(figures)
    if not any(row.hidden for row in rows):
        return competition_ranks({row.id: row.score for row in rows})
    return competition_ranks({row.id: None if row.score is None else Fraction(decimals(row.score)) for row in rows})


@dataclass(frozen=True)
class SessionScore:
    """A department's score in a closed session as the yearly total needs it: exact, and whether it may be shown so."""

    score: Fraction | None
    hidden: bool


def exact_scores(plan: Plan, review: Review, final_counts: Counts) -> dict[str, SessionScore]:
    """The scores of a closed session for the yearly total, by department; None below the least number of ballots."""
    figures = {dept: _final_figures(plan, review, dept, final_counts) for dept in plan.department_ids}
    hide_all = _hides_all(review, figures.values())
    return {
        dept: SessionScore(None, hidden=hide_all) if row is None else SessionScore(row.score, row.hidden or hide_all)
        for dept, row in figures.items()
    }


def open_tallies(plan: Plan, review: Review, final_counts: Counts) -> dict[str, dict[str, GroupTally]]:
    """What each group says in a closed session, for the departments whose breakdown may be shown and for no other."""
    figures = [_final_figures(plan, review, department, final_counts) for department in plan.department_ids]
    if _hides_all(review, figures):
        return {}
    return {
        row.id: {group: row.tallies[group] for group in review.groups if group in row.tallies}
        for row in figures
        if row is not None and not row.hidden
    }


def _hides_all(review: Review, figures: Iterable[_Figures | None]) -> bool:
    """With one ballot for all departments, one hidden breakdown hides all."""
    return review.pace == TOGETHER and any(row is not None and row.hidden for row in figures)


def _final_figures(plan: Plan, review: Review, department: str, counts: Counts) -> _Figures | None:
    by_group = {g: marks for g, marks in counts.get(department, {}).items() if sum(marks.values()) > SMALL_GROUP}
    figures = _figures(plan, review, department, by_group)
    return figures if figures.ballots >= plan.privacy.min_group else None


def _figures(plan: Plan, review: Review, department: str, by_group: ByGroup) -> _Figures:
    tallies = {group: tally_group(marks, review.scale, plan.scoring.trim) for group, marks in by_group.items()}
    weights = {group: spec.weight for group, spec in review.groups.items()}
    hidden = any(_narrows_down(tally, plan.privacy) for tally in tallies.values())
    return _Figures(department, by_group, tallies, score(tallies, weights, plan.scoring), hidden)


def _narrows_down(tally: GroupTally, privacy: Privacy) -> bool:
    """Whether a group's figures would say what its members marked: too few marks, or all of them the same."""
    if tally.ballots == 0:
        return False
    return tally.rated < privacy.min_group or (tally.unanimous and privacy.unanimous == "hide")


def _would_be_solved(row: _Figures, privacy: Privacy) -> bool:
    """Whether live scores would say what a group hides, so that not even a score may be shown while the session runs.

    Each further score at two decimals is one more equation; a dozen of them determine every group's sum (see "series of
    scores" in docs/anonymity.md), and a group of one mind must not be solved for: its mean is everybody's mark.
    """
    return privacy.unanimous == "hide" and any(tally.unanimous for tally in row.tallies.values())


def _publish(
    review: Review, figures: list[_Figures | None], blank: list[PublishedDepartment]
) -> list[PublishedDepartment]:
    """Turns figures into what may be shown."""
    hide_all = _hides_all(review, figures)
    return [
        empty if row is None else _publish_one(review, row, hidden=hide_all or row.hidden)
        for row, empty in zip(figures, blank, strict=True)
    ]


def _publish_one(review: Review, row: _Figures, *, hidden: bool) -> PublishedDepartment:
    if hidden:  # not even which groups are left out: that a group abstained to a man is its members' marks too
        return PublishedDepartment(row.id, score=shown(row.score), ballots=row.ballots)
    left_out = tuple(g for g in review.groups if g not in row.tallies or not row.tallies[g].kept)
    groups = {group: _publish_group(row.tallies.get(group)) for group in review.groups}
    return PublishedDepartment(
        row.id,
        score=shown(row.score),
        exact=row.score,
        ballots=row.ballots,
        marks=pooled_marks(row.by_group.values(), review.scale),
        groups=groups,
        left_out=left_out,
    )


def _publish_group(tally: GroupTally | None) -> PublishedGroup:
    if tally is None or tally.mean is None:
        return PublishedGroup(None, 0)
    return PublishedGroup(decimals(tally.mean), tally.ballots)
