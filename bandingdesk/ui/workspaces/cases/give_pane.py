"""Give cases to a colleague: the handover list by legal date, who takes them, one act for all, Undo, a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.handover import HandoverRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.models.columns import Cell, Column, RowsModel
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.widgets.table import Table
from bandingdesk.ui.workspaces.cases.give_view_model import GiveViewModel

if TYPE_CHECKING:
    from bandingdesk.ui.messages import Messages


class GivePane(QWidget):
    """The handover. `left` asks for the list; `opened` carries a case to look at first."""

    left = Signal()
    opened = Signal(str)

    def __init__(self, seen: GiveViewModel, teller: Messages) -> None:
        super().__init__()
        self.seen = seen
        self._teller = teller
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        outer = QVBoxLayout()
        outer.setContentsMargins(20, 14, 20, 12)
        outer.setSpacing(10)
        whole.addLayout(outer, 1)
        self._title = labels.Label("", "page_title", wrap=True)
        self._line = labels.Label("", "second", "text2", wrap=True)
        self._told = Banner("", closable=False)
        self._told.hide()
        self.undo = QuietButton(self.tr("Undo"), icon="undo-2")
        self.undo.setAccessibleName(self.tr("Undo: give the cases back"))
        self.undo.clicked.connect(seen.undo)
        for part in (self._title, self._line, self._told):
            outer.addWidget(part)
        row = QHBoxLayout()
        self.who = Choice()
        self.who.chosen.connect(seen.choose)
        self._field = FormField(self.tr("Who takes them"), self.who)
        self._field.setMaximumWidth(420)
        row.addWidget(self._field, 1)
        row.addStretch(1)
        row.addWidget(self.undo, 0, Qt.AlignmentFlag.AlignBottom)
        outer.addLayout(row)
        self._model = RowsModel(
            [
                Column("case", self.tr("Case"), lambda row: row.reference, 112, drop=2),
                Column("name", self.tr("Child or young person"), self._name, 190),
                Column("day", self.tr("Next legal date"), self._day, 150),
                Column("rule", self.tr("What the law asks"), seen.limit, 240, stretch=True, drop=1),
                Column("contact", self.tr("Last contact"), self._contact, 130),
                Column("waits", self.tr("What waits"), seen.waits, 190, stretch=True),
            ],
            parent=self,
        )
        self.table = Table(self.tr("Handover list by legal date"), self._model, compact=True)
        self.table.opened.connect(self._open)
        outer.addWidget(self.table, 1)
        self._foot = FootBar()
        back = self._foot.add_left(QuietButton(self.tr("All cases"), icon="arrow-left"))
        back.clicked.connect(self.left)
        self.save = self._foot.add_right(QuietButton(self.tr("Save the list"), icon="file-spreadsheet"))
        self.save.clicked.connect(self._ask_where)
        self.give = self._foot.add_right(PrimaryButton("", icon="arrow-right-left", key="F8"))
        self.give.clicked.connect(seen.give)
        whole.addWidget(self._foot)
        seen.changed.connect(self._show)
        seen.saved.connect(self._note)
        self._show()

    def minimumSizeHint(self) -> QSize:
        return QSize(700, 320)

    def take_focus(self) -> None:
        """Put the focus on who takes the cases."""
        self.who.setFocus(Qt.FocusReason.OtherFocusReason)

    def press_main(self) -> None:
        """Give the cases."""
        if self.give.isEnabled() and self.give.isVisible():
            self.give.click()

    def save_as(self, path: Path) -> None:
        """Save the list as a workbook at PATH."""
        self.seen.save(path)

    # Cells

    def _name(self, row: HandoverRow) -> Cell:
        return Cell(row.child_name, strong=True)

    def _day(self, row: HandoverRow) -> Cell:
        if row.law_day is None:
            return Cell(self.tr("none runs"), "text2")
        return Cell(text.day(row.law_day), "danger" if row.law_day < self.seen.today else "")

    def _contact(self, row: HandoverRow) -> str:
        return text.day_bare(row.last_contact) if row.last_contact else self.tr("none known")

    # Show

    def _show(self) -> None:
        seen = self.seen
        reading = seen.reading
        count = len(reading.rows) if reading else 0
        self._title.setText(self.tr("Give %n cases to a colleague", "", count))
        self._line.setText(self.tr("All of them go in one act, or none. {0}").replace("{0}", seen.first_day()))
        self._model.set_rows(reading.rows if reading else ())
        choices = seen.colleagues()
        if [(self.who.itemData(at), self.who.itemText(at)) for at in range(self.who.count())] != choices:
            self.who.set_choices(choices)
        self.who.set_value(seen.to if seen.to in dict(choices) else None)
        self._show_told()
        self.undo.setVisible(seen.given is not None)
        self._field.setVisible(seen.given is None)
        name = seen.name(seen.to)
        words = self.tr("Give them to {0}").replace("{0}", name) if name else self.tr("Give them")
        self.give.setText(words)
        self.give.setVisible(seen.given is None)
        why = "" if name else self.tr("Choose who takes them first.")
        self.give.say_why_not(self.tr("This is being recorded.") if seen.is_busy else why)
        self.save.say_why_not("" if count else self.tr("No case is chosen."))

    def _show_told(self) -> None:
        seen = self.seen
        self._told.setVisible(seen.error is not None or seen.given is not None)
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self._told.say(happened, kept, do, code=seen.error.code, tone="danger")
        elif seen.given is not None:
            words = self.tr("%n cases went to {0}.", "", len(seen.given.before))
            kept = self.tr("The list below is what to hand over. Save it, or undo the act.")
            self._told.say(words.replace("{0}", seen.name(seen.given.to)), kept, tone="ok")

    def _open(self, id_: str) -> None:
        self.opened.emit(id_)

    def _ask_where(self) -> None:
        kinds = self.tr("Workbooks (*.xlsx)")
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the list"), self.tr("handover.xlsx"), kinds)
        if name:
            path = Path(name)
            self.save_as(path if path.suffix else path.with_suffix(".xlsx"))

    def _note(self, name: str) -> None:
        self._teller.show_note(self.tr("Saved as {file}.").replace("{file}", name), tone="ok")
