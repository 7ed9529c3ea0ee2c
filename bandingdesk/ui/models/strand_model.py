"""The strands of a sheet in their areas: a list model of headings and strands, short and held whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)  # the whole Strand, or the area's name as text


@dataclass(frozen=True, slots=True)
class Strand:
    """One strand of a sheet as the list shows it. MARK is the level as text, "" while none is chosen; UNSURE sets the
    question mark, MARKED the flag "to talk about"; COPIED is a level that waits to be confirmed, so not done yet.
    """

    id: str
    name: str
    area: str
    mark: str = ""
    unsure: bool = False
    marked: bool = False
    copied: bool = False


class StrandModel(QAbstractListModel):
    """Headings and strands in the framework's order. Headings can't be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[Strand | str] = []

    @property
    def strands(self) -> list[Strand]:
        """Return the strands without their headings."""
        return [row for row in self._rows if isinstance(row, Strand)]

    def set_strands(self, strands: Sequence[Strand]) -> None:
        """Show STRANDS; one heading stands before the first strand of each area. Same ids only change their marks."""
        rows: list[Strand | str] = []
        area = ""
        for strand in strands:
            if strand.area and strand.area != area:
                rows.append(strand.area)
            area = strand.area
            rows.append(strand)
        if [_id(row) for row in rows] == [_id(row) for row in self._rows]:
            for number, (old, new) in enumerate(zip(self._rows, rows, strict=True)):
                if old != new:
                    self._rows[number] = new
                    self.dataChanged.emit(self.index(number), self.index(number))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def change(self, strand: str, mark: str, unsure: bool) -> None:
        """Set level mark and question mark of one strand. Raises KeyError."""
        number = self.row_of(strand)
        row = self._rows[number]
        assert isinstance(row, Strand)
        self._rows[number] = replace(row, mark=mark, unsure=unsure)
        self.dataChanged.emit(self.index(number), self.index(number))

    def row_of(self, strand: str) -> int:
        """Return the row of STRAND. Raises KeyError."""
        for number, row in enumerate(self._rows):
            if isinstance(row, Strand) and row.id == strand:
                return number
        raise KeyError(strand)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        if isinstance(self._rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags  # the arrow keys skip what is not enabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        row = self._rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row if isinstance(row, str) else self._spoken(row)
        return None

    def _spoken(self, strand: Strand) -> str:
        """Return the strand as one sentence: what a screen reader says, and what a table twin shows."""
        if not strand.mark:
            return self.tr("{name}, no level yet").replace("{name}", strand.name)
        if strand.copied:
            words = self.tr("{name}, level {level} copied, not confirmed")
            return words.replace("{level}", strand.mark).replace("{name}", strand.name)
        words = self.tr("{name}, level {level}, not sure") if strand.unsure else self.tr("{name}, level {level}")
        return words.replace("{level}", strand.mark).replace("{name}", strand.name)


def _id(row: Strand | str) -> str:
    return row if isinstance(row, str) else f"{row.id}/{row.name}/{row.area}"
