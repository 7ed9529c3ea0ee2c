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

    def needs_meeting() -> str:
        if model.seen is None:
            return _tr("Choose a meeting first.")
        return _tr("This meeting has not begun.") if model.seen.meeting.state == "planned" else ""

    def needs_seat() -> str:
        if model.seen is None:
            return _tr("Choose a meeting first.")
        return "" if model.seen.my_role else _tr("You have no seat at this meeting.")

    def needs_lead() -> str:
        if model.seen is None:
            return _tr("Choose a meeting first.")
        return "" if model.seen.leads else _tr("This is for the chair, the deputy and the clerk.")

    def needs_leading() -> str:
        seen = model.seen
        if seen is None:
            return _tr("Choose a meeting first.")
        if not seen.leads:
            return _tr("The chair, the deputy and the clerk build the agenda.")
        return "" if seen.meeting.state == "planned" else _tr("This meeting has begun or is over.")

    def needs_step() -> str:
        return "" if model.building.undo_name else _tr("There is nothing to undo.")

    return [
        Command("panels.plan_meeting", _tr("Plan a meeting"), page.plan, "", SCOPE, icon="calendar-days"),
        Command("panels.add_cases", _tr("Add cases to the agenda"), page.add, "", SCOPE, icon="list-plus",
                refusal=needs_agenda),
        Command("panels.declare_interests", _tr("Declare interests"), page.show_interests, "", SCOPE, icon="hand",
                refusal=needs_seat),
        Command("panels.without_the_program", _tr("Members without the program"), page.show_slips, "", SCOPE,
                icon="inbox", refusal=needs_lead),
        Command("panels.propose_order", _tr("Propose the order of the agenda"), model.building.propose, "", SCOPE,
                icon="list-ordered", refusal=needs_leading),
        Command("panels.undo", _tr("Undo the last move on the agenda"), model.building.undo, "Ctrl+Z", SCOPE,
                icon="undo-2", refusal=needs_step),
        Command("panels.draw_readers", _tr("Give the cases their readers by rota"), model.building.draw, "", SCOPE,
                icon="users-round", refusal=needs_leading),
        Command("panels.times", _tr("Set the deadline for papers, and hours"), lambda: page.show_more("times"), "",
                SCOPE, icon="clock", refusal=needs_leading),
        Command("panels.release", _tr("Release a pack"), lambda: page.show_more("release"), "", SCOPE,
                icon="package", refusal=needs_leading),
        Command("panels.move", _tr("Move a meeting or call it off"), lambda: page.show_more("move"), "", SCOPE,
                icon="calendar-clock", refusal=needs_leading),
        Command("panels.practise", _tr("Practise on example cases"), lambda: page.show_more("practice"), "", SCOPE,
                icon="graduation-cap", refusal=needs_seat),
        Command("panels.minutes", _tr("Open the minutes of a meeting, or close it"), lambda: page.show_more("minutes"),
                "", SCOPE, icon="file-lock", refusal=needs_meeting),
        Command("panels.next_step", _tr("Do the next step of this page"), page.next_step, "F8", SCOPE,
                icon="arrow-right"),
    ]  # fmt: skip
