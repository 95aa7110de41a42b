"""The JSON documents: a session's result and a year's standing as plain values, ``None`` where nothing may be shown.

Notes are codes beside the figures they explain; the document's own ``notes`` says each in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from voting.actions.counts import Counts
from voting.actions.results import Result
from voting.actions.year_book import YearBook
from voting.domain.release import PublishedDepartment
from voting.domain.standing_view import NOTES, PublishedStanding, PublishedYear
from voting.exports.wording import RESULT_NOTES, place_of, result_notes, sentences, speaker

Document = dict[str, Any]


def result_document(result: Result, language: str = "en") -> Document:
    """What ``result REVIEW --json`` prints. Void ballots are counted by reason, never by group and reason."""
    say = speaker(language)
    departments = [_result_department(row) for row in result.departments]
    counts = {"due": result.total.due, **_counts(result.total), "void": dict(result.void)}
    late = {group: counts.late_slips for group, counts in result.groups.items() if counts.late_slips}
    return {
        "review": result.session.record.id,
        **counts,
        "groups": {group: _counts(counts) for group, counts in result.groups.items()},
        "departments": departments,
        "late_slips": late,
        "warnings": [
            {"about": place_of(fault, say), "sentence": say(fault.sentence, **fault.values)}
            for fault in result.warnings
        ],
        "closed_by": result.closed_by,
        "journal_head": result.journal_head,
        "notes": sentences(_codes(departments), RESULT_NOTES, say),
    }


def standing_document(year: PublishedYear, language: str = "en") -> Document:
    """What ``standing --json`` prints."""
    say = speaker(language)
    departments = [_standing_department(row) for row in year.rows]
    cut = year.shortlist
    return {
        "office": year.plan.office.name,
        "year": year.plan.office.year,
        "departments": departments,
        "shortlist": {"base": cut.base, "places": cut.places, "flag": cut.flag},
        "notes": sentences(_codes(departments), NOTES, say),
    }


def year_document(book: YearBook, language: str = "en") -> Document:
    """What an export writes: the standing, and once the year is sealed the seal with the journal's head."""
    found, seal = standing_document(book.standing, language), book.desk.seal
    if seal is None:
        return found
    sealed = {"day": seal.day, "by": [seal.actor, seal.scrutineer], "journal_head": seal.hash}
    return found | {"journal_head": book.journal[-1].hash, "sealed": sealed}


def _codes(departments: Iterable[Document]) -> list[str]:
    return [code for row in departments for code in row["notes"]]


def _counts(counts: Counts) -> dict[str, int]:
    return {"issued": counts.issued, "returned": counts.returned, "valid": counts.valid, "void": counts.void}


def _result_department(row: PublishedDepartment) -> Document:
    groups = row.groups
    return {
        "id": row.id,
        "score": row.score,
        "exact": None if row.exact is None else str(row.exact),
        "rank": row.rank,
        "marks": None if row.marks is None else dict(row.marks),
        "groups": None if groups is None else {name: dict(vars(group)) for name, group in groups.items()},
        "notes": list(result_notes(row)),
    }


def _standing_department(row: PublishedStanding) -> Document:
    department = row.department
    return {
        "id": department.id,
        "name": department.name,
        "headcount": department.headcount,
        "directly_led": department.directly_led,
        "disqualified": row.disqualified,
        "daily": row.daily,
        "standardisation": row.standardisation,
        "reviews": dict(row.reviews),
        "review": row.review,
        "district_result": row.district_result,
        "honours": row.honours,
        "total": row.total,
        "rank": row.rank,
        "proposed": row.proposed,
        "decided": row.decided,
        "quota": row.quota,
        "exact": None if row.exact is None else dict(row.exact),
        "notes": list(row.notes),
    }
