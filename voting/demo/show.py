"""The command ``demo``: founds the office, opens its year-end session, and plays chair and voters."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gevent

from voting.actions.meeting import open_review
from voting.actions.overview import overview
from voting.actions.watch import look_by_name
from voting.demo.office import Office, codes_for_phones, found_office, one_unused_per_group
from voting.demo.phones import Phone, start_phones
from voting.domain.refusals import Refusal, msg
from voting.exports.qr import qr_terminal
from voting.settings import SETTINGS, Settings
from voting.storage.engines import files_folder, open_database
from voting.storage.files import FileFolder
from voting.tools import Tools

if TYPE_CHECKING:
    from voting.commands.front import Front

DEMO_FILE = Path("data/demo.db")
REVIEW = "year-end"
A_REPORT_SECONDS = 20.0


def show(
    front: Front,
    start: Callable[[Settings, Tools], tuple[Any, Any]],
    serve: Callable[[Any], None],
    voters: int | None,
) -> None:
    """Runs the demonstration until it is stopped. ``voters`` limits the simulated phones, 0 leaves the room empty."""
    settings, tools = _fresh(front)
    front.echo(msg("Founding the demonstration office …"))
    office = found_office(tools)
    first = office.plan.department_ids[0]
    open_review(tools, REVIEW, [first])
    voting, server = start(settings, tools)
    _print_addresses(front, settings, tools, office)
    if voters != 0:
        host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
        review = office.plan.review(REVIEW)
        start_phones(
            [
                Phone(host, settings.port, code, office.opinions.voter(group), review)
                for group, code in codes_for_phones(office.slips, voters)
            ]
        )
        gevent.spawn(_play_the_chair, voting.parts.threads.write, tools, office)
    serve(server)


def _fresh(front: Front) -> tuple[Settings, Tools]:
    """A fresh database: a file of the demonstration's own, or the one the settings name if it is still empty."""
    settings = front.settings
    if settings.database_url == SETTINGS["DATABASE_URL"].default:
        for suffix in ("", "-wal", "-shm"):
            DEMO_FILE.with_name(DEMO_FILE.name + suffix).unlink(missing_ok=True)
        shutil.rmtree(DEMO_FILE.with_suffix(".files"), ignore_errors=True)
        settings = replace(settings, database_url=f"sqlite:///{DEMO_FILE}")
        files = FileFolder(files_folder(settings.database_url, settings.files))
        return settings, replace(front.tools, database=open_database(settings.database_url), files=files)
    if overview(front.tools.database) is not None:
        raise Refusal(
            "not_empty", msg("The database of DATABASE_URL is not empty; the demonstration needs a fresh one.")
        )
    return settings, front.tools


def _print_addresses(front: Front, settings: Settings, tools: Tools, office: Office) -> None:
    address = settings.public_url
    ballots = {group: f"{address}/b#{code}" for group, code in one_unused_per_group(office.slips).items()}
    for group, ballot in ballots.items():
        front.write(f"\n{office.plan.group_name(group)}  {ballot}\n{qr_terminal(ballot)}")
    record = look_by_name(tools.database, REVIEW).session.record
    lines = [
        ("", ""),
        (front.say(msg("Projector")), f"{address}/screen/{record.id}#{record.screen_key}"),
        (front.say(msg("Console")), f"{address}/console/{record.id}"),
        *((front.say(msg("Ballot")) + f" ({office.plan.group_name(group)})", link) for group, link in ballots.items()),
        (front.say(msg("Organiser")), f"{office.organiser.name} / {office.organiser.password}"),
        (front.say(msg("Scrutineer")), f"{office.scrutineer.name} / {office.scrutineer.password}"),
        (front.say(msg("The desk")), f"{', '.join(each.name for each in office.others)} / {office.others[0].password}"),
    ]
    for name, value in lines:
        front.write(f"{name}: {value}" if name else "")
    if settings.host == "127.0.0.1":
        front.echo(msg("Only this computer can connect. HOST=0.0.0.0 make demo lets real phones in."))
    front.echo(msg("Stop with Ctrl-C."))


def _play_the_chair(write: Callable[..., Any], tools: Tools, office: Office) -> None:
    """Opens one department after another, unless somebody at the console has done it or has paused the session."""
    for department in office.plan.department_ids[1:]:
        gevent.sleep(A_REPORT_SECONDS)
        while True:
            try:
                write(open_review, (tools, REVIEW, [department]))
            except Refusal as refusal:
                if refusal.code == "wrong_state":
                    state = write(look_by_name, (tools.database, REVIEW)).state.state
                    if state in ("closed", "annulled"):
                        return
                    gevent.sleep(2)
                    continue
            break
