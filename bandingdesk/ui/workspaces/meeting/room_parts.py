"""The page's parts of the room: its forms, a member's own buttons, the quiet clock, and the room's screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.widgets import banner
from bandingdesk.ui.workspaces.meeting import agenda_words, room_view, room_words
from bandingdesk.ui.workspaces.meeting.people_pane import PeoplePane
from bandingdesk.ui.workspaces.meeting.vote_pane import VotePane
from bandingdesk.ui.workspaces.meeting.withdraw_pane import WithdrawPane

if TYPE_CHECKING:
    from bandingdesk.ui.surroundings import Surroundings
    from bandingdesk.ui.workspaces.meeting.page import Page

SECOND_MS = 1000


class RoomParts(QObject):
    """Made by the page, which lays them out and takes them along when it goes."""

    def __init__(self, page: Page, around: Surroundings) -> None:
        super().__init__(page)
        self._page, self._around = page, around
        self.people, self.withdrawal, self.vote = PeoplePane(), WithdrawPane(), VotePane()
        self.paused = banner.Banner("", tone="warn", icon="pause", closable=False)
        self.pulled = banner.Banner("", tone="info", icon="hand", closable=False)
        self.lines = QWidget()
        column = QVBoxLayout(self.lines)
        column.setContentsMargins(18, 12, 18, 0)
        for line in (self.paused, self.pulled):
            column.addWidget(line)
        self.timer = QTimer(self)
        self.timer.setInterval(SECOND_MS)
        self.timer.timeout.connect(self.tick)

    @property
    def forms(self) -> dict[str, PeoplePane | WithdrawPane | VotePane]:
        """The forms of the room by name."""
        return {"people": self.people, "withdraw": self.withdrawal, "vote": self.vote}

    def wire(self) -> None:
        """Bind the parts to the view-model's acts."""
        page, model, side = self._page, self._page.view_model, self._page.side
        for line in (self.people, side.people):
            line.said.connect(self._say)
        self.people.let_in.connect(lambda guest, state, alone, day: model.let_guest_in(guest, state, day, alone=alone))
        self.withdrawal.withdrawn.connect(model.withdraw)
        self.vote.asked.connect(model.open_vote)
        self.vote.counted.connect(model.count_votes)
        self.vote.voted.connect(model.vote)
        for form in self.forms.values():
            form.left.connect(lambda: model.ask_room_form(""))
        side.people.asked.connect(self.ask_people)
        side.speakers.heard.connect(model.end_speaking)
        side.room_screen.allowed.connect(model.allow_on_screen)
        side.room_screen.opened.connect(lambda: self._around.room.toggle(page))
        side.room_screen.blanked.connect(self._around.room.blank)
        self._around.room.changed.connect(self.show_screen)
        side.own.differ.clicked.connect(page.see_it_differently)
        side.own.pull.clicked.connect(model.pull_case)
        side.own.speak.clicked.connect(model.ask_to_speak)

    def ask_people(self) -> None:
        """Open the list of who is here, or close it."""
        model = self._page.view_model
        is_open = model.room_form == "people"
        model.ask_room_form("" if is_open else "people")
        if not is_open:
            self.people.start(self._around.clock.today())

    def ask_withdrawal(self) -> None:
        """Open the form for a case that is withdrawn."""
        self._page.view_model.ask_room_form("withdraw")
        self.withdrawal.start()

    def ask_vote(self) -> None:
        """Open the form for a vote."""
        self._page.view_model.ask_room_form("vote")

    def _say(self, person: str, state: str, alone: bool, signed: bool) -> None:
        day: date | None = self._around.clock.today() if signed else None
        self._page.view_model.record_attendance(person, state, alone=alone, undertaking=day)

    # Showing

    def show(self) -> None:
        """Show the room as the page has read it."""
        seen = self._page.view_model.seen
        if seen is None:
            return
        self.paused.setVisible(seen.is_paused and not seen.item.stepped_out if seen.item else False)
        if seen.is_paused:
            happened, kept, do = room_words.paused(seen)
            self.paused.say(happened, kept, do, tone="warn", icon="pause")
        said = room_words.pulled(seen) if seen.is_live else ""
        self.pulled.setVisible(bool(said))
        self.pulled.say(said, tone="info", icon="hand")
        self.lines.setVisible(not self.paused.isHidden() or not self.pulled.isHidden())
        self._page.side.own.show_own(seen)
        quiet = sum(agenda_words.is_quiet(seen, row) for row in seen.agenda)
        model = self._page.view_model
        self._page.left.show_quiet(
            quiet if seen.leads and seen.meeting.state == "open" else 0, model.lead_refusal or model.quorum_refusal
        )
        if seen.is_live and not self.timer.isActive():
            self.timer.start()
        self.tick()
        self.show_screen()

    def show_form(self) -> None:
        """Show the form of the room that is open."""
        model, seen = self._page.view_model, self._page.view_model.seen
        assert seen is not None
        if model.room_form == "people":
            self.people.show_people(seen)
        elif model.room_form == "vote":
            self.vote.show_votes(seen, model.lead_refusal or model.quorum_refusal)
        for name, form in self.forms.items():
            form.setVisible(name == model.room_form)

    def tick(self) -> None:
        """Show how long the case has been in hand; it stands still while the window is locked."""
        seen = self._page.view_model.seen
        if seen is None or not seen.is_live:
            self.timer.stop()
        if seen is None:
            return
        now = self._around.clock.now()
        words = self._clock_words()
        self._page.side.clock.setText(words)
        self._page.side.clock.setVisible(bool(words))
        self._page.left.show_finish(agenda_words.finish(seen, now))
        self._show_view()

    def _clock_words(self) -> str:
        seen = self._page.view_model.seen
        if seen is None or seen.item is None or not seen.is_live:
            return ""
        seconds = agenda_words.spent(seen, self._around.clock.now()).get(seen.item.item)
        return agenda_words.clock(seconds, seen.terms.case_minutes) if seconds is not None else ""

    def show_screen(self) -> None:
        """Show how the room's screen stands."""
        seen = self._page.view_model.seen
        if seen is None:
            return
        view = self._show_view()
        self._page.side.room_screen.show_screen(seen, self._around.room, view)

    def _show_view(self) -> str:
        """Give the room's screen what it may show; return what its frame says."""
        seen, link = self._page.view_model.unhidden, self._around.room
        assert seen is not None
        view = room_view.of(seen, self._page.view_model.step, self._clock_words(), self._around.clock.today())
        if self._around.commands.is_held:  # the window is locked
            view = room_view.locked()
        link.show_view(view)
        return view.frame
