"""The page of joining: through the council's server with a login, or through a shared folder with a code."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from bandingdesk.ui import messages
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import FormField, RadioRow, line
from bandingdesk.ui.widgets.join_form import JoinForm
from bandingdesk.ui.widgets.progress_line import ProgressLine
from bandingdesk.ui.workspaces.first_run.join_view_model import JoinViewModel
from bandingdesk.ui.workspaces.first_run.steps import StepPage
from bandingdesk.ui.workspaces.first_run.view_model import FirstRunViewModel


class JoinPage(StepPage):
    """What is typed stays until the record is here, so that a failed join can be tried again."""

    def __init__(self, seen: FirstRunViewModel) -> None:
        super().__init__(seen)
        self._model: JoinViewModel = seen.join
        words = self.tr("Your store is made and empty. Joining fills it with what your council’s store has for you.")
        self.head(self.tr("Join your council’s store"), words)
        self.banner = Banner("", closable=False)
        self.add(self.banner)
        self.progress = ProgressLine(self.tr("Joining"))
        self.progress.stopped.connect(self._model.stop)
        self.add(self.progress)
        ways = (("server", self.tr("On the council’s server")), ("folder", self.tr("In a shared folder")))
        self.way = RadioRow(self.tr("Where is the store?"), ways)
        self.way.chosen.connect(self._model.choose)
        self.add(FormField(self.tr("Where is the store?"), self.way))
        self._server = card.Card()
        self.form = JoinForm()
        self.form.changed.connect(seen.changed)
        self._server.add(self.form)
        self.add(self._server)
        self._folder = self._make_folder()
        self.add(self._folder)
        self.body.addStretch(1)
        self._model.recalled.connect(self._recall)

    def _make_folder(self) -> card.Card:
        made = card.Card()
        self.where, self.name = line(), line(longest=60)
        browse = QuietButton(self.tr("Choose folder"), icon="folder-open")
        browse.clicked.connect(self._browse)
        beside = QWidget()
        row = QHBoxLayout(beside)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.where, 1)
        row.addWidget(browse)
        hint = self.tr("The folder that your administrator named: a share or a synced one.")
        made.add(FormField(self.tr("Folder"), beside, hint=hint))
        self.where.setAccessibleName(self.tr("Folder"))
        known = self.tr("So that colleagues know it in a list.")
        made.add(FormField(self.tr("Name of this laptop"), self.name, hint=known))
        self.where.textChanged.connect(self._model.forget_request)
        self.name.textChanged.connect(self.seen.changed)
        return made

    def show_step(self) -> None:
        """Show the way that is chosen, how far it is, and why it failed."""
        model = self._model
        if self.way.value != model.way:
            self.way.set_value(model.way)
        self._server.setVisible(model.way == "server")
        self._folder.setVisible(model.way == "folder")
        for part in (self._server, self._folder, self.way):
            part.setEnabled(not model.is_busy)
        self.progress.setVisible(model.job is not None)
        if model.job is not None:
            self.progress.say(model.job.count, model.job.total, model.words())
        was_said = self.banner.isVisibleTo(self)
        self._show_banner()
        if model.is_busy or self.banner.isVisibleTo(self) != was_said:
            self.verticalScrollBar().setValue(0)  # what is new stands on top

    def _show_banner(self) -> None:
        model = self._model
        asked = model.request if model.way == "folder" else None
        self.banner.setVisible(not model.is_busy and (model.error, asked, model.was_stopped) != (None, None, False))
        if model.error is not None:
            happened, kept, do = messages.error_text(model.error)
            self.banner.say(happened, kept, do, code=model.error.code, tone="danger")
        elif model.was_stopped:
            kept = self.tr("What came before is kept in your store.")
            do = self.tr("Join again when you like: it goes on from there.")
            self.banner.say(self.tr("Joining was stopped."), kept, do, tone="info")
        elif asked is not None:
            said = self.tr("Read this code to your administrator by telephone: {code}").replace("{code}", asked.code)
            kept = self.tr("Your request lies in the folder.")
            do = self.tr("Once you are admitted there, take the record.")
            self.banner.say(said, kept, do, tone="info", icon="key-round")

    def take_focus(self) -> None:
        """Put the caret into the first field."""
        first = self.form.host if self._model.way == "server" else self.where
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def main_words(self) -> str:
        """Return what the main button says."""
        if self._model.way == "server":
            return self.tr("Join and take the record")
        return self.tr("Ask to join") if self._model.request is None else self.tr("Take the record")

    def why_not(self) -> str:
        """Return why it can't be done yet, "" where it can."""
        if self._model.is_busy:
            return self.tr("Joining goes on. You can cancel it.")
        if self._model.way == "server":
            return self.form.why_not()
        empty = next((field for field in (self.where, self.name) if not field.text().strip()), None)
        return "" if empty is None else self.tr("Fill in: {field}.").replace("{field}", empty.accessibleName())

    def go(self) -> None:
        """Join with what is filled in."""
        form = self.form
        typed: dict[str, Any] = {**form.values(), "folder": self.where.text(), "folder_name": self.name.text()}
        if self._model.way == "server":
            self._model.join(typed, form.address(), form.password.text(), form.name.text().strip())
        elif self._model.request is None:
            self._model.ask(typed, Path(self.where.text().strip()), self.name.text().strip())
        else:
            self._model.take(typed)

    def _recall(self, typed: dict[str, Any]) -> None:
        self.form.set_values(typed)
        self.where.setText(typed.get("folder", self.where.text()))
        self.name.setText(typed.get("folder_name", self.name.text()))

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose folder"))
        if chosen:
            self.where.setText(chosen)
