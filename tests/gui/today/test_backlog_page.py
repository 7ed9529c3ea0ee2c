"""The backlog page on a real desk: when it clears, why, and the council's own terms, adopted with a minute."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt

from bandingdesk.casework.backlog import policies
from bandingdesk.store.queries import backlog, since, today
from bandingdesk.store.queries.whose import Whose
from bandingdesk.ui import inspect
from tests.support import founding
from tests.support.panel_morning import STARTS

TODAY = date(2026, 11, 23)


def test_the_page_tells_the_outlook_of_the_record_and_who_adopts_its_terms(open_page, morning, qtbot):
    morning.as_("LO")
    page = open_page(morning, "today", view="backlog").area.current_page()
    found = morning.desk.read(lambda conn: backlog.outlook(conn, TODAY))
    pane = page.backlog_pane
    assert len(pane.weeks.rows.rows) == len(found.forecast.weeks)
    assert pane.chart.chart.n == found.forecast.total == len(morning.cases)
    assert page.title() == ["Today", "Backlog"]
    qtbot.mouseClick(pane.why_button, Qt.MouseButton.LeftButton)
    assert pane.why.isVisible()
    assert not pane.hours.change.isEnabled()
    assert "head of service" in pane.hours.change.accessibleDescription()
    qtbot.waitUntil(lambda: inspect.problems(page) == [])  # lines wrap anew


def test_terms_are_kept_while_they_are_typed_and_adopted_with_a_minute(open_page, morning, qtbot):
    person = morning.as_("CM")
    with founding.before_the_story():
        morning.desk.council.grant_role(person, "head_of_service", STARTS)
    page = open_page(morning, "today", view="backlog").area.current_page()
    order, places, hours = page.backlog_pane.order, page.backlog_pane.places, page.backlog_pane.hours
    qtbot.mouseClick(order.change, Qt.MouseButton.LeftButton)
    before = list(order._order.order)
    order._order.shift(1, -1)
    qtbot.mouseClick(order._order.adopt, Qt.MouseButton.LeftButton)
    assert page.backlog.error.code == "BL-12"  # no minute: nothing is adopted, and the form stays
    assert order._order.isVisible()
    order._order.minute.setText("SEND board (invented), item 3")
    page.backlog.keep_now()
    kept = morning.desk.drafts.load("backlog.priority", person)
    assert kept["order"][:2] == [before[1], before[0]]
    qtbot.mouseClick(order._order.adopt, Qt.MouseButton.LeftButton)
    assert not order._order.isVisible()
    assert morning.desk.drafts.load("backlog.priority", person) == {}
    places.change.click()
    places._places._boxes["annual_review", "places"].setText("0")
    places._places.minute.setText("item 4")
    places._places.adopt.click()
    hours.change.click()
    hours._form._boxes["kind.AR.DECIDE"].setText("9")
    hours._form.minute.setText("item 5")
    hours._form.adopt.click()
    found = morning.desk.read(lambda conn: backlog.terms(conn, TODAY))
    assert found.order[:2] == (before[1], before[0])
    assert found.adopted[policies.PRIORITY].minute == "SEND board (invented), item 3"
    assert (found.panels["annual_review"].places, found.hours.of("AR.DECIDE")) == (0, 9)
    qtbot.waitUntil(lambda: inspect.problems(page) == [])  # lines wrap anew


def test_today_shows_others_work_the_news_and_a_clock_that_is_behind(open_page, morning, clock, qtbot):
    person = morning.as_("CM")
    place, _ = morning.desk.read(since.last_entry)
    morning.desk.drafts.save("today.visit", person, {"day": "2026-11-20", "before": 0, "seen": place})
    with founding.before_the_story():
        morning.as_("LO")
        morning.desk.casework.assign(morning.cases[2], person)
    morning.as_("CM")
    clock.set(clock.now() - timedelta(days=7))  # the laptop's clock was set back a week
    page = open_page(morning, "today").area.current_page()
    seen = page.view_model
    assert seen.clock_is_behind() == TODAY
    assert page._clock.isVisible()
    assert [words for _case, words in seen.news_lines()] == [
        "L. Okoro changed who holds the case of Testpupil Cedar-012."
    ]
    seen.show(Whose("all"))
    rows = morning.desk.read(lambda conn: today.do_next(conn, person, TODAY, 40, Whose("all")))
    assert len(seen.tasks()) == len(rows)
    assert any("Held by C. Marsh." in task.context for task in seen.tasks())
    qtbot.waitUntil(lambda: inspect.problems(page) == [])  # lines wrap anew
