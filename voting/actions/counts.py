"""A session's counts: due, issued, returned, valid, void; quorum; and the digest that seals them at closing."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from voting.actions.find import Session
from voting.actions.journal import digest
from voting.domain.refusals import Fault, msg
from voting.storage import counters, reviews
from voting.storage.doors import ReadingDoor

QUORUM = Fraction(2, 3)  # of all who are due to vote
GROUP_QUORUM = Fraction(1, 2)  # of each group


@dataclass(frozen=True)
class Counts:
    """The counts that are announced, of one group or of all: 应发, 发出, 收回, 有效 (and ``void``, 无效)."""

    due: int
    issued: int
    returned: int
    valid: int
    late_slips: int = 0
    slips: int = 0

    @property
    def void(self) -> int:
        """Ballots returned that do not count."""
        return self.returned - self.valid


def counts_of(door: ReadingDoor, session: Session) -> dict[str, Counts]:
    """The counts of each group, in the order of precedence. A paper ballot counts as issued and returned."""
    stored = {group.group: group for group in reviews.groups(door, session.key)}
    voids = reviews.voids(door, session.key)
    found = {}
    for group, planned in session.review.groups.items():
        row = stored[group]
        void = sum(voids.get(group, {}).values())
        valid = row.returned + row.paper
        found[group] = Counts(
            due=row.slips if session.record.rehearsal else planned.due,
            issued=row.slips + row.paper + void,
            returned=valid + void,
            valid=valid,
            late_slips=row.late_slips,
            slips=row.slips,
        )
    return found


def total_of(counts: dict[str, Counts]) -> Counts:
    """The counts of all groups together."""
    names = ("due", "issued", "returned", "valid", "late_slips", "slips")
    return Counts(**{name: sum(getattr(group, name) for group in counts.values()) for name in names})


def quorum_warnings(door: ReadingDoor, session: Session) -> list[Fault]:
    """Turnout below two thirds overall or one half in a group: one warning each."""
    counts = counts_of(door, session)
    every = total_of(counts)
    warnings = []
    if every.returned < QUORUM * every.due:
        sentence = msg("only %(returned)d of %(due)d ballots are back, less than two thirds")
        warnings.append(Fault(session.review.name, sentence, returned=every.returned, due=every.due))
    for group, row in counts.items():
        if row.returned < GROUP_QUORUM * row.due:
            sentence = msg("only %(returned)d of %(due)d ballots are back, less than one half")
            name = session.plan.group_name(group)
            warnings.append(Fault(name, sentence, returned=row.returned, due=row.due))
    return warnings


def final_digest(door: ReadingDoor, key: str) -> str:
    """SHA-256 over all final counters and counts of a session; the journal keeps it, ``check`` recomputes it."""
    figures = [
        [department, group, mark, n]
        for department, groups in counters.shown(door, key).items()
        for group, marks in groups.items()
        for mark, n in marks.items()
        if n
    ]
    groups = [[row.group, row.slips, row.late_slips, row.returned, row.paper] for row in reviews.groups(door, key)]
    return digest({"counters": figures, "groups": groups, "void": reviews.voids(door, key)})
