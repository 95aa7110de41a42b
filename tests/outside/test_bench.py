"""The benchmarks run and print every row. Whether their figures are good is for people to read, never for a test."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bench.table import Row, draw, percentile, spread
from tests.support.outside import ROOT

ROWS = [
    "durable casts ÷ bare echo, grades", "durable casts ÷ bare echo, 0–100", "CPU a cast ÷ CPU an echo",
    "casts a commit", "durable casts a second", "bare echoes a second", "connected, all cast within 1 s: p99",
    "connected, all cast in one instant: p99", "cold ballot page, bytes on the wire", "cold ballot page, requests",
    "slips ready to print", "opening a closed session's result", "ballots stored ÷ acknowledged",
]  # fmt: skip


@pytest.mark.slow
def test_a_quick_run_prints_every_row():
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick"],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    head, rule, *lines = done.stdout.splitlines()
    assert head.startswith("work")
    assert set(rule) == {"-", " "}
    assert lines[0].startswith("durable casts ÷ bare echo")
    for row in ROWS:
        assert any(row in line for line in lines), row
    ratios = [line for line in lines if line.startswith("durable casts ÷")]
    assert all("≥ 1.0" in line and "reached" in line.lower() for line in ratios)


def test_a_row_says_whether_its_target_was_reached():
    drawn = draw([Row("a", "1.20", "≥ 1.0", True), Row("b", "0.70", "≥ 1.0", False), Row("c", "5")]).splitlines()
    assert [line.split()[-1] for line in drawn[2:]] == ["reached", "REACHED", "—"]
    assert drawn[3].endswith("NOT REACHED")


def test_figures_are_medians_with_their_extremes_and_percentiles_are_met_by_a_value():
    assert spread([3, 1, 2]) == "2.00 (1.00–3.00)"
    assert [percentile(range(1, 101), percent) for percent in (50, 99, 100)] == [50, 99, 100]
    assert percentile([7], 99) == 7
