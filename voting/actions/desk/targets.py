"""Targets: a department breaks them down into items, an assessor approves them, progress is noted along the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from voting.actions.desk.begin import department_of, open_plan
from voting.actions.desk.evidence import TARGET, About, Upload, attach, received
from voting.actions.desk.figures import inspections_digest, points_of
from voting.actions.journal import record
from voting.domain.plan import Plan
from voting.domain.refusals import PlanFaults, Refusal, msg
from voting.domain.roles import Person, demand, refuse_concerned
from voting.domain.targets import APPROVED, BY_INSPECTION, Item, draft_faults, step, submit_faults
from voting.storage.desk import inspections, targets
from voting.storage.desk.targets import ListRecord, NoteRecord, TargetRecord
from voting.storage.doors import ReadingDoor, WritingDoor
from voting.tools import Tools

MOST_NOTE = 1000


@dataclass(frozen=True)
class Draft:
    """One item as it was typed in; ``id`` is empty for a new one."""

    id: str
    text: str
    cap: str


def save_targets(
    tools: Tools,
    person: Person,
    department: str,
    component: str,
    drafts: Sequence[Draft],
    *,
    submit: bool = False,
    year: int | None = None,
) -> None:
    """Keeps a department's items of one component, and submits them for approval where that is asked for.

    A draft may be incomplete; what is submitted must sum to the component's points exactly.
    """
    demand(person, "plan_targets", department)
    drafts = [Draft(each.id, each.text.strip(), each.cap.strip()) for each in drafts]
    drafts = [each for each in drafts if each.text or each.cap]
    items = [Item(each.text, each.cap) for each in drafts]
    with tools.database.writing() as door:
        plan = open_plan(door, year)
        found = list_in(door, plan, department, component)
        state = step(found.state, "save")
        faults = submit_faults(items, points_of(plan, component)) if submit else draft_faults(items)
        if faults:
            raise PlanFaults("bad_targets", msg("These items cannot be kept as they are."), faults)
        state = step(state, "submit") if submit else state
        submitted = person.name if submit else found.submitted_by
        _keep(door, tools, replace(found, state=state, submitted_by=submitted), drafts)
        _tell(door, tools, person, "targets_submit" if submit else "targets", found, items=len(items))


def approve_targets(tools: Tools, person: Person, department: str, component: str, *, year: int | None = None) -> None:
    """Approves submitted items; an assessor does, and not one of the department itself."""
    demand(person, "approve_targets")
    refuse_concerned(person, department)
    with tools.database.writing() as door:
        plan = open_plan(door, year)
        found = list_in(door, plan, department, component)
        state = step(found.state, "approve")
        items = [Item(each.text, each.cap) for each in items_of(door, found)]
        faults = submit_faults(items, points_of(plan, component))  # the plan may have changed since they were submitted
        if faults:
            raise PlanFaults("bad_targets", msg("These items cannot be approved as they are."), faults)
        targets.save_list(door, replace(found, state=state, reason="", decided_by=person.name))
        _tell(door, tools, person, "targets_approve", found)


def return_targets(
    tools: Tools, person: Person, department: str, component: str, reason: str, *, year: int | None = None
) -> None:
    """Returns items to the department with a reason; approved ones only while nothing of them was inspected."""
    demand(person, "approve_targets")
    refuse_concerned(person, department)
    reason = a_reason(reason)
    with tools.database.writing() as door:
        found = list_in(door, open_plan(door, year), department, component)
        mine = {each.id for each in items_of(door, found)}
        inspected = any(each.target in mine for each in inspections.every(door, found.year))
        state = step(found.state, "return", inspected=inspected)
        targets.save_list(door, replace(found, state=state, reason=reason, decided_by=person.name))
        _tell(door, tools, person, "targets_return", found, reason=reason)


def add_note(
    tools: Tools,
    person: Person,
    target: str,
    progress: str,
    note: str,
    uploads: Sequence[Upload] = (),
    *,
    year: int | None = None,
) -> None:
    """Notes how far an item of the own department is, with what there is to say and to show."""
    note = note.strip()
    if not progress.isascii() or not progress.isdigit() or int(progress) > 100:
        raise Refusal("bad_progress", msg("Progress is a whole number of percent from 0 to 100."))
    if len(note) > MOST_NOTE:
        raise Refusal("long_note", msg("The note is longer than %(most)d characters."), most=MOST_NOTE)
    with received(tools, uploads) as files, tools.database.writing() as door:
        item = find_target(door, open_plan(door, year), target)
        demand(person, "add_material", item.department)
        at = tools.now().isoformat(timespec="seconds")
        made = NoteRecord(tools.new_key(), item.id, at, person.name, int(progress), note)
        targets.add_note(door, made)
        attach(door, files, About(item.year, TARGET, made.id, item.department), person.name)
        told = {"year": item.year, "department": item.department, "target": item.id, "progress": made.progress}
        record(door, tools, person.name, "progress", told | {"files": [each.hash for each in files]})


def list_in(door: ReadingDoor, plan: Plan, department: str, component: str) -> ListRecord:
    """The list of a department of the plan; refuses a department or a component that is not there."""
    department_of(plan, department)
    if component not in BY_INSPECTION:
        raise Refusal("no_such_component", msg("There is no component %(name)s."), name=component)
    return targets.list_of(door, plan.office.year, department, component)


def items_of(door: ReadingDoor, found: ListRecord) -> list[TargetRecord]:
    """The items of a list, in order."""
    key = (found.department, found.component)
    return [each for each in targets.targets(door, found.year) if (each.department, each.component) == key]


def find_target(door: ReadingDoor, plan: Plan, key: str) -> TargetRecord:
    """An item of the year; refuses a key that is none of it."""
    found = targets.target(door, key)
    if found is None or found.year != plan.office.year:
        raise Refusal("no_such_target", msg("There is no such item in this year."))
    return found


def a_reason(text: str) -> str:
    """A reason that was given; refuses an empty or an endless one."""
    text = text.strip()
    if not text:
        raise Refusal("no_reason", msg("Please give a reason."))
    if len(text) > MOST_NOTE:
        raise Refusal("long_reason", msg("The reason is longer than %(most)d characters."), most=MOST_NOTE)
    return text


def fit_targets(door: WritingDoor, tools: Tools, plan: Plan, actor: str) -> None:
    """Makes the lists fit a plan that is loaded again: refuses where submitted items no longer sum to its points.

    What belongs to departments that are gone is dropped, unless it was inspected already.
    """
    year, points = plan.office.year, {component: points_of(plan, component) for component in BY_INSPECTION}
    inspected = {each.target for each in inspections.every(door, year)}
    for found in targets.lists(door, year):
        items = items_of(door, found)
        gone = found.department not in plan.department_ids
        if gone and any(each.id in inspected for each in items):
            raise Refusal(
                "inspected", msg("%(name)s has been inspected and must stay in the plan."), name=found.department
            )
        faults = submit_faults([Item(each.text, each.cap) for each in items], points[found.component])
        if found.state == APPROVED and not gone and faults:
            sentence = msg("The approved items of %(name)s no longer sum to this plan's points. Return them first.")
            raise Refusal("targets_differ", sentence, name=found.department)
    gone_ones = sorted({each.department for each in targets.lists(door, year)} - set(plan.department_ids))
    for department in gone_ones:
        targets.remove_list(door, year, department)
    if gone_ones:
        detail = {"year": year, "removed": gone_ones, "digest": inspections_digest(door, year)}
        record(door, tools, actor, "targets_fit", detail)


def _keep(door: WritingDoor, tools: Tools, found: ListRecord, drafts: Sequence[Draft]) -> None:
    """Replaces the items of a list; those that stay keep their key, and with it their notes."""
    before = {each.id for each in items_of(door, found)}
    strangers = {each.id for each in drafts if each.id} - before
    if strangers or len({each.id for each in drafts if each.id}) < sum(1 for each in drafts if each.id):
        raise Refusal("no_such_target", msg("There is no such item in this year."))
    targets.save_list(door, found)
    noted = {each.target for each in targets.notes(door, found.year, found.department)}
    for gone in sorted(before - {each.id for each in drafts}):
        if gone in noted:
            raise Refusal("has_notes", msg("An item with notes on its progress cannot be removed."))
        targets.remove_target(door, gone)
    key = (found.year, found.department, found.component)
    kept = [
        TargetRecord(each.id or tools.new_key(), *key, position, each.text, each.cap)
        for position, each in enumerate(drafts)
    ]
    targets.save_targets(door, kept)


def _tell(door: WritingDoor, tools: Tools, person: Person, action: str, found: ListRecord, **more: object) -> None:
    told = {"year": found.year, "department": found.department, "component": found.component, **more}
    record(door, tools, person.name, action, told | {"digest": inspections_digest(door, found.year)})
