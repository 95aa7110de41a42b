"""Advanced workers: five steps for each department, from the number of places to the names that are decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voting.actions.desk.begin import department_of, open_year
from voting.actions.find import find_year, plan_of
from voting.actions.journal import record
from voting.actions.standing import exact_standing
from voting.domain.name_lists import (
    CONSENTED,
    DECIDED,
    EXAMINED,
    NUMBERED,
    SUBMITTED,
    check_names,
    check_strikes,
    expect,
    plain,
    read_names,
    refuse_disqualified,
)
from voting.domain.plan import Department
from voting.domain.refusals import Refusal, msg
from voting.domain.roles import OF_A_DEPARTMENT, Person, demand
from voting.storage.desk import disqualifications, name_lists
from voting.storage.desk.name_lists import ListRecord, NomineeRecord
from voting.storage.doors import Database, ReadingDoor, WritingDoor
from voting.storage.years import YearRecord
from voting.tools import Tools

LONGEST_REMARK = 500


@dataclass(frozen=True)
class NameList:
    """One department's list: its places (None before a decision), its step, its names.

    ``refused`` names those on it who lost this year's eligibility since; ``stale`` says that the number of places is
    no longer the one the list was made for.
    """

    department: Department
    quota: int | None
    excellent: bool | None
    places: int | None
    state: str | None
    remark: str
    names: tuple[NomineeRecord, ...]
    refused: frozenset[str]
    stale: bool

    @property
    def standing(self) -> tuple[NomineeRecord, ...]:
        """The names that were not struck."""
        return tuple(name for name in self.names if not name.struck)


def lists_of(door: ReadingDoor, home: YearRecord) -> list[NameList]:
    """The lists of all departments in the plan's order, within one snapshot."""
    year, _closed = exact_standing(door, home)
    kept, names, lost = name_lists.lists(door, home.year), name_lists.names(door, home.year), _lost(door, home.year)
    found = []
    for row in year.rows:
        key = row.department.id
        record_ = kept.get(key)
        final = row.decided is not None
        entered = tuple(names.get(key, ()))
        found.append(
            NameList(
                department=row.department,
                quota=row.quota,
                excellent=row.decided,
                places=record_.places if record_ else None,
                state=record_.state if record_ else None,
                remark=record_.remark if record_ else "",
                names=entered,
                refused=frozenset(each.name for each in entered if not each.struck and each.name in lost.get(key, ())),
                stale=record_ is not None and (not final or record_.places != row.quota),
            )
        )
    return found


def read_lists(database: Database, person: Person, year: int | None = None) -> tuple[YearRecord, list[NameList]]:
    """The lists that a person may see: all of them, or their own department's."""
    with database.reading() as door:
        home = find_year(door, year)
        found = lists_of(door, home)
    if person.role in OF_A_DEPARTMENT:
        found = [each for each in found if each.department.id == person.department]
    return home, found


def send_numbers(tools: Tools, person: Person, *, year: int | None = None) -> dict[str, int]:
    """组织科 sets the number of each department, which is its final quota. Sent anew after a new decision.

    A list whose number stays as it was goes on where it stands; one whose number changed begins again with its names.
    """
    demand(person, "send_numbers")
    with tools.database.writing() as door:
        home = open_year(door, year)
        kept = name_lists.lists(door, home.year)
        numbers = {key: places for key, places in _final_quotas(door, home).items() if places is not None}
        new = [key for key, places in numbers.items() if key not in kept or kept[key].places != places]
        if not new:
            raise Refusal("nothing_new", msg("Every department has its number already."))
        name_lists.save_lists(door, home.year, [ListRecord(key, numbers[key], NUMBERED) for key in new])
        record(door, tools, person.name, "send_numbers", {"year": home.year, "numbers": numbers})
    return numbers


def submit_names(tools: Tools, person: Person, department: str, text: str, *, year: int | None = None) -> None:
    """The department submits its names: at most as many as it has places, nobody who is disqualified.

    An empty text with nothing on it puts nobody forward; a list that was sent back is submitted again.
    """
    demand(person, "submit_names", department)
    with tools.database.writing() as door:
        home, found = _list(door, department, NUMBERED, year)
        names = read_names(text)
        check_names(names, found.places, _lost(door, home.year).get(department, frozenset()))
        records = [NomineeRecord(tools.new_key(), department, at, name) for at, name in enumerate(names, 1)]
        name_lists.replace_names(door, home.year, department, records)
        name_lists.save_lists(door, home.year, [ListRecord(department, found.places, SUBMITTED)])
        detail = {"year": home.year, "department": department, "names": names}
        record(door, tools, person.name, "submit_names", detail)


def consent_to_names(tools: Tools, person: Person, department: str, *, year: int | None = None) -> None:
    """The leader in charge consents to the names of a department."""
    demand(person, "consent_to_names", department)
    with tools.database.writing() as door:
        home, found = _list(door, department, SUBMITTED, year)
        refuse_disqualified(_standing(door, home, department), _lost(door, home.year).get(department, frozenset()))
        name_lists.save_lists(door, home.year, [ListRecord(department, found.places, CONSENTED)])
        record(door, tools, person.name, "consent_to_names", {"year": home.year, "department": department})


