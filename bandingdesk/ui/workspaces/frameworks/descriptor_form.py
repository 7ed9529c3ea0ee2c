"""One description of a level: its words for each phase side by side with their reading age, and what shows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bandingdesk.letters import wording
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.buttons import LinkButton
from bandingdesk.ui.widgets.form import FormField, NoteField
from bandingdesk.ui.workspaces.frameworks import draft, edits, words
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.fields import Fields
from bandingdesk.ui.workspaces.frameworks.part import WRITES

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

HARD = 14  # years: above it staff words are hard to read
_FEW = 8  # words below which a reading age tells nothing


class DescriptorForm(QWidget):
    """The description AT of a level. Its id is kept whatever its words become: cases and rules name it."""

    def __init__(self, part: Part, level: Callable[[], Path], at: int) -> None:
        super().__init__()
        self._part, self._level, self._at = part, level, at
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._add_head(column)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.fields: dict[str, NoteField] = {}
        self._old: dict[str, labels.Label] = {}
        struck = QFont()
        struck.setStrikeOut(True)
        for phase, label in words.PHASES.items():
            field = NoteField(rows=8, first_rows=3)
            field.rested.connect(lambda text, phase=phase: self._on_words(phase, text.strip()))
            old = labels.Label("", "note", "text2", wrap=True)
            old.setFont(struck)
            place = QVBoxLayout()
            place.setSpacing(4)
            place.addWidget(FormField(words.tr(label), field))
            place.addWidget(old)
            place.addStretch(1)
            self.fields[phase], self._old[phase] = field, old
            row.addLayout(place, 2 if phase == "default" else 1)
        column.addLayout(row)
        self._age = labels.Label("", "note", "text2", wrap=True)
        column.addWidget(self._age)
        self._form = Fields(part, lambda: (*level(), "descriptors", at))
        told = words.tr("Evidence: a kind of paper a line, with a bar | between papers of which one is enough")
        self.evidence = self._form.lines(told, ("evidence",))
        column.addWidget(self.evidence)

    def _add_head(self, column: QVBoxLayout) -> None:
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        self._id = labels.Label("", "second_strong", "text2")
        head.addWidget(self._id, 1)
        self.up, self.down = LinkButton(words.tr("Up")), LinkButton(words.tr("Down"))
        self.take = LinkButton(words.tr("Remove"))
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        self.take.clicked.connect(self._on_remove)
        for button in (self.up, self.down, self.take):
            head.addWidget(button)
        column.addWidget(self._head)

    def path(self) -> Path:
        """Return the path of the descriptor."""
        return (*self._level(), "descriptors", self._at)

    def show_descriptor(self, level: str, count: int, before: Sequence[dict[str, Any]]) -> None:
        """Show the descriptor, one of COUNT of the level named LEVEL; BEFORE are those of the version before."""
        editor = self._part.editor
        one = editor.get(self.path()) or {}
        self._head.setVisible(count > 1)
        self._id.setText(str(one.get("id", "")))
        nth = f"{level}, {self._at + 1}" if count > 1 else level
        told = words.tr("Name of level {level}").replace("{level}", nth) if count == 1 else nth
        for button, may in ((self.up, self._at > 0), (self.down, self._at < count - 1), (self.take, True)):
            button.setVisible(editor.is_open_to_edits and may)
            button.setAccessibleName(f"{button.text()}: {one.get('id', '')}")
        text = one.get("text", {})
        for phase, field in self.fields.items():
            field.setReadOnly(not editor.is_open_to_edits)
            field.setAccessibleName(f"{words.tr(words.PHASES[phase])}, {told}")
            field.setProperty(WRITES, draft.text((*self.path(), "text", phase)))
            if not field.hasFocus():
                field.set_text(str(text.get(phase) or ""))
        self._show_old(one, before)
        self._age.setText(_ages(text))
        self._age.setVisible(bool(self._age.text()))
        self._form.show()
        self.evidence.field.setAccessibleName(f"{words.tr('Evidence')}, {told}")
        self.evidence.setVisible(bool(one))

    def _show_old(self, one: dict[str, Any], before: Sequence[dict[str, Any]]) -> None:
        """Show the words of the version before, struck, where they were others."""
        same = next((known for known in before if known["id"] == one.get("id")), None)
        if same is None and not one and before:  # the words were taken away
            same = before[0]
        kept = (same or {}).get("text", {})
        for phase, label in self._old.items():
            was = str(kept.get(phase) or "")
            label.setText(was if was != str(draft.get(one, ("text", phase)) or "") else "")
            label.setVisible(bool(label.text()))
            label.setAccessibleName(words.tr("Until now: {words}").replace("{words}", label.text()))

    # Acts

    def _on_words(self, phase: str, text: str) -> None:
        editor = self._part.editor
        document = edits.set_descriptor(editor.document, self._level(), phase, text, self._at)
        editor.apply(document, words.tr("Words of a level"), joins=f"{draft.text(self.path())} {phase}")

    def _move(self, by: int) -> None:
        document = draft.move(self._part.editor.document, self.path(), by)
        self._part.editor.apply(document, words.tr("Move a description"))

    def _on_remove(self) -> None:
        document = draft.remove(self._part.editor.document, self.path())
        self._part.editor.apply(document, words.tr("Remove a description"))


def _ages(text: dict[str, str]) -> str:
    """Return the reading ages of the words that are long enough to tell one."""
    found = []
    for phase, label in words.PHASES.items():
        said = text.get(phase) or ""
        if len(said.split()) >= _FEW and any(letter.isalpha() for letter in said):
            age = round(wording.reading_age([said]))
            told = words.tr("{phase}: reading age {age}").replace("{phase}", words.tr(label)).replace("{age}", str(age))
            found.append(told + (words.tr(", hard to read") if age > HARD else ""))
    return " · ".join(found)
