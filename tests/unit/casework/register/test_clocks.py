"""Clocks of a case: what starts and stops them, which presses, and that nothing but data moves a day."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bandingdesk.casework.register import clocks
from bandingdesk.casework.register.clocks import Facts, Known
from bandingdesk.casework.register.ops import Excuse
from bandingdesk.statute import register
from bandingdesk.statute.register import Value
from tests.support import source

EXAMPLES = list(csv.DictReader((source.ROOT / "tests/data/clock_examples.csv").read_text().splitlines()))
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


def request(received: date | str, **values: Value) -> Known:
    return Known("request", "request", None, {"received": str(received), "source": "1", **values})


def found(*entries: Known, **facts: object) -> dict[str, clocks.Clock]:
    return {one.rule: one for one in clocks.running(Facts("case", entries, **facts))}


@pytest.mark.parametrize("row", [r for r in EXAMPLES if r["rule"].endswith("_from_request") and r["convention"] == "A"],
                         ids=lambda row: row["id"])  # fmt: skip
def test_a_request_starts_the_clocks_of_the_worked_examples(row):
    """Source: clock_examples.csv; SEND Regs r5(1), r10(1), r13(2)."""
    rules = {"6w_from_request": "ASSESS.DECIDE", "16w_from_request": "PLAN.NO", "20w_from_request": "PLAN.FINAL"}
    if row["rule"] in rules:
        assert found(request(row["trigger"]))[rules[row["rule"]]].law_day == date.fromisoformat(row["expected"])


@pytest.mark.parametrize(
    ("rule", "type_", "field", "key"),
    [
        ("AR.DECIDE", "review", "meeting", "4w_from_review_meeting"),
        ("AR.REPORT", "review", "meeting", "2w_from_review_meeting"),
        ("AR.AMEND.FINAL", "review", "notice_sent", "8w_from_amendment_notice"),
        ("MOVE.IN", "transfer_in", "transferred", "6w_from_transfer"),
        ("MOVE.OUT", "transfer_out", "aware", "15wd_beginning_with_aware"),
        ("REASSESS.DECIDE", "reassessment", "received", "15d_reassess_decision"),
        ("MED.MEET", "mediation", "told_on", "30d_mediation"),
        ("MED.CERT.END", "mediation", "ended_on", "3wd_certificate"),
        ("PLAN.REPS", "assessment", "draft_served", "15d_beginning_with_service"),
        ("AR.FIRST", "plan", "start", "12m_starting_with_plan_made"),
        ("AR.FIRST", "plan", "start", "12m_starting_with"),
    ],
)
def test_each_entry_starts_the_clock_of_its_worked_example(rule, type_, field, key):
    rows = [row for row in EXAMPLES if row["rule"] == key and row["convention"] != "B"]
    assert rows
    for row in rows:
        entry = Known("entry", type_, None, {field: row["trigger"]})
        assert found(entry)[rule].law_day == date.fromisoformat(row["expected"]), row["id"]


def test_every_rule_of_the_data_is_a_rule_of_the_law():
    from bandingdesk.statute import book

    for one in register.book().clocks:
        assert book.shipped().rule(one.rule).id == one.rule


def test_a_decision_to_assess_meets_one_clock_and_leaves_the_others_running():
    clock = found(request("2026-07-20", outcome="Y", outcome_date="2026-08-28"))
    assert clock["ASSESS.DECIDE"].state == "met"
    assert clock["PLAN.FINAL"].state == "running"
    assert clocks.pressing(clock.values()).rule == "PLAN.NO"
    assert found(request("2026-07-20", outcome="Y", outcome_date="2026-09-01"))["ASSESS.DECIDE"].state == "met_late"


def test_a_plan_ends_the_sixteen_weeks_and_meets_the_twenty():
    assessment = Known("a", "assessment", "request", {"outcome": "Y", "outcome_date": "2026-12-01"})
    clock = found(request("2026-07-20", outcome="Y", outcome_date="2026-08-28"), assessment)
    assert (clock["PLAN.NO"].state, clock["PLAN.FINAL"].state) == ("ended", "met")
    assert clock["PLAN.FINAL"].stopped_on == date(2026, 12, 1)


def test_a_plan_of_another_request_stops_no_clock_of_this_one():
    other = Known("r2", "request", None, {"received": "2025-01-06", "source": "1"})
    plan = Known("p", "plan", "r2", {"start": "2026-12-01", "plan_type": "EHCP"})
    states = [(one.entry, one.state) for one in clocks.running(Facts("c", [request("2026-07-20"), other, plan]))
              if one.rule == "PLAN.FINAL"]  # fmt: skip
    assert states == [("request", "running"), ("r2", "met_late")]


@pytest.mark.parametrize(("how", "rules"), [
    ("council", {"REVERSED.NOPLAN": 10, "REVERSED.FINAL": 14}),
    ("mediation", {"REVERSED.NOPLAN": 10, "REVERSED.FINAL": 14}),
    ("conceded", {"UNOPPOSED.ASSESS.NOTIFY": 2, "UNOPPOSED.ASSESS.NOPLAN": 10, "UNOPPOSED.ASSESS.FINAL": 14}),
    ("tribunal", {"ORDER.ASSESS.NOTIFY": 2, "ORDER.ASSESS.NOPLAN": 10, "ORDER.ASSESS.FINAL": 14}),
])  # fmt: skip
def test_a_reversed_refusal_starts_a_second_clock_beside_the_first(how, rules):
    """Source: LGO 25 007 473; SEND Regs r44(2), r45. The first request and its refusal stay for the SEN2 return."""
    on = date(2026, 5, 6)
    refused = {"outcome": "N", "outcome_date": "2026-02-10", "reversed_on": str(on), "reversed_by": how}
    clock = found(request("2026-01-05", **refused))
    assert clock["ASSESS.DECIDE"].state == "met"
    assert (clock["PLAN.FINAL"].state, clock["PLAN.FINAL"].law_day) == ("ended", date(2026, 5, 25))
    second = {one.rule: (one.law_day - on).days // 7 for one in clock.values() if one.chain == "request.2"}
    assert second == rules


@given(DAYS, DAYS, st.text(min_size=1, max_size=20))
def test_an_exception_never_moves_a_day(received, from_, because):
    excuse = Excuse("x", "absent", ("PLAN.FINAL",), from_, from_ + timedelta(days=40), because)
    plain = found(request(received))
    excused = found(request(received)._replace(excuses=(excuse,)))
    assert excused["PLAN.FINAL"].excuses == ("x",)
    assert excused["PLAN.NO"].excuses == ()
    assert {rule: one._replace(excuses=()) for rule, one in excused.items()} == plain


@given(st.permutations(range(4)))
def test_the_order_in_which_entries_came_changes_no_clock(order):
    entries = [
        request("2026-07-20", outcome="Y", outcome_date="2026-08-28"),
        Known("a", "assessment", "request", {"outcome": "Y", "outcome_date": "2026-12-01", "draft_sent": "2026-10-20"}),
        Known("p", "plan", "a", {"start": "2026-12-01", "plan_type": "EHCP"}),
        Known("v", "review", "p", {"meeting": "2027-10-04", "outcome": "amend", "decision_date": "2027-10-25"}),
    ]
    given_order = clocks.running(Facts("case", [entries[at] for at in order]))
    assert set(given_order) == set(clocks.running(Facts("case", entries)))


def test_each_review_starts_the_next_twelve_months_and_meets_the_last():
    """Source: CFA s44(1)(b): 12 months starting with the day of the last review."""
    plan = Known("p", "plan", None, {"start": "2025-05-18", "plan_type": "EHCP"})
    first = Known("v1", "review", "p", {"meeting": "2026-04-20", "decision_date": "2026-05-11"})
    second = Known("v2", "review", "p", {"meeting": "2027-04-19", "decision_date": "2027-05-12"})
    lines = [one for one in clocks.running(Facts("c", [plan, first, second])) if one.chain == "plan"]
    assert [(one.rule, one.law_day, one.state) for one in lines] == [
        ("AR.FIRST", date(2026, 5, 17), "met"),
        ("AR.NEXT", date(2027, 5, 10), "met_late"),
        ("AR.NEXT", date(2028, 5, 11), "running"),
    ]


def test_the_review_that_a_case_holds_presses_until_the_family_is_told():
    """Source: ux.md 3.2: law's last day Mon 7 Dec 2026 for a meeting of 9 Nov 2026; CFA s44(1)(b) after it."""
    facts = Facts("c", review_on=date(2026, 11, 9), given_next=date(2026, 12, 1), given_last=date(2025, 12, 2))
    press = clocks.pressing(clocks.running(facts))
    assert (press.rule, press.law_day) == ("AR.DECIDE", date(2026, 12, 7))
    after = clocks.pressing(clocks.running(facts._replace(told=[date(2026, 12, 3), date(2027, 1, 20)])))
    assert (after.rule, after.law_day) == ("AR.NEXT", date(2027, 12, 2))


