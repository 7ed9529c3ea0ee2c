"""Today on a real desk: what waits, most urgent first, and where its buttons lead."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt

from bandingdesk.store.queries import today
from bandingdesk.ui import inspect

TODAY = date(2026, 11, 23)


def test_each_thing_that_waits_stands_in_the_order_of_the_record(open_page, morning):
    morning.as_("CM")
    page = open_page(morning, "today").area.current_page()
    waiting = morning.desk.read(lambda conn: today.do_next(conn, morning.people["CM"], TODAY))
    shown = page.view_model.tasks()
    assert len(shown) == len(waiting) > 0
    assert [task.where for task in shown] == [row.where for row in waiting]


def test_enter_opens_the_first_thing(open_page, morning, qtbot):
    morning.as_("CM")
    window = open_page(morning, "today")
    first = morning.desk.read(lambda conn: today.do_next(conn, morning.people["CM"], TODAY))[0]
    assert first.place == "cases"
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    assert window.area.current_page().case.case_id == first.where["case_id"]


def test_the_next_panel_and_the_legal_weeks_are_those_of_the_record(open_page, morning):
    morning.as_("LO")
    page = open_page(morning, "today").area.current_page()
    seen = page.view_model
    assert seen.panel_title() == "Thursday 26 November 2026, 9:30 to 12:30"
    assert [line.state for line in seen.ready()] == ["0 of 4", "0 of 4 answered"]
    weeks = morning.desk.read(lambda conn: today.legal_weeks(conn, TODAY, 5))
    assert [count for _label, count, _tone in seen.bars()] == [row.count for row in weeks]
    assert sum(row.count for row in weeks) == 6  # the six reviews of the morning


def test_nothing_on_the_page_is_cut_or_nameless(open_page, morning):
    morning.as_("CM")
    assert inspect.problems(open_page(morning, "today").area.current_page()) == []
