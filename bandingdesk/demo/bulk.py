"""Fills a store with 20,000 invented cases for measuring: the rows that acts make, written by the bulk writer.

Children, cases, reviews and earlier history come in bulk; the council, its settings and this morning's meeting by acts.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bandingdesk.casework import case as cases
from bandingdesk.casework import imports
from bandingdesk.casework.case import Case
from bandingdesk.casework.intake import PlanRow
from bandingdesk.casework.ops import HistoryEntry, HistoryRecorded, ReviewHeld
from bandingdesk.demo import build as acts
from bandingdesk.demo.build import Built, Progress, quiet
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.demo_caseload import plans
from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Op
from bandingdesk.seams import FixedClock
from bandingdesk.store import bulk
from bandingdesk.store.queries.plans import on_record

SIZE = "bench"
CASES = 20_000
REVIEWED = 9  # every ninth plan has a review that is not decided: some 2,200 clocks of reg 20(10)
WITH_HISTORY = 2  # every second plan has an earlier panel and letter


def build(desk: Desk, clock: FixedClock, *, count: int = CASES, seed: int = 1, progress: Progress = quiet) -> Built:
    """Fill DESK's empty store with COUNT cases and a meeting in progress; R. Amari is at the keys at 08:52."""
    rng = random.Random(seed)
    cast = acts.found_council(desk, clock)
    desk.switch(cast.people["CM"])
    progress("Plans")
    bulk.write_ops(desk.store, written(desk, plans(count, seed, TODAY), rng))
    acts.add_settings(desk)
    progress("This morning's meeting")
    known = desk.read(on_record)
    untouched = [one for at, one in enumerate(known) if at % REVIEWED]
    historian = Historian(desk, clock, cast, rng)
    meeting, items = acts.this_morning(desk, historian, rng.sample(untouched, acts.ITEMS), rng)
    clock.set(acts.NOW)
    historian.as_("RA")
    return Built(meeting, tuple(items), dict(cast.people))


def written(desk: Desk, rows: Sequence[PlanRow], rng: random.Random) -> Iterator[Op | tuple[Op, ...]]:
    """Give the acts of ROWS: child and case together, then a review or an earlier history where the plan has one."""
    by, at, new_id = desk.me_id, desk.clock.now(), desk.ground.ids.new
    for number, plan in enumerate(rows):
        ops = tuple(imports.new_plan(plan, new_id, by, at, None, invented=True))
        yield ops
        case = Case(ops[1].subject.id, "", ops[1].body)  # the writer puts the head as it stands
        if number % REVIEWED == 0:
            on = TODAY - timedelta(days=rng.randrange(0, 32))
            yield cases.hold_review(case, by, at, _review(plan, on), today=TODAY)
        if number % WITH_HISTORY == 0:
            yield cases.record_history(case, by, at, HistoryRecorded(tuple(_history(plan, rng)), "bench"))


def _review(plan: PlanRow, on: date) -> ReviewHeld:
    return ReviewHeld(
        on=on,
        report_received=None,
        asked_for="amend",
        setting_says="The school asks for more adult time at lunch and in small groups.",
        parent_name=f"Parent of {plan.name}",
        parent_address=("17 Specimen Lane", "Exampleton", "ZZ99 3WZ"),
        parent_views="Mornings are better now. We worry about lunchtimes.",
        child_views="I like art.",
        section_f=("Adult support in lessons, 15 hours a week", "A quiet place at lunchtime"),
    )


def _history(plan: PlanRow, rng: random.Random) -> Iterator[HistoryEntry]:
    panel = (plan.plan_start or date(2024, 9, 2)) + timedelta(days=rng.randrange(20, 60))
    yield HistoryEntry(panel, "panel", "Band agreed by a panel of the council", plan.current_band or None, None)
    yield HistoryEntry(panel + timedelta(days=6), "letter", "Letter about the band to the setting")
