"""Any order of acts on any cases: each head is what a replay gives, each row what its state lays down."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bandingdesk.casework.intake import PlanRow
from bandingdesk.casework.ops import AppealLodged, HistoryEntry, Party
from bandingdesk.casework.profiles import profile
from bandingdesk.casework.profiles.ops import ProfileLocked
from bandingdesk.desk.desk import Desk
from bandingdesk.errors import DeskError
from bandingdesk.ops import Subject
from bandingdesk.store import replay, verify
from bandingdesk.store.queries import casework, plans, register
from tests.support import case_builders as b
from tests.support import reckoned

ACTS = ("take", "review", "assign", "history", "appeal", "profile", "open", "enter", "change", "withdraw")
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 60)), min_size=1, max_size=12)


def do(desk: Desk, act: str, number: int, days: int) -> None:
    """Do one ACT on one of the cases there are; what the rules refuse records nothing."""
    known = desk.read(plans.on_record)
    day = b.TODAY - timedelta(days=days)
    if act == "take":
        rows = [b.a_plan(at, current_band=f"Band {(at + days) % 4}") for at in range(number + 1)]
        desk.casework.take_plans(rows, "list.xlsx", "0" * 64)
    elif act == "open" or not known:
        desk.casework.open_case(b.a_plan(100 + len(known)))
    else:
        case = known[number % len(known)].case
        match act:
            case "review":
                desk.casework.hold_review(case, b.a_review(day + timedelta(days=20)))
            case "assign":
                desk.casework.assign(case, desk.me_id)
            case "history":
                desk.casework.record_history(case, [HistoryEntry(day, "panel", "Band kept")], "old system")
            case "appeal":
                desk.casework.lodge_appeal(case, AppealLodged(day, None, "contents", "Section F"))
            case "enter":
                asked = {"received": str(day), "source": str(number % 5 + 1), "outcome": "N", "outcome_date": str(day)}
                desk.register.enter(case, "request", asked)
            case "change" | "withdraw":
                alter(desk, case, act, day)
            case "profile":
                party: Party = "setting" if days % 2 else "officer"
                body = ProfileLocked(case, party, "0" * 64, {"a": number}, {})
                with desk.ground.act() as record:
                    found = record.find(Subject("profile", profile.profile_id(case, party)))
                    record.record(profile.lock(found, desk.me_id, desk.clock.now(), body))


def alter(desk: Desk, case: str, act: str, day: date) -> None:
    """Reverse the refusal of the newest entry of CASE, or withdraw it."""
    known = desk.read(lambda conn: register.entries(conn, case, b.TODAY))
    if known and act == "change":
        values = {**known[-1].values, "reversed_on": str(day), "reversed_by": "council"}
        desk.register.change(known[-1].id, values, "It was reversed.", shown=known[-1].head)
    elif known:
        desk.register.withdraw(known[-1].id, "By mistake.", shown=known[-1].head)


@settings(max_examples=12)
@given(STEPS)
def test_head_is_replay_and_rows_are_what_states_lay_down(steps: list[tuple[str, int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = b.a_desk(Path(folder))
        refused = 0
        for act, number, days in steps:
            before = len(desk.read(plans.on_record))
            try:
                do(desk, act, number, days)
            except DeskError:
                refused += 1
                assert len(desk.read(plans.on_record)) == before
        with desk.store.read() as conn:
            assert verify.verify(conn).ok
            assert replay.differing(conn, desk.store.registry) == []
        reckoned.check(desk.store)
        for one in desk.read(plans.on_record):
            state = desk.store.load(Subject("case", one.case))
            row = desk.read(lambda conn, case=one.case: casework.case(conn, case))  # type: ignore[misc]
            assert (row.head, row.assigned, row.review) == (state.head, state.assigned, state.review)
            assert (row.band, row.child_id) == (state.facts.band, state.facts.child)
        desk.close()


PLANS = st.builds(
    b.a_plan,
    st.integers(1, 999),
    forename=st.text("ŵŷłéA b'-", min_size=1, max_size=8).map(lambda text: f"T{text}"),
    dob=st.dates(date(2003, 1, 1), date(2023, 1, 1)),
    upn=st.just(""),
    nhs_number=st.just(""),
    sex=st.sampled_from(["", "M", "F"]),
    secondary_need=st.sampled_from(["", "ASD"]),
    plan_start=st.none() | st.dates(date(2014, 9, 1), date(2026, 1, 1)),
    next_review=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    current_pence=st.none() | st.integers(0, 9_999_999),
    looked_after=st.booleans(),
)


@settings(max_examples=12)
@given(st.lists(PLANS, min_size=1, max_size=6, unique_by=lambda plan: plan.surname))
def test_any_list_comes_back_as_it_went_in_and_a_second_run_changes_nothing(rows: list[PlanRow]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        desk = b.a_desk(Path(folder))
        desk.casework.take_plans(rows, "list.xlsx", "0" * 64)
        assert [one.plan for one in desk.read(plans.on_record)] == rows
        assert desk.casework.take_plans(rows, "list.xlsx", "0" * 64).id == ""
        desk.close()
