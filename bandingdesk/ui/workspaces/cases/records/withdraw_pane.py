"""Why an entry, or an exception, is taken back. It stays readable with the reason; no clock runs from it any more."""

from __future__ import annotations

from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.form import FormField, NoteField
from bandingdesk.ui.workspaces.cases.records import words
from bandingdesk.ui.workspaces.cases.records.form_pane import WIDTH, FormPane
from bandingdesk.ui.workspaces.cases.records.view_model import RecordsViewModel


class WithdrawPane(FormPane):
    """One reason. The page's main button records it."""

    def __init__(self, seen: RecordsViewModel) -> None:
        super().__init__(seen)
        self.reason = NoteField(rows=6, first_rows=3)
        self.reason.textChanged.connect(lambda: seen.give_reason(self.reason.text))
        self._field = FormField(
            self.tr("Why is it withdrawn?"),
            self.reason,
            hint=self.tr("It stays readable with this reason. Its dates stop counting."),
        )
        holder = card.Card()
        holder.add(self._field)
        holder.setMaximumWidth(WIDTH)
        self.add(holder)
        self.body.addStretch(1)

    def take_focus(self) -> None:
        """Put the caret into the reason."""
        self.reason.setFocus()

    def press_main(self) -> None:
        """Withdraw it, or say that the reason is missing."""
        self.tried = True
        self.show_form()
        if self._seen.reason.strip():
            self._seen.withdraw()
        else:
            self.reason.setFocus()

    def missing(self) -> int:
        """Return how many fields still have to be filled in."""
        return int(not self._seen.reason.strip())

    def show_form(self) -> None:
        """Show what is withdrawn."""
        register, exception = self._seen.seen, self._seen.exception
        wanted = exception.entry if exception is not None else self._seen.withdrawing
        row = register.entry(wanted) if register is not None else None
        if register is None or row is None:
            return
        about = self.tr("Take an exception back: {0}") if exception is not None else self.tr("Withdraw: {0}")
        self.say(about.replace("{0}", words.called(register, row)), words.heading(register, row))
        if self.reason.text != self._seen.reason:
            self.reason.set_text(self._seen.reason)
        lacks = self.tried and not self._seen.reason.strip()
        self._field.set_error(self.tr("Write one sentence on why it is withdrawn.") if lacks else "")
        self.show_faults()
