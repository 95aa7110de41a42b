"""The result of a session as a form to print and sign, by the chief scrutineer, scrutineers, tellers and the chair."""

from __future__ import annotations

from dataclasses import dataclass

from voting.actions.results import Result
from voting.domain.refusals import msg
from voting.exports.pages import page
from voting.exports.wording import (
    RESULT_NOTES,
    Say,
    by_rank,
    closed_by,
    fault_line,
    in_blocks,
    method,
    number,
    result_notes,
    speaker,
    void_reason,
)

DASH = "—"
SIGNATURES = (
    (msg("Chief scrutineer"), 1),
    (msg("Scrutineers"), 2),
    (msg("Tellers"), 2),
    (msg("Chair"), 1),
)
"""Who signs, and on how many lines."""


@dataclass(frozen=True)
class ScoreLine:
    """One department's row: a dash where there is nothing to show, the note's number where something explains it."""

    rank: str
    name: str
    score: str
    means: list[str]
    note: str


def result_page(result: Result, language: str, stylesheet: str | None = None, version: str = "") -> str:
    """The form as one HTML file; with the address of ``print.css`` it links to that instead of holding a copy.

    ``version`` is the line that says which version of the page this is, and how to look it up.
    """
    say = speaker(language)
    session = result.session
    notes = [code for code in RESULT_NOTES if any(code in result_notes(row) for row in result.departments)]
    weighted = session.plan.scoring.aggregation == "weighted_groups"
    return page(
        "result.html",
        language,
        stylesheet=stylesheet,
        version=version,
        office=session.plan.office,
        review=session.review,
        weight=number(float(session.review.weight)),
        groups=[(session.plan.group_name(group), counts) for group, counts in result.groups.items()],
        total=result.total,
        void=[(void_reason(reason, say), count) for reason, count in result.void.items()],
        warnings=[fault_line(warning, say) for warning in result.warnings],
        weights=[
            (session.plan.group_name(group), number(float(spec.weight)) if weighted else None)
            for group, spec in session.review.groups.items()
        ],
        lines=_lines(result, notes),
        notes=[say(RESULT_NOTES[code]) for code in notes],
        method=method(session.review, session.plan.scoring, say),
        closed=closed_by(result.closed_by, say),
        journal_head=in_blocks(result.journal_head),
        signatures=_signatures(say),
    )


def _lines(result: Result, notes: list[str]) -> list[ScoreLine]:
    names = {department.id: department.name for department in result.session.plan.departments}
    lines = []
    for row in by_rank(result.departments):
        means = [(row.groups or {}).get(group) for group in result.session.review.groups]
        lines.append(
            ScoreLine(
                rank=DASH if row.rank is None else str(row.rank),
                name=names[row.id],
                score=row.score or DASH,
                means=[DASH if mean is None or mean.mean is None else mean.mean for mean in means],
                note=", ".join(str(notes.index(code) + 1) for code in result_notes(row)),
            )
        )
    return lines


def _signatures(say: Say) -> list[tuple[str, int]]:
    return [(say(who), lines) for who, lines in SIGNATURES]
