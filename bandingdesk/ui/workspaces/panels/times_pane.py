"""When papers come in, and when members can be there who can't be there all the time."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Qt, QTime
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import banner, buttons, card, form, labels
from bandingdesk.ui.workspaces.panels.building import Building
from bandingdesk.ui.workspaces.panels.reading import MeetingReading

_TYPED, _CLOCK = "H:mm", "HH:mm"


class TimesPane(QFrame):
    """The deadline for papers, and hours by member: empty for all the time."""

    def __init__(self, building: Building, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._building = building
        self._shown: object = None
        self.fields: dict[str, tuple[QLineEdit, QLineEdit]] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 8, 0)
        outer.setSpacing(8)
        outer.addWidget(labels.Label(self.tr("Deadline and hours"), "page_title"))
        self.error = banner.Banner("", tone="danger", closable=False)
        self.error.hide()
        outer.addWidget(self.error)
        scroll = card.Column(margins=(0, 4, 10, 16), spacing=12)
        scroll.add(self._make_deadline())
        scroll.add(self._make_hours())
        scroll.body.addStretch(1)
        outer.addWidget(scroll, 1)

    def show_times(self, seen: MeetingReading, fault: DeskError | None) -> None:
        """Show what is set; FAULT is what was refused last."""
        self.error.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
        key = (seen.meeting.id, seen.laid.plan.deadline, seen.laid.hours)
        if key == self._shown:
            return
        self._shown = key
        plan = seen.laid.plan
        day = plan.deadline or seen.meeting.on
        with QSignalBlocker(self.on):
            self.on.setDate(QDate(day.year, day.month, day.day))
        if plan.deadline:
            words = self.tr("Papers come in by the end of {day}. What comes later waits for the chair.")
            self._deadline.setText(words.replace("{day}", text.day(plan.deadline)))
        else:
            self._deadline.setText(self.tr("No deadline is set for this meeting."))
        card.clear(self._grid)
        self.fields = {}
        known = {one.person: one for one in seen.laid.hours}
        for number, seat in enumerate(seen.voters):
            hours = known.get(seat.person_id)
            self._add_member(
                number, seat.person_id, seat.name, hours.starts if hours else "", hours.ends if hours else ""
            )

    def _make_deadline(self) -> card.Card:
        made = card.Card(self.tr("Papers"))
        self._deadline = labels.Label("", "second", "text2", wrap=True)
        made.add(self._deadline)
        self.on = form.DayField()
        row = QHBoxLayout()
        row.addWidget(form.FormField(self.tr("Papers come in by"), self.on))
        self.set = buttons.QuietButton(self.tr("Set this deadline"), icon="calendar-check")
        self.set.clicked.connect(self._set_deadline)
        row.addWidget(self.set, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        made.add(row)
        return made

    def _make_hours(self) -> card.Card:
        made = card.Card(self.tr("Who can't be there all the time"))
        words = self.tr("Their cases are put where they are here, and the rota gives them no more than fit.")
        made.add(labels.Label(words, "second", "text2", wrap=True))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        made.add(self._grid)
        self.wrong = labels.Label("", "second_strong", "danger", wrap=True)
        self.wrong.hide()
        made.add(self.wrong)
        self.keep = buttons.QuietButton(self.tr("Keep these hours"), icon="check")
        self.keep.clicked.connect(self._keep)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.keep)
        made.add(foot)
        return made

    def _add_member(self, number: int, person: str, name: str, starts: str, ends: str) -> None:
        self._grid.addWidget(labels.Label(name, "body_medium", wrap=True), number, 0)
        fields = []
        for column, (label, clock) in enumerate(((self.tr("From"), starts), (self.tr("Until"), ends)), start=1):
            field = form.line(longest=5)
            field.setText(text.hour(clock) if clock else "")
            field.setAccessibleName(f"{name}: {label}")
            field.setPlaceholderText(label)
            field.setMaximumWidth(96)
            self._grid.addWidget(field, number, column)
            fields.append(field)
        self.fields[person] = (fields[0], fields[1])

    def _set_deadline(self) -> None:
        day = self.on.date()
        self._building.set_deadline(date(day.year(), day.month(), day.day()))

    def _keep(self) -> None:
        hours, wrong = {}, False
        for person, (starts, ends) in self.fields.items():
            read = [_clock(field.text()) for field in (starts, ends)]
            wrong = wrong or None in read
            hours[person] = (read[0] or "", read[1] or "")
        self.wrong.setVisible(wrong)
        self.wrong.setText(self.tr("Write the times like 9:30, or leave them empty.") if wrong else "")
        if not wrong:
            self._building.set_hours(hours)


def _clock(words: str) -> str | None:
    """Return a time as the record keeps it, "" for an empty one, None for what is none."""
    if not words.strip():
        return ""
    when = QTime.fromString(words.strip(), _TYPED)
    return when.toString(_CLOCK) if when.isValid() else None
