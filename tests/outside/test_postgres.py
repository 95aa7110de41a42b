"""The half-year session of the demonstration office on PostgreSQL, with two workers; workers and server die on the way.

Everybody comes back by himself: the phones to another worker, the workers to the server. Nothing acknowledged is lost.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from tests.outside.crowd import Crowd, Phone, points
from tests.outside.meeting import HALF_YEAR, SEED, close, departments, draw, found
from tests.support.independent import Sum
from tests.support.outside import DEMO_PLAN, DEMO_POINTS, Office
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


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    with postgres_server() as server:
        url = server.new_database()
        office = found(folder, DATABASE_URL=url)
        phones = draw(folder / f"{HALF_YEAR}.csv")
        office.do("open", HALF_YEAR)
        with office.served() as one, Office(folder, DATABASE_URL=url).served() as two:
            crowd = Crowd(one, two, seed=SEED, patient=True)
            chance = Random(SEED)
            ballots = [crowd.ballot(phone, points(chance, departments(), cap=6)) for phone in phones]
            strikes = [
                one.kill_and_start,
                lambda: server.restart(signal.SIGINT),
                two.kill_and_start,
                lambda: server.restart(signal.SIGQUIT),
            ]
            share = len(ballots) // 5
            for wave, strike in enumerate(strikes):
                crowd.cast(ballots[wave * share : (wave + 1) * share], 0.004 * wave, strike)
            crowd.cast(ballots[len(strikes) * share :])
        close(office, HALF_YEAR)
        yield Session(office, crowd, phones, url)


def test_each_stroke_met_phones_that_were_not_answered_and_they_asked_again(held):
    assert len(held.crowd.unanswered) == 4
    assert all(held.crowd.unanswered)
    assert held.crowd.answers[200] >= 5


def test_all_slips_were_acknowledged_and_each_is_counted_once(held):
    assert all(len(phone.counted) == 20 for phone in held.phones)
    result = held.office.do("result", HALF_YEAR, "--json").json
    assert [result[key] for key in ("due", "issued", "returned", "valid", "void")] == [233, 233, 233, 233, {}]


def test_the_result_is_the_independent_sum_and_the_check_passes(held):
    rows = held.office.do("result", HALF_YEAR, "--json").json["departments"]
    wanted = held.expected().result(HALF_YEAR)
    assert [{key: row[key] for key in wanted[0]} for row in rows] == wanted
    assert held.office.do("check", "--json").json == {"ok": True, "faults": []}


def test_the_database_moves_to_a_file_and_back_to_a_server(held, tmp_path, postgres):
    result = held.office.do("result", HALF_YEAR, "--json").out
    assert "check of the copy passes" in held.office.do("copy", held.url, tmp_path / "voting.db").out
    here = Office(tmp_path)
    assert here.do("result", HALF_YEAR, "--json").out == result
    back = postgres.new_database()
    here.do("copy", tmp_path / "voting.db", back)
    assert Office(tmp_path, DATABASE_URL=back).do("result", HALF_YEAR, "--json").out == result
    refused = here.command("copy", tmp_path / "voting.db", back)
    assert (refused.code, refused.err) == (1, "The database to copy to is not empty. Nothing was copied.\n")


def test_a_backup_while_the_server_runs_holds_the_year(held, tmp_path):
    held.office.do("backup", tmp_path / "voting.db")
    assert Office(tmp_path).do("result", HALF_YEAR, "--json").out == held.office.do("result", HALF_YEAR, "--json").out


def test_what_is_not_there_is_not_made_by_copying_it(held, tmp_path):
    refused = held.office.command("copy", tmp_path / "missing.db", Path("other.db"))
    assert refused.code == 1
    assert refused.err.startswith("There is no database ")
    assert list(tmp_path.iterdir()) == []
