"""The long run's verdict: what must not pass for clean does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.soak.voters import IN_THE_PLAN, Report, many
from voting.domain.plan_reader import read_plan

CLEAN = Report("sqlite", 466, 4, 12, 466, 466, 0, [], 1.0)


def test_a_clean_run_is_clean_and_says_so():
    assert CLEAN.clean
    assert "lost 0, doubled 0, wrong figures 0, check clean" in str(CLEAN)


@pytest.mark.parametrize(
    "wrong",
    [
        {"acknowledged": 465},
        {"returned": 465},
        {"returned": 467},
        {"wrong_figures": 1},
        {"faults": ["a counter"]},
        {"unanswered": 0},
    ],
    ids=str,
)
def test_a_run_that_lost_doubled_or_proved_nothing_is_not_clean(wrong):
    assert not replace(CLEAN, **wrong).clean


def test_the_large_plan_has_a_slip_for_everybody(tmp_path):
    plan = read_plan(many(10_000, tmp_path).read_text(encoding="utf-8"))
    slips = sum(group.slips for group in plan.review("half-year").groups.values())
    assert 10_000 <= slips < 10_000 + IN_THE_PLAN
