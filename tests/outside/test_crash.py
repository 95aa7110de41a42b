"""Killed, without room, locked out, with a clock that jumps: what was acknowledged is counted, once, and it comes back.

The long form of the kills is ``make soak``.
"""

from __future__ import annotations

import json
import resource
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from tests.outside.crowd import Crowd, Phone, points
from tests.soak.kills import SHORT, campaign
from tests.support.http import Phone as WebPhone
from tests.support.outside import ROOT, Line, Office, Server, read_slips
from tests.support.world import SMALL_PLAN, an_app
from voting.actions.check import check
from voting.actions.meeting import close_review, pause, resume
from voting.storage.marker import RunningMark, pages_in_log

pytestmark = pytest.mark.slow
ALL = ("alpha", "beta", "gamma")
POINTS = {"alpha": 95, "beta": 80, "gamma": 70}


def test_a_dozen_kills_lose_nothing_and_double_nothing(tmp_path):
    report = campaign(tmp_path, SHORT, seed=20_261_220)
    assert report.clean, str(report)
    assert report.kills.total() >= 11  # a doom may come too late, and a closing come through
    assert {"under load", "while closing", "while backing up", "while migrating"} <= report.kills.keys()
    assert report.sent == report.stored > 250


# What a start says


def small_office(folder: Path) -> Office:
    office = Office(folder)
    (folder / "plan.toml").write_text(SMALL_PLAN, encoding="utf-8")
    for arguments in (("load", "plan.toml"), ("slips", "half-year", "--csv", "slips.csv"), ("open", "half-year")):
        done = office.inside(*[folder / each if "." in each else each for each in arguments])
        assert done.code == 0, done.err
    return office


class Told(Server):
    """A server whose words are kept, and that may be started with limits."""

    limit: int | None = None

    def start(self) -> None:
        self.log = self._office.folder / "server.log"

        def limited() -> None:
            if self.limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (self.limit, self.limit))

        with self.log.open("ab") as log:
            self.wait_for(
                subprocess.Popen(
                    [sys.executable, str(ROOT / "app.py"), "serve"], cwd=self._office.folder,
                    env=self._office.environment, stdout=log, stderr=log, preexec_fn=limited,  # noqa: PLW1509 - no thread runs yet
                )
            )  # fmt: skip

    def lines(self) -> list[str]:
        return [line for line in self.log.read_text().splitlines() if not line.startswith(("Serving", "Console"))]

    def lines_when(self, count: int) -> list[str]:
        deadline = time.monotonic() + 20
        while len(self.lines()) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        return self.lines()


@pytest.fixture
def office(tmp_path):
    return small_office(tmp_path)


@pytest.fixture
def server(office):
    found = Told(office)
    found.start()
    yield found
    found.stop()


@pytest.fixture
def phones(office):
    return [Phone(*slip) for slip in read_slips(office.folder / "slips.csv")]


def cast_all(server, phones, seed=1):
    crowd = Crowd(server, seed=seed, patient=True)
    chance = Random(seed)
    crowd.cast([crowd.ballot(phone, points(chance, ALL, cap=2)) for phone in phones])
    for line in crowd._lines:
        line.hang_up()


def counted(office):
    with sqlite3.connect(office.database) as line:
        (returned,) = line.execute("SELECT count(*) FROM slip WHERE state = 'returned'").fetchone()
        sums = line.execute("SELECT department, sum(n) FROM counter GROUP BY department").fetchall()
    line.close()
    assert {n for _department, n in sums} <= {returned}
    return returned


def test_after_a_clean_stop_a_start_says_nothing_and_after_a_kill_what_it_found(office, server, phones):
    server.stop()
    server.start()
    cast_all(server, phones[:10])
    assert server.lines() == []
    server.kill_and_start()
    found = server.lines_when(2)
    assert found[0].startswith("The last stop was not clean")
    assert found[1:] == ["Checked: everything agrees."]
    server.stop()
    server.start()
    assert server.lines() == found
    assert counted(office) == 10


def test_after_a_kill_a_start_says_what_disagrees(office, server, phones):
    cast_all(server, phones[:10])
    server.kill()
    with sqlite3.connect(office.database) as line:
        line.execute("UPDATE counter SET n = n + 1")
    line.close()
    server.start()
    found = server.lines_when(3)
    assert any("the counters hold" in line for line in found)
    assert "Checked: everything agrees." not in found


def test_the_mark_of_a_running_server_is_its_port_s(tmp_path):
    mark = RunningMark(tmp_path / "voting.db.running-5000")
    assert not mark.was_left
    mark.set()
    assert mark.was_left
    mark.remove()
    mark.remove()
    assert not mark.was_left


