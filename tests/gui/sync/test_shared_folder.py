"""A council without a server, from the window: begin a folder, ask to join, be admitted by a code, sync."""

from __future__ import annotations

import keyring
import pytest
from PySide6.QtWidgets import QLineEdit

from bandingdesk import bootstrap
from bandingdesk.ui import inspect
from tests.support.keyrings import InMemory


@pytest.fixture(autouse=True)
def ring():
    """One keyring in memory for both laptops: entries carry the device."""
    before = keyring.get_keyring()
    keyring.set_keyring(InMemory())
    yield
    keyring.set_keyring(before)


def begin(apart, open_sync, folder):
    """Begin to share the record of my desk through FOLDER, from its page."""
    page = open_sync(apart.desk)
    page.parts["alone"].folder.click()
    form = page.parts["folder"]
    form.way.buttons[0].click()
    form.where.setText(str(folder))
    form.name.setText("Laptop 1")
    page.next_step()
    return page


def test_what_a_folder_can_not_promise_stands_before_the_button(apart, open_sync, qtbot):
    page = open_sync(apart.desk)
    page.show_section("folder")
    said = " ".join(one.text() for one in page.parts["folder"].findChildren(type(page.strip._rest)))
    assert "No database keeps scores blind." in said
    assert "There is no single order of everything." in said
    assert page.main.why_not == "Say what you want first."
    qtbot.waitUntil(lambda: inspect.problems(page.window()) == [])


def test_a_newcomer_is_admitted_by_the_code_and_takes_the_record(apart, open_sync, tmp_path, clock):
    folder = tmp_path / "shared"
    folder.mkdir()
    page = begin(apart, open_sync, folder)
    assert not page.model.is_alone
    assert page.strip._happened.text() == "In step with the shared folder."
    path = tmp_path / "new.desk"
    newcomer = bootstrap.create_desk(path, None, clock=clock, ids=apart.theirs.ground.ids, plain=True)
    code = newcomer.folders.request(folder, "Laptop 2").code
    page.show_section("devices")
    page.model.open(section="devices")
    card = page.parts["devices"].requests
    assert card.isVisible()
    (field,) = card.findChildren(QLineEdit)
    assert field.accessibleName() == "Code of Laptop 2"
    field.setText("AAAA")
    page.model.admit(page.model.seen.requests[0].device_id, "AAAA")
    assert page.model.seen.requests
    page.model.admit(page.model.seen.requests[0].device_id, code)
    assert page.model.seen.requests == ()
    assert newcomer.sync.sync_now().fault is None
    assert {one.name for one in newcomer.sync.devices()} >= {"Laptop 1", "Laptop 2"}
    assert newcomer.read(lambda conn: apart.case in _cases(conn))
    newcomer.close()


def test_what_lies_in_the_folder_and_can_not_be_taken_is_named_with_its_reason(apart, open_sync, tmp_path, clock):
    folder = tmp_path / "shared"
    folder.mkdir()
    page = begin(apart, open_sync, folder)
    newcomer = bootstrap.create_desk(tmp_path / "new.desk", None, clock=clock, ids=apart.theirs.ground.ids, plain=True)
    code = newcomer.folders.request(folder, "Laptop 2").code
    page.model.open(section="devices")
    page.model.admit(page.model.seen.requests[0].device_id, code)
    assert newcomer.sync.sync_now().fault is None
    newcomer.switch(apart.desk.me_id)
    newcomer.casework.assign(apart.case, apart.desk.me_id)
    assert newcomer.sync.sync_now().fault is None
    (sent,) = sorted((folder / newcomer.store.device_id).glob("*.bundle"))[-1:]
    sent.write_bytes(sent.read_bytes()[:30])  # a cloud client that has copied a part of it
    page.model.link.sync_now()
    page.show_section("waiting")
    rows = page.parts["waiting"].list.model().rows
    assert rows[0] == "In the folder, not taken yet"
    assert (rows[1].title.endswith(sent.name), rows[1].right) == (True, "Refused")
    assert rows[1].line == "It is cut off. It may still be on its way: sync again later."
    newcomer.close()


def _cases(conn):
    from bandingdesk.store.queries import plans

    return [one.case for one in plans.on_record(conn)]
