"""A list of the draft as a table that is written in: a row for each entry, with add, remove and move below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bandingdesk.ui import text
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.widgets.card import Card
from bandingdesk.ui.workspaces.frameworks import draft, words
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.grid import Grid
from bandingdesk.ui.workspaces.frameworks.grid_model import Cell, Heading, Kind, Line
from bandingdesk.ui.workspaces.frameworks.part import step_name
from bandingdesk.ui.workspaces.frameworks.row_tools import RowTools

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

Choices = tuple[tuple[object, str], ...]


class Column(NamedTuple):
    """A column: the KEY of an entry that it shows, and how.

    READ and PUT stand in for the key where a cell holds something else: a place of a list, the entry itself. USUAL
    counts where nothing is written, and is not written itself. What is NEEDED can't be emptied.
    """

    key: str
    heading: Heading
    kind: Kind = "text"
    choices: Choices = ()
    read: Callable[[Any], Any] | None = None
    put: Callable[[Any, Any], Any] | None = None
    usual: object = None
    needed: bool = False
    empty: str = ""  # what a cell says where nothing is written
    strong: bool = False


class ListCard(Card):
    """The list at a path, which may move with what is chosen elsewhere. ONLY says which of its rows are shown."""

    def __init__(
        self,
        part: Part,
        title: str,
        path: Callable[[], Path],
        columns: Callable[[], Sequence[Column]],
        new: Callable[[], Any],
        add_words: str,
        *,
        sentence: str = "",
        only: Callable[[Any], bool] | None = None,
        bare: bool = False,
    ) -> None:
        super().__init__("" if bare else title, look="pane" if bare else "card", padding=0 if bare else 14)
        self._part, self._title, self._path = part, title, path
        self._columns, self._new, self._add_words, self._only = columns, new, add_words, only
        self._shown: tuple[Column, ...] = ()
        self._places: list[int] = []
        if sentence:
            self.add(labels.Label(sentence, "second", "text2", wrap=True))
        self.table = Grid(title)
        self.table.edited.connect(self._on_edited)
        self.add(self.table)
        self.tools = RowTools(part.editor, self.table, add_words, self._on_add, self._on_remove, self._on_move)
        self.add(self.tools)

    def show_list(self) -> None:
        """Show the list as it stands."""
        self._shown = tuple(self._columns())
        entries = self._part.read(self._path(), ()) or ()
        self._places = [at for at, entry in enumerate(entries) if self._only is None or self._only(entry)]
        lines = [Line(at, tuple(self._cell(at, entries[at], column) for column in self._shown)) for at in self._places]
        self.table.show_lines([column.heading for column in self._shown], lines)
        self.table.setVisible(bool(lines))
        self.tools.refresh()

    @property
    def current(self) -> int:
        """The place of the entry one stands on, -1 for none."""
        key = self.table.current_key
        return key if isinstance(key, int) else -1

    # Cells

    def _cell(self, at: int, entry: Any, column: Column) -> Cell:
        path = (*self._path(), at, column.key) if column.key else (*self._path(), at)
        value = column.read(entry) if column.read is not None else entry.get(column.key)
        value = column.usual if value is None else value
        note, tone = self._part.wrong_at(path)
        if not note and column is self._shown[0]:  # what is wrong with the whole entry stands at its head
            note, tone = self._part.wrong_at((*self._path(), at))
        kind: Kind = column.kind if self._part.editor.is_open_to_edits else "fixed"
        return Cell(
            _said(column, value),
            kind,
            path,
            value,
            column.choices,
            note,
            tone,
            strong=column.strong,
            tone="text" if kind == "fixed" else "",
        )

    def _on_edited(self, cell: Cell, value: object) -> None:
        if cell.kind == "fixed":
            return
        column = self._column_of(cell)
        value = None if value == column.usual else value
        if value is None and column.needed:
            return
        top = self._path()
        at = (*top, cell.path[len(top)])
        entry = self._part.read(at)
        if column.put is not None:
            changed = column.put(entry, value)
        else:
            changed = {key: one for key, one in {**entry, column.key: value}.items() if one is not None}
        name = step_name(column.heading.title, Cell(_said(column, cell.value)), _said(column, value))
        self._part.apply(draft.put(self._part.whole, at, changed), name, joins=draft.text(cell.path))

    def _column_of(self, cell: Cell) -> Column:
        for line in self.table.grid.lines:
            for column, known in zip(self._shown, line.cells, strict=True):
                if known is cell:
                    return column
        raise KeyError(cell.path)

    # Rows

    def _on_add(self) -> None:
        made = self._new()
        if made is None:
            return
        count = len(self._part.read(self._path(), ()) or ())
        self._part.apply(draft.insert(self._part.whole, self._path(), made), self._add_words)
        self.table.go_to(count)
        self.table.setFocus()

    def _on_remove(self, row: int) -> None:
        name = words.tr("Remove a row: {title}").replace("{title}", self._title)
        self._part.apply(draft.remove(self._part.whole, (*self._path(), self._places[row])), name)

    def _on_move(self, row: int, by: int) -> None:
        to = row + by
        if 0 <= to < len(self._places):
            at = self._places[row]
            moved = draft.move(self._part.whole, (*self._path(), at), self._places[to] - at)
            self._part.apply(moved, words.tr("Move a row: {title}").replace("{title}", self._title))


def _said(column: Column, value: object) -> str:
    """Return what a cell says."""
    if column.kind == "choice":
        return next((said for known, said in column.choices if known == value), "" if value is None else str(value))
    if value is None:
        return column.empty
    if column.kind == "money" and isinstance(value, int):
        return text.money(value, "")
    if column.kind == "day" and isinstance(value, str):
        return text.day(date.fromisoformat(value)) if _is_day(value) else value
    if column.kind == "flag":
        return words.tr("yes") if value else ""
    return str(value)


def _is_day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
