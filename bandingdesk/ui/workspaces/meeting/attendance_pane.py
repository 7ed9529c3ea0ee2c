"""Who is here as the meeting opens: a list to check first. What is chosen is recorded with the opening, not before."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.form import Choice
from bandingdesk.ui.workspaces.meeting.reading import Reading


class AttendancePane(card.Card):
    """A line for each seat. `chosen` carries (person, state)."""

    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.Label(self.tr("Who is here"), "place"))
        note = self.tr("Check each person before you open the meeting. It is recorded when you open it.")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setColumnStretch(1, 1)
        self.add(self._lines)
        self.choices: dict[str, Choice] = {}
        self._known: tuple[str, ...] = ()

    def show_seats(self, seen: Reading, states: Mapping[str, str], *, leads: bool) -> None:
        """Show the seats with what is chosen so far; only who leads the meeting may change it."""
        people = tuple(seat.person_id for seat in seen.meeting.seats)
        if people != self._known:
            self._known = people
            self._make(seen)
        for person, choice in self.choices.items():
            choice.set_value(states[person])
            choice.setEnabled(leads)

    def _make(self, seen: Reading) -> None:
        card.clear(self._grid)
        self.choices = {}
        roles = {"chair": self.tr("Chair"), "deputy": self.tr("Deputy"), "clerk": self.tr("Clerk")}
        offered = [
            ("present", self.tr("In the room")),
            ("remote", self.tr("Remote")),
            ("absent", self.tr("Not here")),
        ]
        for at, seat in enumerate(seen.meeting.seats):
            choice = Choice(offered, "present")
            choice.setAccessibleName(self.tr("Attendance of {name}").replace("{name}", seat.name))
            choice.chosen.connect(lambda state, who=seat.person_id: self.chosen.emit(who, str(state)))
            self.choices[seat.person_id] = choice
            self._grid.addWidget(labels.Label(seat.name, "body", parent=self._lines), at, 0)
            note = roles.get(seat.role, seat.profession)
            self._grid.addWidget(labels.Label(note, "second", "text2", parent=self._lines), at, 1)
            self._grid.addWidget(choice, at, 2)
