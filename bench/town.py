"""The town that votes in the benchmarks: one session for each measurement, over 20 departments, slips for everybody."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from voting.actions import meeting
from voting.commands.front import Front
from voting.settings import read_settings

ROOT = Path(__file__).parent.parent
GRADES, POINTS = "grades", "points"
MANY = 20  # departments, where a measurement does not ask for another number
CAP = 0.3  # of the departments may get the top mark
ORGANISER, PASSWORD = "organiser", "measured well"

HEAD = """
[office]
name = "临溪街道"
year = 2026
[scales.grades]
marks = [ {id = "E", name = "优秀", points = 100}, {id = "G", name = "良好", points = 80},
          {id = "F", name = "一般", points = 60},  {id = "P", name = "较差", points = 40} ]
[scales.points]
minimum = 0
maximum = 100
[[groups]]
id = "leadership"
name = "领导成员"
[[groups]]
id = "heads"
name = "部门负责人"
[[groups]]
id = "cadres"
name = "机关干部"
"""


def names_of(departments: int) -> list[str]:
    """The ids of so many departments."""
    return [f"department-{number:03}" for number in range(1, departments + 1)]


def plan(slips: Mapping[str, int], departments: int = MANY) -> str:
    """The town's plan, with so many slips for each session; all sessions but ``points`` vote by grades."""
    parts = [HEAD]
    parts += [f'[[departments]]\nid = "{name}"\nname = "{name}"\nheadcount = 9\n' for name in names_of(departments)]
    for at, (session, count) in enumerate(slips.items()):
        few = max(10, count // 10)
        parts.append(
            f'[[reviews]]\nid = "{session}"\nname = "{session}"\nweight = {int(at == 0)}\n'
            f'pace = "together"\nscale = "{session if session == POINTS else GRADES}"\n'
            f"[reviews.groups]\nleadership = {{weight = 50, slips = {few}}}\nheads = {{weight = 25, slips = {few}}}\n"
            f"cadres = {{weight = 25, slips = {max(10, count - 2 * few)}}}\n"
        )
    return "".join(parts)


class Town:
    """A folder with a database, its commands, and the requests of its phones as bytes."""

    def __init__(
        self, folder: Path, port: int, slips: Mapping[str, int], *, url: str = "", departments: int = MANY
    ) -> None:
        self.folder, self.port, self.departments = folder, port, names_of(departments)
        url = url or f"sqlite:///{folder / 'voting.db'}"
        settings = {"DATABASE_URL": url, "PORT": str(port), "LANGUAGE": "en", "SECRET_KEY": "a key for measuring only"}
        self.environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(folder), **settings}
        self._chance = Random(2026)
        (folder / "plan.toml").write_text(plan(slips, departments), encoding="utf-8")
        self.command("load", "plan.toml")
        self._tools = Front(read_settings(self.environment)).tools
        self.database = self._tools.database
        self.command("staff", "add", ORGANISER, "--role", "organiser", "--password-stdin", stdin=PASSWORD)
        self._codes: dict[str, list[str]] = {}
        for session in slips:
            self.command("slips", session, "--csv", f"{session}.csv")
            with (folder / f"{session}.csv").open(encoding="utf-8-sig", newline="") as file:
                self._codes[session] = [row["code"] for row in csv.DictReader(file)]
            self.command("open", session)

    def command(self, *arguments: str, stdin: str = "") -> str:
        """Runs one command of the program, which must succeed."""
        done = subprocess.run(
            [sys.executable, str(ROOT / "app.py"), *arguments],
            cwd=self.folder, env=self.environment, input=stdin, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{arguments}: {done.stderr}")
        return done.stdout

    def take(self, session: str, count: int) -> list[str]:
        """The codes of slips that nobody has used yet."""
        taken = [self._codes[session].pop() for _ in range(count)]
        if len(set(taken)) < count:
            raise RuntimeError("two slips with one code")
        return taken

    def ballot(self, session: str) -> bytes:
        """The body of a ballot that this town accepts."""
        return ballot(self._chance, session, self.departments)

    def returned(self) -> int:
        """Slips whose ballots are stored, read past the program."""
        return self._ask("SELECT COUNT(*) AS n FROM slip WHERE state = 'returned'")

    def revision(self, session: str) -> int:
        """Commits of a session's ballots so far: each raises the revision by one."""
        return self._ask("SELECT revision AS n FROM review WHERE id = :session", session=session)

    def size(self) -> int:
        """Bytes of the database."""
        file = self.folder / "voting.db"
        if file.exists():
            return file.stat().st_size
        return self._ask("SELECT pg_database_size(current_database()) AS n")

    def pause(self, session: str) -> None:
        """Pauses a session as a command would; returns when that is on disk."""
        meeting.pause(self._tools, session)

    def resume(self, session: str) -> None:
        """Goes on with a session."""
        meeting.resume(self._tools, session)

    def _ask(self, question: str, **values: str) -> int:
        with self.database.reading() as door:
            return int(door.rows(question, **values)[0]["n"])


def ballot(chance: Random, session: str, departments: Sequence[str]) -> bytes:
    """The body of a valid ballot over all departments, one mark in twenty an abstention."""
    marks: dict[str, str | int | None] = {}
    for name in departments:
        good = min(100, max(0, round(chance.gauss(84, 7))))
        marks[name] = good if session == POINTS else "E" if good >= 90 else "G" if good >= 78 else "F"
        if chance.random() < 0.05:
            marks[name] = None
    top = [name for name, mark in marks.items() if mark == "E" or (isinstance(mark, int) and mark >= 90)]
    for name in top[int(CAP * len(departments)) :]:
        marks[name] = 85 if session == POINTS else "G"
    if len({mark for mark in marks.values() if mark is not None}) < 2:
        return ballot(chance, session, departments)  # the same mark for all would be refused
    return json.dumps({"receipt": f"{chance.getrandbits(128):032x}", "marks": marks}).encode()


def request(method: str, path: str, code: str, body: bytes = b"") -> bytes:
    """One request as it goes over the wire, with the few headers that matter."""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {code}\r\n"
    if body:
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


def read(code: str) -> bytes:
    """What a phone asks first."""
    return request("GET", "/api/ballot", code)


def cast(code: str, body: bytes) -> bytes:
    """A ballot on its way."""
    return request("PUT", "/api/ballot", code, body)


def echo(code: str, body: bytes) -> bytes:
    """The same bytes for the bare echo."""
    return request("POST", "/echo", code, body)
