"""What is promised of the embedded engine alone: its file, its write-ahead log, and how it fails."""

from __future__ import annotations

import hashlib
import multiprocessing
import sqlite3
import stat

import pytest

from tests.support.crowd import PATIENCE, all_at_once
from tests.support.journals import files_of, found_in
from voting.storage import sqlite
from voting.storage.doors import StorageUnavailable
from voting.storage.sqlite import SqliteDatabase

CODES = [hashlib.sha256(b"slip %d" % number).hexdigest() for number in range(400)]
ADD_STAFF = "INSERT INTO staff (name, role, department, password) VALUES (:name, 'viewer', NULL, NULL)"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "voting.db"


@pytest.fixture
def database(path):
    found = SqliteDatabase(path)
    yield found
    found.close()


def add(database, *names):
    with database.writing() as door:
        door.change_each(ADD_STAFF, [{"name": name} for name in names])


def names(database):
    with database.reading() as door:
        return [row["name"] for row in door.rows("SELECT name FROM staff ORDER BY name")]


def issue(database, codes):
    """Slips of a session, hash by hash as a session has them."""
    with database.writing() as door:
        door.change("INSERT INTO year (year, office, plan) VALUES (2026, 'office', 'plan')")
        door.change(
            "INSERT INTO review (key, year, id, plan_id, position, state, screen_key)"
            " VALUES ('r', 2026, 'r', 'r', 0, 'open', 'k')"
        )
        door.change_each(
            "INSERT INTO slip (code, review, grp, state) VALUES (:code, 'r', 'g', 'issued')",
            [{"code": code} for code in codes],
        )


# --- The file


def test_nobody_but_the_owner_may_read_the_files(database, path):
    add(database, "a")
    modes = {name: stat.S_IMODE(path.with_name(path.name + name).stat().st_mode) for name in files_of(path)}
    assert modes == {"": 0o600, "-shm": 0o600, "-wal": 0o600}


def test_nobody_but_the_owner_may_read_a_copy(database, tmp_path):
    issue(database, CODES)
    database.backup(tmp_path / "copy.db")
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_missing_folders_are_made(tmp_path):
    path = tmp_path / "data" / "of" / "2026" / "voting.db"
    database = SqliteDatabase(path)
    add(database, "a")
    assert (names(database), path.is_file()) == (["a"], True)
    database.close()


def test_a_crowd_of_processes_that_opens_one_new_file_all_at_once_gets_in(path):
    context = multiprocessing.get_context("fork")  # 64 interpreters would take the time of all other tests
    line, answers = context.Barrier(64), context.Queue()

    def start():
        line.wait(PATIENCE)
        try:
            answers.put(names(SqliteDatabase(path)))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test wants to show it
            answers.put(repr(error))

    processes = [context.Process(target=start) for _ in range(64)]
    for process in processes:
        process.start()
    assert [answers.get(timeout=PATIENCE) for _ in processes] == [[]] * 64
    for process in processes:
        process.join(PATIENCE)


# --- What is gone is gone


def test_tidying_cuts_the_write_ahead_log_to_nothing(database, path):
    issue(database, CODES)
    assert found_in(files_of(path)["-wal"], CODES) == CODES
    assert database.tidy() is True
    assert files_of(path)["-wal"] == b""
    assert found_in(files_of(path)[""], CODES) == CODES


def test_tidying_waits_for_no_reader_and_says_so(database, path):
    issue(database, CODES)
    other = SqliteDatabase(path)
    with other.reading() as door:
        door.rows("SELECT code FROM slip ORDER BY code")
        add(database, "a")
        assert database.tidy() is False
    assert database.tidy() is True
    assert files_of(path)["-wal"] == b""
    other.close()


@pytest.mark.parametrize("gone", [slice(7, 8), slice(0, None, 2), slice(0, None)], ids=["one", "every other", "all"])
def test_what_was_deleted_cannot_be_found_in_the_files(database, path, gone):
    issue(database, CODES)
    database.tidy()
    assert found_in(b"".join(files_of(path).values()), CODES) == CODES
    deleted = CODES[gone]
    with database.writing() as door:
        for code in deleted:
            assert door.change("DELETE FROM slip WHERE code = :code", code=code) == 1
    assert database.tidy() is True
    left = [code for code in CODES if code not in deleted]
    assert found_in(b"".join(files_of(path).values()), CODES) == left


def test_what_was_overwritten_cannot_be_found_in_the_files(database, path):
    issue(database, CODES)
    with database.writing() as door:
        door.change("UPDATE review SET screen_key = 'an-old-key-of-the-projector'")
    database.tidy()
    assert found_in(files_of(path)[""], ["an-old-key-of-the-projector"]) == ["an-old-key-of-the-projector"]
    with database.writing() as door:
        door.change("UPDATE review SET screen_key = 'new'")
    assert database.tidy() is True
    assert found_in(b"".join(files_of(path).values()), ["an-old-key-of-the-projector"]) == []


