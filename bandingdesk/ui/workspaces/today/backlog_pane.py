"""The backlog: when it clears, the weeks ahead as chart and table, the order of priority, places and hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.casework.backlog import policies
from bandingdesk.store.queries.backlog import Outlook
from bandingdesk.ui import messages, text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.chart import ChartCard
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.widgets.why import WhySteps
from bandingdesk.ui.workspaces.today.backlog_parts import FirstRow, HoursCard, OrderCard, PlacesCard, WeekLine
from bandingdesk.ui.workspaces.today.backlog_view_model import BacklogViewModel
from bandingdesk.ui.workspaces.today.backlog_words import BacklogWords

if TYPE_CHECKING:
    from bandingdesk.ui.surroundings import Surroundings

_ROWS = 12  # of the table of weeks, before it scrolls


class BacklogPane(card.Column):
    """The page of the backlog. `case_asked` carries the case that somebody wants to open."""

    case_asked = Signal(str)

    def __init__(self, seen: BacklogViewModel, around: Surroundings) -> None:
        super().__init__(margins=(0, 0, 4, 0), spacing=12)
        self.setAccessibleName(self.tr("Backlog"))
        self.seen = seen
        self._words = BacklogWords(self)
        self._wrong = Banner("", closable=False, tone="danger")
        self._wrong.hide()
        self.add(self._wrong)
        self._blank = labels.Label(self.tr("Working out the backlog"), "second", "text2")
        self.add(self._blank)
        self._whole = QWidget()
        whole = QVBoxLayout(self._whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(12)
        whole.addWidget(self._make_answer())
        self.chart = ChartCard(around.jobs, around.messages)
        whole.addWidget(self.chart)
        whole.addWidget(self._make_weeks())
        two = QHBoxLayout()
        two.setSpacing(12)
        left, right = QVBoxLayout(), QVBoxLayout()
        self.order, self.places = OrderCard(seen, self._words), PlacesCard(seen, self._words)
        self.hours = HoursCard(seen, self._words)
        left.addWidget(self.order)
        left.addWidget(self._make_first())
        left.addStretch(1)
        right.addWidget(self.places)
        right.addWidget(self.hours)
        right.addStretch(1)
        two.addLayout(left, 1)
        two.addLayout(right, 1)
        whole.addLayout(two)
        self.add(self._whole)
        self.body.addStretch(1)
        seen.changed.connect(self._show)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(640, 220)

    def take_focus(self) -> None:
        """Put the focus on the question why."""
        self.why_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # Parts

    def _make_answer(self) -> QWidget:
        answer = card.Card()
        self._answer = labels.Label("", "sentence", wrap=True)
        self._late = labels.Label("", "second", "text2", wrap=True)
        self.why_button = LinkButton(self.tr("Why?"))
        self.why_button.setAccessibleName(self.tr("Why does the backlog clear then?"))
        self.why_button.clicked.connect(self._turn_why)
        row = QHBoxLayout()
        row.addWidget(self._answer, 1)
        row.addWidget(self.why_button, 0, Qt.AlignmentFlag.AlignTop)
        answer.add(row)
        answer.add(self._late)
        self.why = WhySteps()
        self.why.hide()
        answer.add(self.why)
        return answer

    def _make_weeks(self) -> QWidget:
        made = card.Card(self.tr("Week by week"), padding=0)
        assert made.heading is not None
        made.heading.setContentsMargins(14, 10, 12, 4)
        self._weeks = RowsModel(
            [
                Column("week", self.tr("Week beginning"), lambda row: Cell(row.week, strong=True), 150, stretch=True),
                Column("due", self.tr("Due"), lambda row: str(row.due), 64, right=True),
                Column("told", self.tr("Can be told"), lambda row: str(row.told), 104, right=True),
                Column("late", self.tr("Late at its end"), self._late_cell, 120, right=True),
                Column("days", self.tr("Days late in all"), lambda row: text.count(row.days_late), 124, right=True),
                Column("places", self.tr("Places used"), lambda row: row.places, 110, right=True),
                Column("hours", self.tr("Hours used"), lambda row: row.hours, 116, right=True),
            ],
            parent=self,
        )
        self.weeks = Table(self.tr("The backlog week by week"), self._weeks, compact=True)
        made.add(self.weeks)
        return made

    def _make_first(self) -> QWidget:
        made = card.Card(self.tr("First in that order"), padding=0)
        assert made.heading is not None
        made.heading.setContentsMargins(14, 10, 12, 4)
        self._first = RowsModel(
            [
                Column("name", self.tr("Child or young person"), self._name_cell, 170, stretch=True),
                Column("day", self.tr("Law’s last day"), lambda row: row.day, 128),
                Column("why", self.tr("Why first"), lambda row: row.why, 150, stretch=True, drop=1),
            ],
            parent=self,
        )
        self.first = Table(self.tr("First in the order of priority"), self._first, compact=True)
        self.first.opened.connect(self.case_asked)
        made.add(self.first)
        return made

    def _name_cell(self, row: FirstRow) -> Cell:
        return Cell(row.name, strong=True)

    def _late_cell(self, row: WeekLine) -> Cell:
        return Cell(str(row.late), "danger" if row.late else "", strong=bool(row.late))

    # Show

    def _show(self) -> None:
        reading, fault = self.seen.reading, self.seen.error
        self._wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self._wrong.say(happened, kept, do, code=fault.code, tone="danger")
        self._blank.setVisible(reading is None and fault is None)
        self._whole.setVisible(reading is not None)
        if reading is not None:
            self._show_reading(reading)

    def _show_reading(self, reading: Outlook) -> None:
        words = self._words
        self._answer.setText(words.clearing(reading))
        self._answer.set_tone("" if reading.forecast.clears else "danger")
        self._late.setText(words.late(reading))
        self.why.set(words.why(reading))
        self.chart.set(words.chart(reading))
        weeks = [WeekLine.of(text.day(week.starts), week) for week in reading.forecast.weeks]
        self._weeks.set_rows(weeks)
        _fit(self.weeks, min(len(weeks), _ROWS))
        rows = [FirstRow(row.case_id, row.child_name, text.day(row.law_day), words.marks(row)) for row in reading.first]
        self._first.set_rows(rows)
        _fit(self.first, max(1, len(rows)))
        for part, key in (
            (self.order, policies.PRIORITY),
            (self.places, policies.PANELS),
            (self.hours, policies.HOURS),
        ):
            part.show_reading(reading, key)

    def _turn_why(self) -> None:
        shown = self.why.isVisibleTo(self)
        self.why.setVisible(not shown)
        self.why_button.setText(self.tr("Why?") if shown else self.tr("Close"))


def _fit(table: Table, rows: int) -> None:
    """Make TABLE as high as ROWS rows and its header."""
    height = table.verticalHeader().defaultSectionSize() * rows + table.horizontalHeader().sizeHint().height() + 4
    table.setFixedHeight(height)
