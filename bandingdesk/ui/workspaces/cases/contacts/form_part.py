"""The forms of contacts: a new one, an answer, something put right. Only the fields of the open form are shown."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField, RadioRow, line
from bandingdesk.ui.workspaces.cases.contacts import words
from bandingdesk.ui.workspaces.cases.contacts.form import ContactForm, Kind
from bandingdesk.ui.workspaces.cases.contacts.reading import Contacts
from bandingdesk.ui.workspaces.cases.contacts.view_model import ContactsViewModel

_WIDTH = 720  # px
_FIELDS: dict[Kind, tuple[str, ...]] = {
    "new": ("caller", "who", "when", "which", "way", "words", "reply", "reply_on", "reason", "answer", "follows"),
    "correct": ("caller", "who", "when", "which", "way", "words", "reason"),
    "answer": ("answer", "when", "which", "way"),
    "correct_answer": ("answer", "when", "which", "way", "reason"),
    "reply_day": ("reply_on", "reason"),
    "withdraw": ("reason",),
}


class FormPart(card.Column):
    """The open form. What is typed goes to the view model at once; the page's main button records it."""

    def __init__(self, seen: ContactsViewModel) -> None:
        super().__init__(margins=(20, 14, 20, 16), spacing=12)
        self._seen = seen
        self._is_showing = False
        self._offered: tuple[object, ...] = ()
        self.title = labels.Label("", "card_title", wrap=True)
        self.warning = Banner("", tone="warn", closable=False)
        self.wrong = Banner("", tone="danger", closable=False)
        self._go_on = QuietButton(self.tr("Go on with mine"))
        self._go_on.clicked.connect(seen.accept_newer)
        self.wrong.add(self._go_on)
        for part in (self.title, self.warning, self.wrong):
            self.add(part)
        self.caller, self.way, self.follows = Choice(), Choice(), Choice()
        self.who, self.role, self.clock = line(longest=200), line(longest=200), line(longest=10)
        self.day, self.reply_on = DayField(), DayField()
        self.which = RadioRow(
            self.tr("Which of the two"),
            [
                ("first", self.tr("The first, before the clock was put back")),
                ("second", self.tr("The second, after it")),
            ],
            upright=True,
        )
        self.notes = {
            name: NoteField(rows=8, first_rows=rows) for name, rows in (("words", 3), ("answer", 2), ("reason", 1))
        }
        self.other_day = QCheckBox(self.tr("Promise another day"))
        self.other_day.setMinimumHeight(28)
        self.fields = self._make_fields()
        for field in self.fields.values():
            field.setMaximumWidth(_WIDTH)
            self.add(field)
        self.cancel = QuietButton(self.tr("Leave this form"), icon="x")
        self.cancel.clicked.connect(seen.cancel)
        foot = QHBoxLayout()
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        self.add(foot)
        self.body.addStretch(1)
        self._bind()

    def focus_first(self) -> None:
        """Put the focus on the first field that is empty."""
        for name in _FIELDS[self._seen.form.kind] if self._seen.form is not None else ():
            if self.fields[name].isVisibleTo(self):
                self._focus_of(name).setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # Parts

    def _make_fields(self) -> dict[str, QWidget]:
        self._who_field = FormField(self.tr("Name"), self.who)
        self._clock_field = FormField(self.tr("Time, in London"), self.clock)
        self._reply_line = labels.Label("", "body", wrap=True)
        self._plain = {
            "caller": FormField(self.tr("Who asked"), self.caller),
            "which": FormField(self.tr("This time came twice that night. Which was it?"), self.which),
            "way": FormField(self.tr("By which way"), self.way),
            "words": FormField(self.tr("What they asked or said"), self.notes["words"]),
            "reply_on": FormField(self.tr("Reply day"), self.reply_on),
            "reason": FormField(self.tr("Your reason"), self.notes["reason"]),
            "answer": FormField(self.tr("Your answer"), self.notes["answer"]),
            "follows": FormField(self.tr("Comes back to"), self.follows),
        }
        return {
            "caller": self._plain["caller"],
            "who": _side_by_side(self._who_field, FormField(self.tr("What they are to the child"), self.role)),
            "when": _side_by_side(FormField(self.tr("Day"), self.day), self._clock_field),
            **{name: self._plain[name] for name in ("which", "way", "words")},
            "reply": _below(labels.Label(self.tr("Reply day"), "second_strong"), self._reply_line, self.other_day),
            **{name: self._plain[name] for name in ("reply_on", "answer", "reason", "follows")},
        }

    def _bind(self) -> None:
        self.caller.chosen.connect(lambda value: self._type(caller=str(value)))
        self.way.chosen.connect(lambda value: self._type(way=str(value)))
        self.follows.chosen.connect(lambda value: self._type(follows=str(value)))
        self.which.chosen.connect(lambda value: self._type(which=str(value)))
        self.other_day.toggled.connect(self._on_other_day)
        for name, field in (("who", self.who), ("role", self.role), ("clock", self.clock)):
            field.textEdited.connect(lambda value, name=name: self._type(**{name: value}))
        for name, note in self.notes.items():
            note.textChanged.connect(lambda name=name, note=note: self._type(**{name: note.text}))
        self.day.dateChanged.connect(lambda day: self._type(day=_iso(day)))
        self.reply_on.dateChanged.connect(lambda day: self._type(reply_on=_iso(day)))

    # Show

    def show_form(self, seen: Contacts, form: ContactForm, today: date) -> None:
        """Show the form as it is kept."""
        self._is_showing = True
        self._show_warning(seen)
        self._offer(seen, form)
        self._fill(form, today)
        self._show_reply(form)
        self._show_parts(form)
        self._is_showing = False
        self._show_faults(form)

    def _offer(self, seen: Contacts, form: ContactForm) -> None:
        key = (seen.card.callers, seen.terms, seen.whole, form.kind, form.contact)
        if key == self._offered:
            return
        self._offered = key
        self.caller.set_choices([(one.key, words.caller(one)) for one in seen.card.callers])
        self.way.set_choices(list(seen.terms.ways.items()))
        earlier = [(row.id, f"{words.moment(row.at)}: {' '.join(row.words.split())[:60]}") for row in seen.whole]
        self.follows.set_choices([("", self.tr("Nothing: it is a new question")), *earlier])

    def _fill(self, form: ContactForm, today: date) -> None:
        for choice, value in ((self.caller, form.caller), (self.way, form.way), (self.follows, form.follows)):
            known = {choice.itemData(at) for at in range(choice.count())}
            choice.set_value(value if value in known and (value or choice is self.follows) else None)
            choice.setToolTip(choice.currentText())
        for field, value in ((self.who, form.who), (self.role, form.role), (self.clock, form.clock)):
            if field.text() != value:
                field.setText(value)
        for name, note in self.notes.items():
            note.set_text(str(getattr(form, name)))
        self.day.setMaximumDate(_qdate(today.isoformat()))
        self.day.setDate(_qdate(form.day))
        self.reply_on.setDate(_qdate(form.reply_on or form.day))
        self.other_day.setChecked(form.other_day)
        self.which.set_value(form.which or None)

    def _show_parts(self, form: ContactForm) -> None:
        is_new, answered = form.kind == "new", bool(form.answer.strip())
        shown = set(_FIELDS[form.kind])
        if not form.asks_which:
            shown.discard("which")
        if is_new and answered:
            shown -= {"reply", "reply_on", "reason"}
        elif is_new and not form.other_day:
            shown -= {"reply_on", "reason"}
        for name, field in self.fields.items():
            field.setVisible(name in shown)
        self.title.setText(self._title(form.kind))
        self._plain["answer"].label.setText(
            self.tr("Your answer, if you gave one there and then") if is_new else self.tr("What was answered")
        )

    def _title(self, kind: Kind) -> str:
        return {
            "new": self.tr("Record a contact"),
            "answer": self.tr("Record the answer"),
            "correct": self.tr("Put the question right"),
            "correct_answer": self.tr("Put the answer right"),
            "reply_day": self.tr("Set another reply day"),
            "withdraw": self.tr("Withdraw this contact"),
        }[kind]

    def _show_reply(self, form: ContactForm) -> None:
        proposed = self._seen.proposed() if form.kind == "new" else None
        if proposed is None:
            self._reply_line.setText(self.tr("Your council has adopted no reply time for this day. Promise a day."))
            return
        said = self.tr("Your council answers within %n working days: by {0}.", "", proposed.days or 0)
        self._reply_line.setText(said.replace("{0}", text.day(proposed.on)))

    def _show_warning(self, seen: Contacts) -> None:
        stop, is_withheld = seen.card.stop, seen.card.has_withheld
        self.warning.setVisible(stop is not None or is_withheld)
        if stop is not None:
            self.warning.say(
                self.tr("A death is recorded. Nothing goes out without {0}.").replace("{0}", stop.lead_name),
                self.tr("You can note what was asked. Speak with the named lead before you answer."),
                tone="danger",
            )
        elif is_withheld:
            self.warning.say(
                self.tr("An address around this child is withheld."),
                self.tr("Write and say nothing of where anybody lives or which school that could show."),
            )

    def _show_faults(self, form: ContactForm) -> None:
        seen = self._seen
        missing = form.missing() if seen.has_tried else ()
        need = self.tr("Fill this in.")
        self._who_field.set_error(need if "who" in missing else "")
        for name in ("words", "reply_on", "reason", "answer"):
            self._plain[name].set_error(need if name in missing else "")
        self._plain["which"].set_error(self.tr("Say which of the two it was.") if "which" in missing else "")
        fault = form.clock_fault
        happened, _, do = messages.error_text(fault) if fault is not None else ("", "", "")
        self._clock_field.set_error(need if "clock" in missing else f"{happened} {do}".strip())
        self.wrong.setVisible(seen.error is not None)
        self._go_on.setVisible(seen.is_stale)
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self.wrong.say(happened, kept, do, code=seen.error.code, tone="warn" if seen.is_stale else "danger")

    # Typing

    def _on_other_day(self, checked: bool) -> None:
        proposed = self._seen.proposed()
        day = proposed.on.isoformat() if proposed is not None else self._seen.today.isoformat()
        self._type(other_day=checked, reply_on=day if checked else "")

    def _type(self, **values: object) -> None:
        if not self._is_showing:
            self._seen.type(**values)

    def _focus_of(self, name: str) -> QWidget:
        first: dict[str, QWidget] = {"who": self.who, "when": self.day, "reply": self.other_day}
        if name in first:
            return first[name]
        field = self.fields[name]
        return field.focusProxy() or field


def _side_by_side(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    for part in parts:
        row.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
    return holder


def _below(*parts: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for part in parts:
        column.addWidget(part)
    return holder


def _iso(day: QDate) -> str:
    return date(day.year(), day.month(), day.day()).isoformat()


def _qdate(iso: str) -> QDate:
    day = date.fromisoformat(iso)
    return QDate(day.year, day.month, day.day)
