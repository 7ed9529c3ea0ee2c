"""The legal tests in the law's own words, and beneath each what the council says of it: guidance, and marked so."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bandingdesk.statute import grounds
from bandingdesk.statute.grounds import Shown
from bandingdesk.ui.widgets import card, labels


class LegalTests(QWidget):
    """The tests that the chosen outcome is measured by. Nothing here can be edited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._shown: tuple[Shown, ...] | None = None
        self.set_tests(())

    def set_tests(self, tests: Sequence[Shown]) -> None:
        """Show TESTS in the order of the law."""
        if tuple(tests) == self._shown:
            return
        self._shown = tuple(tests)
        card.clear(self._column)
        for test, guidance in tests:
            head = f"{test.question} {test.provision}"
            self._column.addWidget(labels.Label(head, "second_strong", wrap=True, parent=self))
            self._column.addWidget(labels.Label("\n".join(test.sentences()), "second", "text2", wrap=True, parent=self))
            if not test.checked:
                self._column.addWidget(labels.Label(_law(grounds.UNCHECKED), "second", "warn", wrap=True, parent=self))
            if guidance:
                words = f"{_law(grounds.GUIDANCE)}: {guidance}"
                self._column.addWidget(labels.Label(words, "second", wrap=True, parent=self))
        self.setVisible(bool(tests))


def _law(source: str) -> str:
    return QCoreApplication.translate("law", source)
