"""Words that several documents share, and the language in which they are said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from voting import texts
from voting.actions.journal import COMMAND_LINE
from voting.domain.plan import Review, Scoring
from voting.domain.refusals import Fault, msg
from voting.domain.release import PublishedDepartment
from voting.domain.scales import GradeScale, Scale
from voting.domain.standing_view import NOTES, PublishedStanding

Ranked = TypeVar("Ranked", PublishedDepartment, PublishedStanding)

Say = Callable[..., str]
"""Says a sentence of the program in one language: ``say(sentence, **values)``."""

VOID_REASONS = {
    "missing": msg("a department missing"),
    "unknown_department": msg("an unknown department"),
    "out_of_range": msg("a mark off the scale"),
    "over_excellent_cap": msg("too many top marks"),
    "all_same": msg("the same mark for all"),
}
RESULT_NOTES = {
    "too_few": NOTES["too_few"],
    "hidden": NOTES["hidden"],
    "left_out": msg("a group without enough marks is left out, the others weigh as much more"),
}
COMPONENT_NAMES = {
    "daily": msg("Daily work"),
    "standardisation": msg("Standardisation"),
    "review": msg("Review"),
    "district_result": msg("District result"),
    "honours": msg("Honours"),
}
BAND_NAMES = {"below_60": "< 60 %", "60_79": "60–79 %", "80_89": "80–89 %", "from_90": "≥ 90 %"}


def by_rank(rows: Iterable[Ranked]) -> list[Ranked]:
    """Rows by rank, equals and those without one in the order they came in."""
    return sorted(rows, key=lambda row: (row.rank is None, row.rank or 0))


def speaker(language: str) -> Say:
    """Everything said through it is said in this language."""

    def say(sentence: str, **values: Any) -> str:
        return texts.say(language, sentence, values)

    return say


def place_of(fault: Fault, say: Say) -> str:
    """Where a mistake stands, in words."""
    return say(fault.place.words, **fault.place.values)


def fault_line(fault: Fault, say: Say) -> str:
    """A mistake or a warning on one line: where it stands, and what is wrong."""
    return say(msg("%(place)s: %(fault)s"), place=place_of(fault, say), fault=say(fault.sentence, **fault.values))


def void_reason(code: str, say: Say) -> str:
    """Why a ballot is void; a reason without a sentence keeps its code."""
    return say(VOID_REASONS[code]) if code in VOID_REASONS else code


def mark_names(scale: Scale) -> dict[str, str]:
    """The columns of a published distribution and how people call them."""
    if isinstance(scale, GradeScale):
        return {grade.id: grade.name for grade in scale.grades}
    return {bucket: BAND_NAMES[bucket] for bucket in scale.buckets}


def result_notes(row: PublishedDepartment) -> tuple[str, ...]:
    """What is to be said of a department's figures in a closed session, as codes of ``RESULT_NOTES``.

    They say what kind of figure is missing, never which group is small or of one mind: that is its members' marks.
    """
    if row.score is None:
        return ("too_few",)
    if row.groups is None:
        return ("hidden",)
    return ("left_out",) if row.left_out else ()


def sentences(codes: Iterable[str], known: dict[str, str], say: Say) -> dict[str, str]:
    """The sentence of each code that occurs, in the order of the table of codes."""
    occurring = set(codes)
    return {code: say(sentence) for code, sentence in known.items() if code in occurring}


def people(names: str, say: Say) -> str:
    """Names as the journal has them; the command line, where nobody signs in, in the reader's words."""
    return " + ".join(say(msg("command line")) if name == COMMAND_LINE else name for name in names.split(" + "))


def closed_by(names: str, say: Say) -> str:
    """Who closed a session. One person alone is said to be one: two are the rule where there is a scrutineer."""
    if " + " in names:
        return say(msg("Closed by %(names)s"), names=people(names, say))
    return say(msg("Closed by one person (%(name)s)"), name=people(names, say) if names else "?")


def in_blocks(digest: str) -> str:
    """A hash in groups of eight, so that two people can compare it aloud."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def version_line(number: int, check: str, address: str, say: Say) -> str:
    """The line on a printed page that says which version it is and where to see whether it still holds."""
    sentence = msg("Version %(number)d · check number %(check)s · whether it still holds: %(address)s")
    return say(sentence, number=number, check=check, address=address)


def method(review: Review, scoring: Scoring, say: Say) -> list[str]:
    """How the session's score is made, in sentences."""
    if scoring.aggregation == "pooled":
        lines = [say(msg("Score: the mean of all marks, one person, one vote."))]
    else:
        lines = [say(msg("Score: the mean of each group by its weight; a group without marks is left out."))]
    if scoring.trim == "one_each_above_5":
        lines.append(say(msg("Where more than five of a group rated, a highest and a lowest mark are dropped.")))
    lines.append(scale_line(review.scale, say))
    lines.append(say(msg("Abstentions do not count. Figures are exact to the end and rounded half-up when shown.")))
    return lines


def scale_line(scale: Scale, say: Say) -> str:
    """The scale in one line: its grades with their points, or its range."""
    if isinstance(scale, GradeScale):
        grades = say(msg(", ")).join(f"{grade.name} {number(float(grade.points))}" for grade in scale.grades)
        return say(msg("Marks: %(grades)s."), grades=grades)
    sentence = msg("Marks: whole points from %(minimum)d to %(maximum)d.")
    return say(sentence, minimum=scale.minimum, maximum=scale.maximum)


def number(value: float) -> str:
    """A setting as people write it: 40, 0.4."""
    return f"{value:.6f}".rstrip("0").rstrip(".")
