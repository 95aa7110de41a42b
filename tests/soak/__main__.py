"""``python -m tests.soak``: the long tests, one after the other, each with its figures; exit 1 where one is not clean."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator

from tests.soak import kills, races, voters

Part = Callable[[argparse.Namespace], Iterator[tuple[bool, str]]]
"""A long test: what it saw, piece by piece, and whether that is as it must be."""


def many_voters(wanted: argparse.Namespace) -> Iterator[tuple[bool, str]]:
    """A session of thousands on each engine, workers killed on the way."""
    for engine in voters.ENGINES:
        report = voters.hold(engine, wanted.voters)
        yield report.clean, str(report)


def killed(_wanted: argparse.Namespace) -> Iterator[tuple[bool, str]]:
    """``kill -9`` at more than two hundred moments."""
    report = kills.long()
    yield report.clean, str(report)


def raced(_wanted: argparse.Namespace) -> Iterator[tuple[bool, str]]:
    """Hundreds against a closing, and everybody else who may act at the same moment."""
    for report in races.long():
        yield report.clean, str(report)


PARTS: dict[str, Part] = {"voters": many_voters, "kills": killed, "races": raced}


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m tests.soak", description="The long tests, with their figures.")
    reader.add_argument("--only", action="append", default=[], choices=PARTS, metavar="PART", help=", ".join(PARTS))
    reader.add_argument("--voters", type=int, default=10_000, help="voters of the large session (default 10,000)")
    wanted = reader.parse_args()
    clean = True
    for name, part in PARTS.items():
        if name in wanted.only or not wanted.only:
            for good, said in part(wanted):
                print(f"{'' if good else 'NOT CLEAN: '}{said}", flush=True)
                clean = clean and good
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
