"""What the announcements say: the public notice before the seal (公示), and the circular after it (通报)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from voting.actions.desk.names import NameList, lists_of
from voting.actions.desk.notice import Notice, notice_of
from voting.actions.desk.selection import Choosing, choosing_of
from voting.actions.find import find_year
from voting.actions.journal import head_of
from voting.actions.standing import standing_of
from voting.domain.standing_view import PublishedYear
from voting.storage.doors import Database


@dataclass(frozen=True)
class Papers:
    """A year as it is announced, in one snapshot."""

    standing: PublishedYear
    choosing: Choosing
    lists: list[NameList]
    notice: Notice
    journal_head: str


def read_papers(database: Database, today: date, year: int | None = None) -> Papers:
    """Everything that the announcements of a year say."""
    with database.reading() as door:
        home = find_year(door, year)
        return Papers(
            standing=standing_of(door, home),
            choosing=choosing_of(door, home),
            lists=lists_of(door, home),
            notice=notice_of(door, home, today),
            journal_head=head_of(door),
        )
