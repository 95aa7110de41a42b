"""Files of evidence from outside: where they lie, that a backup takes them along, that the check misses them."""

from __future__ import annotations

import pytest

from tests.support.claims import CLERK, PHOTO, PLAN_WITH_STANDARDS, SCAN
from tests.support.outside import Office
from voting.actions.desk.claims import NewClaim, submit_claim
from voting.passwords import Argon2Passwords
from voting.storage.files import FileFolder
from voting.storage.sqlite import SqliteDatabase
from voting.tools import real_tools


@pytest.fixture
def office(tmp_path):
    """An office in which a claim was handed in with two files."""
    found = Office(tmp_path)
    (tmp_path / "plan.toml").write_text(PLAN_WITH_STANDARDS, encoding="utf-8")
    assert found.inside("load", tmp_path / "plan.toml").code == 0
    database = SqliteDatabase(found.database)
    tools = real_tools(database, Argon2Passwords(), FileFolder(tmp_path / "voting.files"))
    submit_claim(tools, CLERK, NewClaim("district", "Prize", "2026-03-12", ""), [SCAN, PHOTO])
    database.close()
    return found


def contents(folder):
    return sorted(path.read_bytes() for path in folder.iterdir())


def test_files_lie_beside_the_database_and_a_backup_takes_them_along(office, tmp_path):
    assert contents(tmp_path / "voting.files") == sorted([SCAN.content, PHOTO.content])
    done = office.inside("backup", tmp_path / "copy.db")
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            f"Written to {tmp_path / 'copy.db'}.",
            f"Files of evidence: 2, written to {tmp_path / 'copy.files'}.",
        ],
    )
    assert contents(tmp_path / "copy.files") == contents(tmp_path / "voting.files")
    copy = {"DATABASE_URL": f"sqlite:///{tmp_path / 'copy.db'}"}
    assert office.inside("check", **copy).out == "Everything agrees.\n"


def test_a_backup_never_overwrites_files(office, tmp_path):
    (tmp_path / "copy.files").mkdir()
    done = office.inside("backup", tmp_path / "copy.db")
    assert (done.code, done.err) == (1, f"The file {tmp_path / 'copy.files'} exists already.\n")
    assert not (tmp_path / "copy.db").exists()


def test_the_check_misses_a_file_that_is_gone(office, tmp_path):
    next(path for path in (tmp_path / "voting.files").iterdir() if path.read_bytes() == SCAN.content).unlink()
    done = office.inside("check")
    assert (done.code, done.out) == (1, "决定.pdf: the file is not in the folder of evidence\n")


def test_another_folder_can_be_set(office, tmp_path):
    (tmp_path / "voting.files").rename(tmp_path / "elsewhere")
    assert office.inside("check").code == 1
    assert office.inside("check", FILES=str(tmp_path / "elsewhere")).code == 0
