"""Every entry behind a decision, from the case and its papers to the letters: who, when, and on asking its words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.store.queries.oversight import RecordLine, RecordSection
from bandingdesk.ui import check_words
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.oversight import words


class RecordPane(QWidget):
    """The entries by subject, oldest first; the one stood on is shown in full below."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: dict[str, RecordLine] = {}
        self._shown: tuple[RecordSection, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.list = RowList(self.tr("Entries of the record"))
        self.list.chosen.connect(self._show_entry)
        box = Card(padding=0)
        box.body.setContentsMargins(1, 1, 1, 1)
        box.add(self.list)
        column.addWidget(box, 1)
        self._entry = Card(padding=12)
        self._title = labels.Label("", "body_strong", wrap=True)
        self._who = labels.Label("", "second", "text2", wrap=True)
        self._words = labels.Label("", "second", wrap=True)
        self._hash = labels.Label("", "note", "text2", wrap=True)
        self._hash.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (self._title, self._who, self._words, self._hash):
            self._entry.add(part)
        self._below = Column(margins=(0, 0, 0, 0))
        self._below.add(self._entry)
        self._below.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self._below)
        self._below.hide()

    def show_sections(self, sections: tuple[RecordSection, ...]) -> None:
        """Show the entries of SECTIONS."""
        if sections == self._shown:
            return
        self._shown = sections
        rows: list[Row | str] = []
        self._lines = {}
        for section in sections:
            rows.append(section.title)
            for line in section.lines:
                title, who = words.entry(line)
                self._lines[line.op_id] = line
                rows.append(Row(line.op_id, title, line.words, "", "text2", who))
        self.list.set_rows(rows)
        self.list.go_first()

    def _show_entry(self, op_id: object) -> None:
        line = self._lines.get(str(op_id))
        self._below.setVisible(line is not None)
        if line is None:
            return
        title, who = words.entry(line)
        self._title.setText(title)
        self._who.setText(who)
        self._words.setText(line.words)
        self._words.setVisible(bool(line.words))
        code = self.tr("Check code in the chain: {code}")
        self._hash.setText(code.replace("{code}", check_words.code(line.hash)))
