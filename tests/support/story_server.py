"""``serve`` with a clock that a test sets: the program as it runs, in a year that passes within a minute.

Started as a process with ``-m``; the file named on the command line holds the present moment as an ISO time in UTC.
"""

import os
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path


def main(clock: Path) -> None:
    """Serves until the process is told to stop."""
    from gevent import monkey

    monkey.patch_all()  # before flask and the database drivers are imported

    from voting.commands.front import Front
    from voting.commands.serve import serve_until_stopped, start
    from voting.settings import read_settings

    settings = read_settings(os.environ)
    tools = replace(Front(settings).tools, now=lambda: datetime.fromisoformat(clock.read_text()))
    _voting, server = start(settings, tools)
    serve_until_stopped(server)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
