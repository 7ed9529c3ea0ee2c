"""What every suite uses: the Row it yields, and taking two things' times in turn."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One line of the result. `goal` is a sentence; `met` is None where there is nothing to meet."""

    name: str
    value: float
    unit: str
    against: str | None = None
    against_value: float | None = None
    ratio: float | None = None
    goal: str | None = None
    met: bool | None = None


def seconds(work: Callable[[], object], times: int = 1) -> float:
    """Return how long WORK takes, each of TIMES runs, in seconds."""
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


def in_turn(
    subject: Callable[[], object], rival: Callable[[], object], *, rounds: int = 7, times: int = 1, rival_times: int = 0
) -> tuple[float, float]:
    """Return the medians of SUBJECT and RIVAL in seconds, taken one after the other in each of ROUNDS (at least 5).

    TIMES repeats within a round; RIVAL_TIMES where the rival is much slower.
    """
    subject(), rival()  # both warm
    mine: list[float] = []
    theirs: list[float] = []
    for _ in range(max(rounds, 5)):
        gc.collect()
        mine.append(seconds(subject, times))
        theirs.append(seconds(rival, rival_times or times))
    return statistics.median(mine), statistics.median(theirs)


def median(work: Callable[[], object], *, rounds: int = 7, times: int = 1) -> float:
    """Return the median time of WORK in seconds over at least 5 rounds."""
    work()
    return statistics.median(seconds(work, times) for _ in range(max(rounds, 5)))
