"""Before, Yours and Theirs side by side: fields aligned, each that differs marked by word and icon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from bandingdesk.store.queries.sync import Field
from bandingdesk.ui import text
from bandingdesk.ui.theme import style
from bandingdesk.ui.widgets import labels
from bandingdesk.ui.workspaces.sync import field_words
from bandingdesk.ui.workspaces.sync.reading import Compared, Side

Pick = Callable[[str, Side], None]
_GAP = 8


class Cell(QFrame):
    """One version of one value. With NAME it can be chosen: a round button, and a ground of its own once it is."""

    def __init__(self, words: str, name: str = "", *, is_version: bool = True) -> None:
        super().__init__()
        self._look = "card" if is_version else "well"
        self.setProperty("look", self._look)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(6)
        column.addWidget(labels.Label(words, "body", wrap=True))
        column.addStretch(1)
        self.button: QRadioButton | None = None
        if name:
            self.button = QRadioButton(self.tr("Keep this"))
            self.button.setAccessibleName(name)
            column.addWidget(self.button)

    def show_chosen(self, is_chosen: bool) -> None:
        """Show whether this version is to stand."""
        look = "banner" if is_chosen else self._look
        if self.property("look") != look:
            self.setProperty("look", look)
            self.setProperty("tone", "accent" if is_chosen else "")
            style.restyle(self)
        if self.button is not None:
            self.button.setText(self.tr("Your choice") if is_chosen else self.tr("Keep this"))


class FieldGrid(QWidget):
    """The fields of one difference. PICK hears which version of a field a person chose."""

    def __init__(self, pick: Pick) -> None:
        super().__init__()
        self._pick = pick
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(4)
        for place in range(3):
            self._grid.setColumnStretch(place, 1)
        self.cells: dict[str, dict[Side, Cell]] = {}
        self._groups: list[QButtonGroup] = []
        self._row = 0

    def show_found(self, found: Compared) -> None:
        """Show the fields of FOUND in place of what is there."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.cells, self._groups, self._row = {}, [], 0
        self._add_heads(found)
        composed = {field.path for field in found.composed}
        for field in found.differing:
            self._add_field(found, field, can_pick=field.path in composed)
        self._grid.setRowStretch(self._row, 1)

    def show_picks(self, side_of: Callable[[str], Side | None]) -> None:
        """Show which version of each field is chosen."""
        for path, pair in self.cells.items():
            chosen = side_of(path)
            for side, cell in pair.items():
                cell.show_chosen(side == chosen)
                if cell.button is not None and side == chosen:
                    cell.button.setChecked(True)

    @property
    def first(self) -> QRadioButton | None:
        """The first button, None where nothing can be chosen field by field."""
        buttons = (cell.button for pair in self.cells.values() for cell in pair.values())
        return next((button for button in buttons if button is not None), None)

    def _add_heads(self, found: Compared) -> None:
        one = found.item.difference
        mine = self.tr("What came in")
        if found.item.is_mine or one.is_own:
            mine = self.tr("Yours") if found.item.is_mine else self.tr("This laptop’s")
        theirs = self.tr("Theirs") if one.is_own else self.tr("What stands here")
        last = found.three.theirs.ops[-1] if found.three.theirs.ops else None
        heads = (
            (self.tr("Before"), ""),
            (mine, _who(found.item.by, text.moment(one.at))),
            (theirs, _who(found.theirs_by, text.moment(last.at)) if last is not None else ""),
        )
        for place, (title, line) in enumerate(heads):
            head = QWidget()
            column = QVBoxLayout(head)
            column.setContentsMargins(2, 0, 2, 2)
            column.setSpacing(0)
            column.addWidget(labels.Label(title, "card_title"))
            column.addWidget(labels.Label(line, "note", "text2", wrap=True))
            self._grid.addWidget(head, self._row, place, Qt.AlignmentFlag.AlignTop)
        self._row += 1

    def _add_field(self, found: Compared, field: Field, *, can_pick: bool) -> None:
        kind = found.item.difference.subject.kind
        name = field_words.label(kind, field.path)
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(2, 8, 2, 0)
        row.setSpacing(6)
        row.addWidget(labels.Label(name, "body_strong"))
        row.addWidget(labels.Icon("equal-not", "warn", 16), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(labels.Label(self.tr("Different"), "second_strong", "warn"))
        row.addStretch(1)
        self._grid.addWidget(head, self._row, 0, 1, 3)
        said = [field_words.value(field.path, value, found.names) for value in (field.base, field.mine, field.theirs)]
        mine = self.tr("Keep yours: {field}").replace("{field}", name) if can_pick else ""
        theirs = self.tr("Keep theirs: {field}").replace("{field}", name) if can_pick else ""
        cells = (Cell(said[0], is_version=False), Cell(said[1], mine), Cell(said[2], theirs))
        for place, cell in enumerate(cells):
            self._grid.addWidget(cell, self._row + 1, place)
        self._row += 2
        self.cells[field.path] = {"mine": cells[1], "theirs": cells[2]}
        if can_pick:
            self._join(field.path, cells[1], cells[2])

    def _join(self, path: str, mine: Cell, theirs: Cell) -> None:
        group = QButtonGroup(self)
        sides: tuple[tuple[Side, Cell], ...] = (("mine", mine), ("theirs", theirs))
        for side, cell in sides:
            if cell.button is not None:
                group.addButton(cell.button)
                cell.button.clicked.connect(lambda _on=False, chosen=side: self._pick(path, chosen))
        self._groups.append(group)


def _who(name: str, moment: str) -> str:
    return f"{name}, {moment}" if name else moment
