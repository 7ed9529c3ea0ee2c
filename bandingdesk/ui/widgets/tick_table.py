"""A table of which several rows can be chosen: by Space or a click with Ctrl, by Shift with arrows or a click.

What is chosen stays chosen by its id while the rows change, as long as it is shown. Opening a row stays what it is.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from bandingdesk.ui.models.columns import ColumnsModel
from bandingdesk.ui.widgets.table import Table

_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class TickTable(Table):
    """`ticks_changed` comes when the choice changed; MOST rows can be chosen at once. Cells ask `is_ticked`."""

    ticks_changed = Signal()

    def __init__(
        self, name: str, model: ColumnsModel, *, most: int, compact: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, model, compact=compact, parent=parent)
        self._most = most
        self._ticked: set[str] = set()
        model.modelReset.connect(self._forget_hidden)

    @property
    def ticked(self) -> list[str]:
        """Return the ids of the chosen rows, in the order shown."""
        return sorted(self._ticked, key=self.rows.row_of)

    def is_ticked(self, id_: str) -> bool:
        """Return whether the row with this id is chosen."""
        return id_ in self._ticked

    def toggle(self, id_: str) -> None:
        """Choose a row, or take it out again."""
        self._set(self._ticked ^ {id_})

    def tick(self, ids: Iterable[str]) -> None:
        """Choose more rows."""
        self._set(self._ticked | set(ids))

    def clear_ticks(self) -> None:
        """Choose none."""
        self._set(set())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held, shift = event.modifiers(), Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Space and self.current is not None:
            self.toggle(self.current)
        elif event.key() in _ARROWS and held & shift and self.current is not None:
            self._extend(_ARROWS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_A and held & Qt.KeyboardModifier.ControlModifier:
            self.tick(self.rows.id_at(number) for number in range(min(self.rows.rowCount(), self._most)))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index, held = self.indexAt(event.position().toPoint()), event.modifiers()
        if index.isValid() and held & Qt.KeyboardModifier.ShiftModifier and self.currentIndex().isValid():
            first, last = sorted((self.currentIndex().row(), index.row()))
            self.tick(self.rows.id_at(number) for number in range(first, last + 1))
            self.go_to(self.rows.id_at(index.row()))
        elif index.isValid() and held & Qt.KeyboardModifier.ControlModifier:
            self.toggle(self.rows.id_at(index.row()))
            self.go_to(self.rows.id_at(index.row()))
        else:
            super().mousePressEvent(event)

    def _extend(self, by: int) -> None:
        row = self.currentIndex().row()
        to = min(max(row + by, 0), self.rows.rowCount() - 1)
        self.tick((self.rows.id_at(row), self.rows.id_at(to)))
        self.go_to(self.rows.id_at(to))

    def _set(self, wanted: set[str]) -> None:
        if wanted == self._ticked or len(wanted) > self._most:
            return
        self._ticked = wanted
        last = self.rows.rowCount() - 1
        if last >= 0:
            self.rows.dataChanged.emit(self.rows.index(0, 0), self.rows.index(last, 0))
        self.ticks_changed.emit()

    def _forget_hidden(self) -> None:
        shown = {id_ for id_ in self._ticked if self._is_shown(id_)}
        if shown != self._ticked:
            self._ticked = shown
            self.ticks_changed.emit()

    def _is_shown(self, id_: str) -> bool:
        try:
            self.rows.row_of(id_)
        except KeyError:
            return False
        return True
