"""The check: recomputes everything that must agree, and says in sentences what does not. It never repairs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from voting.actions.counts import final_digest
from voting.actions.desk.claims import NO_CLAIMS, claims_digest
from voting.actions.desk.disqualifications import NO_CASES, cases_digest
from voting.actions.desk.figures import NOTHING_INSPECTED, TOLD_BY_INSPECTIONS, inspections_digest
from voting.actions.desk.seal import check_seal
from voting.actions.entries import entries_digest
from voting.actions.find import Session, find_year, sessions_of
from voting.actions.journal import broken_links
from voting.actions.years import plan_digest
from voting.domain.refusals import Fault, Refusal, msg
from voting.storage import counters, journal, reviews, slips, years
from voting.storage.doors import Database, ReadingDoor
from voting.storage.journal import Entry
from voting.storage.slips import CANCELLED, ISSUED, RETURNED, WHOLE_BALLOT


def check(database: Database) -> list[Fault]:
    """Everything that disagrees, as one fault each; an empty list when all is well."""
    with database.reading() as door:
        return faults_in(door)


def faults_in(door: ReadingDoor) -> list[Fault]:
    """The same within one snapshot or one transaction."""
    entries = journal.every(door)
    faults = broken_links(entries)
    for year in years.every(door):
        faults += _check_entries(door, year, entries)
        faults += check_seal(door, year.year, entries)
        try:
            sessions = sessions_of(door, find_year(door, year.year))
        except (Refusal, KeyError):
            continue  # a plan that cannot be read is not the one that was loaded, which is said already
        for session in sessions:
            faults += _check_slips(door, session)
            faults += _check_counters(door, session)
            faults += _check_digest(door, session, entries)
    return faults


def _details(entries: list[Entry], *actions: str, **wanted: Any) -> list[Mapping[str, Any]]:
    details = [_detail(entry) for entry in entries if entry.action in actions]
    return [detail for detail in details if all(detail.get(key) == value for key, value in wanted.items())]


def _detail(entry: Entry) -> dict[str, Any]:
    """An entry's detail; nothing where somebody has mangled it, which the chain of hashes tells."""
    try:
        detail = json.loads(entry.detail)
    except ValueError:
        return {}
    return detail if isinstance(detail, dict) else {}


def _check_entries(door: ReadingDoor, year: years.YearRecord, entries: list[Entry]) -> list[Fault]:
    """The plan and the points are those the journal knows."""
    faults = []
    loaded = _details(entries, "load", "edit_departments", year=year.year)
    if not loaded or loaded[-1].get("plan") != plan_digest(year.plan):
        faults.append(Fault(str(year.year), msg("the plan is not the one that was loaded")))
    entered = _details(entries, "load", "assess", "points_withdraw", "innovation", year=year.year)
    if not entered or entered[-1].get("digest") != entries_digest(door, year.year):
        faults.append(Fault(str(year.year), msg("points were changed outside the program")))
    inspected = _details(entries, *TOLD_BY_INSPECTIONS, year=year.year)
    told = inspected[-1].get("digest") if inspected else NOTHING_INSPECTED
    if told != inspections_digest(door, year.year):
        faults.append(Fault(str(year.year), msg("targets or inspections were changed outside the program")))
    if _told(entries, year.year, "claims", NO_CLAIMS) != claims_digest(door, year.year):
        faults.append(Fault(str(year.year), msg("claims or their files were changed outside the program")))
    if _told(entries, year.year, "cases", NO_CASES) != cases_digest(door, year.year):
        faults.append(Fault(str(year.year), msg("disqualifications were changed outside the program")))
    return faults


def _told(entries: list[Entry], year: int, key: str, nothing: str) -> str:
    """The digest that the year's last entry with this key tells; of nothing at all where there is none."""
    told = [detail[key] for entry in entries if (detail := _detail(entry)).get("year") == year and key in detail]
    return str(told[-1]) if told else nothing


def _check_slips(door: ReadingDoor, session: Session) -> list[Fault]:
    """Issued = returned + unused, for each group."""
    faults = []
    stored = slips.counts(door, session.key)
    for row in reviews.groups(door, session.key):
        unused, returned = stored.get((row.group, ISSUED), 0), stored.get((row.group, RETURNED), 0)
        place = f"{session.key} {row.group}"
        if row.slips != unused + returned:
            sentence = msg("%(slips)d slips issued, but %(returned)d returned and %(unused)d unused")
            faults.append(Fault(place, sentence, slips=row.slips, returned=returned, unused=unused))
        if row.returned != returned:
            sentence = msg("%(counted)d slips counted as returned, but %(returned)d are")
            faults.append(Fault(place, sentence, counted=row.returned, returned=returned))
    known = {row.group for row in reviews.groups(door, session.key)}
    strangers = sorted({group for group, state in stored if group not in known and state != CANCELLED})
    return faults + [
        Fault(f"{session.key} {group}", msg("slips of a group that does not vote here")) for group in strangers
    ]


def _check_counters(door: ReadingDoor, session: Session) -> list[Fault]:
    """For each group and department the counters sum to the ballots that were counted."""
    sums = counters.sums(door, session.key)
    expected: dict[counters.Cell, int] = {}
    if session.record.state != "annulled":
        spent = slips.spent_counts(door, session.key)
        paper = {row.group: row.paper for row in reviews.groups(door, session.key)}
        for group in session.review.groups:
            for department in session.plan.department_ids:
                whole = spent.get((group, WHOLE_BALLOT), 0) + spent.get((group, department), 0)
                expected[group, department] = whole + paper[group]
    faults = []
    for group, department in sorted(expected.keys() | sums.keys()):
        found, wanted = sums.get((group, department), 0), expected.get((group, department), 0)
        if found != wanted:
            place = f"{session.key} {group} {department}"
            sentence = msg("the counters hold %(found)d ballots, but %(wanted)d were counted")
            faults.append(Fault(place, sentence, found=found, wanted=wanted))
    return faults


def _check_digest(door: ReadingDoor, session: Session, entries: list[Entry]) -> list[Fault]:
    """The final counters are those that were sealed at closing, and a session is closed where the journal says so."""
    closings = _details(entries, "close", review=session.key)
    if session.record.state != "annulled" and _details(entries, "annul", review=session.key):
        return [Fault(session.key, msg("the journal says annulled, the session does not"))]
    if session.record.state != "closed":
        return [Fault(session.key, msg("the journal says closed, the session does not"))] if closings else []
    if not closings:
        return [Fault(session.key, msg("closed without an entry in the journal"))]
    if closings[-1].get("digest") != final_digest(door, session.key):
        return [Fault(session.key, msg("the counters are not those that were sealed at closing"))]
    return []
