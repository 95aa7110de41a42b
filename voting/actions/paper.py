"""Paper ballots, typed in by tellers: only while nothing can be cast, and joined to the tally at closing.

Entered earlier, an organiser could surround one voter's ballot with paper of his own and read it off the next batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from voting.actions.find import Session, find_session
from voting.actions.journal import COMMAND_LINE, record
from voting.actions.tables import Table, read_table
from voting.domain.ballot import find_faults, mark_of_paper, stored_mark
from voting.domain.plan import ONE_BY_ONE
from voting.domain.refusals import Refusal, msg
from voting.storage import counters, reviews
from voting.storage.doors import WritingDoor
from voting.tools import Tools


@dataclass(frozen=True)
class Entered:
    """What became of the paper: valid ballots, and void ones by reason."""

    valid: int
    void: dict[str, int]


def enter_paper(
    tools: Tools, review_id: str, group: str, text: str, *, year: int | None = None, actor: str = COMMAND_LINE
) -> Entered:
    """Enters a CSV table of paper ballots: one row a ballot, one column a department, a mark or empty (abstain)."""
    return enter_ballots(tools, review_id, group, read_table(text), year=year, actor=actor)


def enter_ballots(
    tools: Tools, review_id: str, group: str, table: Table, *, tellers: Sequence[str] = (), year: int | None = None,
    actor: str = COMMAND_LINE,
) -> Entered:  # fmt: skip
    """Enters paper ballots; all of them or none.

    A ballot that breaks a rule is accepted and counted as void, with the first rule it breaks as the reason. Refuses
    the whole table where its columns are not exactly the departments. ``tellers`` typed it in, one after the other.
    """
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        _check(door, session, group, table)
        more: Counter[tuple[str, str, str]] = Counter()
        void: Counter[str] = Counter()
        for row in table.rows:
            marks = {name: mark_of_paper(cell, session.review.scale) for name, cell in row.items()}
            faults = find_faults(marks, session.plan.department_ids, session.review.scale, session.review.rules)
            if faults:
                void[faults[0].fault] += 1
            else:
                more.update((group, name, stored_mark(mark)) for name, mark in marks.items())
        valid = len(table.rows) - void.total()
        counters.raise_paper(door, session.key, more)
        reviews.raise_paper(door, session.key, group, valid)
        for reason, n in sorted(void.items()):
            reviews.raise_void(door, session.key, group, reason, n)
        reviews.touch(door, session.key)
        detail = {"review": session.key, "group": group, "valid": valid, "void": dict(void)}
        if tellers:
            detail["tellers"] = list(tellers)
        record(door, tools, actor, "paper", detail)
    tools.database.tidy()
    return Entered(valid, dict(void))


def _check(door: WritingDoor, session: Session, group: str, table: Table) -> None:
    if group not in session.review.groups:
        raise Refusal("no_such_group", msg("The group %(name)s has no slips in this session."), name=group)
    states = reviews.departments(door, session.key).values()
    all_closed = session.review.pace == ONE_BY_ONE and session.record.state == "open" and set(states) == {"closed"}
    if session.record.state != "paused" and not all_closed:
        raise Refusal("not_paused", msg("Paper ballots are entered while the session is paused."))
    if not table.rows:
        raise Refusal("empty_table", msg("The table has no rows."))
    if sorted(table.columns) != sorted(session.plan.department_ids):
        wrong = set(table.columns) ^ set(session.plan.department_ids)
        sentence = msg("The columns must be exactly the departments' ids; look at %(wrong)s.")
        raise Refusal("wrong_columns", sentence, wrong=", ".join(sorted(wrong)))
