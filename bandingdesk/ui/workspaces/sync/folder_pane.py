"""A council without a server: begin a shared folder, or ask to join one; what this way can't promise stands first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.form import FormField, RadioRow, line

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.sync.view_model import SyncViewModel


class FolderPane(QWidget):
    """The form of a shared folder. After a request it shows the code to read out."""

    def __init__(self, model: SyncViewModel, not_promised: tuple[str, ...]) -> None:
        super().__init__()
        self._model = model
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        column = Column(margins=(24, 16, 24, 24), spacing=12)
        column.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        outer.addWidget(column)
        self.banner = Banner("", closable=False)
        begin = self.tr("Begin: this laptop’s record is shared")
        join = self.tr("Ask to join the record that is in the folder")
        self.way = RadioRow(self.tr("What do you want?"), (("begin", begin), ("join", join)), upright=True)
        self.way.chosen.connect(lambda _way: model.changed.emit())
        self.where, self.name = line(), line(longest=60)
        browse = QuietButton(self.tr("Choose folder"), icon="folder-open")
        browse.clicked.connect(self._browse)
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.where, 1)
        row.addWidget(browse)
        promises = Card(self.tr("What a folder can’t promise"), look="well")
        for words in not_promised:
            said = labels.Label(QCoreApplication.translate("folder", words), "second", "text2", wrap=True)
            promises.add(said)
        hint = self.tr("A folder that your laptops reach: a share or a synced one. To begin, an empty one.")
        column.add(labels.SectionTitle(self.tr("Use a shared folder"), role="sentence"))
        for part in (self.banner, promises, self.way, FormField(self.tr("Folder"), beside, hint=hint)):
            column.add(part)
        self.where.setAccessibleName(self.tr("Folder"))
        column.add(
            FormField(self.tr("Name of this laptop"), self.name, hint=self.tr("So that colleagues know it in a list."))
        )
        for field in (self.where, self.name):
            field.textChanged.connect(model.changed)

    def show_model(self) -> None:
        """Show the code to read out, or why it was refused."""
        request, fault = self._model.request, self._model.join_error
        self.banner.setVisible(request is not None or fault is not None)
        if fault is not None:
            happened, kept, do = error_text(fault)
            self.banner.say(happened, kept, do, code=fault.code, tone="danger")
        elif request is not None:
            said = self.tr("Read this code to your administrator by telephone: {code}").replace("{code}", request.code)
            kept = self.tr("Once you are admitted there, press Sync now. Your request lies in the folder until then.")
            self.banner.say(said, kept, tone="info", icon="key-round")

    def take_focus(self) -> None:
        """Put the focus on the first choice."""
        self.way.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def words(self) -> str:
        """Return what the main button says."""
        return self.tr("Ask to join") if self.way.value == "join" else self.tr("Begin sharing")

    def why_not(self) -> str:
        """Return why it can't be done yet, "" where it can."""
        if self._model.is_joining:
            return self.tr("The folder is being read.")
        if self.way.value is None:
            return self.tr("Say what you want first.")
        empty = next((field for field in (self.where, self.name) if not field.text().strip()), None)
        return "" if empty is None else self.tr("Fill in: {field}.").replace("{field}", empty.accessibleName())

    def go(self) -> None:
        """Begin the folder, or ask to join it."""
        where, name = Path(self.where.text().strip()), self.name.text().strip()
        if self.way.value == "join":
            self._model.ask_folder(where, name)
        else:
            self._model.begin_folder(where, name)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose folder"))
        if chosen:
            self.where.setText(chosen)
