"""The folder that holds evidence: files with random names beside the database, never inside the web root.

What a file is called, what it is and whose it is stands in the database; here are bytes only. A name is checked to be
one before anything is opened, so there is no way from here to another folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from voting.storage.doors import StorageUnavailable

_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")


class FileFolder:
    """Files by their random names. Made with the first file; only the program's own account can look into it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, name: str, content: bytes) -> None:
        """Keeps a new file, durable when this returns; raises ``StorageUnavailable``."""
        path = self._path(name)
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise StorageUnavailable(str(error)) from error
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            self._make_durable()
        except OSError as error:  # a full disk
            path.unlink(missing_ok=True)
            raise StorageUnavailable(str(error)) from error

    def read(self, name: str) -> bytes | None:
        """The content of a file, None where it is gone."""
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StorageUnavailable(str(error)) from error

    def remove(self, name: str) -> None:
        """Removes a file; one that is gone already is gone."""
        self._path(name).unlink(missing_ok=True)

    def copy_to(self, target: FileFolder, names: Iterable[str]) -> int:
        """Copies files into another folder and says how many there were."""
        copied = 0
        for name in names:
            content = self.read(name)
            if content is not None:
                target.write(name, content)
                copied += 1
        return copied

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError("not a name of a file here")
        return self.path / name

    def _make_durable(self) -> None:
        """The file's entry in its folder has to reach the disk, too."""
        descriptor = os.open(self.path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
