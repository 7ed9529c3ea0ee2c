"""The meeting page by keys and clicks on a real desk: what each moment shows, and what is recorded."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from bandingdesk.ops import Subject
from bandingdesk.panel.ops import AttendanceRecorded
from bandingdesk.store.queries import decisions, panel
from bandingdesk.ui import inspect
from tests.gui.meeting.conftest import DECIDER, answer, fill
from tests.support.panel_morning import PIN, VOTERS

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_meeting(open_page, room):
    """A function that opens the meeting page at the first case, as the person at the keys."""

    def make(size=None):
        return open_page(room.morning, "meeting", size=size, meeting_id=room.morning.meeting, item=room.item)

    return make


def page_of(window):
    return window.area.current_page()


def words_of(page):
    parts = [*page.findChildren(QLabel), *page.findChildren(QAbstractButton)]
    painted = [part.accessibleName() for part in page.findChildren(object) if hasattr(part, "accessibleName")]
    return " ".join([part.text() for part in parts if part.isVisible()] + [name for name in painted if name])


def decision(room, who="RA"):
    rows = room.desk.read(lambda conn: decisions.decisions(conn, room.morning.cases[0], room.morning.people[who]))
    return rows[0] if rows else None


def press(page, qtbot, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(page.window().focusWidget() or page, key, modifier)


def sign(window, qtbot, pin=PIN):
    """Answer the PIN question that the page has asked."""
    assert window.messages.question is not None
    window.messages.answer_yes(pin)


def to_recommend(room, page, qtbot):
    """Propose the indicated band, check Section F, show the amount: each by F8."""
    fill(page.view_model)
    press(page, qtbot, Qt.Key.Key_F8)
    page.view_model.form.provision[0].secured_by = "A named assistant each day"
    press(page, qtbot, Qt.Key.Key_F8)
    press(page, qtbot, Qt.Key.Key_F8)
    assert page.view_model.step == "answer"
    answer(page.view_model)
    assert page.view_model.step == "recommend"


def test_the_meeting_opens_with_the_attendance_that_was_checked(room, open_meeting, qtbot):
    room.round_id = room.morning.open_round(0)
    room.morning.as_("RA")
    page = page_of(open_meeting())
    away = room.morning.people["PL"]
    assert {choice.value for choice in page.attendance.choices.values()} == {"present"}
    page.attendance.choices[away].chosen.emit("absent")
    assert not any(isinstance(body, AttendanceRecorded) for body in room.bodies("meeting", room.morning.meeting))
    press(page, qtbot, Qt.Key.Key_F8)
    seats = page.view_model.seen.meeting.seats
    assert page.view_model.seen.meeting.state == "open"
    assert {seat.person_id: seat.attendance for seat in seats} == {
        seat.person_id: "absent" if seat.person_id == away else "present" for seat in seats
    }
    ops = room.desk.store.history(Subject("meeting", room.morning.meeting))
    assert len({op.act_id for op in ops if op.kind in ("meeting.opened", "presence.recorded")}) == 1


def test_before_the_reveal_the_page_tells_a_count_alone(room, open_meeting, qtbot):
    room.open()
    room.lock_all({"LO": 5, "JW": 0})
    page = page_of(open_meeting())
    assert "2 of 4 have locked their scores." in words_of(page)
    assert not page.levels.isVisible()
    assert not page.side.why.isVisible()


def test_f8_reveals_and_the_strips_stand_there_without_a_band(room, open_meeting, qtbot):
    room.open()
    room.lock_all({**dict.fromkeys(VOTERS, 2), "JW": 5})
    page = page_of(open_meeting())
    press(page, qtbot, Qt.Key.Key_F8)
    assert room.round().state == "revealed"
    assert page.levels.isVisible()
    assert len(page.levels.table.lines) > 0
    assert not page.side.why.isVisible()
    said = words_of(page)
    assert "Level 5" in said
    assert "J. Whitlock, level" not in said
    assert "£" not in page.levels.sentence.accessibleName()


def test_a_reveal_with_a_score_missing_takes_the_chairs_own_words(room, open_meeting, qtbot):
    room.open()
    room.lock_all(dict.fromkeys(("RA", "LO", "PL"), 2))
    page = page_of(open_meeting())
    press(page, qtbot, Qt.Key.Key_F8)
    assert (page.going_on.isVisible(), page.going_on.go_on.isEnabled(), page.main.isVisible()) == (True, False, False)
    qtbot.mouseClick(page.going_on.back, Qt.MouseButton.LeftButton)
    assert (page.going_on.isVisible(), room.round().state) == (False, "open")
    press(page, qtbot, Qt.Key.Key_F8)
    qtbot.keyClicks(page.going_on.words, "J. Whitlock was called away.")
    qtbot.mouseClick(page.going_on.go_on, Qt.MouseButton.LeftButton)
    assert (room.round().state, page.levels.isVisible()) == ("revealed", True)
    assert room.bodies("round", room.round_id)[-1].words == "J. Whitlock was called away."


def test_agreeing_the_rest_shows_the_band_and_no_amount(room, open_meeting, qtbot):
    room.reveal()
    page = page_of(open_meeting())
    assert page.main.text() == "Agree the rest"
    qtbot.mouseClick(page.main, Qt.MouseButton.LeftButton)
    assert room.round().state == "agreed"
    assert page.side.why.isVisible()
    assert f"Indicated: {room.round().band.title}" in words_of(page.side.steps)
    assert "£" not in words_of(page.side.why)
    assert page.proposal.isVisible()
    assert page.proposal.band.value is None


def test_a_strand_without_a_middle_is_agreed_with_its_reason(room, open_meeting, qtbot):
    room.open()
    room.lock_all({"RA": 2, "LO": 2, "PL": 3, "JW": 5})  # the middle falls between 2 and 3, so none is proposed
    room.desk.panel.reveal(room.round_id)
    page = page_of(open_meeting())
    assert page.levels.below.level.value is None
    qtbot.mouseClick(page.levels.below.agree, Qt.MouseButton.LeftButton)
    assert page.levels.below.level.hasFocus()
    strand = page.view_model.strand
    page.levels.below.level.set_value(3)
    page.levels.below.code.set_value("between")
    qtbot.keyClicks(page.levels.below.words, "Two adults a day, both papers say so.")
    qtbot.mouseClick(page.levels.below.agree, Qt.MouseButton.LeftButton)
    row = next(one for one in room.round().spreads if one.strand == strand)
    assert (row.agreed, row.reason_code, row.reason) == (3, "between", "Two adults a day, both papers say so.")


def test_scoring_again_goes_round_the_laptop_and_f8_reveals_the_new_scores(room, open_meeting, qtbot):
    room.open()
    room.lock_all({**dict.fromkeys(VOTERS, 2), "JW": 5})
    room.desk.panel.reveal(room.round_id)
    window = open_meeting()
    page = page_of(window)
    qtbot.mouseClick(page.other, Qt.MouseButton.LeftButton)  # Score again
    assert (page.view_model.step, page.main.text()) == ("again", "Score mine again")
    again = page.view_model.seen.again.id
    page.do_next()
    assert page_of(window).view_model.round_id == again
    room.morning.lock("RA", again, 3)
    room.morning.as_("RA")
    window.navigate("meeting", meeting_id=room.morning.meeting, item=room.item)
    assert page.main.text().startswith("Hand the laptop to ")
    page.do_next()
    assert window.link.me.id == page_of(window).view_model.person != room.morning.people["RA"]
    assert page_of(window).view_model.round_id == again
    for who in VOTERS:
        if who != "RA":
            room.morning.lock(who, again, 3)
    window.hand_over(room.morning.people["RA"], "meeting", meeting_id=room.morning.meeting, item=room.item)
    page = page_of(window)
    assert page.main.text() == "Reveal again"
    press(page, qtbot, Qt.Key.Key_F8)
    assert page.view_model.step == "levels"
    assert {dot.level for spread in room.round().spreads for dot in spread.levels} == {3}
    press(page, qtbot, Qt.Key.Key_F8)
    assert {spread.agreed for spread in room.round().spreads} == {3}


def test_a_finding_that_lacks_parts_is_listed_and_each_link_leads_there(room, open_meeting, qtbot):
    room.agree()
    page = page_of(open_meeting())
    press(page, qtbot, Qt.Key.Key_F8)
    assert decision(room) is None
    assert [problem.where for problem in page.problems.problems][:2] == ["outcome", "legal_test"]
    qtbot.mouseClick(page.problems.links[1], Qt.MouseButton.LeftButton)
    assert page.proposal.legal_test.hasFocus()


def test_an_amount_appears_only_after_section_f(room, open_meeting, qtbot):
    room.agree()
    page = page_of(open_meeting())
    fill(page.view_model)
    press(page, qtbot, Qt.Key.Key_F8)
    assert page.steps.provision.isVisible()
    assert "£" not in words_of(page.steps.money) or not page.steps.money.isVisible()
    page.view_model.form.provision[0].secured_by = "A named assistant each day"
    press(page, qtbot, Qt.Key.Key_F8)
    assert (page.view_model.step, page.steps.money.isVisible()) == ("money", False)
    press(page, qtbot, Qt.Key.Key_F8)
    assert page.steps.money.isVisible()
    assert "a year" in words_of(page.steps.money)


def test_the_chair_recommends_with_the_pin_and_a_wrong_one_changes_nothing(room, open_meeting, qtbot):
    room.agree()
    window = open_meeting()
    page = page_of(window)
    to_recommend(room, page, qtbot)
    qtbot.keyClicks(page.steps.recommend_words, "The panel agrees.")
    page.do_next()
    sign(window, qtbot, "0000")
    assert decision(room).recommended is None
    assert page.error.isVisible()
    page.do_next()
    sign(window, qtbot)
    assert decision(room).recommended.words == "The panel agrees."
    closed = room.desk.store.history(Subject("meeting", room.morning.meeting))[-1]
    recommended = room.desk.store.history(Subject("decision", decision(room).id))[-1]
    assert (closed.kind, closed.act_id) == ("meeting.item_closed", recommended.act_id)


def test_the_decision_maker_signs_and_goes_on_to_the_letters(room, open_meeting, qtbot):
    room.agree()
    window = open_meeting()
    page = page_of(window)
    to_recommend(room, page, qtbot)
    page.view_model.form.recommend_words = "The panel agrees."
    page.do_next()
    sign(window, qtbot)
    window.hand_over(room.morning.people[DECIDER], "meeting", meeting_id=room.morning.meeting, item=room.item)
    page = page_of(window)
    assert page.steps.decide.isVisible()
    assert not page.main.isEnabled()  # nothing is chosen for the decision maker
    qtbot.mouseClick(page.steps.agrees.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.keyClicks(page.steps.decide_words, "I read the papers.")
    page.do_next()
    sign(window, qtbot)
    signed = decision(room, DECIDER)
    assert (signed.signed.words, signed.agrees) == ("I read the papers.", True)
    assert page.sheets.isVisible()
    assert not any(room.desk.drafts.load(f"decision:{room.item}", who) for who in room.morning.people.values())
    page.do_next()
    assert window.trail.here.place == "letters"


def test_handing_over_at_once_after_typing_loses_nothing(room, open_meeting, qtbot):
    room.agree()
    window = open_meeting()
    page = page_of(window)
    qtbot.keyClicks(page.proposal.fit_words, "His sleep.")
    window.hand_over(room.morning.people["LO"], "meeting", pin_checked=True, meeting_id=room.morning.meeting)
    assert page_of(window).proposal.fit_words.text == ""
    kept = {who: room.desk.drafts.load(f"decision:{room.item}", room.morning.people[who]) for who in ("RA", "LO")}
    assert (kept["RA"]["proposal"]["fit_words"], kept["LO"]) == ("His sleep.", {})


def test_attendance_is_recorded_and_the_quorum_recounted(room, open_meeting, qtbot):
    room.reveal()
    page = page_of(open_meeting())
    press(page, qtbot, Qt.Key.Key_A, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    page.room.people.said.emit(room.morning.people["LO"], "left", False, False)
    row = room.desk.read(lambda conn: panel.quorum(conn, room.morning.meeting, room.item))
    assert (row.met, row.roles_missing) == (False, ("Educational psychology",))
    assert "Educational psychology" in words_of(page)
    assert page.room.paused.isVisible()
    assert "Educational psychology" in page.room.paused.words
    page.room.people.said.emit(room.morning.people["LO"], "present", False, False)
    assert not page.room.paused.isVisible()


def test_d_puts_a_case_off_with_a_reason(room, open_meeting, qtbot):
    room.reveal()
    page = page_of(open_meeting())
    press(page, qtbot, Qt.Key.Key_D)
    qtbot.keyClicks(page.deferral.reason, "The therapist's report is late.")
    qtbot.mouseClick(page.deferral.put_off, Qt.MouseButton.LeftButton)
    agenda = room.desk.read(lambda conn: panel.agenda(conn, room.morning.meeting, room.morning.people["RA"]))
    assert (agenda[0].state, agenda[0].reason) == ("deferred", "The therapist's report is late.")


def test_x_keeps_a_view_that_differs(room, open_meeting, qtbot):
    room.reveal()
    page = page_of(open_meeting())
    press(page, qtbot, Qt.Key.Key_X)
    qtbot.keyClicks(page.window().focusWidget(), "I saw more help.")
    qtbot.mouseClick(page.levels.give, Qt.MouseButton.LeftButton)
    assert [(one.words, one.level) for one in room.round().minority] == [("I saw more help.", None)]


def test_ctrl_shift_d_keeps_a_view_with_a_level_of_its_own(room, open_meeting, qtbot):
    room.reveal()
    page = page_of(open_meeting())
    press(page, qtbot, Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(page.window().focusWidget(), "I saw more help.")
    page.levels.own_level.set_value(3)
    qtbot.mouseClick(page.levels.give, Qt.MouseButton.LeftButton)
    assert [(one.words, one.level) for one in room.round().minority] == [("I saw more help.", 3)]
    assert "level 3: I saw more help." in words_of(page.levels.minority)


def test_o_goes_to_the_outcome_and_ctrl_enter_to_the_next_group(room, open_meeting, qtbot):
    room.agree()
    page = page_of(open_meeting())
    press(page, qtbot, Qt.Key.Key_O)
    assert page.proposal.outcome.hasFocus()
    press(page, qtbot, Qt.Key.Key_Return, CONTROL)
    assert page.proposal.fits.buttons[0].hasFocus()
    press(page, qtbot, Qt.Key.Key_Return, CONTROL)
    assert page.proposal.views.hasFocus()


@pytest.mark.parametrize(("width", "columns"), [(1600, 1), (1760, 3)])
def test_beside_the_form_stands_what_it_will_produce(room, open_meeting, qapp, width, columns):
    room.agree()
    window = open_meeting(QSize(width, 900))
    page = page_of(window)
    page.proposal.outcome.set_value("amend")
    page.proposal.outcome.chosen.emit("amend")
    for _round in range(2):  # lays out what was shown last: the fields of the outcome, then what is beside them
        qapp.processEvents()
    said = words_of(page.produce)
    assert ("L8: " in said, "L15: " in said, "L7: " in said, "£" in said) == (True, True, False, False)
    assert page.found.isVisible() == (columns == 3)
    assert (page.produce.x() > page.proposal.x()) == (columns == 3)
    assert inspect.problems(window) == []


@pytest.mark.parametrize("size", [QSize(1280, 720), QSize(1600, 900), QSize(960, 540)])
@pytest.mark.parametrize("at", ["open", "reveal", "agree"])
def test_every_step_is_named_uncut_and_fits(room, open_meeting, qapp, size, at):
    getattr(room, at)()
    window = open_meeting(size)
    qapp.processEvents()  # lays out what was shown last
    assert inspect.problems(window) == []
