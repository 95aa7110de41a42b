"""Every version of the tables that offices may have, each as a small database with data, kept as SQL text.

``python -m tests.soak.versions`` keeps the present one where it is not kept yet; ``… CHECKOUT`` that of an older
checkout of this project. A kept one is never written again. Each was made by the program of its time, over its command
line and HTTP: a plan, people, points, a closed session with paper, a one-by-one session that is still open.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

FOLDER = Path(__file__).parent.parent / "storage" / "versions"
VERSIONS = sorted(path.stem for path in FOLDER.glob("*.sql"))
HERE = Path(__file__).parent.parent.parent
UNUSED = "-- an unused slip of the open session: "

PLAN = """
[office]
name = "小街道"
year = 2026
[points]
daily = 70
standardisation = 30
review = 100
[scales.grades]
marks = [ {id = "E", name = "优秀", points = 100}, {id = "G", name = "良好", points = 80},
          {id = "F", name = "一般", points = 60},  {id = "P", name = "较差", points = 40} ]
[scales.hundred]
minimum = 0
maximum = 100
[[groups]]
id = "leadership"
name = "领导成员"
[[groups]]
id = "cadres"
name = "机关干部"
[[departments]]
id = "alpha"
name = "甲办"
headcount = 12
[[departments]]
id = "beta"
name = "乙办"
headcount = 9
[[departments]]
id = "gamma"
name = "丙办"
headcount = 15
[[reviews]]
id = "half-year"
name = "半年评议"
weight = "0.4"
pace = "together"
scale = "hundred"
[reviews.groups]
leadership = {weight = 60, slips = 8}
cadres = {weight = 40, slips = 8}
[[reviews]]
id = "year-end"
name = "年终述职"
weight = "0.6"
pace = "one_by_one"
scale = "grades"
[reviews.groups]
leadership = {weight = 60, slips = 8}
cadres = {weight = 40, slips = 8}
"""
POINTS = """department,component,points,note
alpha,daily,66.5,
alpha,standardisation,28,
beta,daily,60,
beta,standardisation,29.25,
gamma,daily,70,
gamma,standardisation,30,
gamma,disqualification,,安全生产事故
"""
PAPER = "alpha,beta,gamma\n90,80,70\n55,60,\n"


def build(name: str, path: Path) -> str:
    """The database of a version, as it was kept; returns the code of an unused slip of its open session."""
    text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    with sqlite3.connect(path) as line:
        line.executescript(text)
    line.close()
    return text.partition("\n")[0].removeprefix(UNUSED)


def names_of(path: Path) -> set[tuple[str, object]]:
    """Every row, as its table and the value of its first column: rows may gain columns, but must not go."""
    with sqlite3.connect(path) as line:
        tables = [row[0] for row in line.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {(table, row[0]) for table in tables for row in line.execute(f"SELECT * FROM {table}")}
    line.close()
    return {row for row in found if not row[0].startswith("_")}


class _Old:
    """A checkout's program, used as an office uses it."""

    def __init__(self, checkout: Path, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self._program = [sys.executable, str(checkout / "app.py")]
        database = f"sqlite:///{folder / 'voting.db'}"
        self._environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "DATABASE_URL": database}
        self._environment |= {"PORT": str(port), "LANGUAGE": "en"}

    def do(self, *arguments: str, stdin: str = "") -> None:
        subprocess.run(
            [*self._program, *arguments], cwd=self.folder, env=self._environment, input=stdin, encoding="utf-8",
            check=True, capture_output=True,
        )  # fmt: skip

    def slips(self, review: str) -> dict[str, list[str]]:
        self.do("slips", review, "--csv", f"{review}.csv")
        found: dict[str, list[str]] = {}
        with (self.folder / f"{review}.csv").open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["group"], []).append(row["code"])
        return found

    def serve(self) -> subprocess.Popen[bytes]:
        server = subprocess.Popen([*self._program, "serve"], cwd=self.folder, env=self._environment)
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz").close()
            except urllib.error.URLError:
                time.sleep(0.05)
        return server

    def cast(self, code: str, marks: dict[str, object]) -> None:
        body = json.dumps({"receipt": os.urandom(16).hex(), "marks": marks}).encode()
        headers = {"Authorization": f"Bearer {code}", "Content-Type": "application/json"}
        address = f"http://127.0.0.1:{self.port}/api/ballot"
        with urllib.request.urlopen(urllib.request.Request(address, body, headers, method="PUT")) as answer:
            assert answer.status == 201


def made_by(checkout: Path) -> tuple[str, str]:
    """The name of a checkout's newest step, and a database that its program made, as SQL text."""
    from tests.support.outside import free_port

    with tempfile.TemporaryDirectory() as name:
        old = _Old(checkout, Path(name), free_port())
        unused = _held(old)
        with sqlite3.connect(old.folder / "voting.db") as line:
            (newest,) = line.execute("SELECT name FROM _sqlite_migrations ORDER BY id DESC LIMIT 1").fetchone()
            text = "\n".join(line.iterdump())
        line.close()
    return newest, f"{UNUSED}{unused}\n{text}\n"


def _held(old: _Old) -> str:
    (old.folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    (old.folder / "points.csv").write_text(POINTS, encoding="utf-8")
    (old.folder / "paper.csv").write_text(PAPER, encoding="utf-8")
    old.do("load", "plan.toml")
    for person, role in (("organiser", "organiser"), ("scrutineer", "scrutineer")):
        old.do("staff", "add", person, "--role", role, "--password-stdin", stdin="long enough\n")
    half, end = old.slips("half-year"), old.slips("year-end")
    old.do("open", "half-year")
    old.do("open", "year-end", "alpha", "beta")
    server = old.serve()
    try:
        for group in half:
            for at, code in enumerate(half[group][:7]):
                old.cast(code, {"alpha": 60 + at, "beta": 95 - 2 * at if at else None, "gamma": 70})
            for at, code in enumerate(end[group][:6]):
                old.cast(code, {"alpha": "EGFP"[at % 4], "beta": "G" if at else None})
    finally:
        server.terminate()
        server.wait(30)
    old.do("pause", "half-year")
    old.do("paper", "half-year", "--group", "cadres", "--csv", "paper.csv")
    old.do("close", "half-year", "--scrutineer", "scrutineer", stdin="long enough\n")
    old.do("close", "year-end", "alpha")
    old.do("assess", "points.csv")
    old.do("check")
    return end["cadres"][7]


def main(checkout: Path = HERE) -> int:
    """Keeps what is not kept yet."""
    name, text = made_by(checkout)
    target = FOLDER / f"{name}.sql"
    if target.exists():
        print(f"{name} is kept already")
        return 0
    FOLDER.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    print(f"kept {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
