"""Why this date? Facts at the left, the count in numbered sentences at the right, exceptions and what they excuse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.evidence_card import Words
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.workspaces.cases.case_sections import FactGrid
from bandingdesk.ui.workspaces.cases.records.clock_words import Excused
from bandingdesk.ui.workspaces.cases.timeline.why import Why

_BESIDE = 700  # px at 100 %: from here on facts and count stand beside each other


class WhyPane(card.Card):
    """One date explained. `left` asks for the table again, `exception_asked` for the form of an exception."""

    left = Signal()
    exception_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = labels.Label("", "card_title", wrap=True)
        self.setAccessibleName(self.tr("Why this date?"))
        self.exception_button = QuietButton(self.tr("Record an exception"), icon="sticky-note")
        self.exception_button.clicked.connect(self.exception_asked)
        self.back = QuietButton(self.tr("Back to the table"), icon="table-2", key="Esc")
        self.back.clicked.connect(self.left)
        tools = QWidget()
        flow = Flow(tools, across=8)
        flow.addWidget(self.back)
        flow.addWidget(self.exception_button)
        self.add(self._title)
        self.add(tools)
        self._facts = FactGrid()
        self._right = QVBoxLayout()
        self._right.setSpacing(6)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._sides.setSpacing(24)
        left = QVBoxLayout()
        left.addWidget(self._facts)
        left.addStretch(1)
        self._sides.addLayout(left, 1)
        self._sides.addLayout(self._right, 1)
        self.add(self._sides, 1)

    def show_why(self, why: Why, refusal: str) -> None:
        """Show one date; REFUSAL says why no exception can be recorded for it, "" where one can."""
        self._title.setText(self.tr("Why this date? {0}").replace("{0}", why.title))
        self._facts.set(list(why.facts))
        self.exception_button.say_why_not(refusal)
        card.clear(self._right)
        if why.excused:
            self._right.addWidget(labels.Label(self.tr("Exceptions beside this date"), "second_strong"))
        for one in why.excused:
            self._right.addWidget(_excused(one))
        if why.note:
            self._right.addWidget(labels.Label(why.note, "second_strong", "info", wrap=True))
        if why.steps:
            self._right.addWidget(labels.Label(self.tr("How it was counted"), "second_strong"))
            self._right.addLayout(_numbered(why.steps))
        self._right.addStretch(1)
        spoken = [why.title, *(f"{label}: {value}." for label, value in why.facts if value), *why.steps, why.note]
        self.setAccessibleDescription(" ".join(part for part in spoken if part))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        beside = self.width() >= theme.current().scaled(_BESIDE)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._sides.direction() != way:
            self._sides.setDirection(way)
            self._sides.setStretch(0, 1 if beside else 0)


def _numbered(steps: Sequence[str]) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(4)
    for number, step in enumerate(steps, 1):
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(labels.Label(str(number), "second", "text3"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(labels.Label(step, "second", wrap=True), 1)
        column.addLayout(row)
    return column


def _excused(one: Excused) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 4)
    column.setSpacing(2)
    column.addWidget(labels.Label(one.title, "second_strong", wrap=True))
    column.addWidget(labels.Label(one.line, "note", "text2", wrap=True))
    column.addWidget(Words(one.because, role="second"))
    return made
