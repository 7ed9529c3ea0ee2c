"""Starting: the first paint against a bare Qt window, Today on 3,300 plans, the demo, and the memory at rest.

Each figure is taken on a process of its own, from its start to the line in which it says that it is there. The demos
are built first, in a home of the suite's own, so that nothing is read from or left in the person's cache.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.timing import Row

PAINT_GOAL = 3.0  # times the bare window
TODAY_GOAL = 2.5  # s
SECOND_GOAL = 3.0  # s
FIRST_GOAL = 12.0  # s, with building
MEMORY_GOAL = 220.0  # MiB


def rows(quick: bool) -> Iterator[Row]:
    """Measure the suite; QUICK takes fewer rounds."""
    rounds = 5 if quick else 9
    with tempfile.TemporaryDirectory(prefix="bandingdesk-bench-") as name:
        home = Path(name)
        yield _paint(home, rounds)
        first = _started(home, home / "first", "small")[0]
        yield _seconds("demo (small), first start with its building", first, FIRST_GOAL)
        again = [_started(home, home / f"again{n}", "small")[0] for n in range(3 if quick else 5)]
        yield _seconds("demo (small), second start", statistics.median(again), SECOND_GOAL)
        _started(home, home / "median", "median")  # builds and copies: only the later starts are measured
        found = [_started(home, home / "median", "median") for _ in range(3 if quick else 5)]
        yield _seconds("usable Today on 3,300 plans", statistics.median(one[0] for one in found), TODAY_GOAL)
        memory = statistics.median(one[1] for one in found) / 2**20
        goal = f"<= {MEMORY_GOAL:g} MiB"
        yield Row(
            "resident memory at rest on 3,300 plans", memory, "MiB", "the goal", MEMORY_GOAL, memory / MEMORY_GOAL,
            goal, memory <= MEMORY_GOAL,
        )  # fmt: skip


def _paint(home: Path, rounds: int) -> Row:
    """Take our window and a bare one in turn, after one of each that is not counted."""
    ours, bare = [], []
    for round_ in range(rounds + 1):
        mine, floor = _said(home, "paint")[0], _said(home, "bare")[0]
        if round_:
            ours.append(mine)
            bare.append(floor)
    value, floor = statistics.median(ours), statistics.median(bare)
    ratio = value / floor
    return Row(
        "first paint", value, "s", "importing QtWidgets and showing a bare window", floor, ratio,
        f"<= {PAINT_GOAL:g} x", ratio <= PAINT_GOAL,
    )  # fmt: skip


def _started(home: Path, folder: Path, size: str) -> tuple[float, float]:
    """Return (seconds until Today was usable, bytes in memory at rest) of one start of the demo."""
    seconds, rest = _said(home, "today", str(folder), size)
    return seconds, float(rest.split()[0])


def _said(home: Path, *words: str) -> tuple[float, str]:
    """Return the seconds until a process said that it is there, and what it said after that."""
    environment = {**os.environ, "BANDINGDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen"}
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.windows", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    with process:
        assert process.stdout is not None
        first = process.stdout.readline()
        seconds = time.perf_counter() - began
        rest = process.stdout.read()
    if first != "there\n":
        raise RuntimeError(f"{' '.join(words)} left with {process.returncode} before it was there")
    return seconds, rest


def _seconds(name: str, value: float, goal: float) -> Row:
    return Row(name, value, "s", "the goal", goal, value / goal, f"<= {goal:g} s", value <= goal)
