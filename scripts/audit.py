"""Looks the pinned packages up among the published advisories: ``make audit``.

Exit 1 where a package has one. Where the advisories cannot be reached it says so and exits 0: an office without the
internet must be able to check its copy, and a green check must not pretend that something was looked up.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

HOME = Path(__file__).parent.parent
FILES = ("requirements.txt", "requirements-dev.txt")
SECONDS = 180


def report_of(file: Path) -> dict[str, Any] | None:
    """What is known about the packages of a file; None where nobody could be asked."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(file), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False)
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError):
        return None
    return found


def judged(report: dict[str, Any] | None) -> tuple[int, int, list[str]]:
    """How many packages were looked up and how many were not, and a line for each advisory."""
    packages = report["dependencies"] if report else []
    known = [package for package in packages if "skip_reason" not in package]
    lines = [
        f"{package['name']} {package['version']}: {advisory['id']}, mended in {advisory['fix_versions'] or '?'}"
        for package in known
        for advisory in package["vulns"]
    ]
    return len(known), len(packages) - len(known), lines


def main() -> int:
    """Prints one line for each advisory, or that there is none, or that nobody could be asked."""
    ended = 0
    for file in FILES:
        asked, skipped, lines = judged(report_of(HOME / file))
        if lines:
            ended = 1
            sys.stdout.writelines(f"{file}: {line}\n" for line in lines)
        elif asked:
            left = f" ({skipped} not known there)" if skipped else ""
            sys.stdout.write(f"{file}: no advisory for any of {asked} packages{left}\n")
        else:
            sys.stdout.write(f"{file}: SKIPPED, the database of advisories cannot be reached from here\n")
    return ended


if __name__ == "__main__":
    sys.exit(main())
