"""The facts a letter stands on: to whom, of whom, which decision, the three dates, and once issued its check code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from bandingdesk.ui import around_words, codes, text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.workspaces.letters import words

if TYPE_CHECKING:
    from bandingdesk.casework.around.addressee import Receiver
    from bandingdesk.seams import Clock
    from bandingdesk.ui.workspaces.letters.reading import Opened

_WIDTH = 316  # px at 100 %
_NARROW = 210


class FactsPane(QFrame):
    """Facts with their sources. `open_case` is what the link does."""

    def __init__(self, clock: Clock, open_case: Callable[[], None]) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        self._clock, self._open_case = clock, open_case
        self._shown: Opened | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._list = Column(margins=(16, 12, 16, 16), spacing=12)
        self._list.setAccessibleName(self.tr("Facts used"))
        column.addWidget(self._list)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 120)

    def show_opened(self, opened: Opened | None) -> None:
        """Show the facts of a letter, None for none."""
        if opened == self._shown:
            return
        self._shown = opened
        card.clear(self._list.body)
        if opened is None:
            return
        if opened.entry.letter is not None:
            self._add_issued(opened)
        self._list.add(labels.SectionTitle(self.tr("Facts used")))
        recipient = opened.facts.recipient
        self._add(words.recipient(recipient.role), "\n".join((recipient.name, *recipient.lines)).strip())
        if opened.receiver is not None:
            self._add_wishes(opened.receiver)
        self._add(self.tr("Child"), f"{opened.entry.child_name}\n{opened.facts.setting_name}")
        self._add_decision(opened)
        self._add_dates(opened)
        self._add(self.tr("Basis"), opened.basis)
        has_appeal = self.tr("It carries the right of appeal.")
        no_appeal = self.tr("No right of appeal comes with this letter.")
        self._add(self.tr("Appeal"), has_appeal if opened.appealable else no_appeal)
        link = LinkButton(self.tr("Open the case"))
        link.clicked.connect(lambda: self._open_case())
        self._list.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        self._list.body.addStretch(1)

    def _law_day(self, day: date) -> str:
        words = self.tr("{day}, {left}").replace("{day}", text.day(day))
        return words.replace("{left}", text.days_left(day, self._clock.today()))

    def _add(self, title: str, said: str) -> None:
        column = QVBoxLayout()
        column.setSpacing(2)
        column.addWidget(labels.Label(title, "note_strong", "text2"))
        column.addWidget(labels.Label(said or self.tr("Not known"), "second", wrap=True))
        self._list.add(column)

    def _add_issued(self, opened: Opened) -> None:
        letter = opened.entry.letter
        assert letter is not None
        box = Card(self.tr("Issued and frozen"), padding=12, look="well")
        box.add(
            labels.Label(self.tr("%n pages, kept as they were issued.", "", letter.pages), "second", "text2", wrap=True)
        )
        box.add(labels.Label(self.tr("Check code (SHA-256)"), "note_strong", "text2"))
        code = labels.Label(words.check_code(letter.sha256 or ""), "second", wrap=True)
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        code.setAccessibleName(self.tr("Check code"))
        box.add(code)
        self._list.add(box)

    def _add_wishes(self, receiver: Receiver) -> None:
        """Say why it goes to them, how they want it, and where something is to be looked at first."""
        self._add(self.tr("Why to them"), around_words.why(receiver.why))
        wishes = around_words.wishes(receiver.format, receiver.large_print, receiver.language, receiver.interpreter)
        if wishes:
            self._add(self.tr("How they want it"), wishes)
        if receiver.is_stale:
            note = self.tr("The address was last confirmed more than a year ago. Ask before you send.")
            self._list.add(labels.Label(note, "second", "warn", wrap=True))

    def _add_decision(self, opened: Opened) -> None:
        decision = opened.facts.decision
        if decision is None:
            return
        lines = (
            codes.outcome(decision.outcome),
            self.tr("Decided {day}").replace("{day}", text.day(decision.decided_on)),
            ", ".join(part for part in (decision.maker_name, decision.maker_role) if part),
            decision.delegation,
        )
        self._add(self.tr("Decision"), "\n".join(line for line in lines if line))

    def _add_dates(self, opened: Opened) -> None:
        facts, letter = opened.facts, opened.entry.letter
        unknown = self.tr("Not known")
        if letter is not None:
            sent = text.day(letter.sent_on) if letter.sent_on else self.tr("Not sent")
            served = text.day(letter.served) if letter.served else self.tr("Counts once it is sent")
            dated = text.day(letter.dated)
        else:
            dated = text.day(facts.dated) if facts.dated else unknown
            sent = self.tr("{day}, if it goes today").replace("{day}", text.day(facts.sent)) if facts.sent else unknown
            served = (
                self.tr("{day}, if it goes by post").replace("{day}", text.day(facts.served))
                if facts.served
                else unknown
            )
        self._add(self.tr("Dated"), dated)
        self._add(self.tr("Sent"), sent)
        self._add(self.tr("Deemed served"), served)
        if letter is None and opened.entry.law_day is not None and opened.entry.recipient_role != "setting":
            self._add(self.tr("Law’s last day"), self._law_day(opened.entry.law_day))