def send_names_back(tools: Tools, person: Person, department: str, reason: str, *, year: int | None = None) -> None:
    """Sends a list back to its department, with the reason: the leader in charge before consenting, or 组织科 after."""
    by_leader = person.role in OF_A_DEPARTMENT
    demand(person, "consent_to_names" if by_leader else "examine_names", department)
    reason = " ".join(reason.split())
    if not 0 < len(reason) <= LONGEST_REMARK:
        raise Refusal("reason_needed", msg("Please write the reason, in at most 500 characters."))
    with tools.database.writing() as door:
        home, found = _list(door, department, SUBMITTED if by_leader else CONSENTED, year)
        name_lists.save_lists(door, home.year, [ListRecord(department, found.places, NUMBERED, reason)])
        detail = {"year": home.year, "department": department, "reason": reason}
        record(door, tools, person.name, "send_names_back", detail)


def examine_names(
    tools: Tools, person: Person, department: str, strikes: Mapping[str, str], *, year: int | None = None
) -> None:
    """组织科 examines a list; it may strike names, each with a reason. Nobody disqualified may be left on it."""
    demand(person, "examine_names", department)
    with tools.database.writing() as door:
        home, found = _list(door, department, CONSENTED, year)
        reasons = _strike(door, home, department, strikes)
        name_lists.save_lists(door, home.year, [ListRecord(department, found.places, EXAMINED)])
        detail = {"year": home.year, "department": department, "struck": reasons}
        record(door, tools, person.name, "examine_names", detail)


def decide_names(
    tools: Tools, person: Person, departments: Iterable[str], *, year: int | None = None
) -> tuple[str, ...]:
    """党工委 decides the lists of these departments as they were examined."""
    demand(person, "decide_names")
    with tools.database.writing() as door:
        home = open_year(door, year)
        kept, quotas, lost = name_lists.lists(door, home.year), _final_quotas(door, home), _lost(door, home.year)
        decided = {}
        for department in dict.fromkeys(departments):
            found = _at(EXAMINED, department, kept, quotas)
            decided[department] = _standing(door, home, department)
            refuse_disqualified(decided[department], lost.get(department, frozenset()))
            name_lists.save_lists(door, home.year, [ListRecord(department, found.places, DECIDED)])
        if not decided:
            raise Refusal("nothing_chosen", msg("Please choose at least one department."))
        record(door, tools, person.name, "decide_names", {"year": home.year, "names": decided})
    return tuple(decided)


def strike_later(
    tools: Tools, person: Person, department: str, strikes: Mapping[str, str], *, year: int | None = None
) -> None:
    """Strikes names from a list that was examined or decided already: somebody lost the eligibility since."""
    demand(person, "examine_names", department)
    with tools.database.writing() as door:
        home = open_year(door, year)
        found = name_lists.lists(door, home.year).get(department)
        if found is None or found.state not in (EXAMINED, DECIDED):
            expect(found.state if found else None, EXAMINED)
        reasons = _strike(door, home, department, strikes)
        if not reasons or found is None:
            raise Refusal("nothing_chosen", msg("Please write the reason for each name that is struck."))
        name_lists.save_lists(door, home.year, [ListRecord(department, found.places, EXAMINED)])
        detail = {"year": home.year, "department": department, "struck": reasons}
        record(door, tools, person.name, "strike_names", detail)


def _strike(door: WritingDoor, home: YearRecord, department: str, strikes: Mapping[str, str]) -> dict[str, str]:
    """Strikes names by id and returns the reasons by name."""
    names = {each.id: each.name for each in name_lists.names(door, home.year).get(department, []) if not each.struck}
    reasons = check_strikes(names, strikes)
    name_lists.strike(door, home.year, department, reasons)
    refuse_disqualified(_standing(door, home, department), _lost(door, home.year).get(department, frozenset()))
    return {names[key]: reason for key, reason in reasons.items()}


def _standing(door: ReadingDoor, home: YearRecord, department: str) -> list[str]:
    return [each.name for each in name_lists.names(door, home.year).get(department, []) if not each.struck]


def _list(door: WritingDoor, department: str, state: str, year: int | None) -> tuple[YearRecord, ListRecord]:
    """The list of a department that is at this step; refuses where a decision or its number is missing or old."""
    home = open_year(door, year)
    department_of(plan_of(home.plan), department)
    return home, _at(state, department, name_lists.lists(door, home.year), _final_quotas(door, home))


def _at(state: str, department: str, kept: Mapping[str, ListRecord], quotas: Mapping[str, int | None]) -> ListRecord:
    found = kept.get(department)
    expect(found.state if found else None, state)
    if found is None or found.places != quotas.get(department):
        raise Refusal("old_number", msg("The decision changed the number of places. It has to be sent anew first."))
    return found


def _final_quotas(door: ReadingDoor, home: YearRecord) -> dict[str, int | None]:
    """The number of places of each department; refuses while no decision stands."""
    rows = exact_standing(door, home)[0].rows
    if any(row.decided is None for row in rows):
        sentence = msg("There is no decision that stands: the number of places is not final yet.")
        raise Refusal("no_decision", sentence)
    return {row.department.id: row.quota for row in rows}


def _lost(door: ReadingDoor, year: int) -> dict[str, frozenset[str]]:
    """The persons who lost this year's eligibility, by department."""
    found: dict[str, set[str]] = {}
    for department, name in disqualifications.persons(door, year):
        found.setdefault(department, set()).add(plain(name))
    return {department: frozenset(names) for department, names in found.items()}
