"""A form drawn from field definitions: dates, codes, texts, yes or no, settings, numbers. It knows no field by name.

Dates are typed as people write them and said back in words below ("Mon 7 Dec 2026"), so that a wrong year is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QSizePolicy, QWidget

from bandingdesk.statute.register import Field
from bandingdesk.ui import text
from bandingdesk.ui.theme import theme
from bandingdesk.ui.widgets import card
from bandingdesk.ui.widgets.form import Choice, FormField, line

_TWO_COLUMNS = 620  # px at 100 %: from here on two fields stand beside each other
_LONGEST = 2000
ReadDay = Callable[[str], date | None]


class SettingField(QComboBox):
    """A setting chosen from the council's list by its URN, or written as it is called where the list has none."""

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.activated.connect(lambda _at: self.written.emit(self.value))
        self._edit.textEdited.connect(lambda _words: self.written.emit(self.value))

    @property
    def _edit(self) -> QLineEdit:
        found = self.lineEdit()
        assert found is not None
        return found

    @property
    def value(self) -> str:
        """Return the URN of the setting that is named, else the words as they stand."""
        words = self.currentText().strip()
        at = self.findText(words, Qt.MatchFlag.MatchFixedString)
        return str(self.itemData(at)) if at >= 0 else words

    def set_settings(self, settings: Sequence[tuple[str, str]]) -> None:
        """Offer SETTINGS, pairs of URN and name; what is written stays."""
        known = [(self.itemData(at), self.itemText(at)) for at in range(self.count())]
        if known == list(settings):
            return
        kept = self.value
        self.clear()
        for urn, name in settings:
            self.addItem(name, urn)
        self.set_value(kept)

    def set_value(self, value: str) -> None:
        """Show the setting with the URN VALUE by its name, another text as it is."""
        if value == self.value:
            return
        at = self.findData(value) if value else -1
        self.setCurrentIndex(at)
        self.setEditText(self.itemText(at) if at >= 0 else value)


class FieldForm(QWidget):
    """The fields, two beside each other where there is room. `typed` carries the name of a field and its text."""

    typed = Signal(str, str)

    def __init__(self, fields: Iterable[Field], read_day: ReadDay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._read_day = read_day
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(20)
        self._grid.setVerticalSpacing(12)
        self._inputs: dict[str, QWidget] = {}
        self._known: dict[str, Field] = {}
        self.fields: dict[str, FormField] = {}
        self.set_fields(fields)

    def set_fields(self, fields: Iterable[Field]) -> None:
        """Draw other fields in place of those that are there."""
        known = {field.name: field for field in fields}
        if known == self._known:
            return
        card.clear(self._grid)
        self._known, self._inputs, self.fields, self._columns = known, {}, {}, 0
        for field in known.values():
            part = self._make(field)
            label = self.tr("{field} (needed)").format(field=field.title) if field.needed else field.title
            self._inputs[field.name] = part
            self.fields[field.name] = FormField(label, part, hint=field.help)
            part.setObjectName(field.name)
        self._place()

    def set_settings(self, settings: Sequence[tuple[str, str]]) -> None:
        """Offer SETTINGS, pairs of URN and name, in every field that names one."""
        for part in self._inputs.values():
            if isinstance(part, SettingField):
                part.set_settings(settings)

    def show_texts(self, texts: Mapping[str, str]) -> None:
        """Show what is typed; the caret stays where nothing changes."""
        for name, part in self._inputs.items():
            words = texts.get(name, "")
            if isinstance(part, QLineEdit):
                if part.text() != words:
                    part.setText(words)
            elif isinstance(part, SettingField):
                part.set_value(words)
            elif isinstance(part, Choice):
                offered = [part.itemData(at) for at in range(part.count())]
                if words not in offered:  # of an older list of codes: shown as it is
                    part.addItem(words, words)
                part.set_value(words)
            if self._known[name].kind == "date":
                self._say_day(name, words)

    def show_errors(self, errors: Mapping[str, str], doubts: Mapping[str, str]) -> None:
        """Say at each field what is wrong with it, else what looks wrong; a field without a word is right."""
        for name, field in self.fields.items():
            said = errors.get(name, "") or doubts.get(name, "")
            if name in errors:
                field.set_error(said)
            elif field.error != said:
                field.set_doubt(said)

    def has_focus(self, name: str) -> bool:
        """Return whether somebody writes in the field NAME now: nothing is called wrong before it is left."""
        return name in self._inputs and self._inputs[name].hasFocus()

    def focus(self, name: str) -> None:
        """Put the caret into the field NAME."""
        self._inputs[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:
        least = max((field.minimumSizeHint().width() for field in self.fields.values()), default=200)
        return QSize(least, super().minimumSizeHint().height())

    # Parts

    def _make(self, field: Field) -> QWidget:
        if field.kind in ("code", "flag"):
            answers = field.codes if field.kind == "code" else (("yes", self.tr("Yes")), ("no", self.tr("No")))
            choice = Choice([("", self.tr("Not said")), *answers], "")
            choice.chosen.connect(lambda value, name=field.name: self.typed.emit(name, str(value)))
            return choice
        if field.kind == "setting":
            setting = SettingField()
            setting.written.connect(lambda value, name=field.name: self.typed.emit(name, value))
            return setting
        made = line(longest=_LONGEST)
        made.textEdited.connect(lambda words, name=field.name: self._on_text(name, words))
        return made

    def _on_text(self, name: str, words: str) -> None:
        if self._known[name].kind == "date":
            self._say_day(name, words)
        self.typed.emit(name, words)

    def _say_day(self, name: str, words: str) -> None:
        """Say the day that was typed in words, else the field's own help."""
        field = self._known[name]
        found = self._read_day(words) if words.strip() else None
        told = text.day(found) if found is not None else self.tr("Day, month and year, as 31/12/2026.")
        hint = " ".join(part for part in (field.help, told) if part)
        if self.fields[name].hint.text() != hint:
            self.fields[name].set_hint(hint)

    def _place(self) -> None:
        columns = 2 if self.width() >= theme.current().scaled(_TWO_COLUMNS) else 1
        if columns == self._columns:
            return
        self._columns = columns
        for number, field in enumerate(self.fields.values()):
            row, column = divmod(number, columns)
            self._grid.addWidget(field, row, column, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
