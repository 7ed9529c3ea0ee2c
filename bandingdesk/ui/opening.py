"""What stands in the window before there is a desk: blank rows while the store opens, the passphrase, or why not."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.ui import messages
from bandingdesk.ui.theme.theme import Theme
from bandingdesk.ui.theme.tokens import RADIUS_CARD
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.form import FormField, line

SAY_AFTER_MS = 2000  # blank rows need no words for less


class OpeningPage(QWidget):
    """Three states. `passphrase_given` carries what was typed; `again_asked` wants another try."""

    passphrase_given = Signal(str)
    again_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._stack = QStackedLayout(self)
        self._blank = _BlankRows(theme)
        self._locked = _Locked()
        self._failed = _Failed()
        for state in (self._blank, self._locked, self._failed):
            self._stack.addWidget(state)
        self._locked.given.connect(self.passphrase_given)
        self._failed.again.clicked.connect(self.again_asked)

    @property
    def state(self) -> str:
        """Return what is shown: opening, locked or failed."""
        return ("opening", "locked", "failed")[self._stack.currentIndex()]

    def show_opening(self) -> None:
        """Show the layout with blank rows."""
        self._stack.setCurrentWidget(self._blank)
        self._blank.begin()

    def ask_passphrase(self, wrong: DeskError | None = None) -> None:
        """Ask for the passphrase; WRONG is what was the matter with the last one."""
        self._locked.ask(wrong)
        self._stack.setCurrentWidget(self._locked)
        self._locked.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_failed(self, fault: DeskError) -> None:
        """Say why the store can't be opened, what is safe, and what to do."""
        self._failed.say(fault)
        self._stack.setCurrentWidget(self._failed)
        self._failed.again.setFocus(Qt.FocusReason.OtherFocusReason)


class _BlankRows(QWidget):
    """Today's layout without its words; after two seconds a line says what is being read."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setAccessibleName(self.tr("Opening your cases"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        self.words = labels.Label(self.tr("Opening your cases"), "second", "text2")
        self.words.hide()
        column.addWidget(self.words, 0, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(SAY_AFTER_MS)
        self._late.timeout.connect(self.words.show)

    def begin(self) -> None:
        """Start the two seconds."""
        self.words.hide()
        self._late.start()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("tolerance" if tokens.outlined else "sunken"))
        painter.drawRoundedRect(QRectF(20, 20, 280, 22), 6, 6)
        painter.drawRoundedRect(QRectF(20, 50, 340, 14), 6, 6)
        left, right = self._columns()
        for area in (left, right):
            painter.setPen(self._theme.colour("border"))
            painter.setBrush(self._theme.colour("surface"))
            painter.drawRoundedRect(area, RADIUS_CARD, RADIUS_CARD)
            self._paint_rows(painter, area)
        painter.end()

    def _columns(self) -> tuple[QRectF, QRectF]:
        whole = QRectF(self.rect()).adjusted(20, 84, -20, -48)
        first = QRectF(whole.left(), whole.top(), (whole.width() - 14) * 0.65, whole.height())
        return first, QRectF(first.right() + 14, whole.top(), whole.right() - first.right() - 14, whole.height() * 0.5)

    def _paint_rows(self, painter: QPainter, area: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        top = area.top() + 18
        while top + 40 < area.bottom():
            painter.drawRoundedRect(QRectF(area.left() + 14, top, 34, 34), 8, 8)
            painter.drawRoundedRect(QRectF(area.left() + 62, top + 3, area.width() * 0.42, 12), 5, 5)
            painter.drawRoundedRect(QRectF(area.left() + 62, top + 21, area.width() * 0.58, 10), 5, 5)
            top += 51


class _Locked(QWidget):
    """Asks for the passphrase of a store whose key is in no keyring."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        card = _card(self)
        card.addWidget(labels.Label(self.tr("Your cases are locked"), "page_title", wrap=True))
        words = self.tr(
            "The key of this store is kept behind your passphrase, since this computer has no keyring for it."
        )
        card.addWidget(labels.Label(words, "body", "text2", wrap=True))
        self.field = line(secret=True)
        self._form = FormField(self.tr("Passphrase"), self.field)
        card.addWidget(self._form)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.go = PrimaryButton(self.tr("Open my cases"), icon="lock-open", key="Enter")
        foot.addWidget(self.go)
        card.addLayout(foot)
        self.field.textChanged.connect(self._check)
        self.field.returnPressed.connect(self._press)
        self.go.clicked.connect(self._press)
        self._check()

    def ask(self, wrong: DeskError | None) -> None:
        """Empty the field and say what was wrong with the last try."""
        self.field.clear()
        happened, _kept, do = messages.error_text(wrong) if wrong is not None else ("", "", "")
        self._form.set_error(" ".join(part for part in (happened, do) if part))

    def _check(self) -> None:
        self.go.say_why_not("" if self.field.text() else self.tr("Type the passphrase first."))

    def _press(self) -> None:
        if self.go.isEnabled():
            self.given.emit(self.field.text())


class _Failed(QWidget):
    """Why the store could not be opened."""

    def __init__(self) -> None:
        super().__init__()
        card = _card(self)
        self._happened = labels.Label("", "sentence", wrap=True)
        self._rest = labels.Label("", "body", "text2", wrap=True)
        card.addWidget(labels.Icon("circle-alert", "danger", 28), 0, Qt.AlignmentFlag.AlignLeft)
        card.addWidget(self._happened)
        card.addWidget(self._rest)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.again = QuietButton(self.tr("Try again"), icon="refresh-cw")
        foot.addWidget(self.again)
        card.addLayout(foot)

    def say(self, fault: DeskError) -> None:
        """Show FAULT in its three parts and its code."""
        happened, kept, do = messages.error_text(fault)
        self._happened.setText(happened)
        self._rest.setText(" ".join(part for part in (kept, do, f"({fault.code})") if part))


def _card(parent: QWidget) -> QVBoxLayout:
    """Return the column of a card in the middle of PARENT."""
    outer = QVBoxLayout(parent)
    outer.setContentsMargins(24, 24, 24, 24)
    outer.addStretch(2)
    card = QFrame()
    card.setProperty("look", "card")
    card.setMaximumWidth(560)
    card.setMinimumWidth(420)
    outer.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
    outer.addStretch(3)
    column = QVBoxLayout(card)
    column.setContentsMargins(28, 24, 28, 24)
    column.setSpacing(12)
    return column
