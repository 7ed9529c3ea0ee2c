"""The timeline of a case: lanes from clocks and entries, the table, why a date is what it is; a request at a school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt

from bandingdesk.casework.ops import IdentifierKept
from bandingdesk.casework.register.ops import Excuse
from bandingdesk.ops import Subject
from bandingdesk.statute import register
from bandingdesk.store.queries import casework
from bandingdesk.store.queries import register as queries
from bandingdesk.store.queries.casework import LetterRow, TimelineRow
from bandingdesk.store.queries.register import ClockLine, EntryRow
from bandingdesk.ui import inspect
from bandingdesk.ui.widgets.timeline import Mark
from bandingdesk.ui.workspaces.cases.decisions import words as decision_words
from bandingdesk.ui.workspaces.cases.records.reading import Register
from bandingdesk.ui.workspaces.cases.timeline import lanes, rows, why
from tests.conftest import DEMO_NOW

TODAY = date(2026, 11, 23)
BOOK = register.book()
EXCUSE = Excuse(
    "x",
    "closure.school",
    ("PLAN.FINAL",),
    date(2026, 7, 22),
    date(2026, 9, 1),
    "The school was closed.",
    (),
    date(2026, 9, 4),
)


def entry(id_, type_, of=None, **values) -> EntryRow:
    return EntryRow(id_, id_, "c", type_, of, BOOK.version, values, (), (), None, "p", DEMO_NOW, None)


def line(rule, chain, law_day, *, of="r", starts=date(2026, 7, 20), state="running", **more) -> ClockLine:
    known = {
        "case_id": "c", "entry_id": of, "rule": rule, "chain": chain, "whose": "council", "step": "send the final plan",
        "trigger": starts.isoformat(), "starts": starts, "law_day": law_day, "target": law_day, "provision": "r13(2)",
        "law_version": "SEND-2014", "state": state, "stopped_on": None, "stopped_by": None, "excused": (),
        "is_pressing": False, "fault": None,
    }  # fmt: skip
    return ClockLine(**{**known, **more})


FINAL = line("PLAN.FINAL", "request", date(2026, 12, 7), target=date(2026, 12, 4), excused=(EXCUSE,))
ASKED = entry("r", "request", received="2026-07-20", source="2", outcome="N", outcome_date="2026-08-28")


def a_register(*clocks: ClockLine, entries: tuple[EntryRow, ...] = (ASKED,)) -> Register:
    return Register("c", BOOK, entries, clocks, names={"p": "C. Marsh"})


def marks(timeline, lane):
    return {mark.title: mark for mark in timeline.lanes[lane].marks}


def test_a_lane_has_what_was_done_what_is_due_its_target_and_its_exception():
    shown = lanes.timeline(a_register(FINAL), (), TODAY)
    (lane,) = shown.lanes
    assert lane.title == "Request for an assessment: received by the council, Mon 20 Jul 2026"
    found = marks(shown, 0)
    assert [found[name].state for name in ("Received by the council", "Send the final plan", "Target")] == [
        "done",
        "due",
        "target",
    ]
    (zone,) = lane.zones
    assert (zone.on, zone.last) == (date(2026, 7, 22), date(2026, 9, 1))
    assert zone.words.startswith("It excuses; the date does not move.")
    assert found["Send the final plan"].on == FINAL.law_day


def test_the_second_clock_after_a_reversal_stands_beside_the_first_and_both_are_named():
    refused = line("ASSESS.DECIDE", "request", date(2026, 8, 31), state="met", stopped_on=date(2026, 8, 28))
    second = line("REVERSED.FINAL", "request.2", date(2027, 1, 18), starts=date(2026, 10, 12))
    again = replace(ASKED, values={**ASKED.values, "reversed_on": "2026-10-12", "reversed_by": "council"})
    shown = lanes.timeline(a_register(refused, second, entries=(again,)), (), TODAY)
    assert [lane.title.split(":")[0] for lane in shown.lanes] == ["First clock", "Second clock"]
    assert "A refusal was reversed on" not in marks(shown, 0)
    assert marks(shown, 1)["A refusal was reversed on"].on == date(2026, 10, 12)


def test_what_is_late_is_the_council_s_own_and_time_of_others_that_is_over_has_no_lane():
    late = lanes.timeline(a_register(replace(FINAL, law_day=date(2026, 11, 9))), (), TODAY)
    assert marks(late, 0)["Send the final plan"].state == "late"
    over = line("PLAN.REPS", "request", date(2026, 11, 11), whose="family")
    assert [lane.id for lane in lanes.timeline(a_register(over), (), TODAY).lanes] == [lanes.HAPPENED]


def test_what_happened_has_a_lane_of_its_own_and_what_is_due_is_no_fact():
    facts = (
        TimelineRow(date(2019, 5, 1), "plan", "Plan made", "imported"),
        TimelineRow(date(2026, 12, 7), "due", "Law's last day to decide", "due"),
    )
    shown = lanes.timeline(a_register(FINAL), facts, TODAY)
    assert [mark.title for mark in shown.lanes[-1].marks] == ["Plan made"]
    told = {row.what: row.state for row in rows.rows(a_register(FINAL), shown, facts)}
    assert told["Plan made"] == "From the list"


@pytest.mark.parametrize("far", [date(1990, 1, 1), date(2099, 12, 31)])
def test_a_clock_of_a_far_day_is_shown_and_its_count_says_what_is_not_known(far):
    lost = line("PLAN.FINAL", "request", far, starts=far, fault="LA-04" if far.year > 2040 else None)
    seen = a_register(lost, entries=(entry("r", "request", received=far.isoformat(), source="1"),))
    shown = lanes.timeline(seen, (), TODAY)
    assert rows.rows(seen, shown, ())
    told = why.of_clock(seen, lost, TODAY)
    assert told.steps  # a count, or in three sentences why there is none


def test_the_table_lists_every_clock_running_or_stopped_with_how_it_stands():
    late = line("ASSESS.DECIDE", "request", date(2026, 8, 31), state="met_late", stopped_on=date(2026, 9, 5))
    none = line("ASSESS.CONSIDER", "request", None, target=None)
    ended = line("PLAN.NO", "request", date(2026, 11, 9), state="ended", stopped_on=date(2026, 10, 26))
    seen = a_register(FINAL, late, none, ended)
    found = rows.rows(seen, lanes.timeline(seen, (), TODAY), ())
    states = {row.id.rsplit("/", 1)[-1]: row.state for row in found if row.is_clock}
    assert states == {
        "PLAN.FINAL": "14 days left",
        "ASSESS.DECIDE": "Done Sat 5 Sep 2026, 5 days late",
        "ASSESS.CONSIDER": "As soon as it can be done",
        "PLAN.NO": "No longer asked for since Mon 26 Oct 2026",
    }
    assert [row.on or TODAY for row in found] == sorted(row.on or TODAY for row in found)


def test_why_replays_the_count_and_names_rule_law_both_conventions_and_the_exception():
    told = why.of_clock(a_register(FINAL), FINAL, TODAY)
    facts = dict(told.facts)
    assert facts["Law’s last day"] == "Mon 7 Dec 2026, 14 days left"
    assert facts["Target"] == "Fri 4 Dec 2026"
    assert facts["Counting A"] == "The first day is day 0: Mon 7 Dec 2026."
    assert facts["Counting B"].startswith("The first day is day 1: Sun 6 Dec 2026.")
    assert "SEND-2014" in facts["Version of the law"]
    assert told.steps[0].startswith("The clock starts on Mon 20 Jul 2026")
    assert "20 weeks after it is Mon 7 Dec 2026" in told.steps[1]
    (excused,) = told.excused
    assert excused.title == "Advice was asked of a head or principal in the window of a closure"
    assert "family told Fri 4 Sep 2026" in excused.line
    assert "It moves no date" in told.note


@pytest.mark.parametrize(
    ("sent", "served", "told"),
    [
        (None, None, "Dated Fri 20 Nov 2026 · Not sent"),
        (
            date(2026, 11, 23),
            date(2026, 11, 25),
            "Dated Fri 20 Nov 2026 · Sent Mon 23 Nov 2026 · Counts as served Wed 25 Nov 2026",
        ),
    ],
)
def test_a_letter_shows_its_three_days(sent, served, told):
    row = LetterRow(
        "l", "h", "L-1", "c", "d", "Testpupil", "L7", "Keep", "parent", "Parent", None, 1, date(2026, 11, 20), sent,
        served, "post", "sent" if sent else "issued",
    )  # fmt: skip
    assert decision_words.letter_days(row) == told


# On the page


def test_a_request_received_at_a_school_opens_child_case_and_entry_in_one_act(open_page, make_morning, qtbot):
    """And by keys alone the caseworker sees why the first date is what it is."""
    morning = make_morning(planned=False)
    morning.as_("CM")
    window = open_page(morning, "cases", view="new")
    page = window.area.current_page()
    pane = page.new_pane
    qtbot.mouseClick(pane.begins.buttons[0], Qt.MouseButton.LeftButton)
    pane.press_main()
    assert pane.fields["setting_name"].error
    assert set(pane.asked.fields) == {"received", "way", "source", "asked_by", "rya"}
    assert pane.asked.fields["received"].error == "Fill this in."
    for name, said in (("received", "19/11/2026"), ("asked_by", "Head (invented)")):
        pane.seen.ask(name, said)
    pane.seen.ask("source", "2")
    pane.seen.type(surname="Mononym", dob="7/8/2016", upn="a123", setting_name="Elmbank (invented)")
    pane.seen.type(setting_type="main", year_group="5")
    assert pane.fields["upn"].error  # a doubt, with a line for the reason; it stops nothing
    pane.seen.keep_identifier("upn", "The school gave it so.")
    pane.press_main()
    case = page.case.case_id
    row = morning.desk.read(lambda conn: casework.case(conn, case))
    assert (row.child_name, row.kind) == ("Mononym", "request")
    (made,) = morning.desk.read(lambda conn: queries.entries(conn, case, TODAY))
    assert made.values == {"received": "2026-11-19", "source": "2", "asked_by": "Head (invented)"}
    child = morning.desk.store.load(Subject("child", row.child_id))
    assert child.kept == (IdentifierKept("upn", "A123", "The school gave it so."),)
    window.navigate("cases", case_id=case, section="timeline")
    part = page.case_pane.part
    part.take_focus()
    assert isinstance(part.view.current, Mark)
    qtbot.keyClick(part.view, Qt.Key.Key_3)
    qtbot.keyClick(part.view, Qt.Key.Key_Return)
    assert part.why.isVisible()
    assert part.table.isHidden()
    qtbot.waitUntil(lambda: inspect.problems(page) == [])  # laid out anew first
    qtbot.keyClick(part.why.back, Qt.Key.Key_Escape)
    assert part.table.isVisible()
    window.navigate("cases", case_id=case, section="timeline", rule="PLAN.FINAL")
    assert part.why.isVisible()
    assert part.why._title.text() == "Why this date? Send the final plan"
    window.navigate("cases", case_id=case, section="records", add="appeal")
    records = page.case_pane.part
    assert records.entry.isVisible()
    window.close_newest()
    records.list.kinds.set_value("appeal")
    records.list.kinds.chosen.emit("appeal")
    page.press_main()
    assert page.case_pane._main.text() == "Record this entry"
    page.press_main()
    assert records.entry.form.fields["notice_sent"].error == "Fill this in."
    records.entry.form._inputs["notice_sent"].setFocus()
    qtbot.keyClicks(records.entry.form._inputs["notice_sent"], "2/11/2026")
    page.press_main()
    (appeal,) = [one for one in morning.desk.read(lambda c: queries.entries(c, case, TODAY)) if one.type == "appeal"]
    assert appeal.values == {"notice_sent": "2026-11-02"}
    assert appeal.of == made.id
