"""A newcomer's window joins the council's server, over TLS with a password, and waits at the lock with its person."""

from __future__ import annotations

import gc
import os
import threading

import pytest
from PySide6.QtCore import Qt

from bandingdesk import bootstrap, seams
from bandingdesk.store import keys
from bandingdesk.sync.address import Address
from bandingdesk.sync.server import logins
from bandingdesk.ui import app
from bandingdesk.ui.preferences import Look, Preferences
from bandingdesk.ui.setup import Setup
from tests.support.sync_team import NOON

PASSWORD, PIN = "seven green lamps", "1357"
WAIT_MS = 15_000


def give(database, login, person, *roles):
    with database.owner() as conn:
        conn.execute(logins.give(login, person, roles, logins.verifier(PASSWORD, os.urandom(16)), 1))


@pytest.fixture
def council(shared_tls, tmp_path, own_keyring):
    """A shared record that its first laptop began: one person, who is to sit at a second laptop too."""
    database = shared_tls.database
    clock, ids = seams.FixedClock(NOON), seams.SystemIds()
    first = bootstrap.create_desk(tmp_path / "first.desk", None, clock=clock, ids=ids, plain=True)
    first.council.set_up("Zara Sample", "ZS", "SEND caseworker", PIN, "Laptop 1")
    give(database, "keeper", first.me_id, "administrator")
    give(database, "zara", first.me_id, "caseworker")
    at = Address("localhost", database.server.port, database.name, "zara", ca=str(shared_tls.authority))
    first.sync.join(at._replace(login="keeper").text(), PASSWORD, "Laptop 1")
    assert first.sync.sync_now().fault is None
    yield at, first.me_id
    first.close()


@pytest.fixture
def start(qtbot, qapp, tmp_path):
    """Start the program on the newcomer's laptop."""
    gc.collect()  # widgets that earlier tests left may not be found by a thread of this one
    windows = []

    def open_window():
        clock = seams.FixedClock(NOON)
        made = app.open_window(
            setup=Setup(clock, seams.SystemIds(), place=tmp_path / "new" / "banding.desk"),
            clock=clock,
            preferences=Preferences(tmp_path / "settings.toml", look=Look(theme="light")),
        )
        windows.append(made)
        qtbot.waitUntil(lambda: made.area.current_page() is not None, timeout=WAIT_MS)
        return made

    yield open_window
    for window in windows:
        end(window)
        window.deleteLater()
    qapp.processEvents()


def end(window):
    """End the program: the window, its threads and its store."""
    page = window.area.current_page()
    desk = getattr(getattr(page, "view_model", None), "desk", None)
    window.jobs.close()
    if window.link is None and desk is not None:
        desk.close()
    window.close()


def at_the_form(window, qtbot):
    """Make the empty store and return the page with its form."""
    page = window.area.current_page()
    qtbot.mouseClick(page.begin_joining, Qt.MouseButton.LeftButton)
    seen = page.view_model
    qtbot.waitUntil(lambda: seen.keyring is not None, timeout=WAIT_MS)
    for step in ("protection", "recovery", "join"):
        if step == "join":
            groups = seen.recovery_key.split("-")
            for number, field in page.recovery.groups.items():
                qtbot.keyClicks(field, groups[number - 1])
        qtbot.mouseClick(page.main, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda step=step: seen.step == step, timeout=WAIT_MS)
    return page


def fill(page, at, password=PASSWORD):
    form = page.join.form
    values = (at.host, str(at.port), at.database, at.ca, at.login, password, "Laptop 2")
    for field, words in zip(form.fields(), values, strict=True):
        field.setText(words)


def press(page, qtbot):
    assert page.main.why_not == ""
    qtbot.mouseClick(page.main, Qt.MouseButton.LeftButton)


def failed(page, qtbot):
    """Wait until the join has failed and return the code of why."""
    model = page.view_model.join
    qtbot.waitUntil(lambda: model.error is not None, timeout=WAIT_MS)
    assert page.join.banner.isVisible()
    return model.error.code


def test_a_newcomer_joins_takes_the_record_and_opens_it_with_the_own_pin(council, start, qtbot):
    at, person = council
    window = start()
    page = at_the_form(window, qtbot)
    fill(page, at)
    with qtbot.waitSignal(window.ready, timeout=WAIT_MS):
        press(page, qtbot)
    desk = window.link.desk
    assert desk.me_id == person
    assert desk.store.is_encrypted
    assert window.locking.is_locked
    window.locking.page.pin.setText(PIN)
    qtbot.mouseClick(window.locking.page.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.locking.is_locked, timeout=WAIT_MS)
    assert {device.name for device in desk.sync.devices()} >= {"Laptop 1", "Laptop 2"}
    assert desk.sync.status().waiting == 0
    assert desk.drafts.load("first_run.join", "") == {}


def test_a_wrong_password_leaves_the_empty_store_and_the_form_also_after_a_restart(council, start, qtbot):
    at, person = council
    window = start()
    page = at_the_form(window, qtbot)
    fill(page, at, password="not this one")
    press(page, qtbot)
    code = failed(page, qtbot)
    assert code.startswith("SY-")
    assert page.join.form.password.text() == "not this one"
    assert page.view_model.desk.sync.status().peer == "none"
    end(window)

    window = start()
    page = window.area.current_page()
    qtbot.waitUntil(lambda: page.join.form.login.text() == "zara", timeout=WAIT_MS)
    gc.collect()  # nor those of the first start
    assert page.view_model.step == "join"
    assert page.join.form.password.text() == ""
    page.join.form.password.setText(PASSWORD)
    with qtbot.waitSignal(window.ready, timeout=WAIT_MS):
        press(page, qtbot)
    assert window.link.desk.me_id == person


def test_a_first_sync_that_was_stopped_goes_on_with_the_next_try(council, start, qtbot, monkeypatch):
    at, person = council
    window = start()
    page = at_the_form(window, qtbot)
    fill(page, at)
    desk, model = page.view_model.desk, page.view_model.join
    join, reached, go_on = desk.sync.join, threading.Event(), threading.Event()

    def held(*words):
        joined = join(*words)
        reached.set()
        assert go_on.wait(WAIT_MS / 1000)
        return joined

    monkeypatch.setattr(desk.sync, "join", held)
    press(page, qtbot)
    qtbot.waitUntil(reached.is_set, timeout=WAIT_MS)
    assert page.join.progress.isVisible()
    qtbot.mouseClick(page.join.progress.cancel, Qt.MouseButton.LeftButton)
    go_on.set()
    qtbot.waitUntil(lambda: model.was_stopped, timeout=WAIT_MS)
    assert page.join.banner.isVisible()
    monkeypatch.undo()
    with qtbot.waitSignal(window.ready, timeout=WAIT_MS):
        press(page, qtbot)
    assert window.link.desk.me_id == person


def test_a_login_that_belongs_to_nobody_is_told_so_and_can_try_again(council, shared_tls, start, qtbot):
    at, _person = council
    give(shared_tls.database, "temp", "p-not-entered", "caseworker")
    window = start()
    page = at_the_form(window, qtbot)
    fill(page, at._replace(login="temp"))
    press(page, qtbot)
    assert failed(page, qtbot) == "SY-90"
    assert window.link is None
    assert page.main.why_not == ""
    assert keys.has_passphrase(window.setup.place) is False
