"""Builds the demo: an invented council, its plans, twelve meetings held in full, and one in progress this morning."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from bandingdesk.casework.ops import AppealLodged, HistoryEntry, ReviewHeld
from bandingdesk.council.ops import SettingAdded
from bandingdesk.demo import casework, papers
from bandingdesk.demo.history import PANELS, TODAY, Cast, DemoCase, Historian
from bandingdesk.demo.scores import Scale
from bandingdesk.demo_caseload import plans
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import SAMPLE_PIN, sample_council
from bandingdesk.seams import FixedClock
from bandingdesk.store.queries import council, rulebooks
from bandingdesk.store.queries.plans import PlanOnRecord, on_record

SIZES = {"small": 1700, "median": 3300, "large": 12000}
NOW = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)  # London is on UTC in November
MEETINGS = 12
ITEMS = 12
LETTERS = 24
VERSION = "8"
Progress = Callable[[str], None]


def quiet(_: str) -> None:
    """Tell nobody how far the building is."""


class Built(NamedTuple):
    """What a builder leaves for pictures and the tour: the meeting in progress, its items, people by initials."""

    meeting: str
    items: tuple[str, ...]
    people: dict[str, str]


def build(desk: Desk, clock: FixedClock, *, size: str = "small", seed: int = 1, progress: Progress = quiet) -> Built:
    """Fill DESK's empty store and leave R. Amari, the chair, at the keys at 08:52 on Monday 23 November 2026."""
    rng = random.Random(seed)
    cast = found_council(desk, clock)
    progress("Plans")
    rows = plans(SIZES[size], seed, TODAY)
    desk.switch(cast.people["CM"])
    desk.casework.take_plans(rows, "exampleshire-plans-2026.xlsx", "0" * 64)
    add_settings(desk)
    known = desk.read(on_record)
    rng.shuffle(known)
    historian = Historian(desk, clock, cast, rng)
    taken = _held_meetings(desk, historian, known, rng, progress)
    progress("This morning's meeting")
    meeting, items = this_morning(desk, historian, known[taken : taken + ITEMS], rng)
    _waiting_reviews(desk, historian, known[taken + ITEMS : taken + ITEMS + 30], rng)
    casework.add(desk, historian, known[taken : taken + ITEMS + 30], rng)
    _before_this_record(desk, historian, known[taken + ITEMS + 30 :], rng)
    clock.set(NOW)
    historian.as_("RA")
    return Built(meeting, tuple(items), dict(cast.people))


def found_council(desk: Desk, clock: FixedClock) -> Cast:
    """Set up the sample council on Monday 31 August 2026 and return who is who in it."""
    clock.set(datetime(2026, 8, 31, 8, 0, tzinfo=UTC))
    desk.council.set_up("Demo administrator", "DA", "Systems", SAMPLE_PIN, "Demonstration laptop")
    people = sample_council(desk)
    with desk.store.read() as conn:
        framework = rulebooks.framework(conn, council.framework_in_force(conn, TODAY).id)
    scales = tuple(Scale(one.id, one.name, max(level.level for level in one.levels)) for one in framework.strands)
    reasons = tuple(reason.id for reason in framework.override.named())
    return Cast(people, scales, reasons, tuple(band.id for band in framework.ladder()))


def add_settings(desk: Desk) -> None:
    """Add the first 120 settings that plans name."""
    known = {}
    for one in desk.read(on_record):
        plan = one.plan
        if plan.setting_urn and plan.setting_urn not in known:
            kind: Any = plan.setting_type or "other"
            known[plan.setting_urn] = SettingAdded(
                plan.setting_name,
                kind,
                plan.setting_urn,
                ("Specimen Road", "Exampleton", "ZZ99 3XZ"),
                None,
                True,
            )
    for body in list(known.values())[:120]:
        desk.council.add_setting(body)


def prepare(
    desk: Desk, historian: Historian, one: PlanOnRecord, on: date, rng: random.Random, *, as_pdf: bool
) -> DemoCase:
    """Hold a review for a plan about two weeks before ON, file its papers with passages; return it for a panel."""
    review = on - timedelta(days=rng.randrange(11, 19))
    historian.at(on - timedelta(days=9), 9, 0)
    historian.as_("CM")
    name, plan = one.plan.name, one.plan
    desk.casework.hold_review(
        one.case,
        ReviewHeld(
            on=review,
            report_received=on - timedelta(days=9),
            asked_for="amend" if rng.random() < 0.6 else "keep",
            setting_says="The school asks for more adult time at lunch and in small groups.",
            parent_name=f"Parent of {name}",
            parent_address=("17 Specimen Lane", "Exampleton", "ZZ99 3WZ"),
            parent_views="Mornings are better now. We worry about lunchtimes and the move to a new class.",
            child_views="I like art. I want a friend at lunch.",
            section_f=(
                "Adult support in lessons, 15 hours a week",
                "A small group for talking with others, twice a week",
                "A quiet place and a known adult at lunchtime",
            ),
        ),
    )
    scales = tuple(scale.strand for scale in historian.cast.scales)
    extracts = {}
    for paper in papers.papers(rng, review, scales)[: 3 if as_pdf else 1]:
        contents = papers.pdf_bytes(paper, name) if as_pdf else papers.text_bytes(paper, name)
        made = desk.casework.add_evidence(
            one.case,
            contents,
            title=paper.title,
            author=paper.author,
            author_role=paper.author_role,
            dated=paper.dated,
            kind=paper.kind,
            mime="application/pdf" if as_pdf else "text/plain",
            pages=1,
        )
        for passage in paper.passages[: 4 if as_pdf else 1]:
            mark = desk.casework.mark_extract(made.id, passage.strand, 1, passage.text, passage.highlight)
            extracts[passage.strand] = mark.id
    return DemoCase(one.case, plan.primary_need, plan.setting_type, extracts)


