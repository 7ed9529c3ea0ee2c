"""For schools: the criteria document, level cards and workbooks of a version, and the comments that come back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.messages import error_text
from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.banner import Banner
from bandingdesk.ui.widgets.buttons import PrimaryButton, QuietButton
from bandingdesk.ui.widgets.card import Card, Column
from bandingdesk.ui.widgets.foot_bar import FootBar
from bandingdesk.ui.workspaces.frameworks.schools_view_model import KINDS, SchoolsViewModel

_WIDTH = 860  # px


class SchoolsPane(QWidget):
    """What goes out above, what came back below."""

    def __init__(self, model: SchoolsViewModel) -> None:
        super().__init__()
        self._model = model
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.body = Column(margins=(20, 16, 20, 16), spacing=12)
        self.banner = Banner("", closable=False)
        self.banner.hide()
        self.body.add(self.banner)
        for part in (self._make_out(), self._make_back()):
            part.setMaximumWidth(_WIDTH)
            self.body.add(part)
        self.body.body.addStretch(1)
        outer.addWidget(self.body, 1)
        self.foot = FootBar()
        words = self.tr("Write the files to a folder")
        self.main = self.foot.add_right(PrimaryButton(words, icon="folder", key="Ctrl+Enter"))
        self.main.clicked.connect(self.ask_folder)
        outer.addWidget(self.foot)
        model.changed.connect(self.show_model)

    def _make_out(self) -> Card:
        card = Card(self.tr("What schools get"), padding=16)
        said = {
            "criteria": (
                self.tr("The criteria document"),
                self.tr("How a band is reached, every descriptor, worked examples. A tagged PDF and a Word file."),
            ),
            "cards": (self.tr("Level cards"), self.tr("A card for each strand, ready to print.")),
            "self-check": (
                self.tr("The self-check workbook"),
                self.tr("A SENCO enters levels and reads the same reasons, without a band."),
            ),
            "consultation": (
                self.tr("The consultation workbook"),
                self.tr("Room for a comment and an example beside each descriptor. It is read back here."),
            ),
        }
        self.boxes: dict[str, QCheckBox] = {}
        for kind in KINDS:
            title, line = said[kind]
            box = QCheckBox(title)
            box.setAccessibleDescription(line)
            box.clicked.connect(lambda on, kind=kind: self._model.want(kind, on))
            self.boxes[kind] = box
            card.add(box)
            row = QHBoxLayout()
            row.setContentsMargins(24, 0, 0, 4)
            row.addWidget(labels.Label(line, "second", "text2", wrap=True))
            card.add(row)
        self.amounts = QCheckBox(self.tr("Say the amounts of the tariff too"))
        self.amounts.clicked.connect(self._on_amounts)
        card.add(labels.Line())
        card.add(self.amounts)
        self._list = QWidget()
        self._written = QVBoxLayout(self._list)
        self._written.setContentsMargins(0, 4, 0, 0)
        self._written.setSpacing(4)
        card.add(self._list)
        return card

    def _make_back(self) -> Card:
        card = Card(self.tr("What came back"), padding=16)
        said = self.tr("Comments are read by strand and level. Answers become “you said, we did” of this version.")
        card.add(labels.Label(said, "second", "text2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        self.read = QuietButton(self.tr("Read workbooks"), icon="import")
        self.read.clicked.connect(self._ask_read)
        self.collect = QuietButton(self.tr("Collect the comments"), icon="file-spreadsheet")
        self.collect.clicked.connect(self._ask_collect)
        self.answer = QuietButton(self.tr("Record the answers"), icon="check-check")
        self.answer.clicked.connect(self._ask_answer)
        for button in (self.read, self.collect, self.answer):
            row.addWidget(button)
        row.addStretch(1)
        card.add(row)
        self._found = labels.Label("", "second", wrap=True)
        card.add(self._found)
        return card

    def show_model(self) -> None:
        """Show what is chosen, written and read."""
        model = self._model
        for kind, box in self.boxes.items():
            box.setChecked(kind in model.wanted)
        self.amounts.setVisible(bool(model.tariff))
        self.amounts.setChecked(model.with_amounts)
        self.banner.setVisible(model.error is not None)
        if model.error is not None:
            happened, kept, do = error_text(model.error)
            self.banner.say(happened, kept, do, code=model.error.code, tone="danger")
        cards.clear(self._written)
        for one in model.written:
            self._written.addWidget(labels.Label(one.file.name, "second_strong", wrap=True))
        self._list.setVisible(bool(model.written))
        comments = sum(len(one.comments) for one in model.responses)
        self._found.setText(self.tr("%n comments are read.", "", comments) if model.responses else "")
        self._found.setVisible(bool(model.responses))
        busy = self.tr("Wait until this is done.") if model.is_working else ""
        self.main.say_why_not(busy or ("" if model.wanted else self.tr("Choose at least one kind of file.")))
        self.read.say_why_not(busy)
        self.collect.say_why_not(busy or ("" if model.responses else self.tr("Read the workbooks first.")))
        self.answer.say_why_not(busy)
        if model.said:
            self.foot.say(model.said, "", "circle-check", "ok")
        else:
            self.foot.say(self.tr("The files are made from this version alone."), self.tr("Nothing is sent."), "school")

    def take_focus(self) -> None:
        """Put the focus on the first choice."""
        self.boxes[KINDS[0]].setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> list[QWidget]:
        """Return the parts that F6 walks."""
        return [self.body, self.foot]

    def why_not(self) -> str:
        """Return why the files can't be written now, "" where they can."""
        return self.main.why_not

    def ask_folder(self) -> None:
        """Ask for a folder and write the files."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder for the files"))
        if name:
            self._model.publish(Path(name))

    def _on_amounts(self, on: bool) -> None:
        self._model.with_amounts = on

    def _ask_read(self) -> None:
        kinds = self.tr("Workbooks (*.xlsx)")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose the workbooks that came back"), "", kinds)
        if names:
            self._model.read_back([Path(name) for name in names])

    def _ask_collect(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the comments"), "comments.xlsx", "*.xlsx")
        if name:
            self._model.collect(Path(name))

    def _ask_answer(self) -> None:
        kinds = self.tr("Workbooks (*.xlsx)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose the workbook with the answers"), "", kinds)
        if name:
            self._model.answer(Path(name))
