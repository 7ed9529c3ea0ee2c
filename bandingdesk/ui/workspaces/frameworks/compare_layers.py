"""The layers of a comparison: words struck and new, rules, amounts, profiles with their bands, the caseload."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk import charts
from bandingdesk.ui import text
from bandingdesk.ui.models.columns import Cell, RowsModel
from bandingdesk.ui.models.columns import Column as TableColumn
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.chart import ChartCard
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.frameworks.simulate_results import Tiles
from bandingdesk.ui.workspaces.frameworks.simulate_words import percent

if TYPE_CHECKING:
    from bandingdesk.matrix.changes import Amount, Change
    from bandingdesk.matrix.diff import Shift
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.frameworks.compare_reading import Compared

_MOST_WORDS = 60  # changed texts on the page; the workbook has all
_LEAST_HIGH = 240  # px of a table under its sentence; the table scrolls
_TOP = Qt.AlignmentFlag.AlignTop


class WordsLayer(Column):
    """Texts that changed: the old one struck at the left, the new one at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._card = Card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(6)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._card.add(self._grid)
        self._more = labels.Label("", "second", "text2", wrap=True)
        self._card.add(self._more)
        self.add(self._card)
        self.body.addStretch(1)
        self._shown: object = None

    def show_compared(self, compared: Compared) -> None:
        """Show the changed texts."""
        if compared is self._shown:
            return
        self._shown = compared
        card.clear(self._grid)
        found = compared.diff.wording
        heads = (
            self.tr("Version {version}, old").replace("{version}", compared.old.version),
            self.tr("Version {version}, new").replace("{version}", compared.new.version),
        )
        for column, head in enumerate(heads):
            self._grid.addWidget(labels.Label(head, "note_strong", "text2"), 0, column)
        row = 1
        for change in found[:_MOST_WORDS]:
            row = self._add(change, row)
        rest = len(found) - _MOST_WORDS
        none = self.tr("No wording differs.") if not found else ""
        self._more.setText(self.tr("And %n more, all in the workbook.", "", rest) if rest > 0 else none)
        self._more.setVisible(rest > 0 or not found)

    def _add(self, change: Change, row: int) -> int:
        self._grid.addWidget(labels.Line(), row, 0, 1, 2)
        self._grid.addWidget(labels.Label(change.place, "second_strong", wrap=True), row + 1, 0, 1, 2)
        old, new = (_bare(said) for said in change.said)
        struck = labels.Label(old, "body", "text2", wrap=True)
        font = struck.font()
        font.setStrikeOut(change.old is not None)
        struck.setFont(font)
        struck.setAccessibleName(self.tr("Old: {words}").replace("{words}", old))
        fresh = labels.Label(new, "body", wrap=True)
        fresh.setAccessibleName(self.tr("New: {words}").replace("{words}", new))
        self._grid.addWidget(struck, row + 2, 0, _TOP)
        self._grid.addWidget(fresh, row + 2, 1, _TOP)
        return row + 3


def _bare(said: str) -> str:
    return said[1:-1] if len(said) > 1 and said[0] == said[-1] == '"' else said


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    value: Any


class TableLayer(QWidget):
    """A table under a sentence."""

    def __init__(self, name: str, columns: Sequence[TableColumn], *, compact: bool = False) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        self.said = labels.Label("", "sentence", wrap=True)
        column.addWidget(self.said)
        self._rows = RowsModel(columns)
        self.table = Table(name, self._rows, compact=compact)
        box = Card(padding=0)
        box.body.setContentsMargins(1, 1, 1, 1)
        box.add(self.table, 1)
        column.addWidget(box, 1)

    def minimumSizeHint(self) -> QSize:
        whole = super().minimumSizeHint()  # of a sentence as narrow as can be
        return QSize(whole.width(), min(whole.height(), _LEAST_HIGH))

    def show_rows(self, sentence: str, values: Sequence[object]) -> None:
        """Show VALUES under SENTENCE."""
        self.said.setText(sentence)
        if [row.value for row in self._rows.rows] != list(values):
            self._rows.set_rows([_Row(str(n), value) for n, value in enumerate(values)])
        self.table.setVisible(bool(values))


