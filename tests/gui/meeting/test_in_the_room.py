"""The room at the meeting page: a member's own keys, the pause, a withdrawn case, the screen, and who comes next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from bandingdesk.panel.room import screen
from bandingdesk.store.queries import panel, rounds
from bandingdesk.store.queries import room as rooms
from bandingdesk.ui.workspaces.meeting import agenda_words, reading, room_view
from tests.gui.meeting.test_meeting_page import page_of, press, words_of
from tests.support.panel_morning import VOTERS

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def open_as(open_page, room):
    """A function that opens the meeting at its first case as somebody, and returns the page."""

    def make(who: str):
        room.morning.as_(who)
        return page_of(open_page(room.morning, "meeting", meeting_id=room.morning.meeting, item=room.item))

    return make


def room_of(room, who="RA"):
    person = room.morning.people[who]
    return room.desk.read(lambda conn: rooms.room(conn, room.morning.meeting, room.item, person))


def test_a_member_before_the_reveal_sees_a_count_and_their_own_next_step(room, open_as):
    room.open()
    room.lock_all({"LO": 5, "JW": 0})
    page = open_as("PL")
    said = words_of(page)
    assert "2 of 4 have locked. Yours are not locked yet." in said
    assert page.main.text() == "Score this case"
    assert not page.defer.isVisible()
    assert not page.side.own.differ.isVisible()


def test_a_member_speaks_by_one_key_each_and_the_chair_sees_the_queue(room, open_as, qtbot):
    room.reveal()
    page = open_as("LO")
    assert page.side.own.isVisible()
    assert "You gave: " in words_of(page)
    page.take_focus()
    press(page, qtbot, Qt.Key.Key_S)
    press(page, qtbot, Qt.Key.Key_P)
    seen = room_of(room, "LO")
    assert (seen.speakers, seen.pulled) == ((room.morning.people["LO"],), frozenset({room.item}))
    assert not page.side.own.pull.isVisible()
    page.window().hand_over(room.morning.people["RA"], "meeting", pin_checked=True, meeting_id=room.morning.meeting)
    page = page_of(page.window())
    assert "1  L. Okoro" in words_of(page)
    assert page.room.pulled.isVisible()
    assert "pulled" in words_of(page) or "A member has pulled this case" in page.room.pulled.words
    page.side.speakers.heard.emit(room.morning.people["LO"])
    assert room_of(room).speakers == ()


def test_a_view_of_ones_own_needs_x_and_a_line(room, open_as, qtbot):
    room.reveal()
    page = open_as("JW")
    page.take_focus()
    press(page, qtbot, Qt.Key.Key_X)
    qtbot.keyClicks(page.window().focusWidget(), "One level lower to me.")
    page.levels.give.click()
    row = room.round("JW")
    assert [(view.words, view.mine) for view in row.minority] == [("One level lower to me.", True)]
    assert room.bodies("round", room.round_id)[-1].__class__.__name__ == "ScoresRevealed"  # the round did not move


def test_a_member_says_that_they_are_remote_and_alone_there(room, open_as):
    room.reveal()
    page = open_as("LO")
    own = page.side.people.own
    assert own is not None
    own.state.set_value("remote")
    own.state.chosen.emit("remote")
    assert page.room.paused.isVisible()  # the only psychologist is not confirmed alone there
    assert "not confirmed that nobody else can see or hear" in page.room.paused.words
    own.alone.click()
    assert not page.room.paused.isVisible()
    own.signed.click()
    found = room_of(room, "LO").presences[room.morning.people["LO"]]
    assert (found.state, found.alone, found.undertaking is not None) == ("remote", True, True)


def test_what_was_typed_stays_while_the_quorum_is_gone(room, open_as, qtbot):
    room.agree()
    page = open_as("RA")
    qtbot.keyClicks(page.proposal.fit_words, "The levels leave out his sleep.")
    clerk = room.morning.people["CM"]
    room.desk.switch(clerk)
    room.desk.room.record_presence(room.morning.meeting, room.morning.people["LO"], "lost", room.item)
    room.desk.switch(room.morning.people["RA"])
    page.view_model.look_again()
    assert page.room.paused.isVisible()
    assert "Educational psychology" in page.main.why_not
    assert page.proposal.fit_words.text == "The levels leave out his sleep."
    room.desk.switch(clerk)
    room.desk.room.record_presence(room.morning.meeting, room.morning.people["LO"], "present", room.item)
    room.desk.switch(room.morning.people["RA"])
    page.view_model.look_again()
    assert not page.room.paused.isVisible()
    assert page.proposal.fit_words.text == "The levels leave out his sleep."


def test_a_case_is_withdrawn_and_the_next_one_is_one_key_away(room, open_as, qtbot):
    room.reveal()
    page = open_as("RA")
    page.take_focus()
    press(page, qtbot, Qt.Key.Key_W)
    page.room.withdrawal.go.click()
    assert page.view_model.error.code == "RM-09"
    qtbot.keyClicks(page.room.withdrawal.words, "The parents withdrew their request.")
    page.room.withdrawal.go.click()
    assert page.view_model.step == "withdrawn"
    assert "The parents withdrew their request." in words_of(page)
    assert "Withdrawn" in page.agenda.model_.rows[0].line
    press(page, qtbot, Qt.Key.Key_F8)
    assert page.view_model.item_id == room.morning.items[1]


def test_the_case_in_hand_is_found_again_by_whoever_leads_next(room, open_as, qtbot, make_view):
    """The chair's laptop dies between reveal and signing: the deputy opens the same case at the same step."""
    room.open()
    room.lock_all(dict.fromkeys(VOTERS, 2))
    view = make_view(room)
    view.choose_item(room.item)
    view.reveal()
    strand = view.seen.round.spreads[0]
    view.agree(strand.strand, strand.middle, "", "")
    left = room.round().still_open
    room.morning.as_("CM")
    room.desk.room.record_presence(room.morning.meeting, room.morning.people["RA"], "lost", room.item)
    room.morning.as_("PL")
    page = open_as("PL")  # no item is named: a new window on a new laptop
    page.view_model.open(room.morning.meeting)
    assert (page.view_model.item_id, page.view_model.step) == (room.item, "levels")
    assert page.view_model.seen.is_chair
    assert room.round("PL").still_open == left
    press(page, qtbot, Qt.Key.Key_F8)
    assert page.view_model.step == "propose"


