"""Who is here, person by person: in the room, remote and alone there, lost, gone; and guests without an account."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.panel.room.ops import Guest
from bandingdesk.ui import text
from bandingdesk.ui.widgets import buttons, card, labels
from bandingdesk.ui.widgets.form import Choice, DayField, FormField
from bandingdesk.ui.workspaces.meeting import room_words as words
from bandingdesk.ui.workspaces.meeting.reading import Reading
from bandingdesk.ui.workspaces.meeting.words import tr


class PresenceLine(QWidget):
    """One person's presence. `said` carries (person, state, alone, undertaking given today)."""

    said = Signal(str, str, bool, bool)

    def __init__(self, person: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = person
        self.state = Choice(words.presences(), "absent")
        self.state.setAccessibleName(tr("Attendance of {name}").replace("{name}", name))
        self.alone = QCheckBox(tr("Nobody else can see or hear"))
        self.alone.setAccessibleDescription(name)
        self.signed = buttons.LinkButton(tr("Undertaking given today"))
        self.signed.setAccessibleDescription(
            tr("{name} gave the confidentiality undertaking today").replace("{name}", name)
        )
        self.dated = labels.Label("", "note", "text2", wrap=True)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        for at, part in enumerate((self.state, self.alone, self.signed, self.dated)):
            grid.addWidget(part, at, 0)
        self.state.chosen.connect(lambda _state: self._say(False))
        self.alone.clicked.connect(lambda: self._say(False))
        self.signed.clicked.connect(lambda: self._say(True))

    def show_state(self, state: str, alone: bool, undertaking: date | None, note: str) -> None:
        """Show what is recorded; nothing is said by it."""
        self.state.set_value(state)
        self.alone.setVisible(state == "remote")
        self.alone.setChecked(alone)
        self.signed.setVisible(undertaking is None)
        dated = tr("Undertaking {day}").replace("{day}", text.day(undertaking)) if undertaking else ""
        self.dated.setText(". ".join(part for part in (dated, note) if part))
        self.dated.setVisible(bool(self.dated.text()))

    def _say(self, signed: bool) -> None:
        state = str(self.state.value)
        self.said.emit(self._person, state, state == "remote" and self.alone.isChecked(), signed)


class PeoplePane(card.Card):
    """The list and the form for a guest. `said` as a line's; `let_in` carries (guest, state, alone, undertaking)."""

    said = Signal(str, str, bool, bool)
    let_in = Signal(object, str, bool, object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.add(labels.Label(self.tr("Who is here"), "place"))
        note = self.tr("Recorded as you choose, from this case on. The quorum is counted again at once.")
        self.add(labels.Label(note, "second", "text2", wrap=True))
        self._holder = QWidget()
        self._grid = QGridLayout(self._holder)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        self.add(self._holder)
        self.lines: dict[str, PresenceLine] = {}
        self._known: tuple[str, ...] = ()
        self._make_guest()
        row = QHBoxLayout()
        self.back = buttons.QuietButton(self.tr("Back to the case"))
        row.addStretch(1)
        row.addWidget(self.back)
        self.add(row)
        self.back.clicked.connect(self.left)

    def _make_guest(self) -> None:
        self.add(labels.Line())
        self.add(labels.Label(self.tr("Let in a guest without an account"), "body_strong"))
        self.name, self.capacity = QLineEdit(), QLineEdit()
        self.role = Choice(words.guest_roles(), "observer")
        self.state = Choice(words.presences()[:2], "present")
        self.alone = QCheckBox(self.tr("Nobody else can see or hear"))
        self.undertaking = DayField()
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for at, (label, field) in enumerate((
            (self.tr("Name"), self.name), (self.tr("As"), self.role), (self.tr("For whom"), self.capacity),
            (self.tr("Where"), self.state), (self.tr("Confidentiality undertaking given on"), self.undertaking),
        )):  # fmt: skip
            grid.addWidget(FormField(label, field), at // 2, at % 2)
        grid.addWidget(self.alone, 2, 1, Qt.AlignmentFlag.AlignBottom)
        self.add(grid)
        row = QHBoxLayout()
        self.enter = buttons.QuietButton(self.tr("Let the guest in"), icon="user-plus")
        row.addStretch(1)
        row.addWidget(self.enter)
        self.add(row)
        self.enter.clicked.connect(self._let_in)
        self.state.chosen.connect(lambda state: self.alone.setVisible(state == "remote"))
        self.alone.hide()

    def start(self, today: date) -> None:
        """Begin with an empty form for a guest."""
        self.name.clear()
        self.capacity.clear()
        self.undertaking.setDate(QDate(today.year, today.month, today.day))
        first = next(iter(self.lines.values()), None)
        if first is not None:
            first.state.setFocus()

    def show_people(self, seen: Reading) -> None:
        """Show everybody as recorded now."""
        rows = words.presence_rows(seen)
        people = tuple(row.person for row in rows)
        if people != self._known:
            self._known = people
            card.clear(self._grid)
            self.lines = {}
            for at, row in enumerate(rows):
                line = PresenceLine(row.person, row.name, self._holder)
                line.said.connect(self.said)
                self.lines[row.person] = line
                who = QWidget(self._holder)
                column = QVBoxLayout(who)
                column.setContentsMargins(0, 4, 0, 0)
                column.setSpacing(0)
                column.addWidget(labels.Label(row.name, "body_strong", wrap=True))
                column.addWidget(labels.Label(row.role, "second", "text2", wrap=True))
                column.addStretch(1)
                self._grid.addWidget(who, at, 0)
                self._grid.addWidget(line, at, 1)
        for row in rows:
            self.lines[row.person].show_state(row.state, row.alone, row.undertaking, row.note)

    def _let_in(self) -> None:
        guest = Guest(self.name.text().strip(), self.role.value, self.capacity.text().strip())  # type: ignore[arg-type]  # three are offered
        day = self.undertaking.date().toPython()
        self.let_in.emit(guest, str(self.state.value), self.alone.isChecked(), day)
        if guest.name:
            self.name.clear()
