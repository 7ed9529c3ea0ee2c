"""Lists of the demo: when settings are closed, and what the council says of the legal test of a review."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from bandingdesk.casework.lists.ops import Closure
from bandingdesk.council.ops import PolicyValue
from bandingdesk.council.policy import LOCAL_CRITERIA
from bandingdesk.demo.history import Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.desk.sample import MINUTE, STARTS
from bandingdesk.store.queries.plans import PlanOnRecord

# (closes, reopens, name): the first day closed and the day of reopening; invented but for their season
COUNCIL = (
    (date(2025, 10, 25), date(2025, 11, 3), "October 2025"),
    (date(2025, 12, 20), date(2026, 1, 5), "Christmas 2025"),
    (date(2026, 2, 14), date(2026, 2, 23), "February 2026"),
    (date(2026, 3, 28), date(2026, 4, 13), "Easter 2026"),
    (date(2026, 5, 23), date(2026, 6, 1), "May 2026"),
    (date(2026, 7, 22), date(2026, 9, 2), "Summer 2026"),
    (date(2026, 10, 24), date(2026, 11, 2), "October 2026"),
    (date(2026, 12, 19), date(2027, 1, 4), "Christmas 2026"),
    (date(2027, 2, 13), date(2027, 2, 22), "February 2027"),
)
OWN = ((date(2026, 7, 18), date(2026, 9, 7), "Summer 2026"),)  # a school with a longer summer
CRITERIA: dict[str, PolicyValue] = {
    "ASSESS": "Two cycles of support, planned and reviewed, are usual and not a condition. (invented)",
    "REVIEW": "We look at what the last two terms show, and ask first what the child or young person says. (invented)",
    "CEASE": "We speak with the next college or employer before we propose an end. (invented)",
}


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Record the closures of the council and of one school, and the council's own criteria."""
    historian.at(STARTS, 9, 0)
    historian.as_("ET")
    desk.council.adopt_policy(LOCAL_CRITERIA, CRITERIA, STARTS, MINUTE)
    historian.as_("CM")
    desk.lists.set_closures("", [Closure(*one) for one in COUNCIL])
    school = next((one.plan.setting_urn for one in known if one.plan.setting_urn), "")
    if school:
        desk.lists.set_closures(school, [Closure(*one) for one in OWN])
