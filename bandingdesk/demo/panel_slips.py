"""The demo's part of scoring workbooks: invented, a few, so that every page has something to show."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bandingdesk.demo.history import Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries.plans import PlanOnRecord


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random) -> None:
    """Add this part to the cases KNOWN."""
