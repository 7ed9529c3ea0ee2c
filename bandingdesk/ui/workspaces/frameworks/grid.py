"""The table of a GridModel: as high as its rows, written in by keys alone, no cell a widget until it is edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QIntValidator, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from bandingdesk.ui.amounts import day, pence
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, GridModel, Heading, Line

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = 36  # px at 100 %
_SIDE = 10
_LARGEST = 9_999_999


class Grid(QTableView):
    """The table. `edited` carries the cell and its new value; `current_changed` the key of the row that one stands on.

    In a row of picks a digit picks that level and goes on to the next row.
    """

    edited = Signal(object, object)
    current_changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = GridModel(self)
        self.setModel(self.grid)
        self.setAccessibleName(name)
        self._delegate = _Delegate(self)
        self.setItemDelegate(self._delegate)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setAccessibleName(name)
        theme.current().changed.connect(self._fit)
        self._fit()

    def show_lines(self, headings: Sequence[Heading], lines: Sequence[Line]) -> None:
        """Show LINES; the place one stands on stays where the row of that key is still there."""
        here = self.currentIndex()
        key, column = self.current_key, here.column()
        if self.grid.set(headings, lines):
            self._fit()
        QTimer.singleShot(0, self, self._keep_in_view)  # what stands above may have grown
        places = [at for at, line in enumerate(lines) if line.key == key]
        if key is not None and places and self.currentIndex().row() != places[0]:
            self.blockSignals(True)
            self.setCurrentIndex(self.grid.index(places[0], max(0, column)))
            self.blockSignals(False)

    @property
    def current_key(self) -> object:
        """Return the key of the row one stands on, None for none."""
        index = self.currentIndex()
        return self.grid.lines[index.row()].key if index.isValid() else None

    def go_to(self, key: object, column: int = 0) -> bool:
        """Stand on the row KEY; return whether it is there."""
        for at, line in enumerate(self.grid.lines):
            if line.key == key:
                self.setCurrentIndex(self.grid.index(at, column))
                return True
        return False

    # Keys and clicks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if not index.isValid() or self.state() == QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # a field is open: what it leaves is not meant for the table
            return
        cell, key = self.grid.cell(index), event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        picks = [one for one in self.grid.lines[index.row()].cells if one.kind == "pick"]
        if plain and picks and (event.text().isdigit() or key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)):
            self._pick(index, picks, event.text())
        elif plain and cell.kind == "pick" and key in _PRESS:
            self.edited.emit(cell, cell.value)
        elif plain and cell.kind == "flag" and key in _PRESS:
            self.edited.emit(cell, not cell.value or None)
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.grid.flags(index) & _EDITABLE:
            self.edit(index)
        elif plain and key == Qt.Key.Key_Delete and cell.kind in ("text", "whole", "money", "day"):
            self.edited.emit(cell, None)
        else:
            super().keyPressEvent(event)

    def _pick(self, index: AnyIndex, picks: list[Cell], digit: str) -> None:
        """Pick the level DIGIT in the row, nothing for a key that deletes, and go on to the next row."""
        wanted = next((one for one in picks if str(one.value) == digit), None)
        if digit and wanted is None:
            return
        self.edited.emit(wanted or picks[0], wanted.value if wanted else None)
        below = self.grid.index(index.row() + 1, index.column())
        if below.isValid() and digit:
            self.setCurrentIndex(below)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        cell = self.grid.cell(index)
        if cell.kind == "pick":
            self.edited.emit(cell, cell.value)
        elif cell.kind == "flag":
            self.edited.emit(cell, not cell.value or None)

    def currentChanged(self, current: AnyIndex, previous: AnyIndex) -> None:
        super().currentChanged(current, previous)
        self._keep_in_view()
        if current.row() != previous.row() and current.isValid():
            self.current_changed.emit(self.current_key)

    def _keep_in_view(self) -> None:
        """Scroll the column that holds the table to the cell one stands on: the table has no scroll of its own."""
        index = self.currentIndex()
        if not index.isValid() or not self.hasFocus():
            return
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        inner = above.widget() if above is not None else None
        if above is not None and inner is not None:
            cell = self.visualRect(index)
            place = self.viewport().mapTo(inner, cell.center())
            above.ensureVisible(place.x(), place.y(), 0, cell.height() + 24)

    # Sizes

    def sizeHint(self) -> QSize:
        rows = max(1, self.grid.rowCount()) * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height() if self._is_wide() else 0
        return QSize(300, rows + self.horizontalHeader().sizeHint().height() + bar + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _is_wide(self) -> bool:
        scaled = theme.current().scaled
        return sum(scaled(one.width) for one in self.grid.headings) > max(self.width(), 220)

    def _fit(self) -> None:
        self.verticalHeader().setMinimumSectionSize(24)
        self.verticalHeader().setDefaultSectionSize(theme.current().scaled(ROW))
        self.horizontalHeader().setFixedHeight(theme.current().scaled(36))
        self._share_width()
        self.updateGeometry()

    def _share_width(self) -> None:
        scaled = theme.current().scaled
        spare = self.viewport().width() - sum(scaled(one.width) for one in self.grid.headings)
        shares = sum(one.stretch for one in self.grid.headings)
        for at, one in enumerate(self.grid.headings):
            extra = spare * one.stretch // shares if shares and spare > 0 else 0
            self.setColumnWidth(at, scaled(one.width) + extra)


_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_EDITABLE = Qt.ItemFlag.ItemIsEditable


class _Delegate(QStyledItemDelegate):
    """Paints a cell, and makes the field that writes into it."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid

    # Writing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: AnyIndex) -> QWidget:
        cell = self._grid.grid.cell(index)
        name = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
        field: QWidget
        if cell.kind == "choice":
            box = QComboBox(parent)
            for value, words in cell.choices:
                box.addItem(words, value)
            box.activated.connect(lambda _at: self._commit(box))
            field = box
        else:
            line = QLineEdit(parent)
            if cell.kind == "whole":
                line.setValidator(QIntValidator(-_LARGEST, _LARGEST, line))
            field = line
        field.setAccessibleName(name)
        return field

    def _commit(self, field: QWidget) -> None:
        self.commitData.emit(field)
        self.closeEditor.emit(field)

    def setEditorData(self, field: QWidget, index: AnyIndex) -> None:
        cell = self._grid.grid.cell(index)
        if isinstance(field, QComboBox):
            field.setCurrentIndex(next((at for at, (value, _) in enumerate(cell.choices) if value == cell.value), -1))
        elif isinstance(field, QLineEdit):
            field.setText("" if cell.value is None else cell.text)
            field.selectAll()

    def setModelData(self, field: QWidget, _model: Any, index: AnyIndex) -> None:
        cell = self._grid.grid.cell(index)
        value: object = None
        if isinstance(field, QComboBox):
            value = field.currentData()
        elif isinstance(field, QLineEdit):
            words = field.text().strip()
            match cell.kind:
                case "whole":
                    value = int(words) if field.hasAcceptableInput() else None
                case "money":
                    value = pence(words)
                    if words and value is None:
                        return  # no amount: what stood there stays
                case "day":
                    value = day(words)
                    if words and value is None:
                        return
                case _:
                    value = words or None
        if value != cell.value:
            self._grid.edited.emit(cell, value)

    def updateEditorGeometry(self, field: QWidget, option: QStyleOptionViewItem, _index: AnyIndex) -> None:
        field.setGeometry(option.rect)

    # Painting

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(option.rect.width(), self._grid.verticalHeader().defaultSectionSize())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        cell = self._grid.grid.cell(index)
        colour, area = theme.current().colour, QRectF(option.rect)
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if here and cell.kind != "pick":
            painter.fillRect(area, colour("accent_soft"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), colour("border"))
        if cell.kind == "pick":
            self._paint_pick(painter, area, cell, here and self._grid.hasFocus())
        else:
            self._paint_cell(painter, area, cell, self._grid.grid.headings[index.column()])
            if here and self._grid.hasFocus():
                ring = area.adjusted(1, 1, -1, -2)
                painted.box(painter, ring, fill="transparent", edge=painted.tokens().focus, radius=3, line=1.6)
        painter.restore()

    def _paint_cell(self, painter: QPainter, area: QRectF, cell: Cell, heading: Heading) -> None:
        # A narrow cell keeps its figure whole beside its sign: the sign takes of the margins, not of the figure.
        side = 4 if cell.note and heading.centred else _SIDE
        words = area.adjusted(side, 0, -side, -1)
        if cell.note:
            size = theme.current().scaled(15)
            icon = "circle-alert" if cell.note_tone == "danger" else "triangle-alert"
            painted.draw_icon(painter, icon, cell.note_tone, words.right() - size, area.center().y() - size / 2, 15)
            words.setRight(words.right() - size - 4)
        if cell.icon:
            size = theme.current().scaled(16)
            painted.draw_icon(painter, cell.icon, cell.tone or "text2", words.left(), area.center().y() - size / 2, 16)
            words.setLeft(words.left() + size + 6)
        face = "body_strong" if cell.strong else "body"
        font = painted.figures(face) if heading.right or heading.centred else painted.font(face)
        painter.setFont(font)
        painter.setPen(
            theme.current().colour(cell.tone or ("text" if cell.kind != "fixed" or cell.strong else "text2"))
        )
        shown = QFontMetricsF(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, words.width())
        align = painted.RIGHT if heading.right else painted.CENTRE if heading.centred else painted.LEFT
        painter.drawText(words, int(align) | int(Qt.TextFlag.TextSingleLine), shown)

    def _paint_pick(self, painter: QPainter, area: QRectF, cell: Cell, here: bool) -> None:
        tokens = painted.tokens()
        box = area.adjusted(3, 4, -3, -5)
        fill = tokens.accent_soft if cell.same or cell.chosen else (tokens.bg if tokens.dark else tokens.sunken)
        edge = tokens.accent if cell.chosen else (tokens.strong if tokens.outlined and cell.same else fill)
        painted.box(painter, box, fill=fill, edge=edge, radius=5, line=2 if cell.chosen else 1)
        font = painted.font("note_strong")
        painter.setFont(font)
        painter.setPen(theme.current().colour("text" if cell.chosen else "text2"))
        shown = QFontMetricsF(font).elidedText(cell.text, Qt.TextElideMode.ElideRight, box.width() - 4)
        painter.drawText(box, int(painted.CENTRE), shown)
        if here:
            ring = area.adjusted(0.5, 1, -0.5, -2)
            painted.box(painter, ring, fill="transparent", edge=tokens.focus, radius=7, line=2)
