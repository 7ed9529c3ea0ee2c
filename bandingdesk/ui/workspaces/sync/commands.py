"""What a person can do on the sync page, beside Sync now and Verify the record, which work anywhere."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command
from bandingdesk.ui.workspaces.sync.view_model import TOGETHER, Section

SCOPE = "sync"


class Acts(Protocol):
    """What the page does when it is told to."""

    def next_step(self) -> None: ...
    def why_not(self) -> str: ...
    def resolve_next(self) -> None: ...
    def why_none_next(self) -> str: ...
    def show_section(self, section: Section) -> None: ...
    def why_no_section(self, section: Section) -> str: ...


def commands(page: Acts) -> list[Command]:
    """Return the commands of PAGE."""
    tr = QCoreApplication.translate
    names = {
        "choices": tr("sync", "Show what needs a choice"),
        "waiting": tr("sync", "Show what waits to be sent"),
        "devices": tr("sync", "Show the devices"),
        "record": tr("sync", "Show the check of the record"),
        "backups": tr("sync", "Show the backups"),
    }
    parts = [
        Command(
            f"sync.show_{name}",
            names[name],
            lambda name=name: page.show_section(name),  # type: ignore[misc]  # the default binds the loop's value
            "",
            SCOPE,
            refusal=lambda name=name: page.why_no_section(name),  # type: ignore[misc]
        )
        for name in TOGETHER
    ]
    return [
        Command(
            "sync.next_step",
            tr("sync", "Record this choice, or do what the main button says"),
            page.next_step,
            "Ctrl+Return",
            SCOPE,
            also=("Ctrl+Enter",),
            refusal=page.why_not,
        ),
        Command(
            "sync.resolve_next",
            tr("sync", "Resolve next"),
            page.resolve_next,
            "Alt+Down",
            SCOPE,
            icon="step-forward",
            refusal=page.why_none_next,
        ),
        *parts,
    ]
