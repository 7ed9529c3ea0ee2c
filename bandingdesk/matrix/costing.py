"""A costed provision map in pence a year: each line by itself, rounded by the measure's own rule, then added.

A line's weekly minutes are shared by its group. Where a rate counts at most so many minutes a pupil, the lines use them
up in the order of the map. Method source: the costed maps of banding notes 1.9.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bandingdesk.matrix import steps as st
from bandingdesk.matrix.rounding import rounded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bandingdesk.matrix.measures import CostLine
    from bandingdesk.matrix.scheme import CostTable


def cost(measure: CostTable, lines: Sequence[CostLine], trail: list[st.Step] | None = None) -> int:
    """Return what LINES come to in pence; a step a line goes to TRAIL. Rates of the lines are the measure's."""
    shared = math.lcm(*(line.group for line in lines))  # in these parts of a minute every share is whole
    used: dict[str, int] = {}
    total = 0
    for line in lines:
        if line.rate is None:
            step = st.CostLine(measure.id, line.what, "", 0, 1, 0, 1, None, 0, 0, 1, measure.rounding, line.fixed)
        else:
            step = _line(measure, line, line.rate, shared, used)
        total += step.pence
        if trail is not None:
            trail.append(step)
    return total


def _line(measure: CostTable, line: CostLine, name: str, shared: int, used: dict[str, int]) -> st.CostLine:
    rate = measure.rates[name]
    counted = line.minutes * (shared // line.group)
    if rate.max_minutes is not None:
        counted = min(counted, rate.max_minutes * shared - used.get(name, 0))
    used[name] = used.get(name, 0) + counted
    weeks = measure.weeks if line.weeks is None else line.weeks
    per = measure.scale * rate.minutes * (measure.weeks if rate.yearly else 1)
    pence = rounded(counted * weeks * rate.pence, shared * per, measure.rounding)
    return st.CostLine(
        measure=measure.id,
        what=line.what,
        rate=name,
        minutes=line.minutes,
        group=line.group,
        counted=counted,
        shared=shared,
        limit=rate.max_minutes,
        weeks=weeks,
        rate_pence=rate.pence,
        per=per,
        rounding=measure.rounding,
        pence=pence,
    )
