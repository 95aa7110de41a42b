"""The sheet ``journal``: every operator action with its link in the chain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from voting.domain.refusals import msg
from voting.exports.wording import Say
from voting.exports.workbook_page import Book

HEADS, FIRST = 2, 3  # rows
DETAIL_WIDTH = 70


class JournalEntry(Protocol):
    """One entry of the journal, as ``read_journal`` returns it."""

    @property
    def position(self) -> int:
        """Its number in the chain, from 1."""
        ...

    @property
    def at(self) -> str:
        """When."""
        ...

    @property
    def actor(self) -> str:
        """Who."""
        ...

    @property
    def action(self) -> str:
        """What was done."""
        ...

    @property
    def detail(self) -> str:
        """To what, as canonical JSON."""
        ...

    @property
    def hash(self) -> str:
        """The hash over all of it and the entry before."""
        ...


def write_journal(book: Book, journal: Sequence[JournalEntry], say: Say) -> None:
    """Writes the sheet, oldest entry first."""
    page = book.page("journal")
    title = say(msg("Journal"))
    page.text(0, 0, title, "title")
    legend = msg("Each entry's hash covers the entry and the hash before it, so that a later change shows.")
    page.text(1, 0, say(legend), "line")
    heads = [msg("No."), msg("Time"), msg("Who"), msg("Action"), msg("Detail"), msg("Hash")]
    page.texts(HEADS, 0, [say(head) for head in heads], "head")
    for row, entry in enumerate(journal, FIRST):
        page.number(row, 0, entry.position, "whole")
        page.text(row, 1, entry.at)
        page.text(row, 2, entry.actor)
        page.text(row, 3, entry.action)
        page.long_text(row, 4, entry.detail, DETAIL_WIDTH)
        page.text(row, 5, entry.hash, "code")
    page.widths(6, 25, 16, 20, DETAIL_WIDTH, 66)
    page.finish(title, frozen=(FIRST, 0), heads=(HEADS, HEADS))
