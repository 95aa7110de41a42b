"""A year whose sessions have been held, without a database: results, sums, standing and journal as the exports take them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from tests.support.plans import WORKED_BALLOTS, WORKED_COMPONENTS, worked_count, worked_plan
from voting.actions.counts import Counts, total_of
from voting.actions.find import Session
from voting.actions.results import Result
from voting.domain.plan import Plan, Privacy, Scoring
from voting.domain.refusals import Fault
from voting.domain.release import closed, exact_scores
from voting.domain.release_detail import Sums, open_sums
from voting.domain.scoring import YearInputs, standing
from voting.domain.standing_view import PublishedYear, publish
from voting.domain.tally import Counts as FinalCounts
from voting.storage.journal import Entry
from voting.storage.reviews import ReviewRecord

HEAD = "0123456789abcdef" * 4
OPEN_TO_ALL = Privacy(batch=2, min_group=3, unanimous="show")


@dataclass(frozen=True)
class HeldYear:
    """What the exports are given."""

    plan: Plan
    results: list[Result]
    sums: dict[str, Sums]
    standing: PublishedYear
    journal: list[Entry]

    def result(self, review_id: str) -> Result:
        return next(result for result in self.results if result.session.record.id == review_id)


def a_session(plan: Plan, review_id: str, *, closed_by: str = "李敏 + 王强") -> Session:
    record = ReviewRecord(
        key=f"2026/{review_id}", year=2026, id=review_id, plan_id=review_id, state="closed", opened=1, revision=9,
        speaking=None, screen_key="key", closing_by=None, closed_by=closed_by,
    )  # fmt: skip
    return Session(record, plan, plan.review(review_id))


def a_result(
    plan: Plan,
    review_id: str,
    counts: FinalCounts,
    groups: Mapping[str, Counts],
    *,
    void: Mapping[str, int] | None = None,
    warnings: list[Fault] | None = None,
    closed_by: str = "李敏 + 王强",
) -> Result:
    session = a_session(plan, review_id, closed_by=closed_by)
    return Result(
        session=session,
        total=total_of(dict(groups)),
        groups=dict(groups),
        void=dict(sorted((void or {}).items())),
        void_by_group={},
        departments=closed(plan, session.review, counts),
        warnings=warnings or [],
        closed_by=closed_by,
        journal_head=HEAD,
    )


def all_returned(plan: Plan, review_id: str) -> dict[str, Counts]:
    """The counts of a session in which every slip came back."""
    groups = plan.review(review_id).groups
    return {name: Counts(spec.due, spec.slips, spec.slips, spec.slips) for name, spec in groups.items()}


def a_journal(*details: str) -> list[Entry]:
    """A journal with these details; its chain is not a real one."""
    return [
        Entry(at, f"2026-12-{at:02d}T09:00:00+00:00", "李敏", "open", detail, HEAD, HEAD[at:] + HEAD[:at])
        for at, detail in enumerate(details, 1)
    ]


def held_year(
    plan: Plan,
    counts: Mapping[str, FinalCounts],
    components: Mapping[str, Mapping[str, Fraction]],
    results: list[Result] | None = None,
    *,
    disqualified: frozenset[str] = frozenset(),
    decided: Mapping[str, bool] | None = None,
) -> HeldYear:
    """The year of final counters by session; a session that is missing is one that is still open."""
    scores = {
        review.id: exact_scores(plan, review, counts[review.id]) if review.id in counts else None
        for review in plan.reviews
    }
    year = publish(plan, standing(plan, YearInputs(components, scores, disqualified, decided)), frozenset(counts))
    made = [a_result(plan, name, found, all_returned(plan, name)) for name, found in counts.items()]
    sums = {name: open_sums(plan, plan.review(name), found) for name, found in counts.items()}
    return HeldYear(plan, made if results is None else results, sums, year, a_journal('{"review":"2026/half-year"}'))


def worked_year(*, privacy: Privacy | None = None, scoring: Scoring | None = None, **options: object) -> HeldYear:
    """The worked example of DOMAIN 6, as it is or with another privacy."""
    plan = replace(worked_plan(scoring=scoring), privacy=privacy or Privacy())
    found = {name: worked_count(plan, name) for name in WORKED_BALLOTS}
    results = []
    for name, count in found.items():
        groups = {}
        for group, (_weight, issued, text) in WORKED_BALLOTS[name].items():
            valid = len(text.split()) - sum(text.split().count(word) for words in count.void.values() for word in words)
            groups[group] = Counts(issued, issued, len(text.split()), valid, slips=issued)
        void = {reason: len(words) for reason, words in count.void.items()}
        results.append(a_result(plan, name, count.counts, groups, void=void))
    counts = {name: count.counts for name, count in found.items()}
    return held_year(plan, counts, WORKED_COMPONENTS, results, **options)  # type: ignore[arg-type]
