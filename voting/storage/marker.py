"""What a server leaves beside the database while it runs: the next start sees by it whether the last stop was one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_HEADER, _FRAME = 32, 24  # of SQLite's write-ahead log, in bytes


class RunningMark:
    """A file that is there exactly while a server runs: one a port, since several workers may share a database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def was_left(self) -> bool:
        """Whether whoever made the mark last did not come to taking it away: killed, or without power."""
        return self._path.exists()

    def set(self) -> None:
        """From now on a start would find that this one never ended."""
        with suppress(OSError):  # where nothing can be written there is nothing to recover either
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_text(f"{os.getpid()}\n")

    def remove(self) -> None:
        """This stop is a clean one."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def pages_in_log(database: Path) -> int:
    """How many pages wait in the write-ahead log of a SQLite file that nobody has opened yet; 0 where there is none.

    An upper bound: the last of them may be half a commit, which SQLite leaves out.
    """
    log = database.with_name(database.name + "-wal")
    try:
        with log.open("rb") as file:
            header = file.read(_HEADER)
        size = log.stat().st_size
    except OSError:
        return 0
    page = int.from_bytes(header[8:12], "big")
    return max(0, size - _HEADER) // (_FRAME + page) if page else 0
