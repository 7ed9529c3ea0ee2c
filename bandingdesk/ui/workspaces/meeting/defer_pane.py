"""Putting a case off: the law's last day, the one way that is left in time, why, and what has to be found out."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.store.queries.putting_off import WaysRow
from bandingdesk.ui import text
from bandingdesk.ui.widgets import banner, buttons, card, labels
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField
from bandingdesk.ui.workspaces.meeting.forms import Putting
from bandingdesk.ui.workspaces.meeting.person_rows import PersonRows
from bandingdesk.ui.workspaces.meeting.reading import Reading

_THREE_WEEKS = timedelta(days=21)


class DeferPane(card.Card):
    """A form in the page, never a dialog. The values lie in the form it was given; `edited` comes with each change."""

    edited = Signal()
    deferred = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self._form = Putting()
        self._is_filling = False
        self.add(labels.Label(self.tr("Put this case off"), "place"))
        self.law = banner.SentenceCard()
        self.add(self.law)
        self.officer, self.until = Choice(), DayField()
        self._officer = FormField(self.tr("The delegated officer"), self.officer)
        self._until = FormField(self.tr("Back on an agenda by"), self.until)
        self.add(self._officer)
        self.add(self._until)
        self.reason = NoteField(rows=4, first_rows=2)
        self.add(FormField(self.tr("Why, and what is still needed"), self.reason))
        self.add(labels.Label(self.tr("Questions to answer before it is decided"), "second_strong"))
        self.questions = PersonRows(self.tr("Question"), self.tr("Add a question"))
        self.add(self.questions)
        row = QHBoxLayout()
        self.back = buttons.QuietButton(self.tr("Back to the case"))
        self.put_off = buttons.PrimaryButton(self.tr("Put it off"), icon="calendar-clock")
        row.addStretch(1)
        row.addWidget(self.back)
        row.addWidget(self.put_off)
        self.add(row)
        self.back.clicked.connect(self.left)
        self.put_off.clicked.connect(self.deferred)
        self.reason.textChanged.connect(self._take)
        self.until.dateChanged.connect(self._take)
        self.officer.chosen.connect(self._take)
        self.questions.edited.connect(self.edited)

    def start(self, seen: Reading, form: Putting, today: date) -> None:
        """Begin with FORM: the way that is left in time is chosen, since there is only one."""
        row = seen.deciding.ways if seen.deciding is not None else None
        if row is None:
            return
        self._form = form
        ways = row.ways
        form.to = "officer" if ways.only_officer else "panel"
        day = ways.next[1] if ways.next is not None else ways.officer_by
        if day is not None or not form.until:
            form.until = (day or today + _THREE_WEEKS).isoformat()
        if ways.only_officer and not form.officer and len(row.officers) == 1:
            form.officer = row.officers[0][0]
        self._is_filling = True
        self.reason.set_text(form.reason)
        self.officer.set_choices(row.officers, form.officer or None)
        until = date.fromisoformat(form.until)
        self.until.setDate(QDate(until.year, until.month, until.day))
        self.questions.set_lines(form.questions, row.owners, until)
        self._is_filling = False
        self._officer.setVisible(ways.only_officer)
        self._until.setVisible(day is None)
        self._say(row)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, row: WaysRow) -> None:
        ways = row.ways
        if ways.law_day is None:
            last = self.tr("No clock of the law runs on this case.")
        else:
            last = self.tr("The law’s last day is {day}. It does not move.").replace("{day}", text.day(ways.law_day))
        if ways.next is not None:
            line = self.tr("This panel meets again on {day}: the case goes on that agenda.")
            self.law.say(last, line.replace("{day}", text.day(ways.next[1])), "calendar-clock")
            self.put_off.setText(self.tr("Put it off to {day}").replace("{day}", text.day_short(ways.next[1])))
        elif ways.officer_by is not None:
            line = self.tr("No meeting of this panel is in time. To the delegated officer, out of panel, by {day}.")
            self.law.say(last, line.replace("{day}", text.day(ways.officer_by)), "clock-alert")
            give = self.tr("Give it to the officer by {day}")
            self.put_off.setText(give.replace("{day}", text.day_short(ways.officer_by)))
        else:
            self.law.say(last, self.tr("No meeting of this panel is planned yet. Choose a day."), "calendar-clock")
            self.put_off.setText(self.tr("Put it off"))

    def _take(self, *_: object) -> None:
        if self._is_filling:
            return
        form = self._form
        form.reason, form.officer = self.reason.text, str(self.officer.value or "")
        form.until = self.until.date().toString(Qt.DateFormat.ISODate)
        self.edited.emit()
