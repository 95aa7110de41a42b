"""``kill -9`` at any moment: under load, between commit and answer, while closing, backing up, starting, migrating.

The phones retry blindly with the same receipt. What they were told is counted is compared, mark by mark, with what the
database holds; nothing may be lost, nothing counted twice, and the check must pass every time.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.outside.crowd import Crowd, Phone, points
from tests.soak.versions import VERSIONS, build, names_of
from tests.support.outside import PATIENCE, ROOT, Office, Server, read_slips
from tests.support.world import SMALL_PLAN
from voting.domain.ballot import stored_mark
from voting.storage.schema import STEPS

REVIEW, ALL = "half-year", ("alpha", "beta", "gamma")
BALLOTS = 40  # of one kill under load
NOT_CLEAN = "The last stop was not clean"
EXPECTED = ("Serving ", "Console: ", NOT_CLEAN, "Checked: everything agrees.")


@dataclass(frozen=True)
class Plan:
    """How many kills of each kind."""

    under_load: int
    at_statements: int
    closing: int
    backing_up: int
    migrating: int
    starting: int


SHORT = Plan(under_load=3, at_statements=3, closing=2, backing_up=1, migrating=2, starting=1)
LONG = Plan(under_load=90, at_statements=60, closing=30, backing_up=10, migrating=15, starting=10)


@dataclass
class Report:
    """What the kills did."""

    kills: Counter[str] = field(default_factory=Counter)
    sent: int = 0
    acknowledged: int = 0
    stored: int = 0
    wrong_counters: int = 0
    faults: list[str] = field(default_factory=list)
    said: int = 0
    starts: int = 0
    seconds: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing was lost, doubled or left unsaid."""
        same = self.sent == self.acknowledged == self.stored
        return same and not self.wrong_counters and not self.faults

    def __str__(self) -> str:
        kinds = ", ".join(f"{number} {kind}" for kind, number in self.kills.items())
        return (
            f"kill -9, {self.kills.total()} times ({kinds}): {self.sent} ballots sent, {self.acknowledged} acknowledged,"
            f" {self.stored} stored, lost {max(0, self.acknowledged - self.stored)}, doubled"
            f" {max(0, self.stored - self.acknowledged)}, wrong counters {self.wrong_counters}, faults {self.faults or 'none'};"
            f" came back {self.starts} times and said so {self.said} times; {self.seconds:.0f} s"
        )


