"""What a person can do in oversight. The single keys work while the audit has the focus, never in a text field."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command
from bandingdesk.ui.workspaces.oversight import words

SCOPE = "audit"


class Acts(Protocol):
    """What the page does when it is told to."""

    def mark(self, name: str) -> None: ...
    def step(self, by: int) -> None: ...
    def comment(self) -> None: ...
    def next_step(self) -> None: ...
    def begin_draw(self) -> None: ...
    def why_not(self) -> str: ...
    def why_no_mark(self) -> str: ...


def commands(page: Acts) -> list[Command]:
    """Return the commands of PAGE."""
    tr = QCoreApplication.translate
    mark = tr("oversight", "Mark the criterion: {mark}")
    marks = [
        Command(
            f"audit.mark_{name}",
            mark.format(mark=words.mark(name)),
            lambda name=name: page.mark(name),  # type: ignore[misc]  # the default binds the loop's value
            words.MARK_KEYS[name],
            SCOPE,
            icon=words.MARK_ICONS[name],
            refusal=page.why_no_mark,
        )
        for name in words.MARKS
    ]
    return [
        *marks,
        Command("audit.next_criterion", tr("oversight", "Next criterion"), lambda: page.step(1), "J", SCOPE),
        Command("audit.last_criterion", tr("oversight", "Criterion before"), lambda: page.step(-1), "K", SCOPE),
        Command(
            "audit.comment",
            tr("oversight", "Comment on the criterion"),
            page.comment,
            "C",
            SCOPE,
            icon="message-square-text",
            refusal=page.why_no_mark,
        ),
        Command(
            "audit.next_step",
            tr("oversight", "Next criterion, or grade the audit"),
            page.next_step,
            "Ctrl+Return",
            SCOPE,
            also=("Ctrl+Enter",),
            refusal=page.why_not,
        ),
        Command("audit.draw_sample", tr("oversight", "Draw a sample"), page.begin_draw, "", SCOPE, icon="shuffle"),
    ]
