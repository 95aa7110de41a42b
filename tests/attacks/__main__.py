"""The command: attacks the product and the sabotaged builds, and prints the figures."""

from __future__ import annotations

import argparse
import sys
import time

from tests.attacks.report import LONG, SHORT, draw, faults, run


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m tests.attacks", description=__doc__)
    reader.add_argument("--long", action="store_true", help="16, 167 and 2,000 voters, several batches, many meetings")
    started = time.monotonic()
    verdicts = run(LONG if reader.parse_args().long else SHORT, lambda text: print(text, file=sys.stderr, flush=True))
    print(draw(verdicts))
    wrong = faults(verdicts)
    print("\n".join(["", *wrong] if wrong else ["", ("Every attack succeeds on its sabotage; those with a star work on"
          " the product and are described in docs/anonymity.md; no other does.")]))  # fmt: skip
    print(f"{time.monotonic() - started:.0f} seconds")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