def _held_meetings(
    desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random, progress: Progress
) -> int:
    """Hold twelve meetings of twelve cases, weekly up to Thursday 19 November, the three panels in turn."""
    letters = 0
    panels = list(PANELS)
    for number in range(MEETINGS):
        progress(f"Meeting {number + 1} of {MEETINGS}")
        on = date(2026, 11, 19) - timedelta(days=7 * (MEETINGS - 1 - number))
        panel = panels[number % len(panels)]
        batch = known[number * ITEMS : (number + 1) * ITEMS]
        cases = [prepare(desk, historian, one, on, rng, as_pdf=False) for one in batch]
        meeting, items = historian.plan(panel, on, "09:30", cases)
        rounds = []
        for at, (case, item) in enumerate(zip(cases, items, strict=True)):
            withdrawn = PANELS[panel][1 + at % 3] if at == 5 else None
            historian.at(on - timedelta(days=2), 19, 0)
            historian.declare(panel, meeting, item, withdrawn=withdrawn)
            scorers = [who for who in PANELS[panel] if who != withdrawn]
            rounds.append(historian.score(panel, meeting, item, case, scorers))
        historian.at(on, 9, 30)
        historian.open(panel, meeting)
        for at, (item, round_id) in enumerate(zip(items, rounds, strict=True)):
            historian.at(on, 9 + (at * 12 + 30) // 60, (at * 12 + 30) % 60)
            if at == 11 and number % 4 == 3:
                historian.defer(panel, meeting, item)
                continue
            if at == 5:
                historian.leave(panel, meeting, item, PANELS[panel][1 + at % 3])
            minority = PANELS[panel][2] if at % 6 == 3 else None
            historian.agree(panel, round_id, minority=minority)
            outcome = "amend" if at % 3 else "keep"
            decision = historian.propose(panel, meeting, item, round_id, outcome=outcome, override=at % 8 == 7)
            last = number == MEETINGS - 1
            historian.conclude(panel, decision, until="recommended" if last and at >= 9 else "signed")
            historian.close_item(panel, meeting, item)
            if number >= MEETINGS - 3 and letters < LETTERS and not (last and at >= 6):
                historian.at(on + timedelta(days=1), 11, 0)
                letters += historian.write(decision, limit=LETTERS - letters)
            elif not _waits(number, at):
                late = at % 9 == 0 and not last  # some families waited too long
                historian.know(decision, on + timedelta(days=40 if late else 1))
        historian.close(panel, meeting)
        if number in (2, 5, 8):
            case_id = cases[0].id
            historian.as_("CM")
            body = AppealLodged(on + timedelta(days=30), None, "contents", "The family appealed about Section F.")
            desk.casework.lodge_appeal(case_id, body)
    return MEETINGS * ITEMS


def _waits(meeting: int, item: int) -> bool:
    """Return whether the letters of a decision still wait: three signed last week, one forgotten, and late, before."""
    return item >= 6 if meeting == MEETINGS - 1 else (meeting, item) == (MEETINGS - 4, 4)


def this_morning(
    desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random
) -> tuple[str, list[str]]:
    """Leave a meeting in progress: three cases decided, one revealed, the others locked, waiting or stepped out."""
    panel, on = "annual_review", TODAY
    cases = [prepare(desk, historian, one, on, rng, as_pdf=True) for one in known]
    meeting, items = historian.plan(panel, on, "08:30", cases)
    rounds = []
    for at, (case, item) in enumerate(zip(cases, items, strict=True)):
        historian.at(on - timedelta(days=3), 20, 0)
        if at < 10:
            historian.declare(panel, meeting, item, withdrawn="JW" if at == 8 else None)
        if at < 9:
            scorers = [who for who in PANELS[panel] if not (at == 8 and who == "JW")]
            apart = "social" if at == 3 else ""
            asked = scorers if at < 7 else scorers[1:]
            rounds.append(historian.score(panel, meeting, item, case, asked, apart=apart))
    historian.at(on, 8, 30)
    historian.open(panel, meeting)
    for at in range(3):
        historian.at(on, 8, 32 + 5 * at)
        historian.agree(panel, rounds[at], minority="PL" if at == 1 else None)
        outcome = "keep" if at == 0 else "amend"
        decision = historian.propose(panel, meeting, items[at], rounds[at], outcome=outcome, override=at == 2)
        historian.conclude(panel, decision, until="recommended")
        historian.close_item(panel, meeting, items[at])
    historian.at(on, 8, 48)
    historian.reveal(panel, rounds[3])
    return meeting, items


def _waiting_reviews(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random) -> None:
    """Leave reviews held and not yet decided: some of them past the law's four weeks."""
    for at, one in enumerate(known):
        on = TODAY - timedelta(days=0 if at % 3 else 21)
        prepare(desk, historian, one, on, rng, as_pdf=False)


def _before_this_record(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random) -> None:
    """Record what happened before this record began, with its dates, for every second plan."""
    historian.at(TODAY - timedelta(days=60), 9, 0)
    historian.as_("CM")
    histories = []
    for one in known[::2]:
        start = one.plan.plan_start or date(2024, 9, 2)
        panel = min(start + timedelta(days=rng.randrange(20, 60)), TODAY - timedelta(days=100))
        entries = [
            HistoryEntry(panel, "panel", "Band agreed by a panel of the council", one.plan.current_band or None, None),
            HistoryEntry(panel + timedelta(days=6), "letter", "Letter about the band to the setting"),
        ]
        if one.plan.last_review:
            entries.append(HistoryEntry(one.plan.last_review, "review", "Annual review decided"))
        histories.append((one.case, entries))
    desk.casework.record_histories(histories, "exampleshire-history-2026.xlsx")
