"""The sheet ``decision``: proposal and decision with their reasons, the names with their steps, notice and seal."""

from __future__ import annotations

from voting.actions.desk.names import NameList
from voting.actions.desk.selection import Chosen
from voting.actions.year_book import DeskBook
from voting.domain.name_lists import STATES, STEPS
from voting.domain.refusals import msg
from voting.domain.standing_view import PublishedYear
from voting.exports.wording import Say
from voting.exports.workbook_page import DASH, Book, Page

WIDE = 60
NOTHING = msg("not there yet")


def write_decision(book: Book, year: PublishedYear, desk: DeskBook, say: Say) -> None:
    """Writes the sheet. Every text in it stays a text, whatever it begins with."""
    page, office = book.page("decision"), year.plan.office
    title = f"{office.name} {office.year} · {say(msg('Proposal and decision'))}"
    page.text(0, 0, title, "title")
    names = {department.id: department.name for department in year.plan.departments}
    row = _chosen(page, 2, say(msg("Proposal of the general Party branch")), desk.choosing.proposal, names, say)
    row = _chosen(page, row, say(msg("Decision of the Party Working Committee")), desk.choosing.decision, names, say)
    row = _lists(page, row, desk.lists, say)
    _end(page, row, desk, say)
    page.widths(30, 12, 26, 44, WIDE)
    page.finish(title, frozen=(1, 0), heads=(0, 0))


def _section(page: Page, row: int, name: str) -> int:
    for column in range(5):
        page.text(row, column, name if column == 0 else "", "section")
    return row + 1


def _facts(page: Page, row: int, facts: list[tuple[str, str]]) -> int:
    for at, (name, value) in enumerate(facts, row):
        page.text(at, 0, name, "name")
        page.span(at, 1, 4, value or DASH, "text")
    return row + len(facts) + 1


def _chosen(page: Page, row: int, name: str, chosen: Chosen | None, names: dict[str, str], say: Say) -> int:
    row = _section(page, row, name)
    if chosen is None:
        return _facts(page, row, [(say(msg("Departments")), say(NOTHING))])

    def listed(keys: tuple[str, ...]) -> str:
        return say(msg(", ")).join(names[key] for key in keys)

    record = chosen.record
    facts = [
        (say(msg("Departments")), listed(record.departments)),
        (say(msg("Added")), listed(chosen.added)),
        (say(msg("Left out")), listed(chosen.left_out)),
        (say(msg("Reason")), record.reason),
        (say(msg("Date")), record.day),
        (say(msg("Who")), record.actor),
    ]
    if chosen.superseded:
        facts.append((say(msg("Superseded")), say(msg("superseded: figures changed since"))))
    return _facts(page, row, facts)


def _lists(page: Page, row: int, lists: list[NameList], say: Say) -> int:
    row = _section(page, row, say(msg("Names of advanced workers")))
    heads = [msg("Department"), msg("Quota"), msg("Step"), msg("Names"), msg("Struck")]
    page.texts(row, 0, [say(head) for head in heads], "head")
    comma = say(msg(", "))
    for each in lists:
        row += 1
        page.text(row, 0, each.department.name)
        page.number(row, 1, each.quota, "whole")
        page.text(row, 2, say(STEPS[STATES.index(each.state)][2]) if each.state else DASH)
        page.text(row, 3, comma.join(name.name for name in each.standing))
        page.long_text(row, 4, comma.join(f"{name.name} ({name.struck})" for name in each.names if name.struck), WIDE)
    return row + 2


def _end(page: Page, row: int, desk: DeskBook, say: Say) -> None:
    row = _section(page, row, say(msg("Notice and seal")))
    started = desk.notice.start if desk.notice else say(NOTHING)
    row = _facts(page, row, [(say(msg("First day of the notice")), started)]) - 1
    for each in desk.objections:
        page.text(row, 0, each.day, "name")
        page.span(row, 1, 3, each.about, "text")
        page.long_text(row, 4, each.answer, WIDE)
        row += 1
    seal = desk.seal
    facts = [(say(msg("Sealed")), f"{seal.day} · {seal.actor} + {seal.scrutineer}" if seal else say(NOTHING))]
    facts += [(say(msg("Head of the journal")), seal.hash)] if seal else []
    _facts(page, row, facts)
