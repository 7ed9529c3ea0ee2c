"""A chart on the page: its picture, the same figures as a table, and the ways to take either along."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedLayout, QWidget

from bandingdesk import charts
from bandingdesk.charts import Chart
from bandingdesk.errors import DeskError
from bandingdesk.ui import writing
from bandingdesk.ui.models.columns import Column, RowsModel
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import chart_painter, chart_pen, flow, painted
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.table import Table

if TYPE_CHECKING:
    from bandingdesk.ui.jobs import Jobs
    from bandingdesk.ui.messages import Messages

_LEAST = 300  # px: narrower a chart can't be read


class ChartPicture(painted.Painted):
    """The picture. Its accessible name is the whole fact in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: Chart | None = None
        self._cut: list[str] = []
        self._heights: dict[object, int] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # a step repaints the picture and nothing below it
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def chart(self) -> Chart | None:
        """Return what is shown."""
        return self._chart

    def set(self, chart: Chart) -> None:
        """Show CHART. A step of a handle repaints what it moves; only another shape is laid out again."""
        before, shape = self._chart, self._shape()
        self._chart = chart
        if self._shape() != shape:
            self.updateGeometry()
        area = QRectF(self.rect())
        parts = None if before is None else chart_painter.differing(before, chart, area, chart_pen.screen_look())
        if parts is None:
            self._cut = []
            self.update()
            return
        for part in parts:
            self.update(part.toAlignedRect())

    def _shape(self) -> object:
        chart = self._chart
        return chart and (chart.kind, len(chart.across), len(chart.series), len(chart.title) // 60, chart.note)

    def cut_texts(self) -> list[str]:
        return [text for text in self._cut if text not in self.toolTip()]

    def heightForWidth(self, width: int) -> int:
        if self._chart is None:
            return 0
        look = chart_pen.screen_look()
        shape = (width, id(look), self._shape())
        if shape not in self._heights:
            self._heights = {shape: round(chart_painter.height(self._chart, width, look)), **self._heights}
        return self._heights[shape]

    def hasHeightForWidth(self) -> bool:
        return True

    def sizeHint(self) -> QSize:
        return QSize(_LEAST + 80, self.heightForWidth(_LEAST + 80))

    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, 80)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut = []  # told anew by what is painted at this width

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._chart is None:
            return
        region = event.region()
        painter = self._pen()
        painter.fillRect(region.boundingRect(), theme.current().colour("surface"))

        def touched(part: QRectF) -> bool:
            return region.intersects(part.toAlignedRect())

        area = QRectF(self.rect())
        cut = chart_painter.draw(painter, area, self._chart, chart_pen.screen_look(), touched)
        painter.end()
        self._cut = cut if region.contains(self.rect()) else list(dict.fromkeys((*self._cut, *cut)))

    def tell(self) -> None:
        """Give the picture its words: they are heard when a handle rests, not at each of its steps."""
        if self._chart is not None:
            told = charts.sentence(self._chart, chart_pen.translate)
            self.setAccessibleName(told)


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    cells: tuple[str, ...]


