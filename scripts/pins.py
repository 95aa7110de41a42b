"""Writes the hashes of every pinned package into the requirements files: ``make pins``.

All published files of a version are listed, for every system and processor, so that any mirror of the index may serve
any of them, and nothing else is ever installed. The pins themselves are written by hand; this only adds what proves
them, and says where a pinned package needs one that is not pinned.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

HOME = Path(__file__).parent.parent
FILES = ("requirements.txt", "requirements-dev.txt", "requirements-audit.txt")
_PIN = re.compile(r"([A-Za-z0-9._-]+)(?:\[[\w,-]+\])?==([^\s\\;]+)")
_ELSEWHERE = re.compile(r";.*\b(?:win32|nt|emscripten|cygwin)\b", re.IGNORECASE)  # systems this program does not run on


def bare(text: str) -> list[str]:
    """The lines of a requirements file as they are written by hand."""
    lines = [line.rstrip(" \\") for line in text.splitlines()]
    return [line for line in lines if not line.startswith("    --hash=")]


def name_of(line: str) -> str:
    """A pinned line's package as the index writes it; nothing for a comment."""
    found = _PIN.match(line)
    return re.sub(r"[-_.]+", "-", found[1]).lower() if found else ""


def hashes_of(lines: list[str]) -> dict[str, list[str]]:
    """Every published hash of each pinned package."""
    asked = "\n".join(line for line in lines if name_of(line))
    found: dict[str, list[str]] = {}
    name = ""
    for line in _resolved(asked, "--no-deps", "--generate-hashes"):
        if line.startswith("    --hash="):
            found[name].append(line.strip(" \\"))
        elif name_of(line):
            name = name_of(line)
            found[name] = []
    return found


def unpinned(lines: list[str]) -> list[str]:
    """The packages that the pinned ones need and that are not pinned; pip itself is there already."""
    asked = "\n".join(line for line in lines if name_of(line))
    needed = {name_of(line) for line in _resolved(asked) if not _ELSEWHERE.search(line)}
    return sorted(needed - {name_of(line) for line in lines} - {"", "pip"})


def _resolved(asked: str, *options: str) -> list[str]:
    command = ["uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11", "--no-annotate"]
    command = [sys.executable, "-m", *command, "--no-header", *options, "-"]
    done = subprocess.run(command, input=asked, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return done.stdout.splitlines()


def main() -> int:
    """Writes all files anew; 1 where a pin is missing."""
    above: list[str] = []
    missing = []
    for file in FILES:
        path = HOME / file
        lines = bare(path.read_text(encoding="utf-8"))
        found = hashes_of(lines)
        written = [" \\\n    ".join([line, *found.get(name_of(line), [])]) for line in lines]
        path.write_text("\n".join(written) + "\n", encoding="utf-8")
        everything = [*above, *lines] if "-r requirements.txt" in lines else lines
        missing += [f"{file}: {name} is needed and not pinned" for name in unpinned(everything)]
        above = lines
    sys.stdout.writelines(f"{line}\n" for line in missing)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
