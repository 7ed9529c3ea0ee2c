"""The one form of advice: it shows the fields of the act that it is for."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout

from bandingdesk.casework.contacts import policy
from bandingdesk.statute import advice as bodies
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField, line
from bandingdesk.ui.workspaces.cases.papers.advice_model import AdviceForm, AdviceModel
from bandingdesk.ui.workspaces.cases.papers.reading import Papers

_SHOWS = {
    "ask": ("body", "who", "way", "entry", "sent", "there", "words"),
    "date": ("sent", "there", "words"),
    "chase": ("on", "way", "words"),
    "excuse": ("exception", "on", "ends", "paper", "words"),
    "take": ("on", "paper"),
    "withdraw": ("words",),
}


class AdviceFormPart(card.Card):
    """The form. Its main button is the page's own."""

    def __init__(self, model: AdviceModel) -> None:
        super().__init__()
        self._title = labels.Label("", "card_title", wrap=True)
        self.add(self._title)
        self._model = model
        self._is_filling = False
        self._shown: tuple[object, ...] = ()
        self._wrong = Banner("", tone="danger", closable=False)
        self.add(self._wrong)
        book = bodies.book()
        self.body_ = Choice([(one.id, one.title) for one in book.bodies.values()])
        self.who = line()
        self.way = Choice(list(policy.shipped_ways().items()))
        self.exception = Choice([(one.id, f"{one.title} ({one.provision})") for one in book.heads.values()])
        self.paper, self.entry = Choice(), Choice()
        self.sent, self.there, self.on, self.ends = DayField(), DayField(), DayField(), DayField()
        self.knows = QCheckBox(self.tr("We know the day they received it"))
        self.lasts = QCheckBox(self.tr("It has ended"))
        self.words = NoteField(rows=4, first_rows=2)
        self._fields: dict[str, FormField] = {
            "body": FormField(self.tr("Whose advice"), self.body_),
            "who": FormField(self.tr("Who was asked"), self.who),
            "way": FormField(self.tr("By which way"), self.way),
            "entry": FormField(self.tr("For which request"), self.entry),
            "sent": FormField(self.tr("Sent on"), self.sent),
            "there": FormField(self.tr("They received it on"), self.there),
            "exception": FormField(self.tr("What excuses a late reply"), self.exception),
            "on": FormField(self.tr("On"), self.on),
            "ends": FormField(self.tr("Until"), self.ends),
            "paper": FormField(self.tr("The paper"), self.paper),
            "words": FormField(self.tr("In words"), self.words),
        }
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        for place, name in enumerate(
            ("body", "who", "way", "entry", "exception", "on", "ends", "paper", "sent", "there")
        ):
            grid.addWidget(self._fields[name], place // 2, place % 2)
        self.add(grid)
        self.add(self.knows)
        self.add(self.lasts)
        self.add(self._fields["words"])
        foot = QHBoxLayout()
        self.cancel = QuietButton(self.tr("Close this form"))
        self.cancel.clicked.connect(model.leave)
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        self.add(foot)
        self._wire()

    def show_form(self, seen: Papers) -> None:
        """Show the form that is open; what is being typed in it is left alone."""
        form, fault = self._model.form, self._model.error
        self.setVisible(form is not None)
        if form is None:
            self._shown = ()
            return
        key = (form.kind, form.request, len(seen.papers))
        if key != self._shown:
            self._shown = key
            self._is_filling = True  # a field that is being filled reads as edited, and would write the others back
            self._fill(form, seen)
            self._is_filling = False
        self._wrong.setVisible(fault is not None)
        if fault is not None:
            self._wrong.say(*messages.error_text(fault), code=fault.code, tone="danger")

    def focus_first(self) -> None:
        """Put the focus on the first field."""
        form = self._model.form
        if form is not None:
            self._fields[_SHOWS[form.kind][0]].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill(self, form: AdviceForm, seen: Papers) -> None:
        titles = {
            "ask": self.tr("Ask for advice"),
            "date": self.tr("When they received the request"),
            "chase": self.tr("Record a chase"),
            "excuse": self.tr("What excuses a late reply"),
            "take": self.tr("The advice has come"),
            "withdraw": self.tr("Withdraw the request"),
        }
        self._title.setText(titles[form.kind])
        shows = _SHOWS[form.kind]
        for name, field in self._fields.items():
            field.setVisible(name in shows)
        self.knows.setVisible("there" in shows)
        self.lasts.setVisible("ends" in shows)
        self.body_.set_value(form.body or None)
        self.who.setText(form.who)
        self.way.set_value(form.way or None)
        self.exception.set_value(form.exception or None)
        papers = [("", self.tr("Not added yet")), *((row.id, _named(row)) for row in seen.papers)]
        self.paper.set_choices(papers, form.paper if seen.paper(form.paper) else "")
        asked = [("", self.tr("No entry of the register")), *((row.id, _entry(row)) for row in seen.entries)]
        self.entry.set_choices(asked, form.entry if any(row.id == form.entry for row in seen.entries) else "")
        days = {self.sent: form.sent, self.there: form.there, self.on: form.on, self.ends: form.ends}
        for day, value in days.items():
            day.setDate(_qdate(value or form.sent or form.on))
        self.knows.setChecked(bool(form.there))
        self.lasts.setChecked(bool(form.ends))
        self.words.set_text(form.words)
        self._fields["there"].field.setEnabled(bool(form.there))
        self._fields["ends"].field.setEnabled(bool(form.ends))
        hint = self.tr("Why the days are put right.") if form.kind == "date" else ""
        self._fields["words"].set_hint(hint)

    def _wire(self) -> None:
        self.who.textChanged.connect(self._take)
        self.words.textChanged.connect(self._take)
        for choice in (self.body_, self.way, self.exception, self.paper, self.entry):
            choice.chosen.connect(self._take)
        for day in (self.sent, self.there, self.on, self.ends):
            day.dateChanged.connect(self._take)
        self.knows.toggled.connect(self.there.setEnabled)
        self.lasts.toggled.connect(self.ends.setEnabled)
        self.knows.toggled.connect(self._take)
        self.lasts.toggled.connect(self._take)

    def _take(self, *_: object) -> None:
        if self._is_filling:
            return
        self._model.type(
            body=_code(self.body_),
            who=self.who.text(),
            way=_code(self.way),
            exception=_code(self.exception),
            paper=_code(self.paper),
            entry=_code(self.entry),
            sent=_iso(self.sent),
            there=_iso(self.there) if self.knows.isChecked() else "",
            on=_iso(self.on),
            ends=_iso(self.ends) if self.lasts.isChecked() else "",
            words=self.words.text,
        )


def _code(choice: Choice) -> str:
    return str(choice.value or "")


def _iso(field: DayField) -> str:
    return field.date().toString(Qt.DateFormat.ISODate)


def _qdate(day: str) -> QDate:
    found = date.fromisoformat(day)
    return QDate(found.year, found.month, found.day)


def _entry(row: Any) -> str:
    day = row.main_day
    return f"{row.kind.title}, {text.day_bare(day)}" if day is not None else str(row.kind.title)


def _named(row: Any) -> str:
    return f"{row.title}, {text.day_bare(row.dated)}"
