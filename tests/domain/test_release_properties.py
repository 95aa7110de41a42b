"""DESIGN 3.3 over arbitrary meetings: nobody ever sees a figure move by less than a whole batch of ballots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations, cycle, islice
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.support.levels import Arrival, Box, Dropped, InCommits, OneByOne, as_counts
from tests.support.plans import GRADES, HUNDRED, a_plan, issued_by
from voting.domain.plan import ONE_BY_ONE, TOGETHER, Plan, Privacy, Scoring
from voting.domain.release import PublishedDepartment, closed, live, open_tallies
from voting.domain.scales import RangeScale, Scale

GROUPS = ("leadership", "heads", "cadres")
GRADE_MARKS = ("E", "G", "F", "P", None)
POINT_MARKS = (100, 90, 89, 80, 79, 60, 59, 37, 0, None)
MANY_SLIPS = 500
NOISE = Random(2026).randbytes(1000)  # hypothesis loves zeros: with this, zeros too are a crowd that differs

arbitrary = settings(max_examples=120, deadline=None)


@dataclass(frozen=True)
class Meeting:
    """A plan, and what arrives in its only session: commits of one or several ballots each."""

    plan: Plan
    commits: tuple[tuple[Arrival, ...], ...]

    @property
    def review(self):
        return self.plan.reviews[0]

    def live(self, shown):
        return live(self.plan, self.review, as_counts(shown), issued_by(self.review))

    def closed(self, everything):
        return closed(self.plan, self.review, as_counts(everything))

    @property
    def arrivals(self):
        return [arrival for commit in self.commits for arrival in commit]


@st.composite
def plans(draw, live_mode="tally"):
    groups = GROUPS[: draw(st.sampled_from([2, 3, 1]))]
    weights = {1: (100,), 2: (60, 40), 3: (50, 30, 20)}[len(groups)]
    return a_plan(
        draw(st.sampled_from([2, 1])),
        {group: (weight, MANY_SLIPS) for group, weight in zip(groups, weights, strict=True)},
        pace=draw(st.sampled_from([TOGETHER, ONE_BY_ONE])),
        scale=draw(st.sampled_from([GRADES, HUNDRED])),
        live=live_mode,
        privacy=Privacy(
            draw(st.sampled_from([5, 4, 3, 2, 6, 7])), draw(st.integers(3, 6)), draw(st.sampled_from(["hide", "show"]))
        ),
        scoring=Scoring(
            draw(st.sampled_from(["weighted_groups", "pooled"])), draw(st.sampled_from(["none", "one_each_above_5"]))
        ),
    )


def marks_of(scale: Scale):
    return POINT_MARKS if isinstance(scale, RangeScale) else GRADE_MARKS


@st.composite
def meetings(draw):
    """Any order of groups, departments, marks and abstentions; each byte is a group, a department or a mark."""
    plan = draw(plans())
    review, departments = plan.reviews[0], plan.department_ids
    groups, marks = list(review.groups), marks_of(review.scale)
    rounds = draw(st.sampled_from([6, 5, 4, 3, 2, 1, 0]))
    ballots = rounds * plan.privacy.batch * len(groups) + draw(st.integers(0, 6))
    size = 2 + len(departments)
    drawn = draw(st.binary(min_size=ballots * size, max_size=ballots * size))
    choices = bytes(a ^ b for a, b in zip(drawn, NOISE, strict=False))
    commits: list[list[Arrival]] = [[]]
    for number in range(ballots):
        who, when, *what = choices[number * size : (number + 1) * size]
        answered = dict(zip(departments, (marks[byte % len(marks)] for byte in what), strict=True))
        if review.pace == ONE_BY_ONE:  # each byte 0 mod 3 stays away from that department; someone always votes
            answered = {d: mark for (d, mark), byte in zip(answered.items(), what, strict=True) if byte % 3} or answered
        commits[-1].append(Arrival(groups[who % len(groups)], answered))
        if when % 4 == 0:
            commits.append([])
    return Meeting(plan, tuple(map(tuple, commits)))


@dataclass(frozen=True)
class Sight:
    """What anyone sees at one moment, and the ballots that are in it."""

    published: tuple[PublishedDepartment, ...]
    ballots: dict[tuple[str, str], frozenset[Dropped]]


def watch(meeting: Meeting) -> list[Sight]:
    """Every state of a meeting that anyone can see: after each commit, and after closing."""
    box = Box(InCommits, meeting.plan.privacy.batch)
    sights = []
    for commit in meeting.commits:
        box.commit(commit)
        shown = box.shown()
        sights.append(Sight(tuple(meeting.live(shown)), {key: frozenset(ballots) for key, ballots in shown.items()}))
    everything = {key: ballots for key, ballots in box.everything().items() if len(ballots) > 2}
    final = Sight(tuple(meeting.closed(box.everything())), {key: frozenset(b) for key, b in everything.items()})
    return [*sights, final]


def final_box(meeting: Meeting) -> Box:
    box = Box(OneByOne, meeting.plan.privacy.batch)
    box.commit(meeting.arrivals)
    return box


def is_blank(row: PublishedDepartment) -> bool:
    return row == PublishedDepartment(row.id)


@arbitrary
@given(batch=st.integers(2, 7), commits=st.lists(st.integers(0, 25), max_size=15))
def test_commits_of_any_size_leave_the_same_levels_as_one_ballot_after_another(batch, commits):
    reference, stored = OneByOne(batch), InCommits(batch)
    number = 0
    for size in commits:
        arriving = [Dropped(number + one, "E") for one in range(size)]
        number += size
        reference.drop(arriving)
        stored.drop(arriving)

        assert (stored.shown, stored.held, stored.filling) == (reference.shown, reference.held, reference.filling)
        assert stored.seals == reference.seals


@arbitrary
@given(meetings())
def test_the_levels_do_not_depend_on_how_arrivals_are_grouped_into_commits(meeting):
    stored = Box(InCommits, meeting.plan.privacy.batch)
    for commit in meeting.commits:
        stored.commit(commit)

    assert stored.levels() == final_box(meeting).levels()


@arbitrary
@given(meetings())
def test_two_states_that_anyone_sees_differ_by_a_whole_batch_of_each_group_or_not_at_all(meeting):
    batch = meeting.plan.privacy.batch
    sights = watch(meeting)
    changes = 0
    for position, department in enumerate(meeting.plan.department_ids):
        states = []  # each distinct state of this department once, in order
        for sight in sights:
            row = sight.published[position]
            ballots = {group: sight.ballots.get((group, department), frozenset()) for group in meeting.review.groups}
            if not is_blank(row) and (row, ballots) not in states:
                assert row.ballots == sum(map(len, ballots.values()))
                states.append((row, ballots))
        for (earlier, before), (later, after) in combinations(states, 2):
            changes += 1
            grown = [after[group] - before[group] for group in before]
            assert all(before[group] <= after[group] for group in before)
            assert earlier != later
            assert all(len(new) >= batch for new in grown if new)
            assert any(grown)
    event(f"distinct states compared: {min(changes, 3)}{'+' if changes > 3 else ''}")


@arbitrary
@given(meetings())
def test_the_published_state_moves_only_when_a_batch_was_sealed(meeting):
    box = Box(InCommits, meeting.plan.privacy.batch)
    before, seals = meeting.live(box.shown()), 0
    for arrival in meeting.arrivals:
        box.commit([arrival])
        after = meeting.live(box.shown())

        assert after == before or box.seals() > seals
        before, seals = after, box.seals()


@arbitrary
@given(meetings(), st.integers(1, 9))
def test_nobody_can_see_what_the_ballots_after_the_last_shown_batch_say(meeting, turn):
    """Two meetings that differ only in the marks of ballots that are not shown yet look the same at every moment."""
    marks = marks_of(meeting.review.scale)
    in_view = {(key, one.ballot) for key, dropped in final_box(meeting).shown().items() for one in dropped}

    def other(number, arrival):
        def turned(department, mark):
            if ((arrival.group, department), number) in in_view:
                return mark
            return marks[(marks.index(mark) + turn) % len(marks)]

        return Arrival(arrival.group, {d: turned(d, mark) for d, mark in arrival.marks.items()})

    numbers = iter(range(1, len(meeting.arrivals) + 1))
    twin = replace(meeting, commits=tuple(tuple(other(next(numbers), a) for a in c) for c in meeting.commits))

    assert [sight.published for sight in watch(twin)[:-1]] == [sight.published for sight in watch(meeting)[:-1]]


@arbitrary
@given(meetings())
def test_nothing_of_a_department_shows_before_every_group_with_slips_has_a_shown_batch(meeting):
    for sight in watch(meeting)[:-1]:
        for row in sight.published:
            least = min(len(sight.ballots.get((group, row.id), ())) for group in meeting.review.groups)

            assert is_blank(row) or least >= meeting.plan.privacy.batch


@arbitrary
@given(meetings())
def test_a_breakdown_or_distribution_that_is_open_stays_open_while_the_session_runs(meeting):
    for position in range(len(meeting.plan.departments)):
        rows = [sight.published[position] for sight in watch(meeting)[:-1]]
        for part in ("score", "groups", "marks"):
            open_ones = [getattr(row, part) is not None for row in rows]

            assert open_ones == sorted(open_ones)


@arbitrary
@given(plans(), st.data())
def test_three_batches_of_every_group_show_a_score(plan, data):
    review, batch = plan.reviews[0], plan.privacy.batch
    marks = [mark for mark in marks_of(review.scale) if mark is not None]
    box = Box(InCommits, batch)
    for group in review.groups:
        crowd = data.draw(st.integers(3 * batch, 4 * batch - 1))
        box.commit([Arrival(group, dict.fromkeys(plan.department_ids, mark)) for mark in islice(cycle(marks), crowd)])
    slips = dict.fromkeys(review.groups, 2 * batch)
    published = live(plan, review, as_counts(box.shown()), slips)

    # 2 × batch of each group are shown; only a lone group of tiny batches may still be under the least number
    shows = 2 * batch * len(review.groups) >= plan.privacy.min_group
    assert [row.score is not None for row in published] == [shows] * len(plan.departments)
    breakdown = 2 * batch >= plan.privacy.min_group
    assert [row.groups is not None for row in published] == [breakdown] * len(plan.departments)


@arbitrary
@given(meetings())
def test_a_hidden_breakdown_leaves_the_score_the_number_of_ballots_and_the_rank(meeting):
    for sight in watch(meeting):
        for row in sight.published:
            if row.groups is None:
                assert row == PublishedDepartment(row.id, score=row.score, ballots=row.ballots, rank=row.rank)


@arbitrary
@given(meetings())
def test_an_open_breakdown_never_shows_a_group_that_is_small_or_of_one_mind(meeting):
    privacy = meeting.plan.privacy
    for sight in watch(meeting):
        for row in sight.published:
            for group, figure in (row.groups or {}).items():
                marks = [one.mark for one in sight.ballots.get((group, row.id), ()) if one.mark is not None]

                assert (figure.mean is None) is (figure.ballots == 0)
                assert figure.mean is None or len(marks) >= privacy.min_group
                assert figure.mean is None or len(set(marks)) > 1 or privacy.unanimous == "show"


@arbitrary
@given(meetings())
def test_the_sums_for_the_workbook_are_there_exactly_where_the_breakdown_is_open(meeting):
    counts = as_counts(final_box(meeting).everything())
    sums = open_tallies(meeting.plan, meeting.review, counts)

    assert {department: dict.fromkeys(groups) for department, groups in sums.items()} == {
        row.id: {group: None for group, figure in row.groups.items() if figure.ballots}
        for row in closed(meeting.plan, meeting.review, counts)
        if row.groups is not None
    }


@settings(max_examples=40, deadline=None)
@given(plans(live_mode="turnout"), st.integers(0, 60))
def test_a_turnout_only_session_shows_nothing_until_it_closes(plan, crowd):
    review = plan.reviews[0]
    marks = cycle(marks_of(review.scale))
    box = Box(InCommits, plan.privacy.batch)
    for group in review.groups:
        box.commit([Arrival(group, dict.fromkeys(plan.department_ids, mark)) for mark in islice(marks, crowd)])

    assert all(map(is_blank, live(plan, review, as_counts(box.shown()), issued_by(review))))
