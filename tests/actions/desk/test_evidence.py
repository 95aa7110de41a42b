"""Files of evidence: kept under random names beside the database, read by whoever may, backed up, missed when gone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.support.claims import BETAS_CLERK, CLERK, PHOTO, PLAN_WITH_STANDARDS, SCAN, VERIFIER
from tests.support.evidence import SECRET, jpeg, segment
from tests.support.http import nothing_changes
from tests.support.world import a_world
from voting.actions.desk.claims import NewClaim, submit_claim
from voting.actions.desk.evidence import (
    CLAIM,
    INSPECTION,
    TARGET,
    WHO_MAY_SEE,
    About,
    Upload,
    attach,
    back_up_files,
    check_files,
    file_of,
    files_of,
    read_file,
    received,
)
from voting.domain.refusals import Refusal
from voting.domain.roles import MAY, ROLES, Person
from voting.storage.desk import evidence
from voting.storage.doors import StorageUnavailable
from voting.storage.files import FileFolder


@pytest.fixture
def world(tmp_path):
    found = a_world(tmp_path, PLAN_WITH_STANDARDS)
    yield found
    found.database.close()


@pytest.fixture
def files(world):
    """The two files of a claim of alpha, as the database knows them: the scan and the photo."""
    claim = submit_claim(world.tools, CLERK, NewClaim("district", "Prize", "2026-03-12", ""), [SCAN, PHOTO])
    with world.database.reading() as door:
        return files_of(door, 2026, CLAIM, claim)


def folder(world):
    return sorted(world.tools.files.path.glob("*"))


def test_files_lie_under_random_names_for_the_program_s_account_only(world, files):
    assert sorted(path.name for path in folder(world)) == sorted(record.id for record in files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder(world)} == {0o600}
    assert stat.S_IMODE(world.tools.files.path.stat().st_mode) == 0o700
    assert world.tools.files.path.parent == world.path.parent
    assert not [path for path in folder(world) if "." in path.name]


def test_what_is_kept_has_no_metadata(world):
    sent = Upload("a.jpg", jpeg(before=segment(0xFE, SECRET)))
    submit_claim(world.tools, CLERK, NewClaim("district", "Prize", "2026-03-12", ""), [sent])
    assert [path.read_bytes() for path in folder(world)] == [jpeg()]


def test_a_file_is_read_back_as_it_was_kept(world, files):
    record, content = read_file(world.tools, VERIFIER, files[0].id)
    assert (record, content) == (files[0], SCAN.content)
    assert (record.size, record.added_by) == (len(SCAN.content), CLERK.name)
    with world.database.reading() as door:
        assert file_of(door, files[1].id) == files[1]


def may_read(world, person, file):
    try:
        read_file(world.tools, person, file)
    except Refusal as refusal:
        return {"not_found": False}[refusal.code]
    return True


def of(world, about):
    """A file of alpha that belongs to some kind of thing."""
    with received(world.tools, [SCAN]) as kept, world.database.writing() as door:
        return attach(door, kept, About(2026, about, "some-thing", "alpha"), "somebody")[0]


@pytest.mark.parametrize("about", [CLAIM, INSPECTION, TARGET])
def test_who_may_see_what_a_file_is_about_may_read_it_and_departments_only_their_own(world, about):
    file = of(world, about)
    allowed = {role for role in ROLES if any(role in MAY[action] for action in WHO_MAY_SEE[about])}
    assert {role for role in ROLES if may_read(world, Person("x", role, "alpha"), file)} == allowed
    elsewhere = {role for role in ROLES if may_read(world, Person("x", role, "beta"), file)}
    assert elsewhere == allowed - {"department", "leader"}
    assert {"department", "leader", "supervision"} <= allowed


def test_nobody_reads_what_is_not_there(world, files):
    for name in ("unknown-file-id", "../voting.db", "..", "", "voting.db", "a/b", "%2e%2e/voting.db", "x" * 5000, "\0"):
        assert not may_read(world, VERIFIER, name)


@pytest.mark.parametrize("hurt", [lambda path: path.unlink(), lambda path: path.write_bytes(b"%PDF-1.7 another")])
def test_a_file_that_is_gone_or_changed_is_not_handed_out_and_the_check_says_so(world, files, hurt):
    assert check_files(world.database, world.tools.files) == []
    hurt(world.tools.files.path / files[0].id)
    with pytest.raises(Refusal) as caught:
        read_file(world.tools, VERIFIER, files[0].id)
    assert caught.value.code == "file_lost"
    (fault,) = check_files(world.database, world.tools.files)
    assert str(fault).startswith("决定.pdf: the file is not")


def test_whatever_goes_wrong_later_no_file_is_left_behind(world):
    seen = []

    def goes_wrong():
        with received(world.tools, [SCAN, PHOTO]) as kept, world.database.writing() as door:
            attach(door, kept, About(2026, INSPECTION, "one", "alpha"), "inspector")
            seen.extend(folder(world))
            raise ZeroDivisionError

    with nothing_changes(world), pytest.raises(ZeroDivisionError):
        goes_wrong()
    assert (len(seen), folder(world)) == (2, [])


def test_the_limits_hold_for_one_thing_over_many_times(world):
    for _time in range(2):
        with received(world.tools, [SCAN] * 4) as kept, world.database.writing() as door:
            attach(door, kept, About(2026, INSPECTION, "one", "alpha"), "inspector")
    with (
        pytest.raises(Refusal, match="At most"),
        received(world.tools, [SCAN]) as kept,
        world.database.writing() as door,
    ):
        attach(door, kept, About(2026, INSPECTION, "one", "alpha"), "inspector")
    with received(world.tools, [SCAN]) as kept, world.database.writing() as door:
        attach(door, kept, About(2026, INSPECTION, "another", "alpha"), "inspector")
    assert len(folder(world)) == 9


def test_nothing_uploaded_is_nothing_to_do(world):
    with received(world.tools, []) as kept:
        assert kept == []
    assert not world.tools.files.path.exists()


def test_a_department_sees_what_it_handed_in_and_another_does_not(world, files):
    assert may_read(world, CLERK, files[0].id)
    assert not may_read(world, BETAS_CLERK, files[0].id)


# Backup


def test_a_backup_holds_every_file_the_database_knows_and_no_other(world, files, tmp_path):
    world.tools.files.write("left-over-file", b"of a crash")
    target = tmp_path / "copy.files"
    assert back_up_files(world.tools, target) == 2
    assert {path.name: path.read_bytes() for path in target.iterdir()} == {
        record.id: (world.tools.files.path / record.id).read_bytes() for record in files
    }


def test_a_backup_without_files_makes_no_folder(world, tmp_path):
    assert back_up_files(world.tools, tmp_path / "copy.files") == 0
    assert not (tmp_path / "copy.files").exists()


# The folder itself


@pytest.mark.parametrize(
    "name", ["", "short", "../../etc/passwd", "a/../../b-long-enough", "dots.and.dots", "x" * 65, "with space here", "名字名字名字名字"]
)  # fmt: skip
def test_a_name_that_is_none_opens_nothing(tmp_path, name):
    folder_ = FileFolder(tmp_path / "files")
    for act in (folder_.read, folder_.remove, lambda name: folder_.write(name, b"x")):
        with pytest.raises(ValueError, match="not a name"):
            act(name)
    assert list(tmp_path.rglob("*")) == []


def test_a_name_is_written_once(tmp_path):
    files = FileFolder(tmp_path)
    files.write("one-and-only", b"first")
    with pytest.raises(StorageUnavailable):
        files.write("one-and-only", b"second")
    assert files.read("one-and-only") == b"first"


def test_a_link_that_somebody_laid_is_not_written_through(tmp_path):
    victim = tmp_path / "victim"
    victim.write_bytes(b"kept")
    files = FileFolder(tmp_path / "files")
    files.path.mkdir()
    (files.path / "some-file-name").symlink_to(victim)
    with pytest.raises(StorageUnavailable):
        files.write("some-file-name", b"overwritten")
    assert victim.read_bytes() == b"kept"


def test_a_folder_that_cannot_be_made_is_said_plainly(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageUnavailable):
        FileFolder(tmp_path / "file" / "files").write("some-file-name", b"x")


def test_half_a_file_is_none(tmp_path, monkeypatch):
    files = FileFolder(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("voting.storage.files.os.fsync", full)
    with pytest.raises(StorageUnavailable):
        files.write("some-file-name", b"x")
    assert list(Path(tmp_path).iterdir()) == []


def test_the_ids_of_all_years_are_known(world, files):
    with world.database.reading() as door:
        assert evidence.ids(door) == sorted(record.id for record in files)
