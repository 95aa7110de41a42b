"""Five working days: weekends are off, public holidays and made-up working days come from the office's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from voting.actions.desk.workdays import day_of, read_calendar, working_days
from voting.domain.refusals import PlanFaults


def days(text):
    return [date.fromisoformat(f"2026-{day}") for day in text.split()]


@pytest.mark.parametrize(
    ("start", "off", "work", "wanted"),
    [
        ("2026-12-21", "", "", "12-21 12-22 12-23 12-24 12-25"),  # Monday to Friday
        ("2026-12-23", "", "", "12-23 12-24 12-25 12-28 12-29"),  # over a weekend
        ("2026-12-19", "", "", "12-21 12-22 12-23 12-24 12-25"),  # given on a Saturday: counts from Monday
        ("2026-12-21", "2026-12-25", "", "12-21 12-22 12-23 12-24 12-28"),
        ("2026-12-23", "", "2026-12-26", "12-23 12-24 12-25 12-26 12-28"),  # a Saturday that is made up
        ("2026-09-28", "2026-10-01 - 2026-10-07", "2026-10-10", "09-28 09-29 09-30 10-08 10-09"),
        ("2026-09-30", "2026.10.1~2026.10.7", "2026年10月10日", "09-30 10-08 10-09 10-10 10-12"),
    ],
)
def test_five_working_days(start, off, work, wanted):
    assert working_days(date.fromisoformat(start), 5, read_calendar(off, work)) == days(wanted)


def test_a_calendar_lists_every_mistake_and_a_day_that_is_both():
    with pytest.raises(PlanFaults) as refused:
        read_calendar("2026-10-01\n国庆\n2026-02-30\n2026-10-07 - 2026-10-01\n2026-01-01 - 2026-12-31", "2026-10-01")
    lines = [f"days off, line {number}" for number in (2, 3, 4, 5)]
    assert [str(fault).split(":")[0] for fault in refused.value.faults] == [*lines, "2026-10-01"]


def test_a_day_named_twice_and_empty_lines_are_no_mistake():
    assert read_calendar("\n2026-10-01\n 2026-10-01 国庆\n", "") == {"2026-10-01": "off"}


def test_a_year_without_working_days_ends_the_count():
    calendar = {date.fromordinal(date(2026, 1, 1).toordinal() + at).isoformat(): "off" for at in range(400)}
    assert working_days(date(2026, 1, 1), 5, calendar) == []


def test_the_office_s_day_begins_at_midnight_in_china():
    assert day_of(datetime(2026, 12, 20, 15, 59, tzinfo=UTC)) == date(2026, 12, 20)
    assert day_of(datetime(2026, 12, 20, 16, 0, tzinfo=UTC)) == date(2026, 12, 21)
