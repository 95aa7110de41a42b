"""The sheet of one closed session: scores as formulas over the groups' sums and weights, and the counts below them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voting.actions.results import Result
from voting.domain.refusals import msg
from voting.domain.release import PublishedDepartment
from voting.domain.release_detail import PublishedSum, Sums
from voting.exports.wording import RESULT_NOTES, Say, by_rank, mark_names, result_notes
from voting.exports.workbook_counts import write_counts
from voting.exports.workbook_figures import rank_formula, ranks_alike, rounded, shows
from voting.exports.workbook_page import Book, cell, cells
from voting.exports.workbook_plan import PlanSheet

BLOCKS, WEIGHTS, HEADS, FIRST = 3, 4, 5, 6  # rows
RANK, NAME, SCORE, UNROUNDED, BALLOTS, MARKS = range(6)  # columns; each group has four more after the marks
POINTS, KEPT, MEAN, CAST = range(4)  # columns within a group's block
NOTE_WIDTH = 36


@dataclass(frozen=True)
class ScoreCells:
    """Where a department's score of a session stands: as shown, and unrounded where the breakdown is open."""

    shown: str
    unrounded: str | None


class SessionSheet:
    """The written sheet, which knows where each score stands."""

    def __init__(self, book: Book, result: Result, sums: Sums, say: Say) -> None:
        self._page = book.page(result.session.record.id)
        self._result = result
        self._sums = sums
        self._say = say
        self._names = {row.id: row.name for row in result.session.plan.departments}
        self._marks = mark_names(result.session.review.scale)
        self._groups = list(result.session.review.groups)
        self._rows = by_rank(result.departments)
        self._pooled = result.session.plan.scoring.aggregation == "pooled"
        self.scores: dict[str, ScoreCells] = {}

    def write(self, plan: PlanSheet) -> None:
        """Writes the sheet."""
        review, office = self._result.session.review, self._result.session.plan.office
        title = f"{office.name} {office.year} · {review.name}"
        self._page.text(0, 0, title, "title")
        legend = msg("Blue: what was counted. Black: computed from it by formula. Grey: not rounded.")
        self._page.text(1, 0, self._say(legend), "line")
        self._heads(plan)
        for row, department in enumerate(self._rows, FIRST):
            self._department(row, department)
        self._ranks()
        write_counts(self._page, self._result, FIRST + len(self._rows) + 1, self._say)
        widths = [6, 18, 9, 13, 8, *[9] * (len(self._marks) + 1), *[10, 9, 9, 8] * len(self._groups), NOTE_WIDTH]
        self._page.widths(*widths)
        self._page.finish(title, frozen=(FIRST, SCORE), heads=(BLOCKS, HEADS))

    def _heads(self, plan: PlanSheet) -> None:
        page, say = self._page, self._say
        first_group = self._block(0)
        page.span(BLOCKS, RANK, BALLOTS, say(msg("Session")), "head")
        page.span(BLOCKS, MARKS, first_group - 1, say(msg("Marks of all groups")), "head")
        page.span(WEIGHTS, RANK, first_group - 1, "" if self._pooled else say(msg("Weight of the group")), "weight")
        heads = [msg("Rank"), msg("Department"), msg("Score"), msg("Unrounded"), msg("Ballots")]
        page.texts(HEADS, 0, [say(head) for head in heads], "head")
        page.texts(HEADS, MARKS, [*self._marks.values(), say(msg("All marks"))], "head")
        review = self._result.session.review
        for at, group in enumerate(self._groups):
            column = self._block(at)
            page.span(BLOCKS, column, column + CAST, self._result.session.plan.group_name(group), "head")
            page.span(WEIGHTS, column, column + CAST, "", "weight")
            if not self._pooled:
                weight = review.groups[group].weight
                page.formula(WEIGHTS, column, plan.group_weight(review.id, group), weight, "weight")
            parts = [msg("Sum of points"), msg("Marks counted"), msg("Mean"), msg("Ballots")]
            page.texts(HEADS, column, [say(part) for part in parts], "head")
        for row in (BLOCKS, WEIGHTS):
            page.text(row, self._block(len(self._groups)), "", "head")
        page.text(HEADS, self._block(len(self._groups)), say(msg("Note")), "head")

    def _department(self, row: int, department: PublishedDepartment) -> None:
        page = self._page
        page.text(row, NAME, self._names[department.id])
        page.number(row, BALLOTS, department.ballots, "in_whole")
        sums = self._sums.get(department.id, {}) if department.exact is not None else {}
        self._distribution(row, department.marks)
        for at, group in enumerate(self._groups):
            self._group(row, self._block(at), department, group, sums.get(group))
        self._score(row, department, sums)
        notes = self._say(msg("; ")).join(self._say(RESULT_NOTES[code]) for code in result_notes(department))
        page.long_text(row, self._block(len(self._groups)), notes, NOTE_WIDTH)

    def _distribution(self, row: int, marks: Mapping[str, int] | None) -> None:
        """The distribution over all groups and the number of marks."""
        for column, mark in enumerate(self._marks, MARKS):
            self._page.number(row, column, None if marks is None else marks[mark], "in_whole")
        rated = MARKS + len(self._marks)
        if marks is None:
            self._page.number(row, rated, None, "whole")
        else:
            self._page.formula(
                row, rated, f"SUM({cell(row, MARKS)}:{cell(row, rated - 1)})", sum(marks.values()), "whole"
            )

    def _group(
        self, row: int, column: int, department: PublishedDepartment, group: str, found: PublishedSum | None
    ) -> None:
        page = self._page
        published = (department.groups or {}).get(group)
        mean = None if published is None else published.mean
        page.number(row, column + POINTS, None if found is None else found.points, "in_points")
        page.number(row, column + KEPT, None if found is None else found.kept, "in_whole")
        if mean is not None and found is not None and shows(found.mean, mean):
            quotient = f"{cell(row, column + POINTS)}/{cell(row, column + KEPT)}"
            page.formula(row, column + MEAN, rounded(quotient), mean, "two")
        else:
            page.number(row, column + MEAN, mean, "in_two")
        page.number(row, column + CAST, None if published is None or mean is None else published.ballots, "in_whole")

    def _score(self, row: int, department: PublishedDepartment, sums: Mapping[str, PublishedSum]) -> None:
        page, exact, shown = self._page, department.exact, department.score
        if exact is None or not sums:
            page.number(row, SCORE, shown, "in_strong")
            page.number(row, UNROUNDED, None, "exact")
        else:
            page.formula(row, UNROUNDED, self._formula(row, list(sums)), exact, "exact")
            if shown is not None and shows(exact, shown):
                page.formula(row, SCORE, rounded(cell(row, UNROUNDED)), shown, "strong")
            else:
                page.number(row, SCORE, shown, "in_strong")
        unrounded = page.address(row, UNROUNDED) if exact is not None and sums else None
        self.scores[department.id] = ScoreCells(page.address(row, SCORE), unrounded)

    def _formula(self, row: int, groups: Sequence[str]) -> str:
        """The score over the groups that have marks: by weight, or all marks alike."""
        columns = [self._block(self._groups.index(group)) for group in groups]
        points = [cell(row, column + POINTS) for column in columns]
        kept = [cell(row, column + KEPT) for column in columns]
        if self._pooled:
            return f"({'+'.join(points)})/({'+'.join(kept)})"
        weights = [cell(WEIGHTS, column, fixed=True) for column in columns]
        parts = [f"{w}*{p}/{n}" for w, p, n in zip(weights, points, kept, strict=True)]
        return f"({'+'.join(parts)})/({'+'.join(weights)})"

    def _ranks(self) -> None:
        last = FIRST + len(self._rows) - 1
        exact = [row.exact for row in self._rows if row.exact is not None and row.id in self._sums]
        ranks = [row.rank for row in self._rows]
        by_formula = len(exact) == len(self._rows) and ranks_alike(exact, ranks)
        for row, rank in enumerate(ranks, FIRST):
            if by_formula and rank is not None:
                formula = rank_formula(cells(FIRST, last, UNROUNDED), cell(row, UNROUNDED))
                self._page.formula(row, RANK, formula, rank, "centre")
            else:
                self._page.number(row, RANK, rank, "centre")

    def _block(self, at: int) -> int:
        """The first column of a group's block; after the last one that of the note."""
        return MARKS + len(self._marks) + 1 + 4 * at
