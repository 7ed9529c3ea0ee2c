"""What every part of the editor is made of: a scrolled column, fields and tables that write into the draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from bandingdesk.ui.widgets import card, form, labels
from bandingdesk.ui.widgets.buttons import QuietButton
from bandingdesk.ui.widgets.form import Choice, FormField, NoteField
from bandingdesk.ui.workspaces.frameworks import draft
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.findings import FindingList
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell

TONES = {"error": "danger", "warning": "warn", "info": "info"}


class Part(card.Column):
    """One part of the editor: title, one sentence, what is written, and the findings about it.

    Fields made by `line`, `note`, `choice` and `flag` show the draft and write into it; `show_part` of a part shows
    the rest.
    """

    tells_all = False  # also what is only to know

    def __init__(self, editor: EditorViewModel, title: str, sentence: str) -> None:
        super().__init__(margins=(20, 16, 20, 16), spacing=12)
        self.editor = editor
        self.title = title
        self._fields: list[Callable[[], None]] = []
        self.add(labels.Label(title, "page_title"))
        self.add(labels.Label(sentence, "second", "text2", wrap=True))
        self.findings = FindingList(editor, with_place=True)

    def finish(self) -> None:
        """Put the findings below the rest."""
        self.add(self.findings)
        self.body.addStretch(1)

    # To be filled by each part

    def notes(self) -> list[Note]:
        """Return the findings about this part."""
        return []

    def show_part(self) -> None:
        """Show the draft as it stands."""

    def reveal(self, note: Note) -> QWidget | None:
        """Stand on the place of NOTE and return the widget that shows it, None for the part as a whole."""
        return None

    # Shared

    def refresh(self) -> None:
        """Show everything as it stands."""
        for show in self._fields:
            show()
        self.show_part()
        self.findings.show_notes([note for note in self.notes() if self.tells_all or note.severity != "info"])

    def write(self, path: Path, value: Any, name: str) -> None:
        """Write into the framework."""
        self.editor.set(path, value, name)

    def wrong_at(self, path: Path, *, tariff: bool = False) -> tuple[str, str]:
        """Return what is wrong at exactly this place or inside it, and its tone; "" for nothing."""
        found = [note for note in self.editor.checked.at(path, tariff=tariff) if note.severity != "info"]
        return (found[0].message, TONES[found[0].severity]) if found else ("", "")

    def cell(self, path: Path, kind: Any = "text", *, tariff: bool = False, **more: Any) -> Cell:
        """Return the cell that shows what stands at PATH and writes there; only read where the version is."""
        whole = self.editor.tariff if tariff else self.editor.document
        value = draft.get(whole, path)
        note, tone = self.wrong_at(path, tariff=tariff)
        shown = "" if value is None else str(value)
        if kind == "choice":
            shown = next((words for known, words in more.get("choices", ()) if known == value), shown)
        made = {"text": shown, "value": value, "note": note, "note_tone": tone, **more}
        return Cell(kind=kind if self.editor.is_open_to_edits else "fixed", path=path, **made)

    def grid(self, name: str, step: str) -> Grid:
        """Return a table whose cells write into the draft, each as a step named STEP with the row in it."""
        made = Grid(name)
        made.edited.connect(lambda cell, value: self.edit_cell(cell, value, step))
        return made

    def edit_cell(self, cell: Cell, value: Any, step: str) -> None:
        """Write a cell: what it showed and what it shows now make the name of the step."""
        if cell.kind != "fixed":
            self.write(cell.path, value, _step(step, cell, value))

    def line(self, label: str, path: Path, *, hint: str = "", longest: int = 200, empty: Any = None) -> FormField:
        """Return a field of one line that writes at PATH when it is left; EMPTY stands for nothing written."""
        field = form.line(longest=longest)
        holder = FormField(label, field, hint=hint)
        field.editingFinished.connect(lambda: self._leave(field, path, label, empty))

        def show() -> None:
            field.setReadOnly(not self.editor.is_open_to_edits)
            value = self.editor.get(path)
            words = "" if value is None else str(value)
            if field.text() != words and not (field.hasFocus() and field.isModified()):
                field.setText(words)
            self._say(holder, path)

        self._fields.append(show)
        return holder

    def _leave(self, field: QLineEdit, path: Path, label: str, empty: Any) -> None:
        if self.editor.is_open_to_edits and field.isModified():
            field.setModified(False)
            self.write(path, field.text().strip() or empty, label)

    def note_field(self, label: str, path: Path, *, hint: str = "", rows: int = 5) -> FormField:
        """Return a field of some lines that writes at PATH after a rest in typing."""
        field = NoteField(rows=rows)
        holder = FormField(label, field, hint=hint)
        field.rested.connect(lambda words: self.write(path, words.strip() or None, label))

        def show() -> None:
            field.setReadOnly(not self.editor.is_open_to_edits)
            if not field.hasFocus():
                field.set_text(str(self.editor.get(path) or ""))
            self._say(holder, path)

        self._fields.append(show)
        return holder

    def choice(self, label: str, path: Path, choices: Sequence[tuple[Any, str]], *, hint: str = "") -> FormField:
        """Return a list to choose from that writes at PATH. The value NONE stands for nothing written."""
        field = Choice(choices)
        holder = FormField(label, field, hint=hint)
        field.chosen.connect(lambda value: self.write(path, None if value == NONE else value, label))

        def show() -> None:
            allow(field, self.editor)
            value = self.editor.get(path)
            known = [one for one, _ in choices]
            wanted = value if value in known else NONE if NONE in known else None
            field.set_value(wanted)
            self._say(holder, path)

        self._fields.append(show)
        return holder

    def flag(self, words: str, path: Path, *, on: Any = True, off: Any = None) -> QCheckBox:
        """Return a box that writes ON or OFF at PATH."""
        box = QCheckBox(words)
        box.clicked.connect(lambda checked: self.write(path, on if checked else off, words))

        def show() -> None:
            allow(box, self.editor)
            box.setChecked(self.editor.get(path) == on)

        self._fields.append(show)
        return box

    def _say(self, holder: FormField, path: Path) -> None:
        words, _tone = self.wrong_at(path)
        if holder.error != words:
            holder.set_error(words)


def allow(field: QWidget, editor: EditorViewModel) -> None:
    """Let FIELD be used while the version is a draft; else it says why not."""
    on = editor.is_open_to_edits
    why_not = "" if on else QCoreApplication.translate("frameworks", "This version is only read. Make a new draft.")
    field.setEnabled(on)
    field.setToolTip(why_not)
    if why_not:
        field.setAccessibleDescription(why_not)


NONE = "\N{EN DASH}"  # in a list to choose from: nothing is written


class RowTools(QWidget):
    """Add, take away and move the rows of a table; what can't be done now says why. ADD is the button's words."""

    def __init__(
        self,
        editor: EditorViewModel,
        grid: Grid,
        add_words: str,
        add: Callable[[], None],
        remove: Callable[[int], None] | None,
        move: Callable[[int, int], None] | None,
    ) -> None:
        super().__init__()
        self._editor, self.grid = editor, grid
        self._remove, self._move = remove, move
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.add = QuietButton(add_words, icon="plus")
        self.add.clicked.connect(lambda: add())
        row.addWidget(self.add)
        tr = QCoreApplication.translate
        self.take = QuietButton(tr("frameworks", "Remove"), icon="minus")
        self.take.clicked.connect(lambda: self._on_row(self._remove))
        self.up = QuietButton(tr("frameworks", "Up"), icon="arrow-up", key="Alt+Up")
        self.down = QuietButton(tr("frameworks", "Down"), icon="arrow-down", key="Alt+Down")
        self.up.clicked.connect(lambda: self.move_row(-1))
        self.down.clicked.connect(lambda: self.move_row(1))
        for button, use in ((self.take, remove), (self.up, move), (self.down, move)):
            row.addWidget(button)
            button.setVisible(use is not None)
            button.setAccessibleName(f"{button.text()}: {grid.accessibleName()}")
        row.addStretch(1)
        grid.current_changed.connect(lambda _key: self.refresh())
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be done with the row one stands on."""
        tr = QCoreApplication.translate
        read = "" if self._editor.is_open_to_edits else tr("frameworks", "This version is only read. Make a new draft.")
        none = read or ("" if self.grid.currentIndex().isValid() else tr("frameworks", "Choose a row first."))
        self.add.say_why_not(read)
        for button in (self.take, self.up, self.down):
            button.say_why_not(none)

    def move_row(self, by: int) -> None:
        """Move the row one stands on."""
        at = self.grid.currentIndex()
        if self._move is None or not at.isValid() or not self._editor.is_open_to_edits:
            return
        row, column = at.row(), at.column()
        self._move(row, by)
        to = self.grid.grid.index(row + by, column)
        if to.isValid():
            self.grid.setCurrentIndex(to)
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_row(self, act: Callable[[int], None] | None) -> None:
        at = self.grid.currentIndex()
        if act is not None and at.isValid():
            act(at.row())


def _step(step: str, cell: Cell, value: Any) -> str:
    """Return the name of a step: "Points 12 → 14"."""
    before = cell.text or "\N{EN DASH}"
    after = "\N{EN DASH}" if value is None else dict(cell.choices).get(value, str(value))
    if len(before) > 24 or len(after) > 24 or isinstance(value, bool):
        return step
    return f"{step} {before} → {after}"
