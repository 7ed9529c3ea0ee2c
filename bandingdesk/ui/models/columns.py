"""Columns of a table as values, and the model that shows rows through them; it does not say where rows come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex
ROW = int(Qt.ItemDataRole.UserRole)  # the row's value, None while it is read
CELL = ROW + 1  # its Cell in this column


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell shows: TEXT, TONE (a colour token, "" for the usual), an icon before it, STRONG type."""

    text: str
    tone: str = ""
    icon: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column. CELL makes the cell of a row (a str or a Cell); WIDTH is in px at 100 %; STRETCH takes what is left.

    SORT is the name that a query sorts by, "" where it can't; columns with the highest DROP go first when the table is
    too narrow for all, 0 stays always.
    """

    key: str
    title: str
    cell: Callable[[Any], str | Cell]
    width: int = 120
    stretch: bool = False
    right: bool = False
    sort: str = ""
    drop: int = 0


class ColumnsModel(QAbstractTableModel):
    """A table of rows through COLUMNS. SPOKEN makes the summary of a row that a screen reader hears on its first cell;
    without it the columns are read out with their titles.
    """

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        spoken: Callable[[Any], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._spoken = spoken

    def row_at(self, number: int) -> Any:
        """Return the value of row NUMBER, None while it is read."""
        raise NotImplementedError

    def row_of(self, wanted: str) -> int:
        """Return the number of the row with the id WANTED. Raises KeyError."""
        raise NotImplementedError

    def id_at(self, number: int) -> str:
        """Return the id of row NUMBER."""
        raise NotImplementedError

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid():
            return None
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
            Qt.ItemDataRole.TextAlignmentRole,
            ROW,
            CELL,
        ):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        row = self.row_at(index.row())
        if role == ROW:
            return row
        if row is None:
            return "" if role != CELL else None
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return self.summary(row)
        cell = as_cell(column.cell(row))
        return cell if role == CELL else cell.text

    def summary(self, row: Any) -> str:
        """Return the whole row in words."""
        if self._spoken is not None:
            return self._spoken(row)
        told = [(column.title, as_cell(column.cell(row)).text) for column in self.columns]
        return ", ".join(f"{title} {text}" for title, text in told if text)


class RowsModel(ColumnsModel):
    """A short fixed list, held whole: at most some hundred rows, each with an `id`."""

    def __init__(
        self,
        columns: Sequence[Column],
        rows: Sequence[Any] = (),
        *,
        spoken: Callable[[Any], str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, spoken=spoken, parent=parent)
        self._rows = list(rows)

    @property
    def rows(self) -> list[Any]:
        """Return the rows in the order shown."""
        return list(self._rows)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show ROWS."""
        self.beginResetModel()
        self._rows = list(rows)
        self.endResetModel()

    def row_at(self, number: int) -> Any:
        return self._rows[number]

    def id_at(self, number: int) -> str:
        return str(self._rows[number].id)

    def row_of(self, wanted: str) -> int:
        for number, row in enumerate(self._rows):
            if str(row.id) == wanted:
                return number
        raise KeyError(wanted)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self._rows)


def as_cell(made: str | Cell) -> Cell:
    """Return MADE as a Cell."""
    return made if isinstance(made, Cell) else Cell(made)
