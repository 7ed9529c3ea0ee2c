"""The form of a new form: which one, for whom, by when, in large print."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, RadioRow, line
from bandingdesk.ui.workspaces.cases.returns import words
from bandingdesk.ui.workspaces.cases.returns.reading import Person, Sent
from bandingdesk.ui.workspaces.cases.returns.view_model import MakeForm, ReturnsViewModel

_WIDTH = 640  # px
USUAL = timedelta(days=14)  # offered as the day by which it is wanted
_OTHER = "other"


class MakePart(card.Column):
    """What is typed goes to the view model at once; the page's main button makes the form."""

    def __init__(self, seen: ReturnsViewModel) -> None:
        super().__init__(margins=(20, 14, 20, 16), spacing=12)
        self._seen = seen
        self._is_showing = False
        self._offered: tuple[object, ...] = ()
        self.wrong = Banner("", tone="danger", closable=False)
        self.add(labels.Label(self.tr("Make a form for this child"), "card_title"))
        self.add(self.wrong)
        self.kind = RadioRow(self.tr("Which form"), [(one, words.kind(one)) for one in words.KINDS], upright=True)
        self.person, self.request = Choice(), Choice()
        self.name, self.role = line(longest=200), line(longest=200)
        self.due = DayField()
        self.large = QCheckBox(self.tr("In large print"))
        self.large.setMinimumHeight(28)
        hint = self.tr("It stands in our list, and not on the form.")
        self.fields = {
            "kind": FormField(self.tr("Which form"), self.kind),
            "person": FormField(self.tr("For whom"), self.person),
            "to_name": FormField(self.tr("Their name"), self.name, hint=hint),
            "to_role": FormField(self.tr("Who they are to the child, or their profession"), self.role),
            "due": FormField(self.tr("Wanted back by"), self.due),
            "request": FormField(self.tr("The advice that it answers"), self.request),
        }
        for field in self.fields.values():
            field.setMaximumWidth(_WIDTH)
            self.add(field)
        self.add(self.large)
        cancel = QuietButton(self.tr("Leave this form"), icon="x")
        cancel.clicked.connect(seen.cancel)
        foot = QHBoxLayout()
        foot.addWidget(cancel)
        foot.addStretch(1)
        self.add(foot)
        self.body.addStretch(1)
        self.kind.chosen.connect(lambda value: self._on_kind(str(value)))
        self.person.chosen.connect(self._on_person)
        self.request.chosen.connect(lambda value: self._type(request=str(value)))
        self.name.textEdited.connect(lambda value: self._type(to_name=value))
        self.role.textEdited.connect(lambda value: self._type(to_role=value))
        self.due.dateChanged.connect(lambda day: self._type(due=_iso(day)))
        self.large.toggled.connect(lambda on: self._type(large_print=on))

    def focus_first(self) -> None:
        """Put the focus on the first question."""
        self.kind.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_form(self, seen: Sent, form: MakeForm, today: date) -> None:
        """Show the form as it is kept."""
        self._is_showing = True
        self.kind.set_value(form.kind or None)
        self._offer(seen, form)
        for field, value in ((self.name, form.to_name), (self.role, form.to_role)):
            if field.text() != value:
                field.setText(value)
        shown = date.fromisoformat(form.due) if form.due else today + USUAL
        self.due.setMinimumDate(QDate(today.year, today.month, today.day))
        self.due.setDate(QDate(shown.year, shown.month, shown.day))
        self.large.setChecked(form.large_print)
        self.large.setVisible(form.kind != "setting_profile")
        self.fields["person"].setVisible(bool(form.kind) and self.person.count() > 1)
        self.fields["request"].setVisible(form.kind == "advice" and bool(seen.requests))
        self._is_showing = False
        missing = form.missing() if self._seen.has_tried else ()
        for name, said in (("kind", self.tr("Choose one.")), ("to_name", self.tr("Fill this in."))):
            self.fields[name].set_error(said if name in missing else "")
        fault = self._seen.fault("made")
        self.wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.wrong.say(happened, kept, do, code=fault.code, tone="danger")

    def _offer(self, seen: Sent, form: MakeForm) -> None:
        people = [one for one in seen.people if form.kind in one.kinds]
        key = (form.kind, tuple(people), seen.requests)
        if key != self._offered:
            self._offered = key
            choices: list[tuple[object, str]] = [(one, words.person(one.name, one.role)) for one in people]
            self.person.set_choices([*choices, (_OTHER, self.tr("Somebody else"))])
            asked = [(one.id, _request(one.title, one.who, one.due)) for one in seen.requests]
            self.request.set_choices([("", self.tr("None of these")), *asked], form.request)
        now = next((one for one in people if one.name == form.to_name), None)
        self.person.set_value(now if now is not None else _OTHER if form.to_name else None)

    def _on_kind(self, kind: str) -> None:
        seen = self._seen.seen
        fits = [one for one in seen.people if kind in one.kinds] if seen is not None else []
        only = fits[0] if len(fits) == 1 or kind in ("setting_profile", "young_person_views") and fits else None
        self._type(kind=kind, request="", **(_of(only) if only is not None else {"to_name": "", "to_role": ""}))

    def _on_person(self, value: object) -> None:
        self._type(**(_of(value) if isinstance(value, Person) else {"to_name": "", "to_role": ""}))

    def _type(self, **values: object) -> None:
        if not self._is_showing:
            day = self.due.date()
            values.setdefault("due", self._seen.make.due or _iso(day))
            self._seen.type(**values)


def _of(one: Person) -> dict[str, object]:
    return {"to_name": one.name, "to_role": one.role, "large_print": one.large_print}


def _request(title: str, who: str, due: date | None) -> str:
    day = text.day_bare(due) if due is not None else ""
    return ", ".join(filter(None, (title, who, day)))


def _iso(day: QDate) -> str:
    return date(day.year(), day.month(), day.day()).isoformat()
