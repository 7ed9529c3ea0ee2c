"""Join a shared store: where it is, who I am there, what this laptop is called, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.join_form import JoinForm

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel


class JoinPane(QWidget):
    """The form of a shared store on the council's server."""

    def __init__(self, model: SyncViewModel) -> None:
        super().__init__()
        self._model = model
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = Column(margins=(24, 16, 24, 24), spacing=12)
        column.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        outer.addWidget(column)
        self.error = Banner("", tone="danger", closable=False)
        self.form = JoinForm()
        column.add(labels.SectionTitle(self.tr("Join a shared store"), role="sentence"))
        column.add(self.error)
        column.add(self.form)
        column.add(self._what_follows())
        self.form.changed.connect(model.changed)

    def _what_follows(self) -> Card:
        card = Card(self.tr("What follows"), look="well")
        sends = self.tr("This sends what this laptop holds, as it is, and takes what the shared store has for you.")
        later = self.tr("A store with work of its own can begin a shared store, but can’t join one that has a record.")
        self._counts = labels.Label("", "body_strong", wrap=True)
        card.add(self._counts)
        for words in (sends, later):
            card.add(labels.Label(words, "second", "text2", wrap=True))
        return card

    def show_model(self) -> None:
        """Show what would be sent, and why a join was refused."""
        seen, fault = self._model.seen, self._model.join_error
        count = sum(one.ops for one in seen.devices if one.is_own) if seen is not None else 0
        self._counts.setText(self.tr("This laptop holds %n entries.", "", count))
        self.error.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")

    def take_focus(self) -> None:
        """Put the focus on the first field."""
        self.form.host.setFocus(Qt.FocusReason.OtherFocusReason)

    def why_not(self) -> str:
        """Return why it can't be joined yet, "" where it can."""
        return self.tr("Joining the shared store.") if self._model.is_joining else self.form.why_not()

    def join(self) -> None:
        """Join with what is filled in; the password leaves the field at once."""
        form = self.form
        secret = form.password.text()
        form.password.clear()
        self._model.join(form.address(), secret, form.name.text().strip())
