"""The command that moves a database."""

from __future__ import annotations

import click

from voting.actions.copy import copy_database
from voting.commands.front import Front
from voting.domain.refusals import Refusal, msg
from voting.storage.engines import POSTGRESQL, SQLITE, open_database, sqlite_path


@click.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.pass_obj
def copy_command(front: Front, source: str, target: str) -> None:
    """Copy a database to another place or engine: a file, sqlite:///FILE or postgresql://USER@HOST:PORT/NAME.

    Stop the servers first: what is counted in FROM afterwards is not in TO.
    """
    old, new = _address(source), _address(target)
    path = sqlite_path(old)
    if path is not None and not path.is_file():  # opening it would make it
        raise Refusal("no_such_file", msg("There is no database %(name)s."), name=str(path))
    copied = copy_database(open_database(old), open_database(new))
    front.echo(msg("%(rows)d rows copied; the check of the copy passes."), rows=copied)
    front.echo(msg("Files of evidence are not in a database: copy their folder as well (setting FILES)."))


def _address(text: str) -> str:
    """The URL of a database; a plain name is a SQLite file."""
    return text if text.startswith((SQLITE, POSTGRESQL)) else f"{SQLITE}{text}"


COMMANDS = (copy_command,)
