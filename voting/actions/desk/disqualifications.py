"""Disqualification: alleged by one person, verified or dismissed by another; only what is verified acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from voting.actions.desk.begin import department_of, open_year
from voting.actions.desk.claims import check_day
from voting.actions.desk.verifying import conflict
from voting.actions.find import find_year, plan_of
from voting.actions.journal import digest, record
from voting.domain.disqualifications import (
    ALLEGED,
    CAUSES,
    DISMISSED,
    LONGEST_PERSON,
    LONGEST_TEXT,
    SOURCES,
    VERIFIED,
    WAITING,
    acts,
)
from voting.domain.plan import Department, Plan
from voting.domain.refusals import Fault, Refusal, msg
from voting.domain.roles import Person, demand, is_concerned
from voting.domain.second_look import check_another, check_from_elsewhere
from voting.storage import years
from voting.storage.desk import disqualifications
from voting.storage.desk.disqualifications import AllegationRecord
from voting.storage.doors import Database, ReadingDoor, WritingDoor
from voting.tools import Tools


@dataclass(frozen=True)
class NewAllegation:
    """What somebody writes down. ``person`` may stay empty: the department is what is assessed."""

    department: str
    cause: str
    source: str
    found_on: str
    text: str
    person: str = ""


def cases_digest(door: ReadingDoor, year: int) -> str:
    """SHA-256 over all allegations of a year; the journal keeps it, ``check`` recomputes it."""
    return digest(sorted(list(vars(each).values()) for each in disqualifications.of_year(door, year)))


NO_CASES: Final = digest([])


def allege(tools: Tools, person: Person, new: NewAllegation, *, year: int | None = None) -> str:
    """Writes an allegation down. It acts on nothing until another person has verified it. Returns its id."""
    demand(person, "allege")
    with tools.database.writing() as door:
        home = open_year(door, year)
        department_of(plan_of(home.plan), new.department)
        named, text = " ".join(new.person.split()), new.text.strip()
        if new.cause not in CAUSES or new.source not in SOURCES:
            raise Refusal("bad_request", msg("Please choose what it is about, and how it came to light."))
        if not text:
            raise Refusal("no_text", msg("Please write down what happened."))
        if len(text) > LONGEST_TEXT or len(named) > LONGEST_PERSON:
            raise Refusal("too_long", msg("This text is too long."))
        check_day(new.found_on.strip())
        made = AllegationRecord(
            id=tools.new_key(), year=home.year, department=new.department, person=named, cause=new.cause,
            source=new.source, found_on=new.found_on.strip(), text=text, state=ALLEGED, recorded_by=person.name,
            at=tools.now().isoformat(timespec="seconds"),
        )  # fmt: skip
        disqualifications.add(door, made)
        _note(door, tools, person, "alleged", made)
    return made.id


def decide_allegation(
    tools: Tools, person: Person, allegation_id: str, *, verified: bool, note: str, year: int | None = None
) -> list[Fault]:
    """Verifies or dismisses an allegation that somebody else wrote down, with the reason.

    By somebody of the department concerned it stays undecided until one from another department confirms.
    """
    demand(person, "verify_allegation")
    remark = _reason(note)
    with tools.database.writing() as door:
        plan, found = _found(door, allegation_id, year, ALLEGED)
        check_another(person, (found.recorded_by,))
        concerned = is_concerned(person, found.department)
        verdict = VERIFIED if verified else DISMISSED
        state = WAITING if concerned else verdict
        _settle(door, replace(found, state=state, verdict=verdict, note=remark, decided_by=person.name), ALLEGED)
        _note(door, tools, person, "allegation_decided", found, verdict=verdict, concerned=concerned)
    return [conflict(department_of(plan, found.department).name)] if concerned else []


def confirm_allegation(
    tools: Tools, person: Person, allegation_id: str, *, agrees: bool, note: str = "", year: int | None = None
) -> None:
    """Somebody from another department confirms what one of the department concerned found, or sends it back."""
    demand(person, "confirm_allegation")
    with tools.database.writing() as door:
        _plan, found = _found(door, allegation_id, year, WAITING)
        check_another(person, (found.recorded_by, found.decided_by))
        check_from_elsewhere(person, found.department)
        if agrees:
            settled = replace(found, state=found.verdict, confirmed_by=person.name)
        else:
            settled = replace(found, state=ALLEGED, verdict="", note=_reason(note), decided_by=None)
        _settle(door, settled, WAITING)
        _note(door, tools, person, "allegation_confirmed", found, verdict=found.verdict, agrees=agrees)


def _reason(note: str) -> str:
    if not note.strip():
        raise Refusal("no_reason", msg("Please give the reason."))
    if len(note.strip()) > LONGEST_TEXT:
        raise Refusal("too_long", msg("This text is too long."))
    return note.strip()


def _found(door: WritingDoor, allegation_id: str, year: int | None, state: str) -> tuple[Plan, AllegationRecord]:
    home = open_year(door, year)
    found = disqualifications.find(door, allegation_id)
    if found is None or found.year != home.year:
        raise Refusal("not_found", msg("There is no such record in this year."))
    if found.state != state:
        raise Refusal("wrong_state", msg("This has been decided already, or does not wait for a second person."))
    return plan_of(home.plan), found


def _settle(door: WritingDoor, made: AllegationRecord, before: str) -> None:
    if not disqualifications.settle(door, made, before):
        raise Refusal("wrong_state", msg("This has been decided already, or does not wait for a second person."))


def _note(
    door: WritingDoor, tools: Tools, person: Person, action: str, about: AllegationRecord, **more: object
) -> None:
    """Into the journal, without the person's name: more people read the journal than may see names."""
    detail = {"year": about.year, "case": about.id, "department": about.department, **more}
    detail |= {"cause": about.cause, "source": about.source, "cases": cases_digest(door, about.year)}
    record(door, tools, person.name, action, detail)


@dataclass(frozen=True)
class Case:
    """One allegation as those see it who may: with the person's name, and whether whoever looks is concerned."""

    record: AllegationRecord
    department: Department
    concerned: bool
    mine: bool

    @property
    def would_act(self) -> bool:
        """Whether it disqualifies once it is verified."""
        return acts(self.record.cause, self.record.source)


@dataclass(frozen=True)
class Cases:
    """All allegations of a year, those to be settled first; departments disqualified outside the program by cause."""

    plan: Plan
    open: list[Case]
    settled: list[Case]
    outside: list[tuple[Department, str]]


def read_cases(database: Database, person: Person, year: int | None = None) -> Cases:
    """All allegations of a year, for whoever may see them."""
    demand(person, "see_allegations")
    with database.reading() as door:
        plan = plan_of(find_year(door, year).plan)
        records = disqualifications.of_year(door, plan.office.year)
        outside = years.disqualified(door, plan.office.year)
    departments = {each.id: each for each in plan.departments}
    cases = [
        Case(
            each, departments[each.department], is_concerned(person, each.department),
            person.name in (each.recorded_by, each.decided_by),
        )
        for each in records
        if each.department in departments
    ]  # fmt: skip
    return Cases(
        plan,
        [case for case in cases if case.record.state in (ALLEGED, WAITING)],
        [case for case in reversed(cases) if case.record.state not in (ALLEGED, WAITING)],
        [(departments[key], cause) for key, cause in outside.items() if key in departments],
    )
