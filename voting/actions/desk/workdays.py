"""Counting working days: weekends are off unless the office's calendar says otherwise. The office lives in one time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone

from voting.domain.refusals import Fault, Place, PlanFaults, msg

OFFICE_TIME = timezone(timedelta(hours=8))  # China has one time zone and no summer time
OFF, WORK = "off", "work"
NOTICE_DAYS = 5
MOST_DAYS = 60  # in one range; only to catch a slip of the pen
_LINE = {OFF: msg("days off, line %(number)d"), WORK: msg("working days, line %(number)d")}
_RANGE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def day_of(now: datetime) -> date:
    """The office's date at a moment."""
    return now.astimezone(OFFICE_TIME).date()


def is_working(day: date, calendar: Mapping[str, str]) -> bool:
    """Whether people work on a day: by the office's calendar where it names the day, else Monday to Friday."""
    kind = calendar.get(day.isoformat())
    return kind == WORK if kind else day.weekday() < 5


def working_days(start: date, count: int, calendar: Mapping[str, str]) -> list[date]:
    """The first so many working days from a day on, that day included where it is one."""
    found: list[date] = []
    day = start
    for _look in range(366):
        if is_working(day, calendar):
            found.append(day)
        if len(found) == count:
            break
        day += timedelta(days=1)
    return found


def read_calendar(off: str, work: str) -> dict[str, str]:
    """Days off and made-up working days as people write them: a date or a range (``2026-10-01 - 2026-10-07``) a line.

    Every line that is no date is listed; a day that is named as both is one of them.
    """
    days: dict[str, str] = {}
    faults: list[Fault] = []
    for kind, text in ((OFF, off), (WORK, work)):
        named = [day for number, line in enumerate(text.splitlines(), 1) for day in _days(kind, number, line, faults)]
        twice = [day for day in named if days.setdefault(day, kind) != kind]
        faults += [Fault(day, msg("this day is named as a day off and as a working day")) for day in twice]
    if faults:
        sentence = msg("The calendar has %(count)d mistakes; nothing was changed.")
        raise PlanFaults("bad_calendar", sentence, faults, count=len(faults))
    return dict(sorted(days.items()))


def _days(kind: str, number: int, line: str, faults: list[Fault]) -> Iterator[str]:
    if not line.strip():
        return
    parts = _RANGE.findall(line)
    try:
        ends = [date(*map(int, part)) for part in parts]
    except ValueError:
        ends = []
    if not 1 <= len(ends) <= 2 or not timedelta(0) <= ends[-1] - ends[0] <= timedelta(days=MOST_DAYS):
        faults.append(
            Fault(
                Place(_LINE[kind], number=number), msg("%(line)s is not a date or a range of dates"), line=line.strip()
            )
        )
        return
    for more in range((ends[-1] - ends[0]).days + 1):
        yield (ends[0] + timedelta(days=more)).isoformat()
