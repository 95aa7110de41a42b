"""Choosing the engine by its URL; nothing else in the program knows which one runs."""

from __future__ import annotations

from pathlib import Path

from voting.domain.refusals import Refusal, msg
from voting.storage.doors import Database
from voting.storage.marker import RunningMark, pages_in_log
from voting.storage.postgres import PostgresDatabase
from voting.storage.sqlite import SqliteDatabase

SQLITE = "sqlite:///"
POSTGRESQL = "postgresql://"


def sqlite_path(url: str) -> Path | None:
    """The file behind a SQLite URL, None for another engine: ``sqlite:///data/voting.db``, four slashes if absolute."""
    return Path(url.removeprefix(SQLITE)) if url.startswith(SQLITE) and len(url) > len(SQLITE) else None


def files_folder(url: str, wanted: str) -> Path:
    """The folder for files that are handed in: the one asked for, else beside the database and named after it.

    Named after it, so that two databases in one folder never share their files.
    """
    if wanted:
        return Path(wanted)
    path = sqlite_path(url)
    return path.with_suffix(".files") if path else Path("data/files")


def running_mark(url: str, port: int) -> RunningMark:
    """The mark of a server on this database and port."""
    path = sqlite_path(url)
    beside = path if path else Path("data/voting")
    return RunningMark(beside.with_name(f"{beside.name}.running-{port}"))


def waiting_pages(url: str) -> int:
    """How much of a SQLite file's log waits to be taken in when it is opened; 0 for another engine."""
    path = sqlite_path(url)
    return pages_in_log(path) if path else 0


def open_database(url: str) -> Database:
    """Opens the database at a URL and brings its tables up to date.

    Raises ``Refusal`` for a URL of no known engine and ``StorageUnavailable`` where the database cannot be opened.
    """
    path = sqlite_path(url)
    if path is not None:
        return SqliteDatabase(path)
    if url.startswith(POSTGRESQL):
        return PostgresDatabase(url)
    sentence = msg("DATABASE_URL must be of the form sqlite:///path/to/file.db or postgresql://user@host:port/name.")
    raise Refusal("bad_database_url", sentence)
