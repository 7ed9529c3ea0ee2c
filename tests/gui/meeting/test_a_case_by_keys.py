"""A case from the reveal to the recommendation with the keyboard alone: what has the focus is reached by Tab."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from bandingdesk.store.queries import decisions
from bandingdesk.ui.widgets.form import Choice
from tests.support.panel_morning import PIN, VOTERS

MOST_STOPS = 150  # Tab stops of the longest step, with room


def tab_to(qtbot, wanted: QWidget) -> None:
    """Go to WANTED by Tab. Fails where no number of stops leads there."""
    for _stop in range(MOST_STOPS):
        at = QApplication.focusWidget()
        if at is not None and (at is wanted or wanted.isAncestorOf(at)):
            return
        qtbot.keyClick(at or wanted.window(), Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {wanted.accessibleName() or wanted}")


def write(qtbot, field: QWidget, words: str) -> None:
    tab_to(qtbot, field)
    qtbot.keyClicks(QApplication.focusWidget(), words)


def press(qtbot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def choose(qtbot, field: Choice, value: str) -> None:
    """Choose VALUE of a list by its arrow keys."""
    tab_to(qtbot, field)
    for _entry in range(field.count()):
        if field.value == value:
            return
        press(qtbot, Qt.Key.Key_Down)
    assert field.value == value


def propose(qtbot, page) -> None:
    form = page.proposal
    choose(qtbot, form.outcome, "keep")
    write(qtbot, form.legal_test, "The plan still describes his needs.")
    tab_to(qtbot, form.fits.buttons[0])
    press(qtbot, Qt.Key.Key_Space)
    write(qtbot, form.fit_words, "The levels describe the child.")
    choose(qtbot, form.band, page.view_model.seen.round.band.band)
    write(qtbot, form.views, "The parents' letter was read out.")
    press(qtbot, Qt.Key.Key_F8)


def test_a_case_from_reveal_to_recommendation_by_keys(room, open_page, qtbot):
    room.open()
    room.lock_all(dict.fromkeys(VOTERS, 2))
    window = open_page(room.morning, "meeting", meeting_id=room.morning.meeting, item=room.item)
    page = window.area.current_page()
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F8)
    assert room.round().state == "revealed"
    tab_to(qtbot, page.main)
    press(qtbot, Qt.Key.Key_Space)
    assert page.view_model.step == "propose"
    propose(qtbot, page)
    assert (page.view_model.error, page.view_model.step) == (None, "section_f")
    _says, secured, _box = page.steps.provision.rows[0]
    write(qtbot, secured, "A named assistant each day")
    press(qtbot, Qt.Key.Key_F8)
    press(qtbot, Qt.Key.Key_F8)
    assert page.steps.money.isVisible()
    for paper in page.view_model.answers:  # each was ticked as relied on in the finding: a line says why
        write(qtbot, page.steps.answers.fields_of(paper)[1], "It is the latest on this.")
    press(qtbot, Qt.Key.Key_F8)
    write(qtbot, page.steps.recommend_words, "The panel agrees.")
    press(qtbot, Qt.Key.Key_F8)
    qtbot.keyClicks(QApplication.focusWidget(), PIN)
    press(qtbot, Qt.Key.Key_Return)
    who = room.morning.people["RA"]
    (made,) = room.desk.read(lambda conn: decisions.decisions(conn, room.morning.cases[0], who))
    assert (made.step, made.outcome, made.recommended.words) == ("recommended", "keep", "The panel agrees.")
