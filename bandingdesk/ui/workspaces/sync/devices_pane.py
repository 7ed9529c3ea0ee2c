"""The devices of the record, and the one looked at: what it made, and taking it out with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.store.queries.sync import DeviceRow
from bandingdesk.ui import check_words, text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import Button, QuietButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.form import FormField, NoteField
from bandingdesk.ui.widgets.row_list import RowList
from bandingdesk.ui.workspaces.sync import words
from bandingdesk.ui.workspaces.sync.demo_card import DemoCard
from bandingdesk.ui.workspaces.sync.requests_card import RequestsCard

if TYPE_CHECKING:
    from bandingdesk.ui.surroundings import Surroundings
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel

_WIDTH, _NARROW = 400, 300  # px at 100 %


class DevicesPane(QWidget):
    """Devices at the left; at the right the one the list stands on."""

    def __init__(self, model: SyncViewModel, around: Surroundings) -> None:
        super().__init__()
        self._model, self._messages = model, around.messages
        self.reason = NoteField(rows=4, first_rows=2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.list = RowList(self.tr("Devices of this record"))
        self.list.chosen.connect(lambda _key: self._show_device())
        self.list.opened.connect(lambda _key: self.reason.setFocus())
        box = Card(padding=0)
        box.body.setContentsMargins(1, 1, 1, 1)
        box.add(self.list)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(18, 14, 18, 14)
        column.addWidget(box, 1)
        self.requests = RequestsCard(model)
        self.demo = DemoCard(around.desk, around.jobs, model.link)
        row.addWidget(left, 1)
        row.addWidget(labels.Line(upright=True))
        self._side = _Side()
        row.addWidget(self._side)
        self._name = labels.SectionTitle("", icon="laptop")
        self._made = labels.Label("", "body", wrap=True)
        self._head = labels.Label("", "note", "text2", wrap=True)
        self._head.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        hint = self.tr("Lost, stolen, or its person has left. It is kept in the record.")
        self._reason = FormField(self.tr("Why this device is taken out"), self.reason, hint=hint)
        self.reason.textChanged.connect(self._show_button)
        self.revoke = Button(self.tr("Take this device out"), icon="ban", look="danger")
        self.revoke.clicked.connect(self._ask)
        self._after = labels.Label(
            self.tr("It can send nothing more. What it made before stays; what it still holds comes in only by hand."),
            "second",
            "text2",
            wrap=True,
        )
        for part in (self._name, self._made, self._head, self._reason, self._after):
            self._side.inner.add(part)
        self._side.inner.body.addWidget(self.revoke, 0, Qt.AlignmentFlag.AlignLeft)
        self.bring = QuietButton(self.tr("Bring sealed work in"), icon="file-lock")
        self.bring.clicked.connect(self._bring_in)
        self._side.inner.body.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignLeft)
        for card in (self.requests, self.demo):
            self._side.inner.add(card)
        self._side.inner.body.addStretch(1)

    def show_model(self) -> None:
        """Show the devices."""
        seen = self._model.seen
        self.list.set_rows([words.device_row(one) for one in seen.devices] if seen is not None else [])
        if self.list.current_key is None:
            self.list.go_first()
        self._show_device()
        self.requests.show_model()
        self.demo.setVisible(self._model.link.peers is not None)
        is_server = seen is not None and seen.status.peer == "server" and self._model.link.peers is None
        self.bring.setVisible(is_server and seen is not None and seen.is_administrator)

    def take_focus(self) -> None:
        """Put the focus on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _device(self) -> DeviceRow | None:
        return self._model.device(str(self.list.current_key or ""))

    def _show_device(self) -> None:
        one = self._device()
        self._side.inner.setVisible(one is not None)
        if one is None:
            return
        self._name.set_title(one.name or self.tr("A device without a name"))
        made = self.tr("%n entries of the record were made on it.", "", one.ops)
        if one.revoked_at is not None:
            made = f"{made} {self.tr('Taken out {moment}.').replace('{moment}', text.moment(one.revoked_at))}"
        self._made.setText(made)
        self._head.setText(self.tr("Check code: {code}").replace("{code}", check_words.code(one.head)))
        self._head.setVisible(bool(one.head))
        can = not one.is_own and one.revoked_at is None
        for part in (self._reason, self.revoke, self._after):
            part.setVisible(can)
        self._show_button()

    def _show_button(self) -> None:
        seen = self._model.seen
        if seen is not None and not seen.is_administrator:
            self.revoke.say_why_not(self.tr("An administrator takes devices out."))
        elif not self.reason.text.strip():
            self.revoke.say_why_not(self.tr("Write why first."))
        else:
            self.revoke.say_why_not("")

    def _bring_in(self) -> None:
        """Ask for the file, with the system's own file window, and bring its work to the shared store."""
        chosen, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Bring sealed work in"), "", self.tr("Sealed work (*.deskwork)")
        )
        if chosen:
            self._model.bring_in(Path(chosen))

    def _ask(self) -> None:
        one, reason = self._device(), self.reason.text.strip()
        if one is None:
            return
        effect = self.tr("{device} can send nothing more from now on.").replace("{device}", one.name)
        detail = self.tr("This is recorded with your name and reason, and can't be undone. It can join again as new.")
        self._messages.confirm(
            effect, self.tr("Take it out"), lambda: self._model.revoke(one.id, reason), detail=detail, tone="danger"
        )


class _Side(QFrame):
    """The pane of the device looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "pane")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.inner = Column(margins=(16, 14, 16, 16), spacing=10)
        column.addWidget(self.inner)

    def sizeHint(self) -> QSize:
        return QSize(theme.current().scaled(_WIDTH), 400)

    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROW, 120)
