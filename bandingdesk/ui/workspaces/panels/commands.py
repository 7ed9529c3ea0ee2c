"""The commands of the panels page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from bandingdesk.ui.commands import Command

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.panels.page import Page

SCOPE = "panels"


def _tr(text: str) -> str:
    return QCoreApplication.translate("panels", text)


def commands(page: Page) -> list[Command]:
    """Return what can be done before a meeting."""
    model = page.view_model

    def needs_agenda() -> str:
        seen = model.seen
        if seen is None:
            return _tr("Choose a meeting first.")
        if seen.meeting.state == "closed":
            return _tr("This meeting is closed.")
        return "" if seen.adds else _tr("Caseworkers, the chair, the deputy and the clerk build the agenda.")

    def needs_seat() -> str:
        if model.seen is None:
            return _tr("Choose a meeting first.")
        return "" if model.seen.my_role else _tr("You have no seat at this meeting.")

    def needs_lead() -> str:
        if model.seen is None:
            return _tr("Choose a meeting first.")
        return "" if model.seen.leads else _tr("This is for the chair, the deputy and the clerk.")

    return [
        Command("panels.plan_meeting", _tr("Plan a meeting"), page.plan, "", SCOPE, icon="calendar-days"),
        Command("panels.add_cases", _tr("Add cases to the agenda"), page.add, "", SCOPE, icon="list-plus",
                refusal=needs_agenda),
        Command("panels.declare_interests", _tr("Declare interests"), page.show_interests, "", SCOPE, icon="hand",
                refusal=needs_seat),
        Command("panels.without_the_program", _tr("Members without the program"), page.show_slips, "", SCOPE,
                icon="inbox", refusal=needs_lead),
        Command("panels.next_step", _tr("Do the next step of this page"), page.next_step, "F8", SCOPE,
                icon="arrow-right"),
    ]  # fmt: skip