class RulesLayer(TableLayer):
    """Strands, levels, points, thresholds, rules, bands and tests that stand otherwise."""

    def __init__(self) -> None:
        kinds = {
            "added": (self.tr("Added"), "plus"),
            "removed": (self.tr("Removed"), "minus"),
            "changed": (self.tr("Changed"), "pencil"),
            "moved": (self.tr("Other order"), "arrow-up-down"),
        }
        columns = (
            TableColumn(
                "kind", self.tr("What"), lambda row: Cell(kinds[row.value.kind][0], icon=kinds[row.value.kind][1]), 132
            ),
            TableColumn("place", self.tr("Place"), lambda row: Cell(row.value.place, strong=True), 240, stretch=True),
            TableColumn("old", self.tr("Old"), lambda row: Cell(row.value.said[0], "text2"), 150, stretch=True),
            TableColumn("new", self.tr("New"), lambda row: row.value.said[1], 150, stretch=True),
        )
        super().__init__(self.tr("Rules that differ"), columns)

    def show_compared(self, compared: Compared) -> None:
        """Show what stands otherwise."""
        found = compared.diff.structure
        said = self.tr("%n differences in the rules.", "", len(found)) if found else self.tr("No rule differs.")
        self.show_rows(said, found)


class AmountsLayer(TableLayer):
    """Amounts old and new: two years of one tariff are this plain list."""

    def __init__(self) -> None:
        columns = (
            TableColumn("place", self.tr("Place"), lambda row: Cell(row.value.place, strong=True), 240, stretch=True),
            TableColumn("old", self.tr("Old"), lambda row: _pence(row.value.old), 110, right=True),
            TableColumn("new", self.tr("New"), lambda row: _pence(row.value.new), 110, right=True),
            TableColumn("change", self.tr("Change"), lambda row: _change(row.value), 130, right=True),
            TableColumn("share", self.tr("In per cent"), lambda row: _share(row.value), 120, right=True, drop=1),
        )
        super().__init__(self.tr("Amounts that differ"), columns, compact=True)

    def show_compared(self, compared: Compared) -> None:
        """Show the amounts."""
        found = compared.diff.amounts
        if not found:
            self.show_rows(self.tr("No amount differs."), ())
            return
        said = self.tr("%n differences in the amounts.", "", len(found))
        if compared.is_amounts_alone():
            said = f"{said} {self.tr('Nothing else differs.')}"
        self.show_rows(said, found)


def _pence(pence: int | None) -> str:
    return "–" if pence is None else charts.amount_words(pence, "pence")


def _change(amount: Amount) -> str:
    return "–" if amount.old is None or amount.new is None else text.money_change(amount.new - amount.old)


def _share(amount: Amount) -> str:
    return "–" if amount.basis_points is None else percent(amount.basis_points * 100)


