"""The letters page: the tray, or one letter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from bandingdesk.ui.commands import Command
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.widgets.chip import Fact
from bandingdesk.ui.workspaces.letters import commands
from bandingdesk.ui.workspaces.letters.letter_pane import LetterPane
from bandingdesk.ui.workspaces.letters.tray_pane import TrayPane
from bandingdesk.ui.workspaces.letters.view_model import LettersViewModel


class Page(QWidget):
    """Letters to write, to send and sent; and the letter in hand with its next step."""

    heading_changed = Signal()

    def __init__(self, around: Surroundings) -> None:
        super().__init__()
        self._around = around
        self.model = LettersViewModel(around.desk, around.jobs, around.messages, around.clock, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.tray = TrayPane(self.model, around.clock, self.next_step)
        self.letter = LetterPane(self.model, around.jobs, around.clock, self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.tray)
        self._stack.addWidget(self.letter)
        column.addWidget(self._stack)
        self.commands: list[Command] = commands.commands(self)
        self._state: str = ""
        self.model.changed.connect(self._show)

    # What the window asks

    def open(
        self, *, decision_id: str = "", template: str = "", to: str = "", letter_id: str = "", tab: str = "", **_: Any
    ) -> None:
        """Show one letter of a decision (TO one of those it goes to), an issued letter, or the tray."""
        self.model.open(decision_id=decision_id, template=template, to=to, letter_id=letter_id, tab=tab)

    def title(self) -> list[str]:
        """Return the breadcrumb."""
        place = self.tr("Letters")
        entry = self.model.entry
        if entry is None:
            return [place]
        words = self.tr("{letter} for {child}").replace("{letter}", entry.template)
        return [place, words.replace("{child}", entry.child_name)]

    def chips(self) -> list[Fact]:
        """Return the letter's state."""
        match self.model.state:
            case "writing":
                return [Fact(self.tr("Not issued"), "plain", "pen-line")]
            case "issued" | "confirming":
                return [Fact(self.tr("Issued, not sent"), "info", "file-lock")]
            case "sent":
                return [Fact(self.tr("Sent"), "ok", "mail-check")]
            case _:
                return []

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        if self.model.entry is None:
            return [self.tray]
        if self.model.state == "confirming":
            return [self.letter.paper, self.letter.confirm, self.letter.foot]
        return [self.letter.paper, self.letter.facts, self.letter.foot]

    def take_focus(self) -> None:
        """Put the focus on the first task."""
        (self.tray if self.model.entry is None else self.letter).take_focus()

    def close_newest(self) -> None:
        """Go back from the confirm page; otherwise from the letter to the tray."""
        if self.model.state == "confirming":
            self.model.keep()
        elif self.model.entry is not None:
            self.model.show_tray()

    # What the keys and buttons do

    def next_step(self) -> None:
        """Write the next letter, issue the one in hand, ask to send it, or send it: whatever comes next."""
        model = self.model
        match model.state:
            case "writing":
                model.issue()
            case "issued":
                model.ask_to_send()
            case "confirming":
                model.send()
            case "tray" | "sent":
                after = model.sibling or model.next_entry
                if after is not None:
                    model.show_entry(after)
                elif model.state == "sent":
                    model.show_tray()

    def why_not(self) -> str:
        """Return why the next step can't be taken now, "" where it can."""
        button = self.tray.main if self.model.entry is None else self.letter.main
        return button.why_not

    def why_no_copy(self) -> str:
        """Return why no copy can be saved, "" where one can."""
        opened = self.model.opened
        return "" if opened is not None and opened.pdf is not None else self.tr("Open a letter first.")

    def make_again(self) -> None:
        """Read the facts again and set the letter again."""
        self.model.make_again()

    def show_tray(self) -> None:
        """Go back to the lists."""
        self.model.show_tray()

    def find_letter(self) -> None:
        """Put the focus on the field that finds a letter."""
        if self.model.entry is not None:
            self.model.show_tray()
        self.tray.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def save_copy(self) -> None:
        """Ask where to, with the system's own file window, and write the letter's PDF there."""
        entry = self.model.entry
        if entry is None or self.why_no_copy():
            return
        # The name carries the reference and not the child's name: file names end up in logs and lists.
        name = f"{entry.template} {entry.reference}.pdf"
        chosen, _kind = QFileDialog.getSaveFileName(self, self.tr("Save a copy"), name, self.tr("PDF (*.pdf)"))
        if chosen:
            self.model.save_copy(Path(chosen))

    def open_case(self) -> None:
        """Open the case of the letter."""
        if self.model.entry is not None:
            self._around.navigate("cases", case_id=self.model.entry.case_id)

    def open_settings(self) -> None:
        """Open the council's settings for letters."""
        self._around.navigate("settings", section="letters")

    def open_sync(self) -> None:
        """Open what differs about the case."""
        self._around.navigate("sync", section="choices")

    def _show(self) -> None:
        model = self.model
        is_letter = model.entry is not None
        self._stack.setCurrentIndex(1 if is_letter else 0)
        if is_letter:
            self.letter.show_model()
        else:
            self.tray.show_model()
        state = f"{model.state} {model.entry.key if model.entry else ''}"
        if state != self._state:
            self._state = state
            self.heading_changed.emit()
            if self.isVisible() and model.state not in ("loading", "opening"):
                self.take_focus()
