"""The strands of a sheet, left of the scoring page: grouped by area, with level box, question mark and progress."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from bandingdesk.ui.models import strand_model
from bandingdesk.ui.models.strand_model import Strand
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels, painted
from bandingdesk.ui.widgets.buttons import KeyCap

AnyIndex = QModelIndex | QPersistentModelIndex
_ROW, _HEADING, _BOX = 32, 30, 26  # px at 100 %


class Progress(painted.Painted):
    """A bar for "5 of 11", never without the number beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count, self._total = 0, 0
        self.setFixedHeight(6)

    def set(self, count: int, total: int) -> None:
        """Show COUNT of TOTAL."""
        self._count, self._total = count, total
        words = self.tr("{count} of {total}").replace("{count}", str(count)).replace("{total}", str(total))
        self.setAccessibleName(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = self._pen()
        tokens = painted.tokens()
        area = QRectF(self.rect())
        edge = tokens.strong if tokens.outlined else tokens.sunken
        ground = tokens.bg if tokens.dark else tokens.sunken
        painted.box(painter, area, fill=ground, edge=edge, radius=3, line=1 if tokens.outlined else 0)
        if self._total and self._count:
            area.setWidth(area.width() * self._count / self._total)
            painted.box(painter, area, fill=tokens.accent, edge=tokens.accent, radius=3, line=0)
        painter.end()


class StrandList(QFrame):
    """All strands of a sheet. `chosen` carries the id of the strand a person went to."""

    chosen = Signal(str)

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 16, 0)
        self._title = labels.Label(title or self.tr("Strands"), "body_strong")
        self._count = labels.Label("", "second_strong", "text2")
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        column.addLayout(head)
        self._progress = Progress()
        bar = QHBoxLayout()
        bar.setContentsMargins(14, 0, 16, 4)
        bar.addWidget(self._progress)
        column.addLayout(bar)
        self.model = strand_model.StrandModel()
        self.view = _View(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(self._title.text())
        self.view.selectionModel().currentChanged.connect(self._on_current)
        column.addWidget(self.view, 1)
        self._keys = _key_help(self)
        column.addWidget(self._keys)
        self._keys_wanted = self._keys_suit = True
        theme.current().changed.connect(self._fit_keys)
        self._telling = True

    def set_kind(self, title: str, *, of_questions: bool = False) -> None:
        """Say what the rows are; of questions the key help does without the digits of levels."""
        self._title.setText(title)
        self.view.setAccessibleName(title)
        self._keys_suit = not of_questions
        self._fit_keys()

    def set_strands(self, strands: Sequence[Strand], current: str | None = None) -> None:
        """Show STRANDS with CURRENT as the one in work; nothing is told. Raises KeyError for an unknown current one."""
        before = self.current if current is None else current
        self._telling = False
        self.model.set_strands(strands)
        done = sum(1 for strand in strands if strand.mark and not strand.copied)
        words = self.tr("{count} of {total}").replace("{count}", str(done)).replace("{total}", str(len(strands)))
        self._count.setText(words)
        self._progress.set(done, len(strands))
        if before is not None and before in [strand.id for strand in strands]:
            self.view.setCurrentIndex(self.model.index(self.model.row_of(before)))
        elif current is not None:
            raise KeyError(current)
        self._telling = True

    @property
    def current(self) -> str | None:
        """Return the id of the strand in work, None while there is none."""
        index = self.view.currentIndex()
        row = index.data(strand_model.ROW) if index.isValid() else None
        return row.id if isinstance(row, Strand) else None

    def go_to(self, strand: str) -> None:
        """Make STRAND the one in work and tell. Raises KeyError."""
        self.view.setCurrentIndex(self.model.index(self.model.row_of(strand)))

    def step(self, by: int) -> bool:
        """Go BY strands down (J) or up (K, negative) and tell. Returns False at the end of the list."""
        ids = [strand.id for strand in self.model.strands]
        place = ids.index(self.current) + by if self.current in ids else 0
        if not 0 <= place < len(ids):
            return False
        self.go_to(ids[place])
        return True

    def next_open(self) -> str | None:
        """Return the next strand after the current one that has no level yet, from the top after the last; or None."""
        strands = self.model.strands
        here = next((n for n, strand in enumerate(strands) if strand.id == self.current), -1)
        turned = strands[here + 1 :] + strands[: here + 1]
        return next((strand.id for strand in turned if not strand.mark), None)

    def show_keys(self, shown: bool) -> None:
        """Show or hide the key help at the foot; a list too narrow for it hides it by itself."""
        self._keys_wanted = shown
        self._fit_keys()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_keys()

    def _fit_keys(self) -> None:
        self._keys.setVisible(self._keys_wanted and self._keys_suit and self._keys.sizeHint().width() <= self.width())

    def _on_current(self, index: QModelIndex, _before: QModelIndex) -> None:
        row = index.data(strand_model.ROW) if index.isValid() else None
        if self._telling and isinstance(row, Strand):
            self.chosen.emit(row.id)


class _View(QListView):
    """The list itself: rows painted by one delegate, headings skipped by the keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("look", "bare")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        theme.current().changed.connect(self._remake)

    def minimumSizeHint(self) -> QSize:
        """Ask for the longest word of a strand's name: a list may wrap, it may not break words."""
        model = self.model()
        rows = [model.index(n, 0).data(strand_model.ROW) for n in range(model.rowCount())] if model else []
        words = [word for row in rows if isinstance(row, Strand) for word in row.name.split()]
        longest = max((painted.width_px("body_strong", word) for word in words), default=80)
        return QSize(longest + delegate_room(unsure=True) + self.verticalScrollBar().sizeHint().width(), 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._remake()  # names and headings wrap anew; Qt measures them again for another height only

    def _remake(self) -> None:
        self.updateGeometry()
        self.scheduleDelayedItemsLayout()

    def cut_texts(self) -> list[str]:
        """Return the strand names that don't fit and have no tooltip."""
        delegate = self.itemDelegate()
        return delegate.lines.cut() if isinstance(delegate, _Delegate) else []

    def paintEvent(self, event: QPaintEvent) -> None:
        delegate = self.itemDelegate()
        if isinstance(delegate, _Delegate):
            delegate.lines.start()
        super().paintEvent(event)


class _Delegate(QStyledItemDelegate):
    """Paints a heading or a strand. A name too long for one line takes two."""

    def __init__(self, parent: QListView) -> None:
        super().__init__(parent)
        self._view = parent
        self.lines = painted.Lines()

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        row = index.data(strand_model.ROW)
        scaled = theme.current().scaled
        width = self._view.viewport().width()
        if not isinstance(row, Strand):
            return QSize(width, round(self._area(str(row), width).height) + scaled(_HEADING) - painted.line_px("note"))
        block = self._name(row, width, chosen=False)
        return QSize(width, max(scaled(_ROW), round(block.height) + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        row = index.data(strand_model.ROW)
        tokens = painted.tokens()
        area = QRectF(option.rect)
        painter.save()
        if isinstance(row, Strand):
            self._paint_strand(painter, area, row, option.state)
        else:
            words = self._area(str(row), int(area.width()))
            words.draw(painter, area.left() + 14, area.bottom() - words.height - 4, tokens.text2)
        painter.restore()

    def _paint_strand(self, painter: QPainter, area: QRectF, row: Strand, state: QStyle.StateFlag) -> None:
        tokens = painted.tokens()
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(area, theme.current().colour("accent_soft"))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), theme.current().colour("accent"))
            if tokens.outlined:
                painted.box(painter, area, fill=tokens.accent_soft, edge=tokens.accent, radius=0)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.current().colour("hover"))
        name = self._name(row, int(area.width()), chosen=chosen)
        ink = tokens.accent if chosen else tokens.text
        name.draw(painter, area.left() + 14, area.center().y() - name.height / 2 + 0.5, ink)
        size = theme.current().scaled(_BOX)
        mark = QRectF(area.right() - size - 12, round(area.center().y() - size / 2), size, size)
        draw_level(painter, mark, row.mark, self.lines)
        icon = _icon(row)
        if icon:
            small = theme.current().scaled(16)
            painted.draw_icon(painter, icon, "warn", mark.left() - small - 8, area.center().y() - small / 2, 16)

    def _area(self, name: str, width: int) -> painted.TextBlock:
        return painted.TextBlock(name, painted.font("note_strong"), width - 26)

    def _name(self, row: Strand, width: int, *, chosen: bool) -> painted.TextBlock:
        face = painted.font("body_strong" if chosen else "body")
        return painted.TextBlock(row.name, face, max(60, width - delegate_room(unsure=bool(_icon(row)))))


def _icon(row: Strand) -> str:
    """Return the icon beside the level of a row, "" for none."""
    if row.copied:
        return "copy"
    return "circle-question-mark" if row.unsure else ("flag" if row.marked else "")


def delegate_room(*, unsure: bool) -> int:
    """Return what a row needs beside the name, in px: edges, level box, and the question mark of an UNSURE one."""
    scaled = theme.current().scaled
    return 14 + 12 + scaled(_BOX) + 8 + (scaled(16) + 8 if unsure else 0)


def draw_level(painter: QPainter, area: QRectF, mark: str, lines: painted.Lines, *, dots: bool = False) -> None:
    """Paint the box of a level: its number, or a dashed box with a dash (… with DOTS) while there is none."""
    tokens = painted.tokens()
    if mark:
        painted.box(painter, area, fill=tokens.surface, edge=tokens.strong, radius=6)
        lines.draw(painter, area, mark, "body_strong", tokens.text, painted.CENTRE)
    else:
        painted.dashed_box(painter, area, edge=tokens.strong, radius=6)
        lines.draw(painter, area, "…" if dots else "\N{EN DASH}", "body_strong", tokens.text3, painted.CENTRE)


def _key_help(parent: StrandList) -> QFrame:
    """Return the foot that tells the keys: J K strand, 0 to 9 level."""
    foot = QFrame(parent)
    foot.setProperty("look", "foot")
    foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    row = QHBoxLayout(foot)
    row.setContentsMargins(14, 9, 14, 9)
    row.setSpacing(6)
    for key in ("J", "K"):
        row.addWidget(KeyCap(key))
    row.addWidget(labels.Label(parent.tr("strand"), "note", "text2"))
    row.addSpacing(8)
    row.addWidget(KeyCap("0"))
    row.addWidget(labels.Label(parent.tr("to"), "note", "text2"))
    row.addWidget(KeyCap("9"))
    row.addWidget(labels.Label(parent.tr("level"), "note", "text2"))
    row.addStretch(1)
    return foot