def test_a_review_planned_for_after_the_twelve_months_does_not_hide_them():
    facts = Facts("c", [Known("p", "plan", None, {"start": "2026-01-05"}), Known("v", "review", "p", {"meeting": "2027-02-01"})])  # fmt: skip  # noqa: E501
    assert clocks.pressing(clocks.running(facts)).rule == "AR.FIRST"


def test_without_a_review_the_next_one_is_what_the_list_says_else_twelve_months():
    press = clocks.pressing(clocks.running(Facts("c", given_next=date(2026, 12, 11))))
    assert (press.rule, press.law_day) == ("AR.NEXT", date(2026, 12, 11))
    counted = clocks.pressing(clocks.running(Facts("c", given_last=date(2019, 1, 1))))
    assert counted.law_day == date(2019, 12, 31)  # clock_examples.csv, P4
    assert clocks.pressing(clocks.running(Facts("c"))) is None


def test_the_appeal_window_is_the_familys_and_never_presses():
    """Source: clock_examples.csv M14_7: decision sent 20 Apr 2026, certificate 6 Jul: Tue 1 Sep 2026."""
    appeal = Known("x", "appeal", None, {"notice_sent": "2026-04-20", "certificate": "2026-07-06"})
    line = found(appeal)["APPEAL"]
    assert (line.law_day, line.whose) == (date(2026, 9, 1), "family")
    assert clocks.pressing([line]) is None


