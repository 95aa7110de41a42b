"""The check: finds nothing on a healthy database in any state, and says what disagrees after any hand laid on it."""

from __future__ import annotations

import pytest

from tests.support.crowd import a_whole_year
from tests.support.journals import by_hand
from voting.actions.assess import assess
from voting.actions.check import check
from voting.actions.meeting import annul, close_review, pause
from voting.domain.codes import hash_code

POINTS = "department,component,points,note\nalpha,daily,66.5,\nbeta,disqualification,,cards\n"


def faults(world):
    return [str(fault) for fault in check(world.database)]


def test_a_healthy_database_passes_in_every_state(world):
    found = {state: faults(world) for state in a_whole_year(world)}
    assert {state: listed for state, listed in found.items() if listed} == {}
    assert len(found) == 16


@pytest.fixture
def closed(half_year):
    """A closed half-year with points entered: 32 ballots of two groups."""
    world = half_year.world
    half_year.all_cast("half-year")
    assess(world.tools, POINTS)
    pause(world.tools, "half-year")
    close_review(world.tools, "half-year", world.witness)
    assert faults(world) == []
    return world


def change(world, statement, *values):
    with by_hand(world.path) as connection:
        changed = connection.execute(statement, values).rowcount
    assert changed > 0
    return changed


ONE_CELL = "WHERE grp = 'cadres' AND department = 'alpha' AND mark = '64'"
HERE = "2026/half-year"
SEALED = f"{HERE}: the counters are not those that were sealed at closing"


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        pytest.param(
            f"UPDATE counter SET n = n + 1 {ONE_CELL}",
            [f"{HERE} cadres alpha: the counters hold 21 ballots, but 20 were counted", SEALED],
            id="one counter raised",
        ),
        pytest.param(
            f"UPDATE counter SET n = n - 1 {ONE_CELL}",
            [f"{HERE} cadres alpha: the counters hold 19 ballots, but 20 were counted", SEALED],
            id="one counter lowered",
        ),
        pytest.param(
            "UPDATE counter SET n = CASE mark WHEN '64' THEN n - 1 ELSE n + 1 END"
            " WHERE grp = 'cadres' AND department = 'alpha' AND mark IN ('64', '88')",
            [SEALED],
            id="one raised and another lowered by as much",
        ),
        pytest.param(f"UPDATE counter SET mark = '100' {ONE_CELL}", [SEALED], id="a mark changed"),
        pytest.param(
            f"UPDATE counter SET department = 'delta' {ONE_CELL}",
            [
                f"{HERE} cadres alpha: the counters hold 19 ballots, but 20 were counted",
                f"{HERE} cadres delta: the counters hold 1 ballots, but 0 were counted",
                SEALED,
            ],
            id="a counter of a department there is not",
        ),
        pytest.param(
            "UPDATE review_group SET returned = returned + 1 WHERE review = '2026/half-year' AND grp = 'cadres'",
            [f"{HERE} cadres: 21 slips counted as returned, but 20 are", SEALED],
            id="the returned ones raised",
        ),
        pytest.param(
            "UPDATE review_group SET slips = slips - 1 WHERE review = '2026/half-year' AND grp = 'leadership'",
            [f"{HERE} leadership: 11 slips issued, but 12 returned and 0 unused", SEALED],
            id="the issued ones lowered",
        ),
        pytest.param(
            "UPDATE review_group SET late_slips = 3 WHERE review = '2026/half-year'", [SEALED], id="late slips invented"
        ),
        pytest.param(
            "INSERT INTO void_ballot (review, grp, reason, n) VALUES ('2026/half-year', 'cadres', 'all_same', 2)",
            [SEALED],
            id="void ballots invented",
        ),
        pytest.param(
            "UPDATE review SET state = 'open' WHERE id = 'half-year'",
            [f"{HERE}: the journal says closed, the session does not"],
            id="a closed session opened",
        ),
        pytest.param(
            "UPDATE review SET state = 'closed' WHERE id = 'year-end'",
            ["2026/year-end: closed without an entry in the journal"],
            id="a session closed past the journal",
        ),
        pytest.param(
            "UPDATE points SET points = '70' WHERE department = 'alpha'",
            ["2026: points were changed outside the program"],
            id="points raised",
        ),
        pytest.param(
            "INSERT INTO points (year, department, component, points, note) VALUES (2026, 'beta', 'honours', '5', '')",
            ["2026: points were changed outside the program"],
            id="points invented",
        ),
        pytest.param(
            "DELETE FROM disqualification",
            ["2026: points were changed outside the program"],
            id="a disqualification gone",
        ),
        pytest.param(
            "UPDATE year SET plan = replace(plan, 'name = \"甲办\"', 'name = \"申办\"')",
            ["2026: the plan is not the one that was loaded"],
            id="a name in the plan changed",
        ),
        pytest.param(
            "UPDATE year SET plan = replace(plan, 'headcount = 12', 'headcount = 112')",
            ["2026: the plan is not the one that was loaded"],
            id="a headcount in the plan changed",
        ),
    ],
)
def test_what_was_changed_by_hand_is_found_and_named(closed, statement, found):
    change(closed, statement)
    assert faults(closed) == found


def test_points_that_nobody_journalled_are_found(world):
    change(
        world, "INSERT INTO points (year, department, component, points, note) VALUES (2026,'alpha','daily','70','')"
    )
    assert faults(world) == ["2026: points were changed outside the program"]


