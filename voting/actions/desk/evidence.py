"""Files that belong to something at the desk: taken in, looked up, handed out, copied for a backup, checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from voting.domain.evidence import Admitted, admit, check_together
from voting.domain.refusals import Fault, Refusal, msg
from voting.domain.roles import Person, demand, may
from voting.storage.desk import evidence
from voting.storage.desk.evidence import EvidenceRecord
from voting.storage.doors import Database, ReadingDoor, WritingDoor
from voting.storage.files import FileFolder
from voting.tools import Tools

CLAIM, INSPECTION, TARGET = "claim", "inspection", "target"
WHO_MAY_SEE = {
    CLAIM: ("see_claims",),
    INSPECTION: ("see_departments", "see_own_department"),
    TARGET: ("see_departments", "see_own_department"),
}
"""What opens a file: one of these actions, and for those who belong to a department only where it is theirs."""


@dataclass(frozen=True)
class Upload:
    """A file as somebody sent it: the name it had there, and its content."""

    name: str
    content: bytes


class About(NamedTuple):
    """What files belong to: a year, a kind of thing, the thing's id, and the department concerned."""

    year: int
    about: str
    subject: str
    department: str


@dataclass(frozen=True)
class Received:
    """A file that was looked through and lies in the folder already, under its id."""

    id: str
    file: Admitted

    @property
    def hash(self) -> str:
        """SHA-256 of what is kept."""
        return self.file.hash


@contextmanager
def received(tools: Tools, uploads: Sequence[Upload]) -> Iterator[list[Received]]:
    """Takes files in; whatever is refused or goes wrong inside the block, none of them is left behind.

    Opened before the writing door: a large file on a slow disk must not hold up a hall that votes.
    """
    kept: list[Received] = []
    try:
        check_together([], [len(upload.content) for upload in uploads])
        admitted = [admit(upload.name, upload.content) for upload in uploads]
        for file in admitted:
            kept.append(Received(tools.new_key(), file))
            tools.files.write(kept[-1].id, file.content)
        yield kept
    except BaseException:
        for each in kept:
            tools.files.remove(each.id)
        raise


def attach(door: WritingDoor, files: Sequence[Received], about: About, actor: str) -> list[str]:
    """Ties received files to what they are about; refuses what is too much beside the files it has. Returns ids."""
    present = evidence.of_subject(door, about.year, about.about, about.subject)
    check_together([record.size for record in present], [len(each.file.content) for each in files])
    for each in files:
        record = EvidenceRecord(
            id=each.id, **about._asdict(), name=each.file.name, kind=each.file.kind, size=len(each.file.content),
            hash=each.hash, added_by=actor,
        )  # fmt: skip
        evidence.add(door, record)
    return [each.id for each in files]


def files_of(door: ReadingDoor, year: int, about: str, subject: str) -> list[EvidenceRecord]:
    """The files that belong to one thing."""
    return evidence.of_subject(door, year, about, subject)


def file_of(door: ReadingDoor, file_id: str) -> EvidenceRecord | None:
    """The file with this id, None where there is none."""
    return evidence.find(door, file_id)


def read_file(tools: Tools, person: Person, file_id: str) -> tuple[EvidenceRecord, bytes]:
    """A file for somebody who may see what it is about. Unknown, gone and not theirs look the same."""
    with tools.database.reading() as door:
        record = evidence.find(door, file_id)
    if record is None or not _may_see(person, record):
        raise Refusal("not_found", msg("There is no such file, or it is not for you."))
    content = tools.files.read(record.id)
    if content is None or hashlib.sha256(content).hexdigest() != record.hash:
        raise Refusal("file_lost", msg("The file %(name)s is lost or was changed on the disk."), name=record.name)
    return record, content


def _may_see(person: Person, record: EvidenceRecord) -> bool:
    allowed = [action for action in WHO_MAY_SEE[record.about] if may(person.role, action)]
    try:
        for action in allowed:
            demand(person, action, record.department)
    except Refusal:
        return False
    return bool(allowed)


def back_up_files(tools: Tools, target: Path) -> int:
    """Copies every file that the database knows into a new folder; says how many there were."""
    with tools.database.reading() as door:
        names = evidence.ids(door)
    return tools.files.copy_to(FileFolder(target), names)


def check_files(database: Database, files: FileFolder) -> list[Fault]:
    """What is wrong with the files themselves: gone, or not what was handed in."""
    with database.reading() as door:
        records = [record for file_id in evidence.ids(door) if (record := evidence.find(door, file_id))]
    faults = []
    for record in records:
        content = files.read(record.id)
        if content is None:
            faults.append(Fault(record.name, msg("the file is not in the folder of evidence")))
        elif hashlib.sha256(content).hexdigest() != record.hash:
            faults.append(Fault(record.name, msg("the file is not the one that was handed in")))
    return faults
