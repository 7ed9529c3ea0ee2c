"""The timeline of a case: painted with its keys, one line about the mark in hand, below it the table or the why."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QWidget

from bandingdesk.store.queries.casework import TimelineRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import Button, QuietButton
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.widgets.timeline import Timeline, said
from bandingdesk.ui.widgets.timeline_view import TimelineView
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel
from bandingdesk.ui.workspaces.cases.timeline import lanes, why
from bandingdesk.ui.workspaces.cases.timeline.rows import Row, rows
from bandingdesk.ui.workspaces.cases.timeline.why_pane import WhyPane

_LEAST_BELOW = 190  # px


class Pane(card.Column):
    """The part of the case page. `section_asked` carries the part that the page is to open."""

    section_asked = Signal(str)

    def __init__(self, seen: RecordsViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=10)
        self._seen = seen
        self._case_id = self._explained = self._wish = ""
        self._facts: tuple[TimelineRow, ...] = ()
        self._shows_below = False
        self.verticalScrollBar().rangeChanged.connect(self._scroll_down)
        self._wrong = Banner("", tone="danger", closable=False)
        self.add(self._wrong)
        self.add(self._make_picture())
        self._model = RowsModel(
            [
                Column("on", self.tr("Day"), self._day, 170),
                Column("what", self.tr("What"), lambda row: row.what, 200, stretch=True),
                Column("state", self.tr("How it stands"), self._state, 210),
                Column("rule", self.tr("Rule, or what it belongs to"), lambda row: row.rule, 220, stretch=True, drop=1),
            ],
            parent=self,
        )
        self.table = Table(self.tr("Timeline as a table"), self._model, compact=True)
        self.table.opened.connect(self._explain)
        self.table.current_changed.connect(self._follow_table)
        self.why = WhyPane()
        self.why.left.connect(self._back)
        self.why.exception_asked.connect(self._on_exception)
        self._below = QStackedWidget()
        self._below.addWidget(self.table)
        self._below.addWidget(self.why)
        self._below.setMinimumHeight(_LEAST_BELOW)
        self.add(self._below, 1)
        seen.changed.connect(self._show)

    # Parts

    def _make_picture(self) -> QWidget:
        made = card.Card(padding=12)
        self.view = TimelineView()
        tools = QWidget()
        flow = Flow(tools, across=8)
        title = labels.Label(self.tr("Clocks of this case"), "card_title")
        title.setMinimumHeight(QuietButton(" ").sizeHint().height())
        flow.addWidget(title)
        for words, key, ask in (
            (self.tr("Last done"), "1", self.view.go_past),
            (self.tr("Today"), "2", self.view.go_today),
            (self.tr("Next due"), "3", self.view.go_next),
            (self.tr("Zoom out"), "-", lambda: self.view.zoom(closer=False)),
            (self.tr("Zoom in"), "+", lambda: self.view.zoom(closer=True)),
        ):
            button: Button = QuietButton(words, key=key)
            button.clicked.connect(lambda _checked=False, ask=ask: ask())
            flow.addWidget(button)
        made.add(tools)
        made.add(self.view)
        row = QHBoxLayout()
        row.setSpacing(12)
        self._told = labels.Label("", "second", "text2", wrap=True)
        row.addWidget(self._told, 1)
        self.why_button = QuietButton(self.tr("Why this date?"), icon="circle-help", key="Enter")
        self.why_button.clicked.connect(lambda: self._explain(self.view.current.id if self.view.current else ""))
        row.addWidget(self.why_button, 0, Qt.AlignmentFlag.AlignTop)
        made.add(row)
        self.view.current_changed.connect(self._follow_view)
        self.view.asked.connect(self._explain)
        return made

    def take_focus(self) -> None:
        """Put the focus on the timeline: its keys work there."""
        self.view.setFocus(Qt.FocusReason.TabFocusReason)

    def point(self, *, rule: str = "", **_: object) -> None:
        """Go where somebody was sent: to why the date of RULE is what it is."""
        self._wish = rule  # the register may still be on its way
        self._show()

    def close_newest(self) -> None:
        """Go back from why a date is what it is to the table."""
        if self._below.currentWidget() is self.why:
            self._back()

    # Show

    def show_reading(self, reading: CaseReading, _today: date) -> None:
        """Show the case; its register is read when this part is open."""
        self._facts = reading.timeline
        if reading.row.id != self._case_id:
            self._case_id = reading.row.id
            self._below.setCurrentWidget(self.table)
        self._seen.show(reading.row.id)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._seen.watch(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._seen.watch(on=False)

    def _show(self) -> None:
        register, fault = self._seen.seen, self._seen.error if self._seen.mode == "list" else None
        self._wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self._wrong.say(happened, kept, do, code=fault.code, tone="danger")
        if register is None or register.case_id != self._case_id:
            self.view.set(Timeline(self._seen.today))
            self._model.set_rows([])
            self._tell()
            return
        shown = lanes.timeline(register, self._facts, self._seen.today)
        self.view.set(shown)
        self._model.set_rows(rows(register, shown, self._facts))
        if self.view.current is None and (first := shown.next_due() or shown.nearest()) is not None:
            self.view.go_to(first.id)
        self._tell()
        rule, self._wish = self._wish, ""
        line = next((one for one in register.clocks if one.rule == rule), None)
        if line is not None:
            self._explain(lanes.clock_id(line))
        elif self._below.currentWidget() is self.why:
            self._show_why()

    def _tell(self) -> None:
        """Say the mark in hand in one line, with what the picture could not show."""
        here = self.view.current
        words = said(here, self._seen.today) if here is not None else self.tr("Nothing is recorded for this case yet.")
        self._told.setText(words)
        line = lanes.line_of(self._seen.seen, here.id) if here is not None and self._seen.seen is not None else None
        self.why_button.say_why_not("" if line is not None else self.tr("Choose a date that the law or a target sets."))

    def _day(self, row: Row) -> Cell:
        return Cell(text.day(row.on) if row.on is not None else self.tr("No last day"), row.tone, row.icon)

    def _state(self, row: Row) -> Cell:
        return Cell(row.state, row.tone)

    # Going about

    def _follow_view(self, stop: str) -> None:
        self._tell()
        if self.view.hasFocus():
            self._show_mark()
        found = {row.id for row in self._model.rows}
        if stop in found and self.table.current != stop:
            self.table.go_to(stop)
        register = self._seen.seen
        line = lanes.line_of(register, stop) if register is not None else None
        if line is not None and self._below.currentWidget() is self.why:
            self._explained = lanes.clock_id(line)
            self._show_why()

    def _follow_table(self, row: str) -> None:
        here = self.view.current
        if self.view.timeline.find(row) is not None and (here is None or here.id != row):
            self.view.go_to(row)

    def _explain(self, stop: str) -> None:
        """Open the why of a clock: one on the timeline, or one of the table that no longer runs."""
        register = self._seen.seen
        line = lanes.line_of(register, stop) if register is not None else None
        if line is None:
            return
        self._explained = lanes.clock_id(line)
        if self.view.timeline.find(self._explained) is not None:
            self.view.go_to(self._explained)
        self._below.setCurrentWidget(self.why)
        self._show_why()
        self.why.back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._shows_below = True
        self._scroll_down()

    def _scroll_down(self) -> None:
        """Bring what is below the picture to the top; its height is known a moment after it was filled."""
        if self._shows_below:
            self.verticalScrollBar().setValue(self._below.y() - 12)

    def _keep_in_view(self) -> None:
        """Keep the mark in hand in view, not the whole picture, which may be higher than the page."""
        now = QApplication.focusWidget()
        if now is self.view:
            self._shows_below = False
            self._show_mark()
        elif now is not self.why.back:
            super()._keep_in_view()

    def _show_mark(self) -> None:
        lane, inner = self.view.lane_place(), self.widget()
        if inner is not None:
            at = self.view.mapTo(inner, lane.center().toPoint())
            self.ensureVisible(0, at.y(), 0, round(lane.height()))

    def _show_why(self) -> None:
        register = self._seen.seen
        line = lanes.line_of(register, self._explained) if register is not None else None
        if register is None or line is None:
            self._back()
            return
        self.why.show_why(why.of_clock(register, line, self._seen.today), self._no_exception(line.entry_id, line.rule))

    def _no_exception(self, entry_id: str | None, rule: str) -> str:
        """Return why no exception can be recorded on a clock, "" where one can."""
        register = self._seen.seen
        if register is None or entry_id is None:
            return self.tr("This date comes from the council’s list. Enter the record first.")
        if register.only_for:
            return self.tr("Only the {0} can record this.").replace("{0}", register.only_for)
        if rule not in [line.rule for line in self._seen.excusable(entry_id)]:
            return self.tr("The law gives no exception for this step.")
        return ""

    def _on_exception(self) -> None:
        line = lanes.line_of(self._seen.seen, self._explained) if self._seen.seen is not None else None
        if line is not None and line.entry_id is not None:
            self._seen.excuse(line.entry_id, line.rule)
            self.section_asked.emit("records")

    def _back(self) -> None:
        self._shows_below = False
        self._below.setCurrentWidget(self.table)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
