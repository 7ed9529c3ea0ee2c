"""What can be done in a meeting, as commands: keys, palette and key help come from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bandingdesk.ui.commands import Command
from bandingdesk.ui.workspaces.meeting.words import tr

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.meeting.page import Page

SCOPE = "meeting"


def commands(page: Page) -> list[Command]:
    """Return what can be done in a meeting."""

    def no_levels() -> str:
        seen = page.view_model.seen
        return "" if seen and seen.round and seen.round.spreads else tr("The scores are not revealed yet.")

    def no_defer() -> str:
        return "" if page.defer.isVisible() else tr("This case can't be put off now.")

    def no_form() -> str:
        shows_form = page.proposal.isVisible() or page.steps.isVisible()
        return "" if shows_form else tr("There is no form to fill in now.")

    def no_member() -> str:
        seen = page.view_model.seen
        return "" if seen and seen.votes_here and seen.is_live else tr("A voting member of this case does this.")

    def no_lead() -> str:
        seen = page.view_model.seen
        return "" if seen and seen.is_live and seen.leads else page.view_model.lead_refusal or tr("The case is over.")

    def no_vote() -> str:
        seen = page.view_model.seen
        return "" if seen and seen.is_live and seen.terms.votes else tr("This panel type decides without votes.")

    return [
        Command("meeting.next_step", tr("Do the next step of this case"), page.do_next, "F8", SCOPE,
                icon="arrow-right"),
        Command("meeting.next_item", tr("Next case"), lambda: page.step_item(1), "Ctrl+Down", SCOPE),
        Command("meeting.previous_item", tr("Previous case"), lambda: page.step_item(-1), "Ctrl+Up", SCOPE),
        Command("meeting.next_strand", tr("Next strand"), lambda: page.step_strand(1), "J", SCOPE, refusal=no_levels),
        Command("meeting.previous_strand", tr("Previous strand"), lambda: page.step_strand(-1), "K", SCOPE,
                refusal=no_levels),
        Command("meeting.see_it_differently", tr("See it differently"), page.see_it_differently, "X", SCOPE,
                icon="message-square-warning", refusal=no_levels),
        Command("meeting.dissent", tr("Record a minority view"), page.see_it_differently, "Ctrl+Shift+D", SCOPE,
                icon="message-square-warning", refusal=no_levels),
        Command("meeting.outcome", tr("Go to the outcome"), page.to_outcome, "O", SCOPE, refusal=no_form),
        Command("meeting.next_group", tr("Next group of fields"), page.next_group, "Ctrl+Return", SCOPE,
                refusal=no_form),
        Command("meeting.defer", tr("Put this case off"), page.ask_deferral, "D", SCOPE, icon="calendar-clock",
                refusal=no_defer),
        Command("meeting.attendance", tr("Record attendance"), page.room.ask_people, "Ctrl+Shift+A", SCOPE,
                icon="user-check"),
        Command("meeting.pull_case", tr("Pull this case: talk about it"), page.view_model.pull_case, "P", SCOPE,
                icon="hand", refusal=no_member),
        Command("meeting.ask_to_speak", tr("Ask to speak, or take it back"), page.view_model.ask_to_speak, "S", SCOPE,
                icon="messages-square", refusal=no_member),
        Command("meeting.vote", tr("Votes on this case"), page.room.ask_vote, "V", SCOPE, icon="vote",
                refusal=no_vote),
        Command("meeting.withdraw", tr("Record that this case is withdrawn"), page.room.ask_withdrawal, "W", SCOPE,
                icon="circle-slash", refusal=no_lead),
        Command("meeting.room_screen", tr("Open or close the room screen"), page.toggle_screen, "Ctrl+F9", SCOPE,
                icon="monitor-play"),
        Command("meeting.blank_screen", tr("Blank the room screen, or show it again"), page.blank_screen, "F9", SCOPE,
                icon="monitor-off"),
        Command("meeting.hide_names", tr("Hide names, or show them"), page.hide_names, "Ctrl+Shift+H", SCOPE,
                icon="eye-off"),
    ]  # fmt: skip
