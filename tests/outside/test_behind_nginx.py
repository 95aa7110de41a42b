"""Two workers behind nginx on one PostgreSQL, each killed and restarted in mid-session: nobody loses anything."""

from __future__ import annotations

import http.client
import json
import re
import secrets
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from random import Random

import pytest

from tests.outside.meeting import departments
from tests.support.crowd import wait_until
from tests.support.nginx import Nginx, nginx_before, trusting
from tests.support.outside import DEMO_PLAN, Office, Server, read_slips
from tests.support.postgres import postgres_server
from tests.support.sockets import WireSocket

pytestmark = [pytest.mark.needs("postgres"), pytest.mark.needs("nginx"), pytest.mark.slow]

REVIEW = "half-year"
PHONES_AT_ONCE = 8
PATIENCE = 60.0


@dataclass
class House:
    """The workers, what stands before them, and the slips."""

    offices: tuple[Office, Office]
    workers: tuple[Server, Server]
    nginx: Nginx
    slips: list[tuple[str, str]]


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    with postgres_server() as postgres:
        shared = {
            "DATABASE_URL": postgres.new_database(),
            "SECRET_KEY": secrets.token_hex(16),
            "TRUSTED_PROXIES": "127.0.0.1",
        }
        offices = tuple(Office(tmp_path_factory.mktemp("worker"), **shared) for _ in range(2))
        offices[0].inside("load", DEMO_PLAN)
        slips = tmp_path_factory.mktemp("slips") / "slips.csv"
        offices[0].inside("slips", REVIEW, "--csv", slips)
        ports = [office.port for office in offices]
        with offices[0].served() as first, offices[1].served() as second, nginx_before(*ports) as nginx:
            yield House(offices, (first, second), nginx, read_slips(slips))


def ask(nginx, method, path, body=None, **headers):
    """One request over TLS on a connection of its own."""
    line = http.client.HTTPSConnection("127.0.0.1", nginx.port, timeout=PATIENCE, context=trusting(nginx))
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        return answer, answer.read()
    finally:
        line.close()


@dataclass
class Hall:
    """Phones that never give up: the same receipt again, until they hear that the ballot is counted."""

    nginx: Nginx
    may_cast: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    acknowledged: list[str] = field(default_factory=list)
    surprises: list[object] = field(default_factory=list)

    def cast(self, codes: list[str], seed: int) -> None:
        chance, names = Random(seed), departments()
        for code in codes:
            assert self.may_cast.acquire(timeout=PATIENCE)
            marks = {name: chance.randint(41, 89) for name in names}
            body = json.dumps({"receipt": secrets.token_hex(16), "marks": marks}).encode()
            self._until_counted(code, body)

    def begin(self, count: int) -> None:
        """So many more ballots may be cast; returns when some of them are counted and others are on their way."""
        before = len(self.acknowledged)
        self.may_cast.release(count)
        wait_until(lambda: len(self.acknowledged) > before + 3)

    def _until_counted(self, code: str, body: bytes) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer, said = ask(self.nginx, "PUT", "/api/ballot", body, Authorization=f"Bearer {code}")
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
                continue
            if answer.status in (200, 201):
                self.acknowledged.append(code)
                return
            if answer.status < 500:
                self.surprises.append((answer.status, said))
                return
            time.sleep(0.1)
        self.surprises.append("never counted")


def test_a_session_survives_the_loss_of_each_worker_and_a_rolling_restart(house):
    house.offices[0].inside("open", REVIEW)
    codes = [code for _group, code in house.slips]
    hall, first, second = Hall(house.nginx), *house.workers
    lines = [codes[at::PHONES_AT_ONCE] for at in range(PHONES_AT_ONCE)]
    with ThreadPoolExecutor(PHONES_AT_ONCE) as threads:
        sent = [threads.submit(hall.cast, line, seed) for seed, line in enumerate(lines)]
        fifth = len(codes) // 5
        for lost in (first, second):
            hall.begin(fifth)
            lost.kill()
            lost.start()
        for restarted in (first, second):
            hall.begin(fifth)
            assert restarted.stop() == 0
            restarted.start()
        hall.begin(len(codes) - 4 * fifth)
        for each in sent:
            each.result(PATIENCE)
    assert hall.surprises == []
    assert sorted(hall.acknowledged) == sorted(codes)
    checked = house.offices[1].inside("check", "--json").json
    assert (checked["ok"], checked["faults"]) == (True, [])
    tallies = [tally_of(house, worker) for worker in house.workers]
    assert tallies[0] == tallies[1]
    assert sum(group["returned"] for group in tallies[0]["turnout"]) == len(codes)
    assert house.nginx.said() == "", "nobody's address and time in a log"


def tally_of(house, worker):
    """The tally as one worker tells it, past nginx."""
    key = house.offices[0].inside("screen", REVIEW).out.strip().partition("#")[2]
    line = http.client.HTTPConnection(*worker.address, timeout=PATIENCE)
    try:
        line.request("GET", f"/api/reviews/{REVIEW}/tally", headers={"Authorization": f"Bearer {key}"})
        return json.loads(line.getresponse().read())
    finally:
        line.close()


def test_sockets_go_through_and_hear_what_the_other_worker_did(house):
    address = f"127.0.0.1:{house.nginx.port}"
    sockets = [WireSocket(address, secure=True, sslopt={"ca_certs": str(house.nginx.folder / "fullchain.pem")})
               for _ in range(4)]  # fmt: skip
    for socket in sockets:
        assert socket.emit("watch", {"code": house.slips[0][1]}) == {"ok": True}
    before = [socket.next("state")["seq"] for socket in sockets]
    house.offices[0].inside("pause" if tally_of(house, house.workers[0])["state"] == "open" else "open", REVIEW)
    after = [socket.next("state") for socket in sockets]
    assert {(state["state"], state["seq"]) for state in after} == {(after[0]["state"], after[0]["seq"])}
    assert after[0]["seq"] > max(before)
    for socket in sockets:
        socket.close()


def test_plain_http_leads_to_tls(house):
    line = http.client.HTTPConnection("127.0.0.1", house.nginx.plain_port, timeout=PATIENCE)
    line.request("GET", "/b")
    answer = line.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://127.0.0.1/b")
    line.close()


def test_pages_come_whole_and_stay_with_the_phone(house):
    page, content = ask(house.nginx, "GET", "/b")
    assert page.status == 200
    assert page.getheader("Strict-Transport-Security") == "max-age=31536000"
    script = re.search(r"/static/[^\"]+[.]js", content.decode()).group()
    static, _content = ask(house.nginx, "GET", script, **{"Accept-Encoding": "gzip"})
    assert static.status == 200
    assert "immutable" in static.getheader("Cache-Control")
    assert static.getheader("Content-Encoding") == "gzip"


@pytest.mark.parametrize("size", [64 * 1024 + 1, 129 * 1024])
def test_a_body_that_is_too_large_is_refused(house, size):
    answer, _said = ask(house.nginx, "PUT", "/api/ballot", b" " * size, Authorization=f"Bearer {house.slips[0][1]}")
    assert answer.status == 413


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")
def test_an_old_way_of_encrypting_is_refused(house):
    old = trusting(house.nginx)
    old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    line = http.client.HTTPSConnection("127.0.0.1", house.nginx.port, timeout=PATIENCE, context=old)
    with pytest.raises((ssl.SSLError, ConnectionError)):
        line.request("GET", "/b")