def test_what_was_deleted_does_not_travel_with_a_copy(database, path, tmp_path):
    issue(database, CODES)
    with database.writing() as door:
        assert door.change("DELETE FROM slip WHERE code = :code", code=CODES[3]) == 1
    assert found_in(files_of(path)["-wal"], [CODES[3]]) == [CODES[3]]  # not tidied: here it can still be found
    database.backup(tmp_path / "copy.db")
    assert found_in((tmp_path / "copy.db").read_bytes(), CODES) == [*CODES[:3], *CODES[4:]]


# --- How it fails


@pytest.fixture
def hurried(monkeypatch):
    """A database that does not wait long for others."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)


@pytest.mark.usefixtures("hurried")
def test_a_database_that_somebody_else_keeps_locked_is_unavailable_to_writers_only(path):
    database = SqliteDatabase(path)
    add(database, "a")
    locker = sqlite3.connect(path, isolation_level=None)
    locker.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable, match="locked"):
        add(database, "b")
    assert names(database) == ["a"]
    locker.execute("ROLLBACK")
    add(database, "b")
    assert names(database) == ["a", "b"]
    locker.close()
    database.close()


@pytest.mark.usefixtures("hurried")
def test_a_file_that_somebody_else_keeps_to_himself_is_unavailable(path):
    SqliteDatabase(path).close()
    locker = sqlite3.connect(path, isolation_level=None)
    locker.execute("PRAGMA locking_mode = EXCLUSIVE")
    locker.execute("BEGIN EXCLUSIVE")
    with pytest.raises(StorageUnavailable, match="locked"):
        SqliteDatabase(path)
    locker.close()
    assert names(SqliteDatabase(path)) == []


def make_read_only(path):
    """Says in the file's own header that this may only be read: holds for every user, even the one who may do all."""
    content = bytearray(path.read_bytes())
    content[18] = 3
    path.write_bytes(content)


def test_a_file_that_may_only_be_read_is_unavailable_and_stays_as_it_is(path):
    SqliteDatabase(path).close()
    make_read_only(path)
    database = SqliteDatabase(path)
    content = path.read_bytes()
    assert names(database) == []
    with pytest.raises(StorageUnavailable, match="readonly"):
        add(database, "a")
    assert names(database) == []
    assert path.read_bytes() == content
    database.close()


@pytest.mark.parametrize(
    "content", [b"This is a letter to the sub-district office.\n" * 200, b"SQLite format 3\0" + bytes(range(256)) * 40]
)
def test_a_file_that_is_no_database_is_unavailable_and_stays_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(StorageUnavailable):
        SqliteDatabase(path)
    assert path.read_bytes() == content


def test_a_file_that_was_damaged_is_unavailable(database, path):
    issue(database, CODES)
    database.tidy()
    database.close()
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))

    def use():
        damaged = SqliteDatabase(path)
        with damaged.reading() as door:
            door.rows("SELECT code, review, grp, state FROM slip ORDER BY code")

    with pytest.raises(StorageUnavailable, match="malformed"):
        use()


@pytest.mark.parametrize("name", ["", "file.txt/voting.db"], ids=["a folder", "below a file"])
def test_a_place_where_no_file_can_be_is_unavailable(tmp_path, name):
    (tmp_path / "file.txt").write_text("a file")
    with pytest.raises(StorageUnavailable):
        SqliteDatabase(tmp_path / name)


def test_a_full_disk_undoes_all_and_the_next_one_works(database, path):
    add(database, "a")
    with database.writing() as door:
        door.rows("PRAGMA max_page_count = 1")  # no page more than there are
    with pytest.raises(StorageUnavailable, match="full"):
        add(database, *CODES)
    assert names(database) == ["a"]
    with database.writing() as door:
        door.rows("PRAGMA max_page_count = 1000000")
    add(database, "b")
    assert names(database) == ["a", "b"]


def test_a_fault_in_the_callers_own_file_is_not_the_databases(database, tmp_path):
    """Slips are written to a file before they are committed: that this file cannot be written is another sentence."""

    def issue_into(target):
        with database.writing() as door:
            door.change_each(ADD_STAFF, [{"name": "a"}])
            target.write_text("codes")

    with pytest.raises(FileNotFoundError):
        issue_into(tmp_path / "no such folder" / "slips.csv")
    assert names(database) == []


def test_a_writing_door_inside_a_writing_door_is_a_defect_and_undoes_both(database):
    def nested():
        with database.writing() as door:
            door.change_each(ADD_STAFF, [{"name": "outer"}])
            add(database, "inner")

    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        nested()
    assert names(database) == []


def test_a_thread_of_its_own_may_read_while_another_writes(database):
    with database.writing() as door:
        door.change_each(ADD_STAFF, [{"name": "a"}])
        assert all_at_once(lambda: names(database), lambda: names(database)) == [[], []]