class ChartTable(Table):
    """The figures as a table; Ctrl C copies all of it."""

    def __init__(self, name: str) -> None:
        super().__init__(name, RowsModel(()), compact=True)
        self._figures: charts.Table | None = None

    def set(self, chart: Chart) -> None:
        """Show the figures of CHART."""
        told = charts.table(chart, chart_pen.translate)
        self.setAccessibleName(chart.title)
        model = self.rows
        assert isinstance(model, RowsModel)
        if self._figures is None or told.headings != self._figures.headings:
            model.beginResetModel()
            model.columns = tuple(
                Column(str(n), heading, _cell(n), width=130 if n else 150, stretch=True, right=n > 0)
                for n, heading in enumerate(told.headings)
            )
            model.endResetModel()
        self._figures = told
        model.set_rows([_Row(str(n), row) for n, row in enumerate(told.rows)])

    def copy(self) -> None:
        """Put the table on the clipboard."""
        if self._figures is not None:
            QGuiApplication.clipboard().setText(self._figures.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return
        super().keyPressEvent(event)


def _cell(n: int) -> Callable[[_Row], str]:
    return lambda row: row.cells[n]


class ChartCard(Card):
    """A chart with its buttons: Table, Copy picture, Save picture, Export figures.

    `show_chart` follows a moving handle; what is heard and the table follow when it rests (`rest`).
    """

    def __init__(self, jobs: Jobs, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._jobs, self._messages = jobs, messages
        self.picture, self.table = ChartPicture(), ChartTable(self.tr("Figures"))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.picture)
        self._stack.addWidget(self.table)
        self.add(holder, 1)
        row = QWidget()
        buttons = flow.Flow(row, across=4)
        self.table_button = LinkButton(self.tr("Table"))
        self.copy_button = LinkButton(self.tr("Copy picture"))
        self.save_button = LinkButton(self.tr("Save picture"))
        self.export_button = LinkButton(self.tr("Export figures"))
        for button, act in (
            (self.table_button, self.turn),
            (self.copy_button, self.copy),
            (self.save_button, self.save),
            (self.export_button, self.export),
        ):
            button.clicked.connect(act)
            buttons.addWidget(button)
        self.add(row)

    @property
    def chart(self) -> Chart | None:
        """Return what is shown."""
        return self.picture.chart

    @property
    def is_table(self) -> bool:
        """Return whether the figures are shown as a table."""
        return self._stack.currentWidget() is self.table

    def show_chart(self, chart: Chart) -> None:
        """Paint CHART; its words follow with `rest`."""
        self.picture.set(chart)
        if self.is_table:
            self.table.set(chart)

    def rest(self) -> None:
        """Give the picture and its buttons their words: the figures stand."""
        chart = self.chart
        if chart is None:
            return
        self.picture.tell()
        for button in (self.table_button, self.copy_button, self.save_button, self.export_button):
            button.setAccessibleDescription(chart.title)

    def set(self, chart: Chart) -> None:
        """Show CHART and tell it at once."""
        self.show_chart(chart)
        self.rest()

    def turn(self) -> None:
        """Show the table in place of the picture, or the picture again."""
        chart = self.chart
        if chart is None:
            return
        to_table = not self.is_table
        if to_table:
            self.table.set(chart)
        self._stack.setCurrentWidget(self.table if to_table else self.picture)
        self.table_button.setText(self.tr("Picture") if to_table else self.tr("Table"))
        self.copy_button.setText(self.tr("Copy table") if to_table else self.tr("Copy picture"))
        if to_table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        """Put the picture, or the table where it is shown, on the clipboard."""
        from bandingdesk.ui.widgets import chart_files

        if self.is_table:
            self.table.copy()
            self._messages.announce(self.tr("The table is on the clipboard."))
        elif self.chart is not None:
            QGuiApplication.clipboard().setImage(chart_files.image(self.chart))
            self._messages.announce(self.tr("The picture is on the clipboard."))

    def save(self) -> None:
        """Ask where to, then save the picture as the name's ending says."""
        kinds = self.tr("Pictures (*.png);;Drawings (*.svg);;Documents (*.pdf)")
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Save picture"), self.tr("chart.png"), kinds)
        if name:
            self.save_as(_with_ending(name, kind))

    def export(self) -> None:
        """Ask where to, then save the figures as a workbook or CSV."""
        kinds = self.tr("Workbooks (*.xlsx);;Lists (*.csv)")
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Export figures"), self.tr("figures.xlsx"), kinds)
        if name:
            self.export_as(_with_ending(name, kind))

    def save_as(self, path: Path) -> None:
        """Save the picture to PATH: PNG, SVG or PDF."""
        from bandingdesk.ui.widgets import chart_files

        if self.chart is None:
            return
        try:
            content = chart_files.picture(self.chart, path)  # painted here: fonts belong to this thread
        except DeskError as fault:
            self._messages.show_error(fault)
            return
        self._jobs.read(lambda: writing.write(path, content), owner=self, done=self._note)

    def export_as(self, path: Path) -> None:
        """Save the figures to PATH: xlsx or CSV."""
        from bandingdesk.ui.widgets import chart_files

        chart = self.chart
        if chart is not None:
            self._jobs.read(lambda: writing.write(path, chart_files.figures(chart, path)), owner=self, done=self._note)

    def _note(self, name: str) -> None:
        self._messages.show_note(self.tr("Saved as {file}.").replace("{file}", name), tone="ok")


def _with_ending(name: str, kind: str) -> Path:
    """Return NAME with the ending of the chosen KIND ("Drawings (*.svg)") where it has none of its own."""
    path = Path(name)
    return path if path.suffix else path.with_name(f"{path.name}.{kind.rpartition('*.')[2].rstrip(')')}")