def test_members_follow_the_panel_to_the_case_in_hand(room, make_view):
    room.open()
    room.desk.room.take_item(room.morning.meeting, room.item)
    room.morning.as_("LO")
    view = make_view(room)
    room.morning.as_("RA")
    room.desk.room.take_item(room.morning.meeting, room.morning.items[1])
    room.morning.as_("LO")
    view.look_again()
    assert view.item_id == room.morning.items[1]


def test_the_quiet_clock_says_so_in_words():
    assert agenda_words.clock(372, 12) == "06:12 of 12:00"
    assert agenda_words.clock(760, 12) == "12:40, 40 seconds over"
    assert agenda_words.clock(721, 12) == "12:01, 1 second over"
    assert agenda_words.clock(860, 12) == "14:20, 2 minutes over"


def test_names_are_hidden_on_a_key_and_everything_goes_on(room, open_as, qtbot):
    room.reveal()
    page = open_as("RA")
    assert "Testpupil" in words_of(page) or any("Testpupil" in row.title for row in page.agenda.model_.rows)
    press(page, qtbot, Qt.Key.Key_H, CONTROL | SHIFT)
    assert not any("Testpupil" in row.title for row in page.agenda.model_.rows)
    assert "Testpupil" not in " ".join(page.title())
    press(page, qtbot, Qt.Key.Key_F8)
    assert room.round().state == "agreed"


def test_the_rooms_screen_shows_what_the_council_and_the_chair_allow(room, open_as, qtbot, clock):
    room.reveal()
    desk, meeting, item = room.desk, room.morning.meeting, room.item
    room.morning.as_("RA")
    desk.room.take_item(meeting, item)
    page = open_as("RA")
    press(page, qtbot, Qt.Key.Key_F9, CONTROL)
    link = page._around.room
    assert link.is_open
    said = " ".join(link.window.words())
    assert "Case 1 of 4" in said
    assert "Names, school, band and £ are not shown" in said
    assert "Testpupil" not in said
    assert not any(dot.mine for strip in link.window.view.strips for dot in strip.dots)
    page.view_model.allow_on_screen(["name"])
    assert "Testpupil" in " ".join(link.window.words())
    assert "Testpupil" in page.view_model.seen.case.child_name
    page.view_model.choose_item(room.morning.items[1])  # it falls back at the next case
    assert "Testpupil" not in " ".join(link.window.words())
    press(page, qtbot, Qt.Key.Key_F9)
    assert link.window.words() == ["The room screen is blank."]
    link.close()


def test_no_word_of_a_hidden_field_reaches_the_view(room):
    """Cell by cell: a field is in the view where it is allowed, and nowhere else."""
    room.agree()
    desk = room.desk
    room.morning.as_("RA")
    desk.room.take_item(room.morning.meeting, room.item)
    seen = reading.read(desk, room.morning.meeting, room.item, "", desk.clock.today())
    secrets = [seen.case.child_name, seen.case.setting_name, *(seat.name for seat in seen.meeting.seats)]
    secrets += [title for _id, title in seen.bands]
    view = room_view.of(seen, "propose", "", desk.clock.today())
    for secret in secrets:
        assert secret not in repr(view)
    assert screen.hidden(screen.allowed(())) == ("name", "school", "band", "money")


def test_the_forecast_counts_what_waits(room, make_view, clock):
    room.open()
    room.desk.room.take_item(room.morning.meeting, room.item)
    view = make_view(room)
    now = clock.now()
    minutes = view.seen.terms.case_minutes
    assert agenda_words.finish(view.seen, now).startswith("Finish about ")
    spent = agenda_words.spent(view.seen, now + timedelta(minutes=5))
    assert spent[room.item] >= 300
    assert minutes > 0


def test_cases_agreed_without_talk_are_agreed_in_one_go_but_not_a_pulled_one(room, make_view):
    room.open()
    room.lock_all(dict.fromkeys(VOTERS, 2))
    second = room.morning.open_round(1)
    for who in VOTERS:
        room.morning.lock(who, second, 1)
    room.morning.as_("RA")
    meeting, items = room.morning.meeting, room.morning.items
    room.desk.agenda.propose_undiscussed(meeting, items[:2])
    room.morning.as_("JW")
    room.desk.room.pull_case(meeting, items[1])
    room.morning.as_("RA")
    view = make_view(room)
    assert [agenda_words.is_quiet(view.seen, row) for row in view.seen.agenda] == [True, False, False, False]
    view.agree_undiscussed()
    agenda = room.desk.read(lambda conn: panel.agenda(conn, meeting, room.morning.people["RA"]))
    assert [row.state for row in agenda[:2]] == ["agreed", "scoring"]
    assert room.desk.read(lambda conn: rounds.round(conn, second, room.morning.people["RA"])).state == "open"