class Keeper(Server):
    """A server that somebody starts again whenever it dies, as a system's service manager does; its words are kept."""

    def __init__(self, office: Office) -> None:
        super().__init__(office)
        self._log = office.folder / "server.log"
        self._keeping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, statement: int = 0) -> None:
        """Starts the server, or one that dies after a statement."""
        program = ["-m", "tests.soak.victim", str(statement)] if statement else [str(ROOT / "app.py")]
        with self._log.open("ab") as log:
            started = subprocess.Popen(
                [sys.executable, *program, "serve"], cwd=self._office.folder,
                env={**self._office.environment, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log,
            )  # fmt: skip
        self.wait_for(started)

    def doom(self, statement: int) -> None:
        """Starts it anew so that it dies after so many statements, and sees to it that it comes back."""
        self.stop()
        self.start(statement)
        self._keeping.clear()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def _keep(self) -> None:
        while not self._keeping.is_set():
            if self._process and self._process.poll() is not None:
                self.kills += 1
                self.start()
                return
            time.sleep(0.005)

    def spare(self) -> bool:
        """Ends the doom; whether it had come."""
        before = self._thread
        self._keeping.set()
        if before:
            before.join(PATIENCE)
        died = "-m" not in self._process.args if self._process else False  # type: ignore[operator]
        if not died:
            self.stop()
            self.start()
        return died

    def said(self) -> str:
        """Everything that all of them have said."""
        return self._log.read_text(encoding="utf-8")


class Campaign:
    """One office under fire."""

    def __init__(self, folder: Path, plan: Plan, seed: int) -> None:
        self.office = Office(folder)
        self.chance = Random(seed)
        self.plan = plan
        self.report = Report()
        slips = (plan.under_load + plan.at_statements + 1) * BALLOTS // 2
        text = SMALL_PLAN.replace("slips = 12", f"slips = {slips}").replace("slips = 20", f"slips = {slips}")
        (folder / "plan.toml").write_text(text, encoding="utf-8")
        for arguments in (
            ("load", folder / "plan.toml"),
            ("slips", REVIEW, "--csv", folder / "slips.csv"),
            ("open", REVIEW),
        ):
            done = self.office.inside(*arguments)
            assert done.code == 0, done.err
        self.phones = [Phone(*slip) for slip in read_slips(folder / "slips.csv")]
        self.chance.shuffle(self.phones)
        self._waiting = list(self.phones)
        self.server = Keeper(self.office)
        self.server.start()
        self.crowd = Crowd(self.server, seed=seed, patient=True)

    def fire(self) -> None:
        """All kinds of kills, the session closed in the midst of them and everything compared."""
        for _ in range(self.plan.under_load):
            self._wave(kill_after=self.chance.choice([0.0, 0.002, 0.005, 0.01, 0.03]) * self.chance.random())
            self.report.kills["under load"] += 1
        for _ in range(self.plan.at_statements):
            self._hang_up()
            self.server.doom(self.chance.randint(1, 14))
            self._wave()
            self._hang_up()
            self.report.kills["at a statement, COMMIT among them"] += self.server.spare()
        for _ in range(self.plan.backing_up):
            self._kill_backup()
        for _ in range(self.plan.starting):
            self._kill_start()
        self._wave()
        self._compare("while it was open")
        self._hang_up()
        self._kill_closing()
        self._compare("after the closing")
        self.server.stop()
        said = self.server.said()
        self.report.said, self.report.starts = said.count(NOT_CLEAN), self.server.kills
        told = [line for line in said.splitlines() if not line.startswith(EXPECTED)]
        if (
            told or "Checked: everything agrees." not in said
        ):  # a start that is killed at once cannot tell the end of it
            self.report.faults.append(f"the starts said {told[:5]}")
        if self.report.said < self.server.kills:
            self.report.faults.append(f"{self.server.kills} kills, {self.report.said} of them said at the start")

    def _wave(self, kill_after: float | None = None) -> None:
        some, self._waiting = self._waiting[:BALLOTS], self._waiting[BALLOTS:]
        ballots = [self.crowd.ballot(phone, points(self.chance, ALL, cap=2)) for phone in some]
        self.crowd.cast(ballots, kill_after)
        self.report.sent += len(ballots)

    def _hang_up(self) -> None:
        """Phones that are done go away; a server that is asked to stop waits for those that are still there."""
        for line in self.crowd._lines:
            line.hang_up()

    def _compare(self, when: str) -> None:
        """What the phones were told against what is stored, mark by mark."""
        report, counted = self.report, [phone for phone in self.phones if phone.counted]
        with sqlite3.connect(self.office.database) as line:
            rows = line.execute(
                "SELECT grp, department, mark, sum(n) FROM counter GROUP BY grp, department, mark"
            ).fetchall()
            (report.stored,) = line.execute("SELECT count(*) FROM slip WHERE state = 'returned'").fetchone()
        line.close()
        stored = Counter({(grp, department, mark): n for grp, department, mark, n in rows if n})
        wanted = Counter(
            (phone.group, department, stored_mark(mark))
            for phone in counted
            for department, mark in phone.counted.items()
        )
        report.acknowledged = len(counted)
        differing = (wanted - stored) + (stored - wanted)
        if differing:
            report.wrong_counters += differing.total()
            report.faults.append(f"{when}: {list(differing.items())[:5]}")
        self._check(when)

    def _check(self, when: str) -> None:
        done = self.office.inside("check")
        if done.code:
            self.report.faults.append(f"{when}: {done.out} {done.err}")

    def _kill_closing(self) -> None:
        """The closing, killed after one statement further each time, until it comes through."""
        statement, step = 1, 1 if self.plan.closing > 5 else 9
        while True:
            code = self._victim(statement, "close", REVIEW)
            if code == 0:
                return
            if code != -signal.SIGKILL:
                if self._state() == "closed":  # it was killed after its last commit, and cannot be closed again
                    return
                self.report.faults.append(f"closing ended with {code}")
                return
            self.report.kills["while closing"] += 1
            self._check(f"closing killed at statement {statement}")
            statement += step
            if self.report.kills["while closing"] >= self.plan.closing:
                statement = 100_000

    def _state(self) -> str:
        with sqlite3.connect(self.office.database) as line:
            (state,) = line.execute("SELECT state FROM review WHERE id = ?", (REVIEW,)).fetchone()
        line.close()
        return str(state)

    def _victim(self, statement: int, *command: str) -> int:
        environment = {**self.office.environment, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "tests.soak.victim", str(statement), *command],
            cwd=self.office.folder, env=environment, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        return done.returncode

    def _kill_backup(self) -> None:
        """A backup killed at some moment leaves a whole copy or none."""
        target = self.office.folder / f"copy-{self.chance.getrandbits(32)}.db"
        running = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "backup", str(target)], cwd=self.office.folder,
            env=self.office.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        half = target.with_name(target.name + ".unfinished")
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and running.poll() is None and not half.exists():
            time.sleep(0.0005)
        time.sleep(self.chance.random() * 0.004)
        with suppress(ProcessLookupError):  # it has ended by itself
            os.kill(running.pid, signal.SIGKILL)
        running.wait(PATIENCE)
        self.report.kills["while backing up"] += 1
        if target.exists() and self.office.inside("check", DATABASE_URL=f"sqlite:///{target}").code:
            self.report.faults.append("a killed backup left half a copy under the copy's name")

    def _kill_start(self) -> None:
        """A start killed at some moment."""
        self._hang_up()
        self.server.stop()
        started = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py"), "serve"], cwd=self.office.folder,
            env=self.office.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(0.1 + self.chance.random() * 1.2)
        started.kill()
        started.wait(PATIENCE)
        self.report.kills["while starting"] += 1
        self.server.start()


