"""Who asks to join the shared folder: admitted by the code that is compared by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card, clear
from bandingdesk.ui.widgets.form import FormField, line

if TYPE_CHECKING:
    from bandingdesk.sync.folder.joining import Request
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel


class RequestsCard(Card):
    """A line for each request: the laptop's name, a field for its code, and Admit."""

    def __init__(self, model: SyncViewModel) -> None:
        super().__init__(self.tr("Ask to join"))
        self._model = model
        self._shown: tuple[Request, ...] = ()
        said = self.tr("Call the person. Type the code that stands on their screen; it must not come by the folder.")
        self.add(labels.Label(said, "second", "text2", wrap=True))
        self._holder = Card(look="plain", padding=0)
        self.add(self._holder)

    def show_model(self) -> None:
        """Show who asks; what is being typed stays while the same ones ask."""
        seen = self._model.seen
        asking = seen.requests if seen is not None else ()
        self.setVisible(bool(asking))
        if asking == self._shown:
            return
        self._shown = asking
        clear(self._holder.body)
        for one in asking:
            self._holder.add(self._line(one))

    def _line(self, one: Request) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        field = line(longest=40)
        admit = QuietButton(self.tr("Admit"), icon="user-check")
        admit.setAccessibleName(self.tr("Admit {device}").replace("{device}", one.name))
        admit.say_why_not(self.tr("Type the code first."))
        field.textChanged.connect(
            lambda text: admit.say_why_not("" if text.strip() else self.tr("Type the code first."))
        )
        admit.clicked.connect(lambda: self._model.admit(one.device_id, field.text()))
        row.addWidget(FormField(self.tr("Code of {device}").replace("{device}", one.name), field), 1)
        row.addWidget(admit)
        return holder
