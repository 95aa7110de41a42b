"""Two people: who may confirm what somebody else has written down or decided."""

from __future__ import annotations

from collections.abc import Iterable

from voting.domain.refusals import Refusal, msg
from voting.domain.roles import Person, is_concerned


def check_another(person: Person, before: Iterable[str | None]) -> None:
    """Refuses whoever had a hand in it before: two people means two."""
    if person.name in set(before):
        raise Refusal("same_person", msg("This takes two people: somebody else must do it."))


def check_from_elsewhere(person: Person, department: str) -> None:
    """Refuses a second person who belongs to the department concerned, or to none that is known."""
    if is_concerned(person, department) or person.department is None:
        sentence = msg("The second person must belong to another department, and the account must say to which.")
        raise Refusal("not_from_elsewhere", sentence)
