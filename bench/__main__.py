"""The front door of the benchmarks."""

from __future__ import annotations

import argparse
import sys

from bench.run import FULL, QUICK, measure
from bench.table import draw


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench", description="Measures, and prints the ratios of this run.")
    reader.add_argument("--quick", action="store_true", help="a smoke test of a few seconds; its figures mean nothing")
    sizes = QUICK if reader.parse_args().quick else FULL
    print(draw(measure(sizes, say=lambda text: print(text, file=sys.stderr, flush=True))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
