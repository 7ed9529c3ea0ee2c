"""From a case whose time is over to its erasure: by keys, with two people, a hold between, and those who may not."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from bandingdesk.store.queries import casework
from bandingdesk.store.queries.casework import UnknownCaseError
from bandingdesk.ui import inspect
from bandingdesk.ui.workspaces.oversight import retention_words
from tests.support.panel_store import CASE, CHAIR, OFFICER, PIN, WORKER

SCHEDULE = {"sen_file": ("Special educational needs file", "5", "birth", "The council’s own schedule (invented)")}
REASON = "The time is over and nothing is open."


@pytest.fixture
def over(case):
    """The desk with a schedule by which the case's time is over, and two people who may act on it."""
    case.desk.council.adopt_policy("retention", SCHEDULE, date(2026, 4, 1), "Minute 12 (invented)")
    case.desk.council.grant_role(OFFICER, "head_of_service", date(2026, 1, 1))
    return case


@pytest.fixture
def window(over, open_page):
    return open_page(over, "oversight", section="retention")


@pytest.fixture
def page(window):
    return window.area.current_page()


def sit(window, person):
    """Put PERSON at the keys and return their page."""
    window.hand_over(person, "oversight", pin_checked=True, section="retention")
    return window.area.current_page()


def reviewed(page, qtbot):
    """Record that the case may go, by keys."""
    qtbot.keyClick(page.retention.list, Qt.Key.Key_Return)
    qtbot.keyClicks(page.retention.reason, REASON)
    qtbot.keyClick(page.retention.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def listed(over):
    (row,) = over.desk.retention.listed()
    return row


def test_a_council_without_such_a_case_reads_one_sentence(case, open_page, qtbot):
    page = open_page(case, "oversight").area.current_page()
    qtbot.keyClick(page.overview._empty.button, Qt.Key.Key_T)
    assert page.title() == ["Oversight", "How long cases are kept"]
    assert page.retention.nothing.isVisible()
    assert not page.retention.side.isVisible()
    page.close_newest()
    assert page.title() == ["Oversight"]


def test_the_list_says_the_rule_with_its_source_and_since_when(page, over):
    (row,) = page.retention.list.rows
    assert row.title == listed(over).reference
    assert row.line == "Special educational needs file: 5 years after birth (The council’s own schedule (invented))"
    assert (row.right, row.right_line[:12]) == ("To review", "May go from ")
    assert page.retention.main.text() == "It may go"
    assert page.retention.list.hasFocus()
    assert page.retention.main.why_not == "Write your reason first."


def test_a_review_is_recorded_by_keys_and_the_same_person_erases_nothing(page, over, qtbot):
    reviewed(page, qtbot)
    row = listed(over)
    assert (row.state, row.reviewed_by, row.words) == ("reviewed", WORKER, REASON)
    pane = page.retention
    assert pane.main.text() == "Erase this case"
    assert pane.main.why_not == "You reviewed this case, so somebody else erases it."
    qtbot.keyClick(pane.list, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert over.desk.retention.listed()[0].state == "reviewed"


def test_another_person_erases_it_with_their_pin_after_reading_what_goes_and_stays(window, page, over, qtbot):
    reviewed(page, qtbot)
    page = sit(window, OFFICER)
    said = []
    window.messages.announced.connect(lambda words, _urgent: said.append(words))
    qtbot.keyClicks(page.retention.reason, "The schedule says so.")
    page.retention.main.click()
    asked = window.messages.question
    assert asked.ask_pin
    assert asked.effect.endswith("decisions, letters and drafts are gone for good.")
    assert asked.detail.startswith("The chain stays, and that it was erased")
    assert page.retention._warning.isVisible()
    assert listed(over).state == "reviewed"
    window.messages.answer_yes(PIN)
    row = listed(over)
    assert (row.state, row.erased_by, row.reason, row.name) == ("erased", OFFICER, "The schedule says so.", "")
    with pytest.raises(UnknownCaseError):
        over.desk.read(lambda conn: casework.case(conn, CASE))
    assert "The case is erased." in said
    assert page.retention.banner.words.startswith("The case is erased.")
    assert not page.retention.main.isVisible()
    assert over.desk.oversight.verify().ok


def test_a_wrong_pin_erases_nothing_and_keeps_the_reason(window, page, over, qtbot):
    reviewed(page, qtbot)
    page = sit(window, OFFICER)
    qtbot.keyClicks(page.retention.reason, "The schedule says so.")
    page.retention.main.click()
    window.messages.answer_yes("000000")
    assert listed(over).state == "reviewed"
    assert page.retention.banner.isVisible()
    assert page.retention.reason.text == "The schedule says so."


def test_a_question_goes_with_the_page_and_the_person_it_was_put_to(window, page, over, qtbot):
    reviewed(page, qtbot)
    page = sit(window, OFFICER)
    page.retention.reason.set_text("The schedule says so.")
    page.retention.main.click()
    page.model.show_overview()
    assert window.messages.question is None
    page.show_retention()
    page.retention.main.click()
    sit(window, CHAIR)
    assert window.messages.question is None
    assert listed(over).state == "reviewed"


def test_a_hold_stops_it_until_it_is_released(page, over, qtbot):
    pane = page.retention
    qtbot.keyClicks(pane.reason, "The family has appealed.")
    pane.because.set_value("appeal")
    qtbot.keyClick(pane.list, Qt.Key.Key_H)
    assert (listed(over).state, listed(over).hold) == ("held", "appeal")
    assert pane.list.rows[0].right == "On hold: an appeal"
    assert pane.main.text() == "Release the hold"
    assert page.model.retention.why_not("review") == "This case is on hold. Release the hold first."
    qtbot.keyClicks(pane.reason, "The appeal is over.")
    pane.main.click()
    assert (listed(over).state, listed(over).rule) == ("due", "sen_file")
    reviewed(page, qtbot)
    assert listed(over).state == "reviewed"


def test_a_case_is_kept_longer_until_a_day(page, over, qtbot):
    page.retention.reason.set_text("A sibling’s case refers to it.")
    qtbot.keyClick(page.retention.list, Qt.Key.Key_L)
    row = listed(over)
    assert (row.state, row.keep_until) == ("kept", date(2027, 11, 26))
    assert page.retention.list.rows[0].right == "Kept until Fri 26 Nov 2027"


def test_who_may_not_is_told_why_and_by_whom(window, over, qtbot):
    page = sit(window, CHAIR)
    pane = page.retention
    qtbot.keyClicks(pane.reason, REASON)
    assert pane.main.why_not == retention_words.who_may("review")
    assert pane.hold.why_not == retention_words.who_may("hold")
    qtbot.keyClick(pane.list, Qt.Key.Key_H)
    assert listed(over).state == "due"


def test_what_is_typed_stays_with_its_case_and_is_not_erased_by_the_news(page, over, qtbot):
    qtbot.keyClicks(page.retention.reason, "Half a sen")
    page.model.show_overview()
    page.show_retention()
    assert page.retention.reason.text == "Half a sen"


def test_nothing_is_cut_nameless_or_too_wide(window, page, qtbot):
    qtbot.waitUntil(lambda: inspect.problems(window) == [])
    window.resize(1024, 640)
    qtbot.waitUntil(lambda: inspect.problems(window) == [])
    reviewed(page, qtbot)
    qtbot.waitUntil(lambda: inspect.problems(window) == [])
    page = sit(window, OFFICER)
    qtbot.keyClicks(page.retention.reason, REASON)
    page.retention.main.click()
    qtbot.waitUntil(lambda: inspect.problems(window) == [])
