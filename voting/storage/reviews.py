"""Review sessions: their state, their departments and their groups' counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voting.storage.doors import ReadingDoor, WritingDoor

COLUMNS = "key, year, id, plan_id, state, opened, revision, speaking, screen_key, closing_by, closed_by, rehearsal"


@dataclass(frozen=True)
class ReviewRecord:
    """One session as stored. ``plan_id`` names its settings in the plan: a repetition keeps those of its original.

    ``revision`` rises with every change that anyone may see; ``closing_by`` is the organiser who asked to close. A
    ``rehearsal`` is a copy to try things with: it counts for nothing and is thrown away.
    """

    key: str
    year: int
    id: str
    plan_id: str
    state: str
    opened: int
    revision: int
    speaking: str | None
    screen_key: str
    closing_by: str | None
    closed_by: str | None
    rehearsal: int = 0


@dataclass(frozen=True)
class GroupCount:
    """One group's counts in a session: slips not cancelled, those issued after opening, slips returned, valid paper."""

    group: str
    slips: int
    late_slips: int
    returned: int
    paper: int


@dataclass(frozen=True)
class NewReview:
    """A session to be added; it waits until it is opened."""

    year: int
    id: str
    plan_id: str
    position: int
    screen_key: str
    departments: Sequence[str]
    groups: Sequence[str]
    rehearsal: bool = False


def add(door: WritingDoor, review: NewReview) -> str:
    """Adds a waiting session with its departments and groups, and returns its key."""
    key = f"{review.year}/{review.id}"
    door.change(
        "INSERT INTO review (key, year, id, plan_id, position, state, screen_key, rehearsal)"
        " VALUES (:key, :year, :id, :plan_id, :position, 'waiting', :screen_key, :rehearsal)",
        key=key, year=review.year, id=review.id, plan_id=review.plan_id, position=review.position,
        screen_key=review.screen_key, rehearsal=int(review.rehearsal),
    )  # fmt: skip
    door.change_each(
        "INSERT INTO review_department (review, department, position, state)"
        " VALUES (:review, :department, :at, 'waiting')",
        [{"review": key, "department": department, "at": at} for at, department in enumerate(review.departments)],
    )
    door.change_each(
        "INSERT INTO review_group (review, grp) VALUES (:review, :grp)",
        [{"review": key, "grp": group} for group in review.groups],
    )
    return key


def of_year(door: ReadingDoor, year: int) -> list[ReviewRecord]:
    """The sessions of a year, in the plan's order, repetitions after their originals."""
    rows = door.rows(f"SELECT {COLUMNS} FROM review WHERE year = :year ORDER BY position, key", year=year)
    return [ReviewRecord(**row) for row in rows]


def with_id(door: ReadingDoor, review_id: str) -> list[ReviewRecord]:
    """The sessions of all years that carry this id, newest year first."""
    rows = door.rows(f"SELECT {COLUMNS} FROM review WHERE id = :id ORDER BY year DESC", id=review_id)
    return [ReviewRecord(**row) for row in rows]


def get(door: ReadingDoor, key: str) -> ReviewRecord | None:
    """The session with this key, None where there is none."""
    rows = door.rows(f"SELECT {COLUMNS} FROM review WHERE key = :key", key=key)
    return ReviewRecord(**rows[0]) if rows else None


def revisions(door: ReadingDoor) -> dict[str, int]:
    """How often each session has changed, by key: all a watcher needs to know whether to look closer."""
    return {row["key"]: row["revision"] for row in door.rows("SELECT key, revision FROM review ORDER BY key")}


def touch_open(door: WritingDoor, key: str) -> bool:
    """Raises the revision of an open session and locks it against closing; False where it is not open (any more)."""
    return door.change("UPDATE review SET revision = revision + 1 WHERE key = :key AND state = 'open'", key=key) == 1


def touch(door: WritingDoor, key: str) -> None:
    """Raises the revision of a session: something anyone may see has changed."""
    door.change("UPDATE review SET revision = revision + 1 WHERE key = :key", key=key)


def change_state(door: WritingDoor, key: str, *, to: str, came_from: tuple[str, ...]) -> bool:
    """Moves a session to another state if it is in one of those it may come from; the row count decides races."""
    allowed = ", ".join(f"'{state}'" for state in came_from)
    changed = door.change(
        "UPDATE review SET state = :state, revision = revision + 1,"
        " opened = CASE WHEN :state = 'open' THEN 1 ELSE opened END"
        f" WHERE key = :key AND state IN ({allowed})",
        key=key, state=to,
    )  # fmt: skip
    return changed == 1


