"""Settings: my PIN, the look that holds at once, colleagues, and the record checked."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from bandingdesk.ops import Subject
from bandingdesk.store import pins
from bandingdesk.store.queries import council
from bandingdesk.ui import inspect
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets.buttons import QuietButton
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


@pytest.fixture
def administrator(morning, open_page):
    """The page People of an administrator."""
    with founding.before_the_story():
        morning.desk.council.grant_role(morning.people["CM"], "administrator", date(2026, 4, 1))
    morning.as_("CM")
    window = open_page(morning, "settings", section="people")
    return window.area.current_page()


def test_a_role_is_granted_for_one_panel_and_ended(administrator, morning, qtbot):
    part = administrator.parts["people"]
    person = morning.people["JW"]
    part.choose(person)
    pane = part.pane
    pane.role.set_value("deputy")
    pane.role.chosen.emit("deputy")
    pane.panel.set_value("annual_review")
    qtbot.mouseClick(pane.grant, Qt.MouseButton.LeftButton)
    held = morning.desk.read(lambda conn: council.roles(conn, person))
    assert ("deputy", "annual_review", None) in [(one.role, one.panel_type, one.ends) for one in held]
    ends = {button.accessibleName(): button for button in pane.findChildren(QuietButton)}
    (name,) = [name for name in ends if name.startswith("End today: Deputy chair, Annual review panel")]
    qtbot.mouseClick(ends[name], Qt.MouseButton.LeftButton)
    held = morning.desk.read(lambda conn: council.roles(conn, person))
    assert ("deputy", part.chosen.today) in [(one.role, one.ends) for one in held]


def test_what_is_refused_is_said_in_the_pane(administrator, morning, qtbot):
    part = administrator.parts["people"]
    part.choose(morning.people["CM"])
    (name,) = [
        one
        for one in part.pane.findChildren(QuietButton)
        if one.accessibleName().startswith("End today: Administrator")
    ]
    qtbot.mouseClick(name, Qt.MouseButton.LeftButton)
    assert part.chosen.error.code == "PE-05"
    assert part.pane._wrong.isVisible()


def test_a_forgotten_pin_is_reset_with_a_reason(administrator, morning, qtbot):
    part = administrator.parts["people"]
    person = morning.people["LO"]
    part.choose(person)
    assert part.pane.reset.why_not == "Fill in the PIN, and how you know who asked."
    part.pane.pin.setText("7777")
    part.pane.reason.setText("Came to my desk.")
    qtbot.mouseClick(part.pane.reset, Qt.MouseButton.LeftButton)
    assert morning.desk.store.load(Subject("person", person)).is_pin_temporary
    assert part.pane.pin.text() == ""


def test_what_is_open_in_a_name_is_listed(administrator, morning):
    part = administrator.parts["people"]
    part.choose(morning.people["LO"])
    assert [one.what for one in part.chosen.shown.open] == ["meeting"]
    assert part.pane._open_part.isVisible()


def test_who_is_no_administrator_reads_and_changes_nothing(page, morning):
    page.view_model.go("people")
    part = page.parts["people"]
    part.choose(morning.people["LO"])
    assert part.pane.grant.why_not == "An administrator grants roles and resets PINs."


@pytest.mark.parametrize("who", ["LO", "CM"])
def test_the_pane_of_a_person_is_whole(administrator, morning, who, qtbot):
    administrator.parts["people"].choose(morning.people[who])
    qtbot.waitUntil(lambda: inspect.problems(administrator.window()) == [])


def test_the_lock_is_set_in_minutes(page):
    page.view_model.go("security")
    part = page.parts["security"]
    part.lock_after.chosen.emit(20)
    assert page.window().preferences.now().lock_minutes == 20


def test_wrong_pins_wait_on_this_page_too(make_morning, open_page, qtbot):
    window = open_page(make_morning(is_demo=False), "settings")
    part = window.area.current_page().parts["me"]
    for _ in range(pins.FREE + 1):
        for field, typed in ((part.old, "0000"), (part.new, "735100"), (part.again, "735100")):
            field.setText(typed)
        qtbot.mouseClick(part.change, Qt.MouseButton.LeftButton)
    assert "looked at in 30 seconds" in part._old_field.error
