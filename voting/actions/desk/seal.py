"""Sealing a year: after the notice, by two people. From then on the journal refuses every act that belongs to it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from voting.actions.desk.begin import open_year
from voting.actions.desk.notice import notice_of
from voting.actions.desk.workdays import day_of
from voting.actions.journal import canonical, digest, record
from voting.actions.staff import Witness, confirm
from voting.domain.refusals import Fault, PlanFaults, Refusal, msg
from voting.domain.roles import Person, demand
from voting.storage import journal
from voting.storage.desk import seals
from voting.storage.desk.seals import SealRecord
from voting.storage.doors import ReadingDoor
from voting.storage.journal import Entry
from voting.tools import Tools


def seal_year(tools: Tools, person: Person, witness: Witness | None, *, year: int | None = None) -> str:
    """Seals a year for good, by an organiser and a scrutineer. Returns the journal's head, which its export carries.

    Refuses while anything waits: an open decision, a name, a day of the notice, an objection without an answer.
    """
    demand(person, "seal_year")
    scrutineer = confirm(tools, witness)
    if scrutineer is None or scrutineer == person.name:
        raise Refusal("scrutineer_needed", msg("A year is sealed by two people: it needs a scrutineer's account."))
    today = day_of(tools.now())
    with tools.database.writing() as door:
        home = open_year(door, year)
        waiting = notice_of(door, home, today).waiting
        if seals.find(door, home.year) is None and waiting:
            sentence = msg("The year cannot be sealed yet: %(count)d things are not done.")
            raise PlanFaults("not_done", sentence, waiting, count=len(waiting))
        covered = sealed_digest(door, home.year)
        detail = {"year": home.year, "by": [person.name, scrutineer], "digest": covered}
        head = record(door, tools, person.name, "seal", detail)
        last = journal.last(door)
        assert last is not None
        seals.save(
            door, home.year, SealRecord(person.name, scrutineer, today.isoformat(), covered, last.position, head)
        )
    return head


def sealed_digest(door: ReadingDoor, year: int) -> str:
    """SHA-256 over every row of a year that its seal covers."""
    contents = seals.contents(door, year)
    return digest({table: sorted(canonical(row) for row in rows) for table, rows in contents.items()})


def check_seal(door: ReadingDoor, year: int, entries: Sequence[Entry]) -> list[Fault]:
    """Whether a sealed year is as it was sealed, by its digest and by the journal; and that no seal was taken away."""
    place = str(year)
    told = [entry for entry in entries if entry.action == "seal" and _year(entry) == year]
    kept = seals.find(door, year)
    if kept is None:
        return [Fault(place, msg("the journal says sealed, the year is not"))] if told else []
    if not told or (told[-1].position, told[-1].hash) != (kept.entry, kept.hash):
        return [Fault(place, msg("the year is sealed without an entry in the journal"))]
    if json.loads(told[-1].detail).get("digest") != sealed_digest(door, year) or kept.digest != sealed_digest(
        door, year
    ):
        return [Fault(place, msg("the year was changed after it was sealed"))]
    return []


def _year(entry: Entry) -> object:
    try:
        detail = json.loads(entry.detail)
    except ValueError:
        return None
    return detail.get("year") if isinstance(detail, dict) else None
