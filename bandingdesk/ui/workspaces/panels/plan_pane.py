"""The form of a new meeting: panel type, day, hours, place, and who sits where."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTime
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.panel.ops import SeatRole
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import banner, buttons, card, form, labels
from bandingdesk.ui.workspaces.panels.planning import Planning

_CLOCK, _TYPED = "HH:mm", "H:mm"  # as the record keeps an hour, and as people write it


class PlanPane(QFrame):
    """The form. What is filled in goes to `Planning` at once, so that nothing is lost by leaving the page."""

    def __init__(self, planning: Planning, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._planning = planning
        self._seats_shown: object = None
        planning.filled.connect(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 8, 0)
        column.setSpacing(8)
        column.addWidget(labels.Label(self.tr("Plan a meeting"), "page_title"))
        self._scroll = card.Column(margins=(0, 4, 10, 16), spacing=12)
        column.addWidget(self._scroll, 1)
        self.error = banner.Banner("", tone="danger", closable=False)
        self.error.hide()
        self._scroll.add(self.error)
        self._scroll.add(self._make_when())
        self._scroll.add(self._make_seats())
        self._scroll.body.addStretch(1)

    def show_form(self, fault: DeskError | None) -> None:
        """Show the form as filled in; FAULT is what was refused last."""
        form_ = self._planning
        self.error.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
        if form_.proposals is None:
            return
        types = [(one.type.key, one.type.name) for one in form_.proposals]
        if [(self.type.itemData(n), self.type.itemText(n)) for n in range(self.type.count())] != types:
            self.type.set_choices(types, form_.type or None)
        elif form_.type and self.type.value != form_.type:
            self.type.set_value(form_.type)
        found = form_.proposal
        if found is not None:
            rules = self.tr("{remit}. Quorum {number}, with {roles}.").replace("{remit}", found.type.remit)
            rules = rules.replace("{number}", str(found.type.quorum))
            self._type.set_hint(rules.replace("{roles}", text.listed(list(found.type.quorum_roles)) or "—"))
        self._show_seats()

    def start(self) -> None:
        """Show the fields of a new form."""
        form_ = self._planning
        on = form_.on
        with QSignalBlocker(self.on):
            self.on.setDate(QDate(on.year, on.month, on.day))
        for field, frame, hour in ((self.starts, self._starts, form_.starts), (self.ends, self._ends, form_.ends)):
            field.setText(text.hour(hour))
            frame.set_error("")
        self.place.setText(form_.place)

    def _make_when(self) -> card.Card:
        made = card.Card(self.tr("What, when and where"))
        self.type = form.Choice()
        self.type.chosen.connect(lambda key: self._planning.choose_type(str(key)))
        self._type = form.FormField(self.tr("Panel"), self.type, hint=" ")
        made.add(self._type)
        self.on = form.DayField()
        self.on.dateChanged.connect(lambda day: self._planning.set(on=date(day.year(), day.month(), day.day())))
        self.starts, self.ends = form.line(longest=5), form.line(longest=5)
        self._starts = form.FormField(self.tr("Starts"), self.starts)
        self._ends = form.FormField(self.tr("Ends"), self.ends)
        self.starts.textEdited.connect(lambda words: self._planning.set(starts=self._hour(words, self._starts)))
        self.ends.textEdited.connect(lambda words: self._planning.set(ends=self._hour(words, self._ends)))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(form.FormField(self.tr("Day"), self.on), 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._starts, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._ends, 1, Qt.AlignmentFlag.AlignTop)
        made.add(row)
        self.place = form.line(longest=120)
        self.place.textEdited.connect(lambda words: self._planning.set(place=words))
        hint = self.tr("A room, a link, or both.")
        made.add(form.FormField(self.tr("Place"), self.place, hint=hint))
        return made

    @property
    def wrong_hour(self) -> str:
        """What is wrong with the hours, "" for nothing."""
        return self._starts.error or self._ends.error

    def _hour(self, words: str, frame: form.FormField) -> str:
        """Return the hour as the record keeps it, "" where WORDS are none, which FRAME then says."""
        when = QTime.fromString(words.strip(), _TYPED)
        frame.set_error("" if when.isValid() else self.tr("Write the time like 9:30."))
        self._planning.changed.emit()
        return when.toString(_CLOCK) if when.isValid() else ""

    def _make_seats(self) -> card.Card:
        made = card.Card(self.tr("Who sits where"), self.tr("proposed from people's roles"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        made.add(self._grid)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.person = form.Choice()
        self.person.setAccessibleName(self.tr("Add a person"))
        add = buttons.QuietButton(self.tr("Add a seat"), icon="user-plus")
        add.clicked.connect(self._add_seat)
        row.addWidget(self.person, 1)
        row.addWidget(add)
        made.add(row)
        return made

    def _show_seats(self) -> None:
        form_ = self._planning
        key = (form_.type, form_.seats, tuple(form_.people))
        if key == self._seats_shown:
            return
        self._seats_shown = key
        card.clear(self._grid)
        seated = {person for person, _role in form_.seats}
        for number, (person, role) in enumerate(form_.seats):
            self._add_row(number, person, role)
        rest = [(id_, row.name) for id_, row in form_.people.items() if id_ not in seated]
        self.person.set_choices(rest)

    def _add_row(self, number: int, person: str, role: SeatRole) -> None:
        row = self._planning.people[person]
        name = labels.Label(row.name, "body_medium")
        self._grid.addWidget(name, number, 0)
        self._grid.addWidget(labels.Label(row.profession, "second", "text2", wrap=True), number, 1)
        roles = (
            ("chair", self.tr("Chair")),
            ("deputy", self.tr("Deputy chair")),
            ("member", self.tr("Member")),
            ("clerk", self.tr("Clerk")),
            ("presenter", self.tr("Presenter")),
            ("observer", self.tr("Observer")),
        )
        choice = form.Choice(roles, role)
        choice.setAccessibleName(self.tr("Seat of {name}").replace("{name}", row.name))
        choice.chosen.connect(lambda value: self._planning.set_role(person, _seat(str(value))))
        self._grid.addWidget(choice, number, 2)
        drop = buttons.LinkButton(self.tr("Take away"))
        drop.setAccessibleName(self.tr("Take away the seat of {name}").replace("{name}", row.name))
        drop.clicked.connect(lambda: self._planning.drop_seat(person))
        self._grid.addWidget(drop, number, 3, Qt.AlignmentFlag.AlignRight)

    def _add_seat(self) -> None:
        person = self.person.value
        if person is not None:
            self._planning.add_seat(str(person))


def _seat(role: str) -> SeatRole:
    known: dict[str, SeatRole] = {
        "chair": "chair",
        "deputy": "deputy",
        "member": "member",
        "clerk": "clerk",
        "presenter": "presenter",
        "observer": "observer",
    }
    return known[role]
