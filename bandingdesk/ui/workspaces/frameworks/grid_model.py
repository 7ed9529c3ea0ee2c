"""A table that is written in: cells as values, each with the place of the draft that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from bandingdesk.ui.workspaces.frameworks.draft import Path

AnyIndex = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SHORT = 12  # characters; longer texts may be cut and are told by the tooltip
CELL = int(Qt.ItemDataRole.UserRole)
Kind = Literal["fixed", "text", "whole", "money", "day", "choice", "flag", "pick"]


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows and where it writes.

    KIND: fixed (only read), text, whole, money (pence), day, choice (of CHOICES), flag (yes or nothing), pick (one of
    its row, as a level: CHOSEN marks it, SAME that it comes to the same). NOTE says what is wrong with it, in its TONE.
    """

    text: str = ""
    kind: Kind = "fixed"
    path: Path = ()
    value: object = None
    choices: tuple[tuple[object, str], ...] = ()
    note: str = ""
    note_tone: str = ""
    tone: str = ""
    icon: str = ""
    strong: bool = False
    chosen: bool = False
    same: bool = False
    told: str = ""  # what a screen reader hears in place of the text


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its title, its least width in px at 100 %, whether it takes what is left, and its side."""

    title: str
    width: int = 90
    stretch: int = 0
    right: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its key, and its cells in the order of the headings."""

    key: object
    cells: tuple[Cell, ...]


class GridModel(QAbstractTableModel):
    """Headings and lines, shown as they are given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings: tuple[Heading, ...] = ()
        self.lines: tuple[Line, ...] = ()

    def set(self, headings: Sequence[Heading], lines: Sequence[Line]) -> bool:
        """Show these; return whether the table was laid out anew (else cells changed where they stand)."""
        new_headings, new_lines = tuple(headings), tuple(lines)
        same_shape = new_headings == self.headings and len(new_lines) == len(self.lines)
        if same_shape:
            if new_lines != self.lines:
                self.lines = new_lines
                self.dataChanged.emit(self.index(0, 0), self.index(len(new_lines) - 1, len(new_headings) - 1))
            return False
        self.beginResetModel()
        self.headings, self.lines = new_headings, new_lines
        self.endResetModel()
        return True

    def cell(self, index: AnyIndex) -> Cell:
        """Return the cell at INDEX."""
        cells = self.lines[index.row()].cells
        return cells[index.column()] if index.column() < len(cells) else Cell()

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.headings)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.headings):
            return None
        heading = self.headings[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return heading.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if heading.right else Qt.AlignmentFlag.AlignLeft
            side = Qt.AlignmentFlag.AlignHCenter if heading.centred else side
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        cell = self.cell(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return cell.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(index, cell)
            case Qt.ItemDataRole.ToolTipRole:
                return cell.note or (cell.text if len(cell.text) > _SHORT else None)
            case _:
                return cell if role == CELL else None

    def _spoken(self, index: AnyIndex, cell: Cell) -> str:
        """Return the cell with its row and column, so that nobody has to walk back to the headings."""
        row = self.lines[index.row()].cells[0].text
        head = self.headings[index.column()].title
        said = [row, head] if index.column() else [head]
        return ", ".join(part for part in (*said, cell.told or cell.text, cell.note) if part)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        written = self.cell(index).kind in ("text", "whole", "money", "day", "choice")
        return usual | Qt.ItemFlag.ItemIsEditable if written else usual
