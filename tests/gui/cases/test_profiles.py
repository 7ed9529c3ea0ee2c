"""A profile by keys: kept, undone by name, refused with a list, locked, read by nobody before both are; the gaps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bandingdesk.casework.profiles.profile import DraftStrand
from bandingdesk.ui import inspect
from tests.support import founding
from tests.support.panel_morning import STARTS

CANARY = "Xylophone"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def two_writers(morning):
    """The morning with a second person who may write profiles."""
    with founding.before_the_story():
        morning.desk.council.grant_role(morning.people["PL"], "caseworker", STARTS)
    morning.as_("CM")
    return morning


def open_part(open_page, morning):
    window = open_page(morning, "cases", case_id=morning.cases[5], section="profiles")
    page = window.area.current_page()
    return window, page, page.case_pane.profiles


def press(qtbot, pane, key, modifier=Qt.KeyboardModifier.NoModifier):
    pane.window().activateWindow()
    assert QTest.qWaitForWindowActive(pane.window())  # keys reach the active window only
    qtbot.keyClick(pane.window().focusWidget() or pane, key, modifier)


def texts(widget: QWidget) -> str:
    """Return all that is on the screen or spoken: of the window, its title, and every widget in it."""
    found = [widget.windowTitle()]
    for one in [widget, *widget.findChildren(QWidget)]:
        found += [one.accessibleName(), one.accessibleDescription(), one.toolTip()]
        said = getattr(one, "text", None)
        found.append(said() if callable(said) else "")
    return "\n".join(str(one) for one in found)


def write(qtbot, pane, words):
    press(qtbot, pane, "n")
    qtbot.keyClicks(pane.entry.sheet.line, words)
    press(qtbot, pane, Qt.Key.Key_Return)


def test_a_profile_is_written_by_keys_locked_and_read_by_nobody_before_the_other(two_writers, open_page, qtbot):
    morning = two_writers
    window, page, pane = open_part(open_page, morning)
    qtbot.mouseClick(pane.overview.cards["officer"].button, Qt.MouseButton.LeftButton)
    entry = pane.model.entry
    assert (entry.state, pane.fills, page.case_pane.nav.isVisible()) == ("writing", True, False)
    first = entry.strands[0]

    press(qtbot, pane, "3")
    assert entry.undo_name == f"{first.name} no level → 3"
    press(qtbot, pane, "4")
    press(qtbot, pane, Qt.Key.Key_Z, CTRL)
    assert (entry.draft(first.id).level, entry.redo_name) == (3, f"{first.name} 3 → 4")
    assert pane.entry.undo.accessibleName() == f"Undo: {first.name} no level → 3"
    press(qtbot, pane, "u")
    write(qtbot, pane, CANARY)
    kept = morning.desk.drafts.load(entry.keeper.key, morning.people["CM"])
    assert kept["strands"][0] | {"start": None} == {
        "strand": first.id, "level": 3, "confidence": "fairly", "note": CANARY, "relied": [], "descriptors": [],
        "start": None, "is_confirmed": True,
    }  # fmt: skip

    window.navigate("today")  # the steps survive a change of page, and so does the place
    window.navigate("cases", case_id=morning.cases[5], section="profiles")
    assert entry.undo_name == "the line"
    pane.take_focus()

    press(qtbot, pane, Qt.Key.Key_L, CTRL)
    problems = pane.entry.problems.problems
    assert len(problems) == len(entry.strands) - 1
    assert problems[0].about == entry.strands[1].name
    qtbot.mouseClick(pane.entry.problems.links[-1], Qt.MouseButton.LeftButton)
    assert entry.strand == entry.strands[-1].id
    QApplication.processEvents()
    assert inspect.problems(pane) == []

    case, sha256 = morning.cases[5], pane.model.seen.framework_sha256
    whole = [DraftStrand(strand.id, 3, note=CANARY) for strand in entry.strands]
    entry._jobs.act(lambda: morning.desk.profiles.lock(case, "officer", sha256, whole), owner=pane)
    assert (entry.state, entry.can_change, pane.entry.sheet.line.text()) == ("locked", False, CANARY)

    window.hand_over(morning.people["PL"], "cases", pin_checked=True, case_id=morning.cases[5], section="profiles")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the pages of who sat there before
    other = window.area.current_page().case_pane.profiles
    assert other.model.seen.row("officer").state == "locked"
    assert CANARY not in texts(window)
    assert not any(row.levels for row in other.model.seen.rows)

    drafts = [DraftStrand(strand.id, 0, note="Invented") for strand in other.model.seen.strands]
    other.model.entry._jobs.act(lambda: morning.desk.profiles.lock(case, "setting", sha256, drafts), owner=other)
    assert {gap.gap for gap in other.model.seen.gaps} == {3}
    assert CANARY in texts(other.overview.texts)
    QApplication.processEvents()
    assert inspect.problems(other) == []
