"""The demo's part of higher panels: invented, a few, so that every page has something to show."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial

from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.panel.ops import Seat, SeatRole
from bandingdesk.store.queries import council, decisions, panel
from bandingdesk.store.queries.decisions import DecisionRow
from bandingdesk.store.queries.plans import PlanOnRecord

FUNDERS: Mapping[str, SeatRole] = {"DP": "chair", "KO": "deputy", "AB": "member", "HS": "member", "CM": "clerk"}
JUDGES: Mapping[str, SeatRole] = {"TB": "chair", "NK": "deputy", "AB": "member", "HS": "member", "CM": "clerk"}
ON = TODAY + timedelta(days=8)


def add(desk: Desk, historian: Historian, _known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Put one decided case before the high cost panel of next week, and one before oversight on the same day."""
    costly, drawn = _signed(desk)
    historian.at(TODAY - timedelta(days=3), 15, 10)
    historian.as_("CM")
    funding = _plan(desk, historian, "high_cost", "13:00", FUNDERS)
    desk.higher.take_up(funding, costly.id, "Above the limit: who bears it, and how it is commissioned.")
    judging = _plan(desk, historian, "oversight", "15:30", JUDGES)
    desk.higher.take_up(judging, drawn.id, "One of ten decided this month, drawn by lot.")


def _signed(desk: Desk) -> tuple[DecisionRow, DecisionRow]:
    """Return two signed decisions of the last annual review panel that was held to its end, in which no judge sat."""
    held = next(
        row for row in desk.read(panel.meetings)
        if row.state == "closed" and not row.called_off and row.panel_type == "annual_review"
    )  # fmt: skip
    cases = [row.case_id for row in desk.read(lambda conn: panel.agenda(conn, held.id))]
    found = [one for case in cases for one in desk.read(partial(decisions.decisions, case_id=case))[:1]]
    first, second = [one for one in found if one.step == "signed"][3:5]
    return first, second


def _plan(desk: Desk, historian: Historian, kind: str, starts: str, people: Mapping[str, SeatRole]) -> str:
    of = historian.cast.people
    seats = tuple(
        Seat(of[who], role, desk.read(partial(council.person, id_=of[who])).profession) for who, role in people.items()
    )
    return desk.panel.plan_meeting(kind, ON, starts, "17:00", "Room 4", seats).id
