"""The chronology: its days, the Tribunal's clock, what it will tell, and where its files are saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from bandingdesk.store.queries import act_words
from bandingdesk.store.queries.as_it_stood import ActRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.models.columns import Column, RowsModel
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import DayField, FormField
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.cases.as_it_stood import words
from bandingdesk.ui.workspaces.cases.as_it_stood.chronology_model import ChronologyModel


class ChronologyPart(QWidget):
    """The form of a chronology. `left` asks to go back to the slider."""

    left = Signal()
    step_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.seen = ChronologyModel(around.desk, around.jobs, self)
        self._acts: Sequence[ActRow] = ()
        column = card.Column(margins=(16, 12, 16, 12), spacing=10)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(column)
        self.wrong = Banner("", tone="danger", closable=False)
        column.add(self.wrong)
        self.done = Banner("", tone="ok", closable=False)
        column.add(self.done)
        made = card.Card(self.tr("Chronology of this case"), padding=14)
        self._clock = labels.Label("", "body", wrap=True)
        made.add(self._clock)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        self.starts, self.ends = DayField(), DayField()
        for name, field in ((self.tr("First day"), self.starts), (self.tr("Last day"), self.ends)):
            field.dateChanged.connect(self._show_acts)
            fields.addWidget(FormField(name, field))
        fields.addStretch(1)
        made.add(fields)
        said = self.tr("It tells what was done and in which role. Scores, bands, names and notes are left out.")
        made.add(labels.Label(said, "second", "text2", wrap=True))
        tools = QHBoxLayout()
        self.back = QuietButton(self.tr("Back to the slider"), icon="arrow-left")
        self.back.clicked.connect(self.left)
        self.docx = QuietButton(self.tr("Save as a Word file"), icon="file-down")
        self.docx.clicked.connect(lambda: self._ask_place("docx"))
        for button in (self.back, self.docx):
            tools.addWidget(button)
        tools.addStretch(1)
        made.add(tools)
        column.add(made)
        self._model = RowsModel(
            [
                Column("on", self.tr("Day"), lambda row: text.day(row.about or row.on), 150),
                Column("what", self.tr("What was done"), words.act, 320, stretch=True),
                Column("role", self.tr("Role"), lambda row: words.role(row), 150, drop=1),
                Column("recorded", self.tr("Recorded"), lambda row: text.day(row.on), 150),
            ],
            parent=self,
        )
        self.table = Table(self.tr("What the chronology will tell"), self._model, compact=True)
        self.table.setMinimumHeight(180)
        column.add(self.table, 1)
        self.seen.changed.connect(self._show)
        self._show()

    def open(self, case_id: str, acts: Sequence[ActRow]) -> None:
        """Begin the chronology of a case with the whole of its ACTS."""
        self._acts = [one for one in acts if act_words.is_disclosed(one.kind) and not one.is_set_aside]
        days = [one.about or one.on for one in self._acts]
        for field, day in ((self.starts, min(days, default=None)), (self.ends, max(days, default=None))):
            if day is not None:
                field.setDate(QDate(day.year, day.month, day.day))
        self._show_acts()
        self.seen.open(case_id)

    def take_focus(self) -> None:
        """Put the focus on the first day."""
        self.starts.setFocus(Qt.FocusReason.OtherFocusReason)

    def main_step(self) -> tuple[str, str, str]:
        """Return words, icon and reason against of the main button."""
        busy = self.tr("The chronology is being made.") if self.seen.is_busy else ""
        return self.tr("Save as a PDF"), "file-down", busy

    def press_main(self) -> None:
        """Ask where the PDF is to be saved."""
        self._ask_place("pdf")

    def _ask_place(self, ending: str) -> None:
        # The name carries the reference and not the child's name: file names end up in logs and lists.
        name = f"{self.tr('Chronology')}.{ending}"
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save the chronology"), name, f"*.{ending}")
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix else path.with_suffix(f".{ending}"))

    def save(self, path: Path) -> None:
        """Make the chronology and write it to PATH."""
        self.seen.save(path, _day(self.starts), _day(self.ends))

    def _show_acts(self) -> None:
        first, last = _day(self.starts), _day(self.ends)
        within = [one for one in self._acts if first <= (one.about or one.on) <= last]
        self._model.set_rows(sorted(within, key=lambda one: (one.about or one.on, one.at)))

    def _show(self) -> None:
        fault = self.seen.error
        self.wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.wrong.say(happened, kept, do, code=fault.code, tone="danger")
        self.done.setVisible(bool(self.seen.saved))
        if self.seen.saved:
            self.done.say(self.tr("Saved: {0}.").replace("{0}", self.seen.saved), tone="ok")
        self._clock.setText(self._clock_words())
        self.docx.say_why_not(self.tr("The chronology is being made.") if self.seen.is_busy else "")
        self.step_changed.emit()

    def _clock_words(self) -> str:
        clock = self.seen.clock
        if clock is None:
            return self.tr("No appeal is registered. The 30 working days of a response begin when one is.")
        if clock.law_day is None:
            return self.tr("The last day of the response could not be worked out.")
        if clock.sent is not None:
            said = self.tr("Response to the Tribunal sent {0}. Law’s last day {1}, {2}.")
            said = said.replace("{0}", text.day(clock.sent))
        else:
            said = self.tr("Appeal registered {0}. Law’s last day for the response {1}, {2}.")
            said = said.replace("{0}", text.day(clock.registered))
        return said.replace("{1}", text.day(clock.law_day)).replace("{2}", clock.provision)


def _day(field: DayField) -> date:
    chosen = field.date()
    return date(chosen.year(), chosen.month(), chosen.day())
