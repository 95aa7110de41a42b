"""Issuing and cancelling ballot slips. The codes leave this module once, in its answer; only hashes are stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voting.actions.find import Session, find_session
from voting.actions.journal import COMMAND_LINE, record
from voting.actions.staff import Confirmed, Witness, confirm
from voting.domain.codes import hash_code, read_code
from voting.domain.refusals import Refusal, msg, unknown_code
from voting.storage import reviews, slips
from voting.storage.doors import WritingDoor
from voting.tools import Tools

MOST_SLIPS = 200_000


@dataclass(frozen=True)
class IssuedSlip:
    """One slip as it is printed: the group's id and name, and the secret code."""

    group: str
    group_name: str
    code: str


@dataclass(frozen=True)
class Sheet:
    """Slips of one session, in random order over all groups, with what is printed around them."""

    office: str
    review_id: str
    review_name: str
    slips: list[IssuedSlip]


def issue_slips(
    tools: Tools,
    review_id: str,
    *,
    group: str | None = None,
    count: int | None = None,
    year: int | None = None,
    witness: Witness | Confirmed | None = None,
    actor: str = COMMAND_LINE,
    keep: Callable[[Sheet], None] | None = None,
) -> Sheet:
    """Issues the slips of the plan that are not issued yet, or ``count`` more for one group.

    After the session has opened this takes a scrutineer: else an organiser could fill a batch with slips of his own
    around one voter. ``keep`` stores the codes before anything is committed: a code that is issued and not written down
    would be lost. Refuses a session that has ended, an unknown group, and a count without a group.
    """
    if count is not None and (group is None or not 1 <= count <= MOST_SLIPS):
        raise Refusal("bad_count", msg("A number of slips needs a group and must be from 1 to 200000."))
    with tools.database.reading() as door:
        late = bool(find_session(door, review_id, year).record.opened)
    scrutineer = confirm(tools, witness) if late else None
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        if session.record.opened and not late:
            raise Refusal("just_opened", msg("The session has just been opened. Please try again."))
        if session.record.state in ("closed", "annulled"):
            raise Refusal("ended", msg("This session has ended; no more slips are issued."))
        numbers = _how_many(door, session, group, count)
        issued = [draw_codes(door, tools, session, session.key, name, n, late=late) for name, n in numbers.items()]
        reviews.touch(door, session.key)
        detail = {"review": session.key, "slips": numbers, "after_opening": late, "scrutineer": scrutineer}
        record(door, tools, actor, "issue_slips", detail)
        # codes are random, so their order says nothing of groups or of making
        fresh = sorted((slip for of_group in issued for slip in of_group), key=lambda slip: slip.code)
        sheet = Sheet(session.plan.office.name, session.record.id, session.review.name, fresh)
        if keep:
            keep(sheet)
    return sheet


def _how_many(door: WritingDoor, session: Session, group: str | None, count: int | None) -> dict[str, int]:
    if group is not None and group not in session.review.groups:
        raise Refusal("no_such_group", msg("The group %(name)s has no slips in this session."), name=group)
    have = {row.group: row.slips for row in reviews.groups(door, session.key)}
    wanted = [group] if group else list(session.review.groups)
    missing = {name: max(0, session.review.groups[name].slips - have[name]) for name in wanted}
    numbers = {group: count} if group and count else {name: n for name, n in missing.items() if n}
    if not numbers:
        raise Refusal("all_issued", msg("All slips of the plan are issued already."))
    return numbers


def draw_codes(
    door: WritingDoor, tools: Tools, session: Session, key: str, group: str, n: int, *, late: bool = False
) -> list[IssuedSlip]:
    """Draws fresh codes for one group and stores their hashes under the session with this key."""
    codes = [tools.new_code() for _ in range(n)]
    slips.add(door, key, group, (hash_code(code) for code in codes))
    reviews.raise_slips(door, key, group, n, late=late)
    name = session.plan.group_name(group)
    return [IssuedSlip(group, name, code) for code in codes]


def cancel_slips(
    tools: Tools, review_id: str, codes: Sequence[str], *, year: int | None = None, actor: str = COMMAND_LINE
) -> dict[str, int]:
    """Cancels unused slips in hand; all of them or none. Returns how many, by group. They leave the issued count."""
    hashes = [hash_code(code) if (code := read_code(text)) else "" for text in codes]
    return cancel_hashes(tools, review_id, hashes, year=year, actor=actor)


def cancel_hashes(
    tools: Tools, review_id: str, hashes: Sequence[str], *, year: int | None = None, actor: str = COMMAND_LINE
) -> dict[str, int]:
    """``cancel_slips`` for slips whose codes are not at hand, only what the database keeps of them."""
    cancelled: Counter[str] = Counter()
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        if session.record.state in ("closed", "annulled"):
            raise Refusal("ended", msg("This session has ended; its slips stay as they are."))
        for code_hash in dict.fromkeys(hashes):
            slip = slips.find(door, code_hash)
            if slip is None or slip.review != session.key:
                raise unknown_code()
            if not slips.cancel(door, code_hash):
                raise Refusal("used_slip", msg("A slip that was used or cancelled before cannot be cancelled."))
            reviews.raise_slips(door, session.key, slip.group, -1)
            cancelled[slip.group] += 1
        reviews.touch(door, session.key)
        record(door, tools, actor, "cancel_slips", {"review": session.key, "slips": dict(cancelled)})
    return dict(cancelled)


def cancel_all_unused(
    tools: Tools, review_id: str, group: str, *, year: int | None = None, actor: str = COMMAND_LINE
) -> int:
    """Cancels every slip of a group before the session opens: when a print run was lost or printed twice."""
    with tools.database.reading() as door:
        session = find_session(door, review_id, year)
        if session.record.opened:
            raise Refusal("just_opened", msg("After opening, slips are cancelled one by one, with the slip in hand."))
        hashes = slips.issued(door, session.key).get(group, [])
    if not hashes:
        raise Refusal("no_slips", msg("This group has no unused slips."))
    return sum(cancel_hashes(tools, review_id, hashes, year=year, actor=actor).values())
