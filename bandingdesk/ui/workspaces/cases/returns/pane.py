"""Forms sent out and what came back: the list with the one that is open, or the form of a new one. Files drop here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.form import FormField, line
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.returns.list_part import ListPart
from bandingdesk.ui.workspaces.cases.returns.make_part import MakePart
from bandingdesk.ui.workspaces.cases.returns.view_model import ReturnsViewModel


class Pane(QWidget):
    """The part of the case page. `step_changed` comes when its main step may be another one."""

    step_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.setAcceptDrops(True)
        self.seen = ReturnsViewModel(around.desk, around.jobs, around.clock, self)
        self._mode = ""
        self.list, self.make = ListPart(self.seen), MakePart(self.seen)
        self.list.read_asked.connect(self.ask_file)
        self.empty = EmptyState(
            self.tr("No forms yet"),
            self.tr("Make a form for the setting, the family or a professional. When it comes back, drop it here."),
            button=self.tr("Make a form"),
            link=self.tr("Read a returned form"),
            icon="inbox",
        )
        self.empty.asked.connect(self.seen.begin)
        self.empty.guide_asked.connect(self.ask_file)
        self._blank = QWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.wrong = Banner("", tone="danger", closable=False)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(12, 8, 12, 8)
        above.addWidget(self.wrong)
        outer.addWidget(self._above)
        outer.addWidget(self._make_unlock())
        self._stack = QStackedLayout()
        for part in (self._blank, self.empty, self.list, self.make):
            self._stack.addWidget(part)
        outer.addLayout(self._stack, 1)
        self.seen.changed.connect(self._show)
        self.seen.done.connect(lambda what: around.messages.announce(self._said(what)))
        self._show()

    def _make_unlock(self) -> QWidget:
        self._unlock = QWidget()
        row = QHBoxLayout(self._unlock)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(12)
        self.password = line(secret=True, longest=120)
        self.password.returnPressed.connect(self._read_again)
        row.addWidget(FormField(self.tr("Password of the file"), self.password), 1)
        again = QuietButton(self.tr("Read it with this password"), icon="lock-open")
        again.clicked.connect(self._read_again)
        row.addWidget(again, 0, Qt.AlignmentFlag.AlignBottom)
        return self._unlock

    def show_reading(self, seen: CaseReading, today: date) -> None:
        """Show the forms of the case."""
        self.seen.show(seen.row.id)

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        if self._stack.currentWidget() is self.make:
            self.make.focus_first()
        else:
            self.list.list.setFocus()

    # A file that came back

    def ask_file(self) -> None:
        """Ask for a file that came back, and read it."""
        kinds = self.tr("Forms (*.docx *.docm *.xlsx *.xlsm *.xls *.ods);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Read a returned form"), "", kinds)
        if name:
            self.seen.receive(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self._refusal():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.seen.receive(files[0])
            event.acceptProposedAction()

    def _read_again(self) -> None:
        if self.seen.locked is not None:
            self.seen.receive(self.seen.locked, self.password.text())
            self.password.clear()

    # The main button

    def main_step(self) -> tuple[str, str, str] | None:
        """Return words, icon and reason against of the main button, None where the case's own next step stands."""
        seen = self.seen
        if seen.seen is None:
            return None
        refusal = self._refusal()
        if seen.mode == "make":
            return self.tr("Make this form"), "file-plus", refusal
        row, form = seen.row, seen.form
        if row is not None and row.state == "open":
            return self.tr("Take these answers over"), "check", refusal
        if form is not None and form.state == "not_written":
            stop = self.tr("A death is recorded, so no form goes out.") if seen.seen.stop is not None else ""
            return self.tr("Save a copy to send"), "file-down", refusal or stop
        return None

    def press_main(self) -> None:
        """Do what the main button says."""
        seen = self.seen
        if seen.mode == "make":
            seen.submit()
        elif seen.row is not None:
            seen.take()
            if seen.waiting():
                self.list.came.focus_first_open()
        elif seen.form is not None:
            self.list.form.ask_place()

    def _refusal(self) -> str:
        seen = self.seen.seen
        if self.seen.is_busy:
            return self.tr("This is being recorded.")
        return (
            self.tr("This is for the {0}.").replace("{0}", seen.only_for) if seen is not None and seen.only_for else ""
        )

    def showEvent(self, event: QShowEvent) -> None:
        self.seen.watch(on=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.seen.watch(on=False)
        super().hideEvent(event)

    # Show

    def _show(self) -> None:
        seen = self.seen
        turns, self._mode = self._mode not in ("", seen.mode) and self._has_focus(), seen.mode
        self._show_wrong()
        if seen.seen is None:
            self._stack.setCurrentWidget(self._blank)
        elif seen.mode == "make":
            self.make.show_form(seen.seen, seen.make, seen.today)
            self._stack.setCurrentWidget(self.make)
        elif not seen.seen.forms and not seen.seen.returns:
            self._stack.setCurrentWidget(self.empty)
        else:
            self.list.show_seen(seen.seen, seen.today)
            self._stack.setCurrentWidget(self.list)
        if turns:
            self.take_focus()
        self.step_changed.emit()

    def _show_wrong(self) -> None:
        """Say here what went wrong with a file that came in; each part says its own."""
        seen = self.seen
        fault = seen.fault("", "received")
        is_locked = fault is not None and seen.locked is not None
        self._above.setVisible(fault is not None)
        self._unlock.setVisible(is_locked)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.wrong.say(happened, kept, do, code=fault.code, tone="warn" if is_locked else "danger")

    def _said(self, what: str) -> str:
        return {
            "made": self.tr("The form is made. Save a copy to send."),
            "written": self.tr("The copy is saved."),
            "withdrawn": self.tr("The form is withdrawn."),
            "received": self.tr("The form is kept and read. Look at its answers."),
            "taken": self.tr("The answers are taken over."),
            "asked": self.tr("Noted."),
            "aside": self.tr("It is set aside."),
        }[what]

    def _has_focus(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)
