"""The acts on the statutory register, on a real store: entries, reasons, exceptions, clocks beside the case."""

from __future__ import annotations

from datetime import date

import pytest

from bandingdesk.casework.register.entry import (
    EntryInvalidError,
    EntryUnknownTypeError,
    EntryWithdrawnError,
    ExcuseIncompleteError,
    HeadUnfitError,
    ReasonNeededError,
)
from bandingdesk.errors import StaleCaseError
from bandingdesk.store import replay
from bandingdesk.store.queries import caseload, casework, register
from tests.support import case_builders as b

TODAY = b.TODAY


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = b.a_desk(tmp_path_factory.mktemp("register"))
    yield desk
    desk.close()


@pytest.fixture
def case(desk):
    number = 500 + len(desk.read(casework_ids))
    return desk.casework.open_case(b.a_plan(number, next_review=None, plan_start=None, last_review=None)).id


def casework_ids(conn):
    return caseload.ids(conn, caseload.CaseFilter(), today=TODAY)


def lines(desk, case):
    return {one.rule: one for one in desk.read(lambda conn: register.clock_lines(conn, case))}


def row(desk, entry):
    return desk.read(lambda conn: register.entry_row(conn, entry, TODAY))


def request(desk, case, **values):
    return desk.register.enter(case, "request", {"received": "2026-10-12", "source": "1", **values}).id


def test_a_request_starts_its_clocks_and_the_case_shows_the_one_that_presses(desk, case):
    request(desk, case)
    assert lines(desk, case)["PLAN.FINAL"].law_day == date(2027, 3, 1)  # 12 October + 140 days
    clock = desk.read(lambda conn: casework.case(conn, case)).clock
    assert (clock.rule, clock.law_day) == ("ASSESS.DECIDE", date(2026, 11, 23))
    listed = desk.read(lambda conn: caseload.window(conn, [case]))[0]
    assert listed.law_day == date(2026, 11, 23)


def test_a_request_opens_child_case_and_entry_in_one_act(desk):
    plan = b.a_plan(901, next_review=None, plan_start=None, last_review=None)
    made = desk.register.open_request(plan, {"received": "2026-11-02", "source": "2", "way": "hand"})
    assert made.kinds == {"child.registered", "case.opened", "entry.made"}
    assert desk.read(lambda conn: casework.case(conn, made.id)).kind == "request"
    assert "ASSESS.DECIDE" in lines(desk, made.id)


def test_filling_in_needs_no_reason_and_changing_does(desk, case):
    made = request(desk, case)
    known = row(desk, made)
    desk.register.change(made, {**known.values, "outcome": "Y", "outcome_date": "2026-11-20"}, shown=known.head)
    assert lines(desk, case)["ASSESS.DECIDE"].state == "met"
    with pytest.raises(ReasonNeededError):
        desk.register.change(made, {**known.values, "received": "2026-10-13"})
    with pytest.raises(StaleCaseError):
        desk.register.change(made, known.values, "Again.", shown=known.head)
    desk.register.change(made, {**known.values, "received": "2026-10-13"}, "The stamp says the 13th.")
    assert lines(desk, case)["PLAN.FINAL"].law_day == date(2027, 3, 2)


def test_a_withdrawn_entry_runs_no_clock_and_stays_readable(desk, case):
    made = request(desk, case)
    desk.register.withdraw(made, "Another child's letter.")
    assert lines(desk, case) == {}
    assert row(desk, made).withdrawn == "Another child's letter."
    assert desk.read(lambda conn: casework.case(conn, case)).clock is None
    with pytest.raises(EntryWithdrawnError):
        desk.register.change(made, {"received": "2026-10-12", "source": "1"}, "No.")


