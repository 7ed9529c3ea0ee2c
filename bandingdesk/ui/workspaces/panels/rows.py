"""Rows in two lines: meetings at the left, the agenda in the middle. One delegate paints them, text is read out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)
_HEADING, _SIDE, _PAD = 32, 14, 9  # px at 100 %


@dataclass(frozen=True, slots=True)
class Row:
    """One row: a number and icon before TITLE and LINE, RIGHT and BELOW at the right end. SPOKEN says it whole."""

    id: str
    title: str
    line: str = ""
    number: str = ""
    icon: str = ""
    icon_tone: str = "text2"
    right: str = ""
    right_tone: str = "text2"
    below: str = ""
    spoken: str = ""

    def words(self) -> str:
        """Return the row as a screen reader says it."""
        if self.spoken:
            return self.spoken
        return ". ".join(part for part in (self.number, self.title, self.line, self.right, self.below) if part)


class _Model(QAbstractListModel):
    """Rows and headings (plain text); headings can't be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row | str] = []

    def set_rows(self, rows: Sequence[Row | str]) -> None:
        """Show ROWS; where the same ids stay in their places only the words change, and the focus with them."""
        new = list(rows)
        if [_id(row) for row in new] == [_id(row) for row in self.rows]:
            self.rows = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.words() if isinstance(row, Row) else row
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if index.isValid() and isinstance(self.rows[index.row()], Row):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class RowList(QListView):
    """The list. `chosen` carries the id of the row a person went to, `opened` that of a row pressed with Enter."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setMinimumSize(160, 100)
        self._rows = _Model()
        self._delegate = _Delegate(self)
        self._telling = True
        self.setModel(self._rows)
        self.setItemDelegate(self._delegate)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.activated.connect(self._on_activated)
        theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    def set_rows(self, rows: Sequence[Row | str], current: str = "") -> None:
        """Show ROWS with CURRENT as the one in hand; nothing is told."""
        self._telling = False
        self._rows.set_rows(rows)
        at = next((n for n, row in enumerate(rows) if isinstance(row, Row) and row.id == current), -1)
        if at >= 0 and self.currentIndex().row() != at:
            self.setCurrentIndex(self._rows.index(at))
        self._telling = True

    @property
    def ids(self) -> list[str]:
        """Return the ids of the rows in order."""
        return [row.id for row in self._rows.rows if isinstance(row, Row)]

    @property
    def current(self) -> str:
        """Return the id of the row in hand, "" for none."""
        return _row_id(self.currentIndex())

    def go_to(self, id_: str) -> None:
        """Make the row ID_ the one in hand and tell. Raises ValueError."""
        at = [_id(row) for row in self._rows.rows].index(("row", id_))
        self.setCurrentIndex(self._rows.index(at))

    def cut_texts(self) -> list[str]:
        """Return nothing: each row shows itself whole as its tooltip."""
        return []

    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.lines.start()
        super().paintEvent(event)

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        id_ = _row_id(index)
        if self._telling and id_:
            self.chosen.emit(id_)

    def _on_activated(self, index: QModelIndex) -> None:
        id_ = _row_id(index)
        if id_:
            self.opened.emit(id_)


class _Delegate(QStyledItemDelegate):
    """Paints a heading or a row."""

    def __init__(self, parent: RowList) -> None:
        super().__init__(parent)
        self.lines = painted.Lines()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = index.data(ROW)
        if not isinstance(row, Row):
            return QSize(100, theme.current().scaled(_HEADING))
        return QSize(100, painted.line_px("body") + painted.line_px("second") + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(ROW)
        area = QRectF(option.rect)
        painter.save()
        if isinstance(row, Row):
            self._ground(painter, area, option.state)
            self._row(painter, area, row, bool(option.state & QStyle.StateFlag.State_Selected))
        else:
            low = area.adjusted(_SIDE, 10, -_SIDE, 0)
            self.lines.draw(painter, low, str(row), "note_strong", painted.tokens().text2)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> None:
        tokens = painted.tokens()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.current().colour("accent_soft"))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), theme.current().colour("accent"))
            if tokens.outlined:
                painted.box(painter, area, fill=tokens.accent_soft, edge=tokens.accent, radius=0)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.current().colour("hover"))

    def _row(self, painter: QPainter, area: QRectF, row: Row, chosen: bool) -> None:
        tokens = painted.tokens()
        left, right = area.left() + _SIDE, area.right() - _SIDE
        one, two = painted.line_px("body"), painted.line_px("second")
        top = area.center().y() - (one + two) / 2
        if row.number:
            wide = max(painted.width_px("body_strong", "00"), painted.width_px("body_strong", row.number))
            place = QRectF(left, top, wide, one)
            self.lines.draw(painter, place, row.number, "body_strong", tokens.text2, painted.RIGHT)
            left += wide + 10
        if row.icon:
            size = theme.current().scaled(18)
            painted.draw_icon(painter, row.icon, row.icon_tone, left, top + one / 2 - size / 2, 18)
            left += size + 10
        for role, words, y, high in (("second_strong", row.right, top, one), ("second", row.below, top + one, two)):
            if words:
                tone = tokens.colour(row.right_tone) if words is row.right else tokens.text2
                place = QRectF(left, y, right - left, high)
                self.lines.draw(painter, place, words, role, tone, painted.RIGHT)
        used = painted.width_px("second_strong", row.right) + 12 if row.right else 0
        under = painted.width_px("second", row.below) + 12 if row.below else 0
        ink = tokens.accent if chosen else tokens.text
        self.lines.draw(painter, QRectF(left, top, right - used - left, one), row.title, "body_strong", ink)
        self.lines.draw(painter, QRectF(left, top + one, right - under - left, two), row.line, "second", tokens.text2)


def bare(hour: str) -> str:
    """Return an hour of the record as screens show it: "09:30" is "9:30"."""
    return hour.removeprefix("0")


def _id(row: Row | str) -> tuple[str, str]:
    return ("row", row.id) if isinstance(row, Row) else ("heading", row)


def _row_id(index: AnyIndex) -> str:
    row = index.data(ROW) if index.isValid() else None
    return row.id if isinstance(row, Row) else ""
