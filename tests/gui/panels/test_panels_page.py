"""Before a meeting, on a real desk: planning, the agenda in order, papers, interests, opening."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from bandingdesk.store.queries import panel
from bandingdesk.ui import inspect

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def chair(open_page, morning):
    """The page with the chair at the keys."""
    morning.as_("RA")
    return open_page(morning, "panels").area.current_page()


def agenda(morning, viewer=None):
    return morning.desk.read(lambda conn: panel.agenda(conn, morning.meeting, viewer))


def interests(morning):
    return morning.desk.read(lambda conn: panel.interests(conn, morning.meeting))


def button(part, words):
    return next(one for one in part.findChildren(QPushButton) if one.text() == words and one.isVisible())


def words_of(part):
    return " ".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def test_the_next_meeting_is_shown_with_its_agenda(chair, morning):
    assert chair.list.current_key == morning.meeting
    assert chair.agenda.list.keys == morning.items
    assert chair.title() == ["Panels", "Thu 26 Nov 2026"]
    assert "Thu 26 Nov 2026, 9:30 to 12:30 · Committee Room 2 and Teams" in words_of(chair.agenda)


def test_without_meetings_the_page_holds_the_next_step(make_morning, open_page, qtbot):
    morning = make_morning(planned=False)
    morning.as_("CM")
    page = open_page(morning, "panels").area.current_page()
    assert "No meetings are planned." in words_of(page)
    qtbot.mouseClick(page.empty.button, LEFT)
    assert page.view_model.view == "plan"


def test_a_meeting_is_planned_with_the_seats_that_roles_give(make_morning, open_page, qtbot):
    morning = make_morning(planned=False)
    morning.as_("CM")
    page = open_page(morning, "panels", view="plan").area.current_page()
    page.planning.on.setDate(QDate(2026, 12, 10))
    page.planning.starts.selectAll()
    qtbot.keyClicks(page.planning.starts, "13:15")
    page.planning.ends.selectAll()
    qtbot.keyClicks(page.planning.ends, "16:00")
    qtbot.keyClicks(page.planning.place, "Room 4")
    qtbot.keyClick(page, Qt.Key.Key_F8)
    (row,) = morning.desk.read(panel.meetings)
    found = morning.desk.read(lambda conn: panel.meeting(conn, row.id))
    assert (found.on, found.starts, found.ends, found.place) == (date(2026, 12, 10), "13:15", "16:00", "Room 4")
    assert {(seat.initials, seat.role) for seat in found.seats} == {
        ("RA", "chair"), ("PL", "deputy"), ("LO", "member"), ("JW", "member"), ("CM", "clerk"),
    }  # fmt: skip


def test_a_meeting_without_a_chair_is_refused_and_the_form_is_kept(make_morning, open_page, qtbot):
    morning = make_morning(planned=False)
    morning.as_("CM")
    page = open_page(morning, "panels", view="plan").area.current_page()
    qtbot.keyClicks(page.planning.place, "Room 4")
    page.view_model.planning.drop_seat(morning.people["RA"])
    qtbot.mouseClick(page.main, LEFT)
    assert morning.desk.read(panel.meetings) == []
    assert page.planning.error.isVisible()
    assert "(PN-06)" in page.planning.error.words
    assert page.planning.place.text() == "Room 4"


def test_an_hour_that_is_none_is_said_at_its_field(make_morning, open_page, qtbot):
    morning = make_morning(planned=False)
    page = open_page(morning, "panels", view="plan").area.current_page()
    page.planning.starts.selectAll()
    qtbot.keyClicks(page.planning.starts, "25:99")
    assert page.planning.wrong_hour == "Write the time like 9:30."
    assert not page.main.isEnabled()


def test_cases_are_picked_put_in_order_and_added(chair, morning, qtbot):
    qtbot.mouseClick(chair.agenda.add, LEFT)
    qtbot.keyClicks(chair.adding.words, "testpupil")
    chair.view_model.adding.search()
    assert len(chair.adding.hits.keys) == 2  # the two cases that are on no agenda
    qtbot.keyClick(chair.adding.words, Qt.Key.Key_Return)
    qtbot.keyClick(chair.adding.words, Qt.Key.Key_Return)
    first, second = chair.adding.picked.keys
    chair.adding.picked.go_to(second)
    qtbot.keyClick(chair.adding.picked, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert chair.adding.picked.keys == [second, first]
    qtbot.mouseClick(chair.main, LEFT)
    assert [row.case_id for row in agenda(morning)][-2:] == [second, first]
    assert chair.view_model.is_adding is False


def test_all_papers_are_frozen_by_one_button(chair, morning, qtbot):
    qtbot.mouseClick(chair.agenda.freeze, LEFT)
    assert all(row.is_frozen for row in agenda(morning))
    assert not chair.agenda.freeze.isVisible()


def test_papers_stay_closed_until_the_member_has_answered(chair, morning, qtbot):
    assert "School support plan" not in words_of(chair.item)
    assert "Answer about interests first" in words_of(chair.item)
    qtbot.mouseClick(button(chair.agenda, "Declare interests"), LEFT)
    no = chair.interests._cards[morning.items[0]].answers.buttons[0]
    qtbot.mouseClick(no, LEFT)
    assert [(row.answer, row.person_id) for row in interests(morning)] == [("none", morning.people["RA"])]
    chair.view_model.show("agenda")
    assert "School support plan" in words_of(chair.item)


def test_an_interest_waits_for_its_words_and_keeps_them(chair, morning, qtbot):
    chair.show_interests()
    made = chair.interests._cards[morning.items[1]]
    qtbot.mouseClick(made.answers.buttons[1], LEFT)
    assert made.record.why_not == "Choose what kind it is first."
    qtbot.keyClick(made.kind, Qt.Key.Key_Down)
    qtbot.mouseClick(made.record, LEFT)
    assert interests(morning) == []
    assert "You declared an interest, but not what it is." in made._nature.error
    qtbot.keyClicks(made.nature, "Governor of the school")
    qtbot.mouseClick(made.record, LEFT)
    (row,) = interests(morning)
    assert (row.answer, row.nature, row.standing) == ("yes", "Governor of the school", "declared")
    assert row.kind == "family"


def test_no_interest_in_the_rest_answers_what_is_open(chair, morning, qtbot):
    chair.show_interests()
    qtbot.mouseClick(chair.interests._cards[morning.items[2]].answers.buttons[1], LEFT)
    qtbot.keyClick(chair, Qt.Key.Key_F8)
    assert {row.item for row in interests(morning)} == {morning.items[0], morning.items[1], morning.items[3]}


def test_the_chair_settles_what_a_member_declared(morning, open_page, qtbot):
    person = morning.as_("JW")
    morning.desk.panel.declare_interest(morning.meeting, morning.items[0], person, "yes", "My niece")
    person = morning.as_("RA")
    morning.desk.panel.declare_interest(morning.meeting, morning.items[0], person, "none")
    page = open_page(morning, "panels").area.current_page()
    assert "“My niece”" in words_of(page.item)
    qtbot.mouseClick(button(page.item, "Steps out"), LEFT)
    found = next(row for row in interests(morning) if row.person_id == morning.people["JW"])
    assert (found.outcome, found.standing) == ("withdraw", "withdraw")
    assert "Steps out: the case is closed to them." in words_of(page.item)


def test_a_member_reads_nobody_elses_interest(morning, open_page):
    person = morning.as_("JW")
    morning.desk.panel.declare_interest(morning.meeting, morning.items[0], person, "yes", "My niece")
    morning.as_("LO")
    page = open_page(morning, "panels").area.current_page()
    assert "My niece" not in words_of(page)


def test_scoring_opens_when_papers_are_frozen_and_interests_answered(morning, open_page, qtbot):
    morning.as_("CM")
    page = open_page(morning, "panels").area.current_page()
    start = button(page.item, "Open blind scoring")
    assert start.why_not == "Freeze the papers first, so that all members score on the same versions."
    morning.declare(items=(0,))
    morning.as_("CM")
    morning.desk.panel.freeze_papers(morning.meeting, morning.items[0])
    page.view_model.look_again()
    qtbot.mouseClick(button(page.item, "Open blind scoring"), LEFT)
    assert agenda(morning)[0].state == "scoring"


def test_the_main_button_goes_to_the_meeting_where_attendance_is_checked_first(chair, morning, qtbot):
    gone = []
    chair._around = replace(chair._around, navigate=lambda place, **where: gone.append((place, where)))
    qtbot.keyClick(chair, Qt.Key.Key_F8)
    assert morning.desk.read(lambda conn: panel.meeting(conn, morning.meeting)).state == "planned"
    assert gone == [("meeting", {"meeting_id": morning.meeting})]


def test_a_plain_member_cannot_open_the_meeting(morning, open_page):
    morning.as_("LO")
    page = open_page(morning, "panels").area.current_page()
    assert page.main.why_not == "Only the chair, the deputy or the clerk opens the meeting."


def test_a_stale_agenda_is_said_and_can_be_looked_at_again(chair, morning, qtbot):
    head = chair.view_model.seen.meeting
    morning.desk.panel.freeze_papers(morning.meeting, morning.items[1])
    assert chair.view_model.seen.meeting.head == head.head  # no news has come: another window did it
    chair.view_model.freeze_all()
    assert "Somebody else has changed this since you opened it." in chair.error.words
    assert chair.error.isVisible()
    qtbot.mouseClick(chair.again, LEFT)
    assert not chair.error.isVisible()
    assert chair.view_model.seen.items[1].row.is_frozen


@pytest.mark.parametrize("view", ["agenda", "interests", "plan"])
@pytest.mark.parametrize("size", [QSize(1280, 720), QSize(960, 540)])
def test_nothing_on_the_page_is_cut_nameless_or_faint(morning, open_page, qapp, view, size):
    morning.as_("RA")
    window = open_page(morning, "panels", size=size, view=view)
    qapp.processEvents()  # lays out what was shown last
    assert inspect.problems(window) == []


def test_a_form_and_an_interest_are_there_when_the_page_is_opened_again(chair, morning, qtbot):
    chair.show_interests()
    qtbot.mouseClick(chair.interests._cards[morning.items[1]].answers.buttons[2], LEFT)
    qtbot.keyClicks(chair.interests._cards[morning.items[1]].nature, "We sang in one choir")
    chair.plan()
    qtbot.keyClicks(chair.planning.place, "Room 4")
    window = chair.window()
    window.area.clear()
    window.navigate("panels", view="interests")
    page = window.area.current_page()
    made = page.interests._cards[morning.items[1]]
    assert (made.answers.value, made.nature.text) == ("unsure", "We sang in one choir")
    assert interests(morning) == []
    page.plan()
    assert page.planning.place.text() == "Room 4"
