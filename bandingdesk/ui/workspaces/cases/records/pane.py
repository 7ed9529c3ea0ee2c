"""The records of a case: its statutory entries, and one form at a time, recorded by the page's main button."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.records.entry_pane import EntryPane
from bandingdesk.ui.workspaces.cases.records.exception_pane import ExceptionPane
from bandingdesk.ui.workspaces.cases.records.list_pane import ListPane
from bandingdesk.ui.workspaces.cases.records.view_model import Mode, RecordsViewModel
from bandingdesk.ui.workspaces.cases.records.withdraw_pane import WithdrawPane


class Pane(QWidget):
    """The part of the case page. `step_changed` comes when its main step is another."""

    step_changed = Signal()

    def __init__(self, seen: RecordsViewModel) -> None:
        super().__init__()
        self._seen = seen
        self._mode: Mode = "list"
        self._wish = ("", "")  # to add an entry of a kind, to change an entry
        self.list = ListPane(seen)
        self.entry, self.exception, self.withdraw = EntryPane(seen), ExceptionPane(seen), WithdrawPane(seen)
        self._forms: dict[Mode, EntryPane | ExceptionPane | WithdrawPane] = {
            "entry": self.entry,
            "exception": self.exception,
            "withdraw": self.withdraw,
            "withdraw_exception": self.withdraw,
        }
        self._stack = QStackedLayout(self)
        for part in (self.list, self.entry, self.exception, self.withdraw):
            self._stack.addWidget(part)
        self.list.kind_chosen.connect(self.step_changed)
        seen.changed.connect(self._show)

    # What the case page asks

    def main_step(self) -> tuple[str, str, str]:
        """Return words, icon and reason against of the main button: record the open form, else add an entry."""
        if self._seen.mode not in self._forms:
            return self.tr("Add this entry"), "plus", self.list.why_not_add()
        busy = self.tr("This is being recorded.") if self._seen.is_busy else ""
        words = {
            "entry": self.tr("Record this entry"),
            "exception": self.tr("Record this exception"),
            "withdraw": self.tr("Withdraw this entry"),
            "withdraw_exception": self.tr("Take this exception back"),
        }[self._seen.mode]
        return words, "check", busy

    def press_main(self) -> None:
        """Record what the open form holds or say what is missing; without one, add an entry."""
        (self._forms.get(self._seen.mode) or self.list).press_main()

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        form = self._forms.get(self._seen.mode)
        (form or self.list).take_focus()

    def point(self, *, add: str = "", entry: str = "", **_: object) -> None:
        """Go where somebody was sent: to the form of a new entry of the kind ADD, or to change the entry ENTRY."""
        self._wish = (add, entry)  # the register may still be on its way
        self._show()

    def _go_on(self) -> None:
        """Do what was wished for, once the register is there."""
        (add, entry), self._wish = self._wish, ("", "")
        if add:
            self._seen.add(add)
        elif entry:
            self._seen.change(entry)

    def close_newest(self) -> None:
        """Go back from the open form to the list; what was typed is kept as a draft."""
        if self._seen.mode != "list":
            self._seen.leave()

    @property
    def undo_name(self) -> str:
        """The step of the open form that undo takes back, "" for none."""
        return self._seen.undo_name

    @property
    def redo_name(self) -> str:
        """The step of the open form that redo makes again, "" for none."""
        return self._seen.redo_name

    def undo(self) -> None:
        """Take back the last step of the open form."""
        self._seen.undo()

    def redo(self) -> None:
        """Make again what was taken back."""
        self._seen.redo()

    # Show

    def show_reading(self, reading: CaseReading, _today: date) -> None:
        """Show the case; its register is read when this part is open."""
        self.exception.papers = reading.papers
        self._seen.show(reading.row.id)
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._seen.watch(on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._seen.keep_now()
        self._seen.watch(on=False)

    def _show(self) -> None:
        if self._seen.seen is not None and any(self._wish):
            self._go_on()  # shows itself anew
            return
        form = self._forms.get(self._seen.mode)
        is_other = self._seen.mode != self._mode
        if is_other:
            self._mode = self._seen.mode
        if form is None:
            self.list.show_register()
        else:
            form.tried = form.tried and not is_other
            form.show_form()
        self._stack.setCurrentWidget(form or self.list)
        if is_other and self.isVisible():
            self.take_focus()
        self.step_changed.emit()
