"""Commands for the year: its plan, its points, its standing, exports, checks and accounts."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from voting.actions.assess import assess
from voting.actions.check import check
from voting.actions.desk.evidence import back_up_files, check_files
from voting.actions.staff import add_staff
from voting.actions.standing import read_standing
from voting.actions.year_book import read_year_book
from voting.actions.years import load_plan
from voting.commands.front import (
    EXISTING,
    NEW,
    Front,
    json_option,
    password_from_stdin,
    print_json,
    read_text,
    year_option,
)
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import ROLES
from voting.exports.documents import standing_document, year_document
from voting.exports.plain import standing_text
from voting.exports.tables import standing_csv
from voting.exports.workbook import write_workbook
from voting.storage.doors import StorageUnavailable


@click.command("load")
@click.argument("plan", type=EXISTING)
@click.pass_obj
def load_command(front: Front, plan: Path) -> None:
    """Create a year from a plan file."""
    loaded = load_plan(front.tools, read_text(plan))
    front.warn(loaded.warnings)
    if loaded.dead_slips:
        front.echo(msg("%(count)d slips issued before are dead now."), count=loaded.dead_slips)
    year = loaded.plan
    front.echo(
        msg("Loaded %(office)s %(year)d: %(departments)d departments, %(reviews)d review sessions."),
        office=year.office.name, year=year.office.year, departments=len(year.departments), reviews=len(year.reviews),
    )  # fmt: skip


@click.command("assess")
@click.argument("table", type=EXISTING)
@year_option
@click.pass_obj
def assess_command(front: Front, table: Path, year: int | None) -> None:
    """Enter points and disqualifications from a CSV table."""
    done = assess(front.tools, read_text(table), year=year)
    front.echo(
        msg("%(figures)d figures entered, %(disqualified)d departments disqualified."),
        figures=done.figures, disqualified=done.disqualified,
    )  # fmt: skip


@click.command("standing")
@json_option
@year_option
@click.pass_obj
def standing_command(front: Front, as_json: bool, year: int | None) -> None:
    """Print the yearly total."""
    found = read_standing(front.tools.database, year)
    if as_json:
        print_json(standing_document(found, front.settings.language))
    else:
        click.echo(standing_text(found, front.settings.language))


@click.command("export")
@click.argument("file", type=NEW)
@year_option
@click.pass_obj
def export_command(front: Front, file: Path, year: int | None) -> None:
    """Write the year as .xlsx, .csv or .json."""
    database, kind = front.tools.database, file.suffix.lower()
    if kind not in (".xlsx", ".csv", ".json"):
        raise Refusal("bad_kind", msg("The file's name must end in .xlsx, .csv or .json."))
    language = front.settings.language
    book = read_year_book(database, year)
    if kind == ".csv":
        file.write_bytes(standing_csv(book.standing, language))
    elif kind == ".json":
        document = year_document(book, language)
        file.write_text(json.dumps(document, ensure_ascii=False, indent=2), encoding="utf-8")
    else:
        write_workbook(
            file, book.standing, book.results, book.journal,
            sums=book.sums, desk=book.desk, language=language, created=front.tools.now(),
        )  # fmt: skip
    front.echo(msg("Written to %(name)s."), name=str(file))


@click.command("check")
@json_option
@click.pass_obj
def check_command(front: Front, as_json: bool) -> None:
    """Recompute everything that must agree; exit 1 and say what does not."""
    faults = check(front.tools.database) + check_files(front.tools.database, front.tools.files)
    if as_json:
        print_json({"ok": not faults, "faults": [front.fault(fault) for fault in faults]})
    else:
        for fault in faults:
            click.echo(front.fault(fault))
        if not faults:
            front.echo(msg("Everything agrees."))
    if faults:
        raise Refusal("check_failed", msg("The check found %(count)d faults."), count=len(faults))


@click.command("backup")
@click.argument("file", type=NEW)
@click.pass_obj
def backup_command(front: Front, file: Path) -> None:
    """Write a consistent copy of the database, and beside it of the files handed in, while the server runs."""
    if file.exists():
        raise Refusal("file_exists", msg("The file %(name)s exists already."), name=str(file))
    folder = file.with_suffix(".files")
    if folder.exists():
        raise Refusal("file_exists", msg("The file %(name)s exists already."), name=str(folder))
    front.tools.database.backup(file)
    try:
        copied = back_up_files(front.tools, folder)
    except StorageUnavailable:
        file.unlink()  # half a backup is none
        raise
    front.echo(msg("Written to %(name)s."), name=str(file))
    if copied:
        front.echo(msg("Files of evidence: %(count)d, written to %(name)s."), count=copied, name=str(folder))


@click.group("staff")
def staff_commands() -> None:
    """Accounts of the people who run the year."""


@staff_commands.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What the account may do.")
@click.option("--department", help="The department's id, for the roles department and leader.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@click.pass_obj
def staff_add_command(front: Front, name: str, role: str, department: str | None, password_stdin: bool) -> None:
    """Add an account; without a password where none is given and nobody is there to be asked."""
    password = None
    if password_stdin:
        password = password_from_stdin()
    elif sys.stdin.isatty():
        password = click.prompt(front.say(msg("Password")), hide_input=True, confirmation_prompt=True)
    add_staff(front.tools, name, role, department=department, password=password)
    front.echo(msg("Added.") if password else msg("Added, without a password so far."))


COMMANDS = (
    load_command, assess_command, standing_command, export_command, check_command, backup_command, staff_commands,
)  # fmt: skip
