"""DESIGN 3.2 on PostgreSQL: rows of one transaction share its number, dead rows linger, and neither may lead anywhere.

Each attack succeeds somewhere in this file, so that it can be seen to fail elsewhere.
"""

from __future__ import annotations

from random import Random

import pytest

from tests.support.crowd import Hall
from tests.support.engines import a_world_on
from tests.support.journals import by_hand, found_in
from tests.support.pairing import Attacker, right
from tests.support.postgres import IN_A_HURRY, postgres_server
from voting.actions.counting import Counted
from voting.actions.meeting import annul, close_review
from voting.domain.ballot import stored_mark
from voting.domain.codes import hash_code
from voting.storage import postgres
from voting.storage.copy import TABLES
from voting.storage.postgres import PostgresDatabase
from voting.storage.postgres_tables import SETTLED, UNFINISHED
from voting.storage.sqlite import SqliteDatabase

pytestmark = pytest.mark.needs("postgres")
DEPARTMENTS = ("alpha", "beta", "gamma")


@pytest.fixture(scope="module")
def server():
    """A server whose owner lets this program cut its log."""
    with postgres_server(**IN_A_HURRY, wal_recycle="off", autovacuum="off") as found:
        yield found


class Room:
    """A half-year session that is open, its voters' true marks, and an attacker who looks at the database."""

    def __init__(self, server, folder):
        self.url = server.new_database(owner_is_superuser=True)
        self.server = server
        self.database = PostgresDatabase(self.url)
        self.world = a_world_on(self.database, folder)
        self.world.issue("half-year")
        self.world.open("half-year")
        self.attacker = Attacker(server, self.url, DEPARTMENTS)
        self.truth = {}
        self.receipts = []
        self._chance = Random(29)

    def vote(self, leadership, cadres):
        """So many of each group vote one after another, each in a commit of its own, in no order of marks or hashes."""
        hall = Hall(self.world)
        slips = self.world.slips["half-year"]
        for code in self._chance.sample(
            slips["leadership"][:leadership] + slips["cadres"][:cadres], leadership + cadres
        ):
            marks = dict(zip(DEPARTMENTS, self._chance.sample(range(10, 89), 3), strict=True))
            assert hall.cast(code, marks) == Counted(DEPARTMENTS, fresh=True)
            self.truth[hash_code(code)] = {name: stored_mark(mark) for name, mark in marks.items()}
        assert len(self.truth) == leadership + cadres

    def told(self):
        """How many slips each way of looking tells rightly."""
        ways = (self.attacker.by_transaction, self.attacker.by_position, self.attacker.by_earlier_versions)
        return [len(right(way(), self.truth)) for way in ways]


@pytest.fixture
def room(server, tmp_path):
    found = Room(server, tmp_path)
    yield found
    found.database.close()
    server.drop(found.url)


@pytest.fixture
def naive(monkeypatch):
    """A program that takes PostgreSQL for SQLite."""
    monkeypatch.setattr(postgres._Door, "stamps_rows", False)
    monkeypatch.setattr(PostgresDatabase, "tidy", lambda self: True)
    monkeypatch.setattr(PostgresDatabase, "lay_anew", lambda self: True)


# Leadership 8: one batch held, 3 ballots filling. Cadres 13: one shown, one held, 3 filling.


@pytest.mark.usefixtures("naive")
def test_without_care_all_three_attacks_succeed(room):
    room.vote(8, 13)
    by_transaction, by_position, by_earlier_versions = room.told()
    assert by_transaction >= 4
    assert by_position == 6
    assert by_earlier_versions >= 12


def test_during_a_session_nothing_pairs_a_slip_with_its_marks(room):
    room.vote(8, 13)
    assert room.database.tidy() is True
    assert room.told() == [0, 0, 0]


def test_the_number_of_the_transaction_leads_nowhere_even_before_tidying(room):
    room.vote(8, 13)
    assert room.attacker.by_transaction() == {}


def live(room):
    return {row for row in room.attacker.counts() if row.level == "filling"}


def test_before_tidying_earlier_versions_lie_about_and_after_it_none_does(room):
    """The first half is not a wish: docs/decisions.md says what a copied live file tells."""
    room.vote(8, 13)
    assert room.attacker.versions() > live(room)
    assert room.database.tidy() is True
    assert room.attacker.versions() == live(room)


def test_after_tidying_all_unfinished_counters_are_of_one_transaction_that_no_slip_is_of(room):
    room.vote(8, 13)
    room.database.tidy()
    filling = {row.transaction for row in room.attacker.counts() if row.level == "filling"}
    assert len(filling) == 1
    assert filling.isdisjoint(row.transaction for row in room.attacker.spent())


def order_of_arrival_shows(room):
    """Whether transactions or places tell apart who came when."""
    spent = room.attacker.spent()
    return len({row.transaction for row in spent}) > 1, [row.slip for row in spent] != sorted(room.truth)


def test_while_a_session_runs_its_database_does_keep_an_order(room):
    """Not a wish either: it shows that the next two tests can see one."""
    room.vote(8, 13)
    room.database.tidy()
    assert order_of_arrival_shows(room) == (True, True)


def test_after_the_closing_nothing_pairs_and_no_order_is_kept(room):
    room.vote(12, 20)
    close_review(room.world.tools, "half-year", room.world.witness)
    assert order_of_arrival_shows(room) == (False, False)
    assert room.told() == [0, 0, 0]
    counts = room.attacker.counts()
    assert {row.level for row in counts} == {"shown"}
    assert {row.transaction for row in counts}.isdisjoint(row.transaction for row in room.attacker.spent())
    assert [row[1:5] for row in counts] == sorted(row[1:5] for row in counts)


@pytest.mark.usefixtures("naive")
def test_without_care_the_closing_keeps_the_order(room):
    room.vote(12, 20)
    close_review(room.world.tools, "half-year", room.world.witness)
    assert order_of_arrival_shows(room) == (True, True)
    assert room.told()[2] >= 12


def everything_of(server):
    """Every file of the server, its log of changes included."""
    return b"".join(path.read_bytes() for path in sorted(server.data.rglob("*")) if path.is_file())


def receipts_of(room):
    with room.database.reading() as door:
        return [row["receipt"] for row in door.rows("SELECT receipt FROM spent ORDER BY receipt")]


def test_after_an_annulment_no_file_of_the_server_holds_a_receipt_where_the_log_may_be_cut(room):
    room.vote(8, 13)
    receipts = receipts_of(room)
    assert found_in(everything_of(room.server), receipts) == receipts
    annul(room.world.tools, "half-year", "a wrong list", room.world.witness)
    assert found_in(everything_of(room.server), receipts) == []


def test_the_server_has_the_tables_and_columns_that_are_judged_and_their_parts(room, tmp_path):
    """tests/test_anonymity.py judges those of a SQLite file."""
    listed = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    with room.server.by_hand(room.url) as connection:
        found = set(connection.execute(listed).fetchall())
    SqliteDatabase(tmp_path / "judged.db").close()
    with by_hand(tmp_path / "judged.db") as connection:
        judged = {
            (table, column[1])
            for table in TABLES
            for column in connection.execute(f"PRAGMA table_info({table})").fetchall()
        }
    parts = {(part, column) for table, column in judged if table == "counter" for part in (UNFINISHED, SETTLED)}
    assert found == judged | parts | {("schema_step", "name")}
