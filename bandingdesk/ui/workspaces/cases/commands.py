"""The commands of Cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.cases.page import Page

SCOPE = "cases"


def _tr(text: str) -> str:
    return QCoreApplication.translate("cases", text)


def commands(page: Page) -> list[Command]:
    """Return what can be done in Cases."""

    def in_list() -> str:
        return "" if page.view == "list" else _tr("Go back to the list first.")

    def in_case() -> str:
        return "" if page.view == "case" else _tr("Open a case first.")

    def may_score() -> str:
        if page.view == "case" and page.case_pane.can_score():
            return ""
        return _tr("No round of this case waits for your scores.")

    return [
        Command("cases.import_list", _tr("Import a list of cases"), page.show_import, scope=SCOPE, icon="file-up"),
        Command(
            "cases.find",
            _tr("Filter the list of cases"),
            page.focus_filter,
            key="Ctrl+F",
            scope=SCOPE,
            icon="search",
            refusal=in_list,
        ),
        Command(
            "cases.give",
            _tr("Give the chosen cases to a colleague"),
            page.show_give,
            key="G",
            scope=SCOPE,
            icon="arrow-right-left",
            refusal=lambda: "" if page.can_give() else _tr("Choose cases in the list first."),
        ),
        Command(
            "cases.main_action",
            _tr("Do the next step of this case"),
            page.press_main,
            key="F8",
            scope=SCOPE,
            icon="step-forward",
        ),
        Command(
            "cases.score",
            _tr("Score this case"),
            page.score,
            key="S",
            scope=SCOPE,
            icon="sliders-horizontal",
            refusal=may_score,
        ),
        Command(
            "cases.back_to_list",
            _tr("Go back to all cases"),
            page.show_list,
            scope=SCOPE,
            icon="arrow-left",
            refusal=lambda: "" if page.view != "list" else _tr("The list is open."),
        ),
        Command(
            "cases.open_papers", _tr("Open the papers"), page.open_papers, scope=SCOPE, icon="files", refusal=in_case
        ),
        *_case_commands(page),
    ]


def _case_commands(page: Page) -> list[Command]:
    """Return what can be done in a part of a case: the phone card, undo and redo of what is being written."""

    def case_at_hand() -> str:
        return "" if page.has_case() else _tr("Open a case first, or choose one in the list.")

    def may_undo() -> str:
        return "" if page.undo_names()[0] else _tr("Nothing to take back.")

    def may_redo() -> str:
        return "" if page.undo_names()[1] else _tr("Nothing to make again.")

    def may_add() -> str:
        return page.case_pane.why_no_panel() if page.view == "case" else _tr("Open a case first.")

    return [
        Command(
            "cases.add_to_panel",
            _tr("Put this case on the last panel in time"),
            page.case_pane.ask_panel,
            key="Ctrl+Shift+P",
            scope=SCOPE,
            icon="calendar-check",
            refusal=may_add,
        ),
        Command(
            "cases.open_phone_card",
            _tr("Open the phone card: somebody is on the phone"),
            page.open_phone_card,
            key="Ctrl+T",
            scope=SCOPE,
            icon="phone",
            refusal=case_at_hand,
        ),
        Command("cases.undo", _tr("Undo"), page.undo, key="Ctrl+Z", scope=SCOPE, icon="undo-2", refusal=may_undo),
        Command("cases.redo", _tr("Redo"), page.redo, key="Ctrl+Shift+Z", scope=SCOPE, icon="redo-2", refusal=may_redo),
    ]
