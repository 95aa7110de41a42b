"""The commands that run a server."""

from __future__ import annotations

import gc
import os
import resource
import secrets
import signal
import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import gevent

from voting.actions.check import check
from voting.actions.overview import issued_slips
from voting.commands.front import Front, write_new
from voting.demo import show
from voting.domain.refusals import Refusal, msg
from voting.factory import Voting, create_app
from voting.settings import Settings
from voting.storage.engines import running_mark, sqlite_path, waiting_pages
from voting.tools import Tools
from voting.web.offload import gevent_threads
from voting.web.server import make_listener, make_server

DESCRIPTORS_PER_SLIP = 2.5
SHORTEST_KEY = 16
YOUNG_OBJECTS = 50_000  # collected less often: under load the collector otherwise takes a tenth of the time


def with_secret(settings: Settings) -> Settings:
    """Settings with a key that signs sign-ins: the given one, or one made once and kept beside the database."""
    if settings.secret_key:
        return settings
    database = sqlite_path(settings.database_url)
    path = database.with_suffix(".key") if database else Path("data/voting.key")
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        new = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
        write_new(new, secrets.token_hex(32).encode())
        with suppress(FileExistsError):
            os.link(new, path)  # whole or not at all: another worker that starts now never reads half a key
        new.unlink()
    key = path.read_text().strip()
    if len(key) < SHORTEST_KEY:
        raise Refusal("bad_key", msg("The key in %(file)s is too short to sign anything: remove it."), file=str(path))
    return replace(settings, secret_key=key)


def start(settings: Settings, tools: Tools) -> tuple[Voting, Any]:
    """Wires the program and returns it with its server, listening but not serving yet."""
    voting = create_app(with_secret(settings), tools, threads=gevent_threads())
    server = make_server(voting.app, _listen(settings))
    gevent.spawn(voting.pump.run, gevent.sleep)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 20)
    return voting, server


def _listen(settings: Settings) -> Any:
    try:
        return make_listener(settings.host, settings.port)
    except OSError as error:
        sentence = msg("Cannot listen on %(host)s port %(port)d: %(why)s.")
        why = error.strerror or str(error)
        raise Refusal("cannot_listen", sentence, host=settings.host, port=settings.port, why=why) from error


def serve_until_stopped(server: Any) -> None:
    """Serves until the process is told to stop; ballots that are being counted are answered first."""
    for sign in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(sign, server.stop, 5)
    server.serve_forever()


def raise_descriptors() -> int:
    """Allows as many open connections as the system permits, and returns how many."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


@click.command("serve")
@click.pass_obj
def serve_command(front: Front) -> None:
    """Start the server."""
    mark = running_mark(front.settings.database_url, front.settings.port)
    pages = waiting_pages(front.settings.database_url)  # opening the database takes them in
    descriptors = raise_descriptors()
    slips = issued_slips(front.tools.database)
    if descriptors < DESCRIPTORS_PER_SLIP * slips:
        sentence = msg(
            "Only %(have)d connections are allowed, but %(slips)d slips may come: raise the limit of open files."
        )
        click.echo(front.say(sentence, have=descriptors, slips=slips), err=True)
    front.warn(front.tools.database.concerns())
    voting, server = start(front.settings, front.tools)
    if mark.was_left:
        gevent.spawn(say_what_was_found, front, voting, pages)  # beside serving: phones that come back need not wait
    mark.set()
    front.echo(msg("Serving %(address)s. Stop with Ctrl-C."), address=front.settings.public_url)
    front.echo(msg("Console: %(address)s/console"), address=front.settings.public_url)
    serve_until_stopped(server)
    mark.remove()


def say_what_was_found(front: Front, voting: Voting, pages: int) -> None:
    """After a stop that was none: what was taken in from the log, and whether everything agrees."""
    if pages:
        front.echo(msg("The last stop was not clean: %(pages)d pages were taken in from the log."), pages=pages)
    else:
        front.echo(msg("The last stop was not clean. Nothing waited to be taken in."))
    faults = voting.parts.threads.read(check, (front.tools.database,))
    for fault in faults:
        click.echo(front.fault(fault), err=True)
    if not faults:
        front.echo(msg("Checked: everything agrees."))
    sys.stdout.flush()


@click.command("demo")
@click.option("--voters", type=click.IntRange(min=0), envvar="DEMO_VOTERS", help="How many simulated phones vote.")
@click.pass_obj
def demo_command(front: Front, voters: int | None) -> None:
    """Show a meeting that is going on, with simulated phones."""
    raise_descriptors()
    show(front, start, serve_until_stopped, voters)


COMMANDS = (serve_command, demo_command)
