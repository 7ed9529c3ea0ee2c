"""Grounds: the page, cards, wells, panes; and a column that scrolls without ever asking for more width."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QScrollArea, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import labels


class Card(QFrame):
    """A card with an optional title. Put things in with `add` or into `body`."""

    def __init__(
        self, title: str = "", note: str = "", *, look: str = "card", padding: int = 14, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("look", look)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding - 2, padding, padding)
        self.body.setSpacing(8)
        self.heading: labels.SectionTitle | None = None
        if title:
            self.heading = labels.SectionTitle(title, note)
            self.body.addWidget(self.heading)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put PART below what is there."""
        if isinstance(part, QLayout):
            self.body.addLayout(part, stretch)
        else:
            self.body.addWidget(part, stretch)

    def set_look(self, look: str) -> None:
        """Change the ground: card, well, pane, popover."""
        from bandingdesk.ui.theme import style

        self.setProperty("look", look)
        style.restyle(self)


class Column(QScrollArea):
    """A column that scrolls up and down. Its content is as wide as the column, so that text wraps and nothing is cut.

    `body` takes the parts; the focused part is kept in view.
    """

    def __init__(
        self, *, margins: tuple[int, int, int, int] = (16, 16, 16, 16), spacing: int = 12, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(*margins)
        self.body.setSpacing(spacing)
        self.setWidget(inner)
        inner.installEventFilter(self)
        running = QApplication.instance()
        assert isinstance(running, QApplication)
        running.focusChanged.connect(self._keep_in_view)

    def add(self, part: QWidget | QLayout, stretch: int = 0) -> None:
        """Put PART below what is there."""
        if isinstance(part, QLayout):
            self.body.addLayout(part, stretch)
        else:
            self.body.addWidget(part, stretch)

    def _keep_in_view(self) -> None:
        """Scroll to a part that got the focus by a key or by the program; what is clicked stays under the pointer.

        The signal's own arguments are not taken: one of them may be a widget that is just being destroyed.
        """
        now, inner = QApplication.focusWidget(), self.widget()
        clicked = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is not None and inner is not None and not clicked and inner.isAncestorOf(now):
            self.ensureWidgetVisible(now, 0, 24)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for the width that the widest part can't go below; height stays free."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return False

    def minimumSizeHint(self) -> QSize:
        inner = self.widget()
        width = inner.minimumSizeHint().width() if inner is not None else 0
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(width + bar, 80)

    def sizeHint(self) -> QSize:
        inner = self.widget()
        wanted = inner.sizeHint() if inner is not None else QSize(0, 0)
        return QSize(max(wanted.width(), self.minimumSizeHint().width()), min(wanted.height(), 520))


def clear(layout: QLayout) -> None:
    """Take everything out of LAYOUT and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
