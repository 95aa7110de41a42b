"""Below a session's scores: the counts that were announced, why ballots are void, and how the score is made."""

from __future__ import annotations

from voting.actions.counts import Counts
from voting.actions.results import Result
from voting.domain.refusals import msg
from voting.exports.wording import Say, closed_by, fault_line, in_blocks, method, void_reason
from voting.exports.workbook_page import Page, cells

GROUP = 1  # the column of the group's name; the counts follow
COUNTS = ("due", "issued", "returned", "valid", "void", "late_slips")
HEADS = (
    msg("Voter group"),
    msg("Due"),
    msg("Issued"),
    msg("Returned"),
    msg("Valid"),
    msg("Void"),
    msg("Issued after opening"),
)


def write_counts(page: Page, result: Result, row: int, say: Say) -> None:
    """Writes the counts from this row on, then what is to be said of them."""
    page.sheet.set_row(row, 34)
    page.texts(row, GROUP, [say(head) for head in HEADS], "head")
    first = row + 1
    for row, (group, counts) in enumerate(result.groups.items(), first):
        page.text(row, GROUP, result.session.plan.group_name(group))
        for column, value in enumerate(_figures(counts), GROUP + 1):
            page.number(row, column, value, "in_whole")
    row = first + len(result.groups)
    page.text(row, GROUP, say(msg("All groups")), "name")
    for column, value in enumerate(_figures(result.total), GROUP + 1):
        page.formula(row, column, f"SUM({cells(first, row - 1, column)})", value, "whole")
    _write_lines(page, result, row + 2, say)


def _figures(counts: Counts) -> list[int]:
    return [getattr(counts, name) for name in COUNTS]


def _write_lines(page: Page, result: Result, row: int, say: Say) -> None:
    for reason, count in result.void.items():
        label = say(msg("Void: %(reason)s"), reason=void_reason(reason, say))
        page.span(row, GROUP, GROUP + COUNTS.index("void"), label, "text")
        page.number(row, GROUP + 1 + COUNTS.index("void"), count, "in_whole")
        row += 1
    row += bool(result.void)
    session = result.session
    lines = [fault_line(warning, say) for warning in result.warnings]
    lines += method(session.review, session.plan.scoring, say)
    lines += [closed_by(result.closed_by, say)]
    lines += [say(msg("Head of the journal: %(hash)s"), hash=in_blocks(result.journal_head))]
    for line in lines:
        page.text(row, GROUP, line, "line")
        row += 1
