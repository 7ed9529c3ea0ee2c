"""A desk on a real store with one person, and the values that casework takes: plans, reviews, papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from bandingdesk import bootstrap, seams
from bandingdesk.casework.intake import PlanRow
from bandingdesk.casework.ops import ReviewHeld
from bandingdesk.council.ops import RoleGranted
from bandingdesk.council.people import Person
from bandingdesk.desk.desk import Desk
from bandingdesk.ops import Op, Recorded, Subject

FOUNDED = datetime(2024, 4, 2, 8, 0, tzinfo=UTC)  # before any day on which a test is run
NOW = datetime(2026, 11, 23, 8, 52, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PIN = "2468"
SCHOOL = "Elmbank Primary (invented)"
PLAN = PlanRow(
    surname="Rowan-017",
    forename="Testpupil",
    dob=date(2017, 5, 3),
    reference="EX/0017",
    sex="F",
    ethnicity="WBRI",
    upn="X999000124017",
    setting_name=SCHOOL,
    setting_urn="900001",
    setting_type="main",
    year_group="4",
    primary_need="SLCN",
    plan_start=date(2022, 9, 1),
    last_review=date(2025, 11, 20),
    next_review=date(2026, 11, 20),
    current_band="Band 4",
    current_pence=450_000,
    looked_after=False,
    phase="ks12",
)


def a_plan(number: int = 17, **changes: Any) -> PlanRow:
    """Return a plan of an invented child; NUMBER makes name, reference and UPN its own."""
    own = {"surname": f"Rowan-{number:03}", "reference": f"EX/{number:04}", "upn": f"X9990001{number:05}"}
    return replace(PLAN, **{**own, **changes})


def a_review(on: date = date(2026, 11, 9), **changes: Any) -> ReviewHeld:
    """Return a review meeting with its words."""
    body = ReviewHeld(
        on=on,
        report_received=None,
        asked_for="amend",
        setting_says="She needs an adult beside her at lunchtime.",
        parent_name="A. Parent (invented)",
        parent_address=("1 Sample Road", "Exampleton"),
        parent_views="Lunch is the hardest part of her day.",
        child_views="I like it when it is quiet.",
        section_f=("Speech and language therapy, weekly", "Adult support, 15 hours a week"),
    )
    return replace(body, **changes)


def a_desk(folder: Path, *, is_demo: bool = True) -> Desk:
    """Return a desk on a new plain store; its one person is administrator and caseworker with PIN."""
    clock = seams.FixedClock(FOUNDED)
    ids = seams.SeededIds(3, NOW)
    desk = bootstrap.create_desk(folder / "case.desk", None, clock=clock, ids=ids, plain=True, is_demo=is_demo)
    desk.council.set_up("F. Quill", "FQ", "SEND caseworker", PIN, "laptop")
    clock.set(NOW)
    return desk


def a_person(*roles: RoleGranted) -> Person:
    """Return a person who holds ROLES."""
    return Person("p1", "h1", "F. Quill", "FQ", "SEND caseworker", roles)


def folded(apply: Any, *made: Op) -> Any:
    """Return the state that APPLY makes of the ops, each recorded with an id of its own."""
    state = None
    for at, op in enumerate(made):
        state = apply(state, recorded(op, f"op-{at}"))
    return state


def recorded(op: Op, op_id: str = "op-0", body: Any = None) -> Recorded:
    """Return OP as the log holds it; BODY stands in the place of its own (erased, sealed)."""
    held = op.body if body is None else body
    return Recorded(op_id, "act", 1, op.kind, 1, op.subject, op.parent, op.seen, op.by, op.by, op.at, held)


def case_id(desk: Desk, plan: PlanRow = PLAN) -> str:
    """Open a case for PLAN and return its id."""
    return desk.casework.open_case(plan).id


def subject(kind: str, id_: str) -> Subject:
    """Return a subject."""
    return Subject(kind, id_)
