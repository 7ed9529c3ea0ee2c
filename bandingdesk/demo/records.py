"""Statutory entries in the demo: requests with an exception and with a second clock, an amendment, an appeal."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from bandingdesk.casework.intake import PlanRow
from bandingdesk.demo.history import TODAY, Historian
from bandingdesk.desk.desk import Desk
from bandingdesk.store.queries import register
from bandingdesk.store.queries.plans import PlanOnRecord

EXCUSED, REVERSED, FRESH = "Willow-901", "Aspen-902", "Larch-903"  # surnames of the children asked for
AMENDED, APPEALED = -2, -1  # the cases, by their place from the end
SCHOOL = "Elmbank Primary (invented)"


def add(desk: Desk, historian: Historian, known: Sequence[PlanOnRecord], _rng: random.Random) -> None:
    """Add them on the days on which a caseworker would have entered them."""
    historian.as_("CM")
    _excused(desk, historian)
    _reversed(desk, historian)
    _amended(desk, historian, known[AMENDED])
    _appealed(desk, historian, known[APPEALED])
    _fresh(desk, historian)


def _excused(desk: Desk, historian: Historian) -> None:
    """A request in July; the head was asked for advice as the summer closure began, so week 20 may be excused."""
    historian.at(date(2026, 7, 21), 10, 0)
    asked = {"received": "2026-07-20", "way": "email", "source": "2", "asked_by": "SENCO of Elmbank (invented)"}
    case = desk.register.open_request(_child(EXCUSED, date(2018, 5, 9), "3"), asked).id
    historian.at(date(2026, 8, 21), 11, 0)
    request = _entry(desk, case, "request")
    asked |= {"told_considering": "2026-07-24", "outcome": "Y", "outcome_date": "2026-08-21"}
    desk.register.change(request, asked)
    assessment = desk.register.enter(case, "assessment", {"started": "2026-08-21"}, of=request).id
    historian.at(date(2026, 9, 4), 9, 30)
    desk.register.excuse(
        request,
        head="closure.school",
        rules=("PLAN.FINAL",),
        starts=date(2026, 7, 22),
        ends=date(2026, 9, 1),
        because="The head was asked for advice on 24 August, inside the window of the closure. Nobody could write it.",
        told=date(2026, 9, 4),
    )
    historian.at(date(2026, 10, 26), 15, 0)
    sent = {"started": "2026-08-21", "draft_sent": "2026-10-26", "draft_served": "2026-10-28"}
    desk.register.change(assessment, sent)


def _reversed(desk: Desk, historian: Historian) -> None:
    """A request refused and then looked at again: a second clock runs beside the first."""
    historian.at(date(2026, 8, 4), 10, 0)
    asked = {"received": "2026-08-03", "way": "post", "source": "1", "asked_by": "Parent (invented)"}
    case = desk.register.open_request(_child(REVERSED, date(2016, 11, 2), "5"), asked).id
    historian.at(date(2026, 9, 11), 10, 0)
    request = _entry(desk, case, "request")
    asked |= {"told_considering": "2026-08-06", "outcome": "N", "outcome_date": "2026-09-11"}
    desk.register.change(request, asked)
    historian.at(date(2026, 10, 12), 10, 0)
    desk.register.change(request, asked | {"reversed_on": "2026-10-12", "reversed_by": "council"})
    desk.register.enter(case, "assessment", {"started": "2026-10-12"}, of=request)


def _amended(desk: Desk, historian: Historian, one: PlanOnRecord) -> None:
    """A plan amended outside a review."""
    historian.at(date(2026, 11, 2), 14, 0)
    plan = _plan(desk, one)
    notice = {"reason": "The speech therapy of Section F changes.", "notice_sent": "2026-11-02", "served": "2026-11-04"}
    desk.register.enter(one.case, "amendment", notice, of=plan)


def _appealed(desk: Desk, historian: Historian, one: PlanOnRecord) -> None:
    """An appeal about what a plan says, waiting for the council's response."""
    historian.at(date(2026, 10, 30), 9, 0)
    appeal = {
        "notice_sent": "2026-09-02",
        "certificate": "2026-09-21",
        "registered": "2026-10-29",
        "about": "contents",
    }
    desk.register.enter(one.case, "appeal", appeal, of=_plan(desk, one))


def _fresh(desk: Desk, historian: Historian) -> None:
    """A request handed over at a school last week; nothing is decided yet."""
    historian.at(date(2026, 11, 20), 16, 10)
    asked = {"received": "2026-11-19", "way": "hand", "source": "2", "asked_by": "Head of Elmbank (invented)"}
    desk.register.open_request(_child(FRESH, date(2019, 2, 14), "2"), asked)


def _child(surname: str, born: date, year: str) -> PlanRow:
    return PlanRow(
        surname, "Testpupil", born, setting_name=SCHOOL, setting_type="main", year_group=year, phase="ks12",
        primary_need="SLCN",
    )  # fmt: skip


def _entry(desk: Desk, case: str, type_: str) -> str:
    """Return the id of the entry of a kind that a case has."""
    return next(row.id for row in desk.read(lambda conn: register.entries(conn, case, TODAY)) if row.type == type_)


def _plan(desk: Desk, one: PlanOnRecord) -> str:
    """Enter the plan of a case with the day that the list gave."""
    starts = one.plan.plan_start or date(2025, 1, 9)
    return desk.register.enter(one.case, "plan", {"plan_type": "EHCP", "start": starts.isoformat()}).id
