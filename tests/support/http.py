"""Phones and browsers for tests: a phone with a slip, a browser that reads pages and fills in their forms."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.world import World

RECEIPT = "0123456789abcdef" * 2
ANOTHER_RECEIPT = "fedcba9876543210" * 2
NOBODYS_CODE = "ZZZZZZZZZZZZZZZZ"

Marks = Mapping[str, Any]


class Phone:
    """A phone that scanned a slip."""

    def __init__(self, client: FlaskClient, code: str, address: str = "127.0.0.1") -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {code}"}
        self._from = {"REMOTE_ADDR": address}

    def read(self, method: str = "GET") -> TestResponse:
        return self._client.open("/api/ballot", method=method, headers=self._headers, environ_base=self._from)

    def cast(self, marks: Marks, receipt: str = RECEIPT) -> TestResponse:
        return self.put(json.dumps({"receipt": receipt, "marks": marks}))

    def put(self, body: str | bytes, **more: Any) -> TestResponse:
        return self._client.put("/api/ballot", data=body, headers=self._headers, environ_base=self._from, **more)


def answered(response: TestResponse, status: int, document: Any) -> None:
    """The answer is this status and this document, and nothing beside it."""
    assert (response.status_code, response.get_json()) == (status, document)


def refused(response: TestResponse, status: int, code: str, **fields: Any) -> None:
    """The answer is a refusal: its status, its code, one plain sentence, the named fields, and nothing beside them."""
    assert response.mimetype == "application/json"
    document = response.get_json()
    assert (response.status_code, document) == (status, a_refusal(document, code, **fields))


def a_refusal(document: Any, code: str, **fields: Any) -> dict[str, Any]:
    """The refusal that a document must equal. Its sentence may be any, as long as it is one and plain."""
    message = document.get("message") if isinstance(document, dict) else None
    plain = isinstance(message, str) and message.endswith((".", "。")) and "\n" not in message and "%" not in message
    return {"error": code, "message": message if plain else "one plain sentence", **fields}


@contextmanager
def nothing_changes(world: World) -> Iterator[None]:
    """Every row of every table is the same afterwards."""
    before = world.dump()
    yield
    assert world.dump() == before


def counters(world: World) -> dict[tuple[str, str, str, str], int]:
    """The counters of all sessions by (group, department, level, mark)."""
    return {row[1:5]: row[5] for row in world.dump()["counter"]}


def returned(world: World, review: str) -> dict[str, int]:
    """The slips returned, by group."""
    return {row[1]: row[4] for row in world.dump()["review_group"] if row[0] == f"2026/{review}"}


def revision(world: World, review: str) -> int:
    """The session's revision as the database has it."""
    return next(row[7] for row in world.dump()["review"] if row[0] == f"2026/{review}")


def screen_key(world: World, review: str) -> str:
    """The key of the session's projector as the database has it."""
    return next(str(row[9]) for row in world.dump()["review"] if row[0] == f"2026/{review}")


@dataclass
class Form:
    """One form of a page: where it goes, what it carries along, what can be typed in."""

    method: str
    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """A page taken apart: its elements with their attributes, its text, its forms, and the notices that an act left."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.texts: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.notices: list[tuple[str, str]] = []
        self._inside: list[str] = []
        self._noticing = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        self._inside.append(tag)
        if tag == "p":
            self._noticing = "role" in values and values.get("class", "").startswith("notice ")
            if self._noticing:
                self.notices.append((values["class"].removeprefix("notice notice-"), ""))
        if tag == "form":
            self.forms.append(Form(values.get("method", "get"), values.get("action", "")))
        if tag in ("input", "select", "textarea") and self.forms and values.get("name"):
            form = self.forms[-1]
            place = form.hidden if values.get("type") == "hidden" else form.typed
            place[values["name"]] = values.get("value", "")

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((self._inside[-1] if self._inside else "", " ".join(data.split())))
        if self._noticing:
            kind, sentence = self.notices[-1]
            self.notices[-1] = (kind, sentence + data)

    def handle_endtag(self, tag: str) -> None:
        self._noticing = self._noticing and tag != "p"
        while self._inside and self._inside.pop() != tag:
            pass

    @property
    def text(self) -> str:
        """What a reader sees, scripts and styles left out."""
        return " ".join(text for tag, text in self.texts if tag not in ("script", "style", "title"))

    def heading(self) -> str:
        """The text of the first heading."""
        return next(text for tag, text in self.texts if tag == "h1")

    def form(self, action: str, **given: str) -> Form:
        """The one form with this action that carries the department given (or none) and takes all that is typed in."""
        found = [
            form
            for form in self.forms
            if form.action == action
            and form.hidden.get("department") == given.get("department")
            and given.keys() <= form.hidden.keys() | form.typed.keys()
        ]
        assert len(found) == 1, f"{len(found)} forms {action} {given} among {[form.action for form in self.forms]}"
        return found[0]

    def actions(self) -> list[str]:
        """Where the page's forms go, each with the department it carries."""
        return [" ".join([form.action, *(v for k, v in form.hidden.items() if k != "token")]) for form in self.forms]


class Browser:
    """A browser with a cookie jar: opens pages, signs in, fills in the forms that are on them."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()

    def open(self, path: str) -> Page:
        """The page at a path, where redirects lead to one."""
        response = self.client.get(path, follow_redirects=True)
        assert response.status_code == 200, f"{path}: {response.status_code}"
        return Page(response.text)

    def submit(self, page: Page, action: str, **given: str) -> TestResponse:
        """Fills in a form of the page and sends it, without following where it leads."""
        form = page.form(action, **given)
        assert form.method == "post"
        return self.client.post(form.action, data={**form.typed, **given, **form.hidden})

    def sign_in(self, name: str, password: str) -> Page:
        """Signs in through the form and returns the page that follows; the sign-in must succeed."""
        response = self.submit(self.open("/staff/sign-in"), "/staff/sign-in", name=name, password=password)
        assert response.status_code == 302, response.text
        return self.open(response.location)

    def token(self) -> str:
        """The token of this sign-in, as the forms of the pages carry it."""
        return next(form.hidden["token"] for form in self.open("/console").forms if "token" in form.hidden)
