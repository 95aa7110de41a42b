"""The command line. Exit 0 when done, 1 with one plain sentence when refused, 2 for wrong usage."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import click

from voting.commands import copies, meeting, serve, slips, year
from voting.commands.front import Front
from voting.domain.refusals import PlanFaults, Refusal
from voting.settings import BadSetting, read_settings
from voting.storage.doors import StorageUnavailable


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def commands() -> None:
    """Pingyi: anonymous live voting for review meetings."""


for module in (serve, year, slips, meeting, copies):
    for command in module.COMMANDS:
        commands.add_command(command)


def main(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Runs one command and returns its exit code."""
    try:
        front = Front(read_settings(environment))
    except BadSetting as bad:
        click.echo(str(bad), err=True)
        return 1
    try:
        commands.main(list(arguments), prog_name="app.py", obj=front, standalone_mode=False)
    except click.exceptions.Abort:
        return 1
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except Refusal as refusal:
        click.echo(front.sentence(refusal), err=True)
        if isinstance(refusal, PlanFaults):
            for fault in refusal.faults:
                click.echo("  " + front.fault(fault), err=True)
        return 1
    except StorageUnavailable as away:
        click.echo(front.unavailable(away), err=True)
        return 1
    except OSError as broken:
        click.echo(front.file_fault(broken), err=True)
        return 1
    finally:
        sys.stdout.flush()
    return 0
