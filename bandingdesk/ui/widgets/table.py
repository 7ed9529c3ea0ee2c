"""The table: rows of one height, painted cells, sorting by a query, columns that make room, opened by Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from bandingdesk.ui.models import columns
from bandingdesk.ui.models.columns import Cell, ColumnsModel
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted

COMFORTABLE, COMPACT = 44, 32  # px, row heights at 100 %
_SIDE = 12
_LEAST = 90  # px at 100 %, a column that shrinks
AnyIndex = QModelIndex | QPersistentModelIndex


class Table(QTableView):
    """A table of a ColumnsModel. `opened` and `current_changed` carry a row's id, `sort_asked` a column's sort name and
    whether it goes down. The chosen row stays chosen by its id when the rows change.
    """

    opened = Signal(str)
    current_changed = Signal(str)
    sort_asked = Signal(str, bool)

    def __init__(self, name: str, model: ColumnsModel, *, compact: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows_model = model
        self._compact = compact
        self._kept: str | None = None
        self._telling = True
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(_CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self._set_up_header()
        self._set_heights()
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        self.doubleClicked.connect(lambda index: self.opened.emit(model.id_at(index.row())))
        theme.current().changed.connect(self._on_theme)

    def _set_up_header(self) -> None:
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setHighlightSections(False)
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(48)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.sectionClicked.connect(self._on_header)
        header.setAccessibleName(self.accessibleName())

    @property
    def rows(self) -> ColumnsModel:
        """Return the model."""
        return self._rows_model

    @property
    def current(self) -> str | None:
        """Return the id of the chosen row, None while there is none."""
        index = self.currentIndex()
        return self._rows_model.id_at(index.row()) if index.isValid() else None

    def go_to(self, wanted: str) -> None:
        """Choose the row with the id WANTED and bring it in view. Raises KeyError."""
        index = self._rows_model.index(self._rows_model.row_of(wanted), 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def show_sort(self, sort: str, descending: bool) -> None:
        """Show that the rows are sorted by the column with the sort name SORT. Raises ValueError."""
        section = [column.sort for column in self._rows_model.columns].index(sort)
        header = self.horizontalHeader()
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        header.setSortIndicator(section, order)
        header.setSortIndicatorShown(True)

    def set_compact(self, compact: bool) -> None:
        """Change the row height: 44 px comfortable, 32 compact, at 100 %."""
        self._compact = compact
        self._set_heights()

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 3 * theme.current().scaled(COMPACT))

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        if self._telling and self.current is not None:
            self.current_changed.emit(self.current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.current is not None:
            self.opened.emit(self.current)
            event.accept()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole text of a cell that was cut, under the pointer."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            delegate = self.itemDelegate()
            cell = index.data(columns.CELL) if index.isValid() else None
            if isinstance(cell, Cell) and isinstance(delegate, _CellDelegate):
                fits = delegate.fits(cell, self.columnWidth(index.column()))
                QToolTip.showText(event.globalPos(), "" if fits else cell.text, self)
                return True
        return super().viewportEvent(event)

    def _on_header(self, section: int) -> None:
        column = self._rows_model.columns[section]
        if not column.sort:
            return
        header = self.horizontalHeader()
        is_same = header.isSortIndicatorShown() and header.sortIndicatorSection() == section
        down = is_same and header.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
        self.show_sort(column.sort, down)
        self.sort_asked.emit(column.sort, down)

    def _set_heights(self) -> None:
        height = theme.current().scaled(COMPACT if self._compact else COMFORTABLE)
        self.verticalHeader().setMinimumSectionSize(24)
        self.verticalHeader().setDefaultSectionSize(height)

    def _on_theme(self) -> None:
        self._set_heights()
        self._share_width()

    def _share_width(self) -> None:
        """Hide the columns that matter least until the rest fits, then give what is left to those that stretch."""
        scaled = theme.current().scaled
        room = self.viewport().width()
        numbered = list(enumerate(self._rows_model.columns))
        shown = dict(numbered)
        for number, column in sorted(numbered, key=lambda pair: -pair[1].drop):
            if column.drop == 0 or sum(scaled(each.width) for each in shown.values()) <= room:
                break
            del shown[number]
        spare = room - sum(scaled(each.width) for each in shown.values())  # below 0: those that stretch also shrink
        takers = [number for number, each in shown.items() if each.stretch]
        for number, column in numbered:
            self.setColumnHidden(number, number not in shown)
            extra = spare // len(takers) if number in takers else 0
            self.setColumnWidth(number, max(min(scaled(_LEAST), scaled(column.width)), scaled(column.width) + extra))

    def _remember(self) -> None:
        self._kept = self.current if self._rows_model.rowCount() else self._kept

    def _restore(self) -> None:
        self._share_width()
        if self._kept is None:
            return
        try:
            number = self._rows_model.row_of(self._kept)
        except KeyError:
            return
        self._telling = False
        self.setCurrentIndex(self._rows_model.index(number, 0))
        self._telling = True


class _CellDelegate(QStyledItemDelegate):
    """Paints a cell: icon, text in its tone, … where it is too long; a grey bar while the row is read."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table

    def fits(self, cell: Cell, width: int) -> bool:
        """Return whether CELL fits into WIDTH px."""
        icon = theme.current().scaled(18) + 8 if cell.icon else 0
        face = painted.figures("body_strong" if cell.strong else "body")
        return QFontMetricsF(face).horizontalAdvance(cell.text) + icon + 2 * _SIDE <= width + 0.5

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        tokens = painted.tokens()
        area = QRectF(option.rect)
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, theme.current().colour("accent_soft"))
            if tokens.outlined:
                painter.fillRect(QRectF(area.left(), area.top(), area.width(), 1), theme.current().colour("accent"))
        line = "accent" if chosen and tokens.outlined else "border"
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), theme.current().colour(line))
        if chosen and index.column() == 0:
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), theme.current().colour("accent"))
        cell = index.data(columns.CELL)
        if isinstance(cell, Cell):
            right = self._table.rows.columns[index.column()].right
            self._paint_cell(painter, area.adjusted(_SIDE, 0, -_SIDE, -1), cell, right=right)
        else:
            bar = QRectF(area.left() + _SIDE, area.center().y() - 4, min(90.0, area.width() - 2 * _SIDE), 8)
            painted.box(painter, bar, fill=tokens.sunken, edge=tokens.sunken, radius=4, line=0)
        painter.restore()

    def _paint_cell(self, painter: QPainter, area: QRectF, cell: Cell, *, right: bool) -> None:
        if cell.icon:
            size = theme.current().scaled(18)
            painted.draw_icon(painter, cell.icon, cell.tone or "text2", area.left(), area.center().y() - size / 2, 18)
            area.setLeft(area.left() + size + 8)
        face = painted.figures("body_strong" if cell.strong else "body") if right else None
        face = face or painted.font("body_strong" if cell.strong else "body")
        painter.setFont(face)
        painter.setPen(theme.current().colour(cell.tone or "text"))
        shown = QFontMetricsF(face).elidedText(cell.text, Qt.TextElideMode.ElideRight, area.width())
        align = painted.RIGHT if right else painted.LEFT
        painter.drawText(area, int(align) | int(Qt.TextFlag.TextSingleLine), shown)

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(option.rect.width(), self._table.verticalHeader().defaultSectionSize())