def kill_migrations(folder: Path, number: int, chance: Random, report: Report) -> None:
    """An old database whose migration is killed at some statement: the next start completes it, with all its data."""
    for at in range(number):
        path = folder / f"old-{at}" / "voting.db"
        path.parent.mkdir()
        name = chance.choice(VERSIONS[:-1])
        build(name, path)
        office = Office(path.parent)
        before = names_of(path)
        environment = {**office.environment, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-m", "tests.soak.victim", str(chance.randint(1, 14)), "check"],
            cwd=path.parent, env=environment, capture_output=True, timeout=60, check=False,
        )  # fmt: skip
        report.kills["while migrating"] += done.returncode == -signal.SIGKILL
        if office.inside("check").code:
            report.faults.append(f"a killed migration from {name} was not completed")
        if names_of(path) < before:
            report.faults.append(f"a killed migration from {name} lost rows")
        with sqlite3.connect(path) as line:
            steps = [row[0] for row in line.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
        line.close()
        if steps != [step for step, _statements in STEPS]:
            report.faults.append(f"a killed migration from {name} ended at {steps[-1:]}")
        shutil.rmtree(path.parent)


def campaign(folder: Path, plan: Plan, seed: int) -> Report:
    """All kills of a plan."""
    begun = time.monotonic()
    under_fire = Campaign(folder, plan, seed)
    try:
        under_fire.fire()
    finally:
        under_fire.server.stop()
    kill_migrations(folder, plan.migrating, Random(seed), under_fire.report)
    under_fire.report.seconds = time.monotonic() - begun
    return under_fire.report


def long() -> Report:
    """The long form, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="pingyi-kills-") as folder:
        return campaign(Path(folder), LONG, 20_261_220)
