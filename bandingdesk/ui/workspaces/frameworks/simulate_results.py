"""The right side of the simulation: totals, charts that follow the hand, who moves, order of operations, log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from bandingdesk import charts
from bandingdesk.ui import text
from bandingdesk.ui.models.columns import Column as TableColumn
from bandingdesk.ui.models.columns import RowsModel
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.chart import ChartCard
from bandingdesk.ui.widgets.figure import Figure
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.frameworks import simulate_words as words

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages
    from bandingdesk.ui.workspaces.frameworks.simulate_view_model import SimulateViewModel

_TWO = 700  # px at 100 % from which charts stand in two columns
_FOUR = 640  # px at 100 % from which four figures stand in a row
_MOST_MOVERS = 200  # rows of the list; the file has all of them
_TABLE_HIGH = 320  # px at 100 %


class Tiles(QWidget):
    """Parts side by side: MANY in a row from a width of WIDE px at 100 % on, FEW in a row below it."""

    def __init__(self, parts: Sequence[QWidget], *, few: int = 1, many: int = 2, wide: int = _TWO) -> None:
        super().__init__()
        self._parts, self._few, self._many, self._wide = list(parts), few, many, wide
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._lay(few)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay(self._many if event.size().width() >= theme.current().scaled(self._wide) else self._few)

    def minimumSizeHint(self) -> QSize:
        least = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(self._few * least + 12 * (self._few - 1), super().minimumSizeHint().height())

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for n, part in enumerate(self._parts):
            self._grid.addWidget(part, n // columns, n % columns)
        for n in range(self._many):
            self._grid.setColumnStretch(n, 1 if n < columns else 0)


class Figures(Card):
    """As adopted, with these changes, the difference, and how far it is from the budget; to the penny."""

    def __init__(self) -> None:
        super().__init__()
        names = (self.tr("As adopted"), self.tr("Then"), self.tr("Difference"), self.tr("Budget"))
        self.before, self.after, self.change, self.gap = self.values = [Figure(name) for name in names]
        self.add(Tiles(self.values, few=2, many=4, wide=_FOUR))
        self.gap.hide()

    def show_totals(self, before: int, after: int, period: str) -> None:
        """Show two totals in pence."""
        for figure, name in ((self.before, self.tr("As adopted")), (self.after, self.tr("Then"))):
            figure.set_name(f"{name}, {words.period_words(period)}" if period else name)
        self.before.set(charts.amount_words(before, "pence"))
        self.after.set(charts.amount_words(after, "pence"))
        self.change.set(text.money_change(after - before))

    def show_gap(self, after: int, budget: int | None) -> None:
        """Show how far a total is from the budget, both in pence."""
        self.gap.setVisible(budget is not None)
        if budget is None:
            return
        amount = charts.amount_words(abs(after - budget), "pence")
        if after > budget:
            self.gap.set(self.tr("{amount} over").replace("{amount}", amount), "warn")
        elif after < budget:
            self.gap.set(self.tr("{amount} under").replace("{amount}", amount), "ok")
        else:
            self.gap.set(self.tr("Met to the penny"), "ok")

    def tell(self) -> None:
        """Give the figures their spoken words."""
        for figure in self.values:
            figure.tell()


@dataclass(frozen=True, slots=True)
class _Mover:
    id: str
    case: str
    before: str
    after: str
    pence: int


class MoversCard(Card):
    """Each child who moves: from which band to which, and what it comes to."""

    def __init__(self) -> None:
        super().__init__(" ")
        columns = (
            TableColumn("case", self.tr("Case"), lambda row: row.case, 130, stretch=True),
            TableColumn("before", self.tr("As adopted"), lambda row: row.before, 130, stretch=True),
            TableColumn("after", self.tr("Then"), lambda row: row.after, 130, stretch=True),
            TableColumn(
                "change",
                self.tr("£ of a year"),
                lambda row: text.money_change(row.pence),
                130,
                stretch=True,
                right=True,
            ),
        )
        self._rows = RowsModel(columns)
        self.table = Table(self.tr("Who moves"), self._rows, compact=True)
        self.table.setMinimumHeight(theme.current().scaled(_TABLE_HIGH))
        self._none = labels.Label(self.tr("Nobody moves."), "second", "text2")
        self.add(self._none)
        self.add(self.table)

    def show_movers(self, model: SimulateViewModel) -> None:
        """Show those who move, the largest change first."""
        bench, movers = model.bench, model.movers
        if model.loaded is None or bench is None or movers is None:
            return
        from bandingdesk.matrix import figures

        names = figures.Names(bench.framework)
        found = list(
            zip(
                movers.cases.tolist(),
                movers.before.tolist(),
                movers.after.tolist(),
                movers.change.tolist(),
                strict=True,
            )
        )
        found.sort(key=lambda each: (-abs(each[3]), each[0]))
        rows, ids, named = movers.axes.rows, bench.cases, model.loaded.references
        self._rows.set_rows(
            [
                _Mover(ids[case], named.get(ids[case], ids[case]), names.band(rows[was]), names.band(rows[now]), by)
                for case, was, now, by in found[:_MOST_MOVERS]
            ]
        )
        assert self.heading is not None
        title = self.tr("%n children and young people move", "", len(found))
        few = 0 < len(found) < charts.SMALL
        self.heading.set_title(self.tr("Who moves") if few or not found else title)
        shown = self.tr("The {n} largest changes").replace("{n}", str(_MOST_MOVERS))
        self.heading.set_note(shown if len(found) > _MOST_MOVERS else "")
        self.table.setVisible(bool(found))
        self._none.setVisible(not found)


class ListCard(Card):
    """Lines below each other, numbered or plain."""

    def __init__(self, title: str, *, numbered: bool) -> None:
        super().__init__(title)
        self._numbered = numbered
        self._list = QGridLayout()
        self._list.setHorizontalSpacing(10)
        self._list.setVerticalSpacing(4)
        self._list.setColumnStretch(1, 1)
        self.add(self._list)
        self.lines: list[str] = []

    def show_lines(self, lines: list[str]) -> None:
        """Show LINES."""
        if lines == self.lines:
            return
        self.lines = lines
        card.clear(self._list)
        for n, line in enumerate(lines):
            mark = str(n + 1) if self._numbered else "•"
            self._list.addWidget(labels.Label(mark, "second", "text2"), n, 0, Qt.AlignmentFlag.AlignTop)
            self._list.addWidget(labels.Label(line, "second", wrap=True), n, 1)


class ResultsPane(Column):
    """What a position comes to."""

    def __init__(self, model: SimulateViewModel, jobs: Jobs, messages: Messages) -> None:
        super().__init__(margins=(12, 12, 12, 16), spacing=12)
        self._model = model
        self.figures = Figures()
        self.charts = [ChartCard(jobs, messages) for _ in range(5)]
        self.movers = MoversCard()
        self.order = ListCard(self.tr("Order of operations"), numbered=True)
        self.log = ListCard(self.tr("Log"), numbered=False)
        self.left_out = labels.Label("", "second", "text2", wrap=True)
        for part in (self.figures, self.left_out, Tiles(self.charts), self.movers, self.order, self.log):
            self.add(part)
        self.body.addStretch(1)

    def show_step(self) -> None:
        """Follow a moving handle: figures and pictures, no words."""
        model, bench = self._model, self._model.bench
        if bench is None or model.totals is None or model.pictures is None:
            return
        period = bench.tariff.period if bench.tariff is not None else ""
        self.figures.show_totals(bench.totals.total, model.totals.total, period)
        self.figures.show_gap(model.totals.total, model.budget)
        for shown, chart in zip(self.charts, model.pictures, strict=True):
            shown.show_chart(chart)

    def show_model(self) -> None:
        """Show all of it, words too: the hand rests."""
        model, bench = self._model, self._model.bench
        if bench is None:
            return
        self.show_step()
        self.figures.tell()
        for shown in self.charts:
            shown.rest()
        self.movers.show_movers(model)
        self.order.show_lines(words.order(bench, model.values))
        self.log.show_lines([words.entry(one, bench) for one in reversed(model.log)])
        self.log.setVisible(bool(model.log))
        told = words.left_out(model.loaded) if model.loaded is not None else ""
        self.left_out.setText(told)
        self.left_out.setVisible(bool(told))
