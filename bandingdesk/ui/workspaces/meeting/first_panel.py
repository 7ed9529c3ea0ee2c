"""What the first panel decided, to be read at a higher panel: nothing of it is edited here."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.legal_tests import LegalTests
from bandingdesk.ui.widgets.spread import Dot, Spread, SpreadLegend
from bandingdesk.ui.widgets.spread_table import SpreadTable
from bandingdesk.ui.workspaces.meeting import higher_words
from bandingdesk.ui.workspaces.meeting.higher_reading import HigherRow
from bandingdesk.ui.workspaces.meeting.higher_words import Line
from bandingdesk.ui.workspaces.meeting.reading import Reading


class LinesCard(card.Card):
    """Lines of a record, each with its field's name before it."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent=parent)
        self._lines: tuple[Line, ...] | None = None
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self.add(self._rows)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show LINES; a card without any is not shown."""
        self.setVisible(bool(lines))
        if tuple(lines) == self._lines:
            return
        self._lines = tuple(lines)
        card.clear(self._rows)
        for name, words in lines:
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(labels.Label(name, "second_strong", "text2", wrap=True), 2, Qt.AlignmentFlag.AlignTop)
            row.addWidget(labels.Label(words, "body", wrap=True), 5, Qt.AlignmentFlag.AlignTop)
            self._rows.addLayout(row)


class FirstPanel(QWidget):
    """The decision behind the item. A funding panel reads the provision and its cost, oversight the whole record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.found = LinesCard(self.tr("What the first panel found"))
        note = self.tr("To read only: levels, band and Section F can’t be reopened here.")
        self._note = labels.Label(note, "second", "text2", wrap=True)
        self.provision = LinesCard(self.tr("Section F, line by line"))
        self.reasons = LinesCard(self.tr("Why it was decided so"))
        self.spread = card.Card(self.tr("The blind scores beside what was agreed"))
        self.table = SpreadTable()
        self.spread.add(self.table)
        self.spread.add(SpreadLegend())
        self.law = card.Card(self.tr("The law it was measured by"))
        self._tests = LegalTests()
        self.law.add(self._tests)
        self.dissent = LinesCard(self.tr("Seen differently"))
        self.letters = LinesCard(self.tr("Letters"))
        self.people = LinesCard(self.tr("Who took part, and so does not judge"))
        for part in (self._note, self.found, self.reasons, self.spread, self.provision,
                     self.law, self.dissent, self.letters, self.people):  # fmt: skip
            column.addWidget(part)

    def show_first(self, seen: Reading, higher: HigherRow) -> None:
        """Show the decision behind the item, as far as this panel's work needs it."""
        is_oversight = higher.basis == "decided"
        self._note.setVisible(higher.before is not None)
        self.found.show_lines(higher_words.found(higher))
        self.provision.show_lines([] if is_oversight else _provision(seen, higher))
        said = (*higher_words.reasons(higher), *higher_words.given(higher)) if is_oversight else ()
        self.reasons.show_lines(said)
        self.dissent.show_lines(higher_words.dissent(higher) if is_oversight else [])
        self.letters.show_lines(higher_words.letters(higher) if is_oversight else [])
        names = ", ".join(higher.took_part)
        self.people.show_lines([(self.tr("Prepared, scored, proposed or signed it"), names)]
                               if is_oversight and names else [])  # fmt: skip
        self.law.setVisible(is_oversight and bool(higher.law))
        self._tests.set_tests(higher.law if is_oversight else ())
        self._show_spread(higher if is_oversight else None)

    def _show_spread(self, higher: HigherRow | None) -> None:
        first = higher.first if higher is not None else None
        rows = first.spreads if first is not None and first.questions is None else ()
        self.spread.setVisible(bool(rows))
        if rows:
            spreads = [
                Spread(
                    row.strand, row.name, tuple(Dot(dot.level, dot.confidence, dot.mine) for dot in row.levels),
                    row.median_x2, row.tolerance, row.flagged, row.agreed,
                )
                for row in rows
            ]  # fmt: skip
            self.table.set_spreads(spreads, rows[0].scale)


def _provision(seen: Reading, higher: HigherRow) -> list[Line]:
    """Return the lines of Section F with what each costs a year, where the ledger prices it and it may be seen."""
    rows = seen.deciding.section_f if seen.deciding is not None else ()
    lines = []
    for number, row in enumerate(rows, 1):
        said = [row.words]
        if row.hours_x100:
            said.append(higher_words.tr("{hours} hours a week").replace("{hours}", f"{row.hours_x100 / 100:g}"))
        if row.pence is not None and higher.shows_money:
            said.append(text.money(row.pence))
        lines.append((higher_words.tr("Line {number}").replace("{number}", str(number)), " · ".join(said)))
    return lines
