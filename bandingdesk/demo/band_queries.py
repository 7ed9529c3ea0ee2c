"""The demo's queries of a band by schools: one that waits to be looked at, one answered. All invented."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bandingdesk.council.ops import PolicyValue
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import MINUTE, SAMPLE_PIN, STARTS
from bandingdesk.panel.band_query import query as rules
from bandingdesk.panel.band_query.ops import StrandDisputed
from bandingdesk.store.queries import band_query, panel
from bandingdesk.store.queries.plans import PlanOnRecord
from bandingdesk.store.queries.rulebooks import names

FRIDAY = TODAY - timedelta(days=3)
LIMIT: dict[str, PolicyValue] = {"days": 15}
_BY = "A. Quarrie (invented), SENCO"
_WORDS = "We work with this child every day and see more need in two strands than the panel agreed."
_SAID = (
    "Needs an adult beside them in every lesson, not in some. Our log of the last six weeks shows it.",
    "Two more reports came after the meeting. They describe the same need at home.",
)
_FOUND = "The two new reports were read. They bear the agreed levels out; the log was before the panel already."


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Adopt the council's own limit; one school's query is answered, another waits. KNOWN is not needed."""
    historian.at(STARTS, 9, 5)
    historian.as_("ET")
    desk.council.adopt_policy(rules.POLICY, LIMIT, STARTS, MINUTE)
    signed = desk.read(_signed)
    if len(signed) < 2:
        return  # in a demo of one meeting no panel for post-16 has met yet
    answered, waiting = signed[:2]
    first = _receive(desk, historian, answered, hour=9)
    historian.at(FRIDAY, 14, 0)
    historian.as_("NK")
    people = [one.id for one in desk.read(lambda conn: band_query.people(conn, answered[0])) if not one.part]
    others = [one for one in people if one != historian.cast.people["NK"]][:1]
    desk.band_query.decide(first, "same", _FOUND, others, SAMPLE_PIN)
    historian.as_("CM")
    desk.band_query.answer(first, FRIDAY, "letter to the school")
    _receive(desk, historian, waiting, hour=16)


def _signed(conn: Any) -> list[tuple[str, str]]:
    """Return (decision, framework) of the last meeting of the panel for post-16 whose decisions are signed."""
    found = []
    for meeting in panel.meetings(conn):
        for item in panel.agenda(conn, meeting.id):
            if item.decision_step == "signed" and item.decision_id and meeting.panel_type == "post16":
                found.append((item.decision_id, meeting.framework_sha256))
    return found


def _receive(desk: Desk, historian: Historian, of: tuple[str, str], *, hour: int) -> str:
    """Enter a query of two strands that came in on Friday."""
    decision, framework = of
    historian.at(FRIDAY, hour, 30)
    historian.as_("CM")
    scale = desk.read(lambda conn: names(conn, framework))
    strands = list(scale.strands)[:2]
    disputed = [
        StrandDisputed(strand, max(scale.levels[strand]), said) for strand, said in zip(strands, _SAID, strict=True)
    ]
    return desk.band_query.receive(decision, received=FRIDAY, by=_BY, words=_WORDS, strands=disputed).id
