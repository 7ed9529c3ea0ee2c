"""One form that was made: for whom, until when, the copies that left as files, and a new copy to save."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from bandingdesk.store.queries.returns import FormRow
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import FormField, NoteField, line
from bandingdesk.ui.workspaces.cases.returns import words
from bandingdesk.ui.workspaces.cases.returns.reading import Sent
from bandingdesk.ui.workspaces.cases.returns.view_model import ReturnsViewModel

_WIDTH = 640  # px


class FormPart(card.Column):
    """A form that is out, or is to be saved for the first time."""

    def __init__(self, seen: ReturnsViewModel) -> None:
        super().__init__(margins=(16, 12, 16, 12), spacing=10)
        self._seen = seen
        self._shown = ""
        self.wrong = Banner("", tone="danger", closable=False)
        self.add(self.wrong)
        self._about = card.Card(" ")
        self._who = labels.Label("", "body_strong", wrap=True)
        self._days = labels.Label("", "second", "text2", wrap=True)
        self._state = labels.Label("", "second", wrap=True)
        for part in (self._who, self._days, self._state):
            self._about.add(part)
        self.add(self._about)
        self.add(self._make_copy())
        self.add(self._make_end())
        self.body.addStretch(1)

    def _make_copy(self) -> QWidget:
        self._copy = card.Card(self.tr("Save a copy to send"))
        hint = self.tr("We never send it. Save the file, then attach it to your own e-mail or print it.")
        self._copy.add(labels.Label(hint, "second", "text2", wrap=True))
        self.password = line(secret=True, longest=120)
        self._password = FormField(
            self.tr("Password, if you want one"),
            self.password,
            hint=self.tr("Tell it by phone. We do not keep it, and nobody can open the copy without it."),
        )
        self._password.setMaximumWidth(_WIDTH)
        self._copy.add(self._password)
        self.save = QuietButton(self.tr("Save a copy"), icon="file-down")
        self.save.clicked.connect(self.ask_place)
        self._copy.add(_left(self.save))
        self._files = labels.Label("", "note", "text2", wrap=True)
        self._copy.add(self._files)
        return self._copy

    def _make_end(self) -> QWidget:
        self._end = card.Card(self.tr("Wait for it no more"))
        self.reason = NoteField(rows=4)
        self._reason = FormField(self.tr("Why you wait for it no more"), self.reason)
        self._reason.setMaximumWidth(_WIDTH)
        self._end.add(self._reason)
        self.withdraw = QuietButton(self.tr("Withdraw this form"), icon="ban")
        self.withdraw.clicked.connect(self._on_withdraw)
        self._end.add(_left(self.withdraw))
        return self._end

    def ask_place(self) -> None:
        """Ask where a copy is to be saved, and save it."""
        name = self._seen.file_name()
        ending = Path(name).suffix
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Save a copy"), name, f"*{ending}")
        if chosen:
            path = Path(chosen)
            self._seen.write(path if path.suffix else path.with_suffix(ending), self.password.text())
            self.password.clear()

    def show_form(self, row: FormRow, seen: Sent, today: date) -> None:
        """Show ROW."""
        if row.id != self._shown:
            self._shown = row.id
            self.password.clear()
            self.reason.set_text("")
        fault = self._seen.fault("written", "withdrawn")
        self.wrong.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.wrong.say(happened, kept, do, code=fault.code, tone="danger")
        if self._about.heading is not None:
            self._about.heading.set_title(words.kind(row.kind))
        self._who.setText(self.tr("For {0}").replace("{0}", words.person(row.to_name, row.to_role)))
        made = self.tr("Made on {0}.").replace("{0}", text.day(row.dated))
        wanted = self.tr("Wanted back by {0}.").replace("{0}", text.day(row.due)) if row.due is not None else ""
        self._days.setText(f"{made} {wanted}".strip())
        self._state.setText(self._standing(row, today))
        self._state.set_tone("danger" if row.state == "late" else "")
        is_open = row.state not in ("withdrawn", "replaced")
        only = self.tr("This is for the {0}.").replace("{0}", seen.only_for) if seen.only_for else ""
        stop = self.tr("A death is recorded, so no form goes out.") if seen.stop is not None else ""
        self._copy.setVisible(is_open)
        self.save.say_why_not(only or stop)
        left = self.tr("Copies that left: {0}.").replace("{0}", ", ".join(row.files)) if row.files else ""
        self._files.setText(left)
        self._files.setVisible(bool(left))
        self._end.setVisible(is_open and row.state != "came")
        self.withdraw.say_why_not(only)

    def _standing(self, row: FormRow, today: date) -> str:
        if row.state == "not_written":
            return self.tr("No copy has been saved yet, so nobody can have it.")
        if row.state == "late" and row.due is not None:
            return self.tr("It has not come back. {0}.").replace("{0}", text.days_left(row.due, today))
        if row.state == "came":
            return self.tr("It came back %n times.", "", row.returns)
        if row.state == "replaced":
            return self.tr("A newer form was made in its place. If this one comes back, that is said.")
        if row.state == "withdrawn":
            return self.tr("Withdrawn: {0}").replace("{0}", row.withdrawn)
        return self.tr("It has not come back yet.")

    def _on_withdraw(self) -> None:
        is_said = bool(self.reason.text.strip())
        self._reason.set_error("" if is_said else self.tr("Say in a few words why."))
        if is_said:
            self._seen.withdraw(self.reason.text)


def _left(button: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(button)
    row.addStretch(1)
    return holder
