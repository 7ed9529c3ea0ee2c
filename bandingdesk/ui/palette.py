"""The palette: one field that finds a command or a case (Ctrl K)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from bandingdesk.ui.commands import Command, Registry, key_text
from bandingdesk.ui.popover import Popover
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.widgets import buttons, painted

_REST_MS = 80  # of typing, before cases are searched
_ROW = Qt.ItemDataRole.UserRole
_SHOWN = 9  # rows without scrolling


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette: a case or a command, what is said beside it, its key, and what opens it."""

    text: str
    beside: str
    icon: str
    run: Callable[[], None]
    key: str = ""
    why_not: str = ""

    def sentence(self) -> str:
        """Return the line as a screen reader says it."""
        return ", ".join(part for part in (self.text, self.why_not or self.beside, key_text(self.key)) if part)


FindCases = Callable[[str, Callable[[list[Hit]], None]], None]


class Palette(Popover):
    """Finds commands at once and cases after a short rest in typing. `find_cases(words, done)` answers later."""

    def __init__(self, window: QWidget, theme: Theme, registry: Registry) -> None:
        super().__init__(window, theme, width=600, name="")
        self.setAccessibleName(self.tr("Find a case or a command"))
        self._registry = registry
        self._scopes: tuple[str, ...] = ()
        self._find_cases: FindCases | None = None
        self._cases: list[Hit] = []
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("A name, a reference, or what you want to do"))
        self.field.setAccessibleName(self.tr("Find a case or a command"))
        self.list = QListWidget()
        self.list.setProperty("look", "bare")
        self.list.setAccessibleName(self.tr("Found"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_Row(self.list, theme))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.column.addWidget(self.field)
        self.column.addWidget(self.list)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask_for_cases)
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(self._choose)

    def open_for(self, scopes: tuple[str, ...], find_cases: FindCases | None) -> None:
        """Show the palette with the commands of SCOPES."""
        self._scopes, self._find_cases = scopes, find_cases
        self._cases = []
        self.field.clear()
        self._fill()
        self.open_at()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def hits(self) -> list[Hit]:
        """Return the lines as shown."""
        return [self.list.item(row).data(_ROW) for row in range(self.list.count())]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Move in the list, or open its line, while the focus stays in the field."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and self.list.count():
            row = max(0, min(self.list.count() - 1, self.list.currentRow() + step))
            self.list.setCurrentRow(row)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.list.currentItem() is not None:
            self._choose(self.list.currentItem())
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.close_it()
            return True
        return False

    def _typed(self) -> None:
        self._cases = []
        self._fill()
        if self._find_cases is not None and self.field.text().strip():
            self._rest.start()
        else:
            self._rest.stop()

    def _ask_for_cases(self) -> None:
        words = self.field.text().strip()
        if self._find_cases is not None and words:
            self._find_cases(words, partial(self._take_cases, words))

    def _take_cases(self, asked: str, hits: list[Hit]) -> None:
        if asked == self.field.text().strip():
            self._cases = hits
            self._fill()

    def _fill(self) -> None:
        found = self._registry.search(self.field.text(), self._scopes)
        hits = [*self._cases, *(self._hit(command) for command in found)]
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem()
            item.setData(_ROW, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, hit.sentence())
            self.list.addItem(item)
        if not hits:
            nothing = Hit(self.tr("Nothing found. Try fewer letters."), "", "search", self.close_it)
            item = QListWidgetItem()
            item.setData(_ROW, nothing)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)
        self.list.setCurrentRow(0 if hits else -1)
        row = max(1, self.list.sizeHintForRow(0))
        self.list.setFixedHeight(row * min(_SHOWN, max(1, self.list.count())) + 4)
        if self.isVisible():
            self.place()

    def _hit(self, command: Command) -> Hit:
        return Hit(
            command.text,
            command.why_not(),
            command.icon or "command",
            self._runner(command),
            command.key,
            command.why_not(),
        )

    def _runner(self, command: Command) -> Callable[[], None]:
        def run() -> None:
            self._registry.run(command.id)

        return run

    def _choose(self, item: QListWidgetItem) -> None:
        hit: Hit | None = item.data(_ROW)
        if hit is None or hit.why_not or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return
        self.close_it()
        hit.run()


class _Row(QStyledItemDelegate):
    """Paints a line: icon, text, what is said beside it, key."""

    def __init__(self, parent: QObject, theme: Theme) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lines = painted.Lines()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: object) -> QSize:
        return QSize(200, self._theme.scaled(40))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
        hit: Hit = index.data(_ROW)  # type: ignore[attr-defined]
        tokens = self._theme.tokens
        area: QRect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            edge = tokens.accent if tokens.outlined else tokens.accent_soft
            painted.box(painter, area.toRectF().adjusted(1, 1, -1, -1), fill=tokens.accent_soft, edge=edge, radius=6)
        quiet = bool(hit.why_not)
        size = self._theme.scaled(18)
        painted.draw_icon(
            painter, hit.icon, "text3" if quiet else "text2", area.left() + 12, area.center().y() - size / 2 + 1, 18
        )
        left, right = area.left() + 12 + size + 12, area.right() - 12
        if hit.key:
            cap = buttons.key_size(key_text(hit.key))
            box = QRect(right - cap.width(), area.center().y() - cap.height() // 2, cap.width(), cap.height())
            buttons.draw_key(painter, box.toRectF(), key_text(hit.key), ink=tokens.text2, edge=tokens.strong)
            right = box.left() - 12
        width = min(painted.width_px("body", hit.text) + 2, right - left)
        self._lines.draw(
            painter,
            QRect(left, area.top(), width, area.height()),
            hit.text,
            "body",
            tokens.text3 if quiet else tokens.text,
        )
        rest = QRect(left + width + 12, area.top(), right - left - width - 12, area.height())
        if hit.beside and rest.width() > 40:
            self._lines.draw(painter, rest, hit.beside, "second", tokens.text2)
        painter.restore()
