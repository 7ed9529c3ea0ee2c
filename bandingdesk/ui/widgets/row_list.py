"""A list of rows in two lines: icon, title, context, and at the right end a state with its own second line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import painted

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW = int(Qt.ItemDataRole.UserRole)
_SIDE, _ICON, _GAP, _PAD = 14, 18, 10, 8  # px
_HEADING = 34  # px


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says. `key` is what `opened` and `chosen` carry; ICON in TONE; RIGHT in RIGHT_TONE at the end.

    NUMBER stands before all of it. SPOKEN says the row whole where its parts read badly one after the other.
    """

    key: object
    title: str
    line: str = ""
    icon: str = ""
    tone: str = "text2"
    right: str = ""
    right_tone: str = "text2"
    right_line: str = ""
    number: str = ""
    spoken: str = ""

    def sentence(self) -> str:
        """Return the row as it is spoken."""
        parts = (self.number, self.title, self.line, self.right, self.right_line)
        return self.spoken or ". ".join(part for part in parts if part)


class RowModel(QAbstractListModel):
    """Rows, and headings between them as plain texts."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[Row | str, ...] = ()

    def set_rows(self, rows: Sequence[Row | str]) -> None:
        """Show ROWS in place of what is there; what stays where it was keeps its selection."""
        new = tuple(rows)
        if len(new) == len(self.rows):
            self.rows = new
            if new:
                self.dataChanged.emit(self.index(0), self.index(len(new) - 1))
            return
        self.beginResetModel()
        self.rows = new
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.sentence() if isinstance(row, Row) else row
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(row, Row):
            return row.sentence()
        return None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        is_row = index.isValid() and isinstance(self.rows[index.row()], Row)
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if is_row else Qt.ItemFlag.NoItemFlags


class RowList(QListView):
    """The list. `opened` comes with Enter and a click, or a double click where one click only looks; `chosen` comes
    when the keys or a click go to another row.
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self, name: str, *, look: str = "bare", click_opens: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        if look:
            self.setProperty("look", look)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.model_ = RowModel(self)
        self.setModel(self.model_)
        self.setItemDelegate(_Delegate(self))
        opening = self.clicked if click_opens else self.doubleClicked
        opening.connect(lambda index: self._tell(self.opened, index))
        self.selectionModel().currentChanged.connect(lambda index, _before: self._tell(self.chosen, index))
        self._telling = True
        theme.current().changed.connect(self.scheduleDelayedItemsLayout)

    def set_rows(self, rows: Sequence[Row | str], current: object = None) -> None:
        """Show ROWS with the one of key CURRENT selected (None: the one that was); nothing is told."""
        wanted = self.current_key if current is None else current
        self._telling = False
        self.model_.set_rows(rows)
        place = self._place(wanted)
        self.setCurrentIndex(self.model_.index(place) if place is not None else QModelIndex())
        self._telling = True
        self.scheduleDelayedItemsLayout()

    @property
    def current_key(self) -> object:
        """Return the key of the row the list stands on, None for none."""
        index = self.currentIndex()
        row = index.data(ROW) if index.isValid() else None
        return row.key if isinstance(row, Row) else None

    @property
    def rows(self) -> tuple[Row, ...]:
        """Return the rows without the headings."""
        return tuple(row for row in self.model_.rows if isinstance(row, Row))

    @property
    def keys(self) -> list[object]:
        """Return the keys of the rows in order."""
        return [row.key for row in self.rows]

    def go_to(self, key: object) -> None:
        """Stand on the row KEY and tell. Raises ValueError."""
        place = self._place(key)
        if place is None:
            raise ValueError(f"no row {key!r}")
        self.setCurrentIndex(self.model_.index(place))

    def go_first(self) -> None:
        """Stand on the first row, if any."""
        place = next((n for n, row in enumerate(self.model_.rows) if isinstance(row, Row)), None)
        if place is not None:
            self.setCurrentIndex(self.model_.index(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._tell(self.opened, self.currentIndex())
            return
        super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 96)

    def _place(self, key: object) -> int | None:
        places = (n for n, row in enumerate(self.model_.rows) if isinstance(row, Row) and row.key == key)
        return next(places, None) if key is not None else None

    def _tell(self, signal: object, index: AnyIndex) -> None:
        row = index.data(ROW) if index.isValid() else None
        if self._telling and isinstance(row, Row):
            signal.emit(row.key)  # type: ignore[attr-defined]  # a bound signal


class _Delegate(QStyledItemDelegate):
    """Paints a row or a heading. What does not fit in a line ends in …; the row's tooltip has all of it."""

    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view
        self._lines = painted.Lines()

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = index.data(ROW)
        width = self._view.viewport().width()
        if not isinstance(row, Row):
            return QSize(width, theme.current().scaled(_HEADING))
        height = painted.line_px("body_strong")
        if row.line or row.right_line:
            height += painted.line_px("second")
        return QSize(width, max(theme.current().scaled(44), height + 2 * _PAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(ROW)
        tokens = painted.tokens()
        area = QRectF(option.rect)
        painter.save()
        if isinstance(row, Row):
            self._ground(painter, area, option.state)
            self._paint_row(painter, area, row, bool(option.state & QStyle.StateFlag.State_Selected))
        else:
            words = area.adjusted(_SIDE, 8, -_SIDE, 0)
            self._lines.draw(painter, words, str(row), "second_strong", tokens.text2)
        painter.restore()

    def _ground(self, painter: QPainter, area: QRectF, state: QStyle.StateFlag) -> None:
        tokens, colour = painted.tokens(), theme.current().colour
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, colour("accent_soft"))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), colour("accent"))
            if tokens.outlined:
                painted.box(painter, area, fill=tokens.accent_soft, edge=tokens.accent, radius=0)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, colour("hover"))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), colour("border"))

    def _paint_row(self, painter: QPainter, area: QRectF, row: Row, chosen: bool) -> None:
        tokens = painted.tokens()
        left = area.left() + _SIDE
        first, second = painted.line_px("body_strong"), painted.line_px("second")
        has_two = bool(row.line or row.right_line)
        top = area.center().y() - (first + (second if has_two else 0)) / 2
        left = self._paint_number(painter, left, top, row.number)
        if row.icon:
            size = theme.current().scaled(_ICON)
            painted.draw_icon(painter, row.icon, row.tone, left, area.center().y() - size / 2, _ICON)
            left += size + _GAP
        right, most = area.right() - _SIDE, area.width() * 0.55
        end = min(painted.width_px("second_strong", row.right), most) if row.right else 0
        end_below = min(painted.width_px("note", row.right_line), most) if row.right_line else 0
        room = right - left - (end + 12 if end else 0)
        room_below = right - left - (end_below + 12 if end_below else 0)
        ink = tokens.accent if chosen else tokens.text
        self._lines.draw(painter, QRectF(left, top, room, first), row.title, "body_strong", ink)
        if row.line:
            self._lines.draw(painter, QRectF(left, top + first, room_below, second), row.line, "second", tokens.text2)
        if row.right:
            place = QRectF(right - end, top, end, first)
            tone = tokens.colour(row.right_tone)
            self._lines.draw(painter, place, row.right, "second_strong", tone, painted.RIGHT)
        if row.right_line:
            place = QRectF(right - end_below, top + first, end_below, second)
            self._lines.draw(painter, place, row.right_line, "note", tokens.text2, painted.RIGHT)

    def _paint_number(self, painter: QPainter, left: float, top: float, number: str) -> float:
        """Paint NUMBER in a column of two digits and return where the rest of the row begins."""
        if not number:
            return left
        wide = max(painted.width_px("body_strong", "00"), painted.width_px("body_strong", number))
        place = QRectF(left, top, wide, painted.line_px("body_strong"))
        self._lines.draw(painter, place, number, "body_strong", painted.tokens().text2, painted.RIGHT)
        return left + wide + _GAP
