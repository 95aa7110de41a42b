"""A sheet for each department: items, inspections and claims as they were entered, and its points by formula."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Protocol

from voting.actions.desk.trail import Record, Trail
from voting.domain.claims import VERIFIED
from voting.domain.inspection import DIRECT, FINISHED, MISSING
from voting.domain.refusals import msg
from voting.exports.wording import COMPONENT_NAMES, Say
from voting.exports.workbook_figures import rounded
from voting.exports.workbook_page import Book, cell, cells
from voting.exports.workbook_plan import PlanSheet

KINDS = {"periodic": msg("periodic inspection"), "spot": msg("spot check")}
SOURCES = {
    DIRECT: msg("entered directly"),
    "inspections": msg("derived from inspections"),
    FINISHED: msg("declared finished by an assessor"),
    MISSING: msg("missing"),
}
NO, WHAT, CAP, MOVED, POINTS, COUNTS, WHY = range(7)  # columns
ITEM = MOVED  # of a record: the number of its item
WHY_WIDTH = 46


class Totals(Protocol):
    """Where the standing has its figures."""

    def total_address(self, department: str) -> str:
        """The cell with a department's total."""
        ...

    def review_address(self, department: str) -> str:
        """The cell with a department's review."""
        ...


class TrailSheet:
    """The written trail of one department, which knows where its points stand."""

    def __init__(self, book: Book, trail: Trail, say: Say) -> None:
        self._page = book.page(trail.department.name)
        self._trail = trail
        self._say = say
        self._row = 0
        self._points: dict[str, str] = {}

    def points(self, component: str) -> str | None:
        """The cell with the points of a component, None where none are there."""
        return self._points.get(component)

    def write(self, plan: PlanSheet, standing: Totals) -> None:
        """Writes the sheet: a section for each component, and the total at its end."""
        page, say, trail = self._page, self._say, self._trail
        title = f"{trail.department.name} · {say(msg('How the total came about'))}"
        page.text(0, 0, title, "title")
        page.text(1, 0, say(msg("Blue: as it was entered. Black: computed by formula. — : missing.")), "line")
        self._row = 3
        for component in ("daily", "standardisation"):
            self._inspected(component, plan)
        self._innovation()
        self._end(standing)
        page.widths(7, 34, 14, 14, 12, 10, WHY_WIDTH)
        page.finish(title, frozen=(2, 0), heads=(0, 1))

    def _section(self, name: str) -> None:
        for column in range(WHY + 1):
            self._page.text(self._row, column, name if column == 0 else "", "section")
        self._row += 1

    def _heads(self, *heads: str) -> None:
        self._page.texts(self._row, 0, [self._say(head) for head in heads], "head")
        self._row += 1

    def _inspected(self, component: str, plan: PlanSheet) -> None:
        """Items with what inspections moved them by, the records, and the component's points."""
        trail, figure = self._trail, self._trail.figures[component]
        self._section(self._say(COMPONENT_NAMES[component]))
        items = [item for item in trail.items if item.component == component]
        numbers = {item.id: number for number, item in enumerate(items, 1)}
        records = [record for record in trail.records if record.target in numbers]
        first_item = self._row + 1
        first_record = first_item + len(items) + 1
        last_record = first_record + max(len(records), 1) - 1
        if items:
            self._heads(msg("No."), msg("Item"), msg("Most points"), msg("Given or taken"), msg("Points"))
            for item in items:
                own = [record for record in records if record.target == item.id and record.id in trail.acting]
                moved = sum((Fraction(record.points) for record in own), Fraction(0))
                inspected = bool(own) or figure.source == FINISHED
                self._item(
                    numbers[item.id], item.text, Fraction(item.cap or 0), moved, inspected, first_record, last_record
                )
            self._records(records, numbers)
        self._component(component, plan, first_item, first_item + len(items) - 1)

    def _item(
        self, number: int, text: str, cap: Fraction, moved: Fraction, inspected: bool, first: int, last: int
    ) -> None:
        page, row = self._page, self._row
        page.number(row, NO, number, "whole")
        page.text(row, WHAT, text)
        page.number(row, CAP, cap, "in_two")
        columns = [cells(first, last, column) for column in (ITEM, COUNTS, POINTS)]
        same = f"({columns[0]}={cell(row, NO)})*({columns[1]}=1)"
        page.formula(row, MOVED, rounded(f"SUMPRODUCT({same},{columns[2]})"), moved, "two")
        if inspected:
            value = min(cap, max(Fraction(0), cap + moved))
            page.formula(
                row, POINTS, rounded(f"MIN({cell(row, CAP)},MAX(0,{cell(row, CAP)}+{cell(row, MOVED)}))"), value, "two"
            )
        else:
            page.number(row, POINTS, None, "two")
        self._row += 1

    def _records(self, records: Sequence[Record], numbers: dict[str, int]) -> None:
        page, say = self._page, self._say
        self._heads(
            msg("No."), msg("Date and kind"), msg("Recorded by"), msg("Item no."), msg("Points"), msg("Counts"),
            msg("Reason"),
        )  # fmt: skip
        for record in records:
            page.number(self._row, NO, record.number, "whole")
            page.text(self._row, WHAT, f"{record.held_on} {say(KINDS[record.kind])}")
            page.text(self._row, CAP, record.recorded_by)
            page.number(self._row, ITEM, numbers[record.target], "in_whole")
            page.number(self._row, POINTS, Fraction(record.points), "in_two")
            page.number(self._row, COUNTS, int(record.id in self._trail.acting), "in_whole")
            page.long_text(self._row, WHY, record.reason, WHY_WIDTH)
            self._row += 1
        if not records:
            page.text(self._row, WHAT, say(msg("no inspection yet")))
            self._row += 1

    def _component(self, component: str, plan: PlanSheet, first: int, last: int) -> None:
        page, figure, row = self._page, self._trail.figures[component], self._row
        page.text(row, WHAT, self._say(COMPONENT_NAMES[component]), "name")
        if figure.source in (DIRECT, MISSING) or figure.points is None:
            page.number(row, POINTS, figure.points, "in_strong")
        else:
            formula = rounded(f"MIN({plan.cap(component)},SUM({cells(first, last, POINTS)}))")
            page.formula(row, POINTS, formula, figure.points, "strong")
        note = self._say(SOURCES[figure.source]) + (f": {figure.note}" if figure.note else "")
        page.long_text(row, WHY, note, WHY_WIDTH)
        if figure.points is not None:
            self._points[component] = page.address(row, POINTS)
        self._row += 2

    def _innovation(self) -> None:
        page, say, trail = self._page, self._say, self._trail
        self._section(say(msg("Innovation")))
        claims = [claim for claim in trail.claims if claim.state == VERIFIED]
        by_claims = "honours" not in trail.entered and bool(claims)
        first = self._row + 1
        if claims:
            self._heads(
                msg("No."),
                msg("Achievement"),
                msg("Date"),
                msg("Decided by"),
                msg("Points"),
                msg("Counts"),
                msg("Note"),
            )
        for number, claim in enumerate(claims, 1):
            page.number(self._row, NO, number, "whole")
            page.text(self._row, WHAT, claim.title)
            page.text(self._row, CAP, claim.held_on)
            page.text(self._row, MOVED, claim.decided_by or "")
            page.number(self._row, POINTS, Fraction(claim.points), "in_two")
            page.number(self._row, COUNTS, int(by_claims and trail.counted.get(claim.id) == claim.id), "in_whole")
            page.long_text(self._row, WHY, claim.note, WHY_WIDTH)
            self._row += 1
        for component in ("district_result", "honours"):
            entered = trail.entered.get(component)
            value = Fraction(getattr(trail.row, component) or 0)
            page.text(self._row, WHAT, say(COMPONENT_NAMES[component]), "name")
            if component == "honours" and by_claims:
                columns = [cells(first, first + len(claims) - 1, column) for column in (COUNTS, POINTS)]
                page.formula(self._row, POINTS, rounded(f"SUMPRODUCT({columns[0]},{columns[1]})"), value, "strong")
            else:
                page.number(self._row, POINTS, value, "in_strong")
            note = f"{say(SOURCES[DIRECT])}: {entered.note}" if entered else ""
            page.long_text(self._row, WHY, note, WHY_WIDTH)
            self._points[component] = page.address(self._row, POINTS)
            self._row += 1
        self._row += 1

    def _end(self, standing: Totals) -> None:
        page, row, department = self._page, self._trail.row, self._trail.department.id
        for name, shown, address in (
            (msg("Review"), row.review, standing.review_address(department)),
            (msg("Total"), row.total, standing.total_address(department)),
        ):
            page.text(self._row, WHAT, self._say(name), "name")
            if shown is None:
                page.number(self._row, POINTS, None, "strong")
            else:
                look = "strong_four" if len(shown.partition(".")[2]) > 2 else "strong"
                page.formula(self._row, POINTS, address, shown, look)
            self._row += 1
