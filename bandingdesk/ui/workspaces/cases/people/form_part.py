"""The open form of the People part, built from its fields. What is typed goes to the view model at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui import around_words, messages
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField, RadioRow, line
from bandingdesk.ui.workspaces.cases.people import forms, words
from bandingdesk.ui.workspaces.cases.people.forms import Field, Form
from bandingdesk.ui.workspaces.cases.people.reading import People
from bandingdesk.ui.workspaces.cases.people.view_model import PeopleViewModel

_WIDTH = 720  # px
_LONGEST = 300  # characters of a line; a name of 200 fits
_GRAVE = ("death", "merge", "open")  # what follows is said in a warning


class FormPart(card.Column):
    """One form at a time. The page's main button records it; leaving it asks nothing, since it can be typed again."""

    def __init__(self, seen: PeopleViewModel) -> None:
        super().__init__(margins=(20, 14, 20, 16), spacing=12)
        self._seen = seen
        self._built: tuple[str, str] | None = None
        self._is_showing = False
        self.tried = False
        self.fields: dict[str, FormField] = {}
        self.title = labels.Label("", "card_title", wrap=True)
        self._effect = Banner("", tone="info", closable=False)
        self._wrong = Banner("", tone="danger", closable=False)
        self._go_on = QuietButton(self.tr("Go on with mine"))
        self._go_on.clicked.connect(seen.accept_newer)
        self._wrong.add(self._go_on)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(12)
        self.cancel = QuietButton(self.tr("Leave this form"), icon="x")
        self.cancel.clicked.connect(seen.cancel)
        for part in (self.title, self._effect, self._wrong):
            part.setMaximumWidth(_WIDTH)
            self.add(part)
        self.add(self._holder)
        foot = QHBoxLayout()
        foot.addWidget(self.cancel)
        foot.addStretch(1)
        self.add(foot)
        self.body.addStretch(1)

    def show_form(self, form: Form, seen: People) -> None:
        """Show FORM as it is typed; another form than before is built anew."""
        if (form.kind, form.target) != self._built:
            self._build(form, seen)
        self._is_showing = True
        self.title.setText(words.title(form, seen))
        effect = words.say(words.EFFECTS[form.kind]) if form.kind in words.EFFECTS else ""
        if form.kind == "confirm" and self._seen.before is not None:
            effect = ", ".join(self._seen.before.address)
        self._effect.setVisible(bool(effect))
        self._effect.say(effect, tone="warn" if form.kind in _GRAVE else "info")
        for one in forms.FIELDS[form.kind]:
            self._fill(one, form, seen)
        self._is_showing = False
        self._show_errors(form)
        self._show_wrong()

    def forget(self) -> None:
        """Build the next form anew, also where it is the same kind again."""
        self._built, self.tried = None, False

    def press_main(self) -> None:
        """Record the form, or say at each field what is missing and go to the first."""
        form = self._seen.form
        if form is None:
            return
        self.tried = True
        if self._seen.is_ready:
            self._seen.submit()
            return
        self._show_errors(form)
        bad = (*form.missing(), *form.wrong_days(), *form.wrong_numbers())
        first = self.fields[next(one.name for one in forms.FIELDS[form.kind] if one.name in bad)]
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(first)

    def take_focus(self) -> None:
        """Put the caret into the first field; before what can't be undone the safe choice has the focus."""
        form = self._seen.form
        if form is not None and form.kind in _GRAVE:
            self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        for one in self.fields.values():
            if not one.isHidden():
                _first(one.field).setFocus(Qt.FocusReason.OtherFocusReason)
                return

    # Parts

    def _build(self, form: Form, seen: People) -> None:
        card.clear(self._holder)
        self.fields, self._built, self.tried = {}, (form.kind, form.target), False
        for one in forms.FIELDS[form.kind]:
            made = FormField(words.label(one.name), self._widget(one, form, seen), hint=words.hint(one.name))
            if one.shape == "tick":
                made.label.hide()
            made.setMaximumWidth(_WIDTH)
            self.fields[one.name] = made
            self._holder.addWidget(made)

    def _widget(self, one: Field, form: Form, seen: People) -> QWidget:
        name, model = one.name, self._seen
        match one.shape:
            case "note":
                note = NoteField(rows=8, first_rows=2)
                note.textChanged.connect(lambda: self._type(name, note.text))
                return note
            case "choice":
                choice = Choice(words.choices(name, form, seen))
                choice.chosen.connect(lambda value: model.choose(name, str(value)))
                return choice
            case "radio":
                offered = [(value, words.say(said)) for value, said in words.RADIOS[name]]
                radio = RadioRow(words.label(name), offered)
                radio.chosen.connect(lambda value: model.choose(name, str(value)))
                return radio
            case "tick":
                tick = QCheckBox(words.label(name))
                tick.setMinimumHeight(28)
                tick.toggled.connect(lambda on: self._tick(name, on))
                return tick
        typed = line(longest=_LONGEST)
        typed.textEdited.connect(lambda value: self._type(name, value))
        return typed

    def _type(self, name: str, value: str) -> None:
        if not self._is_showing:
            self._seen.type(name, value)

    def _tick(self, name: str, on: bool) -> None:
        if not self._is_showing:
            self._seen.choose(name, "yes" if on else "")

    # Show

    def _fill(self, one: Field, form: Form, seen: People) -> None:
        field, value = self.fields[one.name].field, form.values.get(one.name, "")
        self.fields[one.name].setVisible(form.is_shown(one.name))
        match field:
            case NoteField():
                field.set_text(value)
            case Choice():
                offered = words.choices(one.name, form, seen)
                if offered != [(field.itemData(at), field.itemText(at)) for at in range(field.count())]:
                    field.set_choices(offered)
                field.set_value(value if value in dict(offered) else None)
            case RadioRow():
                field.set_value(value or None)
            case QCheckBox():
                field.setChecked(bool(value))
            case QLineEdit() if field.text() != value:
                field.setText(value)

    def _show_errors(self, form: Form) -> None:
        missing, days, numbers = form.missing(), form.wrong_days(), form.wrong_numbers()
        doubted = form.doubted() if form.kind == "correct" else ()
        for name, field in self.fields.items():
            said = doubt = ""
            if name in days and (self.tried or not field.field.hasFocus()):
                said = self.tr("This is not a day. Write day, month and year, as 31/12/2016.")
            elif name in missing and self.tried:
                said = self.tr("Fill this in.")
            elif name in numbers and self.tried:
                said = self.tr("Write a number of points, as 18.")
            elif name in doubted:
                doubt = around_words.doubt(name)
            if said or field.error != doubt:
                (field.set_error if said else field.set_doubt)(said or doubt)

    def _show_wrong(self) -> None:
        fault = self._seen.error
        self._wrong.setVisible(fault is not None)
        self._go_on.setVisible(self._seen.is_stale)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self._wrong.say(happened, kept, do, code=fault.code, tone="warn" if self._seen.is_stale else "danger")


def _first(field: QWidget) -> QWidget:
    """Return what takes the keys in FIELD."""
    if isinstance(field, RadioRow):
        button: QAbstractButton = next((one for one in field.buttons if one.isChecked()), field.buttons[0])
        return button
    return field
