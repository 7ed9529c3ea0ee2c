"""Section F as hours and money: the lines, the field for pasting, or the naming of a shortfall, one at a time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.provision import words
from bandingdesk.ui.workspaces.cases.provision.lines_part import LinesPart
from bandingdesk.ui.workspaces.cases.provision.side_parts import NamePart, PastePart
from bandingdesk.ui.workspaces.cases.provision.view_model import ProvisionViewModel


class Pane(QWidget):
    """The part of the case page. `step_changed` comes when its main step may be another one."""

    step_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.seen = ProvisionViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self._mode = ""
        self.lines, self.paste, self.name = LinesPart(self.seen), PastePart(self.seen), NamePart(self.seen)
        self.empty = EmptyState("", button=" ", icon="list-checks")
        self.empty.asked.connect(self._on_begin)
        self.empty.guide_asked.connect(self.seen.add_line)
        self._blank = QWidget()
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for part in (self._blank, self.empty, self.lines, self.paste, self.name):
            self._stack.addWidget(part)
        self.seen.changed.connect(self._show)
        self.seen.recorded.connect(lambda: around.messages.announce(self.tr("Recorded.")))
        self._show()

    def show_reading(self, seen: CaseReading, today: date) -> None:
        """Show the ledger of the case."""
        self.seen.show(seen.row.id, is_blind=seen.is_blind)

    @property
    def undo_name(self) -> str:
        """The name of the step that undo would take back, "" for none."""
        return self.seen.undo_name

    @property
    def redo_name(self) -> str:
        """The name of the step that redo would make again, "" for none."""
        return self.seen.redo_name

    def undo(self) -> None:
        """Take the last step back."""
        self.seen.undo()

    def redo(self) -> None:
        """Make the step again that was taken back."""
        self.seen.redo()

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        shown = self._stack.currentWidget()
        if shown is self.paste:
            self.paste.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif shown is self.name:
            self.name.focus_first()
        else:
            self.lines.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def main_step(self) -> tuple[str, str, str] | None:
        """Return words, icon and reason against of the main button, None where the case's own next step stands."""
        seen = self.seen
        if seen.seen is None:
            return None
        busy = self.tr("This is being recorded.") if seen.is_busy else ""
        if seen.mode == "paste":
            nothing = "" if seen.read_lines() else self.tr("Paste or type a line first.")
            return self.tr("Take these lines"), "list-plus", nothing or self._refusal(seen.seen.only_for)
        if seen.mode == "name":
            return self.tr("Record who secures it"), "check", busy or self._refusal(seen.seen.only_names)
        if seen.is_edited:
            return self.tr("Record these lines"), "check", busy or self._refusal(seen.seen.only_for) or self._fault()
        return None

    def press_main(self) -> None:
        """Do what the main button says."""
        {"paste": self.seen.take_lines, "name": self.seen.name_shortfall, "lines": self.seen.record}[self.seen.mode]()

    def showEvent(self, event: QShowEvent) -> None:
        self.seen.watch(on=True)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.seen.watch(on=False)
        super().hideEvent(event)

    def _refusal(self, only: str) -> str:
        return self.tr("This is for the {0}.").replace("{0}", only) if only else ""

    def _fault(self) -> str:
        found = self.seen.first_fault()
        if not self.seen.lines:
            return self.tr("There is no line to record.")
        if found is None:
            return ""
        said = self.tr("Line {0} still needs: {1}.").replace("{0}", str(found[0]))
        return said.replace("{1}", words.faults(found[1]))

    def _on_begin(self) -> None:
        found = self.seen.seen
        self.seen.open_paste("\n".join(found.plan) if found is not None else "")

    def _show(self) -> None:
        seen, found = self.seen, self.seen.seen
        turns, self._mode = self._mode not in ("", seen.mode) and self._has_focus(), seen.mode
        if found is None and seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self.empty.say(happened, f"{kept} {do} ({seen.error.code})", icon="circle-alert")
            self._stack.setCurrentWidget(self.empty)
        elif found is None:
            self._stack.setCurrentWidget(self._blank)
        elif seen.mode == "paste":
            self.paste.show_seen(found)
            self._stack.setCurrentWidget(self.paste)
        elif seen.mode == "name":
            self.name.show_seen(found)
            self._stack.setCurrentWidget(self.name)
        elif not seen.lines and not seen.is_edited:
            self._show_empty(found.plan, found.only_for)
        else:
            self.lines.show_seen(found)
            self._stack.setCurrentWidget(self.lines)
        if turns:
            self.take_focus()
        self.step_changed.emit()

    def _show_empty(self, plan: tuple[str, ...], only: str) -> None:
        said = self.tr("No ledger of Section F is entered, so nothing is compared and nothing is held up.")
        if only:
            self.empty.say(self.tr("No lines yet"), f"{said} {self._refusal(only)}", icon="list-checks")
        else:
            button = self.tr("Read the lines of the plan") if plan else self.tr("Paste lines of the plan")
            link = self.tr("Type a line")
            self.empty.say(self.tr("No lines yet"), said, button=button, link=link, icon="list-checks")
        self._stack.setCurrentWidget(self.empty)

    def _has_focus(self) -> bool:
        now = QApplication.focusWidget()
        return now is not None and self.isAncestorOf(now)
