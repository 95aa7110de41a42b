"""Durable casts against the bare echo: the same bytes, the same connections, turn by turn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import median

from bench.load import Job, Load, Outcome
from bench.servers import Contestant
from bench.sizes import Sizes
from bench.table import Row, percentile, spread
from bench.town import GRADES, POINTS, Town, cast, echo, read

TITLES = {GRADES: "grades", POINTS: "0–100"}
BURST = "burst"
BEST_PEER = 12  # ballots a second on 2 cores, of EvaP and LimeSurvey in production set-ups; measured once, elsewhere


@dataclass(frozen=True)
class Round:
    """One turn of both contestants with the same number of requests."""

    casts: int
    cast_seconds: float
    echo_seconds: float
    cast_cpu: float
    echo_cpu: float
    commits: int


class Arena:
    """Both contestants, the town that votes, and the process that sends."""

    def __init__(self, town: Town, product: Contestant, yardstick: Contestant, load: Load) -> None:
        self.town, self.product, self.yardstick, self.load = town, product, yardstick, load
        self.acknowledged = 0

    def phones(self, session: str, count: int, connections: int) -> list[str]:
        """So many phones that have read their ballots, as every phone does before it casts."""
        codes = self.town.take(session, count)
        outcome = self.load.run(Job(self.product.port, [read(code) for code in codes], connections))
        only(outcome, 200)
        return codes

    def cast(self, job: Job) -> Outcome:
        """Casts; every answer must say "counted", and afterwards every ballot must stand in the database."""
        outcome = self.load.run(job)
        only(outcome, 201)
        self.acknowledged += len(outcome.latencies)
        if self.town.returned() != self.acknowledged:
            raise RuntimeError(f"{self.acknowledged} acknowledged, {self.town.returned()} stored")
        return outcome


def only(outcome: Outcome, status: int) -> None:
    """Raises where anything else was answered: a faulty run has no figures."""
    if set(outcome.statuses) != {status}:
        raise RuntimeError(f"answers by status: {dict(outcome.statuses)}")


def casts(arena: Arena, sizes: Sizes) -> list[Row]:
    """Casts against echoes, both scales, all numbers of connections."""
    ratios, details, fastest = [], [], 0.0
    for session in TITLES:
        for connections, count in sizes.casts.items():
            rounds = closed_loop(arena, session, connections, count, sizes.rounds)
            ratio, more = rows_of(session, connections, rounds)
            ratios.append(ratio)
            details += more
            fastest = max(fastest, median(one.casts / one.cast_seconds for one in rounds))
    times = fastest / BEST_PEER
    peers = Row(f"fastest durable casts ÷ the best peer's {BEST_PEER}", f"{times:.0f}", "≥ 150", times >= 150)
    return [*ratios, peers, *_in_kinds(details)]


def _in_kinds(rows: list[Row]) -> list[Row]:
    """Rows that measure the same beside each other."""
    kinds = list(dict.fromkeys(row.work.split(",")[0] for row in rows))
    return sorted(rows, key=lambda row: kinds.index(row.work.split(",")[0]))


def bursts(arena: Arena, sizes: Sizes) -> list[Row]:
    """Everybody within a second, and everybody in one instant."""
    return [row for within in (1.0, 0.0) for row in burst(arena, sizes.burst, within, sizes.bursts)]


def closed_loop(arena: Arena, session: str, connections: int, casts: int, rounds: int) -> list[Round]:
    """Rounds of both contestants in turn; the first round is not counted."""
    found = [_round(arena, session, connections, casts, cast_first=bool(at % 2)) for at in range(rounds + 1)]
    return found[1:]


def _round(arena: Arena, session: str, connections: int, casts: int, *, cast_first: bool) -> Round:
    codes = arena.phones(session, casts, connections)
    bodies = [arena.town.ballot(session) for _ in codes]
    casting = Job(arena.product.port, [cast(*pair) for pair in zip(codes, bodies, strict=True)], connections)
    echoing = Job(arena.yardstick.port, [echo(*pair) for pair in zip(codes, bodies, strict=True)], connections)
    if cast_first:
        mine, my_cpu, commits = _timed_cast(arena, session, casting)
        bare, bare_cpu = _timed_echo(arena, echoing)
    else:
        bare, bare_cpu = _timed_echo(arena, echoing)
        mine, my_cpu, commits = _timed_cast(arena, session, casting)
    return Round(casts, mine.seconds, bare.seconds, my_cpu, bare_cpu, commits)


def _timed_cast(arena: Arena, session: str, job: Job) -> tuple[Outcome, float, int]:
    cpu, revision = arena.product.cpu(), arena.town.revision(session)
    outcome = arena.cast(job)
    return outcome, arena.product.cpu() - cpu, arena.town.revision(session) - revision


def _timed_echo(arena: Arena, job: Job) -> tuple[Outcome, float]:
    cpu = arena.yardstick.cpu()
    outcome = arena.load.run(job)
    only(outcome, 200)
    return outcome, arena.yardstick.cpu() - cpu


def rows_of(session: str, connections: int, rounds: Sequence[Round]) -> tuple[Row, list[Row]]:
    """The ratio, and what stands further down: processor time, batches, absolute figures."""
    ratios = [one.echo_seconds / one.cast_seconds for one in rounds]
    name = f"{TITLES[session]}, {connections} connections"
    ratio = Row(f"durable casts ÷ bare echo, {name}", spread(ratios), "≥ 1.0", median(ratios) >= 1.0)
    mine = [one.cast_cpu / one.casts * 1e6 for one in rounds]
    bare = [one.echo_cpu / one.casts * 1e6 for one in rounds]
    shares = [a / b for a, b in zip(mine, bare, strict=True)]
    more = [
        Row(f"CPU a cast ÷ CPU an echo, {name}", f"{spread(shares)}: {median(mine):.0f} µs ÷ {median(bare):.0f} µs"),
        Row(f"casts a commit, {name}", spread([one.casts / max(1, one.commits) for one in rounds], 1)),
        Row(f"durable casts a second, {name}", spread([one.casts / one.cast_seconds for one in rounds], 0)),
        Row(f"bare echoes a second, {name}", spread([one.casts / one.echo_seconds for one in rounds], 0)),
    ]
    return ratio, more


def burst(arena: Arena, phones: int, within: float, repeats: int) -> list[Row]:
    """Phones that arrive when they arrive: latencies from the moment each of them wanted to be heard."""
    halves, worst, ends, cpu = [], [], [], []
    chance = Random(2026)
    for _ in range(repeats):
        codes = arena.phones(BURST, phones, 64)
        requests = [cast(code, arena.town.ballot(BURST)) for code in codes]
        arrivals = sorted(chance.uniform(0, within) for _ in codes)
        before = arena.product.cpu()
        outcome = arena.cast(Job(arena.product.port, requests, phones, arrivals, watching=codes))
        cpu.append((arena.product.cpu() - before) / phones * 1e6)
        halves.append(percentile(outcome.latencies, 50) * 1000)
        worst.append(percentile(outcome.latencies, 99) * 1000)
        ends.append(max(outcome.latencies) * 1000)
    limit, when = (200, f"within {within:g} s") if within else (1200, "in one instant")
    name = f"{phones} phones connected, all cast {when}"
    target = "≤ 200 ms" if within else "≤ 1.2 s, none lost"
    return [
        Row(f"{name}: p99, ms", spread(worst, 0), target, median(worst) <= limit),
        Row(f"{name}: p50, ms", spread(halves, 0)),
        Row(f"{name}: slowest, ms", spread(ends, 0)),
        Row(f"{name}: server CPU a phone (its socket opened, its ballot cast), µs", spread(cpu, 0)),
    ]
