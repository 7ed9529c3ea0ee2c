"""A locked window shows nothing of a case, runs no command, keeps what was typed, and opens with a PIN alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QAccessible, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from bandingdesk import seams
from bandingdesk.store import pins
from bandingdesk.ui import app, inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from bandingdesk.ui.window import Window
from tests.gui.shell.conftest import PINS
from tests.support import founding

CHILD = "Rowan-017"


@pytest.fixture
def cases(make_morning, open_page):
    """A window of a store that is no demo, on the list of cases."""
    morning = make_morning(is_demo=False)
    return open_page(morning, "cases")


def texts(window: QWidget) -> str:
    """Return everything that a screen reader could find in the visible part of WINDOW."""
    found: list[str] = []

    def walk(part: Any) -> None:
        state = part.state()
        if state.invisible:
            return
        found.extend(part.text(kind) for kind in (QAccessible.Text.Name, QAccessible.Text.Value))
        for at in range(part.childCount()):
            child = part.child(at)
            if child is not None:
                walk(child)

    walk(QAccessible.queryAccessibleInterface(window))
    return " ".join(found)


def test_the_content_goes_at_once_and_comes_back_with_the_pin(cases, qtbot):
    assert CHILD in texts(cases)
    assert cases.commands.run("window.lock")
    assert cases.locking.is_locked
    assert CHILD not in texts(cases)
    assert cases.windowTitle() == "Banding Desk"
    qtbot.keyClicks(cases.locking.page.pin, "2468")
    qtbot.keyClick(cases.locking.page.pin, Qt.Key.Key_Return)
    assert not cases.locking.is_locked
    assert CHILD in texts(cases)


def test_the_key_locks_and_no_key_acts_while_locked(cases, qtbot):
    qtbot.keyClick(cases, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert cases.locking.is_locked
    assert not cases.commands.run("window.find")
    assert not cases.finder.isVisible()
    place = cases.trail.here
    qtbot.keyClick(cases, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert (cases.trail.here, cases.locking.is_locked) == (place, True)


def test_an_open_panel_does_not_stand_over_the_lock(cases):
    cases.open_palette()
    cases.locking.lock()
    assert not any(panel.isVisible() for panel in cases.popovers())


def test_a_wrong_pin_opens_nothing_and_the_fourth_has_to_wait(cases, qtbot):
    page = cases.locking.page
    cases.locking.lock()
    for _ in range(pins.FREE):
        page.pin.setText("0000")
        qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
        assert (page._pin_field.error, page.pin.text()) == ("That PIN does not fit. Nothing was opened.", "")
    page.pin.setText("2468")
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    assert "looked at in 30 seconds" in page._pin_field.error
    assert cases.locking.is_locked


def test_somebody_else_opens_it_with_their_own_pin_and_under_their_own_name(cases, qtbot):
    before = cases.link.me.id
    other = next(one for one in cases.link.people if one.initials == "RA")
    cases.locking.lock()
    page = cases.locking.page
    page.who.set_value(other.id)
    page.who.chosen.emit(other.id)
    page.pin.setText("2468")
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    assert not cases.locking.is_locked
    assert (cases.link.me.id, cases.link.desk.me_id) == (other.id, other.id) != (before, before)


def test_what_runs_goes_on_and_what_was_typed_is_there_after(cases, qtbot):
    field = cases.area.current_page().findChildren(QWidget)
    assert field
    cases.messages.show_note("A note for later")
    cases.locking.lock()
    cases.locking.open()
    assert [notice.happened for notice in cases.messages.notices] == ["A note for later"]


def test_nothing_is_read_aloud_while_locked(cases, monkeypatch):
    said = []
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: said.append(event))
    cases.locking.lock()
    said.clear()
    cases.messages.announce(f"Revealed: {CHILD}", urgent=True)
    assert said == []


# The clipboard


def test_what_we_put_on_the_clipboard_goes_and_what_others_put_stays(cases, monkeypatch):
    board = QGuiApplication.clipboard()
    board.setText(f"{CHILD}, band 4")
    cases.locking.lock()
    assert board.text() == ""
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: Qt.ApplicationState.ApplicationInactive)
    board.setText("from another program")
    cases.locking.open()
    cases.locking.lock()
    assert board.text() == "from another program"


def test_closing_leaves_nothing_on_the_clipboard(cases):
    data = QMimeData()
    data.setText(CHILD)
    QGuiApplication.clipboard().setMimeData(data)
    cases.close()
    assert CHILD not in QGuiApplication.clipboard().text()


# Nobody there


def touch(window: Window) -> bool:
    """Move the mouse over WINDOW as the system would; return whether the move was swallowed."""
    where = QPointF(20, 20)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, where, where, none, none, Qt.KeyboardModifier.NoModifier)
    return bool(window.locking.idle.eventFilter(window.windowHandle(), event))


def test_after_ten_minutes_without_a_touch_it_locks(cases, clock):
    clock.set(clock.now() + timedelta(minutes=9, seconds=50))
    assert not touch(cases)
    clock.set(clock.now() + timedelta(minutes=9, seconds=59))
    assert not cases.locking.idle.look()
    clock.set(clock.now() + timedelta(seconds=1))
    assert cases.locking.idle.look()
    assert cases.locking.is_locked


def test_a_desk_with_a_clock_of_its_own_is_not_idle_from_the_start(cases, clock):
    """A demo's morning may lie a day ahead of the laptop's clock: that is no day without a touch."""
    desk = cases.link.desk
    ahead = seams.FixedClock(clock.now() + timedelta(days=1))
    desk.clock = ahead
    cases.attach(desk)
    assert not cases.locking.idle.look()
    ahead.set(ahead.now() + timedelta(minutes=10))
    assert cases.locking.idle.look()


def test_the_first_touch_after_a_sleep_locks_and_goes_nowhere(cases, clock):
    clock.set(clock.now() + timedelta(hours=9))
    assert touch(cases)
    assert cases.locking.is_locked
    assert not touch(cases)  # the lock page takes every touch after it


def test_the_councils_policy_may_ask_for_fewer_minutes(make_morning, open_page, clock):
    morning = make_morning(is_demo=False)
    with founding.before_the_story():
        morning.desk.council.adopt_policy("security", {"lock_minutes": 3}, clock.today(), "Minute 7 (invented)")
    window = open_page(morning, "cases")
    clock.set(clock.now() + timedelta(minutes=3))
    assert window.locking.idle.look()


def test_a_live_meeting_waits_an_hour(make_morning, open_page, clock):
    morning = make_morning(is_demo=False)
    window = open_page(morning, "meeting", meeting_id=morning.meeting, item=morning.items[0])
    clock.set(clock.now() + timedelta(minutes=59))
    assert not window.locking.idle.look()
    clock.set(clock.now() + timedelta(minutes=1))
    assert window.locking.idle.look()


def test_an_own_limit_is_a_preference(cases, clock):
    cases.preferences.change(lock_minutes=30)
    clock.set(clock.now() + timedelta(minutes=29))
    assert not cases.locking.idle.look()


# Starting again


def test_a_start_asks_for_the_pin_of_who_was_there_last(store, qtbot, qapp: QApplication, clock, tmp_path):
    def start():
        window = app.open_window(
            setup=Setup(clock, seams.SystemIds(), place=store),
            clock=clock,
            preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
            jobs=InlineJobs,
        )
        with qtbot.waitSignal(window.ready, timeout=10_000):
            pass
        return window

    window = start()
    assert window.locking.is_locked
    other = next(one for one in window.link.people if one.initials == "LO")
    window.locking.page.who.set_value(other.id)
    window.locking.page.who.chosen.emit(other.id)
    window.locking.page.pin.setText(PINS["LO"])
    qtbot.mouseClick(window.locking.page.go, Qt.MouseButton.LeftButton)
    window.close()
    window.deleteLater()
    again = start()
    assert (again.locking.is_locked, again.link.me.initials) == (True, "LO")
    again.close()
    again.deleteLater()
    qapp.processEvents()


def test_the_lock_page_is_whole(cases, qtbot):
    cases.locking.lock()
    qtbot.waitUntil(lambda: inspect.problems(cases) == [])
