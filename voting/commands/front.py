"""What every command works with: settings, the outside world made on first use, and words in the right language."""

from __future__ import annotations

import json
import os
import sys
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from voting.actions.staff import Witness
from voting.domain.refusals import Fault, Refusal, msg
from voting.exports.wording import fault_line
from voting.passwords import Argon2Passwords
from voting.settings import Settings
from voting.storage.doors import StorageUnavailable
from voting.storage.engines import files_folder, open_database
from voting.storage.files import FileFolder
from voting.texts import say
from voting.tools import Tools, real_tools


class Front:
    """The front of the command line."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def tools(self) -> Tools:
        """The outside world, the database opened and brought up to date."""
        url = self.settings.database_url
        files = FileFolder(files_folder(url, self.settings.files))
        return real_tools(open_database(url), Argon2Passwords(), files)

    def say(self, sentence: str, **values: Any) -> str:
        """A sentence in the language of the settings."""
        return say(self.settings.language, sentence, values)

    def sentence(self, refusal: Refusal) -> str:
        """A refusal's sentence."""
        return self.say(refusal.sentence, **refusal.values)

    def fault(self, fault: Fault) -> str:
        """A fault with its place."""
        return fault_line(fault, self.say)

    def unavailable(self, fault: StorageUnavailable) -> str:
        """What to tell when the database cannot be used."""
        return self.say(msg("The database cannot be used now: %(why)s. Nothing was changed."), why=str(fault))

    def file_fault(self, fault: OSError) -> str:
        """What to tell when a file cannot be read or written."""
        name = str(fault.filename or "")
        return self.say(msg("The file %(name)s cannot be used: %(why)s."), name=name, why=fault.strerror or "?")

    def echo(self, sentence: str, **values: Any) -> None:
        """Prints a sentence."""
        click.echo(self.say(sentence, **values))

    def write(self, line: str) -> None:
        """Prints a line as it is."""
        click.echo(line)

    def warn(self, faults: list[Fault]) -> None:
        """Prints warnings on standard error."""
        for fault in faults:
            click.echo(self.say(msg("Please note:")) + " " + self.fault(fault), err=True)


def print_json(document: object) -> None:
    """One JSON document and nothing else."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def read_text(path: Path) -> str:
    """A text file as people save it: UTF-8 with or without a mark, or the code page of older office programs."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("bad_text", msg("The file is not a text that can be read. Please save it as UTF-8."))


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that did not exist before, readable by its owner only; takes it back where that fails."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def password_from_stdin() -> str:
    """The first line of standard input."""
    return sys.stdin.readline().rstrip("\r\n")


def witness_of(scrutineer: str | None) -> Witness | None:
    """The scrutineer named on the command line; the password comes on standard input."""
    if scrutineer is None:
        return None
    return Witness(scrutineer, password_from_stdin())


year_option = click.option("--year", type=int, help="The year; by default the newest.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
scrutineer_option = click.option(
    "--scrutineer", metavar="NAME", help="The scrutineer who confirms; the password comes on standard input."
)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW = click.Path(dir_okay=False, path_type=Path)