def test_pages_wait_in_the_log_of_a_killed_process_and_are_counted(tmp_path):
    path = tmp_path / "some.db"
    assert pages_in_log(path) == 0
    code = (
        "import os, sqlite3; c = sqlite3.connect('some.db', isolation_level=None); c.execute('PRAGMA journal_mode=WAL');"
        " c.execute('CREATE TABLE t (a)'); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=False)
    assert pages_in_log(path) == 2


def test_a_backup_is_not_disturbed_by_what_a_killed_one_left(office):
    """A journal that is left beside the half copy would otherwise be rolled back into the next one."""
    copy = office.folder / "copy.db"
    for name in ("copy.db.unfinished", "copy.db.unfinished-journal"):
        (office.folder / name).write_bytes(b"half of something" * 1000)
    assert office.inside("backup", copy).code == 0
    assert [path.name for path in office.folder.glob("copy*")] == ["copy.db"]
    assert office.inside("check", DATABASE_URL=f"sqlite:///{copy}").code == 0


# No room, no lock, no time


def test_a_disk_that_is_full_refuses_plainly_and_loses_nothing(office, server, phones):
    """No file may grow any more: what was acknowledged before stays, what comes is told to come again, and does."""
    cast_all(server, phones[:8])
    server.stop()
    server.limit = 40_000  # less than the log needs for a few commits
    server.start()
    line, answers = Line(server.address), Counter()
    for number, phone in enumerate(phones[8:]):
        body = json.dumps({"receipt": f"{number:032x}", "marks": POINTS}).encode()
        status, answer = line.ask("PUT", "/api/ballot", bearer=phone.code, body=body)
        answers[status] += 1
        if status == 503:
            assert json.loads(answer)["error"] == "try_again"
    line.hang_up()
    assert set(answers) <= {201, 503}
    assert answers[503] > 0
    assert Line(server.address).ask("GET", "/healthz")[0] == 200
    acknowledged = 8 + answers[201]
    assert server.stop() == 0
    server.limit = None
    server.start()
    assert counted(office) == acknowledged
    line = Line(server.address)
    for number, phone in enumerate(phones[8:]):
        body = json.dumps({"receipt": f"{number:032x}", "marks": POINTS}).encode()
        assert line.ask("PUT", "/api/ballot", bearer=phone.code, body=body)[0] in (200, 201)
    line.hang_up()
    assert counted(office) == len(phones)
    assert office.inside("check").code == 0


def test_a_command_on_a_full_disk_refuses_in_one_sentence_and_changes_nothing(office):

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    before = dump_of(office)
    for arguments in (("backup", "copy.db"), ("pause", "half-year"), ("slips", "year-end", "--csv", "end.csv")):
        done = subprocess.run(
            [sys.executable, str(ROOT / "app.py"), *arguments], cwd=office.folder, env=office.environment,
            capture_output=True, encoding="utf-8", preexec_fn=limited, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 1, (arguments, done.stdout)
        assert done.stderr.count("\n") == 1
        assert "Traceback" not in done.stderr
        assert not (office.folder / arguments[-1]).exists()
    assert dump_of(office) == before
    assert office.inside("check").code == 0


def dump_of(office):
    with sqlite3.connect(office.database) as line:
        text = list(line.iterdump())
    line.close()
    return text


def test_a_database_that_is_locked_for_a_while_makes_phones_wait_and_nothing_else(office, server, phones):
    locked, release = threading.Event(), threading.Event()

    def hold() -> None:
        line = sqlite3.connect(office.database, isolation_level=None)
        line.execute("BEGIN IMMEDIATE")
        locked.set()
        release.wait(20)
        line.execute("ROLLBACK")
        line.close()

    holder = threading.Thread(target=hold)
    holder.start()
    assert locked.wait(10)
    threading.Timer(1.0, release.set).start()
    cast_all(server, phones)
    assert release.is_set()
    holder.join()
    assert counted(office) == len(phones)
    assert office.inside("check").code == 0


JUMPS = [timedelta(days=-400), timedelta(days=4000), timedelta(hours=-5)]


def test_a_clock_that_jumps_changes_no_ballot_and_no_order(world):
    """Nothing that is counted asks the clock; the journal's order is its chain's, whatever the times say."""
    codes = world.issue("half-year")["cadres"]
    world.open("half-year")
    client = an_app(world).app.test_client()
    steps = world.tools.now.__self__
    for number, jump in enumerate(JUMPS):
        assert WebPhone(client, codes[number]).cast(POINTS).status_code == 201
        steps.now_ += jump
        assert WebPhone(client, codes[number]).cast(POINTS).status_code == 200
        pause(world.tools, "half-year")
        resume(world.tools, "half-year")
    close_review(world.tools, "half-year", world.witness)
    assert check(world.database) == []
    actions = [row[3] for row in sorted(world.dump()["journal"])]
    assert actions[-1] == "close"
    assert len(actions) > 2 * len(JUMPS)
