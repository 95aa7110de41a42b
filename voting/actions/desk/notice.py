"""The public notice: five working days by the office's calendar, and the objections that come in meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voting.actions.desk.begin import open_year
from voting.actions.desk.names import NameList, lists_of
from voting.actions.desk.selection import choosing_of
from voting.actions.desk.workdays import NOTICE_DAYS, day_of, read_calendar, working_days
from voting.actions.find import find_year
from voting.actions.journal import digest, record
from voting.domain.name_lists import DECIDED
from voting.domain.refusals import Fault, PlanFaults, Refusal, msg
from voting.domain.roles import Person, demand
from voting.storage.desk import notices, seals, selections
from voting.storage.desk.notices import NoticeRecord, ObjectionRecord
from voting.storage.desk.seals import SealRecord
from voting.storage.doors import Database, ReadingDoor
from voting.storage.years import YearRecord
from voting.tools import Tools

LONGEST_TEXT = 2000


@dataclass(frozen=True)
class Notice:
    """Where the notice stands. ``days`` are its working days, ``outdated`` says that what it made public changed.

    ``missing`` lists what has to be done before it can start, ``waiting`` what has to be done before the seal.
    """

    calendar: Mapping[str, str]
    start: date | None
    days: tuple[date, ...]
    today: date
    outdated: bool
    objections: tuple[ObjectionRecord, ...]
    missing: list[Fault]
    waiting: list[Fault]
    seal: SealRecord | None

    @property
    def is_over(self) -> bool:
        """Whether the last working day has passed."""
        return bool(self.days) and self.today > self.days[-1]


def notice_of(door: ReadingDoor, home: YearRecord, today: date) -> Notice:
    """Where the notice of a year stands, within one snapshot."""
    kept, calendar = notices.find(door, home.year), notices.calendar(door, home.year)
    lists = lists_of(door, home)
    missing = _missing(door, home, lists)
    objections = tuple(notices.objections(door, home.year))
    start = date.fromisoformat(kept.start) if kept else None
    days = tuple(working_days(start, NOTICE_DAYS, calendar)) if start else ()
    outdated = kept is not None and (bool(missing) or kept.content != _content(door, home, lists))
    waiting = list(missing)
    if kept is None:
        waiting.append(Fault(str(home.year), msg("the public notice has not started")))
    elif outdated:
        waiting.append(Fault(str(home.year), msg("what the notice made public has changed: it has to start anew")))
    elif today <= days[-1]:
        waiting.append(Fault(days[-1].isoformat(), msg("the public notice runs until the end of this day")))
    waiting += [Fault(each.day, msg("an objection is not answered yet")) for each in objections if not each.answer]
    return Notice(calendar, start, days, today, outdated, objections, missing, waiting, seals.find(door, home.year))


def read_notice(database: Database, today: date, year: int | None = None) -> tuple[YearRecord, Notice]:
    """Where the notice of a year stands."""
    with database.reading() as door:
        home = find_year(door, year)
        return home, notice_of(door, home, today)


def set_calendar(tools: Tools, person: Person, off: str, work: str, *, year: int | None = None) -> None:
    """Enters public holidays and made-up working days; without them only weekends are off."""
    demand(person, "set_calendar")
    days = read_calendar(off, work)
    with tools.database.writing() as door:
        home = open_year(door, year)
        notices.save_calendar(door, home.year, days)
        record(door, tools, person.name, "set_calendar", {"year": home.year, "days": days})


def give_notice(tools: Tools, person: Person, start: str, *, year: int | None = None) -> None:
    """Records the first day of the public notice: today or a day to come; everything must be decided before."""
    demand(person, "give_notice")
    try:
        first = date.fromisoformat(start)
    except ValueError:
        raise Refusal("bad_date", msg("Please write a date such as 2026-12-21.")) from None
    today = day_of(tools.now())
    with tools.database.writing() as door:
        home = open_year(door, year)
        lists = lists_of(door, home)
        missing = _missing(door, home, lists)
        if missing:
            sentence = msg("The notice cannot start yet: %(count)d things are not decided.")
            raise PlanFaults("not_decided", sentence, missing, count=len(missing))
        if first < today:
            raise Refusal("bad_date", msg("The notice cannot have started before it was given."))
        if (first - today).days > 60:
            raise Refusal("bad_date", msg("This day is more than 60 days away."))
        content = _content(door, home, lists)
        notices.save(door, home.year, NoticeRecord(first.isoformat(), content, person.name))
        detail = {"year": home.year, "start": first.isoformat(), "content": content}
        record(door, tools, person.name, "give_notice", detail)


def note_objection(tools: Tools, person: Person, about: str, *, year: int | None = None) -> None:
    """Notes an objection: what it says, not who said it."""
    demand(person, "note_objection")
    about = _text(about)
    with tools.database.writing() as door:
        home = open_year(door, year)
        if notices.find(door, home.year) is None:
            raise Refusal("no_notice", msg("The public notice has not started."))
        kept = ObjectionRecord(tools.new_key(), day_of(tools.now()).isoformat(), about)
        notices.add_objection(door, home.year, kept)
        record(door, tools, person.name, "note_objection", {"year": home.year, "id": kept.id, "about": about})


def answer_objection(tools: Tools, person: Person, key: str, answer: str, *, year: int | None = None) -> None:
    """Records what was found and answered to an objection; an answer may be corrected until the seal."""
    demand(person, "answer_objection")
    answer = _text(answer)
    with tools.database.writing() as door:
        home = open_year(door, year)
        if not notices.answer_objection(door, home.year, key, answer):
            raise Refusal("no_such_objection", msg("There is no such objection."))
        record(door, tools, person.name, "answer_objection", {"year": home.year, "id": key, "answer": answer})


def _text(text: str) -> str:
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if not text:
        raise Refusal("no_text", msg("Please write what it is about."))
    if len(text) > LONGEST_TEXT:
        raise Refusal("long_text", msg("This text is too long: %(most)d characters are the most."), most=LONGEST_TEXT)
    return text


def _missing(door: ReadingDoor, home: YearRecord, lists: list[NameList]) -> list[Fault]:
    """What is not decided yet: the excellent departments, and every list of names."""
    if not choosing_of(door, home).in_force:
        return [Fault(str(home.year), msg("the excellent departments are not decided"))]
    faults = []
    for each in lists:
        if each.state != DECIDED or each.stale:
            faults.append(Fault(each.department.name, msg("the names are not decided")))
        elif each.refused:
            sentence = msg("%(names)s lost this year's eligibility: strike the name and decide again")
            faults.append(Fault(each.department.name, sentence, names="、".join(sorted(each.refused))))
    return faults


def _content(door: ReadingDoor, home: YearRecord, lists: list[NameList]) -> str:
    """The digest of what the notice makes public."""
    decision = selections.find(door, home.year, selections.DECISION)
    excellent = list(decision.departments) if decision else []
    names = {each.department.id: [name.name for name in each.standing] for each in lists}
    return digest({"excellent": excellent, "names": names})
