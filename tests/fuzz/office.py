"""An office to throw things at: sessions in each state, an account for each role, and a watch over its database."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.http import Browser, screen_key
from tests.support.world import ORGANISER_PASSWORD, SMALL_PLAN, World, a_world, an_app, dump
from voting.actions.rehearsal import rehearse
from voting.actions.staff import add_staff
from voting.domain.roles import OF_A_DEPARTMENT, ROLES
from voting.web import guards

MANY = 10**9
"""Tries of whoever signs in wrongly: what is slowed down is not looked at, and nothing would be found."""


@dataclass
class Report:
    """What a run of fuzzing met. All lists should stay empty."""

    cases: int = 0
    errors: list[str] = field(default_factory=list)
    tracebacks: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    unlike: list[str] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)

    def add(self, other: Report) -> None:
        """Adds another run's."""
        self.cases += other.cases
        for name in ("errors", "tracebacks", "changes", "unlike"):
            getattr(self, name).extend(getattr(other, name))
        for status, number in other.statuses.items():
            self.statuses[status] = self.statuses.get(status, 0) + number

    @property
    def faults(self) -> list[str]:
        """Everything that should not be there, each as one line."""
        return [
            f"{what}: {line}"
            for what, lines in (
                ("server error", self.errors),
                ("traceback", self.tracebacks),
                ("changed by a refused request", self.changes),
                ("not as described", self.unlike),
            )
            for line in lines
        ]


class Watch:
    """Tells whether anything in a database file or in the folder of files was changed since it was last asked."""

    def __init__(self, world: World) -> None:
        self._path = world.path
        self._files = world.tools.files.path
        self._line = sqlite3.connect(world.path)
        self._version = self._now()
        self._dump = dump(world.path)
        self._kept = self._names()

    def _now(self) -> int:
        return int(self._line.execute("PRAGMA data_version").fetchone()[0])

    def _names(self) -> set[str]:
        return {path.name for path in self._files.iterdir()} if self._files.exists() else set()

    def changed(self) -> bool:
        """Whether a row or a file is another than at the last call. A commit that changes nothing is no change."""
        version, kept = self._now(), self._names()
        if (version, kept) == (self._version, self._kept):
            return False
        before, self._version = (self._dump, self._kept), version
        self._dump, self._kept = dump(self._path), kept
        return before != (self._dump, self._kept)

    def close(self) -> None:
        self._line.close()


class _Defects(logging.Handler):
    def __init__(self, told: list[str]) -> None:
        super().__init__()
        self._told = told

    def emit(self, record: logging.LogRecord) -> None:
        self._told.append(record.getMessage())


class Office:
    """The program on a small office, reached as anybody: a phone, a screen, each role, and nobody at all."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.world = _prepared(folder)
        self.voting = an_app(self.world)
        self.slips = [code for codes in self.world.slips["half-year"].values() for code in codes]
        self.keys = [screen_key(self.world, name) for name in ("half-year", "year-end")]
        self.browsers: dict[str, Browser] = {role: Browser(self.voting.app) for role in ROLES}
        self._signed_in: dict[str, str] = {}
        self.tokens: dict[str, str] = {}
        for role, browser in self.browsers.items():
            browser.sign_in(role, ORGANISER_PASSWORD)
            self.tokens[role] = browser.token()
            self._signed_in[role] = browser.client.get_cookie("staff").value
        self.watch = Watch(self.world)
        self.defects: list[str] = []
        self._handler = _Defects(self.defects)
        self.voting.app.logger.addHandler(self._handler)
        self.voting.app.logger.propagate = False

    def client(self, role: str) -> FlaskClient:
        """A client of a role as it was when it had just signed in; of nobody for another name."""
        if role not in self.browsers:
            return self.voting.app.test_client()
        client = self.browsers[role].client
        client.set_cookie("staff", self._signed_in[role])
        return client

    def judge(self, report: Report, place: str, response: TestResponse | None, client: FlaskClient) -> None:
        """Notes what is wrong about an answer (None: the request never got one)."""
        report.cases += 1
        status = response.status_code if response is not None else 599
        report.statuses[status] = report.statuses.get(status, 0) + 1
        if status >= 500:
            report.errors.append(f"{status} {place} {self.defects[-1:]}")
        if self.defects:
            report.tracebacks += [f"{place} {line}" for line in self.defects]
            self.defects.clear()
        refused = status >= 400 or (status == 302 and _refused_in_a_flash(client))
        if self.watch.changed() and refused:
            report.changes.append(f"{status} {place}")

    def ids(self) -> list[str]:
        """Every id that an address could hold."""
        found = [row for rows in dump(self.world.path).values() for row in rows]
        return sorted({value for row in found for value in row if isinstance(value, str) and value.startswith("key-")})

    def close(self) -> None:
        self.voting.app.logger.removeHandler(self._handler)
        self.watch.close()
        self.world.database.close()


def _refused_in_a_flash(client: FlaskClient) -> bool:
    """Whether the page that a form leads back to will say no: the sentence waits in the signed cookie."""
    app, cookie = client.application, client.get_cookie("staff")
    if cookie is None:
        return False
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer
    return any(kind == "bad" for kind, _sentence in signer.loads(cookie.value).get("_flashes", []))


def _prepared(folder: Path) -> World:
    plan = SMALL_PLAN.replace("[[groups]]", "[points]\ndaily = 70\nstandardisation = 30\nreview = 100\n[[groups]]", 1)
    world = a_world(folder, plan, people=False)
    for role in ROLES:
        department = "alpha" if role in OF_A_DEPARTMENT else None
        add_staff(world.tools, role, role, department=department, password=ORGANISER_PASSWORD)
    world.issue("half-year")
    world.open("half-year")
    rehearse(world.tools, "year-end")
    return world


@contextmanager
def an_office(folder: Path) -> Iterator[Office]:
    """An office in a folder of its own, in which nobody is slowed down."""
    limits, guards.SIGN_INS = guards.SIGN_INS, dict.fromkeys(guards.SIGN_INS, (MANY, 1.0))
    codes, guards.FAILED_CODES = guards.FAILED_CODES, MANY
    office = None
    try:
        office = Office(folder)
        yield office
    finally:
        guards.SIGN_INS, guards.FAILED_CODES = limits, codes
        if office:
            office.close()
