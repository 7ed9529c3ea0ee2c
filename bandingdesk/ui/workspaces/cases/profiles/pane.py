"""The profiles of a case: who stands where, the gaps once all are revealed, and the one that is being written."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.empty_state import EmptyState
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.profiles.entry_pane import EntryPane
from bandingdesk.ui.workspaces.cases.profiles.overview import Overview
from bandingdesk.ui.workspaces.cases.profiles.view_model import ProfilesViewModel


class Pane(QWidget):
    """The part of the case page. `room_changed` comes when it wants the whole page, or gives it back."""

    room_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self.model = ProfilesViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        self.overview = Overview(self.model, around)
        self.entry = EntryPane(self.model.entry, around)
        self._wrong = EmptyState("", icon="circle-alert")
        self._blank = QWidget()
        self._stack = QStackedLayout(self)
        for part in (self._blank, self.overview, self.entry, self._wrong):
            self._stack.addWidget(part)
        self._was_filling = False
        self.entry.left.connect(self.model.leave)
        self._wrong.asked.connect(self.model.refresh)
        self.model.changed.connect(self._show)

    @property
    def fills(self) -> bool:
        """Whether a profile is in hand, which needs all the room there is."""
        return self.model.in_hand is not None

    @property
    def commands(self) -> list[Command]:
        """The commands that work while a profile is in hand."""
        return self.entry.commands

    @property
    def keyed(self) -> QWidget:
        """The widget inside which their keys work."""
        return self.entry

    @property
    def undo_name(self) -> str:
        """The step of the profile in hand that undo takes back, "" for none."""
        return self.model.entry.undo_name if self.fills and self.model.entry.can_change else ""

    @property
    def redo_name(self) -> str:
        """The step that redo makes again, "" for none."""
        return self.model.entry.redo_name if self.fills and self.model.entry.can_change else ""

    def undo(self) -> None:
        """Take the last step back."""
        self.model.entry.undo()

    def redo(self) -> None:
        """Make the step again that was taken back."""
        self.model.entry.redo()

    def show_reading(self, seen: CaseReading, _today: date) -> None:
        """Show the profiles of a case."""
        self.model.open(seen.row.id)
        self._show()

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        if self.fills:
            self.entry.take_focus()
        else:
            self.overview.take_focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.model.is_shown = True

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed."""
        self.model.is_shown = False
        self.model.entry.flush()
        super().hideEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Return what the parts fold down to."""
        return QSize(560, 300)

    def _show(self) -> None:
        model = self.model
        if model.error is not None and model.seen is None:
            happened, kept, do = messages.error_text(model.error)
            self._wrong.say(happened, f"{kept} {do} ({model.error.code})", button=self.tr("Read again"))
            self._stack.setCurrentWidget(self._wrong)
        elif model.seen is None:
            self._stack.setCurrentWidget(self._blank)
        elif self.fills:
            self._stack.setCurrentWidget(self.entry)
            self.entry.show_entry()
        else:
            self.overview.show_profiles()
            self._stack.setCurrentWidget(self.overview)
        if self.fills != self._was_filling:
            self._was_filling = self.fills
            self.room_changed.emit()
            if not self.fills and self.isVisible():
                self.overview.take_focus()
