"""The form that is open: the fields of its kind, below each other. The page's main button records it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui import codes, messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField, RadioRow, line
from bandingdesk.ui.workspaces.cases.decisions import words
from bandingdesk.ui.workspaces.cases.decisions.form import AfterForm, Kind
from bandingdesk.ui.workspaces.cases.decisions.reading import After, Choices
from bandingdesk.ui.workspaces.cases.decisions.view_model import DecisionsViewModel

_WIDTH = 720  # px
_CHOICES = ("owner", "panel", "outcome", "meeting", "theme")
_NOTES = {"words": (6, 2), "legal_test": (6, 2), "options": (6, 3), "reasons": (10, 3)}


class Ticks(QWidget):
    """Boxes below each other; `ticked` carries the values of those that are set."""

    ticked = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._boxes: dict[str, QCheckBox] = {}

    def set_choices(self, choices: Choices, values: Sequence[str]) -> None:
        """Offer CHOICES, pairs of value and words, with VALUES set."""
        if tuple(self._boxes) != tuple(value for value, _words in choices):
            card.clear(self._column)
            self._boxes = {}
            for value, said in choices:
                box = QCheckBox(said)
                box.setMinimumHeight(28)
                box.setToolTip(said)
                box.clicked.connect(self._on_click)
                self._boxes[value] = box
                self._column.addWidget(box)
        for value, box in self._boxes.items():
            box.setChecked(value in values)
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            self.setFocusProxy(first)

    def _on_click(self) -> None:
        self.ticked.emit(tuple(value for value, box in self._boxes.items() if box.isChecked()))


class FormPart(card.Column):
    """The open form."""

    def __init__(self, seen: DecisionsViewModel) -> None:
        super().__init__(margins=(20, 14, 20, 16), spacing=12)
        self._seen = seen
        self._is_showing = False
        self.title = labels.Label("", "card_title", wrap=True)
        self.note = labels.Label("", "second", "text2", wrap=True)
        self.wrong = Banner("", tone="danger", closable=False)
        self._go_on = QuietButton(self.tr("Go on with mine"))
        self._go_on.clicked.connect(seen.accept_newer)
        self.wrong.add(self._go_on)
        for part in (self.title, self.note, self.wrong):
            self.add(part)
        self.choices = {name: Choice() for name in _CHOICES}
        self.notes = {name: NoteField(rows=rows, first_rows=first) for name, (rows, first) in _NOTES.items()}
        self.due, self.outcome_words = DayField(), line(longest=200)
        self.ticks = {"next_time": Ticks(), "papers": Ticks()}
        self.radios = {
            "route": RadioRow(self.tr("How it was decided"), [(k, words.say(v)) for k, v in words.ROUTES.items()]),
            "finding": RadioRow(
                self.tr("What this meeting makes of it"),
                [(k, words.say(v)) for k, v in words.FINDINGS.items()],
                upright=True,
            ),
        }
        self.fields = {name: FormField(label, self._widget(name)) for name, label in self._labels().items()}
        for field in self.fields.values():
            field.setMaximumWidth(_WIDTH)
        self.cancel = QuietButton(self.tr("Leave this form"), icon="x")
        self.cancel.clicked.connect(seen.cancel)
        self.look = QuietButton(self.tr("See it as a paper"), icon="eye")
        self.look.clicked.connect(self._on_look)
        self._order = QVBoxLayout()
        self._order.setSpacing(12)
        self.add(self._order)
        foot = QHBoxLayout()
        foot.addWidget(self.cancel)
        foot.addWidget(self.look)
        foot.addStretch(1)
        self.add(foot)
        self.body.addStretch(1)
        for field in self.fields.values():
            self._order.addWidget(field)
        self._bind()

    def focus_first(self) -> None:
        """Put the focus on the first field."""
        form = self._seen.form
        if form is not None and form.shown:
            field = self.fields[form.shown[0]]
            (field.focusProxy() or field).setFocus(Qt.FocusReason.OtherFocusReason)

    # Parts

    def _labels(self) -> dict[str, str]:
        return {
            "panel": self.tr("The panel it would have gone to"),
            "route": self.tr("How it was decided"),
            "meeting": self.tr("At which meeting"),
            "finding": self.tr("What this meeting makes of it"),
            "next_time": self.tr("What would help next time"),
            "theme": self.tr("What the council learns"),
            "words": self.tr("In words"),
            "owner": self.tr("Who does it"),
            "due": self.tr("By which day"),
            "outcome": self.tr("Outcome"),
            "outcome_words": self.tr("More about the outcome, if it needs it"),
            "legal_test": self.tr("The legal test, answered in words"),
            "options": self.tr("Options considered, a line each"),
            "papers": self.tr("Papers relied on"),
            "reasons": self.tr("Reasons"),
        }

    def _widget(self, name: str) -> QWidget:
        held: dict[str, QWidget] = {**self.choices, **self.notes, **self.ticks, **self.radios}
        return {**held, "due": self.due, "outcome_words": self.outcome_words}[name]

    def _bind(self) -> None:
        for name, choice in self.choices.items():
            choice.chosen.connect(lambda value, name=name: self._type(**{name: str(value)}))
        for name, note in self.notes.items():
            note.textChanged.connect(lambda name=name, note=note: self._type(**{name: note.text}))
        for name, ticks in self.ticks.items():
            ticks.ticked.connect(lambda value, name=name: self._type(**{name: tuple(value)}))
        for name, radio in self.radios.items():
            radio.chosen.connect(lambda value, name=name: self._type(**{name: str(value)}))
        self.outcome_words.textEdited.connect(lambda value: self._type(outcome_words=value))
        self.due.dateChanged.connect(lambda day: self._type(due=date(day.year(), day.month(), day.day()).isoformat()))

    # Show

    def show_form(self, found: After, form: AfterForm) -> None:
        """Show the form as it is kept."""
        self._is_showing = True
        self.title.setText(self._title(form.kind))
        self.note.setText(self._note(found, form))
        self.note.setVisible(bool(self.note.text()))
        self.look.setVisible(form.kind == "feedback")
        self._offer(found, form)
        for name, note in self.notes.items():
            note.set_text(str(getattr(form, name)))
        if self.outcome_words.text() != form.outcome_words:
            self.outcome_words.setText(form.outcome_words)
        if form.due:
            day = date.fromisoformat(form.due)
            self.due.setDate(QDate(day.year, day.month, day.day))
        for name, radio in self.radios.items():
            radio.set_value(getattr(form, name) or None)
        said = self._words_label(form)
        self.fields["words"].label.setText(said)
        self.notes["words"].setAccessibleName(said)
        missing = form.missing() if self._seen.has_tried else ()
        for name, field in self.fields.items():
            field.setVisible(name in form.shown)
            field.set_error(self.tr("Fill this in.") if name in missing else "")
        self._is_showing = False
        self._show_wrong()

    def _offer(self, found: After, form: AfterForm) -> None:
        outcomes = tuple((one, codes.outcome(one)) for one in found.outcomes.get(form.panel, ()))
        row = found.outside_row(form.target)
        meetings = found.meetings.get(row.ratifying_type, ()) if row is not None else ()
        offered: dict[str, Choices] = {
            "owner": found.owners,
            "panel": found.panels,
            "outcome": outcomes,
            "meeting": tuple((id_, text.day(on)) for id_, on in meetings),
            "theme": found.themes,
        }
        for name, choice in self.choices.items():
            value = getattr(form, name)
            known = tuple((choice.itemData(at), choice.itemText(at)) for at in range(choice.count()))
            if known != offered[name]:
                choice.set_choices(offered[name])
            choice.set_value(value if value in dict(offered[name]) else None)
            choice.setToolTip(choice.currentText())
        self.ticks["next_time"].set_choices(found.next_time, form.next_time)
        self.ticks["papers"].set_choices(found.papers, form.papers)

    def _show_wrong(self) -> None:
        seen = self._seen
        self.wrong.setVisible(seen.error is not None)
        self._go_on.setVisible(seen.is_stale)
        if seen.error is not None:
            happened, kept, do = messages.error_text(seen.error)
            self.wrong.say(happened, kept, do, code=seen.error.code, tone="warn" if seen.is_stale else "danger")

    def _title(self, kind: Kind) -> str:
        return {
            "action": self.tr("Add an action"),
            "done": self.tr("The action is done"),
            "move": self.tr("Put the action on another day"),
            "drop": self.tr("Drop the action"),
            "feedback": self.tr("Feedback to the setting"),
            "officer": self.tr("Send to the delegated officer, out of panel"),
            "decide": self.tr("Decide out of panel"),
            "ratify": self.tr("A decision out of panel, before a meeting"),
            "review": self.tr("Answer the panel that asked you to look again"),
            "note": self.tr("What the council learns from this"),
            "correct_minutes": self.tr("Correct the minutes"),
        }[kind]

    def _note(self, found: After, form: AfterForm) -> str:
        if form.kind in ("done", "move", "drop"):
            row = found.action(form.target)
            return row.words if row is not None else ""
        return {
            "feedback": self.tr("It names no scorer, no first score and no amount. It is frozen when you record it."),
            "officer": self.tr("The law’s last day never moves. The officer finds this in Today."),
            "decide": self.tr("You sign with your PIN. The next meeting of the panel takes note of it."),
            "ratify": self.tr("The meeting takes note or asks for a review. It undoes nothing."),
            "correct_minutes": self.tr("The minutes stay as they were frozen. Your words are printed beneath them."),
        }.get(form.kind, "")

    def _words_label(self, form: AfterForm) -> str:
        return {
            "action": self.tr("What is to be done"),
            "done": self.tr("What was done"),
            "move": self.tr("Why another day"),
            "drop": self.tr("Why it is dropped"),
            "feedback": self.tr("In your own words, if you have more to say"),
            "officer": self.tr("Why it goes to the officer"),
            "decide": self.tr("Why it was decided out of panel"),
            "ratify": self.tr("What the meeting says"),
            "review": self.tr("What you found when you looked again"),
            "note": self.tr("More about it"),
            "correct_minutes": self.tr("What the minutes should have said"),
        }[form.kind]

    def _on_look(self) -> None:
        form = self._seen.form
        if form is not None:
            self._seen.open_feedback(form.target, self.tr("Feedback to the setting, a draft"))

    def _type(self, **values: object) -> None:
        if not self._is_showing:
            self._seen.type(**values)
