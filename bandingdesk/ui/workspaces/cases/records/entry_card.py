"""One statutory entry on its card: what it says, its clocks with what excuses them, doubts, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.casework.register.ops import Excuse
from bandingdesk.store.queries.register import EntryRow
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import Button, LinkButton, QuietButton
from bandingdesk.ui.widgets.evidence_card import Words
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.workspaces.cases.case_sections import FactGrid
from bandingdesk.ui.workspaces.cases.records import clock_words, words
from bandingdesk.ui.workspaces.cases.records.reading import Register


class EntryCard(card.Card):
    """An entry. The signals carry nothing but the wish; EXCUSE ids go with those about an exception."""

    change_asked = Signal()
    withdraw_asked = Signal()
    exception_asked = Signal(str)  # "" for a new one
    exception_withdraw_asked = Signal(str)

    def __init__(self, seen: Register, row: EntryRow, today: date, *, can_excuse: bool) -> None:
        super().__init__(look="well", padding=12)
        self.add(labels.Label(words.heading(seen, row), "card_title", wrap=True))
        self._refusal = self.tr("Only the {0} can record this.").replace("{0}", seen.only_for) if seen.only_for else ""
        if row.withdrawn is not None:
            self._show_withdrawn(seen, row)
            return
        grid = FactGrid()
        grid.set(words.facts(seen, row))
        self.add(grid)
        for line in seen.clocks_of(row.id):
            if line.state == "running" and line.whose != "note":
                self.add(_noted(*words.clock(seen, line, today)))
        if row.id in seen.bars:
            self.add(_noted(" ".join(words.bar(seen.bars[row.id])), "warn", "triangle-alert"))
        for _, doubt in row.doubts:
            self.add(_noted(doubt, "warn", "triangle-alert"))
        for excuse in row.excuses:
            self.add(self._exception(seen, excuse))
        self.add(labels.Label(words.entered(seen, row), "note", "text2", wrap=True))
        self.add(self._buttons(row, can_excuse=can_excuse))

    def _show_withdrawn(self, seen: Register, row: EntryRow) -> None:
        """Show a withdrawn entry: it stays readable, and no clock runs from it."""
        told = self.tr("Withdrawn: {0}").replace("{0}", row.withdrawn or "")
        self.add(_noted(told, "text2", "circle-slash"))
        grid = FactGrid()
        grid.set(words.facts(seen, row))
        self.add(grid)
        self.add(labels.Label(words.entered(seen, row), "note", "text2", wrap=True))

    def _exception(self, seen: Register, excuse: Excuse) -> QWidget:
        told = clock_words.excused(seen.book, excuse)
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(26, 2, 0, 2)
        column.setSpacing(2)
        column.addWidget(labels.Label(self.tr("Exception: {0}").replace("{0}", told.title), "second_strong", wrap=True))
        rules = self.tr("For {0}. It excuses a late step; no date moves.").replace("{0}", ", ".join(excuse.rules))
        column.addWidget(labels.Label(f"{told.line}. {rules}", "note", "text2", wrap=True))
        column.addWidget(Words(told.because, role="second"))
        row = QHBoxLayout()
        for said, name, signal in (
            (self.tr("Change this exception"), self.tr("Change the exception"), self.exception_asked),
            (self.tr("Take it back"), self.tr("Take the exception back"), self.exception_withdraw_asked),
        ):
            link = LinkButton(said)
            link.setAccessibleName(f"{name}: {told.title}")
            link.say_why_not(self._refusal)
            link.clicked.connect(lambda _checked=False, signal=signal: signal.emit(excuse.id))
            row.addWidget(link)
        row.addStretch(1)
        column.addLayout(row)
        return made

    def _buttons(self, row: EntryRow, *, can_excuse: bool) -> QWidget:
        holder = QWidget()
        flow = Flow(holder, across=8)
        kind = row.kind.title
        asked: list[tuple[str, str, Callable[[], None]]] = [
            (self.tr("Change"), "pencil", self.change_asked.emit),
            (self.tr("Withdraw"), "circle-slash", self.withdraw_asked.emit),
        ]
        if can_excuse:
            asked.insert(1, (self.tr("Record an exception"), "sticky-note", lambda: self.exception_asked.emit("")))
        for said, icon, tell in asked:
            button: Button = QuietButton(said, icon=icon)
            button.setAccessibleName(f"{said}: {kind}")
            button.say_why_not(self._refusal)
            button.clicked.connect(lambda _checked=False, tell=tell: tell())
            flow.addWidget(button)
        return holder


def _noted(said: str, tone: str, icon: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(labels.Icon(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(labels.Label(said, "second_strong" if tone in ("danger", "warn") else "second", tone, wrap=True), 1)
    return made
