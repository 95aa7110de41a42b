"""The run of a session: opening, following the speaker, pausing, closing by two people, annulling."""

from __future__ import annotations

from collections.abc import Sequence

from voting.actions.counts import final_digest, quorum_warnings
from voting.actions.find import Session, find_session
from voting.actions.journal import COMMAND_LINE, record
from voting.actions.lay import free_name, lay_session
from voting.actions.staff import Witness, confirm
from voting.domain.plan import ONE_BY_ONE
from voting.domain.refusals import Fault, Refusal, msg
from voting.storage import counters, reviews, slips
from voting.storage.doors import WritingDoor
from voting.tools import Tools

WAITING, OPEN, PAUSED, CLOSED, ANNULLED = "waiting", "open", "paused", "closed", "annulled"


def open_review(
    tools: Tools, review_id: str, departments: Sequence[str] = (), *, year: int | None = None, actor: str = COMMAND_LINE
) -> None:
    """Opens a session: all departments, or the named ones of a one-by-one session. A single one is then speaking."""
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        _check_departments(session, departments)
        if session.record.state not in (WAITING, OPEN):
            raise _wrong_state(session)
        states = reviews.departments(door, session.key)
        wanted = list(departments) or [name for name, state in states.items() if state == WAITING]
        closed = [name for name in wanted if states[name] == CLOSED]
        if closed:
            raise Refusal("department_closed", msg("A department that was closed cannot be opened again."))
        if not any(states[name] == WAITING for name in wanted):
            raise Refusal("already_open", msg("This is already open."))
        if not reviews.change_state(door, session.key, to=OPEN, came_from=(WAITING, OPEN)):
            raise _wrong_state(session)
        for name in wanted:
            reviews.change_department(door, session.key, name, to=OPEN, came_from=(WAITING,))
        reviews.set_speaking(door, session.key, wanted[0] if len(departments) == 1 else None)
        record(door, tools, actor, "open", {"review": session.key, "departments": sorted(departments) or "all"})


def set_speaking(
    tools: Tools, review_id: str, department: str | None, *, year: int | None = None, actor: str = COMMAND_LINE
) -> None:
    """Tells phones and screen which department is speaking, None for nobody."""
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        if department is not None:
            _check_known(session, [department])
        if session.record.state not in (OPEN, PAUSED):
            raise _wrong_state(session)
        reviews.set_speaking(door, session.key, department)
        reviews.touch(door, session.key)
        record(door, tools, actor, "speaking", {"review": session.key, "department": department})


def pause(tools: Tools, review_id: str, *, year: int | None = None, actor: str = COMMAND_LINE) -> None:
    """Stops counting until ``resume``."""
    _move(tools, review_id, year, actor, "pause", to=PAUSED, came_from=(OPEN,))


def resume(tools: Tools, review_id: str, *, year: int | None = None, actor: str = COMMAND_LINE) -> None:
    """Goes on counting after a pause; a closing that was asked for and not confirmed is taken back."""
    _move(tools, review_id, year, actor, "resume", to=OPEN, came_from=(PAUSED,))


def _move(
    tools: Tools, review_id: str, year: int | None, actor: str, action: str, *, to: str, came_from: tuple[str, ...]
) -> None:
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        if not reviews.change_state(door, session.key, to=to, came_from=came_from):
            raise _wrong_state(session)
        reviews.set_closing(door, session.key, None)
        record(door, tools, actor, action, {"review": session.key})
    tools.database.tidy()


def ask_to_close(tools: Tools, review_id: str, *, year: int | None = None, actor: str) -> None:
    """The organiser's half of closing: pauses the session and waits for the scrutineer's confirmation."""
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        if session.record.state != PAUSED and not reviews.change_state(door, session.key, to=PAUSED, came_from=(OPEN,)):
            raise _wrong_state(session)
        reviews.touch(door, session.key)
        reviews.set_closing(door, session.key, actor)
        record(door, tools, actor, "ask_to_close", {"review": session.key})
    tools.database.tidy()


def close_departments(
    tools: Tools, review_id: str, departments: Sequence[str], *, year: int | None = None, actor: str = COMMAND_LINE
) -> None:
    """Closes single departments of a one-by-one session: the chair does that alone. What is shown does not change."""
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        _check_departments(session, departments)
        if session.record.state not in (OPEN, PAUSED):
            raise _wrong_state(session)
        for name in departments:
            if not reviews.change_department(door, session.key, name, to=CLOSED, came_from=(OPEN,)):
                raise Refusal("not_open", msg("This department is not open."))
        if session.record.speaking in departments:
            reviews.set_speaking(door, session.key, None)
        reviews.touch(door, session.key)
        record(door, tools, actor, "close_departments", {"review": session.key, "departments": sorted(departments)})