def test_a_spent_slip_that_is_missing_is_found(closed):
    slip = hash_code(closed.slips["half-year"]["leadership"][0])
    assert change(closed, "DELETE FROM spent WHERE slip = ?", slip) == 1
    assert faults(closed) == [
        f"{HERE} leadership {name}: the counters hold 12 ballots, but 11 were counted"
        for name in ("alpha", "beta", "gamma")
    ]


def test_a_spent_slip_that_was_added_is_found(half_year):
    world = half_year.world
    slip = hash_code(world.slips["half-year"]["cadres"][0])
    change(world, "INSERT INTO spent (slip, department, grp, receipt) VALUES (?, '*', 'cadres', 'r')", slip)
    change(world, "UPDATE slip SET state = 'returned' WHERE code = ?", slip)
    change(world, "UPDATE review_group SET returned = 1 WHERE review = '2026/half-year' AND grp = 'cadres'")
    assert faults(world) == [
        f"{HERE} cadres {name}: the counters hold 0 ballots, but 1 were counted" for name in ("alpha", "beta", "gamma")
    ]


def test_a_slip_that_was_added_is_found(half_year):
    world = half_year.world
    change(world, "INSERT INTO slip (code, review, grp, state) VALUES ('c', '2026/half-year', 'cadres', 'issued')")
    change(world, "INSERT INTO slip (code, review, grp, state) VALUES ('d', '2026/half-year', 'strangers', 'issued')")
    assert faults(world) == [
        f"{HERE} cadres: 20 slips issued, but 0 returned and 21 unused",
        f"{HERE} strangers: slips of a group that does not vote here",
    ]


def test_counters_that_come_back_after_an_annulment_are_found(half_year):
    world = half_year.world
    annul(world.tools, "half-year", "a wrong list", world.witness)
    change(
        world,
        "INSERT INTO counter (review, grp, department, level, mark, n)"
        " VALUES ('2026/half-year', 'cadres', 'alpha', 'shown', '70', 3)",
    )
    assert faults(world) == [f"{HERE} cadres alpha: the counters hold 3 ballots, but 0 were counted"]


# --- The journal: load, staff, staff, issue_slips, open, assess, pause, close


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE journal SET actor = 'nobody' WHERE position = 5", ["journal: entry 5 was changed"]),
        ("UPDATE journal SET at = '2026-01-01' WHERE position = 1", ["journal: entry 1 was changed"]),
        ("UPDATE journal SET action = 'resume' WHERE position = 7", ["journal: entry 7 was changed"]),
        (
            "UPDATE journal SET detail = replace(detail, '\"cadres\":20', '\"cadres\":30') WHERE position = 4",
            ["journal: entry 4 was changed"],
        ),
        (
            "UPDATE journal SET previous = hash WHERE position = 6",
            ["journal: entry 6 does not follow the entry before it", "journal: entry 6 was changed"],
        ),
        (
            "UPDATE journal SET hash = previous WHERE position = 3",
            ["journal: entry 3 was changed", "journal: entry 4 does not follow the entry before it"],
        ),
        ("DELETE FROM journal WHERE position = 2", ["journal: entry 2 is missing"]),
        ("DELETE FROM journal WHERE position = 8", [f"{HERE}: closed without an entry in the journal"]),
    ],
)
def test_a_journal_that_was_changed_is_found_and_the_entry_named(closed, statement, found):
    change(closed, statement)
    assert faults(closed) == found


def test_entries_that_changed_places_are_found(closed):
    for statement in (
        "UPDATE journal SET position = 50 WHERE position = 2",
        "UPDATE journal SET position = 2 WHERE position = 3",
        "UPDATE journal SET position = 3 WHERE position = 50",
    ):
        change(closed, statement)
    assert faults(closed) == [
        "journal: entry 2 does not follow the entry before it",
        "journal: entry 2 was changed",
        "journal: entry 3 does not follow the entry before it",
        "journal: entry 3 was changed",
        "journal: entry 4 does not follow the entry before it",
    ]


def test_an_entry_dropped_so_that_the_numbers_still_run_is_found(closed):
    change(closed, "DELETE FROM journal WHERE position = 5")
    for position in (6, 7, 8):
        change(closed, "UPDATE journal SET position = position - 1 WHERE position = ?", position)
    assert faults(closed)[:2] == [
        "journal: entry 5 does not follow the entry before it",
        "journal: entry 5 was changed",
    ]


def test_a_digest_replaced_together_with_a_counter_breaks_the_chain(closed):
    change(closed, f"UPDATE counter SET mark = '100' {ONE_CELL}")
    change(closed, 'UPDATE journal SET detail = replace(detail, \'"digest":"\', \'"digest":"0\') WHERE position = 8')
    assert faults(closed) == ["journal: entry 8 was changed", SEALED]


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        (
            "UPDATE journal SET detail = 'not what the program writes' WHERE action = 'close'",
            "journal: entry 8 was changed",
        ),
        ("UPDATE journal SET detail = '{}' WHERE action = 'load'", "journal: entry 1 was changed"),
        ("UPDATE journal SET detail = '[]' WHERE action = 'assess'", "journal: entry 6 was changed"),
        ("UPDATE year SET plan = plan || 'no plan any more'", "2026: the plan is not the one that was loaded"),
    ],
)
def test_a_database_that_was_mangled_is_reported_and_does_not_stop_the_check(closed, statement, first):
    change(closed, statement)
    assert faults(closed)[:1] == [first]
