"""A newcomer joins a council's record from first run, through a shared folder, with a code read out by telephone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from bandingdesk.store import keys
from bandingdesk.ui import app, inspect
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from tests.support import folders
from tests.support.keyrings import own_keyring  # noqa: F401

pytestmark = pytest.mark.usefixtures("own_keyring")
PLACE, BEN, PIN = "new.desk", "p-ben", "2468"


@pytest.fixture
def office(tmp_path):
    """The first laptop of a council that shares a folder."""
    laptop = folders.first(tmp_path, tmp_path / "shared", people={BEN: ("caseworker",)})
    folders.begin(laptop)
    with laptop:
        laptop.desk().council.set_pin(BEN, PIN)
        laptop.sync()
    yield laptop
    laptop.close()


@pytest.fixture
def opened(qtbot, qapp, clock, ids, tmp_path):
    """Open a window on the newcomer's laptop; each call is a start of the program."""
    windows = []

    def start():
        made = app.open_window(
            setup=Setup(clock, ids, place=tmp_path / PLACE),
            clock=clock,
            preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
            jobs=InlineJobs,
        )
        windows.append(made)
        qtbot.waitUntil(lambda: made.area.current_page() is not None, timeout=10_000)
        return made

    yield start
    for window in windows:
        close(window)
        window.deleteLater()
    qapp.processEvents()


def close(window):
    """End the program: the window and its store."""
    page = window.area.current_page()
    desk = getattr(getattr(page, "view_model", None), "desk", None)
    if window.link is None and desk is not None:
        desk.close()
    window.close()


def press(page, qtbot):
    qtbot.mouseClick(page.main, Qt.MouseButton.LeftButton)


def make_empty(window, qtbot):
    """Go from the welcome to the form of joining and return the page."""
    page = window.area.current_page()
    qtbot.mouseClick(page.begin_joining, Qt.MouseButton.LeftButton)
    press(page, qtbot)
    assert page.main.text() == "Make my store"
    press(page, qtbot)
    groups = page.view_model.recovery_key.split("-")
    for number, field in page.recovery.groups.items():
        qtbot.keyClicks(field, groups[number - 1])
    press(page, qtbot)
    assert page.view_model.step == "join"
    return page


def fill_folder(page, where):
    page.join.way.buttons[1].click()
    page.join.where.setText(str(where))
    page.join.name.setText("Laptop 2")


def test_the_store_made_to_join_is_encrypted_and_holds_no_entry(opened, qtbot, tmp_path):
    page = make_empty(opened(), qtbot)
    desk = page.view_model.desk
    assert desk.store.is_encrypted
    assert keys.unlock(tmp_path / PLACE, recovery=page.view_model.recovery_key) == keys.unlock(tmp_path / PLACE)
    assert desk.sync.status().waiting == 0
    assert page.main.why_not == "Fill in: Server."
    assert page.back.isHidden()
    qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])


def test_a_newcomer_is_admitted_by_a_code_and_goes_on_at_the_lock(office, opened, qtbot, tmp_path):
    window = opened()
    page = make_empty(window, qtbot)
    fill_folder(page, tmp_path / "shared")
    assert page.main.text() == "Ask to join"
    press(page, qtbot)
    code = page.view_model.join.request.code
    assert page.main.text() == "Take the record"
    press(page, qtbot)
    assert page.view_model.join.error.code == "SY-67"
    assert code in page.view_model.join.error.text()
    with office:
        (asked,) = office.desk().folders.requests()
        office.desk().folders.admit(asked.device_id, code)
    with qtbot.waitSignal(window.ready, timeout=10_000):
        press(page, qtbot)
    assert window.link.me.id == BEN, "somebody with a PIN: a lock opens by itself for one who has none"
    assert window.locking.is_locked
    window.locking.page.pin.setText(PIN)
    qtbot.mouseClick(window.locking.page.go, Qt.MouseButton.LeftButton)
    assert not window.locking.is_locked


def test_what_failed_is_tried_again_also_after_a_restart(office, opened, qtbot, tmp_path):
    window = opened()
    page = make_empty(window, qtbot)
    fill_folder(page, tmp_path / "nothing here")
    press(page, qtbot)
    assert page.view_model.join.error is not None
    assert page.join.banner.isVisible()
    close(window)
    window = opened()
    page = window.area.current_page()
    assert page.view_model.step == "join"
    assert page.view_model.join.way == "folder"
    assert (page.join.where.text(), page.join.name.text()) == (str(tmp_path / "nothing here"), "Laptop 2")
    page.join.where.setText(str(tmp_path / "shared"))
    press(page, qtbot)
    assert page.view_model.join.request is not None
