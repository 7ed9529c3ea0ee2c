"""The fields of joining a shared store, for whoever asks for them: where it is, who I am there, this laptop's name."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import FormField, line

_PORT = "5432"


class JoinForm(QWidget):
    """`changed` comes with each letter. The address that it makes holds no password."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
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
        place = QHBoxLayout()
        place.setSpacing(12)
        place.addWidget(FormField(self.tr("Server"), self.host, hint=given), 3)
        place.addWidget(FormField(self.tr("Port"), self.port), 1, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(place)
        column.addWidget(FormField(self.tr("Name of the store"), self.store, hint=given))
        column.addWidget(
            FormField(self.tr("Certificate of the council"), beside, hint=self.tr("A file ending in .pem."))
        )
        self.ca.setAccessibleName(self.tr("Certificate of the council"))
        column.addWidget(FormField(self.tr("Your login"), self.login))
        kept = self.tr("It goes into the keyring of this computer and is written nowhere else.")
        column.addWidget(FormField(self.tr("Password"), self.password, hint=kept))
        known = self.tr("So that colleagues know it in a list.")
        column.addWidget(FormField(self.tr("Name of this laptop"), self.name, hint=known))
        for field in self.fields():
            field.textChanged.connect(self.changed)

    def fields(self) -> tuple[QLineEdit, ...]:
        """Return all fields in their order."""
        return (self.host, self.port, self.store, self.ca, self.login, self.password, self.name)

    def why_not(self) -> str:
        """Return what is still to be filled in, "" for nothing."""
        empty = next((field for field in self.fields() if not field.text().strip()), None)
        return "" if empty is None else self.tr("Fill in: {field}.").replace("{field}", empty.accessibleName())

    def address(self) -> str:
        """Return the address in one line, without the password."""
        login, host = quote(self.login.text().strip(), safe=""), self.host.text().strip()
        asked = urlencode({"ca": self.ca.text().strip()})
        place = f"{host}:{self.port.text().strip()}/{quote(self.store.text().strip(), safe='')}"
        return f"postgresql://{login}@{place}?{asked}"

    def values(self) -> dict[str, str]:
        """Return what is typed, without the password."""
        return {key: field.text() for key, field in self._kept().items()}

    def set_values(self, values: dict[str, str]) -> None:
        """Fill in what `values` gave."""
        for key, field in self._kept().items():
            if key in values:
                field.setText(values[key])

    def _kept(self) -> dict[str, QLineEdit]:
        return {
            "host": self.host,
            "port": self.port,
            "store": self.store,
            "ca": self.ca,
            "login": self.login,
            "name": self.name,
        }

    def _browse(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Certificate of the council"), "", self.tr("Certificates (*.pem *.crt)")
        )
        if chosen:
            self.ca.setText(chosen)
