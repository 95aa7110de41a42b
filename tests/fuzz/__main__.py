"""``python -m tests.fuzz [CASES] [SEED]``: the long form. Prints the figures; exit 1 where anything was found."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz import files, over_http, sockets
from tests.fuzz.office import Report

CASES = 24_000
SHARES = {"HTTP, by the description": (over_http.run, 0.7), "files": (files.run, 0.18), "sockets": (sockets.run, 0.12)}


def main(cases: int = CASES, seed: int = 20_261_220) -> int:
    """Runs all parts, about so many cases together."""
    everything = Report()
    for name, (run, share) in SHARES.items():
        started = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            report = run(Path(folder), int(cases * share), seed)
        everything.add(report)
        statuses = ", ".join(f"{number} × {status}" for status, number in sorted(report.statuses.items()))
        print(f"{name}: {report.cases} cases in {time.monotonic() - started:.0f} s  {statuses}", flush=True)
        for line in report.faults[:50]:
            print(f"  {line}", flush=True)
    print(
        f"together: {everything.cases} cases, {len(everything.errors)} server errors, "
        f"{len(everything.tracebacks)} tracebacks, {len(everything.changes)} changes by refused requests, "
        f"{len(everything.unlike)} answers not as described (seed {seed})"
    )
    return 1 if everything.faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
