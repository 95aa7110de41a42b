"""Moving a whole database to another place or another engine, checked before anything of it is kept."""

from __future__ import annotations

from voting.actions.check import faults_in
from voting.domain.refusals import PlanFaults, Refusal, msg
from voting.storage.copy import CopyDiffers, copy_rows, is_empty
from voting.storage.doors import Database


def copy_database(source: Database, target: Database) -> int:
    """Copies everything as it is at this moment into an empty database, and returns how many rows that were.

    All in one transaction: read back row by row, and checked as ``check`` does. Refuses a source with nothing in it, a
    target with anything in it, and a copy that does not pass. What is written to the source afterwards stays there.
    """
    try:
        with source.reading() as old, target.writing() as new:
            if is_empty(old):
                raise Refusal("nothing_there", msg("There is nothing to copy."))
            if not is_empty(new):
                raise Refusal("not_empty", msg("The database to copy to is not empty. Nothing was copied."))
            copied = copy_rows(old, new)
            faults = faults_in(new)
            if faults:
                raise PlanFaults("check_failed", msg("The copy does not pass the check. Nothing was kept."), faults)
    except CopyDiffers as differs:
        sentence = msg("The copy differs from the original in the table %(table)s. Nothing was kept.")
        raise Refusal("copy_differs", sentence, table=str(differs)) from differs
    target.tidy()
    return copied
