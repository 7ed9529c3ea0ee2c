"""One case: the review recorded as typed, kept while typing, safe when somebody was first; papers; closed cases."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt

from bandingdesk.store.queries import casework
from bandingdesk.ui import inspect

TYPED = {
    "setting_says": "More help at lunch.",
    "parent_name": "B. Parent (invented)",
    "parent_address": "2 Road\nExampleton",
    "parent_views": "Mornings are better now.",
    "child_views": "I like art.",
    "section_f": "Speech therapy, weekly\nA quiet place at lunch",
}


@pytest.fixture
def case_id(morning):
    morning.as_("CM")
    return morning.cases[5]


@pytest.fixture
def page(open_page, morning, case_id):
    return open_page(morning, "cases", case_id=case_id, section="review").area.current_page()


def recorded(morning, case_id):
    return morning.desk.read(lambda conn: casework.case(conn, case_id))


def fill(page, qtbot):
    review = page.case_pane.review
    review.day.setDate(QDate(2026, 11, 20))
    qtbot.mouseClick(review.asked.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(review.name, TYPED["parent_name"])
    for name, note in review.notes.items():
        note.setPlainText(TYPED[name])


def test_the_review_is_recorded_as_it_was_typed(page, morning, case_id, qtbot):
    fill(page, qtbot)
    qtbot.mouseClick(page.case_pane._main, Qt.MouseButton.LeftButton)
    row = recorded(morning, case_id)
    assert row.review.on == date(2026, 11, 20)
    assert row.review.asked_for == "keep"
    assert row.review.parent_views == TYPED["parent_views"]
    assert row.review.section_f == ("Speech therapy, weekly", "A quiet place at lunch")
    # 4 weeks beginning with the day of the meeting, reg 20(10)
    assert row.clock.law_day == date(2026, 12, 18)
    assert page.case.section == "summary"


def test_an_empty_form_says_at_each_field_what_is_missing(page, morning, case_id, qtbot):
    before = recorded(morning, case_id).head
    qtbot.mouseClick(page.case_pane._main, Qt.MouseButton.LeftButton)
    fields = page.case_pane.review.fields
    wrong = {name for name, field in fields.items() if field.error}
    assert wrong >= {"asked_for", "parent_name", "parent_views", "child_views", "section_f"}
    assert recorded(morning, case_id).head == before


def test_what_was_typed_is_there_again_in_another_window(page, open_page, morning, case_id):
    page.case_pane.review.notes["parent_views"].setPlainText("Kept words")
    page.case.keep_now()
    again = open_page(morning, "cases", case_id=case_id, section="review").area.current_page()
    assert again.case_pane.review.notes["parent_views"].text == "Kept words"


def test_somebody_was_first_and_the_form_is_kept(page, morning, case_id, qtbot):
    fill(page, qtbot)
    page.case.shown_head = recorded(morning, case_id).head
    morning.desk.casework.assign(case_id, morning.people["CM"])
    page.case_pane.press_main()
    assert page.case.is_stale
    assert page.case_pane.review._stale.isVisible()
    assert page.case_pane.review.notes["parent_views"].text == TYPED["parent_views"]
    qtbot.mouseClick(page.case_pane.review._go_on, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.case_pane._main, Qt.MouseButton.LeftButton)
    assert recorded(morning, case_id).review.parent_views == TYPED["parent_views"]


def test_a_case_i_stepped_out_of_shows_its_number_alone(open_page, morning):
    person = morning.as_("JW")
    morning.desk.panel.declare_interest(morning.meeting, morning.items[1], person, "declared", "He is my nephew.")
    page = open_page(morning, "cases", case_id=morning.cases[1]).area.current_page()
    assert page.case_pane._closed.isVisible()
    assert page.title()[1] == page.case.reading.row.reference


def test_bands_are_hidden_until_i_have_locked(open_page, morning):
    round_id = morning.open_round(0)
    morning.as_("RA")
    page = open_page(morning, "cases", case_id=morning.cases[0]).area.current_page()
    shown = [label.text() for label in page.case_pane.summary.findChildren(type(page.case_pane._name))]
    assert page.case.reading.is_blind
    assert page.case.reading.round_to_score == round_id
    assert not any("Band 5" in text or "£" in text for text in shown)


@pytest.mark.parametrize("section", ["summary", "review", "timeline", "profiles", "decisions"])
def test_nothing_on_the_page_is_cut_or_nameless(page, section, qapp):
    page.case.go(section)
    qapp.processEvents()
    assert inspect.problems(page) == []
