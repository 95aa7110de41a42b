"""Simulated phones: each reads its ballot and casts it over real HTTP, like the ones in people's hands."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from http.client import HTTPConnection, HTTPException
from typing import Any

import gevent

from voting.demo.opinions import Voter
from voting.domain.plan import Review

LOOK_AGAIN_SECONDS = 2.0
TYPICAL_SECONDS = 5.0


class Phone:
    """One phone: a slip's code, an opinion, and a connection to the server."""

    def __init__(self, host: str, port: int, code: str, voter: Voter, review: Review) -> None:
        self._address = (host, port)
        self._code = code
        self._voter = voter
        self._review = review

    def run(self) -> None:
        """Votes for whatever is open until the session has ended."""
        while True:
            gevent.sleep(LOOK_AGAIN_SECONDS + self._voter.delay(LOOK_AGAIN_SECONDS))
            try:
                if self._look() in ("closed", "annulled"):
                    return
            except (OSError, HTTPException, ValueError):
                continue  # the server is being stopped or started: a phone tries again

    def _look(self) -> str:
        ballot = self._ask("GET", None)
        state = str(ballot.get("review", {}).get("state", ""))
        wanted = [row["id"] for row in ballot.get("departments", ()) if row["state"] == "open"]
        if state == "open" and wanted:
            gevent.sleep(self._voter.delay(TYPICAL_SECONDS))
            marks = self._voter.marks(self._review, wanted)
            self._ask("PUT", {"receipt": secrets.token_hex(16), "marks": marks})
        return state

    def _ask(self, method: str, document: object) -> dict[str, Any]:
        connection = HTTPConnection(*self._address, timeout=10)
        try:
            body = None if document is None else json.dumps(document)
            connection.request(method, "/api/ballot", body, {"Authorization": f"Bearer {self._code}"})
            answer = json.loads(connection.getresponse().read())
        finally:
            connection.close()
        return answer if isinstance(answer, dict) else {}


def start_phones(phones: Sequence[Phone]) -> None:
    """Starts all phones."""
    for phone in phones:
        gevent.spawn(phone.run)
