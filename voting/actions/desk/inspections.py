"""Inspections: recorded on the spot, verified where the inspector belongs to the department, reversed, never edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from voting.actions.desk.begin import open_plan
from voting.actions.desk.evidence import INSPECTION, About, Upload, attach, received
from voting.actions.desk.figures import inspections_digest
from voting.actions.desk.targets import a_reason, find_target, list_in
from voting.actions.desk.workdays import day_of
from voting.actions.journal import record
from voting.domain.inspection import ACTING, KINDS, REFUSED, WAITING, check_reason, read_points
from voting.domain.plan import Plan
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import Person, demand, is_concerned, refuse_concerned
from voting.domain.second_look import check_another, check_from_elsewhere
from voting.domain.targets import APPROVED, plain
from voting.storage.desk import inspections, targets
from voting.storage.desk.inspections import InspectionRecord
from voting.storage.desk.targets import TargetRecord
from voting.storage.doors import ReadingDoor, WritingDoor
from voting.tools import Tools


@dataclass(frozen=True)
class Seen:
    """What an inspector writes down: the item, how and when it was looked at, points given or taken, and why."""

    target: str
    kind: str
    held_on: str
    points: str
    reason: str


@dataclass(frozen=True)
class Recorded:
    """A record that was made: its number, and whether it waits for somebody of another department."""

    number: int
    waits: bool


def record_inspection(
    tools: Tools, person: Person, seen: Seen, uploads: Sequence[Upload] = (), *, year: int | None = None
) -> Recorded:
    """Records one inspection. One about the inspector's own department waits for a second person."""
    demand(person, "inspect")
    with received(tools, uploads) as files, tools.database.writing() as door:
        plan = open_plan(door, year)
        made = checked(door, tools, plan, person, seen)
        item = find_target(door, plan, made.target)
        recorded = add_records(door, tools, person, [made], [each.hash for each in files])[0]
        attach(door, files, About(made.year, INSPECTION, made.id, item.department), person.name)
        return recorded


def checked(door: ReadingDoor, tools: Tools, plan: Plan, person: Person, seen: Seen) -> InspectionRecord:
    """The record that would be made (its number aside); refuses what an inspection cannot be."""
    item = find_target(door, plan, seen.target)
    if list_in(door, plan, item.department, item.component).state != APPROVED:
        raise Refusal("not_approved", msg("The items of this department must be approved before the first inspection."))
    if seen.kind not in KINDS:
        raise Refusal("bad_kind", msg("An inspection is either periodic or a spot check."))
    held_on = _day(tools, plan, seen.held_on)
    points = read_points(seen.points, Fraction(item.cap))
    reason = check_reason(seen.reason, points)
    state = WAITING if is_concerned(person, item.department) else ACTING
    return InspectionRecord(
        tools.new_key(), plan.office.year, 0, item.id, seen.kind, held_on, plain(points), reason,
        person.name, tools.now().isoformat(timespec="seconds"), state,
    )  # fmt: skip


def reverse_inspection(tools: Tools, person: Person, key: str, reason: str, *, year: int | None = None) -> Recorded:
    """Corrects a record by one that reverses it; both then count for nothing."""
    demand(person, "inspect")
    reason = a_reason(reason)
    with tools.database.writing() as door:
        plan = open_plan(door, year)
        wrong, item = find_record(door, plan, key)
        if wrong.reverses:
            raise Refusal("is_reversal", msg("This is a reversal itself. Record the inspection anew instead."))
        if wrong.state != ACTING:
            raise Refusal("not_acting", msg("This record does not count and needs no reversal."))
        others = [each for each in inspections.every(door, plan.office.year) if each.reverses == key]
        if any(each.state != REFUSED for each in others):
            raise Refusal("reversed", msg("This record has been reversed already."))
        state = WAITING if is_concerned(person, item.department) else ACTING
        made = replace(
            wrong, id=tools.new_key(), points=plain(-Fraction(wrong.points)), reason=reason,
            recorded_by=person.name, at=tools.now().isoformat(timespec="seconds"), state=state, verified_by=None,
            reverses=wrong.id,
        )  # fmt: skip
        return add_records(door, tools, person, [made])[0]


