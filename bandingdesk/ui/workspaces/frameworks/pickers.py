"""Small fields that stand inside a sentence: a whole number, and several of a list behind one button."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QIntValidator
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from bandingdesk.ui import text
from bandingdesk.ui.amounts import pence
from bandingdesk.ui.widgets.buttons import QuietButton

_LONGEST = 26  # characters of names on the button; more are counted


class WholeField(QLineEdit):
    """A whole number. `written` carries it when the field is left with another one, None when it is emptied."""

    written = Signal(object)

    def __init__(self, name: str, *, low: int = -1_000_000, high: int = 1_000_000, may_be_empty: bool = False) -> None:
        super().__init__()
        self._kept: int | None = None
        self._may_be_empty = may_be_empty
        self.setAccessibleName(name)
        self.setFixedWidth(72)
        self.setValidator(QIntValidator(low, high, self))
        self.editingFinished.connect(self._on_left)

    def show_value(self, value: int | None) -> None:
        """Show VALUE; what is being typed stays."""
        self._kept = value
        if not (self.hasFocus() and self.isModified()):
            self.setText("" if value is None else str(value))

    def _on_left(self) -> None:
        words = self.text().strip()
        if not self.isModified() or (not words and not self._may_be_empty):
            self.show_value(self._kept)
            return
        self.setModified(False)
        value = int(words) if words else None
        if value != self._kept:
            self.written.emit(value)


class MoneyField(QLineEdit):
    """An amount in pounds. `written` carries pence when the field is left, None when it is emptied."""

    written = Signal(object)

    def __init__(self, name: str, *, may_be_empty: bool = False) -> None:
        super().__init__()
        self._kept: int | None = None
        self._may_be_empty = may_be_empty
        self.setAccessibleName(name)
        self.setMinimumWidth(96)
        self.editingFinished.connect(self._on_left)

    def show_value(self, amount: int | None) -> None:
        """Show an amount in pence; what is being typed stays."""
        self._kept = amount
        if not (self.hasFocus() and self.isModified()):
            self.setText("" if amount is None else text.money(amount, ""))

    def _on_left(self) -> None:
        words = self.text().strip()
        value = pence(words)
        is_amount = value is not None or (not words and self._may_be_empty)
        changed = self.isModified() and is_amount and value != self._kept
        self.setModified(False)
        if changed:
            self.written.emit(value)
        else:  # no amount, or the same: what stood there stays
            self.show_value(self._kept)


class Several(QuietButton):
    """Some of a list, or all of it: the button names them, its menu ticks them. `chosen` carries the list.

    With ALL (its words) a person may choose everything at once, which is carried as None.
    """

    chosen = Signal(object)

    def __init__(
        self, name: str, *, all_words: str = "", may_be_empty: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__("", icon="chevron-down", parent=parent)
        self._name, self._all, self._may_be_empty = name, all_words, may_be_empty
        self._values: list[tuple[object, str]] = []
        self._picked: list[object] | None = []
        self.menu_ = QMenu(self)
        self.menu_.setAccessibleName(name)
        self.clicked.connect(self._open)

    def show_values(self, values: Sequence[tuple[object, str]], picked: Sequence[object] | None) -> None:
        """Offer VALUES, pairs of value and words, with those PICKED ticked (None: all)."""
        self._values = list(values)
        self._picked = None if picked is None else list(picked)
        names = [words for value, words in values if picked is not None and value in picked]
        said = self._all if picked is None else text.listed(names)
        if len(said) > _LONGEST:
            said = self.tr("{0} of them").replace("{0}", str(len(names)))
        self.setText(said or self.tr("Choose"))
        self.setToolTip(text.listed(names))
        self.setAccessibleName(f"{self._name}: {text.listed(names) or said}")
        self.updateGeometry()

    def tick(self, value: object) -> None:
        """Tick VALUE, or no more; the last one stays unless there may be none."""
        order = [known for known, _ in self._values]
        picked = order if self._picked is None else self._picked
        kept = [one for one in order if (one in picked) != (one == value)]
        if kept or self._may_be_empty:
            self._picked = kept
            self.chosen.emit(kept)

    def _open(self) -> None:
        self.menu_.clear()
        if self._all:
            whole = self._entry(self._all, self._picked is None)
            whole.triggered.connect(lambda: self.chosen.emit(None))
            self.menu_.addSeparator()
        for value, words in self._values:
            action = self._entry(words, self._picked is not None and value in self._picked)
            action.triggered.connect(lambda _on=False, value=value: self.tick(value))
        self.menu_.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _entry(self, words: str, ticked: bool) -> QAction:
        action = QAction(words, self.menu_)
        action.setCheckable(True)
        action.setChecked(ticked)
        self.menu_.addAction(action)
        return action