class ProfilesLayer(QWidget):
    """How many of all profiles get another band, exactly; and of each way it happens one profile with its levels."""

    def __init__(self) -> None:
        super().__init__()
        self._compared: Compared | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        columns = (
            TableColumn(
                "old", self.tr("Old band"), lambda row: Cell(self._band(row.value.old), strong=True), 120, stretch=True
            ),
            TableColumn(
                "new", self.tr("New band"), lambda row: Cell(self._band(row.value.new), strong=True), 120, stretch=True
            ),
            TableColumn("profiles", self.tr("Profiles"), lambda row: text.count(row.value.profiles), 150, right=True),
        )
        self.ways = TableLayer(self.tr("Ways a band changes"), columns)
        self.ways.table.current_changed.connect(lambda _: self._show_example())
        row.addWidget(self.ways, 3)
        self._side = Column(margins=(0, 14, 16, 14))
        self.example = Card(self.tr("One such profile"))
        self._bands = QHBoxLayout()
        self.example.add(self._bands)
        self._levels = QGridLayout()
        self._levels.setColumnStretch(0, 1)
        self.example.add(self._levels)
        self._side.add(self.example)
        self._side.body.addStretch(1)
        row.addWidget(self._side, 2)

    def show_compared(self, compared: Compared) -> None:
        """Show how many profiles change, and the ways."""
        found = compared.diff.semantic
        self._compared = compared
        self.ways.show_rows(self._said(compared), found.shifts)
        if found.shifts and self.ways.table.current is None:
            self.ways.table.go_to("0")
        self._side.setVisible(bool(found.shifts))
        self._show_example()

    def _said(self, compared: Compared) -> str:
        found = compared.diff.semantic
        if found.changed is None:
            said = self.tr("Not all profiles could be compared: {limit}").replace("{limit}", found.limit)
        elif not found.changed:
            said = self.tr("None of {all} profiles gets another band.").replace("{all}", text.count(found.of))
        else:
            said = self.tr("{n} of {all} profiles get another band.").replace("{n}", text.count(found.changed))
            said = said.replace("{all}", text.count(found.of))
        return " ".join((said, *found.apart))

    def _band(self, id_: str) -> str:
        return self._compared.names.band(id_) if self._compared is not None else id_

    def _show_example(self) -> None:
        compared, current = self._compared, self.ways.table.current
        card.clear(self._bands)
        card.clear(self._levels)
        if compared is None or current is None or int(current) >= len(compared.diff.semantic.shifts):
            return
        shift: Shift = compared.diff.semantic.shifts[int(current)]
        for version, band in ((compared.old.version, shift.old), (compared.new.version, shift.new)):
            pair = QVBoxLayout()
            pair.setSpacing(0)
            head = self.tr("Under {version}").replace("{version}", version)
            pair.addWidget(labels.Label(head, "note_strong", "text2", wrap=True))
            pair.addWidget(labels.Label(self._band(band), "sentence", wrap=True))
            self._bands.addLayout(pair, 1)
        rows = [(compared.strand(strand), str(level)) for strand, level in shift.example.levels.items()]
        rows += [(name, compared.names.value(name, value)) for name, value in shift.context.items()]
        for n, (name, value) in enumerate(rows):
            self._levels.addWidget(labels.Label(name, "second", wrap=True), n, 0)
            self._levels.addWidget(
                labels.Label(value, "second_strong", figures=True), n, 1, Qt.AlignmentFlag.AlignRight
            )


class CaseloadLayer(Column):
    """What becomes of the cases on record: the transition grid, £ by setting and phase, who gains and who loses."""

    def __init__(self, jobs: Jobs, messages: Messages) -> None:
        super().__init__(spacing=12)
        self.said = labels.Label("", "sentence", wrap=True)
        self.add(self.said)
        self.grid = ChartCard(jobs, messages)
        self.add(self.grid)
        self.charts = [ChartCard(jobs, messages) for _ in range(3)]
        self._tiles = Tiles(self.charts)
        self.add(self._tiles)
        self.body.addStretch(1)
        self._shown: object = None

    def show_compared(self, compared: Compared) -> None:
        """Show the pictures of the caseload."""
        if compared is self._shown:
            return
        self._shown = compared
        moved, pictures = compared.movement, compared.pictures
        self.grid.setVisible(bool(pictures))
        self._tiles.setVisible(len(pictures) > 1)
        if moved is None:
            self.said.setText(self.tr("No case on record has levels under this framework."))
            return
        self.said.setText(self._sentence(compared))
        self.grid.set(pictures[0])
        for shown, chart in zip(self.charts, pictures[1:], strict=False):
            shown.set(chart)

    def _sentence(self, compared: Compared) -> str:
        moved = compared.movement
        assert moved is not None
        if moved.period is None:
            return self.tr("The two tariffs pay for other periods, so no money is compared.")
        change = moved.whole.new - moved.whole.old
        said = self.tr("{n} cases on record: {change} in all.").replace("{n}", text.count(moved.cases))
        return said.replace("{change}", text.money_change(change))
