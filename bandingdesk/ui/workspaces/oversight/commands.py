"""What a person can do in oversight. The single keys work while the audit has the focus, never in a text field."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command
from bandingdesk.ui.workspaces.oversight import words
from bandingdesk.ui.workspaces.oversight.retention_view_model import Step

SCOPE = "audit"


class Acts(Protocol):
    """What the page does when it is told to."""

    def mark(self, name: str) -> None: ...
    def step(self, by: int) -> None: ...
    def comment(self) -> None: ...
    def next_step(self) -> None: ...
    def begin_draw(self) -> None: ...
    def show_retention(self) -> None: ...
    def retain(self, step: Step) -> None: ...
    def why_not_retain(self, step: Step) -> str: ...
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
            tr("oversight", "Next criterion, or the main button"),
            page.next_step,
            "Ctrl+Return",
            SCOPE,
            also=("Ctrl+Enter",),
            refusal=page.why_not,
        ),
        Command("audit.draw_sample", tr("oversight", "Draw a sample"), page.begin_draw, "", SCOPE, icon="shuffle"),
        *_retention(page),
    ]


def _retention(page: Acts) -> list[Command]:
    """Return what is done about the end of a case's time. The main step is Ctrl Enter, as everywhere."""
    tr = QCoreApplication.translate
    steps: tuple[tuple[Step, str, str, str], ...] = (
        ("review", tr("oversight", "Record that the case may go"), "", "clipboard-check"),
        ("keep", tr("oversight", "Keep the case longer"), "L", "archive"),
        ("hold", tr("oversight", "Put the case on hold"), "H", "pause"),
        ("release", tr("oversight", "Release the hold on the case"), "", "play"),
        ("erase", tr("oversight", "Erase the case"), "", "circle-slash"),
    )
    name = tr("oversight", "How long cases are kept")
    return [
        Command("retention.show_list", name, page.show_retention, "T", SCOPE, icon="archive"),
        *(
            Command(
                f"retention.{step}_case",
                words,
                lambda step=step: page.retain(step),  # type: ignore[misc]  # the default binds the loop's value
                key,
                SCOPE,
                icon=icon,
                refusal=lambda step=step: page.why_not_retain(step),  # type: ignore[misc]
            )
            for step, words, key, icon in steps
        ),
    ]
