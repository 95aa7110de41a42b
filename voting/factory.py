"""The one place where the parts are wired: ``create_app(settings, tools)``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

from voting.actions.ballot_box import BallotBox
from voting.actions.ballots import Polls
from voting.settings import BadSetting, Settings
from voting.tools import Tools
from voting.web import (
    accounts,
    assets,
    ballot,
    console,
    console_paper,
    console_plan,
    console_room,
    console_slips,
    desk,
    desk_claims,
    desk_decision,
    desk_departments,
    desk_disqualifications,
    desk_files,
    desk_innovation,
    desk_inspections,
    desk_notice,
    desk_printouts,
    desk_total,
    frames,
    guards,
    language,
    live,
    pages,
    passwords,
    refusals,
    screen,
    staff,
)
from voting.web.fast_lane import FastLane
from voting.web.hand_outs import HandOuts
from voting.web.live import Pump
from voting.web.offload import Threads, no_threads
from voting.web.parts import NAME, Parts
from voting.web.proxies import TrustedProxies
from voting.web.quiet import quiet_logger

HOME = Path(__file__).parent.parent
PHONES = (ballot, screen)
STAFF = (staff, passwords, accounts)
CONSOLE = (console, console_slips, console_room, console_paper, console_plan)
DESK = (
    desk, desk_departments, desk_inspections, desk_total, desk_decision, desk_notice, desk_claims, desk_innovation,
    desk_disqualifications, desk_files, desk_printouts,
)  # fmt: skip
"""The addresses of the program, by who works there."""
SOCKETS: dict[str, Any] = {
    "async_mode": "gevent",
    "transports": ["websocket"],  # no polling, so no sticky sessions behind a proxy
    "ping_interval": 25,
    "max_http_buffer_size": 4096,  # clients only ever say "watch"
    "manage_session": False,
    "serve_client": False,
}


@dataclass(frozen=True)
class Voting:
    """A wired program: the WSGI app, its sockets, and the pump that somebody has to run."""

    app: Flask
    socketio: SocketIO
    pump: Pump
    parts: Parts
    box: BallotBox


def create_app(settings: Settings, tools: Tools, *, threads: Threads | None = None) -> Voting:
    """Wires the program for one database. Without threads everything runs where it is called, as tests like it."""
    threads = threads or no_threads()
    app = Flask("voting", template_folder=str(HOME / "templates"), static_folder=None)
    app.config.update(
        LANGUAGE=settings.language,
        PUBLIC_URL=settings.public_url,
        MAX_CONTENT_LENGTH=8 * 1024 * 1024,
        TEMPLATES_AUTO_RELOAD=False,
    )
    box = BallotBox(tools.database, threads.write, new_gate=threads.new_gate)
    polls = Polls(tools.database, box, threads.read)
    parts = Parts(settings, tools, polls, threads, guards.FailedCodes(), guards.SignIns(), HandOuts())
    app.extensions[NAME] = parts
    _install(app, settings)
    log = quiet_logger(app.logger)
    origins = guards.own_origin(settings.public_url)
    socketio = SocketIO(app, **SOCKETS | {"cors_allowed_origins": origins, "logger": log, "engineio_logger": log})
    frames.install(socketio)
    live.install(socketio, parts)
    app.wsgi_app = FastLane(app.wsgi_app, parts)  # type: ignore[method-assign]
    if settings.trusted_proxies:
        app.wsgi_app = TrustedProxies(app.wsgi_app, settings.trusted_proxies)  # type: ignore[method-assign]

    def emit(event: str, document: dict[str, Any], room: str) -> None:
        socketio.emit(event, document, to=room)

    return Voting(app, socketio, Pump(parts, box, emit), parts, box)


def _install(app: Flask, settings: Settings) -> None:
    if not settings.secret_key:
        raise BadSetting("SECRET_KEY must be set.")  # never defaulted: what is signed with a known key is not signed
    staff.install(app, settings.secret_key)
    language.install(app)
    guards.install(app)
    pages.install(app)
    refusals.install(app)
    assets.install(app, HOME / "static")
    for module in (*PHONES, *STAFF, *CONSOLE, *DESK):
        app.register_blueprint(module.bp)
