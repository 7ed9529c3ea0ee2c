"""A panel type changed between freeze and meeting: the agenda says so, and the chair may take the new rules."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from bandingdesk.council.ops import PanelTypeAdopted
from bandingdesk.store.queries import council, panel_types
from tests.support import founding
from tests.support.panel_morning import STARTS


def test_changed_rules_are_told_and_reach_the_meeting_only_when_the_chair_takes_them(open_page, morning, qtbot):
    person = morning.as_("CM")
    desk = morning.desk
    with founding.before_the_story():
        desk.council.grant_role(person, "head_of_service", STARTS)
    desk.panel.freeze_papers(morning.meeting, morning.items[0])
    row = desk.read(lambda conn: council.panel_type(conn, "annual_review"))
    held = PanelTypeAdopted(**{name: getattr(row, name) for name in PanelTypeAdopted.__slots__})
    desk.council.adopt_panel_type(replace(held, quorum=4, case_minutes=20, minute="Forum, minute 9 (invented)"))
    morning.as_("RA")
    page = open_page(morning, "panels", meeting_id=morning.meeting, view="move").area.current_page()
    card = page.more.move_.rules
    assert card.isVisible()
    assert card._what.text() == "The rules of this panel changed after papers were frozen: quorum and time for a case."
    assert "works by those of Wed 1 Apr 2026 (Minute 1 (invented))" in card._holds.text()
    assert desk.read(lambda conn: panel_types.of_meeting(conn, morning.meeting)).quorum == 3
    qtbot.mouseClick(card.take, Qt.MouseButton.LeftButton)  # without a reason nothing is taken
    assert page.more.move_.error.isVisible()
    card.why.setPlainText("The forum asked for four members from today on.")
    qtbot.mouseClick(card.take, Qt.MouseButton.LeftButton)
    assert desk.read(lambda conn: panel_types.of_meeting(conn, morning.meeting)).quorum == 4
    assert not card.isVisible()
