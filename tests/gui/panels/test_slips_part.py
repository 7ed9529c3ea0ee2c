"""Members without the program, in the window: what is made, what came back, a slip entered by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from bandingdesk.store.queries import slips
from bandingdesk.ui import inspect
from tests.support import slip_files as f

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def table(morning, open_page):
    """The part at the clerk's desk, with two cases open for scoring."""
    morning.open_round(0)
    morning.open_round(1)
    morning.as_("CM")
    return open_page(morning, "panels", view="slips", meeting_id=morning.meeting).area.current_page()


def click(qtbot, part, words):
    found = [one for one in part.findChildren(QPushButton) if words in (one.text(), one.accessibleName())]
    qtbot.mouseClick(next(one for one in found if one.isVisible()), LEFT)


def said(part):
    return " ".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def test_a_workbook_is_made_comes_back_and_is_locked(table, morning, qtbot, tmp_path):
    pane = table.slips
    pane.seen.choose(morning.people["LO"])
    assert "2 cases are open for them to score: 2026-0001, 2026-0002." in said(pane)
    click(qtbot, pane, "Make a workbook")
    word = pane.member.password.text()
    assert len(word) == 19
    path = tmp_path / "scores.xlsx"
    pane.seen.write(path)
    assert "A copy was saved to send." in said(pane)
    path.write_bytes(f.at_home(morning.desk, pane.seen.slip.id, f.answer_all(only=1), word))
    pane.seen.read_in(path)
    assert "Complete and locked for 1 of 2 cases." in said(pane)
    assert "Nothing filled in" in said(pane)
    pane.seen.read_in(path)
    assert "This very file came in before" in pane.wrong.words
    pane.member.reason.set_text("She comes herself.")
    click(qtbot, pane, "Wait for it no more")
    assert "Withdrawn: She comes herself." in said(pane)


def test_a_slip_is_entered_twice_by_figures_and_covered(table, morning, qtbot):
    pane = table.slips
    pane.seen.choose(morning.people["JW"])
    click(qtbot, pane, "Make paper slips")
    pane.member.twice.setChecked(True)
    click(qtbot, pane, "Enter the slip of 2026-0001")

    def enter(figure):
        for field, _, _ in pane.entry.rows:
            qtbot.keyClicks(field, figure)
        qtbot.mouseClick(table.main, LEFT)

    fields = [one[0] for one in pane.entry.rows]
    qtbot.keyClicks(fields[0], "f2")
    assert fields[1].hasFocus()
    assert fields[0].echoMode() == QLineEdit.EchoMode.Password
    assert table.main.text() == "Enter it again to compare"
    fields[0].clear()
    enter("2")
    assert [one[0].text() for one in pane.entry.rows] == [""] * 12
    enter("3")
    assert "differ in 12 rows" in pane.wrong.words
    for field, _, _ in pane.entry.rows:
        field.clear()
    enter("2")
    found = morning.desk.read(lambda conn: slips.members(conn, morning.meeting, morning.desk.me_id))
    (paper,) = next(one for one in found if one.person == morning.people["JW"]).slips
    assert [case.state for case in paper.cases] == ["locked", "waiting"]
    assert pane.entry.rows[0][0].text() == ""
    drafts = morning.desk.drafts.load(f"sheet:{paper.cases[0].round}", morning.people["JW"])
    assert drafts == {}


def test_nothing_of_it_is_cut_nameless_or_faint(morning, open_page, qapp):
    morning.open_round(0)
    morning.as_("CM")
    window = open_page(morning, "panels", size=QSize(960, 540), view="slips", meeting_id=morning.meeting)
    pane = window.area.current_page().slips
    pane.seen.make("workbook", None)
    qapp.processEvents()
    assert inspect.problems(window) == []
    pane.seen.make("paper", None)
    pane.seen.begin_entry(morning.items[0])
    qapp.processEvents()
    assert inspect.problems(window) == []


def test_who_does_not_lead_reads_and_makes_nothing(morning, open_page):
    morning.open_round(0)
    morning.as_("JW")
    page = open_page(morning, "panels", view="slips", meeting_id=morning.meeting).area.current_page()
    assert page.slips.member.workbook.why_not == "This is for the chair, deputy or clerk."
    assert page.main.why_not == "This is for the chair, deputy or clerk."
