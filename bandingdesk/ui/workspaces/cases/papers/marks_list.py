"""What is marked in the open paper: my own marks, passages that are shared, and those on the versions before it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.row_list import Row, RowList
from bandingdesk.ui.workspaces.cases.papers import words
from bandingdesk.ui.workspaces.cases.papers.marks import Mark
from bandingdesk.ui.workspaces.cases.papers.view_model import PapersViewModel


class MarksList(QWidget):
    """The list. `asked` carries the page (from 0) and the passage of what was chosen; Delete takes an own mark away."""

    asked = Signal(int, object)

    def __init__(self, seen: PapersViewModel) -> None:
        super().__init__()
        self._seen = seen
        self._of: dict[object, Mark] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        self._none = labels.Label(
            self.tr("Nothing is marked yet. H, Q or P marks what is chosen, or the page. Only you see your marks."),
            "second",
            "text2",
            wrap=True,
        )
        self._none.setContentsMargins(12, 0, 12, 0)
        self.list = RowList(self.tr("Marks"))
        self.list.opened.connect(self._go)
        self.list.chosen.connect(self._go)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        column.addStretch(0)

    def show_marks(self) -> None:
        """Show the marks of the open paper."""
        row, found = self._seen.row, self._seen.seen
        if row is None or found is None:
            return
        self._of = {}
        rows: list[Row | str] = []
        if self._seen.place.marks:
            rows.append(self.tr("My marks, seen by me alone"))
        for number, mark in enumerate(self._seen.place.marks):
            rows.append(self._own(f"own {number}", mark))
        if row.extracts:
            rows.append(self.tr("Shared passages"))
        for extract in row.extracts:
            name = found.strands.get(extract.strand, extract.strand)
            level = self.tr(", level {0}").replace("{0}", str(extract.level)) if extract.level is not None else ""
            line = self.tr("{strand}{level}, page {page}").replace("{strand}", name).replace("{level}", level)
            key = f"shared {extract.id}"
            self._of[key] = Mark("highlight", extract.page - 1, extract.text)
            rows.append(Row(key, extract.text, line.replace("{page}", str(extract.page)), "quote", "accent"))
        for older, marks in self._seen.older:
            if marks or older.extracts:
                day = text.day_bare(older.dated)
                rows.append(self.tr("On the version of {0}").replace("{0}", day))
            for number, mark in enumerate(marks):
                rows.append(self._row(f"old {older.id} {number}", mark))
            for extract in older.extracts:
                line = self.tr("Shared, page {0}").replace("{0}", str(extract.page))
                rows.append(Row(f"older {extract.id}", extract.text, line, "quote"))
        self._none.setVisible(not rows)
        self.list.setVisible(bool(rows))
        self.list.set_rows(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            key = self.list.current_key
            mark = self._of.get(key)
            if mark is not None and str(key).startswith("own "):
                self._seen.unmark(mark)
                return
        super().keyPressEvent(event)

    def _own(self, key: str, mark: Mark) -> Row:
        self._of[key] = mark
        return self._row(key, mark)

    def _row(self, key: str, mark: Mark) -> Row:
        icon, tone = words.MARKS[mark.kind]
        kinds = {"highlight": self.tr("Highlight"), "question": self.tr("Question"), "panel": self.tr("For the panel")}
        page = self.tr("page {0}").replace("{0}", str(mark.page + 1))
        title = mark.text or self.tr("The whole page")
        return Row(key, title, f"{kinds[mark.kind]}, {page}", icon, tone)

    def _go(self, key: object) -> None:
        mark = self._of.get(key)
        if mark is not None:
            self.asked.emit(mark.page, mark.passage() if mark.boxes or mark.length else None)
