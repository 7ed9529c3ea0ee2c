"""The demo's panel on questions of law: three invented requests for an assessment, one of them half answered.

They come before the assessment panel next week. Their papers are frozen and everybody has answered on interests, so
that the first opens on a sheet to answer, the second waits for its first answer and the third for its scoring.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bandingdesk.casework.intake import PlanRow
from bandingdesk.demo import papers
from bandingdesk.demo.history import PANELS, PROFESSIONS, TODAY, Historian
from bandingdesk.demo.papers import Paper, Passage
from bandingdesk.desk.desk import Desk
from bandingdesk.panel import shipped
from bandingdesk.panel.ops import Rating, Seat
from bandingdesk.panel.questions import NO, NOT_SURE, YES
from bandingdesk.store.queries import council
from bandingdesk.store.queries.plans import PlanOnRecord

ON = date(2026, 12, 2)
PANEL = "assess"
MEMBERS = PANELS["annual_review"]  # the chair first; the last is the deputy
SURNAMES = ("Hazel-911", "Alder-912", "Rowan-913")
STARTS = date(2026, 9, 1)


class _Request(NamedTuple):
    born: date
    year: str
    need: str
    received: date


_REQUESTS = (
    _Request(date(2018, 6, 2), "3", "SLCN", date(2026, 10, 28)),
    _Request(date(2015, 3, 21), "6", "SEMH", date(2026, 11, 2)),
    _Request(date(2019, 12, 9), "1", "ASD", date(2026, 11, 5)),
)
_SCHOOL = (
    Passage("Support so far", "Since September 2025 two cycles of support were planned and reviewed with the family. "
            "Small-group talking work ran daily; words of two parts came, then stopped after Easter.", ""),
    Passage("What changed", "From May on an adult sat beside the child in every lesson. With that the child took part; "
            "without it the child left the room or stayed silent.", ""),
    Passage("What we ask", "We think that more is needed than a mainstream school can give from its own means.", ""),
)  # fmt: skip
_FAMILY = (
    Passage("At home", "Mornings take an hour and a half. We use the picture list from the school and it helps.", ""),
    Passage("Our worry", "In September the class gets larger. We do not know what support there will be.", ""),
)
_HEALTH = (
    Passage("Assessment", "Understanding of spoken language lies well below that of the age group; the gap has grown "
            "since the last review a year ago.", ""),
    Passage("Advice", "Advice to staff was followed. Direct work twice a week is recommended for two terms.", ""),
)  # fmt: skip
# What two of four members said of the first request, with the paper and the page that they rely on
_SAID: Mapping[str, tuple[tuple[int, str], ...]] = {
    "LO": ((YES, "Two years of records show it."), (YES, "More than the school can give, page 1.")),
    "JW": ((YES, "The therapist’s figures are clear."), (NO, "The advice was followed for one term only.")),
}
REST: Mapping[str, tuple[tuple[int, str], ...]] = {
    "PL": ((YES, "Home and school say the same."), (NOT_SURE, "Nobody writes what happened after May.")),
    "RA": ((YES, "The school’s record is full."), (YES, "Two cycles did not close the gap.")),
}


def add(desk: Desk, historian: Historian, _known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Open the requests, plan the panel's meeting and let two members answer on the first."""
    historian.at(date(2026, 11, 9), 10, 0)
    historian.as_("ET")
    _adopt(desk)
    historian.as_("CM")
    cases = [_request(desk, historian, *one) for one in zip(SURNAMES, _REQUESTS, strict=True)]
    historian.at(TODAY - timedelta(days=4), 10, 0)
    people = historian.cast.people
    seats = [Seat(people[who], "member", PROFESSIONS[who]) for who in MEMBERS[1:-1]]
    seats = [
        Seat(people[MEMBERS[0]], "chair", PROFESSIONS[MEMBERS[0]]),
        *seats,
        Seat(people[MEMBERS[-1]], "deputy", PROFESSIONS[MEMBERS[-1]]),
        Seat(people["CM"], "clerk", "SEND service"),
    ]
    meeting = desk.panel.plan_meeting(PANEL, ON, "09:30", "11:30", "Committee Room 1 and Teams", seats).id
    readers = tuple(people[who] for who in MEMBERS)
    items = [desk.panel.add_item(meeting, case, readers).id for case in cases]
    for item in items:
        desk.panel.freeze_papers(meeting, item)
        for who in MEMBERS:
            historian.as_(who)
            desk.panel.declare_interest(meeting, item, people[who], "none")
        historian.as_("CM")
    half = desk.panel.open_round(meeting, items[0]).id
    desk.panel.open_round(meeting, items[1])
    historian.at(TODAY - timedelta(days=1), 20, 15)
    for who, said in _SAID.items():
        answer(desk, historian, half, who, said)


def answer(desk: Desk, historian: Historian, round_id: str, who: str, said: Sequence[tuple[int, str]]) -> None:
    """Let WHO lock answers on the two limbs of section 36(8), as (answer, words)."""
    historian.as_(who)
    limbs = ("ASSESS.a", "ASSESS.b")
    ratings = [Rating(limb, level, "fairly", words) for limb, (level, words) in zip(limbs, said, strict=True)]
    desk.panel.lock_scores(round_id, ratings)


def _adopt(desk: Desk) -> None:
    """Adopt the assessment panel as it ships, where it is not in force yet."""
    if all(row.key != PANEL for row in desk.read(council.panel_types)):
        template = next(one for one in shipped.shipped() if one.key == PANEL)
        desk.council.adopt_panel_type(template.adopted(STARTS, "Cabinet member, 14 July 2026", "Scheme 3.1"))


def _request(desk: Desk, historian: Historian, surname: str, one: _Request) -> str:
    """Open a request with three papers; return the case's id."""
    plan = PlanRow(
        surname, "Testpupil", one.born, setting_name="Elmbank Primary (invented)", setting_type="main",
        year_group=one.year, phase="ks12", primary_need=one.need,
    )  # fmt: skip
    asked = {"received": one.received.isoformat(), "way": "email", "source": "1", "asked_by": "Parent (invented)"}
    case = desk.register.open_request(plan, asked).id
    dated = one.received - timedelta(days=7)
    for paper in (
        Paper("School’s record of support", "SENCO Reed (invented)", "the school", "setting", dated, _SCHOOL),
        Paper("Parent’s views", "Parent (invented)", "the parent", "views", dated, _FAMILY),
        Paper("Speech and language therapy", "Therapist Fern (invented)", "a therapist", "advice", dated, _HEALTH),
    ):
        desk.casework.add_evidence(
            case,
            papers.pdf_bytes(paper, plan.name),
            title=paper.title,
            author=paper.author,
            author_role=paper.author_role,
            dated=paper.dated,
            kind=paper.kind,
            mime="application/pdf",
            pages=1,
        )
    return case
