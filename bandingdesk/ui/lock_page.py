"""What stands in a locked window: that it is locked, who it was, and a field for a PIN. Nothing of a case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import PrimaryButton
from bandingdesk.ui.widgets.form import Choice, FormField, line

LONGEST_PIN = 12


class LockPage(QWidget):
    """`tried` carries (person, PIN). Who is at the keys and has no PIN yet opens without one, and is told so."""

    tried = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Banding Desk is locked"))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 24, 24, 24)
        outer.addStretch(2)
        frame = QFrame()
        frame.setProperty("look", "card")
        frame.setFixedWidth(460)
        middle = QHBoxLayout()  # not an alignment, under which what wraps would be cut
        middle.addStretch(1)
        middle.addWidget(frame)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
        card = QVBoxLayout(frame)
        card.setContentsMargins(28, 24, 28, 24)
        card.setSpacing(12)
        card.addWidget(labels.Icon("lock", "accent", 28), 0, Qt.AlignmentFlag.AlignLeft)
        card.addWidget(labels.Label(self.tr("Banding Desk is locked"), "page_title", wrap=True))
        self._words = labels.Label("", "body", "text2", wrap=True)
        card.addWidget(self._words)
        self.who = Choice()
        self.pin = line(longest=LONGEST_PIN, secret=True)
        self._who_field = FormField(self.tr("Who are you?"), self.who)
        self._pin_field = FormField(self.tr("Your PIN"), self.pin)
        card.addWidget(self._who_field)
        card.addWidget(self._pin_field)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.go = PrimaryButton(self.tr("Open"), icon="lock-open", key="Enter")
        foot.addWidget(self.go)
        card.addLayout(foot)
        self._me = ""
        self._needs_pin = True
        self.who.chosen.connect(lambda _person: self._choose())
        self.pin.textChanged.connect(self._check)
        self.pin.returnPressed.connect(self._press)
        self.go.clicked.connect(self._press)

    def ask(self, me: Any, people: Sequence[Any], *, running: bool) -> None:
        """Ask for the PIN of ME, or of another of PEOPLE who has one; RUNNING says that work goes on behind."""
        others = [one for one in people if one.id != me.id and one.has_pin and one.roles]
        self._me, self._needs_pin = me.id, me.has_pin
        self.who.set_choices([(one.id, one.name) for one in (me, *others)], me.id)
        self._who_field.setVisible(bool(others))
        self._words.setText(
            self.tr("What you were writing is kept. What runs goes on.")
            if running
            else self.tr("What you were writing is kept.")
        )
        self._choose()

    def take_focus(self) -> None:
        """Put the focus where the PIN goes, or on the button where none is asked for."""
        (self.pin if self._pin_field.isVisibleTo(self) else self.go).setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, words: str) -> None:
        """Say why it stays locked, and empty the field."""
        self.pin.clear()
        self._pin_field.set_error(words)
        self.take_focus()

    def forget(self) -> None:
        """Leave nothing of what was typed."""
        self.pin.clear()
        self._pin_field.set_error("")

    def _choose(self) -> None:
        asks = self._needs_pin or self.who.value != self._me
        self._pin_field.setVisible(asks)
        self.forget()
        if not asks:
            self._words.setText(
                self.tr("You have no PIN yet, so anybody can open this. Set one in Settings, under Me.")
            )
        self._check()

    def _check(self) -> None:
        asks = self._pin_field.isVisibleTo(self)
        self.go.say_why_not(self.tr("Type your PIN first.") if asks and not self.pin.text() else "")

    def _press(self) -> None:
        if self.go.isEnabled():
            self.tried.emit(str(self.who.value), self.pin.text())
