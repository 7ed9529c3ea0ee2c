"""The why panel: the result, the steps of the explanation in the framework's words, rules compared without saving."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.ladder import BandLadder


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its sentence, what it came to ("+18", "Band 6", "no move"), and its KIND: plain, result or missed."""

    text: str
    outcome: str = ""
    kind: str = "plain"


class WhySteps(QWidget):
    """The numbered steps, near misses included."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def set(self, steps: Sequence[Step]) -> None:
        """Show STEPS in order."""
        card.clear(self._grid)
        top = Qt.AlignmentFlag.AlignTop
        for number, step in enumerate(steps):
            tone = {"plain": "", "result": "accent", "missed": "text2"}[step.kind]
            self._grid.addWidget(labels.Label(str(number + 1), "second", "text3", parent=self), number, 0, top)
            words = labels.Label(step.text, "second", "text2" if tone == "text2" else "", wrap=True, parent=self)
            self._grid.addWidget(words, number, 1, top)
            outcome = labels.Label(step.outcome, "second_strong", tone, figures=True, parent=self)
            self._grid.addWidget(outcome, number, 2, top | Qt.AlignmentFlag.AlignRight)


class ResultCard(card.Card):
    """The band large, what sort of statement it is ("Not a decision"), its ladder; money only where it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        head = QHBoxLayout()
        self._kind = labels.Label("", "second", "text2")
        self._mark = Chip("")
        head.addWidget(self._kind, 1)
        head.addWidget(self._mark)
        self.add(head)
        row = QHBoxLayout()
        row.setSpacing(12)
        self._band = labels.Label("", "result")
        right = QVBoxLayout()
        right.setSpacing(0)
        side = Qt.AlignmentFlag.AlignRight
        self._money = labels.Label("", "place")
        self._money_line = labels.Label("", "note", "text2", wrap=True)
        for words in (self._money, self._money_line):
            words.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        right.addWidget(self._money)
        right.addWidget(self._money_line)
        row.addWidget(self._band)
        row.addLayout(right, 1)
        self.add(row)
        self._line = labels.Label("", "second", "text2", wrap=True)
        self.add(self._line)
        self.ladder = BandLadder()
        self.add(self.ladder)
        self.ladder.hide()
        self.set("", "")

    def set(
        self, kind: str, band: str, *, mark: str = "", line: str = "", money: str = "", money_line: str = ""
    ) -> None:
        """Show KIND ("Indicative band"), BAND, MARK ("Not a decision"), LINE below, and MONEY where it may be seen."""
        self._kind.setText(kind)
        self._band.setText(band)
        self._mark.set(mark)
        self._mark.setVisible(bool(mark))
        for label, words in ((self._line, line), (self._money, money), (self._money_line, money_line)):
            label.setText(words)
            label.setVisible(bool(words))
        self.setAccessibleName(" ".join(part for part in (kind, band, mark, line, money, money_line) if part))

    @property
    def words(self) -> str:
        """Return all that it says."""
        return self.accessibleName()


class RuleChoice(QWidget):
    """Compare rules: each rule with the band it would give. Looks only, saves nothing. `chosen` carries its id."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._group = QButtonGroup(self)
        self._ids: list[str] = []
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._ids[number]))

    def set(self, rules: Sequence[tuple[str, str, str]], chosen: str) -> None:
        """Show RULES as (id, name, band) with CHOSEN marked. Raises ValueError for an id that is not there."""
        for button in self._group.buttons():
            self._group.removeButton(button)
        card.clear(self._column)
        self._ids = [rule for rule, _, _ in rules]
        for number, (_, name, band) in enumerate(rules):
            row = QHBoxLayout()
            button = QRadioButton(name, self)
            button.setMinimumHeight(26)
            button.setAccessibleName(f"{name}: {band}")
            self._group.addButton(button, number)
            row.addWidget(button, 1)
            row.addWidget(labels.Label(band, "second_strong", "text2", parent=self))
            self._column.addLayout(row)
        self._group.button(self._ids.index(chosen)).setChecked(True)
