"""Rooms for browser tests: the program as a process, meetings in it, what the chair does, and pages that are watched."""

from __future__ import annotations

import copy
import http.client
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, Request, WebSocketRoute

from tests.support.crowd import call
from tests.support.http import Page as Paper
from tests.support.outside import Office, Server
from tests.support.requirements import chromium_path
from tests.support.world import ORGANISER_PASSWORD, SCRUTINEER_PASSWORD, dump
from voting.actions import meeting, projector
from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import Polls
from voting.actions.slips import issue_slips
from voting.actions.staff import Confirmed, add_staff
from voting.actions.watch import look_by_name
from voting.actions.years import load_plan
from voting.domain.ballot import Mark
from voting.domain.roles import ORGANISER, SCRUTINEER
from voting.passwords import Argon2Passwords
from voting.storage.files import FileFolder
from voting.storage.sqlite import SqliteDatabase
from voting.tools import real_tools

ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 10_000  # milliseconds
VENDOR = Path(__file__).parent.parent / "vendor"
LEFT_EARLY = "WebSocket is closed before the connection is established"  # a page that is left while it still connects
GROUPS = {"leadership": (60, 12), "cadres": (40, 20)}
GROUP_NAMES = {
    "leadership": "领导成员", "heads": "部门负责人", "deputies": "人大代表、政协委员", "communities": "社区书记、主任",
    "cadres": "机关干部",
}  # fmt: skip
GRADES = (("E", "优秀", 100), ("G", "良好", 80), ("F", "一般", 60), ("P", "较差", 40))
THREE = ("党政办", "社会事务办", "城建办")


def plan_text(
    year: int, departments: Sequence[str] = THREE, *, pace: str = "together", scale: str = "grades", live: str = "tally",
    groups: Mapping[str, tuple[int, int]] = GROUPS, cap: int | None = None, all_same: bool = False, name: str = "年终评议",
) -> str:  # fmt: skip
    """A plan of one session ``session``; departments are d1, d2, …, ``groups`` gives weight and slips."""
    marks = ", ".join(f'{{id = "{key}", name = "{word}", points = {points}}}' for key, word, points in GRADES)
    scales = f"[scales.grades]\nmarks = [{marks}]\n[scales.hundred]\nminimum = 0\nmaximum = 100\n"
    people = "".join(f'[[groups]]\nid = "{key}"\nname = "{GROUP_NAMES[key]}"\n' for key in groups)
    units = "".join(
        f'[[departments]]\nid = "d{n}"\nname = "{word}"\nheadcount = 9\n' for n, word in enumerate(departments, 1)
    )
    slips = "\n".join(f"{key} = {{weight = {weight}, slips = {slips}}}" for key, (weight, slips) in groups.items())
    rules = f"[reviews.rules]\nexcellent_cap = {cap or 0}\nall_same = {str(all_same).lower()}\n"
    return (
        f'[office]\nname = "临溪街道"\nyear = {year}\n{scales}{people}{units}'
        f'[[reviews]]\nid = "session"\nname = "{name}"\nweight = "1"\npace = "{pace}"\nscale = "{scale}"\nlive = "{live}"\n'
        f"[reviews.groups]\n{slips}\n{rules if pace == 'together' else ''}"
    )


class Room:
    """A served program with any number of meetings, each in a year of its own."""

    def __init__(self, folder: Path, **settings: str) -> None:
        self.office = Office(folder, **settings)
        self.database = SqliteDatabase(self.office.database)
        self.tools = real_tools(self.database, Argon2Passwords(), FileFolder(folder / "voting.files"))
        self.polls = Polls(self.database, BallotBox(self.database, call), call)
        self.server = Server(self.office)
        self.address = f"http://127.0.0.1:{self.office.port}"
        self._years = count(2030)
        self._staffed = False

    def meeting(self, departments: Sequence[str] = THREE, **plan: Any) -> Meeting:
        """A meeting of its own, its slips issued, not opened."""
        year = next(self._years)
        load_plan(self.tools, plan_text(year, departments, **plan))
        slips: dict[str, list[str]] = {}
        for slip in issue_slips(self.tools, "session", year=year).slips:
            slips.setdefault(slip.group, []).append(slip.code)
        return Meeting(self, year, slips)

    def staff(self) -> None:
        """Gives the organiser and the scrutineer their accounts."""
        if not self._staffed:
            add_staff(self.tools, "organiser", ORGANISER, password=ORGANISER_PASSWORD)
            add_staff(self.tools, "scrutineer", SCRUTINEER, password=SCRUTINEER_PASSWORD)
            self._staffed = True


@contextmanager
def a_room(folder: Path, **settings: str) -> Iterator[Room]:
    """A room whose program runs until it is left."""
    room = Room(folder, **settings)
    room.server.start()
    try:
        yield room
    finally:
        room.server.stop()
        room.database.close()


