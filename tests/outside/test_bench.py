"""The benchmarks run and print every row. Whether their figures are good is for people to read, never for a test."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from random import Random

import pytest

from bench.costs import read_costs
from bench.growth import Point, as_rows
from bench.load import Job, loading
from bench.run import MEASUREMENTS
from bench.sizes import FULL, QUICK
from bench.sockets import Line, message_at
from bench.table import Row, draw, percentile, spread
from bench.town import ballot, names_of, plan
from tests.support.outside import ROOT, free_port
from voting.domain.ballot import find_faults
from voting.domain.plan_reader import read_plan

WITH_A_TARGET = [
    "durable casts ÷ bare echo, grades", "durable casts ÷ bare echo, 0–100", "fastest durable casts ÷ the best peer's",
    "connected, all cast within 1 s: p99", "connected, all cast in one instant: p99", "projector behind a ballot's answer",
    "one message to 20 phones: p99", "one message to 40 phones: p99", "memory a connected phone",
    "cold ballot page, KB on the wire", "slips ready to print", "opening a closed session's result",
    "acknowledged = stored after kill -9", "ballots stored ÷ acknowledged",
]  # fmt: skip
BESIDE = [
    "CPU a cast ÷ CPU an echo", "casts a commit", "durable casts a second", "bare echoes a second",
    "the engine alone: one-row ballots a second", "counting alone, without HTTP", "cold ballot page, requests",
    "first tap counts", "load average",
]  # fmt: skip


def ran(*arguments, timeout=600):
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=timeout, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_a_quick_run_prints_every_row_and_its_verdict():
    head, rule, *lines = ran("bench", "--quick").splitlines()
    assert head.startswith("work")
    assert set(rule) == {"-", " "}
    for row in WITH_A_TARGET:
        assert any(row in line and "reached" in line.lower() for line in lines), row
    for row in BESIDE:
        assert any(row in line for line in lines), row
    kill, stored = (next(line for line in lines if name in line) for name in ("kill -9", "stored ÷ acknowledged"))
    assert kill.rstrip().endswith(" reached")
    assert stored.rstrip().endswith(" reached")


@pytest.mark.slow
def test_one_part_can_be_run_alone():
    lines = ran("bench", "--quick", "--only", "slips").splitlines()
    assert [line for line in lines if "slips ready to print" in line]
    assert not [line for line in lines if "bare echo" in line]


@pytest.mark.slow
def test_growth_prints_a_line_for_each_size():
    lines = ran("bench.growth", "--quick").splitlines()
    assert [line.split("  ")[0].strip() for line in lines[2:]] == [
        "20 voters, 20 departments", "60 voters, 20 departments", "60 voters, 5 departments", "60 voters, 40 departments",
    ]  # fmt: skip


@pytest.mark.slow
def test_costs_are_measured_kept_and_read_again(tmp_path):
    file = tmp_path / "costs.json"
    printed = ran("bench.costs", "--quick", "--save", str(file))
    assert json.loads(printed) == json.loads(file.read_text())
    costs = read_costs(file)
    assert set(costs.work) == {"page", "read", "watch", "message", "look", "cast"}
    assert min(json.loads(printed)["bytes"].values()) > 0
    assert [ballots for ballots, _seconds in costs.counting] == [1, 4, 16, 64, 256]
    assert all(seconds > 0 for seconds in (costs.work["page"], costs.work["read"], *dict(costs.counting).values()))


def test_every_part_says_which_sessions_it_holds_and_no_two_need_different_ones():
    for sizes in (FULL, QUICK):
        needed = [session for each in MEASUREMENTS.values() for session in each.slips(sizes)]
        assert len(set(needed)) == len(needed) - 1  # the ballot page is weighed and tapped in one session


def test_a_row_says_whether_its_target_was_reached():
    drawn = draw([Row("a", "1.20", "≥ 1.0", True), Row("b", "0.70", "≥ 1.0", False), Row("c", "5")]).splitlines()
    assert [line.split()[-1] for line in drawn[2:]] == ["reached", "REACHED", "—"]
    assert drawn[3].endswith("NOT REACHED")


def test_figures_are_medians_with_their_extremes_and_percentiles_are_met_by_a_value():
    assert spread([3, 1, 2]) == "2.00 (1.00–3.00)"
    assert [percentile(range(1, 101), percent) for percent in (50, 99, 100)] == [50, 99, 100]
    assert percentile([7], 99) == 7


def test_growth_is_told_by_ballot_and_by_mark():
    (row,) = as_rows([Point(100, 20, 300.0, 500.0, 1.25, 8.0, 6.0)])
    assert row.work == "100 voters, 20 departments"
    assert row.found.split(", ")[:2] == ["  500 µs a ballot", " 25.0 µs a mark"]


@pytest.mark.parametrize("departments", [5, 20, 200])
@pytest.mark.parametrize("session", ["grades", "points"])
def test_the_towns_ballots_are_ballots_that_its_plan_accepts(session, departments):
    year, chance = read_plan(plan({"grades": 20, "points": 20}, departments)), Random(1)
    review = year.review(session)
    for _ in range(100):
        marks = json.loads(ballot(chance, session, names_of(departments)))["marks"]
        assert find_faults(marks, year.department_ids, review.scale, review.rules) == []


# ---- what the load reads


@pytest.mark.parametrize("length", [0, 5, 125, 126, 70_000])
def test_a_frame_is_read_when_it_is_whole_and_not_before(length):
    text = b"x" * length
    size = (
        bytes([length])
        if length < 126
        else b"\x7e" + length.to_bytes(2)
        if length < 65536
        else b"\x7f" + length.to_bytes(8)
    )
    frame = b"\x81" + size + text
    assert message_at(b"before" + frame + b"after", 6) == (text, 6 + len(frame))
    assert [message_at(frame[:cut], 0) for cut in (0, 1, 2, 3, 9, len(frame) - 1) if cut < len(frame)] == [
        None for cut in (0, 1, 2, 3, 9, len(frame) - 1) if cut < len(frame)
    ]


class _Wire:
    """A connection that says what it was told to say, in pieces, and keeps what is said to it."""

    def __init__(self, *pieces):
        self.pieces, self.said = list(pieces), b""

    def recv(self, _most):
        return self.pieces.pop(0)

    def sendall(self, data):
        self.said += data


def test_a_line_answers_pings_and_joins_what_comes_in_pieces():
    wire = _Wire(b"\x81\x012\x81\x05he", b"llo\x81\x01!", b"")
    line = Line(wire)
    assert list(line.heard()) == []
    assert wire.said[-1:] == b"3"
    assert list(line.heard()) == [b"hello", b"!"]
    with pytest.raises(RuntimeError):
        list(line.heard())


def test_work_of_the_loads_process_goes_on_beside_ours():
    with loading() as load:
        slow = load.begin(time.sleep, 0.01)
        assert threading.current_thread() is threading.main_thread()
        assert slow.result() is None
        with pytest.raises(ConnectionRefusedError):
            load.run(Job(free_port(), [b"x"], 1))
