"""Commands for the run of a session."""

from __future__ import annotations

from pathlib import Path

import click

from voting.actions import meeting
from voting.actions.paper import enter_paper
from voting.actions.results import read_result
from voting.actions.watch import look_by_name
from voting.commands.front import (
    EXISTING,
    Front,
    json_option,
    print_json,
    read_text,
    scrutineer_option,
    witness_of,
    year_option,
)
from voting.domain.refusals import msg
from voting.exports.documents import result_document
from voting.exports.plain import result_text


@click.command("screen")
@click.argument("review")
@year_option
@click.pass_obj
def screen_command(front: Front, review: str, year: int | None) -> None:
    """Print the projector's address, with its key."""
    record = look_by_name(front.tools.database, review, year).session.record
    click.echo(f"{front.settings.public_url}/screen/{record.id}#{record.screen_key}")


@click.command("open")
@click.argument("review")
@click.argument("departments", nargs=-1)
@year_option
@click.pass_obj
def open_command(front: Front, review: str, departments: tuple[str, ...], year: int | None) -> None:
    """Open a session: all departments, or the named ones of a one-by-one session."""
    meeting.open_review(front.tools, review, departments, year=year)
    front.echo(msg("Open."))


@click.command("pause")
@click.argument("review")
@year_option
@click.pass_obj
def pause_command(front: Front, review: str, year: int | None) -> None:
    """Pause a session."""
    meeting.pause(front.tools, review, year=year)
    front.echo(msg("Paused."))


@click.command("resume")
@click.argument("review")
@year_option
@click.pass_obj
def resume_command(front: Front, review: str, year: int | None) -> None:
    """Go on after a pause."""
    meeting.resume(front.tools, review, year=year)
    front.echo(msg("Open."))


@click.command("close")
@click.argument("review")
@click.argument("departments", nargs=-1)
@scrutineer_option
@year_option
@click.pass_obj
def close_command(
    front: Front, review: str, departments: tuple[str, ...], scrutineer: str | None, year: int | None
) -> None:
    """Close departments of a one-by-one session, or the session for good."""
    if departments:
        meeting.close_departments(front.tools, review, departments, year=year)
        front.echo(msg("Closed."))
        return
    warnings = meeting.close_review(front.tools, review, witness_of(scrutineer), year=year)
    front.warn(warnings)
    if warnings:
        click.echo(front.say(msg("The chair's decision to go on is in the journal.")), err=True)
    front.echo(msg("Closed.") if scrutineer else msg("Closed by one person: no scrutineer has an account."))


@click.command("annul")
@click.argument("review")
@click.option("--reason", required=True, help="Why; it goes into the journal.")
@scrutineer_option
@year_option
@click.pass_obj
def annul_command(front: Front, review: str, reason: str, scrutineer: str | None, year: int | None) -> None:
    """End a session that went wrong; nothing of it is ever shown."""
    again = meeting.annul(front.tools, review, reason, witness_of(scrutineer), year=year)
    front.echo(msg("Annulled. It is held anew as %(again)s, with new slips."), again=again)


@click.command("paper")
@click.argument("review")
@click.option("--group", required=True, help="The voter group of these ballots.")
@click.option("--csv", "table", required=True, type=EXISTING, help="One row a ballot, one column a department id.")
@year_option
@click.pass_obj
def paper_command(front: Front, review: str, group: str, table: Path, year: int | None) -> None:
    """Enter paper ballots while the session is paused."""
    entered = enter_paper(front.tools, review, group, read_text(table), year=year)
    front.echo(
        msg("%(valid)d valid, %(void)d void ballots entered."), valid=entered.valid, void=sum(entered.void.values())
    )


@click.command("result")
@click.argument("review")
@json_option
@year_option
@click.pass_obj
def result_command(front: Front, review: str, as_json: bool, year: int | None) -> None:
    """Print the result of a closed session."""
    result = read_result(front.tools.database, review, year)
    if as_json:
        print_json(result_document(result, front.settings.language))
    else:
        click.echo(result_text(result, front.settings.language))


COMMANDS = (
    screen_command, open_command, pause_command, resume_command, close_command, annul_command, paper_command,
    result_command,
)  # fmt: skip
