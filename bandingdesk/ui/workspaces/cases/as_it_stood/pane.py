"""A case as it stood: the slider over its acts, what was known after one of them, and every act as a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QStackedWidget, QWidget

from bandingdesk.store.queries.as_it_stood import ActRow, PastReading
from bandingdesk.ui import messages, text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.flow import Flow
from bandingdesk.ui.widgets.form import DayField
from bandingdesk.ui.widgets.segmented import Segmented
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.cases.as_it_stood import words
from bandingdesk.ui.workspaces.cases.as_it_stood.chronology_part import ChronologyPart
from bandingdesk.ui.workspaces.cases.as_it_stood.slider import ActSlider
from bandingdesk.ui.workspaces.cases.as_it_stood.view_model import PastViewModel
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading

_LEAST = 220  # px of table


@dataclass(frozen=True, slots=True)
class _Known:
    """A line of what was known. CHANGE says what the last act did to it; `id` is the fact's key."""

    id: str
    group: str
    words: str
    change: str = ""
    tone: str = ""
    icon: str = ""


class Pane(QWidget):
    """The part of the case page. `step_changed` comes when its main step may be another one."""

    step_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.seen = PastViewModel(around.desk, around.jobs, around.clock, self)
        self._blank = QWidget()
        self.empty = EmptyState("", button=" ", icon="history")
        self.empty.asked.connect(self.seen.refresh)
        self.chronology = ChronologyPart(around)
        self.chronology.left.connect(self._back)
        self._column = self._make_column()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for part in (self._blank, self.empty, self._column, self.chronology):
            self._stack.addWidget(part)
        self.seen.changed.connect(self._show)
        self.chronology.step_changed.connect(self.step_changed)
        self._show()

    # Parts

    def _make_column(self) -> QWidget:
        made = card.Column(margins=(16, 12, 16, 12), spacing=10)
        picture = card.Card(padding=12)
        top = QHBoxLayout()
        top.setSpacing(12)
        self._title = labels.Label("", "card_title", wrap=True)
        top.addWidget(self._title, 1)
        top.addWidget(labels.Label(self.tr("End of day"), "second", "text2"))
        self.day = DayField()
        self.day.setAccessibleName(self.tr("As known at the end of"))
        self.day.editingFinished.connect(self._on_day)
        top.addWidget(self.day)
        picture.add(top)
        self.slider = ActSlider()
        self.slider.moved.connect(self.seen.go_to_place)
        picture.add(self.slider)
        self._act = labels.Label("", "body", wrap=True)
        picture.add(self._act)
        made.add(picture)
        self._note = Banner("", tone="info", closable=False)
        made.add(self._note)
        tools = QWidget()
        flow = Flow(tools, across=8)
        choices = ((0, self.tr("What was known")), (1, self.tr("Every act")), (2, self.tr("Recorded later")))
        self.views = Segmented(self.tr("What to show"), choices, 0, compact=True)
        self.views.chosen.connect(self._on_view)
        flow.addWidget(self.views)
        now = QuietButton(self.tr("As it stands now"), icon="history")
        now.clicked.connect(lambda: self.seen.go(None))
        flow.addWidget(now)
        made.add(tools)
        self._tables = QStackedWidget()
        self._tables.setMinimumHeight(_LEAST)
        self.known, self.acts, self.later = self._known_table(), self._act_table(), self._act_table(is_later=True)
        for table in (self.known, self.acts, self.later):
            self._tables.addWidget(table)
        made.add(self._tables, 1)
        return made

    def _known_table(self) -> Table:
        self._known_model = RowsModel(
            [
                Column("group", self.tr("Part"), lambda row: row.group, 150),
                Column("words", self.tr("What was known then"), lambda row: row.words, 420, stretch=True),
                Column("change", self.tr("With this act"), lambda row: Cell(row.change, row.tone, row.icon), 150),
            ],
            parent=self,
        )
        return Table(self.tr("What was known then"), self._known_model, compact=True)

    def _act_table(self, *, is_later: bool = False) -> Table:
        columns = [
            Column("at", self.tr("Recorded"), lambda row: text.moment(row.at), 196),
            Column("what", self.tr("What was done"), words.act, 300, stretch=True),
            Column("who", self.tr("Who"), words.who, 190, drop=2),
            Column("marks", self.tr("To know"), self._marks, 220, stretch=True, drop=1),
        ]
        model = RowsModel(columns, parent=self)
        name = self.tr("Recorded later about earlier days") if is_later else self.tr("Every act on this case")
        table = Table(name, model, compact=True)
        table.opened.connect(self.seen.go)
        if is_later:
            self._later_model = model
        else:
            self._act_model = model
            table.current_changed.connect(self._on_act)
        return table

    def _marks(self, row: ActRow) -> Cell:
        said = words.marks(row)
        return Cell(said, "warn" if said else "", "clock-alert" if said else "")

    # What the case page asks

    def show_reading(self, seen: CaseReading, _today: date) -> None:
        """Show the case; its record is read while this part is open."""
        if seen.row.id != self.seen.case_id and self._stack.currentWidget() is self.chronology:
            self._stack.setCurrentWidget(self._column)
        self.seen.show(seen.row.id)

    def take_focus(self) -> None:
        """Put the focus on the slider: its keys work there."""
        shown = self._stack.currentWidget()
        if shown is self.chronology:
            self.chronology.take_focus()
        else:
            (self.slider if shown is self._column else self.empty).setFocus(Qt.FocusReason.OtherFocusReason)

    def main_step(self) -> tuple[str, str, str] | None:
        """Return words, icon and reason against of the main button."""
        if self._stack.currentWidget() is self.chronology:
            return self.chronology.main_step()
        if self._stack.currentWidget() is self._column:
            return self.tr("Make the chronology"), "list-ordered", ""
        return None

    def press_main(self) -> None:
        """Do what the main button says."""
        if self._stack.currentWidget() is self.chronology:
            self.chronology.press_main()
            return
        self.chronology.open(self.seen.case_id, self.seen.seen.acts if self.seen.seen is not None else ())
        self._stack.setCurrentWidget(self.chronology)
        self.chronology.take_focus()
        self.step_changed.emit()

    def close_newest(self) -> None:
        """Go back from the chronology to the slider."""
        if self._stack.currentWidget() is self.chronology:
            self._back()

    def showEvent(self, event: QShowEvent) -> None:
        self.seen.watch(on=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.seen.watch(on=False)
        super().hideEvent(event)

    # Show

    def _show(self) -> None:
        found, fault = self.seen.seen, self.seen.error
        if self._stack.currentWidget() is self.chronology and fault is None:
            return
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.empty.say(
                happened, f"{kept} {do} ({fault.code})", button=self.tr("Read it again"), icon="circle-alert"
            )
            self._stack.setCurrentWidget(self.empty)
        elif found is None:
            self._stack.setCurrentWidget(self._blank)
        elif not found.acts:
            said = self.tr("Nothing is recorded for this case yet.")
            self.empty.say(self.tr("No acts"), said, button=self.tr("Read it again"), icon="history")
            self._stack.setCurrentWidget(self.empty)
        else:
            self._show_past(found)
            self._stack.setCurrentWidget(self._column)
        self.step_changed.emit()

    def _show_past(self, found: PastReading) -> None:
        here = found.act
        self._title.setText(self._moment(found))
        self._act.setText(
            " · ".join(p for p in (words.act(here), words.who(here), words.marks(here)) if p) if here else ""
        )
        said = f"{self._title.text()}. {self._act.text()}"
        self.slider.set([one.on for one in found.acts], found.place, said)
        day = found.day if found.place >= 0 else found.acts[0].on
        self.day.blockSignals(True)
        self.day.setDate(QDate(day.year, day.month, day.day))
        self.day.blockSignals(False)
        self._show_note(found)
        self._known_model.set_rows(_known(found, self.tr("New"), self.tr("Changed"), self.tr("No longer so")))
        self._act_model.set_rows(found.acts)
        self._later_model.set_rows(found.later)
        self.views.buttons[2].setText(self.tr("Recorded later: %n", "", len(found.later)))
        if here is not None and self.acts.current != here.id:
            self.acts.go_to(here.id)

    def _moment(self, found: PastReading) -> str:
        if found.act is None:
            return self.tr("Before the first act")
        number = self.tr("Act {0} of {1}").replace("{0}", str(found.place + 1)).replace("{1}", str(len(found.acts)))
        return f"{self.tr('As known')} {text.moment(found.act.at)} · {number}"

    def _show_note(self, found: PastReading) -> None:
        said = ""
        if found.erased:
            said = self.tr("The words of this case were erased under the rule {0}. That it was, and when, stays.")
            said = said.replace("{0}", found.erased)
        elif found.was_closed:
            said = self.tr("The case was closed to you at that moment, so nothing of it is shown.")
        self._note.setVisible(bool(said))
        if said:
            self._note.say(said, "", "", tone="info")

    # Going about

    def _on_day(self) -> None:
        chosen = self.day.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        found = self.seen.seen
        if found is not None and day != (found.day if found.place >= 0 else found.acts[0].on):
            self.seen.go(day)

    def _on_view(self, view: object) -> None:
        self._tables.setCurrentIndex(int(str(view)))

    def _on_act(self, act: str) -> None:
        found = self.seen.seen
        if found is not None and self.acts.hasFocus() and (found.act is None or found.act.id != act):
            self.seen.go(act)

    def _back(self) -> None:
        self._stack.setCurrentWidget(self._column)
        self._show()
        self.take_focus()


def _known(found: PastReading, new: str, changed: str, gone: str) -> list[Any]:
    """Return what the last act changed or took away, then all else that was known."""
    changes = {one.now.key: one for one in found.changes if one.now is not None}
    rows = []
    for one in found.facts:
        change = changes.get(one.key)
        said = "" if change is None else new if change.before is None else changed
        tone, icon = ("ok", "plus") if said == new else ("info", "pencil") if said else ("", "")
        rows.append(_Known(one.key, words.group(one.group), words.fact(one), said, tone, icon))
    for lost in found.changes:
        if lost.now is None and lost.before is not None:
            was = lost.before
            rows.append(_Known(f"-{was.key}", words.group(was.group), words.fact(was), gone, "warn", "minus"))
    return sorted(rows, key=lambda row: not row.change)
