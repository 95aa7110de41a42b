"""The sheet ``components``: the points that were entered."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from voting.domain.refusals import msg
from voting.domain.standing_view import PublishedStanding, PublishedYear
from voting.exports.wording import COMPONENT_NAMES, Say
from voting.exports.workbook_page import Book
from voting.exports.workbook_plan import PlanSheet
from voting.exports.workbook_trail import TrailSheet

NO_TRAILS: Mapping[str, TrailSheet] = {}
ENTERED = ("daily", "standardisation", "district_result", "honours")


class ComponentSheet:
    """The written sheet of points that were entered, which knows where each stands."""

    HEADS, FIRST = 3, 4  # rows
    POINTS = 5  # the column of the first component

    def __init__(self, book: Book, year: PublishedYear, say: Say) -> None:
        self._page = book.page("components")
        self._year = year
        self._say = say
        self._addresses: dict[tuple[str, str], str] = {}

    def address(self, department: str, component: str) -> str:
        """The cell with a department's points in a component."""
        return self._addresses[department, component]

    def write(self, plan: PlanSheet, trails: Mapping[str, TrailSheet] = NO_TRAILS) -> None:
        """Writes the sheet, in the plan's order of departments; points with a trail are taken from there by formula."""
        page, say, office = self._page, self._say, self._year.plan.office
        subject = say(msg("Components"))
        title = f"{office.name} {office.year} · {subject}"
        page.text(0, 0, title, "title")
        page.text(1, 0, say(msg("Points as entered, with the most that a component can bring.")), "line")
        page.span(2, 0, self.POINTS - 1, say(msg("Most points")), "weight")
        caps = {"daily": self._year.plan.points.daily, "standardisation": self._year.plan.points.standardisation}
        heads = [msg("Department"), msg("Id"), msg("Headcount"), msg("Directly led"), msg("Disqualified")]
        heads += [COMPONENT_NAMES[name] for name in ENTERED]
        page.texts(self.HEADS, 0, [say(head) for head in heads], "head")
        for column, name in enumerate(ENTERED, self.POINTS):
            if name in caps:
                page.formula(2, column, plan.cap(name), caps[name], "weight")
            else:
                page.text(2, column, "", "weight")
        for row, found in enumerate(self._year.rows, self.FIRST):
            self._department(row, found, trails.get(found.department.id))
        page.widths(20, 24, 11, 11, 13, 13, 15, 15, 13)
        page.finish(title, frozen=(self.FIRST, 1), heads=(self.HEADS, self.HEADS))

    def _department(self, row: int, found: PublishedStanding, trail: TrailSheet | None) -> None:
        page, say = self._page, self._say
        department = found.department
        page.text(row, 0, department.name)
        page.text(row, 1, department.id, "code")
        page.number(row, 2, department.headcount, "in_whole")
        page.text(row, 3, say(msg("yes")) if department.directly_led else "", "centre")
        page.text(row, 4, say(msg("yes")) if found.disqualified else "", "centre")
        for column, name in enumerate(ENTERED, self.POINTS):
            stands, value = trail and trail.points(name), exactly(found, name)
            if stands and value is not None:
                page.formula(row, column, stands, value, "two")
            else:
                page.number(row, column, value, "in_two")
            self._addresses[department.id, name] = page.address(row, column)


def exactly(found: PublishedStanding, name: str) -> Fraction | None:
    """A figure of the standing as exactly as it may be known, None where it is missing."""
    shown: str | None = getattr(found, name)
    exact = None if found.exact is None else found.exact[name]
    return None if shown is None else Fraction(str(exact) if exact is not None else shown)
