"""The front door of the benchmarks."""

from __future__ import annotations

import argparse
import os
import sys

from bench.run import MEASUREMENTS, measure
from bench.sizes import FULL, QUICK
from bench.table import draw

NOTE = """
{cores} cores, shared by the server, the load and whatever else runs here. Seconds and rates drift with that; figures
of CPU (all threads of the server, user and system) hardly do: judge a change by them, and by ratios."""


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench", description="Measures, and prints the ratios of this run.")
    reader.add_argument("--quick", action="store_true", help="a smoke test of a few seconds; its figures mean nothing")
    reader.add_argument("--only", action="append", default=[], choices=MEASUREMENTS, metavar="NAME",
                        help=f"only this part, and others named the same way: {', '.join(MEASUREMENTS)}")  # fmt: skip
    reader.add_argument("--database-url", default="", metavar="URL",
                        help="an empty database to measure on, instead of a fresh SQLite file")  # fmt: skip
    wanted = reader.parse_args()
    sizes = QUICK if wanted.quick else FULL
    rows = measure(sizes, lambda text: print(text, file=sys.stderr, flush=True), wanted.only, wanted.database_url)
    print(draw(rows))
    print(NOTE.format(cores=os.cpu_count()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
