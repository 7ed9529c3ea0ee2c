"""Anchors beside a strand's descriptors: two or three short exemplars with their levels, and whose they are (F7)."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.panel.practice.vignettes import Edition
from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, chip, labels


class AnchorsPane(QFrame):
    """The anchors of one strand, those nearest to the chosen level."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._key: object = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = card.Column(margins=(14, 14, 14, 14), spacing=10)
        column.addWidget(self._scroll)

    def show_anchors(self, edition: Edition | None, strand: str, name: str, level: int | None) -> None:
        """Show the anchors of STRAND nearest to LEVEL; where no level is chosen, the first."""
        key = (edition, strand, level)
        if key == self._key:
            return
        self._key = key
        card.clear(self._scroll.body)
        title = self.tr("Anchors: {strand}").replace("{strand}", name)
        self._scroll.add(labels.Label(title, "card_title", wrap=True))
        found = edition.beside(strand, level) if edition is not None else ()
        if edition is None or not found:
            empty = self.tr("No anchors ship for this strand. Your council can write its own.")
            self._scroll.add(labels.Label(empty, "second", "text2", wrap=True))
        for one in found:
            made = card.Card("")
            top = QHBoxLayout()
            top.addWidget(chip.Chip(self.tr("Level {level}").replace("{level}", str(one.level)), "info", "bookmark"))
            top.addStretch(1)
            made.add(top)
            made.add(labels.Label(one.text, "body", wrap=True))
            self._scroll.add(made)
        if edition is not None and found:
            words = self.tr("Edition {edition}, {day}. Levels set by: {who}.").replace("{edition}", edition.edition)
            words = words.replace("{day}", text.day(edition.dated)).replace("{who}", edition.set_by)
            self._scroll.add(labels.Label(words, "note", "text2", wrap=True))
        self._scroll.body.addStretch(1)

    def clear(self) -> None:
        """Show nothing."""
        self._key = None
        card.clear(self._scroll.body)
