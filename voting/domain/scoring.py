"""The year: components to totals, totals to ranks, ranks to the proposal of excellent departments and to quotas.

Everything is exact; what may be shown of it is ``standing_view``'s business. The program proposes, it never decides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from fractions import Fraction

from voting.domain.plan import Department, Plan
from voting.domain.release import SessionScore
from voting.domain.rounding import WHOLE
from voting.domain.tally import competition_ranks

DAILY, STANDARDISATION = "daily", "standardisation"
DISTRICT_RESULT, HONOURS = "district_result", "honours"
COMPONENTS = (DAILY, STANDARDISATION, DISTRICT_RESULT, HONOURS)
TIE_AT_THE_CUT = "tie_at_the_cut"


@dataclass(frozen=True)
class YearInputs:
    """What the year's total is computed from.

    ``components``: points by department and component. ``scores``: by session id, None while the session is missing or
    still open, else by department. ``decided``: the committee's decision by department, None before it is recorded.
    """

    components: Mapping[str, Mapping[str, Fraction]]
    scores: Mapping[str, Mapping[str, SessionScore] | None]
    disqualified: Set[str] = frozenset()
    decided: Mapping[str, bool] | None = None


@dataclass(frozen=True)
class StandingRow:
    """One department's year, exact. None: a figure that is missing, and every figure that needs it."""

    department: Department
    daily: Fraction | None
    standardisation: Fraction | None
    district_result: Fraction
    honours: Fraction
    reviews: dict[str, Fraction | None]
    review: Fraction | None
    total: Fraction | None
    hidden_reviews: frozenset[str]
    disqualified: bool
    rank: int | None = None
    proposed: bool | None = None
    decided: bool | None = None
    quota: int | None = None


@dataclass(frozen=True)
class Cut:
    """The shortlist's base, its places, and ``TIE_AT_THE_CUT`` where the committee must choose between ``tied`` ones.

    ``proposed`` is None while a total is missing; with a tie it holds all who are above the line or equal at it.
    """

    base: int
    places: int
    flag: str | None = None
    proposed: frozenset[str] | None = None
    tied: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Standing:
    """The whole year's standing, in the plan's order of departments."""

    rows: tuple[StandingRow, ...]
    shortlist: Cut


def standing(plan: Plan, inputs: YearInputs) -> Standing:
    """Computes the year: totals, competition ranks, the proposal, and quotas (provisional until decided)."""
    rows = [_row(plan, department, inputs) for department in plan.departments]
    ranks: dict[str, int | None] = {row.department.id: None for row in rows}
    if all(row.total is not None for row in rows):
        ranks = competition_ranks({row.department.id: row.total for row in rows})
    cut = shortlist(plan, rows)
    return Standing(tuple(_finished(plan, row, ranks, cut, inputs.decided) for row in rows), cut)


def _row(plan: Plan, department: Department, inputs: YearInputs) -> StandingRow:
    points = inputs.components.get(department.id, {})
    reviews: dict[str, Fraction | None] = {}
    hidden = set()
    for session in plan.reviews:
        scores = inputs.scores.get(session.id)
        found = None if scores is None else scores.get(department.id)
        reviews[session.id] = None if found is None else found.score
        if found is not None and found.hidden:
            hidden.add(session.id)
    review = _weighted(plan, reviews)
    daily, standardisation = points.get(DAILY), points.get(STANDARDISATION)
    innovation = points.get(DISTRICT_RESULT, Fraction(0)), points.get(HONOURS, Fraction(0))
    total = None
    if daily is not None and standardisation is not None and review is not None:
        total = daily + standardisation + review + sum(innovation)
    return StandingRow(
        department,
        daily,
        standardisation,
        *innovation,
        reviews=reviews,
        review=review,
        total=total,
        hidden_reviews=frozenset(hidden),
        disqualified=department.id in inputs.disqualified,
    )


def _weighted(plan: Plan, reviews: Mapping[str, Fraction | None]) -> Fraction | None:
    """The 100-point item: Σ weight(session) · score(session), None while one of them is missing."""
    parts = [(session.weight, reviews[session.id]) for session in plan.reviews]
    return None if any(score is None for _w, score in parts) else sum((w * s for w, s in parts if s), Fraction(0))


def shortlist(plan: Plan, rows: Sequence[StandingRow]) -> Cut:
    """The proposal by score, high to low; ``proposed`` is None while the total of one who could be proposed is missing.

    Directly led departments take no part. Disqualified ones stay in the base (unless the plan says ``qualified``) but
    are skipped, and the next moves up.
    """
    taking_part = [row for row in rows if not row.department.directly_led]
    qualified = [row for row in taking_part if not row.disqualified]
    rule = plan.shortlist
    base = len({"participating": taking_part, "all": rows, "qualified": qualified}[rule.base])
    places = WHOLE[rule.rounding](rule.ratio * base)
    if any(row.total is None for row in qualified):
        return Cut(base, places)
    keys = {row.department.id: _by_total_then_components(row) for row in qualified}
    chosen, tied = _cut(keys, places, rule.tie)
    return Cut(base, places, TIE_AT_THE_CUT if tied else None, frozenset(chosen), frozenset(tied))


_Key = tuple[Fraction, ...]


def _by_total_then_components(row: StandingRow) -> _Key:
    parts = (row.total, row.review, row.daily, row.standardisation)
    return tuple(Fraction(0) if part is None else part for part in parts)


def _cut(keys: Mapping[str, _Key], places: int, tie: str) -> tuple[list[str], list[str]]:
    """Who is above the line, and who is equal at it to the end. Only equals at the line itself are a tie."""
    ordered = sorted(keys, key=lambda department: keys[department], reverse=True)
    if len(ordered) <= places or places == 0:
        return ordered[:places], []
    last, first_out = keys[ordered[places - 1]], keys[ordered[places]]
    if last[0] != first_out[0]:
        return ordered[:places], []
    if tie == "extend":
        return [department for department in ordered if keys[department][0] >= last[0]], []
    if tie == "exclude":
        return [department for department in ordered if keys[department][0] > last[0]], []
    if last != first_out:
        return ordered[:places], []
    return (
        [department for department in ordered if keys[department] >= last],
        [department for department in ordered if keys[department] == last],
    )


def _finished(
    plan: Plan, row: StandingRow, ranks: Mapping[str, int | None], cut: Cut, decisions: Mapping[str, bool] | None
) -> StandingRow:
    key = row.department.id
    proposed = None if cut.proposed is None else key in cut.proposed
    decided = None if decisions is None else decisions.get(key, False)
    excellent = proposed if decided is None else decided
    places = quota(plan, row, excellent=excellent)
    return replace(row, rank=ranks[key], proposed=proposed, decided=decided, quota=places)


def quota(plan: Plan, row: StandingRow, *, excellent: bool | None) -> int | None:
    """Places for advanced workers; None while it is open whether the department is excellent."""
    rule = plan.quota
    if row.disqualified:
        share = rule.disqualified
    elif row.department.directly_led:
        share = rule.directly_led
    elif excellent is None:
        return None
    else:
        share = rule.excellent if excellent else rule.other
    return WHOLE[rule.rounding](share * row.department.headcount)
