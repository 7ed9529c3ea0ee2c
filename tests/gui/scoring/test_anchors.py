"""Anchors beside the descriptors while scoring: A shows them in place of the evidence, and back (moderation.md F7)."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


def words_of(part):
    return " ".join(label.text() for label in part.findChildren(QLabel) if label.isVisible())


def test_a_shows_the_anchors_of_the_strand_with_their_edition_and_the_evidence_again(morning, open_page, qtbot):
    round_id = morning.open_round()
    morning.as_("LO")
    page = open_page(morning, "scoring", round_id=round_id).area.current_page()
    qtbot.keyClick(page, Qt.Key.Key_A)
    assert page._side.currentWidget() is page.anchors
    assert "Anchors: " in words_of(page.anchors)
    assert "Edition 2026.1-1" in words_of(page.anchors)
    qtbot.keyClick(page, Qt.Key.Key_A)
    assert page._side.currentWidget() is page.evidence
