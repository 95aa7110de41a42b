"""Twins: two meetings that differ in who marked what, of which no evidence differs. Stronger than any guess that failed.

If the evidence is the same to the byte, no attack whatever, known or not, tells the two apart.
"""

from __future__ import annotations

import re
from dataclasses import replace
from unittest.mock import patch

import pytest

from tests.attacks import meeting as meetings
from tests.attacks.builds import NOT_LAID_ANEW, NOTHING_HELD, REAL, ROWS_IN_ORDER
from tests.attacks.meeting import hold
from tests.attacks.scene import Scene, Voter, of_size, voters_of

SCENE = of_size(167, 5, 3)


def twin(scene: Scene, build, change):
    """The meeting of a scene whose voters were changed."""
    voters = change(voters_of(scene))
    with patch.object(meetings, "voters_of", lambda _scene: voters):
        return hold(scene, build, copies=False).evidence


def as_it_is(voters: list[Voter]) -> list[Voter]:
    return voters


def marks_swapped(voters: list[Voter], one: int, other: int) -> list[Voter]:
    """Two voters have each other's opinions."""
    found = list(voters)
    found[one] = replace(voters[one], marks=voters[other].marks)
    found[other] = replace(voters[other], marks=voters[one].marks)
    assert found != voters
    return found


def in_one_batch(voters: list[Voter], group: str = "cadres", batch: int = 4) -> tuple[int, int]:
    """Two voters of the same batch of a group who differ in every department."""
    seats = [voter for voter in voters if voter.group == group]
    members = seats[5 * batch : 5 * batch + 5]
    pairs = [(a, b) for a in members for b in members if all(a.marks[name] != b.marks[name] for name in a.marks)]
    return pairs[0][0].number, pairs[0][1].number


def swapped_in_one_batch(voters: list[Voter]) -> list[Voter]:
    batch = next(batch for batch in range(22, 10, -1) if _differ(voters, batch))  # a late one: the screens are on
    return marks_swapped(voters, *in_one_batch(voters, batch=batch))


def _differ(voters: list[Voter], batch: int) -> bool:
    try:
        return bool(in_one_batch(voters, batch=batch))
    except IndexError:
        return False


def swapped_across_batches(voters: list[Voter]) -> list[Voter]:
    """The first and the last of a group who differ in every department."""
    seats = [voter for voter in voters if voter.group == "cadres"]
    other = next(v for v in reversed(seats) if all(v.marks[name] != seats[0].marks[name] for name in v.marks))
    return marks_swapped(voters, seats[0].number, other.number)


def file_of(evidence) -> bytes:
    """The closed file, but for when its tables were first made: the engine's tools read the clock themselves."""
    return re.sub(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\.\d{6}", b"when the tables were made", evidence.after[""])


def everything(evidence):
    return {
        "screens": evidence.seen,
        "result": evidence.result,
        "standing": evidence.standing,
        "file": file_of(evidence),
        "log": evidence.after["-wal"],
        "slips": evidence.slips,
    }


def test_within_a_batch_it_does_not_show_who_marked_what():
    one, other = twin(SCENE, REAL, as_it_is), twin(SCENE, REAL, swapped_in_one_batch)
    assert everything(one) == everything(other)


def test_the_closed_file_does_not_show_which_batch_a_ballot_was_in():
    one, other = twin(SCENE, REAL, as_it_is), twin(SCENE, REAL, swapped_across_batches)
    assert one.seen != other.seen  # the screens do show batches, or this would prove nothing
    assert (file_of(one), one.after["-wal"], one.result) == (file_of(other), other.after["-wal"], other.result)


def test_a_session_that_shows_turnout_only_does_not_show_it_either():
    scene = replace(SCENE, live="turnout")
    one, other = twin(scene, REAL, as_it_is), twin(scene, REAL, swapped_across_batches)
    assert everything(one) == everything(other)


@pytest.mark.parametrize("build", [NOTHING_HELD, ROWS_IN_ORDER], ids=lambda build: build.name)
def test_the_comparison_sees_it_where_there_is_something_to_see(build):
    one, other = twin(SCENE, build, as_it_is), twin(SCENE, build, swapped_in_one_batch)
    assert everything(one) != everything(other)


def in_another_order(voters: list[Voter]) -> list[Voter]:
    """The same people with the same opinions, coming the other way round; each keeps the own slip."""
    return [replace(voter, number=number) for number, voter in enumerate(reversed(voters))]


def with_their_own_slips(build):
    """Two meetings of the same people with the same slips, first come first and last come first."""
    found = []
    for change in (as_it_is, in_another_order):
        voters = change(voters_of(SCENE))
        with patch.object(meetings, "voters_of", lambda _scene, voters=voters: voters), _slips_of_people(change):
            found.append(file_of(hold(SCENE, build, copies=False).evidence))
    return found


def _slips_of_people(change):
    """Whoever comes last first draws from the other end of the pile: so everybody has the slip of the first meeting."""
    really = meetings.Random

    class Dealt(really):  # type: ignore[misc, valid-type]
        def sample(self, codes, k):
            dealt = sorted(codes)
            return dealt if change is as_it_is else dealt[::-1]

    return patch.object(meetings, "Random", Dealt)


def test_the_closed_file_is_the_same_whoever_came_first():
    one, other = with_their_own_slips(REAL)
    assert one == other


def test_without_writing_the_tables_anew_the_order_of_coming_would_show():
    one, other = with_their_own_slips(NOT_LAID_ANEW)
    assert one != other
