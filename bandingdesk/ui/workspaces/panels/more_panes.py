"""The parts of preparing a meeting that open from its agenda: times, packs, another day, practice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.ui.surroundings import Surroundings
from bandingdesk.ui.workspaces.panels.building import Building
from bandingdesk.ui.workspaces.panels.foot_words import Foot
from bandingdesk.ui.workspaces.panels.minutes_pane import MinutesPane
from bandingdesk.ui.workspaces.panels.move_pane import MovePane
from bandingdesk.ui.workspaces.panels.practice_pane import PracticePane
from bandingdesk.ui.workspaces.panels.reading import MeetingReading
from bandingdesk.ui.workspaces.panels.release_pane import ReleasePane
from bandingdesk.ui.workspaces.panels.take_up_pane import TakeUpPane
from bandingdesk.ui.workspaces.panels.times_pane import TimesPane

VIEWS = ("times", "release", "move", "practice", "minutes", "take_up")


class MorePanes(QStackedWidget):
    """One pane at a time. `changed` comes when something was filled in that the foot of the page tells of."""

    changed = Signal()

    def __init__(self, around: Surroundings, building: Building, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.times = TimesPane(building)
        self.release = ReleasePane(building)
        self.move_ = MovePane(building)
        self.practice = PracticePane(around)
        self.minutes = MinutesPane(around)
        self.take_up = TakeUpPane(around)
        for part in (self.times, self.release, self.move_, self.practice, self.minutes, self.take_up):
            self.addWidget(part)
        self.release.changed.connect(self.changed)
        self.practice.changed.connect(self.changed)
        self.minutes.changed.connect(self.changed)
        self.take_up.changed.connect(self.changed)

    def show_view(self, view: str, seen: MeetingReading, fault: DeskError | None) -> None:
        """Show one of VIEWS; FAULT is what was refused there last."""
        if view == "times":
            self.times.show_times(seen, fault)
            self.setCurrentWidget(self.times)
        elif view == "release":
            self.release.show_release(seen, fault)
            self.setCurrentWidget(self.release)
        elif view == "move":
            self.move_.show_move(seen, fault)
            self.setCurrentWidget(self.move_)
        elif view == "minutes":
            self.minutes.show_meeting(seen.meeting.id)
            self.setCurrentWidget(self.minutes)
        elif view == "take_up":
            self.take_up.show_meeting(seen)
            self.setCurrentWidget(self.take_up)
        else:
            self.practice.show_practice(seen.meeting.id)
            self.setCurrentWidget(self.practice)

    def title(self, view: str) -> str:
        """Return the last part of the breadcrumb."""
        return {
            "times": self.tr("Deadline and hours"),
            "release": self.tr("Release a pack"),
            "move": self.tr("Move or call off"),
            "practice": self.tr("Practice"),
            "minutes": self.tr("Minutes"),
            "take_up": self.tr("Take up a decided case"),
        }[view]

    def foot(self, view: str) -> Foot:
        """Return what the foot of the page says."""
        if view == "release":
            return Foot(
                self.tr("What goes out is recorded"),
                self.tr("Purpose, readers and cases. The papers are the frozen ones."),
                "package",
                self.tr("Release and save the packs"),
                "package",
                self.release.why_not,
            )
        if view == "practice":
            return self.practice.foot()
        if view == "take_up":
            return self.take_up.foot()
        if view == "minutes":
            verb, icon, why_not = self.minutes.main_step()
            return Foot(self.tr("The end of the meeting"), self.minutes.foot_line(), "lock", verb, icon, why_not)
        if view == "times":
            line = self.tr("The proposed order and the rota follow them.")
            return Foot(self.tr("The whole panel sees these"), line, "clock")
        line = self.tr("Nothing of what the panel did is lost.")
        return Foot(self.tr("Both are recorded with the reason"), line, "calendar-clock")

    def do(self, view: str) -> None:
        """Do what the main button says."""
        if view == "release":
            self.release.release()
        elif view == "practice":
            self.practice.next_step()
        elif view == "minutes":
            self.minutes.press_main()
        elif view == "take_up":
            self.take_up.model.take_up()

    def take_focus(self, view: str) -> None:
        """Put the focus on the first task."""
        first: QWidget = {
            "times": self.times.on,
            "release": self.release.purpose,
            "move": self.move_.on,
        }.get(view, self.practice)
        own = {"practice": self.practice, "minutes": self.minutes, "take_up": self.take_up}
        if view in own:
            own[view].take_focus()  # type: ignore[attr-defined]  # each has it
        else:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
