"""What sending does, before it is recorded: recipient, address, way, and that it can't be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QFrame, QVBoxLayout

from bandingdesk.ui import text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.card import Column
from bandingdesk.ui.widgets.form import RadioRow

if TYPE_CHECKING:
    from bandingdesk.seams import Clock
    from bandingdesk.ui.workspaces.letters.reading import Opened
    from bandingdesk.ui.workspaces.letters.view_model import LettersViewModel

_WIDTH = 440  # px at 100 %
_NARROW = 280


class ConfirmPane(QFrame):
    """The last look before a letter is recorded as sent."""

    def __init__(self, model: LettersViewModel, clock: Clock) -> None:
        super().__init__()
        self._model, self._clock = model, clock
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        list_ = Column(margins=(20, 16, 20, 20), spacing=14)
        list_.add(labels.Label(self.tr("Send this letter?"), "sentence", wrap=True))
        list_.add(
            Banner(
                self.tr("Once sent, this can only be followed by another letter."),
                self.tr("Banding Desk records that it went today. You post it, or send it from your own mail."),
                tone="warn",
                closable=False,
            )
        )
        self._facts = QVBoxLayout()
        self._facts.setSpacing(12)
        list_.add(self._facts)
        list_.add(labels.Label(self.tr("How does it go?"), "second_strong"))
        ways = (("post", self.tr("By post")), ("email", self.tr("By email")), ("portal", self.tr("Through the portal")))
        self.ways = RadioRow(self.tr("How does it go?"), ways, upright=True)
        self.ways.chosen.connect(self._choose)
        list_.add(self.ways)
        list_.body.addStretch(1)
        column.addWidget(list_)

    @property
    def first(self) -> QAbstractButton:
        """Return the first thing to choose."""
        return self.ways.buttons[0]

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 120)

    def show_opened(self, opened: Opened) -> None:
        """Show who gets the letter, what it is, and when it counts as served."""
        self.ways.set_value(self._model.method)
        card.clear(self._facts)
        recipient, letter = opened.facts.recipient, opened.entry.letter
        self._add(self.tr("Recipient"), letter.recipient_name if letter is not None else recipient.name)
        self._add(self.tr("Address"), ", ".join(recipient.lines))
        enclosed = list(opened.facts.enclosures)
        pages = self.tr("%n pages", "", opened.pages)
        self._add(
            self.tr("Letter"), self.tr("{title}, {pages}").replace("{title}", opened.title).replace("{pages}", pages)
        )
        self._add(self.tr("Enclosed"), "\n".join(enclosed) if enclosed else self.tr("Nothing else"))
        self._add(self.tr("Sent"), text.day(self._clock.today()))

    def _add(self, title: str, said: str) -> None:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(labels.Label(title, "note_strong", "text2"))
        column.addWidget(labels.Label(said, "body", wrap=True))
        self._facts.addLayout(column)

    def _choose(self, value: object) -> None:
        if value in ("post", "email", "portal"):
            self._model.choose_method(value)
