"""The half-year session of the demonstration office on PostgreSQL, with two workers; workers and server die on the way.

Everybody comes back by himself: the phones to another worker, the workers to the server. Nothing acknowledged is lost.
"""

from __future__ import annotations

import signal
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random

import pytest

from tests.outside.crowd import Crowd, Phone, points
from tests.outside.meeting import HALF_YEAR, SEED, departments, draw
from tests.support.crowd import wait_until
from tests.support.independent import Sum
from tests.support.outside import DEMO_PLAN, DEMO_POINTS, PATIENCE, Line, Office, read_slips
from tests.support.postgres import postgres_server

pytestmark = [pytest.mark.slow, pytest.mark.needs("postgres")]


@dataclass
class Session:
    """A session that was held: the office, its crowd, its phones, and the address of its database."""

    office: Office
    crowd: Crowd
    phones: list[Phone]
    url: str

    def expected(self) -> Sum:
        """The independent sum over the marks that were acknowledged."""
        return Sum(DEMO_PLAN, DEMO_POINTS, {HALF_YEAR: [(phone.group, phone.counted) for phone in self.phones]})


def did(office, *arguments):
    """A command that must succeed, within this process: it is the meeting that is tested here."""
    done = office.inside(*arguments)
    assert done.code == 0, done.err
    return done


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    with postgres_server() as server:
        url = server.new_database()
        office = Office(folder, DATABASE_URL=url)
        did(office, "load", DEMO_PLAN)
        did(office, "slips", HALF_YEAR, "--csv", folder / f"{HALF_YEAR}.csv")
        did(office, "open", HALF_YEAR)
        phones = draw(folder / f"{HALF_YEAR}.csv")
        with office.served() as one, Office(folder, DATABASE_URL=url).served() as two:
            crowd = Crowd(one, two, seed=SEED, patient=True)
            chance = Random(SEED)
            ballots = [crowd.ballot(phone, points(chance, departments(), cap=6)) for phone in phones]
            strikes = [  # seconds after the requests were sent, and what happens then
                (0.0, one.kill_and_start),
                (0.0, lambda: server.restart(signal.SIGINT)),
                (0.004, two.kill_and_start),
                (0.002, lambda: server.restart(signal.SIGQUIT)),
            ]
            share = len(ballots) // 5
            for wave, (after, strike) in enumerate(strikes):
                crowd.cast(ballots[wave * share : (wave + 1) * share], after, strike)
            crowd.cast(ballots[len(strikes) * share :])
        did(office, "close", HALF_YEAR)
        yield Session(office, crowd, phones, url)


def test_each_stroke_met_phones_that_were_not_answered_and_they_asked_again(held):
    assert len(held.crowd.unanswered) == 4
    assert all(held.crowd.unanswered)
    assert held.crowd.answers[200] >= 5


def test_all_slips_were_acknowledged_and_each_is_counted_once(held):
    assert all(len(phone.counted) == 20 for phone in held.phones)
    result = did(held.office, "result", HALF_YEAR, "--json").json
    assert [result[key] for key in ("due", "issued", "returned", "valid", "void")] == [233, 233, 233, 233, {}]


def test_the_result_is_the_independent_sum_and_the_check_passes(held):
    rows = did(held.office, "result", HALF_YEAR, "--json").json["departments"]
    wanted = held.expected().result(HALF_YEAR)
    assert [{key: row[key] for key in wanted[0]} for row in rows] == wanted
    assert did(held.office, "check", "--json").json == {"ok": True, "faults": []}


def test_while_one_request_waits_for_the_server_the_others_are_answered(postgres, tmp_path):
    """The event loop never waits for the database: that is done on real threads."""
    url = postgres.new_database()
    office = Office(tmp_path, DATABASE_URL=url)
    did(office, "load", DEMO_PLAN)
    did(office, "slips", HALF_YEAR, "--csv", tmp_path / "slips.csv")
    ask = partial(ask_once, ("127.0.0.1", office.port))
    with office.served(), ThreadPoolExecutor(1) as thread, postgres.by_hand(url) as connection:
        with connection.transaction():
            connection.execute("LOCK TABLE review IN ACCESS EXCLUSIVE MODE")
            waits = thread.submit(ask, "/api/ballot", bearer=read_slips(tmp_path / "slips.csv")[0][1])
            wait_until(lambda: connection.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchone())
            assert [ask("/b")[0] for _ in range(5)] == [200] * 5
            assert not waits.done()
        assert waits.result(PATIENCE)[0] == 200


def ask_once(address, path, **options):
    return Line(address).ask("GET", path, **options)


def test_the_database_moves_to_a_file_and_back_to_a_server(held, tmp_path, postgres):
    result = did(held.office, "result", HALF_YEAR, "--json").out
    assert "check of the copy passes" in did(held.office, "copy", held.url, tmp_path / "voting.db").out
    here = Office(tmp_path)
    assert did(here, "result", HALF_YEAR, "--json").out == result
    back = postgres.new_database()
    here.do("copy", tmp_path / "voting.db", back)
    assert did(Office(tmp_path, DATABASE_URL=back), "result", HALF_YEAR, "--json").out == result
    refused = here.inside("copy", tmp_path / "voting.db", back)
    assert (refused.code, refused.err) == (1, "The database to copy to is not empty. Nothing was copied.\n")


def test_a_backup_while_the_server_runs_holds_the_year(held, tmp_path):
    did(held.office, "backup", tmp_path / "voting.db")
    assert (
        did(Office(tmp_path), "result", HALF_YEAR, "--json").out == did(held.office, "result", HALF_YEAR, "--json").out
    )


def test_what_is_not_there_is_not_made_by_copying_it(held, tmp_path):
    refused = held.office.inside("copy", tmp_path / "missing.db", Path("other.db"))
    assert refused.code == 1
    assert refused.err.startswith("There is no database ")
    assert list(tmp_path.iterdir()) == []
