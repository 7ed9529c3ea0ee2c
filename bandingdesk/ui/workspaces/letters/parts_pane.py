"""The parts of a letter in their order, each with a tick, or with what is missing in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.card import Column

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.letters.reading import Block, Opened

_WIDTH = 262  # px at 100 %
_NARROW = 190


class PartsPane(QFrame):
    """The list of parts. Parts are locked in place: the law and the letter's text give them and their order."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        self._shown: tuple[Block, ...] | None = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 4)
        head.setSpacing(2)
        self._title = labels.SectionTitle(self.tr("Parts of the letter"))
        self._note = labels.Label("", "second", "text2", wrap=True)
        head.addWidget(self._title)
        head.addWidget(self._note)
        column.addLayout(head)
        self._list = Column(margins=(16, 4, 8, 16), spacing=10)
        self._list.setAccessibleName(self.tr("Parts of the letter"))
        column.addWidget(self._list, 1)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 120)

    def show_opened(self, opened: Opened | None) -> None:
        """Show the parts of a letter, None for none."""
        blocks = opened.blocks if opened is not None else None
        if blocks == self._shown:
            return
        self._shown = blocks
        card.clear(self._list.body)
        missing = sum(bool(block.missing) for block in blocks or ())
        if blocks is None:
            self._note.setText("")
        elif missing:
            self._note.setText(self.tr("%n parts miss something.", "", missing))
        elif opened is not None and opened.entry.letter is not None:
            self._note.setText(self.tr("Issued with the %n parts that such a letter needs.", "", len(blocks)))
        else:
            self._note.setText(
                self.tr("All %n are here. The law and the letter’s text fix their order.", "", len(blocks))
            )
        for block in sorted(blocks or (), key=lambda one: not one.missing):  # what is missing first
            self._list.add(self._make_line(block))
        self._list.body.addStretch(1)

    def _make_line(self, block: Block) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        icon, tone = ("circle-check", "ok") if not block.missing else ("triangle-alert", "warn")
        row.addWidget(labels.Icon(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        title = block.title or self.tr("Letterhead and address")
        texts.addWidget(labels.Label(title, "second_strong", wrap=True))
        if block.missing:
            words = self.tr("Missing: {what}").replace("{what}", block.missing)
            texts.addWidget(labels.Label(words, "second_strong", "warn", wrap=True))
        elif block.source:
            texts.addWidget(labels.Label(block.source, "note", "text2", wrap=True))
        row.addLayout(texts, 1)
        return line