def close_review(
    tools: Tools, review_id: str, witness: Witness | None, *, year: int | None = None, actor: str = COMMAND_LINE
) -> list[Fault]:
    """Closes a session for good: every level becomes one, and the digest of all counters goes into the journal.

    Takes a scrutineer's confirmation where scrutineer accounts exist; a rehearsal, which counts for nothing, does not.
    Returns quorum warnings: going on in spite of
    them is the chair's decision, which the journal records.
    """
    with tools.database.reading() as door:
        alone = bool(find_session(door, review_id, year).record.rehearsal)
    scrutineer = None if alone else confirm(tools, witness)
    return _close(tools, review_id, year, organiser=actor, scrutineer=scrutineer)


def confirm_closing(tools: Tools, review_id: str, *, year: int | None = None, scrutineer: str) -> list[Fault]:
    """The scrutineer's half of closing, signed in with the own account, after the organiser asked for it."""
    return _close(tools, review_id, year, organiser=None, scrutineer=scrutineer)


def _close(
    tools: Tools, review_id: str, year: int | None, *, organiser: str | None, scrutineer: str | None
) -> list[Fault]:
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        if session.record.state in (CLOSED, ANNULLED):
            raise _wrong_state(session)
        organiser = organiser or session.record.closing_by
        if organiser is None:
            raise Refusal("not_asked", msg("The organiser has to ask for the closing first."))
        if not reviews.change_state(door, session.key, to=CLOSED, came_from=(OPEN, PAUSED)):
            raise _wrong_state(session)
        warnings = quorum_warnings(door, session)
        reviews.close_departments(door, session.key)
        counters.fold_everything(door, session.key)
        names = [organiser, scrutineer] if scrutineer else [organiser]
        reviews.set_closed_by(door, session.key, " + ".join(names))
        reviews.set_closing(door, session.key, None)
        detail = {"review": session.key, "by": names, "digest": final_digest(door, session.key)}
        if warnings:
            detail["chair_went_on_below_quorum"] = [str(warning) for warning in warnings]
        record(door, tools, organiser, "close", detail)
    tools.database.lay_anew()
    return warnings


def annul(
    tools: Tools,
    review_id: str,
    reason: str,
    witness: Witness | None,
    *,
    year: int | None = None,
    actor: str = COMMAND_LINE,
) -> str:
    """Ends a session that went wrong; nothing of it is ever shown. Returns the id of its repetition."""
    reason = reason.strip()
    if not reason or len(reason) > 500:
        raise Refusal("no_reason", msg("Annulling needs a reason of at most 500 characters."))
    scrutineer = confirm(tools, witness)
    with tools.database.writing() as door:
        session = find_session(door, review_id, year)
        if not reviews.change_state(door, session.key, to=ANNULLED, came_from=(OPEN, PAUSED)):
            raise _wrong_state(session)
        reviews.close_departments(door, session.key)
        reviews.set_speaking(door, session.key, None)
        counters.forget(door, session.key)
        slips.forget_spent(door, session.key)
        again = _repeat(door, tools, session)
        detail = {"review": session.key, "reason": reason, "scrutineer": scrutineer, "held_anew_as": again}
        record(door, tools, actor, "annul", detail)
    tools.database.lay_anew()
    return again


def _repeat(door: WritingDoor, tools: Tools, session: Session) -> str:
    """Adds the session that takes an annulled one's place: the same settings, a new id, new slips."""
    again = free_name(door, session.record.year, session.review.id)
    lay_session(door, tools, session.plan, session.review, name=again, rehearsal=bool(session.record.rehearsal))
    return again


def _check_departments(session: Session, departments: Sequence[str]) -> None:
    if departments and session.review.pace != ONE_BY_ONE:
        raise Refusal("together", msg("In this session all departments open and close together."))
    _check_known(session, departments)


def _check_known(session: Session, departments: Sequence[str]) -> None:
    for name in departments:
        if name not in session.plan.department_ids:
            raise Refusal("no_such_department", msg("There is no department %(name)s."), name=name)


def _wrong_state(session: Session) -> Refusal:
    sentences = {
        WAITING: msg("The session has not been opened yet."),
        OPEN: msg("The session is open."),
        PAUSED: msg("The session is paused. Resume it first."),
        CLOSED: msg("The session is closed for good."),
        ANNULLED: msg("The session was annulled."),
    }
    return Refusal("wrong_state", sentences[session.record.state])
