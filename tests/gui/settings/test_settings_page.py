"""Settings: my PIN, the look that holds at once, colleagues, and the record checked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from bandingdesk.store.queries import council
from bandingdesk.ui import inspect
from bandingdesk.ui.theme import theme
from tests.support import founding
from tests.support.panel_morning import PIN


@pytest.fixture
def page(open_page, morning):
    morning.as_("CM")
    return open_page(morning, "settings").area.current_page()


def test_the_theme_changes_at_once_and_is_kept(page, qtbot):
    page.view_model.go("look")
    qtbot.mouseClick(page.parts["look"].theme.buttons[2], Qt.MouseButton.LeftButton)
    assert theme.current().tokens.name == "dark"
    assert page.window().around.settings().theme == "dark"


def test_a_pin_changes_only_behind_the_right_one(page, morning, qtbot):
    part, person = page.parts["me"], morning.people["CM"]
    head = morning.desk.read(lambda conn: council.person(conn, person)).head
    for old, state in (("0000", "wrong"), (PIN, "kept")):
        part.old.setText(old)
        part.new.setText("8642")
        part.again.setText("8642")
        qtbot.mouseClick(part.change, Qt.MouseButton.LeftButton)
        assert page.view_model.pin_state == state
        changed = morning.desk.read(lambda conn: council.person(conn, person)).head != head
        assert changed == (state == "kept")


def test_only_an_administrator_adds_people(page, morning, qtbot):
    page.view_model.go("people")
    part = page.parts["people"]
    for field, typed in ((part.name, "Z. Sample"), (part.initials, "zs"), (part.profession, "Health")):
        field.setText(typed)
    assert part.add.why_not == "An administrator adds people."
    with founding.before_the_story():
        morning.desk.council.grant_role(morning.people["CM"], "administrator", page.window().clock.today())
    page.view_model.refresh()
    qtbot.mouseClick(part.add, Qt.MouseButton.LeftButton)
    assert "Z. Sample" in [person.name for person in morning.desk.read(council.people)]


def test_the_record_is_walked_and_found_whole(page, qtbot):
    page.view_model.go("security")
    qtbot.mouseClick(page.parts["security"].check, Qt.MouseButton.LeftButton)
    assert page.view_model.found.ok
    assert str(page.view_model.found.entries) in page.parts["security"]._result.words


@pytest.mark.parametrize("section", ["me", "look", "people", "security", "diagnostics"])
def test_nothing_on_the_page_is_cut_or_nameless(page, section, qapp):
    page.view_model.go(section)
    qapp.processEvents()
    assert inspect.problems(page) == []
