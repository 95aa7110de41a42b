"""What is promised of PostgreSQL alone: servers that come and go, workers in line, tables laid anew under readers."""

from __future__ import annotations

import signal
import socket
import threading
from contextlib import suppress

import psycopg
import pytest

from tests.support.crowd import PATIENCE, all_at_once, wait_until
from tests.support.postgres import IN_A_HURRY, postgres_server
from voting.storage import postgres
from voting.storage import postgres_tables as tables
from voting.storage.doors import StorageUnavailable
from voting.storage.postgres import PostgresDatabase

pytestmark = pytest.mark.needs("postgres")
ADD_STAFF = "INSERT INTO staff (name, role, department, password) VALUES (:name, 'viewer', NULL, NULL)"


@pytest.fixture(scope="module")
def server():
    """A server of this file's own: it is stopped and killed here."""
    with postgres_server() as found:
        yield found


@pytest.fixture
def url(server):
    return server.new_database()


@pytest.fixture
def database(url):
    found = PostgresDatabase(url)
    yield found
    found.close()


def add(database, *names):
    with database.writing() as door:
        door.change_each(ADD_STAFF, [{"name": name} for name in names])


def names(database):
    with database.reading() as door:
        return [row["name"] for row in door.rows("SELECT name FROM staff ORDER BY name")]


# --- Servers that come and go


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "killed"])
def test_after_a_restart_of_the_server_the_next_use_works_and_nothing_is_lost(server, database, sign):
    add(database, "a")
    names(database)
    server.restart(sign)
    assert names(database) == ["a"]
    server.restart(sign)
    add(database, "b")
    assert names(database) == ["a", "b"]


def test_every_connection_that_died_while_nobody_used_it_is_dropped(server, database):
    all_at_once(*[lambda: names(database)] * 8)
    server.restart()
    assert all_at_once(*[lambda: names(database)] * 8) == [[]] * 8


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGQUIT], ids=["stopped", "killed"])
def test_a_restart_within_a_transaction_undoes_it_and_the_next_one_works(server, database, sign):
    add(database, "a")
    with pytest.raises(StorageUnavailable), database.writing() as door:  # noqa: PT012 - it fails at either statement
        door.change_each(ADD_STAFF, [{"name": "b"}])
        server.restart(sign)
        door.change_each(ADD_STAFF, [{"name": "c"}])
    assert names(database) == ["a"]
    add(database, "d")
    assert names(database) == ["a", "d"]


def test_while_the_server_is_away_everything_is_unavailable_and_says_no_password(server, database):
    add(database, "a")
    server.stop()
    for use in (lambda: names(database), lambda: add(database, "b"), lambda: PostgresDatabase(server.url("x"))):
        with pytest.raises(StorageUnavailable) as away:
            use()
        assert server.url("x").split(":")[2].split("@")[0] not in str(away.value)
    server.start()
    assert names(database) == ["a"]


def test_a_server_that_lets_nobody_in_is_unavailable(server):
    with pytest.raises(StorageUnavailable, match="password"):
        PostgresDatabase(f"postgresql://pingyi:wrong@127.0.0.1:{server.port}/postgres")
    with pytest.raises(StorageUnavailable, match="does not exist"):
        PostgresDatabase(server.url("no_such_database"))


