"""Levels and words: each level of one strand with its descriptors side by side, early years and post-16 among them."""

from __future__ import annotations

from collections import Counter
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.ui.widgets import card as cards
from bandingdesk.ui.widgets import form, labels
from bandingdesk.ui.widgets.buttons import LinkButton, QuietButton
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.widgets.form import Choice, FormField
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.descriptor_form import DescriptorForm
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.fields import Fields
from bandingdesk.ui.workspaces.frameworks.part import WRITES, Part, find_field


class LevelsPart(Part):
    """One strand at a time; its levels below each other, lowest first."""

    def __init__(self, editor: EditorViewModel) -> None:
        super().__init__(
            editor,
            self.tr("Levels and words"),
            self.tr("What each level of a strand looks like. Give other words only where a phase needs its own."),
        )
        self.at = 0
        head = QHBoxLayout()
        head.setSpacing(8)
        self.strand = Choice()
        self.strand.chosen.connect(lambda at: self.go(int(str(at))))
        field = FormField(self.tr("Strand"), self.strand)
        head.addWidget(field, 1)
        self.before = QuietButton(self.tr("Strand before"), icon="chevron-left")
        self.after = QuietButton(self.tr("Next strand"), icon="chevron-right")
        self.before.clicked.connect(lambda: self.go(self.at - 1))
        self.after.clicked.connect(lambda: self.go(self.at + 1))
        for button in (self.before, self.after):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.add(head)
        self.fields = Fields(self, lambda: ("strands", self.at))
        hint = self.tr("The question that the assessor answers. Empty: the strand’s name is enough.")
        self.add(self.fields.line(self.tr("Question"), ("question",), hint=hint, longest=400))
        holder = QWidget()
        self._levels = QVBoxLayout(holder)
        self._levels.setContentsMargins(0, 0, 0, 0)
        self._levels.setSpacing(12)
        self.add(holder)
        self.add_level = QuietButton(self.tr("Add a level above"), icon="plus")
        self.add_level.clicked.connect(self._on_add)
        self.body.addWidget(self.add_level, 0, Qt.AlignmentFlag.AlignLeft)
        self._cards: list[LevelCard] = []
        self.finish()

    def go(self, at: int) -> None:
        """Show the strand at this place."""
        self.at = max(0, min(at, len(self.editor.document.get("strands", ())) - 1))
        self.refresh()

    def notes(self) -> list[Note]:
        found = self.editor.checked.at(("strands", self.at))
        return [note for note in found if words.part_of(note, self.editor.document) == "levels"]

    def reveal(self, note: Note) -> QWidget | None:
        if len(note.where) > 1 and isinstance(note.where[1], int):
            self.go(note.where[1])
        found = find_field(self, note.where)
        at = note.where[3] if len(note.where) > 3 else 0
        return found or (self._cards[at].name if isinstance(at, int) and at < len(self._cards) else None)

    def show_part(self) -> None:
        strands = self.editor.document.get("strands", ())
        if not strands:
            return
        self.at = min(self.at, len(strands) - 1)
        choices = [(at, str(one.get("name", ""))) for at, one in enumerate(strands)]
        known = [(self.strand.itemData(at), self.strand.itemText(at)) for at in range(self.strand.count())]
        if choices != known:
            self.strand.set_choices(choices, self.at)
        self.strand.set_value(self.at)
        self.before.say_why_not("" if self.at else self.tr("This is the first strand."))
        self.after.say_why_not("" if self.at < len(strands) - 1 else self.tr("This is the last strand."))
        self.fields.show()
        read = self.tr("This version is only read. Make a new draft.")
        self.add_level.say_why_not("" if self.editor.is_open_to_edits else read)
        levels = strands[self.at].get("levels", ())
        if len(self._cards) != len(levels):
            cards.clear(self._levels)
            self._cards = [LevelCard(self) for _ in levels]
            for one in self._cards:
                self._levels.addWidget(one)
        said = Counter(_said(level) for level in levels)
        for place, (one, level) in enumerate(zip(self._cards, levels, strict=True)):
            text = _said(level)
            twin = next(
                (other["level"] for other in levels if other is not level and text and _said(other) == text), None
            )
            one.show_level(place, level, twin if said[text] > 1 else None)

    def _on_add(self) -> None:
        self.editor.apply(edits.add_level(self.editor.document, self.at), self.tr("Add a level"))

    def remove_level(self, place: int) -> None:
        """Take a level of the strand away."""
        document = edits.remove_level(self.editor.document, self.at, place)
        self.editor.apply(document, self.tr("Remove a level"))


