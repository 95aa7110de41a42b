"""The sheet ``standing``: the year's total as formulas over the points and the sessions' unrounded scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from voting.domain.refusals import msg
from voting.domain.standing_view import NOTES, PublishedStanding, PublishedYear
from voting.exports.wording import COMPONENT_NAMES, Say, by_rank
from voting.exports.workbook_components import ComponentSheet, exactly
from voting.exports.workbook_figures import places_of, rank_formula, ranks_alike, rounded, shows
from voting.exports.workbook_page import Book, cell, cells
from voting.exports.workbook_plan import PlanSheet
from voting.exports.workbook_session import ScoreCells

Scores = Mapping[str, Mapping[str, ScoreCells]]
"""Where the sessions' scores stand, by the session's id in the plan and by department."""

WEIGHTS, HEADS, FIRST = 2, 3, 4  # rows
RANK, NAME, DAILY, STANDARDISATION, SESSIONS = range(5)  # columns; one for each session, and then the rest
NOTE_WIDTH = 46
LOOKS = {2: "strong", 4: "strong_four"}


class StandingSheet:
    """The year by rank."""

    def __init__(self, book: Book, year: PublishedYear, scores: Scores, say: Say) -> None:
        self._page = book.page("standing")
        self._year = year
        self._rows = by_rank(year.rows)
        self._scores = scores
        self._say = say
        self._reviews = [review.id for review in year.plan.reviews]
        after = SESSIONS + len(self._reviews)
        self._review, self._district, self._honours, self._total, self._proposed = range(after, after + 5)
        self._decided, self._quota, self._exact_review, self._exact_total, self._note = range(after + 5, after + 10)

    def total_address(self, department: str) -> str:
        """The cell with a department's total."""
        return self._page.address(self._row_of(department), self._total)

    def review_address(self, department: str) -> str:
        """The cell with a department's review."""
        return self._page.address(self._row_of(department), self._review)

    def _row_of(self, department: str) -> int:
        return FIRST + next(at for at, found in enumerate(self._rows) if found.department.id == department)

    def write(self, plan: PlanSheet, components: ComponentSheet) -> None:
        """Writes the sheet."""
        page, office = self._page, self._year.plan.office
        subject = self._say(msg("Standing"))
        title = f"{office.name} {office.year} · {subject}"
        page.text(0, 0, title, "title")
        legend = msg(
            "Blue: given by the program. Black: computed by formula. Grey: not rounded. — : missing or not shown."
        )
        page.text(1, 0, self._say(legend), "line")
        self._heads(plan)
        for row, found in enumerate(self._rows, FIRST):
            self._department(row, found, components)
        self._ranks()
        self._shortlist(FIRST + len(self._rows) + 1)
        page.widths(6, 20, 10, 15, *[13] * len(self._reviews), 10, 13, 10, 11, 10, 10, 10, 18, 18, NOTE_WIDTH)
        page.finish(title, frozen=(FIRST, DAILY), heads=(HEADS, HEADS))
        page.sheet.activate()

    def _heads(self, plan: PlanSheet) -> None:
        page, say = self._page, self._say
        names = [review.name for review in self._year.plan.reviews]
        heads = [say(msg("Rank")), say(msg("Department")), say(COMPONENT_NAMES["daily"])]
        heads += [say(COMPONENT_NAMES["standardisation"]), *names]
        heads += [say(COMPONENT_NAMES[name]) for name in ("review", "district_result", "honours")]
        rest = [msg("Total"), msg("Proposed"), msg("Decided"), msg("Quota"), msg("Review, unrounded")]
        heads += [say(head) for head in [*rest, msg("Total, unrounded"), msg("Note")]]
        page.texts(HEADS, 0, heads, "head")
        page.span(WEIGHTS, RANK, STANDARDISATION, say(msg("Weight of the session")), "weight")
        for column, review in enumerate(self._year.plan.reviews, SESSIONS):
            page.formula(WEIGHTS, column, plan.weight(review.id), review.weight, "weight")
        page.span(WEIGHTS, self._review, self._note, "", "weight")

    def _department(self, row: int, found: PublishedStanding, components: ComponentSheet) -> None:
        page, say = self._page, self._say
        department = found.department.id
        page.text(row, NAME, found.department.name)
        entered = {"daily": DAILY, "standardisation": STANDARDISATION}
        entered |= {"district_result": self._district, "honours": self._honours}
        for name, column in entered.items():
            value = exactly(found, name)
            if value is None:
                page.number(row, column, None, "two")
            else:
                page.formula(row, column, components.address(department, name), value, "two")
        for column, review in enumerate(self._reviews, SESSIONS):
            self._session(row, column, found.reviews[review], self._scores.get(review, {}).get(department))
        by_formula = self._write_review(row, found)
        self._write_total(row, found, by_formula=by_formula)
        words = {None: "—", True: say(msg("yes")), False: say(msg("no"))}
        page.text(row, self._proposed, words[found.proposed], "centre")
        page.text(row, self._decided, words[found.decided], "centre")
        page.number(row, self._quota, found.quota, "centre")
        page.long_text(row, self._note, say(msg("; ")).join(say(NOTES[code]) for code in found.notes), NOTE_WIDTH)

    def _session(self, row: int, column: int, shown: str | None, stands: ScoreCells | None) -> None:
        if shown is None or stands is None:
            self._page.number(row, column, shown, "in_two")
        else:
            self._page.formula(row, column, stands.shown, shown, "two")

    def _write_review(self, row: int, found: PublishedStanding) -> bool:
        """The review by formula over the sessions' unrounded scores where all are open, else the program's figure."""
        exact, scores = exactly(found, "review"), self._unrounded(found)
        if exact is None or scores is None or found.review is None:
            self._page.number(row, self._review, found.review, "in_strong")
            self._page.number(row, self._exact_review, None, "exact")
            return False
        weights = [cell(WEIGHTS, column, fixed=True) for column, _review in enumerate(self._reviews, SESSIONS)]
        formula = "+".join(f"{weight}*{score}" for weight, score in zip(weights, scores, strict=True))
        self._page.formula(row, self._exact_review, formula, exact, "exact")
        self._figure(row, self._review, cell(row, self._exact_review), exact, found.review)
        return True

    def _write_total(self, row: int, found: PublishedStanding, *, by_formula: bool) -> None:
        """The total by formula: over the unrounded review where it stands here, else over the shown one."""
        review = self._exact_review if by_formula else self._review
        exact = self._sum(found)
        if exact is None or found.total is None:
            self._page.number(row, self._total, found.total, "in_strong")
            self._page.number(row, self._exact_total, None, "exact")
            return
        columns = (DAILY, STANDARDISATION, review, self._district, self._honours)
        formula = "+".join(cell(row, column) for column in columns)
        if by_formula:
            self._page.formula(row, self._exact_total, formula, exact, "exact")
            formula = cell(row, self._exact_total)
        else:
            self._page.number(row, self._exact_total, None, "exact")
        self._figure(row, self._total, formula, exact, found.total)

    def _figure(self, row: int, column: int, expression: str, exact: Fraction, shown: str) -> None:
        """A shown figure: rounded by formula where a spreadsheet comes to the same, else the program's."""
        look = LOOKS[places_of(shown)]
        if shows(exact, shown):
            self._page.formula(row, column, rounded(expression, places_of(shown)), shown, look)
        else:
            self._page.number(row, column, shown, f"in_{look}")

    def _sum(self, found: PublishedStanding) -> Fraction | None:
        """What the sheet's figures add up to, as exactly as they may be known."""
        parts = [exactly(found, name) for name in COMPONENT_NAMES]
        return None if any(part is None for part in parts) else sum((part for part in parts if part), Fraction(0))

    def _unrounded(self, found: PublishedStanding) -> Sequence[str] | None:
        """The cells of the department's unrounded scores, None unless every session has one that may be shown."""
        if found.exact is None:
            return None
        stands = [self._scores.get(review, {}).get(found.department.id) for review in self._reviews]
        cells = [score.unrounded for score in stands if score is not None and score.unrounded is not None]
        return cells if len(cells) == len(self._reviews) else None

    def _ranks(self) -> None:
        ranks = [found.rank for found in self._rows]
        exact = [total for found in self._rows if self._unrounded(found) and (total := self._sum(found)) is not None]
        by_formula = len(exact) == len(ranks) and ranks_alike(exact, ranks)
        every = cells(FIRST, FIRST + len(ranks) - 1, self._exact_total)
        for row, rank in enumerate(ranks, FIRST):
            if by_formula and rank is not None:
                self._page.formula(row, RANK, rank_formula(every, cell(row, self._exact_total)), rank, "centre")
            else:
                self._page.number(row, RANK, rank, "centre")

    def _shortlist(self, row: int) -> None:
        cut = self._year.shortlist
        sentence = msg("Proposal of excellent departments: %(places)d of %(base)d.")
        self._page.text(row, NAME, self._say(sentence, places=cut.places, base=cut.base), "line")
        if cut.flag is not None:
            self._page.text(row + 1, NAME, self._say(NOTES["tie"]), "line")
