"""The queue simulation: held against what can be worked out by hand, and the same every time."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from math import ceil
from random import Random

import pytest

from bench import scale
from bench.arrivals import PATTERNS
from bench.costs import KEPT, Measured, read_costs, read_measured
from bench.queueing import ANSWERING, CAST, LOOK, SHARE, Costs, Phone, Simulation, Step
from bench.simulate import HEAD, draw, line, simulated
from tests.support.outside import ROOT

COSTS = Costs({"page": 0.004, "read": 0.001, "watch": 0.002, "message": 0.0001, LOOK: 0.0, CAST: 0.010}, 0.005,
              [(1, 0.002), (4, 0.005), (16, 0.011)])  # fmt: skip
MS = 0.001


def run(phones, costs=COSTS, workers=1):
    return Simulation(costs, workers).run(phones)


def one(kind, at=0.0, worker=0):
    return Phone(at, worker, [Step(0, kind)])


def rounded(seconds):
    return [round(each / MS, 6) for each in seconds]


def test_a_lone_request_takes_what_it_costs():
    assert rounded(run([one("page", at=3.0)]).took["page"]) == [4.0]


def test_requests_of_one_worker_wait_for_each_other_and_those_of_two_do_not():
    together = [one("page"), one("page"), one("page")]
    assert rounded(run(together).took["page"]) == [4, 8, 12]
    apart = [replace(phone, worker=at) for at, phone in enumerate(together)]
    assert rounded(run(apart, workers=3).took["page"]) == [4, 4, 4]


def test_a_lone_ballot_takes_the_loop_the_disk_the_counting_and_the_answer():
    seen = run([one(CAST)])
    assert rounded(seen.took[CAST]) == [10 + 5 + 2]
    assert (seen.commits, round(seen.locked / MS, 6)) == (1, 7)


def test_ballots_that_come_while_a_commit_runs_share_the_next_one():
    first, crowd = one(CAST), [one(CAST, at=0.0071) for _ in range(4)]
    quick = replace(COSTS, work={**COSTS.work, CAST: 0.00001}, disk=0.1)
    seen = run([replace(first, arrives=0.0), *crowd], quick)
    assert seen.commits == 2
    assert len(seen.took[CAST]) == 5


def test_two_workers_commit_one_after_the_other():
    seen = run([one(CAST, worker=0), one(CAST, worker=1)], workers=2)
    front, answer = 10 * (1 - ANSWERING), 10 * ANSWERING
    assert rounded(seen.took[CAST]) == [front + 7 + answer, front + 7 + 7 + answer]


def test_a_busy_loop_leaves_a_commit_its_share_only():
    busy = replace(COSTS, work={**COSTS.work, "page": 10.0}, disk=0.0)
    seen = run([one(CAST), one("page")], busy)
    counted = 0.007 + 0.002 / SHARE
    paged = 0.007 + 10.0 + 0.002  # what the commit took of the processor, the page waited for
    assert seen.took["page"] == [pytest.approx(paged)]
    assert seen.took[CAST] == [pytest.approx(paged + 0.003)]  # counted long before, answered when the loop is free
    assert seen.commits == 1
    assert counted < paged


def test_counting_is_drawn_straight_between_what_was_measured_and_beyond():
    assert [COSTS.counted(n) for n in (1, 4, 10, 16, 28)] == pytest.approx([0.002, 0.005, 0.008, 0.011, 0.017])


def test_a_phone_asks_for_the_next_thing_when_it_has_the_first():
    phone = Phone(1.0, 0, [Step(0, "page"), Step(0.5, "read"), Step(0.5, "watch")])
    assert run([phone]).ended == pytest.approx(1 + 0.004 + 0.5 + 0.001 + 0.5 + 0.002)


def test_waiting_in_a_steady_flow_is_what_queueing_theory_says():
    """Arrivals by chance, equal work: the mean wait is work × load ÷ 2(1 − load), Pollaczek and Khinchine say."""
    load, chance, at, phones = 0.7, Random(7), 0.0, []
    for _ in range(40_000):
        at += chance.expovariate(load / 0.004)
        phones.append(one("page", at=at))
    took = run(phones).took["page"]
    waited = sum(took) / len(took) - 0.004
    assert waited == pytest.approx(0.004 * load / (2 * (1 - load)), rel=0.1)


@pytest.mark.parametrize("name", PATTERNS)
def test_every_request_of_every_phone_is_answered_and_the_same_seed_says_the_same(name):
    phones = 20_000 if name == "week" else 300
    wanted: dict[str, int] = {}
    for phone in PATTERNS[name].arrive(phones, 3, Random(2026)):
        for step in phone.steps:
            wanted[step.kind] = wanted.get(step.kind, 0) + 1
    first, again = (simulated(name, phones, 3, COSTS) for _ in range(2))
    assert {kind: len(took) for kind, took in first.took.items()} == wanted
    assert (first.took, first.longest, first.ended, first.busy) == (again.took, again.longest, again.ended, again.busy)
    assert 0 < max(first.busy) <= first.ended + 1e-9


def test_more_workers_never_make_a_hall_wait_longer_for_its_pages():
    waits = [max(simulated("doors", 4000, workers, COSTS).took["page"]) for workers in (1, 2, 4, 8)]
    assert waits == sorted(waits, reverse=True)


def test_the_kept_costs_are_there_and_the_command_prints_a_line_for_each_number_of_workers():
    assert set(read_costs(KEPT).work) == {"page", "read", "watch", "message", LOOK, CAST}
    command = [sys.executable, "-m", "bench.simulate", "--only", "instant", "--phones", "50", "--workers", "1", "3"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=True).stdout
    head, _rule, *lines = printed.splitlines()
    assert head.startswith("arrivals")
    assert [text.split()[4:6] for text in lines] == [["50", "1"], ["50", "3"]]


def test_the_page_about_scale_says_what_follows_from_the_kept_costs():
    page = scale.PAGE.read_text(encoding="utf-8")
    for part in (scale.reckoned(read_measured(KEPT)), scale.queues(read_measured(KEPT))):
        assert part in page
        assert scale.put_in(page, part) == page


def test_places_are_reckoned_from_the_costs():
    found = Measured(
        replace(COSTS, counting=[(1, 0.002), (64, 0.0064), (256, 0.0256)]), page=50_000, phone=40_000, ballot=500
    )
    assert scale.ballots_a_second(found) == pytest.approx(256 / (0.005 + 0.0256))
    cells = scale.needs(scale.Place("a place", 10_000, each_second=100.0, stays=30), found)
    # read, watch, three messages, cast, and counting in a commit of 64: 1 + 2 + 0.3 + 10 + 0.1 ms; the page 4 ms
    assert cells[:4] == ("a place", "100", str(ceil(100 * 0.0174 / 0.5)), str(ceil(100 * 0.0134 / 0.5)))
    assert cells[6:] == ("3,000", "0.1", "0.0")


def test_a_line_of_the_table_has_a_cell_for_each_head():
    cells = line("submit", 10, 1, simulated("submit", 10, 1, COSTS))
    assert len(cells) == len(HEAD)
    assert cells[-2] == "—"  # nobody reads in that pattern
    assert draw([cells]).splitlines()[2].startswith('the chair says "submit now"')


@pytest.mark.slow
def test_the_simulation_is_held_against_a_real_burst():
    command = [sys.executable, "-m", "bench.simulate", "--validate", "--quick"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600, check=True).stdout
    assert [text.split(":")[0] for text in printed.splitlines()] == [
        "60 ballots, all within one second", "60 ballots, all in one instant",
    ]  # fmt: skip
    assert all("real" in text and "simulated" in text for text in printed.splitlines())
