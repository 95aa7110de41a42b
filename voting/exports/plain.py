"""Results and standings as plain text, for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import partial

from voting.actions.results import Result
from voting.domain.refusals import msg
from voting.domain.standing_view import NOTES, PublishedYear
from voting.exports.wording import people
from voting.texts import say


def result_text(result: Result, language: str) -> str:
    """The result of a session: counts, then departments by rank."""
    session = result.session
    names = {department.id: department.name for department in session.plan.departments}
    counts = [
        [session.plan.group_name(group), str(row.issued), str(row.returned), str(row.valid), str(row.void)]
        for group, row in result.groups.items()
    ]
    heads = [
        say(language, text) for text in (msg("Voter group"), msg("Issued"), msg("Returned"), msg("Valid"), msg("Void"))
    ]
    ranked = sorted(result.departments, key=lambda row: (row.rank is None, row.rank or 0))
    scores = [[str(row.rank or "—"), names[row.id], row.score or "—"] for row in ranked]
    score_heads = [say(language, text) for text in (msg("Rank"), msg("Department"), msg("Score"))]
    closed = f"{say(language, msg('Closed by'))}: {people(result.closed_by, partial(say, language))}"
    if " + " not in result.closed_by:
        closed += f" ({say(language, msg('closed by one person'))})"
    title = f"{session.plan.office.name} {session.plan.office.year} {session.review.name}"
    return "\n".join([title, "", *columns(heads, counts), "", *columns(score_heads, scores), "", closed])


def standing_text(year: PublishedYear, language: str) -> str:
    """The yearly total: departments by rank."""
    heads = (
        msg("Rank"), msg("Department"), msg("Daily work"), msg("Standardisation"), msg("Review"),
        msg("District result"), msg("Honours"), msg("Total"), msg("Proposed"), msg("Quota"), msg("Notes"),
    )  # fmt: skip
    rows = []
    for row in sorted(year.rows, key=lambda row: (row.rank is None, row.rank or 0)):
        figures = (row.daily, row.standardisation, row.review, row.district_result, row.honours, row.total)
        notes = say(language, msg("; ")).join(say(language, NOTES[note]) for note in row.notes)
        proposed = "✓" if row.proposed else ""
        quota = "—" if row.quota is None else str(row.quota)
        rows.append(
            [str(row.rank or "—"), row.department.name, *(figure or "—" for figure in figures), proposed, quota, notes]
        )
    return "\n".join(columns([say(language, head) for head in heads], rows))


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Lines with aligned columns; a Chinese character is two places wide."""
    table = [heads, *rows]
    widths = [max(_width(row[at]) for row in table) for at in range(len(heads))]
    return [
        "  ".join(cell + " " * (widths[at] - _width(cell)) for at, cell in enumerate(row)).rstrip() for row in table
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
