"""First run on a real disk: an encrypted store made page by page, its key in hand, and the window on Today."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from bandingdesk.store import keys
from bandingdesk.store.queries import council
from bandingdesk.ui import app
from bandingdesk.ui.jobs import InlineJobs
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup

PHRASE = "four words of sample"


class WithoutKeyring(Setup):
    """This computer, as if it had no keyring: the passphrase has to hold the key."""

    def keyring(self):
        return super().keyring()._replace(is_usable=False)


@pytest.fixture
def window(qtbot, qapp, clock, ids, tmp_path):
    setup = WithoutKeyring(clock, ids, place=tmp_path / "cases" / "banding.desk")
    made = app.open_window(
        setup=setup,
        clock=clock,
        preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
        jobs=InlineJobs,
    )
    qtbot.waitUntil(lambda: made.area.current_page() is not None, timeout=10_000)
    yield made
    made.close()
    made.deleteLater()
    qapp.processEvents()


def press(page, qtbot):
    qtbot.mouseClick(page.main, Qt.MouseButton.LeftButton)


def test_a_laptop_is_set_up_page_by_page(window, qtbot, tmp_path):
    page = window.area.current_page()
    seen = page.view_model
    qtbot.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    press(page, qtbot)
    assert seen.step == "protection"
    assert not page.main.isEnabled()
    qtbot.keyClicks(page.protection.first, PHRASE)
    qtbot.keyClicks(page.protection.second, PHRASE)
    press(page, qtbot)
    qtbot.keyClicks(page.person.name, "Zara Sample")
    assert seen.initials == "ZS"
    page.person.profession.set_value("SEND caseworker")
    page.person.profession.chosen.emit("SEND caseworker")
    qtbot.keyClicks(page.person.pin, "1357")
    qtbot.keyClicks(page.person.pin_again, "1358")
    assert page.main.why_not == "The two PINs are not the same."
    page.person.pin_again.clear()
    qtbot.keyClicks(page.person.pin_again, "1357")
    press(page, qtbot)
    page.look.sample.setChecked(False)
    press(page, qtbot)
    assert seen.step == "recovery"
    store = tmp_path / "cases" / "banding.desk"
    groups = seen.recovery_key.split("-")
    assert keys.unlock(store, recovery=seen.recovery_key) == keys.unlock(store, passphrase=PHRASE)
    qtbot.keyClicks(page.recovery.groups[2], groups[1])
    assert not page.main.isEnabled()
    qtbot.keyClicks(page.recovery.groups[5], groups[4].lower())
    with qtbot.waitSignal(window.ready, timeout=10_000):
        press(page, qtbot)
    desk = window.around.desk
    (me,) = desk.read(council.people)
    assert (me.name, me.initials, me.has_pin) == ("Zara Sample", "ZS", True)
    assert set(me.roles) == {"administrator", "caseworker"}
    assert desk.store.is_encrypted
    assert window.area.current_page().title() == ["Today"]
    assert "Nothing waits for you." in window.area.current_page().view_model.nothing()
    desk.close()


def test_a_folder_of_a_cloud_is_refused_with_three_ways_out(window, qtbot, tmp_path, monkeypatch):
    page = window.area.current_page()
    qtbot.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    cloud = tmp_path / "Cloud"
    cloud.mkdir()
    monkeypatch.setenv("OneDrive", str(cloud))
    page.view_model.choose_folder(cloud)
    assert page.view_model.error.code == "ST-13"
    assert page.place.refused.isVisible()
    qtbot.mouseClick(page.place.usual, Qt.MouseButton.LeftButton)
    assert page.view_model.error is None


def test_typed_pages_stand_when_one_goes_back(window, qtbot):
    page = window.area.current_page()
    qtbot.mouseClick(page.begin, Qt.MouseButton.LeftButton)
    press(page, qtbot)
    qtbot.keyClicks(page.protection.first, PHRASE)
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    press(page, qtbot)
    assert page.protection.first.text() == PHRASE
