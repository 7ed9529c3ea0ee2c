"""What every part of the editor is made of: a scrolled column, fields and tables that write into the draft."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from bandingdesk.ui.widgets import card, labels
from bandingdesk.ui.workspaces.frameworks import draft
from bandingdesk.ui.workspaces.frameworks.checking import Note
from bandingdesk.ui.workspaces.frameworks.draft import Document, Path
from bandingdesk.ui.workspaces.frameworks.editor_view_model import EditorViewModel
from bandingdesk.ui.workspaces.frameworks.findings import FindingList
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell

TONES = {"error": "danger", "warning": "warn", "info": "info"}


class Part(card.Column):
    """One part of the editor: title, one sentence, what is written, and the findings about it.

    What it reads and writes by path is the framework; the tariff beside it where the part is IN_TARIFF.
    """

    tells_all = False  # also what is only to know
    in_tariff = False

    def __init__(self, editor: EditorViewModel, title: str, sentence: str) -> None:
        super().__init__(margins=(20, 16, 20, 16), spacing=12)
        self.editor = editor
        self.title = title
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
        return find_field(self, note.where)

    # Shared

    def refresh(self) -> None:
        """Show everything as it stands."""
        self.show_part()
        self.findings.show_notes([note for note in self.notes() if self.tells_all or note.severity != "info"])

    @property
    def whole(self) -> Document:
        """What the paths of this part lead into."""
        return (self.editor.tariff or {}) if self.in_tariff else self.editor.document

    def read(self, path: Path, otherwise: Any = None) -> Any:
        """Return what stands at PATH."""
        return draft.get(self.whole, path, otherwise)

    def write(self, path: Path, value: Any, name: str) -> None:
        """Write VALUE at PATH as the step NAME; None takes it away."""
        (self.editor.set_tariff if self.in_tariff else self.editor.set)(path, value, name)

    def apply(self, whole: Document, name: str, joins: str = "") -> None:
        """Put WHOLE in place of what the paths of this part lead into, as the step NAME."""
        (self.editor.apply_tariff if self.in_tariff else self.editor.apply)(whole, name, joins=joins)

    def wrong_at(self, path: Path) -> tuple[str, str]:
        """Return what is wrong at exactly this place or inside it, and its tone; "" for nothing."""
        found = [note for note in self.editor.checked.at(path, tariff=self.in_tariff) if note.severity != "info"]
        return (found[0].message, TONES[found[0].severity]) if found else ("", "")

    def cell(self, path: Path, kind: Any = "text", **more: Any) -> Cell:
        """Return the cell that shows what stands at PATH and writes there; only read where the version is."""
        value = self.read(path)
        note, tone = self.wrong_at(path)
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
            self.write(cell.path, value, step_name(step, cell, value))


def allow(field: QWidget, editor: EditorViewModel) -> None:
    """Let FIELD be used while the version is a draft; else it says why not."""
    on = editor.is_open_to_edits
    why_not = "" if on else QCoreApplication.translate("frameworks", "This version is only read. Make a new draft.")
    field.setEnabled(on)
    field.setToolTip(why_not)
    if why_not:
        field.setAccessibleDescription(why_not)


NONE = "\N{EN DASH}"  # in a list to choose from: nothing is written
WRITES = "writes"  # the property of a field that names the place it writes


def find_field(inside: QWidget, path: Path) -> QWidget | None:
    """Return the field that writes at PATH, or at what PATH lies in; None for none."""
    for end in range(len(path), 0, -1):
        place = draft.text(path[:end])
        for field in inside.findChildren(QWidget):
            if field.property(WRITES) == place:
                return field
    return None


def step_name(step: str, cell: Cell, value: Any) -> str:
    """Return the name of a step: "Points 12 → 14"."""
    before = cell.text or "\N{EN DASH}"
    after = "\N{EN DASH}" if value is None else dict(cell.choices).get(value, str(value))
    if len(before) > 24 or len(after) > 24 or isinstance(value, bool):
        return step
    return f"{step} {before} → {after}"
