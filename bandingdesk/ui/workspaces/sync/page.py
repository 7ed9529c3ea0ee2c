"""The sync page: how this laptop stands, and one part at a time: choices, what waits, devices, the record, backups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.workspaces.sync import commands, foot
from bandingdesk.ui.workspaces.sync.alone_pane import AlonePane
from bandingdesk.ui.workspaces.sync.backups_pane import BackupsPane
from bandingdesk.ui.workspaces.sync.choices_pane import ChoicesPane
from bandingdesk.ui.workspaces.sync.devices_pane import DevicesPane
from bandingdesk.ui.workspaces.sync.folder_pane import FolderPane
from bandingdesk.ui.workspaces.sync.join_pane import JoinPane
from bandingdesk.ui.workspaces.sync.lists import RecordPane, WaitingPane
from bandingdesk.ui.workspaces.sync.state_strip import StateStrip
from bandingdesk.ui.workspaces.sync.view_model import FORMS, PARTS, Section, SyncViewModel

_ROOMY = 760  # px at 100 %


class Page(QWidget):
    """Sync and all that belongs to keeping the record: nothing here overwrites anything."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.model = SyncViewModel(around.desk, around.jobs, around.messages, around.sync, self)
        self.check = around.record_check
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.strip = StateStrip(self.model)
        self.strip.section_chosen.connect(self._choose_section)
        self.choices = ChoicesPane(self.model, lambda case_id: around.navigate("cases", case_id=case_id))
        self.parts: dict[Section, Any] = {
            "alone": AlonePane(self.model, self.show_section),
            "join": JoinPane(self.model),
            "folder": FolderPane(self.model, around.desk.folders.not_promised()),
            "choices": self.choices,
            "waiting": WaitingPane(self.model),
            "devices": DevicesPane(self.model, around),
            "record": RecordPane(self.model, self.check),
            "backups": BackupsPane(self.model, around),
        }
        self._stack = QStackedWidget()
        for part in self.parts.values():
            self._stack.addWidget(part)
        self.foot = FootBar()
        self.again = QuietButton(self.tr("Resolve next"), icon="step-forward")
        self.again.clicked.connect(self.model.resolve_next)
        self.verify = QuietButton(self.tr("Verify the record"), icon="shield-check")
        self.verify.clicked.connect(lambda: around.commands.run("window.verify_record"))
        self.main = PrimaryButton("", key="Ctrl+Enter")
        self.main.clicked.connect(self.next_step)
        for button in (self.verify, self.again, self.main):
            self.foot.add_right(button)
        for part in (self.strip, self._stack, self.foot):
            column.addWidget(part, 1 if part is self._stack else 0)
        self.commands: list[Command] = commands.commands(self)
        self._state = ""
        self.model.changed.connect(self._show)
        self.check.changed.connect(self._show)
        self._show()

    # What the window asks

    def open(self, *, section: str = "", op_id: str = "", **_: Any) -> None:
        """Show a part of the page, or one thing that needs a choice."""
        wanted = next((one for one in PARTS if one == section), None)
        self.model.open(section=wanted, op_id=op_id)

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        place = [self.tr("Sync")]
        forms = {"join": self.tr("Join a shared store"), "folder": self.tr("Use a shared folder")}
        return [*place, forms[self.model.section]] if self.model.section in FORMS else place

    def chips(self) -> list[Fact]:
        """Return what changes the meaning of the work: with whom a demo syncs."""
        status = self.model.link.status
        if status is not None and status.is_demo and status.peer != "none":
            return [Fact(self.tr("Demo peers"), "demo", "flask-conical", self.tr("Invented devices, on this laptop."))]
        return []

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        part = self.parts[self.model.section]
        inner = [self.choices.side, self.choices.compare] if part is self.choices else [part]
        return [pane for pane in (self.strip, *inner, self.foot) if pane.isVisible()]

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        if self.model.section == "choices" and not self.model.items:
            self.main.setFocus()
        else:
            self.parts[self.model.section].take_focus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being typed: the page may go with the person who wrote it."""
        self.choices.compare.keep_typed()
        super().hideEvent(event)

    def close_newest(self) -> None:
        """Go back from the form."""
        if self.model.section in FORMS:
            self.show_section("alone")

    # What the keys and buttons do

    def next_step(self) -> None:
        """Do what the main button says."""
        self.choices.compare.keep_typed()
        step = foot.step(self)
        if not step.why_not:
            step.run()

    def export_work(self) -> None:
        """Ask where to, with the system's own file window, and seal what waits there."""
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.tr("Save your sealed work"), "sealed work.deskwork", self.tr("Sealed work (*.deskwork)")
        )
        if chosen:
            self.model.export_work(Path(chosen))

    def why_not(self) -> str:
        """Return why the next step can't be taken now, "" where it can."""
        return foot.step(self).why_not

    def resolve_next(self) -> None:
        """Open the next thing that needs a choice."""
        self.model.resolve_next()
        self.choices.list.setFocus()

    def why_none_next(self) -> str:
        """Return why there is nothing to resolve next, "" where there is."""
        return "" if self.model.next_item is not None else self.tr("Nothing else needs a choice.")

    def show_section(self, section: Section) -> None:
        """Show a part of the page."""
        self.model.show_section(section)
        self.take_focus()

    def why_no_section(self, section: Section) -> str:
        """Return why a part can't be shown, "" where it can."""
        return "" if section in self.model.sections else self.tr("This laptop syncs with nobody.")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_verify()

    def _show_verify(self) -> None:
        """Offer the check beside the main button where there is room; its own part always has it."""
        has_room = self.width() >= theme.current().scaled(_ROOMY)
        self.verify.setVisible(has_room and self.model.section in ("choices", "waiting", "devices"))

    def _choose_section(self, section: object) -> None:
        self.choices.compare.keep_typed()
        chosen = next((one for one in self.model.sections if one == section), None)
        if chosen is not None:
            self.model.show_section(chosen)

    def _show(self) -> None:
        model = self.model
        self.strip.show_model()
        part = self.parts[model.section]
        part.show_model()
        self._stack.setCurrentWidget(part)
        step = foot.step(self)
        self.main.setText(step.words)
        self.main.set_icon(step.icon)
        self.main.say_why_not(step.why_not)
        self.main.updateGeometry()
        said, line, icon, tone = foot.said(self)
        self.foot.say(said, line, icon, tone)
        self.again.setVisible(model.section == "choices" and len(model.items) > 1)
        self.again.say_why_not(self.why_none_next())
        self._show_verify()
        self.verify.say_why_not(self.check.why_not())
        self.foot.setVisible(model.section != "alone")
        state = f"{model.section} {model.seen is not None} {model.is_alone}"
        if state != self._state:
            self._state = state
            self.heading_changed.emit()
            if self.isVisible() and model.seen is not None and not self.strip.isAncestorOf(self.focusWidget() or self):
                self.take_focus()
