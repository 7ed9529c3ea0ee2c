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
from bandingdesk.casework.register import entry
from bandingdesk.casework.register.ops import EntryMade, Values
from bandingdesk.demo import build as acts
from bandingdesk.demo.build import Built, Progress, quiet
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.demo_caseload import plans
from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Op, Subject
from bandingdesk.seams import FixedClock
from bandingdesk.statute import register
from bandingdesk.store import bulk
from bandingdesk.store.queries.plans import on_record

SIZE = "bench"
CASES = 20_000
OPS = 400_000  # of the record that the screen is measured on
REVIEWED = 9  # every ninth plan has a review that is not decided: some 2,200 clocks of reg 20(10)
WITH_HISTORY = 2  # every second plan has an earlier panel and letter


def build(
    desk: Desk, clock: FixedClock, *, count: int = CASES, ops: int = 0, seed: int = 1, progress: Progress = quiet
) -> Built:
    """Fill DESK's empty store with COUNT cases and a meeting in progress; R. Amari is at the keys at 08:52.

    With OPS each case has a request that was agreed to as well, and earlier letters until the record has so many ops.
    """
    rng = random.Random(seed)
    cast = acts.found_council(desk, clock)
    desk.switch(cast.people["CM"])
    progress("Plans")
    bulk.write_ops(desk.store, written(desk, plans(count, seed, TODAY), rng))
    if ops:
        progress("Requests and earlier letters")
        _lengthen(desk, ops, rng)
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


def _lengthen(desk: Desk, ops: int, rng: random.Random) -> None:
    cases = [one.case for one in desk.read(on_record)]
    bulk.write_ops(desk.store, (op for case in cases for op in _requested(desk, case, rng)))
    with desk.store.read() as conn:
        left = ops - conn.exec_driver_sql("SELECT count(*) FROM op").scalar_one()
    told = HistoryRecorded((HistoryEntry(date(2025, 6, 2), "letter", "Letter about the band to the setting"),), "bench")
    by, at = desk.me_id, desk.clock.now()
    many = (cases[number % len(cases)] for number in range(left))
    bulk.write_ops(
        desk.store, (Op("case.history_recorded", Subject("case", case), None, by, at, told) for case in many)
    )


def _requested(desk: Desk, case: str, rng: random.Random) -> Iterator[Op]:
    """Give a request that was agreed to, and its assessment with a draft: the 20 weeks run."""
    by, at, book = desk.me_id, desk.clock.now(), register.book()
    received = TODAY - timedelta(days=rng.randrange(50, 170))
    told = received + timedelta(days=rng.randrange(25, 46))
    asked: Values = {"received": received.isoformat(), "source": rng.choice("12345"), "outcome": "Y",
                     "outcome_date": told.isoformat()}  # fmt: skip
    request = desk.ground.ids.new()
    yield entry.make(request, by, at, EntryMade(case, "request", book.version, asked), book)
    drafted: Values = {"draft_sent": (received + timedelta(days=95)).isoformat()}
    made = EntryMade(case, "assessment", book.version, drafted, request)
    yield entry.make(desk.ground.ids.new(), by, at, made, book)


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