def test_a_database_that_cannot_hold_chinese_is_refused(server):
    with server.by_hand("postgres") as connection:
        connection.execute("CREATE DATABASE latin OWNER pingyi ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StorageUnavailable, match="UTF8"):
        PostgresDatabase(server.url("latin"))


class BrokenLine:
    """A proxy before the server: it passes on the first commit of a client, and hangs up before the answer."""

    def __init__(self, server, is_stored):
        self._server = server
        self._is_stored = is_stored
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.broke = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                upstream = socket.create_connection(("127.0.0.1", self._server.port))
                cut = threading.Event()
                for carry, ends in ((self._there, (client, upstream)), (self._back, (upstream, client))):
                    threading.Thread(target=carry, args=(*ends, cut), daemon=True).start()

    def _there(self, client, upstream, cut):
        with suppress(OSError):
            while data := client.recv(65536):
                if b"COMMIT\0" in data and not self.broke.is_set():
                    self.broke.set()
                    cut.set()
                upstream.sendall(data)
                if cut.is_set():
                    wait_until(self._is_stored)
                    break
        for end in (client, upstream):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _back(self, upstream, client, cut):
        with suppress(OSError):
            while (data := upstream.recv(65536)) and not cut.is_set():
                client.sendall(data)

    def close(self):
        self._listener.close()


def test_a_commit_whose_answer_is_lost_is_not_acknowledged_and_can_be_asked_again(server, url):
    """It is on disk and nobody knows: whoever asks again, as a phone does with its receipt, finds it done."""
    direct = PostgresDatabase(url)
    line = BrokenLine(server, lambda: names(direct) == ["a"])
    database = PostgresDatabase(url.replace(f":{server.port}/", f":{line.port}/"))
    with pytest.raises(StorageUnavailable):
        add(database, "a")
    assert line.broke.is_set()
    assert names(database) == ["a"]
    for one in (database, direct, line):
        one.close()


# --- Workers in line


@pytest.fixture
def hurried(monkeypatch):
    """Databases that do not wait long for others."""
    monkeypatch.setattr(postgres, "BUSY_SECONDS", 0.1)


@pytest.mark.usefixtures("hurried")
def test_a_writer_that_does_not_finish_keeps_other_writers_out_and_no_reader(url):
    one, two = PostgresDatabase(url), PostgresDatabase(url)
    with one.writing() as door:
        door.change_each(ADD_STAFF, [{"name": "a"}])
        with pytest.raises(StorageUnavailable, match="lock timeout"):
            add(two, "b")
        assert names(two) == []
    add(two, "b")
    assert names(one) == ["a", "b"]
    for database in (one, two):
        database.close()


def test_a_worker_whose_machine_vanished_with_the_lock_is_thrown_out_by_the_server(server, database):
    with database.writing() as door:
        limits = door.rows("SELECT name, setting FROM pg_settings WHERE name ~ 'idle_in_tr|keepalives' ORDER BY name")
    assert {row["name"]: row["setting"] for row in limits} == {
        "idle_in_transaction_session_timeout": "30000",
        "tcp_keepalives_count": "3",
        "tcp_keepalives_idle": "5",
        "tcp_keepalives_interval": "2",
    }


def test_what_is_acknowledged_is_on_disk_whatever_the_server_would_allow(server, database):
    """This server is in a hurry: it would answer before anything is written."""
    assert IN_A_HURRY["synchronous_commit"] == "off"
    with database.writing() as door:
        assert door.rows("SHOW synchronous_commit") == [{"synchronous_commit": "on"}]


def test_a_statement_that_failed_and_was_passed_over_is_a_defect_and_nothing_is_kept(database):
    def go_on():
        with database.writing() as door:
            door.change_each(ADD_STAFF, [{"name": "a"}])
            with pytest.raises(psycopg.IntegrityError):
                door.change_each(ADD_STAFF, [{"name": "a"}])

    with pytest.raises(RuntimeError, match="went on"):
        go_on()
    assert names(database) == []


def test_a_reader_in_the_middle_of_something_gives_its_connection_back_clean(database):
    with pytest.raises(psycopg.errors.UndefinedTable), database.reading() as door:
        door.rows("SELECT 1 AS one FROM nothing")
    assert (names(database), len(database._idle)) == ([], 1)


def test_texts_are_ordered_by_their_bytes_as_in_sqlite(server, database):
    listed = (
        "SELECT DISTINCT collation_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND data_type = 'text' AND table_name <> 'schema_step' ORDER BY 1"
    )
    with database.reading() as door:
        assert door.rows(listed) == [{"collation_name": "C"}]
    add(database, "b", "a", "B", "办", "组", "é", "_")
    assert names(database) == sorted(["b", "a", "B", "办", "组", "é", "_"])


# --- Tables laid anew


def slips_of(database):
    with database.reading() as door:
        door.rows("SELECT key FROM review ORDER BY key")
        return [
            door.rows("SELECT COUNT(*) AS n FROM slip")[0]["n"],
            door.rows("SELECT SUM(n) AS n FROM counter")[0]["n"],
        ]


@pytest.fixture
def full(database):
    with database.writing() as door:
        door.change("INSERT INTO year (year, office, plan) VALUES (2026, 'office', 'plan')")
        door.change(
            "INSERT INTO review (key, year, id, plan_id, position, state, screen_key)"
            " VALUES ('r', 2026, 'r', 'r', 0, 'open', 'k')"
        )
        door.change_each(
            "INSERT INTO slip (code, review, grp, state) VALUES (:code, 'r', 'g', 'issued')",
            [{"code": f"{number:064}"} for number in range(300)],
        )
        door.change_each(
            "INSERT INTO counter (review, grp, department, level, mark, n) VALUES ('r', 'g', 'd', :level, :mark, 1)",
            [{"level": level, "mark": str(mark)} for level in ("filling", "held", "shown") for mark in range(10)],
        )
    return database


def lay_again_and_again(database, other):
    over = threading.Event()

    def lay():
        for _ in range(6):
            assert database.lay_anew() is True
            database._unclean = True
            wait_until(database.tidy)
        over.set()
        return [[300, 30]]

    def read():
        seen = []
        while not over.is_set():
            seen.append(slips_of(other))
        return seen

    return [row for rows in all_at_once(lay, read, read, read) for row in rows]


def test_readers_never_find_a_table_empty_while_it_is_laid_anew(full, url):
    other = PostgresDatabase(url)
    seen = lay_again_and_again(full, other)
    assert len(seen) > 20
    assert [row for row in seen if row != [300, 30]] == []
    other.close()


def test_without_the_gate_readers_would_find_it_empty(full, url, monkeypatch):
    """So that the test above is known to be able to fail."""
    monkeypatch.setattr(postgres, "_READ", postgres._READ.removesuffix(tables.ENTER))
    other = PostgresDatabase(url)

    def read():
        with other.reading() as door:
            door.rows("SELECT key FROM review ORDER BY key")
            assert full.lay_anew() is True
            return door.rows("SELECT COUNT(*) AS n FROM slip")

    monkeypatch.setattr(tables, "lay", lay_without_the_gate)
    assert read() == [{"n": 0}]
    other.close()


def lay_without_the_gate(door, together, patience, lay=tables.lay):
    class Past:
        def change(self, sql):
            return door.change(sql.replace("review, ", "", 1) if sql.startswith("LOCK") else sql)

    lay(Past(), together, patience)


def test_tidying_waits_for_no_reader_for_long_and_says_so(full, url):
    other = PostgresDatabase(url)
    with other.reading() as door:
        door.rows("SELECT key FROM review ORDER BY key")
        assert full.tidy() is False
        assert full.is_tidy is False
        add(full, "a")
    assert full.tidy() is True
    assert full.is_tidy is True
    other.close()


@pytest.mark.usefixtures("hurried")
def test_what_could_not_be_laid_anew_at_closing_is_when_it_is_tidied(url, full, monkeypatch):
    database, other = PostgresDatabase(url), PostgresDatabase(url)
    with other.reading() as door:
        door.rows("SELECT key FROM review ORDER BY key")
        assert database.lay_anew() is False
    assert database.is_tidy is False
    before = file_of(other, "slip")
    assert database.tidy() is True
    assert file_of(other, "slip") != before
    for one in (database, other):
        one.close()


def file_of(database, table):
    with database.reading() as door:
        return door.rows("SELECT pg_relation_filenode(:table) AS file", table=table)


def test_tidying_keeps_tables_keys_and_ties(full):
    full.lay_anew()
    with pytest.raises(psycopg.errors.UniqueViolation), full.writing() as door:
        door.change("INSERT INTO slip (code, review, grp, state) SELECT code, review, grp, state FROM slip")
    with pytest.raises(psycopg.errors.ForeignKeyViolation), full.writing() as door:
        door.change("INSERT INTO spent (slip, department, grp, receipt) VALUES ('unknown', 'd', 'g', 'r')")
    with pytest.raises(psycopg.errors.CheckViolation), full.writing() as door:
        door.change("UPDATE counter SET n = -1")
    assert slips_of(full) == [300, 30]


# --- What the server writes down


def test_values_stay_out_of_the_server_s_log_where_this_program_may_say_so(server):
    url = server.new_database(owner_is_superuser=True)
    with server.by_hand(url) as connection:
        connection.execute(f"ALTER DATABASE {url.rsplit('/', 1)[-1]} SET log_statement = 'all'")
    database = PostgresDatabase(url)
    add(database, "a-name-that-is-not-for-the-log")
    assert "a-name-that-is-not-for-the-log" not in server.log()
    assert database.concerns() == []
    database.close()


def test_values_in_the_server_s_log_would_be_found_and_are_a_concern(server):
    url = server.new_database()
    with server.by_hand(url) as connection:
        connection.execute(f"ALTER DATABASE {url.rsplit('/', 1)[-1]} SET log_statement = 'all'")
    database = PostgresDatabase(url)
    add(database, "a-name-that-is-in-the-log")
    assert "a-name-that-is-in-the-log" in server.log()
    assert [str(fault) for fault in database.concerns()] == [
        "PostgreSQL: the server writes statements with their values into its log; set log_parameter_max_length to 0"
    ]
    database.close()


def test_a_server_that_keeps_times_or_its_log_for_ever_is_a_concern():
    with postgres_server(**IN_A_HURRY, track_commit_timestamp="on", archive_mode="on") as server:
        database = PostgresDatabase(server.new_database())
        assert len(database.concerns()) == 2
        database.close()


def test_a_server_as_it_is_installed_is_no_concern(database):
    assert database.concerns() == []


def test_no_event_loop_waits_for_the_server(monkeypatch):
    """psycopg's own choice under gevent's patches is another; this one is real, as the threads that wait are."""
    assert postgres._Connection.wait is not psycopg.Connection.wait
    assert psycopg.pq.__impl__ == "binary"


def test_a_broken_line_is_noticed_within_seconds():
    assert {name: postgres._SESSION[name] for name in ("connect_timeout", "tcp_user_timeout")} == {
        "connect_timeout": 5, "tcp_user_timeout": 15_000
    }  # fmt: skip
    assert PATIENCE > 15
