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
from bandingdesk.ui.workspaces.panels.times_pane import TimesPane

VIEWS = ("times", "release", "move", "practice", "minutes")


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
        for part in (self.times, self.release, self.move_, self.practice, self.minutes):
            self.addWidget(part)
        self.release.changed.connect(self.changed)
        self.practice.changed.connect(self.changed)
        self.minutes.changed.connect(self.changed)

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

    def take_focus(self, view: str) -> None:
        """Put the focus on the first task."""
        first: QWidget = {
            "times": self.times.on,
            "release": self.release.purpose,
            "move": self.move_.on,
        }.get(view, self.practice)
        if view in ("practice", "minutes"):
            part = self.practice if view == "practice" else self.minutes
            part.take_focus()
        else:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
