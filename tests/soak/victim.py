"""``python -m tests.soak.victim N COMMAND …``: the program, killed right after its Nth statement that writes.

Every statement of a writing transaction counts, its COMMIT too, and what lays tables anew or cuts the log. So a kill can
be put between a commit and the answer, into the midst of a closing, or between two steps of a migration.
"""

# ruff: noqa: E402 - gevent patches before anything else is imported

from __future__ import annotations

from gevent import monkey

monkey.patch_all()

import os
import signal
import sys
from typing import Any

import sqlite_utils

from voting.commands import main

BEGINS, ENDS = "BEGIN IMMEDIATE", ("COMMIT", "ROLLBACK")
ALONE = ("VACUUM", "PRAGMA wal_checkpoint")


def kill_after(statement: int) -> None:
    """Lets this process die by SIGKILL when it has run so many statements that write."""
    left, writing = statement, False
    execute = sqlite_utils.Database.execute

    def counting(self: sqlite_utils.Database, sql: str, *values: Any) -> Any:
        nonlocal left, writing
        writing = writing or sql == BEGINS
        answer = execute(self, sql, *values)
        if writing or sql.startswith(ALONE):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        writing = writing and sql not in ENDS
        return answer

    sqlite_utils.Database.execute = counting  # type: ignore[method-assign]


if __name__ == "__main__":
    kill_after(int(sys.argv[1]))
    sys.exit(main(sys.argv[2:], os.environ))
