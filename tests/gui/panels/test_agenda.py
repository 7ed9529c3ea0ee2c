"""The agenda before a meeting, in its window: order by keys with undo, readers, a late paper, packs, another day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QLabel, QPushButton

from bandingdesk.store.queries import agenda, panel
from bandingdesk.ui.workspaces.panels.agenda_cards import LateCard, PlaceCard, ReadersCard

LEFT = Qt.MouseButton.LeftButton
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def prepared(morning):
    """The morning with two readers a case, an interest, and a paper that came after the freeze."""
    desk, people = morning.desk, morning.people
    morning.as_("JW")
    desk.panel.declare_interest(morning.meeting, morning.items[1], people["JW"], "yes", "My niece", kind="family")
    morning.as_("CM")
    desk.panel.freeze_papers(morning.meeting, morning.items[0])
    desk.agenda.draw_readers(morning.meeting)
    desk.casework.add_evidence(
        morning.cases[0], b"Late (invented)", title="Health advice", author="A. Writer (invented)",
        author_role="Health", dated=date(2026, 11, 20), kind="advice", mime="text/plain", pages=1,
    )  # fmt: skip
    morning.declare(("RA",), (0, 1))
    return morning


def card_of(page, kind):
    """Return the card of a kind that is shown: an older one may still wait for its end."""
    return [one for one in page.item.findChildren(kind) if one.isVisible()][-1]


def page_of(open_page, morning, **where):
    return open_page(morning, "panels", meeting_id=morning.meeting, **where).area.current_page()


def items(morning):
    return [row.item for row in morning.desk.read(lambda conn: panel.agenda(conn, morning.meeting))]


def laid(morning):
    return morning.desk.read(lambda conn: agenda.laid(conn, morning.meeting))


def words_of(part):
    return " ".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def test_the_chair_puts_the_cases_in_order_by_keys_by_hand_and_takes_it_back(prepared, open_page, qtbot):
    page = page_of(open_page, prepared)
    before = items(prepared)
    page.agenda.list.go_to(before[2])
    page.agenda.list.setFocus()
    qtbot.keyClick(page.agenda.list, Qt.Key.Key_Up, ALT)
    assert items(prepared) == [before[0], before[2], before[1], before[3]]
    assert page.agenda.list.current_key == before[2]
    assert "Moved by hand" in page.agenda.list.rows[1].line
    page.agenda.list.dropped.emit(before[2], 4)
    assert items(prepared) == [before[0], before[1], before[3], before[2]]
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert items(prepared) == before
    assert page.view_model.building.undo_name == ""
    qtbot.mouseClick(page.agenda.propose, LEFT)
    assert laid(prepared).placed_by == "rule"
    assert "9:30" in page.agenda.list.rows[0].line
    assert "Must be decided today" in page.agenda.list.rows[0].line  # no later meeting is planned
    assert "no later meeting of this panel is planned" in words_of(card_of(page, PlaceCard))


def test_a_late_paper_is_taken_with_its_reason_and_everybody_sees_that_it_came_late(prepared, open_page, qtbot):
    page = page_of(open_page, prepared, item=prepared.items[0])
    assert page.agenda.list.rows[0].right == "Late paper"
    card = card_of(page, LateCard)
    take = next(one for one in card.findChildren(QPushButton) if one.text() == "Take it")
    qtbot.mouseClick(take, LEFT)
    assert "(AG-02)" in page.item.error.words
    card = card_of(page, LateCard)
    qtbot.keyClicks(card.words, "It changes the picture")
    take = next(one for one in card.findChildren(QPushButton) if one.text() == "Take it")
    qtbot.mouseClick(take, LEFT)
    (late,) = laid(prepared).late[prepared.items[0]]
    assert (late.outcome, late.words) == ("take", "It changes the picture")
    assert "Taken by R. Amari: It changes the picture" in words_of(card_of(page, LateCard))
    assert "A paper came late" in page.agenda.list.rows[0].line


def test_readers_are_chosen_by_hand_and_who_has_an_interest_can_not_be(prepared, open_page, qtbot):
    page = page_of(open_page, prepared, item=prepared.items[1])
    card = card_of(page, ReadersCard)
    people = prepared.people
    assert not card.boxes[people["JW"]].isEnabled()
    assert "Has an interest in it" in words_of(card)
    assert card.save.why_not == "These are the readers already."
    card.boxes[people["RA"]].click()
    qtbot.mouseClick(card.save, LEFT)
    readers = laid(prepared).readers[prepared.items[1]]
    assert {one.person_id for one in readers} == {people["RA"], people["LO"], people["PL"]}
    assert {one.person_id: one.why for one in readers}[people["RA"]] == "hand"


def test_the_chair_is_offered_what_the_panel_s_rules_say_of_an_interest(prepared, open_page):
    page = page_of(open_page, prepared, item=prepared.items[1])
    assert "Family or friend of the child" in words_of(page.item)


def test_deadline_hours_and_a_pack(prepared, open_page, qtbot, tmp_path: Path):
    prepared.as_("CM")
    page = page_of(open_page, prepared, view="times")
    times = page.more.times
    times.on.setDate(QDate(2026, 11, 24))
    qtbot.mouseClick(times.set, LEFT)
    assert laid(prepared).plan.deadline == date(2026, 11, 24)
    starts, ends = times.fields[prepared.people["LO"]]
    qtbot.keyClicks(ends, "25")
    qtbot.mouseClick(times.keep, LEFT)
    assert "Write the times like 9:30" in times.wrong.text()
    starts, ends = times.fields[prepared.people["LO"]]
    ends.setText("11:00")
    qtbot.mouseClick(times.keep, LEFT)
    assert [(one.person, one.ends) for one in laid(prepared).hours] == [(prepared.people["LO"], "11:00")]
    page.show_more("release")
    assert page.main.text() == "Release and save the packs"
    page.more.release.purpose.set_text("")
    assert page.main.why_not == "Say what the pack is for."
    page.more.release.purpose.set_text("To prepare")
    for box in page.more.release.boxes.values():
        box.setChecked(False)
    page.more.release.others.setText("B. Observer")
    page.more.release.release(tmp_path / "packs")
    assert [path.name for path in (tmp_path / "packs").iterdir()] == ["pack-2026-11-26-B-Observer.pdf"]
    assert laid(prepared).packs[0].purpose == "To prepare"


def test_a_meeting_is_moved_and_called_off_with_its_reason(prepared, open_page, qtbot):
    prepared.as_("CM")
    page = page_of(open_page, prepared, view="move")
    move = page.more.move_
    move.on.setDate(QDate(2026, 11, 27))
    qtbot.mouseClick(move.move_, LEFT)
    assert "(PN-06)" in move.error.words
    qtbot.keyClicks(move.why, "The room is flooded")
    qtbot.mouseClick(move.move_, LEFT)
    found = prepared.desk.read(lambda conn: panel.meeting(conn, prepared.meeting))
    assert found.on == date(2026, 11, 27)
    move.why_off.set_text("Too few can come")
    qtbot.mouseClick(move.off, LEFT)
    found = prepared.desk.read(lambda conn: panel.meeting(conn, prepared.meeting))
    assert (found.state, found.called_off) == ("closed", "Too few can come")


def test_after_the_deadline_cases_are_added_with_a_reason(prepared, open_page, qtbot):
    prepared.as_("CM")
    prepared.desk.agenda.set_deadline(prepared.meeting, date(2026, 11, 20))
    page = page_of(open_page, prepared)
    qtbot.mouseClick(page.agenda.add, LEFT)
    page.view_model.adding.search()
    page.view_model.adding.pick(page.view_model.adding.hits[0])
    assert page.main.why_not == "Say why it can't wait."
    qtbot.keyClicks(page.adding.urgent, "The placement ends on Friday")
    qtbot.mouseClick(page.main, LEFT)
    last = prepared.desk.read(lambda conn: panel.agenda(conn, prepared.meeting))[-1]
    assert last.urgent == "The placement ends on Friday"


def test_practice_gives_feedback_to_the_member_alone(prepared, open_page, qtbot):
    prepared.as_("LO")
    page = page_of(open_page, prepared, view="practice")
    practice = page.more.practice
    assert page.main.why_not == "4 strands have no level yet."
    for strand, level in (("attention", 4), ("literacy", 2), ("social", 2), ("selfcare", 0)):
        practice.levels[strand].choose(level)
    qtbot.keyClick(page, Qt.Key.Key_F8)
    assert "Definitive level 3: Frequent individual support" in words_of(practice)
    prepared.as_("RA")
    page.open(prepared.meeting, view="practice")
    assert "Definitive level" not in words_of(practice)


def test_what_would_stop_a_meeting_is_said_before_it(prepared, open_page):
    from bandingdesk.panel.ops import Seat

    people = prepared.people
    prepared.as_("CM")
    seats = (Seat(people["RA"], "chair", ""), Seat(people["JW"], "member", ""), Seat(people["CM"], "clerk", ""))
    made = prepared.desk.panel.plan_meeting("annual_review", date(2026, 11, 26), "09:00", "11:00", "", seats).id
    item = prepared.desk.panel.add_item(made, prepared.cases[4], (people["JW"],)).id
    prepared.as_("JW")
    prepared.desk.panel.declare_interest(made, item, people["JW"], "yes", "My niece", kind="family")
    prepared.as_("CM")
    page = open_page(prepared, "panels", meeting_id=made).area.current_page()
    said = words_of(page.agenda)
    assert "J. Whitlock: an interest in every case." in said
    assert "This meeting has no deputy chair." in said
    assert "a seat at another meeting at the same time" in said


def test_a_member_says_once_which_settings_they_are_tied_to(prepared, open_page):
    prepared.as_("PL")
    page = page_of(open_page, prepared, view="interests")
    page.interests.ties.boxes["Elmbank Primary (invented)"].click()
    found = laid(prepared)
    assert found.ties[prepared.people["PL"]] == ("Elmbank Primary (invented)",)
    assert found.unfit[prepared.items[2], prepared.people["PL"]] == "setting"


def test_the_chair_lists_a_case_that_everybody_locked_alike(morning, open_page, qtbot):
    round_id = morning.open_round()
    for who in ("RA", "LO", "JW", "PL"):
        morning.lock(who, round_id)
    morning.as_("RA")
    page = page_of(open_page, morning)
    assert page.agenda.agreed.text() == "Agreed, no talk: list 1 case"
    qtbot.mouseClick(page.agenda.agreed, LEFT)
    assert "Agreed, no talk needed" in page.agenda.list.rows[0].line
    assert page.agenda.agreed.isHidden()
