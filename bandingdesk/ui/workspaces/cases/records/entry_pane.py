"""The form of an entry, drawn from its kind's fields: new, or changed with a reason. It is kept while it is typed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from bandingdesk.statute.register import EntryType
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.field_form import FieldForm
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField
from bandingdesk.ui.workspaces.cases.records import typed, words
from bandingdesk.ui.workspaces.cases.records.form_pane import WIDTH, FormPane
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel


class EntryPane(FormPane):
    """The form. The page's main button records it."""

    def __init__(self, seen: RecordsViewModel) -> None:
        super().__init__(seen)
        self.undo_button = QuietButton(self.tr("Undo"), icon="undo-2", key="Ctrl+Z")
        self.undo_button.clicked.connect(seen.undo)
        self.discard = QuietButton(self.tr("Throw this draft away"), icon="trash-2")
        self.discard.clicked.connect(seen.discard)
        self.add_tool(self.undo_button)
        self.add_tool(self.discard)
        self._bar = Banner("", tone="warn", closable=False)
        self.parent_choice = Choice()
        self.parent_choice.chosen.connect(self._on_parent)
        self._of = FormField(self.tr("Belongs to"), self.parent_choice)
        self.form = FieldForm((), typed.day)
        self.form.typed.connect(self._on_typed)
        self.reason = NoteField(rows=6, first_rows=2)
        self.reason.textChanged.connect(lambda: seen.give_reason(self.reason.text))
        self._why = FormField(
            self.tr("Why is it changed?"),
            self.reason,
            hint=self.tr("What was recorded stays readable, with your reason beside the change."),
        )
        holder = card.Card()
        holder.add(self._of)
        holder.add(self.form)
        holder.add(self._why)
        parts: tuple[QWidget, ...] = (self._bar, holder)
        for part in parts:
            part.setMaximumWidth(WIDTH)
            self.add(part)
        self.body.addStretch(1)

    def take_focus(self) -> None:
        """Put the caret into the first field."""
        if self.form.fields:
            self.form.focus(next(iter(self.form.fields)))

    def press_main(self) -> None:
        """Record it, or say at each field what is missing."""
        form, kind = self._seen.form, self._seen.kind
        if form is None or kind is None:
            return
        self.tried = True
        self.show_form()
        wrong = [name for name in self.form.fields if self.form.fields[name].error and name in self._stops(kind)]
        if wrong:
            self.form.focus(wrong[0])
            self.ensureWidgetVisible(self.form.fields[wrong[0]])
        elif self._seen.needs_reason and not form.reason.strip():
            self._why.setFocus()
            self.ensureWidgetVisible(self._why)
        else:
            self._seen.record_entry()

    def missing(self) -> int:
        """Return how many fields still have to be filled in or read."""
        form, kind = self._seen.form, self._seen.kind
        if form is None or kind is None:
            return 0
        return len(self._stops(kind)) + (self._seen.needs_reason and not form.reason.strip())

    def show_form(self) -> None:
        """Show the form as it is typed."""
        form, kind, register = self._seen.form, self._seen.kind, self._seen.seen
        if form is None or kind is None or register is None:
            return
        about = self.tr("Change: {0}") if form.entry else self.tr("New entry: {0}")
        self.say(about.replace("{0}", kind.title), self.tr("What you type is kept on this laptop until you record it."))
        self.form.set_fields(kind.fields.values())
        self.form.set_settings(register.settings)
        self.form.show_texts(form.texts)
        self._show_parents(kind)
        self._show_errors(kind)
        if self.reason.text != form.reason:
            self.reason.set_text(form.reason)
        self._why.setVisible(self._seen.needs_reason)
        lacks = self.tried and self._seen.needs_reason and not form.reason.strip()
        self._why.set_error(self.tr("Write one sentence on why it is changed.") if lacks else "")
        name = self._seen.undo_name
        self.undo_button.say_why_not("" if name else self.tr("Nothing to take back."))
        self.undo_button.setAccessibleName(self.tr("Undo: {0}").replace("{0}", name) if name else self.tr("Undo"))
        bar = self._seen.bar
        self._bar.setVisible(bar is not None)
        if bar is not None:
            self._bar.say(*words.bar(bar), tone="warn")
        self.show_faults()

    # Inside

    def _stops(self, kind: EntryType) -> tuple[str, ...]:
        form = self._seen.form
        return (*form.missing(kind), *form.unread(kind)) if form is not None else ()

    def _show_errors(self, kind: EntryType) -> None:
        """Say what stands in the way, and what only looks wrong: a doubt never keeps anything from being recorded."""
        form = self._seen.form
        assert form is not None
        errors = {}
        for name in form.unread(kind):
            if self.tried or not self.form.has_focus(name):
                errors[name] = words.field_error(kind, name, unread=True)
        if self.tried:
            errors |= {name: words.field_error(kind, name, unread=False) for name in form.missing(kind)}
        self.form.show_errors(errors, words.doubts(form, kind, self._seen.today, self.form.has_focus))

    def _show_parents(self, kind: EntryType) -> None:
        register, form = self._seen.seen, self._seen.form
        assert register is not None
        assert form is not None
        offered: list[tuple[object, str]] = [(row.id, words.called(register, row)) for row in self._seen.parents(kind)]
        self._of.setVisible(bool(offered))
        choices = [("", self.tr("Nothing that is recorded")), *offered]
        known = [
            (self.parent_choice.itemData(n), self.parent_choice.itemText(n)) for n in range(self.parent_choice.count())
        ]
        if known != choices:
            self.parent_choice.set_choices(choices)
        self.parent_choice.set_value(form.of if form.of in [value for value, _ in choices] else "")

    def _on_parent(self, value: object) -> None:
        self._seen.choose_parent(str(value), self.tr("Belongs to"))

    def _on_typed(self, name: str, said: str) -> None:
        kind = self._seen.kind
        if kind is not None:
            self._seen.type(name, said, kind.fields[name].title)
