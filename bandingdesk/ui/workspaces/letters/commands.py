"""What a person can do on the letters page."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

SCOPE = "letters"


class Acts(Protocol):
    """What the page does when it is told to."""

    def next_step(self) -> None: ...
    def make_again(self) -> None: ...
    def save_copy(self) -> None: ...
    def find_letter(self) -> None: ...
    def show_tray(self) -> None: ...
    def why_not(self) -> str: ...
    def why_no_copy(self) -> str: ...


def commands(page: Acts) -> list[Command]:
    """Return the commands of PAGE."""
    tr = QCoreApplication.translate
    return [
        Command(
            "letters.next_step",
            tr("letters", "Take the next step with this letter"),
            page.next_step,
            "Ctrl+Return",
            SCOPE,
            icon="send",
            also=("Ctrl+Enter",),
            refusal=page.why_not,
        ),
        Command("letters.make_again", tr("letters", "Make this letter again"), page.make_again, "F5", SCOPE),
        Command(
            "letters.save_copy",
            tr("letters", "Save a copy of this letter"),
            page.save_copy,
            "Ctrl+E",
            SCOPE,
            icon="file-down",
            refusal=page.why_no_copy,
        ),
        Command("letters.find", tr("letters", "Find a letter"), page.find_letter, "Ctrl+F", SCOPE, also=("/",)),
        Command("letters.show_tray", tr("letters", "See all letters"), page.show_tray, "", SCOPE, icon="mail"),
    ]
