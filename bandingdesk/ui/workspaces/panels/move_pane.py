"""Another day for a meeting, calling it off, and a panel type that changed since it was planned."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTime, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import banner, buttons, card, form, labels
from bandingdesk.ui.workspaces.panels.building import Building
from bandingdesk.ui.workspaces.panels.reading import MeetingReading
from bandingdesk.ui.workspaces.panels.rules_card import RulesCard

_TYPED, _CLOCK = "H:mm", "HH:mm"


class MovePane(QFrame):
    """Move or call off, each with its reason. `changed` comes when something is filled in."""

    changed = Signal()

    def __init__(self, building: Building, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._building = building
        self._shown: object = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 8, 0)
        outer.setSpacing(8)
        outer.addWidget(labels.Label(self.tr("Move or call off"), "page_title"))
        self.error = banner.Banner("", tone="danger", closable=False)
        self.error.hide()
        outer.addWidget(self.error)
        scroll = card.Column(margins=(0, 4, 10, 16), spacing=12)
        self.rules = RulesCard(building)
        scroll.add(self.rules)
        scroll.add(self._make_move())
        scroll.add(self._make_off())
        scroll.body.addStretch(1)
        outer.addWidget(scroll, 1)

    def show_move(self, seen: MeetingReading, fault: DeskError | None) -> None:
        """Show the meeting's day; FAULT is what was refused last."""
        self.error.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
        self.rules.show_rules(seen)
        waiting = sum(item.row.state == "waiting" for item in seen.items)
        self._waits.setText(
            self.tr("%n case(s) wait on this agenda. They need another panel before the law's last day.", "", waiting)
        )
        key = (seen.meeting.id, seen.meeting.on, seen.meeting.starts, seen.meeting.ends)
        if key == self._shown:
            return
        self._shown = key
        on = seen.meeting.on
        with QSignalBlocker(self.on):
            self.on.setDate(QDate(on.year, on.month, on.day))
        self.starts.setText(text.hour(seen.meeting.starts))
        self.ends.setText(text.hour(seen.meeting.ends))
        self.why.set_text("")
        self.why_off.set_text("")

    def _make_move(self) -> card.Card:
        made = card.Card(self.tr("Another day or time"))
        words = self.tr("Its agenda, seats, scores and rule books stay. The law's last days do not move.")
        made.add(labels.Label(words, "second", "text2", wrap=True))
        self.on = form.DayField()
        self.starts, self.ends = form.line(longest=5), form.line(longest=5)
        row = QHBoxLayout()
        row.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        self._starts = form.FormField(self.tr("Starts"), self.starts)
        self._ends = form.FormField(self.tr("Ends"), self.ends)
        row.addWidget(form.FormField(self.tr("Day"), self.on), 2, top)
        row.addWidget(self._starts, 1, top)
        row.addWidget(self._ends, 1, top)
        made.add(row)
        self.why = form.NoteField(rows=2)
        made.add(form.FormField(self.tr("Why is it moved?"), self.why))
        self.move_ = buttons.QuietButton(self.tr("Move this meeting"), icon="calendar-clock")
        self.move_.clicked.connect(self._move)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.move_)
        made.add(foot)
        return made

    def _make_off(self) -> card.Card:
        made = card.Card(self.tr("Call it off"))
        self._waits = labels.Label("", "second", "text2", wrap=True)
        made.add(self._waits)
        made.add(labels.Label(self.tr("This can't be taken back."), "second_strong", wrap=True))
        self.why_off = form.NoteField(rows=2)
        made.add(form.FormField(self.tr("Why is it called off?"), self.why_off))
        self.off = buttons.QuietButton(self.tr("Call this meeting off"), icon="calendar-x")
        self.off.clicked.connect(lambda: self._building.call_off(self.why_off.text))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.off)
        made.add(foot)
        return made

    def _move(self) -> None:
        clocks = []
        for field, frame in ((self.starts, self._starts), (self.ends, self._ends)):
            when = QTime.fromString(field.text().strip(), _TYPED)
            frame.set_error("" if when.isValid() else self.tr("Write the time like 9:30."))
            clocks.append(when.toString(_CLOCK) if when.isValid() else "")
        if all(clocks):
            day = self.on.date()
            on = date(day.year(), day.month(), day.day())
            self._building.move_meeting(on, clocks[0], clocks[1], self.why.text)