def set_closing(door: WritingDoor, key: str, organiser: str | None) -> None:
    """Notes who asked to close the session, None to take it back."""
    door.change("UPDATE review SET closing_by = :organiser WHERE key = :key", key=key, organiser=organiser)


def set_closed_by(door: WritingDoor, key: str, names: str) -> None:
    """Notes who closed the session."""
    door.change("UPDATE review SET closed_by = :names, speaking = NULL WHERE key = :key", key=key, names=names)


def set_speaking(door: WritingDoor, key: str, department: str | None) -> None:
    """Notes which department is speaking."""
    door.change("UPDATE review SET speaking = :department WHERE key = :key", key=key, department=department)


def departments(door: ReadingDoor, key: str) -> dict[str, str]:
    """The state of each department in the session (waiting, open, closed), in the plan's order."""
    rows = door.rows(
        "SELECT department, state FROM review_department WHERE review = :key ORDER BY position, department", key=key
    )
    return {row["department"]: row["state"] for row in rows}


def change_department(door: WritingDoor, key: str, department: str, *, to: str, came_from: tuple[str, ...]) -> bool:
    """Moves one department of a session to another state if it is in one of those it may come from."""
    allowed = ", ".join(f"'{state}'" for state in came_from)
    changed = door.change(
        "UPDATE review_department SET state = :state"
        f" WHERE review = :key AND department = :department AND state IN ({allowed})",
        key=key, department=department, state=to,
    )  # fmt: skip
    return changed == 1


def close_departments(door: WritingDoor, key: str) -> None:
    """Closes whatever is left of a session's departments."""
    door.change("UPDATE review_department SET state = 'closed' WHERE review = :key", key=key)


def groups(door: ReadingDoor, key: str) -> list[GroupCount]:
    """The counts of each group that votes in the session."""
    rows = door.rows(
        'SELECT grp AS "group", slips, late_slips, returned, paper FROM review_group WHERE review = :key ORDER BY grp',
        key=key,
    )
    return [GroupCount(**row) for row in rows]


def raise_returned(door: WritingDoor, key: str, group: str, more: int) -> None:
    """Counts slips that came back."""
    door.change(
        "UPDATE review_group SET returned = returned + :more WHERE review = :key AND grp = :grp",
        key=key, grp=group, more=more,
    )  # fmt: skip


def raise_slips(door: WritingDoor, key: str, group: str, more: int, *, late: bool = False) -> None:
    """Counts slips that were issued (or, with a negative number, cancelled); ``late`` ones after opening."""
    door.change(
        "UPDATE review_group SET slips = slips + :more, late_slips = late_slips + :late"
        " WHERE review = :key AND grp = :grp",
        key=key, grp=group, more=more, late=more if late else 0,
    )  # fmt: skip


def raise_paper(door: WritingDoor, key: str, group: str, more: int) -> None:
    """Counts valid paper ballots."""
    door.change(
        "UPDATE review_group SET paper = paper + :more WHERE review = :key AND grp = :grp",
        key=key, grp=group, more=more,
    )  # fmt: skip


def raise_void(door: WritingDoor, key: str, group: str, reason: str, more: int) -> None:
    """Counts void paper ballots, by reason."""
    door.change(
        "INSERT INTO void_ballot (review, grp, reason, n) VALUES (:key, :grp, :reason, :more)"
        " ON CONFLICT (review, grp, reason) DO UPDATE SET n = void_ballot.n + excluded.n",
        key=key, grp=group, reason=reason, more=more,
    )  # fmt: skip


def voids(door: ReadingDoor, key: str) -> dict[str, dict[str, int]]:
    """Void paper ballots, by group and reason."""
    found: dict[str, dict[str, int]] = {}
    sql = "SELECT grp, reason, n FROM void_ballot WHERE review = :key AND n > 0 ORDER BY grp, reason"
    for row in door.rows(sql, key=key):
        found.setdefault(row["grp"], {})[row["reason"]] = row["n"]
    return found


def remove(door: WritingDoor, key: str) -> None:
    """Removes a session that counts for nothing: one that never opened, or a rehearsal. Slips are the caller's."""
    for table in ("void_ballot", "review_group", "review_department", "screen"):
        door.change(f"DELETE FROM {table} WHERE review = :key", key=key)
    door.change("DELETE FROM review WHERE key = :key", key=key)
