"""Join a shared store: where it is, who I am there, what this laptop is called, and what follows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.form import FormField, line

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel

_PORT = "5432"


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
        self.host, self.port = line(longest=255), line(_PORT, longest=5)
        self.store, self.login = line(longest=63), line(longest=63)
        self.password, self.name = line(secret=True), line(longest=60)
        self.ca = line()
        browse = QuietButton(self.tr("Choose file"), icon="folder-open")
        browse.clicked.connect(self._browse)
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.ca, 1)
        row.addWidget(browse)
        given = self.tr("As your administrator gave it.")
        column.add(labels.SectionTitle(self.tr("Join a shared store"), role="sentence"))
        column.add(self.error)
        column.add(self._side_by_side(self._field(self.tr("Server"), self.host, given), (self.tr("Port"), self.port)))
        column.add(self._side_by_side(self._field(self.tr("Name of the store"), self.store, given), None))
        column.add(FormField(self.tr("Certificate of the council"), beside, hint=self.tr("A file ending in .pem.")))
        self.ca.setAccessibleName(self.tr("Certificate of the council"))
        column.add(self._side_by_side(self._field(self.tr("Your login"), self.login, ""), None))
        column.add(
            FormField(
                self.tr("Password"),
                self.password,
                hint=self.tr("It goes into the keyring of this computer and is written nowhere else."),
            )
        )
        column.add(
            FormField(self.tr("Name of this laptop"), self.name, hint=self.tr("So that colleagues know it in a list."))
        )
        column.add(self._what_follows())
        for field in self._fields():
            field.textChanged.connect(model.changed)

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
        self.host.setFocus(Qt.FocusReason.OtherFocusReason)

    def why_not(self) -> str:
        """Return why it can't be joined yet, "" where it can."""
        if self._model.is_joining:
            return self.tr("Joining the shared store.")
        empty = next((field for field in self._fields() if not field.text().strip()), None)
        return "" if empty is None else self.tr("Fill in: {field}.").replace("{field}", empty.accessibleName())

    def join(self) -> None:
        """Join with what is filled in; the password leaves the field at once."""
        secret = self.password.text()
        self.password.clear()
        self._model.join(self.address(), secret, self.name.text().strip())

    def address(self) -> str:
        """Return the address in one line, without the password."""
        login, host = quote(self.login.text().strip(), safe=""), self.host.text().strip()
        asked = urlencode({"ca": self.ca.text().strip()})
        place = f"{host}:{self.port.text().strip()}/{quote(self.store.text().strip(), safe='')}"
        return f"postgresql://{login}@{place}?{asked}"

    def _fields(self) -> tuple[QLineEdit, ...]:
        return (self.host, self.port, self.store, self.ca, self.login, self.password, self.name)

    def _field(self, label: str, field: QLineEdit, hint: str) -> FormField:
        return FormField(label, field, hint=hint)

    def _side_by_side(self, left: FormField, right: tuple[str, QLineEdit] | None) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(left, 3)
        if right is not None:
            row.addWidget(FormField(*right), 1, Qt.AlignmentFlag.AlignBottom)
        return holder

    def _browse(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Certificate of the council"), "", self.tr("Certificates (*.pem *.crt)")
        )
        if chosen:
            self.ca.setText(chosen)