@dataclass
class Meeting:
    """A review session and what its chair does, done straight in the database as the console does it."""

    room: Room
    year: int
    slips: dict[str, list[str]]
    review: str = "session"
    used: dict[str, int] = field(default_factory=dict)

    def code(self, group: str = "cadres") -> str:
        """A slip of this group that nobody has taken yet."""
        self.used[group] = self.used.get(group, 0) + 1
        return self.slips[group][self.used[group] - 1]

    def ballot(self, code: str) -> str:
        return f"{self.room.address}/b#{code}"

    @property
    def screen(self) -> str:
        key = look_by_name(self.room.database, self.review, self.year).session.record.screen_key
        return f"{self.room.address}/screen/{self.review}#{key}"

    def cast(self, code: str, marks: Mapping[str, Mark], receipt: str = "") -> None:
        self.room.polls.cast(code, receipt or secrets.token_hex(16), marks)

    def votes(self, group: str, ballots: Iterable[Mapping[str, Mark]]) -> None:
        """So many of a group cast these ballots, each with the next slip."""
        for marks in ballots:
            self.cast(self.code(group), marks)

    def everybody(self, *departments: str, each: int = 10, mark: Callable[[int, int], Mark] | None = None) -> None:
        """``each`` of every group vote on these departments; ``mark(voter, place)`` says how, grades by default.

        Whoever has voted on other departments of a one-by-one session votes on with the same slip.
        """
        choose = mark or (lambda voter, place: "EGFGE"[(voter + place) % 5])
        for group in self.slips:
            for voter in range(each):
                marks = {name: choose(voter, int(name[1:])) for name in departments}
                self.cast(self.slips[group][voter], marks)
            self.used[group] = max(self.used.get(group, 0), each)

    def returned(self) -> int:
        """The slips returned, of all groups."""
        turnout = look_by_name(self.room.database, self.review, self.year).tally.turnout
        return sum(counts.returned for counts in turnout.values())

    def counted(self, department: str) -> dict[str, int]:
        """The marks counted for a department so far, read past the program: groups and levels together."""
        rows = dump(self.room.office.database)["counter"]
        found: dict[str, int] = {}
        for review, _group, name, _level, mark, n in rows:
            if n and (review, name) == (f"{self.year}/{self.review}", department):
                found[mark] = found.get(mark, 0) + n
        return found

    def open(self, *departments: str) -> None:
        self._act(meeting.open_review, departments)

    def pause(self) -> None:
        self._act(meeting.pause)

    def resume(self) -> None:
        self._act(meeting.resume)

    def speaking(self, department: str | None) -> None:
        self._act(meeting.set_speaking, department)

    def close_department(self, *departments: str) -> None:
        self._act(meeting.close_departments, departments)

    def close(self) -> None:
        self._act(meeting.close_review, Confirmed("scrutineer"))

    def annul(self) -> None:
        self._act(meeting.annul, "a test", Confirmed("scrutineer"))

    def mode(self, mode: str) -> None:
        self._act(projector.set_mode, mode)

    def arrange(self, arrangement: str) -> None:
        self._act(projector.set_arrangement, arrangement)

    def reveal(self) -> None:
        self._act(projector.reveal_next)

    def countdown(self, seconds: int) -> None:
        self._act(projector.start_countdown, seconds)

    def help(self, *, on: bool, wifi: str = "") -> None:
        self._act(projector.show_help, on=on, wifi=wifi)

    def _act(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        act(self.room.tools, self.review, *args, year=self.year, **kwargs)


class Console:
    """The organiser or the scrutineer at the console, through its own HTML forms over the wire."""

    def __init__(self, room: Room, name: str, password: str) -> None:
        room.staff()
        self._port = room.office.port
        self._jar: SimpleCookie = SimpleCookie()
        token = self._token("/staff/sign-in")
        status, _ = self._ask("POST", "/staff/sign-in", name=name, password=password, token=token)
        assert status == 302

    def cookies(self, address: str) -> list[dict[str, Any]]:
        """The sign-in, for a browser that goes on with it."""
        return [{"name": key, "value": morsel.value, "url": address} for key, morsel in self._jar.items()]

    def do(self, review: str, act: str, **values: str) -> None:
        """Sends one form of a session's page, and fails where the page then shows a refusal."""
        status, _ = self._ask("POST", f"/console/{review}/{act}", token=self._token("/console"), **values)
        assert status == 302, f"{act}: {status}"
        notices = Paper(self._ask("GET", f"/console/{review}")[1]).notices
        assert [said for kind, said in notices if kind == "bad"] == []

    def _token(self, path: str) -> str:
        forms = Paper(self._ask("GET", path)[1]).forms
        return next(form.hidden["token"] for form in forms if "token" in form.hidden)

    def _ask(self, method: str, path: str, **values: str) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        try:
            headers = {"Cookie": "; ".join(f"{key}={morsel.value}" for key, morsel in self._jar.items())}
            if method == "POST":
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            line.request(method, path, urlencode(values) if method == "POST" else None, headers)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                self._jar.load(cookie)
            return answer.status, answer.read().decode()
        finally:
            line.close()


class Wire:
    """Stands between a page and its socket: hears what the server says, and can say what the server never would."""

    def __init__(self) -> None:
        self._page: Page
        self._socket: WebSocketRoute | None = None
        self._heard: list[tuple[str, Any]] = []

    def between(self, page: Page) -> None:
        """For ``Watched.open(before=…)``."""
        self._page = page
        page.route_web_socket("**/socket.io/**", self._connect)

    def last(self, event: str) -> dict[str, Any]:
        """The last document of an event; waits for the first one, for a page shows what it fetched before it listens."""
        for _ in range(100):
            if any(name == event for name, _document in self._heard):
                break
            self._page.wait_for_timeout(100)
        return next(copy.deepcopy(document) for name, document in reversed(self._heard) if name == event)

    def say(self, event: str, document: Mapping[str, Any]) -> None:
        """Sends the page an event in the server's name."""
        assert self._socket
        self._socket.send("42" + json.dumps([event, document]))

    def _connect(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        server = socket.connect_to_server()

        def pass_on(message: str | bytes) -> None:
            if isinstance(message, str) and message.startswith("42"):
                name, *documents = json.loads(message[2:])
                self._heard.append((name, *documents))
            socket.send(message)

        server.on_message(pass_on)


class Watched:
    """Pages that are watched: every complaint of a console and every request that leaves the house is kept."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser = browser
        self._host = urlsplit(address).netloc
        self._contexts: list[BrowserContext] = []
        self._forgiven = [LEFT_EARLY]
        self.faults: list[str] = []

    def open(
        self, address: str, *, width: int = 390, height: int = 780, language: str = "en", theme: str = "light",
        large: bool = False, touch: bool = True, before: Callable[[Page], object] | None = None, **more: Any,
    ) -> Page:  # fmt: skip
        """A page in a context of its own: nothing of another page's memory is there. ``before`` prepares it unopened."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale={"en": "en-GB", "zh": "zh-CN"}[language],
            color_scheme=theme, has_touch=touch, reduced_motion="reduce", **more,
        )  # fmt: skip
        self._contexts.append(context)
        looks = {"looks:theme": theme, "looks:type": "large" if large else ""}
        context.add_init_script(
            f"if (location.protocol !== 'about:') for (const [k, v] of Object.entries({json.dumps(looks)}))"
            " if (localStorage.getItem(k) === null) localStorage.setItem(k, v)"
        )
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.faults.append(f"error: {error.error}"))
        context.on("request", self._look)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        if before:
            before(page)
        page.goto(address)
        return page

    def sign_in(self, address: str, name: str, password: str, path: str, **how: Any) -> Page:
        """Signs somebody in through the form, at a laptop's width, and goes on to the page that was asked for."""
        page = self.open(f"{address}/staff/sign-in?next={quote(path)}", touch=False, **{"width": 1280, **how})
        page.locator("[name=name]").fill(name)
        page.locator("[name=password]").fill(password)
        page.locator("main form button").click()
        page.wait_for_url(f"{address}{path}")
        return page

    def forgive(self, *sentences: str) -> None:
        """Complaints that belong to what a test does, such as a network that is cut."""
        self._forgiven += sentences

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def complaints(self) -> list[str]:
        return [fault for fault in self.faults if not any(sentence in fault for sentence in self._forgiven)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"{message.type}: {message.text}")

    def _look(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._host:
            self.faults.append(f"asked another host: {request.url}")


RESTING = """
() => new Promise((done) => {
    let still = 0;
    const look = () => {
        still = document.getAnimations().some((each) => each.playState === "running") ? 0 : still + 1;
        if (still < 3) requestAnimationFrame(look); else done();
    };
    requestAnimationFrame(look);
})
"""


def rest(page: Page) -> None:
    """Waits until nothing moves: a colour on its way is no colour yet."""
    page.evaluate(RESTING)


@cache
def _axe() -> str:
    return (VENDOR / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, *rules: str) -> list[str]:
    """What axe-core finds on a page as it stands, by every rule of it or by these: the rule and who breaks it first."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    options = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    found = page.evaluate("options => axe.run(options).then(({violations}) => violations)", options)
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]} ({len(rule['nodes'])} times)" for rule in found]


def a_browser(playwright: Playwright) -> Browser:
    """The system's Chromium, without anything that talks to the world by itself."""
    return playwright.chromium.launch(executable_path=chromium_path(), args=list(ARGUMENTS))