def test_an_exception_stands_beside_the_day_and_never_moves_it(desk, case):
    made = request(desk, case)
    before = lines(desk, case)["PLAN.FINAL"].law_day
    found = desk.register.excuse(
        made, head="absent", rules=["PLAN.FINAL"], starts=date(2026, 10, 20), ends=date(2026, 11, 20),
        because="The family was abroad and could not be seen.", told=date(2026, 11, 21),
    )  # fmt: skip
    line = lines(desk, case)["PLAN.FINAL"]
    assert line.law_day == before
    assert [one.id for one in line.excused] == [found.id]
    desk.register.withdraw_excuse(made, found.id, "They were back earlier.")
    assert lines(desk, case)["PLAN.FINAL"].excused == ()


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"head": "advice.appointment"}, HeadUnfitError),  # r8(2) serves the advice-giver's six weeks only
        ({"head": "coronavirus"}, HeadUnfitError),  # spent since 25 September 2020
        ({"head": "nothing"}, HeadUnfitError),
        ({"rules": ["ASSESS.CONSIDER"]}, HeadUnfitError),
        ({"ends": date(2026, 11, 1)}, ExcuseIncompleteError),  # under four weeks
        ({"ends": None}, ExcuseIncompleteError),
        ({"because": " "}, ExcuseIncompleteError),
    ],
)
def test_an_exception_that_the_law_does_not_know_is_refused(desk, case, changes, error):
    made = request(desk, case)
    values = {"head": "absent", "rules": ["PLAN.FINAL"], "starts": date(2026, 10, 20), "ends": date(2026, 11, 20),
              "because": "Away."}  # fmt: skip
    with pytest.raises(error):
        desk.register.excuse(made, **{**values, **changes})
    assert lines(desk, case)["PLAN.FINAL"].excused == ()


@pytest.mark.parametrize(
    ("type_", "values", "error"),
    [
        ("request", {"source": "1"}, EntryInvalidError),  # no day
        ("request", {"received": "2026-02-30", "source": "1"}, EntryInvalidError),
        ("request", {"received": "0026-10-12", "source": "1"}, EntryInvalidError),
        ("request", {"received": "2206-10-12", "source": "1"}, EntryInvalidError),
        ("request", {"received": "2026-10-12", "source": "9"}, EntryInvalidError),
        ("request", {"received": "2026-10-12", "source": "1", "band": "4"}, EntryInvalidError),
        ("review", {"meeting": True}, EntryInvalidError),
        ("package", {"start": "2029-09-01"}, EntryUnknownTypeError),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_lost(desk, case, type_, values, error):
    with pytest.raises(error):
        desk.register.enter(case, type_, values)
    assert desk.read(lambda conn: register.entries(conn, case, TODAY)) == ()


def test_dates_in_the_wrong_order_are_doubts_and_are_saved(desk, case):
    made = request(desk, case, outcome="Y", outcome_date="2026-10-01")
    assert [name for name, _ in row(desk, made).doubts] == ["outcome_date"]
    plan = desk.register.enter(case, "plan", {"plan_type": "EHCP", "start": "2026-11-02", "cease_date": "2026-11-20"})
    assert [name for name, _ in row(desk, plan.id).doubts] == ["cease_reason"]


def test_the_six_months_are_a_note_on_every_case_of_the_child(desk, case):
    asked = request(desk, case, outcome="Y", outcome_date="2026-10-20")
    values = {"outcome": "N", "outcome_date": "2026-11-10"}
    desk.register.enter(case, "assessment", values, of=asked)
    assert desk.read(lambda conn: register.six_month_note(conn, case, date(2026, 12, 1))) == date(2027, 5, 10)
    assert desk.read(lambda conn: register.six_month_note(conn, case, date(2027, 5, 11))) is None


def test_a_replay_gives_the_same_clocks(desk, case):
    asked = request(desk, case, outcome="N", outcome_date="2026-11-20", reversed_on="2026-11-22", reversed_by="council")
    desk.register.enter(case, "appeal", {"notice_sent": "2026-11-20", "about": "assess"}, of=asked)
    desk.casework.hold_review(case, b.a_review(date(2026, 11, 9)))
    every = "SELECT * FROM casework_clock ORDER BY case_id, rule, entry_id"

    def clocks():
        with desk.store.read() as conn:
            return [tuple(row)[1:] for row in conn.exec_driver_sql(every)]

    before = clocks()
    with desk.store.act(by=desk.me_id) as act:
        replay.rebuild(act.rows, desk.store.registry)
    assert clocks() == before
    assert desk.register.reckon_all() == len(desk.read(casework_ids))
    assert clocks() == before
