"""Fields of a form: each shows what stands at one place of the draft and writes there when it is left.

What is wrong at the place is said below the field. A version that is only read shows its fields closed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from bandingdesk.ui import amounts, text
from bandingdesk.ui.widgets import form
from bandingdesk.ui.widgets.form import Choice, DayField, FormField, NoteField
from bandingdesk.ui.workspaces.frameworks import draft
from bandingdesk.ui.workspaces.frameworks.draft import Path
from bandingdesk.ui.workspaces.frameworks.part import NONE, WRITES, allow
from bandingdesk.ui.workspaces.frameworks.pickers import MoneyField, Several, WholeField

if TYPE_CHECKING:
    from bandingdesk.ui.workspaces.frameworks.part import Part

Choices = Sequence[tuple[Any, str]]
_ROOT: Path = ()


def _at_root() -> Path:
    return _ROOT


class Fields:
    """The fields of one form. Their paths begin at TOP, which may move from row to row."""

    def __init__(self, part: Part, top: Callable[[], Path] = _at_root) -> None:
        self._part, self._top = part, top
        self._shows: list[Callable[[], None]] = []

    def show(self) -> None:
        """Show what stands at each place."""
        for show in self._shows:
            show()

    # Each kind of field. EMPTY, or USUAL, is what counts where nothing is written; it is not written itself.

    def line(self, label: str, path: Path, *, hint: str = "", longest: int = 200, needed: bool = False) -> FormField:
        """Return a field of one line; one that is NEEDED can't be emptied."""
        field = form.line(longest=longest)

        def leave() -> None:
            if self._is_written(field):
                words = field.text().strip()
                if words or not needed:
                    self._write(path, words or None, label)
                else:
                    show()

        def show() -> None:
            field.setReadOnly(not self._part.editor.is_open_to_edits)
            value = self._read(path)
            words = "" if value is None else str(value)
            if field.text() != words and not (field.hasFocus() and field.isModified()):
                field.setText(words)
                field.setCursorPosition(0)

        field.editingFinished.connect(leave)
        return self._hold(label, field, path, show, hint)

    def note(self, label: str, path: Path, *, hint: str = "", rows: int = 5) -> FormField:
        """Return a field of some lines that writes after a rest in typing."""
        field = NoteField(rows=rows)
        field.rested.connect(lambda words: self._write(path, words.strip() or None, label))

        def show() -> None:
            field.setReadOnly(not self._part.editor.is_open_to_edits)
            if not field.hasFocus():
                field.set_text(str(self._read(path) or ""))

        return self._hold(label, field, path, show, hint)

    def lines(self, label: str, path: Path, *, hint: str = "", rows: int = 8) -> FormField:
        """Return a field for a list of words, one a line."""
        field = NoteField(rows=rows)

        def rest(words: str) -> None:
            found = [line.strip() for line in words.splitlines() if line.strip()]
            self._write(path, found or None, label)

        def show() -> None:
            field.setReadOnly(not self._part.editor.is_open_to_edits)
            if not field.hasFocus():
                field.set_text("\n".join(self._read(path) or ()))

        field.rested.connect(rest)
        return self._hold(label, field, path, show, hint)

    def choice(
        self,
        label: str,
        path: Path,
        choices: Choices | Callable[[], Choices],
        *,
        hint: str = "",
        usual: Any = None,
        take: Callable[[Any], None] | None = None,
    ) -> FormField:
        """Return a list to choose from. The value NONE stands for nothing written; TAKE writes in place of the form."""
        field = Choice()

        def choose(value: Any) -> None:
            if take is not None:
                take(value)
            else:
                self._write(path, None if value in (NONE, usual) else value, label)

        def show() -> None:
            allow(field, self._part.editor)
            offered = list(choices() if callable(choices) else choices)
            value = self._read(path)
            known = [one for one, _ in offered]
            empty = usual if usual in known else NONE if NONE in known else None
            if value is None:
                value = empty
            elif value not in known:
                offered.append((value, str(value)))
            if offered != [(field.itemData(at), field.itemText(at)) for at in range(field.count())]:
                field.set_choices(offered)
            field.set_value(value)

        field.chosen.connect(choose)
        return self._hold(label, field, path, show, hint)

    def several(
        self, label: str, path: Path, values: Callable[[], Choices], *, all_words: str = "", may_be_empty: bool = False
    ) -> FormField:
        """Return a button that ticks several of VALUES; with ALL_WORDS nothing written stands for all of them."""
        field = Several(label, all_words=all_words, may_be_empty=may_be_empty)
        field.chosen.connect(lambda chosen: self._write(path, chosen or None, label))

        def show() -> None:
            allow(field, self._part.editor)
            picked = self._read(path)
            field.show_values(list(values()), picked if picked is not None or all_words else ())

        holder = self._hold(label, field, path, show)
        holder.layout().setAlignment(field, Qt.AlignmentFlag.AlignLeft)  # type: ignore[union-attr]  # a column
        return holder

    def whole(
        self,
        label: str,
        path: Path,
        *,
        low: int = 0,
        high: int = 1_000_000,
        hint: str = "",
        usual: int | None = None,
        may_be_empty: bool = False,
    ) -> FormField:
        """Return a field for a whole number from LOW to HIGH."""
        field = WholeField(label, low=low, high=high, may_be_empty=may_be_empty)
        field.written.connect(lambda value: self._write(path, None if value == usual else value, label))

        def show() -> None:
            field.setReadOnly(not self._part.editor.is_open_to_edits)
            field.show_value(self._read(path, usual))

        return self._hold(label, field, path, show, hint)

    def money(self, label: str, path: Path, *, hint: str = "", may_be_empty: bool = False) -> FormField:
        """Return a field for an amount, written in pounds and kept in pence."""
        field = MoneyField(label, may_be_empty=may_be_empty)
        field.written.connect(lambda value: self._write(path, value, label))

        def show() -> None:
            field.setReadOnly(not self._part.editor.is_open_to_edits)
            field.show_value(self._read(path))

        return self._hold(label, field, path, show, hint)

    def day(self, label: str, path: Path, *, hint: str = "") -> FormField:
        """Return a field for a day. It can't be emptied."""
        field = DayField()

        def leave() -> None:
            day = field.date()
            written = date(day.year(), day.month(), day.day()).isoformat()
            if self._part.editor.is_open_to_edits and self._read(path) not in (None, written):
                self._write(path, written, label)

        def show() -> None:
            field.setReadOnly(not self._part.editor.is_open_to_edits)
            value = self._read(path)
            if value and not field.hasFocus():
                day = date.fromisoformat(value)
                field.setDate(QDate(day.year, day.month, day.day))

        field.editingFinished.connect(leave)
        return self._hold(label, field, path, show, hint)

    def written_day(self, label: str, path: Path) -> FormField:
        """Return a field for a day that may be left empty, written as "1 April 2026" or the like."""
        field = form.line(longest=30)

        def leave() -> None:
            if self._is_written(field):
                words = field.text().strip()
                found = amounts.day(words)
                if found is not None or not words:
                    self._write(path, found, label)
                show()

        def show() -> None:
            field.setReadOnly(not self._part.editor.is_open_to_edits)
            value = self._read(path)
            if not (field.hasFocus() and field.isModified()):
                field.setText(text.day(date.fromisoformat(value)) if amounts.day(value or "") else value or "")

        field.editingFinished.connect(leave)
        return self._hold(label, field, path, show)

    def flag(self, words: str, path: Path, *, on: Any = True, off: Any = None) -> QCheckBox:
        """Return a box that writes ON or OFF."""
        box = QCheckBox(words)
        box.clicked.connect(lambda checked: self._write(path, on if checked else off, words))

        def show() -> None:
            box.setProperty(WRITES, draft.text((*self._top(), *path)))
            allow(box, self._part.editor)
            box.setChecked(self._read(path) == on)

        self._shows.append(show)
        return box

    def part_of_it(self, words: str, path: Path, new: Callable[[], Any]) -> QCheckBox:
        """Return a box for something that is there whole or not at all: ticked, what NEW returns is written."""
        box = self.flag(words, path)
        box.clicked.disconnect()
        box.clicked.connect(lambda checked: self._write(path, new() if checked else None, words))
        self._shows.append(lambda: box.setChecked(self._read(path) is not None))
        return box

    # Shared

    def _hold(self, label: str, field: QWidget, path: Path, show: Callable[[], None], hint: str = "") -> FormField:
        name = field.accessibleName()
        holder = FormField(label, field, hint=hint)
        if name:
            field.setAccessibleName(name)

        def show_all() -> None:
            whole = (*self._top(), *path)
            field.setProperty(WRITES, draft.text(whole))
            show()
            words, _tone = self._part.wrong_at(whole)
            if holder.error != words:
                holder.set_error(words)

        self._shows.append(show_all)
        return holder

    def _is_written(self, field: QLineEdit) -> bool:
        written = field.isModified() and self._part.editor.is_open_to_edits
        field.setModified(False)
        return written

    def _read(self, path: Path, otherwise: Any = None) -> Any:
        found = self._part.read((*self._top(), *path))
        return otherwise if found is None else found

    def _write(self, path: Path, value: Any, name: str) -> None:
        if self._part.editor.is_open_to_edits:
            self._part.write((*self._top(), *path), value, name)


def row_of(*fields: QWidget, spare: int = 0) -> QHBoxLayout:
    """Return FIELDS side by side with their labels in line; SPARE is the share that is left free."""
    row = QHBoxLayout()
    row.setSpacing(16)
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    if spare:
        row.addStretch(spare)
    return row
