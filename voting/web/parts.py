"""The parts a request works with, wired once by the factory and found through the app."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from voting.actions.ballots import Polls
from voting.settings import Settings
from voting.tools import Tools
from voting.web.guards import FailedCodes, SignIns
from voting.web.hand_outs import HandOuts
from voting.web.offload import Threads

NAME = "pingyi"


@dataclass(frozen=True)
class Parts:
    """Everything the views share."""

    settings: Settings
    tools: Tools
    polls: Polls
    threads: Threads
    failed_codes: FailedCodes
    sign_ins: SignIns
    hand_outs: HandOuts


def parts() -> Parts:
    """The parts of the app that serves the present request."""
    return cast(Parts, current_app.extensions[NAME])
