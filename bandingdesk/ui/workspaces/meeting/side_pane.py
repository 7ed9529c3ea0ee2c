"""Beside the work: the steps of the case, who is in the room with the quorum, the band once it may be seen."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.band_why import BandWhy, Rules
from bandingdesk.ui.widgets.chip import Chip
from bandingdesk.ui.widgets.form import Choice
from bandingdesk.ui.widgets.people import PersonList, StepList
from bandingdesk.ui.workspaces.meeting import words
from bandingdesk.ui.workspaces.meeting.reading import Reading


class SidePane(QFrame):
    """Steps, people, band. `attendance_given` carries (person, state)."""

    attendance_given = Signal(str, str)
    levels_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._scroll = card.Column(margins=(14, 12, 14, 12), spacing=10)
        column.addWidget(self._scroll)
        self._is_decision = False
        self._case = card.Card(self.tr("This case"))
        self.steps = StepList()
        self._case.add(self.steps)
        self.look = buttons.QuietButton(self.tr("Look at the levels"), icon="sliders-horizontal")
        self.look.clicked.connect(lambda: self.levels_asked.emit(self._is_decision))
        self._case.add(self.look)
        self._room = card.Card(self.tr("In the room"))
        self.quorum = Chip("")
        self._room.add(self.quorum)
        self.people = PersonList()
        self._room.add(self.people)
        self.change = buttons.QuietButton(self.tr("Attendance"), icon="user-check", key="Ctrl+Shift+A")
        self.change.clicked.connect(self.toggle_attendance)
        self._room.add(self.change)
        self._states = QWidget()
        self._grid = QGridLayout(self._states)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._states.hide()
        self._room.add(self._states)
        self.why = BandWhy()
        for part in (self._case, self.why, self._room):
            self._scroll.add(part)
        self._scroll.body.addStretch(1)
        self._known: tuple[object, ...] = ()

    def show_item(self, seen: Reading, step: str, *, shows_decision: bool, refusal: str) -> None:
        """Show an item; the band only where the reading holds one, which it does once all levels are agreed."""
        self.steps.set(words.steps(seen, step))
        has_band = seen.explanation is not None
        self.why.setVisible(has_band)
        if has_band:
            self._show_band(seen)
        self._is_decision = shows_decision
        is_agreed = has_band or (seen.on_questions and seen.round is not None and seen.round.state == "agreed")
        self.look.setVisible(is_agreed)
        strips = self.tr("Look at the answers") if seen.on_questions else self.tr("Look at the levels")
        self.look.setText(strips if shows_decision else self.tr("Back to the decision"))
        self.people.set(words.people(seen))
        quorum = seen.quorum
        if quorum is not None:
            met = self.tr("Quorum met: {count}, all roles").replace("{count}", str(quorum.present))
            lost = self.tr("Quorum lost: {count} of {needed}").replace("{count}", str(quorum.present))
            text = met if quorum.met else lost.replace("{needed}", str(quorum.needed))
            self.quorum.set(text, "ok" if quorum.met else "warn", "users-round", quorum.words)
        self.change.say_why_not(refusal)
        self._show_states(seen)

    def _show_band(self, seen: Reading) -> None:
        """Show the indicated band, and the decision's amount once it has been shown to the panel."""
        assert seen.explanation is not None
        money, line = words.amount(seen.decision) if seen.decision else ("", "")
        rules = Rules(dict(seen.bands), seen.names.strands, seen.ladder)
        self.why.show_band(self.tr("Indicative band"), seen.explanation, rules, money=money, money_line=line)

    def toggle_attendance(self) -> None:
        """Open or close the list in which attendance is recorded."""
        self._states.setVisible(not self._states.isVisible())

    def _show_states(self, seen: Reading) -> None:
        key = tuple((seat.person_id, seat.attendance) for seat in seen.meeting.seats)
        if key == self._known:
            return
        self._known = key
        card.clear(self._grid)
        offered = [
            ("present", self.tr("In the room")),
            ("remote", self.tr("Remote")),
            ("left", self.tr("Has left")),
            ("absent", self.tr("Not here")),
        ]
        for at, seat in enumerate(seen.meeting.seats):
            choice = Choice(offered, seat.attendance)
            choice.setAccessibleName(self.tr("Attendance of {name}").replace("{name}", seat.name))
            choice.chosen.connect(lambda state, who=seat.person_id: self.attendance_given.emit(who, str(state)))
            self._grid.addWidget(labels.Label(seat.name, "second", parent=self._states), at, 0)
            self._grid.addWidget(choice, at, 1)


class AgendaColumn(QFrame):
    """The left column: its title with how many are decided, and the list it is given."""

    def __init__(self, title: str, rows: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(6)
        head = QHBoxLayout()
        head.setContentsMargins(14, 0, 14, 0)
        head.addWidget(labels.Label(title, "body_strong"), 1)
        self._count = labels.Label("", "second", "text2")
        head.addWidget(self._count)
        column.addLayout(head)
        column.addWidget(rows, 1)

    def show_count(self, text: str) -> None:
        """Show how many items are decided."""
        self._count.setText(text)
