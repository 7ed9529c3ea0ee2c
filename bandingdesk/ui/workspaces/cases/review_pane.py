"""The form of a review meeting: when it was, what it asked for, the family's own words, the provision in Section F."""

from __future__ import annotations

from datetime import date
from typing import get_args

from PySide6.QtCore import QDate

from bandingdesk.casework.ops import Outcome
from bandingdesk.ui import codes, messages
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import DayField, FormField, NoteField, RadioRow, line
from bandingdesk.ui.workspaces.cases.case_reading import CaseReading
from bandingdesk.ui.workspaces.cases.case_view_model import CaseViewModel

_WIDTH = 760  # px
NOTES = ("parent_address", "setting_says", "parent_views", "child_views", "section_f")


class ReviewPane(card.Column):
    """The review as it is typed. It is kept while typing, and recorded by the page's main button."""

    def __init__(self, seen: CaseViewModel) -> None:
        super().__init__(margins=(20, 16, 20, 16), spacing=14)
        self._seen = seen
        self._is_showing = False
        self._tried = False
        self._stale = Banner("", tone="warn", closable=False)
        self._look = QuietButton(self.tr("Show what came in between"), icon="history")
        self._look.clicked.connect(lambda: seen.go("timeline"))
        self._go_on = QuietButton(self.tr("Go on with mine"))
        self._go_on.clicked.connect(seen.accept_newer)
        self._stale.add(self._look)
        self._stale.add(self._go_on)
        self._wrong = Banner("", tone="danger", closable=False)
        self.add(self._stale)
        self.add(self._wrong)
        self.day = DayField()
        self.asked = RadioRow(
            self.tr("What the meeting asked for"), [(key, codes.outcome(key)) for key in get_args(Outcome)]
        )
        self.name = line()
        self.notes = {name: NoteField(rows=10, first_rows=3 if name == "section_f" else 2) for name in NOTES}
        self.fields = self._make_fields()
        for field in self.fields.values():
            field.setMaximumWidth(_WIDTH)
            self.add(field)
        self.body.addStretch(1)
        self.day.dateChanged.connect(self._on_day)
        self.asked.chosen.connect(lambda value: self._type(asked_for=str(value)))
        self.name.textEdited.connect(lambda value: self._type(parent_name=value))
        for name, note in self.notes.items():
            note.textChanged.connect(lambda name=name, note=note: self._type(**{name: note.text}))

    def _make_fields(self) -> dict[str, FormField]:
        own = self.tr("In their own words. They are shown as written and never changed.")
        return {
            "on": FormField(
                self.tr("Day of the meeting"),
                self.day,
                hint=self.tr("The law’s four weeks count from this day (SEND Regulations 2014, reg 20(10))."),
            ),
            "asked_for": FormField(self.tr("What the meeting asked for"), self.asked),
            "setting_says": FormField(self.tr("What the setting says"), self.notes["setting_says"]),
            "parent_views": FormField(self.tr("What the parent or carer says"), self.notes["parent_views"], hint=own),
            "child_views": FormField(
                self.tr("What the child or young person says"), self.notes["child_views"], hint=own
            ),
            "section_f": FormField(
                self.tr("Provision in Section F"),
                self.notes["section_f"],
                hint=self.tr("One provision a line. The panel checks each of them before any amount is shown."),
            ),
            "parent_name": FormField(self.tr("Parent or carer, for the letters"), self.name),
            "parent_address": FormField(
                self.tr("Their address"), self.notes["parent_address"], hint=self.tr("One part a line.")
            ),
        }

    def show_missing(self) -> bool:
        """Say at each empty field that it is needed; return whether nothing is missing."""
        self._tried = True
        missing = self._seen.review.missing()
        for name, field in self.fields.items():
            field.set_error(self.tr("Fill this in.") if name in missing else "")
        if missing:
            first = next(field for name, field in self.fields.items() if name in missing)
            first.setFocus()
            self.ensureWidgetVisible(first)
        return not missing

    def show_reading(self, _seen: CaseReading, today: date) -> None:
        """Show the form as it is kept."""
        form = self._seen.review
        self._is_showing = True
        shown = date.fromisoformat(form.on) if form.on else today
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.day.setDate(QDate(shown.year, shown.month, shown.day))
        self.asked.set_value(form.asked_for or None)
        if self.name.text() != form.parent_name:
            self.name.setText(form.parent_name)
        for name, note in self.notes.items():
            if note.text != getattr(form, name):
                note.set_text(getattr(form, name))
        self._is_showing = False
        if self._tried:
            missing = form.missing()
            for name, field in self.fields.items():
                if field.error and name not in missing:
                    field.set_error("")
        self._show_wrong()

    def _show_wrong(self) -> None:
        seen = self._seen
        fault = seen.error if seen.section == "review" else None
        self._stale.setVisible(fault is not None and seen.is_stale)
        self._wrong.setVisible(fault is not None and not seen.is_stale)
        if fault is None:
            return
        happened, kept, do = messages.error_text(fault)
        if seen.is_stale:
            self._stale.say(
                self.tr("Somebody else has changed this case."),
                self.tr("What you typed is kept here."),
                self.tr("Look at what came in between, then go on."),
                code=fault.code,
                tone="warn",
            )
        else:
            self._wrong.say(happened, kept, do, code=fault.code, tone="danger")

    def _on_day(self, day: QDate) -> None:
        self._type(on=date(day.year(), day.month(), day.day()).isoformat())

    def _type(self, **values: str) -> None:
        if not self._is_showing:
            if not self._seen.review.on and "on" not in values:
                day = self.day.date()
                values["on"] = date(day.year(), day.month(), day.day()).isoformat()
            self._seen.type_review(**values)