def test_a_move_counts_three_months_where_no_earlier_review_is_known():
    """Source: SEND Regs r15(5); clock_examples.csv M18c's facts: transfer 1 May 2026, end of 3 months 31 Jul 2026."""
    moved = Known("m", "transfer_in", None, {"transferred": "2026-05-01"})
    assert found(moved)["MOVE.REVIEW"].law_day >= date(2026, 7, 31)
    reviewed = Known("m", "transfer_in", None, {"transferred": "2026-05-01", "last_review": "2025-06-10"})
    assert found(reviewed)["MOVE.REVIEW"].law_day == date(2026, 7, 31)


@pytest.mark.parametrize(("day", "has_clock"), [("2013-01-07", False), ("2014-09-01", True), ("2039-12-01", True)])
def test_a_request_before_the_law_has_no_clock(day, has_clock):
    assert ("PLAN.FINAL" in found(request(day))) is has_clock


def test_a_day_beyond_the_bank_holidays_says_why_it_has_no_limit():
    line = found(request("2090-01-06"))["PLAN.FINAL"]
    assert (line.law_day, line.fault) == (None, "LA-04")


def test_the_coronavirus_rules_came_and_went():
    """Source: SI 2020/471: 1 May to 25 September 2020. The day stays; the head is offered for limits inside it only."""
    inside, after = found(request("2020-02-03"))["PLAN.FINAL"], found(request("2020-06-01"))["PLAN.FINAL"]
    assert (inside.law_day, inside.law_version) == (date(2020, 6, 22), "COVID-2020")
    assert (after.law_day, after.law_version) == (date(2020, 10, 19), "SEND-2014")
    heads = {one.id for one in register.book().heads_for("PLAN.FINAL", date(2020, 2, 3), inside.law_day)}
    assert "coronavirus" in heads
    assert "coronavirus" not in {one.id for one in register.book().heads_for("PLAN.FINAL", after.starts, after.law_day)}


@pytest.mark.parametrize(("received", "until"), [("2026-07-10", date(2026, 7, 10)), ("2026-07-11", None)])
def test_the_six_months_warn_after_a_completed_assessment_only(received, until):
    """Source: clock_examples.csv M22: assessment completed 10 Jan 2026, bar to 10 Jul 2026. CFA s36(6)(b)."""
    done = Known("a", "assessment", None, {"outcome": "N", "outcome_date": "2026-01-10"})
    assert clocks.six_months_after(Facts("c", [done]), date.fromisoformat(received)) == until
    refused = request("2026-01-05", outcome="N", outcome_date="2026-02-10")
    assert clocks.six_months_after(Facts("c", [refused]), date.fromisoformat(received)) is None


def test_why_replays_the_count():
    line = found(request("2026-01-05"))["ASSESS.DECIDE"]
    steps = clocks.why(line.rule, line.trigger).steps
    assert [step.day for step in steps][-1] == line.target
    assert line.law_day in [step.day for step in steps]
