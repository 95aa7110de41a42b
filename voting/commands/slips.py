"""Commands for ballot slips."""

from __future__ import annotations

from pathlib import Path

import click

from voting.actions.slips import Sheet, cancel_slips, issue_slips
from voting.commands.front import NEW, Front, scrutineer_option, witness_of, write_new, year_option
from voting.domain.refusals import Refusal, msg
from voting.exports.slip_sheet import slip_page
from voting.exports.tables import slips_csv


@click.command("slips")
@click.argument("review")
@click.option("--group", help="Only this voter group.")
@click.option("--count", type=int, help="So many more, for one group.")
@click.option("--csv", "csv_file", type=NEW, help="Write group, code and address as CSV.")
@click.option("--html", "html_file", type=NEW, help="Write slips to print on A4.")
@scrutineer_option
@year_option
@click.pass_obj
def slips_command(
    front: Front, review: str, group: str | None, count: int | None, csv_file: Path | None, html_file: Path | None,
    scrutineer: str | None, year: int | None,
) -> None:  # fmt: skip
    """Issue the plan's slips that are not issued yet, or more for one group."""
    target = csv_file or html_file
    if target is None or (csv_file and html_file):
        raise click.UsageError("Name one file: --csv FILE or --html FILE.")
    if target.exists():
        raise Refusal("file_exists", msg("The file %(name)s exists already."), name=str(target))
    witness = witness_of(scrutineer)
    written = False

    def keep(sheet: Sheet) -> None:
        nonlocal written
        write_new(target, _drawn(front, sheet, as_csv=csv_file is not None))
        written = True

    try:
        sheet = issue_slips(front.tools, review, group=group, count=count, year=year, witness=witness, keep=keep)
    except BaseException:
        if written:  # the commit failed: these codes will never count
            target.unlink(missing_ok=True)
        raise
    count = len(sheet.slips)
    front.echo(msg("%(count)d slips written to %(name)s. The codes are nowhere else."), count=count, name=str(target))


def _drawn(front: Front, sheet: Sheet, *, as_csv: bool) -> bytes:
    address = front.settings.public_url
    if as_csv:
        return slips_csv(sheet, address)
    return slip_page(sheet, address, front.settings.language).encode()


@click.command("cancel")
@click.argument("review")
@click.argument("codes", nargs=-1, required=True)
@year_option
@click.pass_obj
def cancel_command(front: Front, review: str, codes: tuple[str, ...], year: int | None) -> None:
    """Cancel unused slips in hand."""
    count = sum(cancel_slips(front.tools, review, codes, year=year).values())
    front.echo(msg("%(count)d slips cancelled."), count=count)


COMMANDS = (slips_command, cancel_command)
