"""The strands that a setting sees otherwise: a strand, its level where one is named, and the setting's words."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, NoteField
from bandingdesk.ui.workspaces.cases.band_queries.form import StrandDraft


class StrandRows(QWidget):
    """One row for each disputed strand. `typed` carries (row, field, value), `more` asks for another row."""

    typed = Signal(int, str, str)
    more = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        self._rows: list[tuple[Choice, Choice, NoteField]] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        outer.addLayout(self._grid)
        self.add_button = QuietButton(self.tr("Add a strand"), icon="list-plus")
        self.add_button.clicked.connect(self.more)
        outer.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_drafts(
        self,
        drafts: tuple[StrandDraft, ...],
        strands: Mapping[str, str],
        levels: Mapping[str, Mapping[int, str]],
    ) -> None:
        """Show DRAFTS with the strands and levels of the framework."""
        while len(self._rows) < len(drafts):
            self._add_row()
        for number, (strand, level, words) in enumerate(self._rows):
            is_there = number < len(drafts)
            for part in (strand, level, words):
                part.setVisible(is_there)
            if not is_there:
                continue
            draft = drafts[number]
            if strand.count() != len(strands):
                strand.set_choices(list(strands.items()))
            strand.set_value(draft.strand or None)
            offered = [
                ("", self.tr("No level")),
                *((str(n), f"{n}: {name}") for n, name in levels.get(draft.strand, {}).items()),
            ]
            if [level.itemData(n) for n in range(level.count())] != [value for value, _ in offered]:
                level.set_choices(offered)
            level.set_value(draft.level)
            if words.text != draft.words:
                words.set_text(draft.words)

    def _add_row(self) -> None:
        number = len(self._rows)
        strand, level, words = Choice(), Choice(), NoteField(rows=4)
        said = str(number + 1)
        strand.setAccessibleName(self.tr("Strand {0}").replace("{0}", said))
        level.setAccessibleName(self.tr("The setting’s level, strand {0}").replace("{0}", said))
        words.setAccessibleName(self.tr("The setting’s words, strand {0}").replace("{0}", said))
        strand.setPlaceholderText(self.tr("Strand"))
        words.setPlaceholderText(self.tr("In the setting’s own words"))
        strand.chosen.connect(lambda value: self.typed.emit(number, "strand", str(value)))
        level.chosen.connect(lambda value: self.typed.emit(number, "level", str(value)))
        words.textChanged.connect(lambda: self.typed.emit(number, "words", words.text))
        for column, part in enumerate((strand, level, words)):
            self._grid.addWidget(part, number, column, Qt.AlignmentFlag.AlignTop)
        strand.setMinimumWidth(180)
        level.setMinimumWidth(150)
        self._rows.append((strand, level, words))
