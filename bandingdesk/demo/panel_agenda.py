"""The demo's next banding panel, four days off: order with reasons, readers by rota, a late paper, an open interest.

All of it is invented. It is built when the week after's meeting stands (`panel_slips`), since the order asks which case
can wait for it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from bandingdesk.demo import papers
from bandingdesk.demo.history import PANELS, TODAY, DemoCase, Historian
from bandingdesk.demo.papers import Paper, Passage
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import panel
from bandingdesk.store.queries.plans import PlanOnRecord

ON = date(2026, 11, 26)
PANEL = "banding"
STARTS = "09:30"
DEADLINE = date(2026, 11, 19)
_PLACES = (13, 14, 16, 17, 19)  # of the cases with a review held and a day of the law ahead


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], rng: random.Random) -> None:
    """Plan the meeting a week ahead, with its deadline; give it readers and an order; let a paper come late."""
    people = historian.cast.people
    chosen = [known[place] for place in _PLACES]
    meeting, items = historian.plan(PANEL, ON, STARTS, [DemoCase(one.case, "", "", {}) for one in chosen])
    _chair, second, third, _deputy = PANELS[PANEL]
    historian.as_("CM")
    desk.agenda.set_deadline(meeting, DEADLINE, "Five working days before the meeting (invented)")
    desk.agenda.set_hours(meeting, people[third], "", "10:30", "Clinic in the afternoon (invented)")
    historian.at(TODAY - timedelta(days=3), 11, 0)
    for at, item in enumerate(items):
        for who in PANELS[PANEL]:
            historian.as_(who)
            if at == 1 and who == second:
                words = "I supervise the trainee who works at this school."
                desk.panel.declare_interest(meeting, item, people[who], "yes", words, kind="setting")
            elif at != 4 or who != second:
                desk.panel.declare_interest(meeting, item, people[who], "none")
    historian.as_("CM")
    desk.agenda.draw_readers(meeting)
    desk.agenda.propose_order(meeting)
    historian.at(TODAY, 8, 20)
    historian.as_("CM")
    _late_paper(desk, chosen[0], rng)


def meeting(conn: Connection) -> str:
    """Return the id of this part's meeting."""
    return next(row.id for row in panel.meetings(conn) if (row.panel_type, row.on, row.starts) == (PANEL, ON, STARTS))


def _late_paper(desk: Desk, one: PlanOnRecord, _rng: random.Random) -> None:
    passages = (
        Passage("attention", "Seen at the clinic on 17 November. Attention held for four minutes with support.", ""),
        Passage("attention", "Short tasks with movement between them, twice a day, for one term.", ""),
    )
    paper = Paper("Health advice, second visit", "C. Vane (invented)", "Paediatrician", "advice",
                  TODAY - timedelta(days=4), passages)  # fmt: skip
    desk.casework.add_evidence(
        one.case,
        papers.pdf_bytes(paper, one.plan.name),
        title=paper.title,
        author=paper.author,
        author_role=paper.author_role,
        dated=paper.dated,
        kind=paper.kind,
        mime="application/pdf",
        pages=1,
    )
