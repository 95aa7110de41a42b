"""Sockets: phones and screens watch, the pump tells them what the database already holds. State travels through it.

The pump looks at the revisions a few times a second. What has changed goes out once per room, with the revision as
sequence number, so that every worker and every restart says the same.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from flask import current_app, request
from flask_socketio import SocketIO, join_room

from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import is_known
from voting.actions.projector import Screen
from voting.actions.watch import Snapshot, look, look_at_state, look_by_screen_key, revisions
from voting.domain.refusals import Refusal, bad_request, unknown_code
from voting.storage.doors import StorageUnavailable
from voting.web.language import language_of
from voting.web.parts import Parts
from voting.web.refusals import as_json, log_defect, went_wrong
from voting.web.screen import screen_state_document, state_document, tally_document

LOOK_EVERY_SECONDS = 0.2
TIDY_EVERY_SECONDS = 1.0

Emit = Callable[[str, dict[str, Any], str], None]
"""``emit(event, document, room)``."""


def phones_of(key: str) -> str:
    """The room of a session's phones."""
    return f"phones {key}"


def screens_of(key: str) -> str:
    """The room of a session's screens."""
    return f"screens {key}"


@dataclass
class _Said:
    """What the rooms of one session were told last, without the sequence number."""

    revision: int = -1
    state: dict[str, Any] = field(default_factory=dict)
    screen: Screen | None = None
    tally: dict[str, Any] = field(default_factory=dict)


class Pump:
    """Watches the database for this process's clients, and keeps it tidy when the ballot box falls idle."""

    def __init__(self, parts: Parts, box: BallotBox, emit: Emit, clock: Callable[[], float] = monotonic) -> None:
        self._parts = parts
        self._box = box
        self._emit = emit
        self._clock = clock
        self._said: dict[str, _Said] = {}
        self._tidied = clock()

    def run(self, sleep: Callable[[float], None]) -> None:
        """Looks for ever, ``LOOK_EVERY_SECONDS`` apart; a database that is away for a moment is looked at again."""
        while True:
            started = self._clock()
            try:
                self.look()
                self.tidy()
            except StorageUnavailable:
                pass
            sleep(max(0.02, LOOK_EVERY_SECONDS - (self._clock() - started)))

    def look(self) -> None:
        """Tells the rooms what has changed since the last look."""
        database = self._parts.tools.database
        now: dict[str, int] = self._parts.threads.read(revisions, (database,))
        for key, revision in now.items():
            said = self._said.setdefault(key, _Said())
            if revision != said.revision:
                with suppress(Refusal):  # a session that was thrown away between the two readings
                    self._tell(key, said, self._parts.threads.read(look, (database, key)))
        for gone in self._said.keys() - now.keys():
            del self._said[gone]

    def _tell(self, key: str, said: _Said, snapshot: Snapshot) -> None:
        self._parts.polls.refresh(snapshot.session, snapshot.state.departments)
        state, tally = state_document(snapshot.state), tally_document(snapshot.tally)
        if _without_seq(state) != said.state:
            self._emit("state", state, phones_of(key))
        if _without_seq(state) != said.state or snapshot.screen != said.screen:
            said.screen = snapshot.screen
            self._emit("state", screen_state_document(snapshot, self._parts.tools.now()), screens_of(key))
        said.state = _without_seq(state)
        if _without_seq(tally) != said.tally:
            said.tally = _without_seq(tally)
            self._emit("tally", tally, screens_of(key))
        said.revision = snapshot.state.seq

    def tidy(self) -> None:
        """Cuts back the write-ahead log: as soon as nothing is being counted, and at most once a second under load."""
        now = self._clock()
        if not self._box.idle and now - self._tidied < TIDY_EVERY_SECONDS:
            return
        database = self._parts.tools.database
        if self._box.unclean:
            self._tidied = now
            self._box.tidy()
        elif not database.is_tidy:  # what the console or a command left, while somebody read
            self._tidied = now
            self._parts.threads.write(database.tidy)


def _without_seq(document: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key != "seq"}


def install(socketio: SocketIO, parts: Parts) -> None:
    """Lets clients ``watch``; nothing else is accepted from them."""

    @socketio.on("watch")
    def watch(*words: Any) -> dict[str, Any]:
        try:
            return _watch(socketio, parts, words)
        except Refusal as refusal:
            if refusal.code == unknown_code().code:
                refusal = parts.failed_codes.failed(request.remote_addr)
            return as_json(refusal, language_of(request))
        except StorageUnavailable:
            return as_json(went_wrong(), language_of(request))
        except Exception as error:  # noqa: BLE001 - the library would print it, with whatever the message held
            log_defect(current_app.logger, error)
            return as_json(went_wrong(), language_of(request))


def _can_be_stored(text: str) -> bool:
    """JSON can carry half a letter, which nothing else can."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _watch(socketio: SocketIO, parts: Parts, words: tuple[Any, ...]) -> dict[str, Any]:
    database = parts.tools.database
    wanted = words[0] if len(words) == 1 else None
    if not isinstance(wanted, dict) or not all(isinstance(value, str) for value in wanted.values()):
        raise bad_request()
    own = request.sid  # type: ignore[attr-defined]
    if wanted.keys() == {"code"}:
        key, code_hash = parts.threads.read(is_known, (database, wanted["code"]))
        parts.hand_outs.picked_up(code_hash)
        join_room(phones_of(key))
        state = parts.threads.read(look_at_state, (database, key))
        socketio.emit("state", state_document(state), to=own)
    elif wanted.keys() == {"review", "key"} and all(_can_be_stored(value) for value in wanted.values()):
        snapshot = parts.threads.read(look_by_screen_key, (database, wanted["review"], wanted["key"]))
        join_room(screens_of(snapshot.session.key))
        # read again after joining: a change in between would otherwise reach nobody here
        snapshot = parts.threads.read(look, (database, snapshot.session.key))
        socketio.emit("state", screen_state_document(snapshot, parts.tools.now()), to=own)
        socketio.emit("tally", tally_document(snapshot.tally), to=own)
    else:
        raise bad_request()
    return {"ok": True}
