"""The demo's backlog: teams, who holds some of the cases, what the council adopted for it, and panels still to come."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bandingdesk.casework.backlog import policies
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import backlog, case_duties
from bandingdesk.store.queries.plans import PlanOnRecord

STARTS = date(2026, 9, 7)
MINUTE = "SEND board of 4 September 2026, item 6 (invented)"
TEAMS = {"CM": "North team", "FQ": "North team", "GL": "South team"}
AHEAD = (  # the panels still to come
    ("annual_review", date(2026, 12, 3)),
    ("banding", date(2026, 12, 15)),
    ("post16", date(2027, 1, 7)),
    ("annual_review", date(2027, 1, 14)),
)
ON_AGENDA = 8  # cases that wait on the first of them


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Adopt the council's terms, make the teams, plan the panels, and give the reviews that wait to two caseworkers."""
    people = historian.cast.people
    historian.at(STARTS, 9, 0)
    historian.as_("ET")
    desk.backlog.adopt_priority(policies.priority(None), STARTS, MINUTE)
    held = desk.read(lambda conn: backlog.terms(conn, STARTS))
    every_third = {key: replace(one, every_weeks=3) for key, one in held.panels.items()}
    desk.backlog.adopt_panels(every_third, STARTS, MINUTE)
    desk.backlog.adopt_hours(replace(held.hours, each=40), STARTS, MINUTE)
    for who, team in TEAMS.items():
        desk.backlog.set_team(people[who], team, STARTS)
    meetings = [historian.plan(panel, on, "09:30", ())[0] for panel, on in AHEAD]
    historian.at(TODAY, 8, 5)
    historian.as_("CM")
    waiting = [one.case for one in known[12:]]
    for case in waiting[-ON_AGENDA:]:
        desk.panel.add_item(meetings[0], case)
    late, soon = waiting[: len(waiting) // 2 : 3], waiting[1 : len(waiting) // 2 : 3]
    with desk.store.read() as conn:
        held_by = case_duties.holders(conn, [*late, *soon])
    for who, cases in (("FQ", late), ("GL", soon)):
        desk.backlog.reassign({case: held_by[case] for case in cases}, people[who])
