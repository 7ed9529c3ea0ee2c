"""A store made from the screen opens again with its passphrase, and a place that is taken is refused untouched."""

import pytest
from PySide6.QtCore import Qt

from bandingdesk import seams
from bandingdesk.store import keys
from bandingdesk.ui import app
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import PlaceTakenError, Setup

PASSPHRASE = "four words of an invented store"


@pytest.fixture
def made(tmp_path, clock, ids):
    setup = Setup(clock, ids, place=tmp_path / "cases.desk")
    assert not setup.exists()
    created = setup.create(tmp_path / "cases.desk", PASSPHRASE)
    person = created.desk.council.add_person("R. Amari", "RA", "Invented")
    assert person.id
    created.desk.close()
    return tmp_path / "cases.desk", created.recovery_key


def test_it_opens_by_passphrase_and_by_recovery_key(made, clock):
    path, recovery = made
    setup = Setup(clock, seams.SystemIds(), place=path)
    for secrets in ({"passphrase": PASSPHRASE}, {"recovery": recovery}):
        desk = setup.open(**secrets)
        assert desk.store.is_encrypted
        assert desk.me().initials == "RA"
        desk.close()
    with pytest.raises(keys.WrongPassphraseError):
        setup.open(passphrase="something else entirely")


def test_a_place_that_is_taken_is_left_alone(tmp_path, clock, ids):
    path = tmp_path / "notes.txt"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(PlaceTakenError) as fault:
        Setup(clock, ids).create(path, PASSPHRASE)
    assert fault.value.fields == {"path": str(path)}
    assert path.read_text(encoding="utf-8") == "mine"
    assert not keys.file_of(path).exists()


def test_the_window_asks_for_the_passphrase_and_says_when_it_is_wrong(made, clock, qtbot, qapp, tmp_path):
    path, _ = made
    window = app.open_window(
        setup=Setup(clock, seams.SystemIds(), place=path),
        clock=clock,
        preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
    )
    opening = window.opening
    qtbot.waitUntil(lambda: opening.state == "locked", timeout=20_000)
    locked = opening._locked
    assert not locked.go.isEnabled()
    assert locked.go.accessibleDescription() == "Type the passphrase first."
    qtbot.keyClicks(locked.field, "something else entirely")
    qtbot.keyClick(locked.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opening.state == "locked" and locked.field.text() == "", timeout=20_000)
    assert locked._form.error
    qtbot.keyClicks(locked.field, PASSPHRASE)
    with qtbot.waitSignal(window.ready, timeout=20_000):
        qtbot.mouseClick(locked.go, Qt.MouseButton.LeftButton)
    assert window.status.kept.text() == "Encrypted"
    window.close()
    window.deleteLater()
    qapp.processEvents()
