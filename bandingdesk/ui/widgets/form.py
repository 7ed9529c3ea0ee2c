"""Form fields: label above, hint below it, the field, and what is wrong with it. Nothing is ever a placeholder."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDate, QTimer, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bandingdesk.ui.theme import style, theme
from bandingdesk.ui.widgets import labels

REST_MS = 400  # a text is kept after this rest in typing, and when it is left


class FormField(QWidget):
    """LABEL above FIELD, a HINT between them, an error below. `field` is the widget a person types in."""

    def __init__(self, label: str, field: QWidget, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.label = labels.Label(label, "second_strong", wrap=True)
        self.hint = labels.Label(hint, "note", "text2", wrap=True)
        self._error = labels.Label("", "second_strong", "danger", wrap=True)
        self._mark = labels.Icon("circle-alert", "danger", 16)
        self._wrong = QWidget()
        wrong = QHBoxLayout(self._wrong)
        wrong.setContentsMargins(0, 2, 0, 0)
        wrong.setSpacing(6)
        wrong.addWidget(self._mark)
        wrong.addWidget(self._error, 1)
        self._wrong.hide()
        if not isinstance(field, QAbstractButton):
            self.label.setBuddy(field)
        for part in (self.label, self.hint, field, self._wrong):
            column.addWidget(part)
        self.hint.setVisible(bool(hint))
        field.setAccessibleName(label)
        field.setAccessibleDescription(hint)
        self.setFocusProxy(field)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, field.sizePolicy().verticalPolicy())

    @property
    def error(self) -> str:
        """Return what is said to be wrong, "" for nothing."""
        return self._error.text()

    def set_error(self, text: str) -> None:
        """Say what is wrong with the field and what to do, or take it back with ""."""
        self._say(text, "danger", "circle-alert")

    def set_doubt(self, text: str) -> None:
        """Say what looks wrong and stops nothing, or take it back with ""."""
        self._say(text, "warn", "triangle-alert")

    def _say(self, text: str, tone: str, icon: str) -> None:
        self._error.setText(text)
        self._error.set_tone(tone)
        self._mark.set(icon, tone, 16)
        self._wrong.setVisible(bool(text))
        self.field.setAccessibleDescription(" ".join(part for part in (self.hint.text(), text) if part))
        self.field.setProperty("state", "error" if text and tone == "danger" else "")
        style.restyle(self.field)

    def set_hint(self, text: str) -> None:
        """Change the hint; "" hides it."""
        self.hint.setText(text)
        self.hint.setVisible(bool(text))
        self.field.setAccessibleDescription(" ".join(part for part in (text, self.error) if part))


def line(text: str = "", *, longest: int = 0, secret: bool = False) -> QLineEdit:
    """Return a field of one line; LONGEST characters at most (0 for no limit), SECRET for PINs and passphrases."""
    made = QLineEdit(text)
    if longest:
        made.setMaxLength(longest)
    if secret:
        made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setMinimumWidth(80)
    return made


class Choice(QComboBox):
    """A list to choose from, opened on demand. Starts with nothing chosen unless VALUE is given."""

    chosen = Signal(object)

    def __init__(
        self, choices: Sequence[tuple[object, str]] = (), value: object = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.set_choices(choices, value)
        self.activated.connect(lambda _index: self.chosen.emit(self.value))

    def set_choices(self, choices: Sequence[tuple[object, str]], value: object = None) -> None:
        """Offer CHOICES, pairs of value and words; VALUE is chosen, None for nothing."""
        self.clear()
        for each, words in choices:
            self.addItem(words, each)
        self.set_value(value)

    @property
    def value(self) -> object:
        """Return the chosen value, None while nothing is chosen."""
        return self.currentData() if self.currentIndex() >= 0 else None

    def set_value(self, value: object) -> None:
        """Choose VALUE, or nothing with None. Raises ValueError for a value that is not offered."""
        if value is None:
            self.setCurrentIndex(-1)
            return
        for index in range(self.count()):
            if self.itemData(index) == value:
                self.setCurrentIndex(index)
                return
        raise ValueError(f"not offered: {value!r}")


class DayField(QDateEdit):
    """A day, written "Mon 7 Dec 2026", with a calendar to pick from."""

    def __init__(self, day: QDate | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCalendarPopup(True)
        self.setDisplayFormat("ddd d MMM yyyy")
        if day is not None:
            self.setDate(day)


class NoteField(QPlainTextEdit):
    """A note of a few lines that grows with its text up to ROWS lines. `rested` comes 400 ms after the last key and
    when the field is left: that is when a draft is kept.
    """

    rested = Signal(str)

    def __init__(self, text: str = "", *, rows: int = 4, first_rows: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._rows, self._first_rows = rows, first_rows
        self._kept = text
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._rest)
        self.textChanged.connect(self._typed)
        theme.current().changed.connect(self._fit)
        self._fit()

    @property
    def text(self) -> str:
        """Return what is written."""
        return self.toPlainText()

    def set_text(self, text: str) -> None:
        """Show TEXT as what is kept; it is not told by `rested`. The caret stays where nothing changes."""
        if text == self.toPlainText():
            self._kept = text
            return
        self._kept = text
        self.setPlainText(text)
        self._timer.stop()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._rest()
        super().focusOutEvent(event)

    def _typed(self) -> None:
        self._timer.start()
        self._fit()

    def _rest(self) -> None:
        self._timer.stop()
        if self.toPlainText() != self._kept:
            self._kept = self.toPlainText()
            self.rested.emit(self._kept)

    def _fit(self) -> None:
        lines = min(max(self._first_rows, int(self.document().size().height())), self._rows)
        self.setFixedHeight(round(self.fontMetrics().lineSpacing() * lines + 2 * self.document().documentMargin()) + 16)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()


class RadioRow(QWidget):
    """A few answers side by side, one of them chosen or none. `chosen` carries the value."""

    chosen = Signal(object)

    def __init__(
        self, name: str, choices: Sequence[tuple[object, str]], *, upright: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        row = QVBoxLayout(self) if upright else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6 if upright else 16)
        self._group = QButtonGroup(self)
        self._values: list[object] = []
        for value, words in choices:
            button = QRadioButton(words)
            button.setAccessibleDescription(name)
            button.setMinimumHeight(24)
            self._group.addButton(button, len(self._values))
            self._values.append(value)
            row.addWidget(button)
        if not upright:
            row.addStretch(1)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._values[number]))

    @property
    def buttons(self) -> list[QAbstractButton]:
        """Return the buttons in order."""
        return self._group.buttons()

    @property
    def value(self) -> object:
        """Return the chosen value, None while nothing is chosen."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def set_value(self, value: object) -> None:
        """Choose VALUE, or nothing with None. Raises ValueError for a value that is not offered."""
        if value is None:
            checked = self._group.checkedButton()
            if checked is not None:
                self._group.setExclusive(False)
                checked.setChecked(False)
                self._group.setExclusive(True)
            return
        self._group.button(self._values.index(value)).setChecked(True)


