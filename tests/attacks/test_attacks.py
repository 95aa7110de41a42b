"""The short form of the attacks: none succeeds on the product beyond what docs/anonymity.md says, each on its sabotage."""

from __future__ import annotations

import pytest

from tests.attacks.builds import REAL
from tests.attacks.catalogue import EVERY, OF_THE_CLOSED_FILE, OF_WHAT_IS_PUBLISHED, ORDER_OF_SLIPS, tried
from tests.attacks.catalogue import slips_in_order as in_order
from tests.attacks.from_files import in_deleted_rows, in_order_of_pages, in_the_log, kept_rows
from tests.attacks.from_screens import recorded_screens, smallest_step
from tests.attacks.meeting import hold
from tests.attacks.organiser import PLAYS, played
from tests.attacks.scene import of_size
from tests.support.journals import found_in, voter_data

SMALL, USUAL = of_size(16, 3, 1), of_size(167, 5, 1)
SABOTAGED = [(one, build) for one in EVERY for build in one.sabotaged]


def name_of(value):
    return getattr(value, "name", None)


HELD = {}


def held(scene, build=REAL):
    """A meeting that several tests look at is held once."""
    key = (str(scene), build.name)
    if key not in HELD:
        HELD[key] = hold(scene, build)
    return HELD[key]


SIZES = pytest.mark.parametrize("scene", [SMALL, USUAL], ids=["16 voters", "167 voters"])


# --- On the product, once the session is closed


@SIZES
@pytest.mark.parametrize(
    "one", [one for one in (*OF_WHAT_IS_PUBLISHED, *OF_THE_CLOSED_FILE) if not one.works], ids=name_of
)
def test_no_attack_says_more_than_guessing_from_what_is_published(one, scene):
    verdict, _meeting = tried(one, REAL, scene)
    assert (verdict.right, verdict.certain_right) == (verdict.blind, verdict.certain)


@SIZES
@pytest.mark.parametrize("attack", [kept_rows, in_order_of_pages, in_deleted_rows, in_the_log])
def test_the_closed_file_holds_no_voter_of_a_group_apart_from_the_others(attack, scene):
    evidence = held(scene).evidence
    whole = {(portion.start, portion.stop) == (0, len(evidence.seats(portion.group))) for portion in attack(evidence)}
    assert whole <= {True}


def test_the_closed_file_does_hold_the_sums_of_the_groups():
    """Not a wish: what docs/anonymity.md says of a copy of the closed file, and no more than that."""
    evidence = held(SMALL).evidence
    assert {(p.group, p.department) for p in kept_rows(evidence)} == {
        (group, name) for group in evidence.groups for name in evidence.departments
    }


def test_who_holds_which_slip_is_not_in_the_closed_file():
    verdicts = [in_order(REAL, scene, held(scene)) for scene in (of_size(167, 5, seed) for seed in range(3))]
    gains = [verdict.gain for verdict in verdicts]
    assert min(gains) < 0.05
    assert max(gains) < 0.15
    assert in_order(REAL, SMALL, held(SMALL)).targets == 0


# --- On the product, while the session runs


@SIZES
def test_no_two_states_that_were_seen_differ_by_less_than_a_batch(scene):
    evidence = held(scene).evidence
    assert {seen.device for seen in evidence.seen} == {"screen", "phone", "address"}
    assert smallest_step(evidence) >= scene.batch


@SIZES
def test_screens_separate_no_fewer_voters_than_a_batch(scene):
    assert all(portion.width >= scene.batch for portion in recorded_screens(held(scene).evidence))


def test_phones_never_get_a_figure():
    events = {seen.event for seen in held(USUAL).evidence.seen if seen.device == "phone"}
    assert events == {"state"}


def test_a_copy_of_the_running_files_does_tell_marks():
    """Not a wish: it shows that the copies are taken where it matters. docs/anonymity.md says it in its last part."""
    verdicts = {one.name: tried(one, REAL, SMALL)[0] for one in EVERY if one.copies}
    assert [verdict.certain_right > 0 for verdict in verdicts.values()] == [True, True]


def test_a_copy_of_the_database_while_nothing_is_being_counted_leaves_the_log_out():
    """What the file alone tells is the levels; the log beside it, with the order of recent commits, is empty by then."""
    evidence = held(SMALL).evidence
    logs = {copy.moment: len(copy.files.get("-wal", b"")) for copy in evidence.copies}
    assert logs["idle"] == 0
    assert logs["committed"] > 0


def test_no_page_and_no_document_holds_a_code_or_a_receipt():
    meeting = hold(SMALL, REAL, pages=True)
    evidence = meeting.evidence
    codes = [code for group in evidence.slips.values() for code in group]
    told = "\n".join([*evidence.pages, *(str(seen.document) for seen in evidence.seen), str(evidence.result)])
    assert len(evidence.pages) >= 4
    assert found_in(told, voter_data(codes)) == []


# --- Each attack on its sabotage: a weak attacker would prove nothing


@pytest.mark.parametrize(("one", "build"), SABOTAGED, ids=name_of)
def test_each_attack_succeeds_on_its_sabotage(one, build):
    scene = USUAL if one in OF_WHAT_IS_PUBLISHED else SMALL
    verdict, _meeting = tried(one, build, scene)
    assert verdict.reached > 0
    assert verdict.right > verdict.blind
    assert verdict.certain == verdict.certain_right


def test_a_batch_of_one_is_seen_as_steps_of_one():
    meeting = hold(USUAL, next(build for one, build in SABOTAGED if build.name == "a batch of one"))
    assert smallest_step(meeting.evidence) == 1


@pytest.mark.parametrize("build", ORDER_OF_SLIPS, ids=name_of)
def test_slips_are_put_in_order_where_the_file_keeps_it(build):
    verdict = in_order(build, SMALL, held(SMALL, build))
    assert verdict.targets > 100
    assert verdict.right == verdict.targets


# --- The organiser as attacker


@pytest.mark.parametrize("play", PLAYS, ids=name_of)
def test_the_organiser_learns_a_mark_only_where_the_document_says_so(play):
    verdict = played(play, REAL, 3)
    assert verdict.right == (verdict.targets if play.works else 0)
    assert verdict.reached == verdict.right


@pytest.mark.parametrize(("play", "build"), [(play, build) for play in PLAYS for build in play.sabotaged], ids=name_of)
def test_each_of_his_plays_succeeds_where_its_protection_is_missing(play, build):
    verdict = played(play, build, 3)
    assert (verdict.reached, verdict.right) == (3, 3)
