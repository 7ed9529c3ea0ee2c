"""Samples of decided cases for audit: drawn by a seed that repeats the draw."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bandingdesk.errors import QT_TRANSLATE_NOOP, RefusedError
from bandingdesk.ops import Op, Recorded, Subject
from bandingdesk.oversight.ops import SampleDrawn


class NothingToSampleError(RefusedError):
    """No decision was signed in the period."""

    code = "OV-01"
    message = QT_TRANSLATE_NOOP("errors", "No decision was signed in this period, so there is nothing to draw.")
    kept = QT_TRANSLATE_NOOP("errors", "Nothing was recorded.")
    do = QT_TRANSLATE_NOOP("errors", "Choose a longer period.")


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample as drawn."""

    id: str
    head: str
    drawn: SampleDrawn | None = None


def apply(state: Sample | None, op: Recorded) -> Sample:
    """Fold an op of a sample."""
    known = state or Sample(op.subject.id, op.op_id)
    drawn = op.body if isinstance(op.body, SampleDrawn) else known.drawn
    return replace(known, head=op.op_id, drawn=drawn)


def chosen(decisions: Sequence[str], count: int, seed: int) -> tuple[str, ...]:
    """Return COUNT of DECISIONS, or all where there are fewer; the same seed gives the same draw.

    Raises NothingToSampleError.
    """
    if not decisions:
        raise NothingToSampleError()
    order = sorted(decisions)
    return tuple(random.Random(seed).sample(order, min(count, len(order))))


def draw(id_: str, by: str, at: datetime, body: SampleDrawn) -> Op:
    """Record a draw."""
    return Op("sample.drawn", Subject("sample", id_), None, by, at, body)
