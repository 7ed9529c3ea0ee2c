"""What a person can do with the council's schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.page import Page

SCOPE = "frameworks"


def _tr(text: str) -> str:
    return QCoreApplication.translate("frameworks", text)


def commands(page: Page) -> list[Command]:
    """Return the commands of PAGE."""
    model = page.model
    return [
        Command(
            "frameworks.new_draft", _tr("New draft from this version"), model.new_draft, "", SCOPE, icon="file-plus"
        ),
        Command("frameworks.import_file", _tr("Import a workbook or JSON"), page.ask_file, "", SCOPE, icon="import"),
        Command("frameworks.export_file", _tr("Export this version"), page.ask_place, "", SCOPE, icon="download"),
        Command(
            "frameworks.run_tests",
            _tr("Run the tests and checks"),
            page.run_tests,
            "F5",
            SCOPE,
            icon="flask-conical",
            refusal=page.why_no_version,
        ),
        Command("frameworks.rename", _tr("Rename"), page.rename, "F2", SCOPE, refusal=page.why_no_version),
        Command(
            "frameworks.try",
            _tr("Try a profile"),
            page.try_profile,
            "",
            SCOPE,
            refusal=page.why_no_version,
        ),
        Command(
            "frameworks.compare",
            _tr("Compare with another version"),
            lambda: page.show_view("compare"),
            "Ctrl+D",
            SCOPE,
            icon="git-compare",
        ),
        Command(
            "frameworks.simulate",
            _tr("Simulate on the caseload"),
            lambda: page.show_view("simulate"),
            "",
            SCOPE,
            icon="sliders-horizontal",
        ),
        Command(
            "frameworks.next_step",
            _tr("Next step"),
            page.next_step,
            "Ctrl+Return",
            SCOPE,
            also=("Ctrl+Enter",),
            refusal=page.why_not,
        ),
        Command("frameworks.row_up", _tr("Move the row up"), lambda: page.move_row(-1), "Alt+Up", SCOPE, listed=False),
        Command(
            "frameworks.row_down", _tr("Move the row down"), lambda: page.move_row(1), "Alt+Down", SCOPE, listed=False
        ),
        Command("frameworks.undo", _tr("Undo"), page.undo, "Ctrl+Z", SCOPE, icon="undo-2"),
        Command("frameworks.redo", _tr("Redo"), page.redo, "Ctrl+Shift+Z", SCOPE, icon="redo-2", also=("Ctrl+Y",)),
    ]
