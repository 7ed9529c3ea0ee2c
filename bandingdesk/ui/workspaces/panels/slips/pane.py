"""Members without the program: the voting members at the left, what was made for one at the right. Files drop here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QHideEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.widgets.form import FormField, line
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.panels.slips import words
from bandingdesk.ui.workspaces.panels.slips.entry_part import EntryPart
from bandingdesk.ui.workspaces.panels.slips.member_part import MemberPart
from bandingdesk.ui.workspaces.panels.slips.view_model import SlipsViewModel

_LIST = 268  # px


class SlipsPane(QWidget):
    """The part of the panels page. `main_wanted` comes when the focus is to go to the page's main button."""

    main_wanted = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.setAcceptDrops(True)
        self.seen = SlipsViewModel(around.desk, around.jobs, around.clock, self)
        self.member, self.entry = MemberPart(self.seen), EntryPart(self.seen)
        self.empty = EmptyState(
            self.tr("Nobody votes at this meeting yet."),
            self.tr("Its seats come from the panel's terms of reference. Plan the meeting with its members first."),
            icon="users-round",
        )
        self._blank = QWidget()
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_list())
        outer.addWidget(labels.Line(upright=True))
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._make_wrong())
        right.addWidget(self._make_unlock())
        self._stack = QStackedLayout()
        for part in (self._blank, self.empty, self.member, self.entry):
            self._stack.addWidget(part)
        right.addLayout(self._stack, 1)
        outer.addLayout(right, 1)
        self.seen.changed.connect(self._show)
        self.seen.done.connect(lambda what: around.messages.announce(self._said(what)))
        self.entry.left.connect(self.take_focus)
        self.entry.finished.connect(self.main_wanted)
        self._show()

    def _make_list(self) -> QWidget:
        side = QFrame()
        side.setProperty("look", "pane")
        side.setFixedWidth(_LIST)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        title = labels.Label(self.tr("Members without the program"), "body_strong")
        title.setContentsMargins(14, 0, 14, 0)
        column.addWidget(title)
        self.list = RowList(self.tr("Members without the program"))
        self.list.chosen.connect(lambda key: self.seen.choose(str(key)))
        column.addWidget(self.list, 1)
        holder = QVBoxLayout()
        holder.setContentsMargins(12, 0, 12, 0)
        hint = self.tr("A workbook that came back can be dropped here. Nobody sees what stands in it.")
        holder.addWidget(labels.Label(hint, "note", "text2", wrap=True))
        column.addLayout(holder)
        return side

    def _make_wrong(self) -> QWidget:
        self.wrong = Banner("", tone="danger", closable=False)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(16, 10, 16, 6)
        above.addWidget(self.wrong)
        return self._above

    def _make_unlock(self) -> QWidget:
        self._unlock = QWidget()
        row = QHBoxLayout(self._unlock)
        row.setContentsMargins(16, 4, 16, 8)
        row.setSpacing(12)
        self.password = line(secret=True, longest=120)
        self.password.returnPressed.connect(self._again)
        row.addWidget(FormField(self.tr("Password of the workbook"), self.password), 1)
        self.unlock = QuietButton(self.tr("Try again with this password"), icon="lock-open")
        self.unlock.clicked.connect(self._again)
        row.addWidget(self.unlock, 0, Qt.AlignmentFlag.AlignBottom)
        return self._unlock

    # What the page asks

    def open(self, meeting_id: str) -> None:
        """Show the members of a meeting."""
        self.seen.open(meeting_id)

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        if self._stack.currentWidget() is self.entry:
            self.entry.focus_first()
        else:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def main_step(self) -> tuple[str, str, str]:
        """Return words, icon and reason against of the page's main button."""
        words, icon = self.entry.main_step() if self.seen.item else (self.tr("Read in a workbook"), "inbox")
        return words, icon, self.seen.refusal

    def press_main(self) -> None:
        """Do what the page's main button says."""
        if self.seen.item:
            self.entry.lock()
        else:
            self.ask_file()

    # A file that comes back

    def ask_file(self) -> None:
        """Ask for a workbook that came back, and read it in."""
        kinds = self.tr("Workbooks (*.xlsx *.xlsm *.xls *.ods);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Read in a workbook"), "", kinds)
        if name:
            self.seen.read_in(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and not self.seen.refusal:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            self.seen.read_in(files[0])
            event.acceptProposedAction()

    def _again(self) -> None:
        """Do again, with the password that was typed, what asked for it."""
        word, model = self.password.text(), self.seen
        self.password.clear()
        if model.waiting_file is not None:
            model.read_in(model.waiting_file, word)
        elif model.doing == "taken" and model.slip is not None:
            model.take([case.item for case in model.slip.to_settle], word)
        elif model.doing == "written":
            self.member.ask_place(word)

    def hideEvent(self, event: QHideEvent) -> None:
        """A password that was shown, and a slip half entered, do not stay when the part goes from the screen."""
        self.seen.leave()
        super().hideEvent(event)

    # Show

    def _show(self) -> None:
        model = self.seen
        fault = model.error
        self._above.setVisible(fault is not None)
        self._unlock.setVisible(fault is not None and model.is_hidden())
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.wrong.say(happened, kept, do, code=fault.code, tone="warn" if model.is_hidden() else "danger")
        members = model.seen.members if model.seen is not None else ()
        self.list.set_rows([words.member(one) for one in members], model.person or None)
        if model.seen is None:
            self._stack.setCurrentWidget(self._blank)
        elif not members:
            self._stack.setCurrentWidget(self.empty)
        elif model.item:
            self._stack.setCurrentWidget(self.entry)
            self.entry.show_entry()
        else:
            self.entry.clear()
            self.member.show_member()
            self._stack.setCurrentWidget(self.member)

    def _said(self, what: str) -> str:
        return {
            "made": self.tr("It is made. Save a copy for the member."),
            "written": self.tr("The copy is saved."),
            "read": self.tr("The workbook is kept and read. What is complete is locked, unseen."),
            "taken": self.tr("The answers are locked, unseen."),
            "aside": self.tr("It is set aside."),
            "withdrawn": self.tr("It is withdrawn."),
            "entered": self.tr("The slip is locked, unseen."),
        }[what]
