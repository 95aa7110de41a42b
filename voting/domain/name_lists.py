"""The list of advanced workers of a department: five steps, and what each step may do to it.

组织科 sets the number, the department submits names, the leader in charge consents, 组织科 examines, 党工委 decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence, Set

from voting.domain.refusals import Refusal, msg

NUMBERED, SUBMITTED, CONSENTED, EXAMINED, DECIDED = "numbered", "submitted", "consented", "examined", "decided"
STATES = (NUMBERED, SUBMITTED, CONSENTED, EXAMINED, DECIDED)
STEPS = (
    (NUMBERED, "organisation", msg("The Organisation Section sets the number")),
    (SUBMITTED, "department", msg("The department submits names")),
    (CONSENTED, "leader", msg("The leader in charge consents")),
    (EXAMINED, "organisation", msg("The Organisation Section examines")),
    (DECIDED, "committee", msg("The Party Working Committee decides")),
)
"""The five steps: the state a list is in when the step is done, whose step it is, and its name."""
LONGEST_NAME = 40


def steps_of(state: str | None) -> list[tuple[str, str, str]]:
    """The five steps with ``done``, ``now`` or ``later`` and their names; ``state`` None: nothing has begun."""
    at = -1 if state is None else STATES.index(state)
    words = ["done" if number <= at else "now" if number == at + 1 else "later" for number in range(len(STEPS))]
    return [(word, role, name) for word, (_state, role, name) in zip(words, STEPS, strict=True)]


def expect(state: str | None, wanted: str) -> None:
    """Refuses a step that is not the next one of a list."""
    if state != wanted:
        raise Refusal("wrong_state", msg("This list is not at this step (any more). Please reload the page."))


def read_names(text: str) -> list[str]:
    """Names as people write them: one a line, or with commas; spaces around and inside a Chinese name do not count."""
    for mark in "\n,，、;；":
        text = text.replace(mark, "\n")
    return [name for line in text.split("\n") if (name := plain(line))]


def plain(name: str) -> str:
    """A name as it is compared: in one form of letters, without spaces between Chinese characters."""
    words = unicodedata.normalize("NFKC", name).split()
    chinese = all("\u2e80" <= letter <= "\u9fff" or letter == "·" for word in words for letter in word)
    return ("" if chinese else " ").join(words)


def check_names(names: Sequence[str], places: int, disqualified: Set[str]) -> None:
    """Refuses more names than places, a name given twice, one too long, and a person who is disqualified."""
    if len(names) > places:
        sentence = msg("%(count)d names are more than the %(places)d places of this department.")
        raise Refusal("too_many_names", sentence, count=len(names), places=places)
    for name in names:
        if len(name) > LONGEST_NAME or not name.isprintable():
            raise Refusal("bad_name", msg("%(name)s is not a name."), name=name[:LONGEST_NAME])
        if names.count(name) > 1:
            raise Refusal("doubled_name", msg("%(name)s is named twice."), name=name)
    refuse_disqualified(names, disqualified)


def refuse_disqualified(names: Iterable[str], disqualified: Set[str]) -> None:
    """Refuses a list that still names a person who lost this year's eligibility."""
    for name in names:
        if name in disqualified:
            sentence = msg("%(name)s is disqualified this year and cannot be an advanced worker.")
            raise Refusal("disqualified_person", sentence, name=name)


def check_strikes(standing: Iterable[str], strikes: Mapping[str, str]) -> dict[str, str]:
    """Names to strike, by id, each with its reason; refuses one that is not there or has no reason."""
    there = set(standing)
    reasons = {key: " ".join(reason.split()) for key, reason in strikes.items()}
    for key, reason in reasons.items():
        if key not in there:
            raise Refusal("no_such_name", msg("This name is not on the list any more. Please reload the page."))
        if not reason:
            raise Refusal("reason_needed", msg("Please write the reason for each name that is struck."))
        if len(reason) > 200:
            raise Refusal("long_text", msg("This text is too long: %(most)d characters are the most."), most=200)
    return reasons
