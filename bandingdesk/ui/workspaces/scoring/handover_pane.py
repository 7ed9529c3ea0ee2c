"""The page that stands between two scorers on one laptop: nobody's scores, who has the laptop now, and their PIN."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import buttons, card, form, labels
from bandingdesk.ui.workspaces.scoring.reading import Scorer

_WIDTH = 440


class HandoverPane(QFrame):
    """Says whom to hand the laptop to. `taken` carries the PIN; `taker_chosen` somebody else's id."""

    taken = Signal(str)
    taker_chosen = Signal(str)

    def __init__(self, *, demo_pin: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._shown: tuple[Scorer, ...] = ()
        self._card = card.Card(padding=24)
        self._card.setFixedWidth(_WIDTH)
        top = QHBoxLayout()
        top.addWidget(labels.Icon("lock-keyhole", "accent", 24), 0, Qt.AlignmentFlag.AlignVCenter)
        self._title = labels.Label("", "sentence", wrap=True)
        top.addWidget(self._title, 1)
        top.setSpacing(12)
        self._card.add(top)
        hidden = self.tr("The scores are hidden. They stay saved, and only their writer can open them here.")
        self._card.add(labels.Label(hidden, "body", "text2", wrap=True))
        self.who = form.Choice()
        self._who = form.FormField(self.tr("Who has the laptop now"), self.who)
        self.who.chosen.connect(lambda person: self.taker_chosen.emit(str(person)))
        self.pin = form.line(longest=32, secret=True)
        hint = self.tr("All demo people have the PIN {pin}.").replace("{pin}", demo_pin) if demo_pin else ""
        self._pin = form.FormField(self.tr("PIN"), self.pin, hint=hint)
        self.pin.returnPressed.connect(self._take)
        self._card.add(self._who)
        self._card.add(self._pin)
        foot = QHBoxLayout()
        foot.addStretch(1)
        self.button = buttons.PrimaryButton("", icon="log-in", key="Enter")
        self.button.clicked.connect(self._take)
        foot.addWidget(self.button)
        self._card.add(foot)
        # Between stretches, not aligned: an aligned card would not grow with its wrapped words.
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._card)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)

    def show_taker(self, to: Scorer, scorers: Sequence[Scorer], *, refused: bool) -> None:
        """Wait for TO, one of SCORERS; REFUSED: the PIN did not fit."""
        if to.has_pin:
            words = self.tr("Hand over the laptop. {name}, enter your PIN.")
        else:
            words = self.tr("Hand over the laptop to {name}.")
        self._title.setText(words.replace("{name}", to.name))
        if tuple(scorers) != self._shown:
            self._shown = tuple(scorers)
            self.who.set_choices([(one.person_id, one.name) for one in scorers], to.person_id)
        elif self.who.value != to.person_id:
            self.who.set_value(to.person_id)
        self._pin.setVisible(to.has_pin)
        self._pin.set_error(self.tr("This PIN does not fit. Nothing was opened. Try again.") if refused else "")
        self.button.setText(self.tr("Open the sheet of {name}").replace("{name}", to.name))
        self.button.updateGeometry()
        if refused:
            self.pin.selectAll()

    def focus_pin(self) -> None:
        """Put the caret into the PIN field."""
        self.pin.clear()
        (self.pin if self._pin.isVisibleTo(self) else self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self) -> None:
        pin = self.pin.text()
        self.taken.emit(pin)
