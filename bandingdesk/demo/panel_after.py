"""The demo's part of what follows decisions: invented, a few, so that every page has something to show."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import SAMPLE_PIN
from bandingdesk.store.queries import casework, decisions, panel, papers
from bandingdesk.store.queries.panel import ItemRow, MeetingRow
from bandingdesk.store.queries.plans import PlanOnRecord

_OUTSIDE = 14  # of the cases with a review held: the one that an officer decided


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random) -> None:
    """Add minutes of the last held meeting, feedback, two actions, and a decision out of panel that waits."""
    meeting, items = _last_held(desk)
    people = historian.cast.people
    historian.at(meeting.on, 12, 40)
    historian.as_("CM")
    schooled = [one for one in items if desk.read(partial(casework.case, id_=one.case_id)).setting_name]
    first, second = schooled[:2]  # there is a setting to tell
    desk.after.add_action(
        second.case_id,
        "Ask the therapist for the report that is owed.",
        people["CM"],
        TODAY - timedelta(days=2),
        meeting=meeting.id,
        item=second.item,
    )
    desk.after.add_action(
        first.case_id,
        "Tell the school how lunchtimes are to be covered.",
        people["CM"],
        TODAY + timedelta(days=4),
        meeting=meeting.id,
        item=first.item,
    )
    approving = _last_held(desk, "annual_review")[0].id  # this morning's meeting may approve these
    for held in dict.fromkeys((meeting.id, approving)):
        desk.after.make_minutes(held)
    historian.at(TODAY - timedelta(days=3), 9, 10)
    decided = desk.read(lambda conn: decisions.decisions(conn, second.case_id))[0]
    desk.after.make_feedback(decided.id, ("strategies", "impact"), "The school’s own record of lunchtimes helped most.")
    _out_of_panel(desk, historian, known[_OUTSIDE].case)


def _last_held(desk: Desk, panel_type: str = "") -> tuple[MeetingRow, list[ItemRow]]:
    """Return the last meeting that was held to its end, of any panel or of one, with its agenda."""
    held = next(
        row
        for row in desk.read(panel.meetings)
        if row.state == "closed" and not row.called_off and panel_type in ("", row.panel_type)
    )
    return held, desk.read(lambda conn: panel.agenda(conn, held.id))


def _out_of_panel(desk: Desk, historian: Historian, case: str) -> None:
    """Send CASE to the officer, who decides it: this morning's meeting has still to take note of it."""
    historian.at(TODAY - timedelta(days=4), 16, 0)
    historian.as_("CM")
    reason = "The annual review panel does not meet again before the law’s last day."
    asked = desk.after.to_officer(case, reason, TODAY - timedelta(days=3), panel_type="annual_review").id
    historian.at(TODAY - timedelta(days=3), 10, 30)
    historian.as_("ET")
    relied = desk.read(lambda conn: tuple(row.id for row in papers.to_answer(conn, case)))
    desk.after.decide_outside(
        case,
        panel_type="annual_review",
        route="officer",
        why="",
        outcome="keep",
        legal_test="I asked whether the plan still describes needs, outcomes and help. I think that it does.",
        options=("Keep the plan as it is", "Amend Section F, line 3", "Wait for the next panel, which is too late"),
        evidence=relied,
        reasons="The report shows steady progress, and the family asks for no change.",
        pin=SAMPLE_PIN,
        asked=asked,
    )
