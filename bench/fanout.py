"""Sockets: what a watching phone costs, how long one message takes to reach all of them, and how far a screen lags."""

from __future__ import annotations

import time
from statistics import median

from bench.casting import Arena
from bench.load import Job
from bench.sizes import Sizes
from bench.sockets import as_phone, hear, hold, let_go
from bench.table import Row, percentile, spread
from bench.town import cast

FANOUT, PROJECTOR = "fanout", "projector"
WARM = 200  # phones that connect first, so that what is made once is not charged to the others
LIMITS = {2000: (150, 45), 5000: (300, 100)}  # ms: target, stretch


def fanout(arena: Arena, sizes: Sizes) -> list[Row]:
    """Memory a phone, and one message to so many of them, by turns pause and resume."""
    rows: list[Row] = []
    warm = min(WARM, sizes.phones[0] // 2)
    held = _connect(arena, warm)
    first, base = arena.product.memory(), held
    connecting = arena.product.cpu()
    for count in sizes.phones:
        held = _connect(arena, count - held)
        if count == sizes.phones[-1]:
            each = (arena.product.memory() - first) / (held - base) / 1024
            cpu = (arena.product.cpu() - connecting) / (held - base) * 1e6
            rows.append(Row(f"memory a connected phone, of {held}, KB", f"{each:.0f}", "≤ 75", each <= 75))
            rows.append(Row("server CPU for a phone that connects and watches (messages included), µs", f"{cpu:.0f}"))
        rows += _told(arena, count, sizes.messages)
    arena.load.begin(let_go).result()
    return rows


def _connect(arena: Arena, count: int) -> int:
    codes = arena.town.take(FANOUT, count)
    return arena.load.begin(hold, arena.product.port, [as_phone(code) for code in codes]).result()


def _told(arena: Arena, phones: int, messages: int) -> list[Row]:
    spans, delays, cpu = [], [], []
    for at in range(messages):
        change, marker = ((arena.town.pause, b'"paused"'), (arena.town.resume, b'"open"'))[at % 2]
        listening = arena.load.begin(hear, marker)
        time.sleep(0.2)  # until it listens: what waits in a buffer would seem to have come late
        before = arena.product.cpu()
        change(FANOUT)
        committed = time.perf_counter()
        times = listening.result()
        cpu.append((arena.product.cpu() - before) / phones * 1e6)
        spans.append((percentile(times, 99) - times[0]) * 1000)
        delays.append((percentile(times, 99) - committed) * 1000)
    target, stretch = LIMITS.get(phones, (150, 45))
    name = f"one message to {phones} phones"
    return [
        Row(f"{name}: p99 behind the first of them, ms", spread(spans, 0), f"≤ {target} (stretch {stretch})",
            median(spans) <= target),
        Row(f"{name}: p99 behind the commit, ms (the server looks every 200)", spread(delays, 0)),
        Row(f"{name}: server CPU a phone, µs", spread(cpu, 0)),
    ]  # fmt: skip


def projector(arena: Arena, sizes: Sizes) -> list[Row]:
    """Ballots in a steady flow, and how long after its answer each of them is on the screen."""
    codes = arena.phones(PROJECTOR, sizes.flow, 64)
    key = arena.town.command("screen", PROJECTOR).strip().partition("#")[2]
    requests = [cast(code, arena.town.ballot(PROJECTOR)) for code in codes]
    arrivals = [at * sizes.flow_seconds / sizes.flow for at in range(sizes.flow)]
    screen = f'{{"review":"{PROJECTOR}","key":"{key}"}}'
    outcome = arena.cast(Job(arena.product.port, requests, sizes.flow, arrivals, screen=screen))
    lags, at = [], 0
    for number, answered in enumerate(outcome.answered, 1):
        while outcome.shown[at][1] < number:
            at += 1
        lags.append(max(0.0, outcome.shown[at][0] - answered) * 1000)
    span = outcome.shown[-1][0] - outcome.shown[0][0]
    rate = (len(outcome.shown) - 1) / span if span else 0.0
    worst = percentile(lags, 99)
    name = f"projector behind a ballot's answer, {sizes.flow / sizes.flow_seconds:.0f} ballots a second"
    return [
        Row(f"{name}: p99, ms", f"{worst:.0f}", "≤ 250", worst <= 250),
        Row(f"{name}: p50, ms", f"{percentile(lags, 50):.0f}"),
        Row(f"{name}: messages a second", f"{rate:.1f}", "≤ 5", rate <= 5.05),
    ]