class LevelCard(Card):
    """One level: number, name, and its descriptions one below the other."""

    def __init__(self, part: LevelsPart) -> None:
        super().__init__()
        self._part, self._place = part, 0
        head = QHBoxLayout()
        head.setSpacing(10)
        self._number = labels.Label("", "sentence")
        self.name = form.line(longest=120)
        self.name.editingFinished.connect(self._on_name)
        self._remove = LinkButton(self.tr("Remove"))
        self._remove.clicked.connect(lambda: part.remove_level(self._place))
        head.addWidget(self._number)
        head.addWidget(self.name, 1)
        head.addWidget(self._remove)
        self.add(head)
        holder = QWidget()
        self._list = QVBoxLayout(holder)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(12)
        self.add(holder)
        self.descriptors: list[DescriptorForm] = []
        self.more = QuietButton(self.tr("Add a description"), icon="plus")
        self.more.clicked.connect(self._on_more)
        self.body.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._twin = labels.Label("", "second_strong", "warn", wrap=True)
        self.add(self._twin)

    def show_level(self, place: int, level: dict[str, Any], twin: int | None) -> None:
        """Show a level, and the one that has the same words."""
        self._place = place
        is_open = self._part.editor.is_open_to_edits
        number = str(level.get("level", ""))
        self._number.setText(number)
        self.name.setReadOnly(not is_open)
        said = self.tr("Name of level {level}").replace("{level}", number)
        self.name.setAccessibleName(said)
        self.name.setProperty(WRITES, draft.text((*self.path(), "name")))
        if not self.name.hasFocus():
            self.name.setText(str(level.get("name") or ""))
        count = max(1, len(level.get("descriptors", ()) or ()))
        if count != len(self.descriptors):
            cards.clear(self._list)
            self.descriptors = [DescriptorForm(self._part, self.path, at) for at in range(count)]
            for one in self.descriptors:
                self._list.addWidget(one)
        before = self._before(level)
        for one in self.descriptors:
            one.show_descriptor(number, count, before)
        self._remove.setVisible(is_open)
        self._remove.setAccessibleName(self.tr("Remove level {level}").replace("{level}", number))
        self.more.setAccessibleName(self.tr("Add a description to level {level}").replace("{level}", number))
        self.more.setVisible(is_open and bool(level.get("descriptors")))
        same = self.tr("Level {level} has the same words. Nobody could tell the two apart.")
        self._twin.setText("" if twin is None else same.replace("{level}", str(twin)))
        self._twin.setVisible(twin is not None)

    def path(self) -> Path:
        """Return the path of the level."""
        return ("strands", self._part.at, "levels", self._place)

    def _before(self, level: dict[str, Any]) -> tuple[dict[str, Any], ...]:
        """Return the descriptors that this level had in the version before."""
        editor = self._part.editor
        strand = editor.get(("strands", self._part.at, "id"))
        levels = next((one["levels"] for one in editor.before.get("strands", ()) if one["id"] == strand), ())
        known: dict[str, Any] = next((one for one in levels if one["level"] == level.get("level")), {})
        return tuple(known.get("descriptors", ()))

    def _on_name(self) -> None:
        if self.name.isModified() and self._part.editor.is_open_to_edits:
            self.name.setModified(False)
            self._part.write((*self.path(), "name"), self.name.text().strip() or None, self.tr("Name of a level"))

    def _on_more(self) -> None:
        document = edits.add_descriptor(self._part.editor.document, self.path(), self.tr("New description"))
        self._part.editor.apply(document, self.tr("Add a description"))
        field = self.descriptors[-1].fields["default"]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        field.selectAll()


def _said(level: dict[str, Any]) -> str:
    """Return the words of a level, all its descriptions together, to compare it with another by."""
    said = (str(draft.get(one, ("text", "default"), "")) for one in level.get("descriptors", ()) or ())
    return " ".join(" ".join(said).lower().split())