def judge_inspection(
    tools: Tools, person: Person, key: str, *, accept: bool, reason: str = "", year: int | None = None
) -> None:
    """The second person's word on a record that waits: it acts from now on, or never does."""
    demand(person, "verify_inspection")
    reason = "" if accept else a_reason(reason)
    with tools.database.writing() as door:
        plan = open_plan(door, year)
        found, item = find_record(door, plan, key)
        check_another(person, (found.recorded_by,))
        check_from_elsewhere(person, item.department)
        if not inspections.judge(door, key, ACTING if accept else REFUSED, person.name):
            raise Refusal("not_waiting", msg("This record does not wait for anybody."))
        told = {"year": found.year, "number": found.number, "department": item.department, "reason": reason}
        action = "inspection_verify" if accept else "inspection_refuse"
        record(door, tools, person.name, action, told | {"digest": inspections_digest(door, found.year)})


def finish_component(
    tools: Tools, person: Person, department: str, component: str, note: str, *, year: int | None = None
) -> None:
    """Declares a component finished: items that nobody inspected count their cap; the note says why."""
    demand(person, "finish_component")
    note = a_reason(note)
    _set_finished(tools, person, department, component, note, year, "component_finish")


def reopen_component(tools: Tools, person: Person, department: str, component: str, *, year: int | None = None) -> None:
    """Takes the declaration back: items that nobody inspected keep the component open again."""
    demand(person, "finish_component")
    _set_finished(tools, person, department, component, None, year, "component_reopen")


def _set_finished(
    tools: Tools, person: Person, department: str, component: str, note: str | None, year: int | None, action: str
) -> None:
    refuse_concerned(person, department)
    with tools.database.writing() as door:
        plan = open_plan(door, year)
        found = list_in(door, plan, department, component)
        if found.state != APPROVED:
            raise Refusal("not_approved", msg("The items of this department are not approved yet."))
        if (note is None) == (found.finished_by is None):
            raise Refusal("wrong_state", msg("This has been done already."))
        by = None if note is None else person.name
        targets.save_list(door, replace(found, finished_by=by, finished_note=note or ""))
        told = {"year": found.year, "department": department, "component": component, "note": note or ""}
        record(door, tools, person.name, action, told | {"digest": inspections_digest(door, found.year)})


def find_record(door: ReadingDoor, plan: Plan, key: str) -> tuple[InspectionRecord, TargetRecord]:
    """A record of the year and its item; refuses a key that is none of it."""
    found = inspections.get(door, key)
    if found is None or found.year != plan.office.year:
        raise Refusal("no_such_inspection", msg("There is no such record in this year."))
    return found, find_target(door, plan, found.target)


def _day(tools: Tools, plan: Plan, text: str) -> str:
    """The day of an inspection: a real one, of the plan's year, and not a coming one."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        sentence = msg("%(date)s is not a date such as %(example)s.")
        raise Refusal("bad_date", sentence, date=text.strip(), example=f"{plan.office.year}-03-18") from None
    if day.year != plan.office.year:
        raise Refusal("bad_date", msg("%(date)s is not in the year %(year)d."), date=str(day), year=plan.office.year)
    if day > day_of(tools.now()):
        raise Refusal("bad_date", msg("%(date)s is still to come."), date=str(day))
    return day.isoformat()


def add_records(
    door: WritingDoor, tools: Tools, person: Person, made: list[InspectionRecord], files: Sequence[str] = ()
) -> list[Recorded]:
    """Numbers checked records, adds them, and tells the journal in one entry, with the hashes of their files."""
    year = made[0].year
    first = inspections.next_number(door, year)
    made = [replace(each, number=number) for number, each in enumerate(made, first)]
    inspections.add(door, made)
    told = [[each.number, each.target, each.points, each.state, each.reverses] for each in made]
    detail = {"year": year, "records": told, "files": list(files), "digest": inspections_digest(door, year)}
    record(door, tools, person.name, "inspection_reverse" if made[0].reverses else "inspection", detail)
    return [Recorded(each.number, each.state == WAITING) for each in made]
