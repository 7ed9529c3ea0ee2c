"""A page that is not on the screen hears no news, and reads once when it comes back."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from bandingdesk.ui.away import WhileAway


def test_news_waits_while_a_page_is_hidden_and_is_read_once(qtbot):
    page, read = QWidget(), []
    qtbot.addWidget(page)
    away = WhileAway(page, lambda: read.append("read"))
    assert not away.misses()  # never shown: it hears everything
    page.show()
    assert not away.misses()
    page.hide()
    assert away.misses()
    assert away.misses()
    assert read == []
    page.show()
    assert read == ["read"]
    assert not away.misses()


def test_a_page_that_missed_nothing_reads_nothing(qtbot):
    page, read = QWidget(), []
    qtbot.addWidget(page)
    WhileAway(page, lambda: read.append("read"))
    page.show()
    page.hide()
    page.show()
    assert read == []
