"""Releasing the pack: what it is for, who gets one, and what was released before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QFrame, QVBoxLayout, QWidget

from bandingdesk.errors import DeskError
from bandingdesk.letters import pack
from bandingdesk.ui import messages, text
from bandingdesk.ui.widgets import banner, card, form, labels
from bandingdesk.ui.workspaces.panels.building import Building
from bandingdesk.ui.workspaces.panels.reading import MeetingReading


class ReleasePane(QFrame):
    """A purpose, a box for each seat, and a line for others by name. `changed` comes when something is filled in."""

    changed = Signal()

    def __init__(self, building: Building, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "page")
        self._building = building
        self._meeting = ""
        self.boxes: dict[str, QCheckBox] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 8, 0)
        outer.setSpacing(8)
        outer.addWidget(labels.Label(self.tr("Release a pack"), "page_title"))
        words = self.tr("Each reader gets a file of their own, without the cases that are closed to them.")
        outer.addWidget(labels.Label(words, "body", "text2", wrap=True))
        self.error = banner.Banner("", tone="danger", closable=False)
        self.error.hide()
        outer.addWidget(self.error)
        scroll = card.Column(margins=(0, 4, 10, 16), spacing=12)
        scroll.add(self._make_purpose())
        scroll.add(self._make_readers())
        self._before = card.Card(self.tr("Released before"))
        self._releases = QVBoxLayout()
        self._before.add(self._releases)
        scroll.add(self._before)
        scroll.body.addStretch(1)
        outer.addWidget(scroll, 1)

    @property
    def people(self) -> list[str]:
        """Who is ticked."""
        return [person for person, box in self.boxes.items() if box.isChecked()]

    @property
    def others_named(self) -> list[str]:
        """Those who get one by name alone."""
        return [name.strip() for name in self.others.text().split(",") if name.strip()]

    @property
    def why_not(self) -> str:
        """Why nothing can be released yet, "" where it can."""
        if not self.purpose.text.strip():
            return self.tr("Say what the pack is for.")
        if not self.people and not self.others_named:
            return self.tr("Choose who gets one.")
        return ""

    def show_release(self, seen: MeetingReading, fault: DeskError | None) -> None:
        """Show the seats and what was released; FAULT is what was refused last."""
        self.error.setVisible(fault is not None)
        if fault is not None:
            happened, kept, do = messages.error_text(fault)
            self.error.say(happened, kept, do, code=fault.code, tone="danger")
        if self._meeting != seen.meeting.id:
            self._meeting = seen.meeting.id
            self.purpose.set_text(self.tr("To prepare the meeting"))
            self.others.setText("")
            card.clear(self._boxes)
            self.boxes = {}
            for seat in seen.meeting.seats:
                box = QCheckBox(f"{seat.name}, {seat.profession}" if seat.profession else seat.name)
                box.setMinimumHeight(24)
                box.setChecked(seat.role in ("chair", "deputy", "member"))
                box.toggled.connect(lambda _on: self.changed.emit())
                self._boxes.addWidget(box)
                self.boxes[seat.person_id] = box
        card.clear(self._releases)
        self._before.setVisible(bool(seen.laid.packs))
        for one in reversed(seen.laid.packs):
            line = self.tr("{when}, by {name}: {purpose}").replace("{when}", text.moment(one.released_at))
            line = line.replace("{name}", one.released_by).replace("{purpose}", one.purpose)
            self._releases.addWidget(labels.Label(line, "body_medium", wrap=True))
            names = text.listed([reader.name for reader in one.readers])
            self._releases.addWidget(labels.Label(names, "second", "text2", wrap=True))

    def release(self, folder: Path | None = None) -> None:
        """Release into FOLDER, which is asked for where none is given."""
        if folder is None:
            chosen = QFileDialog.getExistingDirectory(self, self.tr("Choose a folder for the packs"))
            if not chosen:
                return
            folder = Path(chosen)
        self._building.release(self.purpose.text, self.people, self.others_named, folder)

    def _make_purpose(self) -> card.Card:
        made = card.Card(self.tr("What for"))
        self.purpose = form.NoteField(rows=2)
        self.purpose.textChanged.connect(self.changed)
        hint = self.tr("It stands on the cover and in the record.")
        made.add(form.FormField(self.tr("Purpose"), self.purpose, hint=hint))
        made.add(labels.Label(pack.CONFIDENTIAL, "second", "text2", wrap=True))
        return made

    def _make_readers(self) -> card.Card:
        made = card.Card(self.tr("Who gets one"))
        self._boxes = QVBoxLayout()
        self._boxes.setSpacing(4)
        made.add(self._boxes)
        self.others = form.line(longest=240)
        self.others.textEdited.connect(lambda _words: self.changed.emit())
        hint = self.tr("Names with commas between them. They get every case with frozen papers.")
        made.add(form.FormField(self.tr("Others, by name"), self.others, hint=hint))
        return made