class ConfidenceChoice(QWidget):
    """How sure are you? Sure, Fairly, Not sure. Nothing is chosen until a person chooses. `chosen` carries the value
    "sure", "fairly" or "not_sure"; `step` goes to the next one (the key U).
    """

    chosen = Signal(str)
    VALUES = ("sure", "fairly", "not_sure")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        question = self.tr("How sure are you?")
        row.addWidget(labels.Label(question, "second", "text2"))
        words = (self.tr("Sure"), self.tr("Fairly"), self.tr("Not sure"))
        self._row = RadioRow(question, list(zip(self.VALUES, words, strict=True)))
        self._row.chosen.connect(lambda value: self.chosen.emit(str(value)))
        row.addWidget(self._row, 1)

    @property
    def value(self) -> str | None:
        """Return the answer, None while there is none."""
        value = self._row.value
        return None if value is None else str(value)

    def set_value(self, value: str | None) -> None:
        """Show VALUE as the answer, None for no answer. Raises ValueError."""
        self._row.set_value(value)

    def step(self) -> None:
        """Choose the next answer, the first after the last."""
        after = self.VALUES[(self.VALUES.index(self.value) + 1) % 3] if self.value in self.VALUES else self.VALUES[0]
        self._row.set_value(after)
        self.chosen.emit(after)
